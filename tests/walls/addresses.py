"""All addresses that the resolver knows, filled in with the ids of what is hidden."""

import io
import subprocess
import zipfile
from functools import cache
from html import unescape

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from liaison import registry
from liaison.models import (
    Attachment,
    Committee,
    IssuedPaper,
    LongWork,
    Matter,
    Message,
    Unit,
    matter_models,
)
from meetings.models import JointMeeting
from tests.walls import lawsuits


def patterns(resolver=None, prefix="", space=""):
    """Every pattern of the site as (route, name with its space, its view)."""
    for each in (resolver or get_resolver()).url_patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLPattern):
            yield route, f"{space}{each.name}", each
        else:
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from patterns(each, route, inner)


ALL = [
    (name, pattern)
    for _, name, pattern in patterns()
    if name != "admin:None"  # old addresses of the admin, which lead to the present ones
]
STEPS = {
    f"{model._meta.app_label}:{model._meta.model_name}_{step}"
    for model in matter_models()
    for step in dir(model)
    if hasattr(getattr(model, step), "step")
}


def addresses(world, *, of_admin, steps, drafts=None):
    """(name, url) of every pattern, filled in with the ids of what is hidden.

    ``drafts`` are the matters of which every paper is asked for in draft, all of them if not
    given; of the others one. Who does not see a matter is turned away before the paper matters.
    """
    drafts = world.hidden if drafts is None else drafts
    for name, pattern in ALL:
        if (name.startswith("admin:") and not of_admin) or (name in STEPS and not steps):
            continue
        for kwargs in fillings(world, name, pattern, drafts):
            yield name, reverse(name, **kwargs) if name != "None" else "/healthz"


def fillings(world, name, pattern, drafts):
    if name in {"liaison:paper_preview", "liaison:paper_preview_docx"}:
        return previews(world, drafts)
    wanted = set(pattern.pattern.converters) | set(pattern.pattern.regex.groupindex)
    if not wanted:
        return [{}]
    if name in KNOWN:
        return KNOWN[name](world)
    if wanted == {"pk"}:
        model = pattern.callback.view_initkwargs["model"]
        return [{"args": [pk]} for pk in ids(world, model)]
    if wanted == {"object_id"}:
        return [{"args": [pk]} for pk in ids(world, model_of(name))]
    raise AssertionError(f"{name}: say in KNOWN with which ids the wall is to be tried")


def ids(world, model):
    if issubclass(model, Matter):
        return [one.matter.pk for one in world.hidden.values() if isinstance(one.matter, model)]
    found = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
    return sorted({*found[:2], *found[-2:]})


def model_of(name):
    app, model, _ = name.removeprefix("admin:").split("_", 2)
    return apps.get_model(app, model)


def hidden_files(model):
    return lambda world: [{"args": [pk]} for pk in ids_of_files(world, model)]


@cache
def ids_of_files(world, model):
    """Of each hidden matter the first and the last; of its attachments all."""
    ids = set()
    for one in world.hidden.values():
        kind = ContentType.objects.get_for_model(one.matter)
        found = model.objects.filter(content_type=kind, object_id=one.matter.pk).order_by("pk")
        few = found if model is Attachment else [found.first(), found.last()]
        ids.update(row.pk for row in few if row)
    return sorted(ids)


def previews(world, drafts):
    for key, one in world.hidden.items():
        codes = [paper.code for paper in registry.papers if isinstance(one.matter, paper.model)]
        for code in codes if key in drafts else codes[:1]:
            yield {"args": [one.matter._meta.label_lower, one.matter.pk, code]}


def blanks(world):
    return [
        {"args": [paper.model._meta.label_lower, paper.code]}
        for paper in registry.papers
        if paper.before_opening
    ]


def in_the_meeting(rows, *actions):
    """Addresses of a row of a hidden meeting, with each of ``actions`` in turn."""

    def fillings(world):
        for one in world.hidden.values():
            if isinstance(one.matter, JointMeeting):
                row = getattr(one.matter, rows).first()
                for action in actions or [None]:
                    yield {"args": [one.matter.pk, row.pk, *filter(None, [action])]}

    return lambda world: list(fillings(world))


def of_meetings(world):
    return [{"args": [pk]} for pk in ids(world, JointMeeting)]


@cache
def events(world):
    """What stands in the calendar of whoever may see it: (source, matter, part, day)."""
    return [event for one in world.hidden.values() for event in events_of(one.matter)]


def events_of(matter):
    label = matter._meta.label_lower
    for each in matter.deadlines.filter(due_on__isnull=False):
        yield f"deadline.{label}", matter.pk, each.pk, each.due_on
    for each in matter.sessions.all() if hasattr(matter, "sessions") else ():
        yield "disputes.session", matter.pk, each.pk, timezone.localdate(each.starts_at)
    for source, part, day in lawsuits.events(matter):
        yield source, matter.pk, part, day
    if hasattr(matter, "starts_at"):
        yield label, matter.pk, 0, timezone.localdate(matter.starts_at)


ONE = [{"args": [1]}]
KNOWN = {
    "meetings:jointmeeting_roll": of_meetings,
    "meetings:jointmeeting_codes": of_meetings,
    "meetings:jointmeeting_booklet": of_meetings,
    "meetings:jointmeeting_item": in_the_meeting("agenda"),
    "meetings:jointmeeting_item_action": in_the_meeting("agenda", "begin", "end"),
    "meetings:jointmeeting_roll_action": in_the_meeting(
        "attendance", "arrive", "depart", "return", "undo"
    ),
    "meetings:sign_in": lambda world: [{"args": ["no-such-code"]}],
    "liaison:attachment": hidden_files(Attachment),
    "liaison:paper": hidden_files(IssuedPaper),
    "liaison:paper_docx": hidden_files(IssuedPaper),
    "liaison:inbox_open": hidden_files(Message),
    "liaison:calendar_day": lambda world: [
        {"args": [day]} for day in sorted({event[-1] for event in events(world)})
    ],
    "liaison:event_ics": lambda world: [{"args": event[:-1]} for event in events(world)],
    "liaison:calendar_feed_file": lambda world: [{"args": ["x" * 43]}],
    "liaison:paper_blank": blanks,
    **{
        f"liaison:{name}": hidden_files(LongWork)
        for name in ("work", "work_file", "work_cancel", "work_again")
    },
    "admin:disputes_oldregister_check": hidden_files(LongWork),
    "appearances:feed_check": hidden_files(LongWork),
    "appearances:feed_template": lambda world: [
        {"args": [court, committee]}
        for court in ids(world, Unit)
        for committee in ids(world, Committee)
    ],
    "suggestions:takeover_check": hidden_files(LongWork),
    "suggestions:takeover_template": lambda world: [{"args": [pk]} for pk in ids(world, Committee)],
    "admin:view_on_site": lambda world: [{"args": [1, 1]}],
    "admin:app_list": lambda world: [
        {"args": [name]} for name in ("liaison", "disputes", "meetings", "suggestions", "auth")
    ],
    "admin:auth_user_password_change": lambda world: ONE,
    "account_confirm_email": lambda world: [{"args": ["abc"]}],
    "account_reset_password_from_key": lambda world: [
        {"kwargs": {"uidb36": "1", "key": "set-password"}}
    ],
}


def questions(world, *, of_admin):
    """Addresses with something asked in them: searches, filters, feeds of choices."""
    for one in world.hidden.values():
        words = f"?q={(one.matter.number or one.matter.title)[:20]}"
        yield "liaison:search", f"{reverse('liaison:search')}?q={one.matter.title[:4]}"
        yield "a list", one.matter.get_absolute_url().rsplit("/", 2)[0] + f"/{words}"
    for month in sorted({f"{event[-1]:%Y-%m}" for event in events(world)}):
        yield "liaison:calendar", f"{reverse('liaison:calendar')}?month={month}"
    yield from previews_of_parts(world)
    for name, url in lists():
        for asked in ("format=xlsx", "state=closed", "status=x"):
            yield name, f"{url}?{asked}"
    for model in matter_models() if of_admin else ():
        for remote in model._meta.related_objects:
            meta, to = remote.related_model._meta, remote.field.name
            where = f"app_label={meta.app_label}&model_name={meta.model_name}&field_name={to}"
            yield "admin:autocomplete", f"{reverse('admin:autocomplete')}?term=&{where}"


def previews_of_parts(world):
    """Drafts of papers of which a hidden matter has several: each session's, each mediator's."""
    for one in world.hidden.values():
        for paper in registry.papers:
            if not isinstance(one.matter, paper.model):
                continue
            where = [one.matter._meta.label_lower, one.matter.pk, paper.code]
            address = reverse("liaison:paper_preview", args=where)
            for draft in paper.drafts(one.matter):
                if draft.ref:
                    yield "liaison:paper_preview", f"{address}?part={draft.ref}"


def lists():
    for model in matter_models():
        name = f"{model._meta.app_label}:{model._meta.model_name}_list"
        yield name, reverse(name)


def words_of(answer):
    """All that an answer tells: its text, its file names, a spreadsheet's cells, where it leads."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"PK\x03\x04"):
        book = zipfile.ZipFile(io.BytesIO(body))
        body = b"".join(book.read(name) for name in book.namelist())
    elif body.startswith(b"%PDF"):
        body += printed(body)
    heads = " ".join(f"{name}: {value}" for name, value in answer.items())
    return unescape(body.decode("utf-8", "replace")) + heads


@cache
def printed(pdf):
    """The text of a paper, as it was drawn; nothing for what only looks like one."""
    read = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=False)
    return b"".join(read.stdout.split())


def asked_for(url, mark):
    """The search box repeats what was typed: that tells nobody anything."""
    return "?q=" in url and (mark in url or url.split("?q=")[1] in mark)
