"""The walls around lawsuits that no address alone can show: exports, letters, figures, parts."""

import io
import zipfile
from html import unescape
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.urls import reverse

from disputes.appearances.feed import exporting
from disputes.appearances.models import Lawsuit
from liaison import registry, works
from liaison.models import AuditEntry, Message, User
from tests.factories.liaison import known
from tests.factories.works import Silence
from tests.walls.addresses import words_of
from tests.walls.lawsuits import AGENCY, KNOWN
from tests.walls.test_addresses import forbidden

pytestmark = pytest.mark.django_db
FIGURES, BEHIND = reverse("appearances:figures"), reverse("appearances:agencies")
LAWSUITS = {"lawsuit", "served", "joint"}
YEAR = {"first": "2026-01-01", "last": "2026-12-31"}


def people(world):
    """Everybody who looks, as they are in the database now."""
    for watcher, (user, sees, reads) in world.watchers.items():
        if user:
            yield watcher, User.objects.get(pk=user.pk), sees, reads


def told(words, world, watcher):
    return [mark for mark in forbidden(world, watcher) if mark[1] in words]


@pytest.mark.parametrize("name", KNOWN)
def test_each_part_of_the_file_is_read_by_whom_it_is_for(client, world, name):
    """The walk would prove nothing if the words stood on no page at all."""
    user, sees, reads = world.watchers[f"{name}, of lawsuits"]
    joint = world.hidden["joint"]
    client.force_login(user)
    words = words_of(client.get(joint.matter.get_absolute_url()))
    assert "joint" in sees
    for part, marks in joint.parts.items():
        for mark in marks:
            assert (mark in words) is (f"joint:{part}" in reads), (part, mark)


def test_the_court_reads_all_but_what_is_not_given(client, world):
    joint = world.hidden["joint"]
    client.force_login(joint.matter.created_by)
    words = words_of(client.get(joint.matter.get_absolute_url()))
    for part, marks in joint.parts.items():
        for mark in marks:
            assert (mark in words) is (part != "draft"), mark


def test_who_changed_sides_reads_what_the_new_side_reads(world):
    assert KNOWN["mover"] == AGENCY
    user = world.watchers["mover, of lawsuits"][0]
    assert AuditEntry.objects.filter(actor=user, action="excuse_head").exists()


def test_no_export_of_lawsuits_holds_what_is_hidden(world):
    """Each gets what they see; natural persons in full only where the page names them so."""
    taken = 0
    for watcher, user, sees, reads in people(world):
        work = works.begin(exporting.EXPORT, owner=user, title="导出", arguments={})
        found = Lawsuit.objects.visible_to(user)
        if not found.exists():
            continue
        with transaction.atomic():
            result = registry.works[exporting.EXPORT].run(work, Silence())
        book = zipfile.ZipFile(io.BytesIO(result.content))
        words = unescape("".join(book.read(name).decode() for name in book.namelist()))
        assert not [key for key, _ in told(words, world, watcher) if key in LAWSUITS], watcher
        if "joint" in sees:
            taken += 1
            assert ("淳于既白" in words) is ("joint:names" in reads), watcher
    assert taken == len(KNOWN)


def test_no_letter_tells_what_its_reader_may_not_know(world):
    """Inbox, mail and outside channels alike: what was published along the way."""
    letters = 0
    for watcher, user, *_ in people(world):
        if watcher.startswith(("mover", "left", "who left")):  # read when they still acted there
            continue
        for message in Message.objects.filter(recipient=user):
            letters += 1
            assert not told(f"{message.subject}{message.body}", world, watcher), watcher
    assert letters > 20


def test_the_record_of_a_lawsuit_tells_nobody_of_what_is_not_theirs(world):
    joint = world.hidden["joint"].matter
    for watcher, user, sees, _ in people(world):
        if "joint" not in sees:
            continue
        entries = joint.record_seen_by(user).values_list("note", "label")
        assert not told(str(list(entries)), world, watcher), watcher


def rankings(committee, court):
    """The pages of figures, asked for with ids of a committee that may not be one's own."""
    asked = YEAR | {"committee": committee}
    for more in ({}, {"court": court}, {"format": "xlsx"}):
        yield f"{FIGURES}?{urlencode(asked | more)}"


def lists_behind(committee, court, unit):
    asked = YEAR | {"committee": committee, "unit": unit}
    for more in ({}, {"what": "absent", "court": court}):
        yield f"{BEHIND}?{urlencode(asked | more)}"


def test_no_ranking_leads_to_a_lawsuit_or_names_a_unit_of_others(client, world):
    """A number leads to lawsuits that the reader may see; others' units are in no table.

    In a case of one's own one reads who else was sued.
    """
    notice = world.hidden["announced"].matter
    ids = notice.committee_id, notice.court_id
    everything = {notice.court_id, notice.committee.office_id, notice.committee.starter_id}
    units = [row.unit for row in notice.listed.all()]
    lines = 0
    for watcher, user, *_ in people(world):
        own = {post.unit_id for post in user.posts.current()}
        others = [] if own & everything else [unit for unit in units if unit.pk not in own]
        seen = set(Lawsuit.objects.visible_to(user).values_list("pk", flat=True))
        client.force_login(user)
        with known(user):
            for url in rankings(*ids):
                words = words_of(client.get(url))
                assert not [unit for unit in others if unit.name in words], (watcher, url)
            for unit in units:
                for url in lists_behind(*ids, unit.pk):
                    answer = client.get(url)
                    rows = answer.context["rows"] if answer.status_code == 200 else []
                    assert {row.matter_id for row in rows} <= seen, (watcher, url)
                    assert not {row.unit for row in rows} & set(others), (watcher, url)
                    lines += len(rows)
    assert len(units) == 2
    assert lines > 10
