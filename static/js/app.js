// Comfort only: every page works without this file.
(() => {
  "use strict";

  // Menus close on a click elsewhere and on Escape; the sidebar too, on a phone.
  const menus = () => document.querySelectorAll("details.drop[open]");
  document.addEventListener("click", (event) => {
    for (const menu of menus()) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
    if (location.hash === "#menu") location.hash = "#main";
  });

  // A form is sent once, however often the button is clicked.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    event.submitter?.classList.add("is-sending");
    setTimeout(() => release(form), 8000);
  });
  function release(form) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll(".is-sending")) button.classList.remove("is-sending");
  }
  addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach(release);
  });

  // A refused form shows its list of errors first; a choice in a filter takes effect at once.
  addEventListener("DOMContentLoaded", () => {
    document.getElementById("errors")?.focus();
    for (const box of document.querySelectorAll("[data-narrows]")) narrow(box);
  });

  // A text box that narrows a long select: <input data-narrows="id-of-select" hidden>.
  function narrow(box) {
    const select = document.getElementById(box.dataset.narrows);
    if (!select) return;
    box.closest("[hidden]")?.removeAttribute("hidden");
    box.addEventListener("input", () => {
      const words = box.value.trim().toLowerCase().split(/\s+/);
      const fits = (option) => {
        const text = `${option.parentElement.label ?? ""} ${option.text}`.toLowerCase();
        return option.value !== "" && words.every((word) => text.includes(word));
      };
      for (const option of select.options) option.hidden = option.value !== "" && !fits(option);
      for (const group of select.querySelectorAll("optgroup")) {
        group.hidden = !group.querySelector("option:not([hidden])");
      }
      const chosen = select.selectedOptions[0];
      if (box.value.trim() && !(chosen && fits(chosen))) {
        const first = [...select.options].find(fits);
        if (first) first.selected = true;
      }
    });
  }

  // Rows with an order (议程) are moved by buttons, by Alt+↑ and Alt+↓, or dragged by their number.
  // Without this the order is typed as a number.
  document.addEventListener("htmx:load", (event) => {
    const part = event.target;
    if (part.matches?.(".rows")) arrange(part);
    for (const table of part.querySelectorAll?.(".rows") ?? []) arrange(table);
  });
  const orderOf = (card) => card.querySelector('input[name$="-order"]');
  function arrange(table) {
    const cards = () => [...table.querySelectorAll(":scope > .row-card")].filter(orderOf);
    if (table.dataset.arranged || cards().length < 2) return;
    table.dataset.arranged = "yes";
    sort(cards());
    label(cards());
    for (const card of cards()) movable(card, cards);
    table.addEventListener("change", (event) => {
      const all = cards();
      const changed = all.findIndex((card) => card.contains(event.target));
      if (changed < 0 || orderOf(all[changed]).value) return;
      if (all.slice(changed).some((card) => orderOf(card).value)) renumber(cards);
    });
  }
  // As the server sorts them: a row without a number comes last.
  function sort(all) {
    const place = (card) => Number(orderOf(card).value) || 1000;
    const sorted = [...all].sort((one, other) => place(one) - place(other));
    all[0].before(sorted[0]);
    sorted.slice(1).forEach((card, before) => sorted[before].after(card));
  }
  function movable(card, cards) {
    const moves = document.createElement("span");
    moves.className = "row-moves";
    for (const [label, sign, by] of [["上移", "↑", -1], ["下移", "↓", 1]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-sm";
      button.textContent = sign;
      button.title = `${label}（Alt+${sign}）`;
      button.setAttribute("aria-label", label);
      button.addEventListener("click", () => move(card, by, cards, button));
      moves.append(button);
    }
    const handle = card.querySelector(".row-number");
    handle.after(moves);
    card.addEventListener("keydown", (event) => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!event.altKey || !by) return;
      event.preventDefault();
      move(card, by, cards, event.target);
    });
    handle.draggable = true;
    handle.addEventListener("dragstart", (event) => {
      card.classList.add("is-dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
    });
    handle.addEventListener("dragend", () => card.classList.remove("is-dragged"));
    card.addEventListener("dragover", (event) => {
      const dragged = card.parentElement.querySelector(".is-dragged");
      if (!dragged || dragged === card) return;
      event.preventDefault();
      const box = card.getBoundingClientRect();
      const after = event.clientY > box.top + box.height / 2;
      card[after ? "after" : "before"](dragged);
      renumber(cards);
    });
    card.addEventListener("drop", (event) => event.preventDefault());
  }
  function move(card, by, cards, focused) {
    const all = cards();
    const other = all[all.indexOf(card) + by];
    if (!other) return;
    other[by < 0 ? "before" : "after"](card);
    renumber(cards);
    focused.focus();
  }
  function label(all) {
    all.forEach((card, place) => {
      card.querySelector(".row-number").textContent = place + 1;
      card.setAttribute("aria-label", `第 ${place + 1} 行`);
    });
  }
  function renumber(cards) {
    label(cards());
    cards().forEach((card, place) => {
      const typed = [...card.querySelectorAll("input[type=text]")].some((input) => input.value);
      orderOf(card).value = typed ? place + 1 : "";
    });
  }
})();
