"""Figures of meetings and of what they resolved, by lead unit. No rules here."""

from django.utils import timezone
from django.views.generic import TemplateView

from liaison import registry
from liaison.forms import SpanForm
from liaison.models import Unit
from meetings.metrics import ItemFigures


class FiguresView(TemplateView):
    """督办统计: meetings held, items that fell due and how they stand, by unit with its items."""

    template_name = "meetings/figures.html"

    def get_context_data(self, **kwargs):
        user, today = self.request.user, timezone.localdate()
        form = SpanForm(self.request.GET)
        form.is_valid()
        span = form.span
        counted = registry.metrics["meetings.items_done_in_time"].figures(user, span, today)
        units = Unit.objects.in_bulk(counted)
        rows = sorted(counted.items(), key=lambda row: (-row[1].overdue, row[0]))
        held = registry.metrics["meetings.held"].rate(user, span, today)
        total = ItemFigures.sum([figures for _, figures in rows])
        return super().get_context_data(**kwargs) | {
            "form": form,
            "span": span,
            "held": held,
            "regular": f"其中定期会议 {held.numerator} 次",
            "total": total,
            "shares": f"已到期 {total.rate.denominator} 项，按期办结 {total.rate.numerator} 项",
            "rows": [(units[pk], figures) for pk, figures in rows],
        }
