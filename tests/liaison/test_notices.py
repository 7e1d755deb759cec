"""Notices: what is declared is checked, what is published is told once to the right people."""

from datetime import date, datetime

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from liaison import registry
from liaison.models import Message, Post
from liaison.notices import Notice, people_of, publish
from tests.factories.liaison import UnitFactory, UserFactory
from tests.factories.outbox import NUMBER, TITLE, a_matter, member


@pytest.fixture
def declare(monkeypatch):
    """Register a notice for the length of a test."""

    def register(code="trial.told", **kwargs):
        notice = Notice(code, **{"subject": "{number}《{title}》已受理"} | kwargs)
        monkeypatch.setitem(registry.notices._items, code, notice)
        return notice

    return register


def inbox():
    return list(Message.objects.filter(channel="inbox").order_by("id"))


@pytest.mark.parametrize(
    "slip",
    [
        {"subject": "{nummer}已受理"},
        {"body": "由{unit}承办"},
        {"body": "{matter.title}"},
        {"body": "{title.__class__}"},
        {"body": "{}"},
        {"outside": "《{title}》有新事项"},
        {"outside": "{unit}有新事项", "variables": ("unit",)},
        {"plain": ("unit",)},
    ],
)
def test_slip_in_a_variable_is_an_error_at_start_up(slip):
    with pytest.raises(ImproperlyConfigured, match=r"trial\.told"):
        Notice("trial.told", **{"subject": "{number}"} | slip)


def test_template_with_a_brace_left_open_is_an_error_at_start_up():
    with pytest.raises(ValueError, match="}"):
        Notice("trial.told", subject="{number")


def test_declared_variables_may_be_used():
    notice = Notice(
        "trial.told",
        subject="{number}{kind}{title}由{unit}承办",
        body="于{on}前",
        variables=("unit", "on"),
        plain=("on",),
        outside="{number}{kind}{on}",
    )
    values = {
        "number": "1号",
        "kind": "争议",
        "title": "某案",
        "unit": "某局",
        "on": "{unit}\n今天",
    }
    assert notice.texts(**values) == ("1号争议某案由某局承办", "于{unit}\n今天前")
    assert notice.outside_texts(**values)[0] == "1号争议{unit} 今天"


@pytest.mark.django_db
class TestPublish:
    def test_tells_the_recipients_by_inbox_and_email(self, declare, settings):
        handler, matter = member(unit := UnitFactory()), a_matter()
        declare(
            recipients=lambda matter, unit, on: [unit],
            variables=("unit", "on"),
            body="由{unit}于{on}前办理",
        )
        publish("trial.told", matter, key="accepted", unit=unit, on=date(2027, 10, 8))
        letter, mail = Message.objects.order_by("id")
        assert (letter.recipient, letter.channel, letter.status) == (handler, "inbox", "sent")
        assert letter.subject == f"{NUMBER}《{TITLE}》已受理"
        assert letter.body == f"由{unit}于2027年10月8日 周五前办理"
        assert letter.matter == matter
        assert (mail.recipient, mail.channel, mail.status) == (handler, "email", "pending")
        assert mail.subject == f"【府院联动】{NUMBER}有新的办理事项，请登录查看"
        assert mail.body == f"{mail.subject}\n{settings.SITE_URL}"

    def test_without_an_address_tells_by_the_inbox_only(self, declare):
        user = member(UnitFactory(), user__email="")
        declare()
        publish("trial.told", a_matter(), key="x", to=[user])
        assert [letter.channel for letter in Message.objects.all()] == ["inbox"]

    def test_matter_without_a_number_is_called_by_its_kind(self, declare):
        matter = a_matter(number="")
        declare()
        publish("trial.told", matter, key="x", to=[member(UnitFactory())])
        kind = matter._meta.verbose_name
        assert Message.objects.get(channel="email").subject.startswith(f"【府院联动】{kind}有新")

    def test_is_told_once_under_one_key(self, declare):
        user, matter = member(UnitFactory()), a_matter()
        declare()
        for key in ("accepted", "accepted", "reply:1"):
            publish("trial.told", matter, key=key, to=[user])
        publish("trial.told", a_matter(), key="accepted", to=[user])
        assert len(inbox()) == 3

    def test_new_recipient_under_an_old_key_is_told(self, declare):
        first, second, matter = member(UnitFactory()), member(UnitFactory()), a_matter()
        declare()
        publish("trial.told", matter, key="x", to=[first])
        publish("trial.told", matter, key="x", to=[first, second, second])
        assert [letter.recipient for letter in inbox()] == [first, second]

    def test_leaves_out_whoever_left_or_is_nobody(self, declare):
        unit = UnitFactory()
        stays = member(unit)
        left = member(unit)
        left.posts.update(ends_on=date(2020, 1, 2))
        closed = member(unit, user__is_active=False)
        declare()
        to = [None, unit, left, closed, UserFactory()]
        publish("trial.told", a_matter(), key="x", to=to)
        assert [letter.recipient for letter in inbox()] == [stays]

    def test_tells_nobody_and_is_content(self, declare):
        declare()
        publish("trial.told", a_matter(), key="x", to=[])
        publish("trial.told", a_matter(), key="x", to=[UnitFactory()])
        assert inbox() == []

    def test_unknown_code_is_an_error(self):
        with pytest.raises(LookupError, match=r"trial\.never"):
            publish("trial.never", a_matter(), key="x", to=[])

    @pytest.mark.parametrize("given", [{}, {"unitt": 1}, {"unit": 1, "on": 2}])
    def test_variables_other_than_declared_are_an_error(self, declare, given):
        declare(variables=("unit",))
        with pytest.raises(TypeError, match="unit"):
            publish("trial.told", a_matter(), key="x", to=[], **given)

    def test_step_that_fails_tells_nobody(self, declare):
        declare()
        with transaction.atomic():
            publish("trial.told", a_matter(), key="x", to=[member(UnitFactory())])
            transaction.set_rollback(True)
        assert not Message.objects.exists()

    @pytest.mark.parametrize(
        ("urgent", "leaves"),
        [(False, "2026-11-23T08:30:00+08:00"), (True, "2026-11-20T20:00:00+08:00")],
    )
    def test_at_night_only_the_urgent_leaves_the_house(self, declare, urgent, leaves):
        now = datetime.fromisoformat("2026-11-20T20:00:00+08:00")
        user = member(UnitFactory())
        declare(urgent=urgent)
        with time_machine.travel(now, tick=False):
            publish("trial.told", a_matter(), key="x", to=[user])
            assert [letter.channel for letter in Message.objects.inbox_of(user)] == ["inbox"]
        assert inbox()[0].not_before == now
        mail = Message.objects.get(channel="email")
        assert mail.not_before == datetime.fromisoformat(leaves)

    def test_long_subject_is_cut_and_kept_on_one_line(self, declare):
        declare(variables=("what",), subject="{what}")
        user = member(UnitFactory())
        publish("trial.told", a_matter(), key="x", to=[user], what="长\n" * 300)
        assert inbox()[0].subject == ("长 " * 100)


@pytest.mark.django_db
class TestPeopleOf:
    def test_is_whoever_holds_the_rank(self):
        unit = UnitFactory()
        handlers = [member(unit), member(unit)]
        head = member(unit, Post.Rank.HEAD)
        assert people_of(unit) == handlers
        assert people_of(unit, Post.Rank.HEAD) == [head]

    def test_falls_to_the_next_rank_up_then_down(self):
        unit = UnitFactory()
        section_head = member(unit, Post.Rank.SECTION_HEAD)
        head = member(unit, Post.Rank.HEAD)
        assert people_of(unit) == [section_head]
        assert people_of(unit, Post.Rank.LEADER_IN_CHARGE) == [head]
        head.posts.update(ends_on=date(2020, 1, 1))
        assert people_of(unit, Post.Rank.LEADER_IN_CHARGE) == [section_head]

    def test_is_nobody_in_an_empty_unit(self):
        assert people_of(UnitFactory()) == []
