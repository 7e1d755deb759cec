"""Processes that tests of the embedded servers start, watch and clear away."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

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
