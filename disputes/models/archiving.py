"""Archiving (归档): the file is made up for good, with the period for which it is kept."""

from disputes.models.choices import Retention, Status
from liaison import works
from liaison.days import check_day
from liaison.models import Role
from liaison.transitions import transition

ENDED = (
    Status.COMPLETED,
    Status.REFUSED,
    Status.FAILED,
    Status.WITHDRAWN,
    Status.TERMINATED,
)
CASEFILE = "dispute-casefile"
"""The paper that the whole file is frozen as."""
BINDING = "disputes.casefile"
"""The long work that makes it up."""


class ArchivingSteps:
    """What is left to do when a dispute is done with."""

    @transition(
        source=ENDED,
        perm="disputes.archive_dispute",
        part="handle",
        roles=[Role.CENTRE_CLERK],
        label="归档",
        hint="核对材料齐全后归档：卷宗合成一份 PDF 定稿，注明保管期限",
        tone="secondary",
        when=lambda dispute: not dispute.archived_on and not dispute.is_imported,
    )
    def archive(self, *, actor, on, retention, note=""):
        """Archive the dispute's file (归档), with its retention period (保管期限).

        The whole file is bound and frozen in the background; from then on its bytes are what
        counts (归档文件, 国家档案局令第8号第十条). Raises ValidationError for a day before the end.
        """
        check_day(on, self.ended_on or self.closed_on)
        self.archived_on, self.retention, self.archive_note = on, Retention(retention), note
        self.bind(actor, freeze=True)
        return f"保管期限：{self.get_retention_display()}"

    def bind(self, owner, *, freeze=False):
        """Set going the making of one PDF of the file, as far as ``owner`` may read it."""
        return works.begin(
            BINDING,
            owner=owner,
            title=f"卷宗：{self.number or self.title}",
            subject=self,
            arguments={"freeze": freeze},
        )

    @property
    def frozen_file(self):
        """The file as it was archived; None while there is none."""
        return self.papers.filter(code=CASEFILE).order_by("version").last()

    def may_freeze(self, user):
        """Whether the archived file is still to be made up, and ``user`` is to have it made."""
        return bool(self.archived_on) and "handle" in self.verbs_of(user) and not self.frozen_file
