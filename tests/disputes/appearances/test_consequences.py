"""A suggestion about an absent head (司法建议): raised by the court, its secret until served."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from liaison import registry
from liaison.models import Membership, Message, Role, Unit
from liaison.transitions import TransitionNotAllowed
from suggestions.models import JudicialSuggestion
from tests.database.walks import begun
from tests.factories import appearances
from tests.factories.appearances import CAME, NOBODY, STAFF, heard
from tests.factories.liaison import MembershipFactory, UnitFactory, person

pytestmark = pytest.mark.django_db
DRAWN_ANEW = re.compile(r'chart-[0-9a-f-]{36}|csrfmiddlewaretoken" value="\w+"|nonce-?="?[^ "]+')


@pytest.fixture
@begun
def stage():
    """The stage of lawsuits, with a unit that supervises the agencies."""
    stage = appearances.scene()
    stage.supervisor = UnitFactory(name="长岭纪检监察工作委员会", kind=Unit.Kind.OTHER)
    side = Membership.Side.OTHER
    MembershipFactory(committee=stage.committee, unit=stage.supervisor, side=side)
    stage.people["supervisor_clerk"] = person(stage.supervisor, Role.UNIT_CLERK)
    return stage


def raise_it(lawsuit, stage, **given):
    whom = {"supervisor": stage.supervisor, "above": stage.agency.parent} | given
    lawsuit.raise_suggestion(actor=stage.clerk, **whom)
    return JudicialSuggestion.objects.latest("pk")


def test_an_absence_raises_a_draft_to_those_above(stage):
    lawsuit = heard(stage, STAFF)
    suggestion = raise_it(lawsuit, stage)

    assert (suggestion.kind, suggestion.status) == ("head_absent", "draft")
    assert suggestion.recipient == stage.agency.parent
    assert stage.supervisor in suggestion.addressed_units()
    assert (suggestion.case_number, suggestion.event) == (lawsuit.number, "no_reason")
    assert (suggestion.contact, suggestion.initiator) == ("金书妍", stage.court)
    assert lawsuit.appearances()[0].suggestion == suggestion
    with pytest.raises(TransitionNotAllowed):
        raise_it(lawsuit, stage)


def test_nothing_is_raised_where_nothing_follows_or_nobody_listens(stage, monkeypatch):
    lawsuit = heard(stage, CAME)
    with pytest.raises(TransitionNotAllowed):
        raise_it(lawsuit, stage)
    other = heard(stage, STAFF, ordinal=16)
    names = [step.name for step in other.available_transitions(stage.clerk)]
    assert "raise_suggestion" in names
    monkeypatch.delitem(registry.consequences._items, "suggestions.head_absent")
    names = [step.name for step in other.available_transitions(stage.clerk)]
    assert "raise_suggestion" not in names
    with pytest.raises(TransitionNotAllowed):
        raise_it(other, stage)


def test_it_goes_to_two_units_neither_of_which_is_the_agency(stage):
    lawsuit = heard(stage, NOBODY)
    for wrong in (
        {"above": stage.agency},
        {"supervisor": stage.agency},
        {"above": stage.supervisor},
        {"supervisor": stage.court},
        {"above": UnitFactory()},
    ):
        with pytest.raises(ValidationError):
            raise_it(lawsuit, stage, **wrong)
    assert not JudicialSuggestion.objects.exists()
    assert lawsuit.appearances()[0].suggestion_id is None


def test_of_several_agencies_each_has_its_own(stage):
    joint = heard(stage, STAFF, NOBODY, defendants=[stage.agency, stage.co_agency])
    with pytest.raises(ValidationError, match="请选择行政机关"):
        raise_it(joint, stage)
    for one in joint.appearances():
        raise_it(joint, stage, appearance=one)

    events = JudicialSuggestion.objects.order_by("pk").values_list("event", flat=True)
    assert list(events) == ["no_reason", "nobody"]


def test_without_a_starter_or_a_right_there_is_none(stage):
    lawsuit = heard(stage, STAFF)
    for name in sorted(stage.outsiders):
        with pytest.raises(PermissionDenied):
            whom = {"supervisor": stage.supervisor, "above": stage.agency.parent}
            lawsuit.raise_suggestion(actor=stage.people[name], **whom)
    stage.committee.starter = None
    stage.committee.save()
    with pytest.raises(ValidationError, match="启动单位"):
        raise_it(lawsuit, stage)


def test_the_form_supposes_whom_the_law_means_or_says_who_is_lacking(stage, client):
    lawsuit = heard(stage, STAFF)
    client.force_login(stage.clerk)
    url = lawsuit.step_url("raise_suggestion")
    form = client.get(url).context["form"]
    assert form["supervisor"].value() == stage.supervisor.pk
    assert form["above"].value() == stage.agency.parent_id
    typed = {"supervisor": stage.supervisor.pk, "above": stage.agency.parent_id}
    Membership.objects.filter(unit=stage.supervisor).update(
        ends_on=timezone.localdate() - timedelta(days=1)
    )
    page = client.get(url).content.decode()
    assert "没有监察机关" in page
    assert client.post(url, typed).status_code == 200
    Membership.objects.filter(unit=stage.supervisor).update(ends_on=None)
    raised = client.post(url, typed).url
    assert raised == lawsuit.suggestions_seen_by(stage.clerk).popitem()[1].get_absolute_url()
    assert raised != lawsuit.get_absolute_url()


def test_nobody_outside_the_court_learns_of_it_until_it_is_served(stage, client):
    """The page, the record, the notices, the desk, the search: as if it were not there."""
    lawsuit = heard(stage, STAFF)
    before = {}
    for name in sorted(stage.outsiders):
        client.force_login(stage.people[name])
        before[name] = seen_of(client, lawsuit)
    messages = Message.objects.count()
    suggestion = raise_it(lawsuit, stage)

    assert Message.objects.count() == messages
    address = suggestion.get_absolute_url()
    for name in sorted(stage.outsiders):
        client.force_login(stage.people[name])
        now = seen_of(client, lawsuit)
        assert now == before[name], name
        assert all(address not in page for _, page in now)
        assert client.get(address).status_code == 404
        entries = lawsuit.record_seen_by(stage.people[name])
        assert not entries.filter(action="raise_suggestion").exists()
        assert not any(lawsuit.suggestions_seen_by(stage.people[name]).values())
    for name in ("court_clerk", "president"):
        client.force_login(stage.people[name])
        page = client.get(lawsuit.get_absolute_url()).content.decode()
        assert address in page
        assert "提出司法建议" in page


def seen_of(client, lawsuit):
    """What a person is shown of it anywhere, but for what changes with each reading."""
    pages = []
    for url in (lawsuit.get_absolute_url(), "/appearances/lawsuits/", "/", "/search/?q=出庭应诉"):
        answer = client.get(url)
        body = answer.content.decode()
        pages.append((answer.status_code, DRAWN_ANEW.sub("", body)))
    return pages


def test_once_served_the_link_is_there_for_its_addressees(stage, client):
    lawsuit = heard(stage, STAFF)
    suggestion = raise_it(lawsuit, stage)
    suggestion.sign(actor=stage.president, on=timezone.localdate())
    for row in suggestion.addressed():
        suggestion.serve(
            actor=stage.clerk, on=timezone.localdate(), way="electronic", addressee=row
        )

    linked = {
        name: any(lawsuit.suggestions_seen_by(stage.people[name]).values())
        for name in ("justice", "agency_clerk", "office")
    }
    assert linked["justice"] is True
    assert linked["agency_clerk"] is False
