"""Intake (受理): the centre takes a referral in, or refuses it with its reason."""

from django.core.exceptions import ValidationError
from django.db.models import Q

from disputes import deadlines as codes
from disputes.models.choices import Status
from liaison import deadlines, registry
from liaison.days import check_day
from liaison.models import NumberSeries, Role, User
from liaison.notices import publish
from liaison.transitions import transition

SERIES = "行政争议受理"


def mediators_of(centre):
    """The people whom a centre may name: its own mediators, and invited ones without a unit."""
    own = User.objects.filter(
        pk__in=centre.unit.posts.current().filter(role=Role.MEDIATOR).values("user")
    )
    return User.objects.filter(Q(pk__in=own) | Q(personal_group__isnull=False), is_active=True)


def check_mediator(mediator, dispute):
    """Refuse a mediator who is not on the centre's list, or must stand back (回避).

    Whoever now holds a post with the agency complained of has an interest in the case
    (特邀调解规定第十五条).
    """
    if mediator is None:
        return
    if mediator.posts.current().filter(unit=dispute.respondent).exists():
        raise ValidationError("调解员现任职于被申请机关，应当回避", code="recusal")
    if not mediators_of(dispute.centre).filter(pk=mediator.pk).exists():
        raise ValidationError("该人员不在本中心的调解员名册内", code="unlisted")


class IntakeSteps:
    """The steps by which the centre answers a referral."""

    @transition(
        source=[Status.REFERRED],
        target=Status.ACCEPTED,
        perm="disputes.accept_dispute",
        part="handle",
        roles=[Role.CENTRE_CLERK],
        label="受理",
        hint="取得受理编号，印发受理通知书，化解期限开始计算，被申请机关收到通知",
    )
    def accept(self, *, actor, on, mediator=None):
        """Take the dispute in (受理): number it, name the mediator, start the clocks.

        The time for mediation runs from this day by the stage of the suit (特邀调解规定第二十七
        条); the agency may read the dispute from now on and owes its statement. Freezes the
        notice of acceptance. Raises ValidationError for a mediator who must stand back.
        """
        check_day(on, self.referred_on)
        check_mediator(mediator, self)
        self.accepted_on, self.mediator, self.holder = on, mediator, self.respondent
        drawn = NumberSeries.objects.take(self.centre.unit, SERIES, on.year)
        self.number = f"{self.centre.number_prefix}〔{on.year}〕{drawn}号"
        deadlines.meet(self, codes.ACCEPT, on=on, actor=actor)
        deadlines.start(
            self,
            self.mediation_rule,
            on=on,
            responsible=self.centre.unit,
            asker=self.initiator,
            handler=mediator,
            actor=actor,
        )
        deadlines.start(
            self,
            codes.STATEMENT,
            on=on,
            responsible=self.respondent,
            asker=self.centre.unit,
            actor=actor,
        )
        registry.papers["dispute-acceptance"].issue(self, actor)
        publish("disputes.accepted", self, key="accepted")

    @transition(
        source=[Status.REFERRED],
        target=Status.REFUSED,
        perm="disputes.refuse_dispute",
        part="handle",
        roles=[Role.CENTRE_CLERK],
        label="不予受理",
        hint="不属于化解范围的，写明理由退回法院",
        tone="danger",
    )
    def refuse(self, *, actor, on, refusal_ground, reason):
        """Send the referral back with the reason (不予受理); the agency never hears of it."""
        check_day(on, self.referred_on)
        self.refusal_ground, self.ending_reason, self.ended_on = refusal_ground, reason, on
        self.holder = None
        deadlines.meet(self, codes.ACCEPT, on=on, actor=actor)
        publish("disputes.refused", self, key="refused")
        return self.get_refusal_ground_display()
