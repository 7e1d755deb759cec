"""Pages of judicial suggestions: the list, and one with its matrix. No rules here."""

from liaison.views.matters import MatterDetailView, MatterListView, TransitionView
from suggestions.filters import SuggestionFilter
from suggestions.models.earlier import known_of
from suggestions.models.letter import LONG
from suggestions.models.recurring import earlier
from suggestions.models.telling import urged


class SuggestionListView(MatterListView):
    rows_template_name = "suggestions/_suggestion_rows.html"
    filterset_class = SuggestionFilter

    def rows(self):
        return super().rows().defer(*LONG)


class ReplyStepView(TransitionView):
    """A step about the draft of an answer: to approve it, send it back, give it to the court."""

    template_name = "suggestions/reply_step.html"

    def get_context_data(self, **kwargs):
        row = self.object.own(self.request.user, self.step.part, self.transition)
        draft = row and row.draft
        items = draft.items.select_related("problem", "proof", "reply") if draft else []
        return super().get_context_data(**kwargs) | {"draft": draft, "draft_items": items}


class SuggestionDetailView(MatterDetailView):
    """The page of a suggestion; talk and committee are shown to the court alone."""

    template_name = "suggestions/judicialsuggestion_detail.html"

    def get_queryset(self):
        return super().get_queryset().with_page()

    def get_context_data(self, **kwargs):
        user, matter = self.request.user, self.object
        matrix = matter.matrix(user)
        inside = matter.is_inside(user)
        context = super().get_context_data(**kwargs)
        return context | {
            "stages": known_of(matter, context["stages"]),
            "inside": inside,
            "elsewhere": matter.elsewhere if inside and not matter.signed_on else [],
            "addressees": matter.addressed(),
            "read": matter.read_by(user),
            "matrix": matrix,
            "draft": matter.draft_of(user),
            "draft_items": [row.drafted for row in matrix if row.drafted],
            "earlier": earlier(matter, user),
            "urged": urged(matter, user, context["papers"]),
        }
