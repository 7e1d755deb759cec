"""What tests of disputes share: papers that are not drawn where nobody looks at them."""

import pytest

from liaison.documents import Document


@pytest.fixture
def undrawn(monkeypatch):
    """Let steps issue no paper: drawing takes a second, and ``test_papers`` does it for real."""
    issued = []
    monkeypatch.setattr(Document, "issue", lambda self, *args: issued.append(self.code))
    return issued
