"""The register of mediators (调解员名册), and who of it mediates which dispute."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from disputes.models.choices import Field
from disputes.models.folding import folded, unfolded
from liaison.models import Centre, Role, User, record
from liaison.models.committees import Term, TermQuerySet
from liaison.notices import publish


class MediatorQuerySet(TermQuerySet):
    """What is asked of the register."""

    def serving(self, on=None):
        """Keep the entries that count on ``on``: in term, not removed, the account open."""
        standing = self.exclude(standing=Mediator.Standing.REMOVED)
        return standing.current(on).filter(user__is_active=True)

    def tell_of_ended(self, today):
        """Tell the centres whose mediators' terms ended in the last week (任期届满); say how many.

        Who is in a case may see it through unless the centre names another. Told once an entry
        and dispute, however often this runs.
        """
        ended = self.filter(ends_on__range=(today - timedelta(days=7), today - timedelta(days=1)))
        told = 0
        for entry in ended.exclude(standing=Mediator.Standing.REMOVED):
            seats = Appointment.objects.sitting().with_register()
            seats = seats.filter(
                serving=False,
                mediator=entry.user_id,
                dispute__centre=entry.centre_id,
                dispute__closed_on__isnull=True,
            )
            for seat in seats.select_related("dispute__centre__unit"):
                key = f"term_ended:{entry.pk}"
                publish("disputes.term_ended", seat.dispute, key=key, mediator=str(seat))
                told += 1
        return told

    def for_choice(self, dispute):
        """The serving entries of the dispute's centre, its field first, then the least busy.

        ``load`` (在办) counts the open disputes of that centre only: what somebody does for
        another committee is nobody's business here.
        """
        busy = (
            Appointment.objects.sitting()
            .filter(
                mediator=OuterRef("user"),
                dispute__centre=dispute.centre_id,
                dispute__closed_on__isnull=True,
            )
            .order_by()
            .values("mediator")
        )
        fits = Case(When(fields__contains=[dispute.field], then=0), default=1)
        return (
            self.serving()
            .filter(centre=dispute.centre_id)
            .select_related("user")
            .annotate(
                load=Coalesce(
                    Subquery(busy.values(number=Count("pk")), output_field=IntegerField()), 0
                ),
                fits=fits,
            )
            .order_by("fits", "load", "id")
        )


class Mediator(Term):
    """An entry in a centre's register of mediators (调解员名册), for a term.

    Kinds: 工作规则第五条. Misconduct is answered by a warning, a notice or removal
    (特邀调解规定第二十八条); whoever is removed is named no more and loses what was assigned.
    """

    class Kind(models.TextChoices):
        JUDGE_ASSISTANT = "judge_assistant", "法官助理"
        RETIRED_JUDGE = "retired_judge", "退休法官、检察官"
        LAWYER = "lawyer", "律师"
        PEOPLE = "people", "人民调解员"
        OFFICER = "officer", "行政机关工作人员"
        SCHOLAR = "scholar", "专家学者"
        DEPUTY = "deputy", "人大代表、政协委员"
        OTHER = "other", "其他"

    class Standing(models.TextChoices):
        GOOD = "good", "在册"
        WARNED = "warned", "警告"
        NOTICED = "noticed", "通报"
        REMOVED = "removed", "除名"

    centre = models.ForeignKey(
        Centre, models.PROTECT, related_name="mediators", verbose_name="化解中心"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="人员"
    )
    kind = models.CharField("类别", max_length=20, choices=Kind.choices)
    fields = ArrayField(
        models.CharField(max_length=20, choices=Field.choices),
        verbose_name="擅长领域",
        default=list,
        blank=True,
    )
    workplace = models.CharField("工作单位", max_length=120, blank=True)
    standing = models.CharField(
        "状态", max_length=20, choices=Standing.choices, default=Standing.GOOD
    )
    standing_note = models.CharField("处理原因", max_length=300, blank=True)

    EDITED_BY = (Role.OFFICE_CLERK, Role.OFFICE_LEADER)

    objects = MediatorQuerySet.as_manager()

    class Meta:
        verbose_name = "调解员"
        verbose_name_plural = "调解员名册"
        ordering = ["centre", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "user", "starts_on"], name="one_register_entry_a_term"
            )
        ]

    def __str__(self):
        return f"{self.user}（{self.get_kind_display()}）"

    def clean(self):
        """Refuse a term that ends before it starts or overlaps another, a sanction unexplained."""
        if self.standing != self.Standing.GOOD and not self.standing_note:
            raise ValidationError({"standing_note": "警告、通报、除名的，请写明原因"})
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": "任期止不能早于任期起"})
        if self.starts_on and self._overlaps().exists():
            raise ValidationError({"starts_on": "该人员在本中心的名册中已有重叠的任期"})

    def _overlaps(self):
        """The other terms of the same person at the same centre that share a day with this one."""
        others = Mediator.objects.filter(centre=self.centre_id, user=self.user_id)
        begun = Q(starts_on__lte=self.ends_on) if self.ends_on else Q()
        going_on = Q(ends_on__isnull=True) | Q(ends_on__gte=self.starts_on)
        return others.exclude(pk=self.pk).filter(begun & going_on)

    @property
    def is_removed(self):
        return self.standing == self.Standing.REMOVED

    @transaction.atomic
    def keep(self, *, actor, note=""):
        """Put the entry in the register as the office keeps it (登记、处理、除名), with its trace.

        A mediator sees what is assigned in person, so gets a group of their own. Whoever is
        removed leaves every panel of the centre at once, and sees nothing of it any more.
        """
        self.user.get_personal_group()
        self.save()
        record(actor, "register", f"调解员名册：{self.get_standing_display()}", self, note=note)
        if self.is_removed:
            seats = Appointment.objects.sitting().filter(
                mediator=self.user_id, dispute__centre=self.centre_id
            )
            for seat in seats.select_related("dispute"):
                seat.dispute.lose_mediator(self.user, actor=actor, reason="从调解员名册中除名")


def mediators_of(centre):
    """The people whom a centre may name: those who serve on its register today."""
    return User.objects.filter(pk__in=centre.mediators.serving().values("user"))


class AppointmentQuerySet(models.QuerySet):
    def sitting(self):
        """Keep the places on panels that are still held."""
        return self.filter(ended_on__isnull=True)

    def off_register(self):
        """Keep those whose mediators were removed or whose terms ended: another is to be named."""
        return self.exclude(self._entries())

    @staticmethod
    def _entries():
        serving = Mediator.objects.serving()
        return Exists(serving.filter(centre=OuterRef("dispute__centre"), user=OuterRef("mediator")))

    def with_register(self):
        """Fetch with each its recusals, and whether its mediator still serves (``serving``)."""
        asked = Recusal.objects.filter(appointment=OuterRef("pk")).order_by("id")
        return self.select_related("mediator").annotate(
            serving=self._entries(), asked=folded(asked, *Recusal.SHOWN)
        )


class Appointment(models.Model):
    """A mediator of a dispute (调解员选定、指定): by whose choice, what was disclosed, until when.

    One presides where there are several (特邀调解规定第十三条). Who mediates must disclose what
    may cast doubt on being neutral, before anything else (第十五条).
    """

    class By(models.TextChoices):
        PARTIES = "parties", "当事人共同选定"
        CENTRE = "centre", "中心指定"

    dispute = models.ForeignKey("disputes.Dispute", models.PROTECT, related_name="panel")
    mediator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="调解员"
    )
    presides = models.BooleanField("主持", default=False)
    by = models.CharField("产生方式", max_length=20, choices=By.choices)
    appointed_on = models.DateField("产生日期")
    disclosed_on = models.DateField("披露日期", null=True, blank=True)
    disclosure = models.TextField("披露事项", blank=True)
    kept_on = models.DateField("当事人同意日期", null=True, blank=True)
    kept_note = models.CharField("当事人同意的说明", max_length=300, blank=True)
    ended_on = models.DateField("停止日期", null=True, blank=True)
    ended_reason = models.CharField("停止原因", max_length=300, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "调解员选定"
        ordering = ["-presides", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["dispute", "mediator"],
                condition=models.Q(ended_on__isnull=True),
                name="one_place_on_a_panel",
            ),
            models.UniqueConstraint(
                fields=["dispute"],
                condition=models.Q(ended_on__isnull=True, presides=True),
                name="one_presides",
            ),
        ]

    def __str__(self):
        return str(self.mediator)

    @property
    def requests(self):
        """The requests that this mediator stand back, as the page has fetched them or afresh."""
        if "asked" in self.__dict__:
            return unfolded(Recusal, self.asked, appointment=self)
        return list(self.recusals.all())

    @property
    def is_sitting(self):
        return self.ended_on is None

    @property
    def is_doubted(self):
        """Whether something was disclosed that the parties have not yet agreed to overlook."""
        return bool(self.disclosure) and self.kept_on is None

    @property
    def obstacle(self):
        """Why no session with this mediator can be recorded yet; empty when nothing is."""
        if self.disclosed_on is None:
            return f"调解员{self.mediator}还没有披露（特邀调解规定第十五条）"
        if self.is_doubted:
            return f"调解员{self.mediator}披露了有关事项，须经当事人同意或者另行指定"
        return ""


class Recusal(models.Model):
    """A request that a mediator stand back (回避申请), and what the centre decided."""

    class Side(models.TextChoices):
        APPLICANT = "applicant", "申请人"
        RESPONDENT = "respondent", "被申请机关"
        THIRD = "third", "第三人"
        MEDIATOR = "mediator", "调解员本人"

    SHOWN = ("side", "requested_on", "reason", "decided_on", "granted", "decision")

    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="recusals")
    side = models.CharField("提出人", max_length=20, choices=Side.choices)
    requested_on = models.DateField("提出日期")
    reason = models.TextField("理由")
    decided_on = models.DateField("决定日期", null=True, blank=True)
    granted = models.BooleanField("准予回避", null=True)
    decision = models.TextField("决定理由", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "回避"
        ordering = ["id"]
        default_permissions = ()

    def __str__(self):
        return f"{self.get_side_display()}申请{self.appointment.mediator}回避"

    @property
    def is_pending(self):
        return self.granted is None
