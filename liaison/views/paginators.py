"""Leafing through lists: counted, and searched, no further than anybody leafs."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property


class CappedPaginator(Paginator):
    """Counts no further than 10,001: a list longer than that is to be filtered, not leafed."""

    ceiling = 10_000

    @cached_property
    def count(self):
        """Counted in no order: sorting first would read all that it sorts."""
        return min(self.object_list.order_by()[: self.ceiling + 1].count(), self.ceiling)

    @cached_property
    def is_capped(self):
        return self.count >= self.ceiling

    @property
    def total_text(self):
        if self.is_capped:
            return f"{self.ceiling:,}+ 件，列出前 {self.ceiling:,} 件"
        return f"共 {self.count} 件"


class FoundPaginator(CappedPaginator):
    """Leafs through the ids that a search found, in order; each page reads its own of ``rows``.

    What is found a thousand times is to be searched for with another word, not leafed.
    """

    ceiling = 1_000

    def __init__(self, ids, *args, rows, **kwargs):
        super().__init__(ids, *args, **kwargs)
        self.rows = rows

    @cached_property
    def count(self):
        return min(len(self.object_list), self.ceiling)

    def _get_page(self, ids, *args, **kwargs):
        rows = self.rows.in_bulk(ids)
        return super()._get_page([rows[pk] for pk in ids if pk in rows], *args, **kwargs)
