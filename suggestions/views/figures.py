"""建议统计: how suggestions are answered, in figures. No rules here."""

from django.utils import timezone
from django.views.generic import TemplateView

from liaison.forms import SpanForm
from liaison.models import Unit
from suggestions.metrics import TOTAL, added_up, fallen_due
from suggestions.models import Kind


class FiguresView(TemplateView):
    """建议统计: answered in time, adopted, in how many days; by unit, court and kind."""

    template_name = "suggestions/figures.html"

    def get_context_data(self, **kwargs):
        form = SpanForm(self.request.GET)
        form.is_valid()
        rows = fallen_due(self.request.user, form.span, timezone.localdate())
        found = added_up(rows, "unit_id", "court", "kind")
        units, courts = found["unit_id"], found["court"]
        names = Unit.objects.in_bulk({*units, *courts})
        return super().get_context_data(**kwargs) | {
            "form": form,
            "span": form.span,
            "total": found[TOTAL],
            "tables": [
                ("被建议单位", "recipient", [(names[pk], pk, each) for pk, each in units.items()]),
                ("提出法院", "", [(names[pk], pk, each) for pk, each in courts.items()]),
                (
                    "种类",
                    "kind",
                    [(Kind(kind).label, kind, each) for kind, each in found["kind"].items()],
                ),
            ],
        }
