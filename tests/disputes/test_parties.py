"""Who takes part: parties of every kind, representatives, agents, and what is changed later."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from disputes.forms import FORMS
from disputes.models import Agent, Party, Status
from liaison.models import Message, User
from liaison.transitions import TransitionNotAllowed
from tests.factories.disputes import (
    COMPANY,
    LAWYER,
    PERSON,
    ago,
    ahead,
    dispute_in,
    refer,
    scene,
    upload,
)
from tests.factories.liaison import MembershipFactory, UnitFactory, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("undrawn")]
THIRD = {"role": Party.Role.THIRD, "kind": Party.Kind.PERSON, "name": "邻家人"}


def many(count, representatives):
    """``count`` applicants, of whom the first ``representatives`` are put forward."""
    return [
        {"kind": Party.Kind.PERSON, "name": f"户主{n}", "is_representative": n < representatives}
        for n in range(count)
    ]


def add(dispute, here, row, **changes):
    dispute.add_party(actor=here.centre_clerk, **({"on": ago(3), "parties": [row]} | changes))
    return dispute.parties.last()


def co_agency(here):
    unit = UnitFactory()
    MembershipFactory(committee=here.committee, unit=unit)
    return unit


@pytest.mark.parametrize(
    ("count", "representatives", "fine"),
    [
        (1, 0, True),
        (9, 0, True),
        (9, 2, True),
        (9, 6, False),
        (10, 0, False),
        (10, 1, False),
        (10, 2, True),
        (12, 5, True),
        (12, 6, False),
    ],
)
def test_ten_applicants_or_more_are_represented_by_two_to_five(count, representatives, fine):
    here, parties = scene(), many(count, representatives)
    if fine:
        assert len(refer(here, parties=parties).applicants) == count
    else:
        with pytest.raises(ValidationError, match="代表人"):
            refer(here, parties=parties)


@pytest.mark.parametrize(
    ("parties", "words"),
    [([], "申请人"), ([THIRD], "申请人"), ([PERSON, THIRD | {"id_number": "X"}], "")],
)
def test_there_is_an_applicant_beside_any_third_party(parties, words):
    if not words:
        assert [str(one) for one in refer(scene(), parties=parties).applicants] == ["甄某某"]
        return
    with pytest.raises(ValidationError, match=words):
        refer(scene(), parties=parties)


def test_nobody_is_put_down_twice():
    with pytest.raises(ValidationError, match="两次"):
        refer(scene(), parties=[PERSON, PERSON | {"name": "甄友理"}])


def test_an_agent_is_put_down_with_the_power_of_attorney_or_without():
    here = scene()
    rows = [
        LAWYER | {"paper": upload("委托书.pdf")},
        LAWYER | {"name": "胡近亲", "kind": "relative"},
    ]
    dispute = refer(here, parties=[PERSON | {"agents": rows}])

    lawyer, relative = dispute.parties.get().agents_now
    assert lawyer.authorisation.kind == "授权委托书"
    assert lawyer.may_settle
    assert relative.authorisation is None
    assert dispute.parties.get().agent == "闻一律（律师、基层法律服务工作者）、胡近亲（近亲属）"


def test_a_party_has_two_agents_at_most():
    with pytest.raises(ValidationError, match="两名代理人"):
        refer(scene(), parties=[PERSON | {"agents": [LAWYER] * 3}])


def test_what_each_kind_of_party_is_called():
    kinds = {kind: Party(kind=kind, name="某", head="主事人") for kind in Party.Kind}

    assert kinds[Party.Kind.BUSINESS].head_name == "经营者"
    assert kinds[Party.Kind.ENTERPRISE].head_name == "法定代表人"
    assert kinds[Party.Kind.ORGANISATION].head_name == "负责人"
    assert kinds[Party.Kind.ENTERPRISE].shown_head == "主某某"
    assert (
        Party(address="吉林省安图县二道白河镇白山街18号").shown_address
        == "吉林省安图县二道白河镇●●●"
    )


def test_a_third_party_is_added_while_mediation_goes_on():
    dispute, here = dispute_in(Status.MEDIATING)
    added = add(dispute, here, THIRD | {"agents": [LAWYER]})

    assert (added.role, added.added_on) == (Party.Role.THIRD, ago(3))
    assert dispute.audit.first().note == "第三人邻某某"
    told = Message.objects.filter(notice="disputes.party_added", channel=Message.INBOX)
    assert set(told.values_list("recipient", flat=True)) == {here.agency_clerk.pk, here.mediator.pk}


def test_a_co_agency_reads_the_file_from_now_on_and_may_add_to_it():
    dispute, here = dispute_in(Status.MEDIATING)
    unit = co_agency(here)
    clerk = person(unit, "unit_clerk")
    assert not type(dispute).objects.visible_to(clerk)

    row = {"role": "co_agency", "kind": "agency", "name": unit.name, "unit": unit}
    add(dispute, here, row)

    clerk = User.objects.get(pk=clerk.pk)
    assert dispute.may_read_file(clerk)
    dispute.supplement(actor=clerk, on=ago(1), text="共同作出，意见一致。")
    with pytest.raises(PermissionDenied):
        dispute.unmask(actor=here.office_clerk, reason="看看")
    assert unit in dispute.taking_part()
    told = Message.objects.filter(notice="disputes.party_added", recipient=clerk)
    assert told.exists()


@pytest.mark.parametrize("which", ["stranger", "respondent", "court", None])
def test_only_another_agency_of_the_committee_is_a_co_agency(which):
    dispute, here = dispute_in(Status.MEDIATING)
    unit = {"stranger": UnitFactory, "respondent": lambda: here.agency, "court": lambda: here.court}
    row = {"role": "co_agency", "kind": "agency", "name": "某局"}

    with pytest.raises(ValidationError, match="其他行政机关"):
        add(dispute, here, row | {"unit": unit[which]() if which else None})


def test_a_tenth_applicant_wants_representatives_first():
    here = scene()
    dispute, _ = dispute_in(Status.MEDIATING, here, parties=many(9, 0))
    tenth = {"kind": Party.Kind.PERSON, "name": "第十户"}
    with pytest.raises(ValidationError, match="10人"):
        add(dispute, here, tenth)

    chosen = list(dispute.parties.all()[:3])
    dispute.name_representatives(actor=here.centre_clerk, representatives=chosen)
    add(dispute, here, tenth)

    assert len(dispute.applicants) == 10
    assert [party.is_representative for party in dispute.parties.all()][:4] == [True] * 3 + [False]


def test_representatives_are_applicants_and_can_be_changed():
    here = scene()
    dispute, _ = dispute_in(Status.MEDIATING, here, parties=[*many(3, 2), THIRD])
    *applicants, third = dispute.parties.order_by("pk")
    with pytest.raises(ValidationError, match="应当是申请人"):
        dispute.name_representatives(actor=here.centre_clerk, representatives=[third])

    dispute.name_representatives(actor=here.centre_clerk, representatives=applicants[2:])

    fresh = dispute.parties.filter(is_representative=True)
    assert list(fresh) == applicants[2:]
    assert dispute.audit.first().note == "户某某"


def test_one_applicant_needs_no_representative():
    dispute, here = dispute_in(Status.MEDIATING)

    with pytest.raises(TransitionNotAllowed):
        dispute.name_representatives(actor=here.centre_clerk, representatives=[])


def test_agents_come_and_go():
    dispute, here = dispute_in(Status.MEDIATING, parties=[PERSON | {"agents": [LAWYER]}])
    party = dispute.parties.get()
    change = {"actor": here.centre_clerk, "on": ago(2), "party": party}

    second = LAWYER | {"name": "尚公义", "paper": upload("委托书.pdf")}
    dispute.change_agents(**change, ending=party.agents_now, agents=[second])

    assert [agent.name for agent in party.agents_now] == ["尚公义"]
    assert party.agents.count() == 2
    assert dispute.audit.first().note == "甄某某：解除闻某某、委托尚某某"
    with pytest.raises(ValidationError, match="两名"):
        dispute.change_agents(**change, agents=[LAWYER, LAWYER])
    with pytest.raises(ValidationError, match="请填写新的代理人"):
        dispute.change_agents(**change)
    stranger = refer(scene()).parties.get()
    with pytest.raises(ValidationError, match="不在本争议中"):
        dispute.change_agents(**(change | {"party": stranger}), agents=[LAWYER])


def test_what_is_done_late_is_not_dated_ahead_or_before_acceptance():
    dispute, here = dispute_in(Status.MEDIATING)

    for day in (ahead(1), ago(19)):
        with pytest.raises(ValidationError):
            add(dispute, here, THIRD, on=day)


@pytest.mark.parametrize("step", ["add_party", "change_agents"])
@pytest.mark.parametrize("who", ["court_clerk", "agency_clerk", "mediator", "office_clerk"])
def test_only_the_centre_keeps_the_list(step, who):
    dispute, here = dispute_in(Status.MEDIATING)

    with pytest.raises(PermissionDenied):
        getattr(dispute, step)(actor=getattr(here, who))


def typed(here, **row):
    return {"on": ago(1), "role": "third", "kind": "person", "name": "邻家人"} | row


def form(name, dispute, here, data, files=None):
    return FORMS[name](data, files, matter=dispute, actor=here.centre_clerk)


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        ({"name": ""}, "name", "请填写"),
        ({"role": "co_agency"}, "unit", "请选择"),
        ({"id_number": "1" * 18}, "id_number", "校验位"),
        ({"phone": "1234"}, "phone", "区号"),
        ({"agent_name": "闻一律"}, "agent_kind", "请填写"),
        ({"agent_kind": "lawyer", "agent_name": "闻"}, "agent_authority", "请填写"),
        ({"agent_phone": "12"}, "agent_phone", "电话"),
        ({"on": ago(19)}, "on", "早于"),
    ],
)
def test_a_slip_in_an_added_party_is_shown_on_its_field(row, field, words):
    dispute, here = dispute_in(Status.ACCEPTED)
    found = form("add_party", dispute, here, typed(here, **row))

    assert words in "".join(found.errors[field])


def test_a_co_agency_takes_its_name_from_the_list(client):
    dispute, here = dispute_in(Status.ACCEPTED)
    unit = co_agency(here)
    client.force_login(here.centre_clerk)
    sent = typed(here, role="co_agency", name="", unit=unit.pk)

    assert client.post(dispute.step_url("add_party"), sent).status_code == 302

    party = dispute.parties.last()
    assert (party.name, party.kind, party.unit) == (unit.name, Party.Kind.AGENCY, unit)
    assert unit.name in client.get(dispute.get_absolute_url()).content.decode()


def test_agents_are_changed_through_the_browser(client):
    dispute, here = dispute_in(Status.ACCEPTED, parties=[PERSON | {"agents": [LAWYER]}, COMPANY])
    client.force_login(here.centre_clerk)
    person_, company = dispute.parties.order_by("pk")
    (lawyer,) = person_.agents_now
    address = dispute.step_url("change_agents")
    assert "闻某某（甄某某的代理人）" in client.get(address).content.decode()
    sent = {
        "on": ago(1),
        "party": company.pk,
        "ending": [lawyer.pk],
        "agents-TOTAL_FORMS": 1,
        "agents-INITIAL_FORMS": 0,
    }
    wrong = client.post(address, sent)
    assert "只能解除该当事人自己的委托" in wrong.content.decode()

    row = {"kind": "staff", "name": "柏青", "authority": "special", "phone": "０４３３—1234567"}
    sent |= {"ending": [], **{f"agents-0-{name}": value for name, value in row.items()}}
    assert client.post(address, sent).status_code == 302

    (agent,) = company.agents_now
    assert (agent.name, agent.phone, agent.authorisation) == ("柏青", "0433-1234567", None)
    page = client.get(dispute.get_absolute_url()).content.decode()
    assert "授权委托书欠缺" in page
    assert "柏青" not in page


def test_representatives_are_chosen_from_the_applicants(client):
    dispute, here = dispute_in(Status.ACCEPTED, parties=[*many(3, 0), THIRD])
    client.force_login(here.centre_clerk)
    first, *_, third = dispute.parties.order_by("pk")
    address = dispute.step_url("name_representatives")

    assert client.post(address, {"representatives": [third.pk]}).status_code == 200
    assert client.post(address, {"representatives": [first.pk]}).status_code == 302

    assert dispute.parties.filter(is_representative=True).get() == first
    assert "（代表人）" in client.get(dispute.get_absolute_url()).content.decode()


def test_agents_cost_no_query_of_their_own(client, django_assert_max_num_queries):
    rows = [PERSON | {"id_number": "", "name": f"户{n}", "agents": [LAWYER] * 2} for n in range(6)]
    dispute, here = dispute_in(Status.ACCEPTED, parties=rows)
    client.force_login(here.centre_clerk)
    client.get(dispute.get_absolute_url())

    with django_assert_max_num_queries(12):
        page = client.get(dispute.get_absolute_url())

    assert page.content.decode().count("闻某某") == 12
    assert Agent.objects.count() == 12
