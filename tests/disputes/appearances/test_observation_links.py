"""From the page of a lawsuit to whoever observes its hearing, within the reader's rights."""

import pytest
import time_machine
from django.urls import reverse

from disputes.appearances.models import Hearing, Observation
from liaison.transitions import transitions_of
from tests.factories import observation as make
from tests.factories.appearances import scene

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-20 10:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def stage():
    return scene()


@pytest.fixture
def hearing(stage):
    return make.heard_in(stage)


def hearings_of(client, hearing, user):
    """The part of the lawsuit's page that tells of its hearings."""
    client.force_login(user)
    page = client.get(hearing.matter.get_absolute_url()).content.decode()
    return page.partition('id="hearings"')[2].partition("</section>")[0]


def test_the_lawsuit_names_what_is_observed_to_those_who_see_it(client, stage, hearing):
    observation = make.planned(stage, hearing=hearing)
    address = f'href="{observation.get_absolute_url()}"'

    assert address in hearings_of(client, hearing, stage.clerk)
    for name in ("agency_clerk", "justice", "office"):
        assert observation.title not in hearings_of(client, hearing, stage.people[name]), name
    make.invite(observation, stage)
    for name in ("court_clerk", "agency_clerk", "justice", "office"):
        told = hearings_of(client, hearing, stage.people[name])
        assert address in told, name
        assert "已邀请" in told


def test_a_sued_agency_that_is_not_invited_learns_nothing_of_it(client, stage, hearing):
    invited = [make.rows(stage)[1]]
    observation = make.planned(stage, hearing=hearing, invited=invited)
    make.invite(observation, stage)
    told = hearings_of(client, hearing, stage.agency_clerk)
    assert "第1次开庭" in told
    assert "旁听" not in told


def test_each_hearing_names_its_own(client, stage, hearing):
    called_off = make.planned(stage, hearing=hearing, title="先前的旁听")
    called_off.call_off(actor=stage.clerk, reason="另行安排")
    make.planned(stage, hearing=hearing)
    Hearing.objects.create(
        matter=hearing.matter, order=2, starts_at=make.STARTS_AT, place="第二审判庭"
    )
    first, second = hearings_of(client, hearing, stage.clerk).split("第2次开庭")[:2]
    assert (first.count("旁听庭审："), second.count("旁听庭审：")) == (2, 0)
    assert "已取消" in first


def test_the_court_is_led_to_plan_one_for_a_hearing_that_may_be_observed(client, stage, hearing):
    lead = f"/appearances/observations/new/?hearing={hearing.pk}"
    for name in ("agency_clerk", "justice", "office"):
        assert "组织旁听" not in hearings_of(client, hearing, stage.people[name]), name
    assert f'href="{lead}"' in hearings_of(client, hearing, stage.clerk)
    form = client.get(lead).context["form"]
    assert form["hearing"].value() == str(hearing.pk)
    assert f'value="{hearing.pk}" selected' in str(form["hearing"])
    Hearing.objects.filter(pk=hearing.pk).update(is_public=False)
    assert "组织旁听" not in hearings_of(client, hearing, stage.clerk)
    assert "selected" not in str(client.get(lead).context["form"]["hearing"])


@pytest.mark.parametrize("strange", ["x", "9" * 40])
def test_a_hearing_that_is_none_is_no_hearing(client, stage, strange):
    client.force_login(stage.clerk)
    page = client.get("/appearances/observations/new/", {"hearing": strange})
    assert "selected" not in str(page.context["form"]["hearing"])


def test_an_outsider_finds_no_address_of_it(client, stage):
    observation = make.invited(stage)
    paper = observation.papers.get().pk
    steps = [step.name for step in transitions_of(Observation)]
    addresses = [observation.step_url(name) for name in steps]
    addresses += [
        observation.get_absolute_url(),
        f"{observation.get_absolute_url()}observers/",
        reverse("liaison:paper", args=[paper]),
        reverse("liaison:event_ics", args=["appearances.observation", observation.pk, 0]),
    ]
    client.force_login(stage.people["stranger"])
    for address in addresses:
        assert client.get(address).status_code == 404, address
        assert client.post(address).status_code in (404, 405), address
    assert {"record_answer", "take_roll"} <= set(steps)


def test_it_costs_the_page_no_query(client, stage, hearing, django_assert_num_queries):
    client.force_login(stage.clerk)
    client.get(hearing.matter.get_absolute_url())
    with django_assert_num_queries(11):
        client.get(hearing.matter.get_absolute_url())
    make.planned(stage, hearing=hearing)
    with django_assert_num_queries(11):
        page = client.get(hearing.matter.get_absolute_url())
    assert "工伤认定案件旁听庭审" in page.content.decode()
