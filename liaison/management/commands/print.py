"""``manage.py print``: hand out an issued paper's frozen bytes, or list what was issued."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from liaison import documents
from liaison.models import IssuedPaper

_YEARS = str.maketrans("[]【】［］（）()", "〔〕〔〕〔〕〔〕〔〕")
_CASES = str.maketrans("[]【】［］〔〕()", "（）（）（）（）（）")


class Command(BaseCommand):
    """Write the latest version of an issued paper, found by its code and the matter's number."""

    help = "把已印发的文书写成 PDF 文件，或列出已印发的文书"
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("code", nargs="?", metavar="PAPER-CODE", help="文书代码")
        parser.add_argument("number", nargs="?", metavar="NUMBER", help="事项编号")
        parser.add_argument("-o", "--output", metavar="FILE.pdf", help="写入的文件")
        parser.add_argument("--list", action="store_true", help="列出已印发的文书")

    def handle(self, *args, code, number, output, **options):
        if options["list"]:
            self._list()
        elif code and number and output:
            self._write(code, number, Path(output))
        else:
            usage = "用法：print 文书代码 事项编号 -o 文件.pdf，或 print --list"
            raise CommandError(usage, returncode=2)

    def _list(self):
        issued = IssuedPaper.objects.order_by("code", "number")
        for code, number in issued.values_list("code", "number").distinct():
            self.stdout.write(f"{code}\t{number}")

    def _write(self, code, number, path):
        paper = (
            IssuedPaper.objects.filter(code=code, number__in=spellings(number))
            .order_by("-version")
            .first()
        )
        if paper is None:
            raise CommandError(f"没有已印发的文书：{code} {number}", returncode=2)
        try:
            path.write_bytes(documents.frozen(paper))
        except documents.TamperedPaper as error:
            raise CommandError(str(error), returncode=2) from error
        except OSError as error:
            reason = error.strerror or error
            raise CommandError(f"文件写不了：{path}（{reason}）", returncode=2) from error


def spellings(number: str) -> set[str]:
    """Return the ways a number typed with any brackets may stand in the register."""
    number = "".join(number.split())
    return {number, number.translate(_YEARS), number.translate(_CASES)}
