"""QR codes: they say what they should, to a camera and to a screen reader, on page and paper."""

import re
import subprocess

import pytest
import segno
from django.template import Context, Template
from PIL import Image
from weasyprint import HTML

from liaison.templatetags.qr import QUIET

ADDRESS = "https://fylh.example.gov.cn/calendar/feed/abcdefghijklmnopqrstuvwxyz0123456789.ics"


def drawn(content=ADDRESS, arguments="content label", **more):
    template = Template(f"{{% load qr %}}{{% qr {arguments} %}}")
    return template.render(Context({"content": content, "label": "订阅地址"} | more))


def modules(svg):
    """The dark modules that the picture paints."""
    path = re.search(r' d="([^"]*)"', svg)[1]
    dark = set()
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", path):
        dark |= {(int(x) + step, int(y)) for step in range(int(length))}
    return dark


def test_every_module_of_the_code_is_painted_and_no_other():
    code = segno.make(ADDRESS, error="m", micro=False)
    wanted = {
        (x, y)
        for y, row in enumerate(code.matrix_iter(border=QUIET))
        for x, dark in enumerate(row)
        if dark
    }
    assert modules(drawn()) == wanted


def test_it_has_words_and_neither_style_nor_script():
    svg = drawn()
    assert 'role="img" aria-label="订阅地址"' in svg
    assert not re.search(r"style|script|on\w+=", svg)
    assert "mm" not in svg


def test_words_stay_words():
    svg = drawn(content="<script>", label='"><script>')
    assert "<script>" not in svg
    assert "&quot;&gt;&lt;script&gt;" in svg


def test_a_chinese_text_and_a_short_one_are_whole_codes():
    for content in ("纪要〔2026〕1号", "1", 7):
        assert "<path" in drawn(content=content)


@pytest.mark.parametrize("size", [25, 30])
def test_on_paper_it_has_the_size_asked_for(tmp_path, size):
    html = "<style>@page {size: 100mm; margin: 0} body {margin: 0} svg {display: block}</style>"
    html += drawn(arguments=f"content label size_mm={size}")
    path = tmp_path / "paper.pdf"
    HTML(string=html).write_pdf(path)
    subprocess.run(["pdftoppm", "-r", "254", "-gray", path, tmp_path / "p"], check=True)
    [picture] = tmp_path.glob("p*.pgm")
    box = Image.open(picture).point(lambda value: 255 * (value < 128)).getbbox()
    side = segno.make(ADDRESS, error="m", micro=False).symbol_size(border=QUIET)[0]
    quiet = size * 10 * QUIET / side
    assert box[0] == pytest.approx(quiet, abs=2)
    assert box[2] == pytest.approx(size * 10 - quiet, abs=2)
