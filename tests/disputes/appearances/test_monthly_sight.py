"""Who sees what of a monthly notice: nothing before its issue; of the plans each unit its own."""

import pytest
import time_machine
from django.urls import reverse

from disputes.appearances.models import (
    Appearance,
    Event,
    Hearing,
    NoticeStatus,
    Rectification,
    SuedAgency,
)
from liaison.documents import frozen
from liaison.models import Message
from tests.factories import heads, monthly, suggestions
from tests.factories.disputes import upload
from tests.factories.monthly import OCTOBER, hand_in, notice_in, office, scene

pytestmark = pytest.mark.django_db
INSIDE = {"court_clerk", "president", "office", "office_leader"}
NAMED = {"agency_clerk", "agency_leader", "co_agency_clerk", "justice", "government_clerk"}
BEFORE = (NoticeStatus.DRAFT, NoticeStatus.COUNTERSIGNING, NoticeStatus.CONFIRMED)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-10 10:00+08:00", tick=False):
        yield


@pytest.fixture
def stage():
    return scene()


@pytest.fixture
def both(stage):
    """A notice that criticises both agencies; the first has handed its plan in."""
    day = OCTOBER.replace(day=30)
    heads.heard(stage, "（2026）吉24行初509号", day, heads.CHIEF, heads.NONE)
    notice = notice_in(NoticeStatus.ISSUED, stage)
    first = notice.rectifications.get(unit=stage.agency)
    hand_in(first, stage, causes="松花石之由", proof=upload("松花石方案.pdf"))
    return notice


def seers(stage, matter):
    rows = type(matter).objects
    return {
        name
        for name, user in stage.people.items()
        if rows.visible_to(user).filter(pk=matter.pk).exists()
    }


@pytest.mark.parametrize("status", BEFORE)
def test_before_its_issue_only_office_and_court_know_of_it(stage, status):
    notice = notice_in(status, stage)

    assert seers(stage, notice) == INSIDE
    told = Message.objects.filter(object_id=notice.pk, notice__startswith="appearances.notice")
    insiders = {stage.people[name].pk for name in INSIDE}
    assert set(told.values_list("recipient", flat=True)) <= insiders


def test_a_draft_that_was_given_up_stays_unknown(stage):
    notice = notice_in(NoticeStatus.DRAFT, stage)
    notice.drop(actor=office(stage), reason="不再通报")
    assert seers(stage, notice) == INSIDE


def test_issued_whoever_is_named_sees_it_and_nobody_else(stage, both):
    assert seers(stage, both) == INSIDE | NAMED


def test_of_what_is_owed_each_unit_sees_its_own(stage, both):
    first, second = both.rectifications.order_by("ordinal")
    lookers = INSIDE | {"justice"}
    assert seers(stage, first) == lookers | {"agency_clerk", "agency_leader"}
    assert seers(stage, second) == lookers | {"co_agency_clerk"}


@pytest.mark.parametrize(
    ("name", "own"),
    [("agency_clerk", {"agency"}), ("co_agency_clerk", {"co_agency"}), ("government_clerk", set())],
)
def test_the_page_of_the_notice_leads_each_to_its_own_rectification_only(
    client, stage, both, name, own
):
    client.force_login(stage.people[name])
    page = client.get(both.get_absolute_url())

    shown = {row.unit for row in page.context["rectifications"]}
    assert shown == {getattr(stage, each) for each in own}
    text = page.content.decode()
    assert "（2026）吉24行初502号" in text
    assert "松花石" not in text


def test_the_plan_of_another_is_not_there_whatever_the_address(client, stage, both):
    first = both.rectifications.get(unit=stage.agency)
    client.force_login(stage.people["co_agency_clerk"])
    addresses = [
        first.get_absolute_url(),
        first.step_url("hand_in"),
        reverse("liaison:attachment", args=[first.attachments.get().pk]),
        reverse(
            "liaison:paper_preview",
            args=["appearances.rectification", first.pk, "rectification-report"],
        ),
    ]
    assert [client.get(address).status_code for address in addresses] == [404] * 4
    rows = client.get(reverse("appearances:rectification_list")).context["object_list"]
    assert [row.unit for row in rows] == [stage.co_agency]


def test_what_was_left_out_is_shown_to_office_and_court_only(client, stage):
    notice = notice_in(NoticeStatus.DRAFT, stage)
    notice.revise(
        actor=office(stage),
        opening="现通报如下。",
        closing="请整改。",
        left_out=list(notice.criticisms.all()),
        reason="白头鹰撞断电线，当日抢险",
    )
    for take in (monthly.send, monthly.confirm, monthly.issue):
        take(notice, stage)

    for name, sees in (("court_clerk", True), ("office", True), ("agency_clerk", False)):
        client.force_login(stage.people[name])
        text = client.get(notice.get_absolute_url()).content.decode()
        assert ("白头鹰" in text) == sees, name
        assert ("行初502号" in text) == sees, name


def test_those_outside_read_nothing_of_how_it_was_drawn_up(stage):
    notice = notice_in(NoticeStatus.COUNTERSIGNING, stage)
    notice.send_back(actor=stage.president, reason="数据有误")
    for take in (monthly.send, monthly.confirm, monthly.issue):
        take(notice, stage)

    def entries(name):
        rows = notice.record_seen_by(stage.people[name])
        return set(rows.values_list("action", flat=True))

    assert entries("agency_clerk") == entries("justice") == {"issue"}
    assert {"send_back", "confirm"} <= entries("court_clerk")


def test_a_suggestion_that_was_made_of_an_event_is_never_mentioned(client, stage):
    secret = suggestions.suggestion_in("signed", suggestions.scene(), subject="龙泉青瓷")
    row = SuedAgency.objects.get(matter__number="（2026）吉24行初502号")
    hearing = Hearing.objects.create(
        matter=row.matter, order=1, starts_at="2026-10-15T09:00+08:00", place="第一法庭"
    )
    Appearance.objects.create(hearing=hearing, agency=row, event=Event.NO_REASON, suggestion=secret)
    notice = notice_in(NoticeStatus.ISSUED, stage)
    owed = notice.rectifications.get()

    texts = [frozen(notice.papers.get()).decode()]
    for user in (stage.people["office"], stage.people["agency_clerk"]):
        client.force_login(user)
        pages = [client.get(matter.get_absolute_url()) for matter in (notice, owed)]
        texts += [page.content.decode() for page in pages]
    told = Message.objects.filter(notice__startswith="appearances.").values_list("body", flat=True)
    for text in (*texts, *told):
        assert "龙泉" not in text
        assert secret.number not in text
    assert "且未说明理由或者理由不成立" in texts[1]


def test_the_list_of_rectifications_says_how_often_each_was_criticised(client, stage, both):
    client.force_login(stage.people["justice"])
    rows = client.get(reverse("appearances:rectification_list")).context["object_list"]
    assert {row.unit: row.times for row in rows} == {stage.agency: 1, stage.co_agency: 1}
    assert Rectification.objects.count() == 2
