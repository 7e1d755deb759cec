"""The whole file as one PDF: what is in it for whom, in which order, on which pages; archiving."""

import hashlib
import io
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.db.models import F
from django.urls import reverse
from pypdf import PdfReader, PdfWriter

from disputes import casefile
from disputes.casefile import CaseFile
from disputes.models import Dispute, Retention
from liaison import access, registry, works
from liaison.documents import frozen
from liaison.models import AuditEntry, IssuedPaper, LongWork, Role
from liaison.outbox import bell
from liaison.transitions import TransitionNotAllowed
from liaison.uploads import attach
from liaison.works import Lost, Progress
from tests.factories import disputes
from tests.factories.liaison import UnitFactory, person
from tests.factories.world import end_all_posts
from tests.liaison.test_binding import picture
from tests.walls.addresses import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("drawn_papers")]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    monkeypatch.setattr(bell.Bell, "ring", lambda self, task: None)


def pages(count):
    writer = PdfWriter()
    for _ in range(count):
        writer.add_blank_page(595, 842)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def hand_in(dispute, actor, name, content, media_type, kind="证据材料"):
    upload = disputes.upload(name, content)
    upload.media_type = media_type
    return attach(dispute, upload, kind, actor)


@pytest.fixture
def filed(drawing_only):
    """A dispute at its end with two papers, a scan, a photo, a sheet of figures and two stubs."""
    drawing_only(["dispute-acceptance", "dispute-agreement", "dispute-casefile"])
    dispute, here = disputes.dispute_in("completed")
    clerk = here.centre_clerk
    hand_in(dispute, clerk, "测算表.xlsx", b"PK\x03\x04", XLSX)
    hand_in(dispute, clerk, "现场.png", picture(), "image/png")
    hand_in(dispute, clerk, "笔录.pdf", pages(3), "application/pdf", "会谈笔录")
    return dispute, here


def made(dispute, user):
    stream = io.BytesIO()
    contents = CaseFile(user).write(dispute, stream)
    return contents, PdfReader(stream)


def lines(contents):
    return [(entry.title, entry.range, entry.note) for entry in contents.entries]


def test_the_file_holds_everything_in_order_and_says_what_is_kept_apart(filed):
    dispute, here = filed
    contents, reader = made(dispute, here.centre_clerk)
    assert lines(contents) == [
        ("行政争议协调化解受理通知书", "1–2", ""),
        ("行政争议调解协议书", "3–4", ""),
        ("书面同意：同意书.pdf", "", "文件损坏，无法并入"),
        ("会谈笔录：笔录.pdf", "5–7", ""),
        ("协议签字件：协议书.pdf", "", "文件损坏，无法并入"),
        ("履行证明：转账凭证.pdf", "", "文件损坏，无法并入"),
        ("证据材料：测算表.xlsx", "", "不是 PDF 或者图片，另存"),
        ("证据材料：现场.png", "8", ""),
    ]
    text = [page.extract_text() for page in reader.pages]
    assert len(text) == 2 + contents.pages + 1 == 11
    assert "行政争议协调化解卷宗" in text[0]
    assert "甄有理" in text[0]
    for entry in contents.entries:
        assert entry.title.split("：")[-1] in "".join(text[1].split())
    numbered = [
        f"第{number}页 共8页" in said.replace("\u3000", " ")
        for number, said in enumerate(text, start=-1)
    ]
    assert numbered == [False, False, *[True] * 8, False]
    assert "正文8页" in text[-1]
    assert "测算表.xlsx" in text[-1]


def test_each_paper_is_of_the_unit_and_the_day_that_it_bears():
    dispute, here = disputes.dispute_in("accepted")
    entries = casefile.entries_of(dispute, here.centre_clerk)
    told = {each.title: (each.source, each.dated) for each in entries}
    assert told["关于委派协调化解行政争议的函"] == (str(here.court), dispute.referred_on)
    assert told["行政争议协调化解受理通知书"] == (str(here.centre.unit), dispute.accepted_on)


def test_bookmarks_lead_through_the_file(filed):
    dispute, here = filed
    _, reader = made(dispute, here.centre_clerk)
    marks = [(mark.title, reader.get_destination_page_number(mark)) for mark in reader.outline]
    assert marks == [
        ("封面", 0),
        ("卷内目录", 1),
        ("行政争议协调化解受理通知书", 2),
        ("行政争议调解协议书", 4),
        ("会谈笔录：笔录.pdf", 6),
        ("证据材料：现场.png", 9),
        ("备考表", 10),
    ]


def test_the_court_has_a_file_without_the_mediation_file(filed):
    dispute, here = filed
    contents, reader = made(dispute, here.court_clerk)
    titles = [entry.title for entry in contents.entries]
    assert titles == [
        "行政争议协调化解受理通知书",
        "行政争议调解协议书",
        "书面同意：同意书.pdf",
        "协议签字件：协议书.pdf",
        "履行证明：转账凭证.pdf",
    ]
    text = "".join(page.extract_text() for page in reader.pages)
    assert "笔录.pdf" not in text
    assert "不收入本卷" in "".join(text.split())


def test_papers_that_the_order_does_not_know_come_after(filed):
    dispute, here = filed
    paper = dispute.papers.first()
    for code in ("dispute-of-tomorrow", "dispute-report"):
        IssuedPaper.objects.create(
            matter=dispute,
            code=code,
            title=code,
            file=paper.file,
            sha256=paper.sha256,
            pages=1,
            issued_by=here.centre_clerk,
        )
    titles = [entry.title for entry in casefile.entries_of(dispute, here.centre_clerk)][:4]
    assert titles[2:] == ["dispute-report", "dispute-of-tomorrow"]


def test_a_file_grows_no_larger_than_memory_lets_it(filed, monkeypatch):
    dispute, here = filed
    monkeypatch.setattr(casefile, "MOST_BYTES", 600)
    contents, _ = made(dispute, here.centre_clerk)
    notes = {entry.title: entry.note for entry in contents.entries}
    assert notes["会谈笔录：笔录.pdf"] == "案卷过大，另存"
    assert notes["行政争议调解协议书"] == "", "papers of ours are always in"


def test_an_upload_that_is_gone_is_named(filed):
    dispute, here = filed
    default_storage.delete(dispute.attachments.get(name="笔录.pdf").file.name)
    contents, _ = made(dispute, here.centre_clerk)
    assert ("会谈笔录：笔录.pdf", "", "文件不在存储中，无法并入") in lines(contents)


@pytest.mark.usefixtures("undrawn")
def test_a_dispute_of_which_there_is_nothing_has_a_cover_and_an_empty_index():
    here = disputes.scene()
    dispute = disputes.refer(here)
    dispute.attachments.all().delete()
    contents, reader = made(dispute, here.centre_clerk)
    assert (contents.entries, len(reader.pages)) == ([], 3)
    assert "卷内没有材料" in reader.pages[1].extract_text()


def test_progress_is_told_and_a_work_called_off_stops(filed):
    dispute, here = filed
    told = []

    class Teller(Progress):
        def __init__(self):
            pass

        def step(self, done=None, total=None, message=None):
            told.append((done, total))
            if done == 2:
                raise Lost

    with pytest.raises(Lost):
        CaseFile(here.centre_clerk, Teller()).write(dispute, io.BytesIO())
    assert told == [(0, 11), (1, 11), (2, 11)]


# Who may have it made, and what becomes of it


def url_of(dispute):
    return reverse("disputes:dispute_casefile", args=[dispute.pk])


def run(work):
    """Run a work as a worker does, but in the test's own transaction."""
    work.claim = work.claim or "0" * 32
    result = registry.works[work.kind].run(work, Silence(work))
    LongWork.objects.filter(pk=work.pk).update(status="done", report=result.report)
    work.refresh_from_db()
    return result


class Silence(Progress):
    def step(self, *args, **kwargs):
        pass


def test_one_button_has_it_made_and_leads_to_the_work(client, filed):
    dispute, here = filed
    client.force_login(here.centre_clerk)
    assert url_of(dispute) in client.get(dispute.get_absolute_url()).content.decode()
    assert client.get(url_of(dispute)).status_code == 405
    answer = client.post(url_of(dispute))
    work = LongWork.objects.get()
    assert answer.url == work.get_absolute_url()
    assert client.post(url_of(dispute)).url == answer.url, "the second click"
    assert (work.owner, work.subject, work.title) == (
        here.centre_clerk,
        dispute,
        f"卷宗：{dispute.number}",
    )
    assert AuditEntry.objects.filter(action="bind").count() == 2
    result = run(work)
    with result.content as content:
        assert content.read(5) == b"%PDF-"
    assert result.message == "共8件材料，正文8页，4件另行保存（见目录和备考表）"
    assert registry.works[work.kind].next_page(work) is None


def test_who_may_not_see_the_dispute_has_nothing_made(client, filed):
    dispute, here = filed
    for user in (here.office_clerk, person(UnitFactory(court=True), Role.COURT_CLERK)):
        client.force_login(user)
        assert client.post(url_of(dispute)).status_code == 404
    assert not LongWork.objects.exists()


def test_too_many_works_are_refused_on_the_page(client, filed, monkeypatch):
    dispute, here = filed
    monkeypatch.setattr(works, "MOST_OPEN", 0)
    client.force_login(here.centre_clerk)
    assert "没有完成" in client.post(url_of(dispute), follow=True).content.decode()


def test_a_right_that_ended_before_the_worker_came_ends_the_work(filed):
    dispute, here = filed
    work = dispute.bind(here.centre_clerk)
    end_all_posts(here.centre_clerk)
    work = LongWork.objects.get(pk=work.pk)
    with pytest.raises(ValidationError, match="不在您的查看范围内"):
        run(work)


def test_the_whole_file_is_shown_only_as_long_as_it_may_be_read(filed):
    dispute, here = filed
    kind = registry.works["disputes.casefile"]
    for user, whole in ((here.centre_clerk, True), (here.court_clerk, False)):
        work = dispute.bind(user)
        run(work).content.close()
        assert work.report == {"whole": whole}
        assert kind.may_read(work, user)
    work = LongWork.objects.get(owner=here.centre_clerk)
    assert not kind.may_read(work, here.court_clerk), "seeing the dispute is not enough"
    assert not kind.may_read(work, here.office_clerk)


# Archiving


def archive(dispute, here, **changes):
    terms = {"on": dispute.ended_on, "retention": Retention.THIRTY, "note": "原件两册。"}
    dispute.archive(actor=here.centre_clerk, **(terms | changes))
    return LongWork.objects.get()


def test_archiving_keeps_the_period_and_freezes_the_file_once(filed):
    dispute, here = filed
    work = archive(dispute, here)
    assert dispute.get_retention_display() == "30年"
    assert dispute.frozen_file is None
    assert dispute.may_freeze(here.centre_clerk)
    assert run(work).message == "卷宗已经定稿，正文8页"
    paper = dispute.frozen_file
    assert (paper.title, paper.number, paper.pages) == (
        "行政争议协调化解卷宗",
        dispute.number,
        8,
    )
    content = frozen(paper)
    assert hashlib.sha256(content).hexdigest() == paper.sha256
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    assert "30年" in text
    assert "原件两册" in text
    assert run(work).report == {"paper": paper.pk}, "run again, it is the same paper"
    assert dispute.papers.filter(code="dispute-casefile").count() == 1
    assert not dispute.may_freeze(here.centre_clerk)
    assert registry.works[work.kind].next_page(work)[0].endswith(f"/{dispute.pk}/#papers")


def test_the_archived_file_is_not_the_courts_to_see(client, filed):
    dispute, here = filed
    run(archive(dispute, here))
    paper = dispute.frozen_file
    url = reverse("liaison:paper", args=[paper.pk])
    for user, code in ((here.centre_clerk, 200), (here.agency_clerk, 200), (here.court_clerk, 404)):
        client.force_login(user)
        answer = client.get(url)
        assert answer.status_code == code
        words_of(answer)  # to the end of the file, which is closed then
        page = client.get(dispute.get_absolute_url()).content.decode()
        assert (url in page) is (code == 200)
    entries = casefile.entries_of(dispute, here.centre_clerk)
    assert paper.title not in [entry.title for entry in entries], "the file is not in the file"


def test_a_colleague_of_the_centre_can_freeze_what_failed(client, filed):
    dispute, here = filed
    archive(dispute, here)
    LongWork.objects.update(status="failed")
    colleague = person(here.centre.unit, Role.CENTRE_CLERK)
    assert not dispute.may_freeze(here.court_clerk)
    client.force_login(colleague)
    client.post(url_of(dispute))
    run(LongWork.objects.get(owner=colleague))
    assert dispute.frozen_file.issued_by == colleague


def test_nobody_freezes_what_is_not_archived(filed):
    dispute, here = filed
    work = dispute.bind(here.centre_clerk, freeze=True)
    with pytest.raises(ValidationError, match="还没有归档"):
        run(work)


def test_a_dispute_is_archived_once_and_only_by_the_centre(filed):
    dispute, here = filed
    with pytest.raises(PermissionDenied):
        dispute.archive(actor=here.court_clerk, on=dispute.ended_on, retention="30")
    archive(dispute, here)
    with pytest.raises(TransitionNotAllowed):
        archive(dispute, here)


def test_a_dispute_is_not_archived_before_its_end(filed):
    dispute, here = filed
    with pytest.raises(ValidationError, match="不能早于"):
        archive(dispute, here, on=dispute.ended_on - timedelta(days=1))
    assert not LongWork.objects.exists()


def test_what_was_imported_is_not_archived_here(filed):
    dispute, here = filed
    Dispute.objects.filter(pk=dispute.pk).update(is_imported=True)
    dispute.refresh_from_db()
    assert "archive" not in [each.name for each in dispute.available_transitions(here.centre_clerk)]


def test_archiving_is_a_page_of_its_own(client, filed):
    dispute, here = filed
    client.force_login(here.centre_clerk)
    url = dispute.step_url("archive")
    page = client.get(url)
    assert "保管期限" in page.content.decode()
    data = {"on": dispute.ended_on.isoformat(), "retention": "permanent", "note": ""}
    wrong = client.post(url, data | {"retention": "5年"})
    assert wrong.status_code == 200
    assert client.post(url, data).url == dispute.get_absolute_url()
    dispute.refresh_from_db()
    assert (dispute.retention, dispute.archived_on) == ("permanent", dispute.ended_on)
    entry = AuditEntry.objects.get(action="archive")
    assert entry.note == "保管期限：永久"
    assert "归档" in client.get(dispute.get_absolute_url()).content.decode()


def test_closed_days_stay_when_a_dispute_is_archived(filed):
    dispute, here = filed
    Dispute.objects.update(closed_on=F("closed_on") - timedelta(days=40), ended_on=None)
    dispute.refresh_from_db()
    closed_on = dispute.closed_on
    archive(dispute, here, on=closed_on)
    assert (dispute.closed_on, dispute.status) == (closed_on, "completed")
    access.forget_parts(dispute)
    assert dispute.may_freeze(here.centre_clerk)
