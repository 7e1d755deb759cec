"""The walls: every address of the site, asked by everybody who is not meant to know.

Each piece of business here carries words that occur nowhere else (``marks``). Whoever may not
see it walks through all addresses that the resolver knows, with the ids of what is hidden, and
must not meet one of those words.
"""

import io
import zipfile
from dataclasses import dataclass, field
from html import unescape

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.urls import URLPattern, get_resolver, reverse

from disputes.models import Dispute
from liaison import access, desk, registry
from liaison.models import (
    Attachment,
    AuditEntry,
    IssuedPaper,
    Matter,
    Message,
    Role,
    Unit,
    User,
    matter_models,
)
from meetings.models import JointMeeting
from tests.factories import disputes, meetings, suggestions
from tests.factories.liaison import UnitFactory, UserFactory, person
from tests.factories.world import built_once, end_all_posts, with_every_role

pytestmark = pytest.mark.django_db


@dataclass
class Hidden:
    """One matter, the words that give it away, and those of its file that fewer may read."""

    matter: Matter
    marks: list
    file: list = field(default_factory=list)


@dataclass
class World:
    hidden: dict
    watchers: dict
    """Name → (user, what they may see, whose file they may read)."""


@pytest.fixture(scope="module")
def media(tmp_path_factory):
    return tmp_path_factory.mktemp("media")


@pytest.fixture(autouse=True)
def same_media(settings, media):
    settings.MEDIA_ROOT = media


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, media):
    with built_once(django_db_blocker, media):
        here, stage, board = (
            disputes.scene("鸢协"),
            suggestions.scene(place_name="鸢原"),
            meetings.board(),
        )
        hidden = {
            "referred": a_referred_dispute(here),
            "dispute": a_dispute_being_settled(here),
            "draft": an_unserved_suggestion(stage, "draft", "凤栖梧桐"),
            "signed": an_unserved_suggestion(stage, "signed", "鹏举南溟"),
            "meeting": a_meeting_with_drafted_minutes(board),
            "items": an_item(meetings.board()),
        }
        yield World(hidden, dict(watchers(here, stage, board)))


def a_referred_dispute(here):
    dispute = disputes.refer(
        here,
        title="鹤鸣九皋争议",
        gist="玄鸟来仪之辞",
        act="雉堞之决定",
        parties=[COMPANY],
        consent=disputes.upload("猞猁.pdf"),
    )
    return Hidden(dispute, ["鹤鸣九皋", "玄鸟来仪", "雉堞", "鹿鸣合作社", "猞猁"])


COMPANY = disputes.COMPANY | {"name": "鹿鸣合作社"}


def a_dispute_being_settled(here):
    dispute = disputes.refer(here, title="虎啸深林争议", parties=[disputes.PERSON])
    disputes.accept(dispute, here)
    disputes.state(dispute, here, text="狡兔三窟之陈述", material=disputes.upload("貔貅材料.pdf"))
    session = disputes.schedule(dispute, here)
    disputes.record(dispute, here, session, record="犀角烛怪之笔录", undisputed="龟甲无争")
    return Hidden(
        dispute,
        ["虎啸深林", dispute.number],
        file=["狡兔三窟", "犀角烛怪", "龟甲无争", "貔貅材料", "冯立群"],
    )


def an_unserved_suggestion(stage, status, subject):
    suggestion = suggestions.suggestion_in(
        status,
        stage,
        subject=subject,
        introduction=f"{subject}甲",
        problems=[{"problem": f"{subject}乙", "suggestion": f"{subject}丙"}],
    )
    return Hidden(suggestion, [subject, *filter(None, [suggestion.number])])


def a_meeting_with_drafted_minutes(board):
    meeting = meetings.meeting_in(
        JointMeeting.Status.HELD,
        board,
        [meetings.decision(board, title="麒麟阁之议", content="貂裘换酒")],
        title="龙门专题会议",
    )
    meeting.draft_minutes(actor=board.clerk, body="蛟龙入海之纪要\n一、情况", revision=0)
    return Hidden(meeting, ["龙门专题", meeting.number], file=["蛟龙入海", "麒麟阁", "貂裘换酒"])


def an_item(board):
    rows = [meetings.decision(board, title="骐骥千里之议", content="驽马十驾之功")]
    item = meetings.meeting_in(
        JointMeeting.Status.ISSUED, board, rows, title="鲲池例会"
    ).items.get()
    return Hidden(item, ["骐骥千里", "驽马十驾", item.number, "鲲池例会"])


def watchers(here, stage, board):
    """Who looks: strangers, colleagues of the same committee, and those who run the system."""
    elsewhere, machine_room = UnitFactory(court=True), UnitFactory(kind=Unit.Kind.OTHER)
    yield "a foreign court", (with_every_role(elsewhere, is_staff=True), (), ())
    yield "nobody", (None, (), ())
    root = User.objects.create_superuser("root-of-walls", "r@e.cn", "x", name="管理员")
    yield "the superuser", (root, (), ())
    yield "staff without a post", (UserFactory(is_staff=True), (), ())
    for role in (Role.SECURITY_ADMIN, Role.AUDITOR):
        yield role, (staff(person(machine_room, role)), (), ())
    yield "an uninvited mediator", (disputes.invited_mediator(), (), ())
    gone = person(here.centre.unit, Role.CENTRE_CLERK)
    end_all_posts(gone)
    yield "who left the centre", (gone, (), ())
    yield "the office, of disputes", (staff(here.office_clerk), (), ())
    yield "the agency, before acceptance", (here.agency_clerk, ("dispute",), ("dispute",))
    yield "the court, outside the file", (here.court_clerk, ("referred", "dispute"), ())
    everywhere = {"office", "office_leader"}
    for name in sorted(stage.outsiders):
        user = stage.outsiders[name]
        yield f"{name}, before service", (staff(user) if name in everywhere else user, (), ())
    yield "a member, before minutes", (board.bureau_clerk, ("meeting",), ())
    yield "a co-chair, before signing", (board.leaders[0], ("meeting",), ())


def staff(user):
    User.objects.filter(pk=user.pk).update(is_staff=True)
    return User.objects.get(pk=user.pk)


# --- all addresses -----------------------------------------------------------------------


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


def addresses(world, *, of_admin, steps):
    """(name, url) of every pattern, filled in with the ids of what is hidden."""
    for name, pattern in ALL:
        if (name.startswith("admin:") and not of_admin) or (name in STEPS and not steps):
            continue
        for kwargs in fillings(world, name, pattern):
            yield name, reverse(name, **kwargs) if name != "None" else "/healthz"


def fillings(world, name, pattern):
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
    return lambda world: [{"args": [pk]} for pk in sorted(ids_of_files(world, model))]


def ids_of_files(world, model):
    """Of each hidden matter the first and the last."""
    for one in world.hidden.values():
        kind = ContentType.objects.get_for_model(one.matter)
        found = model.objects.filter(content_type=kind, object_id=one.matter.pk).order_by("pk")
        yield from {row.pk for row in [found.first(), found.last()] if row}


def previews(world):
    return [
        {"args": [one.matter._meta.label_lower, one.matter.pk, paper.code]}
        for one in world.hidden.values()
        for paper in registry.papers
        if isinstance(one.matter, paper.model)
    ]


ONE = [{"args": [1]}]
KNOWN = {
    "liaison:attachment": hidden_files(Attachment),
    "liaison:paper": hidden_files(IssuedPaper),
    "liaison:inbox_open": hidden_files(Message),
    "liaison:paper_preview": previews,
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
    for name, url in lists():
        for asked in ("format=xlsx", "state=closed", "status=x"):
            yield name, f"{url}?{asked}"
    for model in matter_models() if of_admin else ():
        for remote in model._meta.related_objects:
            meta, to = remote.related_model._meta, remote.field.name
            where = f"app_label={meta.app_label}&model_name={meta.model_name}&field_name={to}"
            yield "admin:autocomplete", f"{reverse('admin:autocomplete')}?term=&{where}"


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
    heads = " ".join(f"{name}: {value}" for name, value in answer.items())
    return unescape(body.decode("utf-8", "replace")) + heads


def asked_for(url, mark):
    """The search box repeats what was typed: that tells nobody anything."""
    return "?q=" in url and (mark in url or url.split("?q=")[1] in mark)


WATCHERS = [
    "a foreign court",
    "nobody",
    "the superuser",
    "staff without a post",
    "security_admin",
    "auditor",
    "an uninvited mediator",
    "who left the centre",
    "the office, of disputes",
    "the agency, before acceptance",
    "the court, outside the file",
    "copied_clerk, before service",
    "justice, before service",
    "office, before service",
    "office_leader, before service",
    "other_court_clerk, before service",
    "other_president, before service",
    "recipient_clerk, before service",
    "recipient_leader, before service",
    "stranger, before service",
    "a member, before minutes",
    "a co-chair, before signing",
]


def test_every_watcher_looks(world):
    assert set(world.watchers) == set(WATCHERS)


def forbidden(world, watcher):
    """What must not come before the eyes of ``watcher``: (key, word) pairs."""
    _, sees, reads = world.watchers[watcher]
    for key, one in world.hidden.items():
        if key not in sees:
            yield from ((key, mark) for mark in one.marks)
        if key not in reads:
            yield from ((key, mark) for mark in one.file)


def test_the_marks_are_seen_by_those_who_may(client, world):
    """The walk would prove nothing if the words were on no page at all."""
    people = {
        "referred": Role.CENTRE_CLERK,
        "dispute": Role.CENTRE_CLERK,
        "draft": Role.COURT_CLERK,
        "signed": Role.COURT_CLERK,
        "meeting": Role.OFFICE_CLERK,
        "items": Role.OFFICE_CLERK,
    }
    for key, role in people.items():
        one = world.hidden[key]
        unit = one.matter.holder if key in {"referred", "dispute"} else one.matter.initiator
        unit = one.matter.centre.unit if hasattr(one.matter, "centre") else unit
        client.force_login(person(unit, role))
        words = words_of(client.get(one.matter.get_absolute_url()))
        for mark in {*one.marks, *one.file} - {"鹿鸣合作社"}:
            assert mark in words, (key, mark)


@pytest.mark.parametrize("watcher", WATCHERS)
def test_nothing_leaks_through_any_address(client, world, watcher):
    user, sees, _ = world.watchers[watcher]
    marks = list(forbidden(world, watcher))
    if user:
        client.force_login(user)
    thorough = watcher in {"a foreign court", "nobody", "the superuser"}
    of_admin = thorough or user.is_staff
    asked = list(addresses(world, of_admin=of_admin, steps=thorough))
    for name, url in [*asked, *questions(world, of_admin=of_admin)]:
        answer = client.get(url)
        assert answer.status_code in {200, 302, 400, 403, 404, 405}, (url, answer.status_code)
        words = words_of(answer)
        found = [mark for mark in marks if mark[1] in words and not asked_for(url, mark[1])]
        assert not found, (watcher, name, url)
        if name == "liaison:search":
            assert set(rows(answer)) <= {url_of(world, key) for key in sees}


def rows(answer):
    return [row.url for row in (answer.context or {}).get("rows", [])]


def url_of(world, key):
    return world.hidden[key].matter.get_absolute_url()


PUBLIC = {
    "healthz",
    "admin:logout",
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_confirm_login_code",
    "mfa_authenticate",
    "admin:jsi18n",
}


def test_whoever_is_not_in_is_led_to_the_door(client, world):
    """Also with POST; nothing but the door itself and the health of the system is public."""
    for name, url in addresses(world, of_admin=True, steps=True):
        if name in PUBLIC or url == "/healthz":
            continue
        for answer in (client.get(url), client.post(url)):
            assert answer.status_code == 302, url
            assert answer.url.startswith(("/accounts/login/?next=", "/admin/login/?next=")), url


def test_there_is_one_door(client):
    """The admin's own login form would know neither the second factor nor the limit of tries."""
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/accounts/login/?next=")
    posted = client.post("/admin/login/", {"username": "x", "password": "y"})
    assert posted.url.startswith("/accounts/login/?next=")


def test_a_foreign_hand_moves_nothing(client, world):
    """Every address that takes a POST, with the ids of somebody else's business (IDOR)."""
    user = world.watchers["a foreign court"][0]
    client.force_login(user)
    before = everything(world)
    for name, url in addresses(world, of_admin=True, steps=True):
        if name.startswith(("account_", "mfa_")) or name in {"admin:logout", "admin:login"}:
            continue
        answer = client.post(url, {"post": "yes", "on": "2026-11-01", "title": "改", "name": "改"})
        if name in STEPS or name.endswith("_detail"):
            assert answer.status_code in {404, 405}, url
        assert answer.status_code in {200, 302, 400, 403, 404, 405}, url
    assert everything(world) == before


def everything(world):
    """The rows of what is hidden, letters and papers included."""
    found = [
        type(one.matter)._base_manager.values().get(pk=one.matter.pk)
        for one in world.hidden.values()
    ]
    for model in (Message, IssuedPaper, Attachment):
        found += list(model.objects.order_by("pk").values())
    foreign = AuditEntry.objects.exclude(action__in=["refused", "export"])
    return found, foreign.count(), Unit.objects.count()


def test_list_page_and_right_agree_for_everybody(client, world):
    """Whoever sees it in a list opens it, whoever does not gets 404: no half-open doors."""
    people = [user for user, _, _ in world.watchers.values() if user]
    for user in people:
        client.force_login(user)
        for key, one in world.hidden.items():
            model, fresh = type(one.matter), User.objects.get(pk=user.pk)
            seen = model.objects.visible_to(fresh).filter(pk=one.matter.pk).exists()
            code = client.get(one.matter.get_absolute_url()).status_code
            assert code == (200 if seen else 404), (user, key)
            in_search = one.matter.pk in [row.pk for row in desk.found(fresh, one.matter.title)]
            assert in_search == seen


def test_a_watcher_sees_what_he_is_said_to_see(world):
    for watcher, (user, sees, _) in world.watchers.items():
        fresh = user and User.objects.get(pk=user.pk)
        found = {
            key
            for key, one in world.hidden.items()
            if fresh and type(one.matter).objects.visible_to(fresh).filter(pk=one.matter.pk)
        }
        assert found == set(sees), watcher


def test_choices_name_no_unit_of_another_committee(client, world):
    """Lists' filters, opening forms: nobody learns from a drop-down who sits elsewhere."""
    dispute, stage = world.hidden["dispute"].matter, world.hidden["draft"].matter
    names = {dispute.respondent.name, dispute.centre.unit.name, stage.recipient.name}
    user = with_every_role(UnitFactory(court=True))
    client.force_login(user)
    for name, url in addresses(world, of_admin=False, steps=False):
        if name.endswith(("_list", "_create")):
            words = words_of(client.get(url))
            assert not [each for each in names if each in words], url


# --- the admin ---------------------------------------------------------------------------


def of_admin(ending):
    return [name for name, _ in ALL if name.startswith("admin:") and name.endswith(ending)]


def test_staff_without_a_right_enter_no_list(client, world):
    """Neither look, nor add, nor import, nor export: what is_staff brings is the empty index."""
    client.force_login(world.watchers["staff without a post"][0])
    assert client.get(reverse("admin:index")).status_code == 200
    tried = 0
    for ending in ("_changelist", "_add", "_import", "_export", "_process_import", "_publish"):
        for name in of_admin(ending):
            tried += 1
            assert client.get(reverse(name)).status_code == 403, name
            assert client.post(reverse(name), {"format": "0"}).status_code == 403, name
    assert tried >= 2 * len(admin.site._registry)


def test_taking_in_and_giving_out_lists_asks_for_a_right():
    """import-export lets any is_staff do both unless told otherwise."""
    assert settings.IMPORT_EXPORT_IMPORT_PERMISSION_CODE == "change"
    assert settings.IMPORT_EXPORT_EXPORT_PERMISSION_CODE == "view"


def test_nobody_enumerates_people_without_the_right_to(client, world):
    where = "app_label=liaison&model_name=seat&field_name=user&term="
    for watcher in ("a foreign court", "staff without a post", "office, before service", "auditor"):
        client.force_login(world.watchers[watcher][0])
        answer = client.get(f"{reverse('admin:autocomplete')}?{where}")
        assert answer.status_code == 403, watcher
        assert client.get(reverse("admin:liaison_user_changelist")).status_code == 403, watcher


def test_the_audit_trail_is_the_auditors_and_tells_no_titles(client, world):
    url = reverse("admin:liaison_auditentry_changelist")
    for watcher in ("a foreign court", "security_admin", "office_leader, before service"):
        client.force_login(world.watchers[watcher][0])
        assert client.get(url).status_code == 403, watcher
    client.force_login(world.watchers["auditor"][0])
    page = words_of(client.get(url))
    assert "移送化解" in page
    assert "虎啸深林" not in page


def test_the_superuser_has_no_business(client, world):
    root = world.watchers["the superuser"][0]
    assert access.standing(root) is access.NOBODY
    client.force_login(root)
    page = client.get("/")
    assert page.context["todo"] == page.context["waiting"] == page.context["create_actions"] == []
    rows = client.get(reverse("admin:disputes_dispute_changelist"))
    assert rows.status_code == 403
    assert not Dispute.objects.visible_to(root)
