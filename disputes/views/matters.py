"""Pages of disputes: what the generic ones lack. No rules here."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.generic import View

from disputes import deadlines as codes
from disputes.forms import DisputeFilterSet
from disputes.models import LATER_ROLES
from disputes.models.folding import unfold
from liaison.models import record
from liaison.views.matters import (
    MatterDetailView,
    MatterListView,
    TransitionView,
    VisibleMixin,
)

UNMASKED_FOR = timedelta(minutes=10)
ON_ITEM = ("report_performance", "refuse_report", "perform")


class DisputeListView(MatterListView):
    rows_template_name = "disputes/_dispute_rows.html"
    filterset_class = DisputeFilterSet


class DisputeDetailView(MatterDetailView):
    """A dispute's page; the mediation file only to those who may read it."""

    template_name = "disputes/dispute_detail.html"

    def get_queryset(self):
        return super().get_queryset().with_file()

    def get_object(self, queryset=None):
        return unfold(super().get_object(queryset), *self.model.FOLDED)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["timeline"] = list(context["timeline"])
        reader = self.object.may_read_file(self.request.user)
        return context | {
            "filing": next(
                (one for one in context["deadlines"] if one.rule.code == codes.FILING), None
            ),
            "file_open": reader,
            "result_open": self.object.may_read_result(self.request.user),
            "later_roles": LATER_ROLES,
            "report_open": self.object.may_read_report(self.request.user),
            "item_steps": self.item_steps({step["url"] for step in context["steps"]}),
            "steps_note": self.object.what_waits,
            "unmasked": reader and unmasked(context["timeline"], self.request.user),
        }

    def item_steps(self, offered):
        """The addresses among ``offered`` that are of steps on one item of the agreement."""
        found = {name: self.object.step_url(name) for name in ON_ITEM}
        return {name: url for name, url in found.items() if url in offered}


class ItemStepView(TransitionView):
    """A step on one item of the agreement; the page leads to it with the item chosen."""

    def get_initial(self):
        return super().get_initial() | {"item": self.request.GET.get("item")}


class ConcludeView(TransitionView):
    """What came of a dispute by another's document; the page shows what each result asks for."""

    template_name = "disputes/conclude_form.html"


class CasefileView(VisibleMixin, View):
    """Have the whole file made up as one PDF; of an archived dispute, the frozen one first."""

    def post(self, request, pk):
        dispute = get_object_or_404(self.get_queryset(), pk=pk)
        try:
            work = dispute.bind(request.user, freeze=dispute.may_freeze(request.user))
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect(dispute)
        record(request.user, "bind", "生成卷宗", dispute)
        return redirect(work)


class SessionPlanView(TransitionView):
    """When and where a session is to be; beside it, when the centre's rooms are taken."""

    template_name = "disputes/session_form.html"


def unmasked(timeline, user):
    """Say whether the reader gave a reason for seeing the parties' data a short while ago."""
    since = timezone.now() - UNMASKED_FOR
    return any(
        entry.action == "unmask" and entry.actor_id == user.pk and entry.at >= since
        for entry in timeline
    )
