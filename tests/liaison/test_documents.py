"""Papers on the page: GB/T 9704 geometry, hostile text, and bytes that stay as issued."""

import hashlib
import time
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.template import engines
from pypdf import PdfReader

from liaison import documents
from liaison.documents import Document, TamperedPaper, UnsafePaper, draw, frozen
from liaison.models import IssuedPaper, Unit
from tests.factories.liaison import UnitFactory, UserFactory
from tests.liaison import geometry

BODY = (
    "会议强调，要提升政治站位，充分认识建立府院联动机制的重要意义，紧盯“重大案件”“重大改革”、"
    "重大矛盾等关键领域（详见附件），2026年1—6月受理654件、化解311件，化解率47.55%，有效发挥作用。\n"
    "一、关于建立府院联动机制\n（一）加强组织领导。各单位要按照〔2020〕3号文件落实。\n"
)
TEMPLATE = """{% extends "documents/base.html" %}{% load typeset %}
{% block head %}{% if mark %}{% HEAD %}{% endif %}{% endblock %}
{% block recipient %}{% recipient to %}{% endblock %}
{% block body %}{% typeset text %}{% endblock %}
{% block annexes %}{% annexes names %}{% endblock %}
{% block signature %}{% if issuer %}{% signature issuer day seal=seal %}{% endif %}{% endblock %}
{% block note %}{% if present %}{% hanging "出席：" present %}{% endif %}{% endblock %}
{% block colophon %}{% colophon copies printer day %}{% endblock %}
"""
MOMENT = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)
MM = pytest.approx


def html_of(head="official_head mark number", **context):
    template = engines["django"].from_string(TEMPLATE.replace("HEAD", head))
    defaults = {"document": Document(), "moment": MOMENT, "day": date(2026, 7, 2)}
    return template.render({**defaults, "heading": "会议纪要", "text": BODY, **context})


def pages_of(layout="form", **context):
    return geometry.pages(draw(html_of(**context), layout).pdf)


def everything(pages):
    return "".join(page.extract_text() for page in pages).replace("\n", "")


class TestGeometry:
    def test_a_page_holds_22_lines_straight_at_both_edges(self):
        page = pages_of(text=BODY * 12)[1]

        rows = geometry.rows(page)
        pitches = [below.baseline - above.baseline for above, below in pairwise(rows)]
        assert len(rows) == 22
        assert all(pitch == MM(225 / 22, abs=0.15) for pitch in pitches)
        assert {round(row.left, 1) for row in rows} <= {28.0, 39.1}
        full = [row for row in rows if row.right > 175]
        assert len(full) >= 10
        assert all(row.right == MM(184, abs=0.8) for row in full)
        assert rows[0].baseline > 37
        assert rows[-1].baseline < 262

    def test_28_characters_stand_on_a_line(self):
        page = pages_of(text="府" * 100)[0]

        assert [len(row.text) for row in geometry.rows(page)] == [26, 28, 28, 18]

    def test_paper_is_a4_and_page_numbers_stand_right_on_odd_and_left_on_even_pages(self):
        pages = pages_of(text=BODY * 12)

        assert [float(side) * geometry.MM for side in pages[0].mediabox[2:]] == MM([210, 297])
        odd, even = (geometry.rows(page, size=14)[-1] for page in pages[:2])
        assert (odd.text, even.text) == ("— 1 —", "— 2 —")
        assert odd.right == MM(184 - 4.94, abs=0.3)
        assert even.left == MM(28 + 4.94, abs=0.3)
        # The dash is drawn at 0.36 em above the baseline: 7 mm below the type area.
        assert odd.baseline - 0.36 * 14 * geometry.MM == MM(262 + 7, abs=0.5)

    def test_heading_levels_have_their_faces_and_none_is_bold(self):
        runs = {run.text: run.font for run in geometry.runs(pages_of()[0])}

        assert "hei" in runs["一、关于建立府院联动机制"]
        assert "kai" in runs["（一）加强组织领导。"]
        assert "fang" in runs["各单位要按照〔"]
        assert not [font for text, font in runs.items() if "Bold" in font and "title" not in font]

    def test_the_title_is_22_points_in_the_middle(self):
        (title,) = geometry.rows(pages_of()[0], size=22)

        assert title.left - 28 == MM(184 - title.right, abs=0.3)

    def test_the_red_head_leaves_35_millimetres_and_text_on_the_first_page(self):
        page = pages_of(mark="长白山保护开发区管理委员会文件", number="长管发〔2026〕3号")[0]

        mark = next(run for run in geometry.runs(page) if run.text.endswith("文件"))
        number = next(row for row in geometry.rows(page) if "〔2026〕3号" in row.text)
        assert mark.baseline - 0.82 * mark.size / 0.68 * geometry.MM == MM(37 + 35, abs=1.5)
        assert mark.left >= 28
        assert mark.right <= 184
        assert number.left - 28 == MM(184 - number.right, abs=0.5)
        assert "会议强调" in page.extract_text()

    def test_a_signer_stands_at_the_right_of_the_number(self):
        page = pages_of(
            head='official_head mark number "王某"', mark="某委员会文件", number="长管报〔2026〕3号"
        )[0]

        row = next(row for row in geometry.rows(page) if "签发人" in row.text)
        assert row.text == "长管报〔2026〕3号签发人：王某"
        assert (row.left, row.right) == (MM(28 + 5.57, abs=0.4), MM(184 - 5.57, abs=0.4))

    @pytest.mark.parametrize("office", ["", "委员会办公室"])
    def test_minutes_have_number_and_date_under_the_mark(self, office):
        page = pages_of(
            "minutes",
            head="minutes_head mark number day office",
            mark="会议纪要",
            number="〔2026〕1号",
            office=office,
        )[0]

        texts = [row.text for row in geometry.rows(page)][:2]
        expected = ["〔2026〕1号", f"{office}2026年7月2日"]
        assert texts == (expected if office else ["〔2026〕1号2026年7月2日", texts[1]])

    def test_a_letter_s_first_page_has_no_number_and_its_mark_stands_30_millimetres_down(self):
        first, second, *_ = pages_of(
            "letter",
            head="letter_head mark number",
            mark="延边朝鲜族自治州中级人民法院",
            number="吉24法建〔2026〕3号",
            text=BODY * 9,
        )

        assert geometry.rows(first, size=14) == []
        assert geometry.rows(second, size=14)[-1].text == "— 2 —"
        number = next(row for row in geometry.rows(first) if "〔2026〕" in row.text)
        assert number.right == MM(184, abs=0.8)
        mark = next(run for run in geometry.runs(first) if run.text.endswith("中级人民法院"))
        assert mark.baseline - 0.82 * mark.size / 0.68 * geometry.MM == MM(30, abs=1.5)

    @pytest.mark.parametrize(
        ("issuer", "seal", "date_right"),
        [("长白山管委会", True, 184 - 4 * 5.57), ("某某化解中心", False, None)],
    )
    def test_signature_and_date_stand_where_a_seal_does_or_does_not_come(
        self, issuer, seal, date_right
    ):
        page = pages_of(issuer=issuer, seal=seal)[0]

        *_, name, dated = geometry.rows(page)
        assert (name.text, dated.text) == (issuer, "2026年7月2日")
        if seal:
            assert dated.right == MM(date_right, abs=0.3)
            assert name.left + name.right == MM(dated.left + dated.right, abs=0.5)
        else:
            assert name.right <= 184 - 2 * 5.57 + 0.3
            assert dated.left == MM(name.left + 2 * 5.57, abs=0.3)
            assert dated.right <= 184 - 2 * 5.57 + 0.3

    def test_a_signature_never_stands_on_a_page_without_text(self):
        for lines in range(15, 22):
            *_, last = pages_of(text="府" * (28 * lines - 2), issuer="某某法院", seal=True)

            assert any(row.text.startswith("府") for row in geometry.rows(last)), lines

    def test_run_over_of_a_list_is_aligned_after_the_colon(self):
        page = pages_of(text="会议议定：", present="、".join(["王某某"] * 20))[0]

        first, *more = geometry.rows(page)[1:]
        assert len(more) >= 2
        assert first.left == MM(28 + 2 * 5.57, abs=0.2)
        assert [row.left for row in more] == MM([28 + 5 * 5.57] * len(more), abs=0.2)

    def test_the_colophon_stands_at_the_foot_of_the_last_page_and_ends_with_a_full_stop(self):
        *_, last = pages_of(text=BODY * 5, copies="甲局，" * 20 + "乙局", printer="某办公室")

        rows = geometry.rows(last, size=14)
        assert rows[-2].text == "某办公室2026年7月2日印发"
        assert rows[-2].baseline == MM(262 - 3.6, abs=1)
        assert "".join(row.text for row in rows).count("抄送：") == 1
        assert rows[-3].text.endswith("乙局。")
        assert rows[1].left == MM(rows[0].left + 3 * 14 * geometry.MM, abs=0.5)

    def test_rare_characters_fall_back_without_moving_the_grid(self):
        page = pages_of(text="㙍𠮷禤" * 60)[0]

        rows = geometry.rows(page)
        assert rows[1].baseline - rows[0].baseline == MM(225 / 22, abs=0.15)
        assert "Noto" in " ".join(run.font for run in geometry.runs(page))
        assert "㙍𠮷禤" in everything([page])


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
