"""What files say on their first pages; broken, locked, huge and hostile ones say nothing."""

import io
import time
import zipfile

import docx
import pytest
from openpyxl import Workbook
from pypdf import PdfReader, PdfWriter

from liaison.documents import draw
from liaison.papers import excerpts, pdf_excerpt

HEAD = "<html lang='zh'><body>"


@pytest.fixture(scope="module")
def marked_pdf():
    page = "<p>机　密★10年</p><h1>关于某事的请示</h1>"
    return draw(HEAD + page + "<p style='break-before:page'>第二页</p>" * 4, "form").pdf


def saved(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream


def zipped(**parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("_", "/") + ".xml", content)
    return stream


def test_a_pdf_says_what_its_first_three_pages_say(marked_pdf):
    pages = excerpts.first_pages(io.BytesIO(marked_pdf), "pdf")

    assert "密★10年" in pages[0].replace(" ", "").replace("\u3000", "")
    assert [("第二页" in page) for page in pages] == [False, True, True, False]


def test_the_program_reads_what_the_library_reads(marked_pdf):
    pages = PdfReader(io.BytesIO(marked_pdf)).pages
    assert list(pdf_excerpt.excerpt(marked_pdf)) == [page.extract_text() for page in pages[:3]]


def locked(content):
    writer = PdfWriter(clone_from=io.BytesIO(content))
    writer.encrypt("secret", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    "broken",
    [
        lambda pdf: b"%PDF-1.7\n",
        lambda pdf: b"%PDF-1.7 stream endstream",
        lambda pdf: pdf[: len(pdf) // 2],
        locked,
        lambda pdf: b"%PDF-1.4\nstream\n" + b"[" * 200_000,
    ],
    ids=["bare", "no pages", "half", "locked", "deep"],
)
def test_a_pdf_that_cannot_be_read_says_nothing(marked_pdf, broken):
    assert "".join(excerpts.first_pages(io.BytesIO(broken(marked_pdf)), "pdf")) == ""


def test_a_pdf_that_takes_too_long_is_left(monkeypatch, tmp_path):
    idle = tmp_path / "idle.py"
    idle.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(excerpts, "PDF_READER", idle)
    monkeypatch.setattr(excerpts, "SECONDS", 0.2)
    before = time.monotonic()

    assert excerpts.first_pages(io.BytesIO(b"%PDF-1.7 stream"), "pdf") == []
    assert time.monotonic() - before < 5


def test_a_word_file_says_its_text_its_tables_and_its_headers():
    paper = docx.Document()
    paper.add_paragraph("机").add_run("密★10年")
    paper.add_table(1, 1).cell(0, 0).text = "表中\t一格"
    paper.sections[0].header.paragraphs[0].text = "页眉"

    text, header, *_ = excerpts.first_pages(saved(paper), "docx")

    assert text.splitlines()[0] == "机密★10年"
    assert "表中" in text
    assert header.strip() == "页眉"


def test_a_spreadsheet_says_its_cells_and_its_printed_head():
    book = Workbook()
    book.active.append(["序号", "密级：秘密", 3])
    book.active.oddHeader.left.text = "机密★"

    text = "\n".join(excerpts.first_pages(saved(book), "xlsx")).splitlines()

    assert "密级：秘密" in text
    assert any("机密★" in line for line in text)


def test_pictures_say_nothing_and_every_file_is_read_from_its_beginning_and_left_there():
    stream = io.BytesIO(b"\xff\xd8\xff\xe0JFIF")
    stream.seek(4)
    assert excerpts.first_pages(stream, "jpg") == []
    assert stream.tell() == 0


LAUGHS = (
    '<!DOCTYPE w [<!ENTITY a "机密★">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><w><t>&i;</t></w>"
)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<w><p><t>机密</t></p>", "机密\n"),
        ("<w><p><t>机密</p>", "机密"),
        ("机密", ""),
        ("", ""),
        (LAUGHS, ""),
        (f"<w><p><t>{'密' * 30_000}</t></p></w>", "密" * 20_000),
        ("<w><p><t>" + "密<b/>" * 30_000 + "</t></p></w>", "密" * 20_000),
    ],
    ids=["cut", "crossed", "no markup", "empty", "laughs", "long", "in pieces"],
)
def test_a_broken_or_hostile_part_says_what_could_be_read(markup, text):
    assert excerpts.words_of(markup.encode()) == text


def test_a_bomb_is_opened_only_so_far():
    bomb = zipped(word_document="<w><p><t>" + "密" * 60_000_000 + "</t></p></w>")
    before = time.monotonic()

    (text,) = excerpts.first_pages(bomb, "docx")

    assert len(text) <= excerpts.MOST_CHARACTERS
    assert time.monotonic() - before < 3


def test_of_very_many_parts_only_some_are_read_the_text_itself_first():
    parts = {f"word_header{n}": "<w/>" for n in range(50)} | {"word_document": "<w><t>正文</t></w>"}
    pages = excerpts.first_pages(zipped(**parts), "docx")

    assert len(pages) == excerpts.MOST_PARTS
    assert pages[0] == "正文"


def test_a_damaged_archive_says_what_came_before_the_damage():
    stream = zipped(word_document="<w><t>正文</t></w>", word_header1="<w>" + "<b/>" * 5000 + "</w>")
    content = bytearray(stream.getvalue())
    at = content.index(b"header1.xml") + len("header1.xml")
    content[at : at + 20] = b"\xff" * 20

    assert excerpts.first_pages(io.BytesIO(content), "docx") == ["正文"]
    assert excerpts.first_pages(io.BytesIO(b"PK\x03\x04"), "docx") == []
