"""Long works run in the test's own transaction, as a worker runs them in its own."""

from uuid import uuid4

from liaison import registry, works
from liaison.models import LongWork


class Silence(works.Progress):
    """What a work told of itself, kept in ``told``."""

    def __init__(self):
        self.told = []

    def step(self, done=None, total=None, message=None):
        self.told.append((done, total, message))

    def hold(self):
        self.told.append("held")


def run(work):
    """Run a work to its end; return its result. The work knows what it told."""
    progress, work.claim = Silence(), uuid4()
    result = registry.works[work.kind].run(work, progress)
    LongWork.objects.filter(pk=work.pk).update(
        status="done", report=result.report, aside=result.aside, message=result.message
    )
    work.refresh_from_db()
    work.told = progress.told
    return result
