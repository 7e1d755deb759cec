"""Charts (统计图) by pygal: one drawing for page and paper, without script of its own."""

import re
import sys

import pygal
from pygal.style import Style

# pygal leaves an import hook of an old kind behind, for plug-ins that we have none of; Python
# warns of it at every later import.
sys.meta_path[:] = [finder for finder in sys.meta_path if finder.__module__ != "pygal"]


def stacked_bars(labels, **series):
    """Draw bars stacked by series (name=numbers), as SVG text; colours are the page's."""
    chart = pygal.StackedBar(
        width=420,
        height=220,
        legend_at_bottom=True,
        print_values=False,
        disable_xml_declaration=True,
        js=(),
        order_min=0,
    )
    chart.x_labels = labels
    for name, numbers in series.items():
        chart.add(name, numbers)
    return chart.render(is_unicode=True)


def lying_bars(labels, **series):
    """The same lying, a bar a row, with room for long names at the left; the first on top."""
    chart = pygal.HorizontalStackedBar(
        width=560,
        height=130 + 28 * len(labels),
        legend_at_bottom=True,
        print_values=False,
        disable_xml_declaration=True,
        js=(),
        order_min=0,
        margin_left=4 + max(map(len, labels), default=0) * 9,
        truncate_label=-1,
        max_scale=6,
    )
    chart.x_labels = labels[::-1]
    for name, numbers in series.items():
        chart.add(name, numbers[::-1])
    return chart.render(is_unicode=True)


GREYS = ("#262626", "#a0a0a0", "#dedede")
"""Told apart when printed or copied in black and white."""


def printed(labels, *, stacked=False, lying=False, height=250, **series):
    """Draw bars for paper (name=numbers), as SVG text: in greys, each with its number.

    ``lying`` bars have room for long names at the left; a nought bears no number.
    """
    kinds = {
        (False, False): pygal.Bar,
        (True, False): pygal.StackedBar,
        (False, True): pygal.HorizontalBar,
        (True, True): pygal.HorizontalStackedBar,
    }
    chart = kinds[stacked, lying](
        width=600,
        height=height,
        style=_on_paper(len(series)),
        legend_at_bottom=True,
        legend_at_bottom_columns=len(series),
        show_legend=len(series) > 1,
        print_values=True,
        print_zeroes=False,
        value_formatter=lambda number: f"{number:g}" if number else "",
        show_y_guides=not lying,
        show_x_guides=lying,
        min_scale=2,
        max_scale=6,
        margin=4,
        margin_left=4 + (max(map(len, labels), default=0) * 6 if lying else 0),
        spacing=6,
        truncate_label=-1,
        truncate_legend=-1,
        disable_xml_declaration=True,
        js=(),
        order_min=0,
    )
    chart.x_labels = labels
    for name, numbers in series.items():
        chart.add(name, numbers)
    drawn = chart.render(is_unicode=True)
    return re.sub(r' id="activate-[^"]*"', "", drawn)  # a page holds several charts


def _on_paper(many):
    """The style sheet of a printed chart; numbers on dark bars are white."""
    return Style(
        background="#fff",
        plot_background="#fff",
        foreground="#000",
        foreground_strong="#000",
        foreground_subtle="#999",
        guide_stroke_color="#ccc",
        major_guide_stroke_color="#ccc",
        guide_stroke_dasharray="2,2",
        opacity="1",
        colors=GREYS[:many],
        value_colors=("#fff", "#000", "#000")[:many],
        font_family="paper-latin, paper-fang-0, serif",
        label_font_size=14,
        major_label_font_size=14,
        legend_font_size=14,
        value_font_size=13,
    )
