"""Absences (外出): who is told while somebody is away, and who never is."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from threading import Barrier

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser, Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from liaison import absences
from liaison.models import Absence, AuditEntry, Message, Post, Reminder, Role
from liaison.models.absences import end_of_chain
from liaison.notices import people_of, publish
from liaison.outbox.reminders import remind
from tests.factories.absences import away, day
from tests.factories.liaison import UnitFactory, UserFactory
from tests.factories.outbox import Bureau, a_matter, member

pytestmark = pytest.mark.django_db
LEADER = Post.Rank.LEADER_IN_CHARGE


@pytest.fixture
def bureau():
    """The handler has a colleague, who may stand in; so may the colleague's neighbour."""
    bureau = Bureau()
    bureau.colleague = member(bureau.unit, Post.Rank.SECTION_HEAD)
    bureau.neighbour = member(bureau.unit, Post.Rank.SECTION_HEAD)
    return bureau


def at(moment):
    return time_machine.travel(datetime.fromisoformat(f"{moment}:00+08:00"), tick=False)


def sweep(day="2026-10-26", clock="10:00"):
    with at(f"{day}T{clock}"):
        return remind()


def told(bureau, channel="inbox"):
    """The names of all who were told by ``channel``."""
    rows = Reminder.objects.filter(channel=channel).select_related("recipient")
    return {bureau.name_of(row.recipient) for row in rows}


def names(bureau, people):
    return [bureau.name_of(user) for user in people]


class TestChain:
    @pytest.mark.parametrize(
        ("substitutes", "end"),
        [
            ({}, None),
            ({1: None}, None),
            ({1: 2}, 2),
            ({1: 2, 2: 3}, 3),
            ({1: 2, 2: None}, None),
            ({1: 2, 2: 1}, None),
            ({1: 2, 2: 3, 3: 2}, None),
            ({1: 1}, None),
        ],
    )
    def test_ends_with_somebody_present_or_with_nobody(self, substitutes, end):
        assert end_of_chain(1, {1: None} | substitutes) == end

    def test_whoever_is_present_is_nobodys_to_replace(self):
        assert end_of_chain(5, {1: 5}) == 5


class TestReminders:
    def test_substitute_is_told_and_the_absent_hear_by_the_inbox_only(self, bureau):
        away(bureau.handler, by=bureau.colleague)
        bureau.owes()
        assert sweep() == 3
        assert told(bureau) == {"handler", "colleague"}
        assert told(bureau, "email") == {"colleague"}

    def test_nothing_outside_says_that_somebody_is_away(self, bureau):
        away(bureau.handler, by=bureau.colleague)
        bureau.owes()
        sweep()
        mail = Message.objects.get(channel="email")
        assert not any(word in mail.subject + mail.body for word in ("代", bureau.handler.name))

    def test_robot_of_a_group_hears_though_the_first_told_is_absent(self, bureau, settings):
        settings.APPRISE_CHANNELS = {"robot": "json://group"}
        away(bureau.handler, by=bureau.colleague)
        bureau.owes()
        sweep()
        assert told(bureau, "robot") == {"colleague"}

    @pytest.mark.parametrize(
        ("day", "by_email"),
        [
            ("2026-10-22", {"handler"}),
            ("2026-10-26", {"colleague"}),
            ("2026-10-28", {"colleague"}),
            ("2026-10-29", {"handler", "leader"}),
        ],
    )
    def test_last_day_is_one_of_them_and_the_next_is_as_ever(self, bureau, day, by_email):
        away(bureau.handler, "2026-10-26", "2026-10-28", by=bureau.colleague)
        bureau.owes()
        sweep(day)
        assert told(bureau, "email") == by_email

    def test_several_chiefs_may_be_away_at_once(self, bureau):
        away(bureau.leader, by=bureau.head)
        bureau.owes(due_on=date(2026, 10, 26))
        sweep()
        assert told(bureau) == {"handler", "leader", "head"}
        assert told(bureau, "email") == {"handler", "head"}

    def test_chain_is_followed_to_whoever_is_there(self, bureau):
        away(bureau.handler, by=bureau.colleague)
        away(bureau.colleague, by=bureau.neighbour)
        bureau.owes()
        sweep()
        assert told(bureau) == {"handler", "neighbour"}

    def test_circle_falls_to_the_next_in_the_unit(self, bureau):
        away(bureau.handler, by=bureau.colleague)
        away(bureau.colleague, by=bureau.handler)
        bureau.owes()
        sweep()
        assert told(bureau, "email") == {"neighbour"}
        assert told(bureau) == {"handler", "colleague", "neighbour"}

    def test_alone_in_the_rank_without_a_substitute_it_falls_as_if_vacant(self, bureau):
        for user in (bureau.colleague, bureau.neighbour):
            user.posts.update(ends_on=date(2026, 10, 1))
        away(bureau.handler)
        bureau.owes()
        sweep()
        assert told(bureau) == {"handler", "leader"}
        assert told(bureau, "email") == {"leader"}

    def test_named_handler_without_a_substitute_leaves_it_to_the_other_handlers(self, bureau):
        bureau.second = member(bureau.unit)
        away(bureau.handler)
        bureau.owes()
        sweep()
        assert told(bureau) == {"handler", "second"}
        assert told(bureau, "email") == {"second"}

    @pytest.mark.parametrize("change", ["left", "closed", "elsewhere"])
    def test_substitute_who_can_do_so_no_more_is_not_told(self, bureau, change):
        away(bureau.handler, by=bureau.colleague)
        post = bureau.colleague.posts.get()
        if change == "left":
            post.ends_on = date(2026, 10, 25)
        elif change == "elsewhere":
            post.unit = UnitFactory()
        post.save()
        if change == "closed":
            bureau.colleague.is_active = False
            bureau.colleague.save()
        bureau.owes()
        sweep()
        assert told(bureau) == {"handler", "neighbour"}

    def test_mediator_of_the_unit_stands_in_for_nobody(self, bureau):
        """By such a post one sees what is assigned in person, and nothing else."""
        mediator = member(bureau.unit, role=Role.MEDIATOR)
        away(bureau.handler, by=mediator)
        bureau.owes()
        sweep()
        assert str(mediator) not in told(bureau)
        assert told(bureau, "email") == {"colleague", "neighbour"}

    def test_invited_mediator_is_told_in_person_and_the_centre_beside(self, bureau):
        mediator = UserFactory(personal_group=Group.objects.create(name="个人·周某"))
        stranger = member(UnitFactory())
        away(mediator, by=stranger)
        bureau.owes(handler=mediator)
        sweep()
        assert told(bureau) == {str(mediator), "handler"}
        assert told(bureau, "email") == {str(mediator), "handler"}

    def test_whole_unit_away_hears_by_all_channels_and_so_does_the_next_rung(self, bureau):
        everybody = [bureau.handler, bureau.colleague, bureau.neighbour, bureau.leader, bureau.head]
        for user in everybody:
            away(user)
        bureau.owes()
        sweep()
        assert told(bureau) == {"handler", "leader", "head", "office"}
        assert told(bureau, "email") == told(bureau)

    def test_of_what_is_secret_nobody_outside_hears_though_all_are_away(self, bureau, monkeypatch):
        monkeypatch.setattr(type(bureau.matter), "SECRET", {bureau.matter.status})
        for user in (bureau.colleague, bureau.neighbour, bureau.leader, bureau.head):
            user.posts.update(ends_on=date(2026, 10, 1))
        away(bureau.handler)
        bureau.owes(due_on=date(2026, 10, 19))
        sweep()
        assert told(bureau) == {"handler"}

    def test_substitute_who_has_it_anyway_is_told_once(self, bureau):
        second = member(bureau.unit)
        away(bureau.handler, by=second)
        bureau.owes(handler=None)
        sweep()
        assert Message.objects.filter(recipient=second).count() == 2

    def test_sweep_costs_the_same_whoever_is_away(self, bureau):
        def queries(ref):
            bureau.owes(ref=ref)
            with CaptureQueriesContext(connection) as captured:
                assert sweep()
            return len(captured)

        queries("warms the cache of content types")
        before = queries("all are there")
        for user in (bureau.handler, bureau.leader, bureau.head):
            away(user, by=bureau.colleague)
        assert queries("three are not") == before


class TestNotices:
    words = {"name": "期限", "rule": "期限", "unit": "某局", "left": "", "due": ""}

    def test_people_of_a_rank_are_told_with_their_substitutes(self, bureau):
        away(bureau.handler, by=bureau.colleague)
        with at("2026-10-26T10:00"):
            people = people_of(bureau.unit)
        assert names(bureau, people) == ["handler", "colleague"]
        assert [user.covered for user in people] == [True, False]

    def test_others_of_the_rank_are_enough_without_a_substitute(self, bureau):
        bureau.second = member(bureau.unit)
        away(bureau.handler)
        with at("2026-10-26T10:00"):
            assert names(bureau, people_of(bureau.unit)) == ["handler", "second"]

    def test_last_minute_of_the_last_day_and_the_first_of_the_next(self, bureau):
        away(bureau.handler, "2026-10-26", "2026-10-26", by=bureau.colleague)
        for moment, told_too in (
            ("2026-10-25T23:59", False),
            ("2026-10-26T00:00", True),
            ("2026-10-26T23:59", True),
            ("2026-10-27T00:00", False),
        ):
            with at(moment):
                assert (bureau.colleague in people_of(bureau.unit)) == told_too, moment

    def test_published_to_the_unit_it_reaches_the_substitute(self, bureau):
        away(bureau.handler, by=bureau.colleague)
        with at("2026-10-26T10:00"):
            publish("liaison.deadline", a_matter(), key="x", to=[bureau.unit], **self.words)
        rows = {(bureau.name_of(row.recipient), row.channel) for row in Message.objects.all()}
        assert rows == {("handler", "inbox"), ("colleague", "inbox"), ("colleague", "email")}

    def test_published_to_people_of_a_rank_it_does_too(self, bureau):
        away(bureau.leader, by=bureau.head)
        with at("2026-10-26T10:00"):
            whom = people_of(bureau.unit, LEADER)
            publish("liaison.deadline", a_matter(), key="x", to=whom, **self.words)
        mailed = Message.objects.filter(channel="email")
        assert [row.recipient for row in mailed] == [bureau.head]

    def test_what_is_for_one_in_person_goes_to_them_by_all_channels(self, bureau):
        away(bureau.handler, by=bureau.colleague)
        with at("2026-10-26T10:00"):
            to = [bureau.unit, bureau.handler]
            publish("liaison.deadline", a_matter(), key="x", to=to, **self.words)
            publish("liaison.deadline", a_matter(), key="y", to=to[1:], **self.words)
        mailed = Message.objects.filter(channel="email")
        assert [bureau.name_of(row.recipient) for row in mailed.filter(key__endswith="x")] == [
            "colleague",
            "handler",
        ]
        assert [row.recipient for row in mailed.filter(key__endswith="y")] == [bureau.handler]


class TestDatabase:
    @pytest.mark.parametrize(
        ("change", "name"),
        [
            ({"ends_on": date(2026, 1, 1)}, "absence_ends_after_it_starts"),
            ({"by": "self"}, "absence_substitute_is_another"),
            ({"starts_on": date(2026, 10, 12), "ends_on": date(2026, 10, 20)}, "absent_once"),
        ],
    )
    def test_refuses_what_no_form_asked(self, change, name):
        clerk = member(UnitFactory())
        away(clerk, "2026-10-08", "2026-10-12")
        values = {"starts_on": date(2026, 11, 1), "ends_on": date(2026, 11, 2)} | change
        substitute = clerk if values.pop("by", None) else None
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Absence.objects.create(user=clerk, substitute=substitute, **values)

    def test_model_says_so_in_words(self):
        clerk = member(UnitFactory(), user__name="王晓丽")
        mine = Absence(user=clerk, starts_on=day(1), ends_on=day(2), substitute=clerk)
        with pytest.raises(ValidationError, match="代办人不能是本人"):
            absences.enter(mine, actor=clerk)
        mine.substitute = member(UnitFactory())
        with pytest.raises(ValidationError, match="代办人须是同一单位的在任人员"):
            absences.enter(mine, actor=clerk)
        with pytest.raises(ValidationError, match="ends_on"):
            absences.enter(Absence(user=clerk, starts_on=day(1)), actor=clerk)
        assert str(mine) == f"王晓丽 {mine.span}"
        far = Absence(user=clerk, starts_on=date(2031, 1, 1), ends_on=date(2031, 1, 2))
        assert far.span == "2031年1月1日至2031年1月2日"
        assert not Absence.objects.visible_to(AnonymousUser())


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_who_enter_the_same_days_one_is_refused():
    clerk = member(UnitFactory())
    start = Barrier(2)

    def enter(last):
        try:
            start.wait(10)
            absence = Absence(user=clerk, starts_on=day(1), ends_on=day(last))
            absences.enter(absence, actor=clerk)
        except ValidationError as refusal:
            return list(refusal.message_dict)
        finally:
            connection.close()
        return "entered"

    with ThreadPoolExecutor(2) as pool:
        got = list(pool.map(enter, (3, 4)))
    assert sorted(map(str, got)) == sorted(["entered", str(["ends_on"])])
    assert Absence.objects.count() == AuditEntry.objects.count() == 1
