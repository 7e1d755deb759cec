"""The answer (书面答复): drafted in the unit, approved by its leader, given to the court."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from liaison import deadlines, registry
from liaison.models import Role
from liaison.notices import publish
from liaison.transitions import transition
from liaison.uploads import attach
from suggestions import deadlines as periods
from suggestions.models.answers import Reply, ReplyItem, discard, lacking_in_answer
from suggestions.models.choices import ADOPTING
from suggestions.models.preparing import CLERKS, perm
from suggestions.models.serving import ANSWERERS, UNANSWERED, State, any_of

REPLY_LETTER = "suggestion-reply"
"""The code of the letter of answer (复函), a part of the suggestion for each reply."""
DRAFTING = ("draft_reply", "approve_reply", "send_back_reply")
"""What the unit does before it answers: on record, but for itself alone."""
UNAPPROVED = "还没有负责人审签：请先由负责人审签，或者上传已签批、盖章的复函"


class Replying:
    """How an addressee comes to its answer, and how the court enters one that came on paper.

    Until it is given, the draft is the unit's own: nobody else, not the court either, learns of
    it. The steps stand in the order in which they are offered: what is ready comes first.
    """

    @transition(
        source=UNANSWERED,
        perm=perm("approve_reply"),
        part="check",
        label="审签答复",
        roles=[Role.UNIT_LEADER],
        hint="审签后生成复函，由经办人盖章、提交。",
    )
    def approve_reply(self, *, actor, on=None):
        """Approve the draft (审签) as the unit's leader; the letter of answer is frozen.

        It bears the day of approval, which is today: the page gives no ``on``.
        """
        row = self.own(actor, "check", "approve_reply")
        draft = row.draft
        draft.approved_by, draft.approved_on = actor, on or timezone.localdate()
        draft.save()
        registry.papers[REPLY_LETTER].of(draft).issue(self, actor)
        publish(
            "suggestions.reply_approved", self, key=f"approved:{self.audit.count()}", unit=row.unit
        )
        return str(row.unit)

    @transition(
        source=UNANSWERED,
        perm=perm("send_back_reply"),
        part="check",
        label="退回重拟",
        roles=[Role.UNIT_LEADER],
        tone="secondary",
    )
    def send_back_reply(self, *, actor, reason):
        """Hand the draft back to who drafted it, with what is to be changed (退回重拟)."""
        row = self.own(actor, "check", "send_back_reply")
        draft = row.draft
        draft.sent_back = reason
        draft.save()
        publish(
            "suggestions.reply_sent_back", self, key=f"back:{self.audit.count()}", unit=row.unit
        )
        return f"{row.unit}：{reason}"

    @transition(
        source=UNANSWERED,
        target=lambda matter: matter.standing(),
        perm=perm("reply"),
        part="give",
        label="提交答复",
        roles=ANSWERERS,
        hint="提交后法院即可看到，答复日期为提交之日；没有经负责人在平台审签的，应上传盖章复函。",
    )
    def reply(self, *, actor, number="", letter=None, on=None):
        """Give the answer to the court (书面答复, 第八条); a late answer stays late.

        Approved here, or with the sealed letter, which proves that it was approved on paper.
        ``number`` is for a letter that was numbered after it was drafted. The page gives no
        ``on``: the recipient's own answer counts on the day it is given.
        """
        row = self.own(actor, "give", "reply")
        draft = row.draft
        if not (draft.approved_on or letter):
            raise ValidationError({"letter": UNAPPROVED})
        draft.number = number or draft.number
        draft.letter = attach(self, letter, "复函", actor)
        if draft.approved_on:
            draft.paper = self.papers.filter(code=REPLY_LETTER, part=draft.ref).first()
        draft.actor = actor
        return self._give(draft, row, actor, on)

    @transition(
        source=UNANSWERED,
        perm=perm("draft_reply"),
        part="answer",
        label="拟写答复",
        roles=ANSWERERS,
        hint="对每个问题逐条写明是否采纳、理由和措施。提交之前只有本单位能看到；"
        "写好后送负责人审签，审签后生成复函。",
    )
    def draft_reply(self, *, actor, items, number="", summary=""):
        """Draft the answer to every problem (拟写答复); changed later, it must be approved anew.

        A proof that isn't handed in again is kept from the draft, or from the answer, before; what
        takes the place of one that was never given takes it for good.
        """
        row = self.own(actor, "answer", "draft_reply")
        self._check_answers(items)
        earlier = row.latest_reply()
        proofs = earlier.proofs() if earlier else {}
        if earlier and earlier.is_draft:
            draft = earlier
        else:
            draft = Reply(matter=self, addressee=row, round=earlier.round + 1 if earlier else 1)
        draft.number, draft.summary, draft.actor = number, summary, actor
        draft.approved_by = draft.approved_on = None
        draft.sent_back = ""
        draft.save()
        draft.items.all().delete()
        self._keep_items(draft, items, actor, proofs)
        discard(proofs.values())
        publish(
            "suggestions.reply_drafted", self, key=f"drafted:{self.audit.count()}", unit=row.unit
        )
        return str(row.unit)

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

        What was posted before the last day is in time, so ``on`` is the day of posting. A draft
        that the unit had begun gives way to it.
        """
        row = self.one_of(addressee, lambda row: row.owes)
        self._check_answers(items)
        if draft := row.draft:
            draft.drop()
        earlier = row.latest_reply()
        reply = Reply(
            matter=self,
            addressee=row,
            round=earlier.round + 1 if earlier else 1,
            number=number,
            summary=summary,
            letter=attach(self, letter, "复函", actor),
            actor=actor,
        )
        reply.save()
        self._keep_items(reply, items, actor)
        return self._give(reply, row, actor, on)

    def _keep_items(self, reply, items, actor, proofs=None):
        proofs = proofs or {}
        for item in items:
            proof = attach(self, item.get("proof"), "佐证材料", actor)
            proof = proof or proofs.get(item["problem"].pk)
            ReplyItem.objects.create(reply=reply, **(item | {"proof": proof}))

    def _give(self, reply, row, actor, on):
        """Let ``reply`` count as given on ``on``: it meets the clock, and the court reads it."""
        on = on or timezone.localdate()
        self.check_day(on, row)
        reply.replied_on = on
        reply.save()
        for code in (*periods.REPLY, periods.SUPPLEMENT):
            deadlines.meet(self, code, on=on, actor=actor, ref=row.ref)
        row.state, row.replied_on = State.REPLIED, on
        row.adopts = reply.items.filter(response__in=ADOPTING).exists()
        row.extension_until, row.extension_reason = None, ""
        row.save()
        self.replied_on = on
        self.pass_on()
        publish(
            "suggestions.replied", self, key=f"replied:{reply.pk}", unit=row.unit, replied_on=on
        )
        return f"{row.unit}，{on:%Y-%m-%d}答复{f'（{reply.number}）' if reply.number else ''}"

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
