"""Virus scanning (病毒查杀) by clamd, where one is configured (``CLAMAV``).

The upload goes to clamd over its socket, piece by piece (INSTREAM); nothing of it is written
where clamd could not read it. No answer is a refusal: what nobody looked at does not come in.
"""

import logging
import socket
import struct
import time
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings

PIECE = 64 * 1024
LONGEST_ANSWER = 4096
PATIENCE = 3
"""Seconds in which a scanner that is there says so."""

log = logging.getLogger(__name__)


class Infected(Exception):
    """The scanner knows a virus in the file; the message is its name."""


class Unscanned(Exception):
    """The scanner gave no answer that can be relied upon; the message is why, for the log."""


def is_configured():
    return bool(settings.CLAMAV)


def scan(stream):
    """Have the scanner look at all of ``stream``, which is then at its beginning again.

    Raises ``Infected`` or ``Unscanned``; ``CLAMAV_SECONDS`` are for the whole of it.
    """
    stream.seek(0)
    try:
        with _line(settings.CLAMAV_SECONDS) as line:
            answer = _asked(line, stream)
    except OSError as error:
        raise Unscanned(type(error).__name__) from None
    finally:
        stream.seek(0)
    if answer == "stream: OK":
        return
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        raise Infected(answer.removeprefix("stream: ").removesuffix(" FOUND"))
    raise Unscanned(f"answered {answer[:80]!r}")


def answers():
    """Say whether the scanner answers a PING."""
    try:
        with _line(PATIENCE) as line:
            line.send(b"zPING\0")
            return line.answer() == "PONG"
    except OSError:
        return False


def _asked(line, stream):
    """Send the stream and read the verdict.

    A scanner that has seen enough hangs up while pieces are still coming: it may have said why.
    """
    try:
        line.send(b"zINSTREAM\0")
        while piece := stream.read(PIECE):
            line.send(struct.pack("!L", len(piece)) + piece)
        line.send(struct.pack("!L", 0))
    except (BrokenPipeError, ConnectionResetError):
        pass
    return line.answer()


class _Line:
    """A connection to the scanner on which everything together takes a bounded time."""

    def __init__(self, connection, until):
        self.connection, self.until = connection, until

    def send(self, data):
        self._hurry()
        self.connection.sendall(data)

    def answer(self):
        """What the scanner says, up to the zero byte that ends it."""
        said = b""
        while b"\0" not in said and len(said) < LONGEST_ANSWER:
            self._hurry()
            more = self.connection.recv(LONGEST_ANSWER)
            if not more:
                break
            said += more
        said, end, _ = said.partition(b"\0")
        if not end:
            raise ConnectionError
        return "".join(each for each in said.decode("utf-8", "replace") if each.isprintable())

    def _hurry(self):
        left = self.until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self.connection.settimeout(left)


@contextmanager
def _line(seconds):
    until = time.monotonic() + seconds
    with closing(_connected(address_of(settings.CLAMAV), min(seconds, PATIENCE))) as connection:
        yield _Line(connection, until)


def _connected(address, seconds):
    if isinstance(address, tuple):
        return socket.create_connection(address, timeout=seconds)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(seconds)
    if fault := connection.connect_ex(address):
        connection.close()
        raise OSError(fault, "no scanner there")
    return connection


def address_of(text):
    """Where clamd listens: the path of a socket, or a (host, port); ValueError for neither."""
    if Path(text).is_absolute():
        return text
    host, colon, port = text.rpartition(":")
    if not (host and colon and port.isascii() and port.isdecimal() and 0 < int(port) < 65536):
        raise ValueError(text)
    return host.strip("[]"), int(port)
