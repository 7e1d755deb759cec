"""Mediation (化解): statements, sessions, more time, pauses."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from disputes import deadlines as codes
from disputes.models.choices import UNDER_WAY, FileKind, Status
from disputes.models.sessions import Attendance, Session
from liaison import deadlines
from liaison.days import check_day
from liaison.models import Role
from liaison.notices import publish
from liaison.transitions import transition
from liaison.uploads import attach


def check_notice(on, starts_at, *, short_notice):
    """Refuse a session before its notice, or less than three days after it, unless all agree."""
    days = (timezone.localdate(starts_at) - on).days
    if days < 0:
        raise ValidationError("会谈不能早于通知日期", code="too_early")
    if days < codes.SESSION_NOTICE_DAYS and not short_notice:
        raise ValidationError(
            f"距会谈不足{codes.SESSION_NOTICE_DAYS}日；各方同意缩短的，请勾选", code="short"
        )


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
        part="answer",
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
        hint="会谈三日前通知被申请机关和调解员",
    )
    def schedule_session(self, *, actor, on, starts_at, mode, place, note="", short_notice=False):
        """Announce a session (会谈通知), at least three days ahead unless everybody agrees.

        Raises ValidationError for a shorter notice that was not agreed to.
        """
        check_day(on, self.accepted_on)
        check_notice(on, starts_at, short_notice=short_notice)
        session = self.sessions.create(
            ordinal=self.sessions.count() + 1,
            announced_on=on,
            starts_at=starts_at,
            mode=mode,
            place=place,
            note=note,
        )
        publish("disputes.session", self, key=f"session:{session.pk}", when=session.when)
        return str(session)

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
    def record_session(self, *, actor, session, record, attendance, undisputed="", upload=None):
        """Record a session that was held (调解笔录): who came, what was said, what is undisputed.

        Sides may be heard apart, so one of them is enough. Raises ValidationError if the session
        doesn't wait for its record, is still to come, or nobody was there.
        """
        session = self.planned(session)
        check_day(session.held_on, self.accepted_on)
        if not attendance:
            raise ValidationError("请填写到场人员", code="attendance")
        session.status = Session.Status.HELD
        session.record, session.undisputed = record, undisputed
        session.save(update_fields=["status", "record", "undisputed"])
        Attendance.objects.bulk_create([Attendance(session=session, **row) for row in attendance])
        attach(self, upload, FileKind.RECORD, actor)
        self.holder = self.centre.unit
        return str(session)

    def planned(self, session):
        """Re-read a session under the dispute's lock: it must be this one's and still planned."""
        found = self.sessions.filter(pk=session.pk, status=Session.Status.PLANNED).first()
        if found is None:
            raise ValidationError("该次会谈已记录或者已取消", code="stale")
        return found
