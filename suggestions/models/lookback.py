"""Looking back (回头看): months after the answer the court sees whether it was really done."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from liaison import deadlines
from liaison.notices import publish
from liaison.transitions import transition
from suggestions.deadlines import LOOK_BACK
from suggestions.models.answers import ReplyItem
from suggestions.models.choices import Done, Response, Status
from suggestions.models.preparing import CLERKS, perm


class LookBack(models.Model):
    """What the court found of one answer when it looked back (回头看), and on which day."""

    item = models.ForeignKey(
        ReplyItem, models.PROTECT, related_name="look_backs", verbose_name="逐条答复"
    )
    on = models.DateField("回头看日期")
    result = models.CharField("落实情况", max_length=20, choices=Done.choices)
    words = models.TextField("说明", max_length=1000, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "回头看"
        ordering = ["-id"]
        default_permissions = ()

    def __str__(self):
        return self.get_result_display()

    @property
    def tone(self):
        return {Done.DONE: "green", Done.PARTLY: "yellow"}.get(self.result, "red")


def lacking_in_finding(result, words):
    """Say what a finding still lacks: words, unless all was done."""
    if result in {Done.PARTLY, Done.NOT} and not words:
        return {"words": "没有完全落实的，应写明情况"}
    return {}


def ending(matter):
    """Where a suggestion goes that was judged: to be looked back on, or closed."""
    return Status.LOOK_BACK if matter.look_back_on else Status.CLOSED


class LookingBack:
    """The step of looking back, and the day on which it is due."""

    @transition(
        source=[Status.LOOK_BACK],
        target=ending,
        perm=perm("look_back"),
        part="handle",
        label="登记回头看",
        roles=CLERKS,
        hint="逐条核对采纳的建议是否真的落实；没有落实的，可以另定日期再看一次。",
    )
    def look_back(self, *, actor, on, findings, again_on=None):
        """Record what became of every answer that was adopted (回头看); close, or look again.

        ``findings`` cover what was adopted, wholly or in part, and nothing else.
        """
        self.check_day(on)
        if sorted(row["item"].pk for row in findings) != sorted(
            item.pk for item in self.items_to_look_at()
        ):
            raise ValidationError("应当对每条采纳的建议写明落实情况")
        for row in findings:
            if lacking := lacking_in_finding(row["result"], row.get("words", "")):
                raise ValidationError(f"{row['item'].problem}：{'；'.join(lacking.values())}")
            LookBack.objects.create(on=on, **row)
        deadlines.meet(self, LOOK_BACK, on=on, actor=actor)
        self.looked_back_on = on
        self.plan_look_back(again_on, actor)
        done = sum(row["result"] == Done.DONE for row in findings)
        told = f"{len(findings)}条中{done}条已落实"
        publish("suggestions.looked_back", self, key=f"looked_back:{self.audit.count()}", told=told)
        return f"{on:%Y-%m-%d}，{told}"

    def plan_look_back(self, on, actor):
        """Set the day by which the court looks back, or none; say whose turn it is."""
        today = timezone.localdate()
        if on and on <= today:
            raise ValidationError("回头看的日期应在今天之后")
        if on and not self.items_to_look_at():
            raise ValidationError("没有采纳的建议，不必回头看")
        self.look_back_on = on
        self.holder = self.initiator if on else None
        if on:
            deadlines.start(
                self, LOOK_BACK, on=today, until=on, responsible=self.initiator, actor=actor
            )

    def items_to_look_at(self):
        """The answers that promise something: adopted wholly or in part."""
        return [item for item in self.latest_items() if item.response != Response.REJECTED]
