"""A database and a Redis for whoever names none in the environment.

``ensure()`` comes before anything reads the settings: it fills in ``DATABASE_URL`` and
``REDIS_URL`` where they are missing, and starts the servers behind them if they do not run.

How long they live: every process that uses a server holds a shared lock, which the kernel
takes back even from a killed process. Once nobody holds it, the server's keeper (see
``liaison.servers``) stops the server. The last one out does not wait for the keeper to
notice: it tells it, and waits until the server is down. What is kept lies in ``var/``.

Imports neither Django nor a driver: it runs before both.
"""

import atexit
import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from liaison import servers
from liaison.servers import NotStarted, Postgres, Redis, Server, locked

VAR = Path(os.environ.get("VAR_DIR") or Path(__file__).resolve().parent.parent / "var")

_joined: dict[Path, int] = {}  # server's home -> the open file that holds our share


def ensure(var: Path = VAR) -> None:
    """Have a database and a Redis, and their addresses in the environment.

    Costs nothing where both addresses were given, and nothing the second time. An address
    inherited from a process that used our servers is joined, not trusted: its share of the
    lock is not ours. Ends the program with one line when a server cannot be started.
    """
    for server in (Postgres(var), Redis(var)):
        given = os.environ.get(server.variable) and not os.environ.get(server.mark)
        if given or server.home in _joined:
            continue
        try:
            os.environ[server.variable] = join(server)
        except (NotStarted, OSError) as error:
            raise SystemExit(f"liaison: {error}") from None
        os.environ[server.mark] = "1"


def join(server: Server) -> str:
    """Take a share in the server, starting it if need be; its address."""
    share = server.lock("users")
    fcntl.flock(share, fcntl.LOCK_SH)  # waits while the server is being stopped
    try:
        address = (server.is_kept() and server.read_state().get("address")) or start(server)
    except BaseException:
        os.close(share)
        raise
    _joined[server.home] = share
    atexit.register(leave, server, share, os.getpid())
    return address


def start(server: Server) -> str:
    """Start a keeper unless another process just did, and wait for the server's address."""
    with locked(server.lock("start"), fcntl.LOCK_EX):
        if not server.is_kept():
            server.state.unlink(missing_ok=True)
            server.log.parent.mkdir(parents=True, exist_ok=True)
            keeper = [sys.executable, "-I", servers.__file__, server.name, server.home.parent]
            subprocess.run(keeper, check=True, stdin=subprocess.DEVNULL, cwd="/")
        while True:
            kept, state = server.is_kept(), server.read_state()
            if "address" in state:
                return state["address"]
            if not kept:
                raise NotStarted(state.get("error", f"{server.name} does not start"))
            time.sleep(0.02)


def leave(server: Server, share: int, process: int) -> None:
    """Give the share back; the last one out stops the server and waits until it is down."""
    if os.getpid() != process:  # a forked child shares its parent's share and ends with it
        return
    _joined.pop(server.home, None)
    with locked(share, fcntl.LOCK_EX | fcntl.LOCK_NB) as last:
        keeper = int(server.read_state().get("keeper", 0))
        if last and keeper and server.is_kept():
            servers.stop(keeper, signal.SIGTERM, lambda: not server.is_kept(), 25)
