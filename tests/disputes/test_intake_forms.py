"""The ways of starting as people see them: cards, one form a way, nothing that is not theirs."""

import pytest
from django.urls import reverse

from disputes.forms import INTAKE_FORMS, ways_for
from disputes.forms.intake import with_areas
from disputes.models import WAYS, Dispute, Source
from liaison.models import Area, Jurisdiction, Role
from tests.disputes.test_views import typed_referral
from tests.factories.disputes import CARD, ago, scene, upload
from tests.factories.liaison import MembershipFactory, PostFactory, UnitFactory, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("undrawn")]
NEW = reverse("disputes:dispute_create")
COURTS_WAYS = [Source.GUIDANCE, Source.IN_SUIT, Source.ENFORCEMENT]
every_way = pytest.mark.parametrize("source", Source)


def who(here, source):
    others = {
        Source.PARTY: here.centre_clerk,
        Source.AGENCY: here.agency_clerk,
        Source.TRANSFER: here.office_clerk,
    }
    return others.get(source, here.court_clerk)


def typed(here, source, **changes):
    """What the form of a way is sent with."""
    user = who(here, source)
    given = typed_referral(here, initiator=user.posts.get().unit.pk)
    given |= {
        "stage": "in_suit",
        "court_case": "（2026）吉24行初15号",
        "application": upload("申请书.pdf"),
        "complaint": upload("来信.pdf"),
        "consent": upload("同意书.pdf"),
    }
    if source == Source.PARTY:
        given |= {"consent_on": ago(3), "receipt_on": ago(2)}
    return {name: value for name, value in (given | changes).items() if value is not None}


def address(source):
    return f"{NEW}?way={source}"


@pytest.mark.parametrize(
    ("kind", "role", "ways"),
    [
        ("court", Role.COURT_CLERK, COURTS_WAYS),
        ("centre", Role.CENTRE_CLERK, [Source.PARTY]),
        ("agency", Role.UNIT_CLERK, [Source.AGENCY, Source.TRANSFER]),
        ("justice_bureau", Role.JUSTICE_CLERK, [Source.AGENCY, Source.TRANSFER]),
        ("office", Role.OFFICE_CLERK, [Source.TRANSFER]),
        ("other", Role.UNIT_CLERK, [Source.TRANSFER]),
        ("agency", Role.UNIT_LEADER, []),
    ],
)
def test_each_is_offered_the_ways_of_its_unit(kind, role, ways):
    assert ways_for(person(UnitFactory(kind=kind), role)) == ways


def test_the_ways_are_cards_and_the_only_one_needs_none(client):
    here = scene()
    client.force_login(here.court_clerk)
    page = client.get(NEW).content.decode()
    for source in COURTS_WAYS:
        assert f"?way={source}" in page
        assert WAYS[source].hint in page
    assert "?way=party" not in page
    assert client.post(NEW, {}).url == NEW

    client.force_login(here.centre_clerk)
    answer = client.get(NEW)
    assert answer.context["form"].source == Source.PARTY
    assert "换一种来源" not in answer.content.decode()


@pytest.mark.parametrize("way", ["party", "nonsense", ""])
def test_a_way_that_is_not_ones_own_is_not_there(client, way):
    client.force_login(scene().court_clerk)

    assert client.get(NEW, {"way": way}).status_code == 404
    assert client.post(f"{NEW}?way={way}", {}).status_code == 404


@every_way
def test_a_dispute_comes_in_through_the_form_of_its_way(client, source):
    here = scene()
    client.force_login(who(here, source))

    answer = client.post(address(source), typed(here, source))

    assert answer.status_code == 302, answer.context["form"].errors
    dispute = Dispute.objects.get()
    assert dispute.source == source
    assert dispute.respondent == here.agency
    assert dispute.centre == here.centre
    assert dispute.referred_on == (
        dispute.receipt_on if source in {Source.PARTY, Source.AGENCY} else ago(1)
    )
    assert client.get(dispute.get_absolute_url()).status_code == 200


@every_way
def test_a_form_asks_just_what_its_way_needs(client, source):
    here = scene()
    client.force_login(who(here, source))
    form = client.get(address(source)).context["form"]

    of_court = source in COURTS_WAYS
    assert ("court" in form.fields) is not of_court
    assert ("application" in form.fields) is (source in {Source.PARTY, Source.AGENCY})
    assert ("court_case" in form.fields) is (source in {Source.IN_SUIT, Source.ENFORCEMENT})
    assert form.asks_time is (source not in {Source.IN_SUIT, Source.ENFORCEMENT})
    assert ("respondent" in form.fields) is (source != Source.AGENCY)
    shown = [field.name for part in form.parts for field in part["fields"]]
    assert sorted(shown) == sorted(form.fields)


@pytest.mark.parametrize(
    ("source", "missing"),
    [
        (Source.GUIDANCE, "consent"),
        (Source.IN_SUIT, "court_case"),
        (Source.IN_SUIT, "stage"),
        (Source.PARTY, "application"),
        (Source.PARTY, "consent_on"),
        (Source.PARTY, "claims"),
        (Source.AGENCY, "application"),
        (Source.TRANSFER, "complaint"),
        (Source.GUIDANCE, "reconsideration"),
        (Source.TRANSFER, "time_limit"),
        (Source.ENFORCEMENT, "act_kind"),
    ],
)
def test_what_a_way_needs_is_missed_on_its_field(client, source, missing):
    here = scene()
    client.force_login(who(here, source))

    answer = client.post(address(source), typed(here, source, **{missing: None}))

    assert answer.context["form"].errors[missing]
    assert not Dispute.objects.exists()


@pytest.mark.parametrize("source", [Source.AGENCY, Source.TRANSFER])
def test_consent_may_follow_where_the_applicant_did_not_ask(client, source):
    here = scene()
    client.force_login(who(here, source))

    client.post(address(source), typed(here, source, consent=None, consent_on=None))

    assert Dispute.objects.get().consent_on is None


def test_nothing_of_another_committee_is_offered():
    here, there = scene(), scene()
    for source, form_class in INTAKE_FORMS.items():
        form = form_class(actor=who(here, source))
        offered = {
            choice
            for name in ("respondent", "court", "centre")
            if name in form.fields
            for choice in form.fields[name].queryset
        }
        assert not offered & {there.agency, there.court, there.centre}
        assert offered


def test_whoever_acts_for_two_units_says_for_which(client):
    here = scene()
    second = UnitFactory(court=True)
    MembershipFactory(committee=here.committee, unit=second, side="court")
    PostFactory(user=here.court_clerk, unit=second, role=Role.COURT_CLERK)
    PostFactory(user=here.court_clerk, unit=here.agency, role=Role.UNIT_CLERK)
    client.force_login(here.court_clerk)

    form = client.get(address(Source.GUIDANCE)).context["form"]
    assert set(form.fields["initiator"].queryset) == {here.court, second}
    assert not form.fields["initiator"].widget.is_hidden
    agency = client.get(address(Source.AGENCY)).context["form"]
    assert agency.fields["initiator"].widget.is_hidden


def test_time_limits_are_worked_out_before_anything_is_judged(client):
    here = scene()
    client.force_login(here.court_clerk)
    sent = {
        "work_out": "1",
        "known_on": ago(400),
        "act_on": ago(400),
        "act_kind": "information",
        "receipt_on": ago(1),
        "gist": "写了一半",
        "parties-TOTAL_FORMS": 1,
        "parties-INITIAL_FORMS": 0,
    }

    answer = client.post(address(Source.GUIDANCE), sent)

    page = answer.content.decode()
    assert "收到材料时已过" in page
    assert "申请政府信息公开而不予公开的，依法应当先申请行政复议" in page
    assert "写了一半" in page
    assert "没有提交成功" not in page
    assert not Dispute.objects.exists()


@pytest.mark.parametrize("day", ["昨天", "1990-01-01", ""])
def test_a_day_that_gives_no_hint_does_no_harm(client, day):
    here = scene()
    client.force_login(here.court_clerk)
    sent = typed(here, Source.GUIDANCE, work_out="1", known_on=day)

    assert client.post(address(Source.GUIDANCE), sent).context["form"].limits == []


@pytest.mark.parametrize(
    "row",
    [
        {"name": "甄有理"},
        {"kind": "enterprise", "name": "某公司", "head": "甄有理"},
        {
            "name": "某",
            "agent_kind": "lawyer",
            "agent_name": "甄有理",
            "agent_authority": "general",
        },
    ],
)
def test_no_natural_persons_name_gets_into_the_title(client, row):
    here = scene()
    client.force_login(here.court_clerk)
    sent = {f"parties-0-{name}": value for name, value in row.items()}

    answer = client.post(
        address(Source.GUIDANCE), typed(here, Source.GUIDANCE, title="甄有理案", **sent)
    )

    assert "自然人姓名" in answer.context["form"].errors["title"][0]


def test_an_agent_typed_in_a_row_arrives_with_the_paper(client):
    here = scene()
    client.force_login(here.court_clerk)
    row = {
        "id_number": CARD,
        "phone": "+86 139 0000 1234",
        "address": "吉林省安图县二道白河镇",
        "head": "不该有的",
        "agent_kind": "lawyer",
        "agent_name": "闻一律",
        "agent_authority": "special",
        "agent_paper": upload("委托书.pdf"),
    }
    sent = {f"parties-0-{name}": value for name, value in row.items()}

    client.post(address(Source.GUIDANCE), typed(here, Source.GUIDANCE, **sent))

    party = Dispute.objects.get().parties.get()
    assert (party.phone, party.head) == ("13900001234", "")
    (agent,) = party.agents_now
    assert agent.authorisation.name == "委托书.pdf"


def test_half_an_agent_is_refused_where_it_was_typed_and_stands_open(client):
    here = scene()
    client.force_login(here.court_clerk)
    sent = typed(here, Source.GUIDANCE, **{"parties-0-agent_name": "闻一律"})

    answer = client.post(address(Source.GUIDANCE), sent)

    (row,) = answer.context["form"].formsets["parties"]
    assert set(row.errors) == {"agent_kind", "agent_authority"}
    assert row.shows_agent
    assert '<details class="row-more" open>' in answer.content.decode()


def test_courts_are_offered_with_the_areas_for_which_they_answer():
    here = scene()
    for name, kind in (("池东区", ""), ("池中区", "disputes.dispute"), ("池远区", "meetings.x")):
        area = Area.objects.create(name=name)
        Jurisdiction.objects.create(area=area, court=here.court, matter_kind=kind)

    form = INTAKE_FORMS[Source.PARTY](actor=here.centre_clerk)

    labels = [label for value, label in form.fields["court"].choices if value]
    assert labels == [f"{here.court}（池东区、池中区）"]
    assert with_areas(here.court, []) == str(here.court)
