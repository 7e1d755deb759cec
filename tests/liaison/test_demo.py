"""The demo's stage: real units, invented people, put up once however often it is put up."""

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.urls import reverse

from liaison import access, demo, registry
from liaison.models import (
    Area,
    Centre,
    Committee,
    Jurisdiction,
    Membership,
    Post,
    Seat,
    Unit,
    User,
    matter_models,
)

pytestmark = pytest.mark.django_db
TABLES = (Area, Centre, Committee, Jurisdiction, Membership, Post, Seat, Unit, User)


@pytest.fixture(scope="module")
def cast(django_db_setup, django_db_blocker, tmp_path_factory):
    from tests.factories.world import built_once  # noqa: PLC0415 - it imports the mechanisms

    media = tmp_path_factory.mktemp("media")
    with built_once(django_db_blocker, media, demo.stage) as stage:
        yield stage


def test_put_up_again_it_is_the_same(cast):
    before = {table: table.objects.count() for table in TABLES}
    again = demo.stage()
    assert {table: table.objects.count() for table in TABLES} == before
    assert again.units == cast.units
    assert again.people == cast.people


def test_what_was_edited_stays_edited(cast):
    unit = cast.units["yanbian"]
    Unit.objects.filter(pk=unit.pk).update(short_name="改过的简称")
    User.objects.filter(username="office_leader").update(is_staff=True, name="改过的名字")
    demo.stage()
    unit.refresh_from_db()
    assert unit.short_name == "改过的简称"
    assert User.objects.get(username="office_leader").name == "改过的名字"


def test_the_committee_of_changbaishan_stands_as_its_paper_says(cast):
    committee = cast.committees["changbaishan"]
    assert committee.seats.filter(kind="co_chair").count() == 3
    assert {centre.seat.kind for centre in committee.centres.all()} == {"court"}
    assert committee.centres.count() == 2
    courts = Membership.objects.filter(committee=committee, side="court")
    assert courts.filter(unit__level="intermediate").count() == 2
    assert committee.centres.filter(areas__name__contains="池").distinct().count() == 2


def test_the_second_committee_shares_nobody_with_the_first(cast):
    first, second = cast.committees["changbaishan"], cast.committees["daqing"]
    units = [set(each.members.values_list("pk", flat=True)) for each in (first, second)]
    assert not units[0] & units[1]


def test_the_listed_accounts_open_the_door(cast, client, settings):
    settings.DEMO = True
    listed = demo.accounts()
    assert {row.username for row in listed} == {*demo.CAST["people"], "mediator", "admin"}
    for row in (listed[0], listed[-2], listed[-1]):
        assert User.objects.get(username=row.username).check_password(row.password)
        client.force_login(User.objects.get(username=row.username))
        assert client.get(reverse("liaison:desk")).status_code == 200
    settings.DEMO = False
    assert demo.accounts() == []


def test_the_administrator_has_the_admin_and_no_business(cast, client):
    admin = User.objects.get(username="admin")
    assert admin.is_superuser
    assert access.standing(admin) is access.NOBODY
    client.force_login(admin)
    assert client.get("/admin/").status_code == 200


def test_every_builder_plays_once_and_in_order(cast, monkeypatch):
    played = []

    class Late:
        code, order = "late", 2

        def build(self, cast):
            played.append((self.code, len(cast.units)))

    class Early(Late):
        code, order = "early", 1

    store = registry.Store("demo")
    store.register(Late)
    store.register(Early)
    monkeypatch.setattr(registry, "demo", store)
    demo.build()
    assert [code for code, _ in played] == ["early", "late"]
    assert played[0][1] == len(demo.CAST["units"])


def test_somebody_is_away_whenever_the_demo_is_put_up(cast, client, monkeypatch):
    monkeypatch.setattr(registry, "demo", registry.Store("demo"))
    for _ in range(2):
        demo.build()
    client.force_login(cast.people["office"])
    assert "您正在代郑鹤鸣办理" in client.get(reverse("liaison:desk")).content.decode()
    assert cast.people["office_leader"].absences.count() == 1
    cast.people["office_leader"].absences.update(starts_on="2020-01-01", ends_on="2020-01-02")
    demo.build()
    assert cast.people["office_leader"].absences.current().count() == 1


def test_each_kind_of_matter_has_a_builder():
    modules = [builder.__class__.__module__ for builder in registry.demo]
    labels = {apps.get_containing_app_config(module).label for module in modules}
    assert labels == {model._meta.app_label for model in matter_models()}


def test_outside_the_demo_nobody_is_invented(settings, capsys, monkeypatch):
    built = []
    monkeypatch.setattr(demo, "build", lambda: built.append(1))
    settings.DEMO = False
    with pytest.raises(CommandError, match="not a demo"):
        call_command("demo")
    assert not built
    settings.DEMO = True
    call_command("demo")
    assert built
    assert "in place" in capsys.readouterr().out
