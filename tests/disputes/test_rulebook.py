"""The rulebook: versions, numbers, links to what the system does, and who keeps it."""

import tomllib
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from disputes.models import Dispute, Rulebook
from disputes.models.rulebook import MODEL_TEXT
from liaison.models import AuditEntry, DeadlineRule, Role
from liaison.transitions import transitions_of
from tests.factories.disputes import ago, ahead, scene
from tests.factories.liaison import CommitteeFactory, UnitFactory, person

pytestmark = pytest.mark.django_db

PAGE = reverse("disputes:rulebook")
ADMIN = "admin:disputes_rulebook"


@pytest.fixture
def here():
    return scene()


def in_force(committee, **changes):
    rulebook = Rulebook.objects.draft(committee)
    for name, value in changes.items():
        setattr(rulebook, name, value)
    rulebook.save()
    rulebook.adopt()
    return rulebook


def test_the_model_text_has_28_articles_and_nothing_in_it_points_nowhere(here):
    given = tomllib.loads(MODEL_TEXT.read_text(encoding="utf-8"))["article"]
    rulebook = Rulebook.objects.draft(here.committee)
    articles = rulebook.read(date.today())

    assert len(given) == len(articles) == 28
    for article in articles:
        assert len(article.links) == len(article.touches), (article, article.touches)
        assert "{" not in article.told
        assert "另定" not in article.told, article


def test_every_step_is_taken_by_some_article():
    articles = tomllib.loads(MODEL_TEXT.read_text())["article"]
    touched = {code for article in articles for code in article["touches"]}

    assert {f"dispute.{step.name}" for step in transitions_of(Dispute)} <= touched


def test_the_numbers_in_the_text_are_those_the_clock_runs_by(here):
    rulebook = in_force(here.committee, extension_days=20, extensions_allowed=2)
    told = {article.ordinal: article.told for article in rulebook.read(date.today())}
    assert "自收到材料之日起3个工作日内审查决定" in told[15]
    assert "延长2次，每次不超过20日" in told[22]

    DeadlineRule.objects.filter(code="disputes.accept").update(length=7)
    told = {article.ordinal: article.told for article in rulebook.read(date.today())}
    assert "自收到材料之日起7个工作日内审查决定" in told[15]


def test_a_version_begins_from_the_one_before(here):
    first = in_force(here.committee)
    first.articles.filter(ordinal=2).update(text="本地另定。")
    second = Rulebook.objects.draft(here.committee)

    assert (second.version, second.status) == (2, Rulebook.Status.DRAFT)
    assert second.articles.count() == 28
    assert second.articles.get(ordinal=2).text == "本地另定。"
    assert first.articles.count() == 28


def test_the_version_of_the_day_binds(here):
    assert Rulebook.objects.numbers(here.committee).session_notice_days == 3
    first = in_force(here.committee, valid_from=ago(100), session_notice_days=4)
    second = in_force(here.committee, valid_from=ahead(10), session_notice_days=5)
    numbers = Rulebook.objects.numbers

    assert Rulebook.objects.in_force(here.committee) == first
    assert numbers(here.committee, ago(200)).session_notice_days == 3
    assert numbers(here.committee).session_notice_days == 4
    assert numbers(here.committee, ahead(10)) == second
    assert Rulebook.objects.in_force(CommitteeFactory()) is None


def test_only_a_draft_is_adopted_and_only_after_the_one_in_force(here):
    first = in_force(here.committee, valid_from=ago(10))
    with pytest.raises(ValidationError, match="只有草案"):
        first.adopt()
    second = Rulebook.objects.draft(here.committee)
    second.valid_from = ago(10)
    with pytest.raises(ValidationError, match="晚于现行版本"):
        second.adopt()


def test_days_of_extension_are_wanted_where_there_is_one(here):
    rulebook = Rulebook(committee=here.committee, extension_days=0)
    with pytest.raises(ValidationError, match="每次延长"):
        rulebook.clean()
    Rulebook(committee=here.committee, extension_days=0, extensions_allowed=0).clean()


def test_members_read_what_is_in_force_and_outsiders_do_not(client, here):
    in_force(here.committee, title="本地工作规则")
    for user in (here.agency_clerk, here.court_clerk, here.centre_clerk, here.office_clerk):
        client.force_login(user)
        page = client.get(PAGE).content.decode()
        assert "本地工作规则" in page
        assert "第二十八条　解释和施行" in page
        assert "步骤·受理" in page
    client.force_login(person(UnitFactory(), Role.UNIT_CLERK))
    assert "还没有施行的工作规则" in client.get(PAGE).content.decode()


def test_a_draft_is_read_by_nobody_and_another_version_by_its_address(client, here):
    first = in_force(here.committee, valid_from=ago(100), title="旧规则")
    in_force(here.committee, valid_from=ago(10), title="新规则")
    draft = Rulebook.objects.draft(here.committee)
    client.force_login(here.agency_clerk)

    assert "新规则" in client.get(PAGE).content.decode()
    assert "旧规则" in client.get(PAGE, {"version": first.pk}).content.decode()
    for wrong in (draft.pk, "x", 0):
        assert client.get(PAGE, {"version": wrong}).status_code == 404


@pytest.fixture
def office(client, here):
    here.office_clerk.is_staff = True
    here.office_clerk.save()
    client.force_login(here.office_clerk)
    return client


def test_the_office_begins_edits_and_adopts_a_version(office, here):
    answer = office.post(reverse(f"{ADMIN}_add"), {"committee": here.committee.pk})
    assert answer.status_code == 302
    draft = Rulebook.objects.get(committee=here.committee)
    assert draft.articles.count() == 28

    page = office.get(reverse(f"{ADMIN}_change", args=[draft.pk])).content.decode()
    assert 'name="session_notice_days"' in page
    chosen = {"action": "put_in_force", "_selected_action": draft.pk}
    told = office.post(reverse(f"{ADMIN}_changelist"), chosen, follow=True).content.decode()
    assert "起施行" in told
    draft.refresh_from_db()
    assert draft.status == Rulebook.Status.IN_FORCE
    assert AuditEntry.objects.filter(action="rulebook", actor=here.office_clerk).exists()

    page = office.get(reverse(f"{ADMIN}_change", args=[draft.pk])).content.decode()
    assert 'name="session_notice_days"' not in page
    assert 'name="articles-0-text"' not in page
    told = office.post(reverse(f"{ADMIN}_changelist"), chosen, follow=True).content.decode()
    assert "只有草案可以施行" in told


def test_another_committees_rulebook_is_not_the_offices(office, here):
    foreign = in_force(CommitteeFactory(), title="别处的规则")
    answer = office.get(reverse(f"{ADMIN}_change", args=[foreign.pk]))
    assert answer.status_code == 302  # the admin's way of saying: there is none
    assert "别处的规则" not in office.get(reverse(f"{ADMIN}_changelist")).content.decode()
    office.post(reverse(f"{ADMIN}_add"), {"committee": foreign.committee.pk})
    assert Rulebook.objects.filter(committee=foreign.committee).count() == 1
    assert office.post(reverse(f"{ADMIN}_delete", args=[foreign.pk])).status_code in {302, 403}
    assert Rulebook.objects.filter(pk=foreign.pk).exists()
