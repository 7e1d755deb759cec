"""A committee that can hold meetings."""

import pytest

from tests.factories.meetings import board


@pytest.fixture
def on(db):
    """A committee with its people."""
    return board()
