"""Channels (渠道): how a message reaches a person. Each is a function of one message.

The inbox always, e-mail for whoever has an address, and whatever ``APPRISE_CHANNELS`` names
(企业微信, 钉钉, 飞书, a text-message gateway). An address there may hold ``{phone}``,
``{email}`` or ``{username}`` and then serves each person by themselves; an address without is
a group's robot, and hears a notice once, however many are told.
"""

import hashlib
import logging
import smtplib
from email.utils import parseaddr
from urllib.parse import quote

import apprise
from django.conf import settings
from django.core import checks
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from liaison.models import CaughtMail, Message, User

EMAIL = "email"
PERSONAL = ("phone", "email", "username")
TIMEOUT = 30

# Addresses are secrets: apprise prints those it can't read, urllib3 the paths it calls. A filter
# stays when other libraries set up logging once more.
logging.getLogger("apprise").addFilter(lambda record: False)
logging.getLogger("urllib3").setLevel(logging.INFO)


class Unsent(Exception):
    """The channel did not take the message; it may later. The reason names nobody."""

    permanent = False

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


class Refused(Unsent):
    """The channel will never take this message to this person."""

    permanent = True


def routes(users):
    """Yield (user, channel) for each way by which a notice goes to ``users``.

    Who is absent and has somebody told in their place (``User.covered``) hears by the inbox only.
    """
    first = True
    for user in users:
        yield user, Message.INBOX
        if user.covered:
            continue
        if user.email:
            yield user, EMAIL
        for name, address in settings.APPRISE_CHANNELS.items():
            wanted = [part for part in PERSONAL if f"{{{part}}}" in address]
            if all(getattr(user, part) for part in wanted) if wanted else first:
                yield user, name
        first = False


def send(message):
    """Hand ``message`` to its channel; raises ``Unsent`` if that fails."""
    if message.channel == EMAIL:
        send_email(message)
    elif message.channel in settings.APPRISE_CHANNELS:
        send_by_apprise(message)
    else:
        raise Unsent("渠道未配置")


def send_email(message):
    """Send a plain-text e-mail to one address.

    Line breaks in a subject or an address would be headers of somebody else's making: the
    subject is put on one line, a broken address is refused.
    """
    mail = EmailMessage(
        " ".join(message.subject.split()),
        message.body,
        to=[message.recipient.email],
        headers={"Message-ID": message_id(message), "Auto-Submitted": "auto-generated"},
        connection=get_connection(timeout=settings.EMAIL_TIMEOUT or TIMEOUT),
    )
    if not message.recipient.email:
        raise Refused("收件人没有邮箱地址")
    try:
        mail.send()
    except (OSError, ValueError) as error:
        raise explained(error) from None


def explained(error):
    """Say in words why an e-mail did not go out, without the address or the server's answer.

    What the server says of this address or this text (5xx) holds for ever; what it says of
    us, of our account or of its own state may be mended before the next try.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = max(code for code, _ in error.recipients.values())
        return (Refused if code >= 500 else Unsent)(f"收件地址被拒收（SMTP {code}）")
    if isinstance(error, smtplib.SMTPDataError):
        code = error.smtp_code
        return (Refused if code >= 500 else Unsent)(f"邮件被拒收（SMTP {code}）")
    if isinstance(error, smtplib.SMTPResponseException):
        return Unsent(f"邮件服务器拒绝（SMTP {error.smtp_code}）")
    if isinstance(error, OSError):
        return Unsent("连不上邮件服务器")
    return Refused("收件地址不合规")


def message_id(message):
    """The same Message-ID for each try of one message, so that a repeat can be dropped."""
    name = f"{message.key} {message.recipient_id}"
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{hashlib.sha256(name.encode()).hexdigest()[:32]}@{domain}>"


def send_by_apprise(message):
    sender = apprise.Apprise()
    if not sender.add(filled(settings.APPRISE_CHANNELS[message.channel], message.recipient)):
        raise Unsent("渠道地址配置有误")
    if not sender.notify(title=message.subject, body=message.body):
        raise Unsent("渠道没有接收")


def filled(address, user):
    """Return a channel's address with the person's own number or name put in."""
    for part in PERSONAL:
        address = address.replace(f"{{{part}}}", quote(getattr(user, part), safe=""))
    return address


class CatchingBackend(BaseEmailBackend):
    """Keep e-mail in a table instead of sending it: for the demo, read in the admin."""

    def send_messages(self, email_messages):
        caught = CaughtMail.objects.bulk_create(
            CaughtMail(to=", ".join(mail.recipients())[:300], subject=mail.subject, body=mail.body)
            for mail in email_messages
        )
        return len(caught)


@checks.register
def channels_are_sound(app_configs, **kwargs):
    """Refuse a channel that takes the name of a built-in one, or whose address can't be read."""
    anybody = User(phone="13800000000", email="anybody@example.cn", username="anybody")
    return [
        checks.Error(f"APPRISE_CHANNELS：渠道“{name}”的名称或地址无效", id="liaison.E020")
        for name, address in settings.APPRISE_CHANNELS.items()
        if name in {Message.INBOX, EMAIL}
        or len(name) > Message._meta.get_field("channel").max_length
        or not apprise.Apprise().add(filled(address, anybody))
    ]
