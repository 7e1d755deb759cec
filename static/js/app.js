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
})();
