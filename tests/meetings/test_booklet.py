"""The agenda booklet: what stands in it for whom, in which order; made in the background."""

import io
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as project
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from liaison import access, registry, works
from liaison.models import AuditEntry, LongWork, Role
from liaison.outbox import bell
from liaison.uploads import attach
from liaison.works import Lost
from meetings.models import JointMeeting, Topic
from meetings.models.calling import BOOKLET
from meetings.models.topics import TOPIC_PAPER, TopicGrant
from tests.disputes.test_casefile import pages
from tests.factories import disputes
from tests.factories.liaison import UnitFactory, person
from tests.factories.meetings import (
    Status,
    agenda_row,
    board,
    days_ago,
    item_in,
    meeting_in,
    notify,
    plan_data,
    topic_in,
)
from tests.factories.world import end_all_posts
from tests.liaison.test_outbox_races import worker_environment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("drawn_papers")]
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KIND = registry.works[BOOKLET]


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    monkeypatch.setattr(bell.Bell, "ring", lambda self, task: None)


@pytest.fixture(autouse=True)
def no_sign_of_life(request, monkeypatch):
    """In a test's own transaction the work is not there for the connection of its signs of life:
    after a second it would be taken for called off."""
    if not request.node.get_closest_marker("django_db").kwargs.get("transaction"):
        monkeypatch.setattr(works, "PULSE", 600)


def hand_in(topic, actor, name="办法.pdf", content=None, media_type="application/pdf"):
    upload = disputes.upload(name, pages(2) if content is None else content)
    upload.media_type = media_type
    return attach(topic, upload, TOPIC_PAPER, actor)


def planned(on, *uploads, **more):
    """A meeting that is being planned, with one topic that brings these uploads."""
    topic = topic_in(Topic.Status.ACCEPTED, on)
    for upload in uploads:
        hand_in(topic, on.bureau_clerk, **upload)
    meeting = meeting_in(Status.PLANNED, on, **more)
    meeting.add_topics(actor=on.clerk, topics=[topic])
    return meeting


def called(on, *uploads):
    meeting = planned(on, *uploads)
    notify(meeting, on)
    return meeting


class Told:
    """Notes what a work says of how far it is; stops it at a word."""

    def __init__(self, stop=""):
        self.steps, self.stop = [], stop

    def step(self, done=None, total=None, message=None):
        self.steps.append((done, total, message))
        if self.stop and self.stop in message:
            raise Lost


def begun(meeting, user):
    return meeting.bind_booklet(user)


def made(meeting, user):
    """The booklet as ``user`` gets it: (words for the owner, the text of each page)."""
    result = KIND.run(begun(meeting, user), Told())
    with result.content as file:
        reader = PdfReader(io.BytesIO(file.read()))
    return result.message, ["".join(page.extract_text().split()) for page in reader.pages], reader


def run(work):
    assert works.run_next()
    work.refresh_from_db()
    return work


def test_it_holds_notice_agenda_and_the_papers_by_item_numbered_through(on):
    meeting = called(on, {"name": "办法.pdf"}, {"name": "附表.pdf", "content": pages(3)})
    message, text, reader = made(meeting, on.clerk)

    body = len(text) - 2
    assert message == f"共4件材料，正文{body}页"
    assert meeting.title in text[0]
    assert "会议材料汇编" in text[0]
    marks = [(mark.title, reader.get_destination_page_number(mark)) for mark in reader.outline]
    assert [title for title, _ in marks] == [
        "封面",
        "目录",
        meeting.papers.get().title,
        "会议议程",
        "议题3：办法",
        "议题3：附表",
    ]
    places = [place for _, place in marks]
    assert places[:3] == [0, 1, 2]
    assert places[4:] == [len(text) - 5, len(text) - 3]
    for title, place in marks[2:]:
        assert title in text[1]
        assert f"第{place - 1}页共{body}页" in text[place]
    numbered = [f"{meeting.number}第{n}页共{body}页" in page for n, page in enumerate(text, -1)]
    assert numbered == [False, False, *[True] * body]
    assert reader.metadata.title == f"{meeting.title}材料汇编"


def test_the_order_is_that_of_the_agenda_and_not_of_the_topics(on):
    topics = [topic_in(Topic.Status.ACCEPTED, on, title=f"第{n}件事") for n in (1, 2)]
    for topic in topics:
        hand_in(topic, on.bureau_clerk, f"{topic.title}.pdf")
    meeting = meeting_in(Status.PLANNED, on)
    for topic in reversed(topics):
        meeting.add_topics(actor=on.clerk, topics=[topic])
    _, _, reader = made(meeting, on.clerk)
    titles = [mark.title for mark in reader.outline]
    assert titles == ["封面", "目录", "会议议程", "议题3：第2件事", "议题4：第1件事"]


def test_of_a_notice_that_was_changed_the_last_version_is_bound(on):
    meeting = called(on)
    given = plan_data(on, title="改期的会议")
    fields = {name: given[name] for name in (*JointMeeting.PLAN, "venues", "agenda")}
    meeting.change_notice(
        actor=on.clerk, on=days_ago(24), reason="改期", revision=meeting.revision, **fields
    )
    _, text, _ = made(meeting, on.clerk)
    assert "关于更改改期的会议的通知" in text[2]
    assert "第一次府院联席（视频）会议" not in "".join(text)


def test_items_on_which_the_agenda_has_a_report_come_with_their_ledger(on):
    item = item_in("open", on)
    meeting = planned(on, agenda=[agenda_row("上次会议事项", "report", on.bureau)])
    assert "督办台账" not in made(meeting, on.clerk)[1][1]
    meeting.agenda.filter(order=1).update(carried=item)
    titles = [mark.title for mark in made(meeting, on.clerk)[2].outline]
    assert titles == ["封面", "目录", "会议议程", "议定事项督办台账"]
    access.sync_grants(meeting)
    notify(meeting, on)
    outsider = person(on.courts[1], Role.COURT_CLERK)
    assert "督办台账" not in made(meeting, outsider)[1][1], "the item is none of theirs"


def test_a_topic_comes_in_for_the_members_once_it_stands_on_the_agenda(on):
    meeting = called(on)
    topic = topic_in(Topic.Status.ACCEPTED, on, title="临时的事")
    hand_in(topic, on.bureau_clerk, "急件.pdf")
    assert "急件" not in "".join(made(meeting, on.court_clerk)[1])
    meeting.add_topics(actor=on.clerk, topics=[topic], reason="事情紧急")
    message, text, _ = made(meeting, on.court_clerk)
    assert message.startswith("共3件材料")
    assert "议题4：急件" in text[1]
    assert "临时的事（临时增列）" in "".join(text)


def test_papers_of_a_topic_that_the_reader_does_not_see_are_not_even_named(on):
    meeting = called(on, {"name": "急件.pdf"})
    assert "议题3：急件" in made(meeting, on.court_clerk)[1][1]
    own = TopicGrant.objects.filter(content_object=meeting.topics.get())
    own.filter(group=on.courts[0].group).delete()
    message, text, _ = made(meeting, on.court_clerk)
    assert message.startswith("共2件材料")
    assert "急件" not in "".join(text)
    assert "议题3：急件" in made(meeting, on.clerk)[1][1]


def test_what_cannot_be_bound_in_is_named_with_the_reason(on):
    meeting = called(
        on,
        {"name": "原稿.docx", "content": b"PK\x03\x04", "media_type": DOCX},
        {"name": "坏的.pdf", "content": b"%PDF-1.7 broken"},
        {"name": "好的.pdf"},
    )
    message, text, _ = made(meeting, on.clerk)
    assert "2件不能并入，见目录" in message
    assert "议题3：原稿" in text[1]
    assert "不是PDF或者图片，另存" in text[1]
    assert "文件损坏，无法并入" in text[1]
    assert "议题3：好的" in text[1]


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>.pdf",
        "../../etc/passwd.pdf",
        ".pdf",
        "无后缀",
        "长" * 110 + ".pdf",
    ],
)
def test_a_hostile_file_name_is_only_words(on, name):
    meeting = called(on, {"name": name})
    topic = meeting.topics.get()
    shown = topic.attachments.get().name
    message, text, reader = made(meeting, on.clerk)
    wanted = f"议题3：{shown.rpartition('.')[0] or shown}"
    assert reader.outline[-1].title == wanted
    assert wanted in "".join(text[1:3])
    assert "不能并入" not in message


def test_the_second_click_is_the_first_work(client, on):
    meeting = called(on)
    client.force_login(on.clerk)
    where = reverse("meetings:jointmeeting_booklet", args=[meeting.pk])
    assert client.get(where).status_code == 405
    first, second = client.post(where), client.post(where)
    work = LongWork.objects.get()
    assert first.url == second.url == work.get_absolute_url()
    assert (work.owner, work.kind, work.subject) == (on.clerk, BOOKLET, meeting)
    entries = AuditEntry.objects.filter(action="bind")
    assert {(entry.actor, entry.label) for entry in entries} == {(on.clerk, "生成会议材料")}
    client.force_login(on.court_clerk)
    assert client.post(where).url != work.get_absolute_url()


def test_whoever_does_not_see_the_meeting_makes_no_booklet(client, on):
    meeting = planned(on)
    where = reverse("meetings:jointmeeting_booklet", args=[meeting.pk])
    for user in (board().clerk, on.bureau_clerk, person(UnitFactory(), Role.UNIT_CLERK)):
        client.force_login(user)
        assert client.post(where).status_code == 404
    client.logout()
    assert client.post(where).status_code == 302
    assert not LongWork.objects.exists()
    notify(meeting, on)
    client.force_login(on.bureau_clerk)
    assert client.post(where).status_code == 302
    assert LongWork.objects.get().owner == on.bureau_clerk


def test_before_the_notice_it_is_called_by_the_title(on):
    meeting = planned(on, title="很长的会议名称" * 15)
    work = begun(meeting, on.clerk)
    assert work.title == f"会议材料：{meeting.title}"[:120]
    result = KIND.run(work, Told())
    result.content.close()
    assert result.name.startswith("会议材料 很长的会议名称")
    assert result.name.endswith(".pdf")
    assert len(result.name) <= 120


def test_how_far_it_is_is_told_paper_by_paper(on):
    meeting = called(on, {"name": "办法.pdf"})
    progress = Told()
    KIND.run(begun(meeting, on.clerk), progress).content.close()
    assert progress.steps == [
        (0, 6, f"正在整理：{meeting.papers.get().title}"),
        (1, 6, "正在整理：会议议程"),
        (2, 6, "正在整理：议题3：办法"),
        (3, 6, "正在编排目录和页码"),
        (4, 6, "正在装订"),
        (5, 6, "正在保存"),
    ]


@pytest.mark.parametrize("word", ["议题3", "装订", "保存"])
def test_called_off_in_the_middle_it_stops(on, word):
    meeting = called(on, {"name": "办法.pdf"})
    with pytest.raises(Lost):
        KIND.run(begun(meeting, on.clerk), Told(stop=word))


def test_the_file_is_there_as_long_as_the_meeting_is_seen(client, on):
    meeting = called(on, {"name": "办法.pdf"})
    work = run(begun(meeting, on.court_clerk))
    assert (work.status, work.result_name) == ("done", f"会议材料 {meeting.number}.pdf")
    where = reverse("liaison:work_file", args=[work.pk])
    client.force_login(on.clerk)
    assert client.get(where).status_code == 404, "it is another's work"
    client.force_login(on.court_clerk)
    answer = client.get(where)
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert AuditEntry.objects.get(action="download").actor == on.court_clerk
    end_all_posts(on.court_clerk)
    person(UnitFactory(), Role.UNIT_CLERK, user=on.court_clerk)
    client.force_login(on.court_clerk)
    assert client.get(where).status_code == 404


def test_who_no_longer_sees_the_meeting_when_its_turn_comes_is_told(on):
    work = begun(called(on), on.court_clerk)
    end_all_posts(on.court_clerk)
    run(work)
    assert (work.status, work.error) == ("failed", "该会议已不在您的查看范围内")
    assert works._files_in(work.folder) == []


def test_of_a_meeting_called_off_the_topics_papers_are_gone_with_them(on):
    meeting = called(on, {"name": "急件.pdf"})
    meeting.cancel(actor=on.clerk, reason="改期")
    message, text, _ = made(meeting, on.court_clerk)
    assert message.startswith("共2件材料")
    assert "急件" not in "".join(text)


SLOW = """
import sys, time
import django
django.setup()
from liaison import works
from liaison.papers import volume
kept = volume.take_in
def take_in(entry, reader):
    kept(entry, reader)
    if entry.title == "会议议程":
        sys.stdout.write("in the middle\\n")
        sys.stdout.flush()
        time.sleep(60)
volume.take_in = take_in
works.run_next()
"""


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_killed_worker_leaves_nothing_and_the_next_makes_the_booklet(tmp_path):
    on = board()
    meeting = called(on, {"name": "办法.pdf"})
    work = begun(meeting, on.clerk)
    (tmp_path / "own").mkdir()
    more = {
        "MEDIA_ROOT": str(tmp_path / "media"),
        "TMPDIR": str(tmp_path / "own"),
        "PYTHONPATH": str(project.BASE_DIR),
    }
    worker = subprocess.Popen(
        [sys.executable, "-c", SLOW],
        env=worker_environment(25) | more,
        cwd=project.BASE_DIR,
        stdout=subprocess.PIPE,
    )
    with worker:
        assert worker.stdout.readline() == b"in the middle\n"
        os.kill(worker.pid, signal.SIGKILL)
        assert worker.wait() == -signal.SIGKILL
    work.refresh_from_db()
    assert (work.status, work.attempts, work.result.name) == ("running", 1, "")
    assert works._files_in(work.folder) == []
    assert not works.run_next(), "its heartbeat is fresh"

    with time_machine.travel(timezone.now() + timedelta(seconds=70)):
        run(work)
    assert (work.status, work.attempts) == ("done", 2)
    assert works._files_in(work.folder) == [work.result.name]
    kept = Path(project.MEDIA_ROOT) / work.result.name
    text = [page.extract_text() for page in PdfReader(kept).pages]
    assert "议题3：办法" in "".join(text[1].split())
