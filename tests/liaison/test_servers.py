"""Each server by itself, in this process: laid out, started, kept, stopped; and its tools."""

import fcntl
import os
import signal
import subprocess
import sys
import threading

import pytest

from liaison import servers
from liaison.servers import NotStarted, Postgres, Redis
from tests.liaison.processes import clear_away, processes_of, wait_until


@pytest.fixture
def var(tmp_path):
    """A place for servers of their own; pytest's folders are closed to others, as /root is."""
    yield tmp_path
    clear_away(tmp_path)


class InThisProcess:
    """A keeper's work done here, where a debugger and the coverage of the tests can see it."""

    @pytest.fixture(autouse=True)
    def stay(self, monkeypatch):
        monkeypatch.setattr(os, "fork", lambda: 0)
        monkeypatch.setattr(os, "setsid", lambda: None)
        monkeypatch.setattr(os, "dup2", lambda *_: None)
        monkeypatch.setattr(signal, "signal", lambda *_: None)


@pytest.mark.parametrize("kind", [Postgres, Redis])
class TestKeeper(InThisProcess):
    def test_it_stops_at_once_what_nobody_uses(self, var, kind):
        server = kind(var)
        server.home.mkdir()
        server.log.parent.mkdir()
        for _ in range(2):  # laid out, then found
            servers.keep(server)
            assert server.port_file.exists()
            assert not server.state.exists()
            wait_until(lambda: processes_of(var) == [])

    def test_it_starts_again_a_server_that_died_and_stops_when_the_last_one_left(self, var, kind):
        server = kind(var)
        share = server.lock("users")
        fcntl.flock(share, fcntl.LOCK_SH)
        server.log.parent.mkdir()
        server.create()
        port = server.run()
        users = server.lock("users")
        watching = threading.Thread(target=servers.watch, args=(server, users, port))
        watching.start()
        killed = server.process.pid
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda: server.process.pid != killed and server.is_ready(port))
        assert server.read_state()["address"] == server.address(port)
        os.close(share)
        watching.join(20)
        server.stop()
        os.close(users)
        wait_until(lambda: processes_of(var) == [])

    def test_it_says_why_it_cannot_start(self, var, kind, monkeypatch):
        server = kind(var)
        server.home.mkdir()
        server.log.parent.mkdir()
        monkeypatch.setattr(kind, "command", lambda self, port: ["false"])
        monkeypatch.setattr(servers.time, "sleep", lambda seconds: None)
        servers.keep(server)
        assert f"{server.name} does not start: " in server.read_state()["error"]


def test_a_cluster_that_cannot_be_laid_out_says_why(var, monkeypatch):
    server = Postgres(var)
    server.home.mkdir()
    server.log.parent.mkdir()
    monkeypatch.setattr(Postgres, "locale", ("--no-such-option",))
    with pytest.raises(NotStarted, match="initdb failed: "):
        server.create()


def test_root_hands_on_the_right_to_read_past_closed_folders(tmp_path, monkeypatch):
    postgres = Postgres(tmp_path)
    postgres.data.mkdir(parents=True)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(servers, "is_closed", lambda path: False)
    assert "--clear-groups" in postgres.as_owner(postgres.data)[-1]
    monkeypatch.setattr(servers, "is_closed", lambda path: True)
    assert "--ambient-caps=+dac_" in postgres.as_owner(postgres.data)[-1]
    monkeypatch.setattr(servers.shutil, "which", lambda name: None)
    with pytest.raises(NotStarted, match="setpriv is missing"):
        postgres.as_owner(postgres.data)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert postgres.as_owner(postgres.data) == []


def test_redis_on_path_serves_where_the_wheel_is_missing(tmp_path, monkeypatch):
    monkeypatch.setattr(servers, "find_spec", lambda package: None)
    monkeypatch.setattr(servers.shutil, "which", lambda name: f"/somewhere/{name}")
    assert Redis(tmp_path).program == "/somewhere/redis-server"
    monkeypatch.setattr(servers.shutil, "which", lambda name: None)
    with pytest.raises(NotStarted, match="REDIS_URL"):
        _ = Redis(tmp_path).program
    with pytest.raises(NotStarted, match="make packages"):
        _ = Postgres(tmp_path).programs


def test_a_port_taken_since_is_replaced(tmp_path):
    server = Redis(tmp_path)
    server.home.mkdir()
    first = server.free_port()
    server.port_file.write_text(str(first))
    assert server.free_port() == first
    with servers.socket.socket() as somebody:
        somebody.bind(("127.0.0.1", first))
        somebody.listen()
        assert server.free_port() != first


def test_a_process_that_will_not_stop_is_made_to(tmp_path):
    stubborn = (
        "import signal, time; signal.signal(15, signal.SIG_IGN); print(flush=True); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", stubborn], stdout=subprocess.PIPE)
    process.stdout.readline()
    servers.stop(process.pid, signal.SIGTERM, lambda: process.poll() is not None, seconds=0.2)
    assert process.returncode == -signal.SIGKILL
    process.stdout.close()
