"""Meetings are walked through many steps here; only the tests of papers draw them for real."""

import pytest

from liaison import documents
from tests.factories.meetings import board

drawn = documents.draw


@pytest.fixture(autouse=True)
def plain_paper(request, monkeypatch):
    """Render the templates, but draw nothing, unless a test asks for ``real_paper``."""
    if "real_paper" not in request.fixturenames:
        plain = documents.Drawn(b"%PDF-1.7\n%%EOF\n", 1, [])
        monkeypatch.setattr(documents, "draw", lambda html, layout: plain)


@pytest.fixture
def real_paper():
    """Let papers be drawn."""


@pytest.fixture
def on(db):
    """A committee with its people."""
    return board()
