"""A referral sent twice is one referral: the second click, the back button, the refused first."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from disputes.models import Dispute
from tests.disputes.test_views import typed_referral
from tests.factories.disputes import scene, upload

pytestmark = pytest.mark.django_db
NEW = "/disputes/new/?way=guidance"
LIST = reverse("disputes:dispute_list")


@pytest.fixture
def here(client):
    here = scene()
    client.force_login(here.court_clerk)
    return here


def told(answer):
    return [str(message) for message in answer.context["messages"]]


def test_the_same_words_again_lead_to_the_matter_that_they_made(client, here):
    client.post(NEW, typed_referral(here))
    again = client.post(NEW, typed_referral(here, consent=upload("重扫.pdf")), follow=True)

    assert again.redirect_chain == [(Dispute.objects.get().get_absolute_url(), 302)]
    assert told(again)[-1] == "同样的内容刚才已经提交过，没有重复登记"


def test_other_words_or_a_new_session_make_another_matter(client, here):
    client.post(NEW, typed_referral(here))
    client.post(NEW, typed_referral(here, gist="另一件事"))
    client.logout()
    client.force_login(here.court_clerk)
    client.post(NEW, typed_referral(here))

    assert Dispute.objects.count() == 3


def test_a_second_click_meanwhile_waits_in_the_list(client, here, monkeypatch):
    answers = []

    def refer(**data):
        answers.append(client.post(NEW, typed_referral(here), follow=True))
        return Dispute(pk=1)

    monkeypatch.setattr(Dispute, "refer", refer)
    monkeypatch.setattr("liaison.views.matters.opening_of", lambda model: STEP)
    monkeypatch.setattr("liaison.views.matters.PATIENCE", 0.3)
    client.post(NEW, typed_referral(here))

    assert [answer.redirect_chain for answer in answers] == [[(LIST, 302)]]


STEP = Dispute.refer.step


@pytest.mark.parametrize("error", [ValidationError("不行"), PermissionDenied("不行")])
def test_what_was_refused_may_be_sent_again(client, here, monkeypatch, error):
    def refer(**data):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(Dispute, "refer", refer)
        patch.setattr("liaison.views.matters.opening_of", lambda model: STEP)
        client.post(NEW, typed_referral(here))
    assert not Dispute.objects.exists()

    client.post(NEW, typed_referral(here))
    assert Dispute.objects.count() == 1
