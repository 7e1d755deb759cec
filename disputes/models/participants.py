"""Who takes part (参加人): parties and agents put down at intake, added and changed later."""

from django.core.exceptions import ValidationError

from disputes.models.choices import UNDER_WAY, FileKind, Status
from disputes.models.parties import (
    AGENTS_ALLOWED,
    Agent,
    Party,
    check_parties,
    check_representatives,
)
from disputes.models.units import members_of
from liaison.days import check_day
from liaison.models import Role
from liaison.notices import publish
from liaison.transitions import transition
from liaison.uploads import attach

WHILE_OPEN = (*UNDER_WAY, Status.SUSPENDED)


class ParticipantSteps:
    """The steps by which the centre keeps the list of those who take part."""

    def enter(self, rows, actor, added_on=None):
        """Put down parties with their agents, each a dict of columns; return the parties.

        An agent's ``paper`` is the power of attorney; without it the page says that it is missing.
        """
        rows = [dict(row) for row in rows]
        agents = [row.pop("agents", ()) for row in rows]
        parties = [Party(dispute=self, added_on=added_on, **row) for row in rows]
        present = list(self.parties.all()) if added_on else []
        check_parties([*present, *parties])
        for party in parties:
            self.check_co_agency(party)
        Party.objects.bulk_create(parties)
        for party, those in zip(parties, agents, strict=True):
            self.empower(party, those, actor)
        return parties

    def empower(self, party, rows, actor):
        """Let ``rows`` act for ``party``, beside those who do already: two at most."""
        if party.agents.present().count() + len(rows) > AGENTS_ALLOWED:
            raise ValidationError("一名当事人最多委托两名代理人", code="agents")
        for row in rows:
            columns = {name: value for name, value in row.items() if name != "paper"}
            paper = attach(self, row.get("paper"), FileKind.AUTHORISATION, actor)
            Agent.objects.create(party=party, authorisation=paper, **columns)

    def check_co_agency(self, party):
        """A co-agency is another agency of the committee than the one complained of."""
        if party.role != Party.Role.CO_AGENCY:
            return
        circle = members_of([self.committee_id]).agencies().exclude(pk=self.respondent_id)
        if not circle.filter(pk=party.unit_id).exists():
            raise ValidationError("请选择本委员会的其他行政机关", code="unit")

    @property
    def co_agencies(self):
        """The agencies that did the act together with the respondent (共同被申请机关)."""
        if self.pk is None:
            return []
        return [party.unit for party in self.parties.all() if party.unit_id]

    @property
    def applicants(self):
        return [party for party in self.parties.all() if party.is_applicant]

    @transition(
        source=WHILE_OPEN,
        perm="disputes.add_party_dispute",
        part="handle",
        roles=[Role.CENTRE_CLERK],
        label="追加当事人",
        hint="与争议有利害关系的，可以追加为第三人；共同作出行政行为的机关，追加为共同被申请机关",
        tone="secondary",
    )
    def add_party(self, *, actor, on, parties):
        """Add an applicant, a third party or a co-agency (追加当事人) while mediation goes on.

        A co-agency may read the file from now on. Raises ValidationError for somebody who is in
        it already, and when many applicants lack their representatives.
        """
        check_day(on, self.accepted_on)
        (party,) = added = self.enter(parties, actor, added_on=on)
        publish("disputes.party_added", self, key=self.occasion("party_added"), co=party.unit)
        return "、".join(f"{one.get_role_display()}{one.shown_name}" for one in added)

    @transition(
        source=WHILE_OPEN,
        perm="disputes.add_party_dispute",
        part="handle",
        roles=[Role.CENTRE_CLERK],
        label="变更代表人",
        tone="secondary",
        when=lambda dispute: len(dispute.applicants) > 1,
    )
    def name_representatives(self, *, actor, representatives):
        """Put down whom several applicants put forward (推选、变更代表人)."""
        chosen = {party.pk for party in representatives}
        applicants = self.applicants
        for party in applicants:
            party.is_representative = party.pk in chosen
        if chosen - {party.pk for party in applicants}:
            raise ValidationError("代表人应当是申请人", code="represent")
        check_representatives(applicants)
        Party.objects.bulk_update(applicants, ["is_representative"])
        return "、".join(party.shown_name for party in applicants if party.is_representative)

    @transition(
        source=WHILE_OPEN,
        perm="disputes.add_party_dispute",
        part="handle",
        roles=[Role.CENTRE_CLERK],
        label="变更代理人",
        tone="secondary",
    )
    def change_agents(self, *, actor, on, party, ending=(), agents=()):
        """Let others act for a party (变更代理人): end some powers of attorney, put down new ones.

        Raises ValidationError for more than two agents, and when nothing would change.
        """
        check_day(on, self.referred_on)
        if not self.parties.filter(pk=party.pk).exists():
            raise ValidationError("该当事人不在本争议中", code="party")
        ended = party.agents.present().filter(pk__in=[agent.pk for agent in ending])
        names = [agent.shown_name for agent in ended]
        if not (names or agents):
            raise ValidationError("请填写新的代理人，或者选择解除的委托", code="nothing")
        ended.update(ended_on=on)
        self.empower(party, agents, actor)
        changes = [f"解除{name}" for name in names]
        changes += [f"委托{agent['name'][:1]}某某" for agent in agents]
        return f"{party.shown_name}：{'、'.join(changes)}"
