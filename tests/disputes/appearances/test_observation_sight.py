"""Who reads what of an observed hearing: drafts, lawsuits behind it, other units' people."""

import io
from datetime import date

import pytest
import time_machine
from openpyxl import load_workbook

from disputes.appearances.models import Observation
from liaison import agenda, registry
from liaison.models import AuditEntry, Role
from tests.factories import observation as make
from tests.factories.appearances import scene
from tests.factories.liaison import person

pytestmark = pytest.mark.django_db
LOOKING_ON = ("justice", "office", "office_leader")
INVITED = ("agency_clerk", "agency_leader", "co_agency_clerk")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-20 10:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def stage():
    return scene()


def seeing(stage):
    """The names of those who see any observed hearing."""
    return {
        name for name, user in stage.people.items() if Observation.objects.visible_to(user).exists()
    }


def page_of(client, observation, user):
    client.force_login(user)
    return client.get(observation.get_absolute_url()).content.decode()


def sheet_of(client, observation, user):
    client.force_login(user)
    answer = client.get(observation.get_absolute_url() + "observers/")
    rows = load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
    return list(rows)


def test_a_draft_is_the_courts_own(stage):
    make.planned(stage)
    assert seeing(stage) == {"court_clerk", "president"}


def test_a_proposal_is_seen_by_who_made_it_and_by_the_court(stage):
    make.proposed(stage)
    assert seeing(stage) == {"court_clerk", "president", "justice"}


def test_once_invited_the_invited_and_both_sides_offices_see_it(stage):
    make.invited(stage)
    assert seeing(stage) == {"court_clerk", "president", *LOOKING_ON, *INVITED}


def test_an_invited_unit_reads_of_its_own_people_only(client, stage):
    observation = make.invited(stage)
    make.answer(observation, stage)

    for name in ("court_clerk", *LOOKING_ON, "agency_clerk"):
        assert "裴世安" in page_of(client, observation, stage.people[name]), name
    assert "裴世安" not in page_of(client, observation, stage.people["co_agency_clerk"])


def test_the_list_of_who_came_goes_out_within_the_same_rights(client, stage, clock):
    clock.move_to("2026-11-26 15:00+08:00")
    observation = make.held(stage)

    head, *rows = sheet_of(client, observation, stage.clerk)
    assert head == ("单位", "职务", "姓名", "类别", "到庭", "备注")
    assert [(row[2], row[4], row[5]) for row in rows] == [
        ("裴世安", "到庭", None),
        ("尹素英", "到庭", None),
        ("严大勇", "到庭", "临时到庭"),
    ]
    own = sheet_of(client, observation, stage.people["co_agency_clerk"])[1:]
    assert [row[2] for row in own] == ["严大勇"]
    client.force_login(stage.people["stranger"])
    assert client.get(observation.get_absolute_url() + "observers/").status_code == 404
    assert AuditEntry.objects.filter(action="export").count() == 2


def test_a_name_that_looks_like_a_formula_stays_text(client, stage):
    observation = make.invited(stage)
    one = {"name": "=HYPERLINK(1)", "post": "+科员", "standing": "chief"}
    make.answer(observation, stage, [one])
    row = sheet_of(client, observation, stage.clerk)[1]
    assert row[1:3] == ("+科员", "=HYPERLINK(1)")
    client.force_login(stage.clerk)
    answer = client.get(observation.get_absolute_url() + "observers/")
    cells = load_workbook(io.BytesIO(answer.content)).active
    assert cells["C2"].data_type == "s"


def test_the_lawsuit_is_linked_for_those_alone_who_see_it(client, stage):
    hearing = make.heard_in(stage)
    observation = make.planned(stage, hearing=hearing)
    make.invite(observation, stage)
    address = hearing.matter.get_absolute_url()

    assert address in page_of(client, observation, stage.clerk)
    assert address in page_of(client, observation, stage.agency_clerk)  # it is sued there
    page = page_of(client, observation, stage.people["co_agency_clerk"])
    assert address not in page
    assert "冯" not in page
    assert "（2026）吉24行初31号" in page


def test_the_account_and_the_sign_in_sheet_are_for_those_who_follow_all_units(stage, clock):
    clock.move_to("2026-11-26 15:00+08:00")
    observation = make.closed(stage)
    for name in ("court_clerk", *LOOKING_ON):
        papers = observation.papers_seen_by(stage.people[name])
        assert {paper.code for paper in papers} == {"observation-notice", "observation-account"}
    for name in INVITED:
        user = stage.people[name]
        assert {one.code for one in observation.papers_seen_by(user)} == {"observation-notice"}
        assert not observation.may_preview(user, registry.papers["observation-sign-in"])


def test_each_unit_is_shown_its_own_deadline(stage):
    observation = make.invited(stage)
    for name, count in (("agency_clerk", 1), ("co_agency_clerk", 1), ("office", 0)):
        assert observation.deadlines_seen_by(stage.people[name]).count() == count


def test_it_stands_in_the_calendar_of_those_who_see_it_and_says_when_it_is_off(stage):
    observation = make.invited(stage)
    day = (date(2026, 11, 26), date(2026, 11, 26))
    only = {"kind": "appearances.observation"}
    for name, count in (("agency_clerk", 1), ("court_clerk", 1), ("stranger", 0)):
        assert len(agenda.listed(stage.people[name], day, **only)) == count
    event = agenda.listed(stage.agency_clerk, day, **only)[0]
    assert (event.place, event.name, event.off, event.sequence) == ("第一审判庭", "旁听", "", 1)
    assert (event.public_name, event.public_place) == ("", "")
    observation.call_off(actor=stage.clerk, reason="原告撤诉")
    event = agenda.listed(stage.agency_clerk, day, **only)[0]
    assert (event.off, event.sequence) == ("已取消", 2)
    assert not [one for one in agenda.coming(stage.agency_clerk, make.STARTS_AT) if one.of]


def test_a_proposal_has_no_hour_and_stands_in_no_calendar(stage):
    make.proposed(stage)
    source = registry.agenda["appearances.observation"]
    assert not source.events(stage.clerk).exists()


def test_the_starter_offers_a_proposal_and_the_court_a_whole_plan(client, stage):
    address = "/appearances/observations/new/"
    client.force_login(stage.justice_clerk)
    form = client.get(address).context["form"]
    assert set(form.fields) == {"initiator", "committee", "court", "title", "kind", "reason"}
    assert form.formsets == {}
    client.force_login(stage.clerk)
    form = client.get(address).context["form"]
    assert "court" not in form.fields
    assert {"hearing", "is_public", "seats"} <= set(form.fields)
    client.force_login(stage.agency_clerk)
    assert client.get(address).status_code == 403


def test_a_proposal_and_a_plan_come_in_by_their_forms(client, stage):
    address = "/appearances/observations/new/"
    client.force_login(stage.justice_clerk)
    typed = {
        "initiator": stage.justice.pk,
        "committee": stage.committee.pk,
        "court": stage.court.pk,
        "title": "工伤认定案件旁听庭审",
        "kind": "on_the_spot",
        "reason": "工伤认定案件多。",
    }
    assert client.post(address, typed).status_code == 302
    proposal = Observation.objects.get()
    assert (proposal.status, proposal.court) == ("proposed", stage.court)
    plan = {name: value for name, value in make.PLAN.items() if value}
    plan |= {"starts_at": "2026-11-26 09:00", "is_public": "on"}
    plan |= {"invited-TOTAL_FORMS": "3", "invited-INITIAL_FORMS": "0"}
    plan |= {"invited-0-unit": stage.agency.pk, "invited-0-seats": "3"}
    client.force_login(stage.clerk)
    for number in (1, 2):
        plan |= {f"invited-{number}-seats": "2", f"invited-{number}-head_asked": "on"}
    assert client.post(proposal.step_url("take_up"), plan).status_code == 302
    own = {"initiator": stage.court.pk, "committee": stage.committee.pk}
    page = client.post(address, plan | own | {"title": "另一场旁听", "is_public": ""})
    assert "不得组织旁听" in page.content.decode()
    assert client.post(address, plan | own | {"title": "另一场旁听"}).status_code == 302
    for one in Observation.objects.all():
        assert one.status == "planned"
        assert [(row.unit, row.seats) for row in one.invited()] == [(stage.agency, 3)]


def test_a_clerk_of_the_court_who_holds_another_post_opens_for_the_court(client, stage):
    both = person(stage.court, Role.COURT_CLERK)
    both.posts.create(unit=stage.justice, role=Role.JUSTICE_CLERK, starts_on="2020-01-01")
    client.force_login(both)
    form = client.get("/appearances/observations/new/").context["form"]
    assert list(form.fields["initiator"].queryset) == [stage.court]
