"""Pages of judicial suggestions: the list, and one with its matrix. No rules here."""

from liaison.views.matters import MatterDetailView, MatterListView, TransitionView
from suggestions.filters import SuggestionFilter


class SuggestionListView(MatterListView):
    rows_template_name = "suggestions/_suggestion_rows.html"
    filterset_class = SuggestionFilter


class DraftMixin:
    """Shows the draft of the answer that the reader's own unit is about to give."""

    def get_context_data(self, **kwargs):
        rows = self.object.own_rows(self.request.user)
        draft = next((row.draft for row in rows if row.draft), None)
        items = draft.items.select_related("problem", "proof", "reply") if draft else []
        return super().get_context_data(**kwargs) | {"draft": draft, "draft_items": items}


class ReplyStepView(DraftMixin, TransitionView):
    """A step about the draft: to approve it, send it back, give it to the court."""

    template_name = "suggestions/reply_step.html"


class SuggestionDetailView(DraftMixin, MatterDetailView):
    """The page of a suggestion; talk and committee are shown to the court alone."""

    template_name = "suggestions/judicialsuggestion_detail.html"

    def get_queryset(self):
        return super().get_queryset().with_page()

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "inside": self.object.is_inside(self.request.user),
            "addressees": self.object.addressed(),
            "read": self.object.read_by(self.request.user),
            "matrix": self.object.matrix(self.request.user),
        }
