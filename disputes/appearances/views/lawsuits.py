"""Pages of lawsuits: the list, and one with its agencies, hearings and judgment."""

from disputes.appearances.filters import LawsuitFilter
from liaison.views.matters import MatterDetailView, MatterListView


class LawsuitListView(MatterListView):
    rows_template_name = "appearances/_lawsuit_rows.html"
    filterset_class = LawsuitFilter


class LawsuitDetailView(MatterDetailView):
    """The page of a lawsuit; natural persons are named in full to the case's own units alone."""

    template_name = "appearances/lawsuit_detail.html"

    def get_queryset(self):
        return super().get_queryset().with_page()

    def get_context_data(self, **kwargs):
        user, matter = self.request.user, self.object
        return super().get_context_data(**kwargs) | {
            "named": matter.may_read_names(user),
            "dispute": seen(matter.dispute, user),
            "earlier": seen(matter.earlier, user),
            "agencies": matter.sued(),
            "hearings": matter.hearings_seen_by(user),
        }


def seen(other, user):
    """Another matter that this one names, if ``user`` may see it."""
    rows = type(other).objects.visible_to(user) if other else None
    return other if rows is not None and rows.filter(pk=other.pk).exists() else None
