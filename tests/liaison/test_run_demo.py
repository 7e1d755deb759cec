"""``make demo`` as its user meets it: real processes, a real port, signals, a crash."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from liaison import servers
from liaison.management.commands import run_demo
from tests.liaison.processes import wait_until

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


def processes_with(var, port):
    """{process: command} of all with this demo's folder in their environment, or its port."""
    found = {}
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            command = servers.command_line(int(entry.name))
            environment = (entry / "environ").read_text(errors="replace")
            if command and (f"VAR_DIR={var}" in environment or f"127.0.0.1:{port}" in command):
                found[int(entry.name)] = command
    return found


def wait_until_none_runs(var, port):
    wait_until(lambda: processes_with(var, port) == {})


def worker_of(var, port):
    """The worker's first process: its children have the same command."""
    return min(
        process
        for process, command in processes_with(var, port).items()
        if "celery -A liaison worker" in command
    )


def test_it_serves_until_it_is_told_to_stop_and_leaves_nothing_running(demo, var, port):
    process = demo()
    said = until_ready(process)
    assert f"http://127.0.0.1:{port}/" in said
    assert "账号" in said
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
        assert answer.status == 200
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 0
    wait_until_none_runs(var, port)


def test_if_one_process_dies_all_stop_and_it_says_which(demo, var, port):
    process = demo()
    until_ready(process)
    os.kill(worker_of(var, port), signal.SIGKILL)
    assert process.wait(60) == 1
    complaint = process.stderr.read()
    assert complaint.startswith("CommandError: worker 意外退出 (ended with -9)")
    assert complaint.count("\n") == 1
    wait_until_none_runs(var, port)


def test_if_the_demo_itself_is_killed_nothing_outlives_it(demo, var, port):
    process = demo()
    until_ready(process)
    process.kill()
    process.wait()
    wait_until_none_runs(var, port)


def test_a_taken_port_is_refused_with_one_line_before_anything_starts(demo, var, port):
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", port))
        somebody.listen()
        said, complaint = demo().communicate(timeout=60)
    assert said == ""
    assert complaint.startswith(f"CommandError: 端口 {port} 不可用")
    assert complaint.count("\n") == 1
    wait_until_none_runs(var, port)


def test_data_only_builds_the_data_and_exits(demo, var, port):
    process = demo("--data-only")
    process.communicate(timeout=120)
    assert process.returncode == 0
    wait_until_none_runs(var, port)


def clean(var):
    return subprocess.run(
        ["make", "clean-demo"],
        cwd=ROOT,
        env={**os.environ, "VAR_DIR": str(var)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_its_data_are_forgotten_only_after_it(demo, var):
    """How quick a second start is, is measured in ``tests/benchmarks/bench_start.py``."""
    process = demo()
    until_ready(process)
    refused = clean(var)
    assert refused.returncode != 0
    assert "is using the data; stop it first" in refused.stderr
    assert (var / "postgres" / "data").exists()
    process.terminate()
    assert process.wait(60) == 0
    assert clean(var).returncode == 0
    assert [path.name for path in var.iterdir()] == []


@pytest.mark.parametrize("asked", ["web", "0", "70000", "-1"])
def test_what_is_no_port_is_refused(monkeypatch, asked):
    monkeypatch.setenv("PORT", asked)
    with pytest.raises(CommandError, match=f"PORT={asked}"):
        call_command("run_demo")


@pytest.fixture
def here(monkeypatch, settings, tmp_path, port):
    """The command in this process, before three small programs in place of the real ones."""
    settings.VAR_DIR = tmp_path
    called = []
    monkeypatch.setattr(run_demo, "call_command", lambda name, **_: called.append(name))
    settings.STATIC_ROOT = tmp_path
    sleeper = ("timeit", "-n1", "-r1", "import time; time.sleep(60)")
    programs = {
        "web": ("http.server", str(port), "--bind", "127.0.0.1"),
        "worker": sleeper,
        "beat": sleeper,
    }
    assert set(run_demo.commands(port)) == set(programs)
    monkeypatch.setattr(run_demo, "commands", lambda port: programs)
    monkeypatch.setenv("PORT", str(port))
    return SimpleNamespace(called=called, programs=programs)


def test_it_prepares_then_runs_until_the_signal(here, monkeypatch, capsys):
    announce = run_demo.Command.announce

    def announce_and_stop(self, port):
        announce(self, port)
        os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(run_demo.Command, "announce", announce_and_stop)
    call_command("run_demo")
    assert here.called == ["migrate", "load_reference_data", "demo", "collectstatic"]
    assert "演示系统已就绪" in capsys.readouterr().out
    call_command("run_demo", "--data-only")
    assert here.called[4:] == ["migrate", "load_reference_data", "demo"], (
        "static files are the same"
    )


def test_a_program_that_ends_ends_all(here):
    here.programs["beat"] = ("timeit", "-n1", "-r1", "raise SystemExit('no clock')")
    with pytest.raises(CommandError, match="beat 意外退出 .*no clock"):
        call_command("run_demo")


def test_a_program_that_will_not_stop_is_made_to(monkeypatch, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(run_demo, "STOPPING_SECONDS", 0.2)
    deaf = (
        "import signal, time; signal.signal(15, signal.SIG_IGN); print(flush=True); time.sleep(60)"
    )
    process = run_demo.launch("web", ("timeit", "-n1", "-r1", deaf))
    while not run_demo.log_of("web").read_text():
        time.sleep(0.02)
    run_demo.stop([process])
    assert process.returncode == -signal.SIGKILL


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
