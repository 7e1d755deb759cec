"""Pages of judicial suggestions beyond the common ones: list, matrix, figures. No rules here."""

from django.utils import timezone
from django.views.generic import TemplateView

from liaison.forms import SpanForm
from liaison.models import Unit
from liaison.views.matters import MatterDetailView, MatterListView
from suggestions.filters import SuggestionFilter
from suggestions.metrics import SuggestionFigures, by, fallen_due
from suggestions.models import Kind


class SuggestionListView(MatterListView):
    rows_template_name = "suggestions/_suggestion_rows.html"
    filterset_class = SuggestionFilter


class SuggestionDetailView(MatterDetailView):
    """The page of a suggestion; talk and committee are shown to the court alone."""

    template_name = "suggestions/judicialsuggestion_detail.html"

    def get_queryset(self):
        return super().get_queryset().with_page()

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "inside": self.object.is_inside(self.request.user),
            "addressees": self.object.addressed(),
            "matrix": self.object.matrix(),
        }


class FiguresView(TemplateView):
    """建议统计: answered in time, adopted, in how many days; by unit, court and kind."""

    template_name = "suggestions/figures.html"

    def get_context_data(self, **kwargs):
        form = SpanForm(self.request.GET)
        form.is_valid()
        rows = fallen_due(self.request.user, form.span, timezone.localdate())
        total = SuggestionFigures.of(rows)
        units, courts = by(rows, "unit_id"), by(rows, "court")
        names = Unit.objects.in_bulk({*units, *courts})
        return super().get_context_data(**kwargs) | {
            "form": form,
            "span": form.span,
            "total": total,
            "tables": [
                ("被建议单位", "recipient", [(names[pk], pk, each) for pk, each in units.items()]),
                ("提出法院", "", [(names[pk], pk, each) for pk, each in courts.items()]),
                (
                    "种类",
                    "kind",
                    [(Kind(kind).label, kind, each) for kind, each in by(rows, "kind").items()],
                ),
            ],
        }
