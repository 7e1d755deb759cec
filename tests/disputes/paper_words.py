"""What a paper says, read from its HTML: for tests that need not draw it."""

import re
from html import unescape

from django.urls import reverse

from liaison import registry
from liaison.documents import frozen


def said(html):
    """The words of a paper, without spaces; nothing that is missing shows as a word of Python."""
    body = re.sub(r"<head>.*?</head>", "", html.decode(), flags=re.DOTALL)
    words = re.sub(r"\s", "", unescape(re.sub(r"<[^>]*>", "", body)))
    assert not re.search("None|<|＜|DoesNotExist", words)
    return words


def issued(dispute, code, part=None):
    """The words of a paper as it was last issued."""
    ref = registry.papers[code].of(part).ref
    return said(frozen(dispute.papers.filter(code=code, part=ref).order_by("version").last()))


def form(dispute, code, part=None):
    """The words of a form as it is printed now."""
    return said(registry.papers[code].of(part).render(dispute))


def opened(client, paper):
    """Whether the one who is logged in gets to read an issued paper; otherwise it isn't found."""
    answer = client.get(reverse("liaison:paper", args=[paper.pk]))
    if answer.status_code == 404:
        return False
    assert b"".join(answer.streaming_content) == frozen(paper)
    return True
