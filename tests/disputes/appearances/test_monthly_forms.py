"""The pages on which a notice is drawn up and what follows is written down."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from disputes.appearances.models import MonthlyNotice, NoticeStatus, RectificationStatus
from tests.factories.disputes import upload
from tests.factories.monthly import (
    CALL,
    PLAN,
    RECORD,
    call,
    drafted,
    notice_in,
    office,
    rectification,
    scene,
)

pytestmark = pytest.mark.django_db
LISTS = ("appearances:monthlynotice_list", "appearances:rectification_list")


@pytest.fixture
def clock():
    with time_machine.travel("2026-11-10 10:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def stage(clock):
    return scene()


def post(client, user, url, **data):
    client.force_login(user)
    return client.post(url, data)


def errors(page):
    return page.context["form"].errors


def given(stage, **values):
    whom = {"initiator": stage.committee.office.pk, "committee": stage.committee.pk}
    return whom | {"month": "2026-10-01", "court": stage.court.pk, "scope": "own"} | values


def test_the_office_draws_a_notice_up_of_a_month_that_is_over(client, stage):
    url = reverse("appearances:monthlynotice_create")
    client.force_login(office(stage))
    months = dict(client.get(url).context["form"].fields["month"].choices)
    assert next(iter(months.items())) == ("2026-10-01", "2026年10月")
    assert "2026-11-01" not in months

    page = post(client, office(stage), url, **given(stage))
    notice = MonthlyNotice.objects.get()
    assert page.url == notice.get_absolute_url()
    assert (notice.month, notice.status) == (date(2026, 10, 1), NoticeStatus.DRAFT)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("month", "2026-11-01"),
        ("month", "2026-10-15"),
        ("month", "x"),
        ("court", "0"),
        ("scope", "all"),
        ("committee", "0"),
    ],
)
def test_what_is_not_on_offer_is_refused(client, stage, name, value):
    url = reverse("appearances:monthlynotice_create")
    page = post(client, office(stage), url, **given(stage, **{name: value}))
    assert name in errors(page)
    assert not MonthlyNotice.objects.exists()


def test_a_second_notice_is_refused_on_the_month(client, stage):
    drafted(stage)
    url = reverse("appearances:monthlynotice_create")
    page = post(client, office(stage), url, **given(stage))
    assert "该月已有通报" in errors(page)["month"][0]
    assert MonthlyNotice.objects.count() == 1


def test_to_leave_out_asks_for_a_reason(client, stage):
    notice = drafted(stage)
    row = notice.criticisms.get()
    words = {"opening": "现通报如下。", "closing": "请整改。", "left_out": row.pk}
    page = post(client, office(stage), notice.step_url("revise"), **words)
    assert "请写明" in errors(page)["reason"][0]

    post(client, office(stage), notice.step_url("revise"), **words, reason="当日抢险")
    notice.refresh_from_db()
    assert notice.opening == "现通报如下。"
    assert notice.criticisms.get().left_out == "当日抢险"
    again = client.get(notice.step_url("revise")).context["form"]
    assert again["reason"].value() == "当日抢险"


def test_the_court_returns_a_draft_and_its_reason_stands_on_the_page(client, stage):
    notice = notice_in(NoticeStatus.COUNTERSIGNING, stage)
    post(client, stage.president, notice.step_url("send_back"), reason="数据请再核")
    client.force_login(office(stage))
    assert "数据请再核" in client.get(notice.get_absolute_url()).content.decode()


def test_a_plan_is_handed_in_mended_and_accepted(client, stage):
    row = rectification(stage)
    plan = PLAN | {"done_by": "2026-11-09"}
    page = post(client, stage.agency_clerk, row.step_url("hand_in"), **plan)
    assert "不能早于今天" in errors(page)["done_by"][0]

    plan |= {"done_by": "2026-12-31", "proof": upload("方案.pdf")}
    post(client, stage.agency_clerk, row.step_url("hand_in"), **plan)
    post(client, office(stage), row.step_url("send_back"), reason="写明职务")
    client.force_login(stage.agency_clerk)
    form = client.get(row.step_url("hand_in")).context["form"]
    assert form["answerable"].value() == PLAN["answerable"]

    plan |= {"answerable": "赵启明，分管副局长", "proof": upload("方案.pdf")}
    post(client, stage.agency_clerk, row.step_url("hand_in"), **plan)
    post(client, office(stage), row.step_url("accept"), comment="同意")
    row.refresh_from_db()
    assert row.status == RectificationStatus.CLOSED
    text = client.get(row.get_absolute_url()).content.decode()
    assert "写明职务" in text
    assert "赵启明，分管副局长" in text


def test_an_interview_is_called_moved_and_recorded(client, stage, clock):
    row = rectification(stage)
    clock.move_to("2026-11-19 10:00+08:00")
    page = post(
        client, office(stage), row.step_url("call_interview"), starts_at="2026-11-19T09:00", **CALL
    )
    assert "在现在之后" in errors(page)["starts_at"][0]

    post(
        client, office(stage), row.step_url("call_interview"), starts_at="2026-11-20T09:00", **CALL
    )
    moved = {"starts_at": "2026-11-21T09:00", "place": "三楼", "reason": "出差"}
    assert (
        client.get(row.step_url("move_interview")).context["form"]["place"].value()
        == (CALL["place"])
    )
    post(client, office(stage), row.step_url("move_interview"), **moved)
    one = row.interviews.get()
    assert (one.place, one.moved) == ("三楼", 1)
    text = client.get(row.get_absolute_url()).content.decode()
    assert "应当约谈" in text

    clock.move_to("2026-11-21 11:00+08:00")
    form = client.get(row.step_url("record_interview")).context["form"]
    assert form["by"].value() == CALL["by"]
    said = {"starts_at": "2026-11-21T09:30", "by": CALL["by"], **RECORD}
    post(client, office(stage), row.step_url("record_interview"), **said)
    text = client.get(row.get_absolute_url()).content.decode()
    assert RECORD["promised"] in text
    assert "应当约谈" not in text


def test_a_mark_of_secrecy_is_refused(client, stage):
    row = rectification(stage)
    plan = PLAN | {"done_by": "2026-12-31", "causes": "机密★1年"}
    page = post(client, stage.agency_clerk, row.step_url("hand_in"), **plan)
    assert "causes" in errors(page)
    assert not row.plans.exists()


def test_a_late_plan_is_asked_about_on_the_page_until_the_head_was_talked_with(
    client, stage, clock
):
    row = rectification(stage)
    client.force_login(office(stage))
    assert "应当约谈" not in client.get(row.get_absolute_url()).content.decode()
    clock.move_to("2026-11-19 10:00+08:00")
    assert "未按期报送整改方案" in client.get(row.get_absolute_url()).content.decode()
    call(row, stage)
    assert "move_interview" in client.get(row.get_absolute_url()).content.decode()


@pytest.mark.parametrize("view", LISTS)
def test_the_lists_show_ones_own(client, stage, view):
    notice_in(NoticeStatus.ISSUED, stage)
    for name, count in (("agency_clerk", 1), ("stranger", 0)):
        client.force_login(stage.people[name])
        assert len(client.get(reverse(view)).context["object_list"]) == count, name


def test_a_searched_list_says_how_often_a_unit_was_criticised_too(client, stage):
    row = rectification(stage)
    client.force_login(office(stage))
    for asked in ({}, {"q": row.title}):
        page = client.get(reverse("appearances:rectification_list"), asked).content.decode()
        assert "第 1 次" in page
