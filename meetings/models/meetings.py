"""Joint meetings (府院联席会议): planned, called, held, minuted, signed out, followed up."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery
from django.utils import timezone

from liaison import access, deadlines
from liaison.models import Booking, Matter, MatterGrant, MatterQuerySet
from liaison.numerals import numeral
from liaison.transitions import opening
from meetings.deadlines import RECEIPT, REGULAR
from meetings.models.approvals import AGENDA_SCAN, AgendaApproval, ApprovingSteps
from meetings.models.calling import CallingSteps
from meetings.models.distribution import DistributionSteps, MinutesCopy
from meetings.models.holding import HoldingSteps
from meetings.models.items import ResolvedItem
from meetings.models.minutes import PAPER_SCAN, Countersignature, asked_on_paper
from meetings.models.programme import (
    AgendaItem,
    Decision,
    Venue,
    check_venues,
    keep_rows,
    names_of,
)
from meetings.models.receipts import Receipt, ReceiptSteps
from meetings.models.roll import Roll
from meetings.models.series import MeetingSeries, check_units, member_units
from meetings.models.signing import MinutesSteps
from meetings.models.stages import OFFICE, Status
from meetings.models.topics import Topic


class JointMeetingQuerySet(MatterQuerySet):
    def with_main_venue(self):
        """Name the main venue as ``place``."""
        main = Venue.objects.filter(meeting=OuterRef("pk"), is_main=True)
        return self.annotate(place=Subquery(main.values("name")[:1]))

    def with_page(self):
        """Fetch what a meeting's page shows of itself, and asks of its steps, in the same query."""
        copies = MinutesCopy.objects.filter(minutes__meeting=OuterRef("pk"))
        waiting = copies.outstanding()
        return (
            self.select_related(
                *("initiator", "holder", "committee__office", "series", "presiding_unit"),
                "minutes__editor",
            )
            .prefetch_related(
                Prefetch("venues", Venue.objects.with_counts().select_related("host", "room")),
                Prefetch("agenda", AgendaItem.objects.select_related("unit")),
            )
            .annotate(
                paper_asked=Exists(asked_on_paper(OuterRef("pk"))),
                approval_on_paper=Exists(
                    AgendaApproval.objects.filter(meeting=OuterRef("pk")).asked().on_paper()
                ),
                topics_wait=Exists(Topic.objects.ready().filter(series=OuterRef("series"))),
                receipts_said=Count(
                    "receipts", filter=Q(receipts__answered_at__isnull=False), distinct=True
                ),
                receipts_asked=Count("receipts", distinct=True),
                receipts_wait=Exists(Receipt.objects.filter(meeting=OuterRef("pk")).awaited()),
                copies_in_system=Exists(waiting.in_system()),
                copies_on_paper=Exists(waiting.on_paper()),
                copies=copies.as_rows(),
            )
        )


class JointMeeting(
    DistributionSteps,
    MinutesSteps,
    HoldingSteps,
    Roll,
    ReceiptSteps,
    CallingSteps,
    ApprovingSteps,
    Matter,
):
    """A joint meeting of the government's and the courts' sides (府院联席会议).

    The office plans it and alone sees the plan; called, it is open to every member unit. What
    it decided is owed once the minutes are signed by each co-chair's unit and issued; it is
    closed when everything resolved is done.
    """

    Status = Status

    class Kind(models.TextChoices):
        REGULAR = "regular", "定期会议"
        AD_HOC = "ad_hoc", "临时会议"

    CLOSED = frozenset({Status.CLOSED, Status.CANCELLED})
    STAGES = (
        ("筹备", {Status.PLANNED}),
        ("审议程", {Status.REVIEWING}),
        ("通知", {Status.AGREED}),
        ("召开", {Status.NOTIFIED}),
        ("拟纪要", {Status.HELD, Status.DRAFTED}),
        ("会签", {Status.COUNTERSIGNING}),
        ("印发", {Status.COUNTERSIGNED}),
        ("督办", {Status.ISSUED}),
        ("办结", {Status.CLOSED}),
    )
    TONES = {
        Status.PLANNED: "secondary",
        Status.REVIEWING: "yellow",
        Status.DRAFTED: "yellow",
        Status.COUNTERSIGNING: "yellow",
        Status.ISSUED: "green",
    }
    NEXT = {
        Status.PLANNED: "筹备",
        Status.REVIEWING: "审议程",
        Status.AGREED: "发通知",
        Status.NOTIFIED: "登记",
        Status.HELD: "拟纪要",
        Status.DRAFTED: "送会签",
        Status.COUNTERSIGNING: "会签",
        Status.COUNTERSIGNED: "印发",
        Status.ISSUED: "办结",
    }
    ASIDE = {RECEIPT: "报回执", REGULAR: "筹备下次"}
    ICON = "users"
    PLACE = 20
    PLAN = ("title", "kind", "ordinal", "starts_at", "ends_at", "requirements")
    PLAN += ("presiding_unit", "presiding_post", "presiding_name")

    series = models.ForeignKey(
        MeetingSeries, models.PROTECT, related_name="meetings", verbose_name="会议系列"
    )
    kind = models.CharField("类别", max_length=20, choices=Kind.choices, default=Kind.REGULAR)
    ordinal = models.PositiveSmallIntegerField("第几次", null=True, blank=True)
    starts_at = models.DateTimeField("开会时间", db_index=True)
    ends_at = models.DateTimeField("预计结束")
    presiding_unit = models.ForeignKey(
        "liaison.Unit", models.PROTECT, related_name="+", verbose_name="主持单位"
    )
    presiding_post = models.CharField("主持人职务", max_length=60)
    presiding_name = models.CharField("主持人姓名", max_length=40, blank=True)
    requirements = models.TextField("参会要求", max_length=1000, blank=True)
    notified_on = models.DateField("通知日期", null=True, blank=True)
    notice_version = models.PositiveSmallIntegerField("通知版次", default=0)
    receipt_by = models.DateField("回执截止", null=True, blank=True)
    held_on = models.DateField("召开日期", null=True, blank=True)
    revision = models.PositiveIntegerField("登记版次", default=0)

    objects = JointMeetingQuerySet.as_manager()

    class Meta(Matter.Meta):
        verbose_name = verbose_name_plural = "联席会议"
        permissions = [
            ("plan_jointmeeting", "筹备会议"),
            ("approve_jointmeeting", "审定议程"),
            ("notify_jointmeeting", "印发会议通知"),
            ("attend_jointmeeting", "报送回执"),
            ("record_jointmeeting", "登记到会与议定"),
            ("draft_jointmeeting", "起草纪要"),
            ("issue_jointmeeting", "印发纪要"),
            ("close_jointmeeting", "办结会议"),
            ("countersign_jointmeeting", "会签纪要"),
            ("countersign_on_paper_jointmeeting", "登记纸质会签"),
            ("handle_jointmeeting", "承办会议"),
            ("receive_jointmeeting", "签收纪要"),
        ]
        constraints = [
            # Deferred, so that the step says in words what is wrong before the database does.
            models.UniqueConstraint(
                fields=["series", "ordinal"],
                name="one_meeting_an_ordinal",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    @property
    def minutes_or_none(self):
        return getattr(self, "minutes", None)

    @property
    def ordinal_text(self):
        return f"第{numeral(self.ordinal)}次" if self.ordinal else ""

    @property
    def notice_version_text(self):
        return f"第{numeral(self.notice_version)}版" if self.notice_version > 1 else ""

    def deadlines_seen_by(self, user):
        """All but what other units owe of receipts; the office has those on the roll."""
        own = [unit.pk for unit in access.standing(user).units]
        return self.deadlines.exclude(~Q(responsible__in=own), rule__code=RECEIPT)

    def taking_part(self):
        """The units that host, preside or present."""
        if not self.pk:
            return []
        hosts = [venue.host for venue in self._rows("venues", "host")]
        presenters = [item.unit for item in self._rows("agenda", "unit")]
        return list(dict.fromkeys(filter(None, [self.presiding_unit, *hosts, *presenters])))

    def _rows(self, name, related):
        """The rows of a table of the meeting, as its page has fetched them or afresh."""
        fetched = getattr(self, "_prefetched_objects_cache", {})
        return fetched[name] if name in fetched else getattr(self, name).select_related(related)

    def grants(self):
        """The office handles; once called, every member sees it; who was asked to sign, signs."""
        granted = access.Grants().give(self.committee.office, "view", "handle")
        if self.notified_on:
            for unit in self.called_units():
                granted.give(unit, "view", "attend")
        else:
            for row in self.approvals.current().select_related("unit"):
                granted.give(row.unit, "view", "approve")
        for row in Countersignature.objects.filter(minutes__meeting=self).select_related("unit"):
            granted.give(row.unit, "view", "countersign")
        for unit in self.receiving_units():
            granted.give(unit, "receive")
        return granted

    def called_units(self):
        """The units that the notice calls: the committee's members (成员单位)."""
        return list(member_units(self.committee))

    def ranking(self):
        """Say of a unit's id how far down the committee's order it stands; others come last."""
        ranks = {unit.pk: rank for rank, unit in enumerate(self.called_units())}
        return lambda pk: ranks.get(pk, len(ranks))

    def minutes_open_to(self, user):
        """Say whether ``user`` may read the minutes now.

        A draft is the office's own; those who are asked to sign it read it while it goes
        round; issued, it is open to all who see the meeting.
        """
        if self.status in {self.Status.ISSUED, self.Status.CLOSED}:
            return True
        verbs = set().union(*access.parts_of(user, self).values())
        signing = {self.Status.COUNTERSIGNING, self.Status.COUNTERSIGNED}
        return "handle" in verbs or ("countersign" in verbs and self.status in signing)

    @property
    def day(self):
        """The day on which the meeting was held, or is to be."""
        return self.held_on or timezone.localdate(self.starts_at)

    def attachments_seen_by(self, user):
        """What was signed on paper shows a draft: it is for those who may read that draft.

        The minutes' for those who may read the minutes, the agenda's for the office and those
        who approve it.
        """
        seen = super().attachments_seen_by(user)
        if not self.minutes_open_to(user):
            seen = seen.exclude(kind=PAPER_SCAN)
        verbs = set().union(*access.parts_of(user, self).values())
        return seen if verbs & {"handle", "approve"} else seen.exclude(kind=AGENDA_SCAN)

    def may_preview(self, user, paper):
        """A draft of the minutes as paper is for those who may read the minutes."""
        return paper.code != "joint-meeting-minutes" or self.minutes_open_to(user)

    def items_open(self):
        """Say whether anything that the meeting resolved is still to be done."""
        return self.items.open().exists()

    def resolved_for(self, user):
        """What was decided, each with its resolved item; ``item_seen`` where ``user`` may."""
        seen = ResolvedItem.objects.visible_to(user).filter(decision=OuterRef("pk"))
        return self.decisions.select_related("lead", "item").annotate(
            item_seen=Exists(seen),
            assisting_names=names_of(Decision.assisting.through, "decision"),
        )

    @opening(
        perm="meetings.plan_jointmeeting",
        label="筹备会议",
        status=Status.PLANNED,
        roles=OFFICE,
        hint="筹备中的会议只有办公室看得到；印发通知后成员单位才能看到。",
    )
    def plan(self, *, actor, venues, agenda):
        """Plan a meeting (筹备): title, time, presiding person, venues, agenda."""
        self.holder = self.initiator
        self._set_programme(venues, agenda, actor)
        self._watch_promise(actor)

    def _next_revision(self, revision):
        """Refuse what was typed over an older state of the meeting's rows; else count on."""
        if revision != self.revision:
            raise ValidationError(
                "在您打开本页之后，他人已更新会议登记，请核对后再提交", code="stale"
            )
        self.revision += 1

    def _set_programme(self, venues, agenda, actor):
        if self.initiator_id != self.committee.office_id or self.series.committee != self.committee:
            raise ValidationError("联席会议由本委员会的办公室召集")
        if self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": "预计结束应在开会时间之后"})
        named = [self.presiding_unit, *(row["host"] for row in venues)]
        check_units(self.committee, [*named, *(row["unit"] for row in agenda)])
        check_venues(venues)
        self._check_ordinal()
        self.series.check_sources(self, agenda)
        keep_rows(self.venues, sorted(venues, key=lambda row: not row["is_main"]))
        keep_rows(self.agenda, agenda)
        self._book_rooms()
        self._follow_topics(actor)

    def _watch_promise(self, actor):
        """Watch with the first regular meeting of a series that it is held when it was promised.

        From then on the meeting that was held last watches over the next.
        """
        until = self.series.next_regular_by()
        if until and self.kind == self.Kind.REGULAR and not self.series.promise_watched():
            deadlines.start(
                self,
                REGULAR,
                on=self.series.promised_since,
                until=until,
                responsible=self.committee.office,
                actor=actor,
            )

    def _book_rooms(self):
        """Take the rooms of the venues for the time of the meeting; the database refuses twice."""
        Booking.objects.of(self).delete()
        for venue in self.venues.filter(room__isnull=False).select_related("room"):
            ref = f"venue:{venue.pk}"
            Booking.objects.take(self, ref, self.starts_at, self.ends_at, room=venue.room)

    def _follow_topics(self, actor):
        """Let the topics know whether they stand on the agenda."""
        wanted = {item.topic for item in self.agenda.select_related("topic") if item.topic}
        for topic in set(self.topics.all()) - wanted:
            topic.take_off(actor)
        for topic in wanted - set(self.topics.all()):
            topic.put_on(self, actor)

    def _check_ordinal(self):
        others = self.series.meetings.exclude(pk=self.pk)
        if self.ordinal and others.filter(ordinal=self.ordinal).exists():
            raise ValidationError(f"{self.series.name}已有{self.ordinal_text}会议")


class JointMeetingGrant(MatterGrant):
    """What a unit's group may do with one joint meeting."""

    content_object = models.ForeignKey(JointMeeting, models.CASCADE)
