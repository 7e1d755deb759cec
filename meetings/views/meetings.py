"""Pages of joint meetings beyond the common ones. No rules here."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.views import View

from liaison import access
from liaison.models import record
from liaison.views.matters import MatterDetailView, MatterListView, VisibleMixin
from meetings.filters import MeetingFilter
from meetings.models import JointMeeting, MinutesCopy


class MeetingListView(MatterListView):
    rows_template_name = "meetings/_meeting_rows.html"
    filterset_class = MeetingFilter

    def rows(self):
        return super().rows().with_main_venue()


class MeetingDetailView(MatterDetailView):
    """A meeting's page; its minutes only to those who may read them now."""

    template_name = "meetings/jointmeeting_detail.html"

    def get_queryset(self):
        return super().get_queryset().with_page()

    def get_context_data(self, **kwargs):
        meeting, user = self.object, self.request.user
        context = super().get_context_data(**kwargs)
        reading = meeting.minutes_open_to(user)
        minutes = meeting.minutes_or_none if reading else None
        rows = list(minutes.said()) if minutes and not minutes.number else []
        if has_signed(access.standing(user).units, rows):
            context["steps"] = [step for step in context["steps"] if not signs(meeting, step)]
            context["steps_none"] = "贵单位已会签，等待其他单位会签。"
        receive = meeting.step_url("receive_minutes")
        copies = copies_for(meeting, user) if minutes else []
        return context | {
            "receive_url": receive if receive in {step["url"] for step in context["steps"]} else "",
            "venues": meeting.venues.all(),
            "agenda_items": meeting.agenda.all(),
            "reading": reading,
            "minutes": minutes,
            "countersignatures": rows,
            "approvals": meeting.approvals_seen() if meeting.held_on is None else (),
            "copies": copies,
            "copies_received": sum(1 for row in copies if row.received_on),
            "resolved": list(meeting.resolved_for(user)) if reading else [],
        }


class BookletView(VisibleMixin, View):
    """Have the agenda booklet made up as one PDF, in the background."""

    model = JointMeeting

    def post(self, request, pk):
        meeting = get_object_or_404(self.get_queryset(), pk=pk)
        try:
            work = meeting.bind_booklet(request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect(meeting)
        record(request.user, "bind", "生成会议材料", meeting)
        return redirect(work)


def copies_for(meeting, user):
    """Who got the minutes and signed for them: all to the office, to others what is theirs."""
    rows = map(MinutesCopy.of_row, meeting.copies)
    if "handle" in set().union(*access.parts_of(user, meeting).values()):
        return list(rows)
    units = access.standing(user).units
    return [row for row in rows if row.unit in units]


def has_signed(units, rows):
    """Say whether all of ``units`` that this round asks have signed."""
    own = [row for row in rows if row.unit in units and not row.voided_at]
    return bool(own) and all(row.decision == row.SIGNED for row in own)


def signs(meeting, step):
    return step["url"] in {meeting.step_url(name) for name in ("countersign", "return_minutes")}
