"""What is told of an urged addressee: the letters' words, readers, notices, bulletin, page."""

from datetime import date, timedelta

import pytest
import time_machine

from liaison import registry
from liaison.documents import frozen
from liaison.metrics import Span
from liaison.models import Message, Post
from suggestions.models import Tier
from tests.factories.suggestions import answer, answers, verdicts
from tests.factories.urging import NOW, climb, late, late_by_two, stage_above, urge
from tests.liaison.geometry import boxes, pages, rows

pytestmark = pytest.mark.django_db
SEPTEMBER = Span(date(2026, 9, 1), date(2026, 9, 30))
AUGUST = Span(date(2026, 8, 1), date(2026, 8, 31))


@pytest.fixture(autouse=True)
def october():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def stage():
    return stage_above()


def words(urging):
    paper = registry.papers[urging.rung.paper].of(urging)
    return paper.context(urging.addressee.matter)["body"].split("\n")


def heading(urging):
    return registry.papers[urging.rung.paper].of(urging).heading(urging.addressee.matter)


def test_the_first_letter_says_what_was_served_when_it_was_due_and_how_late_it_is(stage):
    suggestion = late(stage)
    first = urge(suggestion, stage.clerk, 1, on=date(2026, 8, 25), answer_by=date(2026, 9, 1))
    assert heading(first) == "关于催办司法建议答复的通知"
    assert words(first) == [
        "我院于2026年6月15日向贵单位送达《关于规范不动产登记告知程序的司法建议书》"
        f"（{suggestion.number}）。贵单位应当于2026年8月17日前书面答复，至今已逾期8日，"
        "尚未收到答复。",
        "现提醒贵单位承办人员抓紧办理，于2026年9月1日前逐条书面答复。"
        "可以在府院联动工作平台答复，也可以书面函复。",
        "特此通知。",
    ]


def test_each_letter_names_those_before_it_and_the_fourth_what_follows(stage):
    suggestion = late(stage)
    first = urge(suggestion, stage.clerk, 1, on=date(2026, 8, 20))
    second = urge(suggestion, stage.people["justice"], 2, on=date(2026, 9, 1))
    third = urge(suggestion, stage.clerk, 3, on=date(2026, 9, 10), requirement="请附时间表。")
    fourth = urge(suggestion, stage.clerk, 4, on=date(2026, 9, 20))
    assert words(second)[0].endswith(
        f"此前，{stage.court.name}于2026年8月20日发出催办通知（{first.number}），仍未收到答复。"
    )
    assert words(second)[1].startswith("我单位负责督促本件司法建议的办理。现请贵单位分管负责人")
    assert words(third)[0].endswith(
        f"此前，我院于2026年8月20日发出催办通知（{first.number}），{stage.coordinator.name}"
        f"于2026年9月1日发出督促函（{second.number}），均未收到答复。"
    )
    assert words(third)[2] == "请附时间表。"
    assert words(fourth)[2] == (
        f"本函同时抄送{stage.coordinator.name}。届时仍未答复的，将就有关情况函告贵单位的上级单位。"
    )


def test_without_a_unit_above_the_fourth_letter_announces_the_bulletin(stage):
    stage.recipient.parent = None
    stage.recipient.save()
    last = climb(late(stage), stage.clerk, 4)[-1]
    assert words(last)[2].endswith("届时仍未答复的，将列入司法审查通报。")


@pytest.mark.parametrize("name", ["court_clerk", "justice"])
def test_the_letter_to_the_unit_above_has_the_facts(stage, name):
    suggestion = late(stage)
    sent = climb(suggestion, stage.people[name])
    last, unit = sent[-1], stage.recipient
    assert heading(last) == f"关于商请督促{unit.short_name}答复司法建议的函"
    text = "".join(words(last))
    assert (
        f"向{unit.name}送达《关于{suggestion.subject}的司法建议书》（{suggestion.number}）" in text
    )
    assert (
        f"该单位应当于2026年8月17日前书面答复，至今已逾期{(last.on - date(2026, 8, 17)).days}日"
        in text
    )
    assert all(f"{each.letter}（{each.number}）" in text for each in sent[:-1])
    court = "我院" if name == "court_clerk" else stage.court.name
    assert f"日前逐条书面答复{court}。" in text
    assert "贵单位应当" not in text
    context = registry.papers[last.rung.paper].of(last).context(suggestion)
    other = stage.court if name == "justice" else stage.coordinator
    assert context["recipients"] == stage.above.name
    assert set(context["copies"].split("，")) == {unit.name, other.name}


def test_of_an_answer_handed_back_the_rest_is_urged(stage):
    suggestion = late(stage)
    answer(suggestion, stage.answerer, items=answers(suggestion))
    back = {"on": date(2026, 10, 20), "reason": "缺时限", "until": date(2026, 10, 30)}
    suggestion.return_reply(actor=stage.clerk, **back)
    with time_machine.travel("2026-11-10 09:00+08:00", tick=False):
        urging = urge(suggestion, stage.clerk, 1, on=date(2026, 11, 2))
        assert words(urging)[0].endswith(
            "，因答复不完整，于2026年10月20日退回补充。贵单位应当于2026年10月30日前书面补充答复，"
            "至今已逾期3日，尚未收到补充答复。"
        )


@pytest.mark.usefixtures("drawn_papers")
@pytest.mark.parametrize(("name", "tier"), [("court_clerk", 1), ("justice", 1)])
def test_the_letter_is_drawn_in_the_name_of_who_urges(stage, name, tier):
    suggestion = late(stage)
    urging = urge(suggestion, stage.people[name], tier)
    paper = suggestion.papers.get(part=urging.ref)
    page = pages(frozen(paper))[0]
    said = "".join(row.text for row in rows(page))
    assert paper.number == urging.number
    assert urging.number in page.extract_text()
    assert urging.unit.name in said
    assert f"{stage.recipient.name}：" in said
    assert boxes(page) == []


def told(urging):
    key = f"suggestions.urged:suggestions.judicialsuggestion:{urging.addressee.matter_id}:"
    found = Message.objects.filter(key=f"{key}{urging.ref}", channel="inbox")
    return {message.recipient for message in found}


def test_each_tier_is_told_to_the_rank_it_means_and_to_those_with_a_copy(stage):
    suggestion, people = late(stage), stage.people
    sent = climb(suggestion, stage.clerk)
    names = [
        {"recipient_clerk"},
        {"recipient_clerk", "recipient_leader"},
        {"recipient_clerk", "recipient_leader", "head"},
        {"recipient_clerk", "recipient_leader", "head", "justice"},
        {"recipient_clerk", "recipient_leader", "head", "justice", "above_clerk", "above_leader"},
    ]
    assert [told(each) for each in sent] == [{people[name] for name in row} for row in names]
    assert told(urge(suggestion, people["justice"], 5)) >= {people["court_clerk"]}


def test_outside_the_house_neither_title_nor_unit_is_named(stage):
    suggestion = late(stage)
    climb(suggestion, stage.clerk)
    leaving = Message.objects.filter(notice="suggestions.urged").exclude(channel="inbox")
    assert leaving.count() == 1 + 2 + 3 + 4 + 6
    for message in leaving:
        text = message.subject + message.body
        assert suggestion.number in text
        for secret in (suggestion.subject, stage.recipient.name, stage.clerk.name):
            assert secret not in text


def page_of(client, user, suggestion):
    client.force_login(user)
    return client.get(suggestion.get_absolute_url()).content.decode()


def test_where_nobody_holds_the_rank_the_page_says_who_was_told_instead(stage, client):
    Post.objects.filter(user=stage.people["recipient_leader"]).update(ends_on=date(2026, 8, 1))
    Post.objects.filter(unit=stage.above).delete()
    suggestion = late(stage)
    sent = climb(suggestion, stage.clerk)
    assert [each.told_rank for each in sent] == ["handler", "head", "head", "head", ""]
    for user in (stage.clerk, stage.people["justice"]):
        page = page_of(client, user, suggestion)
        assert page.count("分管负责人空缺，已通知主要负责人") == 1
        assert f"{stage.above}没有可以通知的人员，请改为电话或者书面送达" in page
    page = page_of(client, stage.answerer, suggestion)
    assert "空缺" not in page


def test_who_urges_sees_what_was_read_what_went_out_and_what_never_arrived(stage, client):
    suggestion = late(stage)
    urging = climb(suggestion, stage.clerk, 2)[-1]
    sent = Message.objects.filter(notice="suggestions.urged", key__endswith=urging.ref)
    clerk, leader = stage.answerer, stage.people["recipient_leader"]
    page = page_of(client, stage.clerk, suggestion)
    assert page.count("已送达，未读") == page.count("待发送") == 3
    assert "没有送到" not in page
    mail = sent.filter(channel="email")
    sent.filter(channel="inbox", recipient=clerk).update(read_at="2026-10-20T09:30:00+08:00")
    mail.filter(recipient=clerk).update(status="sent", sent_at="2026-10-20T08:31:00+08:00")
    mail.filter(recipient=leader).update(status="failed", error="收件地址被拒收（SMTP 550）")
    for user in (stage.clerk, stage.people["justice"]):
        page = page_of(client, user, suggestion)
        assert leader.name in page
        assert f"{stage.recipient} 科员" in page
        assert "9:30" in page
        assert "8:31" in page
        assert "1 人没有送到" in page
        assert "发送失败：收件地址被拒收（SMTP 550）" in page
        assert "没有送到，请改为电话或者书面送达" in page
    mail.filter(recipient=leader).update(status="pending", error="连不上邮件服务器")
    assert "待重发：连不上邮件服务器" in page_of(client, stage.clerk, suggestion)
    mail.filter(recipient=leader).update(status="void", error="")
    assert "账号已停用或者已离任" in page_of(client, stage.clerk, suggestion)

    for user in (clerk, leader):
        page = page_of(client, user, suggestion)
        assert urging.number in page
        for private in ("送达情况", "已读", "待发送", stage.clerk.name + "发出"):
            assert private not in page


@pytest.mark.parametrize("reader", ["court_clerk", "justice", "recipient_clerk", "above_clerk"])
def test_the_page_costs_no_more_with_many_letters(
    stage, client, reader, django_assert_max_num_queries
):
    suggestion, (first, second) = late_by_two(stage)
    climb(suggestion, stage.clerk, addressee=first)
    climb(suggestion, stage.clerk, 4, addressee=second)
    answer(suggestion, stage.people["second_clerk"], items=answers(suggestion))
    page_of(client, stage.people[reader], suggestion)
    with django_assert_max_num_queries(12):
        page = client.get(suggestion.get_absolute_url()).content.decode()
    assert "抄送函" in page


def test_the_page_of_what_was_urged_and_looked_back_on_costs_no_more(
    stage, client, django_assert_max_num_queries
):
    suggestion = late(stage)
    climb(suggestion, stage.clerk)
    answer(suggestion, stage.answerer, items=answers(suggestion))
    look = {"outcome": "adopted", "look_back_on": date(2026, 11, 20)}
    suggestion.evaluate(actor=stage.clerk, verdicts=verdicts(suggestion), **look)
    found = [{"item": item, "result": "done"} for item in suggestion.items_to_look_at()]
    suggestion.look_back(actor=stage.clerk, on=date(2026, 10, 20), findings=found)
    page_of(client, stage.clerk, suggestion)
    with django_assert_max_num_queries(12):
        page = client.get(suggestion.get_absolute_url()).content.decode()
    assert "抄送函" in page


def test_on_a_saturday_a_week_is_given_to_the_monday_after(stage, client):
    suggestion = late(stage)
    client.force_login(stage.clerk)
    with time_machine.travel("2026-10-24 10:00+08:00", tick=False):
        form = client.get(suggestion.step_url("urge")).context["form"]
    assert form["answer_by"].value() == date(2026, 11, 2)


def test_the_form_offers_the_tier_reached_and_the_next_and_a_week(stage, client):
    suggestion = late(stage)
    for user, copied in ((stage.clerk, stage.coordinator), (stage.people["justice"], stage.court)):
        client.force_login(user)
        form = client.get(suggestion.step_url("urge")).context["form"]
        assert form["answer_by"].value() == date(2026, 10, 20) + timedelta(days=7)
        assert form.fields["addressee"].widget.is_hidden
        assert form.named(4) == f"第4档 督促函：致主要负责人，抄送{copied}"
    for offered in ([1], [1, 2], [2, 3], [3, 4], [4, 5], [5]):
        form = client.get(suggestion.step_url("urge")).context["form"]
        assert [value for value, _ in form.fields["tier"].choices] == offered
        assert form["tier"].value() == offered[-1]
        on = suggestion.urged_since(suggestion.addressees.get())[0]
        given = {"tier": offered[-1], "on": on, "answer_by": on + timedelta(days=1)}
        assert client.post(suggestion.step_url("urge"), given).status_code == 302
    for wrong, field in (
        ({"tier": 1}, "tier"),
        ({"on": date(2026, 8, 25)}, "on"),
        ({"on": date(2026, 10, 21)}, "on"),
        ({"answer_by": on}, "answer_by"),
        ({"requirement": "字" * 501}, "requirement"),
    ):
        given = {"tier": 5, "on": date(2026, 10, 1), "answer_by": date(2026, 10, 8)} | wrong
        page = client.post(suggestion.step_url("urge"), given)
        assert field in page.context["form"].errors, wrong
    assert suggestion.addressees.get().urgings.count() == 6


def test_of_two_addressees_the_form_tells_where_each_stands(stage, client):
    suggestion, (first, second) = late_by_two(stage)
    climb(suggestion, stage.clerk, 2, first)
    client.force_login(stage.clerk)
    form = client.get(suggestion.step_url("urge")).context["form"]
    assert form.fields["tier"].help_text == f"{first}可发第2、3档；{second}可发第1档"
    given = {"tier": 3, "on": "2026-10-20", "answer_by": "2026-10-27", "addressee": second.pk}
    page = client.post(suggestion.step_url("urge"), given)
    assert "应当逐档督促，现在可发第1档" in page.context["form"].errors["tier"][0]
    assert client.post(suggestion.step_url("urge"), given | {"addressee": first.pk}).url
    assert first.urgings.last().tier == Tier.HEAD


def test_what_is_typed_is_printed_and_shown_as_it_is(stage, client):
    suggestion = late(stage)
    urge(suggestion, stage.clerk, 1, requirement="<script>alert(1)</script>")
    assert "<script>alert" not in page_of(client, stage.answerer, suggestion)
    paper = suggestion.papers.get(code="suggestion-urging")
    assert "<script>alert" not in frozen(paper).decode()
