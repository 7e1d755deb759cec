"""Who sees and does what with meetings and items: both locks, every status, every reader."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from liaison import agenda, registry
from liaison.access import drift
from liaison.models import Membership, Role
from liaison.transitions import TransitionNotAllowed, transitions_of
from meetings.models import JointMeeting, ResolvedItem
from tests.factories.liaison import MembershipFactory, UnitFactory, person
from tests.factories.meetings import Status, board, days_ago, item_in, meeting_in, report_done

pytestmark = pytest.mark.django_db

OFFERED = {
    Status.PLANNED: {"revise", "notify", "cancel"},
    Status.NOTIFIED: {
        *("change_notice", "record_answer", "urge_answers"),
        *("record_attendance", "hold", "cancel"),
    },
    Status.HELD: {"record_attendance", "revise_decisions", "draft_minutes"},
    Status.DRAFTED: {
        "record_attendance",
        "revise_decisions",
        "draft_minutes",
        "send_to_countersign",
    },
    Status.COUNTERSIGNING: {"draft_minutes"},
    Status.COUNTERSIGNED: {"draft_minutes", "issue_minutes"},
    Status.ISSUED: {"urge_delivery"},
    Status.CLOSED: {"urge_delivery"},
    Status.CANCELLED: set(),
}
ITEM_OFFERED = {
    "open": ({"report"}, set()),
    "reported": (set(), {"verify_and_close", "return_report"}),
    "closed": (set(), set()),
}


def offered(matter, user):
    return {step.name for step in matter.available_transitions(user)}


@pytest.mark.parametrize("status", list(OFFERED))
def test_each_status_offers_its_steps_and_refuses_the_others(on, status):
    meeting = meeting_in(status, on)

    assert offered(meeting, on.clerk) == OFFERED[status]
    for step in transitions_of(JointMeeting):
        if status not in step.source:
            with pytest.raises(TransitionNotAllowed):
                getattr(meeting, step.name)(actor=on.clerk)
    signing = {"countersign", "return_minutes"} if status == Status.COUNTERSIGNING else set()
    receiving = {"receive_minutes"} if status in {Status.ISSUED, Status.CLOSED} else set()
    assert offered(meeting, on.leaders[0]) == signing | receiving
    assert offered(meeting, on.bureau_clerk) == receiving
    assert drift(meeting) == (set(), set())


@pytest.mark.parametrize("status", list(ITEM_OFFERED))
def test_each_status_of_an_item_offers_its_steps_and_refuses_the_others(on, status):
    item = item_in(status, on)

    lead, office = ITEM_OFFERED[status]
    assert offered(item, on.bureau_clerk) == lead
    assert offered(item, on.clerk) == office
    assert offered(item, on.court_clerk) == set()
    for step in transitions_of(ResolvedItem):
        if status not in step.source:
            with pytest.raises(TransitionNotAllowed):
                getattr(item, step.name)(actor=on.clerk)
    assert drift(item) == (set(), set())


def test_a_draft_is_the_offices_own(on):
    meeting = meeting_in(Status.PLANNED, on)

    seen = JointMeeting.objects.visible_to
    assert seen(on.clerk).get() == meeting
    for user in [on.bureau_clerk, on.court_clerk, *on.leaders]:
        assert not seen(user).exists()
    with pytest.raises(PermissionDenied):
        meeting.notify(actor=on.bureau_clerk, on=days_ago(25))


def test_once_called_every_current_member_sees_it_and_nobody_else(on):
    left = UnitFactory()
    MembershipFactory(committee=on.committee, unit=left, ends_on=days_ago(30))
    gone, stranger = person(left, Role.UNIT_CLERK), board()

    meeting_in(Status.NOTIFIED, on)

    seen = JointMeeting.objects.visible_to
    for user in [on.clerk, on.bureau_clerk, on.court_clerk, *on.leaders]:
        assert seen(user).count() == 1
    for user in [gone, stranger.clerk, stranger.bureau_clerk, stranger.leaders[0]]:
        assert not seen(user).exists()


def test_a_unit_that_leaves_the_committee_loses_sight_with_the_next_step(on):
    meeting = meeting_in(Status.NOTIFIED, on)
    Membership.objects.filter(unit=on.bureau).update(ends_on=days_ago(1))

    meeting.cancel(actor=on.clerk, reason="时间冲突")

    assert not JointMeeting.objects.visible_to(on.bureau_clerk).exists()


def test_an_item_is_seen_by_office_lead_and_assisting_units_only(on):
    item_in("open", on)

    seen = ResolvedItem.objects.visible_to
    for user in [on.clerk, on.bureau_clerk, on.court_clerk, on.leaders[1]]:
        assert seen(user).count() == 1
    for user in [on.leaders[0], on.leaders[2], board().clerk]:
        assert not seen(user).exists()


@pytest.mark.parametrize(
    ("status", "office", "signer", "member"),
    [
        (Status.DRAFTED, True, False, False),
        (Status.COUNTERSIGNING, True, True, False),
        (Status.COUNTERSIGNED, True, True, False),
        (Status.ISSUED, True, True, True),
        (Status.CLOSED, True, True, True),
    ],
)
def test_the_minutes_are_read_by_turns(client, on, status, office, signer, member):
    meeting = meeting_in(status, on)
    paper = registry.papers["joint-meeting-minutes"]

    for user, may in [(on.clerk, office), (on.leaders[0], signer), (on.bureau_clerk, member)]:
        client.force_login(user)
        page = client.get(meeting.get_absolute_url()).content.decode()
        assert ("会议认为很有必要" in page) == may
        assert meeting.may_preview(user, paper) == may
    assert meeting.may_preview(on.bureau_clerk, registry.papers["joint-meeting-notice"])


def test_a_draft_of_the_minutes_cannot_be_previewed_by_a_member(client, on):
    meeting = meeting_in(Status.COUNTERSIGNING, on)
    url = reverse(
        "liaison:paper_preview",
        args=["meetings.jointmeeting", meeting.pk, "joint-meeting-minutes"],
    )

    client.force_login(on.leaders[0])
    assert client.get(url).status_code == 200
    client.force_login(on.bureau_clerk)
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("status", [Status.PLANNED, Status.COUNTERSIGNING, Status.ISSUED])
def test_another_committee_finds_nothing_anywhere(client, on, status):
    meeting = meeting_in(status, on)
    other = board()
    client.force_login(other.clerk)

    for url in [
        meeting.get_absolute_url(),
        *(meeting.step_url(step.name) for step in transitions_of(JointMeeting)),
        *(item.get_absolute_url() for item in meeting.items.all()),
        *(reverse("liaison:paper", args=[paper.pk]) for paper in meeting.papers.all()),
    ]:
        assert client.get(url).status_code == 404
    for name in ["jointmeeting_list", "resolveditem_list"]:
        assert meeting.title not in client.get(reverse(f"meetings:{name}")).content.decode()
    found = client.get(reverse("liaison:search"), {"q": "联席会议"}).content.decode()
    assert meeting.get_absolute_url() not in found


def test_a_member_that_may_only_look_is_refused_every_step(client, on):
    meeting = meeting_in(Status.COUNTERSIGNING, on)
    client.force_login(on.bureau_clerk)

    for step in transitions_of(JointMeeting):
        if step.name == "answer_notice":  # a member's own, but not any more
            client.post(meeting.step_url(step.name))
            assert not meeting.audit.filter(action=step.name).exists()
            continue
        assert client.get(meeting.step_url(step.name)).status_code == 403
        assert client.post(meeting.step_url(step.name)).status_code == 403
    assert client.get(reverse("meetings:jointmeeting_create")).status_code == 403


def test_an_assisting_unit_may_look_but_not_report(client, on):
    item = item_in("open", on)
    client.force_login(on.court_clerk)

    assert client.get(item.get_absolute_url()).status_code == 200
    assert client.get(item.step_url("report")).status_code == 403


def test_the_meetings_page_links_only_items_that_the_reader_may_see(client, on):
    meeting = meeting_in(Status.ISSUED, on)
    item = meeting.items.get()

    for user, may in [(on.bureau_clerk, True), (on.leaders[2], False)]:
        client.force_login(user)
        page = client.get(meeting.get_absolute_url()).content.decode()
        assert item.title in page
        assert (item.get_absolute_url() in page) == may


def test_coming_meetings_stand_on_the_desk_of_those_who_see_them(on):
    soon = timezone.now() + timezone.timedelta(days=3)
    meeting = meeting_in(Status.NOTIFIED, on, starts_at=soon)
    meeting_in(Status.PLANNED, on, starts_at=soon)
    meeting_in(Status.CANCELLED, on, starts_at=soon)

    events = agenda.coming(on.bureau_clerk, timezone.now())
    assert [(event.title, event.place) for event in events] == [(meeting.title, "管委会")]
    assert events[0].url == meeting.get_absolute_url()
    assert len(agenda.coming(on.clerk, timezone.now())) == 2
    assert agenda.coming(board().clerk, timezone.now()) == []


def test_the_admin_shows_what_one_may_see_and_each_office_its_own_series(client, on):
    meeting = meeting_in(Status.ISSUED, on)
    other = board()
    for user in [on.clerk, other.clerk]:
        user.is_staff = True
        user.save()

    for user, count in [(on.clerk, 1), (other.clerk, 0)]:
        client.force_login(user)
        for name in ["jointmeeting", "resolveditem"]:
            page = client.get(reverse(f"admin:meetings_{name}_changelist"))
            assert page.context["cl"].result_count == count
        series = client.get(reverse("admin:meetings_meetingseries_changelist"))
        assert series.context["cl"].result_count == 1
    client.force_login(on.clerk)
    page = client.get(reverse("admin:meetings_jointmeeting_change", args=[meeting.pk]))
    assert page.status_code == 200
    assert "会议认为很有必要" not in page.content.decode()
    form = client.get(reverse("admin:meetings_meetingseries_add"))
    assert str(other.committee) not in form.content.decode()
    change = reverse("admin:meetings_meetingseries_delete", args=[on.series.pk])
    assert client.get(change).status_code == 403


def test_a_report_is_told_to_the_office_of_its_own_committee_only(on):
    other = board()
    item = item_in("open", on)

    report_done(item)

    assert not other.clerk.messages.exists()
