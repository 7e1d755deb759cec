"""What a sued agency does within its fifteen days, and the court about it (答辩举证)."""

from django.core.exceptions import ValidationError
from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When
from django.utils import timezone

from disputes.appearances import deadlines as periods
from disputes.appearances.models.answers import Answer, EvidenceItem
from disputes.appearances.models.choices import UNJUDGED, Instance, Status
from disputes.appearances.models.filing import CLERKS
from disputes.appearances.models.preparation import Preparation
from disputes.appearances.models.rights import perm
from disputes.appearances.models.sight import ANSWER_PAPER, EVIDENCE_PAPER, AnswerSight
from disputes.appearances.models.sued import SuedAgency
from liaison import days, deadlines, registry
from liaison.models import Attachment, Role
from liaison.notices import publish
from liaison.transitions import TransitionNotAllowed, transition
from liaison.uploads import attach

ANSWERERS = (Role.UNIT_CLERK, Role.UNIT_LEADER, Role.JUSTICE_CLERK)
RECEIVED = "收到起诉状副本之日"
UNDECIDED = "延期举证待审批"
ANSWERED, UNSERVED, UNHEARD = "已答辩", "尚有被告未送达", "尚未开庭"
"""What a row on the desk says: the court has a request before it; or it is its turn again, for
the last of which the case came from a feed."""


def any_of(condition):
    """A condition of a step: that there is an agency of which ``condition`` holds."""
    return lambda matter: any(condition(row) for row in matter.sued())


class Defending(Preparation, AnswerSight):
    """The agency's clock: an answer with evidence and norms, more time, and what came on paper.

    Fifteen days from service (行政诉讼法第六十七条), for each agency by itself. More time moves
    the very same clock: it is extended to the fifteenth day after the reason has gone. Answered
    late, it stays late; evidence that comes late without good reason counts as none (第三十四条
    第二款). Drafting is told to nobody, nor to the unit's own people, who share the draft.
    """

    ASIDE = {periods.FORWARD: "发送答辩状", periods.FORWARD_APPEAL: "发送答辩状"}
    NEXT_BY_NOTE = {
        UNDECIDED: "办理",
        ANSWERED: "安排开庭",
        UNSERVED: "送达",
        UNHEARD: "安排开庭",
    }

    @classmethod
    def noted_on_desk(cls):
        """That the court must decide on more time, or why no agency owes an answer."""
        rows = SuedAgency.objects.filter(matter=OuterRef("pk"), answered_on__isnull=True)
        asked = rows.filter(deferral_asked_on__isnull=False, deferral_decided_on__isnull=True)
        ours = Q(status=Status.DEFENDING) & ~Exists(rows.filter(served_on__isnull=False))
        return Case(
            When(Q(status__in=UNJUDGED) & Exists(asked), then=Value(UNDECIDED)),
            When(ours & Q(taken_over_on__isnull=False), then=Value(UNHEARD)),
            When(ours & ~Exists(rows), then=Value(ANSWERED)),
            When(ours, then=Value(UNSERVED)),
            default=super().noted_on_desk(),
            output_field=CharField(),
        )

    def desks(self):
        """Also on the court's desk while it has a request for more time before it."""
        laid = super().desks()
        if not laid or self.status not in UNJUDGED:
            return laid
        undecided = any(row.awaits_deferral for row in self.sued())
        return laid | {self.initiator.group_id: False} if undecided else laid

    @property
    def forward_rule(self):
        """The code of the court's period to send an answer on."""
        return periods.FORWARD_APPEAL if self.instance == Instance.SECOND else periods.FORWARD

    def answer_clock(self, row):
        """The running clock of the agency's answer; TransitionNotAllowed if none runs."""
        running = self.deadlines.open().filter(rule__code=self.answer_rule, ref=row.ref)
        if clock := running.first():
            clock.matter = self
            return clock
        raise TransitionNotAllowed(f"{row.unit}没有正在计算的答辩举证期限")

    @transition(
        source=UNJUDGED,
        perm=perm("decide_deferral"),
        part="handle",
        label="审批延期举证",
        roles=CLERKS,
        hint="准许的，写明正当事由消除的日期，自该日次日起十五日内提供证据；不准许的，原期限不变。",
        when=any_of(lambda row: row.awaits_deferral),
    )
    def decide_deferral(self, *, actor, granted, ended_on=None, view="", on=None, agency=None):
        """Grant more time or refuse it (准许延期举证); 行政诉讼法第三十六条, 解释第三十四条.

        Granted, the same clock runs on to the fifteenth day after ``ended_on``, the day on which
        the reason ends or ended; it may be still to come. The extension stands in the ledger
        under the day of the request, which was in time, however long the court took. Refused,
        the old date stands, and the agency may ask again before it.
        """
        row = self.one_of(agency, lambda row: row.awaits_deferral)
        row.deferral_decided_on, row.deferral_view = on or timezone.localdate(), view
        days.check_day(row.deferral_decided_on, row.deferral_asked_on, "申请延期举证之日")
        row.reason_ended_on = ended_on if granted else None
        clock = self.answer_clock(row)
        if granted:
            clock = self._defer(clock, row, actor)
        row.save()
        publish(
            "appearances.deferral_decided",
            self,
            key=f"deferral:{row.pk}:{self.audit.count()}",
            unit=row.unit,
            decision="准许延期" if granted else "不予准许，原期限不变",
            due_on=clock.due_on,
        )
        if not granted:
            return f"{row.unit}：不予准许"
        return f"{row.unit}：准许，证据应当在{clock.due_on:%Y-%m-%d}前提供"

    def _defer(self, clock, row, actor):
        """Let the clock run to the fifteenth day after the reason has ended."""
        if row.reason_ended_on is None:
            raise ValidationError({"ended_on": "准许延期的，请写明正当事由消除的日期"})
        if row.reason_ended_on <= row.served_on:
            raise ValidationError({"ended_on": "应当晚于收到起诉状副本之日"})
        working = deadlines.calculate(periods.DEFERRED, row.reason_ended_on).working
        if working.due <= clock.due_on:
            raise ValidationError(
                {"ended_on": f"按该日计算不晚于现在的期满日（{clock.due_on:%Y-%m-%d}），无需延期"}
            )
        return deadlines.extend(
            clock,
            until=working.raw_end,
            on=row.deferral_asked_on,
            reason=f"准许延期举证，正当事由于{days.written(row.reason_ended_on)}消除，"
            "自次日起十五日内提供",
            actor=actor,
        )

    @transition(
        source=UNJUDGED,
        perm=perm("submit_answer"),
        part="give",
        label="提交答辩举证",
        roles=ANSWERERS,
        hint="提交后法院即可看到，不能再改；答辩举证日期为提交之日，生成答辩状和证据清单。",
    )
    def submit_answer(self, *, actor, scan=None, on=None):
        """Give the drafted answer to the court (提交答辩举证); 答辩状 and 证据清单 are frozen.

        The page gives no ``on``: what comes through the platform counts on the day it comes.
        """
        row = self.own(actor, "submit_answer")
        answer = row.draft
        if self.instance != Instance.SECOND and not (answer.items or answer.norms):
            raise ValidationError("请先填写证据和所依据的规范性文件")
        if scan:
            answer.scan = attach(self, scan, "答辩材料", actor)
        return self._give(answer, row, actor, on or timezone.localdate())

    @transition(
        source=UNJUDGED,
        perm=perm("draft_answer"),
        part="answer",
        label="拟写答辩状",
        roles=ANSWERERS,
        hint="可以反复修改、保存；提交之前只有本单位能看到。写好后“提交答辩举证”。",
    )
    def draft_answer(self, *, actor, evidence=(), identity=None, mandate=None, **words):
        """Draft answer and list of evidence (拟写答辩状), as often as need be.

        ``evidence`` are rows of ``EvidenceItem``, each with an ``upload``, or with ``kept``, the
        file that lay with it before; what no row keeps is dropped.
        """
        row = self.own(actor, "draft_answer")
        answer = row.draft or Answer(agency=row)
        for name in ("representative", "post", "agents", "body", "norms"):
            setattr(answer, name, words.get(name, ""))
        for name, upload, kind in (
            ("identity", identity, "法定代表人身份证明"),
            ("mandate", mandate, "授权委托书"),
        ):
            if upload:
                old = getattr(answer, f"{name}_id")
                setattr(answer, name, attach(self, upload, kind, actor))
                answer.actor = actor
                answer.save()
                discard([old])
        answer.actor = actor
        answer.save()
        self._list_evidence(answer, evidence, actor)
        return str(row.unit)

    def _list_evidence(self, answer, evidence, actor):
        """Write the list of evidence anew, in the order in which it was typed."""
        had = answer.kept_files()
        answer.evidence.all().delete()
        for order, item in enumerate(evidence, start=1):
            given = dict(item)
            kept, upload = given.pop("kept", None), given.pop("upload", None)
            file = attach(self, upload, "证据材料", actor)
            if file is None and kept and kept.pk in had:
                file = kept
            EvidenceItem.objects.create(answer=answer, order=order, file=file, **given)
        discard(had - answer.kept_files())

    @transition(
        source=UNJUDGED,
        perm=perm("ask_deferral"),
        part="defer",
        label="申请延期举证",
        roles=ANSWERERS,
        tone="secondary",
        hint="因不可抗力等正当事由不能按期提供证据的，应当在答辩举证期限内书面申请，由法院审批。",
        when=lambda matter: matter.answer_rule == periods.ANSWER,
    )
    def ask_deferral(self, *, actor, reason, letter=None, on=None):
        """Ask for more time in writing (申请延期举证); only within the fifteen days themselves.

        ``on`` is today on the page. Raises TransitionNotAllowed once the last day has passed
        (行政诉讼法第三十六条, 解释第三十四条).
        """
        row, on = self.own(actor, "ask_deferral"), on or timezone.localdate()
        days.check_day(on, row.served_on, RECEIVED)
        due_on = self._ask(row, on, reason, letter, actor)
        publish(
            "appearances.deferral_asked",
            self,
            key=f"deferral-asked:{row.pk}:{self.audit.count()}",
            unit=row.unit,
            due_on=due_on,
        )
        return f"{row.unit}，{on:%Y-%m-%d}申请"

    @transition(
        source=UNJUDGED,
        perm=perm("record_deferral"),
        part="handle",
        label="登记纸质延期申请",
        roles=CLERKS,
        tone="secondary",
        hint="行政机关以纸质申请延期举证的，由本院代为登记，登记后再审批；邮寄的填写交邮日，"
        "期满前交邮的不算逾期。",
        when=lambda matter: (
            matter.answer_rule == periods.ANSWER
            and any(row.may_ask_deferral for row in matter.sued())
        ),
    )
    def record_deferral(self, *, actor, on, reason, letter, posted_on=None, agency=None):
        """Enter a request for more time that came on paper on ``on`` (登记纸质延期申请).

        The same fifteen days hold for it: what was posted before they ended is in time
        (解释第四十八条第四款). The court then decides on it as on any other.
        """
        row = self.one_of(agency, lambda row: row.may_ask_deferral)
        asked_on = day_of_giving(row, on, posted_on)
        due_on = self._ask(row, asked_on, reason, letter, actor)
        publish(
            "appearances.deferral_recorded",
            self,
            key=f"deferral-asked:{row.pk}:{self.audit.count()}",
            unit=row.unit,
            on=asked_on,
            due_on=due_on,
        )
        return f"{row.unit}，{asked_on:%Y-%m-%d}纸质申请"

    def _ask(self, row, on, reason, letter, actor):
        """Let the request count as made on ``on``; return the day until which it could be."""
        due_on = self.answer_clock(row).due_on
        if on > due_on:
            raise TransitionNotAllowed(
                f"答辩举证期限已于{days.written(due_on)}届满，不能再申请延期举证："
                "应当在收到起诉状副本之日起十五日内书面提出"
            )
        row.deferral_reason, row.deferral_asked_on = reason, on
        row.deferral_decided_on, row.deferral_view = None, ""
        old, row.deferral_file = row.deferral_file_id, attach(self, letter, "延期举证申请", actor)
        row.save()
        discard([old])
        return due_on

    @transition(
        source=UNJUDGED,
        perm=perm("record_answer"),
        part="handle",
        label="登记纸质答辩材料",
        roles=CLERKS,
        tone="secondary",
        hint="行政机关以纸质提交的，由本院代为登记；邮寄的填写交邮日，期满前交邮的不算逾期。",
        when=any_of(lambda row: row.owes_answer),
    )
    def record_answer(self, *, actor, on, scan, posted_on=None, agency=None):
        """Enter an answer that came on paper on ``on`` (登记纸质答辩材料), with its scan.

        What was posted before the last day is in time (解释第四十八条第四款). A draft that the
        unit had begun gives way to it.
        """
        row = self.one_of(agency, lambda row: row.owes_answer)
        given_on = day_of_giving(row, on, posted_on)
        if draft := row.draft:
            draft.drop()
        answer = Answer(agency=row, on_paper=True, actor=actor)
        answer.scan = attach(self, scan, "答辩材料", actor)
        answer.save()
        return self._give(answer, row, actor, given_on, received_on=on)

    def _give(self, answer, row, actor, on, received_on=None):
        """Let ``answer`` count as given on ``on``; the court's days to send it on begin."""
        days.check_day(on, row.served_on, RECEIVED)
        answer.given_on, answer.actor = on, actor
        answer.save()
        clock = deadlines.meet(self, self.answer_rule, on=on, actor=actor, ref=row.ref)
        deadlines.start(
            self,
            self.forward_rule,
            on=received_on or on,
            responsible=self.initiator,
            asker=self.initiator,
            actor=actor,
            name=f"发送答辩状副本（{row.unit}）",
            ref=row.ref,
        )
        row.answered_on = on
        row.save()
        if not answer.on_paper:
            for code in (EVIDENCE_PAPER, ANSWER_PAPER):
                paper = registry.papers[code].of(answer)
                if paper.has_content(answer):
                    paper.issue(self, actor)
        self.pass_on()
        late = "，逾期" if clock and on > clock.due_on else ""
        publish(
            "appearances.answered",
            self,
            key=f"answered:{row.pk}",
            unit=row.unit,
            on=on,
            late=late,
        )
        way = "纸质提交" if answer.on_paper else "提交"
        return f"{row.unit}，{on:%Y-%m-%d}{way}{late}"

    @transition(
        source=UNJUDGED,
        perm=perm("forward_answer"),
        part="handle",
        label="登记发送答辩状副本",
        roles=CLERKS,
        hint="收到答辩状之日起五日内，将副本发送原告。",
        when=any_of(lambda row: row.answered_on and not row.forwarded_on),
    )
    def forward_answer(self, *, actor, on, agency=None):
        """Record that a copy of the answer went to the plaintiff (发送答辩状副本, 第六十七条)."""
        row = self.one_of(agency, lambda row: row.answered_on and not row.forwarded_on)
        days.check_day(on, row.answered_on, "答辩举证之日")
        row.forwarded_on = on
        row.save()
        deadlines.meet(self, self.forward_rule, on=on, actor=actor, ref=row.ref)
        return f"{row.unit}的答辩状，{on:%Y-%m-%d}发送"


def day_of_giving(row, on, posted_on):
    """The day on which paper that the court received on ``on`` counts as given: that of posting."""
    days.check_day(on, row.served_on, RECEIVED)
    if posted_on and not row.served_on <= posted_on <= on:
        raise ValidationError({"posted_on": "交邮日应在送达之后、法院收到之前"})
    return posted_on or on


def discard(files):
    """Drop the files that belong to no answer any more: they were never given to the court."""
    Attachment.objects.filter(pk__in=[pk for pk in files if pk]).delete()
