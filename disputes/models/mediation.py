"""Mediation (化解): statements, sessions, more time, pauses."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from disputes import deadlines as codes
from disputes.models.choices import UNDER_WAY, FileKind, Status
from disputes.models.rulebook import Rulebook
from disputes.models.sessions import Attendance, Session
from liaison import deadlines, registry
from liaison.days import check_day
from liaison.models import Booking, Role
from liaison.notices import publish
from liaison.transitions import transition
from liaison.uploads import attach

LONGEST_AHEAD = timedelta(days=366)
USUAL_LENGTH = timedelta(hours=2)
RECORDS = ("dispute-attendance", "dispute-record", "dispute-undisputed")
"""The papers of a session that was held; the last where there is something undisputed."""


def notice_days(dispute, on):
    """How many days ahead a session is announced: a number of the rulebook (工作规则第十七条)."""
    return Rulebook.objects.numbers(dispute.committee, on).session_notice_days


def check_notice(dispute, on, starts_at, *, short_notice):
    """Refuse a session before its notice, or too soon after it, unless all sides agree."""
    days, least = (timezone.localdate(starts_at) - on).days, notice_days(dispute, on)
    if days < 0:
        raise ValidationError({"starts_at": "会谈不能早于通知日期"}, code="too_early")
    if days > LONGEST_AHEAD.days:
        raise ValidationError({"starts_at": "会谈不能晚于通知之日起一年"}, code="too_late")
    if days < least and not short_notice:
        raise ValidationError(
            {"short_notice": f"距会谈不足{least}日；各方同意缩短的，请勾选"}, code="short"
        )


def check_span(starts_at, ends_at):
    """Refuse a session that ends before it starts, or on another day."""
    if ends_at <= starts_at or timezone.localdate(ends_at) != timezone.localdate(starts_at):
        raise ValidationError({"ends_at": "结束时间应当晚于开始时间，并在同一天"}, code="span")


def usual_end(starts_at):
    """Two hours on, but never past the day: when a session ends that says nothing of it."""
    midnight = timezone.localtime(starts_at).replace(hour=23, minute=59, second=59, microsecond=0)
    return min(starts_at + USUAL_LENGTH, midnight)


class MediationSteps:
    """The steps between acceptance and agreement."""

    @transition(
        source=UNDER_WAY,
        target=Status.MEDIATING,
        perm="disputes.state_dispute",
        part="answer",
        roles=[Role.UNIT_CLERK, Role.UNIT_LEADER, Role.JUSTICE_CLERK],
        label="提交情况说明",
        hint="说明事实、依据和化解意见，只供化解使用，不转交法院",
        when=lambda dispute: dispute.stated_on is None,
    )
    def state(self, *, actor, on, text, material=None):
        """Hand in the agency's statement (情况说明) and meet its deadline."""
        self._hand_in(actor, on, text, material)
        self.stated_on = on
        deadlines.meet(self, codes.STATEMENT, on=on, actor=actor)
        publish("disputes.stated", self, key="stated")

    @transition(
        source=[Status.MEDIATING, Status.PERFORMING],
        perm="disputes.supplement_dispute",
        part="supplement",
        roles=[Role.UNIT_CLERK, Role.UNIT_LEADER, Role.JUSTICE_CLERK],
        label="补充材料",
        hint="补充说明，或者报告协议履行情况",
        tone="secondary",
        when=lambda dispute: dispute.stated_on or dispute.status == Status.PERFORMING,
    )
    def supplement(self, *, actor, on, text, material=None):
        """Hand in something more (补充说明、履行情况); the centre looks at it next."""
        statement = self._hand_in(actor, on, text, material)
        publish("disputes.supplemented", self, key=f"supplemented:{statement.pk}")

    def _hand_in(self, actor, on, text, material):
        check_day(on, self.accepted_on)
        attach(self, material, FileKind.STATEMENT, actor)
        self.holder = self.centre.unit
        return self.statements.create(handed_on=on, text=text, handed_by=actor)

    @transition(
        source=UNDER_WAY,
        perm="disputes.schedule_session_dispute",
        part="mediate",
        roles=[Role.CENTRE_CLERK, Role.MEDIATOR],
        label="通知会谈",
        hint="提前通知被申请机关和调解员；房间和调解员的时间同时占用",
    )
    def schedule_session(self, *, actor, on, starts_at, mode, **plan):
        """Announce a session (会谈通知), at least three days ahead unless everybody agrees.

        Takes the room and the time of every mediator of the panel, and freezes the notice. Raises
        ValidationError on the field: for a shorter notice that was not agreed to, and for what is
        taken already.
        """
        session = self._announce(on, self._next_ordinal(), starts_at=starts_at, mode=mode, **plan)
        registry.papers["dispute-session-notice"].of(session).issue(self, actor)
        publish("disputes.session", self, key=f"session:{session.pk}", when=session.when)
        return str(session)

    @transition(
        source=UNDER_WAY,
        perm="disputes.adjourn_session_dispute",
        part="mediate",
        roles=[Role.CENTRE_CLERK, Role.MEDIATOR],
        label="休会、改期",
        hint="另定时间，重新通知；房间和调解员的时间随之改动",
        tone="secondary",
        when=lambda dispute: dispute.planned_sessions,
    )
    def adjourn_session(self, *, actor, session, on, starts_at, mode, reason, **plan):
        """Put a session off (休会、改期) to another time, which is a new notice.

        What was announced stays on record with the reason; the session at the new time takes its
        place in the order, and its room and hours. Raises as ``schedule_session`` does.
        """
        before = self.planned(session)
        before.status, before.adjourned_to, before.adjournment = (
            Session.Status.ADJOURNED,
            starts_at,
            reason,
        )
        before.save(update_fields=["status", "adjourned_to", "adjournment"])
        Booking.objects.release(self, before.ref)
        after = self._announce(on, before.ordinal, starts_at=starts_at, mode=mode, **plan)
        registry.papers["dispute-session-notice"].of(after).issue(self, actor)
        publish(
            "disputes.session_moved",
            self,
            key=f"session_moved:{after.pk}",
            before=before.when,
            when=after.when,
        )
        return f"{before}改至{after.when}：{reason}"

    @transition(
        source=UNDER_WAY,
        perm="disputes.cancel_session_dispute",
        part="mediate",
        roles=[Role.CENTRE_CLERK, Role.MEDIATOR],
        label="取消会谈",
        tone="secondary",
        when=lambda dispute: dispute.planned_sessions,
    )
    def cancel_session(self, *, actor, session, reason):
        """Call off a session that was announced (取消会谈); another needs a new notice."""
        session = self.planned(session)
        self._call_off([session])
        publish("disputes.session_off", self, key=f"session_off:{session.pk}", when=session.when)
        return f"{session}：{reason}"

    @transition(
        source=UNDER_WAY,
        target=Status.MEDIATING,
        perm="disputes.record_session_dispute",
        part="mediate",
        roles=[Role.CENTRE_CLERK, Role.MEDIATOR],
        label="记录会谈",
        hint="笔录只有中心、调解员和被申请机关能看到；无争议事实单独记载",
        when=lambda dispute: dispute.sessions_to_record,
    )
    def record_session(
        self,
        *,
        actor,
        session,
        record,
        attendance,
        undisputed="",
        apart=False,
        upload=None,
        undisputed_upload=None,
    ):
        """Record a session that was held (调解笔录): who came, what was said, what is undisputed.

        Sides may be heard apart, so one of them is enough. Freezes the papers to be signed. Raises
        ValidationError if the session doesn't wait for its record, is still to come, nobody was
        there, nobody mediates, or a mediator has not disclosed yet what there is to disclose.
        """
        session = self.planned(session)
        check_day(session.held_on, self.accepted_on)
        if not attendance:
            raise ValidationError("请填写到场人员", code="attendance")
        self.check_bench()
        session.status, session.apart = Session.Status.HELD, apart
        session.record, session.undisputed = record, undisputed
        session.save(update_fields=["status", "apart", "record", "undisputed"])
        Attendance.objects.bulk_create([Attendance(session=session, **row) for row in attendance])
        attach(self, upload, FileKind.RECORD, actor)
        attach(self, undisputed_upload, FileKind.UNDISPUTED, actor)
        self.holder = self.centre.unit
        for code in RECORDS if undisputed else RECORDS[:-1]:
            registry.papers[code].of(session).issue(self, actor)
        return str(session)

    def check_bench(self):
        """Refuse a session's record while nobody mediates, or a mediator still owes disclosure."""
        if not self.bench:
            raise ValidationError("请先登记选定或者指定的调解员", code="bench")
        if obstacles := list(filter(None, [seat.obstacle for seat in self.bench])):
            raise ValidationError(obstacles, code="disclosure")

    def planned(self, session):
        """Re-read a session under the dispute's lock: it must be this one's and still planned."""
        found = self.sessions.filter(pk=session.pk, status=Session.Status.PLANNED).first()
        if found is None:
            raise ValidationError("该次会谈已记录、改期或者已取消", code="stale")
        return found

    def call_off_sessions(self):
        """Call off whatever is still planned: mediation has come to its end."""
        self._call_off(list(self.sessions.filter(status=Session.Status.PLANNED)))

    def _call_off(self, sessions):
        for session in sessions:
            session.status = Session.Status.CANCELLED
            session.save(update_fields=["status"])
            Booking.objects.release(self, session.ref)

    def _next_ordinal(self):
        return self.sessions.exclude(status=Session.Status.ADJOURNED).count() + 1

    def _announce(
        self,
        on,
        ordinal,
        *,
        starts_at,
        mode,
        ends_at=None,
        room=None,
        place="",
        note="",
        short_notice=False,
    ):
        """Put a session on the plan and take what it needs, by the rules of its notice."""
        check_day(on, self.accepted_on)
        check_notice(self, on, starts_at, short_notice=short_notice)
        ends_at = ends_at or usual_end(starts_at)
        check_span(starts_at, ends_at)
        if room and room.unit_id != self.centre.unit_id:
            raise ValidationError({"room": "该房间不是本中心的"})
        if not (room or place):
            raise ValidationError({"place": "请选择房间，或者写明地点"})
        session = self.sessions.create(
            ordinal=ordinal,
            announced_on=on,
            starts_at=starts_at,
            ends_at=ends_at,
            mode=mode,
            room=room,
            place=place or room.whereabouts[:120],
            note=note,
            short_notice=short_notice,
        )
        self._book(session)
        return session

    def _book(self, session, of_people="starts_at"):
        """Take the room and the panel's time; what is over by now takes nothing (补录).

        A refusal for a person's sake is said on the field ``of_people`` of the form.
        """
        if session.ends_at <= timezone.now():
            return
        people = [seat.mediator for seat in self.panel.sitting().select_related("mediator")]
        times = session.starts_at, session.ends_at
        try:
            Booking.objects.take(self, session.ref, *times, room=session.room, people=people)
        except ValidationError as error:
            said = {of_people if name == "people" else name: each for name, each in error}
            raise ValidationError(said) from None

    def book_bench(self):
        """Take the planned sessions' hours anew: the panel has changed."""
        for session in self.sessions.filter(status=Session.Status.PLANNED, ends_at__isnull=False):
            Booking.objects.release(self, session.ref)
            self._book(session, of_people="mediators")
