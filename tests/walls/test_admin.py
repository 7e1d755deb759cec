"""The admin's walls: what is_staff alone brings, who reads which list, who exports."""

import pytest
from django.conf import settings
from django.contrib import admin
from django.urls import reverse

from disputes.models import Dispute
from liaison import access
from tests.walls.addresses import ALL, words_of

pytestmark = pytest.mark.django_db


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
    assert "申请（移送）化解" in page
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
