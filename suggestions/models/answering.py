"""Steps after service: acknowledge, extend, answer point by point, hand back, evaluate."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from liaison import access, deadlines
from liaison.models import Role
from liaison.notices import publish
from liaison.transitions import TransitionNotAllowed, transition
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
from suggestions.models.choices import Status
from suggestions.models.lookback import ending
from suggestions.models.preparing import CLERKS, perm
from suggestions.models.serving import AFTER_SERVICE, UNANSWERED, State, any_of

ANSWERERS = (Role.UNIT_CLERK, Role.UNIT_LEADER, Role.JUSTICE_CLERK)


def may_ask_extension(matter):
    """Whether there is one who may ask for more time; each one's own time is asked in the step."""
    owing = [row for row in matter.addressed() if row.owes]
    if len(owing) == 1 and (matter.due_on is None or matter.due_on < timezone.localdate()):
        return False
    return any(row.extension_until is None for row in owing)


class Answering:
    """What each addressee owes once the letter is served, and what the court makes of it."""

    def own(self, actor, part, step):
        """The addressee for which ``actor`` acts in ``step``."""
        unit = access.acting_unit(actor, perm(step), self, part)
        return next(row for row in self.addressed() if row.unit == unit)

    @transition(
        source=[Status.SERVED],
        target=lambda matter: matter.standing(),
        perm=perm("acknowledge"),
        part="receive",
        label="签收",
        roles=ANSWERERS,
    )
    def acknowledge(self, *, actor, on):
        """Say that the letter has arrived (签收); the clock runs from service all the same."""
        row = self.own(actor, "receive", "acknowledge")
        self.check_day(on, row)
        row.state, row.acknowledged_on = State.ACKNOWLEDGED, on
        row.save()
        return f"{on:%Y-%m-%d}签收"

    @transition(
        source=UNANSWERED,
        target=lambda matter: matter.standing(),
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
        row = self.own(actor, "answer", "reply")
        return self._answer(row, items, actor, on, number=number, summary=summary, letter=letter)

    @transition(
        source=UNANSWERED,
        target=lambda matter: matter.standing(),
        perm=perm("record_reply"),
        part="handle",
        label="登记纸质答复",
        roles=CLERKS,
        tone="secondary",
        hint="被建议单位以纸质复函答复的，由本院代为登记；邮寄的，日期填交邮日。",
        when=any_of(lambda row: row.owes),
    )
    def record_reply(self, *, actor, items, on, letter, number="", summary="", addressee=None):
        """Enter an answer that came on paper (登记纸质答复), with the letter as its proof.

        What was posted before the last day is in time, so ``on`` is the day of posting.
        """
        row = self.one_of(addressee, lambda row: row.owes)
        return self._answer(row, items, actor, on, number=number, summary=summary, letter=letter)

    def _answer(self, row, items, actor, on, *, number, summary, letter):
        on = on or timezone.localdate()
        self.check_day(on, row)
        self._check_answers(items)
        latest = row.replies.order_by("-round").values_list("round", flat=True).first()
        reply = Reply.objects.create(
            matter=self,
            addressee=row,
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
            deadlines.meet(self, code, on=on, actor=actor, ref=row.ref)
        row.state, row.replied_on = State.REPLIED, on
        row.extension_until, row.extension_reason = None, ""
        row.save()
        self.replied_on = on
        self.pass_on()
        publish(
            "suggestions.replied", self, key=f"replied:{reply.pk}", unit=row.unit, replied_on=on
        )
        return f"{row.unit}，{on:%Y-%m-%d}答复{f'（{number}）' if number else ''}"

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
        row = self.own(actor, "answer", "ask_extension")
        due_on = self.reply_deadline(row).due_on
        if row.extension_until is not None:
            raise TransitionNotAllowed("已经申请延长，请等法院审批")
        if due_on < timezone.localdate():
            raise TransitionNotAllowed("答复期限已经届满，不能再申请延长")
        if until <= due_on:
            raise ValidationError(f"延长后的日期应晚于现期满日（{due_on:%Y-%m-%d}）")
        row.extension_until, row.extension_reason = until, reason
        row.save()
        publish(
            "suggestions.extension_asked",
            self,
            key=f"asked:{row.pk}:{until}",
            unit=row.unit,
            until=until,
        )
        return f"申请延长至{until:%Y-%m-%d}：{reason}"

    @transition(
        source=UNANSWERED,
        perm=perm("grant_extension"),
        part="handle",
        label="审批延长申请",
        roles=CLERKS,
        when=any_of(lambda row: row.extension_until),
    )
    def grant_extension(self, *, actor, granted, until=None, note="", addressee=None):
        """Agree to more time, or don't (审批延长); the ledger keeps the consent.

        ``until`` is the date asked for unless the court names another.
        """
        row = self.one_of(addressee, lambda row: row.extension_until)
        until = until or row.extension_until
        deadline = self.reply_deadline(row)
        if granted:
            deadlines.extend(
                deadline,
                until=until,
                reason=f"经{self.initiator}同意：{row.extension_reason}"[:300],
                actor=actor,
                on=timezone.localdate(),
            )
        row.extension_until, row.extension_reason = None, ""
        row.save()
        publish(
            "suggestions.extension_decided",
            self,
            key=f"decided:{self.audit.count()}",
            unit=row.unit,
            decision="同意延长" if granted else "不同意延长",
            due_on=deadline.due_on,
        )
        words = f"同意延长至{until:%Y-%m-%d}" if granted else "不同意延长"
        return f"{words}。{note}".rstrip("。") if note else words

    @transition(
        source=AFTER_SERVICE,
        target=lambda matter: matter.standing(),
        perm=perm("return_reply"),
        part="handle",
        label="退回补充",
        roles=CLERKS,
        tone="secondary",
        hint="答复不完整的，写明理由和补充答复的日期，退回被建议单位。",
        when=any_of(lambda row: row.state == State.REPLIED),
    )
    def return_reply(self, *, actor, on, reason, until, addressee=None):
        """Hand an incomplete answer back (退回补充) with a date for the rest; it is kept."""
        row = self.one_of(addressee, lambda row: row.state == State.REPLIED)
        self.check_day(on, row)
        if until <= on:
            raise ValidationError("补充答复的日期应晚于退回日期")
        row.state, row.returned_on, row.return_reason = State.RETURNED, on, reason
        row.save()
        self.pass_on()
        deadlines.start(
            self,
            periods.SUPPLEMENT,
            on=on,
            responsible=row.unit,
            asker=self.initiator,
            actor=actor,
            name="补充答复司法建议",
            until=until,
            ref=row.ref,
        )
        publish(
            "suggestions.returned",
            self,
            key=f"returned:{row.pk}:{row.replies.count()}",
            unit=row.unit,
            until=until,
        )
        return f"{row.unit}：{reason}"

    @transition(
        source=[Status.REPLIED],
        target=ending,
        perm=perm("evaluate"),
        part="handle",
        label="评估并办结",
        roles=CLERKS,
        hint="对每条答复作出评价；由提出建议的法院办结，需要的可以定下回头看的日期。",
    )
    def evaluate(self, *, actor, verdicts, outcome, evaluation="", look_back_on=None):
        """Judge every answer and close (评估办结): the one who asked closes, with an outcome.

        With ``look_back_on`` it stays open until the court has seen what was really done.

        ``verdicts`` cover each addressee's latest round; the outcome can't contradict the answers.
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
        self.outcome, self.evaluation = outcome, evaluation
        self.plan_look_back(look_back_on, actor)
        later = f"，将于{look_back_on:%Y-%m-%d}前回头看" if look_back_on else "，并办结本件"
        publish("suggestions.evaluated", self, key="evaluated", later=later)
        return self.get_outcome_display()

    def latest_items(self):
        """The answers of each addressee's latest round, in the order of the problems."""
        latest = Reply.objects.filter(matter=self).order_by("addressee_id", "-round")
        items = ReplyItem.objects.filter(reply__in=latest.distinct("addressee_id").values("pk"))
        items = items.select_related("problem", "reply__addressee__unit")
        return list(items.order_by("problem__order", "reply__addressee__order"))

    def reply_deadline(self, addressee):
        """The open deadline that the addressee's answer must meet; None if there is none."""
        return self.deadlines.open().filter(ref=addressee.ref).order_by("pk").last()
