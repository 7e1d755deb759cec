"""How form fields are dressed: classes and input types, so that forms in Python need none."""

from django import forms, template
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join

register = template.Library()

NATIVE = {
    forms.DateInput: ("date", "%Y-%m-%d"),
    forms.DateTimeInput: ("datetime-local", "%Y-%m-%dT%H:%M"),
    forms.TimeInput: ("time", "%H:%M"),
}
"""Widgets that the browser has a picker for: its input type, and how it spells a value."""


@register.filter
def dressed(field):
    """Give a bound field's widget its class and its native input type; return the field.

    Each form owns a copy of its widgets, so nothing leaks between requests. A class that the
    form set itself is kept. Dates and times become the browser's own pickers, which speak ISO.
    A placeholder that only repeats the label goes; a choice of nothing is put in words.
    """
    widget = field.field.widget
    if getattr(field.field, "empty_label", None) == "---------":
        field.field.empty_label = "请选择"
    for part in getattr(widget, "widgets", [widget]):
        css = [part.attrs.get("class", ""), css_class(part)]
        if field.errors:
            css.append("is-invalid")
        part.attrs["class"] = " ".join(filter(None, css))
        if part.attrs.get("placeholder") == field.label:
            del part.attrs["placeholder"]
        pick_natively(part)
    return field


@register.filter
def as_options(groups):
    """Write the option groups of a list in one piece, as Django's template would one by one.

    The template would be walked through for each of four hundred units.
    """
    return format_html_join("\n", "{}", ([_group_of_options(*group)] for group in groups))


def _group_of_options(name, choices, _index):
    rows = ((choice["value"], flatatt(choice["attrs"]), choice["label"]) for choice in choices)
    options = format_html_join("\n", '<option value="{}"{}>{}</option>', rows)
    return format_html('<optgroup label="{}">{}</optgroup>', name, options) if name else options


@register.filter
def shape(field):
    """Say how a field is laid out: check, choices, file or line."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.FileInput):
        return "file"
    return "line"


def css_class(widget):
    """Return Tabler's class for this kind of widget."""
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "form-check-input"
    if isinstance(widget, forms.Select):
        return "form-select"
    return "form-control"


def pick_natively(widget):
    """Turn Django's text boxes for dates and times into native pickers, which want ISO."""
    for kind, (native, spelling) in NATIVE.items():
        if isinstance(widget, kind) and widget.input_type in ("text", native):
            widget.input_type, widget.format = native, spelling
            return


@register.filter
def complaints(form):
    """List what is wrong with a form and the rows under it: [{label, target, text}].

    ``target`` is the id of the widget to go to, empty for what concerns the whole.
    """
    found = _complaints_of(form)
    for formset in getattr(form, "formsets", {}).values():
        label = getattr(formset, "label", "")
        found += [
            {"label": label, "target": f"rows-{formset.prefix}", "text": text}
            for text in formset.non_form_errors()
        ]
        for number, row in enumerate(formset, start=1):
            found += _complaints_of(row, f"{label}第 {number} 行 ")
    return found


def _complaints_of(form, before=""):
    whole = [{"label": before, "target": "", "text": text} for text in form.non_field_errors()]
    return whole + [
        {
            "label": f"{before}{field.label}",
            "target": "" if field.is_hidden else field.id_for_label or field.auto_id,
            "text": text,
        }
        for field in form
        for text in field.errors
    ]
