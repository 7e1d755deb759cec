"""Topics: proposed, screened within the rulebook's days, put on an agenda, dealt with."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from liaison.access import drift
from liaison.models import Message
from liaison.transitions import TransitionNotAllowed, transitions_of
from meetings.forms import TOPIC_FORMS
from meetings.models import Topic
from tests.factories.disputes import upload
from tests.factories.meetings import (
    Status,
    agenda_row,
    board,
    days_ago,
    hold,
    item_in,
    meeting_in,
    notify,
    programme,
    propose,
    topic_in,
)

pytestmark = pytest.mark.django_db
Kinds = Topic.Status

OFFERED = {
    Kinds.PROPOSED: ({"withdraw"}, {"accept", "send_back", "decline"}),
    Kinds.RETURNED: ({"supplement", "withdraw"}, set()),
    Kinds.ACCEPTED: ({"withdraw"}, {"decline"}),
    Kinds.SCHEDULED: (set(), set()),
    Kinds.DISCUSSED: (set(), set()),
    Kinds.DECLINED: (set(), set()),
    Kinds.WITHDRAWN: (set(), set()),
}


def offered(matter, user):
    return {step.name for step in matter.available_transitions(user)}


@pytest.mark.parametrize("status", list(OFFERED))
def test_each_status_offers_its_steps_and_refuses_the_others(on, status):
    topic = topic_in(status, on)

    unit, office = OFFERED[status]
    assert offered(topic, on.bureau_clerk) == unit
    assert offered(topic, on.clerk) == office
    assert offered(topic, on.court_clerk) == set()
    for step in transitions_of(Topic):
        if status not in step.source:
            with pytest.raises(TransitionNotAllowed):
                getattr(topic, step.name)(actor=on.clerk)
    assert drift(topic) == (set(), set())


def test_a_topic_is_numbered_and_the_office_owes_an_answer_in_five_working_days(on):
    topic = propose(on, on=days_ago(0), papers=[upload("方案.pdf")])

    assert topic.number.startswith(f"{on.series.number_prefix}议〔")
    assert topic.holder == on.office
    assert [each.name for each in topic.attachments.all()] == ["方案.pdf"]
    deadline = topic.deadlines.get()
    assert deadline.rule.code == "meetings.topic_screening"
    assert (deadline.responsible, deadline.asker) == (on.office, on.bureau)
    told = Message.objects.filter(notice="meetings.topic_proposed", channel="inbox")
    assert f"{on.bureau}提出议题" in told.get(recipient=on.clerk).subject

    topic.accept(actor=on.clerk, on=days_ago(0))
    assert topic.deadlines.get().status == "met"
    assert topic.due_on is None


def test_what_was_sent_back_is_screened_anew(on):
    topic = topic_in(Kinds.RETURNED, on)
    assert topic.holder == on.bureau
    given = {name: getattr(topic, name) for name in Topic.PROPOSAL} | {"title": "改过的题目"}

    topic.supplement(actor=on.bureau_clerk, on=days_ago(20), **given)

    topic.refresh_from_db()
    assert (topic.status, topic.title, topic.holder) == (Kinds.PROPOSED, "改过的题目", on.office)
    assert topic.deadlines.running().count() == 1


def test_before_the_notice_it_is_the_units_and_the_offices_then_every_members(on):
    topic = topic_in(Kinds.SCHEDULED, on)
    seen = Topic.objects.visible_to

    for user in [on.clerk, on.bureau_clerk]:
        assert seen(user).get() == topic
    for user in [on.court_clerk, on.leaders[0], board().clerk]:
        assert not seen(user).exists()

    notify(topic.meeting, on)
    assert seen(on.court_clerk).get() == topic
    assert not seen(board().clerk).exists()


def test_nobody_outside_the_committee_proposes(on):
    other = board()
    given = {"committee": on.committee, "series": on.series, "on": days_ago(1), "title": "一"}
    with pytest.raises(ValidationError, match="只能选择本委员会"):
        Topic.propose(actor=other.bureau_clerk, initiator=other.bureau, **given)
    with pytest.raises(PermissionDenied):
        Topic.propose(actor=other.bureau_clerk, initiator=on.bureau, **given)
    form = TOPIC_FORMS["create"](None, actor=other.bureau_clerk)
    assert set(form.fields["series"].queryset) == {other.series}


def test_held_the_meeting_is_done_with_its_topics(on):
    topic = topic_in(Kinds.SCHEDULED, on)
    notify(topic.meeting, on)
    hold(topic.meeting, on)

    topic.refresh_from_db()
    assert topic.status == Kinds.DISCUSSED
    assert topic.closed_on == topic.meeting.held_on


@pytest.mark.parametrize("how", ["cancelled", "taken off"])
def test_what_a_meeting_does_not_deal_with_waits_for_the_next(on, how):
    topic = topic_in(Kinds.SCHEDULED, on)
    meeting = topic.meeting
    if how == "cancelled":
        meeting.cancel(actor=on.clerk, reason="时间冲突")
    else:
        plan = {name: getattr(meeting, name) for name in meeting.PLAN}
        meeting.revise(actor=on.clerk, revision=meeting.revision, **plan, **programme(on))

    topic.refresh_from_db()
    assert (topic.status, topic.meeting, topic.holder) == (Kinds.ACCEPTED, None, on.office)
    assert topic in on.series.topics.ready()


def test_after_the_notice_a_topic_comes_late_with_its_reason_and_members_are_told(on):
    topic = topic_in(Kinds.ACCEPTED, on)
    meeting = meeting_in(Status.NOTIFIED, on)

    with pytest.raises(ValidationError, match="写明增列的理由"):
        meeting.add_topics(actor=on.clerk, topics=[topic])
    meeting.add_topics(actor=on.clerk, topics=[topic], reason="事情紧急")

    item = meeting.agenda.get(topic=topic)
    assert (item.is_late, item.late_reason, item.order) == (True, "事情紧急", 3)
    assert (item.title, item.unit, item.minutes) == (topic.title, on.bureau, 15)
    assert Message.objects.filter(recipient=on.court_clerk, notice="meetings.topics_added")
    other = meeting_in(Status.PLANNED, on)
    with pytest.raises((ValidationError, TransitionNotAllowed)):
        other.add_topics(actor=on.clerk, topics=[topic])


def test_the_next_agenda_begins_with_minutes_items_and_topics(on):
    item = item_in("open", on)
    topic = topic_in(Kinds.ACCEPTED, on)

    rows = on.series.suggested_agenda()
    assert [row["source"] for row in rows] == [
        f"meeting:{item.meeting_id}",
        f"item:{item.pk}",
        f"topic:{topic.pk}",
    ]
    assert item.title in rows[1]["title"]
    assert rows[1]["unit"] == item.lead

    meeting = meeting_in(Status.PLANNED, on, agenda=rows)
    first, second, third = meeting.agenda.all()
    assert (first.approves, second.carried, third.topic) == (item.meeting, item, topic)
    topic.refresh_from_db()
    assert topic.meeting == meeting
    assert on.series.minutes_to_approve() is None


def test_a_row_cannot_name_what_is_not_the_series_own(on):
    foreign = topic_in(Kinds.ACCEPTED, board())
    closed = item_in("closed", on)

    for source in (f"topic:{foreign.pk}", f"item:{closed.pk}", "topic:x", "user:1"):
        row = agenda_row("冒名", "other", on.bureau, source=source)
        with pytest.raises(ValidationError, match="不能列入本次议程"):
            meeting_in(Status.PLANNED, on, agenda=[row])
    own = topic_in(Kinds.ACCEPTED, on)
    row = agenda_row("一", "other", on.bureau, source=f"topic:{own.pk}")
    with pytest.raises(ValidationError, match="重复"):
        meeting_in(Status.PLANNED, on, agenda=[row, dict(row)])


def test_a_changed_plan_keeps_its_rows_and_what_hangs_on_them(on):
    topic = topic_in(Kinds.SCHEDULED, on)
    meeting = topic.meeting
    form_rows = [
        agenda_row(row.title, row.kind, row.unit, id=row.pk, source=row.source)
        for row in reversed(meeting.agenda.all())
    ]
    before = {row.pk for row in meeting.agenda.all()}
    venues = list(meeting.venues.values("id", "name", "is_main", "place", "room"))
    rows = [row | {"host": None, "room": None} for row in venues]
    plan = {name: getattr(meeting, name) for name in meeting.PLAN}

    meeting.revise(actor=on.clerk, revision=meeting.revision, venues=rows, agenda=form_rows, **plan)

    assert {row.pk for row in meeting.agenda.all()} == before
    assert meeting.agenda.first().topic == topic
    assert {row.pk for row in meeting.venues.all()} == {row["id"] for row in venues}


def test_linked_matters_are_named_to_those_who_may_see_them(client, on):
    item = item_in("open", on)
    topic = propose(on, linked=[item])

    assert topic.linked_for(on.bureau_clerk) == ([item], 0)
    assert topic.linked_for(on.leaders[2]) == ([], 1)
    client.force_login(on.bureau_clerk)
    assert item.number in client.get(topic.get_absolute_url()).content.decode()


def test_a_topic_is_proposed_in_the_browser_with_papers_and_links(client, on):
    item = item_in("open", on)
    client.force_login(on.bureau_clerk)
    address = reverse("meetings:topic_create")
    data = {
        "series": on.series.pk,
        "initiator": on.bureau.pk,
        "on": str(days_ago(1)),
        "title": "按月通报",
        "kind": "deliberation",
        "reason": "请审议",
        "presenter_post": "局长",
        "minutes": "10",
        "linked": f"{item.number}、没有这个号",
        "papers-TOTAL_FORMS": "1",
        "papers-INITIAL_FORMS": "0",
    }
    page = client.post(address, data | {"papers-0-paper": upload("办法.pdf")})
    assert "没有查到编号：没有这个号" in page.content.decode()

    data["linked"] = item.number
    assert client.post(address, data | {"papers-0-paper": upload("办法.pdf")}).status_code == 302
    topic = Topic.objects.get()
    assert topic.attachments.get().name == "办法.pdf"
    assert topic.linked_for(on.bureau_clerk)[0] == [item]
