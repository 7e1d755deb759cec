"""Letters in which the office urges what was resolved (督办函), by tier."""

from liaison import registry
from liaison.documents import Document
from liaison.templatetags.typeset import cn_date
from meetings.models import ResolvedItem, Urging

WORDS = {
    Urging.Tier.REMINDER: ("提醒", "现提醒贵单位抓紧办理"),
    Urging.Tier.URGING: ("督办", "经提醒仍未办结，现予督办。请贵单位负责人亲自过问，抓紧办理"),
    Urging.Tier.COPIED: (
        "通报督办",
        "经提醒、督办仍未办结，现予通报，并抄送有关单位。请贵单位主要负责人负责，立即办理",
    ),
}


@registry.papers.register
class UrgingLetter(Document):
    """督办函: issued with its number when the office urges; each letter is a part of its own."""

    code = "resolved-item-urging"
    title = "督办函"
    model = ResolvedItem
    template_name = "documents/meetings/urging.html"
    layout = "letter"

    def number(self, matter):
        return matter.number

    def heading(self, matter):
        word = WORDS[self.part.tier][0]
        return f"关于{word}“{matter.title}”的函"

    def context(self, matter):
        return {
            "mark": matter.committee.office.name,
            "number": self.part.number,
            "recipients": matter.lead.name,
            "body": "\n".join(self.paragraphs(matter)),
            "issuer": matter.committee.office.name,
            "signed_on": self.part.on,
            "copies": "，".join(unit.name for unit in self.part.copied.all()),
        }

    def paragraphs(self, matter):
        """Yield the text: what was resolved, by when, how late it is, what is asked for now."""
        late = (self.part.on - matter.due_on).days
        minutes = matter.meeting.minutes
        content = f"具体要求是：{matter.content.rstrip('。')}。" if matter.content else ""
        yield (
            f"{matter.meeting.title}议定，“{matter.title}”由贵单位牵头办理，"
            f"{cn_date(matter.due_on)}前办结（{minutes.number}）。{content}"
        )
        earlier = [one for one in matter.urgings.all() if one.pk < self.part.pk]
        before = "".join(
            f"我办{cn_date(one.on)}发出{one.get_tier_display()}（{one.number}）；"
            for one in earlier
        )
        overdue = f"至今已逾期{late}日" if late > 0 else "期限已到"
        yield (
            f"{before}该事项{overdue}，{WORDS[self.part.tier][1]}，"
            f"于{cn_date(self.part.answer_by)}前在府院联动工作平台报告办理情况，附佐证材料。"
        )
        if self.part.requirement:
            yield self.part.requirement
