"""The six ways of starting: whose each is, what it asks, and who closes in the end."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from disputes import deadlines as codes
from disputes.models import WAYS, Outcome, Source, Stage, Status
from liaison.models import Message, Role, Unit, User
from tests.factories.disputes import (
    accept,
    ago,
    agree,
    bring,
    dispute_in,
    fail,
    hold_session,
    perform,
    report,
    scene,
    state,
    upload,
)
from tests.factories.liaison import MembershipFactory, UnitFactory, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("undrawn")]
OTHERS = (Source.PARTY, Source.AGENCY, Source.TRANSFER)
every_way = pytest.mark.parametrize("source", Source)


def sees(user, dispute):
    fresh = User.objects.get(pk=user.pk)
    return type(dispute).objects.visible_to(fresh).filter(pk=dispute.pk).exists()


def performed(here, source):
    dispute = bring(here, source)
    steps = (accept, state, hold_session, agree, *(dispute.is_of_court * (report,)), perform)
    for step in steps:
        step(dispute, here)
    return dispute


@every_way
def test_by_every_way_a_dispute_reaches_the_centre_with_its_clock(source):
    here = scene()
    dispute = bring(here, source)

    assert dispute.holder == here.centre.unit
    assert dispute.audit.first().note == source.label
    clock = dispute.deadlines.get(rule__code=codes.ACCEPT)
    assert clock.responsible == here.centre.unit
    assert clock.asker == (None if source == Source.PARTY else dispute.initiator)
    assert dispute.court == (here.court if dispute.is_of_court else None)
    told = Message.objects.filter(notice="disputes.referred", channel=Message.INBOX).get()
    assert source.label in told.subject


@every_way
def test_no_way_is_open_to_a_unit_whose_it_is_not(source):
    here = scene()
    strangers = {
        Unit.Kind.COURT: here.court_clerk,
        Unit.Kind.CENTRE: here.centre_clerk,
        Unit.Kind.AGENCY: here.agency_clerk,
        Unit.Kind.OFFICE: here.office_clerk,
    }
    tried = [user for kind, user in strangers.items() if kind not in WAYS[source].kinds]
    assert tried
    for user in tried:
        with pytest.raises(PermissionDenied):
            bring(here, source, initiator=UnitFactory(kind=user.posts.get().unit.kind))
        with pytest.raises(ValidationError, match="不能以"):
            bring_as(here, source, user)


def bring_as(here, source, user):
    """Try a way in the name of the unit of ``user``."""
    wrong = {"court_clerk": user, "centre_clerk": user, "agency_clerk": user, "office_clerk": user}
    return bring(type(here)(**(vars(here) | wrong)), source)


@pytest.mark.parametrize(
    ("source", "missing", "words"),
    [
        (Source.GUIDANCE, {"consent": None}, "书面同意"),
        (Source.IN_SUIT, {"court_case": ""}, "案号"),
        (Source.ENFORCEMENT, {"court_case": ""}, "案号"),
        (Source.PARTY, {"application": None}, "申请书"),
        (Source.PARTY, {"consent_on": None}, "签署"),
        (Source.AGENCY, {"application": None}, "申请书"),
        (Source.TRANSFER, {"complaint": None}, "移送材料"),
        (Source.PARTY, {"stage": Stage.IN_SUIT}, "没有这一阶段"),
        (Source.IN_SUIT, {"stage": Stage.PRE_SUIT}, "没有这一阶段"),
    ],
)
def test_a_way_wants_what_belongs_to_it(source, missing, words):
    with pytest.raises(ValidationError, match=words):
        bring(scene(), source, **missing)


def test_a_centre_registers_only_what_it_received_itself():
    here, there = scene(), scene()

    with pytest.raises(ValidationError, match="收到申请的化解中心"):
        bring(here, Source.PARTY, centre=there.centre)


def test_an_agency_applies_for_what_it_did_and_transfers_what_others_did():
    here = scene()
    other = UnitFactory()
    MembershipFactory(committee=here.committee, unit=other)

    with pytest.raises(ValidationError, match="自己作出"):
        bring(here, Source.AGENCY, respondent=other)
    here.office_clerk = here.agency_clerk
    with pytest.raises(ValidationError, match="行政机关申请"):
        bring(here, Source.TRANSFER)
    assert bring(here, Source.TRANSFER, respondent=other).initiator == here.agency


@every_way
def test_who_brought_it_sees_what_becomes_of_it_but_not_the_file(source):
    here = scene()
    dispute = bring(here, source)
    brought_by = dispute.created_by
    assert sees(brought_by, dispute)

    accept(dispute, here)
    fresh = User.objects.get(pk=brought_by.pk)
    reads = source in {Source.PARTY, Source.AGENCY}
    assert dispute.may_read_file(fresh) is reads
    assert sees(here.agency_clerk, dispute)


@pytest.mark.parametrize("source", OTHERS)
def test_a_court_that_only_has_jurisdiction_sees_nothing(source):
    here = scene()
    dispute = bring(here, source, court=here.court)

    assert dispute.court == here.court
    assert not sees(here.court_clerk, dispute)


def test_a_court_of_another_committee_is_no_court_of_the_dispute():
    here = scene()

    with pytest.raises(ValidationError, match="有关法院"):
        bring(here, Source.PARTY, court=scene().court)


@every_way
def test_it_is_closed_by_the_court_that_brought_it_else_by_the_centre(source):
    here = scene()
    dispute = performed(here, source)
    of_court = dispute.is_of_court
    assert dispute.holder == dispute.closer == (here.court if of_court else here.centre.unit)
    right, wrong = here.court_clerk, here.centre_clerk
    if not of_court:
        right, wrong = wrong, right
    for user in (wrong, here.agency_clerk, here.office_clerk):
        with pytest.raises(PermissionDenied):
            dispute.close(actor=User.objects.get(pk=user.pk))

    if not of_court:
        with pytest.raises(ValidationError, match="书面材料"):
            dispute.close(actor=right)
    dispute.close(actor=right, confirmation=None if of_court else upload("确认书.pdf"))

    assert dispute.status == Status.COMPLETED


@pytest.mark.parametrize("source", OTHERS)
def test_the_rulebook_sets_the_time_where_no_court_asked(source):
    here = scene()
    dispute = bring(here, source)
    accept(dispute, here)

    assert dispute.mediation_rule == codes.MEDIATION
    assert dispute.deadlines.get(rule__code=codes.MEDIATION).rule.length == 30
    fail(dispute, here)
    assert dispute.outcome == Outcome.FAILED


def test_an_agency_may_take_its_application_back_but_who_handed_it_on_may_not():
    here = scene()
    applied, handed_on = bring(here, Source.AGENCY), bring(here, Source.TRANSFER)
    with pytest.raises(PermissionDenied):
        handed_on.withdraw(actor=here.office_clerk, on=ago(1), reason="撤回")

    applied.withdraw(actor=here.agency_clerk, on=ago(1), reason="已自行改正")

    assert applied.status == Status.WITHDRAWN


@every_way
def test_its_page_and_its_row_say_whence_it_came(client, source):
    here = scene()
    dispute = performed(here, source)
    client.force_login(here.centre_clerk)

    page = client.get(dispute.get_absolute_url()).content.decode()
    rows = client.get("/disputes/").content.decode()

    assert source.label in page
    assert source.label in rows
    assert dispute.initiator not in dispute.taking_part()


def test_who_merely_handed_it_on_learns_that_there_is_an_agreement_not_what_is_in_it(client):
    here = scene()
    dispute = performed(here, Source.TRANSFER)
    client.force_login(here.office_clerk)
    page = client.get(dispute.get_absolute_url()).content.decode()

    office = User.objects.get(pk=here.office_clerk.pk)
    assert not dispute.may_read_result(office)
    assert "达成协议" in page
    for words in ("青苗1.2公顷", "调解室", "转账凭证", "甄有理"):
        assert words not in page
    kinds = {file.kind for file in dispute.attachments_seen_by(office)}
    assert kinds == {"书面同意", "起诉（申请）材料", "化解申请书"}
    client.force_login(here.centre_clerk)
    assert "青苗1.2公顷" in client.get(dispute.get_absolute_url()).content.decode()


@pytest.mark.parametrize("source", [Source.GUIDANCE, Source.PARTY])
def test_the_close_asks_for_the_applicants_word_where_no_court_closes(client, source):
    here = scene()
    dispute = performed(here, source)
    client.force_login(here.court_clerk if dispute.is_of_court else here.centre_clerk)
    address = dispute.step_url("close")
    asks = not dispute.is_of_court
    assert ("confirmation" in client.get(address).context["form"].fields) is asks
    sent = {"confirmation": upload("确认书.pdf")} if asks else {}

    assert client.post(address, sent).status_code == 302

    dispute.refresh_from_db()
    assert dispute.status == Status.COMPLETED


def test_a_leader_brings_nothing():
    here = scene()
    for unit, role in ((here.court, Role.COURT_LEADER), (here.agency, Role.UNIT_LEADER)):
        user = person(unit, role)
        here.court_clerk = here.agency_clerk = user
        source = Source.GUIDANCE if unit == here.court else Source.AGENCY
        with pytest.raises(PermissionDenied):
            bring(here, source)


def test_the_six_ways_know_their_hints():
    assert set(WAYS) == set(Source)
    assert all(way.hint and way.stages and way.dates for way in WAYS.values())
    assert dispute_in(Status.REFERRED)[0].source == Source.GUIDANCE
