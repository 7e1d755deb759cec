"""Minutes: revisions, rounds of countersigning, the frozen hash."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from liaison.models import Role, Seat
from liaison.transitions import TransitionNotAllowed
from meetings.drafting import drafted_body
from meetings.models import Countersignature, Decision, Minutes
from tests.factories.liaison import UnitFactory, person
from tests.factories.meetings import BODY, Status, days_ago, decision, meeting_in
from tests.meetings.test_models import told

pytestmark = pytest.mark.django_db


def sign(meeting, leader, **more):
    meeting.countersign(
        actor=leader, **{"on": days_ago(17), "sha256": meeting.minutes.sha256} | more
    )


def test_the_first_draft_says_what_the_system_knows(on):
    meeting = meeting_in(Status.HELD, on)

    body = drafted_body(meeting)

    assert "秘书长沈怀远主持召开第一次府院联席（视频）会议" in body
    assert "主会场设在管委会，池北区以视频方式参加" in body
    assert "对《实施方案》作了说明" in body
    assert "院长崔正言讲话" in body
    assert f"（一）健全重大事项研判机制。建立联络员名册。由{on.bureau}牵头" in body
    assert body.count("\n一、") == 1


def test_a_first_draft_of_a_meeting_that_decided_nothing_has_no_such_heading(on):
    meeting = meeting_in(Status.HELD, on, decisions=[])

    assert "议定事项" not in drafted_body(meeting).split("\n", 1)[1]


def test_an_edit_over_a_newer_revision_is_refused(on):
    meeting = meeting_in(Status.DRAFTED, on)
    meeting.draft_minutes(actor=on.clerk, body="甲改的", revision=1)

    with pytest.raises(ValidationError, match="第2稿"):
        meeting.draft_minutes(actor=on.clerk, body="乙改的", revision=1)

    assert Minutes.objects.get().body == "甲改的"
    assert Minutes.objects.get().revision == 2


def test_two_first_drafts_do_not_overwrite_each_other(on):
    meeting = meeting_in(Status.DRAFTED, on)

    with pytest.raises(ValidationError, match="第1稿"):
        meeting.draft_minutes(actor=on.clerk, body="另一稿", revision=0)


def test_minutes_go_round_to_each_co_chairs_unit_once(on):
    meeting = meeting_in(Status.COUNTERSIGNING, on)

    rows = list(meeting.minutes.countersignatures.all())
    assert [row.unit for row in rows] == [on.government, *on.courts]
    assert [row.side for row in rows] == ["government", "court", "court"]
    assert meeting.holder == on.government
    assert told("meetings.countersign", meeting) == set(on.leaders)
    assert meeting.minutes.sha256 == meeting.minutes.fingerprint()


def test_minutes_without_anybody_present_do_not_go_round(on):
    meeting = meeting_in(Status.DRAFTED, on)
    meeting.attendance.all().delete()

    with pytest.raises(ValidationError, match="登记到会情况"):
        meeting.send_to_countersign(actor=on.clerk, on=days_ago(18))


def test_minutes_do_not_go_round_before_the_meeting(on):
    meeting = meeting_in(Status.DRAFTED, on)

    with pytest.raises(ValidationError, match="不能早于召开日期"):
        meeting.send_to_countersign(actor=on.clerk, on=days_ago(21))


def test_both_sides_must_be_among_those_who_sign(on):
    meeting = meeting_in(Status.DRAFTED, on)
    Seat.objects.filter(committee=on.committee, unit__in=on.courts).delete()

    with pytest.raises(ValidationError, match="既有政府方、也有法院方"):
        meeting.send_to_countersign(actor=on.clerk, on=days_ago(18))
    meeting.refresh_from_db()
    assert meeting.status == Status.DRAFTED


def test_a_co_chairs_unit_outside_the_membership_signs_too(on):
    unit = UnitFactory()
    Seat.objects.create(
        committee=on.committee, kind="co_chair", unit=unit, title="主任", starts_on=days_ago(99)
    )

    meeting = meeting_in(Status.COUNTERSIGNING, on)

    assert meeting.minutes.countersignatures.get(unit=unit).side == "other"


def test_each_signature_passes_the_minutes_on(on):
    meeting = meeting_in(Status.COUNTERSIGNING, on)

    sign(meeting, on.leaders[1])
    assert (meeting.status, meeting.holder) == (Status.COUNTERSIGNING, on.government)
    sign(meeting, on.leaders[0], comment="同意")
    assert meeting.holder == on.courts[1]
    sign(meeting, on.leaders[2])

    assert (meeting.status, meeting.holder) == (Status.COUNTERSIGNED, on.office)
    row = meeting.minutes.countersignatures.get(unit=on.government)
    assert (row.signer, row.signer_post, row.comment) == (on.leaders[0], "主任", "同意")
    assert (row.sha256, row.state, row.tone) == (meeting.minutes.sha256, "已会签", "green")
    assert told("meetings.countersigned", meeting) == {on.clerk}


def test_a_unit_signs_once(on):
    meeting = meeting_in(Status.COUNTERSIGNING, on)
    second = person(on.government, Role.UNIT_LEADER)
    sign(meeting, on.leaders[0])

    for leader in (on.leaders[0], second):
        with pytest.raises(TransitionNotAllowed, match="已经会签"):
            sign(meeting, leader)


@pytest.mark.parametrize("who", ["clerk", "bureau_clerk", "court_clerk"])
def test_neither_office_nor_clerks_nor_other_units_sign(on, who):
    meeting = meeting_in(Status.COUNTERSIGNING, on)

    with pytest.raises(PermissionDenied):
        sign(meeting, getattr(on, who))


def test_an_office_leader_cannot_sign_for_a_co_chair(on):
    meeting = meeting_in(Status.COUNTERSIGNING, on)

    with pytest.raises(PermissionDenied):
        sign(meeting, person(on.office, Role.OFFICE_LEADER))


def test_nobody_signs_a_text_other_than_the_one_on_the_page(on):
    meeting = meeting_in(Status.COUNTERSIGNING, on)

    with pytest.raises(ValidationError, match="重新阅读"):
        sign(meeting, on.leaders[0], sha256="0" * 64)
    Decision.objects.update(due_on=days_ago(-60))  # behind the steps' back
    with pytest.raises(ValidationError, match="重新阅读"):
        sign(meeting, on.leaders[0])


def test_a_signature_is_not_dated_before_the_minutes_went_round(on):
    meeting = meeting_in(Status.COUNTERSIGNING, on)

    with pytest.raises(ValidationError, match="不能早于送签日期"):
        sign(meeting, on.leaders[0], on=days_ago(19))


@pytest.mark.parametrize("status", [Status.COUNTERSIGNING, Status.COUNTERSIGNED])
def test_an_edit_voids_every_signature(on, status):
    meeting = meeting_in(status, on)
    if status == Status.COUNTERSIGNING:
        sign(meeting, on.leaders[0])

    meeting.draft_minutes(actor=on.clerk, body="改过的", revision=1)

    rows = meeting.minutes.countersignatures.all()
    assert meeting.status == Status.DRAFTED
    assert {row.state for row in rows} == {"已作废"}
    assert {row.tone for row in rows} == {"secondary"}
    assert meeting.minutes.sha256 == ""
    assert told("meetings.recalled", meeting) == set(on.leaders)


def test_a_return_voids_the_round_and_says_why_only_to_the_office_and_the_signers(on):
    meeting = meeting_in(Status.COUNTERSIGNING, on)
    sign(meeting, on.leaders[0])

    meeting.return_minutes(actor=on.leaders[1], on=days_ago(16), reason="第一项期限过紧")

    said = {row.unit: row for row in meeting.minutes.countersignatures.all()}
    assert (meeting.status, meeting.holder) == (Status.DRAFTED, on.office)
    assert said[on.government].state == "已作废"
    assert said[on.courts[0]].state == "退回修改"
    assert said[on.courts[0]].comment == "第一项期限过紧"
    assert told("meetings.returned", meeting) == {on.clerk}
    assert "期限过紧" not in " ".join(meeting.audit.values_list("note", flat=True))


def test_a_second_round_asks_everybody_again(on):
    meeting = meeting_in(Status.COUNTERSIGNING, on)
    meeting.return_minutes(actor=on.leaders[1], on=days_ago(17), reason="请改")
    meeting.draft_minutes(actor=on.clerk, body="改过的", revision=1)

    meeting.send_to_countersign(actor=on.clerk, on=days_ago(16))
    for leader in on.leaders:
        sign(meeting, leader, on=days_ago(15))

    assert meeting.status == Status.COUNTERSIGNED
    assert meeting.minutes.countersignatures.current().count() == 3
    assert Countersignature.objects.filter(round=1).current().count() == 0
    assert [row.round for row in meeting.minutes.said()] == [2, 2, 2, 1, 1, 1]


def test_unsigned_minutes_are_not_issued(on):
    meeting = meeting_in(Status.COUNTERSIGNING, on)

    with pytest.raises(TransitionNotAllowed):
        meeting.issue_minutes(actor=on.clerk, on=days_ago(16))


def test_minutes_that_changed_after_signing_are_not_issued(on):
    meeting = meeting_in(Status.COUNTERSIGNED, on)
    Minutes.objects.update(body="悄悄改的")

    with pytest.raises(ValidationError, match="与会签的文本不一致"):
        meeting.issue_minutes(actor=on.clerk, on=days_ago(16))
    assert not meeting.papers.filter(code="joint-meeting-minutes").exists()


def test_minutes_are_not_issued_before_they_were_signed(on):
    meeting = meeting_in(Status.COUNTERSIGNED, on)

    with pytest.raises(ValidationError, match="不能早于会签日期"):
        meeting.issue_minutes(actor=on.clerk, on=days_ago(18))


def test_issuing_numbers_the_minutes_and_hands_out_what_was_decided(on):
    rows = [decision(on), decision(on, title="第二项", lead=on.courts[1], assisting=[])]

    meeting = meeting_in(Status.ISSUED, on, decisions=rows)

    first, second = meeting.items.order_by("ordinal")
    number = f"{on.series.minutes_prefix}〔{days_ago(16).year}〕1号"
    assert meeting.minutes.number == number
    assert (first.number, second.number) == (f"{number}（一）", f"{number}（二）")
    assert (first.holder, first.due_on) == (on.bureau, days_ago(-30))
    assert told("meetings.issued", meeting) >= {on.bureau_clerk, on.court_clerk}
    assert told("meetings.item_opened", first) == {on.bureau_clerk, on.court_clerk}


def test_the_fingerprint_covers_text_attendance_and_decisions(on):
    meeting = meeting_in(Status.DRAFTED, on)
    minutes = meeting.minutes
    seen = {minutes.fingerprint()}

    minutes.body = BODY + "。"
    seen.add(minutes.fingerprint())
    meeting.attendance.update(presence="observing")
    seen.add(minutes.fingerprint())
    meeting.decisions.get().assisting.clear()
    seen.add(minutes.fingerprint())

    assert len(seen) == 4
    assert not minutes.is_frozen()
    assert str(minutes).endswith("纪要（第1稿）")
