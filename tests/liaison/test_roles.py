"""Roles: what each holds by default, and that what was taken away stays away."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from liaison import roles
from liaison.models import DeadlineRule, Role, matter_models
from liaison.transitions import opening_of, transitions_of

pytestmark = pytest.mark.django_db


def held():
    """Role → codenames, as the database has it."""
    groups = Group.objects.filter(name__startswith="角色·").prefetch_related("permissions")
    return {
        group.name: {permission.codename for permission in group.permissions.all()}
        for group in groups
    }


def group(role):
    return Group.objects.get(name=Role(role).group_name)


def test_each_role_is_a_group_and_holds_what_the_steps_declare():
    assert set(held()) == {role.group_name for role in Role}
    for model in matter_models():
        for step in filter(None, [opening_of(model), *transitions_of(model)]):
            for role in step.roles:
                assert step.perm.split(".")[1] in held()[Role(role).group_name], step.name


def test_every_step_has_somebody_who_may_take_it():
    for model in matter_models():
        for step in filter(None, [opening_of(model), *transitions_of(model)]):
            assert step.roles, step.name


def test_the_three_administrators_hold_nothing_in_common():
    """系统管理员, 安全管理员, 安全审计员: and none of them takes a step of business."""
    security, auditor = (held()[role.group_name] for role in (Role.SECURITY_ADMIN, Role.AUDITOR))
    assert not security & auditor
    business = {
        permission[0] for model in matter_models() for permission in model._meta.permissions
    }
    assert not (security | auditor) & business
    assert "view_auditentry" in auditor
    assert not any(name.startswith(("change_", "add_", "delete_")) for name in auditor)


def test_loading_again_changes_nothing():
    before = held()
    call_command("load_reference_data")
    assert held() == before


def test_what_the_security_administrator_took_away_stays_away():
    """Also when the role was the only one that held it."""
    accept = Permission.objects.get(codename="accept_dispute")
    assert accept.group_set.filter(name__startswith="角色·").count() == 1
    group(Role.CENTRE_CLERK).permissions.remove(accept)

    call_command("load_reference_data")

    assert "accept_dispute" not in held()[Role.CENTRE_CLERK.group_name]


def test_what_the_security_administrator_gave_stays_given():
    accept = Permission.objects.get(codename="accept_dispute")
    group(Role.MEDIATOR).permissions.add(accept)
    call_command("load_reference_data")
    assert "accept_dispute" in held()[Role.MEDIATOR.group_name]


def test_a_new_permission_is_given_to_its_roles(monkeypatch):
    permission = Permission.objects.get(codename="view_caughtmail")
    assert not permission.group_set.exists()
    more = [*roles.declared(), (Role.OFFICE_CLERK, "liaison.view_caughtmail")]
    monkeypatch.setattr(roles, "declared", lambda: more)
    roles.load()
    assert "view_caughtmail" in held()[Role.OFFICE_CLERK.group_name]


def test_the_memory_of_what_was_given_is_nobodys_group():
    memory = Group.objects.get(name=roles.GIVEN)
    assert memory.permissions.count() >= len({perm for _, perm in roles.declared()})
    assert not memory.user_set.exists()


def test_a_mechanisms_own_list_names_who_keeps_it():
    kept = dict.fromkeys(perm for _, perm in roles.declared())
    assert "meetings.change_meetingseries" in kept
    assert "meetings.delete_meetingseries" not in kept


def test_reference_data_respect_what_the_office_edited():
    rule = DeadlineRule.objects.order_by("pk").first()
    DeadlineRule.objects.filter(pk=rule.pk).update(name="办公室改过的名称")
    count = DeadlineRule.objects.count()
    call_command("load_reference_data")
    rule.refresh_from_db()
    assert (rule.name, DeadlineRule.objects.count()) == ("办公室改过的名称", count)
