"""The court's feed of 100,000 rows: how fast it is checked and taken in, and what memory it needs.

``python -m tests.benchmarks.bench_feed [rows]`` makes a database of its own afresh, hands a
workbook in as the page does, and has the long works run by the worker's own code: first all rows
are new, then the same file comes again, then all have changed; then all is sent out again. It
prints rows a second of each run and the peak of the process's memory. The bar: ≥ 1,000 rows a
second (check and import each), < 500 MB, and the same file twice changes nothing.
"""

import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks import database

database.enter(afresh=True)

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from disputes.appearances.feed import exporting, taking  # noqa: E402
from disputes.appearances.models import FeedRow, Lawsuit  # noqa: E402
from liaison.outbox import bell  # noqa: E402
from tests.benchmarks.timing import megabytes, run  # noqa: E402
from tests.factories import appearances  # noqa: E402
from tests.factories.feed import handed_in, row_of, whose, workbook_of  # noqa: E402

BAR_ROWS, BAR_MEGABYTES = 1000, 500
ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
COMPANY, JOINT = 3, 7
"""One case of so many is a company's; one has a second defendant."""


def rows(here, **changes):
    for number in range(1, ROWS + 1):
        more = {} if number % COMPANY else {"原告": f"长松第{number}商贸有限公司"}
        if number % JOINT == 0:
            more["其他共同被告"] = here.co_agency.name
        yield row_of(here, number, **more, **changes)


def taken_in(here, content, what):
    check, first = run(
        taking.CHECK,
        f"check, {what}",
        ROWS,
        owner=here.clerk,
        arguments=whose(here),
        source=handed_in(content, "法院数据.xlsx"),
    )
    assert not check.report["counts"]["wrong"], check.report["errors"][:3]
    arguments = whose(here) | {"check": check.pk}
    _, second = run(taking.TAKE, f"import, {what}", ROWS, owner=here.clerk, arguments=arguments)
    return min(first, second)


def main():
    call_command("migrate", verbosity=0)
    call_command("load_reference_data", verbosity=0)
    bell.bell.ring = lambda task: None
    here = appearances.scene()
    first = workbook_of(rows(here))
    later = workbook_of(rows(here, 是否上诉="是", 更新时间=date(2026, 11, 20)))
    before = megabytes()
    slowest = min(taken_in(here, first, "all new"), taken_in(here, first, "the same file"))
    assert Lawsuit.objects.count() == FeedRow.objects.count() == ROWS
    slowest = min(slowest, taken_in(here, later, "all changed"))
    assert Lawsuit.objects.filter(appealed=True).count() == ROWS
    run(exporting.EXPORT, "export", ROWS, owner=here.clerk)
    print(f"{ROWS} rows, {len(first) / 1e6:.1f} MB of workbook")
    print(f"slowest {slowest:.0f} rows/s (bar {BAR_ROWS})")
    print(f"peak {megabytes():.0f} MB, {before:.0f} MB of it before (bar {BAR_MEGABYTES})")


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        settings.MEDIA_ROOT = Path(folder)
        main()
