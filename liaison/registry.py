"""What the mechanisms bring, found by autodiscovery: a fixed list of stores.

``liaison`` knows none of the mechanisms by name. Each says in its own modules what papers,
notices, figures and demo it brings; a slip in a store's name is an AttributeError, a code
used twice or unknown is an error too.
"""

from django.core.exceptions import ImproperlyConfigured


class Store:
    """Things of one sort, each under its own code."""

    def __init__(self, name):
        self.name = name
        self._items = {}

    def register(self, item):
        """Add ``item`` under its ``code``; as a decorator of a class it keeps one instance."""
        if item.code in self._items:
            raise ImproperlyConfigured(f"{self.name}: {item.code!r} is registered twice")
        self._items[item.code] = item() if isinstance(item, type) else item
        return item

    def __getitem__(self, code):
        try:
            return self._items[code]
        except KeyError:
            raise LookupError(f"{self.name}: no {code!r}") from None

    def __contains__(self, code):
        return code in self._items

    def __iter__(self):
        return iter(self._items.values())

    def __len__(self):
        return len(self._items)


papers = Store("papers")
notices = Store("notices")
metrics = Store("metrics")
agenda = Store("agenda")
demo = Store("demo")
works = Store("works")
pages = Store("pages")
consequences = Store("consequences")
"""What one mechanism makes of an event in another, which does not know it."""

MODULES = (
    *("documents", "notices", "metrics", "agenda", "demo", "works", "pages"),
    "consequences",
)
"""The modules of an app in which its registrations stand."""
