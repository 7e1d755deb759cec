"""What must follow when a head did not appear: a suggestion to those above (第十二条)."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError

from disputes.appearances.models.choices import Status
from disputes.appearances.models.filing import CLERKS
from disputes.appearances.models.rights import perm
from liaison import access, registry
from liaison.models import Unit
from liaison.transitions import transition

CONSEQUENCE = "suggestions.head_absent"
SUPERVISORY = ("监察", "监委")
"""How the names of supervisory organs (监察机关) are known."""


class Following:
    """The court writes to the supervisory organ and the next higher agency (司法建议).

    The draft is the court's own until it is served, and so is that there is one: nobody outside
    the court reads of the step in the record, and the link shows only to who may see the draft.
    """

    @transition(
        source=[status for status in Status if status not in (Status.FILED, Status.DEFENDING)],
        perm=perm("raise_suggestion"),
        part="handle",
        label="提出司法建议",
        roles=CLERKS,
        hint="有负责人出庭应诉规定第十二条所列情形的，应当向监察机关和被诉行政机关的上一级行政机关"
        "提出司法建议。办理后生成本院的建议书草稿，送达之前只有本院能看到，请到司法建议中补充、签发。",
        when=lambda matter: CONSEQUENCE in registry.consequences and bool(matter.unanswered()),
    )
    def raise_suggestion(self, *, actor, supervisor, above, appearance=None):
        """Have a suggestion drafted about an agency whose head was absent (第十二条第一款).

        ``supervisor`` is the supervisory organ, ``above`` the next higher agency. Raises
        ValidationError where a suggestion can't be addressed to them. Nobody is told.
        """
        one = self._chosen(appearance, self.unanswered())
        if one.agency.unit in (supervisor, above):
            raise ValidationError("不能向被诉行政机关自己提出，请选择监察机关和它的上一级行政机关")
        if supervisor == above:
            raise ValidationError({"above": "应当同时送监察机关和上一级行政机关，不能是同一个单位"})
        if self.committee.starter is None:
            raise ValidationError("委员会还没有登记政府方启动单位，请联系委员会办公室")
        one.suggestion = registry.consequences[CONSEQUENCE].raise_draft(
            actor=actor,
            court=self.initiator,
            committee=self.committee,
            case_number=self.number,
            event=one.event,
            agency=one.agency.unit,
            above=[above, supervisor],
            contact=(self.contact or actor.name, self.contact_phone or actor.phone),
        )
        one.save(update_fields=["suggestion_type", "suggestion_id"])

    def unanswered(self):
        """The rows with an event of article 12 about which no suggestion was raised yet."""
        return [one for one in self.appearances() if one.event and not one.suggestion_id]

    def addressable(self):
        """The units of the committee to which a suggestion can be addressed."""
        members = Unit.objects.active().members_of([self.committee])
        apart = [Unit.Kind.COURT, Unit.Kind.CENTRE, Unit.Kind.OFFICE]
        return members.exclude(kind__in=apart).exclude(pk=self.committee.starter_id)

    def suggestions_seen_by(self, user):
        """Appearance → the suggestion about it, as far as ``user`` may see that."""
        linked = [one for one in self.appearances() if one.suggestion_id]
        seen = {}
        for kind in {one.suggestion_type_id for one in linked}:
            model = ContentType.objects.get_for_id(kind).model_class()
            of_kind = [one for one in linked if one.suggestion_type_id == kind]
            found = model.objects.visible_to(user).in_bulk([one.suggestion_id for one in of_kind])
            seen |= {one.pk: found.get(one.suggestion_id) for one in of_kind}
        return seen

    def hearings_seen_by(self, user):
        """The hearings with who came; each row says what of it ``user`` may read besides."""
        hearings, seen = list(self.hearings.all()), self.suggestions_seen_by(user)
        units = {row.pk: row.unit for row in self.sued()}
        for one in (row for hearing in hearings for row in hearing.appearances.all()):
            one.seen_suggestion = seen.get(one.pk)
            one.stood_for_by = units.get(one.agency.represented_by_id)
            one.excuse_open = bool(one.excuse) and self.is_party_to(user, one)
        return hearings

    def record_seen_by(self, user):
        """Without the step that raised a suggestion, to all but the court."""
        entries = super().record_seen_by(user)
        if self.initiator.group_id in access.group_ids(user):
            return entries
        return entries.exclude(action="raise_suggestion")
