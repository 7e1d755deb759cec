"""Binding: what comes from outside becomes plain pages or is named; numbers lie where they are
read, whichever way a page is turned."""

import io

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    TextStringObject,
)

from liaison.papers import binding, leaves
from liaison.papers.binding import Binder, Reader, Unbound

A4 = (595.28, 841.89)


def pdf(*sizes, turned=0, **more):
    writer = PdfWriter()
    for width, height in sizes or [A4]:
        writer.add_blank_page(width, height).rotate(turned)
    for name, value in more.items():
        writer.pages[0][NameObject(f"/{name}")] = value
    return written(writer)


def written(writer):
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def picture(size=(60, 80), mode="RGB", form="PNG", **more):
    stream = io.BytesIO()
    Image.new(mode, size).save(stream, form, **more)
    return stream.getvalue()


@pytest.fixture
def taken_in(tmp_path):
    """Have the program take a file in, in a process of its own; return its pages."""
    with Reader() as reader:

        def take_in(content, kind="pdf"):
            source, out = tmp_path / "source", tmp_path / "out.pdf"
            source.write_bytes(content)
            count = reader.leaves(kind, source, out)
            pages = PdfReader(io.BytesIO(out.read_bytes())).pages
            assert count == len(pages)
            return pages

        take_in.reader = reader
        yield take_in


def test_a_pdf_keeps_its_pages(taken_in):
    pages = taken_in(pdf(A4, (300, 200)))
    assert [tuple(map(float, page.mediabox[2:])) for page in pages] == [A4, (300, 200)]


def link(**more):
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Link"),
            NameObject("/Rect"): ArrayObject([FloatObject(n) for n in (0, 0, 9, 9)]),
            **{NameObject(f"/{name}"): value for name, value in more.items()},
        }
    )


SCRIPT = DictionaryObject(
    {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x()")}
)


def test_what_acts_or_is_enclosed_in_a_pdf_is_left_out(taken_in):
    notes = ArrayObject([link(A=SCRIPT), link(Subtype=NameObject("/FileAttachment"))])
    (page,) = taken_in(pdf(AA=DictionaryObject({NameObject("/O"): SCRIPT}), Annots=notes))
    (note,) = page["/Annots"]
    assert note.get_object()["/Subtype"] == "/Link"
    assert "JavaScript" not in str(page) + str(note.get_object())
    only = ArrayObject([link(Subtype=NameObject("/RichMedia"))])
    assert "/Annots" not in taken_in(pdf(Annots=only))[0]


def locked():
    writer = PdfWriter()
    writer.add_blank_page(*A4)
    writer.encrypt("x", algorithm="RC4-128")
    return written(writer)


NOT_BOUND = {
    "a stub": ("pdf", b"%PDF-1.4\n%%EOF\n", "文件损坏"),
    "no page": ("pdf", written(PdfWriter()), "文件损坏"),
    "a password": ("pdf", locked(), "设有密码"),
    "no picture": ("picture", b"\xff\xd8\xff not really", "文件损坏"),
    "a picture called a pdf": ("pdf", picture(), "文件损坏"),
    "another kind of picture": ("picture", picture(form="BMP"), "文件损坏"),
    "a cut picture": ("picture", picture((900, 900), form="JPEG")[:700], "文件损坏"),
    "a huge picture": ("picture", picture((20000, 5000), "1"), "尺寸过大"),
}


@pytest.mark.parametrize("what", NOT_BOUND)
def test_what_cannot_be_bound_is_named_and_the_next_is_bound(taken_in, what):
    kind, content, reason = NOT_BOUND[what]
    with pytest.raises(Unbound, match=reason):
        taken_in(content, kind)
    assert len(taken_in(pdf())) == 1


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_pictures_of_every_sort_are_placed_on_a4(taken_in, mode):
    (page,) = taken_in(picture(mode=mode), "picture")
    assert tuple(map(float, page.mediabox)) == (0, 0, *A4)
    assert len(page.images) == 1


def test_a_cmyk_picture_is_placed_too(taken_in):
    assert len(taken_in(picture(mode="CMYK", form="JPEG"), "picture")) == 1


def test_a_wide_picture_lies_across(taken_in):
    (page,) = taken_in(picture((90, 40), form="JPEG"), "picture")
    assert tuple(map(float, page.mediabox)) == (0, 0, *A4[::-1])


def test_a_picture_held_upright_by_the_camera_stands_upright(taken_in):
    exif = Image.Exif()
    exif[0x0112] = 6
    (page,) = taken_in(picture((90, 40), form="JPEG", exif=exif), "picture")
    assert tuple(map(float, page.mediabox)) == (0, 0, *A4)


def test_transparency_is_paper(taken_in):
    (page,) = taken_in(picture((60, 80), "RGBA"), "picture")
    assert page.images[0].image.convert("L").getextrema()[0] > 250


def test_a_file_that_takes_too_long_is_left_out(taken_in, monkeypatch, tmp_path):
    monkeypatch.setattr(binding, "SECONDS", 0.3)
    slow = tmp_path / "slow.py"
    slow.write_text("import sys, time\nfor line in sys.stdin: time.sleep(30)")
    monkeypatch.setattr(binding, "PROGRAM", slow)
    with pytest.raises(Unbound, match="时间过长"):
        taken_in(pdf())


def test_a_file_that_ends_its_process_is_left_out_and_the_next_has_another(
    taken_in, monkeypatch, tmp_path
):
    mortal = tmp_path / "mortal.py"
    mortal.write_text("import os, sys\nsys.stdin.readline()\nos._exit(9)")
    monkeypatch.setattr(binding, "PROGRAM", mortal)
    with pytest.raises(Unbound, match="过大"):
        taken_in(pdf())
    monkeypatch.undo()
    assert len(taken_in(pdf())) == 1


def test_a_bomb_of_memory_ends_at_the_bounds(taken_in):
    """Two gigabytes of zeros behind the content of one page: not even looked at."""
    writer = PdfWriter()
    page = writer.add_blank_page(*A4)
    bomb = DecodedStreamObject()
    bomb.set_data(b"0 0 m\n" * 4_000_000)
    page[NameObject("/Contents")] = writer._add_object(bomb.flate_encode())
    assert len(taken_in(written(writer))) == 1


def test_the_program_answers_out_of_memory_with_a_word(monkeypatch, tmp_path):
    def too_much(path, out):
        raise MemoryError

    monkeypatch.setitem(leaves.MAKERS, "pdf", too_much)
    assert leaves.answer(f"pdf\t{tmp_path}/a\t{tmp_path}/b\n") == "large"


def test_more_pages_than_a_file_may_have_are_left_out(monkeypatch, tmp_path):
    monkeypatch.setattr(leaves, "MOST_PAGES", 2)
    (tmp_path / "a").write_bytes(pdf(A4, A4, A4))
    assert leaves.answer(f"pdf\t{tmp_path}/a\t{tmp_path}/b\n") == "large"


def stamps(count):
    """Pages with nothing but a word in the lower left corner."""
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    fonts = DictionaryObject({NameObject("/F1"): font})
    for number in range(1, count + 1):
        page = writer.add_blank_page(*A4)
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        text = DecodedStreamObject()
        text.set_data(b"BT /F1 10 Tf 100 20 Td (No %d) Tj ET" % number)
        page[NameObject("/Contents")] = writer._add_object(text)
    return io.BytesIO(written(writer))


def bound(content, count=1):
    binder = Binder()
    binder.add(io.BytesIO(content), "甲")
    binder.number(stamps(count), 0, count)
    stream = io.BytesIO()
    binder.write(stream, Title="卷宗")
    return PdfReader(stream)


def place_of(page):
    """Where on the page as it is seen the number lies: from its lower left corner."""
    layer = page["/Contents"].get_object()[-1].get_object().get_data()
    a, b, c, d, e, f = map(float, layer.split(b"q ")[1].split(b" cm")[0].split())
    x, y = a * 100 + c * 20 + e, b * 100 + d * 20 + f
    left, bottom, right, top = map(float, page.cropbox)
    return {
        0: (x - left, y - bottom),
        90: (y - bottom, right - x),
        180: (right - x, top - y),
        270: (top - y, x - left),
    }[page.rotation % 360]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_the_number_lies_at_the_foot_however_the_page_is_turned(turned):
    across = turned in {90, 270}
    (page,) = bound(pdf(A4[::-1] if across else A4, turned=turned)).pages
    assert place_of(page) == pytest.approx((100, 20), abs=0.1)


def test_the_number_grows_with_the_page_and_stands_in_the_middle():
    (page,) = bound(pdf((2 * A4[0], 2 * A4[1]))).pages
    assert place_of(page) == pytest.approx((200, 40), abs=0.1)
    (page,) = bound(pdf((A4[0] + 200, A4[0]))).pages
    assert place_of(page) == pytest.approx((200, 20), abs=0.1)


def test_every_page_has_its_number_and_keeps_what_was_on_it():
    first = stamps(3).getvalue()
    reader = bound(first, 3)
    assert [page.extract_text().count("No") for page in reader.pages] == [2, 2, 2]
    assert [page.extract_text().split()[-1] for page in reader.pages] == ["1", "2", "3"]
    assert reader.outline[0].title == "甲"
    assert reader.metadata.title == "卷宗"


def test_contents_in_many_pieces_stay_in_their_order():
    writer = PdfWriter(clone_from=io.BytesIO(stamps(1).getvalue()))
    page = writer.pages[0]
    page[NameObject("/Contents")] = ArrayObject([page.raw_get("/Contents")])
    (page,) = bound(written(writer)).pages
    assert len(page["/Contents"].get_object()) == 3
    assert page.extract_text().count("No 1") == 2
