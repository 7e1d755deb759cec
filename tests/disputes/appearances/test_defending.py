"""The fifteen days of a sued agency: the answer, more time, what comes by post or late."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from disputes.appearances import deadlines as periods
from disputes.appearances.models import Answer
from disputes.appearances.models.defending import ANSWERED, UNDECIDED
from liaison import deadlines, desk
from liaison.models import Attachment, Message
from liaison.transitions import TransitionNotAllowed
from tests.disputes.appearances.test_judging import served_again
from tests.factories.appearances import (
    EVIDENCE,
    WORDS,
    answer,
    draft_answer,
    filed,
    judge,
    scene,
    serve,
    served,
)
from tests.factories.suggestions import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return scene()


def clock(lawsuit, code=periods.ANSWER, unit=None):
    rows = lawsuit.deadlines.filter(rule__code=code)
    return rows.get(responsible=unit) if unit else rows.get()


def row_of(lawsuit, unit):
    return lawsuit.agencies.get(unit=unit)


def asked(lawsuit, stage, on, **more):
    given = {"reason": "汛期道路中断，档案库不能进入"} | more
    lawsuit.ask_deferral(actor=stage.agency_clerk, on=on, **given)


def granted(lawsuit, stage, ended_on, on):
    lawsuit.decide_deferral(actor=stage.clerk, granted=True, ended_on=ended_on, on=on)


@pytest.mark.parametrize(
    ("on", "due", "provisional"),
    [
        (date(2026, 3, 4), date(2026, 3, 19), False),
        (date(2026, 9, 18), date(2026, 10, 8), False),  # 第十五日 is in the National Day holiday
        (date(2026, 3, 6), date(2026, 3, 23), False),  # a Saturday
        (date(2026, 12, 22), date(2027, 1, 6), True),  # 2027 is not published
    ],
)
def test_each_agency_has_fifteen_days_from_its_own_service(stage, on, due, provisional):
    with time_machine.travel("2026-12-23 10:00+08:00", tick=False):
        lawsuit = filed(stage)
        serve(lawsuit, stage, on=on)

    assert clock(lawsuit).due_on == due
    assert clock(lawsuit).provisional is provisional


def test_an_answer_on_the_last_day_is_in_time_and_one_a_day_later_stays_late(stage):
    lawsuit = served(stage, defendants=[stage.agency, stage.co_agency])
    answer(lawsuit, stage, stage.agency, on=date(2026, 3, 19))
    answer(lawsuit, stage, stage.co_agency, on=date(2026, 3, 20))

    in_time, late = (clock(lawsuit, unit=unit) for unit in (stage.agency, stage.co_agency))
    assert (in_time.status, in_time.ended_on, in_time.due_on) == (
        "met",
        date(2026, 3, 19),
        date(2026, 3, 19),
    )
    assert deadlines.explain(in_time)[-1].endswith("未逾期")
    assert deadlines.explain(late)[-1].endswith("逾期1日")
    assert "逾期" in lawsuit.audit.filter(action="submit_answer").first().note


def test_more_time_runs_to_the_fifteenth_day_after_the_reason_has_ended(stage):
    """解释第三十四条: 正当事由消除后十五日内; the same clock shows it."""
    lawsuit = served(stage)
    asked(lawsuit, stage, date(2026, 3, 19))
    granted(lawsuit, stage, ended_on=date(2026, 3, 27), on=date(2026, 3, 25))

    running = clock(lawsuit)
    assert running.due_on == date(2026, 4, 13)  # 第十五日 11 April is a Saturday
    assert running.status == "running"
    assert "4月13日" in deadlines.explain(running)[-1]
    assert "3月27日" in running.events.last().reason
    answer(lawsuit, stage, on=date(2026, 4, 13))
    assert deadlines.explain(clock(lawsuit))[-1].endswith("未逾期")


def test_more_time_into_a_year_not_published_is_provisional(stage):
    with time_machine.travel("2026-12-23 10:00+08:00", tick=False):
        lawsuit = filed(stage)
        serve(lawsuit, stage, on=date(2026, 12, 10))
        asked(lawsuit, stage, date(2026, 12, 21))
        granted(lawsuit, stage, ended_on=date(2026, 12, 31), on=date(2026, 12, 22))

    assert clock(lawsuit).due_on == date(2027, 1, 15)
    assert clock(lawsuit).provisional


def test_more_time_can_be_asked_for_within_the_fifteen_days_only(stage):
    lawsuit = served(stage)
    with pytest.raises(TransitionNotAllowed, match="2026年3月19日届满"):
        asked(lawsuit, stage, date(2026, 3, 20))
    asked(lawsuit, stage, date(2026, 3, 19), letter=upload("申请.pdf"))

    row = row_of(lawsuit, stage.agency)
    assert row.deferral_asked_on == date(2026, 3, 19)
    assert row.deferral_file.kind == "延期举证申请"


def test_where_the_last_day_moves_for_a_holiday_the_request_may_come_then(stage):
    lawsuit = filed(stage)
    serve(lawsuit, stage, on=date(2026, 9, 18))
    asked(lawsuit, stage, date(2026, 10, 8))

    assert row_of(lawsuit, stage.agency).awaits_deferral


def test_refused_the_old_date_stands_and_it_may_be_asked_for_again_before_it(stage):
    lawsuit = served(stage)
    asked(lawsuit, stage, date(2026, 3, 10), letter=upload("旧申请.pdf"))
    lawsuit.decide_deferral(
        actor=stage.clerk, granted=False, view="不属正当事由", on=date(2026, 3, 11)
    )

    assert clock(lawsuit).due_on == date(2026, 3, 19)
    assert clock(lawsuit).events.count() == 1
    asked(lawsuit, stage, date(2026, 3, 18))
    row = row_of(lawsuit, stage.agency)
    assert row.awaits_deferral
    assert row.deferral_view == ""
    assert not Attachment.objects.filter(name="旧申请.pdf").exists()


def test_granted_it_is_not_asked_for_again(stage):
    lawsuit = served(stage)
    asked(lawsuit, stage, date(2026, 3, 10))
    with pytest.raises(PermissionDenied):
        asked(lawsuit, stage, date(2026, 3, 11))
    granted(lawsuit, stage, ended_on=date(2026, 3, 20), on=date(2026, 3, 11))
    with pytest.raises(PermissionDenied):
        asked(lawsuit, stage, date(2026, 3, 12))


@pytest.mark.parametrize(
    ("ended_on", "message"),
    [
        (None, "请写明正当事由消除的日期"),
        (date(2026, 3, 6), "应当晚于收到起诉状副本之日"),
        (date(2026, 3, 7), "无需延期"),  # Saturday or Sunday, both end on Monday 23 March
    ],
)
def test_a_day_that_gives_no_more_time_is_refused(stage, ended_on, message):
    lawsuit = filed(stage)
    serve(lawsuit, stage, on=date(2026, 3, 6))
    asked(lawsuit, stage, date(2026, 3, 10))
    with pytest.raises(ValidationError, match=message):
        granted(lawsuit, stage, ended_on=ended_on, on=date(2026, 3, 11))

    assert row_of(lawsuit, stage.agency).awaits_deferral


def test_the_answer_to_an_appeal_has_fifteen_days_too_and_no_more_time(stage):
    lawsuit = served_again(stage)

    assert clock(lawsuit, periods.APPEAL_ANSWER).due_on == date(2026, 3, 19)
    with pytest.raises(TransitionNotAllowed, match="现在不能申请延期举证"):
        asked(lawsuit, stage, date(2026, 3, 10))
    lawsuit.draft_answer(actor=stage.agency_clerk, **WORDS | {"norms": ""})
    lawsuit.submit_answer(actor=stage.agency_clerk, on=date(2026, 3, 19))
    assert clock(lawsuit, periods.FORWARD_APPEAL).due_on == date(2026, 3, 24)


def test_what_was_posted_in_time_is_in_time(stage):
    """解释第四十八条: 诉讼文书在期满前交邮的，不算过期."""
    lawsuit = served(stage)
    lawsuit.record_answer(
        actor=stage.clerk,
        on=date(2026, 3, 24),
        posted_on=date(2026, 3, 19),
        scan=upload("纸质答辩.pdf"),
    )

    assert row_of(lawsuit, stage.agency).answered_on == date(2026, 3, 19)
    assert deadlines.explain(clock(lawsuit))[-1].endswith("未逾期")
    assert clock(lawsuit, periods.FORWARD).started_on == date(2026, 3, 24)


@pytest.mark.parametrize("posted_on", [date(2026, 3, 3), date(2026, 3, 25)])
def test_the_day_of_posting_lies_between_service_and_receipt(stage, posted_on):
    lawsuit = served(stage)
    with pytest.raises(ValidationError, match="交邮日"):
        lawsuit.record_answer(
            actor=stage.clerk, on=date(2026, 3, 24), posted_on=posted_on, scan=upload("a.pdf")
        )


def test_what_came_on_paper_takes_the_place_of_the_draft(stage):
    lawsuit = served(stage)
    draft_answer(lawsuit, stage, evidence=[EVIDENCE | {"upload": upload("证据一.pdf")}])
    lawsuit.record_answer(actor=stage.clerk, on=date(2026, 3, 24), scan=upload("纸质.pdf"))

    given = Answer.objects.get()
    assert given.on_paper
    assert given.scan.name == "纸质.pdf"
    assert not given.evidence.exists()
    assert not Attachment.objects.filter(name="证据一.pdf").exists()
    assert deadlines.explain(clock(lawsuit))[-1].endswith("逾期5日")


def test_a_draft_is_saved_again_and_again_and_keeps_its_files(stage):
    lawsuit = served(stage)
    clerk = stage.agency_clerk
    rows = [EVIDENCE | {"upload": upload("甲.pdf")}, EVIDENCE | {"upload": upload("乙.pdf")}]
    lawsuit.draft_answer(actor=clerk, evidence=rows, identity=upload("身份.pdf"), **WORDS)
    files = {item.file.name: item.file for item in Answer.objects.get().evidence.all()}
    changed = WORDS | {"body": "改过的答辩意见"}
    rows = [
        EVIDENCE | {"name": "送达回证", "kept": files["乙.pdf"]},
        EVIDENCE | {"upload": upload("丙.pdf")},
    ]
    lawsuit.draft_answer(actor=clerk, evidence=rows, mandate=upload("委托.pdf"), **changed)

    draft = Answer.objects.get()
    assert draft.body == "改过的答辩意见"
    assert (draft.identity.name, draft.mandate.name) == ("身份.pdf", "委托.pdf")
    assert [(item.order, item.name, item.file.name) for item in draft.evidence.all()] == [
        (1, "送达回证", "乙.pdf"),
        (2, EVIDENCE["name"], "丙.pdf"),
    ]
    names = set(lawsuit.attachments.values_list("name", flat=True))
    assert names == {"身份.pdf", "委托.pdf", "乙.pdf", "丙.pdf"}
    assert clock(lawsuit).status == "running"


def test_a_file_of_another_answer_is_never_kept(stage):
    lawsuit = served(stage, defendants=[stage.agency, stage.co_agency])
    theirs = [EVIDENCE | {"upload": upload("他方.pdf")}]
    draft_answer(lawsuit, stage, stage.co_agency)
    lawsuit.draft_answer(actor=stage.people["co_agency_clerk"], evidence=theirs, **WORDS)
    foreign = Attachment.objects.get(name="他方.pdf")
    lawsuit.draft_answer(actor=stage.agency_clerk, evidence=[EVIDENCE | {"kept": foreign}], **WORDS)

    assert row_of(lawsuit, stage.agency).answer.evidence.get().file is None


def test_nothing_is_given_without_a_draft_nor_twice(stage):
    lawsuit = served(stage)
    with pytest.raises(PermissionDenied):
        lawsuit.submit_answer(actor=stage.agency_clerk)
    lawsuit.draft_answer(actor=stage.agency_clerk, **WORDS | {"norms": ""})
    with pytest.raises(ValidationError, match="请先填写证据"):
        lawsuit.submit_answer(actor=stage.agency_clerk)
    answer(lawsuit, stage)
    for name in ("draft_answer", "submit_answer"):
        with pytest.raises(PermissionDenied):
            getattr(lawsuit, name)(actor=stage.agency_clerk)


def test_only_the_agency_answers_and_only_the_court_decides(stage):
    lawsuit = served(stage)
    for user in (stage.clerk, stage.justice_clerk, stage.people["government_clerk"]):
        with pytest.raises(PermissionDenied):
            lawsuit.draft_answer(actor=user, **WORDS)
    asked(lawsuit, stage, date(2026, 3, 10))
    for user in (stage.agency_clerk, stage.justice_clerk):
        with pytest.raises(PermissionDenied):
            lawsuit.decide_deferral(actor=user, granted=True, ended_on=date(2026, 3, 12))


def test_the_court_sends_the_answer_on_within_five_days(stage):
    lawsuit = served(stage)
    answer(lawsuit, stage, on=date(2026, 3, 17))
    running = clock(lawsuit, periods.FORWARD)

    assert running.due_on == date(2026, 3, 23)  # the fifth day is a Sunday
    assert running.responsible == stage.court
    assert lawsuit.due_on is None  # it runs beside the course of the case
    lawsuit.forward_answer(actor=stage.clerk, on=date(2026, 3, 23))
    assert clock(lawsuit, periods.FORWARD).status == "met"
    assert row_of(lawsuit, stage.agency).forwarded_on == date(2026, 3, 23)


def lines(user):
    return {row.pk: (row.note, row.action_label) for row in desk.on_top(user)[0]}


def test_the_desk_says_whose_turn_it_is(stage):
    lawsuit = served(stage)
    assert lines(stage.agency_clerk)[lawsuit.pk] == ("", "答辩举证")
    assert lawsuit.pk not in lines(stage.clerk)
    asked(lawsuit, stage, date(2026, 3, 10))
    assert lines(stage.clerk)[lawsuit.pk] == (UNDECIDED, "办理")
    lawsuit.decide_deferral(actor=stage.clerk, granted=False)
    answer(lawsuit, stage)
    assert lawsuit.pk not in lines(stage.agency_clerk)
    assert lines(stage.clerk)[lawsuit.pk][0] == ANSWERED
    assert lawsuit.holder == stage.court


def test_those_concerned_are_told_and_nobody_of_a_draft(stage):
    lawsuit = served(stage, defendants=[stage.agency, stage.co_agency])

    def told(code):
        rows = Message.objects.filter(notice=f"appearances.{code}", channel="inbox")
        return set(rows.values_list("recipient", flat=True))

    before = Message.objects.count()
    draft_answer(lawsuit, stage)
    assert Message.objects.count() == before
    asked(lawsuit, stage, date(2026, 3, 10))
    assert told("deferral_asked") == {stage.clerk.pk}
    lawsuit.decide_deferral(actor=stage.clerk, granted=False)
    leader, own = stage.people["agency_leader"], stage.agency_clerk
    assert told("deferral_decided") == {own.pk, leader.pk, stage.justice_clerk.pk}
    answer(lawsuit, stage, stage.agency)
    assert told("answered") == {own.pk, leader.pk, stage.justice_clerk.pk, stage.clerk.pk}


def test_judged_the_clocks_that_nobody_met_are_waived(stage):
    lawsuit = served(stage, defendants=[stage.agency, stage.co_agency])
    answer(lawsuit, stage, stage.agency)
    judge(lawsuit, stage, result="withdrawn")

    assert set(lawsuit.deadlines.values_list("status", flat=True)) == {"met", "waived"}
    assert clock(lawsuit, unit=stage.co_agency).status == "waived"
