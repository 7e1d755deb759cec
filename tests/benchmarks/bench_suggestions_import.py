"""Earlier suggestions, 10,000 rows: how fast they are checked and taken in, and with what memory.

``python -m tests.benchmarks.bench_suggestions_import [rows [files]]`` makes a database of its own
afresh, hands a workbook in as the page does, two rows a letter and every fifth letter unanswered,
and has the two long works run by the worker's own code: first all are new, then all are known.
Then as many PDFs as told come in beside a table that names them. It prints rows a second and the
peak of the process's memory. The bar: 10,000 rows checked in a minute, and taken in in another
(≥ 167 rows a second each), < 500 MB.
"""

import os
import sys
import zlib
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks import database

database.enter(afresh=True)

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from liaison.models import Attachment, LongWork  # noqa: E402
from liaison.outbox import bell  # noqa: E402
from suggestions.models import JudicialSuggestion  # noqa: E402
from suggestions.takeover import taking  # noqa: E402
from tests.benchmarks.timing import megabytes, run  # noqa: E402
from tests.factories import suggestions  # noqa: E402
from tests.factories.bundles import bundle_of, handed_in  # noqa: E402
from tests.factories.takeover import SECOND, UNANSWERED, row_of, workbook_of  # noqa: E402

BAR_ROWS, BAR_MEGABYTES = 167, 500
ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
FILES = int(sys.argv[2]) if len(sys.argv) > 2 else 200
EVERY = 5
"""One letter of so many is unanswered."""
KILOBYTES = 300
"""Of a scan."""


def letters(here, first, count):
    for number in range(first, first + count):
        more = {} if number % EVERY else UNANSWERED
        yield row_of(here, number, **more)
        yield row_of(here, number, **SECOND, **more)


def scan(number):
    """A PDF of one page of noise, as a scanner makes it."""
    noise = zlib.compress(os.urandom(KILOBYTES * 1024))
    return b"%%PDF-1.4\n%d\nstream\n" % number + noise + b"\nendstream\n%%EOF\n"


def taken_in(here, content, what, rows, **more):
    whose = {"court": here.court.pk, "committee": here.committee.pk}
    check, first = run(
        taking.CHECK,
        f"check, {what}",
        rows,
        owner=here.clerk,
        arguments=whose,
        source=handed_in(content, "以往建议.xlsx"),
        **more,
    )
    assert not check.report["wrong_rows"], check.report["errors"][:3]
    arguments = whose | {"check": check.pk, "seen": check.report["seen"]}
    _, second = run(taking.TAKE, f"import, {what}", rows, owner=here.clerk, arguments=arguments)
    LongWork.objects.all().delete()
    return min(first, second)


def main():
    call_command("migrate", verbosity=0)
    call_command("load_reference_data", verbosity=0)
    bell.bell.ring = lambda task: None
    here = suggestions.scene()
    table = workbook_of(letters(here, 1, ROWS // 2))
    before = megabytes()
    slowest = min(
        taken_in(here, table, "all new", ROWS),
        taken_in(here, table, "all known", ROWS),
    )
    assert JudicialSuggestion.objects.count() == ROWS // 2
    print(f"{ROWS} rows, {len(table) / 1e6:.1f} MB of workbook")
    print(f"slowest {slowest:.0f} rows/s (bar {BAR_ROWS})")
    print(f"peak {megabytes():.0f} MB, {before:.0f} MB of it before (bar {BAR_MEGABYTES})")
    named = [row_of(here, ROWS + n, 附件=f"复函{n}.pdf") for n in range(FILES)]
    bundle = bundle_of({f"复函{n}.pdf": scan(n) for n in range(FILES)})
    beside = handed_in(bundle, "附件.zip")
    taken_in(here, workbook_of(named), f"{FILES} files", FILES, beside=beside)
    assert Attachment.objects.count() == FILES
    print(f"{FILES} files, {len(bundle) / 1e6:.1f} MB of bundle, peak {megabytes():.0f} MB")


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        settings.MEDIA_ROOT = Path(folder)
        main()
