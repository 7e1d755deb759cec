"""Two people write the minutes at once: neither overwrites the other, nothing typed is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from liaison.models import Role
from meetings.models import Minutes
from tests.factories.liaison import person
from tests.factories.meetings import (
    BODY,
    Status,
    attendance,
    board,
    days_ago,
    decision,
    meeting_in,
)

HERS = BODY.replace("很有必要", "十分必要")
MINE = BODY + "\n（二）关于经费。<b>会议同意</b>。"


@pytest.mark.django_db
def test_the_second_to_save_sees_both_texts_and_loses_nothing(client, on):
    meeting = meeting_in(Status.DRAFTED, on)
    other = person(on.office, Role.OFFICE_CLERK)
    meeting.draft_minutes(actor=other, body=HERS, revision=1)
    client.force_login(on.clerk)

    answer = client.post(meeting.step_url("draft_minutes"), {"revision": "1", "body": MINE})
    form, page = answer.context["form"], answer.content.decode()

    assert answer.status_code == 200
    assert (form["body"].value(), form["revision"].value()) == (MINE, "2")
    assert "［只在此稿：</span>十分<" in page
    assert "［只在您的文本：</span>（二）关于经费。&lt;b&gt;会议同意&lt;/b&gt;。<" in page
    assert "［增加：</span>十分<" in page  # what she changed
    assert Minutes.objects.get().body == HERS
    form_again = {"revision": form["revision"].value(), "body": form["body"].value()}
    assert client.post(meeting.step_url("draft_minutes"), form_again).status_code == 302
    assert Minutes.objects.get().body == MINE
    assert [row.body for row in meeting.minutes.revisions.all()] == [MINE, HERS, BODY]


@pytest.mark.django_db
def test_the_same_words_typed_twice_are_told_to_be_saved(client, on):
    meeting = meeting_in(Status.DRAFTED, on)
    meeting.draft_minutes(actor=on.clerk, body=HERS, revision=1)
    client.force_login(on.clerk)

    answer = client.post(meeting.step_url("draft_minutes"), {"revision": "1", "body": HERS})

    assert "不需要再保存" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("revision", ["", "x", "-1", "99"])
def test_a_made_up_revision_saves_nothing(client, on, revision):
    meeting = meeting_in(Status.DRAFTED, on)
    client.force_login(on.clerk)

    answer = client.post(meeting.step_url("draft_minutes"), {"revision": revision, "body": MINE})

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert Minutes.objects.get().body == BODY


@pytest.mark.django_db
def test_a_text_edited_by_hand_is_never_filled_over(client, on):
    meeting = meeting_in(Status.DRAFTED, on)
    rows = [attendance(meeting, name="后来补登的人")]
    meeting.record_attendance(actor=on.clerk, revision=meeting.revision, attendance=rows)
    meeting.revise_decisions(
        actor=on.clerk, revision=meeting.revision, decisions=[decision(on, title="后来补的事项")]
    )
    client.force_login(on.clerk)

    form = client.get(meeting.step_url("draft_minutes")).context["form"]

    assert form["body"].value() == BODY
    assert Minutes.objects.get().body == BODY


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize(("status", "began"), [(Status.HELD, 0), (Status.DRAFTED, 1)])
def test_of_two_who_save_at_once_one_wins_and_the_other_gets_both_texts(status, began):
    on = board()
    meeting = meeting_in(status, on)
    people = [on.clerk, person(on.office, Role.OFFICE_CLERK)]
    texts, start = [HERS, MINE], Barrier(2)

    def save(who, text):
        browser = Client()
        browser.force_login(who)
        try:
            start.wait(10)
            typed = {"revision": str(began), "body": text}
            return browser.post(meeting.step_url("draft_minutes"), typed)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(save, people, texts))

    assert sorted(answer.status_code for answer in answers) == [200, 302]
    lost = next(at for at, answer in enumerate(answers) if answer.status_code == 200)
    form = answers[lost].context["form"]
    assert form["body"].value() == texts[lost]
    assert form.newer.body == texts[1 - lost]
    assert form["revision"].value() == str(began + 1)
    minutes = Minutes.objects.get()
    assert (minutes.body, minutes.revision) == (texts[1 - lost], began + 1)
    assert minutes.revisions.count() == began + 1
    assert meeting.audit.filter(action="draft_minutes").count() == began + 1


@pytest.mark.django_db
def test_whoever_writes_on_after_the_text_went_out_is_told(client, on):
    """It voids the round; but not from a text that somebody else has changed meanwhile."""
    meeting = meeting_in(Status.DRAFTED, on)
    meeting.draft_minutes(actor=on.clerk, body=HERS, revision=1)
    meeting.send_to_countersign(actor=on.clerk, on=days_ago(18))
    client.force_login(on.clerk)

    answer = client.post(meeting.step_url("draft_minutes"), {"revision": "1", "body": MINE})

    meeting.refresh_from_db()
    assert answer.context["form"].newer.body == HERS
    assert meeting.status == Status.COUNTERSIGNING
