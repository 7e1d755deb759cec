"""Volumes: what is kept, what is drawn and what can't be bound, on numbered pages."""

import io
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from pypdf import PdfReader, PdfWriter

from liaison.papers.volume import Contents, Entry, Sheet, Volume
from liaison.works import Lost
from meetings.models import JointMeeting
from tests.liaison.test_binding import picture

pytestmark = [pytest.mark.usefixtures("drawn_papers")]
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Front(Sheet):
    code, title = "sample-contents", "目录"
    template_name = "documents/liaison/contents.html"
    model = JointMeeting


def pdf(pages):
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


class Kept:
    """An upload as far as a volume looks at it."""

    def __init__(self, content, media_type):
        self.media_type, self.size = media_type, len(content)
        self.file = ContentFile(content)
        self.file.name = default_storage.save("sample", self.file)


@pytest.fixture
def entries():
    return [
        Entry("会议通知", "办公室", date(2026, 11, 2), draw=lambda: pdf(2)),
        Entry("议题一：实施方案", "司法局", kept=Kept(pdf(3), "application/pdf")),
        Entry("议题二：现场", "自然资源局", kept=Kept(picture(), "image/png")),
        Entry("议题三：讲话稿", "中院", kept=Kept(b"PK\x03\x04", DOCX)),
        Entry("议题四：口头汇报", "住建局", note="会上口头汇报"),
        Entry("议题五", "公安局"),
        Entry("议题六：名册", "住建局", kept=Kept(b"no pdf", "application/pdf")),
        Entry("附件", "办公室", draw=lambda: pdf(1)),
    ]


def made(entries, progress=None, **more):
    stream = io.BytesIO()
    contents = Contents(entries, "林晓航", date(2026, 11, 3))
    book = Volume(None, contents, mark="长府院联〔2026〕1号", progress=progress, **more)
    return book.write(stream, "会议材料汇编"), PdfReader(stream)


def test_what_is_drawn_and_what_is_kept_are_numbered_through(entries):
    contents, reader = made(entries, front=[Front()])
    assert [(entry.range, entry.note) for entry in contents.entries] == [
        ("1–2", ""),
        ("3–5", ""),
        ("6", ""),
        ("", "不是 PDF 或者图片，另存"),
        ("", "会上口头汇报"),
        ("", ""),
        ("", "文件损坏，无法并入"),
        ("7", ""),
    ]
    assert (contents.pages, len(reader.pages)) == (7, 8)
    words = ["".join(page.extract_text().split()) for page in reader.pages]
    assert all(f"第{number}页共7页" in said for number, said in enumerate(words[1:], 1))
    assert "长府院联〔2026〕1号" in words[1]
    assert "目录" in words[0]
    assert "第1页" not in words[0]
    for said in ("议题三：讲话稿", "3–5", "会上口头汇报", "2026.11.02"):
        assert said in words[0]
    assert reader.metadata.title == "会议材料汇编"


def test_bookmarks_lead_to_what_is_bound(entries):
    _, reader = made(entries, front=[Front()], back=[Front()])
    marks = [(mark.title, reader.get_destination_page_number(mark)) for mark in reader.outline]
    assert marks == [
        ("目录", 0),
        ("会议通知", 1),
        ("议题一：实施方案", 3),
        ("议题二：现场", 6),
        ("附件", 7),
        ("目录", 8),
    ]


def test_a_volume_of_nothing_says_so():
    contents, reader = made([], front=[Front()])
    assert (contents.pages, len(reader.pages)) == (0, 1)
    assert "没有材料" in reader.pages[0].extract_text()


def test_what_is_too_much_is_kept_apart_and_what_is_ours_is_not(entries):
    large = Entry("大", kept=Kept(b"x" * 2000, "image/png"))
    contents, _ = made([*entries[:2], large, entries[-1]], most_bytes=1000)
    assert [entry.note for entry in contents.entries] == ["", "", "材料过大，另存", ""]
    assert contents.entries[-1].range == "6"


def test_what_is_gone_from_the_store_is_named(entries):
    default_storage.delete(entries[1].kept.file.name)
    contents, _ = made(entries[:2])
    assert contents.entries[1].note == "文件不在存储中，无法并入"


def test_progress_is_told_entry_by_entry_and_may_stop_it(entries):
    class Teller:
        def __init__(self, stop=None):
            self.told, self.stop = [], stop

        def step(self, done, total, message):
            self.told.append((done, total, message))
            if done == self.stop:
                raise Lost

    teller = Teller()
    made(entries[:2], teller)
    assert [each[:2] for each in teller.told] == [(number, 5) for number in range(5)]
    assert teller.told[0][2] == "正在整理：会议通知"
    drawn = []
    late = Entry("后", draw=lambda: drawn.append(1) or pdf(1))
    with pytest.raises(Lost):
        made([*entries[:2], late], Teller(stop=2))
    assert drawn == [], "nothing is drawn before its turn"
