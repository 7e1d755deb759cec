"""Papers for the archive (PDF/A, ISO 19005-2), read from their bytes."""

import re
from datetime import UTC
from io import BytesIO

import pytest
from pypdf import PdfReader

from liaison.documents import draw
from tests.liaison.sample_paper import MOMENT, html_of


@pytest.fixture(scope="module")
def pdf():
    html = html_of(
        mark="委员会文件", number="〔2026〕3号", text="王某Abc123㙍\n" * 30, issuer="某局"
    )
    return draw(html, "official", archival=True).pdf


@pytest.fixture(scope="module")
def reader(pdf):
    return PdfReader(BytesIO(pdf))


def test_its_metadata_claim_part_2_level_u(reader):
    xmp = reader.xmp_metadata

    assert (xmp.pdfaid_part, xmp.pdfaid_conformance) == ("2", "U")
    assert xmp.dc_title["x-default"] == "会议纪要"
    assert xmp.xmp_create_date.replace(tzinfo=UTC) == MOMENT
    assert reader.pdf_header == "%PDF-1.7"


def test_its_colours_are_defined_by_an_embedded_profile(reader):
    (intent,) = reader.trailer["/Root"]["/OutputIntents"]
    intent = intent.get_object()

    assert intent["/S"] == "/GTS_PDFA1"
    profile = intent["/DestOutputProfile"].get_object()
    assert profile["/N"] == 3
    assert profile.get_data()[36:40] == b"acsp"


def fonts_of(reader):
    found = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            found[font.get_object()["/BaseFont"]] = font.get_object()
    return found


def test_every_font_is_embedded_and_tells_its_characters(reader):
    fonts = fonts_of(reader)

    assert len(fonts) >= 3
    for font in fonts.values():
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        embedded = {"/FontFile", "/FontFile2", "/FontFile3"} & descriptor.keys()
        assert embedded, font["/BaseFont"]
        assert b"beginbf" in font["/ToUnicode"].get_data()


def test_it_keeps_its_tags_language_and_identity(reader, pdf):
    root = reader.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "zh-CN"
    assert "/StructTreeRoot" in root
    assert len(reader.trailer["/ID"]) == 2


def test_nothing_in_it_runs_or_leads_outside(reader, pdf):
    root = reader.trailer["/Root"]

    assert not {"/OpenAction", "/AA", "/AcroForm"} & root.keys()
    assert not reader.is_encrypted
    assert "/EmbeddedFiles" not in root.get("/Names", {})
    assert not re.search(rb"/(JavaScript|Launch|URI)\b", pdf)


def test_the_same_words_give_the_same_bytes():
    assert draw(html_of(), "form", archival=True).pdf == draw(html_of(), "form", archival=True).pdf


def test_an_ordinary_paper_makes_no_such_claim():
    reader = PdfReader(BytesIO(draw(html_of(), "form").pdf))

    assert "/OutputIntents" not in reader.trailer["/Root"]
