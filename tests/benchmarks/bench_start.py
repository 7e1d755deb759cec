"""The demo's second start: how long its user waits for the address.

``python -m tests.benchmarks.bench_start`` lays the demo's data out in a folder of its own, which
takes a minute, then starts the demo three times as ``make demo`` does, until it says where it
serves. It prints the seconds of each start and their median. The bar: median < 10 s.
"""

import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent.parent
BAR_SECONDS = 10
STARTS = 3
NOT_OURS = (
    *("DATABASE_URL", "REDIS_URL", "LIAISON_EMBEDDED", "LIAISON_EMBEDDED_REDIS"),
    "PYTHONDONTWRITEBYTECODE",
)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def demo(var, *arguments):
    environment = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
    return subprocess.Popen(
        [sys.executable, "manage.py", "run_demo", *arguments],
        cwd=ROOT,
        env={**environment, "DEMO": "1", "VAR_DIR": var, "PORT": free_port()},
        stdout=subprocess.PIPE,
        text=True,
    )


def started(var):
    """Start the demo and stop it again; return the seconds until it served."""
    begun = time.perf_counter()
    with demo(var) as process:
        ready = any("演示系统已就绪" in line for line in process.stdout)
        seconds = time.perf_counter() - begun
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
        assert ready
    return seconds


def main():
    with TemporaryDirectory() as var:
        with demo(var, "--data-only") as process:
            process.communicate()
        assert process.returncode == 0
        started(var)  # gathers the static files
        seconds = [started(var) for _ in range(STARTS)]
    print("second start: " + ", ".join(f"{each:.1f}" for each in seconds) + " s")
    print(f"median {statistics.median(seconds):.1f} s (bar {BAR_SECONDS})")


if __name__ == "__main__":
    main()
