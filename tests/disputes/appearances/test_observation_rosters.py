"""Lists of people as they are pasted, and the forms that take them: receipts, the roll."""

import pytest
import time_machine
from django.core.exceptions import ValidationError

from disputes.appearances.forms.roster import MOST_LINES, people_of
from disputes.appearances.models import Observer
from liaison.models import AuditEntry
from tests.factories import observation as make
from tests.factories.appearances import scene

PLUMBING = {
    "people-TOTAL_FORMS": "1",
    "people-INITIAL_FORMS": "0",
    "people-0-standing": "staff",
}


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("裴世安 局长 正职负责人", ("裴世安", "局长", "chief")),
        ("1. 裴世安，党组书记、局长，正职", ("裴世安", "党组书记、局长", "chief")),
        ("3\t裴 世安\t党组成员 副局长\t副职负责人", ("裴世安", "党组成员副局长", "deputy")),
        ("（12）王　伟　法规科科长　内设机构负责人", ("王伟", "法规科科长", "section")),
        ("古丽·艾山 科员", ("古丽·艾山", "科员", "staff")),
    ],
)
def test_a_line_is_read_as_it_comes(line, read):
    assert [tuple(one.values()) for one in people_of(f"\n{line}\n\n")] == [read]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("裴世安", "第1行“裴世安”：请依次写姓名、职务、类别"),
        ("王伟 科员\n\n裴世安 副职负责人", "第3行“裴世安 副职负责人”：请依次写"),
        ("裴世安 局长 尹素英 科长", "请依次写"),
        ("裴世安 副局长", "“副局长”请写明类别"),
        ("长" * 41 + " 科员", "姓名超过40个字"),
        ("裴世安 " + "科" * 61, "职务超过60个字"),
        ("裴世安 科员\n" * (MOST_LINES + 1), "一次最多300人，粘贴了301行"),
        ("裴世安\n" * 7, "还有2行有问题"),
    ],
)
def test_what_can_not_be_read_is_told_by_its_line(text, words):
    with pytest.raises(ValidationError) as refused:
        people_of(text)
    assert words in "\n".join(refused.value.messages)


@pytest.fixture
def clock():
    with time_machine.travel("2026-11-20 10:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def stage(db, clock):
    return scene()


@pytest.fixture
def observation(stage):
    return make.invited(stage)


def names():
    return list(Observer.objects.order_by("name").values_list("name", flat=True))


def test_a_unit_pastes_who_comes_beside_what_it_types(client, observation, stage):
    client.force_login(stage.agency_clerk)
    address = observation.step_url("answer_invitation")
    row = {"people-0-name": "尹素英", "people-0-post": "科长", "people-0-standing": "section"}
    typed = PLUMBING | row | {"roster": "裴世安 调研员"}
    page = client.post(address, typed)
    assert "负责人不能参加的，请说明原因" in page.content.decode()
    assert page.context["form"]["roster"].value() == "裴世安 调研员"
    assert client.post(address, typed | {"roster": "裴世安 局长 正职"}).status_code == 302
    assert names() == ["尹素英", "裴世安"]


def test_two_of_one_name_are_told_apart_by_their_posts(observation, stage):
    one = {"name": "王伟", "post": "局长", "standing": "chief"}
    other = one | {"post": "科员", "standing": "staff"}
    make.answer(observation, stage, [one, other])
    assert names() == ["王伟", "王伟"]


def test_hundreds_of_names_are_taken_at_once_and_no_more_than_there_are_seats(client, stage):
    observation = make.planned(
        stage, seats=200, invited=[{"unit": stage.agency, "seats": 150, "head_asked": False}]
    )
    make.invite(observation, stage)
    client.force_login(stage.clerk)
    address = observation.step_url("record_answer")
    typed = PLUMBING | {"on": "2026-11-20", "invitation": observation.invitations.get().pk}
    lines = [f"{number}\t旁听人{number}\t科员" for number in range(1, 152)]
    page = client.post(address, typed | {"roster": "\n".join(lines)}).content.decode()
    assert f"{stage.agency}的旁听席位为150个，填了151人" in page
    assert client.post(address, typed | {"roster": "\n".join(lines[:150])}).status_code == 302
    assert Observer.objects.count() == 150
    page = client.get(observation.get_absolute_url()).content.decode()
    assert "<summary>150 人</summary>" in page


def test_the_table_leads_the_court_to_the_receipt_of_one_unit(client, observation, stage):
    make.answer(observation, stage, contact="尹素英")
    invitation = observation.invitations.get(unit=stage.agency)
    address = f"{observation.step_url('record_answer')}?invitation={invitation.pk}"
    for name in ("agency_clerk", "justice"):
        client.force_login(stage.people[name])
        assert "?invitation=" not in client.get(observation.get_absolute_url()).content.decode()
    client.force_login(stage.clerk)
    assert address in client.get(observation.get_absolute_url()).content.decode()
    form = client.get(address).context["form"]
    assert (form["invitation"].value(), form["contact"].value()) == (str(invitation.pk), "尹素英")
    rows = form.formsets["people"].forms
    assert [row["name"].value() for row in rows] == ["裴世安", "尹素英", None]


@pytest.mark.parametrize("strange", ["", "0", "x", "9" * 40, "²"])
def test_without_a_unit_that_is_invited_the_court_chooses_one(client, observation, stage, strange):
    make.answer(observation, stage)
    client.force_login(stage.clerk)
    form = client.get(observation.step_url("record_answer"), {"invitation": strange}).context[
        "form"
    ]
    assert [label for _, label in form.fields["invitation"].choices][1:] == [
        f"{stage.co_agency}（未报，1席）",
        f"{stage.agency}（已报2人，2席，请负责人参加）",
    ]
    assert form["contact"].value() is None


def test_a_second_click_on_a_receipt_leaves_one(client, observation, stage):
    client.force_login(stage.clerk)
    invitation = observation.invitations.get(unit=stage.co_agency)
    typed = PLUMBING | {"on": "2026-11-20", "invitation": invitation.pk, "roster": "崔明哲 科员"}
    for _ in range(2):
        answer = client.post(observation.step_url("record_answer"), typed)
        assert answer.url == observation.get_absolute_url()
    assert names() == ["崔明哲"]


class TestRoll:
    """The roll of the day: ticked by hand, the others pasted."""

    @pytest.fixture
    def observation(self, observation, stage, clock):
        make.answer(observation, stage)
        clock.move_to("2026-11-26 11:30+08:00")
        return observation

    def ids(self):
        return dict(Observer.objects.filter(is_walk_in=False).values_list("name", "pk"))

    def test_whoever_was_announced_stands_ticked_under_their_unit(self, client, observation, stage):
        client.force_login(stage.clerk)
        page = client.get(observation.step_url("take_roll"))
        form = page.context["form"]
        assert set(form["came"].value()) == set(self.ids().values())
        words = page.content.decode()
        assert words.index(f">{stage.agency}</p>") < words.index("局长裴世安（正职负责人）")
        assert "通知有关单位" not in words

    def test_it_is_taken_by_hand_and_by_list_and_corrected(self, client, observation, stage):
        client.force_login(stage.clerk)
        address, ids = observation.step_url("take_roll"), self.ids()
        typed = PLUMBING | {"came": [ids["裴世安"]], "roster": "某局 严大勇 科员"}
        page = client.post(address, typed).content.decode()
        assert "第1行“某局 严大勇 科员”：请先写受邀单位的名称或者简称" in page
        typed["roster"] = (
            f"{stage.co_agency.name}，严大勇，副局长，副职\n{stage.co_agency} 崔明哲 科员"
        )
        assert client.post(address, typed).url == observation.get_absolute_url()
        here = Observer.objects.here()
        assert {(one.name, one.standing, one.is_walk_in) for one in here} == {
            ("裴世安", "chief", False),
            ("严大勇", "deputy", True),
            ("崔明哲", "staff", True),
        }
        form = client.get(address).context["form"]
        assert form["came"].value() == [ids["裴世安"]]
        rows = form.formsets["people"].forms
        assert [row["name"].value() for row in rows] == ["严大勇", "崔明哲", None]
        entry = AuditEntry.objects.filter(action="take_roll").latest("pk")
        assert entry.note == "2个单位，3人"

    def test_another_hearings_people_are_not_to_be_ticked(self, client, observation, stage):
        other = make.held(stage, title="另一场旁听")
        foreign = Observer.objects.filter(invitation__observation=other, is_walk_in=False).first()
        client.force_login(stage.clerk)
        page = client.post(observation.step_url("take_roll"), PLUMBING | {"came": [foreign.pk]})
        assert page.context["form"].errors["came"]
        assert not Observer.objects.filter(invitation__observation=observation).here().exists()
