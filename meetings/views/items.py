"""Pages of resolved items beyond the common ones. No rules here."""

from liaison.views.matters import MatterDetailView, MatterListView
from meetings.filters import ItemFilter


class ItemListView(MatterListView):
    """The ledger of resolved items (督办台账), across meetings."""

    rows_template_name = "meetings/_item_rows.html"
    filterset_class = ItemFilter

    def get_queryset(self):
        return super().get_queryset().with_ledger()


class ItemDetailView(MatterDetailView):
    template_name = "meetings/resolveditem_detail.html"

    def get_queryset(self):
        return super().get_queryset().with_ledger()

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "reports": self.object.reports.select_related("unit", "reporter"),
        }
