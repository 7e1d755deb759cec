"""Lawsuits with what became of each agency's duty to send its head, written out by hand."""

from datetime import date

from disputes.appearances.models import Lawsuit, RatePolicy, SuedAgency
from liaison.metrics import Span
from tests.database.walks import begun, walked
from tests.factories.appearances import CASE, PERSON

YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))

CAME = {"appeared": True, "head_rank": "deputy"}
CHIEF = CAME | {"head_rank": "chief", "spoke": True}
SPOKE = CAME | {"spoke": True}
LEFT = {"left_early": True}
CALLED = {"notified": True}
EXCUSED = {"excused": True}
NONE = {}

CASES = (
    # number, heard on, facts of the first agency, of the second; may the first act for both
    ("（2026）吉24行初1号", date(2026, 3, 10), CALLED | CHIEF, None, False),
    ("（2026）吉24行初2号", date(2026, 3, 31), CAME, None, False),
    ("（2026）吉24行初3号", date(2026, 4, 1), CALLED, None, False),
    ("（2026）吉24行初4号", date(2026, 4, 20), CALLED | EXCUSED, None, False),
    ("（2026）吉24行初5号", date(2026, 5, 6), CALLED | CHIEF | LEFT, None, False),
    ("（2026）吉24行初6号", None, CALLED, None, False),
    ("（2026）吉24行初7号", date(2026, 5, 20), CALLED | CHIEF, NONE, True),
    ("（2026）吉24行初8号", date(2026, 6, 3), CALLED | EXCUSED, NONE, True),
    ("（2026）吉06行终9号", date(2026, 6, 17), CALLED | SPOKE, CALLED, False),
    ("（2026）吉06行初10号", date(2026, 6, 30), CALLED | SPOKE | LEFT, CALLED, True),
)
"""Nine cases that were heard, and one that ended before; in four of them two agencies."""


def case(stage, number, *units, **values):
    """A lawsuit of the court that its number names, served on its agencies."""
    clerk = stage.people["court_clerk" if "吉24" in number else "other_court_clerk"]
    lawsuit = Lawsuit.file(
        actor=clerk,
        initiator=clerk.posts.get().unit,
        committee=stage.committee,
        case_number=number,
        litigants=[PERSON],
        defendants=list(units),
        **(CASE | values),
    )
    for row in lawsuit.sued():
        lawsuit.serve(actor=clerk, on=date(2026, 3, 4), way="electronic", agency=row)
    return lawsuit


def heard(stage, number, on, first, second=None, together=False, units=None):
    """A lawsuit with these facts of its one or two agencies."""
    units = units or [stage.agency, stage.co_agency]
    facts = [each for each in (first, second) if each is not None]

    def walk():
        lawsuit = case(stage, number, *units[: len(facts)])
        rows = lawsuit.sued()
        for row, known in zip(rows, facts, strict=True):
            acting = rows[0] if together and row != rows[0] else None
            SuedAgency.objects.filter(pk=row.pk).update(heard_on=on, represented_by=acting, **known)
        return lawsuit

    given = {"number": number, "on": on, "facts": facts, "together": together, "units": units}
    return walked("heads.heard", walk, stage=stage, **given)


@begun
def cases(stage):
    """All of ``CASES``."""
    return [heard(stage, *each) for each in CASES]


def policy(stage, **values):
    """A version of the stage's committee, in force since 2020."""
    given = {"committee": stage.committee, "name": "试行口径", "valid_from": date(2020, 1, 1)}
    return RatePolicy(**(given | values))
