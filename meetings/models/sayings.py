"""What a unit says of something in one round (审签): in the system, or on paper with a scan."""

from django.db import models
from django.db.models import Q

from liaison import access
from liaison.models import Membership


class SayingQuerySet(models.QuerySet):
    def current(self):
        """Keep what stands: asked for or given in the round that is on, or was the last."""
        return self.filter(voided_at__isnull=True).exclude(decision=self.model.RETURNED)

    def asked(self):
        """Keep those still waited for."""
        return self.current().filter(decision=self.model.ASKED)

    def in_system(self):
        """Keep those of units in which somebody can say it in the system."""
        return self.filter(unit__in=access.units_able(self.model.PERM))

    def on_paper(self):
        """Keep those of units in which nobody can: they say it on paper."""
        return self.exclude(unit__in=access.units_able(self.model.PERM))


class Saying(models.Model):
    """One unit's say in one round: asked for, given, or something sent back to be changed.

    What a change voided stays to be seen. Given on paper, it has no ``signer`` but a name, the
    ``scan`` of the signed page, and the person of the office who entered it. A subclass adds
    what it is about, ``decision`` with its own words, and ``PERM``, which lets a person say it.
    """

    PERM = ""
    ASKED, GIVEN, RETURNED = "asked", "", "returned"
    ON_PAPER = ""
    """How it is called when it was given on paper."""

    round = models.PositiveSmallIntegerField("轮次")
    unit = models.ForeignKey("liaison.Unit", models.PROTECT, related_name="+", verbose_name="单位")
    side = models.CharField("方", max_length=20, choices=Membership.Side.choices)
    signer = models.ForeignKey(
        "liaison.User", models.PROTECT, null=True, related_name="+", verbose_name="审签人"
    )
    signer_post = models.CharField("职务", max_length=60, blank=True)
    signer_name = models.CharField("纸质审签人", max_length=40, blank=True)
    signed_on = models.DateField("审签日期", null=True)
    comment = models.CharField("意见", max_length=300, blank=True)
    voided_at = models.DateTimeField("作废时间", null=True)
    scan = models.OneToOneField(
        "liaison.Attachment", models.PROTECT, null=True, related_name="+", verbose_name="扫描件"
    )
    recorder = models.ForeignKey(
        "liaison.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )

    objects = SayingQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.unit}{self.state}"

    @property
    def state(self):
        """Where it stands, in words; what a change voided says so."""
        if self.voided_at:
            return "已作废"
        return self.ON_PAPER if self.scan_id else self.get_decision_display()

    @property
    def tone(self):
        tones = {self.ASKED: "yellow", self.GIVEN: "green", self.RETURNED: "red"}
        return "secondary" if self.voided_at else tones[self.decision]

    @property
    def who(self):
        """Post and name of whoever said it; empty as long as nobody has."""
        name = self.signer_name or (str(self.signer) if self.signer_id else "")
        return " ".join(filter(None, [self.signer_post, name]))

    def decide(self, decision, *, actor, on, comment):
        """Fill in what the unit said; the caller holds the meeting's lock."""
        post = actor.posts.current().filter(unit=self.unit).first()
        self.signer, self.signer_post = actor, post.title if post else ""
        self._decide(decision, on, comment)

    def sign_on_paper(self, *, recorder, on, post, name, scan, comment):
        """Fill in who said it on paper; the caller holds the meeting's lock."""
        self.recorder, self.scan = recorder, scan
        self.signer_post, self.signer_name = post, name
        self._decide(self.GIVEN, on, comment)

    def _decide(self, decision, on, comment):
        self.decision, self.signed_on, self.comment = decision, on, comment
        self.save()


def in_system_or_on_paper(name):
    """The database's own check that what was given on paper has its scan and its recorder."""
    return models.CheckConstraint(
        condition=Q(scan__isnull=True, recorder__isnull=True, signer_name="")
        | Q(scan__isnull=False, recorder__isnull=False, signer__isnull=True),
        name=name,
    )
