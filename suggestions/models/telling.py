"""Who was told of a letter that urges (送达情况): by which channel, and whether it arrived."""

from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat, JSONObject
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from liaison import access
from liaison.models import Message, Post
from suggestions.models.urging import Urging

NOTICE = "suggestions.urged"
CHANNELS = {Message.INBOX: "站内消息", "email": "电子邮件"}
Status = Message.Status
MISSED = {
    Status.FAILED: "发送失败：{reason}",
    Status.VOID: "未发出：账号已停用或者已离任",
}


@dataclass
class Way:
    """One channel by which a person was told, and what became of it, in words."""

    channel: str
    words: str
    tone: str
    at: datetime | None = None
    failed: bool = False


@dataclass
class Told:
    """One person who was told, with the post by which they were."""

    name: str
    post: str
    ways: list = field(default_factory=list)

    @property
    def failed(self):
        return any(way.failed for way in self.ways)


def urgings_shown(matter, user):
    """The letters about ``matter`` that ``user`` may read, each with those who were told of it.

    By one query. Who was told is for those who urge; for others ``told`` stays empty.
    """
    rows = Urging.objects.filter(addressee__matter=matter).read_by(user)
    rows = rows.select_related("unit", "to", "actor", "deadline").annotate(
        copied_names=ArraySubquery(
            Urging.copied.through.objects.filter(urging=OuterRef("pk"))
            .order_by("unit_id")
            .values("unit__short_name")
        )
    )
    urges = any("urge" in verbs for verbs in access.parts_of(user, matter).values())
    if urges:
        rows = rows.annotate(messages=ArraySubquery(messages_about(matter)))
    for urging in rows:
        urging.told = told_by(urging.messages) if urges else []
        urging.missed = sum(person.failed for person in urging.told)
        urging.shows_told = urges
    return list(rows)


def messages_about(matter):
    """What went out about a letter, found by the key under which it was published."""
    key = f"{NOTICE}:{matter._meta.label_lower}:{matter.pk}:urging:"
    units = {matter.initiator_id, matter.coordinator_id}
    units |= {pk for row in matter.addressed() for pk in (row.unit_id, row.unit.parent_id)}
    posts = Post.objects.filter(user=OuterRef("recipient"), unit__in=units - {None})
    posts = posts.order_by(F("ends_on").desc(nulls_first=True), "-starts_on", "-pk")
    post = Concat("unit__short_name", Value(" "), "title", output_field=TextField())
    rows = Message.objects.filter(key=Concat(Value(key), Cast(OuterRef("pk"), TextField())))
    return rows.order_by("recipient", "pk").values(
        said=JSONObject(
            recipient="recipient",
            name="recipient__name",
            post=Subquery(posts.values_list(post)[:1]),
            channel="channel",
            status="status",
            error="error",
            not_before="not_before",
            sent_at="sent_at",
            read_at="read_at",
        )
    )


def told_by(messages):
    """The people whom ``messages`` told, each with the channels used."""
    people = {}
    for row in messages:
        person = people.setdefault(row["recipient"], Told(row["name"], row["post"] or ""))
        person.ways.append(way_of(row))
    return list(people.values())


def way_of(row):
    """Say what became of one message: it was read, it went out, it waits, or it never arrived."""
    channel = CHANNELS.get(row["channel"], row["channel"])
    if row["status"] in MISSED:
        reason = row["error"] or "原因不明"
        return Way(channel, MISSED[row["status"]].format(reason=reason), "red", failed=True)
    at = row["read_at"] or row["sent_at"] or row["not_before"]
    return Way(channel, *state_of(row), parse_datetime(at))


def state_of(row):
    """In words, and in a colour, where a message stands that did not fail."""
    if row["channel"] == Message.INBOX:
        return ("已读", "green") if row["read_at"] else ("已送达，未读", "yellow")
    if row["status"] == Status.SENT:
        return "已发送", "green"
    return (f"待重发：{row['error']}", "yellow") if row["error"] else ("待发送", "secondary")


def urged(matter, user, papers):
    """The addressees that were urged by letters that ``user`` may read, each with its ``letters``.

    Each letter has its own of ``papers``. ``is_listed`` says of an addressee that it is in the
    court's next bulletin (列入下期通报).
    """
    rows = [row for row in matter.addressed() if row.urged]
    urgings = urgings_shown(matter, user) if rows else []
    kept = {paper.part: paper for paper in papers} if urgings else {}
    for urging in urgings:
        urging.paper = kept.get(urging.ref)
    today = timezone.localdate()
    for row in rows:
        row.letters = [urging for urging in urgings if urging.addressee_id == row.pk]
        row.is_listed = any(urging.is_unheeded(today) for urging in row.letters)
    return [row for row in rows if row.letters]
