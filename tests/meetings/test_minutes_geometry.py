"""Four pages of minutes as they are issued, measured in the PDF (GB/T 9704-2012 §10.3)."""

from functools import cache
from itertools import pairwise

import pytest

from liaison import documents, registry
from tests.factories.meetings import Status, attendance, board, days_ago, meeting_in
from tests.liaison import geometry

pytestmark = pytest.mark.django_db
MM = pytest.approx
MINUTES = registry.papers["joint-meeting-minutes"]
CELL = 156 / 28
TEXT = (
    "一、会议情况\n（一）关于机制。会议强调，要提升政治站位，紧盯“重大案件”“重大改革”、重大矛盾等关键领域"
    "（详见附件），2026年1—6月受理654件、化解311件，化解率47.55%，有效发挥作用。\n"
    "1.常联系、多互动。各单位按照〔2020〕3号文件落实。\n（1）建立联络员名册。会后10日内报办公室。\n"
)
"""Every level of heading, figures, brackets, and quotation marks."""
PEOPLE = ["崔正言", "许松涛", "程立峰", "贺长青", "沈怀远", "尹春禾", "王若谷"]
"""People at two venues, more than one line of them."""


@pytest.fixture
def pages(on, drawn_papers):
    """Draw up four pages of minutes, once in a run: they are measured from all sides."""
    return geometry.pages(_drawn())


@cache
def _drawn():
    on = board()
    meeting = meeting_in(Status.DRAFTED, on)
    main, branch = meeting.venues.all()
    rows = [attendance(meeting, venue=main, name=name) for name in PEOPLE]
    rows += [attendance(meeting, venue=branch, unit=on.courts[0], name=name) for name in PEOPLE]
    rows += [attendance(meeting, presence="on_leave", name="赵某某")]
    rows += [attendance(meeting, presence="observing", name=name) for name in PEOPLE]
    meeting.record_attendance(actor=on.clerk, revision=meeting.revision, attendance=rows)
    meeting.draft_minutes(actor=on.clerk, body=TEXT * 9, revision=1)
    meeting.send_to_countersign(actor=on.clerk, on=days_ago(18))
    for leader in on.leaders:
        meeting.countersign(actor=leader, on=days_ago(17), sha256=meeting.minutes.sha256)
    meeting.issue_minutes(
        actor=on.clerk, on=days_ago(16), others="、".join(f"第{n}号有关单位" for n in range(9))
    )
    return documents.frozen(meeting.papers.get(code=MINUTES.code))


def body(page):
    """The rows of 3号 type inside the type area."""
    return [row for row in geometry.rows(page) if row.baseline < 262]


def runs(pages):
    return [run for page in pages for run in geometry.runs(page)]


def test_they_are_four_pages_of_a4(pages):
    assert len(pages) == 4
    for page in pages:
        assert [float(side) * geometry.MM for side in page.mediabox[2:]] == MM([210, 297])


def test_the_type_stands_inside_margins_of_37_28_26_and_35_millimetres(pages):
    inside = [run for run in runs(pages) if run.text.strip() and run.baseline < 262.5]

    assert min(run.left for run in inside) == MM(28, abs=0.3)
    assert max(run.right for run in inside) == MM(184, abs=0.8)
    assert all(run.baseline > 37 for run in inside)
    assert len(inside) > 200


def test_a_full_page_has_22_lines_in_a_type_area_of_156_by_225(pages):
    for page, following in pairwise(pages[1:]):
        rows = body(page)
        is_held_over = body(following)[0].text.startswith(("一、", "（一）"))
        pitches = [below.baseline - above.baseline for above, below in pairwise(rows)]
        full = [row for row in rows if row.right > 176]
        assert len(rows) == (21 if is_held_over else 22)  # a heading goes with its text
        assert all(pitch == MM(225 / 22, abs=0.15) for pitch in pitches)
        assert all(row.right == MM(184, abs=0.8) for row in full)
        # 22 lines of one pitch each, the type in the middle of the first and of the last.
        top, bottom = rows[0].baseline - 37, 262 - rows[-1].baseline
        assert top + bottom == MM((23 - len(rows)) * 225 / 22, abs=0.3)


def test_lines_of_the_first_page_stand_on_the_same_grid(pages):
    """Head and title take whole lines: the text under them shows through the leaf on the next."""
    first = [row.baseline for row in body(pages[0])][-5:]
    second = [row.baseline for row in body(pages[1])]

    for baseline in first:
        assert min(abs(baseline - each) for each in second) < 0.3


def test_the_mark_is_red_and_its_top_is_35_millimetres_below_the_type_areas_top(pages):
    mark = max(geometry.runs(pages[0]), key=lambda run: run.size)
    left, top, right, _ = geometry.red(_drawn())[0]

    assert mark.text == "长白山府院联席会议纪要"
    assert "title" in mark.font
    assert top == MM(37 + 35, abs=0.5)
    assert left - 28 == MM(184 - right, abs=1)


def test_number_stands_under_the_mark_then_office_and_date_then_the_red_line(pages):
    number, line = geometry.rows(pages[0])[:2]

    assert "〔" in number.text
    assert number.left - 28 == MM(184 - number.right, abs=0.6)
    assert line.left == MM(28 + CELL, abs=0.4)
    assert line.right == MM(184 - CELL, abs=0.4)
    left, top, right, bottom = geometry.red(_drawn())[-1]
    assert (left, right) == (MM(28, abs=0.2), MM(184, abs=0.2))
    assert 0.35 <= bottom - top <= 0.65
    # The type of 3号 ends 0.12 em below its baseline.
    assert top - line.baseline - 0.12 * 16 * geometry.MM == MM(4, abs=0.4)


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages_7_millimetres_down(pages):
    for rank, page in enumerate(pages, 1):
        number = geometry.rows(page, size=14)[-1]
        assert number.text == f"— {rank} —"
        assert number.baseline - 0.36 * 14 * geometry.MM == MM(262 + 7, abs=0.5)
        if rank % 2:
            assert number.right == MM(184 - 14 * geometry.MM, abs=0.3)
        else:
            assert number.left == MM(28 + 14 * geometry.MM, abs=0.3)


def test_page_numbers_are_of_song_throughout(pages):
    faces = {run.font for run in runs(pages) if abs(run.size - 14) < 0.1 and run.baseline > 262}

    assert len(faces) == 1
    assert "song" in faces.pop()


def test_the_foot_with_the_check_code_keeps_out_of_the_type_area_and_off_the_page_number(pages):
    for page in pages:
        feet = [run for run in geometry.runs(page) if run.size < 9.5 and run.text.strip()]
        number = geometry.rows(page, size=14)[-1]
        assert feet
        for run in feet:
            assert 263 < run.baseline < 290
            assert run.right < number.left or run.left > number.right or run.baseline > 275
            assert run.left >= 28
            assert run.right <= 184


def test_labels_of_attendance_are_heiti_two_cells_in_with_the_run_over_aligned(pages):
    last = [(run, page) for page in pages for run in geometry.runs(page) if "hei" in run.font]
    labels = [(run, page) for run, page in last if run.text[:2] in {"出席", "请假", "列席"}]

    assert [run.text[:2] for run, _ in labels] == ["出席", "请假", "列席"]
    for run, _ in labels:
        assert run.left == MM(28 + 2 * CELL, abs=0.3)
        assert run.size == MM(16, abs=0.05)
    after = 28 + 5 * CELL
    for label, page in (labels[0], labels[2]):
        below = [row for row in body(page) if row.baseline > label.baseline + 1]
        over = [row for row in below if row.left == MM(after, abs=0.3)]
        assert over
        assert below[0].left == MM(after, abs=0.3)


def test_heading_levels_have_their_faces_and_none_is_bold(pages):
    fonts = {run.text: run.font for run in runs(pages)}

    assert "hei" in fonts["一、会议情况"]
    assert "kai" in fonts["（一）关于机制。"]
    assert "fang" in next(font for text, font in fonts.items() if text.startswith("会议强调"))
    assert not [font for font in fonts.values() if "Bold" in font and "title" not in font]


def test_the_colophon_stands_at_the_foot_of_the_last_page(pages):
    rows = geometry.rows(pages[-1], size=14)

    assert rows[-2].text.endswith("印发")
    assert rows[-2].baseline == MM(262 - 3.6, abs=1)
    assert rows[0].text.startswith("分送：")
    assert rows[-3].text.endswith("。")


def test_every_font_is_embedded_and_no_glyph_is_missing(pages):
    for page in pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            assert {"/FontFile2", "/FontFile3"} & inner["/FontDescriptor"].get_object().keys()
        assert geometry.boxes(page) == []
