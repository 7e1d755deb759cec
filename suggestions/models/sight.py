"""Who sees a suggestion, and who reads what of it (知悉范围).

Before service the whole is the court's; talk and committee stay so for good. What one addressee
answers is for the court (and the one that passed it up), the coordinator, the unit that leads,
itself, and the unit above it where that one was told of the suggestion: not for the others that
got the same letter.
"""

from django.db.models import Q, Value
from django.db.models.functions import Concat

from liaison import access
from suggestions.deadlines import NORMATIVE_ISSUE
from suggestions.models.addressees import Addressee
from suggestions.models.answers import Reply, ReplyItem
from suggestions.models.replying import DRAFTING, REPLY_LETTER

INSIDE_STEPS = (
    *(
        "draft",
        "revise",
        "consult",
        "approve",
        "send_back",
        "sign",
        "pass_up",
        "withdraw",
        "file_above",
    ),
)
"""What the court did before service: on record, but not for those outside it."""
OF_ADDRESSEE = ("送达回证", "复函", "佐证材料")
"""Attachments that belong to one addressee."""


class Sight:
    """What of a suggestion is for whom: what it grants, and what is read by whom it is shown to."""

    def grants(self):
        """The court handles it alone until service; then whoever was served answers.

        The coordinator and those copied to look on from the first service; court and coordinator
        urge who is late, and whoever had a letter about it looks on too, as does the court that
        passed it up (层报).
        """
        grants = access.Grants().give(self.initiator, "view", "handle")
        if self.proposer:
            grants.give(self.proposer, "view")
        if not self.served_on:
            return grants
        for row in self.addressed():
            if row.served_on:
                grants.give(row.unit, "view", *self.open_to(row))
        told = self.urged_units() if any(row.urged for row in self.addressed()) else ()
        for unit in (self.coordinator, *self.copies.all(), *told):
            grants.give(unit, "view")
        for unit in (self.initiator, self.coordinator):
            grants.give(unit, "urge")
        return grants

    @staticmethod
    def open_to(row):
        """What an addressee that was served may do: receive, answer, approve and give its draft."""
        if row.state == Addressee.State.SERVED:
            yield "receive"
        if row.owes:
            yield "answer"
        if row.owes and row.draft:
            yield "give"
            if not (row.draft.approved_on or row.draft.sent_back):
                yield "check"

    def is_inside(self, user):
        """Say whether ``user`` is of the court, and may read what never leaves it."""
        return self.initiator.group_id in access.group_ids(user)

    def own_rows(self, user):
        """The addressees for which ``user`` acts."""
        groups = access.group_ids(user)
        return [row for row in self.addressed() if row.unit.group_id in groups]

    def draft_of(self, user):
        """The answer that the unit of ``user`` is about to give; None if there is none."""
        return next((row.draft for row in self.own_rows(user) if row.draft), None)

    def read_by(self, user):
        """The addressees whose answers, receipts and extensions ``user`` may read."""
        groups = set(access.group_ids(user))
        rows = self.addressed()
        whole = {self.initiator.group_id, self.coordinator.group_id, rows[0].unit.group_id}
        whole |= {self.proposer.group_id} if self.proposer else set()
        if whole & groups:
            return rows
        return [row for row in rows if groups & {row.unit.group_id, row.group_above}]

    def replies_read_by(self, user):
        """The replies that ``user`` may read: those given, and the drafts of the own unit."""
        own = [row.pk for row in self.own_rows(user)]
        read = Reply.objects.given().filter(addressee__in=[row.pk for row in self.read_by(user)])
        return read | Reply.objects.filter(addressee__in=own)

    def record_seen_by(self, user):
        """Outside the court the record begins with service; drafts are on their unit's own.

        Nor is it told who else looked at a paper or a file that is not for ``user``.
        """
        own = [row.unit_id for row in self.own_rows(user)]
        read = [row.unit_id for row in self.read_by(user)]
        entries = super().record_seen_by(user)
        entries = entries.exclude(~Q(unit__in=own), action__in=DRAFTING)
        entries = entries.exclude(~Q(unit__in=read), action="ask_extension")
        papers = self.papers.order_by().exclude(pk__in=self.papers_seen_by(user).values("pk"))
        files = self.attachments.order_by().exclude(pk__in=self.attachments_seen_by(user))
        looked_at = Q(note__in=papers.values(said=Concat("title", Value(" "), "number")))
        looked_at |= Q(note__in=files.values("name"))
        entries = entries.exclude(looked_at, ~Q(actor=user), action="download")
        return entries if self.is_inside(user) else entries.exclude(action__in=INSIDE_STEPS)

    def deadlines_seen_by(self, user):
        """Outside the court without its own clock before service."""
        clocks = super().deadlines_seen_by(user)
        return clocks if self.is_inside(user) else clocks.exclude(rule__code=NORMATIVE_ISSUE)

    def attachments_seen_by(self, user):
        """Without what belongs to an addressee whose answers are not for ``user``, or to a draft.

        Files of which nobody knows to whom they belong are for those who read all.
        """
        seen = super().attachments_seen_by(user)
        replies, read = self.replies_read_by(user), self.read_by(user)
        if len(read) == len(self.addressed()):
            hidden = Reply.objects.drafts().filter(addressee__in=read).exclude(pk__in=replies)
            return seen.exclude(pk__in=files_of(hidden))
        receipts = [row.receipt_id for row in read if row.receipt_id]
        readable = Q(pk__in=receipts) | Q(pk__in=files_of(replies))
        return seen.filter(~Q(kind__in=OF_ADDRESSEE) | readable)

    def papers_seen_by(self, user):
        """Without letters of answer that are not for ``user``, or not given yet.

        Of a letter that was approved twice only its own unit keeps the one that didn't go out.
        """
        own = [row.pk for row in self.own_rows(user)]
        given = self.replies_read_by(user).filter(paper__isnull=False).values("paper")
        letters = Q(pk__in=given) | Q(part__in=Reply.objects.filter(addressee__in=own).refs())
        return super().papers_seen_by(user).filter(~Q(code=REPLY_LETTER) | letters)

    def may_preview(self, user, paper):
        """A draft of the answer is for its own unit; that of the letter is the court's."""
        if paper.code == REPLY_LETTER:
            return paper.part.addressee in self.own_rows(user)
        return super().may_preview(user, paper)

    def matrix(self, user):
        """Problems in order, each with its ``columns``: an addressee and its answers, newest first.

        None stand where answers are not for ``user``; ``drafted`` is what the own unit is about to
        answer. One query beside that for the addressees as a rule: every reply covers every
        problem, so once there is one to be read its items bring the problems.
        """
        addressed, read = self.addressed(), self.read_by(user)
        items = self._items_read_by(user)
        found = dict.fromkeys(item.problem for item in items) or self.problems.all()
        for problem in found:
            own = [item for item in items if item.problem_id == problem.pk]
            problem.drafted = next((item for item in own if item.reply.is_draft), None)
            given = [item for item in own if item is not problem.drafted]
            problem.columns = [
                (row, [item for item in given if item.reply.addressee_id == row.pk])
                if row in read
                else (row, None)
                for row in addressed
            ]
        return list(found)

    def _items_read_by(self, user):
        if self.replied_on is None and not any(row.draft for row in self.own_rows(user)):
            return []
        items = ReplyItem.objects.filter(reply__in=self.replies_read_by(user))
        items = items.select_related("problem", "reply", "verdict", "proof")
        if self.looked_back_on:
            items = items.prefetch_related("look_backs")
        return list(items.order_by("problem__order", "-reply__round"))


def files_of(replies):
    """The ids of sealed letters and proofs of ``replies``, as a query."""
    letters = replies.order_by().filter(letter__isnull=False).values("letter")
    proofs = replies.order_by().filter(items__proof__isnull=False).values("items__proof")
    return letters.union(proofs)
