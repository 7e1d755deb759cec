"""The printed paper at the end of a journey: taken from the page, read, compared byte by byte."""

from hashlib import sha256
from io import BytesIO

from django.core.management import call_command
from playwright.sync_api import expect
from pypdf import PdfReader

from liaison.models import IssuedPaper


def cn(day):
    """A day as papers write it: 2026年3月2日."""
    return f"{day.year}年{day.month}月{day.day}日"


def taken_from_page(person, title):
    """The bytes of the issued paper that the matter's page hands out under ``title``."""
    paper = person.section("文书").get_by_role("listitem").filter(has_text=title)
    link = paper.get_by_role("link", name="打开打印")
    expect(link).to_be_visible()
    answer = person.context.request.get(person.address + link.get_attribute("href"))
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def words_of(pdf):
    """All that a PDF says, without the spaces and line ends of its layout."""
    pages = PdfReader(BytesIO(pdf)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def assert_printed(person, code, number, *words, folder, title):
    """The paper says ``words``, is the frozen one, and ``manage.py print`` writes the same."""
    pdf = taken_from_page(person, title)
    said = words_of(pdf)
    missing = [word for word in words if word not in said]
    assert not missing, f"{missing} not in {said}"
    kept = IssuedPaper.objects.get(code=code, number=number)
    assert sha256(pdf).hexdigest() == kept.sha256
    file = folder / "printed.pdf"
    call_command("print", code, number, "-o", str(file))
    assert file.read_bytes() == pdf
