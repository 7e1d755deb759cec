"""What judicial suggestions cost in the server: list, search, figures, account, one letter.

``python -m tests.benchmarks.bench_suggestions 10000`` fills the database liaison_bench with as
many letters; without a number it measures what stands there. For each reader and page: queries,
then median and 95th percentile of ``ROUNDS`` requests in milliseconds (middleware, view and
template). The bar: every page under 100 ms; list and letter at most 12 queries.
"""

import sys
import time

from tests.benchmarks import database

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 0
database.enter(afresh=bool(COUNT))

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.test import Client  # noqa: E402

from liaison.models import Unit, User  # noqa: E402
from suggestions.models import Addressee, JudicialSuggestion, Problem  # noqa: E402
from tests.benchmarks.load_suggestions import fill  # noqa: E402
from tests.benchmarks.pages import ROUNDS, statements, timed  # noqa: E402
from tests.factories.liaison import person  # noqa: E402

BAR_MS, BAR_QUERIES = 100, 12
LIST, FIGURES = "/suggestions/judicial/", "/suggestions/figures/"


def readers():
    """A court's clerk, the bureau that sees all that was served, the unit with most letters."""
    people = {user.username: user for user in User.objects.filter(is_active=True)}
    yield "court", people["yanbian_clerk"]
    yield "bureau", people["justice"]
    units = Addressee.objects.order_by().values("unit").annotate(letters=Count("pk"))
    largest = Unit.objects.get(pk=units.order_by("-letters")[0]["unit"])
    known = User.objects.filter(posts__unit=largest).first()
    yield "recipient", known or person(largest, "unit_clerk")


def pages(user):
    """(name, address) of what is measured for one reader."""
    seen = JudicialSuggestion.objects.visible_to(user)
    letter = seen.filter(status="closed").first()
    unit = letter.recipient_id
    yield "list", LIST
    yield "list, by number", f"{LIST}?sort=number"
    yield "list, unit kind year", f"{LIST}?recipient={unit}&kind=governance&year=2025&sort=-created"
    yield "list, search in titles", f"{LIST}?q=工伤"
    yield "list, common word", f"{LIST}?q=书面告知"
    yield "list, rare words", f"{LIST}?q={letter.number}"
    yield "search, two characters", "/search/?q=工伤"
    yield "search, common word", "/search/?q=期限"
    yield "search, in no letter", "/search/?q=限工伤"
    yield "figures, this year", FIGURES
    yield "figures, one year", f"{FIGURES}?first=2025-01-01&last=2025-12-31"
    yield "figures, all years", f"{FIGURES}?first=2019-01-01&last=2026-12-31"
    yield "letter", letter.get_absolute_url()


def main():
    settings.ALLOWED_HOSTS = ["testserver"]
    if COUNT:
        call_command("migrate", verbosity=0)
        call_command("load_reference_data")
        started = time.perf_counter()
        fill(COUNT)
        print(f"filled in {time.perf_counter() - started:.1f} s")
    print(
        f"{JudicialSuggestion.objects.count():,} letters, {Problem.objects.count():,} problems; "
        f"{ROUNDS} rounds; milliseconds, median / p95"
    )
    over = 0
    for name, user in readers():
        client = Client()
        client.force_login(user)
        print(f"\n{name}: sees {JudicialSuggestion.objects.visible_to(user).count():,}")
        for page, address in pages(user):
            sent = statements(client, address)
            median, p95 = timed(lambda client=client, address=address: client.get(address))
            queries = len(sent) > BAR_QUERIES and page.startswith(("list", "letter"))
            mark = "  OVER" if p95 > BAR_MS or queries else ""
            over += bool(mark)
            print(
                f"  {page:24} {len(sent):2} queries  {median:6.1f} / {p95:6.1f}{mark}", flush=True
            )
    print(f"\nover the bar: {over}")


if __name__ == "__main__":
    main()
