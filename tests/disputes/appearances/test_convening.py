"""Fixing, putting off and calling off hearings (开庭): the notice to the head, and when."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from disputes.appearances.models import Appearance, Hearing, Status
from liaison.models import Deadline, Message
from liaison.transitions import TransitionNotAllowed
from tests.factories import appearances
from tests.factories.appearances import after, calls, fix_hearing, hour, name_head

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return appearances.scene()


@pytest.fixture
def lawsuit(stage):
    return appearances.served(stage)


def told(user, code):
    return Message.objects.filter(recipient=user, notice=code, channel="inbox")


def test_a_hearing_is_fixed_and_the_head_called(lawsuit, stage):
    hearing = fix_hearing(lawsuit, stage)

    one = hearing.appearances.get()
    assert (lawsuit.status, lawsuit.holder) == (Status.LISTED, stage.agency)
    assert (hearing.order, hearing.state) == (1, "planned")
    assert one.must_be_notified is False
    assert one.notified_on == timezone.localdate()
    deadline = lawsuit.deadlines.get(ref=one.ref)
    assert deadline.rule.code == "appearances.nominate"
    assert (deadline.responsible, deadline.asker) == (stage.agency, stage.court)
    paper = lawsuit.papers.get(code="head-appearance-notice")
    assert (paper.part, paper.number) == (one.ref, lawsuit.number)
    message = told(stage.agency_clerk, "appearances.hearing_fixed").get()
    assert "第三审判庭" in message.body
    assert "前报送出庭负责人" in message.body
    assert told(stage.people["agency_leader"], "appearances.hearing_fixed").exists()
    assert told(stage.justice_clerk, "appearances.hearing_fixed").exists()
    assert "冯" not in "".join(
        Message.objects.exclude(channel="inbox").values_list("body", flat=True)
    )


def test_an_agency_that_is_not_called_is_told_of_its_duty_but_owes_no_name(lawsuit, stage):
    hearing = fix_hearing(lawsuit, stage, calls=[])

    one = hearing.appearances.get()
    assert (one.ground, one.notified_on, one.is_called) == ("", None, False)
    assert not lawsuit.papers.exists()
    assert not lawsuit.deadlines.filter(ref=one.ref).exists()
    assert lawsuit.holder != stage.court  # the answer is still owed
    message = told(stage.agency_clerk, "appearances.hearing_fixed").get()
    assert "负责人应当出庭应诉" in message.body


@pytest.mark.parametrize(
    ("ground", "must"),
    [
        ("safety", True),
        ("concern", True),
        ("mass", True),
        ("interests", False),
        ("public_interest", False),
        ("rules", False),
        ("other", False),
    ],
)
def test_on_three_grounds_the_court_must_call_the_head(lawsuit, stage, ground, must):
    hearing = fix_hearing(lawsuit, stage, calls=calls(lawsuit, ground))

    assert hearing.appearances.get().must_be_notified is must


@time_machine.travel("2026-03-20 10:00+08:00", tick=False)
@pytest.mark.parametrize(
    ("served_on", "hearing_on", "fits"),
    [
        (date(2026, 3, 16), date(2026, 3, 19), True),
        (date(2026, 3, 17), date(2026, 3, 19), False),
        (date(2026, 3, 20), date(2026, 3, 23), True),
        (date(2026, 3, 19), date(2026, 3, 21), False),
        # 开庭三日前落在清明假期（4月4日至6日），不因放假提前或者顺延
        (date(2026, 3, 20), date(2026, 4, 8), True),
    ],
)
def test_the_notice_reaches_the_agency_three_days_before(
    lawsuit, stage, served_on, hearing_on, fits
):
    called = calls(lawsuit, on=served_on)
    if fits:
        fix_hearing(lawsuit, stage, hour(hearing_on), calls=called)
        assert lawsuit.status == Status.LISTED
        return
    latest = hearing_on - timedelta(days=3)
    with pytest.raises(ValidationError, match=f"最迟2026年3月{latest.day}日"):
        fix_hearing(lawsuit, stage, hour(hearing_on), calls=called)
    assert not Hearing.objects.exists()
    assert not Deadline.objects.filter(rule__code="appearances.nominate").exists()


def test_a_notice_of_tomorrow_or_from_before_the_filing_is_refused(lawsuit, stage):
    today = timezone.localdate()
    for on, words in ((today + timedelta(days=1), "不能晚于今天"), (date(2026, 3, 1), "立案日期")):
        with pytest.raises(ValidationError, match=words):
            fix_hearing(lawsuit, stage, calls=calls(lawsuit, on=on))
    with pytest.raises(ValidationError, match="收到出庭通知书的日期"):
        fix_hearing(
            lawsuit,
            stage,
            calls=[{"agency": lawsuit.sued()[0], "ground": "mass", "notified_on": None}],
        )
    with pytest.raises(ValidationError, match="事由"):
        fix_hearing(lawsuit, stage, calls=calls(lawsuit, "因为想"))


def test_a_time_before_the_filing_or_years_ahead_is_a_slip(lawsuit, stage):
    for starts_at in (hour(date(2025, 3, 2)), after(400)):
        with pytest.raises(ValidationError) as refusal:
            fix_hearing(lawsuit, stage, starts_at, calls=[])
        assert "starts_at" in refusal.value.message_dict


def test_nothing_is_fixed_before_all_agencies_are_served(stage):
    lawsuit = appearances.filed(stage, defendants=[stage.agency, stage.co_agency])
    with pytest.raises(TransitionNotAllowed):
        fix_hearing(lawsuit, stage, calls=[])
    appearances.serve(lawsuit, stage, stage.agency)

    with pytest.raises(ValidationError, match=f"尚未登记向{stage.co_agency}送达"):
        fix_hearing(lawsuit, stage, calls=[])


def test_two_hearings_are_not_at_one_time_but_may_follow(lawsuit, stage):
    fix_hearing(lawsuit, stage)
    with pytest.raises(ValidationError, match="这个时间已经确定开庭"):
        fix_hearing(lawsuit, stage, calls=[])
    second = fix_hearing(lawsuit, stage, after(12), calls=[])

    assert (second.order, len(lawsuit.planned())) == (2, 2)


def test_a_hearing_put_off_is_followed_by_another_with_a_notice_of_its_own(lawsuit, stage):
    old = fix_hearing(lawsuit, stage)
    name_head(lawsuit, stage)
    lawsuit.adjourn(
        actor=stage.clerk,
        starts_at=after(20),
        place="第五审判庭",
        reason="证人不能到庭",
        notified_on=timezone.localdate(),
    )

    old.refresh_from_db()
    new = lawsuit.hearings.last()
    one = new.appearances.get()
    assert (old.state, old.reason, old.appearances.get().put_off) == (
        "adjourned",
        "证人不能到庭",
        False,
    )
    assert (new.order, new.place, lawsuit.status) == (2, "第五审判庭", Status.LISTED)
    assert (one.ground, one.head_name, one.is_named) == ("interests", "朴正浩", True)
    assert lawsuit.papers.filter(code="head-appearance-notice").count() == 2
    assert not lawsuit.deadlines.open().filter(rule__code="appearances.nominate").exists()
    message = told(stage.agency_clerk, "appearances.hearing_adjourned").get()
    assert "已报送的出庭负责人沿用" in message.body


def test_who_had_not_named_a_head_must_do_so_for_the_new_hearing(lawsuit, stage):
    fix_hearing(lawsuit, stage)
    lawsuit.adjourn(
        actor=stage.clerk,
        starts_at=after(20),
        place="第五审判庭",
        reason="证人不能到庭",
        notified_on=timezone.localdate(),
    )

    first, second = lawsuit.deadlines.filter(rule__code="appearances.nominate").order_by("pk")
    assert (first.status, second.status) == ("waived", "running")


def put_off(lawsuit, stage, starts_at, **given):
    given = {
        "place": "第五审判庭",
        "reason": "法庭占用",
        "notified_on": timezone.localdate(),
    } | given
    lawsuit.adjourn(actor=stage.clerk, starts_at=starts_at, **given)


def test_the_new_notice_too_must_come_three_days_before(lawsuit, stage):
    early = timezone.localdate() - timedelta(days=5)
    fix_hearing(lawsuit, stage, after(1), calls=calls(lawsuit, on=early))
    with pytest.raises(ValidationError, match="三日前送达"):
        put_off(lawsuit, stage, after(2))
    with pytest.raises(ValidationError, match="应晚于原定"):
        put_off(lawsuit, stage, after(-1))
    with pytest.raises(ValidationError, match="没有负责人以正当理由申请延期"):
        put_off(lawsuit, stage, after(9), for_excuse=True)

    assert Hearing.objects.get().state == "planned"


@pytest.mark.parametrize(("days", "code"), [(1, "_soon"), (10, "")])
def test_what_is_moved_at_short_notice_is_told_at_any_hour(lawsuit, stage, days, code):
    early = timezone.localdate() - timedelta(days=8)
    fix_hearing(lawsuit, stage, after(days), calls=calls(lawsuit, on=early))
    put_off(lawsuit, stage, after(20))
    assert told(stage.agency_clerk, f"appearances.hearing_adjourned{code}").exists()

    lawsuit.cancel_hearing(actor=stage.clerk, reason="原告申请撤诉")
    assert told(stage.agency_clerk, "appearances.hearing_cancelled").exists()


def test_a_hearing_called_off_leaves_the_case_where_it_was(lawsuit, stage):
    hearing = fix_hearing(lawsuit, stage)
    lawsuit.cancel_hearing(actor=stage.clerk, reason="原告申请撤诉")

    hearing.refresh_from_db()
    assert (hearing.state, lawsuit.status) == ("cancelled", Status.DEFENDING)
    assert not lawsuit.deadlines.open().filter(rule__code="appearances.nominate").exists()
    with pytest.raises(TransitionNotAllowed):
        lawsuit.cancel_hearing(actor=stage.clerk, reason="再取消")


def test_of_several_hearings_the_one_meant_must_be_named(lawsuit, stage):
    first = fix_hearing(lawsuit, stage)
    fix_hearing(lawsuit, stage, after(12), calls=[])
    with pytest.raises(ValidationError, match="请选择哪一次开庭"):
        lawsuit.cancel_hearing(actor=stage.clerk, reason="合并审理")
    lawsuit.cancel_hearing(actor=stage.clerk, reason="合并审理", hearing=first)

    assert lawsuit.status == Status.LISTED


@pytest.fixture
def joint(stage):
    return appearances.served(stage, defendants=[stage.agency, stage.co_agency])


def test_co_defendants_agree_whose_head_comes(joint, stage):
    agency, other = joint.sued()
    joint.agree_head(actor=stage.clerk, agency=agency, represented=[other])
    hearing = fix_hearing(joint, stage, calls=calls(joint, agencies=[agency]))

    assert "负责人代" in told(stage.people["co_agency_clerk"], "appearances.head_agreed").get().body
    assert [row.unit for row in joint.unnamed()] == [stage.agency]
    assert [one.is_called for one in hearing.appearances.all()] == [True, False]
    message = told(stage.people["co_agency_clerk"], "appearances.hearing_fixed").get()
    assert "其他共同被告的负责人出庭" in message.body
    with pytest.raises(ValidationError, match="不再通知"):
        fix_hearing(joint, stage, after(15), calls=calls(joint))


def test_of_an_agreement_nobody_hears_who_was_not_served_yet(stage):
    lawsuit = appearances.filed(stage, defendants=[stage.agency, stage.co_agency])
    appearances.serve(lawsuit, stage, stage.agency)
    agency, other = lawsuit.sued()
    lawsuit.agree_head(actor=stage.clerk, agency=agency, represented=[other])

    assert told(stage.agency_clerk, "appearances.head_agreed").exists()
    assert not Message.objects.filter(recipient=stage.people["co_agency_clerk"]).exists()


def test_an_agreement_after_the_call_ends_the_others_period_and_its_end_begins_it_anew(
    joint, stage
):
    agency, other = joint.sued()
    fix_hearing(joint, stage)
    joint.agree_head(actor=stage.clerk, agency=agency, represented=[other], fixed_by_court=True)
    clocks = joint.deadlines.filter(rule__code="appearances.nominate", responsible=other.unit)
    assert [clock.status for clock in clocks] == ["waived"]
    assert [row.unit for row in joint.unnamed()] == [stage.agency]

    joint.agree_head(actor=stage.clerk, agency=agency, represented=[])
    assert sorted(clock.status for clock in clocks.all()) == ["running", "waived"]
    assert len(joint.unnamed()) == 2


def test_nobody_stands_for_others_whose_own_head_another_stands_for(stage):
    third = appearances.UnitFactory(parent=stage.agency.parent)
    appearances.MembershipFactory(committee=stage.committee, unit=third)
    joint = appearances.served(stage, defendants=[stage.agency, stage.co_agency, third])
    one, two, three = joint.sued()
    joint.agree_head(actor=stage.clerk, agency=one, represented=[two])

    with pytest.raises(ValidationError, match="不能再代其他机关"):
        joint.agree_head(actor=stage.clerk, agency=two, represented=[three])
    with pytest.raises(ValidationError, match="不能再代其他机关"):
        joint.agree_head(actor=stage.clerk, agency=three, represented=[one])
    with pytest.raises(ValidationError, match="其他行政机关"):
        joint.agree_head(actor=stage.clerk, agency=one, represented=[one])
    assert [row.represented_by for row in joint.sued()] == [None, one, None]


def test_a_head_who_came_is_not_called_again_unless_the_court_asks(stage, client):
    lawsuit = appearances.heard(stage)
    client.force_login(stage.clerk)
    page = client.get(lawsuit.step_url("fix_hearing"))
    row = page.context["form"].formsets["calls"].forms[0]
    assert row["ground"].value() in (None, "")
    assert "一般不再通知" in page.content.decode()

    quiet = fix_hearing(lawsuit, stage, calls=[])
    assert quiet.appearances.get().ground == ""
    message = told(stage.agency_clerk, "appearances.hearing_fixed").latest("pk")
    assert "负责人在本审级已经出庭" in message.body
    again = fix_hearing(lawsuit, stage, after(12))
    assert again.appearances.get().is_called


def test_the_form_fixes_what_was_typed(lawsuit, stage, client):
    client.force_login(stage.clerk)
    url = lawsuit.step_url("fix_hearing")
    typed = {
        "starts_at": timezone.localtime(after(10)).strftime("%Y-%m-%dT%H:%M"),
        "place": "第三审判庭",
        "is_public": "on",
        "calls-TOTAL_FORMS": "1",
        "calls-INITIAL_FORMS": "1",
        "calls-0-ground": "mass",
        "calls-0-notified_on": "",
    }
    page = client.post(url, typed)
    assert "请填写出庭通知书送达日期" in page.content.decode()
    typed["calls-0-notified_on"] = (timezone.localdate() + timedelta(days=1)).isoformat()
    page = client.post(url, typed)
    assert "不能晚于今天" in page.content.decode()
    typed["calls-0-notified_on"] = timezone.localdate().isoformat()
    assert client.post(url, typed | {"calls-TOTAL_FORMS": "7"}).url == lawsuit.get_absolute_url()

    one = Appearance.objects.get(hearing__matter=lawsuit)
    assert (one.ground, one.hearing.starts_at) == ("mass", after(10))
    page = client.get(lawsuit.get_absolute_url())
    assert "第三审判庭" in page.content.decode()
    assert "应当通知" in page.content.decode()


@pytest.mark.parametrize("step", ["adjourn", "cancel_hearing", "agree_head", "name_head"])
def test_the_pages_of_the_steps_open(joint, stage, client, step):
    fix_hearing(joint, stage)
    client.force_login(stage.agency_clerk if step == "name_head" else stage.clerk)

    assert client.get(joint.step_url(step)).status_code == 200


def test_hearings_stand_in_the_calendar_of_who_sees_the_case(lawsuit, stage, client):
    fix_hearing(lawsuit, stage, after(1), calls=[])
    put_off(lawsuit, stage, after(2), notified_on=None)
    for user, seen in ((stage.agency_clerk, True), (stage.people["stranger"], False)):
        client.force_login(user)
        page = client.get("/calendar/", {"kind": "appearances.hearing"}).content.decode()
        assert ("开庭" in page and lawsuit.title in page) is seen
