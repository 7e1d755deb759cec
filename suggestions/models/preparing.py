"""Steps while the suggestion is the court's own: revise, talk, committee, sign, withdraw."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from liaison import deadlines, registry
from liaison.models import NumberSeries, Role
from liaison.notices import publish
from liaison.transitions import transition
from suggestions.deadlines import NORMATIVE_ISSUE
from suggestions.models.choices import Kind, Status
from suggestions.models.letter import LETTER, check_reply_by

CLERKS = (Role.COURT_CLERK, Role.COURT_LEADER)
OPEN_TO_CHANGE = (Status.DRAFT, Status.CONSULTED)
UNSERVED = (Status.DRAFT, Status.CONSULTED, Status.APPROVED, Status.SIGNED)


def perm(verb):
    return f"suggestions.{verb}_judicialsuggestion"


def ready_for_committee(matter):
    return bool(matter.talked_on) or not matter.needs_talk


def ready_to_sign(matter):
    return matter.status == Status.APPROVED or not matter.needs_committee


class Preparing:
    """What the court does with a suggestion while it is still its own."""

    @transition(
        source=OPEN_TO_CHANGE,
        perm=perm("revise"),
        part="handle",
        label="修改建议书",
        roles=CLERKS,
        tone="secondary",
    )
    def revise(self, *, actor, problems, copies=(), others=(), **letter):
        """Change the text before the judicial committee has passed it (修改); the status stays."""
        for name in LETTER:
            setattr(self, name, letter.get(name, getattr(self, name)))
        self.fill(problems, copies, others)
        self.watch_issue(actor)

    def watch_issue(self, actor):
        """Watch the three months in which a letter on a normative document must be issued.

        They run from the day on which the judgment took effect (行诉解释第一百四十九条第一款).
        """
        running = self.deadlines.open().filter(rule__code=NORMATIVE_ISSUE).first()
        since = self.effective_on if self.kind == Kind.NORMATIVE_DOCUMENT else None
        if running and running.started_on != since:
            today = timezone.localdate()
            deadlines.waive(self, NORMATIVE_ISSUE, on=today, reason="修改建议书", actor=actor)
        if since and (running is None or running.started_on != since):
            deadlines.start(
                self, NORMATIVE_ISSUE, on=since, responsible=self.initiator, actor=actor
            )

    @transition(
        source=OPEN_TO_CHANGE,
        target=Status.CONSULTED,
        perm=perm("consult"),
        part="handle",
        label="登记沟通",
        roles=CLERKS,
        hint="提出前应当与被建议单位沟通，听取其意见（法释〔2023〕11号第五条）。记录只供本院查看。",
    )
    def consult(self, *, actor, on, talked_with, note):
        """Record a talk with the recipient (沟通, 第五条); the record stays with the court."""
        self.check_day(on)
        line = f"{on:%Y-%m-%d} {talked_with}：{note}"
        self.talk_note = f"{self.talk_note}\n{line}".strip()
        self.talked_on = on
        if len(self.talk_note) > self._meta.get_field("talk_note").max_length:
            raise ValidationError("沟通记录过长，请写摘要")

    @transition(
        source=OPEN_TO_CHANGE,
        target=Status.APPROVED,
        perm=perm("approve"),
        part="handle",
        label="登记审委会审议通过",
        roles=CLERKS,
        hint="只登记会议和结论；评议经过不得录入本系统。",
        when=ready_for_committee,
    )
    def approve(self, *, actor, on, session, conclusion):
        """Record that the judicial committee passed the letter (审委会, 第七条).

        Only the conclusion: what was said there is not for this system.
        """
        self.check_day(on)
        self.check_area()
        self.approved_on = on
        self.committee_session = session
        self.committee_conclusion = conclusion

    @transition(
        source=[Status.APPROVED],
        target=Status.CONSULTED,
        perm=perm("send_back"),
        part="handle",
        label="退回修改",
        roles=[Role.COURT_LEADER],
        tone="secondary",
    )
    def send_back(self, *, actor, reason):
        """Hand the passed letter back to its drafter; the committee must see it again."""
        self.approved_on = None
        self.committee_session = self.committee_conclusion = ""
        return reason

    @transition(
        source=[Status.DRAFT, Status.CONSULTED, Status.APPROVED],
        target=Status.SIGNED,
        perm=perm("sign"),
        part="handle",
        label="签发",
        roles=[Role.COURT_LEADER],
        hint="签发后编号、定稿，不能再改。",
        when=ready_to_sign,
    )
    def sign(self, *, actor, on):
        """Sign the letter (院长签发, 第七条): draw the number of the year, freeze the paper.

        One series per court and year, e.g. 延边法建〔2026〕3号. Raises ValidationError when
        the court has no place name to number by, or the letter's own date is not to come.
        """
        self.check_day(on)
        if not self.initiator.place_name:
            raise ValidationError(f"{self.initiator}未登记地名简称，无法编号，请联系管理员")
        check_reply_by(self.kind, self.reply_by, on)
        self.check_area()
        drawn = NumberSeries.objects.take(self.initiator, self.SERIES, on.year)
        self.number = f"{self.initiator.place_name}法建〔{on.year}〕{drawn}号"
        self.signed_by, self.signed_on = actor, on
        deadlines.meet(self, NORMATIVE_ISSUE, on=on, actor=actor)
        registry.papers["judicial-suggestion"].issue(self, actor)
        publish("suggestions.signed", self, key="signed")

    @transition(
        source=UNSERVED,
        target=Status.WITHDRAWN,
        perm=perm("withdraw"),
        part="handle",
        label="撤回",
        roles=CLERKS,
        tone="danger",
        hint="只能在送达之前撤回；已编的号不再使用。",
    )
    def withdraw(self, *, actor, reason):
        """Give the suggestion up before it is served (撤回); a number once drawn stays with it."""
        self.holder = None
        today = timezone.localdate()
        deadlines.waive(self, NORMATIVE_ISSUE, on=today, reason="撤回", actor=actor)
        return reason
