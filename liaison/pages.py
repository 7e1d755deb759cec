"""Pages of a mechanism beside its matters (查看): figures, rulebooks, registers, in the menu."""

from dataclasses import dataclass

from django.urls import reverse

from liaison import access


@dataclass(frozen=True)
class Page:
    """A page that the menu offers to people of some roles: register it in ``registry.pages``.

    The view behind it has walls of its own; this only spares the others a useless entry.
    """

    code: str
    label: str
    icon: str
    view: str
    roles: frozenset = frozenset()
    """Whom it is offered; everybody with a post where none is named."""

    @property
    def url(self):
        return reverse(self.view)

    def is_for(self, user):
        posts = access.standing(user).posts
        return any(not self.roles or post.role in self.roles for post in posts)
