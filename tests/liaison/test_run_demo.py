"""``make demo`` as its user meets it: real processes, a real port, signals, a crash."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from liaison import servers
from liaison.management.commands import run_demo

ROOT = Path(servers.__file__).parent.parent
INHERITED = ("DATABASE_URL", "REDIS_URL", "LIAISON_EMBEDDED", "LIAISON_EMBEDDED_REDIS")


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    """One place for the demos of this module: its set-up takes seconds, later starts do not."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def demo(var, port):
    started = []

    def start(*arguments):
        environment = {name: value for name, value in os.environ.items() if name not in INHERITED}
        process = subprocess.Popen(
            [sys.executable, "manage.py", "run_demo", *arguments],
            cwd=ROOT,
            env={**environment, "VAR_DIR": str(var), "PORT": str(port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=60)


def until_ready(process):
    said = []
    for line in process.stdout:
        said.append(line)
        if "演示系统已就绪" in line:
            return "".join(said)
    raise AssertionError(process.stderr.read())


def left_running(var, port):
    lines = [
        servers.command_line(int(entry.name))
        for entry in Path("/proc").iterdir()
        if entry.name.isdecimal()
    ]
    ours = (str(var), f"127.0.0.1:{port}", "celery -A liaison")
    return [line for line in lines if any(mark in line for mark in ours)]


def child(name, var, port):
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            line = servers.command_line(int(entry.name))
            stat = (entry / "status").read_text() if line else ""
            if f"celery -A liaison {name}" in line and f"PPid:\t{os.getpid()}" not in stat:
                return int(entry.name)
    raise AssertionError(f"no {name} is running")


def test_it_serves_until_it_is_told_to_stop_and_leaves_nothing_running(demo, var, port):
    process = demo()
    said = until_ready(process)
    assert f"http://127.0.0.1:{port}/" in said
    assert "账号" in said
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
        assert answer.status == 200
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 0
    assert left_running(var, port) == []


def test_a_second_start_takes_less_than_ten_seconds(demo):
    begun = time.monotonic()
    until_ready(demo())
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize("name", ["worker", "beat"])
def test_if_one_process_dies_all_stop_and_it_says_which(demo, var, port, name):
    process = demo()
    until_ready(process)
    os.kill(child(name, var, port), signal.SIGKILL)
    assert process.wait(60) == 1
    complaint = process.stderr.read()
    assert complaint.startswith(f"CommandError: {name} 意外退出 (ended with -9)")
    assert complaint.count("\n") == 1
    assert left_running(var, port) == []


def test_if_the_demo_itself_is_killed_nothing_outlives_it(demo, var, port):
    process = demo()
    until_ready(process)
    process.kill()
    process.wait()
    deadline = time.monotonic() + 30
    while left_running(var, port):
        assert time.monotonic() < deadline, left_running(var, port)
        time.sleep(0.1)


def test_a_taken_port_is_refused_with_one_line_before_anything_starts(demo, var, port):
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", port))
        somebody.listen()
        said, complaint = demo().communicate(timeout=60)
    assert said == ""
    assert complaint.startswith(f"CommandError: 端口 {port} 不可用")
    assert complaint.count("\n") == 1
    assert left_running(var, port) == []


def test_data_only_builds_the_data_and_exits(demo, var, port):
    process = demo("--data-only")
    process.communicate(timeout=120)
    assert process.returncode == 0
    assert left_running(var, port) == []


def test_data_are_forgotten_but_not_under_a_running_demo(demo, var):
    def clean():
        command = ["make", "clean-demo"]
        environment = {**os.environ, "VAR_DIR": str(var)}
        return subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )

    process = demo()
    until_ready(process)
    refused = clean()
    assert refused.returncode != 0
    assert "is using the data; stop it first" in refused.stderr
    assert (var / "postgres" / "data").exists()
    process.terminate()
    assert process.wait(60) == 0
    assert clean().returncode == 0
    assert [path.name for path in var.iterdir()] == []


@pytest.mark.parametrize("asked", ["web", "0", "70000", "-1"])
def test_what_is_no_port_is_refused(monkeypatch, asked):
    monkeypatch.setenv("PORT", asked)
    with pytest.raises(CommandError, match=f"PORT={asked}"):
        call_command("run_demo")


def test_a_signal_while_preparing_stops_it(monkeypatch):
    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(
        run_demo.Command, "prepare", lambda self: os.kill(os.getpid(), signal.SIGTERM)
    )
    with pytest.raises(SystemExit, match="130"):
        call_command("run_demo", "--data-only")
    assert signal.getsignal(signal.SIGTERM) == before


def test_columns_are_counted_as_a_terminal_does():
    assert run_demo.width("账号 a1") == 7
    assert run_demo.pad("密码", 6) + "|" == "密码  |"
