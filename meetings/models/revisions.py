"""What became of the text of minutes: every saved revision, and which went out in which round."""

from django.db import models
from django.db.models import F
from django.utils import timezone

from liaison import access
from liaison.models.audit import AppendOnlyQuerySet
from liaison.redline import Redline


class MinutesRevisionQuerySet(AppendOnlyQuerySet):
    def open_to(self, user, meeting):
        """Keep the texts of ``meeting``'s minutes that ``user`` may read now.

        The office reads all; who is asked to sign, those that went round; everybody else, once
        they are issued, the text that was.
        """
        rows = self.filter(minutes__meeting=meeting)
        if not meeting.minutes_open_to(user):
            return rows.none()
        verbs = set().union(*access.parts_of(user, meeting).values())
        if "handle" in verbs:
            return rows
        if "countersign" in verbs:
            return rows.filter(rounds__isnull=False).distinct()
        return rows.filter(revision=F("minutes__revision"))


class MinutesRevision(models.Model):
    """A saved text of minutes (稿), as its editor left it; append-only, by a database trigger."""

    minutes = models.ForeignKey(
        "meetings.Minutes", models.PROTECT, related_name="revisions", verbose_name="会议纪要"
    )
    revision = models.PositiveIntegerField("稿次")
    body = models.TextField("正文")
    editor = models.ForeignKey(
        "liaison.User", models.PROTECT, related_name="+", verbose_name="修改人"
    )
    at = models.DateTimeField("修改时间", default=timezone.now)

    objects = MinutesRevisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "纪要稿"
        ordering = ["-revision"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["minutes", "revision"], name="one_text_a_revision")
        ]

    def __str__(self):
        return f"第{self.revision}稿"

    @property
    def paragraphs(self):
        """The text's paragraphs, for the page."""
        return [line.strip() for line in self.body.splitlines() if line.strip()]


class SigningRoundQuerySet(AppendOnlyQuerySet):
    def latest_of(self, meeting):
        """The round that is on, or was the last; None while no text was sent out."""
        return self.filter(minutes__meeting=meeting).select_related("revision", "minutes").first()


class SigningRound(models.Model):
    """What went out to be signed in one round of countersigning (会签轮次); append-only.

    Beside the text it keeps, in words, who was registered as present and what as decided:
    that is signed too.
    """

    minutes = models.ForeignKey(
        "meetings.Minutes", models.PROTECT, related_name="rounds", verbose_name="会议纪要"
    )
    round = models.PositiveSmallIntegerField("轮次")
    revision = models.ForeignKey(
        MinutesRevision, models.PROTECT, related_name="rounds", verbose_name="所送稿"
    )
    sha256 = models.CharField("校验码", max_length=64)
    sent_on = models.DateField("送签日期")
    attendance = models.TextField("到会登记", blank=True)
    decisions = models.TextField("议定登记", blank=True)

    objects = SigningRoundQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会签轮次"
        ordering = ["-round"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["minutes", "round"], name="one_text_a_round")
        ]

    def __str__(self):
        return f"第{self.round}轮会签"

    def earlier(self):
        """The round before this one, whose text the signers last read; None for the first."""
        rounds = self.minutes.rounds.filter(round__lt=self.round)
        return rounds.select_related("revision").first()

    def redlines(self, earlier):
        """What changed since an earlier round, under its heading: text, attendance, decisions."""
        pairs = {
            "纪要正文": (earlier.revision.body, self.revision.body),
            "到会登记": (earlier.attendance, self.attendance),
            "议定事项": (earlier.decisions, self.decisions),
        }
        redlines = {label: Redline(*texts) for label, texts in pairs.items()}
        return {label: each for label, each in redlines.items() if each.is_changed}
