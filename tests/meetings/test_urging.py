"""Urging: letters by tier for what was resolved and is late; who gets one, who sees it."""

from contextlib import suppress

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from liaison import registry
from liaison.documents import frozen
from liaison.models import NumberSeries, Role, Seat
from liaison.templatetags.typeset import cn_date
from liaison.transitions import TransitionNotAllowed
from meetings.models import ResolvedItem, Urging
from tests.factories.liaison import UnitFactory, person
from tests.factories.meetings import (
    Status,
    board,
    days_ago,
    decision,
    meeting_in,
    report_done,
)
from tests.liaison.geometry import boxes, pages, rows
from tests.liaison.test_outbox_races import at_once
from tests.meetings.test_items import morning_after
from tests.meetings.test_models import told

pytestmark = pytest.mark.django_db
LETTER = registry.papers["resolved-item-urging"]


def late_item(on, **more):
    """An item that should have been done six days ago."""
    row = decision(on, **{"due_on": days_ago(6)} | more)
    return meeting_in(Status.ISSUED, on, decisions=[row]).items.get()


def urge(item, actor, tier, **more):
    """Send a letter on the first day that there can be, with the time to report just over."""
    day = item.urged_since()[0]
    item.urge(actor=actor, tier=tier, **{"on": day, "answer_by": day} | more)


def words(urging):
    return LETTER.of(urging).context(urging.item)["body"]


def test_tier_comes_after_tier_and_the_last_may_be_repeated(on):
    item = late_item(on)
    with pytest.raises(ValidationError, match="逐档"):
        urge(item, on.clerk, 2)
    for tier, refused in ((1, 3), (1, 3), (2, 1), (2, 4), (3, 2), (3, 4)):
        urge(item, on.clerk, tier)
        with pytest.raises(ValidationError, match="逐档"):
            urge(item, on.clerk, refused)
    for tier in (0, -1):
        with pytest.raises(ValidationError, match="逐档"):
            urge(item, on.clerk, tier)

    assert list(item.urgings.values_list("tier", flat=True)) == [1, 1, 2, 2, 3, 3]
    assert item.papers.filter(code=LETTER.code).count() == 6
    assert item.status == ResolvedItem.Status.OPEN


@pytest.mark.parametrize("due", [0, 1])
def test_nobody_is_urged_before_the_day_has_passed(on, due):
    row = decision(on, due_on=days_ago(-due))
    item = meeting_in(Status.ISSUED, on, decisions=[row]).items.get()

    with pytest.raises(TransitionNotAllowed):
        urge(item, on.clerk, 1)
    assert "urge" not in {step.name for step in item.available_transitions(on.clerk)}
    assert not Urging.objects.exists()


def test_what_was_reported_done_is_looked_at_and_not_urged(on):
    item = late_item(on)
    report_done(item)
    with pytest.raises(TransitionNotAllowed):
        urge(item, on.clerk, 1)
    item.return_report(actor=on.clerk, on=days_ago(1), reason="佐证不全")
    urge(item, on.clerk, 1)
    assert item.urgings.count() == 1


@pytest.mark.parametrize(
    ("given", "match"),
    [
        ({"on": days_ago(-1)}, "不能晚于今天"),
        ({"on": days_ago(7), "answer_by": days_ago(0)}, "不能早于办结期限"),
        ({"on": days_ago(0), "answer_by": days_ago(1)}, "应在发出日期之后"),
    ],
)
def test_days_that_cannot_be_are_refused(on, given, match):
    item = late_item(on)
    with pytest.raises(ValidationError, match=match):
        urge(item, on.clerk, 1, **given)
    assert not NumberSeries.objects.filter(name__endswith="督").exists()


def test_the_next_letter_goes_out_when_the_day_that_the_last_one_gave_has_passed(on):
    item = late_item(on)
    urge(item, on.clerk, 1, on=days_ago(5), answer_by=days_ago(2))
    for tier in (1, 2):
        with pytest.raises(ValidationError, match="1号要求报告日期的次日"):
            urge(item, on.clerk, tier, on=days_ago(2))
    urge(item, on.clerk, 2, on=days_ago(1), answer_by=days_ago(0))

    assert "urge" not in {step.name for step in item.available_transitions(on.clerk)}
    with pytest.raises(TransitionNotAllowed):
        urge(item, on.clerk, 3, on=days_ago(0))
    with morning_after(1):
        assert "urge" in {step.name for step in item.available_transitions(on.clerk)}
        urge(item, on.clerk, 3)
    assert list(item.urgings.values_list("tier", flat=True)) == [1, 2, 3]


def numbers_of(item):
    return list(item.urgings.order_by("pk").values_list("number", flat=True))


def test_numbers_are_drawn_by_the_office_from_one_series_without_gaps(on):
    rows_ = [decision(on, due_on=days_ago(6), title=f"第{n}项") for n in (1, 2)]
    first, second = meeting_in(Status.ISSUED, on, decisions=rows_).items.order_by("ordinal")
    other = board()
    foreign = late_item(other)
    for item, actor in ((first, on.clerk), (second, on.clerk), (foreign, other.clerk)):
        urge(item, actor, 1)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        urge(first, on.clerk, 2)
        raise ZeroDivisionError
    first = ResolvedItem.objects.get(pk=first.pk)
    urge(first, on.clerk, 2)

    stem = f"{on.series.number_prefix}督〔{days_ago(0).year}〕"
    assert numbers_of(first) == [f"{stem}1号", f"{stem}3号"]
    assert numbers_of(second) == [f"{stem}2号"]
    assert numbers_of(foreign)[0].endswith("〕1号")
    series = NumberSeries.objects.get(issuer=on.office, name__endswith="督")
    assert series.last == 3


@pytest.mark.usefixtures("drawn_papers")
def test_a_letter_that_cannot_be_printed_takes_no_number_and_urges_nobody(on):
    item = late_item(on)
    with pytest.raises(ValidationError, match="没有字库"):
        urge(item, on.clerk, 1, requirement="请\U0010fffd办")
    assert not NumberSeries.objects.filter(name__endswith="督").exists()
    assert not item.urgings.exists()
    urge(item, on.clerk, 1, on=days_ago(0), answer_by=days_ago(-7))
    (page,) = pages(frozen(item.papers.get(code=LETTER.code)))
    said = "".join(row.text for row in rows(page))
    assert item.urgings.get().number in page.extract_text()
    assert "逾期6日" in said
    assert boxes(page) == []


def test_the_letter_says_what_how_late_which_minutes_and_what_went_before(on):
    item = late_item(on)
    urge(item, on.clerk, 1, on=days_ago(4), answer_by=days_ago(1))
    urge(
        item,
        on.clerk,
        2,
        on=days_ago(0),
        answer_by=days_ago(-7),
        requirement="请于周五前来办公室说明。",
    )
    first, second = item.urgings.all()

    assert words(first).split("\n") == [
        f"{item.meeting.title}议定，“{item.title}”由贵单位牵头办理，{cn_date(days_ago(6))}前办结"
        f"（{item.meeting.minutes.number}）。具体要求是：建立联络员名册。",
        f"该事项至今已逾期2日，现提醒贵单位抓紧办理，于{cn_date(days_ago(1))}前在府院联动工作平台"
        "报告办理情况，附佐证材料。",
    ]
    body = words(second)
    assert f"我办{cn_date(days_ago(4))}发出提醒函（{first.number}）；该事项至今已逾期6日" in body
    assert body.endswith("\n请于周五前来办公室说明。")
    assert LETTER.of(second).heading(item) == f"关于督办“{item.title}”的函"
    context = LETTER.of(second).context(item)
    assert context["recipients"] == on.bureau.name
    assert (context["number"], context["signed_on"]) == (second.number, days_ago(0))
    assert context["copies"] == on.courts[0].name


def test_an_item_without_particulars_reads_well_too(on):
    item = late_item(on, content="")
    urge(item, on.clerk, 1)
    assert "具体要求" not in words(item.urgings.get())
    assert "）。\n" in words(item.urgings.get())


def test_the_last_tier_copies_to_those_above_and_they_see_the_item_from_then_on(on):
    above = UnitFactory(short_name="上级机关")
    on.bureau.parent = above
    on.bureau.save()
    item = late_item(on)
    watchers = {unit: person(unit, Role.UNIT_CLERK) for unit in (above, on.government)}
    watchers[on.courts[1]] = person(on.courts[1], Role.COURT_CLERK)
    uninvolved = person(UnitFactory(), Role.UNIT_CLERK)

    def seen_by(user):
        return ResolvedItem.objects.visible_to(user).filter(pk=item.pk).exists()

    for tier in (1, 2):
        urge(item, on.clerk, tier)
        assert list(item.urgings.last().copied.all()) == [on.courts[0]]
        assert not any(seen_by(user) for user in watchers.values())
    urge(item, on.clerk, 3)

    last = item.urgings.last()
    assert set(last.copied.all()) == {on.courts[0], above, on.government, on.courts[1]}
    assert all(seen_by(user) for user in watchers.values())
    assert not seen_by(uninvolved)
    assert not seen_by(board().clerk)
    for user in watchers.values():
        assert item.papers_seen_by(user).filter(code=LETTER.code).count() == 3
        assert list(item.available_transitions(user)) == []
    assert LETTER.of(last).context(item)["copies"].count("，") == 3


def test_the_lead_unit_gets_no_copy_of_its_own_letter(on):
    row = decision(on, lead=on.government, assisting=[], due_on=days_ago(6))
    item = meeting_in(Status.ISSUED, on, decisions=[row]).items.get()
    assert item.copied_on(1) == []
    assert item.copied_on(3) == on.courts


def test_a_former_co_chair_gets_no_copy(on):
    item = late_item(on)
    Seat.objects.filter(unit=on.government).update(ends_on=days_ago(1))
    assert on.government not in item.copied_on(3)


def test_each_tier_is_told_to_those_whom_it_concerns(on):
    leader = person(on.bureau, Role.UNIT_LEADER, rank="leader_in_charge")
    head = person(on.bureau, Role.UNIT_LEADER, rank="head")
    item = late_item(on)

    urge(item, on.clerk, 1)
    assert told("meetings.item_urged", item) == {on.bureau_clerk, on.court_clerk}
    urge(item, on.clerk, 2)
    assert told("meetings.item_urged", item) == {on.bureau_clerk, on.court_clerk, leader, head}
    government_clerk = person(on.government, Role.UNIT_CLERK)
    urge(item, on.clerk, 3)
    heard = told("meetings.item_urged", item)
    assert {on.court_clerk, government_clerk} <= heard
    assert on.clerk not in heard


def test_only_this_committees_office_urges(on, client):
    item = late_item(on)
    other = board()
    for user in (other.clerk, on.bureau_clerk, on.court_clerk, on.leaders[0]):
        with pytest.raises(PermissionDenied):
            urge(item, user, 1)
    client.force_login(other.clerk)
    assert client.get(item.step_url("urge")).status_code == 404
    client.force_login(on.bureau_clerk)
    assert client.get(item.step_url("urge")).status_code == 403
    assert client.post(item.step_url("urge"), {"tier": 1}).status_code == 403
    assert not Urging.objects.exists()


def tiers_offered(client, item):
    form = client.get(item.step_url("urge")).context["form"]
    return [value for value, _ in form.fields["tier"].choices], form["tier"].value()


def test_the_form_offers_the_tier_reached_and_the_next(on, client):
    item = late_item(on)
    client.force_login(on.clerk)
    for offered, ago in (([1], 1), 6), (([1, 2], 2), 5), (([2, 3], 3), 4), (([3], 3), 3):
        assert tiers_offered(client, item) == offered
        given = {"tier": offered[1], "on": days_ago(ago), "answer_by": days_ago(ago)}
        assert client.post(item.step_url("urge"), given).status_code == 302
    assert item.urgings.count() == 4
    page = client.post(
        item.step_url("urge"), given | {"tier": 1, "on": days_ago(2), "answer_by": days_ago(2)}
    )
    assert page.context["form"].errors.keys() == {"tier"}
    page = client.post(item.step_url("urge"), given | {"tier": 3, "on": days_ago(5)})
    assert page.context["form"].errors.keys() == {"on"}
    page = client.post(item.step_url("urge"), given | {"on": days_ago(1)})
    assert page.context["form"].errors.keys() == {"answer_by"}
    assert item.urgings.count() == 4


def test_the_record_names_tier_and_number_and_the_page_shows_both(on, client):
    item = late_item(on)
    urge(item, on.clerk, 1, requirement="<script>alert(1)</script>")
    urging = item.urgings.get()

    entry = item.audit.get(action="urge")
    assert (entry.actor, entry.note) == (on.clerk, f"提醒函，{urging.number}")
    assert (entry.before, entry.after) == ("open", "open")
    client.force_login(on.bureau_clerk)
    page = client.get(item.get_absolute_url()).content.decode()
    assert urging.number in page
    assert "<script>alert" not in page
    assert "<script>alert" not in frozen(item.papers.get(code=LETTER.code)).decode()


def test_each_year_counts_anew(on):
    item = late_item(on)
    series = item.meeting.series
    name = f"{series.number_prefix}督"
    last_year = days_ago(366).year
    assert series.take_number(name, last_year).endswith("1号")
    urge(item, on.clerk, 1)
    assert numbers_of(item)[0].endswith(f"〔{days_ago(0).year}〕1号")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("reached", [0, 1])
def test_two_who_urge_at_once_send_one_letter(reached):
    on = board()
    item = late_item(on)
    for tier in range(1, reached + 1):
        urge(item, on.clerk, tier)

    def send():
        again = ResolvedItem.objects.get(pk=item.pk)
        with suppress(TransitionNotAllowed, ValidationError):
            urge(again, on.clerk, reached + 1, on=days_ago(0), answer_by=days_ago(-7))
            return True

    assert sorted(at_once(send, send), key=bool) == [None, True]
    stem = f"{on.series.number_prefix}督〔{days_ago(0).year}〕"
    count = reached + 1
    assert numbers_of(item) == [f"{stem}{n}号" for n in range(1, count + 1)]
    papers = item.papers.filter(code=LETTER.code)
    assert papers.count() == papers.values("part").distinct().count() == count
    assert NumberSeries.objects.get(name__endswith="督").last == count
    assert item.audit.filter(action="urge").count() == count
