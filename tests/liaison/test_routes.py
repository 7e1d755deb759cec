"""Addresses by rule, and that every step that is declared has its page and its form."""

from types import SimpleNamespace

import pytest
from django.forms import BaseForm
from django.urls import NoReverseMatch, resolve, reverse

from disputes.models import Dispute
from liaison import context
from liaison.forms import TransitionForm
from liaison.models import matter_models
from liaison.routes import matter_urls
from liaison.transitions import opening_of, transitions_of
from liaison.views import matters
from tests.factories import disputes
from tests.factories.liaison import UserFactory


def names(patterns):
    return {pattern.name: str(pattern.pattern) for pattern in patterns}


def test_addresses_are_nouns_then_the_verb():
    found = names(matter_urls(Dispute, "things/", {"create": TransitionForm}))
    assert found["dispute_list"] == "things/"
    assert found["dispute_detail"] == "things/<int:pk>/"
    assert found["dispute_create"] == "things/new/"
    assert found["dispute_accept"] == "things/<int:pk>/accept/"


def test_without_an_opening_form_there_is_no_page_to_open():
    assert "dispute_create" not in names(matter_urls(Dispute, "", {}))


def test_a_mechanism_may_bring_its_own_pages():
    class List(matters.MatterListView):
        pass

    class Detail(matters.MatterDetailView):
        pass

    class Accept(matters.TransitionView):
        pass

    patterns = matter_urls(Dispute, "", {}, List, Detail, {"accept": Accept})
    views = {pattern.name: pattern.callback.view_class for pattern in patterns}
    assert views["dispute_list"] is List
    assert views["dispute_detail"] is Detail
    assert views["dispute_accept"] is Accept
    assert views["dispute_refuse"] is matters.TransitionView


@pytest.mark.parametrize("model", matter_models(), ids=lambda model: model._meta.model_name)
def test_every_declared_step_has_its_page_and_form(model):
    space = f"{model._meta.app_label}:{model._meta.model_name}"
    for step in transitions_of(model):
        view = resolve(reverse(f"{space}_{step.name}", args=[1])).func
        assert view.view_initkwargs["transition"] == step.name
        assert issubclass(view.view_initkwargs["form_class"], BaseForm)
    if opening_of(model):
        view = resolve(reverse(f"{space}_create")).func.view_class
        assert issubclass(view, matters.OpeningView)
    else:
        with pytest.raises(NoReverseMatch):
            reverse(f"{space}_create")


@pytest.mark.django_db
class TestTheFrameOfEveryPage:
    def test_the_menu_says_where_one_is(self, client):
        client.force_login(UserFactory())
        page = client.get(reverse("disputes:dispute_list"))
        items = [item for group in page.context["workplace"].navigation for item in group["items"]]
        assert [item["label"] for item in items if item["active"]] == ["行政争议"]
        assert {item["label"] for item in items} >= {"工作台", "消息", "期限计算器"}

    def test_the_first_post_names_for_whom_one_acts(self, client):
        here = disputes.scene()
        client.force_login(here.court_clerk)
        page = client.get("/")
        assert page.context["workplace"].post.unit == here.court
        client.force_login(here.mediator)
        assert client.get("/").context["workplace"].post is None

    def test_a_kind_without_a_list_is_not_in_the_menu(self, monkeypatch):
        meta = SimpleNamespace(app_label="x", model_name="y")
        lost = SimpleNamespace(_meta=meta, PLACE=0)
        monkeypatch.setattr(context, "matter_models", lambda: [lost, Dispute])
        assert list(context._listed()) == [Dispute]
