"""Who sees and does what with a dispute: two locks, and the mediation file behind a third."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from disputes.models import Dispute, Status
from liaison.access import drift
from liaison.agenda import coming
from liaison.models import Role, User
from tests.factories.disputes import (
    PERSON,
    WALKS,
    accept,
    ago,
    ahead,
    at,
    dispute_in,
    invited_mediator,
    refer,
    scene,
    schedule,
    state,
    upload,
)
from tests.factories.liaison import MembershipFactory, UnitFactory, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("undrawn")]


def sees(user, dispute):
    fresh = User.objects.get(pk=user.pk)
    return Dispute.objects.visible_to(fresh).filter(pk=dispute.pk).exists()


@pytest.mark.parametrize("status", WALKS)
def test_the_stored_grants_are_those_the_status_calls_for(status):
    dispute, here = dispute_in(status)

    assert drift(dispute) == (set(), set())
    taken_in = status not in {Status.REFERRED, Status.REFUSED}
    assert {who: sees(user, dispute) for who, user in here.people.items()} == {
        "court": True,
        "centre": True,
        "agency": taken_in,
        "mediator": taken_in,
        "office": False,
    }


def test_other_units_of_the_committee_see_nothing():
    dispute, here = dispute_in(Status.MEDIATING)
    for kind, role in (("court", Role.COURT_CLERK), ("agency", Role.UNIT_CLERK)):
        unit = UnitFactory(kind=kind)
        MembershipFactory(committee=here.committee, unit=unit)
        assert not sees(person(unit, role), dispute)
    assert not sees(here.court_clerk, dispute_in(Status.MEDIATING)[0])


def test_an_agency_never_learns_of_a_referral_taken_back_before_acceptance():
    here = scene()
    dispute = refer(here)
    dispute.withdraw(actor=here.court_clerk, on=ago(19), reason="已和解")

    assert not sees(here.agency_clerk, dispute)


def test_a_mediator_who_was_replaced_sees_nothing_any_more():
    dispute, here = dispute_in(Status.MEDIATING)
    second = invited_mediator(here.centre)
    dispute.appoint(actor=here.centre_clerk, on=ago(1), mediators=[second], reason="出差")

    assert not sees(here.mediator, dispute)
    assert sees(second, dispute)


@pytest.mark.parametrize(
    ("step", "who"),
    [
        ("accept", "court_clerk"),
        ("accept", "agency_clerk"),
        ("accept", "office_clerk"),
        ("refuse", "court_clerk"),
        ("withdraw", "agency_clerk"),
    ],
)
def test_whoever_lacks_the_part_is_refused_and_leaves_a_trace(step, who):
    here = scene()
    dispute = refer(here)

    with pytest.raises(PermissionDenied):
        getattr(dispute, step)(actor=getattr(here, who))

    assert dispute.audit.first().action == "refused"
    dispute.refresh_from_db()
    assert dispute.status == Status.REFERRED


@pytest.mark.parametrize(
    ("step", "who"),
    [
        ("state", "centre_clerk"),
        ("agree", "mediator"),
        ("agree", "agency_clerk"),
        ("fail", "court_clerk"),
        ("extend", "mediator"),
        ("schedule_session", "agency_clerk"),
        ("withdraw", "mediator"),
        ("unmask", "court_clerk"),
    ],
)
def test_a_part_of_its_own_opens_only_its_own_steps(step, who):
    dispute, here = dispute_in(Status.ACCEPTED)

    with pytest.raises(PermissionDenied):
        getattr(dispute, step)(actor=getattr(here, who))


def test_the_centre_does_not_close_what_it_confirmed():
    dispute, here = dispute_in(Status.PERFORMED)

    with pytest.raises(PermissionDenied):
        dispute.close(actor=here.centre_clerk)


def test_a_leader_of_the_court_refers_nothing():
    here = scene()
    here.court_clerk = person(here.court, Role.COURT_LEADER)

    with pytest.raises(PermissionDenied):
        refer(here)


def test_an_outsider_finds_nothing_at_any_address(client):
    dispute, here = dispute_in(Status.MEDIATING)
    client.force_login(here.office_clerk)

    assert client.get(dispute.get_absolute_url()).status_code == 404
    for name in ("accept", "agree", "unmask", "state"):
        address = dispute.step_url(name)
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404


def test_a_reader_may_not_take_a_step(client):
    dispute, here = dispute_in(Status.MEDIATING)
    client.force_login(here.court_clerk)

    for name in ("agree", "state", "unmask", "extend"):
        address = dispute.step_url(name)
        assert client.get(address).status_code == 403
        assert client.post(address).status_code == 403


SECRETS = ("愿意复核青苗", "双方各陈述意见", "林地面积无争议", "冯立群")


def page_of(client, user, dispute):
    client.force_login(user)
    return client.get(dispute.get_absolute_url()).content.decode()


def test_the_court_sees_progress_and_agreement_but_not_the_mediation_file(client):
    dispute, here = dispute_in(Status.PERFORMING)

    court = page_of(client, here.court_clerk, dispute)
    assert not [words for words in SECRETS if words in court]
    assert "补记青苗1.2公顷" in court
    assert "第1次会谈" in court
    for reader in (here.centre_clerk, here.agency_clerk, here.mediator):
        page = page_of(client, reader, dispute)
        assert [words for words in SECRETS if words in page] == list(SECRETS)


def test_material_of_the_file_is_not_handed_to_the_court(client, settings):
    settings.INTERNAL_REDIRECT = "/files/"
    here = scene()
    dispute = refer(here)
    accept(dispute, here)
    state(dispute, here, material=upload("复核意见.pdf"))
    consent, material = dispute.attachments.order_by("pk")

    def answer(user, file):
        client.force_login(user)
        return client.get(reverse("liaison:attachment", args=[file.pk])).status_code

    assert answer(here.court_clerk, material) == 404
    assert answer(here.court_clerk, consent) == 200
    assert answer(here.agency_clerk, material) == 200
    assert "复核意见" not in page_of(client, here.court_clerk, dispute)


def test_personal_data_are_masked_until_a_reason_is_given(client):
    dispute, here = dispute_in(Status.MEDIATING)
    page = page_of(client, here.centre_clerk, dispute)
    assert PERSON["name"] not in page
    assert PERSON["id_number"] not in page
    assert "110●●●●●●●●●●●002X" in page

    answer = client.post(dispute.step_url("unmask"), {"reason": "送达通知"}, follow=True)

    assert PERSON["id_number"] in answer.content.decode()
    entry = dispute.audit.first()
    assert (entry.action, entry.actor, entry.note) == ("unmask", here.centre_clerk, "送达通知")
    assert PERSON["id_number"] not in page_of(client, here.agency_clerk, dispute)
    assert "送达通知" not in page_of(client, here.court_clerk, dispute)


def test_unmasking_lasts_ten_minutes(client, time_machine):
    dispute, here = dispute_in(Status.MEDIATING)
    dispute.unmask(actor=here.centre_clerk, reason="送达")
    assert PERSON["name"] in page_of(client, here.centre_clerk, dispute)

    time_machine.move_to(timezone.now() + timedelta(minutes=11))

    assert PERSON["name"] not in page_of(client, here.centre_clerk, dispute)


def test_a_draft_of_the_notice_is_the_centres_own(client):
    here = scene()
    dispute = refer(here)
    address = reverse(
        "liaison:paper_preview",
        args=[dispute._meta.label_lower, dispute.pk, "dispute-acceptance"],
    )
    for user, status in ((here.court_clerk, 404), (here.agency_clerk, 404)):
        client.force_login(user)
        assert client.get(address).status_code == status
    assert "预览" in page_of(client, here.centre_clerk, dispute)
    assert "预览" not in page_of(client, here.court_clerk, dispute)


def test_sessions_stand_in_the_agenda_of_those_who_see_them():
    dispute, here = dispute_in(Status.MEDIATING)
    schedule(dispute, here, on=ago(0), starts_at=at(ahead(5)))
    dispute_in(Status.MEDIATING)

    def coming_to(user):
        return [
            (event.pk, event.place)
            for event in coming(User.objects.get(pk=user.pk), timezone.now())
        ]

    for user in (here.agency_clerk, here.mediator, here.court_clerk):
        assert coming_to(user) == [(dispute.pk, "调解室")]
    assert coming_to(here.office_clerk) == []
