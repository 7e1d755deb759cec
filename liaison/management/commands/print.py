"""``manage.py print``: hand out an issued paper's frozen bytes, or list what was issued."""

from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from liaison import documents, registry
from liaison.models import IssuedPaper

_YEARS = str.maketrans("[]【】［］（）()", "〔〕〔〕〔〕〔〕〔〕")
_CASES = str.maketrans("[]【】［］〔〕()", "（）（）（）（）（）")


class Command(BaseCommand):
    """Write an issued paper as it was last issued, found by its code and the matter's number.

    Where each session (or whatever ``--list`` names) has one, ``--part`` says which.
    """

    help = "把已印发的文书写成 PDF 文件，或列出已印发的文书"
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("code", nargs="?", metavar="PAPER-CODE", help="文书代码")
        parser.add_argument("number", nargs="?", metavar="NUMBER", help="事项编号")
        parser.add_argument("-o", "--output", metavar="FILE.pdf", help="写入的文件")
        parser.add_argument("--part", metavar="PART", help="所属部分，如 session:7，见 --list")
        parser.add_argument("--list", action="store_true", help="列出已印发的文书")

    def handle(self, *args, code, number, output, part, **options):
        if options["list"]:
            self._list()
        elif code and number and output:
            self._write(code, number, part, Path(output))
        else:
            usage = "用法：print 文书代码 事项编号 -o 文件.pdf，或 print --list"
            raise CommandError(usage, returncode=2)

    def _list(self):
        issued = IssuedPaper.objects.order_by("code", "number", "part").prefetch_related("matter")
        rows = {(each.code, each.number or each.matter.number, each.part): None for each in issued}
        for code, number, part in rows:
            self.stdout.write("\t".join(filter(None, [code, number, part])))

    def _write(self, code, number, part, path):
        found = IssuedPaper.objects.filter(about(code, spellings(number)), code=code)
        if part:
            found = found.filter(part=part)
        paper = found.order_by("-issued_at", "-id").first()
        if paper is None:
            raise CommandError(f"没有已印发的文书：{code} {number}", returncode=2)
        try:
            path.write_bytes(documents.frozen(paper))
        except documents.TamperedPaper as error:
            raise CommandError(str(error), returncode=2) from error
        except OSError as error:
            reason = error.strerror or error
            raise CommandError(f"文件写不了：{path}（{reason}）", returncode=2) from error


def about(code, numbers):
    """The condition that a paper, or the matter it was issued of, has one of ``numbers``.

    A letter that brings a matter in goes out before the matter has its number.
    """
    known = Q(number__in=numbers)
    if code not in registry.papers:
        return known
    model = registry.papers[code].model
    matters = model._base_manager.filter(number__in=numbers)
    kind = ContentType.objects.get_for_model(model)
    return known | Q(content_type=kind, object_id__in=matters.values("pk"))


def spellings(number: str) -> set[str]:
    """Return the ways a number typed with any brackets may stand in the register."""
    number = "".join(number.split())
    return {number, number.translate(_YEARS), number.translate(_CASES)}
