"""The sweep: when a reminder is due, and that each is told once."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liaison import tasks
from liaison.models import CalendarDay, Deadline, Message, Reminder
from liaison.outbox.reminders import remind, rungs
from tests.factories.outbox import NUMBER, Bureau, DeadlineFactory, RuleFactory

pytestmark = pytest.mark.django_db

DUE = date(2026, 10, 29)  # a Thursday


@pytest.fixture
def bureau():
    return Bureau()


def sweep(day, clock="10:00"):
    """Sweep on ``day`` at ``clock``, in our time zone; return how many reminders were new."""
    with time_machine.travel(datetime.fromisoformat(f"{day}T{clock}:00+08:00"), tick=False):
        return remind()


def set_day(day, *, working):
    CalendarDay.objects.update_or_create(day=day, defaults={"working": working, "name": "国庆节"})


def told(bureau, channel="inbox"):
    """(name, tier) of everybody told by ``channel``, in the order of telling."""
    rows = Reminder.objects.filter(channel=channel).order_by("id")
    return [(bureau.name_of(row.recipient), row.tier) for row in rows]


def tiers(**kwargs):
    return list(Reminder.objects.filter(**kwargs).order_by("id").values_list("tier", flat=True))


def test_each_tier_is_told_on_its_day(bureau):
    deadline = bureau.owes()
    days = {}
    for offset in range(-12, 13):
        day = deadline.due_on + timedelta(days=offset)
        for _ in range(3):
            if sweep(day):
                days[day.isoformat()] = tiers()[-1]
    # 1 November is a Sunday: what comes after the date waits for Monday.
    assert days == {
        "2026-10-22": 7,
        "2026-10-26": 3,
        "2026-10-28": 1,
        "2026-10-29": 0,
        "2026-10-30": -1,
        "2026-11-02": -3,
        "2026-11-05": -7,
    }


def test_handler_is_told_in_the_inbox_and_by_email(bureau):
    bureau.owes()
    assert sweep("2026-10-26") == 2
    inbox, mail = Message.objects.order_by("channel").reverse()
    assert (inbox.channel, inbox.status) == ("inbox", Message.Status.SENT)
    assert (mail.channel, mail.status) == ("email", Message.Status.PENDING)
    assert {inbox.recipient, mail.recipient} == {bureau.handler}
    assert inbox.matter == bureau.matter
    assert inbox.sent_at == inbox.not_before == mail.not_before
    assert mail.sent_at is None
    assert {row.message for row in Reminder.objects.all()} == {inbox, mail}


def test_sweep_run_twice_leaves_the_same_state(bureau):
    bureau.owes()
    with time_machine.travel(datetime.fromisoformat("2026-10-26T10:00:00+08:00"), tick=False):
        assert tasks.send_reminders() == 2
        before = list(Message.objects.values()), list(Reminder.objects.values())
        assert tasks.send_reminders() == 0
    assert (list(Message.objects.values()), list(Reminder.objects.values())) == before


def test_beat_that_slept_three_days_tells_the_newest_tier_once(bureau):
    bureau.owes()
    sweep("2026-10-22")
    assert sweep("2026-10-28") == 2
    assert tiers(channel="inbox") == [7, 1]
    assert sweep("2026-10-28") == 0


def test_tiers_slept_over_after_the_date_still_reach_all_their_rungs(bureau):
    bureau.owes()
    sweep("2026-10-28")
    sweep("2026-11-03")
    assert told(bureau) == [("handler", 1)] + [
        (name, -3) for name in ("handler", "leader", "head", "office")
    ]


def test_deadline_long_overdue_is_told_of_to_the_top_and_then_no_more(bureau):
    bureau.owes()
    assert sweep("2027-03-01") == 10
    assert sweep("2027-03-02") == 0
    assert {tier for _, tier in told(bureau)} == {-7}


def test_deadline_that_moved_starts_its_tiers_afresh_and_voids_the_old_ones(bureau):
    deadline = bureau.owes()
    sweep("2026-10-28")
    Deadline.objects.filter(pk=deadline.pk).update(due_on=date(2026, 11, 4), version=2)
    sweep("2026-10-28")
    old, new = Reminder.objects.filter(channel="email").order_by("id")
    assert (old.version, old.tier, old.message.status) == (1, 1, Message.Status.VOID)
    assert (new.version, new.tier, new.message.status) == (2, 7, Message.Status.PENDING)


def test_moved_deadline_does_not_void_what_was_sent(bureau):
    deadline = bureau.owes()
    sweep("2026-10-28")
    Message.objects.filter(channel="email").update(status=Message.Status.SENT)
    Deadline.objects.filter(pk=deadline.pk).update(version=2)
    sweep("2026-10-27", "20:00")
    assert not Message.objects.filter(status=Message.Status.VOID).exists()


@pytest.mark.parametrize("status", ["suspended", "met", "waived"])
def test_deadline_that_does_not_run_reminds_nobody(bureau, status):
    deadline = bureau.owes()
    sweep("2026-10-26")
    Deadline.objects.filter(pk=deadline.pk).update(status=status)
    assert sweep("2026-10-28") == 0
    assert Message.objects.get(channel="email").status == Message.Status.VOID


@pytest.mark.parametrize(
    ("day", "clock"),
    [
        ("2026-10-26", "08:29"),
        ("2026-10-26", "12:00"),
        ("2026-10-26", "17:30"),
        ("2026-10-24", "10:00"),
    ],
)
def test_outside_working_hours_nobody_is_reminded(bureau, day, clock):
    bureau.owes(due_on=date(2026, 10, 27))
    assert sweep(day, clock) == 0


def test_tier_that_falls_due_at_the_weekend_is_told_on_the_friday_before(bureau):
    bureau.owes(due_on=date(2026, 10, 27))  # three days before is a Saturday
    sweep("2026-10-22")
    sweep("2026-10-23")
    assert tiers(channel="inbox") == [7, 3]
    assert Message.objects.filter(channel="inbox", subject__contains="还剩4天").exists()


def test_overdue_at_the_weekend_is_told_on_the_next_working_morning(bureau):
    bureau.owes(due_on=date(2026, 10, 30))
    sweep("2026-10-30")
    assert (sweep("2026-10-31"), sweep("2026-11-02", "08:29")) == (0, 0)
    assert sweep("2026-11-02", "08:30") > 0
    assert Message.objects.filter(channel="inbox", subject__contains="已逾期3天").exists()


def test_last_warning_before_a_long_holiday_comes_before_it(bureau):
    for day in range(1, 8):
        set_day(date(2026, 10, day), working=False)
    bureau.owes(due_on=date(2026, 10, 8))
    sweep("2026-09-29")
    assert Reminder.objects.count() == 0
    sweep("2026-09-30")
    assert tiers(channel="inbox") == [1]
    subject = Message.objects.get(channel="inbox").subject
    assert subject == f"{NUMBER}：张三案调解期限还剩8天（10月8日 周四）"
    assert sweep("2026-10-05") == 0
    sweep("2026-10-08")
    assert set(tiers(channel="inbox")) == {1, 0}


def test_make_up_saturday_is_a_day_for_reminders(bureau):
    set_day(date(2026, 10, 24), working=True)
    bureau.owes(due_on=date(2026, 10, 27))
    assert sweep("2026-10-24") == 2


def test_rule_without_tiers_and_matter_that_is_not_there_remind_nobody(bureau):
    bureau.owes(rule=RuleFactory(tiers=[]))
    DeadlineFactory(
        responsible=bureau.unit,
        content_type_id=bureau.owes(due_on=date(2027, 1, 1)).content_type_id,
        object_id=10**9,
    )
    assert sweep("2026-10-28") == 0


def test_tier_added_to_a_rule_later_is_not_told_after_newer_ones(bureau):
    rule = RuleFactory(tiers=[3, 0])
    bureau.owes(rule=rule)
    sweep("2026-10-26")
    rule.tiers = [5, 3, 0]
    rule.save()
    assert sweep("2026-10-27") == 0


def test_many_deadlines_cost_the_queries_of_one(bureau):
    def queries(count):
        for n in range(count):
            bureau.owes(ref=f"{count}.{n}")
        with CaptureQueriesContext(connection) as captured:
            assert sweep("2026-10-26") == 2 * count
        return len(captured)

    queries(1)  # warms the cache of content types
    assert queries(1) == queries(10)


def test_rungs_of_a_rule_with_many_tiers_after_the_date():
    late = [3, 0, -1, -2, -3, -9]
    assert rungs(late, 3, None) == [0]
    assert rungs(late, 0, 3) == [0, 1]
    assert rungs(late, -1, 0) == [0, 2]
    assert rungs(late, -9, -3) == [0, 4]
    assert rungs(late, -9, None) == [0, 1, 2, 3, 4]
