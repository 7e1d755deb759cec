"""Earlier disputes like this one: same person, same act, same agency; only to who may see them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disputes.models import Dispute, Party
from liaison.models import User
from tests.factories.disputes import (
    CARD,
    COMPANY,
    PERSON,
    accept,
    dispute_in,
    refer,
    scene,
)
from tests.factories.liaison import MembershipFactory, UnitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("undrawn")]
OTHER = {"kind": Party.Kind.PERSON, "name": "另一人", "id_number": "", "phone": ""}
APART = {"act": "另一决定", "act_kind": "licence"}


def colleague(here):
    """Another agency of the committee."""
    unit = UnitFactory()
    MembershipFactory(committee=here.committee, unit=unit)
    return unit


def similar(dispute, user):
    fresh = User.objects.get(pk=user.pk)
    rows = Dispute.objects.visible_to(fresh).similar_to(dispute)
    return [(row, row.like_in) for row in rows]


def test_the_same_person_is_found_by_number_and_the_same_company_by_name():
    here = scene()
    elsewhere = colleague(here)
    same = refer(here, respondent=elsewhere, parties=[PERSON | {"name": "甄宥理"}], **APART)
    company = refer(here, respondent=elsewhere, parties=[COMPANY | {"id_number": ""}], **APART)
    refer(here, respondent=elsewhere, parties=[OTHER | {"name": "甄有理"}], **APART)
    now = refer(here, parties=[PERSON, COMPANY])

    assert similar(now, here.centre_clerk) == [(company, "同一当事人"), (same, "同一当事人")]


def test_a_natural_person_without_a_number_is_not_found_by_name():
    here = scene()
    refer(here, respondent=colleague(here), parties=[OTHER], **APART)

    assert similar(refer(here, parties=[OTHER]), here.centre_clerk) == []


def test_the_same_act_comes_before_the_same_kind_and_each_dispute_once():
    here = scene()
    kind = refer(here, parties=[OTHER], act="另一征收补偿决定")
    act = refer(here, parties=[OTHER])
    both = refer(here, parties=[PERSON])
    refer(here, parties=[OTHER], respondent=colleague(here))
    now = refer(here)

    assert similar(now, here.centre_clerk) == [
        (both, "同一当事人"),
        (act, "同一行政行为"),
        (kind, "同一机关同类行为"),
    ]


def test_what_one_may_not_see_is_not_told():
    here, there = scene(), scene()
    dispute = refer(here)
    refer(there, parties=[PERSON])

    assert similar(dispute, here.centre_clerk) == []
    assert similar(dispute, here.office_clerk) == []


def test_a_row_under_an_older_key_is_found_too(settings):
    here = scene()
    old = settings.PERSONAL_DATA_KEYS
    earlier = refer(here, respondent=colleague(here), parties=[PERSON], **APART)
    settings.PERSONAL_DATA_KEYS = ["n" * 40, *old]
    now = refer(here)

    assert similar(now, here.centre_clerk) == [(earlier, "同一当事人")]


def test_it_is_one_query_and_ten_at_most():
    here = scene()
    for _ in range(12):
        refer(here, parties=[OTHER])
    now = Dispute.objects.with_file().get(pk=refer(here).pk)
    user = User.objects.get(pk=here.centre_clerk.pk)
    list(Dispute.objects.visible_to(user))

    with CaptureQueriesContext(connection) as queries:
        rows = Dispute.objects.visible_to(user).similar_to(now)

    assert len(rows) == 10
    assert len(queries) == 1


def test_the_centre_is_shown_them_at_acceptance_and_the_file_readers_on_a_page(client):
    here = scene()
    earlier, _ = dispute_in("mediating", here)
    now = refer(here)
    client.force_login(here.centre_clerk)
    assert earlier.number in client.get(now.step_url("accept")).content.decode()

    address = f"{now.get_absolute_url()}similar/"
    assert earlier.number in client.get(address).content.decode()
    assert address in client.get(now.get_absolute_url()).content.decode()
    for user, status in (
        (here.court_clerk, 403),
        (here.office_clerk, 404),
        (here.agency_clerk, 404),
    ):
        client.force_login(user)
        assert client.get(address).status_code == status
    accept(now, here)
    assert client.get(address).status_code == 200
    assert CARD not in client.get(address).content.decode()


def test_there_is_nothing_like_the_first(client):
    dispute, here = dispute_in("mediating")
    client.force_login(here.centre_clerk)

    page = client.get(f"{dispute.get_absolute_url()}similar/").content.decode()

    assert "没有找到" in page
    assert dispute.number in page
