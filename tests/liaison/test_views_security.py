"""What every page is sent with: headers, a policy without inline script, and nothing inline."""

import re

import pytest
from django.urls import reverse

from liaison.models import Role, User
from liaison.outbox import heartbeat
from tests.factories import disputes, meetings, suggestions
from tests.factories.world import built_once, with_every_role

pytestmark = pytest.mark.django_db

INLINE = (
    re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>", re.I),
    re.compile(r"<style\b", re.I),
    re.compile(r"<[a-z][^>]*\sstyle=", re.I),
    re.compile(r"<[a-z][^>]*\son[a-z]+=[\"']", re.I),
    re.compile(r"(?:href|src|action)=[\"']\s*javascript:", re.I),
    re.compile(r"(?:src|href)=[\"']https?://", re.I),
)


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker, tmp_path_factory):
    media = tmp_path_factory.mktemp("media")
    with built_once(django_db_blocker, media, shapes) as found:
        yield found


def shapes():
    """(user, addresses): each shape of page once, as somebody who sees all of it."""
    dispute, _ = disputes.dispute_in("mediating")
    suggestion = suggestions.suggestion_in("replied")
    board = meetings.board()
    meeting = meetings.meeting_in("countersigning", board)
    item = meetings.meeting_in("issued").items.get()
    found = []
    for matter in (dispute, suggestion, meeting, item):
        unit = matter.centre.unit if matter is dispute else matter.initiator
        found.append((with_every_role(unit, is_staff=True), list(of_matter(matter))))
    leader = board.leaders[0]
    found.append((leader, [meeting.step_url("countersign"), meeting.get_absolute_url()]))
    root = User.objects.create_superuser("root", "r@e.cn", "x", name="管理员")
    found.append((root, [*COMMON, *ADMIN]))
    found.append((None, ENTRANCE))
    return found


COMMON = [reverse(f"liaison:{name}") for name in ("desk", "inbox", "search", "calculator")] + [
    reverse(name)
    for name in (
        "account_change_password",
        "account_logout",
        "mfa_index",
        "mfa_activate_totp",
        "account_reauthenticate",
    )
]
ADMIN = [
    reverse(f"admin:{name}")
    for name in (
        "index",
        "liaison_user_changelist",
        "liaison_user_add",
        "liaison_committee_add",
        "liaison_calendaryear_changelist",
        "liaison_calendaryear_publish",
        "liaison_deadlinerule_changelist",
        "liaison_auditentry_changelist",
        "auth_group_add",
    )
]
ENTRANCE = [
    reverse(name) for name in ("account_login", "account_reset_password", "account_signup")
] + ["/no/such/page", "/accounts/password/reset/key/x-y/"]


def of_matter(matter):
    meta = matter._meta
    yield reverse(f"{meta.app_label}:{meta.model_name}_list")
    yield matter.get_absolute_url()
    yield from (matter.step_url(step) for step in STEPS.get(meta.model_name, ()))
    if meta.model_name != "resolveditem":
        yield reverse(f"{meta.app_label}:{meta.model_name}_create")
    yield reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")


STEPS = {
    "dispute": ["schedule_session", "agree"],
    "judicialsuggestion": ["evaluate", "return_reply"],
    "jointmeeting": [],
    "resolveditem": [],
}


def test_no_page_carries_anything_inline_and_each_its_policy(client, pages):
    seen = 0
    for user, addresses in pages:
        if user:
            client.force_login(user)
        else:
            client.logout()
        for url in addresses:
            answer = client.get(url)
            assert answer.status_code in {200, 302, 404}, url
            guarded(answer, url)
            text = answer.content.decode()
            seen += answer.status_code == 200
            for pattern in INLINE:
                found = pattern.search(text)
                assert not found, (url, found and found[0][:120])
    assert seen > 40


def guarded(answer, url):
    policy = answer["Content-Security-Policy"]
    directives = {each.split()[0]: each.split()[1:] for each in policy.split(";")}
    assert directives["default-src"] == ["'self'"], url
    assert directives["script-src"] == ["'self'"]
    assert directives["style-src"] == ["'self'"]
    assert directives["frame-ancestors"] == ["'none'"]
    assert directives["object-src"] == ["'none'"]
    assert directives["base-uri"] == directives["form-action"] == ["'self'"]
    assert "unsafe" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def test_refusals_are_guarded_too_and_in_chinese(client, pages):
    user = pages[0][0]
    client.force_login(user)
    strict = client.__class__(enforce_csrf_checks=True)
    strict.force_login(user)
    for answer, words in (
        (client.get("/disputes/999999/"), "没有找到"),
        (client.get("/admin/liaison/auditentry/"), "没有办理的权限"),
        (strict.post(reverse("liaison:inbox_read")), "返回"),
        (client.get("/", headers={"host": "evil.example"}), "请求有误"),
    ):
        assert answer.status_code in {400, 403, 404}
        assert words in answer.content.decode()
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "Traceback" not in answer.content.decode()


def test_what_was_typed_by_others_is_text_on_every_page(client):
    """T10: one payload in every field that a page shows."""
    payload = '"><img src=x onerror=alert(1)><script>alert(1)</script>'
    here = disputes.scene()
    disputes.Unit.objects.filter(pk=here.agency.pk).update(short_name=payload[:40])
    dispute = disputes.refer(here, title=payload, gist=payload, act=payload)
    suggestion = suggestions.drafted(
        suggestions.scene(),
        subject=payload,
        introduction=payload,
        problems=[{"problem": payload, "suggestion": payload}],
    )
    for matter in (dispute, suggestion):
        User.objects.filter(pk=matter.created_by_id).update(is_staff=True, name=payload[:40])
        client.force_login(User.objects.get(pk=matter.created_by_id))
        for url in [*of_matter(matter), "/", f"{reverse('liaison:search')}?q=alert"]:
            text = client.get(url).content.decode()
            assert "<img src=x" not in text, url
            assert "<script>alert" not in text, url
        assert "&lt;script&gt;alert(1)" in client.get(matter.get_absolute_url()).content.decode()


def test_the_session_and_its_cookies_are_out_of_reach(client, settings):
    here = disputes.scene()
    here.court_clerk.set_password("长白山黑水-2026")
    here.court_clerk.save()
    client.post(
        reverse("account_login"),
        {"login": here.court_clerk.username, "password": "长白山黑水-2026"},
        REMOTE_ADDR="10.8.8.8",
    )
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_health_is_told_without_the_door(client, monkeypatch):
    monkeypatch.setattr(heartbeat, "is_alive", lambda: True)
    answer = client.get("/healthz")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain")
    assert answer.content.decode().startswith("ok")
    assert "heard" in answer.content.decode()
    monkeypatch.setattr(heartbeat, "is_alive", lambda: False)
    assert "silent" in client.get("/healthz").content.decode()


def test_every_role_has_a_desk(client):
    unit = disputes.UnitFactory()
    for role in Role:
        client.force_login(disputes.person(unit, role))
        assert client.get("/").status_code == 200, role
