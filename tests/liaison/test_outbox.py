"""Delivery: claimed, sent, tried again, given up; and what beat sets off."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.utils import timezone

from liaison import registry, tasks
from liaison.celery import app
from liaison.models import CaughtMail, Message
from liaison.notices import Notice
from liaison.outbox import heartbeat
from liaison.outbox.delivery import deliver
from tests.factories.liaison import PostFactory, UserFactory
from tests.factories.outbox import Bureau, MessageFactory
from tests.liaison.smtp import smtp_server

pytestmark = pytest.mark.django_db

MONDAY = datetime.fromisoformat("2026-10-26T09:00:00+08:00")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def caught(settings):
    settings.EMAIL_BACKEND = "liaison.channels.CatchingBackend"
    return CaughtMail.objects


def status(message):
    message.refresh_from_db()
    return message.status


def test_mail_is_sent_once(caught):
    message = MessageFactory()
    assert (deliver(), deliver()) == (1, 0)
    assert status(message) == Message.Status.SENT
    assert (message.attempts, message.sent_at, message.error) == (1, MONDAY, "")
    assert caught.count() == 1


def test_longest_waiting_goes_first_and_a_run_is_bounded(caught):
    MessageFactory(subject="第二件", not_before=MONDAY)
    MessageFactory(subject="第一件", not_before=MONDAY - timedelta(hours=1))
    assert deliver(limit=1) == 1
    assert caught.get().subject == "第一件"


def test_what_is_not_yet_due_waits(caught, clock):
    message = MessageFactory(not_before=MONDAY + timedelta(minutes=1))
    assert deliver() == 0
    clock.shift(60)
    assert deliver() == 1
    assert status(message) == Message.Status.SENT


def test_inbox_is_never_sent(caught):
    message = MessageFactory(channel="inbox", status=Message.Status.SENT)
    assert deliver() == 0
    assert (status(message), message.attempts) == (Message.Status.SENT, 0)


@pytest.mark.parametrize("gone", ["closed", "left"])
def test_whoever_left_since_gets_no_mail(caught, gone):
    post = PostFactory()
    message = MessageFactory(recipient=post.user)
    if gone == "closed":
        post.user.is_active = False
        post.user.save()
    else:
        post.ends_on = MONDAY.date() - timedelta(days=1)
        post.save()
    assert deliver() == 0
    assert status(message) == Message.Status.VOID
    assert not caught.exists()


def test_invited_mediator_gets_mail_without_a_post(caught):
    mediator = UserFactory(personal_group=Group.objects.create(name="个人·周某"))
    MessageFactory(recipient=mediator)
    assert deliver() == 1


def test_reminder_of_a_deadline_met_meanwhile_is_not_sent(caught):
    deadline = Bureau().owes()
    tasks.send_reminders()
    deadline.status = "met"
    deadline.save()
    assert deliver() == 0
    assert Message.objects.get(channel="email").status == Message.Status.VOID


def test_failure_waits_longer_each_time_and_after_six_tries_is_the_offices(settings, clock):
    message = MessageFactory(recipient=PostFactory(user__email="lin@example.cn").user)
    waits = []
    with smtp_server(settings, RCPT=450) as letters:
        for _ in range(6):
            assert deliver() == 0
            assert deliver() == 0
            message.refresh_from_db()
            waits.append((message.not_before - timezone.now()) / timedelta(minutes=1))
            clock.move_to(max(message.not_before, timezone.now()))
    # The fifth wait of four hours, from 10:21, lasts past lunch to 14:21.
    assert waits[:5] == [1, 5, 15, 60, 240]
    assert (message.attempts, message.status) == (6, Message.Status.FAILED)
    assert list(Message.objects.failed()) == [message]
    assert message.error == "收件地址被拒收（SMTP 450）"
    assert letters == []


def test_next_try_keeps_to_working_hours_unless_urgent(settings, clock, monkeypatch):
    urgent = Notice("trial.urgent", subject="{number}", urgent=True)
    monkeypatch.setitem(registry.notices._items, urgent.code, urgent)
    calm, hasty = MessageFactory(), MessageFactory(notice="trial.urgent")
    stray = MessageFactory(notice="trial.gone")
    clock.move_to(MONDAY.replace(hour=17, minute=29, second=30))
    with smtp_server(settings, RCPT=450):
        deliver()
    for message in (calm, hasty, stray):
        message.refresh_from_db()
    next_morning = MONDAY.replace(day=27, hour=8, minute=30)
    assert calm.not_before == stray.not_before == next_morning
    assert hasty.not_before == MONDAY.replace(hour=17, minute=30, second=30)


def test_mail_refused_for_good_has_failed_at_once(settings):
    message = MessageFactory()
    with smtp_server(settings, RCPT=550):
        deliver()
    assert status(message) == Message.Status.FAILED
    assert message.attempts == 1


def test_one_bad_message_does_not_hold_up_the_others(caught, settings, caplog):
    settings.APPRISE_CHANNELS = {"broken": 5}  # a slip in the settings
    first = MessageFactory(channel="broken")
    refused = MessageFactory(recipient=PostFactory(user__email="林 <@>").user)
    good = MessageFactory()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with smtp_server(settings) as letters:
        assert deliver() == 1
    assert len(letters) == 1
    assert [status(each) for each in (first, refused, good)] == ["pending", "failed", "sent"]
    assert first.error == "AttributeError"
    assert "林" not in caplog.text
    assert f"message {refused.pk} by email was not sent" in caplog.text


class TestRelease:
    def test_claim_of_a_dead_worker_is_given_back_after_ten_minutes(self, caught, clock):
        message = MessageFactory()
        assert Message.objects.claim(message.pk, timezone.now())
        assert (tasks.release(), deliver()) == (0, 0)
        clock.shift(10 * 60 + 1)
        assert tasks.release() == 1
        assert tasks.release() == 0
        assert status(message) == Message.Status.PENDING
        assert deliver() == 1
        assert status(message) == Message.Status.SENT
        assert (message.attempts, caught.count()) == (2, 1)

    def test_claim_is_not_given_back_while_it_is_young(self, clock):
        MessageFactory(status=Message.Status.SENDING, claimed_at=MONDAY)
        clock.shift(10 * 60)
        assert tasks.release() == 0

    def test_message_that_killed_six_workers_has_failed(self):
        old = MONDAY - timedelta(minutes=11)
        message = MessageFactory(status=Message.Status.SENDING, claimed_at=old, attempts=6)
        assert tasks.release() == 1
        assert status(message) == Message.Status.FAILED
        assert list(Message.objects.failed()) == [message]

    def test_worker_that_was_only_slow_changes_nothing_any_more(self, clock):
        message = MessageFactory()
        slow = Message.objects.claim(message.pk, timezone.now())
        clock.shift(11 * 60)
        tasks.release()
        quick = Message.objects.claim(message.pk, timezone.now())
        assert not slow.sent()
        assert not slow.put_back("慢", None)
        assert status(message) == Message.Status.SENDING
        assert quick.sent()


class TestTasks:
    def test_deliver_run_twice_leaves_the_same_state(self, caught):
        MessageFactory()
        assert tasks.deliver() == 1
        before = list(Message.objects.values())
        assert tasks.deliver() == 0
        assert list(Message.objects.values()) == before

    def test_beat_knows_every_task_and_none_has_an_eta(self):
        names = {"liaison.send_reminders", "liaison.deliver", "liaison.release", "liaison.beat"}
        assert names <= app.conf.beat_schedule.keys()
        assert names <= app.tasks.keys()
        for name in names:
            assert app.conf.beat_schedule[name]["task"] == name
            assert not {"eta", "countdown"} & app.conf.beat_schedule[name].get("options", {}).keys()

    def test_heartbeat_is_heard_for_five_minutes(self, clock):
        cache.delete(heartbeat.KEY)
        assert not heartbeat.is_alive()
        tasks.beat()
        assert heartbeat.last_beat() == MONDAY
        clock.shift(299)
        assert heartbeat.is_alive()
        clock.shift(1)
        assert not heartbeat.is_alive()
