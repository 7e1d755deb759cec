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
    """Draw the ledger of ``items`` (with_ledger, with_last_report), as of ``today``."""
    rows = [
        [str(place), what(item), who(item), until(item, today), how_far(item)]
        for place, item in enumerate(items[:MOST], 1)
    ]
    html = render_to_string(
        "documents/meetings/ledger.html",
        {
            "heading": "府院联席会议议定事项督办台账",
            "moment": timezone.now(),
            "today": today,
            "draft": False,
            "document": {"layout": "form"},
            "count": len(rows),
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
    day = item.due_on or item.closed_on
    words = f"{day.year}.{day.month}.{day.day}" if day else "—"
    if item.is_open and item.due_on and item.due_on < today:
        words += f"\n逾期{(today - item.due_on).days}日"
    return words


def how_far(item):
    closed = f"（{item.closed_on.month}月{item.closed_on.day}日）" if item.closed_on else ""
    last = f"\n{item.last_report}" if item.last_report else ""
    return f"{item.get_status_display()}{closed}{last[:60]}"
