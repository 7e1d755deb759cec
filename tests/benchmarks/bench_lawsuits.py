"""What lawsuits cost in the server: list, search, one lawsuit, figures, the ranking of units.

``python -m tests.benchmarks.bench_lawsuits 200000`` fills the database with as many lawsuits;
without a number it measures what stands there. For each reader and page: queries, then median
and 95th percentile of ``ROUNDS`` requests in milliseconds (middleware, view and template). The
bars: list and lawsuit at most 12 queries and under 100 ms; the ranking of 2,000 units, counted
alone, under 200 ms. Medians are held against the bars: others may use the machine.
"""

import sys
import time
from datetime import date

from tests.benchmarks import database

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 0
database.enter(afresh=bool(COUNT))

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.test import Client  # noqa: E402

from disputes.appearances.models import Lawsuit, RatePolicy, SuedAgency  # noqa: E402
from disputes.appearances.models.figures import (  # noqa: E402
    BY_UNIT,
    TOTAL,
    added_up,
    counted_for,
)
from liaison.metrics import Span  # noqa: E402
from liaison.models import Committee, Unit, User  # noqa: E402
from tests.benchmarks.load_lawsuits import fill  # noqa: E402
from tests.benchmarks.pages import ROUNDS, reader, statements, timed  # noqa: E402

BAR_MS, BAR_RANKING_MS, BAR_QUERIES = 100, 200, 12
LIST, FIGURES = "/appearances/lawsuits/", "/appearances/figures/"
YEAR = Span(date(2025, 1, 1), date(2025, 12, 31))
ALL = Span(date(2021, 1, 1), date(2026, 12, 31))


def readers():
    """A court's clerk, the starter that sees all that was served, a large and a small agency."""
    people = {user.username: user for user in User.objects.filter(is_active=True)}
    yield "court", people["yanbian_clerk"]
    yield "starter", people["justice"]
    units = SuedAgency.objects.order_by().values("unit").annotate(cases=Count("pk"))
    ranked = [row["unit"] for row in units.order_by("-cases")]
    for name, pk in (("agency sued most", ranked[0]), ("agency in the middle", ranked[1000])):
        yield name, reader(Unit.objects.get(pk=pk), "unit_clerk")[0]


def pages(user):
    """(name, address) of what is measured for one reader."""
    lawsuit = Lawsuit.objects.visible_to(user).filter(status="closed").first()
    year, every = (f"first={span.first}&last={span.last}" for span in (YEAR, ALL))
    yield "list", LIST
    yield "list, by number", f"{LIST}?sort=number"
    yield "list, open, late first", f"{LIST}?state=open&sort=due"
    yield "list, instance and result", f"{LIST}?instance=second&result=revoked"
    yield "list, two characters", f"{LIST}?q=工伤"
    yield "list, common word", f"{LIST}?q=决定"
    yield "list, case number", f"{LIST}?q={lawsuit.number}"
    yield "search, case number", f"/search/?q={lawsuit.number}"
    yield "lawsuit", lawsuit.get_absolute_url()
    yield "figures, one year", f"{FIGURES}?{year}"
    yield "figures, all", f"{FIGURES}?{every}"
    yield "rows behind, one year", f"{FIGURES}agencies/?{year}"
    yield "rows behind, all, absent", f"{FIGURES}agencies/?{every}&what=absent"


def rankings(user, committee):
    """Every way of joint defendants, over a year and over all: the units and the total."""
    for joint in ("each", "shared", "once"):
        for denominator in ("heard", "unexcused"):
            policy = RatePolicy(committee=committee, joint=joint, denominator=denominator)
            for name, span in (("one year", YEAR), ("all", ALL)):
                yield f"ranking, {joint}, {denominator}, {name}", policy, span


def measured(name, action, queries="", bar=BAR_MS):
    median, p95 = timed(action)
    mark = "  OVER" if median > bar else ""
    print(f"  {name:34} {queries:>10}  {median:6.1f} / {p95:6.1f}{mark}", flush=True)
    return bool(mark)


def main():
    settings.ALLOWED_HOSTS = ["testserver"]
    if COUNT:
        call_command("migrate", verbosity=0)
        call_command("load_reference_data")
        started = time.perf_counter()
        fill(COUNT)
        print(f"filled in {time.perf_counter() - started:.1f} s")
    print(
        f"{Lawsuit.objects.count():,} lawsuits, {SuedAgency.objects.count():,} agencies in them; "
        f"{ROUNDS} rounds; milliseconds, median / p95"
    )
    over = 0
    for name, user in readers():
        client = Client()
        client.force_login(user)
        print(f"\n{name}: sees {Lawsuit.objects.visible_to(user).count():,}")
        for page, address in pages(user):
            sent = len(statements(client, address))
            over += measured(page, lambda c=client, a=address: c.get(a), f"{sent} queries")
            if sent > BAR_QUERIES and page.startswith(("list", "lawsuit")):
                over += 1
                print("    too many queries")
        if name in {"court", "starter"}:
            committee = Committee.objects.of_units([post.unit for post in user.posts.all()]).first()
            for label, policy, span in rankings(user, committee):
                units = len(added_up(counted_for(user, span, policy), policy, BY_UNIT)[BY_UNIT])
                over += measured(
                    label,
                    lambda u=user, s=span, p=policy: added_up(counted_for(u, s, p), p, BY_UNIT)[
                        TOTAL
                    ],
                    f"{units} units",
                    BAR_RANKING_MS,
                )
    print(f"\nover the bar: {over}")


if __name__ == "__main__":
    main()
