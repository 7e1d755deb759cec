"""The virus scanner: what it finds is refused, and so is everything while it gives no answer."""

import io
import socket
import time
from contextlib import closing

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from liaison import checks, scanning
from liaison.imports import TableField
from liaison.uploads import UploadField
from tests.liaison.clamd import EICAR, listening

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


@pytest.fixture
def scanner(settings):
    """Put up a scanner of some manner for the rest of the test."""
    opened = []

    def put_up(manner="clean", path=None, seconds=2):
        context = listening(manner, path)
        clamd, settings.CLAMAV = context.__enter__()
        settings.CLAMAV_SECONDS = seconds
        opened.append(context)
        return clamd

    yield put_up
    for context in opened:
        context.__exit__(None, None, None)


def handed_in(content, name="甄有理起诉状.pdf"):
    return UploadField().clean(SimpleUploadedFile(name, content))


def unused_port():
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def test_a_clean_file_is_taken_whole(scanner):
    clamd = scanner()
    content = PDF + b"x" * (3 * scanning.PIECE + 7)
    upload = handed_in(content)
    assert clamd.seen == [content]
    assert upload.read() == content, "it is at its beginning again"


def test_a_socket_file_serves_as_well(scanner, tmp_path):
    clamd = scanner(path=tmp_path / "clamd.sock")
    handed_in(PDF)
    assert clamd.seen == [PDF]


@pytest.mark.parametrize("place", [0, scanning.PIECE - 20, 2 * scanning.PIECE])
def test_a_virus_is_named_and_refused(scanner, place, caplog):
    scanner()
    with pytest.raises(ValidationError) as refusal:
        handed_in(PDF + b"x" * place + EICAR)
    assert refusal.value.code == "virus"
    assert refusal.value.messages == ["文件含有病毒（Eicar-Test-Signature），已拒收"]
    assert "甄有理" not in caplog.text


def test_the_bare_test_virus_is_found(scanner):
    scanner()
    with pytest.raises(scanning.Infected, match="Eicar"):
        scanning.scan(io.BytesIO(EICAR))
    scanning.scan(io.BytesIO(b""))


def test_a_virus_name_is_one_line_of_plain_words(scanner):
    scanner("stream: Bad\r\n\x1b[31mName FOUND")
    with pytest.raises(scanning.Infected) as virus:
        scanning.scan(io.BytesIO(PDF))
    assert str(virus.value).isprintable()


@pytest.mark.parametrize(
    "manner",
    [
        "cut",
        "full",
        "silent",
        "drip",
        "UNKNOWN COMMAND",
        "stream: OK FOUND?",
        "stream: x ERROR",
        "",
    ],
)
def test_without_an_answer_to_rely_upon_nothing_comes_in(scanner, manner, caplog):
    scanner(manner, seconds=1)
    started = time.monotonic()
    with pytest.raises(ValidationError) as refusal:
        handed_in(PDF + b"x" * 500_000)
    assert refusal.value.code == "unscanned"
    assert "病毒查杀服务暂时没有响应" in refusal.value.messages[0]
    assert time.monotonic() - started < 2, "the whole takes no longer than it may"
    assert "gives no answer" in caplog.text
    assert "甄有理" not in caplog.text


def test_a_scanner_that_is_not_there_refuses_too(settings, tmp_path):
    for address in (f"127.0.0.1:{unused_port()}", str(tmp_path / "nothing.sock")):
        settings.CLAMAV = address
        with pytest.raises(ValidationError) as refusal:
            handed_in(PDF)
        assert refusal.value.code == "unscanned"
        assert not scanning.answers()


def test_a_table_to_be_imported_is_scanned_too(scanner):
    scanner()
    with pytest.raises(ValidationError) as refusal:
        TableField().clean(SimpleUploadedFile("登记.csv", "案号\n".encode() + EICAR))
    assert refusal.value.code == "virus"
    assert TableField().clean(SimpleUploadedFile("登记.csv", "案号\n".encode())).read()


def test_without_a_scanner_nothing_is_asked(settings, monkeypatch):
    settings.CLAMAV = ""
    monkeypatch.setattr(scanning, "scan", None)
    assert handed_in(PDF + EICAR)
    assert checks.the_virus_scanner_answers(None) == []


def test_the_refusal_stands_on_the_field(scanner):
    scanner()

    class HandIn(forms.Form):
        file = UploadField(label="附件")

    form = HandIn({}, {"file": SimpleUploadedFile("a.pdf", PDF + EICAR)})
    assert form.errors == {"file": ["文件含有病毒（Eicar-Test-Signature），已拒收"]}


def test_a_scanner_that_does_not_answer_is_told_at_the_start(scanner, settings):
    scanner()
    assert scanning.answers()
    assert checks.the_virus_scanner_answers(None) == []
    scanner("cut")
    assert [each.id for each in checks.the_virus_scanner_answers(None)] == ["liaison.W002"]
    settings.CLAMAV = f"127.0.0.1:{unused_port()}"
    assert [each.id for each in checks.the_virus_scanner_answers(None)] == ["liaison.W002"]


@pytest.mark.parametrize("text", ["clamav", ":3310", "clamav:", "clamav:0", "clamav:70000", "a:３"])
def test_an_address_that_is_none_is_told(settings, text):
    settings.CLAMAV = text
    assert [each.id for each in checks.the_virus_scanner_answers(None)] == ["liaison.E007"]


def test_addresses_are_read():
    assert scanning.address_of("/run/clamav/clamd.ctl") == "/run/clamav/clamd.ctl"
    assert scanning.address_of("clamav:3310") == ("clamav", 3310)
    assert scanning.address_of("[::1]:3310") == ("::1", 3310)
