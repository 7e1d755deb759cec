"""Letters in which the government's side urges an agency to send its head (督促函)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from disputes.appearances.models.choices import Status
from disputes.appearances.models.rights import perm
from liaison import access, registry
from liaison.models import NumberSeries, Role
from liaison.notices import publish
from liaison.transitions import transition

SERIES = "出庭应诉督促"
URGERS = (Role.JUSTICE_CLERK, Role.OFFICE_CLERK, Role.OFFICE_LEADER)


class HeadUrging(models.Model):
    """One letter about one agency's appearance: name the head, or send one (督促函)."""

    appearance = models.ForeignKey(
        "appearances.Appearance", models.PROTECT, related_name="urgings", verbose_name="出庭应诉"
    )
    number = models.CharField("文号", max_length=60)
    unit = models.ForeignKey(
        "liaison.Unit", models.PROTECT, related_name="+", verbose_name="督促单位"
    )
    on = models.DateField("发出日期")
    requirement = models.CharField("督促要求", max_length=300, blank=True)
    actor = models.ForeignKey(
        "liaison.User", models.PROTECT, related_name="+", verbose_name="经办人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "督促出庭"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["unit", "number"], name="one_head_urging_a_number")
        ]

    def __str__(self):
        return f"督促函（{self.number}）"


def may_be_urged(one):
    """Whether a letter may go out: the head is not named yet, or none came though one had to.

    Not twice a day.
    """
    absent = one.hearing.is_held and bool(one.event) and not one.agency.appeared
    return (one.awaits_name or absent) and one.urged_on != timezone.localdate()


class Urged:
    """The step in which the government's side urges an agency about its head (督促)."""

    def to_urge(self):
        return [one for one in self.appearances() if may_be_urged(one)]

    @transition(
        source=[Status.LISTED, Status.HEARD],
        perm=perm("urge_head"),
        part="urge",
        label="督促负责人出庭",
        roles=URGERS,
        hint="开庭前督促报送出庭负责人；负责人应当出庭而没有出庭的，督促以后依法出庭。"
        "督促函编号印发，抄送法院，对案件的审理不提任何要求。",
        when=lambda matter: bool(matter.to_urge()),
    )
    def urge_head(self, *, actor, requirement="", appearance=None):
        """Urge an agency by a numbered letter to name its head, or to send one (督促函).

        The letter speaks of the duty to appear only: of the case itself the government's side
        asks nothing: the court tries it alone (行政诉讼法第四条第一款).
        """
        one = self._chosen(appearance, self.to_urge())
        unit = access.acting_unit(actor, perm("urge_head"), self, "urge")
        if unit == one.agency.unit:
            raise ValidationError("不能督促本单位，请由委员会办公室或者司法行政机关督促")
        today = timezone.localdate()
        drawn = NumberSeries.objects.take(unit, SERIES, today.year)
        urging = HeadUrging.objects.create(
            appearance=one,
            number=f"{unit.short_name}应诉督〔{today.year}〕{drawn}号",
            unit=unit,
            on=today,
            requirement=requirement,
            actor=actor,
        )
        one.urged_on = today
        one.save(update_fields=["urged_on"])
        registry.papers["head-urging"].of(urging).issue(self, actor)
        publish(
            "appearances.head_urged",
            self,
            key=f"urging:{urging.pk}",
            unit=one.agency.unit,
            urging=str(urging),
        )
        return f"{one.agency}：{urging.number}"
