"""What tests of disputes share: papers that are not drawn where nobody looks at them."""

import pytest

from liaison.documents import Document


@pytest.fixture
def undrawn(monkeypatch):
    """Let steps issue no paper: drawing takes a second, and ``test_papers`` does it for real."""
    issued = []
    monkeypatch.setattr(Document, "issue", lambda self, *args: issued.append(self.code))
    return issued


@pytest.fixture
def drawing_only(monkeypatch):
    """Let steps issue papers of the codes given, and no others."""
    issue, codes = Document.issue, []

    def issue_some(self, *args):
        return issue(self, *args) if self.code in codes else None

    monkeypatch.setattr(Document, "issue", issue_some)
    return codes.extend
