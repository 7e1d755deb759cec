"""System checks: the site as it is has no fault, and each declared fault is told."""

from dataclasses import replace

import pytest
from django.core.checks import run_checks
from django.template import TemplateDoesNotExist

from disputes.models import Dispute
from liaison import checks, registry
from liaison.documents import Document
from liaison.models import CalendarYear


def told(found):
    return [error.id for error in found]


@pytest.mark.django_db
def test_the_site_has_no_fault_of_ours():
    found = run_checks(include_deployment_checks=False, databases=["default"])
    assert not [each for each in found if each.id.startswith("liaison.E")]


def test_debug_belongs_to_the_demo(settings):
    for debug, demo, wanted in (
        (True, False, ["liaison.E001"]),
        (True, True, []),
        (False, False, []),
    ):
        settings.DEBUG, settings.DEMO = debug, demo
        assert told(checks.no_debug_outside_the_demo(None)) == wanted


@pytest.mark.parametrize(
    ("slip", "wanted"),
    [
        ({"perm": "disputes.fly_dispute"}, "liaison.E002"),
        ({"part": "fly"}, "liaison.E003"),
        ({"source": ("no_such_status",)}, "liaison.E004"),
    ],
)
def test_a_slip_in_a_step_is_told(monkeypatch, slip, wanted):
    step = replace(Dispute.accept.step, **slip)
    monkeypatch.setattr(checks, "transitions_of", lambda model: [step] * (model is Dispute))
    found = checks.steps_are_declared_soundly(None)
    assert told(found) == [wanted]
    assert found[0].obj is Dispute


def test_an_opening_is_looked_at_too(monkeypatch):
    opening = replace(Dispute.refer.step, perm="disputes.fly_dispute")
    monkeypatch.setattr(checks, "opening_of", lambda model: opening if model is Dispute else None)
    assert told(checks.steps_are_declared_soundly(None)) == ["liaison.E002"]


def test_every_paper_has_its_template(monkeypatch):
    assert checks.papers_have_their_templates(None) == []

    class Lost(Document):
        code, template_name = "lost", "documents/lost.html"

    papers = registry.Store("papers")
    papers.register(Lost)
    monkeypatch.setattr(registry, "papers", papers)
    found = checks.papers_have_their_templates(None)
    assert told(found) == ["liaison.E005"]
    assert "lost: no documents/lost.html" in found[0].msg
    with pytest.raises(TemplateDoesNotExist):
        checks.get_template(Lost.template_name)


@pytest.mark.django_db
class TestTheCalendarsHorizon:
    def test_a_published_year_is_enough(self, monkeypatch):
        CalendarYear.objects.get_or_create(year=2030)
        monkeypatch.setattr(checks.timezone, "localdate", lambda: checks_day(2029, 12, 1))
        assert checks.calendar_reaches_far_enough(None, databases=["default"]) == []

    def test_a_year_not_yet_published_is_told_two_months_ahead(self, monkeypatch):
        CalendarYear.objects.filter(year=2031).delete()
        monkeypatch.setattr(checks.timezone, "localdate", lambda: checks_day(2030, 11, 15))
        found = checks.calendar_reaches_far_enough(None, databases=["default"])
        assert told(found) == ["liaison.W001"]
        assert "2031年放假安排尚未录入" in found[0].msg

    def test_without_a_database_nothing_is_asked(self, monkeypatch):
        assert checks.calendar_reaches_far_enough(None) == []
        monkeypatch.setattr(checks.connection.introspection, "table_names", list)
        assert checks.calendar_reaches_far_enough(None, databases=["default"]) == []


def checks_day(year, month, day):
    from datetime import date  # noqa: PLC0415 - beside the one thing that needs it

    return date(year, month, day)


class TestRegistry:
    def test_a_code_used_twice_or_unknown_is_an_error(self):
        store = registry.Store("things")
        store.register(Document())
        assert "" in store
        assert len(store) == 1
        with pytest.raises(registry.ImproperlyConfigured, match="registered twice"):
            store.register(Document)
        with pytest.raises(LookupError, match="things: no 'x'"):
            store["x"]

    def test_a_class_is_kept_as_one_instance(self):
        store = registry.Store("things")
        assert store.register(Document) is Document
        assert isinstance(store[""], Document)
        assert [type(each) for each in store] == [Document]
