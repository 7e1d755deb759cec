"""What the recipient answers to each suggestion, and what the court makes of it."""

from django.db import models
from django.db.models import Value
from django.db.models.functions import Cast, Concat

from liaison.models import Attachment
from suggestions.models.addressees import Addressee
from suggestions.models.choices import ADOPTING, Outcome, Response, Satisfaction
from suggestions.models.problems import Problem


class ReplyQuerySet(models.QuerySet):
    def given(self):
        """Keep what was given to the court: a draft is its unit's own."""
        return self.filter(replied_on__isnull=False)

    def drafts(self):
        return self.filter(replied_on__isnull=True)

    def refs(self):
        """What their letters are parts of (``Reply.ref``), as a query."""
        text = models.TextField()
        kind = Value(f"{self.model._meta.model_name}:", output_field=text)
        return self.values_list(Concat(kind, Cast("pk", text)), flat=True)


class Reply(models.Model):
    """A written answer of one addressee (书面答复); one handed back is followed by the next.

    Until it is given, with ``replied_on``, it is a draft (答复稿), one at a time. ``number`` is
    the recipient's own letter number. ``paper`` is the letter of answer as its leader approved it
    here, ``letter`` the sealed one that was handed in.
    """

    matter = models.ForeignKey(
        "suggestions.JudicialSuggestion",
        models.PROTECT,
        related_name="replies",
        verbose_name="司法建议",
    )
    addressee = models.ForeignKey(
        Addressee, models.PROTECT, related_name="replies", verbose_name="被建议单位"
    )
    round = models.PositiveSmallIntegerField("第几次答复")
    number = models.CharField("复函文号", max_length=60, blank=True)
    replied_on = models.DateField("答复日期", null=True)
    summary = models.TextField("总体情况", max_length=2000, blank=True)
    approved_by = models.ForeignKey(
        "liaison.User", models.PROTECT, null=True, related_name="+", verbose_name="审签人"
    )
    approved_on = models.DateField("审签日期", null=True)
    sent_back = models.CharField("退回重拟的意见", max_length=300, blank=True)
    return_reason = models.CharField("法院退回理由", max_length=300, blank=True)
    paper = models.ForeignKey(
        "liaison.IssuedPaper", models.PROTECT, null=True, related_name="+", verbose_name="复函文书"
    )
    letter = models.ForeignKey(
        "liaison.Attachment", models.PROTECT, null=True, related_name="+", verbose_name="复函"
    )
    actor = models.ForeignKey("liaison.User", models.PROTECT, related_name="+")

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "答复"
        ordering = ["addressee", "round"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["addressee", "round"], name="one_reply_a_round"),
            models.UniqueConstraint(
                fields=["addressee"],
                condition=models.Q(replied_on__isnull=True),
                name="one_draft_an_addressee",
            ),
        ]

    def __str__(self):
        return f"第{self.round}次答复"

    @property
    def ref(self):
        """What its letter is a part of (``IssuedPaper.part``)."""
        return f"{self._meta.model_name}:{self.pk}"

    @property
    def is_draft(self):
        return self.replied_on is None

    @property
    def stage(self):
        """Where the draft stands, in words."""
        if self.approved_on:
            return "已审签，待提交"
        return "退回重拟" if self.sent_back else "待审签"

    @property
    def tone(self):
        return "green" if self.approved_on else "yellow"

    def proofs(self):
        """Problem id → the proof that was handed in with its answer."""
        items = self.items.filter(proof__isnull=False).select_related("proof")
        return {item.problem_id: item.proof for item in items}

    def drop(self):
        """Give the draft up: the answer came by another way."""
        proofs = self.proofs().values()
        self.items.all().delete()
        self.delete()
        discard(proofs)


class ReplyItem(models.Model):
    """The answer to one problem's suggestion (逐条答复): adopted or not, why, how, by when."""

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="items", verbose_name="答复")
    problem = models.ForeignKey(
        Problem, models.PROTECT, related_name="items", verbose_name="问题与建议"
    )
    response = models.CharField("采纳情况", max_length=20, choices=Response.choices)
    reasons = models.TextField("理由", max_length=1000, blank=True)
    measures = models.TextField("整改措施", max_length=2000, blank=True)
    done_by = models.DateField("完成时限", null=True)
    proof = models.ForeignKey(
        "liaison.Attachment", models.PROTECT, null=True, related_name="+", verbose_name="佐证材料"
    )

    class Meta:
        verbose_name = verbose_name_plural = "逐条答复"
        ordering = ["problem__order"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["reply", "problem"], name="one_answer_a_problem")
        ]

    def __str__(self):
        return f"{self.problem}：{self.get_response_display()}"

    def spoken(self):
        """What it says, by field, without its proof."""
        names = ("response", "reasons", "measures", "done_by")
        return {name: getattr(self, name) for name in names}

    @property
    def tone(self):
        return {Response.ADOPTED: "green", Response.PARTLY: "yellow"}.get(self.response, "red")


def discard(proofs):
    """Drop the proofs that belong to no answer any more: they were never given to the court."""
    kept = ReplyItem.objects.filter(proof__isnull=False).values("proof")
    Attachment.objects.filter(pk__in=[proof.pk for proof in proofs]).exclude(pk__in=kept).delete()


class Verdict(models.Model):
    """The court's opinion of one answer (评价)."""

    item = models.OneToOneField(
        ReplyItem, models.PROTECT, related_name="verdict", verbose_name="逐条答复"
    )
    satisfaction = models.CharField("评价", max_length=20, choices=Satisfaction.choices)
    words = models.TextField("意见", max_length=1000, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "评价"
        default_permissions = ()

    def __str__(self):
        return self.get_satisfaction_display()

    @property
    def tone(self):
        tones = {Satisfaction.SATISFIED: "green", Satisfaction.PARTLY: "yellow"}
        return tones.get(self.satisfaction, "red")


def lacking_in_answer(response, reasons, measures):
    """Say, by field, what an answer still lacks: reasons for a refusal, measures for the rest."""
    lacking = {}
    if response in {Response.PARTLY, Response.REJECTED} and not reasons:
        lacking["reasons"] = "部分采纳或不采纳的，应说明理由"
    if response in ADOPTING and not measures:
        lacking["measures"] = "采纳或部分采纳的，应写明整改措施"
    return lacking


def lacking_in_verdict(satisfaction, words):
    """Say what a verdict still lacks: words, unless the court is satisfied."""
    if satisfaction in {Satisfaction.PARTLY, Satisfaction.UNSATISFIED} and not words:
        return {"words": "不满意或部分满意的，应写明意见"}
    return {}


def outcomes_open(responses):
    """The outcomes that do not contradict the recipient's own answers, the likeliest first."""
    if all(response == Response.ADOPTED for response in responses):
        return [Outcome.ADOPTED, Outcome.PARTLY, Outcome.REJECTED]
    if all(response == Response.REJECTED for response in responses):
        return [Outcome.REJECTED]
    return [Outcome.PARTLY, Outcome.REJECTED]
