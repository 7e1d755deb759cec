"""Two hundred people sign in at one meeting with their phones: nobody lost, nobody made to wait.

``python -m tests.benchmarks.bench_sign_in [seconds]`` makes a database of its own afresh, calls
a meeting, starts gunicorn as the demo does, and has eight threads be the phones: each person
opens a connection of their own, gets the page by the code on the door, and sends the form with
its CSRF token. They come spread over ``seconds`` (60 unless told; 0 is all at once, as fast as
eight threads can). Every tenth taps twice, every fifth is not on the roll. The bar: no entry
lost or doubled, p95 of a request under 200 ms; otherwise it exits with 1.
"""

import http.client
import os
import random
import re
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from tests.benchmarks import database

database.enter(afresh=True)

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from liaison.outbox import bell  # noqa: E402
from meetings.models import Attendance, Movement  # noqa: E402
from tests.factories.liaison import MembershipFactory, UnitFactory  # noqa: E402
from tests.factories.meetings import Status, attendance, board, meeting_in  # noqa: E402
from tests.factories.world import papers_in_words  # noqa: E402

PEOPLE, THREADS, UNITS, BAR = 200, 8, 20, 200
OVER = float(sys.argv[1]) if len(sys.argv) > 1 else 60
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
random.seed(20200702)


def call_meeting():
    """A meeting that is about to begin; return it and who will come, as (unit, name, path)."""
    on = board()
    units = [on.bureau, *(UnitFactory() for _ in range(UNITS - 1))]
    for unit in units[1:]:
        MembershipFactory(committee=on.committee, unit=unit)
    soon = timezone.now() + timedelta(minutes=10)
    with papers_in_words():
        meeting = meeting_in(Status.NOTIFIED, on, starts_at=soon)
    venues = list(meeting.venues.all())
    people = [(units[n % UNITS], f"代表{n:03}", venues[n % len(venues)]) for n in range(PEOPLE)]
    rows = [
        attendance(meeting, unit=unit, name=name, post="科长", venue=venue)
        for n, (unit, name, venue) in enumerate(people)
        if n % 5
    ]
    meeting.record_attendance(actor=on.clerk, revision=meeting.revision, attendance=rows)
    places = {venue: reverse("meetings:sign_in", args=[venue.code]) for venue in venues}
    return meeting, [(unit.pk, name, places[venue]) for unit, name, venue in people]


@contextmanager
def serving(folder):
    """Gunicorn with two workers, four threads each, on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    own = os.environ | {"VAR_DIR": folder, "SECRET_KEY": settings.SECRET_KEY}
    here = {"cwd": settings.BASE_DIR, "env": own}
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    subprocess.run(collect, check=True, **here)
    web = [sys.executable, "-m", "gunicorn", "liaison.wsgi", "--bind", f"127.0.0.1:{port}"]
    size = ["--workers", "2", "--threads", "4", "--preload", "--no-control-socket"]
    server = subprocess.Popen([*web, *size, "--log-level", "warning"], **here)
    try:
        wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def wait_for(port):
    for _ in range(300):
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server does not answer")


def asked(line, method, path, body=None, headers=None):
    """Send one request; return (milliseconds, status, cookie, text)."""
    started = time.perf_counter()
    line.request(method, path, body, headers or {})
    answer = line.getresponse()
    text = answer.read().decode()
    took = (time.perf_counter() - started) * 1000
    cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
    return took, answer.status, cookie, text


def come(port, person, at, twice):
    """One person at the door: the page, then the form; return the milliseconds of each."""
    unit, name, path = person
    time.sleep(max(0, at - time.perf_counter()))
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    page, status, cookie, text = asked(line, "GET", path)
    assert status == 200, (status, text[:200])
    given = {"unit": unit, "name": name, "post": "科长"}
    given["csrfmiddlewaretoken"] = TOKEN.search(text).group(1)
    sent = []
    for words in ("签到成功", "您已经签到")[: 1 + twice]:
        took, status, _, text = asked(
            line, "POST", path, urlencode(given), FORM | {"Cookie": cookie}
        )
        assert status == 200, (name, status, text[:200])
        assert words in text, (name, text)
        sent.append(took)
    line.close()
    return [page], sent


def figures(name, times):
    times = sorted(times)
    p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
    print(
        f"{name:6} {len(times):4} requests   p50 {p50:6.1f}   p95 {p95:6.1f}   max {times[-1]:6.1f}"
    )
    return p95


def main():
    call_command("migrate", verbosity=0)
    call_command("load_reference_data", verbosity=0)
    bell.bell.ring = lambda task: None
    meeting, people = call_meeting()
    random.shuffle(people)
    with TemporaryDirectory() as folder, serving(folder) as port:
        for _ in range(8):  # each worker has read its templates
            come_once = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            asked(come_once, "GET", people[0][2])
            come_once.close()
        started = time.perf_counter()
        moments = sorted(started + random.random() * OVER for _ in people)  # noqa: S311
        with ThreadPoolExecutor(THREADS) as pool:
            jobs = [
                pool.submit(come, port, person, at, twice=n % 10 == 0)
                for n, (person, at) in enumerate(zip(people, moments, strict=True))
            ]
            results = [job.result() for job in jobs]
        seconds = time.perf_counter() - started
    print(f"{PEOPLE} people in {seconds:.1f} s, {THREADS} threads; milliseconds")
    worst = max(
        figures("page", [took for pages, _ in results for took in pages]),
        figures("form", [took for _, forms in results for took in forms]),
    )
    here = Attendance.objects.filter(meeting=meeting, arrived_at__isnull=False)
    names = sorted(here.values_list("name", flat=True))
    movements = Movement.objects.filter(attendance__meeting=meeting, kind="arrived").count()
    whole = names == sorted(name for _, name, _ in people) and movements == PEOPLE
    print(f"entries stored {len(names)}, movements {movements}: {'whole' if whole else 'WRONG'}")
    connection.close()
    return 0 if whole and worst < BAR else 1


if __name__ == "__main__":
    sys.exit(main())
