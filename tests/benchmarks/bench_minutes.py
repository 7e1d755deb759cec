"""Minutes of four pages: what our own work adds to WeasyPrint's on the same HTML.

``python -m tests.benchmarks.bench_minutes`` prints the least milliseconds of the processor for
the whole paper (template, lines, check code with its picture, checks, PDF/A); for bare
WeasyPrint on the HTML that came out of it, with the same parsed sheets and fonts kept ready,
as plain PDF and as the PDF/A with tags that we issue; and for bare WeasyPrint as its manual
shows it, sheets parsed and fonts found anew. The bar: whole ≤ 1.2 × bare, a plain PDF with
everything kept ready.
"""

import gc
import os
import statistics
import time
from datetime import UTC, date, datetime

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liaison.settings")
django.setup()

from django.template import engines  # noqa: E402
from weasyprint import CSS, HTML  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402

from liaison import documents, typesetting  # noqa: E402
from liaison.papers import drawing, fonts, footmark  # noqa: E402

ROUNDS = 40
TEMPLATE = engines["django"].from_string(
    """{% extends "documents/base.html" %}{% load typeset %}
{% block head %}{% minutes_head "委员会会议纪要" "〔2026〕1号" day %}{% endblock %}
{% block body %}{% typeset text %}{% endblock %}
{% block note %}{% hanging "出席：" present %}{% endblock %}
{% block colophon %}{% colophon "各成员单位" "委员会办公室" day %}{% endblock %}"""
)
PARAGRAPH = (
    "会议强调，要提升政治站位，充分认识建立府院联动机制的重要意义，站在推动法治政府建设的高度，紧盯"
    "“重大案件”“重大改革”、重大矛盾、重大项目、重大事项等关键领域（详见附件），2026年1—6月受理654件、"
    "化解311件，化解率47.55%，有效发挥府院联动机制的重要作用。\n（一）加强组织领导。各单位按照〔2020〕3号"
    "文件要求，常联系、多互动，切实形成整体联动的工作格局。\n"
)
CONTEXT = {
    "document": documents.Document(),
    "heading": "长白山府院联动工作委员会第一次联席会议纪要",
    "moment": datetime(2026, 7, 2, tzinfo=UTC),
    "day": date(2026, 7, 2),
    "text": PARAGRAPH * 9,
    "present": "、".join(["王某某"] * 20),
}


CODE = "A1C2E3F4G5H6"


def html():
    foot = {"foot": footmark.foot(CODE), "picture": footmark.picture(CODE)}
    return TEMPLATE.render(CONTEXT | foot)


def whole():
    return documents.draw(html(), "minutes", archival=True)


def bare_kept(html, **variant):
    fetcher, config = drawing._fonts()
    return HTML(string=html, base_url="asset:", url_fetcher=fetcher).write_pdf(
        stylesheets=drawing._sheets("minutes"), font_config=config, **variant
    )


def bare_archival(html):
    return bare_kept(html, pdf_tags=True, pdf_variant=drawing.PDF_A)


def bare_fresh(html):
    fetcher, config = drawing._fonts()[0], FontConfiguration()
    kit = {"base_url": "asset:", "url_fetcher": fetcher, "font_config": config}
    sheets = [CSS(string=fonts.style_sheet(), **kit)]
    sheets += [CSS(url=f"asset:{name}.css", **kit) for name in ("base", "minutes")]
    page = HTML(string=html, base_url="asset:", url_fetcher=fetcher)
    return page.write_pdf(stylesheets=sheets, font_config=config)


def timed(work, *arguments):
    """Milliseconds of the processor, without clearing away what the work before left behind."""
    gc.collect()
    started = time.process_time()
    work(*arguments)
    return (time.process_time() - started) * 1000


def main():
    paper, pages = html(), whole().pages
    bare_kept(paper)
    rounds = [
        (timed(whole), timed(bare_kept, paper), timed(bare_archival, paper)) for _ in range(ROUNDS)
    ]
    ours, kept, archival = (min(column) for column in zip(*rounds, strict=True))
    fresh = min(timed(bare_fresh, paper) for _ in range(ROUNDS))
    face = typesetting.Face(fonts.advances("fang"))
    paragraphs = typesetting.split(PARAGRAPH * 6)
    lines = statistics.median(
        timed(lambda: [typesetting.compose(each, face, indent=2) for each in paragraphs])
        for _ in range(50)
    )
    median = statistics.median(a / b for a, b, _ in rounds)
    print(f"minutes of {pages} pages, best of {ROUNDS}, milliseconds")
    print(f"whole paper            {ours:8.1f}")
    print(f"bare, all kept ready   {kept:8.1f}   whole / bare {ours / kept:.2f} (bar 1.2)")
    print(f"    pair by pair, median            {median:.2f}")
    print(f"bare, as PDF/A         {archival:8.1f}   whole / bare {ours / archival:.2f}")
    print(f"bare, made anew        {fresh:8.1f}   whole / bare {ours / fresh:.2f}")
    print(f"lines of 12 paragraphs {lines:8.2f}")


if __name__ == "__main__":
    main()
