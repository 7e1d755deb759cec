"""The centre's figures, and the office's list of progress. Numbers and dates, no content."""

from urllib.parse import quote

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.generic import ListView, TemplateView

from disputes.forms.figures import FiguresForm
from disputes.models import Dispute
from disputes.models.choices import Field, Outcome, Source
from liaison import charts, documents, exports
from liaison.metrics import Span
from liaison.models import Unit, record
from liaison.views.files import spreadsheet
from liaison.views.paginators import CappedPaginator

TABLES = (
    # column, heading, choices that name its values
    ("source", "来源", Source),
    ("field", "领域", Field),
    ("respondent", "被申请机关", None),
)
HEADERS = (
    *("收到", "受理", "不予受理", "受理中已化解", "化解率（按受理）", "结案", "结案中已化解"),
    *("化解率（按结案）", "部分化解", "用时中位数（日）"),
)


def named(rows, choices):
    """Put a name before each row of ``figures_by``; units are fetched in one query."""
    if choices is not None:
        return [(choices(value).label, value, figures) for value, figures in rows]
    units = Unit.objects.in_bulk([value for value, _ in rows])
    return [(str(units[value]), value, figures) for value, figures in rows]


class FiguresView(TemplateView):
    """化解数据: counts and both rates over a span, by source, field, agency and result."""

    template_name = "disputes/figures.html"

    def get(self, request, *args, **kwargs):
        self.form = FiguresForm(request.GET, reader=request.user)
        self.form.is_valid()
        self.disputes = Dispute.objects.followed_by(request.user)
        if centre := getattr(self.form, "cleaned_data", {}).get("centre"):
            self.disputes = self.disputes.filter(centre=centre)
        forms = {"xlsx": self.as_spreadsheet, "pdf": self.as_sheet}
        if form := forms.get(request.GET.get("format")):
            return form()
        return super().get(request, *args, **kwargs)

    def tables(self):
        span = self.form.span
        for column, heading, choices in TABLES:
            rows = named(self.disputes.figures_by(column, span), choices)
            yield {"column": column, "heading": heading, "rows": rows}

    def get_context_data(self, **kwargs):
        span = self.form.span
        outcomes = self.disputes.outcomes(span)
        return super().get_context_data(**kwargs) | {
            "form": self.form,
            "span": span,
            "figures": self.disputes.figures(span),
            "performance": self.disputes.performance(span, timezone.localdate()),
            "heads": self.disputes.heads_attending(span),
            "tables": list(self.tables()),
            "outcomes": [(each.label, outcomes[each]) for each in Outcome if each in outcomes],
            "chart": self.chart(span),
        }

    def chart(self, span):
        """Accepted and resolved by month, at most the last twelve of the span."""
        counted = self.disputes.by_month(span)
        months = last_months(span, 12)
        if not counted:
            return ""
        accepted, solved = zip(*(counted.get(month, (0, 0)) for month in months), strict=True)
        open_yet = [all_ - done for all_, done in zip(accepted, solved, strict=True)]
        labels = [f"{month}月" for _, month in months]
        return charts.stacked_bars(labels, 已化解=solved, 其他=open_yet)

    def as_spreadsheet(self):
        """The same tables, as one sheet; the export is put on record."""
        span = self.form.span
        rows = [("合计", "合计", *line(self.disputes.figures(span)))]
        for table in self.tables():
            rows += [(table["heading"], name, *line(each)) for name, _, each in table["rows"]]
        sheet = exports.workbook("化解数据", ("类别", "名称", *HEADERS), rows)
        note = f"{span.first}至{span.last}"
        record(self.request.user, "export", "导出化解数据", note=note)
        return spreadsheet(sheet, "化解数据")

    def as_sheet(self):
        """The same tables as a sheet to hand in (统计表); put on record like the spreadsheet."""
        span, now = self.form.span, timezone.now()
        html = render_to_string(
            "documents/disputes/statistics.html",
            {
                "heading": "行政争议协调化解统计表",
                "span": span,
                "scope": str(self.form.cleaned_data.get("centre") or "全部化解中心"),
                "maker": self.request.user,
                "moment": now,
                "total": line(self.disputes.figures(span)),
                "tables": [
                    (table["heading"], [(n, line(f)) for n, _, f in table["rows"]])
                    for table in self.tables()
                ],
                "performance": self.disputes.performance(span, timezone.localdate(now)),
                "heads": self.disputes.heads_attending(span),
            },
        )
        record(self.request.user, "export", "打印化解统计表", note=f"{span.first}至{span.last}")
        response = HttpResponse(documents.draw(html, "sheet").pdf, content_type="application/pdf")
        response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote('化解统计表')}.pdf"
        response["Cache-Control"] = "private, no-store"
        return response


def line(figures):
    """A row of the spreadsheet; a rate stands as it is read, with “—” for nothing to share."""
    return (
        figures.received,
        figures.accepted,
        figures.refused,
        figures.accepted_solved,
        str(figures.of_accepted),
        figures.concluded,
        figures.concluded_solved,
        str(figures.of_concluded),
        figures.partly,
        "—" if figures.median_days is None else figures.median_days,
    )


def last_months(span: Span, most):
    """(year, month) of the last ``most`` months of ``span``, in their order."""
    first = span.first.year * 12 + span.first.month - 1
    last = span.last.year * 12 + span.last.month - 1
    return [(month // 12, month % 12 + 1) for month in range(max(first, last - most + 1), last + 1)]


class ProgressView(ListView):
    """化解进展台账: where each dispute stands, for the office: no title, no party, no content."""

    template_name = "disputes/progress.html"
    context_object_name = "disputes"
    paginate_by = 30
    paginator_class = CappedPaginator

    def get_queryset(self):
        status = self.request.GET.get("status", "")
        disputes = Dispute.objects.followed_by(self.request.user)
        if status in Dispute.Status.values:
            disputes = disputes.filter(status=status)
        return (
            disputes.select_related("centre__unit", "respondent")
            .order_by("-referred_on", "-pk")
            .only(
                *("number", "status", "source", "field", "outcome", "due_on", "due_provisional"),
                *("referred_on", "accepted_on", "ended_on", "closed_on", "search_text"),
                *("centre__unit__name", "centre__unit__short_name"),
                *("respondent__name", "respondent__short_name"),
            )
        )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {
            "statuses": Dispute.Status.choices,
            "chosen": self.request.GET.get("status", ""),
        }
