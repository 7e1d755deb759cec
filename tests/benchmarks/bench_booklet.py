"""The agenda booklet of a meeting (会议材料汇编) of 150 pages, made by a worker from the database.

``python -m tests.benchmarks.bench_booklet [runs]`` makes a database of its own afresh, has ten
topics proposed, accepted and put on the agenda with their papers (half of them typed, half of
them scanned), calls the meeting with a notice that is really drawn, and has a worker in a
process of its own make the booklet. Printed are the seconds that the work took, and the most
memory that the worker and what it started had. The bar: 150 pages in under 20 s.
"""

import io
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks import database

database.enter(afresh=True)

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from PIL import Image  # noqa: E402
from pypdf import PdfReader  # noqa: E402

from liaison.documents import draw  # noqa: E402
from liaison.outbox import bell  # noqa: E402
from liaison.uploads import attach  # noqa: E402
from meetings.models import Topic  # noqa: E402
from meetings.models.topics import TOPIC_PAPER  # noqa: E402
from tests.factories import disputes  # noqa: E402
from tests.factories.meetings import Status, board, meeting_in, notify, topic_in  # noqa: E402

BAR_PAGES, BAR_SECONDS = 150, 20
TOPICS, SHEETS = 10, 15
RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 3
WORKER = """
import resource
import django
django.setup()
from liaison import works
assert works.run_next()
for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
    print(resource.getrusage(who).ru_maxrss)
"""


def typed(pages):
    """A paper of a unit as it comes out of a word processor: pages full of type."""
    paragraph = "<p>关于建立重大事项研判机制的说明，提请会议审议，并就有关问题作出安排。</p>"
    page = f'<section style="break-after: page">{paragraph * 12}</section>'
    return draw(f"<html lang=zh><body>{page * pages}</body></html>", "form").pdf


def scanned(pages):
    """A paper scanned page by page at 150 dots an inch."""
    sheets = [Image.effect_noise((1240, 1754), 12).convert("L") for _ in range(pages)]
    stream = io.BytesIO()
    sheets[0].save(stream, "PDF", save_all=True, append_images=sheets[1:], resolution=150)
    return stream.getvalue()


def call_meeting(on):
    """A meeting that was called with ten topics, each with a paper of fifteen pages."""
    topics = []
    for number in range(TOPICS):
        topic = topic_in(Topic.Status.ACCEPTED, on, title=f"第{number}项议题")
        content = (typed if number % 2 else scanned)(SHEETS)
        attach(topic, disputes.upload(f"材料{number}.pdf", content), TOPIC_PAPER, on.bureau_clerk)
        topics.append(topic)
    meeting = meeting_in(Status.PLANNED, on)
    meeting.add_topics(actor=on.clerk, topics=topics)
    notify(meeting, on)
    return meeting


def run_worker(folder):
    """Have the next work done in a process of its own; return the two peaks of memory in MB."""
    own = os.environ | {"MEDIA_ROOT": folder, "PYTHONPATH": str(settings.BASE_DIR)}
    reader, writer = os.pipe()
    with os.fdopen(reader) as said:
        pid = os.posix_spawn(
            sys.executable,
            [sys.executable, "-c", WORKER],
            own,
            file_actions=[(os.POSIX_SPAWN_DUP2, writer, 1)],
        )
        os.close(writer)
        peaks = [int(line) / 1024 for line in said if line.strip().isdecimal()]
    assert os.waitpid(pid, 0)[1] == 0
    return peaks


def main(folder):
    call_command("migrate", verbosity=0)
    call_command("load_reference_data", verbosity=0)
    bell.bell.ring = lambda task: None
    on = board()
    meeting = call_meeting(on)
    slowest, pages = 0, 0
    for _ in range(RUNS):
        work = meeting.bind_booklet(on.clerk)
        own, children = run_worker(folder)
        work.refresh_from_db()
        assert work.status == "done", work.error
        with work.result.open() as file:
            pages = len(PdfReader(file).pages)
        seconds = (work.ended_at - work.started_at).total_seconds()
        slowest = max(slowest, seconds)
        print(
            f"{pages} pages, {work.result.size / 1e6:.1f} MB: {seconds:.1f} s;"
            f" worker {own:.0f} MB, reader {children:.0f} MB"
        )
    print(f"{work.message}; slowest {slowest:.1f} s (bar: {BAR_PAGES} pages in {BAR_SECONDS} s)")
    connection.close()
    return 0 if pages >= BAR_PAGES and slowest < BAR_SECONDS else 1


if __name__ == "__main__":
    with TemporaryDirectory() as place:
        settings.MEDIA_ROOT = Path(place)
        sys.exit(main(place))
