"""The court's feed, taken in: what is new, changed, at odds or the same; and what comes of it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from disputes.appearances.feed import reading, taking
from disputes.appearances.models import Feed, FeedRow, Lawsuit, Litigant, SuedAgency
from disputes.appearances.models.fedcase import take_in as write_new
from liaison.models import AuditEntry, Deadline, DeskEntry, LongWork, Message, Post
from tests.factories.appearances import DAYS, filed, scene, serve
from tests.factories.feed import OPEN, check, counts, lawsuit, row_of, run, take, take_in
from tests.factories.liaison import UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return scene()


def state():
    """All that a feed may write, to be held against itself."""
    return (
        list(Lawsuit.objects.order_by("id").values()),
        list(Litigant.objects.order_by("id").values()),
        list(SuedAgency.objects.order_by("id").values()),
        FeedRow.objects.count(),
        AuditEntry.objects.exclude(action="import").count(),
    )


def test_nothing_is_written_until_it_is_confirmed(here):
    work = check(here, [row_of(here, 1), row_of(here, 2, 被告="没有这个局")])
    assert counts(work) == {"new": 1, "wrong": 1}
    for model in (Lawsuit, Feed, FeedRow, Litigant, SuedAgency):
        assert not model.objects.exists(), model


def test_a_row_becomes_a_lawsuit_with_all_that_hangs_on_one(here):
    company = {"原告": "长松商贸有限公司", "其他共同被告": here.co_agency.name}
    take_in(here, row_of(here, 1), row_of(here, 2, **company))
    first, second = lawsuit(1), lawsuit(2)
    assert first.number == "（2026）吉24行初1号"
    assert (first.status, first.closed_on) == ("closed", date(2026, 6, 1))
    assert first.title == f"冯某某诉{here.agency.short_name}不动产登记案"
    assert second.title == f"长松商贸有限公司诉{here.agency.short_name}等不动产登记案"
    assert first.taken_over_on
    assert (first.result, first.lost, first.holder) == ("rejected", False, None)
    for row in second.agencies.all():
        assert (row.heard_on, row.appeared, row.head_rank) == (date(2026, 4, 8), True, "deputy")
        assert (row.notified, row.spoke, row.excused) == (True, True, False)
        assert (row.court, row.committee, row.instance) == (here.court, here.committee, "first")
    assert second.agencies.count() == 2
    entry = first.audit.get()
    assert (entry.action, entry.unit, entry.note) == (
        "take_feed",
        here.court,
        "法院数据.xlsx 第2行",
    )


def test_nobody_is_told_and_no_clock_starts(here):
    take_in(here, row_of(here, 1), row_of(here, 2, **OPEN))
    assert not Message.objects.exists()
    assert not Deadline.objects.exists()


def test_court_agencies_starter_and_office_see_it_and_nobody_else(here):
    take_in(here, row_of(here, 1))
    sees = {name for name, user in here.people.items() if Lawsuit.objects.visible_to(user).exists()}
    assert sees == {
        *("court_clerk", "president", "agency_clerk", "agency_leader"),
        *("justice", "office", "office_leader"),
    }
    assert lawsuit(1).search_text
    assert Lawsuit.objects.matching("不动产登记").exists()
    assert not Lawsuit.objects.matching("冯立群").exists()


def test_what_is_stored_is_what_each_lawsuit_calls_for(here):
    take_in(here, row_of(here, 1), row_of(here, 2, **OPEN))
    for one in Lawsuit.objects.all():
        kept = one.search_text
        one.save()
        assert one.search_text == kept
        assert not taking_changes_grants(one)


def taking_changes_grants(one):
    from liaison import access  # noqa: PLC0415 - only this test asks the engine itself

    return access.sync_grants(one) or one.lay_out()


def test_an_open_case_lies_on_the_courts_desk_until_it_ends(here):
    take_in(here, row_of(here, 1, **OPEN))
    assert DeskEntry.objects.about(lawsuit(1)).get().group == here.court.group
    take_in(here, row_of(here, 1))
    assert lawsuit(1).status == "closed"
    assert not DeskEntry.objects.about(lawsuit(1)).exists()


def test_the_same_file_twice_changes_nothing(here):
    rows = [row_of(here, 1), row_of(here, 2, **OPEN), row_of(here, 3, 结案方式="并案处理")]
    take_in(here, *rows)
    before = state()
    work = check(here, rows)
    assert counts(work) == {"unchanged": 3}
    take(work)
    assert state() == before


def test_another_month_alone_is_no_change(here):
    take_in(here, row_of(here, 1))
    later = {"统计月份": "2026-11", "更新时间": date(2026, 11, 20)}
    assert counts(check(here, [row_of(here, 1, **later)])) == {"unchanged": 1}


def test_what_an_earlier_feed_brought_is_put_right(here):
    take_in(here, row_of(here, 1), row_of(here, 2))
    kept = SuedAgency.objects.get(matter=lawsuit(2)).pk
    changes = {"原告": "冯立群、戚秀英", "行政机关负责人是否出庭": "否"}
    changes |= {"出庭负责人职务": None, "负责人是否发言": None, "是否上诉": "是"}
    work = check(here, [row_of(here, 1, **changes), row_of(here, 2, 二审结果="维持")])
    assert counts(work) == {"changed": 2}
    told = {
        one["column"]: (one["old"], one["new"])
        for one in work.report["rows"]["changed"][0]["changes"]
    }
    assert told["原告和第三人"] == ("冯某某", "冯某某、戚某某")
    assert told["行政机关负责人是否出庭"] == ("是", "否")
    take(work)
    one = lawsuit(1)
    assert one.title.startswith("冯某某等2人诉")
    assert (one.appealed, one.litigants.count()) == (True, 2)
    row = one.agencies.get()
    assert (row.appeared, row.head_rank, row.spoke) == (False, "", False)
    assert one.audit.first().action == "correct_by_feed"
    assert FeedRow.objects.filter(lawsuit=one).count() == 2
    assert lawsuit(2).agencies.get().pk == kept, "what is the same is left alone"
    assert FeedRow.objects.filter(lawsuit=lawsuit(2)).last().raw["二审结果"] == "维持"


def test_another_defendant_sees_it_and_the_first_no_longer(here):
    take_in(here, row_of(here, 1))
    take_in(here, row_of(here, 1, 被告=here.co_agency.name))
    assert not Lawsuit.objects.visible_to(here.agency_clerk).exists()
    assert Lawsuit.objects.visible_to(here.people["co_agency_clerk"]).exists()


def test_what_was_entered_by_hand_is_never_written_over(here):
    filed(here, ordinal=1)
    before = state()
    work = check(here, [row_of(here, 1, 案由="工伤认定")])
    assert counts(work) == {"conflict": 1}
    changes = {
        one["column"]: (one["old"], one["new"])
        for one in work.report["rows"]["conflict"][0]["changes"]
    }
    assert changes["案由"] == ("不动产登记", "工伤认定")
    assert changes["结案日期"] == ("—", "2026-06-01")
    take(work)
    assert state() == before
    assert Feed.objects.get().skipped == 1


def test_a_row_that_agrees_with_what_was_entered_is_the_same(here):
    filed(here, ordinal=1)
    given = ("案号", "法院名称", "立案日期", "案由", "原告", "被告", "行政行为种类")
    row = {heading: row_of(here, 1)[heading] for heading in given}
    assert counts(check(here, [row | {"立案日期": date(2026, 3, 2)}])) == {"unchanged": 1}


def test_what_was_moved_on_the_platform_is_the_platforms(here):
    unheard = dict.fromkeys(("是否开庭", "开庭日期", "行政机关负责人是否出庭"))
    unheard |= dict.fromkeys(("出庭负责人职务", "负责人是否发言"))
    row = row_of(here, 1, **OPEN, **unheard)
    take_in(here, row)
    serve(lawsuit(1), here, on=DAYS["serve"])
    assert counts(check(here, [row])) == {"unchanged": 1}
    work = check(here, [row_of(here, 1)])
    assert counts(work) == {"conflict": 1}
    take(work)
    assert lawsuit(1).status == "defending"


def test_an_older_feed_does_not_undo_a_newer_one(here):
    take_in(here, row_of(here, 1))
    work = check(here, [row_of(here, 1, 更新时间=date(2026, 9, 30), **OPEN)])
    assert counts(work) == {"conflict": 1}
    change = work.report["rows"]["conflict"][0]["changes"]
    assert change == [{"column": "更新时间", "old": "2026-10-31", "new": "2026-09-30"}]


def test_wrong_rows_stay_out_and_the_others_come_in(here):
    work = check(here, [row_of(here, 1), row_of(here, 2, 立案日期=None)])
    taken = take(work)
    assert Lawsuit.objects.count() == 1
    assert taken.result_of_run.message == "新增1件，更新0件，相同0件，1行有问题没有导入"
    feed = Feed.objects.get()
    assert (feed.created, feed.wrong, feed.is_whole, feed.last_row) == (1, 1, True, 3)


def test_a_case_knows_the_one_of_the_instance_before_in_whatever_order_they_come(here):
    second = {"案号": "（2026）吉24行终9号", "审理程序": "二审", "结案方式": "维持"}
    later = row_of(here, 9, **second, 一审案号="(2026)吉24行初1号", 立案日期=date(2026, 3, 1))
    take_in(here, later, row_of(here, 1))
    assert Lawsuit.objects.get(instance="second").earlier == lawsuit(1)


def test_nothing_is_written_that_was_not_seen(here):
    work = check(here, [row_of(here, 1)])
    filed(here, ordinal=1)
    before = state()
    with pytest.raises(ValidationError, match="第2行至第2行预览以后有了变化"):
        take(work)
    assert state() == before


def test_each_batch_is_held_against_what_was_seen(here, monkeypatch):
    monkeypatch.setattr(reading, "BATCH", 2)
    work = check(here, [row_of(here, n) for n in range(1, 6)])
    filed(here, ordinal=4)
    with pytest.raises(ValidationError, match="第4行至第5行"):
        take(work)
    assert {one.number for one in Lawsuit.objects.filter(taken_over_on__isnull=False)} == {
        "（2026）吉24行初1号",
        "（2026）吉24行初2号",
    }, "whole batches before it stay"
    feed = Feed.objects.get()
    assert (feed.created, feed.is_whole, feed.last_row) == (2, False, 3)


def test_who_lost_the_post_takes_nothing_in(here):
    work = check(here, [row_of(here, 1)])
    arguments = work.arguments | {"check": work.pk}
    Post.objects.filter(user=here.clerk).update(ends_on=date(2026, 1, 31))
    del here.clerk._standing
    second = LongWork.objects.create(
        kind=taking.TAKE, owner=here.clerk, title="导入", arguments=arguments
    )
    with pytest.raises(ValidationError, match="没有导入法院数据的权限"):
        run(second)
    feed = Feed(court=here.court, committee=here.committee, actor=here.clerk)
    with pytest.raises(PermissionDenied):
        write_new([], feed)


def test_of_a_lawsuit_of_another_court_no_word_is_told(here):
    below = UnitFactory(court=True, parent=here.court, court_code="吉2426", level="basic")
    given = {"法院名称": below.name, "案号": "（2026）吉2426行初3号"}
    take_in(here, row_of(here, 3, **given))
    work = check(here, [row_of(here, 3, 案由="工伤认定", **given)])
    line = work.report["rows"]["changed"][0]
    assert line["found"] is None
    assert line["changes"] == [{"column": "案由", "old": "（无权查看）", "new": "工伤认定"}]


def test_rows_of_a_feed_are_never_changed_or_deleted(here):
    take_in(here, row_of(here, 1))
    row = FeedRow.objects.get()
    assert row.raw["案号"] == "(2026)吉24行初1号"
    assert "冯立群" not in str(row.raw)
    with pytest.raises(ValidationError):
        row.delete()
    with pytest.raises(ValidationError):
        FeedRow.objects.update(row=9)
    with pytest.raises(ValidationError):
        FeedRow.objects.all().delete()
    for statement in ("UPDATE appearances_feedrow SET row = 9", "DELETE FROM appearances_feedrow"):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            connection.cursor().execute(statement)
