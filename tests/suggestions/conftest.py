"""The periods and the calendar, which every suggestion's clock needs; papers drawn cheaply."""

import pytest

from liaison import calendars, documents, rulebook
from liaison.models import DeadlineRule


@pytest.fixture
def rules(db):
    """Seed the rules and the calendar where the test database does not have them yet."""
    if not DeadlineRule.objects.filter(code="suggestion.supplement").exists():
        rulebook.seed()
        calendars.seed()


@pytest.fixture(autouse=True)
def papers_in_words(request, monkeypatch):
    """Keep the HTML in place of its drawing: only tests of the paper itself draw it."""
    if "drawn_papers" not in request.fixturenames:
        monkeypatch.setattr(
            documents, "draw", lambda html, layout: documents.Drawn(html.encode(), 1, [])
        )


@pytest.fixture
def drawn_papers():
    """Ask for this to have papers really drawn."""
