"""The clock's engine on real tables: ledger, stored fold and the matter's date stay in step."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from liaison import deadlines
from liaison.deadlines import DeadlineRefused
from liaison.models import Deadline, DeadlineEvent, DeadlineRule
from tests.factories.liaison import UnitFactory, UserFactory
from tests.factories.outbox import RuleFactory, a_matter

pytestmark = pytest.mark.django_db

ANSWER = "agency.answer_evidence"
DECISION = "recons.decision"
MEDIATION = "mediation.pre_suit"
NOTICE = "hearing.head_notice"
RECEIVED = date(2026, 9, 18)


@pytest.fixture
def matter():
    return a_matter()


@pytest.fixture
def actor():
    return UserFactory()


@pytest.fixture
def begin(matter, actor):
    """Start a deadline in the matter, by default the agency's answer."""
    unit = UnitFactory()

    def start(code=ANSWER, on=RECEIVED, **kwargs):
        return deadlines.start(matter, code, on=on, responsible=unit, actor=actor, **kwargs)

    return start


def told(deadline):
    """The ledger's kinds and dates, and what is stored of the fold, as the database has it."""
    row = Deadline.objects.get(pk=deadline.pk)
    events = [(event.kind, str(event.due_on)) for event in row.events.all()]
    return events, row.status, str(row.due_on), row.version


def matter_due(matter):
    """The matter's due date as saved, which must also be what the caller's object says."""
    saved = type(matter).objects.values_list("due_on", flat=True).get(pk=matter.pk)
    assert matter.due_on == saved
    return str(saved)


def test_start_opens_a_deadline_and_sets_the_matters_date(matter, begin, actor):
    asker, handler = UnitFactory(court=True), UserFactory()
    deadline = begin(asker=asker, handler=handler)

    assert told(deadline) == ([("started", "2026-10-08")], "running", "2026-10-08", 1)
    assert (deadline.name, deadline.started_on) == ("答辩举证", RECEIVED)
    assert (deadline.asker, deadline.handler) == (asker, handler)
    assert (deadline.provisional, deadline.ended_on) == (False, None)
    assert deadline.events.get().actor == actor
    assert matter_due(matter) == "2026-10-08"


def test_matter_shows_the_earliest_of_its_running_dates(matter, begin):
    begin()
    begin("recons.reply", on=date(2026, 9, 1), name="书面答复")

    assert matter_due(matter) == "2026-09-15"


def test_provisional_date_marks_deadline_and_matter(matter, begin):
    deadline = begin(on=date(2026, 12, 25))

    assert (deadline.provisional, deadline.due_on) == (True, date(2027, 1, 11))
    assert matter.due_provisional


def test_date_set_case_by_case_is_taken_as_it_is(matter, begin):
    deadline = begin("plaintiff.evidence", until=date(2026, 11, 2))

    assert told(deadline)[2] == "2026-11-02"
    with pytest.raises(DeadlineRefused, match="没有固定长度"):
        begin("agency.non_performance")


def test_version_in_force_on_the_day_of_the_event_applies(begin):
    RuleFactory(code=ANSWER, name="答辩举证", length=10, valid_from=date(2026, 9, 19))

    assert begin(on=RECEIVED).rule.length == 15
    assert begin(on=date(2026, 9, 19), ref="二").rule.length == 10


@pytest.mark.parametrize(
    ("code", "on", "message"),
    [
        ("no.such", RECEIVED, "没有代码为“no.such”的期限规则"),
        ("recons.reply", date(2020, 1, 1), "自2024-01-01起适用"),
        ("suit.cap", date(9998, 1, 1), "超出"),
    ],
)
def test_start_is_refused_in_words(begin, matter, code, on, message):
    with pytest.raises(DeadlineRefused, match=message):
        begin(code, on=on)
    assert not matter.deadlines.exists()


def test_one_open_deadline_a_rule_and_reference(begin, matter, actor):
    begin()
    begin(ref="第二被告")
    with pytest.raises(DeadlineRefused, match="正在计算，不能重复起算"):
        begin()

    deadlines.meet(matter, ANSWER, on=date(2026, 9, 30), actor=actor)
    assert begin(on=date(2026, 10, 9)).due_on == date(2026, 10, 26)


def test_extension_is_bounded_by_the_rule(begin, matter, actor):
    deadline = begin(DECISION, on=date(2026, 8, 5))

    deadlines.extend(deadline, length=20, reason="案情复杂", actor=actor, on=date(2026, 10, 1))
    assert told(deadline) == (
        [("started", "2026-10-08"), ("extended", "2026-10-26")],
        "running",
        "2026-10-26",
        2,
    )
    assert matter_due(matter) == "2026-10-26"
    event = deadline.events.last()
    assert (event.length, event.unit, event.reason) == (20, "day", "案情复杂")

    with pytest.raises(DeadlineRefused, match="累计最多延长30日"):
        deadlines.extend(deadline, length=11, reason="再延", actor=actor, on=date(2026, 10, 9))
    deadlines.extend(deadline, length=10, reason="再延", actor=actor, on=date(2026, 10, 9))
    assert deadline.due_on == date(2026, 11, 3)
    with pytest.raises(DeadlineRefused, match="累计最多延长30日"):
        deadlines.extend(deadline, length=1, reason="又延", actor=actor, on=date(2026, 10, 10))


def test_extension_to_a_named_day_is_bounded_too(begin, actor):
    deadline = begin(DECISION, on=date(2026, 8, 5))
    extend = {"reason": "复杂", "actor": actor, "on": date(2026, 9, 30)}

    with pytest.raises(DeadlineRefused, match="累计最多延长30日"):
        deadlines.extend(deadline, until=date(2026, 11, 4), **extend)
    with pytest.raises(DeadlineRefused, match="应晚于现期满日2026-10-08"):
        deadlines.extend(deadline, until=date(2026, 10, 8), **extend)
    deadlines.extend(deadline, until=date(2026, 11, 3), **extend)
    assert deadline.due_on == date(2026, 11, 3)


def test_bound_counts_the_run_since_the_restart_only(begin, actor):
    deadline = begin(DECISION, on=date(2026, 8, 5))
    deadlines.extend(deadline, length=30, reason="复杂", actor=actor, on=date(2026, 9, 30))
    deadlines.restart(deadline, on=date(2026, 10, 12), reason="补正材料", actor=actor)
    deadlines.extend(deadline, length=30, reason="复杂", actor=actor, on=date(2026, 12, 1))

    assert told(deadline)[2:] == ("2027-01-11", 4)


def test_mediation_goes_on_as_long_as_both_sides_agree(begin, actor):
    deadline = begin(MEDIATION)
    for on in (date(2026, 10, 1), date(2026, 11, 1)):
        deadlines.extend(deadline, length=60, reason="双方同意", actor=actor, on=on)

    assert deadline.due_on == date(2027, 2, 15)


def test_period_that_the_law_does_not_extend_is_not_extended(begin, actor):
    deadline = begin("appeal.judgment")

    with pytest.raises(DeadlineRefused, match="依法不能延长"):
        deadlines.extend(deadline, length=5, reason="求情", actor=actor, on=date(2026, 9, 20))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"on": date(2026, 11, 1), "length": 5}, "已于2026-10-19届满，不能再延长"),
        ({"on": date(2026, 9, 30)}, "二者择一"),
        ({"on": date(2026, 9, 17), "length": 5}, "早于上一事件日期"),
        ({"on": date(2026, 9, 30), "length": 10**9}, "期间须为1至"),
    ],
)
def test_refused_extension_leaves_everything_as_it_was(begin, actor, fields, message):
    deadline = begin(MEDIATION)
    before = told(deadline)

    with pytest.raises(DeadlineRefused, match=message):
        deadlines.extend(deadline, reason="延期", actor=actor, **fields)
    assert told(deadline) == before


def test_suspension_takes_the_date_away_and_resumption_moves_it(begin, matter, actor):
    deadline = begin()

    deadlines.suspend(deadline, on=date(2026, 9, 25), reason="鉴定", actor=actor)
    assert told(deadline)[1:] == ("suspended", "None", 2)
    assert matter_due(matter) == "None"

    deadlines.resume(deadline, on=date(2026, 10, 12), reason="鉴定完毕", actor=actor)
    assert told(deadline) == (
        [("started", "2026-10-08"), ("suspended", "None"), ("resumed", "2026-10-20")],
        "running",
        "2026-10-20",
        3,
    )
    assert matter_due(matter) == "2026-10-20"


def test_what_has_run_out_is_not_suspended_but_stays_overdue(begin, actor):
    deadline = begin()

    deadlines.suspend(deadline, on=date(2026, 10, 9), reason="鉴定", actor=actor)

    assert told(deadline) == ([("started", "2026-10-08")], "running", "2026-10-08", 1)


def test_impossible_step_is_refused(begin, actor):
    deadline = begin()

    with pytest.raises(DeadlineRefused, match="“进行中”状态，不能恢复"):
        deadlines.resume(deadline, on=date(2026, 9, 20), reason="误点", actor=actor)


def test_hearing_put_off_restarts_the_notice(begin, matter, actor):
    deadline = begin(NOTICE, on=date(2026, 10, 12))
    assert deadline.due_on == date(2026, 10, 9)

    deadlines.restart(deadline, on=date(2026, 9, 30), reason="改期", actor=actor)

    assert told(deadline)[2:] == ("2026-09-27", 2)
    assert deadline.started_on == date(2026, 9, 30)
    met = deadlines.meet(matter, NOTICE, on=date(2026, 9, 25), actor=actor)
    assert (met.status, met.ended_on) == ("met", date(2026, 9, 25))


def test_met_deadline_leaves_the_matters_date_to_the_next(begin, matter, actor):
    begin()
    begin("recons.reply", on=date(2026, 9, 1))

    deadline = deadlines.meet(matter, "recons.reply", on=date(2026, 9, 10), actor=actor)

    assert told(deadline)[1:] == ("met", "2026-09-15", 1)
    assert deadline.ended_on == date(2026, 9, 10)
    assert matter_due(matter) == "2026-10-08"


def test_what_is_handed_in_is_owed_no_more_until_it_is_handed_back(begin, matter, actor):
    begin()
    deadline = deadlines.hand_in(matter, ANSWER, on=date(2026, 9, 30), actor=actor)
    assert (deadline.handed_in_on, deadline.due_on) == (date(2026, 9, 30), date(2026, 10, 8))
    assert (matter.due_on, deadline.version) == (None, 1)
    assert not Deadline.objects.owed().exists()

    back = {"on": date(2026, 10, 12), "actor": actor, "reason": "没有盖章"}
    deadline = deadlines.hand_back(matter, ANSWER, **back)
    assert (deadline.handed_in_on, matter.due_on) == (None, date(2026, 10, 8))
    with pytest.raises(DeadlineRefused, match="尚未报送"):
        deadlines.hand_back(matter, ANSWER, **back)
    assert deadlines.explain(deadline)[-2:] == [
        "2026年9月30日 周三报送待核，未逾期；核验通过的，按当日完成计",
        "2026年10月12日 周一退回，期满日仍为2026年10月8日 周四",
    ]
    assert deadlines.hand_in(matter, MEDIATION, on=date(2026, 10, 12), actor=actor) is None


def test_waived_deadline_keeps_its_reason(begin, matter, actor):
    begin(ref="甲")
    deadline = deadlines.waive(
        matter, ANSWER, on=date(2026, 9, 20), reason="撤诉", actor=actor, ref="甲"
    )

    assert told(deadline)[1] == "waived"
    assert deadline.events.last().reason == "撤诉"
    assert matter_due(matter) == "None"


def test_nothing_open_is_nothing_to_close(matter, actor):
    assert deadlines.meet(matter, ANSWER, on=RECEIVED, actor=actor) is None
    assert deadlines.waive(matter, ANSWER, on=RECEIVED, reason="", actor=actor) is None


def test_deadline_found_through_its_matter_brings_that_very_matter_into_step(begin, matter, actor):
    begin(MEDIATION)
    for found in matter.deadlines.running():
        deadlines.suspend(found, on=date(2026, 9, 25), reason="鉴定", actor=actor)
    matter.save()

    assert matter_due(matter) == "None"
    assert matter.deadlines.get().matter is matter


def test_prefetched_deadlines_know_their_own_matter(begin, matter):
    begin()
    other = a_matter(number="长协〔2026〕43号")
    deadlines.start(other, ANSWER, on=RECEIVED, responsible=UnitFactory(), actor=UserFactory())
    matters = (
        type(matter).objects.filter(pk__in=[matter.pk, other.pk]).prefetch_related("deadlines")
    )

    assert {found.pk: found.deadlines.all()[0].matter.pk for found in matters} == {
        matter.pk: matter.pk,
        other.pk: other.pk,
    }


def test_working_tells_the_ledger_event_by_event(begin, actor):
    deadline = begin()
    deadlines.suspend(deadline, on=date(2026, 9, 25), reason="鉴定", actor=actor)
    deadlines.resume(deadline, on=date(2026, 10, 12), reason="鉴定完毕", actor=actor)

    assert deadlines.explain(deadline) == [
        "2026年9月18日 周五为收到起诉状副本之日，当日不计",
        "9月19日 周六为第1日，连续计算，其间休息日照算",
        "第15日为10月3日 周六（国庆节），顺延至节后第一个工作日10月8日 周四",
        "2026年9月25日 周五中止，自当日起不计",
        "2026年10月12日 周一恢复，当日起继续计算；中止17日不计，期满日为2026年10月20日 周二",
    ]


def test_working_of_a_period_counted_back_reads_the_days_before_it(begin):
    lines = deadlines.explain(begin(NOTICE, on=date(2026, 10, 8)))

    assert lines[-2:] == [
        "倒数第3日为10月5日 周一（国庆节），最迟应于当日完成",
        "该日为休息日；倒推的期限不自动提前，请自行提前安排",
    ]


def test_calculation_stores_nothing_and_draws_the_days():
    answer = deadlines.calculate(ANSWER, RECEIVED)

    assert (answer.rule.name, answer.working.due) == ("答辩举证", date(2026, 10, 8))
    assert answer.cells[-1].is_due
    assert not Deadline.objects.exists()


def test_ledger_in_the_database_is_append_only(begin):
    event = begin().events.get()

    for change in (
        lambda: DeadlineEvent.objects.filter(pk=event.pk)._raw_delete("default"),
        lambda: super(DeadlineEvent, event).save(force_update=True),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_stored_fold_is_the_fold_of_the_ledger(begin, actor):
    deadline = begin(MEDIATION)
    deadlines.suspend(deadline, on=date(2026, 9, 25), reason="鉴定", actor=actor)
    deadlines.resume(deadline, on=date(2026, 10, 12), reason="完毕", actor=actor)
    deadlines.extend(deadline, length=5, reason="同意", actor=actor, on=date(2026, 10, 13))
    row = Deadline.objects.get()
    state = row.state(deadlines.calendars.in_force())

    assert (state.status.value, state.due_on, state.version) == (
        row.status,
        row.due_on,
        row.version,
    )
    assert DeadlineRule.objects.get(pk=row.rule_id).period.length == 30
