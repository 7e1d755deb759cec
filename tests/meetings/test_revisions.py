"""Every text of the minutes is kept; what changed between rounds is shown to those who sign."""

from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from liaison.models import Role
from meetings import migrations
from meetings.models import MinutesRevision
from tests.factories.liaison import UnitFactory, person
from tests.factories.meetings import BODY, Status, attendance, days_ago, decision, meeting_in

pytestmark = pytest.mark.django_db
CHANGED = BODY.replace("很有必要", "十分必要")


def versions(meeting, query=""):
    return reverse("meetings:jointmeeting_versions", args=[meeting.pk]) + query


def in_round_two(on, body=CHANGED):
    """Minutes sent back by a court, saved twice more, and sent out again."""
    meeting = meeting_in(Status.COUNTERSIGNING, on)
    meeting.return_minutes(actor=on.leaders[1], on=days_ago(17), reason="必要性要写足")
    meeting.draft_minutes(actor=on.clerk, body="<b>半成品</b>", revision=1)
    meeting.draft_minutes(actor=on.clerk, body=body, revision=2)
    meeting.send_to_countersign(actor=on.clerk, on=days_ago(17))
    return meeting


def test_every_saved_text_is_kept_with_its_editor_and_the_round_it_went_out_in(on):
    meeting = in_round_two(on)

    kept = [
        (row.revision, row.body, row.editor, [each.round for each in row.rounds.all()])
        for row in meeting.minutes.revisions.all()
    ]
    assert kept == [
        (3, CHANGED, on.clerk, [2]),
        (2, "<b>半成品</b>", on.clerk, []),
        (1, BODY, on.clerk, [1]),
    ]


@pytest.mark.parametrize("table", ["minutesrevision", "signinground"])
@pytest.mark.parametrize("order", ["UPDATE meetings_{} SET id = id", "DELETE FROM meetings_{}"])
def test_the_database_refuses_to_change_or_delete_a_kept_text(on, table, order):
    meeting_in(Status.COUNTERSIGNING, on)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        connection.cursor().execute(order.format(table))


def test_a_kept_text_is_not_changed_through_its_queryset(on):
    meeting_in(Status.DRAFTED, on)

    with pytest.raises(ValidationError):
        MinutesRevision.objects.update(body="改")
    with pytest.raises(ValidationError):
        MinutesRevision.objects.all().delete()


def test_a_refused_edit_leaves_no_text_behind(on):
    meeting = meeting_in(Status.DRAFTED, on)

    with pytest.raises(ValidationError):
        meeting.draft_minutes(actor=on.clerk, body="另一稿", revision=0)
    assert meeting.minutes.revisions.count() == 1


@pytest.mark.parametrize(
    ("who", "seen"), [("clerk", [3, 2, 1]), ("leader", [3, 1]), ("bureau_clerk", [])]
)
def test_the_office_reads_all_texts_and_who_signs_those_that_went_round(client, on, who, seen):
    meeting = in_round_two(on)
    client.force_login(on.leaders[0] if who == "leader" else getattr(on, who))

    answer = client.get(versions(meeting))

    assert answer.status_code == (200 if seen else 404)
    if seen:
        assert [row.revision for row in answer.context["revisions"]] == seen


def test_once_issued_others_read_the_text_that_was_and_no_other(client, on):
    meeting = meeting_in(Status.COUNTERSIGNED, on)
    meeting.draft_minutes(actor=on.clerk, body=CHANGED, revision=1)
    meeting.send_to_countersign(actor=on.clerk, on=days_ago(17))
    for leader in on.leaders:
        meeting.countersign(actor=leader, on=days_ago(17), sha256=meeting.minutes.sha256)
    meeting.issue_minutes(actor=on.clerk, on=days_ago(16))
    client.force_login(on.bureau_clerk)

    answer = client.get(versions(meeting))

    assert [row.revision for row in answer.context["revisions"]] == [2]
    assert client.get(versions(meeting, "?after=1&before=")).status_code == 404
    assert "很有必要" not in answer.content.decode()


def test_a_stranger_does_not_learn_that_there_are_minutes(client, on):
    meeting = in_round_two(on)
    client.force_login(person(UnitFactory(), Role.UNIT_CLERK))

    assert client.get(versions(meeting)).status_code == 404


def test_two_texts_are_laid_side_by_side_as_asked(client, on):
    meeting = in_round_two(on)
    client.force_login(on.clerk)

    page = client.get(versions(meeting, "?after=3&before=1")).content.decode()

    assert "第1稿 → 第3稿" in "".join(page.split("\n")).replace("  ", "")
    assert "［删去：</span>很有<" in page
    assert "［增加：</span>十分<" in page
    assert "必要性要写足" in page
    assert "&lt;b&gt;半成品" in client.get(versions(meeting, "?after=2&before=")).content.decode()


@pytest.mark.parametrize("query", ["?after=9", "?after=x", "?before=7", "?after=", "?before=-1"])
def test_a_text_that_is_not_there_is_not_found(client, on, query):
    meeting = in_round_two(on)
    client.force_login(on.clerk)

    assert client.get(versions(meeting, query)).status_code == 404


def test_in_the_second_round_the_signers_see_what_changed_since_the_first(client, on):
    meeting = in_round_two(on)
    client.force_login(on.leaders[0])

    answer = client.get(meeting.step_url("countersign"))
    page = answer.content.decode()

    assert list(answer.context["redlines"]) == ["纪要正文"]
    assert "第1轮会签之后改了什么" in page
    assert "［增加：</span>十分<" in page
    assert "必要性要写足" in page
    assert "半成品" not in page


def test_in_the_first_round_there_is_nothing_to_compare(client, on):
    meeting = meeting_in(Status.COUNTERSIGNING, on)
    client.force_login(on.leaders[0])

    assert "redlines" not in client.get(meeting.step_url("countersign")).context


def test_a_change_of_attendance_or_decisions_is_shown_to_the_signers_too(client, on):
    meeting = meeting_in(Status.COUNTERSIGNING, on)
    meeting.return_minutes(actor=on.leaders[1], on=days_ago(17), reason="期限过紧")
    rows = [attendance(meeting), attendance(meeting, name="某某某")]
    meeting.record_attendance(actor=on.clerk, revision=meeting.revision, attendance=rows)
    later = [decision(on, due_on=days_ago(-60))]
    meeting.revise_decisions(actor=on.clerk, revision=meeting.revision, decisions=later)
    meeting.send_to_countersign(actor=on.clerk, on=days_ago(17))
    client.force_login(on.leaders[0])

    answer = client.get(meeting.step_url("countersign"))

    assert list(answer.context["redlines"]) == ["到会登记", "议定事项"]
    assert "某某某" in answer.content.decode()


@pytest.mark.parametrize("rounds", [1, 2])
def test_the_page_of_versions_costs_the_same_for_few_and_many(
    client, on, rounds, django_assert_max_num_queries
):
    meeting = meeting_in(Status.COUNTERSIGNING, on) if rounds == 1 else in_round_two(on)
    client.force_login(on.clerk)

    with django_assert_max_num_queries(10):
        client.get(versions(meeting))


def test_minutes_from_before_have_their_present_text_as_the_one_that_is_left(on):
    issued, drafted = meeting_in(Status.ISSUED, on), meeting_in(Status.DRAFTED, on)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE meetings_signinground DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE meetings_minutesrevision DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM meetings_signinground")
        cursor.execute("DELETE FROM meetings_minutesrevision")
    (path,) = (Path(migrations.__file__).parent).glob("*_revisions.py")

    import_module(f"meetings.migrations.{path.stem}").keep_present_texts(apps, None)

    for meeting, rounds in ((issued, [1]), (drafted, [])):
        (kept,) = meeting.minutes.revisions.all()
        assert (kept.revision, kept.body, kept.editor) == (1, BODY, on.clerk)
        assert kept.at == meeting.minutes.edited_at
        assert [row.round for row in meeting.minutes.rounds.all()] == rounds
