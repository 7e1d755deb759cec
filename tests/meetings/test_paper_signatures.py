"""Countersigning on paper (纸质会签): for units in which nobody can sign in the system."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from liaison import access, demo
from liaison.models import Role, Seat
from liaison.transitions import TransitionNotAllowed
from meetings.models import Countersignature, JointMeeting, Minutes
from tests.database.walks import begun
from tests.factories.liaison import UnitFactory, person
from tests.factories.meetings import (
    BODY,
    MeetingSeriesFactory,
    Status,
    attendance,
    board,
    days_ago,
    meeting_in,
    plan_data,
    proof,
)
from tests.meetings.test_access import offered
from tests.meetings.test_forms import form_for
from tests.meetings.test_minutes import sign
from tests.meetings.test_models import told

pytestmark = pytest.mark.django_db

STEP = "record_countersignature"


@pytest.fixture
@begun
def on(on):
    """The government's co-chair has left the post: nobody there can sign any more."""
    on.leaders[0].posts.update(ends_on=days_ago(40))
    person(on.government, Role.UNIT_CLERK, rank="handler")
    return on


def enter(meeting, actor, **more):
    meeting.record_countersignature(
        actor=actor,
        **{
            "on": days_ago(17),
            "unit": meeting.presiding_unit,
            "post": "主任",
            "name": "沈怀远",
            "scan": proof(),
            "sha256": meeting.minutes.sha256,
        }
        | more,
    )


def test_the_office_enters_what_was_signed_on_paper(on):
    meeting = meeting_in(Status.COUNTERSIGNING, on)

    enter(meeting, on.clerk, comment="同意")

    row = meeting.minutes.countersignatures.get(unit=on.government)
    assert (row.signer, row.signer_post, row.signer_name) == (None, "主任", "沈怀远")
    assert (row.recorder, row.signed_on, row.comment) == (on.clerk, days_ago(17), "同意")
    assert (row.sha256, row.state, row.tone) == (meeting.minutes.sha256, "已纸质会签", "green")
    assert row.scan == meeting.attachments.get(kind="纸质会签扫描件")
    entry = meeting.audit.get(action=STEP)
    assert (entry.actor, entry.note) == (on.clerk, f"第1轮会签，{on.government}主任沈怀远纸质会签")


def test_the_turn_is_a_units_that_can_sign_and_then_the_offices(on):
    meeting = meeting_in(Status.COUNTERSIGNING, on)
    assert meeting.holder == on.courts[0]

    for leader in on.leaders[1:]:
        sign(meeting, leader)
    assert (meeting.status, meeting.holder) == (Status.COUNTERSIGNING, on.office)
    assert told("meetings.countersigned", meeting) == set()
    enter(meeting, on.clerk)

    assert (meeting.status, meeting.holder) == (Status.COUNTERSIGNED, on.office)
    assert told("meetings.countersigned", meeting) == {on.clerk}
    meeting.issue_minutes(actor=on.clerk, on=days_ago(16))
    assert meeting.status == Status.ISSUED


def test_for_a_unit_that_can_sign_the_office_enters_nothing(on):
    meeting = meeting_in(Status.COUNTERSIGNING, on)

    for unit in (on.courts[0], on.bureau, UnitFactory()):
        with pytest.raises(ValidationError, match="办公室不能代为登记"):
            enter(meeting, on.clerk, unit=unit)
    assert not meeting.attachments.exists()


def test_where_all_can_sign_the_step_is_not_there():
    full = board()
    meeting = meeting_in(Status.COUNTERSIGNING, full)

    assert STEP not in offered(meeting, full.clerk)
    with pytest.raises(TransitionNotAllowed):
        enter(meeting, full.clerk)


def test_once_somebody_there_can_sign_it_is_theirs_to_do(on):
    meeting = meeting_in(Status.COUNTERSIGNING, on)
    assert STEP in offered(meeting, on.clerk)

    successor = person(on.government, Role.UNIT_LEADER)

    assert STEP not in offered(meeting, on.clerk)
    with pytest.raises(TransitionNotAllowed):
        enter(meeting, on.clerk)
    sign(meeting, successor)
    assert meeting.minutes.countersignatures.get(unit=on.government).signer == successor


def test_a_closed_account_signs_nothing():
    full = board()
    full.leaders[0].is_active = False
    full.leaders[0].save()
    meeting = meeting_in(Status.COUNTERSIGNING, full)

    assert [row.unit for row in meeting.asked_on_paper()] == [full.government]


def test_a_unit_signs_once_on_paper_too(on):
    meeting = meeting_in(Status.COUNTERSIGNING, on)
    enter(meeting, on.clerk)

    with pytest.raises(TransitionNotAllowed):
        enter(meeting, on.clerk)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"sha256": "0" * 64}, "重新阅读"),
        ({"on": days_ago(19)}, "不能早于送签日期"),
        ({"on": days_ago(-1)}, "不能晚于今天"),
        ({"scan": None}, "扫描件"),
    ],
)
def test_what_does_not_fit_is_refused_and_leaves_nothing(on, more, words):
    meeting = meeting_in(Status.COUNTERSIGNING, on)

    with pytest.raises(ValidationError, match=words):
        enter(meeting, on.clerk, **more)
    assert not meeting.attachments.exists()
    assert meeting.asked_on_paper().exists()


def test_a_text_changed_behind_the_steps_is_not_signed(on):
    meeting = meeting_in(Status.COUNTERSIGNING, on)
    Minutes.objects.update(body="悄悄改的")

    with pytest.raises(ValidationError, match="重新阅读"):
        enter(meeting, on.clerk)


def test_an_edit_voids_what_was_signed_on_paper_and_its_scan_is_kept(on):
    meeting = meeting_in(Status.COUNTERSIGNING, on)
    enter(meeting, on.clerk)

    meeting.draft_minutes(actor=on.clerk, body="改过的", revision=1)

    row = meeting.minutes.countersignatures.get(unit=on.government)
    assert row.state == "已作废"
    meeting.send_to_countersign(actor=on.clerk, on=days_ago(16))
    enter(meeting, on.clerk, on=days_ago(15))
    assert meeting.attachments.filter(kind="纸质会签扫描件").count() == 2


def test_nobody_but_the_office_enters_it(client, on):
    meeting = meeting_in(Status.COUNTERSIGNING, on)
    url = meeting.step_url(STEP)

    for user in (on.leaders[1], on.bureau_clerk, on.court_clerk):
        with pytest.raises(PermissionDenied):
            enter(meeting, user)
        client.force_login(user)
        assert client.get(url).status_code == 403
        assert client.post(url).status_code == 403
    client.force_login(board().clerk)
    assert client.get(url).status_code == 404
    assert client.post(url).status_code == 404


def test_a_signature_is_either_given_in_the_system_or_on_paper(on):
    meeting = meeting_in(Status.COUNTERSIGNING, on)
    enter(meeting, on.clerk)
    rows = Countersignature.objects.filter(unit=on.government)

    for wrong in ({"signer": on.clerk}, {"scan": None}, {"recorder": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)


def test_the_form_offers_the_units_on_paper_and_the_seats_post(on):
    meeting = meeting_in(Status.COUNTERSIGNING, on)

    form = form_for(STEP, meeting, on.clerk)

    assert list(form.fields["unit"].queryset) == [on.government]
    assert (form.initial["unit"], form.initial["post"]) == (on.government.pk, "主任")
    assert form.initial["sha256"] == meeting.minutes.sha256
    assert list(form.fields)[:2] == ["unit", "on"]


def test_with_two_units_on_paper_the_office_chooses(on):
    on.leaders[1].posts.update(ends_on=days_ago(40))
    on.court_clerk.posts.update(ends_on=days_ago(40))
    meeting = meeting_in(Status.COUNTERSIGNING, on)

    form = form_for(STEP, meeting, on.clerk)

    assert list(form.fields["unit"].queryset) == [on.government, on.courts[0]]
    assert "unit" not in form.initial


def test_with_two_seats_of_one_unit_the_post_is_left_open(on):
    Seat.objects.create(
        committee=on.committee,
        kind=Seat.Kind.CO_CHAIR,
        unit=on.government,
        title="书记",
        starts_on=days_ago(99),
    )
    meeting = meeting_in(Status.COUNTERSIGNING, on)

    assert form_for(STEP, meeting, on.clerk).initial["post"] == ""


@pytest.mark.parametrize(
    ("data", "upload", "field"),
    [
        ({"unit": "courts"}, b"%PDF-1.7", "unit"),
        ({"on": str(days_ago(19))}, b"%PDF-1.7", "on"),
        ({"name": ""}, b"%PDF-1.7", "name"),
        ({"name": "字" * 41}, b"%PDF-1.7", "name"),
        ({"post": " "}, b"%PDF-1.7", "post"),
        ({"comment": "机密★10年"}, b"%PDF-1.7", "comment"),
        ({}, b"not a scan", "scan"),
        ({}, None, "scan"),
    ],
)
def test_a_wrong_entry_says_so_on_its_field(on, data, upload, field):
    meeting = meeting_in(Status.COUNTERSIGNING, on)
    good = {"unit": on.government.pk, "on": str(days_ago(17)), "post": "主任", "name": "沈怀远"}
    good |= {"sha256": meeting.minutes.sha256}
    if "unit" in data:
        data = {"unit": on.courts[0].pk}
    files = {"scan": SimpleUploadedFile("签字页.pdf", upload)} if upload else {}

    form = form_for(STEP, meeting, on.clerk, good | data, files)

    assert not form.is_valid()
    assert list(form.errors) == [field]


def test_the_step_in_the_browser_and_what_the_page_then_says(client, on):
    meeting = meeting_in(Status.COUNTERSIGNING, on)
    client.force_login(on.clerk)
    assert meeting.step_url(STEP) in client.get(meeting.get_absolute_url()).content.decode()
    page = client.get(meeting.step_url(STEP))
    assert "会议认为很有必要" in page.content.decode()
    data = {name: page.context["form"][name].value() for name in ("unit", "post", "sha256")}
    data |= {"on": str(days_ago(17)), "name": "沈怀<b>远"}
    scan = SimpleUploadedFile("签字页.pdf", b"%PDF-1.7 scan")

    answer = client.post(meeting.step_url(STEP), data | {"scan": scan})

    assert answer.status_code == 302, answer.context["form"].errors
    page = client.get(meeting.get_absolute_url()).content.decode()
    row = meeting.minutes.countersignatures.get(unit=on.government)
    assert "已纸质会签" in page
    assert "主任 沈怀&lt;b&gt;远" in page
    assert f"{on.clerk}登记" in page
    assert reverse("liaison:attachment", args=[row.scan_id]) in page
    assert meeting.step_url(STEP) not in page


def test_the_scan_is_read_by_those_who_may_read_the_minutes(client, on):
    meeting = meeting_in(Status.COUNTERSIGNING, on)
    enter(meeting, on.clerk)
    scan = reverse("liaison:attachment", args=[meeting.attachments.get().pk])

    def answers():
        for user in (on.clerk, on.leaders[1], on.bureau_clerk, board().clerk):
            client.force_login(user)
            answer = client.get(scan)
            b"".join(answer)  # a file that is not read stays open
            yield answer.status_code

    assert list(answers()) == [200, 200, 404, 404]
    for leader in on.leaders[1:]:
        sign(meeting, leader)
    meeting.issue_minutes(actor=on.clerk, on=days_ago(16))
    assert list(answers()) == [200, 200, 200, 404]


def test_the_page_costs_no_more_than_others(client, on, django_assert_max_num_queries):
    meeting = meeting_in(Status.COUNTERSIGNING, on)
    enter(meeting, on.clerk)
    client.force_login(on.clerk)
    client.get(meeting.get_absolute_url())

    with django_assert_max_num_queries(12):
        client.get(meeting.get_absolute_url())


@pytest.mark.parametrize("status", [Status.PLANNED, Status.NOTIFIED, Status.HELD])
def test_a_signing_step_sent_before_there_are_minutes_is_answered_in_words(client, on, status):
    meeting = meeting_in(status, on)
    client.force_login(on.clerk)

    for step in (STEP, "issue_minutes", "close"):
        page = client.post(meeting.step_url(step), {"on": str(days_ago(1))})
        assert page.status_code == 200
        assert "状态不能" in page.content.decode()


def test_who_can_sign_is_a_matter_of_post_role_and_account(on):
    perm = "meetings.countersign_jointmeeting"
    able = set(access.units_able(perm).values_list("unit", flat=True))

    assert able == {court.pk for court in on.courts}
    assert not access.units_able("meetings.nothing_jointmeeting").exists()
    on.leaders[1].is_superuser = True
    on.leaders[1].save()
    assert on.courts[0].pk not in set(access.units_able(perm).values_list("unit", flat=True))


def test_daqings_minutes_are_signed_on_both_sides_and_issued():
    """The legal office's director has no account: the court signs here, the director on paper."""
    cast = demo.stage()
    units, people = cast.units, cast.people
    committee = cast.committees["daqing"]
    clerk, legal = people["dq_office"], units["dq_legal"]
    assert committee.seats.get(unit=legal).user is None
    meeting = JointMeeting.plan(
        actor=clerk,
        initiator=units["dq_office"],
        **plan_data(
            DaqingBoard(committee, legal, units["dq_court"]),
            venues=[{"name": "大庆中院", "is_main": True, "host": units["dq_court"], "place": ""}],
            agenda=[
                {
                    "title": "通报行政审判情况",
                    "kind": "introduction",
                    "unit": legal,
                    "other_unit": "",
                    "post": "主任",
                    "name": "",
                    "document_title": "",
                }
            ],
        ),
    )
    meeting.notify(actor=clerk, on=days_ago(25))
    meeting.record_attendance(actor=clerk, revision=0, attendance=[attendance(meeting)])
    meeting.hold(actor=clerk, on=days_ago(20), revision=1, decisions=[])
    meeting.draft_minutes(actor=clerk, body=BODY, revision=0)
    meeting.send_to_countersign(actor=clerk, on=days_ago(18))
    assert meeting.holder == units["dq_court"]
    assert offered(meeting, people["dq_legal"]) == set()

    sign(meeting, people["dq_court_president"])
    assert meeting.holder == units["dq_office"]
    enter(meeting, clerk, unit=legal, name="路长庚")
    meeting.issue_minutes(actor=clerk, on=days_ago(16))
    meeting.close(actor=clerk, on=days_ago(15))

    assert meeting.status == Status.CLOSED
    assert meeting.papers.filter(code="joint-meeting-minutes").exists()
    said = {row.unit: row.state for row in meeting.minutes.said()}
    assert said == {legal: "已纸质会签", units["dq_court"]: "已会签"}


class DaqingBoard:
    """What ``plan_data`` needs of a committee."""

    def __init__(self, committee, government, court):
        self.committee, self.government, self.bureau = committee, government, government
        self.series, self.courts = MeetingSeriesFactory(committee=committee), [court]
