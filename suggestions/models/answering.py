"""Steps after service: acknowledge, extend, answer point by point, hand back, evaluate."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from liaison import deadlines
from liaison.models import Role
from liaison.notices import publish
from liaison.transitions import transition
from liaison.uploads import attach
from suggestions import deadlines as periods
from suggestions.models.answers import (
    Reply,
    ReplyItem,
    Verdict,
    lacking_in_answer,
    lacking_in_verdict,
    outcomes_open,
)
from suggestions.models.choices import ServiceWay, Status
from suggestions.models.preparing import CLERKS, perm

ANSWERERS = (Role.UNIT_CLERK, Role.UNIT_LEADER, Role.JUSTICE_CLERK)
UNANSWERED = (Status.SERVED, Status.ACKNOWLEDGED, Status.RETURNED)


def lacks_receipt(matter):
    return matter.receipt_id is None and matter.service_way != ServiceWay.ELECTRONIC


def may_ask_extension(matter):
    """Whether time is left and no earlier request waits; after the last day it is too late."""
    in_time = matter.due_on is not None and matter.due_on >= timezone.localdate()
    return in_time and matter.extension_until is None


def extension_asked(matter):
    return matter.extension_until is not None


class Answering:
    """What the recipient owes once the letter is served, and what the court makes of it."""

    @transition(
        source=[Status.SERVED],
        target=Status.ACKNOWLEDGED,
        perm=perm("acknowledge"),
        part="answer",
        label="签收",
        roles=ANSWERERS,
    )
    def acknowledge(self, *, actor, on):
        """Say that the letter has arrived (签收); the clock runs from service all the same."""
        self.check_day(on)
        self.acknowledged_on = on
        return f"{on:%Y-%m-%d}签收"

    @transition(
        source=UNANSWERED,
        target=Status.REPLIED,
        perm=perm("reply"),
        part="answer",
        label="逐条答复",
        roles=ANSWERERS,
        hint="对每个问题逐条写明是否采纳、理由和措施，全部答完才能提交。",
    )
    def reply(self, *, actor, items, number="", summary="", letter=None, on=None):
        """Answer every problem in writing (书面答复, 第八条); a late answer stays late.

        The page gives no ``on``: the recipient's own answer counts on the day it is given.
        """
        return self._answer(items, actor, on, number=number, summary=summary, letter=letter)

    @transition(
        source=UNANSWERED,
        target=Status.REPLIED,
        perm=perm("record_reply"),
        part="handle",
        label="登记纸质答复",
        roles=CLERKS,
        tone="secondary",
        hint="被建议单位以纸质复函答复的，由本院代为登记；邮寄的，日期填交邮日。",
    )
    def record_reply(self, *, actor, items, on, letter, number="", summary=""):
        """Enter an answer that came on paper (登记纸质答复), with the letter as its proof.

        What was posted before the last day is in time, so ``on`` is the day of posting.
        """
        return self._answer(items, actor, on, number=number, summary=summary, letter=letter)

    def _answer(self, items, actor, on, *, number, summary, letter):
        on = on or timezone.localdate()
        self.check_day(on)
        self._check_answers(items)
        latest = self.replies.order_by("-round").values_list("round", flat=True).first()
        reply = Reply.objects.create(
            matter=self,
            round=(latest or 0) + 1,
            number=number,
            summary=summary,
            replied_on=on,
            letter=attach(self, letter, "复函", actor),
            actor=actor,
        )
        for item in items:
            proof = attach(self, item.get("proof"), "佐证材料", actor)
            ReplyItem.objects.create(reply=reply, **(item | {"proof": proof}))
        for code in (self.reply_rule, periods.SUPPLEMENT):
            deadlines.meet(self, code, on=on, actor=actor)
        self.replied_on, self.holder = on, self.initiator
        self.extension_until, self.extension_reason = None, ""
        publish("suggestions.replied", self, key=f"replied:{reply.round}", replied_on=on)
        return f"{on:%Y-%m-%d}答复{f'（{number}）' if number else ''}"

    def _check_answers(self, items):
        answered = [item["problem"].pk for item in items]
        if sorted(answered) != sorted(self.problems.values_list("pk", flat=True)):
            raise ValidationError("应当对每个问题逐条答复")
        for item in items:
            lacking = lacking_in_answer(
                item["response"], item.get("reasons", ""), item.get("measures", "")
            )
            if lacking:
                raise ValidationError(f"{item['problem']}：{'；'.join(lacking.values())}")

    @transition(
        source=UNANSWERED,
        perm=perm("ask_extension"),
        part="answer",
        label="申请延长答复",
        roles=ANSWERERS,
        tone="secondary",
        when=may_ask_extension,
    )
    def ask_extension(self, *, actor, until, reason):
        """Ask the court for more time (申请延长); the old date holds until the court agrees."""
        if until <= self.due_on:
            raise ValidationError(f"延长后的日期应晚于现期满日（{self.due_on:%Y-%m-%d}）")
        self.extension_until, self.extension_reason = until, reason
        publish("suggestions.extension_asked", self, key=f"asked:{until}", until=until)
        return f"申请延长至{until:%Y-%m-%d}：{reason}"

    @transition(
        source=UNANSWERED,
        perm=perm("grant_extension"),
        part="handle",
        label="审批延长申请",
        roles=CLERKS,
        when=extension_asked,
    )
    def grant_extension(self, *, actor, granted, until=None, note=""):
        """Agree to more time, or don't (审批延长); the ledger keeps the consent.

        ``until`` is the date asked for unless the court names another.
        """
        until = until or self.extension_until
        if granted:
            self._extend(until, actor)
        self.extension_until, self.extension_reason = None, ""
        publish(
            "suggestions.extension_decided",
            self,
            key=f"decided:{self.audit.count()}",
            decision="同意延长" if granted else "不同意延长",
            due_on=self.due_on,
        )
        words = f"同意延长至{until:%Y-%m-%d}" if granted else "不同意延长"
        return f"{words}。{note}".rstrip("。") if note else words

    def _extend(self, until, actor):
        deadlines.extend(
            self.reply_deadline(),
            until=until,
            reason=f"经{self.initiator}同意：{self.extension_reason}"[:300],
            actor=actor,
            on=timezone.localdate(),
        )

    @transition(
        source=[Status.REPLIED],
        target=Status.RETURNED,
        perm=perm("return_reply"),
        part="handle",
        label="退回补充",
        roles=CLERKS,
        tone="secondary",
        hint="答复不完整的，写明理由和补充答复的日期，退回被建议单位。",
    )
    def return_reply(self, *, actor, on, reason, until):
        """Hand an incomplete answer back (退回补充) with a date for the rest; it is kept."""
        self.check_day(on)
        if until <= on:
            raise ValidationError("补充答复的日期应晚于退回日期")
        self.returned_on, self.return_reason = on, reason
        self.holder = self.recipient
        deadlines.start(
            self,
            periods.SUPPLEMENT,
            on=on,
            responsible=self.recipient,
            asker=self.initiator,
            actor=actor,
            name="补充答复司法建议",
            until=until,
        )
        publish("suggestions.returned", self, key=f"returned:{self.replies.count()}", until=until)
        return reason

    @transition(
        source=[Status.REPLIED],
        target=Status.CLOSED,
        perm=perm("evaluate"),
        part="handle",
        label="评估并办结",
        roles=CLERKS,
        hint="对每条答复作出评价；由提出建议的法院办结。",
    )
    def evaluate(self, *, actor, verdicts, outcome, evaluation=""):
        """Judge every answer and close (评估办结): the one who asked closes, with an outcome.

        ``verdicts`` cover the latest round; the outcome can't contradict the answers.
        """
        items = self.latest_items()
        if sorted(row["item"].pk for row in verdicts) != sorted(item.pk for item in items):
            raise ValidationError("应当对每条答复作出评价")
        if outcome not in outcomes_open([item.response for item in items]):
            raise ValidationError("采纳结果与逐条答复不一致")
        for row in verdicts:
            lacking = lacking_in_verdict(row["satisfaction"], row.get("words", ""))
            if lacking:
                raise ValidationError(f"{row['item'].problem}：{'；'.join(lacking.values())}")
            Verdict.objects.create(**row)
        self.outcome, self.evaluation, self.holder = outcome, evaluation, None
        publish("suggestions.evaluated", self, key="evaluated")
        return self.get_outcome_display()

    @transition(
        source=[*UNANSWERED, Status.REPLIED, Status.CLOSED],
        perm=perm("file_receipt"),
        part="handle",
        label="补传送达回证",
        roles=CLERKS,
        tone="secondary",
        when=lacks_receipt,
    )
    def file_receipt(self, *, actor, receipt):
        """Add the receipt of service (送达回证) that came back later."""
        self.receipt = attach(self, receipt, "送达回证", actor)

    def latest_items(self):
        """The answers of the latest round, in the order of the problems."""
        items = ReplyItem.objects.filter(reply__matter=self, reply__round=self.replies.count())
        return list(items.select_related("problem", "reply").order_by("problem__order"))

    def reply_deadline(self):
        """The open deadline that the recipient's answer must meet; None if there is none."""
        return self.deadlines.open().order_by("pk").last()
