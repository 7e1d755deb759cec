"""Letters that urge an addressee to answer (催办通知、督促函), or the unit above it (抄送函)."""

from itertools import groupby
from operator import attrgetter

from liaison import registry
from liaison.documents import Document
from liaison.models import Unit
from liaison.templatetags.typeset import cn_date
from suggestions.models import JudicialSuggestion, Tier
from suggestions.models.urging import RUNGS

HEADINGS = {
    Tier.HANDLER: "关于催办司法建议答复的通知",
    Tier.LEADER: "关于督促答复司法建议的函",
    Tier.HEAD: "关于督促答复司法建议的函",
    Tier.COORDINATOR: "关于再次督促答复司法建议的函",
}
ASKED = {
    Tier.HANDLER: "现提醒贵单位承办人员抓紧办理，于{day}前逐条书面答复。",
    Tier.LEADER: "现请贵单位分管负责人亲自过问，督促承办部门抓紧研究落实，"
    "于{day}前逐条书面答复，并说明逾期原因。",
    Tier.HEAD: "现请贵单位主要负责人负责，组织有关部门研究落实，"
    "于{day}前逐条书面答复，并说明逾期原因。",
    Tier.COORDINATOR: "现再次督促贵单位，请主要负责人立即组织研究落实，"
    "于{day}前逐条书面答复，并说明逾期原因。",
}
WAYS = "可以在府院联动工作平台答复，也可以书面函复。"
ENDINGS = {"局": "我局", "办公室": "我办", "委员会": "我委", "政府": "我府"}


def ourselves(unit):
    """How a unit calls itself in its letters: 我院, 我局."""
    if unit.kind == Unit.Kind.COURT:
        return "我院"
    return next((word for end, word in ENDINGS.items() if unit.name.endswith(end)), "我单位")


class LetterAboutDelay(Document):
    """What the letters have in common: in whose name, what was sent when, what went before."""

    model = JudicialSuggestion
    template_name = "documents/suggestions/urging.html"
    layout = "letter"

    def number(self, matter):
        return self.part.number

    def issuer(self, matter):
        return str(self.part.unit)

    def context(self, matter):
        urging = self.part
        return {
            "mark": urging.unit.name,
            "number": urging.number,
            "recipients": urging.to.name,
            "body": "\n".join(self.paragraphs(matter)),
            "issuer": urging.unit.name,
            "signed_on": urging.on,
            "contact": self.contact(matter),
            "copies": "，".join(unit.name for unit in urging.copied.order_by("pk")),
        }

    def contact(self, matter):
        """Whom to ring up: the court's contact of the suggestion, or who urges for another unit."""
        name, phone = matter.contact, matter.contact_phone
        if self.part.unit != matter.initiator:
            name, phone = self.part.actor.name, self.part.actor.phone
        return f"（联系人：{name}{f'，联系电话：{phone}' if phone else ''}）"

    def paragraphs(self, matter):
        raise NotImplementedError

    def called(self, unit):
        """A unit's name in the letter, or what it calls itself."""
        return ourselves(unit) if unit == self.part.unit else unit.name

    def delay(self, matter, whom, again):
        """Say when it was served on ``whom``, further on called ``again``, and how late that is.

        Of an answer that was handed back it is the rest that is late.
        """
        row, urging = self.part.addressee, self.part
        court, due_on = self.called(matter.initiator), urging.deadline.due_on
        text = (
            f"{court}于{cn_date(row.served_on)}向{whom}送达《关于{matter.subject}的司法建议书》"
            f"（{matter.number}）"
        )
        what = "答复"
        if row.state == row.State.RETURNED:
            text += f"，因答复不完整，于{cn_date(row.returned_on)}退回补充"
            what = "补充答复"
        return (
            f"{text}。{again}应当于{cn_date(due_on)}前书面{what}，"
            f"至今已逾期{(urging.on - due_on).days}日，尚未收到{what}。"
        )

    def earlier(self):
        """Say which letters went before, of whom and when; nothing for the first."""
        rows = self.part.addressee.urgings.filter(
            deadline=self.part.deadline, pk__lt=self.part.pk
        ).select_related("unit")
        said = "，".join(
            self.called(unit)
            + "，".join(f"于{cn_date(one.on)}发出{one.letter}（{one.number}）" for one in of)
            for unit, of in ((unit, list(of)) for unit, of in groupby(rows, attrgetter("unit")))
        )
        if not said:
            return ""
        return f"此前，{said}，{'均' if len(rows) > 1 else '仍'}未收到答复。"


@registry.papers.register
class UrgingLetter(LetterAboutDelay):
    """催办通知、督促函: to the addressee that is late; each letter is a part of its own."""

    code = RUNGS[Tier.HANDLER].paper
    title = "督促函"

    def heading(self, matter):
        return HEADINGS[self.part.tier]

    def paragraphs(self, matter):
        urging = self.part
        yield self.delay(matter, "贵单位", "贵单位") + self.earlier()
        role = ""
        if urging.unit == matter.coordinator:
            role = f"{ourselves(urging.unit)}负责督促本件司法建议的办理。"
        yield role + ASKED[urging.tier].format(day=cn_date(urging.answer_by)) + WAYS
        if urging.tier == Tier.COORDINATOR:
            yield self.what_follows()
        if urging.requirement:
            yield urging.requirement
        yield "特此通知。" if urging.tier == Tier.HANDLER else "特此函告。"

    def what_follows(self):
        """Say on the fourth tier who hears of it too, and what comes after it."""
        others = "、".join(unit.name for unit in self.part.copied.order_by("pk"))
        follows = "列入司法审查通报" if self.part.final else "就有关情况函告贵单位的上级单位"
        return f"本函同时抄送{others}。届时仍未答复的，将{follows}。"


@registry.papers.register
class SuperiorLetter(LetterAboutDelay):
    """抄送函: to the unit above the addressee, with the facts; the addressee has a copy."""

    code = RUNGS[Tier.SUPERIOR].paper
    title = "抄送函"

    def heading(self, matter):
        return f"关于商请督促{self.part.addressee.unit.short_name}答复司法建议的函"

    def paragraphs(self, matter):
        urging = self.part
        yield self.delay(matter, urging.addressee.unit.name, "该单位") + self.earlier()
        yield (
            f"现将有关情况抄送贵单位，请督促该单位于{cn_date(urging.answer_by)}前逐条书面答复"
            f"{self.called(matter.initiator)}。届时仍未答复的，将列入司法审查通报。"
        )
        if urging.requirement:
            yield urging.requirement
        yield "司法建议书全文和办理情况可以在府院联动工作平台查阅。"
        yield "特此函告。"
