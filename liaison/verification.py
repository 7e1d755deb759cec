"""Verifying a printed copy (文书核验): what it tells, and how many wrong codes are borne."""

import hashlib
from dataclasses import dataclass

from django.core.cache import cache

from liaison import registry
from liaison.models import IssuedPaper, record

WRONG_AT_MOST, WITHIN = 10, 600
"""Wrong codes that a person may type within so many seconds."""


@dataclass(frozen=True)
class Finding:
    """What is told of an issued paper: to everybody its particulars, its content to none."""

    paper: IssuedPaper
    matter: object
    number: str
    issuer: str
    withdrawal: str
    newest: IssuedPaper
    is_seen: bool
    """Whether the reader may see the matter, and this paper in it."""

    @property
    def is_outdated(self):
        return self.newest != self.paper

    @property
    def holds(self):
        return not (self.is_outdated or self.withdrawal)


def finding(paper, user):
    """Say of an issued paper what ``user`` is told who verifies a copy; leave a trace of it."""
    model = paper.content_type.model_class()
    matter = model._base_manager.get(pk=paper.object_id)
    kind = registry.papers[paper.code]
    seen = model.objects.visible_to(user).filter(pk=matter.pk).first()
    record(user, "verify", "核验文书", matter, note=str(paper))
    return Finding(
        paper=paper,
        matter=matter,
        number=kind.own_number(matter),
        issuer=kind.issuer(matter),
        withdrawal=kind.withdrawal(matter),
        newest=paper.newest(),
        is_seen=bool(seen and seen.papers_seen_by(user).filter(pk=paper.pk).exists()),
    )


def is_barred(user):
    """Whether ``user`` has typed too many wrong codes of late."""
    return cache.get(_key(user), 0) >= WRONG_AT_MOST


def miss(user, typed):
    """Note that ``user`` typed a code that no paper bears."""
    cache.add(_key(user), 0, WITHIN)
    cache.incr(_key(user))
    record(user, "verify_missed", "核验文书：没有这个校验码", note=typed[:40])


def _key(user):
    return f"verify:{user.pk}"


def sha256_of(upload):
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()
