"""Pages of resolved items beyond the common ones. No rules here."""

from urllib.parse import quote

from django.http import HttpResponse
from django.utils import timezone

from liaison.models import record
from liaison.views.matters import MatterDetailView, MatterListView
from meetings.documents.ledger import drawn_ledger
from meetings.filters import ItemFilter


class ItemListView(MatterListView):
    """The ledger of resolved items (督办台账), across meetings."""

    rows_template_name = "meetings/_item_rows.html"
    filterset_class = ItemFilter

    def rows(self):
        return super().rows().with_ledger()

    def get(self, request, *args, **kwargs):
        if request.GET.get("format") == "pdf":
            return self.as_paper()
        return super().get(request, *args, **kwargs)

    def as_paper(self):
        """The same rows, with the same filters and the same rights, on paper (督办台账)."""
        sheet = drawn_ledger(self.get_queryset(), timezone.localdate())
        user = self.request.user
        record(user, "export", "打印督办台账", note=self.request.GET.urlencode())
        response = HttpResponse(sheet, content_type="application/pdf")
        response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote('督办台账')}.pdf"
        return response


class ItemDetailView(MatterDetailView):
    template_name = "meetings/resolveditem_detail.html"

    def get_queryset(self):
        return super().get_queryset().with_ledger()

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "urgings": self.object.urgings.prefetch_related("copied"),
            "reports": self.object.reports.select_related("unit", "reporter"),
        }
