"""出庭应诉统计: how heads appeared, in figures, and the cases behind each. No rules here."""

from datetime import timedelta
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from django.views.generic import ListView, TemplateView

from disputes.appearances.forms.figures import AgenciesForm, FiguresForm
from disputes.appearances.models import Instance
from disputes.appearances.models.figures import (
    BY_COURT,
    BY_INSTANCE,
    BY_MONTH,
    BY_UNIT,
    TOTAL,
    added_up,
    counted_for,
    under_threshold,
)
from disputes.views.figures import last_months
from liaison import charts, exports
from liaison.models import Unit, record
from liaison.views.files import spreadsheet
from liaison.views.paginators import CappedPaginator
from liaison.workdays import add_months

TABLES = {BY_UNIT: "单位", BY_COURT: "法院", BY_INSTANCE: "审级", BY_MONTH: "月份"}
RANKED = 30
"""Units on a page of the ranking; the spreadsheet has them all."""
MONTHS = 12
SORTS = {
    "rate": lambda row: (row.figures.appeared / row.figures.due, row.figures.due),
    "due": lambda row: row.figures.due,
    "absent": lambda row: row.figures.absent,
    "chiefs": lambda row: row.figures.chiefs,
}
HEADERS = (
    *("类别", "名称", "名次", "应当出庭", "负责人出庭", "未出庭", "出庭应诉率", "低于目标"),
    *("正职出庭", "正职占比", "出庭发言", "出声率", "对照口径应当出庭", "对照口径出庭"),
    "对照口径出庭应诉率",
)
AGENCY_HEADERS = (
    *("案号", "案件", "被诉行政机关", "法院", "审级", "开庭日期", "法院通知", "负责人出庭"),
    *("负责人类别", "发言", "中途退庭", "未出庭且理由成立", "商定由其出庭", "计为出庭"),
)


class Row:
    """A line of a table: a unit, court, instance or month with its figures."""

    def __init__(self, by, value, figures, other=None):
        self.by, self.value, self.figures, self.other = by, value, figures, other
        self.name, self.place, self.is_below, self.query = "", None, False, ""


class Counting:
    """What both pages begin with: what was asked for, in a committee of the reader."""

    form_class = FiguresForm

    def dispatch(self, request, *args, **kwargs):
        self.form = self.form_class(request.GET, user=request.user)
        self.form.is_valid()
        if self.form.committee is None:
            raise Http404("您所在的单位没有参加府院联动委员会")
        self.policy, self.span = self.form.version, self.form.span
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        if request.GET.get("format") == "xlsx":
            return self.as_spreadsheet()
        return super().get(request, *args, **kwargs)

    def rows(self, policy):
        return self.form.kept(counted_for(self.request.user, self.span, policy))

    def sent(self, title, headers, lines):
        """Answer with the spreadsheet; the export is put on record."""
        sheet = exports.workbook(title, headers, lines)
        record(self.request.user, "export", f"导出{title}", note=self.request.GET.urlencode())
        return spreadsheet(sheet, title)


class FiguresView(Counting, TemplateView):
    """出庭应诉统计: the rate, the ranking of units, by court, instance and month."""

    template_name = "appearances/figures.html"

    def counted(self):
        """The total, that by the other policy, the rows of each table, and who is below the aim."""
        found = added_up(self.rows(self.policy), self.policy, *TABLES)
        other = self.form.other
        beside = added_up(self.rows(other), other, *TABLES) if other else {}
        tables = {
            name: [
                Row(name, value, figures, beside.get(name, {}).get(value))
                for value, figures in found[name].items()
            ]
            for name in TABLES
        }
        below = under_threshold(found[BY_UNIT], self.policy)
        rank(tables[BY_UNIT], below)
        tables[BY_MONTH].sort(key=lambda row: row.value, reverse=True)
        tables[BY_INSTANCE].sort(key=lambda row: Instance.values.index(row.value))
        tables[BY_COURT].sort(key=lambda row: -row.figures.due)
        return found[TOTAL], beside.get(TOTAL), tables, below

    def dress(self, *tables):
        """Give rows that are shown their names, in one query, and what leads to their cases."""
        rows = [row for table in tables for row in table]
        units = {row.value for row in rows if row.by in (BY_UNIT, BY_COURT)}
        known = Unit.objects.in_bulk(units)
        for row in rows:
            row.name, row.query = named(row, known), self.behind(row.by, row.value)

    def behind(self, name="", value=None):
        """What the list of the cases behind a figure is asked for; a month narrows the span.

        The policy is named: by the end of a shorter span another might be in force.
        """
        first, last = self.span
        if name == BY_MONTH:
            first, last = max(first, value), min(last, add_months(value, 1) - timedelta(1))
        asked = {"first": first, "last": last, "policy": self.policy.ident}
        asked["committee"] = self.form.committee.pk
        for each in ("court", "instance"):
            if chosen := self.form.chosen(each):
                asked[each] = getattr(chosen, "pk", chosen)
        own = {BY_UNIT: "unit", BY_COURT: "court", BY_INSTANCE: "instance"}
        return urlencode(asked | ({own[name]: value} if name in own else {}))

    def get_context_data(self, **kwargs):
        total, beside, tables, below = self.counted()
        ranking = self.sorted(tables[BY_UNIT])
        page = Paginator(ranking, RANKED).get_page(self.request.GET.get("page"))
        months = tables[BY_MONTH]
        self.dress(page, tables[BY_COURT], tables[BY_INSTANCE], months[:MONTHS])
        return super().get_context_data(**kwargs) | {
            "form": self.form,
            "committee": self.form.committee,
            "span": self.span,
            "policy": self.policy,
            "other": self.form.other,
            "total": total,
            "beside": beside,
            "missed": self.policy.is_missed_by(total.rate),
            "below": below,
            "page_obj": page,
            "ranking": page.object_list,
            "courts": tables[BY_COURT],
            "instances": tables[BY_INSTANCE],
            "months": months[:MONTHS],
            "months_left": max(0, len(months) - MONTHS),
            "asked": self.behind(),
            "chart": self.chart(months),
        }

    def sorted(self, rows):
        """The ranking in the order of its address: the highest rate first unless told."""
        asked = self.request.GET.get("sort", "-rate")
        key = SORTS.get(asked.lstrip("-"), SORTS["rate"])
        return sorted(rows, key=key, reverse=asked.startswith("-"))

    def chart(self, rows):
        """Heads that appeared and that did not, by month: at most the last twelve."""
        if not rows:
            return ""
        known = {(row.value.year, row.value.month): row.figures for row in rows}
        months = last_months(self.span, MONTHS)
        came = [known[month].appeared if month in known else 0 for month in months]
        away = [known[month].absent if month in known else 0 for month in months]
        labels = [f"{month}月" for _, month in months]
        return charts.stacked_bars(labels, 负责人出庭=came, 未出庭=away)

    def as_spreadsheet(self):
        """The same tables one below the other, numerators and denominators beside rates."""
        total, beside, tables, _ = self.counted()
        tables[BY_UNIT] = self.sorted(tables[BY_UNIT])
        self.dress(*tables.values())
        lines = [line("合计", Row("", "", total, beside))]
        lines += [line(f"按{TABLES[row.by]}", row) for name in TABLES for row in tables[name]]
        lines += [(), ("统计口径", f"{self.policy}：{self.policy.in_words}")]
        if self.form.other:
            lines.append(("对照口径", f"{self.form.other}：{self.form.other.in_words}"))
        lines.append(("统计期间", f"{self.span.first}至{self.span.last}"))
        return self.sent("出庭应诉统计", HEADERS, lines)


class AgenciesView(Counting, ListView):
    """出庭明细: the agencies in lawsuits that a figure counts, one line each."""

    template_name = "appearances/agencies.html"
    form_class = AgenciesForm
    context_object_name = "rows"
    paginate_by = 30
    paginator_class = CappedPaginator

    def get_queryset(self):
        rows = self.rows(self.policy).select_related(
            "matter", "unit", "court", "represented_by__unit"
        )
        return rows.order_by("-heard_on", "-pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = list(context["rows"])
        unit = rows[0].unit if rows and self.form.chosen("unit") else None
        return context | {
            "rows": rows,
            "form": self.form,
            "span": self.span,
            "policy": self.policy,
            "unit": unit,
        }

    def as_spreadsheet(self):
        rows = self.get_queryset()[: exports.ROW_CEILING]
        return self.sent("出庭明细", AGENCY_HEADERS, map(agency_line, rows))


def named(row, units):
    """What a row is called: a unit, an instance, a month."""
    if row.by == BY_INSTANCE:
        return Instance(row.value).label
    return f"{row.value.year}年{row.value.month}月" if row.by == BY_MONTH else str(units[row.value])


def rank(rows, below):
    """Give each unit its place by the rate, the same to the same, and say who is below the aim."""
    rows.sort(key=SORTS["rate"], reverse=True)
    for number, row in enumerate(rows, start=1):
        before = rows[number - 2] if number > 1 else None
        same = before and before.figures.rate.percent == row.figures.rate.percent
        row.place = before.place if same else number
        row.is_below = row.value in below


def line(heading, row):
    """A row of the spreadsheet; a rate stands as it is read, “—” for nothing to share."""
    figures, other = row.figures, row.other
    return (
        heading,
        row.name or heading,
        row.place,
        figures.due,
        figures.appeared,
        figures.absent,
        str(figures.rate),
        "是" if row.is_below else "",
        figures.chiefs,
        str(figures.chief_share),
        figures.spoke,
        str(figures.spoke_share),
        *((other.due, other.appeared, str(other.rate)) if other else ()),
    )


def agency_line(row):
    def yes(fact):
        return "是" if fact else "否"

    return (
        row.matter.number,
        row.matter.title,
        str(row.unit),
        str(row.court),
        row.get_instance_display(),
        row.heard_on,
        yes(row.notified),
        yes(row.appeared),
        row.get_head_rank_display(),
        yes(row.spoke),
        yes(row.left_early),
        yes(row.excused),
        str(row.represented_by.unit) if row.represented_by else "",
        yes(row.counts),
    )
