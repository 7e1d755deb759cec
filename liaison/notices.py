"""Notices (通知): what is told to whom when a step is taken, written in the step's transaction.

A mechanism declares each ``Notice`` in its own ``notices.py`` and publishes it from its steps.
The inbox may name the matter's title, since only people whose business it is are told. What
leaves the house (e-mail, telephones) names the matter's number only: never a party, nor a
title, which may hold one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from string import Formatter

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from liaison import registry
from liaison.channels import routes
from liaison.models import Message, Unit, User
from liaison.outbox.bell import nudge
from liaison.outbox.hours import sending_moment
from liaison.outbox.staff import Staff, people_of, reachable

__all__ = ["Notice", "people_of", "publish"]

SUBJECT_LENGTH = Message._meta.get_field("subject").max_length
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Notice:
    """One thing that is told, in Chinese, with ``{variables}`` in braces.

    ``number``, ``title`` and ``kind`` of the matter can always be named; the rest is declared
    in ``variables`` and given to ``publish``, all of it and nothing else. ``outside`` is the
    whole text for e-mail and telephones: it knows ``number``, ``kind`` and those variables that
    are also in ``plain``, because they can never hold a name. A slip is an error at start-up.

    ``recipients(matter, **variables)`` returns users and units; a unit stands for its handlers
    (经办人), None for nobody. Name only people who may see the matter, and ask ``people_of``
    for those of another rank.

    ``urgent`` notices leave the house at any hour: only for what must be acted upon before the
    next working morning (a period in hours, a hearing or session called off or moved at short
    notice). All others wait for working hours; the inbox shows every notice at once.
    """

    code: str
    subject: str
    body: str = ""
    recipients: Callable | None = None
    variables: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    outside: str = "【府院联动】{number}有新的办理事项，请登录查看"
    urgent: bool = False

    def __post_init__(self):
        inside = {"number", "title", "kind", *self.variables}
        self._refuse_unknown(set(self.plain) - {*self.variables})
        self._refuse_unknown(fields_of(self.subject + self.body) - inside)
        self._refuse_unknown(fields_of(self.outside) - {"number", "kind", *self.plain})

    def _refuse_unknown(self, names):
        if names:
            raise ImproperlyConfigured(f"notice {self.code}: what is {', '.join(sorted(names))}?")

    def texts(self, **values):
        """Return subject and body for the inbox."""
        return one_line(self.subject.format_map(values)), self.body.format_map(values)

    def outside_texts(self, **values):
        """Return subject and body for e-mail and telephones."""
        subject = one_line(self.outside.format_map(values))
        return subject, f"{subject}\n{settings.SITE_URL}"


def fields_of(template):
    """The names in braces in ``template``; ``{a.b}`` and ``{a[0]}`` are names of nothing."""
    return {field for _, field, _, _ in Formatter().parse(template) if field is not None}


def one_line(text):
    return " ".join(text.split())[:SUBJECT_LENGTH]


def day_in_words(day, today):
    """Say a date as clerks do: 10月8日 周四, with the year when it is not this one."""
    year = "" if day.year == today.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]}"


def worded(value):
    """Put a value in words: a date as clerks say it, everything else as it prints."""
    return day_in_words(value, timezone.localdate()) if isinstance(value, date) else str(value)


def publish(code, matter, *, key, to=None, **variables):
    """Tell of ``matter`` what the notice ``code`` says: a message a person and channel.

    Works in the caller's transaction: no step, no message. ``key`` names the occasion within
    the matter ("accepted", "reply:17"); published again under it, nothing is added. ``to``
    takes the place of the notice's own recipients. Whoever's account is closed, or who holds
    no post any more, is left out.
    """
    notice = registry.notices[code]
    if variables.keys() != set(notice.variables):
        raise TypeError(f"notice {code} takes {notice.variables}, not {tuple(variables)}")
    whom = notice.recipients(matter, **variables) if to is None else to
    now = timezone.now()
    leaving = now if notice.urgent else sending_moment(now)
    kind = matter._meta.verbose_name
    values = {name: worded(value) for name, value in variables.items()}
    values |= {"number": matter.number or kind, "title": matter.title, "kind": kind}
    inside, outside = notice.texts(**values), notice.outside_texts(**values)
    messages = [
        Message(
            key=f"{code}:{matter._meta.label_lower}:{matter.pk}:{key}",
            notice=code,
            recipient=user,
            channel=channel,
            matter=matter,
            **(inbox(inside, now) if channel == Message.INBOX else waiting(outside, leaving)),
        )
        for user, channel in routes(_people(whom))
    ]
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    nudge()


def inbox(texts, now):
    """What a message to the inbox is made of: it is delivered by being written."""
    subject, body = texts
    return {
        "subject": subject,
        "body": body,
        "status": Message.Status.SENT,
        "not_before": now,
        "sent_at": now,
    }


def waiting(texts, leaving):
    """What a message to another channel is made of."""
    subject, body = texts
    return {"subject": subject, "body": body, "not_before": leaving}


def _people(whom):
    """Turn users and units into the people to be told, each once, in a fixed order.

    Whoever is told in person somewhere is told by all channels, absent or not.
    """
    whom = [one for one in whom if one is not None]
    units = [one.pk for one in whom if isinstance(one, Unit)]
    staff = Staff(units) if units else None
    told = [
        user
        for one in whom
        for user in ([one] if isinstance(one, User) else staff.at(one.pk, "handler"))
    ]
    in_person = {user.pk for user in told if not user.covered}
    people = reachable(User.objects.filter(pk__in={user.pk for user in told}))
    people = list(people.order_by("pk"))
    for user in people:
        user.covered = user.pk not in in_person
    return people


NEAR = registry.notices.register(
    Notice(
        code="liaison.deadline",
        subject="{number}：{name}{left}（{due}）",
        body="《{title}》\n{name}：{due}，{left}。\n责任单位：{unit}",
        variables=("name", "rule", "unit", "left", "due"),
        plain=("rule", "left", "due"),
        outside="【府院联动】{number}：{rule}{left}（{due}），请登录查看",
    )
)
"""A deadline is near or past: to the unit that must meet it."""

JUDGE = registry.notices.register(
    Notice(
        code="liaison.handed_in",
        subject="{number}：{unit}已报告{rule}，请核验（期满日{due}）",
        body="《{title}》\n{unit}已报告{name}，请核验：属实的办结，不足的退回。\n"
        "期满日：{due}。是否按期，以报告之日为准。",
        variables=("name", "rule", "unit", "due"),
        plain=("rule", "due"),
        outside="【府院联动】{number}：{rule}待核验（期满日{due}），请登录办理",
    )
)
"""What was owed is handed in: to the unit that asked for it and must judge it now."""

LATE = registry.notices.register(
    Notice(
        code="liaison.overdue",
        subject="{number}：{unit}{rule}{left}（{due}），请督促办理",
        variables=NEAR.variables,
        plain=NEAR.plain,
        outside="【府院联动】{number}：{rule}{left}（{due}），请登录督促办理",
    )
)
"""The same to those above (督办): they need not see the matter, so its title isn't named."""
