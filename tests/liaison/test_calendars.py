"""Publishing a year's days off: what moves is listed first, a person confirms, nothing is lost."""

import threading
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from liaison import deadlines
from liaison.clock import calendars, holidays, rulebook
from liaison.clock.arrangements import Arrangement, ArrangementError, Day
from liaison.models import (
    AuditEntry,
    CalendarDay,
    CalendarYear,
    Deadline,
    DeadlineRule,
    DeskEntry,
)
from tests.factories.liaison import UnitFactory, UserFactory
from tests.factories.outbox import a_matter

pytestmark = pytest.mark.django_db

ANSWER = "agency.answer_evidence"
NEW_YEAR = Arrangement(
    2027,
    (
        Day(date(2027, 1, 1), False, "元旦"),
        Day(date(2027, 1, 4), False, "元旦"),
        Day(date(2027, 1, 9), True, "元旦调休上班"),
    ),
    source="试用通知",
    published_on=date(2026, 11, 25),
)


@pytest.fixture
def actor():
    return UserFactory()


def owed(actor, code=ANSWER, on=date(2026, 12, 18), number="长协〔2026〕42号"):
    """An open deadline in a matter of its own; by default it ends on 4 January 2027."""
    return deadlines.start(
        a_matter(number=number), code, on=on, responsible=UnitFactory(), actor=actor
    )


def stored(deadline):
    row = Deadline.objects.get(pk=deadline.pk)
    matter = row.matter
    assert (matter.due_on, matter.due_provisional) == (row.due_on, row.provisional)
    return str(row.due_on), row.provisional, row.version


def test_table_holds_what_the_package_knows():
    calendar = calendars.in_force()

    assert calendar.years == frozenset(range(2004, 2027))
    assert len(calendar.days) == len(holidays.published_days())
    assert calendar.is_working(date(2026, 10, 10))
    assert calendar.name(date(2026, 10, 1)) == "国庆节"
    assert date(2026, 1, 1) not in calendars.in_force(date(2026, 2, 1)).days


def test_preview_lists_what_would_move_and_writes_nothing(actor):
    moves_on, stays = owed(actor), owed(actor, on=date(2026, 9, 18))

    (move,) = calendars.recompute_preview(NEW_YEAR)

    assert (move.deadline, move.moves) == (moves_on, True)
    assert (move.old_due_on, move.new_due_on) == (date(2027, 1, 4), date(2027, 1, 5))
    assert not move.new_provisional
    assert stored(moves_on) == ("2027-01-04", True, 1)
    assert stored(stays) == ("2026-10-08", False, 1)
    assert not CalendarYear.objects.filter(year=2027).exists()


def test_confirmed_calendar_moves_deadline_ledger_version_and_matter(actor):
    deadline = owed(actor)
    deadline.matter.lay_out()

    assert calendars.adopt(NEW_YEAR, actor=actor) == 1

    assert stored(deadline) == ("2027-01-05", False, 2)
    on_desks = set(DeskEntry.objects.about(deadline.matter).values_list("due_on", flat=True))
    assert on_desks == {date(2027, 1, 5)}
    event = deadline.events.last()
    assert (event.kind, event.due_on, event.actor) == ("recomputed", date(2027, 1, 5), actor)
    assert event.reason == "放假安排公布，期满日由2027-01-04改为2027-01-05"
    assert deadlines.explain(deadline)[-1].endswith(
        "按新公布的放假安排重新计算，期满日由2027年1月4日 周一改为2027年1月5日 周二"
    )
    entry = AuditEntry.objects.get(action="publish_calendar")
    assert (entry.actor, entry.note) == (actor, "2027年，3天；依据：试用通知")
    assert CalendarYear.objects.get(year=2027).published_on == date(2026, 11, 25)


def test_confirming_twice_moves_nothing_the_second_time(actor):
    deadline = owed(actor)
    calendars.adopt(NEW_YEAR, actor=actor)

    assert calendars.recompute_preview(NEW_YEAR) == []
    assert calendars.adopt(NEW_YEAR, actor=actor) == 0
    assert calendars.recompute_confirm(actor) == 0
    assert stored(deadline) == ("2027-01-05", False, 2)


def test_date_that_stays_only_loses_the_mark(actor):
    deadline = owed(actor, on=date(2026, 12, 30))

    (move,) = calendars.recompute_preview(NEW_YEAR)
    assert not move.moves
    assert calendars.adopt(NEW_YEAR, actor=actor) == 0
    assert stored(deadline) == ("2027-01-14", False, 1)
    assert deadline.events.count() == 1


def test_switch_without_the_second_half_is_caught_up_later(actor):
    deadline = owed(actor)
    calendars.publish(NEW_YEAR, actor=actor)

    (move,) = calendars.recompute_preview()
    assert move.deadline == deadline
    assert calendars.recompute_confirm(actor) == 1
    assert stored(deadline) == ("2027-01-05", False, 2)


def test_late_december_of_the_year_before_may_change_too(actor):
    deadline = owed(actor, on=date(2026, 12, 16))
    assert stored(deadline)[0] == "2026-12-31"
    eve = Day(date(2026, 12, 31), False, "元旦")

    calendars.adopt(Arrangement(2027, (eve, *NEW_YEAR.days)), actor=actor)

    assert stored(deadline) == ("2027-01-05", False, 2)


def test_corrected_year_gives_back_a_day(actor):
    deadline = owed(actor, on=date(2026, 9, 18))
    days = tuple(day for day in calendars.arrangement_of(2026).days if day.on != date(2026, 10, 7))

    assert calendars.first_change(Arrangement(2026, days)) == date(2026, 10, 7)
    calendars.adopt(Arrangement(2026, days, "更正"), actor=actor)
    assert stored(deadline) == ("2026-10-07", False, 2)


def test_notice_counted_back_in_working_days_moves_with_the_days_before_its_event(actor):
    deadline = owed(actor, "recons.hearing_notice", on=date(2027, 1, 12))
    assert stored(deadline)[0] == "2027-01-05"

    calendars.adopt(NEW_YEAR, actor=actor)

    assert stored(deadline) == ("2027-01-06", False, 2)


def test_closed_and_suspended_deadlines_do_not_move(actor):
    met, suspended = owed(actor), owed(actor, "nle.demand")
    deadlines.meet(met.matter, ANSWER, on=date(2026, 12, 20), actor=actor)
    deadlines.suspend(suspended, on=date(2026, 12, 20), reason="复议", actor=actor)

    assert calendars.recompute_preview(NEW_YEAR) == []
    assert calendars.adopt(NEW_YEAR, actor=actor) == 0

    deadlines.resume(suspended, on=date(2026, 12, 21), reason="撤回", actor=actor)
    assert stored(suspended)[0] == "2027-01-05"


def test_many_deadlines_cost_the_same_few_queries(actor, django_assert_max_num_queries):
    for number in range(30):
        owed(actor, number=f"长协〔2026〕{number}号")

    with django_assert_max_num_queries(30):
        assert calendars.adopt(NEW_YEAR, actor=actor) == 30


def test_package_knows_2026_and_admits_what_it_does_not():
    assert len(calendars.arrangement_from_package(2026).days) == 39
    with pytest.raises(ArrangementError, match="还没有2199年"):
        calendars.arrangement_from_package(2199)


def test_seed_is_idempotent_and_keeps_what_the_office_edited():
    CalendarDay.objects.filter(day=date(2026, 10, 7)).delete()
    CalendarDay.objects.filter(day=date(2026, 10, 1)).update(name="国庆")
    DeadlineRule.objects.filter(code=ANSWER).update(length=20)
    DeadlineRule.objects.filter(code="nle.demand").delete()
    days = CalendarDay.objects.count()

    call_command("load_reference_data")
    call_command("load_reference_data")

    assert CalendarDay.objects.count() == days
    assert CalendarDay.objects.get(day=date(2026, 10, 1)).name == "国庆"
    assert DeadlineRule.objects.get(code=ANSWER).length == 20
    assert DeadlineRule.objects.get(code="nle.demand").length == 10
    assert rulebook.seed() == 0


def test_new_year_of_the_package_waits_for_a_person_once_deadlines_run(actor, capsys):
    CalendarYear.objects.filter(year=2026).delete()
    CalendarDay.objects.filter(day__year=2026).delete()
    owed(actor)

    call_command("load_reference_data")
    assert capsys.readouterr().out.startswith("2026年放假安排可以启用")
    assert not CalendarYear.objects.filter(year=2026).exists()

    Deadline.objects.update(status=Deadline.Status.WAIVED)
    call_command("load_reference_data")
    assert CalendarDay.objects.filter(day__year=2026).count() == 39


def test_rules_of_every_app_are_loaded_with_their_law():
    answer = DeadlineRule.objects.get(code=ANSWER)
    notice = DeadlineRule.objects.get(code="hearing.head_notice")

    assert (answer.law, answer.article, answer.roll) == ("行政诉讼法", "第六十七条第一款", True)
    assert (notice.direction, notice.roll) == ("before", False)
    assert DeadlineRule.objects.filter(code="disputes.accept").exists()
    assert DeadlineRule.objects.count() == len(list(rulebook.given()))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_step_that_computes_by_the_old_calendar_is_finished_before_the_switch(actor):
    matter = a_matter()
    unit = UnitFactory()
    computed, publishing = threading.Event(), threading.Event()
    order = []

    def step():
        with transaction.atomic():
            deadlines.start(matter, ANSWER, on=date(2026, 12, 18), responsible=unit, actor=actor)
            computed.set()
            publishing.wait(5)
            order.append("step")
        connection.close()

    def office():
        computed.wait(5)
        threading.Timer(0.3, publishing.set).start()
        calendars.publish(NEW_YEAR, actor=actor)
        order.append("switch")
        calendars.recompute_confirm(actor)
        connection.close()

    threads = [threading.Thread(target=step), threading.Thread(target=office)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert order == ["step", "switch"]
    assert stored(matter.deadlines.get()) == ("2027-01-05", False, 2)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_step_that_holds_a_matter_and_the_recomputation_do_not_lock_each_other_out(actor):
    deadline = owed(actor)
    matter = deadline.matter
    held, errors = threading.Event(), []

    def step():
        try:
            with transaction.atomic():
                type(matter).objects.select_for_update().get(pk=matter.pk)
                held.set()
                threading.Event().wait(0.3)
                found = matter.deadlines.get()
                deadlines.extend(
                    found, until=date(2027, 2, 1), reason="准许", actor=actor, on=date(2026, 12, 20)
                )
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shall say so
            errors.append(error)
        connection.close()

    def office():
        held.wait(5)
        calendars.adopt(NEW_YEAR, actor=actor)
        connection.close()

    threads = [threading.Thread(target=step), threading.Thread(target=office)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert errors == []
    assert stored(deadline)[:2] == ("2027-02-01", False)
