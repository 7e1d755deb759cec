"""The demo's judicial suggestions: one secret, one due soon, one overdue, one answered …

Each is walked through its real steps by the accounts that would take them; dates are relative
to the day on which the demo is built.
"""

import tomllib
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from liaison import registry
from liaison.workdays import add_months
from suggestions.models import JudicialSuggestion
from suggestions.models.letter import LETTER

FILE = Path(__file__).parent / "data" / "demo_suggestions.toml"
PATH = ("consult", "approve", "sign", "serve", "acknowledge", "reply", "return_reply", "evaluate")
COURT_STAFF = {
    "yanbian": ("yanbian_clerk", "yanbian_president"),
    "baishan": ("baishan_clerk", "baishan_president"),
    "dq_court": ("dq_court_clerk", "dq_court_president"),
}
ANSWERERS = {
    "chibei_land": "land_clerk",
    "chixi_housing": "chixi_housing_clerk",
    "gwh_market": "market_clerk",
    "chinan_hr": "chinan_hr_clerk",
    "chibei": "chibei_clerk",
    "gwh_police": "police_clerk",
    "dq_land": "dq_land_clerk",
}

LEADERS = {
    "chinan_hr": "chinan_hr_deputy",
    "gwh_market": "market_deputy",
    "chibei": "chibei_deputy",
}


@registry.demo.register
class SuggestionsDemo:
    """Suggestions of both intermediate courts of Changbaishan, and one of Daqing's."""

    code = "suggestions"
    order = 30

    def build(self, cast):
        if JudicialSuggestion.objects.exists():
            return
        for row in tomllib.loads(FILE.read_text(encoding="utf-8"))["suggestion"]:
            Walk(cast, row).go()


class Walk:
    """One suggestion on its way to the state that its row asks for."""

    def __init__(self, cast, row):
        self.cast, self.row = cast, row
        clerk, president = COURT_STAFF[row["court"]]
        self.clerk, self.president = cast.people[clerk], cast.people[president]
        self.answerer = cast.people[ANSWERERS[row["recipient"]]]
        self.today = timezone.localdate()
        self.served_on = self._served_on()

    def _served_on(self):
        if "due_in" in self.row:
            return add_months(self.today + timedelta(self.row["due_in"]), -2)
        return self._ago(self.row.get("served", self.row.get("talked", 0)))

    def _ago(self, days):
        return self.today - timedelta(days)

    def go(self):
        self.suggestion = self._draft()
        skipped = {"return_reply"} if self.row["reach"] == "evaluate" else set()
        for step in PATH[: PATH.index(self.row["reach"]) + 1]:
            if step not in skipped:
                getattr(self, f"_{step}")()
        if self.row.get("drafted"):
            self._draft_reply(self.today)
        for tier in range(1, self.row.get("urged", 0) + 1):
            self._urge(tier)

    def _draft(self):
        row, units = self.row, self.cast.units
        letter = {name: row[name] for name in LETTER if name in row}
        committee = "daqing" if row["court"].startswith("dq") else "changbaishan"
        return JudicialSuggestion.draft(
            actor=self.clerk,
            initiator=units[row["court"]],
            committee=self.cast.committees[committee],
            copies=[units[key] for key in row["copies"]],
            others=[units[key] for key in row.get("others", ())],
            problems=row["problems"],
            **letter
            | {
                "annexes": row.get("annexes", "").strip(),
                "recipient": units[row["recipient"]],
                "coordinator": units[row["coordinator"]],
            },
        )

    def _consult(self):
        talked_on = self.served_on - timedelta(0 if "talked" in self.row else 21)
        self.suggestion.consult(
            actor=self.clerk,
            on=talked_on,
            talked_with="分管负责人、法制工作机构负责人",
            note="对所列问题没有异议，希望建议写得更具体，便于落实。",
        )

    def _approve(self):
        on = self.served_on - timedelta(10)
        self.suggestion.approve(
            actor=self.clerk,
            on=on,
            session=f"审判委员会{on.year}年第{on.isocalendar().week}次会议",
            conclusion="审议通过",
        )

    def _sign(self):
        self.suggestion.sign(actor=self.president, on=self.served_on - timedelta(4))

    def _serve(self):
        for addressee in self.suggestion.addressees.all():
            self.suggestion.serve(
                actor=self.clerk, on=self.served_on, way="direct", addressee=addressee
            )

    def _acknowledge(self):
        self.suggestion.acknowledge(
            actor=self.answerer, on=min(self.served_on + timedelta(1), self.today)
        )

    def _urge(self, tier):
        on, _ = self.suggestion.urged_since(self.suggestion.addressees.get())
        self.suggestion.urge(actor=self.clerk, tier=tier, on=on, answer_by=on + timedelta(3))

    def _reply(self):
        on = self._ago(self.row["replied"])
        self._draft_reply(on)
        leader = self.cast.people[LEADERS[self.row["recipient"]]]
        self.suggestion.approve_reply(actor=leader, on=on)
        self.suggestion.reply(actor=self.answerer, on=on)

    def _draft_reply(self, on):
        answered = zip(self.suggestion.problems.all(), self.row["problems"], strict=True)
        items = [
            {
                "problem": problem,
                "response": row["response"],
                "reasons": row.get("reasons", ""),
                "measures": row["measures"],
                "done_by": on + timedelta(30 * problem.order),
            }
            for problem, row in answered
        ]
        self.suggestion.draft_reply(
            actor=self.answerer,
            items=items,
            number=self.row.get("reply_number", ""),
            summary="收到司法建议书后，我单位召开专题会议研究，逐条落实如下。",
        )

    def _return_reply(self):
        self.suggestion.return_reply(
            actor=self.clerk,
            on=self._ago(self.row["returned"]),
            reason=self.row["return_reason"],
            until=self.today + timedelta(self.row["supplement_in"]),
        )

    def _evaluate(self):
        judged = zip(self.suggestion.latest_items(), self.row["problems"], strict=True)
        self.suggestion.evaluate(
            actor=self.clerk,
            verdicts=[
                {
                    "item": item,
                    "satisfaction": row["satisfaction"],
                    "words": row.get("words", ""),
                }
                for item, row in judged
            ],
            outcome=self.row["outcome"],
            evaluation=self.row["evaluation"],
        )
