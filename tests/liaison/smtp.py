"""A small SMTP server on a port of its own, for tests of what happens between us and a real one."""

import socketserver
import threading
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        self.say(self.server.answers.get("CONNECT", 220))
        while line := self.rfile.readline().strip():
            verb = line.split()[0].decode().upper()
            if verb == "DATA":
                self.take_letter()
                continue
            self.say(self.server.answers.get(verb, 221 if verb == "QUIT" else 250))
            if verb == "QUIT":
                return

    def take_letter(self):
        self.say(354)
        lines = iter(self.rfile.readline, b".\r\n")
        letter = message_from_bytes(b"".join(lines), policy=default)
        code = self.server.answers.get("DATA", 250)
        if code < 400:
            self.server.letters.append(letter)
        self.say(code)

    def say(self, code):
        self.wfile.write(b"%d said about secret@example.cn\r\n" % code)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


@contextmanager
def smtp_server(settings, **answers):
    """Run a server that answers each verb with a code; yield the list of letters it took."""
    with _Server(("127.0.0.1", 0), _Conversation) as server:
        server.answers, server.letters = answers, []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield server.letters
        server.shutdown()
