"""Where the type stands on the page: the figures of GB/T 9704-2012, measured in the PDF."""

from itertools import pairwise

import pytest

from tests.liaison import geometry
from tests.liaison.sample_paper import BODY, everything, pages_of

MM = pytest.approx


def test_a_page_holds_22_lines_straight_at_both_edges():
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


def test_28_characters_stand_on_a_line():
    page = pages_of(text="府" * 100)[0]

    assert [len(row.text) for row in geometry.rows(page)] == [26, 28, 28, 18]


def test_paper_is_a4_and_page_numbers_stand_right_on_odd_and_left_on_even_pages():
    pages = pages_of(text=BODY * 12)

    assert [float(side) * geometry.MM for side in pages[0].mediabox[2:]] == MM([210, 297])
    odd, even = (geometry.rows(page, size=14)[-1] for page in pages[:2])
    assert (odd.text, even.text) == ("— 1 —", "— 2 —")
    assert odd.right == MM(184 - 4.94, abs=0.3)
    assert even.left == MM(28 + 4.94, abs=0.3)
    # The dash is drawn at 0.36 em above the baseline: 7 mm below the type area.
    assert odd.baseline - 0.36 * 14 * geometry.MM == MM(262 + 7, abs=0.5)


def test_heading_levels_have_their_faces_and_none_is_bold():
    runs = {run.text: run.font for run in geometry.runs(pages_of()[0])}

    assert "hei" in runs["一、关于建立府院联动机制"]
    assert "kai" in runs["（一）加强组织领导。"]
    assert "fang" in runs["各单位要按照〔"]
    assert not [font for text, font in runs.items() if "Bold" in font and "title" not in font]


def test_the_title_is_22_points_in_the_middle():
    (title,) = geometry.rows(pages_of()[0], size=22)

    assert title.left - 28 == MM(184 - title.right, abs=0.3)


def test_the_red_head_leaves_35_millimetres_and_text_on_the_first_page():
    page = pages_of(mark="长白山保护开发区管理委员会文件", number="长管发〔2026〕3号")[0]

    mark = next(run for run in geometry.runs(page) if run.text.endswith("文件"))
    number = next(row for row in geometry.rows(page) if "〔2026〕3号" in row.text)
    assert mark.baseline - 0.82 * mark.size / 0.68 * geometry.MM == MM(37 + 35, abs=1.5)
    assert mark.left >= 28
    assert mark.right <= 184
    assert number.left - 28 == MM(184 - number.right, abs=0.5)
    assert "会议强调" in page.extract_text()


def test_a_signer_stands_at_the_right_of_the_number():
    page = pages_of(
        head='official_head mark number "王某"', mark="某委员会文件", number="长管报〔2026〕3号"
    )[0]

    row = next(row for row in geometry.rows(page) if "签发人" in row.text)
    assert row.text == "长管报〔2026〕3号签发人：王某"
    assert (row.left, row.right) == (MM(28 + 5.57, abs=0.4), MM(184 - 5.57, abs=0.4))


@pytest.mark.parametrize("office", ["", "委员会办公室"])
def test_minutes_have_number_and_date_under_the_mark(office):
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


def test_a_letter_s_first_page_has_no_number_and_its_mark_stands_30_millimetres_down():
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
def test_signature_and_date_stand_where_a_seal_does_or_does_not_come(issuer, seal, date_right):
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


def test_a_signature_never_stands_on_a_page_without_text():
    for lines in range(15, 22):
        *_, last = pages_of(text="府" * (28 * lines - 2), issuer="某某法院", seal=True)

        assert any(row.text.startswith("府") for row in geometry.rows(last)), lines


def test_run_over_of_a_list_is_aligned_after_the_colon():
    page = pages_of(text="会议议定：", present="、".join(["王某某"] * 20))[0]

    first, *more = geometry.rows(page)[1:]
    assert len(more) >= 2
    assert first.left == MM(28 + 2 * 5.57, abs=0.2)
    assert [row.left for row in more] == MM([28 + 5 * 5.57] * len(more), abs=0.2)


def test_the_colophon_stands_at_the_foot_of_the_last_page_and_ends_with_a_full_stop():
    *_, last = pages_of(text=BODY * 5, copies="甲局，" * 20 + "乙局", printer="某办公室")

    rows = geometry.rows(last, size=14)
    assert rows[-2].text == "某办公室2026年7月2日印发"
    assert rows[-2].baseline == MM(262 - 3.6, abs=1)
    assert "".join(row.text for row in rows).count("抄送：") == 1
    assert rows[-3].text.endswith("乙局。")
    assert rows[1].left == MM(rows[0].left + 3 * 14 * geometry.MM, abs=0.5)


def test_rare_characters_fall_back_without_moving_the_grid():
    page = pages_of(text="㙍𠮷禤" * 60)[0]

    rows = geometry.rows(page)
    assert rows[1].baseline - rows[0].baseline == MM(225 / 22, abs=0.15)
    assert "Noto" in " ".join(run.font for run in geometry.runs(page))
    assert "㙍𠮷禤" in everything([page])
