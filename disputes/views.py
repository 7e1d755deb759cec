"""Pages of disputes: what the generic ones lack. No rules here."""

from datetime import timedelta

from django.utils import timezone

from disputes import deadlines as codes
from disputes.forms import DisputeFilterSet
from disputes.models import LATER_ROLES
from liaison.views.matters import MatterDetailView, MatterListView

UNMASKED_FOR = timedelta(minutes=10)


class DisputeListView(MatterListView):
    rows_template_name = "disputes/_dispute_rows.html"
    filterset_class = DisputeFilterSet


class DisputeDetailView(MatterDetailView):
    """A dispute's page; the mediation file only to those who may read it."""

    template_name = "disputes/dispute_detail.html"

    def get_queryset(self):
        return super().get_queryset().with_file()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["timeline"] = list(context["timeline"])
        reader = self.object.may_read_file(self.request.user)
        return context | {
            "filing": next(
                (one for one in context["deadlines"] if one.rule.code == codes.FILING), None
            ),
            "file_open": reader,
            "later_roles": LATER_ROLES,
            "unmasked": reader and unmasked(context["timeline"], self.request.user),
        }


def unmasked(timeline, user):
    """Say whether the reader gave a reason for seeing the parties' data a short while ago."""
    since = timezone.now() - UNMASKED_FOR
    return any(
        entry.action == "unmask" and entry.actor_id == user.pk and entry.at >= since
        for entry in timeline
    )
