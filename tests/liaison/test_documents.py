"""Papers: hostile text stays text, and what was issued stays as it was issued."""

import hashlib
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from pypdf import PdfReader

from liaison import documents
from liaison.documents import Document, TamperedPaper, draw, frozen
from liaison.models import IssuedPaper, Unit
from liaison.papers import UnsafePaper
from tests.factories.liaison import UnitFactory, UserFactory
from tests.liaison import geometry
from tests.liaison.sample_paper import MOMENT, everything, html_of, pages_of


class TestHostileText:
    PARTS = (
        "<script>alert(1)</script>",
        '<img src="file:///etc/passwd">',
        "<style>@import url(http://127.0.0.1:1/);</style>",
        "</p></body><h1>别的</h1>",
        "{% load x %}{{ document.x }}",
        "&lt;&amp;&#60;",
        '<table><td colspan="99999999">',
        "<div>" * 50,
    )

    @pytest.mark.parametrize("part", PARTS)
    def test_nothing_typed_becomes_markup(self, part):
        pages = pages_of(
            head="official_head mark number part",
            mark=part[:20],
            number=part,
            part=part,
            heading=part,
            text=f"{part}\n一、{part}",
            to=part,
            names=[part, part],
            issuer=part,
            present=part,
            copies=part,
            printer=part,
        )

        printed = everything(pages).replace(" ", "")
        assert printed.count(part.replace(" ", "")[:20]) >= 4

    def test_markup_in_quantity_is_text_and_costs_no_more_than_text(self):
        started = time.process_time()

        draw(html_of(text='<table><td colspan="99999999">' * 500 + "<div>" * 3000), "form")

        assert time.process_time() - started < 20

    def test_control_characters_and_long_strings_get_onto_the_page(self):
        pages = pages_of(
            heading="标\x00题\u202e",
            text="甲\x00\x07乙\u200b丙\ud800\n" + "9" * 300,
            to="\t某\u200b局",
        )

        printed = everything(pages)
        assert "甲乙丙" in printed
        assert printed.count("9") == 300
        assert all(row.right < 184.9 for page in pages for row in geometry.rows(page))

    def test_empty_text_makes_a_page(self):
        assert len(pages_of(text="", heading="")) == 1

    def test_a_layout_that_does_not_exist_is_refused(self):
        with pytest.raises(UnsafePaper):
            draw(html_of(), "nothing")


class TestBytes:
    def test_the_same_paper_gives_the_same_bytes(self):
        assert draw(html_of(), "form").pdf == draw(html_of(), "form").pdf

    def test_title_language_date_and_tags_are_in_the_file(self):
        drawn = draw(html_of(heading="第一次会议纪要"), "minutes")
        reader = PdfReader(geometry.BytesIO(drawn.pdf))

        assert reader.metadata.title == "第一次会议纪要"
        assert reader.metadata.creation_date == MOMENT
        assert reader.trailer["/Root"]["/Lang"] == "zh-CN"
        assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
        assert drawn.pages == len(reader.pages)

    def test_a_character_without_a_font_is_named_and_shown_as_a_blank_mark(self):
        drawn = draw(html_of(text="王\U0001f9ff某"), "form")

        assert drawn.unprintable == ["\U0001f9ff"]
        assert "王〓某" in everything(geometry.pages(drawn.pdf))

    def test_an_empty_box_is_noticed_even_where_the_font_promised_a_glyph(self, monkeypatch):
        monkeypatch.setattr(documents.fonts, "unprintable", lambda html: [])

        assert draw(html_of(text="王\U0001f9ff\U0001f9ff某"), "form").unprintable == ["\U0001f9ff"]


class Notice(Document):
    """A paper about a unit, which serves here as a matter."""

    code = "test-notice"
    title = "受理通知书"
    template_name = "notice.html"
    model = Unit
    statuses = frozenset({"open"})

    def context(self, matter):
        return {"text": matter.text}

    def heading(self, matter):
        return f"{matter.name}{self.title}"


@pytest.fixture
def notice(settings, tmp_path):
    (tmp_path / "notice.html").write_text(
        '{% extends "documents/base.html" %}{% load typeset %}{% block body %}{% typeset text %}'
        "<p><span>{{ matter.number }}，{% cn_date issued_on %}</span></p>{% endblock %}"
    )
    engine = {**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}
    settings.TEMPLATES = [engine]
    return Notice()


@pytest.fixture
def matter(db):
    unit = UnitFactory(name="某局")
    unit.number, unit.status, unit.text = "长府院调〔2026〕3号", "open", "请按期参加。"
    return unit


@pytest.mark.usefixtures("drawn_papers")
class TestIssue:
    @pytest.fixture
    def actor(self, db):
        return UserFactory()

    def test_an_issued_paper_is_frozen_with_its_hash(self, notice, matter, actor):
        paper = notice.issue(matter, actor)

        content = frozen(paper)
        assert paper.sha256 == hashlib.sha256(content).hexdigest()
        assert paper.file.name == f"papers/{paper.sha256[:2]}/{paper.sha256}.pdf"
        assert (paper.code, paper.number) == ("test-notice", "长府院调〔2026〕3号")
        assert (paper.title, paper.pages, paper.version) == ("某局受理通知书", 1, 1)
        assert (paper.issued_by, paper.matter) == (actor, matter)
        assert "未印发" not in everything(geometry.pages(content)).replace(" ", "")

    def test_issued_again_it_is_a_new_version_and_the_old_one_stays(self, notice, matter, actor):
        first = notice.issue(matter, actor)
        matter.text = "改期。"

        second = notice.issue(matter, actor)

        assert (first.version, second.version) == (1, 2)
        assert "请按期参加" in everything(geometry.pages(frozen(first)))
        assert "改期" in everything(geometry.pages(frozen(second)))

    def test_the_row_goes_with_the_transaction_that_failed(self, notice, matter, actor):
        with transaction.atomic():
            notice.issue(matter, actor)
            transaction.set_rollback(True)

        assert not IssuedPaper.objects.exists()

    def test_a_name_that_cannot_be_printed_is_refused_not_left_out(self, notice, matter, actor):
        matter.text = "王\U0001f9ff某"

        with pytest.raises(ValidationError, match="没有字库可以印出这些字：\U0001f9ff"):
            notice.issue(matter, actor)

        assert not IssuedPaper.objects.exists()
        assert "王〓某" in everything(geometry.pages(notice.render(matter)))

    def test_a_file_that_was_changed_is_refused_loudly(self, notice, matter, actor):
        paper = notice.issue(matter, actor)
        Path(paper.file.path).write_bytes(b"%PDF-1.7 other")

        with pytest.raises(TamperedPaper, match="与印发时不一致"):
            frozen(paper)

    def test_a_file_that_is_gone_is_refused_loudly(self, notice, matter, actor):
        paper = notice.issue(matter, actor)
        default_storage.delete(paper.file.name)

        with pytest.raises(TamperedPaper, match="读不到"):
            frozen(paper)

    def test_a_preview_is_marked_and_kept_nowhere(self, notice, matter):
        preview = notice.render(matter)

        assert "预览未印发" in everything(geometry.pages(preview)).replace(" ", "")
        assert not IssuedPaper.objects.exists()

    def test_the_date_on_paper_is_the_day_here_not_in_greenwich(
        self, notice, matter, actor, time_machine
    ):
        time_machine.move_to(datetime(2026, 10, 8, 17, 0, tzinfo=UTC))

        assert "2026年10月9日" in everything(geometry.pages(frozen(notice.issue(matter, actor))))

    def test_a_paper_belongs_to_its_kind_of_matter_in_its_statuses(self, notice, matter):
        assert notice.available(matter)
        assert not notice.available(UserFactory())
        matter.status = "closed"
        assert not notice.available(matter)
        assert Document().context(matter) == {}
        assert Document().heading(matter) == ""


class TestKeeping:
    @pytest.fixture
    def name(self):
        return f"papers/{'ab' * 32}"[:9] + "/" + "ab" * 32 + ".pdf"

    def test_the_same_content_is_kept_once(self):
        assert documents._keep(b"paper", "ab" * 32) == documents._keep(b"paper", "ab" * 32)
        assert default_storage.listdir("papers/ab")[1] == ["ab" * 32 + ".pdf"]

    def test_a_half_written_file_is_mended(self, name):
        default_storage.save(name, ContentFile(b"pap"))

        assert documents._keep(b"paper", "ab" * 32) == name
        assert Path(default_storage.path(name)).read_bytes() == b"paper"

    def test_two_who_keep_the_same_at_once_keep_one(self, name, monkeypatch):
        default_storage.save(name, ContentFile(b"paper"))
        there = iter([False])  # when asked first; then it is
        exists = default_storage.exists
        monkeypatch.setattr(
            default_storage._wrapped, "exists", lambda name: next(there, exists(name))
        )

        assert documents._keep(b"paper", "ab" * 32) == name
        assert default_storage.listdir("papers/ab")[1] == ["ab" * 32 + ".pdf"]
