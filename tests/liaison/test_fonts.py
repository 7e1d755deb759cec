"""Fonts: the papers' families are there, hold Chinese, and are measured as they are drawn."""

import os
import subprocess
import sys
from io import BytesIO

import pytest
from django.core.checks import ERROR
from fontTools.ttLib import TTFont

from liaison.papers import fonts


@pytest.mark.parametrize("role", fonts.STACKS)
def test_every_stack_resolves_to_a_font_with_chinese(role):
    name, font = fonts.chain(role)[0]

    cmap = fonts.opened(font.file, name).getBestCmap()
    assert {ord(char) for char in "府院联动〔〕，。"} <= cmap.keys()


@pytest.mark.parametrize("role", fonts.STACKS)
def test_official_families_come_before_fandol_and_fandol_before_noto(role):
    stack = fonts.STACKS[role]

    fandol = next(rank for rank, name in enumerate(stack) if name.startswith("Fandol"))
    noto = next(rank for rank, name in enumerate(stack) if name.startswith("Noto"))
    assert 0 < fandol < noto


def test_the_start_is_not_stopped_when_all_is_there():
    assert fonts.missing_families() == []
    assert fonts.fonts_of_papers(None) == []


def test_a_machine_without_chinese_fonts_is_told_so_in_chinese(monkeypatch):
    monkeypatch.setattr(fonts, "chain", lambda role: ())

    (error,) = fonts.fonts_of_papers(None)

    assert error.level == ERROR
    assert error.id == "liaison.E010"
    assert "缺少公文字体：仿宋（仿宋_GB2312" in error.msg
    assert "小标宋" in error.msg
    assert "make fonts" in error.hint


def test_a_font_without_chinese_does_not_count(monkeypatch):
    font = fonts.find("DejaVu Sans") or pytest.skip("no DejaVu on this machine")
    monkeypatch.setattr(fonts, "chain", lambda role: (("DejaVu Sans", font),))

    assert len(fonts.missing_families()) == len(fonts.STACKS)


def test_fontconfig_is_asked_where_it_was_told_to_look(tmp_path):
    """In a process of its own, since fontconfig reads its configuration once."""
    (tmp_path / "fonts.conf").write_text(f"<fontconfig><dir>{tmp_path}</dir></fontconfig>")
    program = (
        "from liaison.papers import fonts; print(len(fonts.installed()), fonts.missing_families())"
    )

    answer = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "FONTCONFIG_FILE": str(tmp_path / "fonts.conf")},
        capture_output=True,
        check=True,
        text=True,
    ).stdout

    assert answer.startswith("0 ['仿宋（")


def test_chinese_is_one_em_and_figures_are_as_wide_as_the_font_says():
    widths = fonts.advances("fang")
    latin = TTFont(BytesIO(fonts.latin()))
    zero = latin["hmtx"][latin.getBestCmap()[ord("0")]][0] / latin["head"].unitsPerEm

    assert widths["府"] == widths["，"] == widths["“"] == 1.0
    assert widths["0"] == zero
    assert widths["\u0301"] == 0.0


def test_the_latin_font_holds_letters_and_figures_and_no_chinese():
    cmap = TTFont(BytesIO(fonts.latin())).getBestCmap()

    assert {ord("0"), ord("A"), ord("~")} <= cmap.keys()
    assert ord("府") not in cmap
    assert ord("“") not in cmap


def test_figures_stand_in_their_line_as_the_chinese_beside_them():
    name, font = fonts.chain("fang")[0]
    chinese, latin = fonts.opened(font.file, name), TTFont(BytesIO(fonts.latin()))

    heights = [
        [round(measure / face["head"].unitsPerEm, 3) for measure in (up, down)]
        for face in (chinese, latin)
        for up, down in [(face["hhea"].ascent, face["hhea"].descent)]
    ]

    assert heights[0] == heights[1]


@pytest.mark.parametrize("rare", "㙍𠮷禤㎡〇한")
def test_a_rare_character_is_found_further_down_the_stack(rare):
    assert fonts.unprintable(rare) == []


def test_a_character_no_font_has_is_named_once():
    assert fonts.unprintable("甲\U0001f9ff乙\U0001f9ff\n\ue999") == ["\U0001f9ff", "\ue999"]
    assert fonts.advances("fang")["\U0001f9ff"] == 1.0
    assert fonts.advances("fang")["\ue999"] in {0.5, 1.0}


def test_faces_that_share_a_family_are_told_apart_in_the_sheet():
    sheet = fonts.style_sheet()

    assert '"paper-title-' in sheet
    assert '"paper-hei-' in sheet
    assert "--fang:" in sheet
    assert "--title:" in sheet
    for name in fonts.sources():
        assert f'url("asset:font-{name}")' in sheet


def test_without_any_latin_font_the_stack_itself_draws_the_figures(monkeypatch):
    monkeypatch.setattr(fonts, "LATIN", ())
    fonts.latin.cache_clear()
    try:
        assert fonts.latin() == b""
        assert "paper-latin" not in fonts.style_sheet()
        assert 0.3 < fonts.Advances("fang")["0"] < 0.8
    finally:
        fonts.latin.cache_clear()
