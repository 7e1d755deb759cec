"""Papers, drawn cheaply."""

import pytest

from liaison import documents


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
