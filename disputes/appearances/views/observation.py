"""Pages of observed hearings: the list, one with its receipts and its roll, the roll as a sheet."""

from django.views.generic import DetailView

from disputes.appearances.views.lawsuits import seen
from liaison import exports
from liaison.models import record
from liaison.views.files import spreadsheet
from liaison.views.matters import (
    MatterDetailView,
    MatterListView,
    OneMatterMixin,
    OpeningView,
    TransitionView,
)

HEADERS = ("单位", "职务", "姓名", "类别", "到庭", "备注")


class ObservationListView(MatterListView):
    rows_template_name = "appearances/_observation_rows.html"


class ObservationDetailView(MatterDetailView):
    """The page of an observed hearing; each invited unit reads of its own people only."""

    template_name = "appearances/observation_detail.html"

    def get_queryset(self):
        return super().get_queryset().with_page()

    def get_context_data(self, **kwargs):
        user, matter = self.request.user, self.object
        oversees = matter.oversees(user)
        invitations = matter.invitations_seen_by(user)
        people = {}
        for one in matter.observers_seen_by(user) if invitations else ():
            people.setdefault(one.invitation_id, []).append(one)
        for row in invitations:
            row.people, row.late = people.get(row.pk, []), row.is_late(matter.receipt_by)
        context = super().get_context_data(**kwargs)
        recording = matter.step_url("record_answer")
        return context | {
            "recording": recording if any(s["url"] == recording for s in context["steps"]) else "",
            "oversees": oversees,
            "invitations": invitations,
            "tally": tally(invitations) if oversees else None,
            "lawsuit": seen(matter.hearing and matter.hearing.matter, user),
            "out_of_step": matter.out_of_step() if oversees else "",
        }


def tally(invitations):
    """What the receipts and the roll add up to, for those who follow all units."""
    return {
        "asked": len(invitations),
        "said": sum(bool(row.answered_on) for row in invitations),
        "announced": sum(row.announced for row in invitations),
        "announced_heads": sum(row.announced_heads for row in invitations),
        "units": sum(bool(row.came) for row in invitations),
        "came": sum(row.came for row in invitations),
        "heads": sum(row.came_heads for row in invitations),
    }


class PlanView(OpeningView):
    """发起旁听庭审: the page of a lawsuit leads to it, with the hearing that is meant."""

    def get_initial(self):
        return {"hearing": self.request.GET.get("hearing", "")}


class RecordAnswerView(TransitionView):
    """代录回执: the page's table of the invited leads to it, with the unit that is meant."""

    def get_initial(self):
        return {"invitation": self.request.GET.get("invitation", "")}


class RollView(TransitionView):
    """登记旁听人员: who was announced stands under their unit."""

    template_name = "appearances/roll_form.html"


class ObserversView(OneMatterMixin, DetailView):
    """Who was announced and who came, as a spreadsheet, as far as the reader may know (名单)."""

    def get(self, request, *args, **kwargs):
        matter = self.get_object()
        name = f"{matter.number or matter.title}旁听人员名单"
        rows = map(line_of, matter.observers_seen_by(request.user))
        sheet = exports.workbook("旁听人员名单", HEADERS, rows)
        record(request.user, "export", "导出旁听人员名单", matter)
        return spreadsheet(sheet, name)


def line_of(one):
    """One observer as a line of the sheet."""
    came = {True: "到庭", False: "未到", None: ""}[one.came]
    notes = ["临时到庭" * one.is_walk_in, f"代{one.substitute_for}" if one.substitute_for else ""]
    return (
        str(one.invitation.unit),
        one.post,
        one.name,
        one.get_standing_display(),
        came,
        "；".join(filter(None, notes)),
    )
