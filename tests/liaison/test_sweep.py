"""The sweep: who is told of a deadline, and in what words."""

from datetime import date, datetime

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType

from liaison.models import Deadline, Message, Post, Reminder
from liaison.outbox.reminders import remind
from tests.factories.liaison import UnitFactory, UserFactory
from tests.factories.outbox import NUMBER, TITLE, Bureau, DeadlineFactory, a_matter, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return Bureau()


def sweep(day="2026-10-26"):
    with time_machine.travel(datetime.fromisoformat(f"{day}T10:00:00+08:00"), tick=False):
        return remind()


def told(bureau):
    """The names of all who were told by the inbox."""
    rows = Reminder.objects.filter(channel="inbox").select_related("recipient")
    return {bureau.name_of(row.recipient) for row in rows}


def leave(user, on="2026-10-25"):
    """End all posts of ``user``; ``on`` is the last day in office."""
    user.posts.update(ends_on=date.fromisoformat(on))


@pytest.mark.parametrize(
    ("due_on", "names"),
    [
        ("2026-10-29", {"handler"}),
        ("2026-10-26", {"handler", "leader"}),
        ("2026-10-25", {"handler", "leader", "head"}),
    ],
)
def test_first_reminder_reaches_the_rungs_passed(bureau, due_on, names):
    bureau.owes(due_on=date.fromisoformat(due_on))
    sweep()
    assert told(bureau) == names


@pytest.mark.parametrize(
    ("day", "name"),
    [("2026-10-30", "head"), ("2026-11-02", "office"), ("2026-11-05", "superior")],
)
def test_each_tier_after_the_date_climbs_a_rung(bureau, day, name):
    bureau.owes()
    for earlier in ("2026-10-29", "2026-10-30", "2026-11-02", "2026-11-05"):
        if earlier < day:
            sweep(earlier)
    before = Reminder.objects.count()
    sweep(day)
    new = Reminder.objects.order_by("id")[before:]
    assert {bureau.name_of(row.recipient) for row in new} == {"handler", name}


def test_person_who_left_the_unit_is_never_told(bureau):
    successor = member(bureau.unit)
    leave(bureau.handler)
    member(UnitFactory()).posts.update(user=bureau.handler)  # works elsewhere now
    bureau.owes()
    sweep()
    assert told(bureau) == {str(successor)}


def test_person_in_office_until_today_is_told(bureau):
    leave(bureau.handler, on="2026-10-26")
    bureau.owes()
    sweep()
    assert told(bureau) == {"handler"}


def test_closed_account_is_never_told(bureau):
    bureau.handler.is_active = False
    bureau.handler.save()
    bureau.owes()
    sweep()
    assert told(bureau) == {"leader"}


def test_without_a_named_handler_all_handlers_of_the_unit_are_told(bureau):
    colleague = member(bureau.unit)
    bureau.owes(handler=None)
    sweep()
    assert told(bureau) == {"handler", str(colleague)}


def test_invited_mediator_is_told_in_person(bureau):
    mediator = UserFactory(personal_group=Group.objects.create(name="个人·周某"))
    bureau.owes(handler=mediator)
    sweep()
    assert told(bureau) == {str(mediator)}


def test_nobody_at_a_rung_leaves_it_to_the_next(bureau):
    leave(bureau.leader)
    leave(bureau.handler)
    bureau.owes(due_on=date(2026, 10, 26))
    sweep()
    assert told(bureau) == {"head"}


def test_nobody_above_leaves_it_to_those_below(bureau):
    bureau.unit.parent = None
    bureau.unit.save()
    bureau.owes(due_on=date(2026, 10, 19))
    sweep()
    assert told(bureau) == {"handler", "leader", "head", "office"}


def test_unit_without_anybody_leaves_it_to_the_office(bureau):
    bureau.owes(responsible=UnitFactory(parent=bureau.parent))
    sweep()
    assert told(bureau) == {"office"}


def test_reminder_that_found_nobody_is_told_once_there_is_somebody(bureau):
    unit = UnitFactory()
    bureau.owes(responsible=unit, handler=None, matter=a_matter())
    assert sweep() == 0
    newcomer = member(unit)
    assert sweep() == 2
    assert told(bureau) == {str(newcomer)}


def test_one_person_with_several_posts_is_told_once(bureau):
    leave(bureau.head)
    member(bureau.unit, Post.Rank.HEAD).posts.update(user=bureau.handler)
    bureau.owes(due_on=date(2026, 10, 25))
    sweep()
    assert Message.objects.filter(recipient=bureau.handler, channel="inbox").count() == 1


@pytest.mark.parametrize(
    ("due_on", "words"),
    [
        ("2026-10-29", "还剩3天（10月29日 周四）"),
        ("2026-10-26", "今天到期（10月26日 周一）"),
        ("2026-10-24", "已逾期2天（10月24日 周六）"),
        ("2025-12-31", "已逾期299天（2025年12月31日 周三）"),
    ],
)
def test_words_of_a_reminder(bureau, due_on, words):
    bureau.owes(due_on=date.fromisoformat(due_on))
    sweep()
    letter = Message.objects.get(recipient=bureau.handler, channel="inbox")
    assert letter.subject == f"{NUMBER}：张三案调解期限{words}"
    assert letter.body.startswith(f"《{TITLE}》\n")
    assert letter.body.endswith("责任单位：第一局")
    mail = Message.objects.get(recipient=bureau.handler, channel="email")
    assert mail.subject == f"【府院联动】{NUMBER}：调解期限{words}，请登录查看"


def test_provisional_date_is_said_to_be_one(bureau):
    bureau.owes(provisional=True)
    sweep()
    assert "（10月29日 周四，暂定）" in Message.objects.get(channel="inbox").subject


def test_matter_without_a_number_is_called_by_its_kind(bureau):
    matter = a_matter(number="")
    bureau.owes(matter=matter)
    sweep()
    kind = matter._meta.verbose_name
    assert Message.objects.get(channel="inbox").subject.startswith(f"{kind}：")


def test_no_party_leaves_the_house_nor_reaches_those_above(bureau, settings):
    settings.APPRISE_CHANNELS = {"robot": "json://group"}
    bureau.owes(due_on=date(2026, 10, 19))
    assert sweep() == 11
    seen_by_all = Message.objects.exclude(channel="inbox") | Message.objects.filter(
        recipient__in=[bureau.office, bureau.superior]
    )
    texts = "".join(letter.subject + letter.body for letter in seen_by_all)
    assert NUMBER in texts
    assert not any(name in texts for name in ("张三", "案", TITLE))
    outside = Message.objects.exclude(channel="inbox")
    assert not any("第一局" in letter.subject + letter.body for letter in outside)
    above = Message.objects.get(recipient=bureau.office, channel="inbox")
    assert above.subject == f"{NUMBER}：第一局调解期限已逾期7天（10月19日 周一），请督促办理"


def test_kind_of_matter_that_is_gone_reminds_nobody(bureau):
    gone = ContentType.objects.create(app_label="gone", model="gone")
    DeadlineFactory(responsible=bureau.unit, content_type=gone, object_id=1)
    assert sweep() == 0


class TestHandedIn:
    """What was owed is handed in, and the unit that asked for it is slow to judge it."""

    given = {"handed_in_on": date(2026, 10, 12)}

    @pytest.fixture
    def asker(self, bureau):
        unit = UnitFactory(parent=bureau.parent)
        bureau.judge = member(unit)
        bureau.judges_leader = member(unit, Post.Rank.LEADER_IN_CHARGE)
        bureau.judges_head = member(unit, Post.Rank.HEAD)
        return unit

    @pytest.mark.parametrize(
        ("due_on", "names"),
        [
            ("2026-10-29", {"judge"}),
            ("2026-10-26", {"judge", "judges_leader"}),
            ("2026-10-19", {"judge", "judges_leader", "judges_head"}),
        ],
    )
    def test_it_is_the_askers_turn_and_nobody_else_is_told(self, bureau, asker, due_on, names):
        bureau.owes(due_on=date.fromisoformat(due_on), asker=asker, **self.given)
        sweep()
        assert told(bureau) == names

    def test_the_asker_is_asked_to_judge_and_nobody_is_called_late(self, bureau, asker):
        bureau.owes(due_on=date(2026, 10, 24), asker=asker, **self.given)
        sweep()
        letter = Message.objects.get(recipient=bureau.judge, channel="inbox")
        assert letter.subject == f"{NUMBER}：第一局已报告调解期限，请核验（期满日10月24日 周六）"
        assert letter.body.startswith(f"《{TITLE}》\n第一局已报告张三案调解期限，请核验")
        mail = Message.objects.get(recipient=bureau.judge, channel="email")
        assert (
            mail.subject
            == f"【府院联动】{NUMBER}：调解期限待核验（期满日10月24日 周六），请登录办理"
        )
        texts = "".join(each.subject + each.body for each in Message.objects.all())
        assert "逾期" not in texts

    def test_what_nobody_asked_for_stays_with_who_owes_it(self, bureau, asker):
        bureau.owes(**self.given)
        sweep()
        assert told(bureau) == {"handler"}

    def test_sent_back_the_next_tier_goes_to_who_owes_it_again(self, bureau, asker):
        bureau.owes(asker=asker, **self.given)
        sweep("2026-10-26")
        Deadline.objects.update(handed_in_on=None)
        sweep("2026-10-26")
        assert told(bureau) == {"judge"}
        sweep("2026-10-28")
        assert told(bureau) == {"judge", "handler"}


@pytest.mark.parametrize("due_on", ["2026-10-25", "2026-10-23", "2026-10-19"])
def test_of_what_is_secret_only_the_units_own_people_are_reminded(bureau, due_on, monkeypatch):
    """However late it is: neither the committee's office nor the unit above may hear of it."""
    monkeypatch.setattr(type(bureau.matter), "SECRET", {bureau.matter.status})
    bureau.owes(due_on=date.fromisoformat(due_on))
    sweep()
    assert "handler" in told(bureau)
    assert told(bureau) <= {"handler", "leader", "head"}
