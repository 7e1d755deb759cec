"""What an agency says before a hearing (出庭回执), the court's view of excuses, urging letters."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from disputes.appearances.deadlines import NOMINATION
from disputes.appearances.models import HeadUrging, Status
from liaison.models import Message
from liaison.transitions import TransitionNotAllowed
from tests.factories import appearances
from tests.factories.appearances import (
    HEAD,
    after,
    calls,
    excuse_head,
    fix_hearing,
    name_head,
)
from tests.factories.disputes import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return appearances.scene()


@pytest.fixture
def lawsuit(stage):
    lawsuit = appearances.served(stage)
    fix_hearing(lawsuit, stage)
    return lawsuit


@pytest.fixture
def joint(stage):
    lawsuit = appearances.served(stage, defendants=[stage.agency, stage.co_agency])
    appearances.answer(lawsuit, stage)
    fix_hearing(lawsuit, stage)
    return lawsuit


def row_of(lawsuit, unit=None):
    rows = lawsuit.appearances()
    return next(one for one in reversed(rows) if unit in (None, one.agency.unit))


def clock_of(lawsuit, one):
    return lawsuit.deadlines.get(rule__code="appearances.nominate", ref=one.ref)


def told(user, code):
    return Message.objects.filter(recipient=user, notice=code, channel="inbox")


def test_an_agency_names_its_head_and_owes_no_more(lawsuit, stage):
    name_head(lawsuit, stage, staff="科长尹善姬", agents="律师甲")

    one = row_of(lawsuit)
    assert one.head == "副局长朴正浩（副职负责人）"
    assert one.named_on == timezone.localdate()
    assert (clock_of(lawsuit, one).status, lawsuit.unnamed()) == ("met", [])
    assert "朴正浩" in lawsuit.audit.filter(action="name_head").get().note
    for user in (stage.clerk, stage.justice_clerk):
        assert "朴正浩" in told(user, "appearances.head_named").get().body


@pytest.mark.parametrize("missing", ["head_name", "head_post", "head_rank"])
def test_a_receipt_that_names_agents_alone_is_refused(lawsuit, stage, missing):
    with pytest.raises(ValidationError, match="不能只委托律师出庭"):
        name_head(lawsuit, stage, **{missing: "", "agents": "律师甲"})

    assert not row_of(lawsuit).is_named
    assert clock_of(lawsuit, row_of(lawsuit)).status == "running"


def test_the_form_says_so_too_and_takes_a_full_receipt(lawsuit, stage, client):
    client.force_login(stage.agency_clerk)
    url = lawsuit.step_url("name_head")
    page = client.post(url, {"agents": "律师甲", "head_post": "副局长", "head_rank": "deputy"})
    assert "不能只委托律师出庭" in page.content.decode()
    page = client.post(url, HEAD | {"head_name": "绝密★"})
    assert page.status_code == 200
    assert client.post(url, HEAD).url == lawsuit.get_absolute_url()
    assert row_of(lawsuit).head_name == "朴正浩"
    form = client.get(url).context["form"]
    assert form["head_name"].value() == "朴正浩"


def test_who_comes_may_be_changed_and_the_record_keeps_who_was_named(lawsuit, stage):
    name_head(lawsuit, stage)
    name_head(lawsuit, stage, head_name="南宫瑞", head_post="局长", head_rank="chief")

    notes = list(
        lawsuit.audit.filter(action="name_head").order_by("pk").values_list("note", flat=True)
    )
    assert "朴正浩" in notes[0]
    assert "由副局长朴正浩（副职负责人）更换为局长南宫瑞（正职负责人）" in notes[1]
    assert row_of(lawsuit).head_name == "南宫瑞"
    assert told(stage.clerk, "appearances.head_named").count() == 2


def test_nobody_is_named_once_the_hearing_has_begun(lawsuit, stage):
    begun = after(10) + timedelta(minutes=1)
    with time_machine.travel(begun, tick=False), pytest.raises(TransitionNotAllowed):
        name_head(lawsuit, stage)
    fix_hearing(lawsuit, stage, after(30), calls=[])
    first = lawsuit.hearings.first()
    late = pytest.raises(ValidationError, match="已到开庭时间")
    with time_machine.travel(begun, tick=False), late:
        name_head(lawsuit, stage, hearing=first)


@time_machine.travel("2026-03-20 10:00+08:00", tick=False)
def test_late_stays_late(stage):
    lawsuit = appearances.served(stage)
    fix_hearing(lawsuit, stage, after(20))
    with time_machine.travel("2026-03-25 10:00+08:00", tick=False):
        name_head(lawsuit, stage)

    clock = clock_of(lawsuit, row_of(lawsuit))
    assert (str(clock.due_on), str(clock.ended_on), clock.status) == (
        "2026-03-24",
        "2026-03-25",
        "met",
    )


def test_each_agency_speaks_for_itself(joint, stage):
    name_head(joint, stage)
    assert [row.unit for row in joint.unnamed()] == [stage.co_agency]
    assert joint.holder == stage.co_agency
    name_head(joint, stage, actor=stage.people["co_agency_clerk"], head_name="南宫瑞")

    assert row_of(joint, stage.agency).head_name == "朴正浩"
    assert row_of(joint, stage.co_agency).head_name == "南宫瑞"
    for name in ("stranger", "justice", "office", "government_clerk", "court_clerk"):
        with pytest.raises(PermissionDenied):
            name_head(joint, stage, actor=stage.people[name])


def test_an_excuse_is_handed_in_with_proof_and_staff_and_the_court_examines_it(lawsuit, stage):
    for missing, words in (({"staff": ""}, "不能只委托律师"), ({"proof": None}, "加盖单位印章")):
        with pytest.raises(ValidationError, match=words):
            excuse_head(lawsuit, stage, **missing)
    excuse_head(lawsuit, stage)

    one = row_of(lawsuit)
    assert (one.excuse, one.is_undecided, one.is_named) == ("duty", True, True)
    assert clock_of(lawsuit, one).status == "met"
    body = told(stage.clerk, "appearances.head_excused").get().body
    assert "需要履行他人不能代替的公务" in body
    assert not told(stage.justice_clerk, "appearances.head_excused").exists()
    lawsuit.decide_excuse(actor=stage.clerk, view="accepted", note="证明属实")
    body = told(stage.agency_clerk, "appearances.excuse_decided").get().body
    assert "理由成立，说明见事项页面" in body
    with pytest.raises(TransitionNotAllowed):
        lawsuit.decide_excuse(actor=stage.clerk, view="refused")


def test_an_excuse_that_is_no_good_leaves_the_name_owed(lawsuit, stage):
    excuse_head(lawsuit, stage)
    lawsuit.decide_excuse(actor=stage.clerk, view="refused", note="会议可由他人参加")
    assert [row.unit for row in lawsuit.unnamed()] == [stage.agency]
    clocks = lawsuit.deadlines.filter(rule__code=NOMINATION).order_by("id")
    assert [clock.status for clock in clocks] == ["met", "running"]
    assert clocks[1].started_on == timezone.localdate()

    name_head(lawsuit, stage)
    assert {clock.status for clock in clocks.all()} == {"met"}
    one = row_of(lawsuit)
    assert (one.view, one.head_name, lawsuit.unnamed()) == ("refused", "朴正浩", [])


def test_the_court_reads_excuse_and_proof_where_it_decides(lawsuit, stage, client):
    excuse_head(lawsuit, stage, asks_adjournment=True)
    client.force_login(stage.clerk)
    page = client.get(lawsuit.step_url("decide_excuse")).content.decode()
    assert row_of(lawsuit).excuse_in_words in page
    assert "申请延期开庭" in page
    assert reverse("liaison:attachment", args=[row_of(lawsuit).excuse_proof_id]) in page


def test_who_names_a_head_after_all_takes_an_unexamined_excuse_back(lawsuit, stage):
    excuse_head(lawsuit, stage)
    name_head(lawsuit, stage)

    one = row_of(lawsuit)
    assert (one.excuse, one.excuse_note, one.excuse_proof, lawsuit.undecided()) == (
        "",
        "",
        None,
        [],
    )


def test_for_a_good_excuse_the_hearing_is_put_off_and_that_is_remembered(joint, stage):
    excuse_head(joint, stage, asks_adjournment=True)
    with pytest.raises(ValidationError, match="不因此延期"):
        joint.decide_excuse(actor=stage.clerk, view="refused", starts_at=after(20), place="三庭")
    with pytest.raises(ValidationError, match="请填写延期后的开庭地点"):
        joint.decide_excuse(actor=stage.clerk, view="accepted", starts_at=after(20))
    joint.decide_excuse(
        actor=stage.clerk,
        view="accepted",
        starts_at=after(20),
        place="三庭",
        notified_on=timezone.localdate(),
    )

    old, new = joint.hearings.all()
    assert (old.state, new.state) == ("adjourned", "planned")
    assert [one.put_off for one in old.appearances.all()] == [True, False]
    assert [one.is_named for one in new.appearances.all()] == [False, False]
    assert [one.excuse for one in new.appearances.all()] == ["", ""]
    assert len(joint.unnamed()) == 2


def test_what_was_put_off_by_a_step_of_its_own_may_be_for_the_excuse_too(lawsuit, stage):
    excuse_head(lawsuit, stage, asks_adjournment=True)
    lawsuit.decide_excuse(actor=stage.clerk, view="accepted")
    lawsuit.adjourn(
        actor=stage.clerk,
        starts_at=after(20),
        place="三庭",
        reason="负责人履行公务",
        for_excuse=True,
        notified_on=timezone.localdate(),
    )

    assert [one.put_off for one in lawsuit.appearances()] == [True, False]


def test_the_words_and_proof_of_an_excuse_are_for_the_court_and_the_agency(joint, stage, client):
    excuse_head(joint, stage, note="因病住院手术", proof=upload("诊断书.pdf"))
    proof = row_of(joint, stage.agency).excuse_proof
    readers = {"court_clerk", "president", "agency_clerk", "agency_leader"}
    others = {"co_agency_clerk", "justice", "office", "office_leader"}
    for name in sorted(readers | others):
        client.force_login(stage.people[name])
        page = client.get(joint.get_absolute_url()).content.decode()
        assert "需要履行他人不能代替的公务" in page
        assert ("因病住院手术" in page) is (name in readers), name
        assert ("诊断书" in page) is (name in readers), name
        answer = client.get(f"/attachments/{proof.pk}/")
        assert (answer.status_code == 200) is (name in readers), name
        assert not answer.streaming or b"".join(answer.streaming_content).startswith(b"%PDF")
    assert "住院" not in "".join(Message.objects.values_list("body", flat=True))


@pytest.mark.parametrize("name", ["justice", "office", "office_leader"])
def test_the_governments_side_urges_an_agency_that_named_nobody(lawsuit, stage, name):
    lawsuit.urge_head(actor=stage.people[name], requirement="请局长出庭")

    one, urging = row_of(lawsuit), HeadUrging.objects.get()
    assert one.urged_on == timezone.localdate()
    assert urging.number == f"{urging.unit.short_name}应诉督〔{timezone.localdate().year}〕1号"
    paper = lawsuit.papers.get(code="head-urging")
    assert paper.part == f"headurging:{urging.pk}"
    for user in (stage.agency_clerk, stage.clerk):
        assert urging.number in told(user, "appearances.head_urged").get().body
    with pytest.raises(TransitionNotAllowed):
        lawsuit.urge_head(actor=stage.people[name])


def test_numbers_of_letters_follow_each_other_and_of_several_agencies_one_is_chosen(joint, stage):
    with pytest.raises(ValidationError, match="请选择行政机关"):
        joint.urge_head(actor=stage.justice_clerk)
    for one in joint.appearances():
        joint.urge_head(actor=stage.justice_clerk, appearance=one)

    numbers = [urging.number.rpartition("〕")[2] for urging in HeadUrging.objects.all()]
    assert numbers == ["1号", "2号"]
    fix_hearing(joint, stage, after(12))
    for name in ("agency_clerk", "court_clerk", "stranger"):
        with pytest.raises(PermissionDenied):
            joint.urge_head(actor=stage.people[name])


def test_who_named_a_head_or_was_not_called_is_not_urged(lawsuit, stage):
    name_head(lawsuit, stage)
    with pytest.raises(TransitionNotAllowed):
        lawsuit.urge_head(actor=stage.justice_clerk)
    other = appearances.served(stage, ordinal=16)
    fix_hearing(other, stage, calls=[])
    with pytest.raises(TransitionNotAllowed):
        other.urge_head(actor=stage.justice_clerk)


def test_the_justice_bureau_does_not_urge_itself(stage):
    lawsuit = appearances.served(stage, defendants=[stage.justice])
    fix_hearing(lawsuit, stage)
    with pytest.raises(ValidationError, match="不能督促本单位"):
        lawsuit.urge_head(actor=stage.justice_clerk)
    lawsuit.urge_head(actor=stage.people["office"])

    assert HeadUrging.objects.get().unit == stage.committee.office


def test_whose_head_never_came_is_urged_after_the_hearing_too(stage):
    lawsuit = appearances.heard(stage, appearances.STAFF)
    lawsuit.urge_head(actor=stage.justice_clerk)

    assert lawsuit.status == Status.HEARD
    assert "head-urging" in lawsuit.papers.values_list("code", flat=True)


@pytest.mark.parametrize(
    ("step", "who"),
    [
        ("name_head", "agency_clerk"),
        ("excuse_head", "agency_clerk"),
        ("decide_excuse", "court_clerk"),
        ("urge_head", "justice"),
    ],
)
def test_the_pages_of_the_steps_open_for_one_hearing_and_for_two(joint, stage, client, step, who):
    client.force_login(stage.people[who])
    if step == "decide_excuse":
        excuse_head(joint, stage)
    assert client.get(joint.step_url(step)).status_code == 200
    fix_hearing(joint, stage, after(15), calls=calls(joint))
    page = client.get(joint.step_url(step))
    assert page.status_code == 200
    if step == "decide_excuse":
        typed = {"view": "accepted", "notified_on": "2026-01-01"}
        assert client.post(joint.step_url(step), typed).url == joint.get_absolute_url()
