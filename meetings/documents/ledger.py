"""The ledger of resolved items on paper (督办台账), as it was filtered."""

from django.template.loader import render_to_string
from django.utils import timezone

from liaison import documents
from liaison.papers.tables import Column, Table

COLUMNS = [
    Column("序号", 11, center=True),
    Column("议定事项", 49),
    Column("牵头、配合单位", 36),
    Column("期限", 23, center=True),
    Column("办理情况", 37),
]
MOST = 500
"""Lines of one print; who wants more saves the list as a spreadsheet."""


def drawn_ledger(items, today):
    """Draw the ledger of ``items`` (with_ledger), as of ``today``; no more than ``MOST`` of them.

    If there are more, the sheet says that it is not all.
    """
    found = list(items.with_last_report().with_clock()[: MOST + 1])
    rows = [
        [str(place), what(item), who(item), until(item, today), how_far(item)]
        for place, item in enumerate(found[:MOST], 1)
    ]
    html = render_to_string(
        "documents/meetings/ledger.html",
        {
            "heading": "府院联席会议议定事项督办台账",
            "moment": timezone.now(),
            "today": today,
            "draft": False,
            "document": {"layout": "form"},
            "count": f"前{MOST}项，其余未列" if len(found) > MOST else f"共{len(rows)}项",
            "table": Table(COLUMNS, rows, size=12),
        },
    )
    return documents.draw(html, "form").pdf


def what(item):
    return f"{item.title}\n{item.number}"


def who(item):
    assisting = f"\n配合：{'、'.join(item.assisting_names)}" if item.assisting_names else ""
    return f"{item.lead.short_name}{assisting}"


def until(item, today):
    """Its day, and by how much that was missed: what was reported done in time is not late."""
    day = item.last_day
    if day is None:
        return "—"
    words = f"{day.year}.{day.month}.{day.day}"
    late = ((item.done_on or item.reported_on or today) - day).days
    return f"{words}\n逾期{late}日" if late > 0 else words


def how_far(item):
    closed = f"（{item.closed_on.month}月{item.closed_on.day}日）" if item.closed_on else ""
    last = f"\n{item.last_report}" if item.last_report else ""
    return f"{item.get_status_display()}{closed}{last[:60]}"
