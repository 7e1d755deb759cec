"""Pages of monthly notices and of rectification. No rules here."""

from disputes.appearances.models import Interview
from liaison import charts
from liaison.views.matters import MatterDetailView, MatterListView

CHARTED = 12
"""Units that the chart on the page shows."""


class MonthlyNoticeListView(MatterListView):
    rows_template_name = "appearances/_monthlynotice_rows.html"


class MonthlyNoticeDetailView(MatterDetailView):
    """The page of a notice: figures, chart, praise and criticism, and what followed."""

    template_name = "appearances/monthlynotice_detail.html"

    def get_queryset(self):
        return super().get_queryset().with_page(self.request.user)

    def get_context_data(self, **kwargs):
        matter = self.object
        inside = matter.is_inside(self.request.user)
        rows = list(matter.listed.all())
        return super().get_context_data(**kwargs) | {
            "inside": inside,
            "rows": rows,
            "below": {row.pk for row in matter.below()},
            "blamed": matter.criticisms.all() if inside else matter.blamed(),
            "praised": matter.praised(),
            "rectifications": matter.seen_rectifications,
            "chart": drawn(rows[:CHARTED]),
        }


class RectificationListView(MatterListView):
    rows_template_name = "appearances/_rectification_rows.html"

    def rows(self):
        return super().rows().with_times()


class RectificationDetailView(MatterDetailView):
    """The page of a rectification: what was criticised, the plans, the interview."""

    template_name = "appearances/rectification_detail.html"

    def get_queryset(self):
        return super().get_queryset().with_page()

    def get_context_data(self, **kwargs):
        matter = self.object
        grounds = matter.grounds() if matter.is_open else []
        return super().get_context_data(**kwargs) | {
            "facts_of": matter.notice.criticisms.filter(unit=matter.unit, left_out=""),
            "plans": matter.plans.all(),
            "interviews": matter.talks(),
            "grounds": [] if matter.is_interviewed else grounds,
            "held": Interview.State.HELD,
        }


def drawn(rows):
    """The chart of a notice's units; nothing where nothing was counted."""
    if not rows:
        return None
    return charts.lying_bars(
        [row.unit.short_name for row in rows],
        出庭=[row.appeared for row in rows],
        未出庭=[row.due - row.appeared for row in rows],
    )
