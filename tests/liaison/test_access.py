"""The wall: who sees what, that it follows posts and steps, and that drift is found."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone
from guardian.shortcuts import assign_perm

from disputes.models import Dispute, DisputeGrant
from liaison import access
from liaison.models import Post, Role, User
from tests.factories import disputes as scenes
from tests.factories.liaison import PostFactory, UnitFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return scenes.scene()


@pytest.fixture
def dispute(here):
    return scenes.refer(here)


def sees(user, dispute):
    fresh = User.objects.get(pk=user.pk)
    return Dispute.objects.visible_to(fresh).filter(pk=dispute.pk).exists()


def test_a_unit_sees_a_matter_from_the_step_on_that_makes_it_its_business(dispute, here):
    assert sees(here.court_clerk, dispute)
    assert sees(here.centre_clerk, dispute)
    assert not sees(here.agency_clerk, dispute)

    scenes.accept(dispute, here)

    assert sees(here.agency_clerk, dispute)
    assert sees(here.mediator, dispute)


def test_outsiders_and_the_nameless_see_nothing(dispute):
    assert not sees(person(UnitFactory(), Role.UNIT_CLERK), dispute)
    assert not Dispute.objects.visible_to(AnonymousUser()).exists()


def test_a_post_that_ended_yesterday_shows_nothing_today(dispute, here):
    yesterday = timezone.localdate() - timedelta(days=1)
    Post.objects.filter(user=here.court_clerk).update(ends_on=yesterday)

    assert not sees(here.court_clerk, dispute)


def test_a_post_shows_from_its_first_to_its_last_day(dispute, here):
    today = timezone.localdate()
    last_day = person(here.court, Role.COURT_CLERK, ends_on=today)
    not_yet = person(here.court, Role.COURT_CLERK, starts_on=today + timedelta(days=1))

    assert sees(last_day, dispute)
    assert not sees(not_yet, dispute)


def test_who_is_switched_off_sees_nothing(dispute, here):
    here.court_clerk.is_active = False
    here.court_clerk.save()

    assert not sees(here.court_clerk, dispute)


def test_a_superuser_sees_no_business(dispute, here):
    here.court_clerk.is_superuser = True
    here.court_clerk.save()

    assert not sees(here.court_clerk, dispute)


def test_a_permission_held_globally_opens_no_matter(dispute):
    outsider = person(UnitFactory(), Role.CENTRE_CLERK)
    assign_perm("disputes.view_dispute", outsider)
    group = outsider.posts.get().unit.group
    assign_perm("disputes.view_dispute", group)

    assert not sees(outsider, dispute)


def test_list_and_page_agree(here):
    shown, hidden = scenes.refer(here), scenes.refer(scenes.scene())

    for user in here.people.values():
        fresh = User.objects.get(pk=user.pk)
        listed = set(Dispute.objects.visible_to(fresh))
        opened = {
            matter
            for matter in (shown, hidden)
            if any("view" in verbs for verbs in access.parts_of(fresh, matter).values())
        }
        assert listed == opened


def test_two_posts_show_what_either_shows(here):
    one, other = scenes.refer(here), scenes.refer(scenes.scene())
    clerk = here.court_clerk
    PostFactory(user=clerk, unit=other.initiator, role=Role.COURT_CLERK)

    assert sees(clerk, one)
    assert sees(clerk, other)


def test_visibility_is_one_exists_with_literal_groups(here):
    plan = str(Dispute.objects.visible_to(here.court_clerk).query)

    assert plan.count("EXISTS") == 1
    assert "liaison_post" not in plan
    assert "guardian_groupobjectpermission" not in plan


class TestPostsAndGroups:
    def test_a_post_puts_its_holder_into_the_groups_of_unit_and_role(self):
        unit = UnitFactory()
        user = person(unit, Role.UNIT_CLERK)

        assert {group.name for group in user.groups.all()} == {
            unit.group.name,
            Role.UNIT_CLERK.group_name,
        }

    def test_they_end_with_the_post(self):
        post = PostFactory(ends_on=timezone.localdate())
        post.starts_on = post.ends_on = timezone.localdate() - timedelta(days=1)
        post.save()

        assert not post.user.groups.exists()


class TestRebuild:
    def run(self, *options):
        out = StringIO()
        call_command("rebuild_grants", *options, stdout=out)
        return out.getvalue()

    def test_nothing_drifts_by_itself(self, dispute, here):
        scenes.accept(dispute, here)

        assert self.run("--check") == "0 drifted\n"

    def test_drift_is_listed_and_not_touched_by_the_check(self, dispute):
        DisputeGrant.objects.all().delete()

        with pytest.raises(SystemExit) as stop:
            self.run("--check")

        assert stop.value.code == 1
        assert not DisputeGrant.objects.exists()

    def test_missing_and_surplus_grants_are_put_right(self, dispute, here):
        before = set(DisputeGrant.objects.values_list("group", "permission"))
        DisputeGrant.objects.filter(group=here.court.group).delete()
        DisputeGrant.objects.create(
            content_object=dispute,
            group=here.agency.group,
            permission_id=access.permission_id(Dispute, "view"),
        )

        assert "1 rebuilt" in self.run()
        assert set(DisputeGrant.objects.values_list("group", "permission")) == before
        assert self.run("--check") == "0 drifted\n"


def test_a_verb_that_a_kind_does_not_declare_is_an_error():
    with pytest.raises(KeyError):
        access.permission_id(Dispute, "judge")


def test_a_matter_cannot_be_deleted(dispute):
    with pytest.raises(ValidationError):
        dispute.delete()
    with pytest.raises(ValidationError):
        Dispute.objects.all().delete()

    assert Dispute.objects.filter(pk=dispute.pk).exists()


def test_many_matters_are_granted_at_once_as_each_would_be(here):
    matters = [scenes.refer(here) for _ in range(3)]
    right = set(DisputeGrant.objects.values_list("content_object", "group", "permission"))
    DisputeGrant.objects.filter(content_object=matters[0]).delete()
    assign_perm("disputes.view_dispute", UnitFactory().group, matters[1])
    access.sync_all(matters)
    assert set(DisputeGrant.objects.values_list("content_object", "group", "permission")) == right
    access.sync_all([])
