"""The demo (演示系统) in one command: data, web server, worker and beat, until Ctrl-C."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import unicodedata
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, CommandError, call_command

from liaison.demo import accounts
from liaison.servers import last_line

STARTING_SECONDS = 60
COLUMNS = {
    "username": "账号",
    "password": "密码",
    "name": "姓名",
    "unit": "单位",
    "role": "身份",
}
STOPPING_SECONDS = 15  # a worker finishes the task it has begun


class Command(BaseCommand):
    help = "准备演示数据并启动演示系统（网页、后台任务、定时器），按 Ctrl-C 停止。"

    def add_arguments(self, parser):
        parser.add_argument("--data-only", action="store_true", help="只准备数据，不启动")

    def handle(self, *, data_only, **options):
        with stopped_by_signals():
            port = None if data_only else free_port()
            self.prepare()
            if port:
                self.run(port)

    def prepare(self):
        """Tables, reference lists, demo matters, static files: each idempotent."""
        self.stdout.write("正在准备数据 …")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("load_reference_data", verbosity=0)
        call_command("demo", verbosity=0)
        gather_static_files()

    def run(self, port):
        """Start the three processes; if one ends by itself, all end."""
        running = {}
        try:
            for name, command in commands(port).items():
                running[name] = launch(name, command)
            while not answers(port):
                refuse_ended(running)
            self.announce(port)
            while True:
                refuse_ended(running)
        except Stopped:
            self.stdout.write("正在停止 …")
        finally:
            stop(running.values())

    def announce(self, port):
        self.stdout.write("\n" + table(COLUMNS, accounts()))
        self.stdout.write(f"\n演示系统已就绪：http://127.0.0.1:{port}/  （按 Ctrl-C 停止）")
        self.stdout.flush()


class Stopped(BaseException):
    """Ctrl-C, or the signal to end, wherever it finds us."""


@contextmanager
def stopped_by_signals():
    """Turn the signals to end into ``Stopped``; afterwards they are what they were."""

    def stop_here(*_):
        raise Stopped

    before = {sign: signal.signal(sign, stop_here) for sign in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    except Stopped:
        raise SystemExit(130) from None  # stopped while preparing: not a demo that ended well
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)


def free_port():
    """The port to serve on; refuses a taken one before anything starts."""
    asked = os.environ.get("PORT") or "8000"
    if not asked.isdecimal() or not 0 < int(asked) < 65536:
        raise CommandError(f"PORT={asked} 不是端口号 (not a port number)")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(asked)))
        except OSError as error:
            raise CommandError(
                f"端口 {asked} 不可用 (port {asked}: {error.strerror})；换一个：PORT=8001 make demo"
            ) from None
    return int(asked)


def commands(port):
    web = ("gunicorn", "liaison.wsgi", "--bind", f"127.0.0.1:{port}", "--no-control-socket")
    size = ("--workers", "2", "--threads", "4", "--preload")  # read once, not by each worker
    return {
        "web": (*web, *size, "--access-logfile", "-"),
        "worker": ("celery", "-A", "liaison", "worker", "--concurrency", "2", "-l", "INFO"),
        "beat": ("celery", "-A", "liaison", "beat", "--pidfile=", "-l", "INFO"),
    }


def log_of(name):
    return settings.VAR_DIR / "log" / f"{name}.log"


def launch(name, command):
    """A process of its own session: the terminal's Ctrl-C reaches us alone, we tell it."""
    log_of(name).parent.mkdir(parents=True, exist_ok=True)
    follow = ("setpriv", "--pdeathsig", "TERM") if shutil.which("setpriv") else ()
    with log_of(name).open("wb") as log:
        return subprocess.Popen(
            [*follow, sys.executable, "-m", *command],
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def answers(port):
    """Whether the web server answers its health check without an error."""
    time.sleep(0.1)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()


def refuse_ended(running):
    time.sleep(0.1)
    for name, process in running.items():
        if process.poll() is not None:
            raise CommandError(
                f"{name} 意外退出 (ended with {process.returncode})："
                f"{last_line(log_of(name))} [{log_of(name)}]"
            )


def stop(processes):
    """Ask all to end, then make them; and what they left of their own children."""
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + STOPPING_SECONDS
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0, deadline - time.monotonic()))
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def gather_static_files():
    """collectstatic, which takes seconds, only if a file came, went or changed."""
    stamp = Path(settings.STATIC_ROOT, ".gathered-from")
    found = sorted(
        (name, storage.size(name), storage.get_modified_time(name).isoformat())
        for finder in get_finders()
        for name, storage in finder.list([])
    )
    if not stamp.exists() or stamp.read_text() != json.dumps(found):
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(json.dumps(found))


def table(columns, rows):
    """Lines of the rows' attributes under their headings, in straight columns."""
    lines = [tuple(columns.values())]
    lines += [tuple(str(getattr(row, name)) for name in columns) for row in rows]
    widths = [max(width(line[number]) for line in lines) for number in range(len(columns))]
    padded = ([pad(*cell) for cell in zip(line, widths, strict=True)] for line in lines)
    return "\n".join("  ".join(cells).rstrip() for cells in padded)


def pad(text, columns):
    return text + " " * (columns - width(text))


def width(text):
    """Columns on a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
