"""A scanner to test against: speaks clamd's protocol over a real socket."""

import socket
import struct
import threading
import time
from contextlib import closing, contextmanager

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd(threading.Thread):
    """Answers PING and INSTREAM as clamd does, or as ``manner`` says.

    Manners: clean (knows EICAR), silent (takes all and says nothing), cut (hangs up), full (has
    had enough after the first piece), drip (a byte now and then), or the words of an answer.
    """

    def __init__(self, listener, manner="clean"):
        super().__init__(daemon=True)
        self.listener, self.manner = listener, manner
        self.seen = []

    def run(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with closing(connection):
                try:
                    self.serve(connection)
                except OSError:
                    continue

    def serve(self, connection):
        line = connection.makefile("rb")
        command = b""
        while not command.endswith(b"\0"):
            command += line.read(1) or b"\0"
        if self.manner == "cut":
            return
        if command == b"zPING\0":
            connection.sendall(b"PONG\0")
            return
        content = self.received(line)
        self.seen.append(content)
        if self.manner == "silent":
            connection.recv(1)
        elif self.manner == "drip":
            for each in b"stream: OK" * 9:
                connection.sendall(bytes([each]))
                time.sleep(0.2)
        else:
            connection.sendall(self.verdict(content).encode() + b"\0")

    def received(self, line):
        content = b""
        while size := struct.unpack("!L", line.read(4))[0]:
            content += line.read(size)
            if self.manner == "full":
                break
        return content

    def verdict(self, content):
        if self.manner == "full":
            return "INSTREAM size limit exceeded. ERROR"
        if self.manner != "clean":
            return self.manner
        return "stream: Eicar-Test-Signature FOUND" if EICAR in content else "stream: OK"


@contextmanager
def listening(manner="clean", path=None):
    """A scanner that listens, at a port of its own or at ``path``; yields it and its address."""
    family = socket.AF_UNIX if path else socket.AF_INET
    with closing(socket.socket(family, socket.SOCK_STREAM)) as listener:
        listener.bind(str(path) if path else ("127.0.0.1", 0))
        listener.listen()
        clamd = Clamd(listener, manner)
        clamd.start()
        yield clamd, str(path) if path else "127.0.0.1:{1}".format(*listener.getsockname())
        listener.shutdown(socket.SHUT_RDWR)
        clamd.join(5)
