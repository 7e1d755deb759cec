"""Processes that tests of the embedded servers start, watch and clear away."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from liaison import servers


def processes_of(var):
    """Every process, keeper or server, that has the folder in its arguments."""
    found = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal())
    return [pid for pid in found if str(var) in servers.command_line(pid)]


def wait_until(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.05)


def clear_away(var):
    for pid in processes_of(var):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def kill_in_the_middle(code, environment):
    """Run ``code`` in a process of its own, which says when it is in the middle; kill it there."""
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        env=environment | {"PYTHONPATH": str(settings.BASE_DIR)},
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
    )
    with process:
        assert process.stdout.readline() == b"in the middle\n"
        os.kill(process.pid, signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
