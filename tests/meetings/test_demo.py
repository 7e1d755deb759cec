"""The demo's meetings: that of 2 July 2020 by its real units, venues, documents and posts."""

from datetime import date
from unittest import mock

import pytest

from liaison import demo
from liaison.access import drift
from liaison.models import User
from meetings.demo import FIRST, Meetings
from meetings.models import JointMeeting, ResolvedItem
from tests.factories.world import built_once

pytestmark = pytest.mark.django_db

REAL_NAMES = ("王库", "庾成日", "宫斌", "张秀梅", "陈鸿罡", "任继强", "李南哲")


@pytest.fixture(scope="module")
def played(django_db_setup, django_db_blocker, tmp_path_factory):
    """The stage, with the meetings alone played on it, twice."""
    with built_once(django_db_blocker, tmp_path_factory.mktemp("media"), play_twice):
        yield


def play_twice():
    with mock.patch.object(demo.registry, "demo", [Meetings()]):
        demo.build()
        demo.build()


def test_the_meeting_of_2020_is_there_as_it_was(played):
    meeting = JointMeeting.objects.get(title="第一次府院联席（视频）会议")

    assert meeting.number == "长府院联〔2020〕1号"
    assert meeting.minutes.number == "长府院纪〔2020〕1号"
    assert (meeting.held_on, meeting.status) == (date(2020, 7, 2), "closed")
    assert [(venue.name, venue.is_main) for venue in meeting.venues.all()] == [
        ("长白山管委会", True),
        *((name, False) for name in ("池北区", "池西区", "池南区", "安图县法院", "抚松县法院")),
    ]
    assert [item.get_kind_display() for item in meeting.agenda.all()] == [
        *("介绍", "说明", "说明", "讲话", "讲话", "讲话")
    ]
    assert [item.document_title for item in meeting.agenda.all() if item.document_title] == [
        "关于建立府院联动机制的实施方案",
        "行政争议协调化解中心工作规则（试行）",
    ]
    assert meeting.items.count() == 10
    assert {item.closed_on.year for item in meeting.items.all()} == {2020}
    assert not any(name in meeting.minutes.body + str(FIRST) for name in REAL_NAMES)


def test_the_demo_is_built_once_and_has_something_for_everybody(played):
    statuses = list(ResolvedItem.objects.open().values_list("status", flat=True))

    assert JointMeeting.objects.count() == 4
    assert sorted(statuses) == ["open", "open", "reported"]
    assert JointMeeting.objects.get(title="第二次府院联席会议").status == "notified"
    for matter in [*JointMeeting.objects.all(), *ResolvedItem.objects.all()]:
        assert drift(matter) == (set(), set())


@pytest.mark.parametrize("username", ["dq_office", "dq_legal", "dq_court_president"])
def test_the_second_committee_sees_nothing_of_the_first(played, username):
    user = User.objects.get(username=username)

    committees = JointMeeting.objects.visible_to(user).values_list("committee__area__name")
    assert {area for (area,) in committees} <= {"大庆市"}
    assert not ResolvedItem.objects.visible_to(user).exists()
