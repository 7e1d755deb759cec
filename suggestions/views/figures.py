"""建议统计: how suggestions are answered, in figures, and the letters behind. No rules here."""

from urllib.parse import urlencode

from django.utils import timezone
from django.views.generic import ListView, TemplateView

from liaison import exports
from liaison.models import Unit, record
from liaison.views.files import spreadsheet
from liaison.views.paginators import CappedPaginator
from suggestions.forms.figures import AnswersForm, FiguresForm, own_courts
from suggestions.models import Kind, Timeliness
from suggestions.models.figures import TOTAL, added_up, fallen_due
from suggestions.models.recurring import recurring

GROUPS = (
    # heading, column, by which the letters behind are filtered
    ("被建议单位", "unit_id", "recipient"),
    ("提出法院", "court", "court"),
    ("种类", "kind", "kind"),
)
SHOWN = 40
"""Rows of a table on the page; the spreadsheet has them all."""
HEADERS = (
    *("类别", "名称", "按期答复", "逾期答复", "逾期未答复", "应当答复", "反馈率", "已答复"),
    *("其中采纳", "采纳率", "用时中位数（日）"),
)
AGAIN_HEADERS = ("被建议单位", "治理领域", "件数", "年度")
ANSWER_HEADERS = (
    *("编号", "标题", "提出法院", "被建议单位", "种类", "治理领域", "送达日期", "应当答复日期"),
    *("答复日期", "用时（日）", "答复情况"),
)


class FiguresView(TemplateView):
    """建议统计: answered in time, adopted, in how many days; by unit, court and kind."""

    template_name = "suggestions/figures.html"

    def get(self, request, *args, **kwargs):
        self.form = FiguresForm(request.GET, request=request)
        self.form.is_valid()
        if request.GET.get("format") == "xlsx":
            return self.as_spreadsheet()
        return super().get(request, *args, **kwargs)

    def counted(self, most=None):
        """The total, the tables by group, and who was written to again; names in one query.

        Of each table the first ``most`` rows, or all, and how many were left out.
        """
        user, span, court = self.request.user, self.form.span, self.form.chosen("court")
        rows = fallen_due(user, span, timezone.localdate())
        if court:
            rows = rows.filter(matter__initiator=court)
        found = added_up(rows, *(column for _, column, _ in GROUPS))
        again = recurring(user, span, court)
        shown = {column: list(found[column].items())[:most] for _, column, _ in GROUPS}
        units = {value for column in ("unit_id", "court") for value, _ in shown[column]}
        names = Unit.objects.in_bulk(units | {each.unit for each in again})
        tables = [
            (
                heading,
                name,
                [(named(names, value), value, each) for value, each in shown[column]],
                len(found[column]) - len(shown[column]),
            )
            for heading, column, name in GROUPS
        ]
        return found[TOTAL], tables, [(names[each.unit], each) for each in again]

    def get_context_data(self, **kwargs):
        total, tables, again = self.counted(SHOWN)
        return super().get_context_data(**kwargs) | {
            "form": self.form,
            "span": self.form.span,
            "court": self.form.chosen("court"),
            "total": total,
            "tables": tables,
            "asked": self.asked(),
            "again": again,
            "may_account": own_courts(self.request.user).exists(),
        }

    def asked(self):
        """The span, and the court if there is one, as the letters behind are asked for."""
        span, court = self.form.span, self.form.chosen("court")
        asked = {"first": span.first, "last": span.last}
        return urlencode(asked | ({"court": court.pk} if court else {}))

    def as_spreadsheet(self):
        """The same tables, one below the other, numerators beside rates; put on record."""
        total, tables, again = self.counted()
        rows = [line("合计", "合计", total)]
        for heading, _, each, _ in tables:
            rows += [line(f"按{heading}", name, figures) for name, _, figures in each]
        if again:
            rows += [(), AGAIN_HEADERS]
            rows += [(str(unit), a.field, a.letters, a.years_in_words) for unit, a in again]
        sheet = exports.workbook("建议统计", HEADERS, rows)
        record(self.request.user, "export", "导出建议统计", note=self.request.GET.urlencode())
        return spreadsheet(sheet, "建议统计")


class AnswersView(ListView):
    """答复明细: the letters that a figure counts, one line for each unit that was written to."""

    template_name = "suggestions/answers.html"
    context_object_name = "rows"
    paginate_by = 30
    paginator_class = CappedPaginator

    def get_queryset(self):
        self.form = AnswersForm(self.request.GET, request=self.request)
        self.form.is_valid()
        self.today = timezone.localdate()
        rows = self.form.kept(fallen_due(self.request.user, self.form.span, self.today))
        return rows.select_related("unit", "matter__initiator").order_by("due_on", "pk")

    def get(self, request, *args, **kwargs):
        if request.GET.get("format") == "xlsx":
            return self.as_spreadsheet()
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"form": self.form, "span": self.form.span}

    def as_spreadsheet(self):
        rows = self.get_queryset()[: exports.ROW_CEILING]
        sheet = exports.workbook("答复明细", ANSWER_HEADERS, map(answer_line, rows))
        record(self.request.user, "export", "导出答复明细", note=self.request.GET.urlencode())
        return spreadsheet(sheet, "答复明细")


def named(names, value):
    return names[value] if value in names else Kind(value).label


def line(heading, name, figures):
    """A row of the spreadsheet; a rate stands as it is read, “—” for nothing to share."""
    return (
        heading,
        str(name),
        figures.in_time,
        figures.late,
        figures.overdue,
        figures.replied.denominator,
        str(figures.replied),
        figures.answered,
        figures.adopted,
        str(figures.adoption),
        "—" if figures.days is None else figures.days,
    )


def answer_line(row):
    matter = row.matter
    return (
        matter.number,
        matter.title,
        str(matter.initiator),
        str(row.unit),
        matter.get_kind_display(),
        matter.field_of_work,
        row.served_on,
        row.due_on,
        row.answered_on,
        row.days_taken,
        Timeliness(row.timeliness).label,
    )
