"""How an observed hearing comes about: proposed, drawn up, invited to, moved, called off."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from disputes.appearances.models.hearings import Hearing
from disputes.appearances.models.lawsuit import Lawsuit
from disputes.appearances.models.observation_stages import COURT, PROPOSERS, Status, perm
from disputes.appearances.models.observers import Invitation
from liaison import casenumbers, registry
from liaison.days import check_day
from liaison.models import NumberSeries, Unit
from liaison.notices import publish
from liaison.transitions import opening, transition

PLAN = (
    *("title", "kind", "reason", "hearing", "case_number", "cause", "starts_at", "place"),
    *("seats", "discipline", "contact", "contact_phone"),
)
"""What of the plan the court writes."""
TOLD = ("title", "reason", "cause", "place", "discipline")
"""Words that everybody who is invited reads: no litigant is named in them."""
MOST_INVITED = 60
FURTHEST = timedelta(days=366)
"""Nobody fixes a hearing further ahead: a date beyond it is a slip of the keyboard."""


def offered_hearings(actor, court):
    """The hearings of the court's own lawsuits that may be observed: public, still to come."""
    lawsuits = Lawsuit.objects.visible_to(actor).filter(initiator=court)
    return Hearing.objects.filter(
        matter__in=lawsuits.order_by(), state=Hearing.State.PLANNED, is_public=True
    ).select_related("matter")


def invitable_units(committees, courts):
    """Whom ``courts`` may invite: members of the committees, and agencies under one of them."""
    members = Unit.objects.active().members_of(committees)
    below = Unit.objects.active().agencies().filter(parent__in=members.values("pk"))
    found = (members | below).exclude(pk__in=[court.pk for court in courts])
    return found.distinct().order_by("pk")


class ObservationPlanning:
    """The steps of an observed hearing up to its invitation, and those that change it."""

    @opening(
        perm=perm("plan"),
        label="发起旁听庭审",
        status=Status.PLANNED,
        roles=(*COURT, *PROPOSERS),
        hint="法院组织的，印发通知前只有本院看得到；司法行政机关、委员会办公室提议的，由法院决定。",
    )
    def plan(self, *, actor, invited=(), is_public=False):
        """Draw up a hearing to be observed (组织), or propose one to a court (提议).

        Raises ValidationError for a hearing that is not public, or is another court's; for more
        seats than there are; for words that name a litigant of the linked lawsuit.
        """
        self._check_sides()
        self.holder = self.court
        if not self.is_proposed:
            self._arrange(actor, invited, is_public)
            return
        self.status = Status.PROPOSED
        publish(
            "appearances.observation_proposed",
            self,
            key="proposed",
            unit=self.initiator,
            reason=self.reason,
        )

    def _check_sides(self):
        courts = Unit.objects.active().courts().members_of([self.committee])
        if not courts.filter(pk=self.court_id).exists():
            raise ValidationError({"court": "请选择本委员会的成员法院"})
        sides = {self.court_id, self.committee.starter_id, self.committee.office_id}
        if self.initiator_id not in sides:
            raise ValidationError("旁听庭审由法院组织，或者由委员会的发起单位、办公室提议")

    @transition(
        source=[Status.PROPOSED],
        target=Status.PLANNED,
        perm=perm("arrange"),
        part="handle",
        roles=COURT,
        label="采纳提议",
        hint="选定案件和庭审，拟定受邀单位；印发通知前，只有本院和提议单位看得到。",
    )
    def take_up(self, *, actor, invited, is_public=False, **plan):
        """Take up what another unit proposed (采纳): choose the hearing, say who is invited."""
        self._write(plan)
        self._arrange(actor, invited, is_public)
        publish(
            "appearances.observation_decided",
            self,
            key="taken_up",
            verdict="采纳",
            reason="正在筹备",
        )

    @transition(
        source=[Status.PROPOSED],
        target=Status.DECLINED,
        perm=perm("arrange"),
        part="handle",
        roles=COURT,
        label="不予采纳",
        tone="danger",
    )
    def decline(self, *, actor, reason):
        """Decline a proposal with the reason (不予采纳)."""
        self.holder = None
        publish(
            "appearances.observation_decided", self, key="declined", verdict="答复", reason=reason
        )
        return reason

    @transition(
        source=[Status.PLANNED],
        perm=perm("arrange"),
        part="handle",
        roles=COURT,
        label="修改方案",
        tone="secondary",
    )
    def revise(self, *, actor, invited, is_public=False, **plan):
        """Change the draft (修改方案) before anybody is invited."""
        self._write(plan)
        self._arrange(actor, invited, is_public)

    def _write(self, plan):
        for name in PLAN:
            setattr(self, name, plan.get(name, getattr(self, name)))

    def _arrange(self, actor, invited, is_public):
        self._fix_time(actor, is_public)
        self._check_words()
        self._set_invited(invited)

    def _fix_time(self, actor, is_public):
        """Follow the linked hearing, or take case, time and place as they were written.

        Only a public trial may be observed by whoever likes (行政诉讼法第五十四条;
        人民法院法庭规则第九条).
        """
        if self.hearing is None:
            if not is_public:
                raise ValidationError({"is_public": "不公开审理的案件，不得组织旁听"})
            self._check_case()
            return
        if not self.hearing.is_public:
            raise ValidationError({"hearing": "不公开审理的案件，不得组织旁听"})
        if not offered_hearings(actor, self.court).filter(pk=self.hearing.pk).exists():
            raise ValidationError({"hearing": "只能关联本院案件的、还没有开的庭"})
        lawsuit = self.hearing.matter
        self.case_number, self.cause = lawsuit.number, lawsuit.cause
        self.starts_at, self.place = self.hearing.starts_at, self.hearing.place

    def _check_case(self):
        lacking = {
            name: "没有关联庭审的，请填写"
            for name in ("case_number", "cause", "starts_at", "place")
            if not getattr(self, name)
        }
        if lacking:
            raise ValidationError(lacking)
        try:
            case = casenumbers.parse(self.case_number)
        except casenumbers.CaseNumberError as error:
            raise ValidationError({"case_number": str(error)}) from None
        code = self.court.court_code
        if code and case.court_code != code:
            raise ValidationError({"case_number": f"不是本院的案号，本院的法院代字为“{code}”"})
        self.case_number = str(case)
        if self.starts_at > timezone.now() + FURTHEST:
            raise ValidationError({"starts_at": "开庭时间在一年以后，请核对"})

    def _check_words(self):
        """Refuse words by which those who are invited would read who the litigants are."""
        if self.hearing is None:
            return
        for name in self.hearing.matter.litigants.values_list("name", flat=True):
            for told in TOLD:
                if name in getattr(self, told):
                    raise ValidationError({told: "受邀单位都能看到，请不要写当事人的姓名或者名称"})

    def _set_invited(self, invited):
        units = [row["unit"] for row in invited]
        if not units:
            raise ValidationError({"invited": "请填写受邀单位"})
        if len(units) > MOST_INVITED or len(set(units)) < len(units):
            raise ValidationError({"invited": f"受邀单位不能重复，不超过{MOST_INVITED}个"})
        allowed = invitable_units([self.committee], [self.court]).values_list("pk", flat=True)
        if {unit.pk for unit in units} - set(allowed):
            raise ValidationError({"invited": "受邀单位应是同一委员会的成员单位或者其下级单位"})
        wanted = sum(row["seats"] for row in invited)
        if wanted > self.seats:
            raise ValidationError(
                {"seats": f"各单位席位合计{wanted}个，超过旁听席位{self.seats}个"}
            )
        self.invitations.all().delete()
        Invitation.objects.bulk_create(
            Invitation(observation=self, order=order, **row)
            for order, row in enumerate(invited, start=1)
        )

    @transition(
        source=[Status.PLANNED],
        target=Status.INVITED,
        perm=perm("invite"),
        part="handle",
        roles=COURT,
        label="印发旁听通知",
        hint="编号并印发通知，受邀单位即可看到，并报送旁听人员。",
    )
    def invite(self, *, actor, on):
        """Invite the units (印发旁听通知): number it, freeze the notice, ask each who comes."""
        check_day(on)
        self._check_in_step()
        if on > self.day:
            raise ValidationError({"on": "通知日期不能晚于开庭日期"})
        if not self.court.place_name:
            raise ValidationError("本院没有登记地名简称，不能编号，请联系委员会办公室补登")
        drawn = NumberSeries.objects.take(self.court, "旁听通知", on.year)
        self.number = f"{self.court.place_name}法听〔{on.year}〕{drawn}号"
        self.invited_on, self.notice_version = on, 1
        self._ask_for_receipts(actor, on)
        registry.papers["observation-notice"].issue(self, actor)
        publish(
            "appearances.observation_invited",
            self,
            key="invited",
            court=self.court,
            day=self.day,
            by=self.receipt_by,
        )

    def _check_in_step(self):
        if said := self.out_of_step():
            raise ValidationError(f"{said}，请先改期或者修改方案；不再开庭的，请取消")

    @transition(
        source=[Status.INVITED],
        perm=perm("invite"),
        part="handle",
        roles=COURT,
        label="改期",
        tone="secondary",
        hint="庭审改时间、改地点的，重新印发通知并即时告知；请各单位重新报送回执。",
        when=lambda matter: not matter.held_on,
    )
    def postpone(self, *, actor, on, reason, hearing=None, starts_at=None, place=""):
        """Move it with its hearing (改期): a new version of the notice, everybody is asked again.

        What the units said before stays until they say otherwise.
        """
        check_day(on, self.invited_on, "通知日期")
        before = self.starts_at, self.place
        self.hearing = hearing
        if hearing is None:
            self.starts_at, self.place = starts_at or self.starts_at, place or self.place
        self._fix_time(actor, is_public=True)
        self._check_words()
        if (self.starts_at, self.place) == before:
            raise ValidationError({"starts_at": "时间和地点都没有变"})
        if on > self.day:
            raise ValidationError({"starts_at": "开庭日期不能早于通知日期"})
        self.notice_version += 1
        self._ask_for_receipts(actor, on)
        registry.papers["observation-notice"].issue(self, actor)
        publish(
            "appearances.observation_moved",
            self,
            key=f"moved:{self.notice_version}",
            day=self.day,
            by=self.receipt_by,
            reason=reason,
        )
        return f"改到{timezone.localtime(self.starts_at):%Y-%m-%d %H:%M}：{reason}"

    @transition(
        source=[Status.PLANNED, Status.INVITED],
        target=Status.CANCELLED,
        perm=perm("invite"),
        part="handle",
        roles=COURT,
        label="取消",
        tone="danger",
        hint="已经通知的，即时告知受邀单位。",
    )
    def call_off(self, *, actor, reason):
        """Call it off with the reason (取消); whoever was invited is told at once."""
        self.holder = None
        self._forgo_receipts(actor, "旁听取消")
        if self.invited_on:
            publish(
                "appearances.observation_called_off",
                self,
                key="called_off",
                day=self.day,
                reason=reason,
            )
        return reason
