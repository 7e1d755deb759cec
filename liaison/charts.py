"""Charts (统计图) by pygal: one drawing for page and paper, without script of its own."""

import sys

import pygal

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
