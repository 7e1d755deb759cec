"""An old register of 20,000 rows: how fast it is checked and taken in, and what memory it needs.

``python -m tests.benchmarks.bench_import [rows]`` makes a database of its own afresh, hands a
workbook in as the page does, and has the two long works run by the worker's own code: first all
rows are new, then none has changed, then all have. It prints rows a second of each run and the
peak of the process's memory. The bar: ≥ 500 rows a second (check and import each), < 500 MB.
"""

import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks import database

database.enter(afresh=True)

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from disputes.models import Dispute  # noqa: E402
from disputes.oldregister import taking  # noqa: E402
from liaison.models import LongWork  # noqa: E402
from liaison.outbox import bell  # noqa: E402
from tests.benchmarks.timing import megabytes, run  # noqa: E402
from tests.factories import disputes  # noqa: E402
from tests.factories.oldregister import handed_in, row_of, workbook_of  # noqa: E402

BAR_ROWS, BAR_MEGABYTES = 500, 500
ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000


def taken_in(user, content, what):
    check, first = run(taking.CHECK, f"check, {what}", ROWS, owner=user, source=handed_in(content))
    arguments = {"check": check.pk, "seen": check.report["seen"]}
    _, second = run(taking.TAKE, f"import, {what}", ROWS, owner=user, arguments=arguments)
    LongWork.objects.all().delete()
    return min(first, second)


def main():
    call_command("migrate", verbosity=0)
    call_command("load_reference_data", verbosity=0)
    bell.bell.ring = lambda task: None
    here = disputes.scene()
    rows = [row_of(here, n) for n in range(1, ROWS + 1)]
    first = workbook_of(rows)
    later = workbook_of([row | {"终结日期": date(2020, 6, 1)} for row in rows])
    del rows
    before = megabytes()
    slowest = min(
        taken_in(here.centre_clerk, first, "all new"),
        taken_in(here.centre_clerk, first, "none changed"),
        taken_in(here.centre_clerk, later, "all changed"),
    )
    assert Dispute.objects.filter(is_imported=True).count() == ROWS
    print(f"{ROWS} rows, {len(first) / 1e6:.1f} MB of workbook")
    print(f"slowest {slowest:.0f} rows/s (bar {BAR_ROWS})")
    print(f"peak {megabytes():.0f} MB, {before:.0f} MB of it before (bar {BAR_MEGABYTES})")


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        settings.MEDIA_ROOT = Path(folder)
        main()
