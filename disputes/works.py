"""Long works of disputes: the whole file as one PDF, old registers checked and taken in."""

import tempfile

from django.core.exceptions import ValidationError
from django.core.files import File
from django.urls import reverse

from disputes.casefile import CaseFile
from disputes.models import Dispute
from disputes.models.archiving import BINDING
from disputes.oldregister import taking  # noqa: F401 - registers its works
from liaison import registry
from liaison.works import Kind, Result


@registry.works.register
class Binding(Kind):
    """卷宗合成: for whoever may see the dispute, as far as they may read it.

    Of an archived dispute the file is frozen as a paper, once; for others it is made up for
    the owner alone. A file that holds the mediation file's parts is shown only as long as its
    owner may read them.
    """

    code = BINDING
    label = "卷宗合成"

    def run(self, work, progress):
        matter = self.matter_of(work, work.owner)
        if matter is None:
            raise ValidationError("该争议已不在您的查看范围内")
        if work.arguments["freeze"]:
            return self.freeze(matter, work, progress)
        stream = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it has been kept
        contents = CaseFile(work.owner, progress).write(matter, stream)
        stream.seek(0)
        name = f"卷宗 {matter.number or matter.pk}.pdf"
        return Result(in_words(contents), File(stream), name, report={"whole": contents.is_whole})

    def freeze(self, matter, work, progress):
        """Issue the file of an archived dispute as a paper; a second time changes nothing."""
        Dispute.objects.select_for_update().get(pk=matter.pk)
        if matter.may_freeze(work.owner):
            CaseFile(work.owner, progress).issue(matter, work.owner)
        paper = matter.frozen_file
        if paper is None:
            raise ValidationError("争议还没有归档，或者您不再办理这件争议")
        return Result(f"卷宗已经定稿，正文{paper.pages}页", report={"paper": paper.pk})

    def matter_of(self, work, user):
        return Dispute.objects.visible_to(user).with_listing().filter(pk=work.object_id).first()

    def may_read(self, work, user):
        matter = self.matter_of(work, user)
        return matter is not None and (not work.report.get("whole") or matter.may_read_file(user))

    def next_page(self, work):
        """A frozen file stands among the dispute's papers."""
        if work.arguments["freeze"]:
            return reverse("disputes:dispute_detail", args=[work.object_id]) + "#papers", "查看文书"
        return None


def in_words(contents):
    """What the owner reads when the file is made up."""
    apart = len(contents.apart)
    rest = f"，{apart}件另行保存（见目录和备考表）" if apart else ""
    return f"共{len(contents.entries)}件材料，正文{contents.pages}页{rest}"
