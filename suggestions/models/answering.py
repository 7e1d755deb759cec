"""Between court and addressee after service: more time, handing back, the court's verdict."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from liaison import deadlines
from liaison.notices import publish
from liaison.transitions import TransitionNotAllowed, transition
from suggestions import deadlines as periods
from suggestions.models.answers import (
    Reply,
    ReplyItem,
    Verdict,
    lacking_in_verdict,
    outcomes_open,
)
from suggestions.models.choices import Status
from suggestions.models.lookback import ending
from suggestions.models.preparing import CLERKS, perm
from suggestions.models.serving import AFTER_SERVICE, ANSWERERS, UNANSWERED, State, any_of


def may_ask_extension(matter):
    """Whether there is one who may ask for more time; each one's own time is asked in the step."""
    owing = [row for row in matter.addressed() if row.owes]
    if len(owing) == 1 and (matter.due_on is None or matter.due_on < timezone.localdate()):
        return False
    return any(row.extension_until is None for row in owing)


class Answering:
    """What is asked and said of an addressee's answer: more time, the rest of it, a verdict."""

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
        words = f"{row.unit}：{'同意延长至' + f'{until:%Y-%m-%d}' if granted else '不同意延长'}"
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
        row.state, row.returned_on = State.RETURNED, on
        row.save()
        reply = row.latest_reply()
        reply.return_reason = reason
        reply.save()
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
            key=f"returned:{reply.pk}",
            unit=row.unit,
            until=until,
        )
        return f"{row.unit}，补充答复至{until:%Y-%m-%d}"

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
        latest = Reply.objects.given().filter(matter=self).order_by("addressee_id", "-round")
        items = ReplyItem.objects.filter(reply__in=latest.distinct("addressee_id").values("pk"))
        items = items.select_related("problem", "reply__addressee__unit")
        return list(items.order_by("problem__order", "reply__addressee__order"))

    def reply_deadline(self, addressee):
        """The open deadline that the addressee's answer must meet; None if there is none."""
        return self.deadlines.open().filter(ref=addressee.ref).order_by("pk").last()
