"""What the court does to call a hearing, and the heads to it (开庭、通知)."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from disputes.appearances.deadlines import HEAD_NOTICE, NOMINATION
from disputes.appearances.models.choices import NoticeGround, Status, View
from disputes.appearances.models.filing import CLERKS
from disputes.appearances.models.hearings import Appearance, Hearing
from disputes.appearances.models.rights import perm
from liaison import days, deadlines, registry
from liaison.notices import publish
from liaison.rest import once_at_rest
from liaison.transitions import transition

MOST_HEARINGS = 30
FURTHEST = timedelta(days=366)
"""Nobody fixes a hearing further ahead: a date beyond it is a slip of the keyboard."""
CARRIED = ("head_name", "head_post", "head_rank", "staff", "agents", "named_on")
"""What an agency said of who comes; it holds for the hearing at the new time too."""


def latest_notice(day):
    """The last day on which the notice may reach an agency (开庭三日前, 第五条)."""
    return deadlines.calculate(HEAD_NOTICE, day).working.due


def check_notice(starts_at, notified_on, since):
    """Refuse a notice that reached the agency less than three days before the hearing (第五条)."""
    days.check_day(notified_on, since, "立案日期")
    latest = latest_notice(timezone.localdate(starts_at))
    if notified_on > latest:
        raise ValidationError(
            f"出庭通知书应当在开庭三日前送达（负责人出庭应诉规定第五条），最迟{days.written(latest)}；"
            "请另定开庭时间",
            code="too_late",
        )


def check_time(starts_at, since):
    """Refuse a time before the case was filed, or more than a year ahead."""
    if timezone.localdate(starts_at) < since:
        raise ValidationError(
            {"starts_at": f"开庭时间不能早于立案日期（{days.written(since)}）"}, code="too_early"
        )
    if starts_at > timezone.now() + FURTHEST:
        raise ValidationError({"starts_at": "开庭时间在一年以后，请核对"}, code="too_far")


class Convening:
    """What the court does to call a hearing, and the heads to it (开庭、通知)."""

    @once_at_rest
    def appearances(self):
        """All rows of all hearings in order; free of cost where a page read them."""
        if "hearings" in getattr(self, "_prefetched_objects_cache", {}):
            return [one for each in self.hearings.all() for one in each.appearances.all()]
        rows = Appearance.objects.filter(hearing__matter=self)
        rows = rows.select_related("hearing", "agency__unit")
        return list(rows.order_by("hearing__order", "agency__order"))

    def planned(self):
        """The hearings that are still to be held, or to be recorded."""
        return [one for one in self.hearings.all() if one.is_planned]

    def planned_one(self, hearing):
        """The planned hearing that is meant; where there is only one it need not be named."""
        found = self.planned()
        if hearing is None and len(found) == 1:
            return found[0]
        if hearing not in found:
            raise ValidationError({"hearing": "请选择哪一次开庭"})
        return found[found.index(hearing)]

    def fulfilled(self):
        """The agencies whose head came to a hearing of this instance: mostly enough (第七条)."""
        return {one.agency_id for one in self.appearances() if one.has_stayed}

    def after_hearings(self):
        """The status that its hearings leave it in: one is to come, was held, or none was."""
        states = set(self.hearings.values_list("state", flat=True))
        if Hearing.State.PLANNED in states:
            return Status.LISTED
        return Status.HEARD if Hearing.State.HELD in states else Status.DEFENDING

    @transition(
        source=[Status.DEFENDING, Status.LISTED],
        perm=perm("agree_head"),
        part="handle",
        label="登记共同被告出庭商定",
        roles=CLERKS,
        tone="secondary",
        hint="共同被告可以协商确定由哪个机关的负责人出庭，也可以由人民法院确定（负责人出庭应诉规定第三条）。",
        when=lambda matter: len(matter.sued()) > 1,
    )
    def agree_head(self, *, actor, agency, represented, fixed_by_court=False):
        """Keep that the head of ``agency`` appears for ``represented`` too (第三条).

        What was agreed before about that agency is replaced. Who is represented need not name a
        head; who no longer is must, from today.
        """
        rows = self.sued()
        if agency not in rows or not set(represented) <= set(rows) - {agency}:
            raise ValidationError({"represented": "请选择本案的其他行政机关"})
        before = [row for row in rows if row.represented_by_id == agency.pk]
        for row in rows:
            if row in represented or row in before:
                row.represented_by = agency if row in represented else None
                row.save(update_fields=["represented_by"])
        self._check_represented()
        for one in self.appearances():
            if one.agency in represented:
                self._drop_name(one, "商定由其他共同被告的负责人出庭", actor)
            elif one.agency in before and one.awaits_name:
                self._await_name(one, timezone.localdate(), actor)
        self.pass_on()
        way = "法院确定" if fixed_by_court else "协商确定"
        names = "、".join(str(row.unit) for row in rows if row in represented)
        told = f"{way}由{agency.unit}负责人" + (f"代{names}出庭" if names else "只代本机关出庭")
        key = f"agreed:{self.audit.count()}"
        publish("appearances.head_agreed", self, key=key, told=told)
        return told

    def _check_represented(self):
        """Refuse that an agency for which another's head appears stands for a third."""
        standing = {row.represented_by_id for row in self.sued() if row.represented_by_id}
        if any(row.represented_by_id and row.pk in standing for row in self.sued()):
            raise ValidationError(
                {"agency": "已经由别的共同被告负责人出庭的，不能再代其他机关出庭"}
            )

    @transition(
        source=[Status.DEFENDING, Status.LISTED, Status.HEARD],
        target=Status.LISTED,
        perm=perm("fix_hearing"),
        part="handle",
        label="确定开庭",
        roles=CLERKS,
        hint="需要通知负责人出庭的，出庭通知书应当在开庭三日前送达；通知书随本步骤印发，"
        "被通知的机关在两个工作日内报送出庭负责人。",
        when=lambda matter: matter.is_known_outside,
    )
    def fix_hearing(self, *, actor, starts_at, place, is_public=True, calls=()):
        """Fix a hearing, and call the heads for whom there is a ground (第四条、第五条).

        ``calls`` are rows of agency, ground and the day on which the notice reached it; an agency
        without one is told of the hearing, and its duty to send its head stands all the same.
        Each notice to appear is issued, and two working days for naming the head begin. Raises
        ValidationError for an agency that was not served, or a notice that came too late.
        """
        self._check_served()
        check_time(starts_at, self.filed_on)
        hearing = self._open(starts_at, place, is_public)
        called = {call["agency"].pk: call for call in calls if call.get("ground")}
        for row in self.sued():
            call = called.get(row.pk)
            one = Appearance(hearing=hearing, agency=row)
            if call:
                one.ground, one.notified_on = call["ground"], call.get("notified_on")
                self._check_call(one)
            one.save()
            self._tell(one, actor, "appearances.hearing_fixed")
        self.pass_on()
        return self._said(hearing)

    def _check_served(self):
        unserved = [str(row) for row in self.sued() if not row.served_on]
        if unserved and not self.taken_over_on:
            raise ValidationError(f"尚未登记向{'、'.join(unserved)}送达起诉状副本，不能确定开庭")

    def _open(self, starts_at, place, is_public):
        count = self.hearings.count()
        if count >= MOST_HEARINGS:
            raise ValidationError(f"开庭不超过{MOST_HEARINGS}次")
        if self.hearings.filter(starts_at=starts_at, state=Hearing.State.PLANNED).exists():
            raise ValidationError({"starts_at": "这个时间已经确定开庭"})
        return Hearing.objects.create(
            matter=self, order=count + 1, starts_at=starts_at, place=place, is_public=is_public
        )

    def _check_call(self, one):
        """Refuse a call without a ground of the law or a day, or one that came too late."""
        if one.ground not in NoticeGround.values:
            raise ValidationError("请选择通知负责人出庭的事由")
        if one.agency.represented_by_id:
            raise ValidationError(f"{one.agency}已商定由其他共同被告的负责人出庭，不再通知")
        if one.notified_on is None:
            raise ValidationError(f"请填写{one.agency}收到出庭通知书的日期")
        try:
            check_notice(one.hearing.starts_at, one.notified_on, self.filed_on)
        except ValidationError as error:
            raise ValidationError(f"{one.agency}：{error.message}", code=error.code) from None

    def _tell(self, one, actor, code, **said):
        """Tell an agency of its hearing; one that is called gets its paper and its clock.

        Of what is past and registered late (补录) nobody is told.
        """
        if one.is_past:
            return
        told = self._duty_of(one)
        if one.is_called:
            registry.papers["head-appearance-notice"].of(one).issue(self, actor)
        if one.awaits_name:
            due_on = self._await_name(one, one.notified_on, actor).due_on
            told = f"法院已通知负责人出庭，请在{days.written(due_on)}前报送出庭负责人。"
        publish(
            code,
            self,
            key=one.ref,
            unit=one.agency.unit,
            time=one.hearing.when,
            place=one.hearing.place,
            told=told,
            **said,
        )

    def _duty_of(self, one):
        """What an agency is told of its duty where no period for naming a head begins."""
        if one.agency.represented_by_id:
            return "已商定由其他共同被告的负责人出庭，请通知相应的工作人员到庭。"
        if one.agency_id in self.fulfilled() and not one.is_called:
            return "负责人在本审级已经出庭，请通知相应的工作人员到庭。"
        if one.head_name:
            return f"已报送的出庭负责人沿用：{one.head}。"
        return "负责人应当出庭应诉；确实不能出庭的，应当委托相应的工作人员出庭。"

    def _await_name(self, one, on, actor):
        """Begin the two working days in which a called agency names its head."""
        return deadlines.start(
            self,
            NOMINATION,
            on=on,
            responsible=one.agency.unit,
            asker=self.initiator,
            actor=actor,
            ref=one.ref,
        )

    def _drop_name(self, one, reason, actor):
        """Let the period for naming a head end, where it still runs."""
        today = timezone.localdate()
        deadlines.waive(self, NOMINATION, on=today, reason=reason, actor=actor, ref=one.ref)

    @staticmethod
    def _said(hearing):
        """A hearing as the record says it: the day, the hour, the place, whom it called."""
        called = [str(one.agency) for one in hearing.appearances.all() if one.is_called]
        text = f"{hearing}，{timezone.localtime(hearing.starts_at):%Y-%m-%d %H:%M}，{hearing.place}"
        return text + (f"；通知{'、'.join(called)}负责人出庭" if called else "")

    @transition(
        source=[Status.LISTED],
        perm=perm("adjourn"),
        part="handle",
        label="延期开庭",
        roles=CLERKS,
        tone="secondary",
        hint="另定时间后，已经报送的出庭负责人沿用；通知负责人出庭的，新的出庭通知书同样应当在开庭三日前送达。",
    )
    def adjourn(
        self, *, actor, starts_at, place, reason, notified_on=None, for_excuse=False, hearing=None
    ):
        """Put a hearing off to another time (延期): a new one follows the old.

        ``for_excuse`` keeps that it was put off because a head asked for it with good reason
        (第九条): whoever is absent without reason again must be written about (第十二条
        第一款第二项).
        """
        old = self.planned_one(hearing)
        granted = [one for one in self._rows_of(old) if one.asks_adjournment]
        granted = [one for one in granted if one.view == View.ACCEPTED]
        if for_excuse and not granted:
            raise ValidationError(
                {"for_excuse": "没有负责人以正当理由申请延期，请先审查不能出庭的理由"}
            )
        new = self._put_off(old, starts_at, place, reason, granted if for_excuse else [])
        self._carry_over(old, new, notified_on, actor)
        return f"{old}延期：{reason}；改为{self._said(new)}"

    def _rows_of(self, hearing):
        return [one for one in self.appearances() if one.hearing_id == hearing.pk]

    def _put_off(self, old, starts_at, place, reason, granted):
        check_time(starts_at, self.filed_on)
        if starts_at <= old.starts_at:
            raise ValidationError({"starts_at": f"应晚于原定的{old.when}"})
        new = self._open(starts_at, place, old.is_public)
        old.state, old.reason = Hearing.State.ADJOURNED, reason
        old.save()
        granted = [one.pk for one in granted]
        Appearance.objects.filter(pk__in=granted).update(put_off=True)
        return new

    def _carry_over(self, old, new, notified_on, actor):
        """Call to the new hearing whom the old one called, by a notice of its own."""
        urgent = "_soon" if old.is_near else ""
        for before in self._rows_of(old):
            self._drop_name(before, "延期开庭", actor)
            one = Appearance(hearing=new, agency=before.agency)
            if before.head_name:
                for name in CARRIED:
                    setattr(one, name, getattr(before, name))
            if before.ground and not before.agency.represented_by_id:
                one.ground, one.notified_on = before.ground, notified_on
                self._check_call(one)
            one.save()
            self._tell(one, actor, f"appearances.hearing_adjourned{urgent}", before=old.when)
        self.pass_on()

    @transition(
        source=[Status.LISTED],
        target=lambda matter: matter.after_hearings(),
        perm=perm("cancel_hearing"),
        part="handle",
        label="取消开庭",
        roles=CLERKS,
        tone="danger",
    )
    def cancel_hearing(self, *, actor, reason, hearing=None):
        """Call a hearing off without another time (取消): nobody need name a head any more."""
        hearing = self.planned_one(hearing)
        hearing.state, hearing.reason = Hearing.State.CANCELLED, reason
        hearing.save()
        urgent = "_soon" if hearing.is_near else ""
        for one in self._rows_of(hearing):
            self._drop_name(one, "取消开庭", actor)
            publish(
                f"appearances.hearing_cancelled{urgent}",
                self,
                key=one.ref,
                unit=one.agency.unit,
                time=hearing.when,
            )
        self.pass_on()
        return f"{hearing}：{reason}"
