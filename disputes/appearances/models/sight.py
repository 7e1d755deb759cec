"""Who reads what an agency answers (答辩材料的知悉范围).

A draft is its unit's own: neither the court nor a co-defendant learns of it. Once given, an
answer is read by the court and by the agencies of the case, which are parties to it (行政诉讼法
第三十二条、第四十三条: evidence is shown in court and examined by all of them). Who looks on for
the government sees that and when there was an answer, not what it says. The receipt of service,
why more time was asked for, and what proves performance, is for the court and the one agency.
"""

from django.db.models import Q, Value
from django.db.models.functions import Concat
from django.utils import timezone

from disputes.appearances.deadlines import PERFORMANCE
from disputes.appearances.models.answers import Answer
from disputes.appearances.models.choices import UNJUDGED
from liaison import access

ANSWER_PAPER = "lawsuit-answer"
EVIDENCE_PAPER = "lawsuit-evidence"
CHECKLIST_PAPER = "lawsuit-checklist"
"""Codes of an agency's own papers: 答辩状、证据清单、应诉准备清单."""
OF_AGENCY = (ANSWER_PAPER, EVIDENCE_PAPER, CHECKLIST_PAPER)
OF_ANSWER = ("答辩材料", "证据材料", "法定代表人身份证明", "授权委托书")
OF_CLERKS = ("送达回证", "延期举证申请", "履行证明")
"""Kinds of files that belong to an answer; and those that only the court reads beside."""


class AnswerSight:
    """What of the agencies' answers is for whom."""

    def is_inside(self, user):
        """Say whether ``user`` is of the court."""
        return self.initiator.group_id in access.group_ids(user)

    def own_rows(self, user):
        """The agencies for which ``user`` acts."""
        groups = access.group_ids(user)
        return [row for row in self.sued() if row.unit.group_id in groups]

    def reads_answers(self, user):
        """Say whether ``user`` reads what agencies have answered: the court, and who was sued."""
        return self.is_inside(user) or any(row.served_on for row in self.own_rows(user))

    def reads_of(self, user):
        """The agencies of which ``user`` reads why and how: all for the court, else the own."""
        return self.sued() if self.is_inside(user) else self.own_rows(user)

    def answers_read_by(self, user):
        """The answers that ``user`` may read: those given, and the draft of the own unit."""
        answers = Answer.objects.filter(agency__matter=self)
        own = Q(agency__in=[row.pk for row in self.own_rows(user)])
        given = Q(given_on__isnull=False) if self.reads_answers(user) else Q(pk__in=[])
        return answers.filter(own | given)

    def attachments_seen_by(self, user):
        """Without files of answers, requests and reports that are not for ``user``."""
        files = set()
        for row in self.reads_of(user):
            files |= {row.receipt_id, row.deferral_file_id, row.report_proof_id}
        read = Q(pk__in=self.answers_read_by(user).files()) | Q(pk__in=files - {None})
        kinds = Q(kind__in=(*OF_ANSWER, *OF_CLERKS))
        return super().attachments_seen_by(user).filter(~kinds | read)

    def papers_seen_by(self, user):
        """Without 答辩状 and 证据清单 for whoever does not read answers."""
        papers = super().papers_seen_by(user)
        return papers if self.reads_answers(user) else papers.exclude(code__in=OF_AGENCY)

    def may_preview(self, user, paper):
        """What an agency draws up is its own until it is given."""
        if paper.code in OF_AGENCY:
            row = getattr(paper.part, "agency", paper.part)
            return row in self.own_rows(user)
        return super().may_preview(user, paper)

    def record_seen_by(self, user):
        """Without the drafting of others, nor who else looked at what is not for ``user``."""
        own = [row.unit_id for row in self.own_rows(user)]
        entries = super().record_seen_by(user)
        entries = entries.exclude(~Q(unit__in=own), action="draft_answer")
        papers = self.papers.order_by().exclude(pk__in=self.papers_seen_by(user).values("pk"))
        files = self.attachments.order_by().exclude(pk__in=self.attachments_seen_by(user))
        looked_at = Q(note__in=papers.values(said=Concat("title", Value(" "), "number")))
        looked_at |= Q(note__in=files.values("name"))
        return entries.exclude(looked_at, ~Q(actor=user), action="download")

    def agencies_for(self, user, clocks):
        """The agencies as the page shows them to ``user``.

        Each has its ``clock`` and that of its performance (``performing``), the ``shown`` answer
        if ``user`` reads it, and the ``checklist`` if it is their own.
        ``clocks`` are the deadlines read for the page.
        """
        rows, own = self.sued(), self.own_rows(user)
        by_ref = {one.ref: one for one in clocks if one.rule.code == self.answer_rule}
        performing = {one.ref: one for one in clocks if one.rule.code == PERFORMANCE}
        reads, frank = self.reads_answers(user), self.reads_of(user)
        for row in rows:
            answer = getattr(row, "answer", None)
            readable = answer and (row in own or (reads and not answer.is_draft))
            row.shown = answer if readable else None
            row.clock, row.performing = by_ref.get(row.ref), performing.get(row.ref)
            row.is_late = is_past(row.clock, row.answered_on)
            row.performs_late = is_past(row.performing, row.performed_on or row.reported_on)
            row.is_frank = row in frank
            row.is_own = row in own
            prepared = row.is_own and row.owes_answer and self.status in UNJUDGED
            row.checklist = prepared and self.checklist(row)
        return rows


def is_past(clock, done_on):
    """Whether what a clock asked for was done late, or is late by today; a waived one never is."""
    if clock is None or clock.due_on is None or clock.status == "waived":
        return False
    return (done_on or timezone.localdate()) > clock.due_on
