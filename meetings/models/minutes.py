"""Minutes (会议纪要) and the rounds in which both sides sign them out (会签)."""

import hashlib
import json

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from liaison.models import Membership, Seat
from meetings.models.sayings import Saying, in_system_or_on_paper

COUNTERSIGN = "meetings.countersign_jointmeeting"
PAPER_SCAN = "纸质会签扫描件"


class Minutes(models.Model):
    """The text of a meeting's minutes, as it stands now; ``revisions`` keeps every one saved.

    ``revision`` rises with every edit; an edit that started from an older one is refused, so
    two editors never overwrite each other. ``sha256`` is the frozen hash of all that the
    paper is drawn from, set when the text goes out to be countersigned; it is empty as long
    as the text may change, and any edit voids the signatures given so far.
    """

    meeting = models.OneToOneField(
        "meetings.JointMeeting", models.PROTECT, related_name="minutes", verbose_name="会议"
    )
    body = models.TextField("正文")
    revision = models.PositiveIntegerField("稿次", default=0)
    editor = models.ForeignKey(
        "liaison.User", models.PROTECT, related_name="+", verbose_name="最后修改人"
    )
    edited_at = models.DateTimeField("修改时间", auto_now=True)
    round = models.PositiveSmallIntegerField("会签轮次", default=0)
    sha256 = models.CharField("校验码", max_length=64, blank=True)
    sent_on = models.DateField("送签日期", null=True, blank=True)
    number = models.CharField("纪要编号", max_length=60, blank=True)
    issued_on = models.DateField("印发日期", null=True, blank=True)
    distribution = models.TextField("分送", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "会议纪要"
        ordering = ["id"]
        default_permissions = ()

    def __str__(self):
        return self.number or f"{self.meeting.title}纪要（第{self.revision}稿）"

    @property
    def paragraphs(self):
        """The text's paragraphs, for the page."""
        return [line.strip() for line in self.body.splitlines() if line.strip()]

    def rewrite(self, body, *, revision, editor):
        """Replace the text; return how many signatures and requests to sign that voided.

        Raises ValidationError when somebody saved another revision in between.
        """
        if revision != self.revision:
            raise ValidationError(
                f"纪要已由他人改到第{self.revision}稿，您的改动尚未保存",
                code="stale",
            )
        self.body, self.editor = body, editor
        self.revision += 1
        voided = self.reopen() if self.pk else 0
        self.save()
        self.revisions.create(revision=self.revision, body=body, editor=editor)
        return voided

    def reopen(self):
        """Lift the freeze and void the current round; return how many rows of it that voided."""
        self.sha256 = ""
        return self.countersignatures.current().update(voided_at=timezone.now())

    def fingerprint(self):
        """The hash of all that the paper is drawn from: text, attendance, decisions."""
        meeting = self.meeting
        content = {
            "title": meeting.title,
            "meeting": meeting.number,
            "held_on": str(meeting.held_on),
            "body": self.body,
            "attendance": [
                [str(row.venue), row.unit_name, row.post, row.name, row.presence]
                for row in meeting.attendance.select_related("unit", "venue")
            ],
            "decisions": [
                [
                    *(row.title, row.content, row.lead_id, str(row.due_on)),
                    *sorted(unit.pk for unit in row.assisting.all()),
                ]
                for row in meeting.decisions.prefetch_related("assisting")
            ],
        }
        packed = json.dumps(content, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(packed.encode()).hexdigest()

    def freeze(self, on):
        """Open a round of countersigning: fix the hash, ask every co-chair's unit once."""
        self.round += 1
        self.sha256 = self.fingerprint()
        self.sent_on = on
        self.save()
        self.rounds.create(
            round=self.round,
            revision=self.revisions.get(revision=self.revision),
            sha256=self.sha256,
            sent_on=on,
            **self._registered(),
        )
        self.countersignatures.bulk_create(
            Countersignature(minutes=self, round=self.round, unit=unit, side=side)
            for unit, side in signatories(self.meeting.committee)
        )

    def _registered(self):
        """Who is registered as present and what as decided, in words: a line each."""
        meeting = self.meeting
        attendance = meeting.attendance.select_related("unit", "venue")
        decisions = meeting.decisions.select_related("lead").prefetch_related("assisting")
        return {
            "attendance": "\n".join(f"{row.venue.name}：{row}" for row in attendance),
            "decisions": "\n".join(row.in_words() for row in decisions),
        }

    def said(self):
        """Every unit's say in every round, the newest round first."""
        related = ("unit", "signer", "scan", "recorder")
        return self.countersignatures.select_related(*related).order_by("-round", "id")

    def is_frozen(self):
        """Say whether nothing has changed since the text was sent out to be signed."""
        return bool(self.sha256) and self.sha256 == self.fingerprint()


def signatories(committee):
    """Who must sign: each co-chair's unit once, the government's first; (unit, side) pairs.

    Raises ValidationError unless both the government's and the courts' side are among them.
    """
    members = Membership.objects.current().filter(committee=committee)
    sides = dict(members.values_list("unit", "side"))
    seats = committee.seats.current().filter(kind=Seat.Kind.CO_CHAIR).select_related("unit")
    units = {seat.unit_id: seat.unit for seat in seats}
    pairs = [(unit, sides.get(pk, Membership.Side.OTHER)) for pk, unit in units.items()]
    both = {Membership.Side.GOVERNMENT, Membership.Side.COURT}
    if not both <= {side for _, side in pairs}:
        raise ValidationError("委员会的主任席位中应当既有政府方、也有法院方，请先在管理后台登记")
    return sorted(pairs, key=lambda pair: pair[1] != Membership.Side.GOVERNMENT)


def asked_on_paper(meeting):
    """The requests to sign that wait for units in which nobody can sign in the system."""
    return Countersignature.objects.filter(minutes__meeting=meeting).asked().on_paper()


class Countersignature(Saying):
    """One unit's say on the minutes in one round of countersigning (会签).

    ``sha256`` is the hash of what was signed.
    """

    PERM = COUNTERSIGN
    SIGNED = GIVEN = "signed"
    ON_PAPER = "已纸质会签"
    DECISIONS = [(Saying.ASKED, "待会签"), (SIGNED, "已会签"), (Saying.RETURNED, "退回修改")]

    minutes = models.ForeignKey(
        Minutes, models.PROTECT, related_name="countersignatures", verbose_name="会议纪要"
    )
    decision = models.CharField("会签意见", max_length=20, choices=DECISIONS, default=Saying.ASKED)
    at = models.DateTimeField("办理时间", null=True)
    sha256 = models.CharField("所签文本校验码", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "会签"
        ordering = ["round", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["minutes", "round", "unit"], name="one_countersignature_a_round"
            ),
            in_system_or_on_paper("countersigned_in_the_system_or_on_paper"),
        ]

    def _decide(self, decision, on, comment):
        self.sha256, self.at = self.minutes.sha256, timezone.now()
        super()._decide(decision, on, comment)
