"""What is true of every kind of matter, whatever mechanism it comes from.

A new kind is put into ``tests.factories.world.EXAMPLES`` and is held to all of this at once.
"""

import io
import re
from dataclasses import dataclass
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.template.loader import get_template
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from openpyxl import load_workbook

from liaison import access, desk
from liaison.forms import RowsMixin
from liaison.models import AuditEntry, Matter, Unit, User, matter_models
from liaison.transitions import TransitionNotAllowed, opening_of, transitions_of
from tests.factories.liaison import UnitFactory, known
from tests.factories.world import (
    EXAMPLES,
    KINDS,
    built_once,
    entitled,
    looker_on,
    with_every_role,
)

pytestmark = pytest.mark.django_db
CHINESE = re.compile(r"[\u4e00-\u9fff]")
TONES = {"blue", "yellow", "green", "red", "secondary"}
every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind._meta.model_name)


@dataclass
class Example:
    """One kind's ten matters of one unit, one with a history, and the people around them."""

    rows: list
    rich: Matter
    insider: User
    reader: User
    rich_reader: User
    entitled: User


@pytest.fixture(scope="module")
def examples(django_db_setup, django_db_blocker, tmp_path_factory):
    with built_once(django_db_blocker, tmp_path_factory.mktemp("media"), every_example) as built:
        yield built


def every_example():
    built = {}
    for kind, example in EXAMPLES.items():
        rows, rich = example.rows(10), example.rich()
        built[kind] = Example(
            rows=rows,
            rich=rich,
            insider=with_every_role(rows[0].initiator),
            reader=looker_on(rows[0].initiator),
            rich_reader=looker_on(rich.initiator),
            entitled=entitled(rich),
        )
    return built


@pytest.fixture(scope="module")
def outsider(examples):
    return with_every_role(UnitFactory(kind=Unit.Kind.COURT), is_staff=True)


@pytest.fixture
def example(examples, kind):
    return examples[kind]


def staff(user):
    """The same person, let into the admin; the example keeps its own object."""
    User.objects.filter(pk=user.pk).update(is_staff=True)
    return User.objects.get(pk=user.pk)


def name_of(kind, action):
    return f"{kind._meta.app_label}:{kind._meta.model_name}_{action}"


def cost(client, url):
    """The page and what it costs when the calendar has been read before, as on most days."""
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(url)
    assert page.status_code == 200
    return page, len(queries)


def test_every_kind_has_its_example():
    assert set(EXAMPLES) == set(KINDS) == set(matter_models())


@every_kind
def test_the_list_costs_the_same_for_one_row_and_for_ten(client, kind, example):
    client.force_login(example.insider)
    address = reverse(name_of(kind, "list"))
    ten, cost_of_ten = cost(client, address)
    number = example.rows[0]
    kind._base_manager.filter(pk=number.pk).update(search_text="只此一件")
    one, cost_of_one = cost(client, f"{address}?q=只此一件")

    assert len(ten.context["object_list"]) == 10
    assert list(one.context["object_list"]) == [number]
    assert cost_of_one == cost_of_ten <= 12


@every_kind
def test_the_page_costs_at_most_twelve_queries(client, kind, example):
    for matter, user in ((example.rows[0], example.insider), (example.rich, example.entitled)):
        client.force_login(user)
        page, queries = cost(client, matter.get_absolute_url())

        assert matter.title in page.content.decode()
        assert queries <= 12


@every_kind
def test_the_desk_costs_the_same_for_one_row_and_for_ten(client, kind, example):
    client.force_login(example.insider)
    ten, cost_of_ten = cost(client, reverse("liaison:desk"))
    for matter in example.rows[1:]:
        matter.closed_on = date(2026, 11, 20)
        matter.deadlines.update(status="met")  # nobody's time runs in what is done with
        matter.lay_out()
    one, cost_of_one = cost(client, reverse("liaison:desk"))

    assert on_desk(ten) - on_desk(one) == 9
    assert (kind, example.rows[0].pk) in [
        (row.model, row.pk) for row in one.context["todo"] + one.context["waiting"]
    ]
    assert cost_of_one == cost_of_ten <= 12


def on_desk(page):
    return page.context["tallies"]["todo"] + page.context["tallies"]["waiting"]


@every_kind
def test_to_others_it_is_not_there(client, kind, example, outsider):
    client.force_login(outsider)
    with known(outsider):
        for matter in (example.rows[0], example.rich):
            assert client.get(matter.get_absolute_url()).status_code == 404
            for step in transitions_of(kind):
                url = matter.step_url(step.name)
                assert client.get(url).status_code == 404, url
                assert client.post(url).status_code == 404, url
    assert not client.get(reverse(name_of(kind, "list"))).context["object_list"]


@every_kind
def test_who_may_only_look_on_is_refused_every_step_and_it_is_kept(client, kind, example):
    client.force_login(example.rich_reader)
    page = client.get(example.rich.get_absolute_url())
    assert page.status_code == 200
    assert page.context["steps"] == []
    refused = AuditEntry.objects.filter(actor=example.rich_reader, action="refused")
    with known(example.rich_reader):
        for count, step in enumerate(steps_that_stand_open(kind, example.rich), start=1):
            url = example.rich.step_url(step.name)
            assert client.get(url).status_code == 403, url
            answer = client.post(url)
            assert answer.status_code == 403, url
            assert step.label in answer.content.decode()
            assert refused.count() == count, url


def steps_that_stand_open(kind, matter):
    """Force the matter into a state in which each step fits: only the right is missing."""
    for step in transitions_of(kind):
        kind._base_manager.filter(pk=matter.pk).update(status=step.source[0])
        yield step


@every_kind
def test_who_may_not_open_one_is_refused(client, kind, example):
    if not opening_of(kind):
        pytest.skip("comes to be by another matter's step")
    client.force_login(example.reader)
    url = reverse(name_of(kind, "create"))
    assert client.get(url).status_code == 403
    assert client.post(url).status_code == 403


@every_kind
def test_no_step_is_taken_from_a_state_that_is_not_its_own(client, kind, example):
    """The whole matrix: by somebody with every right, on the model and on the page."""
    client.force_login(example.entitled)
    matter = example.rich
    for status in kind.Status.values:
        kind._base_manager.filter(pk=matter.pk).update(status=status)
        before = unchanging(matter)
        with known(example.entitled):
            for step in transitions_of(kind):
                if status in step.source:
                    continue
                with pytest.raises(TransitionNotAllowed, match=step.label) as refusal:
                    getattr(matter, step.name)(actor=example.entitled)
                assert kind.Status(status).label in str(refusal.value)
                answer = client.get(matter.step_url(step.name))
                assert answer.url == matter.get_absolute_url()
        assert unchanging(matter) == before
        assert "可能已由他人办理" in client.get(matter.get_absolute_url()).content.decode()


def unchanging(matter):
    """Everything that a step would change in the matter's row, and how long its record is."""
    row = type(matter)._base_manager.filter(pk=matter.pk).values().get()
    return row, matter.audit.count(), matter.deadlines.count(), matter.papers.count()


@every_kind
def test_a_step_sent_from_a_page_that_is_out_of_date_changes_nothing_and_says_so(
    client, kind, example
):
    client.force_login(example.entitled)
    matter = example.rich
    row, *counts = unchanging(matter)
    for step in transitions_of(kind):
        wrong = [status for status in kind.Status.values if status not in step.source]
        with known(example.entitled):
            for status in {*wrong[:1], *wrong[-1:]}:
                kind._base_manager.filter(pk=matter.pk).update(status=status)
                page = client.post(matter.step_url(step.name), {"on": "2026-11-01"})
                assert page.status_code == 200, (status, step.name)
                assert "不能" + step.label in page.content.decode(), (status, step.name)
                assert unchanging(matter) == (row | {"status": status}, *counts)


@every_kind
def test_every_status_is_named_coloured_and_tells_what_comes_next(kind):
    for status in kind.Status:
        assert CHINESE.search(status.label)
        assert kind(status=status).status_tone in TONES
        if status not in kind.CLOSED:
            assert CHINESE.search(kind.NEXT[status]), status
    assert set(kind.CLOSED) <= set(kind.Status)
    assert set(kind.TONES) | set(kind.NEXT) <= set(kind.Status)


@every_kind
def test_the_stages_hold_each_open_status_once_and_end_where_it_ends(kind):
    stages = [status for _, statuses in kind.STAGES for status in statuses]
    assert len(stages) == len(set(stages))
    assert set(kind.Status) - set(kind.CLOSED) <= set(stages)
    assert set(kind.STAGES[-1][1]) <= set(kind.CLOSED)
    assert all(CHINESE.search(label) for label, _ in kind.STAGES)


@every_kind
def test_it_grants_only_verbs_that_it_declares_in_every_state(kind, example):
    matter = kind._base_manager.get(pk=example.rich.pk)
    declared = {name.removesuffix(f"_{kind._meta.model_name}") for name in _codenames(kind)}
    for status in kind.Status.values:
        matter.status = status
        verbs = set().union(*matter.grants().values())
        assert "view" in verbs
        assert verbs <= declared
        assert all(verbs for verbs in matter.grants().values())


def _codenames(kind):
    return access.permission_ids(kind)


@every_kind
def test_what_is_stored_of_rights_is_what_it_grants(kind, example):
    for matter in example.rows:
        assert access.drift(matter) == (set(), set())


@every_kind
def test_its_pages_have_their_templates(kind):
    for action, args in (("list", []), ("detail", [1])):
        view = resolve(reverse(name_of(kind, action), args=args)).func.view_class
        names = [view.template_name, getattr(view, "rows_template_name", "base.html")]
        assert all(get_template(name) for name in names)
    for step in transitions_of(kind):
        view = resolve(reverse(name_of(kind, step.name), args=[1])).func.view_class
        assert get_template(view.template_name)


@every_kind
def test_every_form_of_a_step_refuses_marks_of_secrecy(kind):
    """The rule stands in the forms' common base, so all of them must have it."""
    actions = [step.name for step in transitions_of(kind)] + ["create"] * bool(opening_of(kind))
    for action in actions:
        url = reverse(name_of(kind, action), args=[1] if action != "create" else [])
        assert issubclass(resolve(url).func.view_initkwargs["form_class"], RowsMixin), action


@every_kind
def test_every_step_that_is_offered_opens_its_form(client, kind, example):
    opened = 0
    for matter, user in ((example.rows[0], example.insider), (example.rich, example.entitled)):
        client.force_login(user)
        for step in client.get(matter.get_absolute_url()).context["steps"]:
            opened += 1
            page = client.get(step["url"])
            assert page.status_code == 200, step["url"]
            assert page.context["form"].fields is not None
            assert step["label"] in page.content.decode()
    assert opened


@every_kind
def test_it_cannot_be_deleted(client, kind, example):
    matter = example.rows[0]
    with pytest.raises(ValidationError, match="不得删除"):
        matter.delete()
    with pytest.raises(ValidationError, match="不得删除"):
        kind.objects.filter(pk=matter.pk).delete()
    root = User.objects.create_superuser("root", "r@e.cn", "x", name="r")
    for user in (staff(example.insider), root):
        client.force_login(user)
        meta = kind._meta
        url = reverse(f"admin:{meta.app_label}_{meta.model_name}_delete", args=[matter.pk])
        assert client.post(url, {"post": "yes"}).status_code in {302, 403}
        rows = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
        chosen = {"action": "delete_selected", "_selected_action": matter.pk, "post": "yes"}
        client.post(rows, chosen)
    assert kind._base_manager.filter(pk=matter.pk).exists()


@every_kind
def test_the_admin_shows_it_and_changes_nothing(client, kind, example):
    matter, user = example.rows[0], staff(example.insider)
    client.force_login(user)
    meta = kind._meta
    page = client.get(reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist"))
    assert matter.title in page.content.decode()
    url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[matter.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"title": "改过的标题"}).status_code == 403
    assert client.get(reverse(f"admin:{meta.app_label}_{meta.model_name}_add")).status_code == 403
    matter.refresh_from_db()
    assert matter.title != "改过的标题"


@every_kind
def test_search_finds_ones_own_and_nothing_foreign(client, kind, example, outsider):
    matter = kind._base_manager.get(pk=example.rows[3].pk)
    matter.title = "寻找鸿雁之争"
    matter.save()
    for user, count in ((example.insider, 1), (outsider, 0)):
        client.force_login(user)
        rows = client.get(reverse("liaison:search"), {"q": "鸿雁"}).context["rows"]
        assert [(row.model, row.pk, row.title) for row in rows] == [
            (kind, matter.pk, matter.title)
        ] * count
    assert rows_of(desk.found(example.reader, "鸿雁 寻找")) == [matter.pk]
    assert rows_of(desk.found(example.reader, "鸿雁 大漠")) == []


def rows_of(found):
    return [row.pk for row in found]


@every_kind
def test_a_row_of_the_desk_is_coloured_as_the_page_is(kind, example):
    matter = example.rows[0]
    for status in kind.Status:
        kind._base_manager.filter(pk=matter.pk).update(status=status)
        rows = desk.rows(desk.listed(kind.objects.filter(pk=matter.pk)))
        row = next(row for row in rows if row.model is kind)
        assert row.status_tone == kind(status=status).status_tone, status


@every_kind
def test_the_spreadsheet_holds_what_one_may_see_and_it_is_kept(client, kind, example, outsider):
    address = reverse(name_of(kind, "list"))
    for user, count in ((example.insider, 10), (outsider, 0)):
        client.force_login(user)
        answer = client.get(address, {"format": "xlsx"})
        sheet = load_workbook(io.BytesIO(answer.content)).active
        titles = [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)]
        assert sorted(titles) == sorted(matter.title for matter in example.rows)[:count]
        assert user.pk in AuditEntry.objects.filter(action="export").values_list("actor", flat=True)
