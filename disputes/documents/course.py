"""Papers of the clock (延期、中止、恢复): more time by consent, a pause and its end."""

from disputes.documents.layouts import Form, Notice, Ruled, Sheet, Signs, Text
from disputes.documents.wording import (
    accepted,
    by_rulebook,
    centre,
    day,
    dispute_in_words,
    number_of,
    open_deadline,
    parties,
    signing,
)
from disputes.models import Rulebook, Status
from disputes.models.choices import UNDER_WAY
from liaison import registry
from liaison.templatetags.typeset import cn_date


@registry.papers.register
class ExtensionConsent(Form):
    """延期同意书: both sides give mediation more time, in writing (特邀调解规定第二十七条)."""

    code = "dispute-extension-consent"
    title = "延长协调化解期限同意书"
    statuses = frozenset({*UNDER_WAY, Status.SUSPENDED})
    is_form = True

    def sheets(self, matter):
        deadline = open_deadline(matter, matter.mediation_rule)
        until = day(deadline.due_on if deadline else None)
        rules = Rulebook.objects.numbers(matter.committee)
        text = (
            f"{dispute_in_words(matter)}，由{centre(matter)}于{day(matter.accepted_on)}受理，"
            f"化解期限至{until}届满。各方当事人经协商，同意延长化解期限＿＿＿＿日，至＿＿＿＿年＿＿月＿＿日届满。\n"
            f"依照{by_rulebook(matter, self.code)}，延长以{rules.extensions_allowed}次为限，"
            f"每次不超过{rules.extension_days}日。延长的期限届满仍未达成协议的，协调化解终结。"
        )
        names = [party.name for party in signing(matter)]
        third = [f"第三人{party.name}" for party in parties(matter, "third")]
        signers = [*(f"申请人{name}" for name in names), *third, "被申请机关"]
        pieces = [
            Text(text, headings=False),
            Text("", head="延长的理由"),
            Ruled(3),
            Signs(signers),
        ]
        yield Sheet(self.title, pieces, number=number_of(matter))


class OfClock(Notice):
    """A notice that the period of mediation stands still, or goes on."""

    def event(self, matter, kind):
        """The newest entry of a kind in the ledger of the period of mediation."""
        clock = matter.deadlines.filter(rule__code=matter.mediation_rule).last()
        return clock.events.filter(kind=kind).last() if clock else None


@registry.papers.register
class StayNotice(OfClock):
    """中止通知书: since when and why mediation pauses, and which clocks don't."""

    code = "dispute-stay"
    title = "协调化解中止通知书"

    def dated(self, matter):
        return matter.suspended_on

    def paragraphs(self, matter):
        event = self.event(matter, "suspended")
        why = f"因{event.reason.rstrip('。')}，" if event else ""
        yield (
            f"{accepted(matter)}。{why}依照{by_rulebook(matter, self.code)}，本中心决定自"
            f"{day(matter.suspended_on)}起中止协调化解。"
        )
        court = (
            f"中止不影响{matter.court.name}依法立案、审理、审查的期限。"
            if matter.is_of_court
            else ""
        )
        yield f"中止期间，化解期限停止计算；中止的原因消除以后，恢复协调化解，并通知各方。{court}"
        yield "特此通知。"


@registry.papers.register
class ResumptionNotice(OfClock):
    """恢复通知书: mediation goes on, and until when."""

    code = "dispute-resumption"
    title = "协调化解恢复通知书"

    def dated(self, matter):
        event = self.event(matter, "resumed")
        return event.on if event else None

    def paragraphs(self, matter):
        event = self.event(matter, "resumed")
        deadline = open_deadline(matter, matter.mediation_rule)
        why = f"因{event.reason.rstrip('。')}，" if event else ""
        yield (
            f"{accepted(matter)}，于{day(matter.suspended_on)}中止。{why}依照"
            f"{by_rulebook(matter, 'dispute-stay')}，自{day(self.dated(matter))}起恢复协调化解。"
        )
        if deadline and deadline.due_on:
            yield f"化解期限接续计算，至{cn_date(deadline.due_on)}届满。"
        yield "特此通知。"


@registry.papers.register
class RestartNotice(OfClock):
    """期限重新计算通知书: the period of mediation begins anew, by consent, and runs until when."""

    code = "dispute-restart"
    title = "协调化解期限重新计算通知书"

    def dated(self, matter):
        event = self.event(matter, "restarted")
        return event.on if event else None

    def paragraphs(self, matter):
        event = self.event(matter, "restarted")
        deadline = open_deadline(matter, matter.mediation_rule)
        why = f"因{event.reason.rstrip('。')}，" if event else ""
        yield (
            f"{accepted(matter)}。{why}经各方当事人书面同意，"
            f"化解期限自{day(self.dated(matter))}起重新计算"
            + (f"，至{cn_date(deadline.due_on)}届满。" if deadline and deadline.due_on else "。")
        )
        yield "特此通知。"
