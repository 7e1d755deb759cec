"""Issued minutes reach everybody they go to, and each signs for them once."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from liaison.access import drift
from liaison.models import Membership, Post, Role
from liaison.transitions import TransitionNotAllowed
from meetings.models import MinutesCopy
from meetings.models.distribution import names_in
from tests.factories.liaison import MembershipFactory, UnitFactory, person
from tests.factories.meetings import Status, board, days_ago, meeting_in
from tests.meetings.test_forms import form_for
from tests.meetings.test_models import told

pytestmark = pytest.mark.django_db


def issued_to(on, units, others=""):
    meeting = meeting_in(Status.COUNTERSIGNED, on)
    meeting.issue_minutes(actor=on.clerk, on=days_ago(16), units=units, others=others)
    return meeting


def receipts(meeting):
    return {str(row): row.state for row in meeting.minutes.copies.all()}


def test_each_unit_chosen_and_each_named_gets_a_copy_and_stands_in_the_colophon(on):
    meeting = issued_to(on, [on.bureau, on.courts[0]], "省高院、省检察院，省高院；\n")

    assert receipts(meeting) == dict.fromkeys(
        [str(on.bureau), str(on.courts[0]), "省高院", "省检察院"], "未签收"
    )
    line = f"{on.bureau.short_name}、{on.courts[0].short_name}，省高院、省检察院"
    assert meeting.minutes.distribution == line
    assert drift(meeting) == (set(), set())


def test_all_members_are_printed_as_one(on):
    meeting = meeting_in(Status.ISSUED, on)

    assert meeting.minutes.distribution == "委员会各成员单位"
    assert meeting.minutes.copies.count() == 4


def test_minutes_go_to_somebody_and_to_no_stranger(on):
    meeting, stranger = meeting_in(Status.COUNTERSIGNED, on), UnitFactory()

    with pytest.raises(ValidationError, match="请选择分送单位"):
        meeting.issue_minutes(actor=on.clerk, on=days_ago(16), units=[])
    with pytest.raises(ValidationError, match="只能分送给成员单位"):
        meeting.issue_minutes(actor=on.clerk, on=days_ago(16), units=[stranger])
    assert not MinutesCopy.objects.exists()
    meeting.refresh_from_db()
    assert meeting.status == Status.COUNTERSIGNED


def test_one_click_on_the_meetings_page_signs_for_the_unit(client, on):
    meeting = meeting_in(Status.ISSUED, on)
    client.force_login(on.bureau_clerk)
    page = client.get(meeting.get_absolute_url())
    address = page.context["receive_url"]
    assert f'action="{address}"' in page.content.decode()

    assert client.post(address).status_code == 302

    row = meeting.minutes.copies.get(unit=on.bureau)
    assert (row.receiver, row.state) == (on.bureau_clerk, "已签收")
    entry = meeting.audit.get(action="receive_minutes")
    assert (entry.actor, entry.unit, entry.note) == (on.bureau_clerk, on.bureau, str(on.bureau))
    again = client.get(meeting.get_absolute_url())
    assert again.context["receive_url"] == ""
    assert [str(row) for row in again.context["copies"]] == [str(on.bureau)]
    assert drift(meeting) == (set(), set())


def test_a_unit_signs_once_and_only_for_itself(on):
    meeting = meeting_in(Status.ISSUED, on)
    meeting.receive_minutes(actor=on.bureau_clerk)

    for user in (on.bureau_clerk, person(on.bureau, Role.UNIT_LEADER), board().bureau_clerk):
        with pytest.raises(PermissionDenied):
            meeting.receive_minutes(actor=user)
    assert meeting.minutes.copies.outstanding().count() == 3


def test_whoever_the_minutes_did_not_go_to_does_not_sign(on):
    meeting = issued_to(on, [on.courts[0]])

    with pytest.raises(PermissionDenied):
        meeting.receive_minutes(actor=on.bureau_clerk)


def test_the_office_does_not_sign_for_a_unit(on):
    meeting = meeting_in(Status.ISSUED, on)

    with pytest.raises(PermissionDenied):
        meeting.receive_minutes(actor=on.clerk)


def test_a_unit_that_left_the_committee_loses_the_part_with_the_next_step(on):
    meeting = meeting_in(Status.ISSUED, on)
    Membership.objects.filter(unit=on.bureau).update(ends_on=days_ago(1))

    meeting.receive_minutes(actor=on.court_clerk)

    assert on.bureau.group_id not in meeting.grants()


def test_the_office_sees_all_receipts_and_a_unit_its_own(client, on):
    meeting = issued_to(on, [on.bureau, on.courts[0]], "省高院")
    for user, count in ((on.clerk, 3), (on.bureau_clerk, 1), (on.leaders[0], 0)):
        client.force_login(user)
        page = client.get(meeting.get_absolute_url())
        assert len(page.context["copies"]) == count
        assert ("省高院" in page.content.decode()) == (count == 3)


def test_who_has_not_signed_is_urged_once_a_day_and_nobody_else(on):
    meeting = meeting_in(Status.ISSUED, on)
    meeting.receive_minutes(actor=on.court_clerk)

    meeting.urge_delivery(actor=on.clerk)

    assert told("meetings.delivery_urged", meeting) == {
        *(on.bureau_clerk, on.leaders[0], on.leaders[2])  # where there is no clerk, the leader
    }
    assert set(meeting.minutes.copies.exclude(urged_on=None)) == set(
        meeting.minutes.copies.outstanding()
    )
    with pytest.raises(ValidationError, match="今天都已经催过"):
        meeting.urge_delivery(actor=on.clerk)
    for user in (on.bureau_clerk, on.leaders[0]):
        with pytest.raises(PermissionDenied):
            meeting.urge_delivery(actor=user)


def test_nobody_is_urged_when_all_have_signed(on):
    meeting = issued_to(on, [on.bureau])
    meeting.receive_minutes(actor=on.bureau_clerk)

    with pytest.raises(TransitionNotAllowed):
        meeting.urge_delivery(actor=on.clerk)


def test_the_office_enters_what_was_signed_for_on_paper(on):
    quiet = UnitFactory()
    MembershipFactory(committee=on.committee, unit=quiet)
    meeting = issued_to(on, [on.bureau, quiet], "省高院")
    form = form_for("record_delivery", meeting, on.clerk)
    assert [str(row) for row in form.fields["copy"].queryset] == [str(quiet), "省高院"]

    for row in form.fields["copy"].queryset:
        meeting.record_delivery(actor=on.clerk, on=days_ago(15), copy=row, name="收发室某某")

    assert receipts(meeting) == {
        str(on.bureau): "未签收",
        str(quiet): "已纸面签收",
        "省高院": "已纸面签收",
    }
    with pytest.raises(TransitionNotAllowed):
        meeting.record_delivery(actor=on.clerk, on=days_ago(15), copy=row, name="再来")


def test_the_office_does_not_enter_a_receipt_for_whoever_can_sign(on):
    meeting = issued_to(on, [on.bureau], "省高院")
    copy = meeting.minutes.copies.get(unit=on.bureau)

    with pytest.raises(ValidationError, match="有人能在系统内签收"):
        meeting.record_delivery(actor=on.clerk, on=days_ago(15), copy=copy, name="某某")
    assert not form_for(
        "record_delivery", meeting, on.clerk, {"copy": copy.pk, "on": days_ago(15), "name": "某"}
    ).is_valid()


def test_a_receipt_on_paper_is_not_dated_before_the_issue(on):
    meeting = issued_to(on, [], "省高院")

    with pytest.raises(ValidationError, match="不能早于印发日期"):
        meeting.record_delivery(
            actor=on.clerk, on=days_ago(17), copy=meeting.minutes.copies.get(), name="某某"
        )


def test_minutes_of_a_closed_meeting_can_still_be_signed_for(on):
    meeting = meeting_in(Status.CLOSED, on)

    meeting.receive_minutes(actor=on.bureau_clerk)

    assert meeting.status == Status.CLOSED
    assert meeting.closed_on


def test_a_post_that_ended_signs_for_nobody(on):
    meeting = meeting_in(Status.ISSUED, on)
    Post.objects.filter(user=on.bureau_clerk).update(ends_on=days_ago(1))

    with pytest.raises(PermissionDenied):
        meeting.receive_minutes(actor=type(on.bureau_clerk).objects.get(pk=on.bureau_clerk.pk))


def test_the_database_knows_a_copy_only_as_a_units_or_anothers(on):
    meeting = meeting_in(Status.ISSUED, on)
    for wrong in ({"unit": None, "other": ""}, {"unit": UnitFactory(), "other": "某"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            meeting.minutes.copies.create(order=9, **wrong)


@pytest.mark.parametrize(
    ("typed", "names"),
    [("", []), (" 、，", []), ("甲、乙，丙；丁\n戊", list("甲乙丙丁戊")), ("甲、甲", ["甲"])],
)
def test_a_list_of_names_is_read_as_people_write_it(typed, names):
    assert names_in(typed) == names


def test_the_form_offers_all_members_checked_and_refuses_an_endless_name(on):
    meeting = meeting_in(Status.COUNTERSIGNED, on)
    data = {"on": str(days_ago(16)), "units": [on.bureau.pk], "others": "省高院 、省检察院"}

    form = form_for("issue_minutes", meeting, on.clerk, data)
    endless = form_for("issue_minutes", meeting, on.clerk, data | {"others": "长" * 61})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["others"] == "省高院、省检察院"
    assert "单位名称太长" in endless.errors["others"][0]
