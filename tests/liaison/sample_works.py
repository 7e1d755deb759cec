"""Kinds of long works for tests, registered by whoever imports this module."""

import sys
import time
from contextlib import contextmanager

from django.core.exceptions import ValidationError

from liaison import registry, works
from liaison.models import Area


class Sowing(works.Kind):
    """Makes areas, one a step; between them it does what the test asks for."""

    code = "tests.sowing"
    label = "播种"

    def run(self, work, progress):
        names = work.arguments["names"]
        progress.step(total=len(names), message="播种中")
        for number, name in enumerate(names, start=1):
            Area.objects.create(name=name)
            self.between(work, number)
            progress.step(number)
        return works.Result(f"播种{len(names)}处", b"%PDF-1.4 seeds", "清单.pdf", report={"n": 1})

    def between(self, work, number):
        pause = work.arguments.get("pause")
        if pause and number == 2:
            sys.stdout.write("in the middle\n")
            sys.stdout.flush()
            time.sleep(pause)

    def may_read(self, work, user):
        return "barred" not in work.arguments

    def next_page(self, work):
        return ("/calculator/", "去看看")


class Refusing(works.Kind):
    """Comes upon something its owner must mend."""

    code = "tests.refusing"

    def run(self, work, progress):
        Area.objects.create(name="不该留下的")
        raise ValidationError("第3行没有编号")


class Breaking(works.Kind):
    """Has a fault of its own."""

    code = "tests.breaking"

    def run(self, work, progress):
        Area.objects.create(name="不该留下的")
        raise ZeroDivisionError("甄有理")


KINDS = (Sowing, Refusing, Breaking)


@contextmanager
def registered():
    """Have the kinds in the registry for as long as the block lasts."""
    kept = dict(registry.works._items)
    for kind in KINDS:
        registry.works.register(kind)
    try:
        yield
    finally:
        registry.works._items = kept


def run_one():
    """What a worker of a test does in a process of its own."""
    with registered():
        return works.run_next()
