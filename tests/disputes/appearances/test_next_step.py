"""What the page of a lawsuit puts first, and that nothing is chosen before the clerk did."""

from datetime import date

import pytest
from django.urls import reverse

from liaison import desk
from tests.factories import appearances as suits
from tests.factories import feed
from tests.factories.appearances import STAFF

UNHEARD = (
    *("是否开庭", "开庭日期", "行政机关负责人是否出庭", "出庭负责人职务", "负责人是否发言"),
    *("结案日期", "结案方式", "结案事由", "行政机关是否败诉", "是否上诉"),
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return suits.scene()


def leading(client, user, lawsuit):
    """The steps that the page puts forward (primary), in their order."""
    client.force_login(user)
    steps = client.get(lawsuit.get_absolute_url()).context["steps"]
    return [step["label"] for step in steps if step["tone"] == "primary"]


def test_the_court_is_led_from_service_to_judgment(client, stage):
    lawsuit = suits.filed(stage)
    assert leading(client, stage.clerk, lawsuit) == ["登记送达"]
    suits.serve(lawsuit, stage)
    assert leading(client, stage.clerk, lawsuit) == ["确定开庭"]
    suits.hold_back(lawsuit, stage)
    assert leading(client, stage.clerk, lawsuit) == ["登记出庭情况"]
    suits.record_hearing(lawsuit, stage, STAFF)
    assert leading(client, stage.clerk, lawsuit)[-1] == "登记裁判"


def test_before_the_hearing_nothing_is_put_forward_but_all_can_be_done(client, stage):
    lawsuit = suits.served(stage)
    suits.fix_hearing(lawsuit, stage)
    assert leading(client, stage.clerk, lawsuit) == []
    page = client.get(lawsuit.get_absolute_url()).content.decode()
    for label in ("确定开庭", "登记裁判"):
        assert label in page


def test_the_agency_reads_until_when_it_may_ask_for_more_time(client, stage):
    lawsuit = suits.served(stage)
    client.force_login(stage.agency_clerk)
    form = client.get(lawsuit.step_url("ask_deferral")).context["form"]
    assert "2026年3月19日前（含当日）" in form.fields["reason"].help_text


def test_a_request_after_the_judgment_is_refused_in_words(client, stage):
    lawsuit = suits.served(stage)
    suits.judge(lawsuit, stage, result="withdrawn", on=date(2026, 5, 20))
    client.force_login(stage.agency_clerk)
    page = client.post(lawsuit.step_url("ask_deferral"), {"reason": "档案库漏水"})
    assert "状态不能申请延期举证" in page.content.decode()
    assert lawsuit.agencies.get().deferral_asked_on is None


def test_kind_of_act_rank_and_excuse_are_chosen_by_nobody_but_the_clerk(client, stage):
    client.force_login(stage.clerk)
    form = client.get(reverse("appearances:lawsuit_create")).context["form"]
    assert form["act_kind"].value() in (None, "")
    assert form.fields["act_kind"].choices[0] == ("", "请选择")
    lawsuit = suits.served(stage)
    suits.fix_hearing(lawsuit, stage)
    client.force_login(stage.agency_clerk)
    for step, name in (("name_head", "head_rank"), ("excuse_head", "excuse")):
        page = client.post(lawsuit.step_url(step), {name: ""})
        assert name in page.context["form"].errors


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("lawsuit", "送达起诉状副本后，案件列在这里"),
        ("monthlynotice", "印发后列在这里"),
        ("rectification", "没有被批评的不必办理"),
    ],
)
def test_an_empty_list_says_what_will_stand_in_it(client, stage, name, words):
    client.force_login(stage.people["stranger"])
    url = reverse(f"appearances:{name}_list")
    assert words in client.get(url).content.decode()
    assert "没有符合条件的事项" in client.get(url, {"q": "查无此案"}).content.decode()


def test_a_copy_of_the_answer_that_is_to_be_sent_on_is_put_forward(client, stage):
    lawsuit = suits.served(stage)
    suits.answer(lawsuit, stage)
    assert leading(client, stage.clerk, lawsuit) == ["登记发送答辩状副本", "确定开庭"]


def on_desk(user, lawsuit):
    """What a person's desk says of the lawsuit, and what to do."""
    rows = {row.pk: row for row in desk.on_top(user)[0]}
    return rows[lawsuit.pk].note, rows[lawsuit.pk].action_label


def test_who_has_not_been_served_is_served_next(stage):
    lawsuit = suits.filed(stage, defendants=[stage.agency, stage.co_agency])
    suits.serve(lawsuit, stage, agency=stage.agency)
    suits.answer(lawsuit, stage)
    assert on_desk(stage.clerk, lawsuit) == ("尚有被告未送达", "送达")


def test_a_case_of_the_feed_that_was_not_heard_waits_for_its_hearing(stage):
    feed.take_in(stage, feed.row_of(stage, 7, **dict.fromkeys(UNHEARD)))
    lawsuit = feed.lawsuit(7)
    assert on_desk(stage.clerk, lawsuit) == ("尚未开庭", "安排开庭")
