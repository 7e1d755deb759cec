"""Papers about who mediates (调解员的选定、指定、披露和回避)."""

from disputes.documents.layouts import Form, Notice, Ruled, Sheet, Signs, Text
from disputes.documents.wording import (
    INVITED,
    accepted,
    by_rulebook,
    day,
    dispute_in_words,
    enumerated,
    everybody,
    number_of,
)
from disputes.models import Appointment, Mediator
from disputes.models.choices import UNDER_WAY
from liaison import registry

CLOSE = (
    "是一方当事人或者其代理人近亲属的；与争议有利害关系的；"
    "与当事人、代理人有其他关系，可能影响公正调解的"
)
LATER = "调解员不得在本争议后续的诉讼程序中担任人民陪审员、诉讼代理人、证人、鉴定人或者翻译人员"


@registry.papers.register
class AppointmentNotice(Notice):
    """调解员选定（指定）书: who mediates, by whose choice, and how they can be objected to."""

    code = "dispute-appointment"
    title = "调解员选定（指定）书"

    def heading(self, matter):
        chosen = any(seat.by == Appointment.By.PARTIES for seat in matter.bench)
        return f"调解员{'选定' if chosen else '指定'}书"

    def dated(self, matter):
        return max((seat.appointed_on for seat in matter.bench), default=None)

    def paragraphs(self, matter):
        chosen = any(seat.by == Appointment.By.PARTIES for seat in matter.bench)
        how = "当事人共同选定" if chosen else f"依照{by_rulebook(matter, self.code)}，本中心指定"
        yield f"{accepted(matter)}。{how}下列人员为本争议的调解员："
        yield from self.members(matter)
        yield "现将有关事项通知如下："
        yield from enumerated(self.points(chosen))
        yield "特此通知。"

    @staticmethod
    def members(matter):
        """Each mediator with what the register says of them."""
        seats = matter.bench
        entries = Mediator.objects.filter(
            centre=matter.centre, user__in=[seat.mediator_id for seat in seats]
        )
        known = {entry.user_id: entry for entry in entries}
        for seat in seats:
            entry = known.get(seat.mediator_id)
            facts = [entry.get_kind_display(), entry.workplace] if entry else []
            facts += ["主持"] if seat.presides and len(seats) > 1 else []
            in_words = "，".join(filter(None, facts))
            yield f"{seat.mediator}" + (f"（{in_words}）" if in_words else "")

    @staticmethod
    def points(chosen):
        yield (
            f"回避。依照{INVITED}第十五条，调解员有下列情形之一的，当事人可以申请回避：{CLOSE}。"
            "调解员披露以后，各方当事人仍同意由其调解的除外。"
        )
        if not chosen:
            yield (
                f"异议。依照{INVITED}第十二条，当事人不同意由本中心指定的调解员调解的，"
                "视为不同意调解。"
            )
        yield f"后续程序。依照{INVITED}第十六条，{LATER}。"


@registry.papers.register
class Disclosure(Form):
    """调解员披露声明: signed by a mediator before anything else (特邀调解规定第十五条)."""

    code = "dispute-disclosure"
    title = "调解员披露声明"
    statuses = frozenset(UNDER_WAY)
    is_form = True

    def parts(self, matter):
        return [seat for seat in matter.bench if seat.disclosed_on is None]

    def heading(self, matter):
        return f"{self.title}（{self.part.mediator}）"

    def sheets(self, matter):
        pieces = list(self.pieces(matter))
        yield Sheet(self.title, pieces, number=number_of(matter))

    def pieces(self, matter):
        seat = self.part
        how = "由当事人共同选定" if seat.by == Appointment.By.PARTIES else "由中心指定"
        yield Text(
            f"本人{seat.mediator}，于{day(seat.appointed_on)}{how}为{dispute_in_words(matter)}的调解员，"
            f"已经知悉{INVITED}第十五条、第十六条的规定，现声明如下：",
            headings=False,
        )
        yield Text("", head="一、可能影响中立、公正调解的情形")
        if seat.disclosed_on is None:
            yield Text("□没有需要披露的情形。\n□披露以下情形：", headings=False)
            yield Ruled(4)
        elif seat.disclosure:
            yield Text(f"本人披露以下情形：\n{seat.disclosure}", headings=False)
        else:
            yield Text("本人没有需要披露的情形。", headings=False)
        yield Text("", head="二、承诺")
        yield Text(
            "本人遵循自愿、合法、中立的原则调解，不强迫调解，不收受当事人的利益，不泄露调解中知悉的秘密和"
            "个人信息；以后发现应当披露的情形，立即披露；不在本争议后续的诉讼程序中担任人民陪审员、诉讼"
            "代理人、证人、鉴定人或者翻译人员。",
            headings=False,
        )
        yield Signs([f"调解员{seat.mediator}"], "（签名）")


@registry.papers.register
class RecusalDecision(Notice):
    """回避决定书: what the centre decided on a request that a mediator stand back."""

    code = "dispute-recusal-decision"
    title = "回避决定书"

    @property
    def granted(self):
        return bool(self.part.granted)

    def recipients(self, matter):
        return everybody(matter)

    def copies(self, matter):
        """Part of the mediation file: it goes to nobody outside it."""
        return ""

    def dated(self, matter):
        return self.part.decided_on

    def paragraphs(self, matter):
        recusal = self.part
        mediator = recusal.appointment.mediator
        yield (
            f"{accepted(matter)}。{recusal.get_side_display()}于{day(recusal.requested_on)}提出"
            f"调解员{mediator}回避，理由：{recusal.reason.rstrip('。')}。"
        )
        reason = f"经审查，{recusal.decision.rstrip('。')}。" if recusal.decision else "经审查，"
        said = f"准予调解员{mediator}回避" if recusal.granted else "驳回回避申请"
        yield f"{reason}依照{INVITED}第十五条，本中心决定：{said}。"
        yield (
            "自本决定作出之日起，该调解员停止办理本争议，由当事人重新选定或者本中心另行指定调解员。"
            if recusal.granted
            else "该调解员继续办理本争议。当事人不愿由其调解的，可以随时要求终止协调化解。"
        )
