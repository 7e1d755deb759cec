"""Verifying a copy of minutes: true or not, newest or not, and nothing of the content."""

import re
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from liaison import checkcodes, registry, verification
from liaison.documents import draw, frozen
from liaison.models import AuditEntry, IssuedPaper, Role
from liaison.papers import footmark
from tests.database.walks import begun
from tests.factories.liaison import UnitFactory, person
from tests.factories.meetings import BODY, Status, days_ago, meeting_in
from tests.liaison import geometry
from tests.liaison.sample_paper import html_of

pytestmark = pytest.mark.django_db
PAGE = reverse("liaison:verify")
MINUTES = registry.papers["joint-meeting-minutes"]


@begun
def clerk_elsewhere():
    return person(UnitFactory(), Role.UNIT_CLERK)


@pytest.fixture
def stranger(db):
    user = clerk_elsewhere()
    cache.delete(verification._key(user))
    return user


def paper_of(meeting, code="joint-meeting-minutes"):
    return meeting.papers.get(code=code)


def feet(pdf):
    """What stands below the type area of each page, page numbers aside."""
    return [
        "".join(run.text for run in geometry.runs(page) if run.baseline > 263 and run.size < 9.5)
        for page in geometry.pages(pdf)
    ]


def test_a_stranger_learns_that_it_is_true_and_nothing_of_what_it_says(client, on, stranger):
    meeting = meeting_in(Status.ISSUED, on)
    paper = paper_of(meeting)
    client.force_login(stranger)

    page = client.get(PAGE, {"code": checkcodes.spelt(paper.check_code).lower()})
    text = page.content.decode()

    assert "核验通过" in text
    for told in (paper.title, meeting.minutes.number, on.office.name, paper.sha256[:16]):
        assert told in text
    assert "内容只向有关单位开放" in text
    assert meeting.get_absolute_url() not in text
    assert reverse("liaison:paper", args=[paper.pk]) not in text
    assert not [line for line in BODY.splitlines() if line in text]
    entry = AuditEntry.objects.filter(actor=stranger).get()
    assert (entry.action, entry.matter) == ("verify", meeting)


def test_a_member_is_led_to_the_original(client, on):
    meeting = meeting_in(Status.ISSUED, on)
    client.force_login(on.bureau_clerk)

    text = client.get(PAGE, {"code": paper_of(meeting).check_code}).content.decode()

    assert meeting.get_absolute_url() in text
    assert reverse("liaison:paper", args=[paper_of(meeting).pk]) in text


def test_a_code_that_no_paper_bears_is_told_and_traced(client, on, stranger):
    meeting_in(Status.ISSUED, on)
    client.force_login(stranger)

    text = client.get(PAGE, {"code": "0000-0000-0000"}).content.decode()

    assert "没有印发过带这个校验码的文书" in text
    assert AuditEntry.objects.get(actor=stranger).action == "verify_missed"


def test_an_empty_code_finds_no_paper_without_one(client, on, stranger):
    """Papers of other kinds bear none."""
    client.force_login(stranger)

    for typed in ("", " ", "----", "校验码"):
        answer = client.get(PAGE, {"code": typed})
        assert "finding" not in answer.context


def test_who_tries_codes_is_barred_for_a_while_and_nobody_else(client, on, stranger):
    paper = paper_of(meeting_in(Status.ISSUED, on))
    client.force_login(stranger)
    for number in range(10):
        assert client.get(PAGE, {"code": f"{number:012}"}).status_code == 200

    barred = client.get(PAGE, {"code": paper.check_code})

    assert barred.status_code == 429
    assert "十分钟后再试" in barred.content.decode()
    assert paper.title not in barred.content.decode()
    client.force_login(on.bureau_clerk)
    assert "核验通过" in client.get(PAGE, {"code": paper.check_code}).content.decode()


def test_right_codes_are_not_counted(client, on, stranger):
    paper = paper_of(meeting_in(Status.ISSUED, on))
    client.force_login(stranger)

    for _ in range(12):
        assert client.get(PAGE, {"code": paper.check_code}).status_code == 200


def test_whoever_scans_the_code_without_being_in_comes_back_to_it_after_the_login(client, on):
    code = paper_of(meeting_in(Status.ISSUED, on)).check_code

    answer = client.get(PAGE, {"code": code})

    assert answer.status_code == 302
    assert code in answer.url


def test_a_newer_version_is_told(client, on, stranger):
    meeting = meeting_in(Status.ISSUED, on)
    old = paper_of(meeting)
    new = MINUTES.issue(meeting, on.clerk)
    client.force_login(stranger)

    assert old.check_code != new.check_code
    assert "已印发第 2 版" in client.get(PAGE, {"code": old.check_code}).content.decode()
    assert "核验通过" in client.get(PAGE, {"code": new.check_code}).content.decode()


def test_the_notice_of_a_cancelled_meeting_is_void(client, on, stranger):
    meeting = meeting_in(Status.NOTIFIED, on)
    paper = paper_of(meeting, "joint-meeting-notice")
    client.force_login(stranger)
    assert "核验通过" in client.get(PAGE, {"code": paper.check_code}).content.decode()

    meeting.cancel(actor=on.clerk, reason="时间冲突")

    text = client.get(PAGE, {"code": paper.check_code}).content.decode()
    assert "会议已取消，通知作废" in text
    assert "核验通过" not in text
    assert "时间冲突" not in text


def upload(content, name="纪要.pdf"):
    return {"file": SimpleUploadedFile(name, content, "application/pdf")}


def test_a_file_is_compared_byte_by_byte(client, on, stranger, drawn_papers):
    content = frozen(paper_of(meeting_in(Status.ISSUED, on)))
    client.force_login(stranger)

    same = client.post(PAGE, upload(content)).content.decode()
    other = client.post(PAGE, upload(content.replace(b"%%EOF", b"%%EOF "))).content.decode()

    assert "逐字节一致" in same
    assert "核验通过" in same
    assert "没有与这个文件逐字节一致的印发文书" in other
    assert "核验通过" not in other


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"<html>", b""])
def test_what_is_no_pdf_is_refused_in_words(client, stranger, content):
    client.force_login(stranger)

    answer = client.post(PAGE, upload(content))

    assert answer.context["file_form"].errors


def test_the_code_stands_at_the_foot_of_every_page_and_its_picture_on_the_first(on, drawn_papers):
    meeting = meeting_in(Status.DRAFTED, on)
    meeting.draft_minutes(actor=on.clerk, body=f"{BODY}\n" * 20, revision=1)
    meeting.send_to_countersign(actor=on.clerk, on=days_ago(18))
    for leader in on.leaders:
        meeting.countersign(actor=leader, on=days_ago(17), sha256=meeting.minutes.sha256)
    meeting.issue_minutes(actor=on.clerk, on=days_ago(16))
    paper = paper_of(meeting)

    printed = feet(frozen(paper))

    assert len(printed) == paper.pages >= 4
    code = checkcodes.spelt(paper.check_code)
    assert all(code in foot for foot in printed)
    assert ["扫码" in foot for foot in printed] == [True] + [False] * (paper.pages - 1)


def test_the_picture_leads_to_the_page(on, settings):
    settings.SITE_URL = "https://yf.example.gov.cn"
    paper = paper_of(meeting_in(Status.ISSUED, on))
    html = frozen(paper).decode()  # words in the place of a drawing

    assert footmark.address(paper.check_code) == (
        f"https://yf.example.gov.cn/verify/?code={paper.check_code}"
    )
    assert re.findall(r'<path[^>]* d="([^"]+)"', html) == re.findall(
        r'<path[^>]* d="([^"]+)"', footmark.picture(paper.check_code)
    )


def test_a_draft_says_that_it_is_none_and_bears_no_code(on, drawn_papers):
    (foot,) = feet(MINUTES.render(meeting_in(Status.DRAFTED, on)))

    assert foot == "草稿，未印发，不作依据"


def test_papers_of_other_kinds_bear_no_foot(drawn_papers):
    assert feet(draw(html_of(), "form").pdf) == [""]


def test_no_two_papers_have_the_same_code(on):
    meeting = meeting_in(Status.ISSUED, on)
    paper = paper_of(meeting)
    paper.pk, paper.version = None, 9

    with pytest.raises(IntegrityError, match="one_paper_a_check_code"), transaction.atomic():
        IssuedPaper.objects.bulk_create([paper])


def test_the_same_html_still_gives_the_same_bytes(on, drawn_papers):
    meeting = meeting_in(Status.ISSUED, on)
    moment = paper_of(meeting).issued_at

    first, second = (
        MINUTES._draw(meeting, moment, draft=False, code="A1C2E3F4G5H6") for _ in range(2)
    )
    assert first.pdf == second.pdf
    assert first.pdf != MINUTES._draw(meeting, moment, draft=False, code="A1C2E3F4G5H7").pdf
    assert BytesIO(first.pdf).read(5) == b"%PDF-"
