"""Who may see what of a dispute (保密): mediation is for those who are in it."""

from disputes.models.choices import INTAKE_FILE, MEDIATION_FILE, Source
from liaison.access import Grants, parts_of

OF_THE_FILE = (
    *("unmask", "download"),
    *("adjourn_session", "cancel_session"),
    *("disclose", "disclose_more", "keep_mediator", "request_recusal", "decide_recusal"),
)
"""What is told in the record only to those who may read the mediation file."""
MEDIATION_PAPERS = frozenset(
    {
        "dispute-disclosure",
        "dispute-recusal-decision",
        "dispute-attendance",
        "dispute-record",
        "dispute-undisputed",
        "dispute-casefile",
    }
)
"""Issued papers that belong to the mediation file, or hold it as the archived file does."""

REPORT = "dispute-report"
"""The paper by which the court hears of the end of mediation."""

INTAKE_PAPERS = frozenset(
    f"dispute-{name}"
    for name in ("application", "guidance", "acceptance", "refusal", "transfer-list")
)
PROGRESS = (
    *("refer", "accept", "refuse", "register_filing", "suspend", "resume", "extend", "agree"),
    *("perform", "close", "fail", "withdraw", "lapse", "transfer", "conclude", "archive"),
)
"""What whoever merely handed a dispute on reads of its record: where it stands, not why."""


class Confidential:
    """What the court, the agency and the office get to see of a dispute, and what they do not.

    The mediation file (statements, records, recusals) is for the centre, its mediators and the
    units in the case; the court reads a report (行诉解释第八十六条, 特邀调解规定第二十二条).
    """

    def attachments_seen_by(self, user):
        """Keep the mediation file from those who may see the dispute but not its file."""
        files = super().attachments_seen_by(user)
        if not self.may_read_result(user):
            return files.filter(kind__in=INTAKE_FILE)
        return files if self.may_read_file(user) else files.exclude(kind__in=MEDIATION_FILE)

    def papers_seen_by(self, user):
        """Keep the papers of the mediation file from those who may not read it.

        And from the units in the case what the court was told of them.
        """
        papers = super().papers_seen_by(user)
        if not self.may_read_result(user):
            return papers.filter(code__in=INTAKE_PAPERS)
        if not self.may_read_report(user):
            papers = papers.exclude(code=REPORT)
        return papers if self.may_read_file(user) else papers.exclude(code__in=MEDIATION_PAPERS)

    def may_preview(self, user, paper):
        """A draft is the centre's own until it is issued; an agency prints its own authority."""
        parts = parts_of(user, self)
        group = getattr(paper.part, "group_id", None)
        own = paper.code == "dispute-authorisation" and "supplement" in parts.get(group, ())
        return own or "handle" in self.verbs_of(user)

    def record_seen_by(self, user):
        """Keep from the court who looked at what and who was doubted: it tells of the file."""
        record = super().record_seen_by(user)
        if not self.may_read_result(user):
            return record.filter(action__in=PROGRESS)
        if self.may_read_file(user):
            return record
        return record.exclude(action__in=OF_THE_FILE)

    def may_read_file(self, user):
        """Say whether ``user`` may read the mediation file: statements, records, attendance."""
        return "read_file" in self.verbs_of(user)

    def may_read_report(self, user):
        """Say whether ``user`` may read what the court was told: it speaks of the sides' conduct.

        It is for the court and the centre with its mediators, not for the units in the case.
        """
        verbs = self.verbs_of(user)
        return bool({"handle", "mediate", "conclude"} & verbs)

    def may_read_result(self, user):
        """Say whether ``user`` may read what the sides agreed on: they, or a court's own.

        Whoever merely handed the dispute on (信访、委员会移送) hears that there is an agreement,
        not what is in it (行诉解释第八十六条).
        """
        return bool({"read_file", "refer", "decide_confirmation"} & self.verbs_of(user))

    def verbs_of(self, user):
        """All that the units of ``user`` may do with the dispute."""
        return set().union(*parts_of(user, self).values())

    def grants(self):
        """Whoever brought it sees what becomes of it, the centre works on it, the agency answers.

        The agency sees it from acceptance on, unless it applied itself. A court or an agency
        may take back what it brought; who merely handed it on may not. The committee's office
        follows progress in numbers and sees no content; all others see nothing (design.md §5,
        domain.md §9.1).
        """
        grants = (
            Grants()
            .give(self.initiator, *self._asker_parts())
            .give(self.centre.unit, "view", "handle", "mediate", "read_file")
            .give(self.centre.unit, "withdraw", "conclude")
            .give(self.court if self.is_of_court else None, "conclude")
            .give(self.closer, "close")
            .give(self.initiator, "follow")
            .give(self.centre.unit, "follow")
            .give(self.committee.office, "follow")
        )
        for mediator in self._sitting():
            grants.give(mediator, "view", "mediate", "read_file")
        if self.has_confirmation:
            grants.give(self.confirmation.court, "view", "decide_confirmation")
        if self.accepted_on:
            grants.give(self.respondent, "view", "follow", "answer", "supplement", "read_file")
            for unit in self.co_agencies:
                grants.give(unit, "view", "follow", "supplement", "read_file")
        return grants

    def _sitting(self):
        """The mediators on the case; what was imported never had one here."""
        if self.is_imported:
            return []
        return [seat.mediator for seat in self.panel.sitting().select_related("mediator")]

    def _asker_parts(self):
        if self.is_of_court:
            return "view", "refer", "withdraw"
        return ("view", "withdraw") if self.source == Source.AGENCY else ("view",)
