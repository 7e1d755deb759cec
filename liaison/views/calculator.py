"""The deadline calculator (期限计算器), and the sheet it prints (期限计算表)."""

from itertools import groupby
from urllib.parse import quote, urlencode

from django import forms
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView, View

from liaison import deadlines, documents
from liaison.clock import workings
from liaison.models import DeadlineRule


class CalculatorForm(forms.Form):
    """A rule and the day of the event: what a period is computed from."""

    rule = forms.ChoiceField(label="期限")
    started_on = forms.DateField(label="起算事由发生日", widget=forms.DateInput({"type": "date"}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = list(rule_choices())

    def clean(self):
        """Compute; what can't be computed (no fixed length, not yet in force) is said here."""
        cleaned = super().clean()
        if not self.errors:
            try:
                self.answer = deadlines.calculate(cleaned["rule"], cleaned["started_on"])
            except deadlines.DeadlineRefused as error:
                raise forms.ValidationError(str(error)) from None
        return cleaned


def rule_choices():
    """The rules that have a length, newest version of each, by statute."""
    rules = DeadlineRule.objects.filter(length__gt=0).order_by("law", "code", "-valid_from")
    newest = {rule.code: rule for rule in reversed(rules)}.values()
    yield "", "请选择"
    for law, group in groupby(sorted(newest, key=lambda rule: rule.law), lambda rule: rule.law):
        yield law, [(rule.code, f"{rule.name}（{described(rule)}）") for rule in group]


def described(rule):
    period = rule.period
    return workings.length_text(period.length, period.unit, period.direction)


class CalculatorView(TemplateView):
    """Pick a rule, give a day, see the due date with its working. Everything is in the address."""

    template_name = "liaison/calculator.html"

    def get_context_data(self, **kwargs):
        asked = "rule" in self.request.GET
        form = CalculatorForm(
            self.request.GET if asked else None, initial={"started_on": timezone.localdate()}
        )
        context = super().get_context_data(**kwargs) | {"form": form}
        if not (asked and form.is_valid()):
            return context
        query = urlencode({name: self.request.GET[name] for name in form.fields})
        return context | {
            "rule": form.answer.rule,
            "working": form.answer.working,
            "lines": form.answer.lines,
            "days": form.answer.cells,
            "print_url": f"{reverse('liaison:calculator_sheet')}?{query}",
        }


class CalculatorSheetView(View):
    """The same answer as a sheet to file or hand over (期限计算表)."""

    def get(self, request):
        form = CalculatorForm(request.GET)
        if not form.is_valid():
            raise Http404("请先在期限计算器中选择期限和日期")
        now = timezone.now()
        html = render_to_string(
            "documents/liaison/deadline_sheet.html",
            {
                "heading": "期限计算表",
                "answer": form.answer,
                "basis": f"{form.answer.rule.law}{form.answer.rule.article}",
                "lines": "\n".join(form.answer.lines),
                "length": described(form.answer.rule),
                "moment": now,
                "issued_on": timezone.localdate(now),
                "remark": f"（{request.user}于{now:%Y年%-m月%-d日}计算，供核对。）",
            },
        )
        response = HttpResponse(documents.draw(html, "sheet").pdf, content_type="application/pdf")
        name = quote(f"期限计算表 {form.answer.rule.name}.pdf")
        response["Content-Disposition"] = f"inline; filename*=UTF-8''{name}"
        response["Cache-Control"] = "private, no-store"
        return response
