"""Pages of judicial suggestions: the list, and one with its matrix. No rules here."""

from liaison.views.matters import MatterDetailView, MatterListView
from suggestions.filters import SuggestionFilter


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
