import json
import logging
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.mail import EmailMessage

from liaison import channels
from liaison.models import CaughtMail, Message
from tests.factories.liaison import UserFactory
from tests.liaison.smtp import smtp_server

pytestmark = pytest.mark.filterwarnings("ignore:.imghdr. is deprecated")  # apprise on Python 3.11


def letter(channel="email", **kwargs):
    person = {name: kwargs.pop(name) for name in ("email", "phone") if name in kwargs}
    values = {"key": "k", "subject": "有新的办理事项", "body": "请登录查看"} | kwargs
    return Message(pk=7, recipient=UserFactory.build(pk=3, **person), channel=channel, **values)


def reason(message):
    with pytest.raises(channels.Unsent) as caught:
        channels.send(message)
    return caught.value.reason, caught.value.permanent


def test_email_carries_subject_text_and_a_stable_message_id(settings):
    settings.DEFAULT_FROM_EMAIL = "府院联动工作平台 <noreply@liaison.example.cn>"
    with smtp_server(settings) as letters:
        channels.send(letter(email="lin@example.cn"))
        channels.send(letter(email="lin@example.cn"))
    first, second = letters
    assert first["To"] == "lin@example.cn"
    assert first["Subject"] == "有新的办理事项"
    assert first.get_content_type() == "text/plain"
    assert first.get_content().strip() == "请登录查看"
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Message-ID"].endswith("@liaison.example.cn>")
    assert first["Auto-Submitted"] == "auto-generated"


def test_message_ids_differ_by_key_and_by_person():
    other = letter()
    other.recipient_id = 4
    assert len({channels.message_id(each) for each in (letter(), letter(key="x"), other)}) == 3


def test_line_breaks_in_a_subject_make_no_header(settings):
    with smtp_server(settings) as letters:
        channels.send(letter(subject="长协\r\nBcc: all@example.cn\n42号"))
    assert letters[0]["Subject"] == "长协 Bcc: all@example.cn 42号"
    assert letters[0]["Bcc"] is None


@pytest.mark.parametrize("email", ["a@b.cn\nBcc: c@d.cn", "a@b.cn, c@d.cn", "林", "@"])
def test_address_that_is_none_is_refused_for_good(settings, email):
    with smtp_server(settings, RCPT=553) as letters:
        _, permanent = reason(letter(email=email))
    assert permanent
    assert letters == []


def test_person_without_an_address_is_refused_for_good():
    assert reason(letter(email="")) == ("收件人没有邮箱地址", True)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"RCPT": 550}, ("收件地址被拒收（SMTP 550）", True)),
        ({"RCPT": 450}, ("收件地址被拒收（SMTP 450）", False)),
        ({"DATA": 554}, ("邮件被拒收（SMTP 554）", True)),
        ({"DATA": 451}, ("邮件被拒收（SMTP 451）", False)),
        ({"MAIL": 550}, ("邮件服务器拒绝（SMTP 550）", False)),
        ({"CONNECT": 421}, ("邮件服务器拒绝（SMTP 421）", False)),
    ],
)
def test_what_the_server_refuses_is_told_in_a_code_only(settings, answers, expected):
    with smtp_server(settings, **answers):
        assert reason(letter()) == expected


def test_server_that_is_down_may_be_up_later(settings):
    with smtp_server(settings):
        pass
    assert reason(letter()) == ("连不上邮件服务器", False)


def test_channel_that_nobody_configured_may_be_later():
    assert reason(letter("pager")) == ("渠道未配置", False)


@contextmanager
def web_hook(status=200):
    """A real HTTP server that keeps what apprise posts to it: (path, JSON)."""
    posts = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self):
            length = int(self.headers["Content-Length"])
            posts.append((self.path, json.loads(self.rfile.read(length))))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *args):
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Hook) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"json://127.0.0.1:{server.server_port}", posts
        server.shutdown()


def test_apprise_channel_posts_to_the_persons_own_address(settings):
    with web_hook() as (address, posts):
        settings.APPRISE_CHANNELS = {"sms": f"{address}/send/{{phone}}"}
        channels.send(letter("sms", phone="138/0000"))
    [(path, content)] = posts
    assert path.rstrip("/") in {"/send/138%2F0000", "/send/138/0000"}
    assert (content["title"], content["message"]) == ("有新的办理事项", "请登录查看")


def test_apprise_channel_that_fails_may_work_later(settings):
    with web_hook(status=500) as (address, _):
        settings.APPRISE_CHANNELS = {"sms": address}
        assert reason(letter("sms")) == ("渠道没有接收", False)


def test_address_of_a_channel_is_never_logged(settings, caplog, capfd):
    settings.APPRISE_CHANNELS = {"sms": "nonsense://s3cret@@", "hook": "json://127.0.0.1:9/s3cret"}
    with caplog.at_level(logging.DEBUG):
        told = [reason(letter("sms")), reason(letter("hook"))]
    assert told == [("渠道地址配置有误", False), ("渠道没有接收", False)]
    assert "s3cret" not in caplog.text + "".join(capfd.readouterr())


def test_routes_follow_what_is_known_of_a_person(settings):
    settings.APPRISE_CHANNELS = {"sms": "json://gate/{phone}", "robot": "json://group"}
    both = UserFactory.build(email="a@example.cn", phone="138")
    none = UserFactory.build(email="", phone="")
    assert list(channels.routes([both, none])) == [
        (both, "inbox"),
        (both, "email"),
        (both, "sms"),
        (both, "robot"),
        (none, "inbox"),
    ]


@pytest.mark.django_db
def test_caught_mail_can_be_read(settings):
    settings.EMAIL_BACKEND = "liaison.channels.CatchingBackend"
    channels.send(letter(email="lin@example.cn"))
    EmailMessage("标题", "正文", to=["a@example.cn"], cc=["b@example.cn"]).send()
    assert list(CaughtMail.objects.values_list("to", "subject", "body")) == [
        ("a@example.cn, b@example.cn", "标题", "正文"),
        ("lin@example.cn", "有新的办理事项", "请登录查看"),
    ]


@pytest.mark.parametrize(
    ("name", "address", "sound"),
    [
        ("wecom", "wecombot://abcdefgh", True),
        ("sms", "json://gate/{phone}", True),
        ("email", "json://gate", False),
        ("inbox", "json://gate", False),
        ("sms", "nonsense://", False),
        ("a name of more than twenty", "json://gate", False),
    ],
)
def test_check_refuses_channels_that_can_not_work(settings, name, address, sound):
    settings.APPRISE_CHANNELS = {name: address}
    found = [error.id for error in channels.channels_are_sound(None)]
    assert found == ([] if sound else ["liaison.E020"])
