"""The servers from wheels: started once, shared, stopped by the last one out, whatever dies."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from liaison import embedded, servers
from liaison.servers import Postgres
from tests.liaison.processes import clear_away, processes_of, wait_until

ROOT = Path(servers.__file__).parent.parent
HOLDER = """
import json, os, sys
from liaison import embedded
embedded.ensure()
embedded.ensure()
print(json.dumps({name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL")}))
sys.stdout.flush()
sys.stdin.read()
"""
OURS = ("DATABASE_URL", "REDIS_URL", "LIAISON_EMBEDDED", "LIAISON_EMBEDDED_REDIS")


class Holder:
    """A process that uses the servers until it is told to leave."""

    def __init__(self, var, program=HOLDER, **given):
        environment = {name: value for name, value in os.environ.items() if name not in OURS}
        self.process = subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**environment, "VAR_DIR": str(var), **given},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def addresses(self):
        line = self.process.stdout.readline()
        assert line, self.process.stderr.read()
        return json.loads(line)

    def leave(self):
        return self.process.communicate("", timeout=60)

    def kill(self):
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def var(tmp_path):
    """A place for servers of their own; pytest's folders are closed to others, as /root is."""
    yield tmp_path
    clear_away(tmp_path)


@pytest.fixture
def hold(var):
    holders = []

    def start(*arguments, **given):
        holders.append(Holder(var, *arguments, **given))
        return holders[-1]

    yield start
    for holder in holders:
        if holder.process.poll() is None:
            holder.leave()


def write_both(addresses):
    with psycopg.connect(addresses["DATABASE_URL"]) as connection:
        connection.execute("CREATE TABLE kept AS SELECT '笔录' AS word")
    with redis.Redis.from_url(addresses["REDIS_URL"]) as client:
        client.set("kept", "笔录")


def read_both(addresses):
    with psycopg.connect(addresses["DATABASE_URL"]) as connection:
        row = connection.execute("SELECT word FROM kept").fetchone()
    with redis.Redis.from_url(addresses["REDIS_URL"]) as client:
        return row[0], client.get("kept").decode()


def test_servers_speak_utf8_and_listen_here_only(hold, var):
    addresses = hold().addresses()
    with psycopg.connect(addresses["DATABASE_URL"]) as connection:
        words = connection.execute(
            "SELECT pg_encoding_to_char(encoding), datlocale, lower('ÄÉ') FROM pg_database"
            " WHERE datname = 'liaison'"
        ).fetchone()
        assert words == ("UTF8", "C.UTF-8", "äé")
        assert connection.execute("SHOW listen_addresses").fetchone() == ("127.0.0.1",)
    with redis.Redis.from_url(addresses["REDIS_URL"]) as client:
        assert client.config_get("bind") == {"bind": "127.0.0.1"}
    for secret in ("postgres/password", "redis/password", "postgres/state.json"):
        assert (var / secret).stat().st_mode & 0o077 == 0


def test_a_stranger_without_the_password_is_refused(hold):
    addresses = hold().addresses()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(addresses["DATABASE_URL"].replace(":", ":x", 2).replace(":x//", "://", 1))
    port = int(addresses["REDIS_URL"].split(":")[-1].split("/")[0])
    with (
        redis.Redis(port=port, retry=Retry(NoBackoff(), 0)) as client,
        pytest.raises(redis.AuthenticationError),
    ):
        client.ping()


def test_processes_starting_at_once_share_one_server_and_the_last_one_out_stops_it(hold, var):
    crowd = [hold() for _ in range(3)]
    addresses = [holder.addresses() for holder in crowd]
    assert addresses[0] == addresses[1] == addresses[2]
    assert len(list(var.glob("postgres/data/postmaster.pid"))) == 1
    write_both(addresses[0])
    crowd.pop().leave()
    crowd.pop().leave()
    assert read_both(addresses[0]) == ("笔录", "笔录")
    crowd.pop().leave()
    wait_until(lambda: processes_of(var) == [])


def test_data_and_address_outlive_a_stop(hold):
    first = hold()
    addresses = first.addresses()
    write_both(addresses)
    first.leave()
    again = hold().addresses()
    assert again == addresses
    assert read_both(again) == ("笔录", "笔录")


def test_a_killed_process_leaves_nothing_running(hold, var):
    holder = hold()
    holder.addresses()
    holder.kill()
    wait_until(lambda: processes_of(var) == [])


def test_a_start_copes_when_keepers_and_servers_were_killed(hold, var):
    holder = hold()
    write_both(holder.addresses())
    holder.kill()
    for pid in processes_of(var):
        os.kill(pid, signal.SIGKILL)
    assert (var / "postgres/data/postmaster.pid").exists()
    assert read_both(hold().addresses()) == ("笔录", "笔录")


def test_a_start_takes_over_servers_whose_keepers_were_killed(hold, var):
    first = hold()
    addresses = first.addresses()
    write_both(addresses)
    for pid in processes_of(var):
        if "servers.py" in servers.command_line(pid):
            os.kill(pid, signal.SIGKILL)
    second = hold()
    assert second.addresses() == addresses, "the first one's address still holds"
    assert read_both(addresses) == ("笔录", "笔录")
    first.leave()
    second.leave()
    wait_until(lambda: processes_of(var) == [])


@pytest.mark.parametrize("name", ["postgres/data/postmaster.pid", "redis/data/redis.pid"])
def test_a_killed_server_comes_back_under_its_address(hold, var, name):
    addresses = hold().addresses()
    write_both(addresses)
    os.kill(int((var / name).read_text().split()[0]), signal.SIGKILL)

    def is_back():
        with suppress(psycopg.OperationalError, redis.ConnectionError):
            return read_both(addresses) == ("笔录", "笔录")
        return False

    time.sleep(1.1)  # Redis writes its log to disk every second
    wait_until(is_back)


def test_a_child_that_inherits_the_addresses_takes_its_own_share(hold, var):
    parent = hold()
    addresses = parent.addresses()
    marks = {"LIAISON_EMBEDDED": "1", "LIAISON_EMBEDDED_REDIS": "1"}
    child = hold(**addresses, **marks)
    child.addresses()
    parent.leave()
    write_both(addresses)
    child.leave()
    wait_until(lambda: processes_of(var) == [])


def test_a_forked_child_stops_nothing_at_its_end(hold):
    forked = HOLDER.replace("print(", "os.fork() or sys.exit(0)\nos.wait()\nprint(")
    write_both(hold(forked).addresses())


def test_given_addresses_are_left_alone(hold, var):
    given = {"DATABASE_URL": "postgres://elsewhere/x", "REDIS_URL": "redis://elsewhere/0"}
    holder = hold(**given)
    assert holder.addresses() == given
    holder.leave()
    assert list(var.iterdir()) == []


def test_only_the_missing_one_is_started(hold, var):
    addresses = hold(REDIS_URL="redis://elsewhere/0").addresses()
    assert addresses["REDIS_URL"] == "redis://elsewhere/0"
    assert [path.name for path in sorted(var.iterdir())] == ["log", "postgres"]


def test_a_failed_start_is_one_line(hold, var):
    holder = hold()
    holder.addresses()
    holder.leave()
    (var / "postgres/data/PG_VERSION").write_text("9.6\n")
    said, complaint = hold().leave()
    assert said == ""
    assert complaint.startswith("liaison: postgres does not start: ")
    assert complaint.count("\n") == 1
    wait_until(lambda: processes_of(var) == [])


def test_an_interrupted_first_start_leaves_no_half_cluster(hold, var):
    half = var / "postgres" / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    write_both(hold().addresses())
    assert not half.exists()


def test_manage_py_finds_its_environment_and_says_how_to_make_one(tmp_path):
    (tmp_path / "manage.py").write_text((ROOT / "manage.py").read_text())
    command = [sys._base_executable, "-S", str(tmp_path / "manage.py"), "check"]
    bare = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (bare.returncode, bare.stderr.count("\n")) == (1, 1)
    assert "make packages" in bare.stderr
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\necho found $2\n")
    python.chmod(0o755)
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert found.stdout == "found check\n"


def test_first_in_starts_it_and_last_out_stops_it(var, monkeypatch):
    at_exit = []
    monkeypatch.setattr(embedded.atexit, "register", lambda *call: at_exit.append(call))
    for name in OURS:
        monkeypatch.setenv(name, "1" if name.startswith("LIAISON") else "stale")
    embedded.ensure(var)
    embedded.ensure(var)
    assert os.environ["DATABASE_URL"] == Postgres(var).read_state()["address"]
    assert len(at_exit) == 2
    for leave, server, share, process in at_exit:
        leave(server, share, process + 1)
        assert server.is_kept(), "a forked child stops nothing"
        leave(server, share, process)
        assert not server.is_kept()
    wait_until(lambda: processes_of(var) == [])


def test_ensure_ends_the_program_where_a_server_cannot_be_started(tmp_path, monkeypatch):
    for name in OURS:
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "postgres").write_text("a file where a folder should be")
    with pytest.raises(SystemExit, match=r"liaison: .*postgres"):
        embedded.ensure(tmp_path)
