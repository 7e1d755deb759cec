"""Who reads an answer: a draft is its unit's own, what is given is for court and agencies alone."""

import pytest
from django.urls import reverse

from disputes.appearances.models import Lawsuit
from liaison.models import IssuedPaper
from tests.database.walks import begun
from tests.factories.appearances import (
    DAYS,
    EVIDENCE,
    JUDGMENT,
    WORDS,
    judge,
    scene,
    served,
)
from tests.factories.suggestions import upload

pytestmark = pytest.mark.django_db
WORD = {"own": "青石板之辩", "draft": "落叶松之辩"}


@pytest.fixture
def stage():
    return scene()


@pytest.fixture
@begun
def lawsuit(stage):
    """One agency has answered and had more time before; the other has drafted and asked."""
    lawsuit = served(stage, defendants=[stage.agency, stage.co_agency])
    for name, clerk in (("own", stage.agency_clerk), ("draft", stage.people["co_agency_clerk"])):
        lawsuit.ask_deferral(
            actor=clerk,
            reason=f"{WORD[name]}之由",
            letter=upload(f"{WORD[name]}申请.pdf"),
            on=DAYS["answer"],
        )
        lawsuit.draft_answer(
            actor=clerk,
            evidence=[
                EVIDENCE | {"name": f"{WORD[name]}证", "upload": upload(f"{WORD[name]}证.pdf")}
            ],
            identity=upload(f"{WORD[name]}身份.pdf"),
            **WORDS | {"body": f"{WORD[name]}意见"},
        )
    lawsuit.submit_answer(
        actor=stage.agency_clerk, scan=upload(f"{WORD['own']}盖章.pdf"), on=DAYS["answer"]
    )
    return lawsuit


READS = {
    "court_clerk": {"own"},
    "president": {"own"},
    "agency_clerk": {"own"},
    "agency_leader": {"own"},
    "co_agency_clerk": {"own", "draft"},
    "justice": set(),
    "office": set(),
    "office_leader": set(),
}
"""A co-defendant reads what was given, and its own draft; starter and office read neither."""


def status(client, address):
    answer = client.get(address)
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    return answer.status_code


def pages(client, lawsuit, user):
    client.force_login(user)
    page = client.get(lawsuit.get_absolute_url())
    assert page.status_code == 200
    return page.content.decode()


@pytest.mark.parametrize("name", READS)
def test_the_page_shows_an_answer_to_whom_it_is_for(client, stage, lawsuit, name):
    page = pages(client, lawsuit, stage.people[name])

    for which, word in WORD.items():
        shown = which in READS[name]
        assert (f"{word}意见" in page) is shown, which
        assert (f"{word}证" in page) is shown, which
    assert "3月16日" in page  # that and when there was an answer is known to all of them


@pytest.mark.parametrize("name", READS)
def test_reasons_for_more_time_are_for_the_court_and_the_one_agency(client, stage, lawsuit, name):
    page = pages(client, lawsuit, stage.people[name])
    own = {"agency_clerk": "own", "agency_leader": "own", "co_agency_clerk": "draft"}

    for which, word in WORD.items():
        reads = name in ("court_clerk", "president") or own.get(name) == which
        assert (f"{word}之由" in page) is reads, which
        assert (f"{word}申请.pdf" in page) is reads, which


@pytest.mark.parametrize("name", READS)
def test_files_and_papers_open_for_whom_they_are_for(client, stage, lawsuit, name):
    client.force_login(stage.people[name])
    for file in lawsuit.attachments.all():
        which = "own" if WORD["own"] in file.name else "draft"
        if file.kind == "延期举证申请":
            own = {"agency_clerk": "own", "agency_leader": "own", "co_agency_clerk": "draft"}
            reads = name in ("court_clerk", "president") or own.get(name) == which
        else:
            reads = which in READS[name]
        found = status(client, reverse("liaison:attachment", args=[file.pk]))
        assert found == (200 if reads else 404), file.name
    papers = IssuedPaper.objects.filter(object_id=lawsuit.pk)
    assert papers.count() == 2
    for paper in papers:
        assert paper in lawsuit.papers_seen_by(stage.clerk)
        assert (paper in lawsuit.papers_seen_by(stage.people[name])) is ("own" in READS[name])


@pytest.mark.parametrize("name", READS)
@pytest.mark.parametrize("code", ["lawsuit-answer", "lawsuit-evidence", "lawsuit-checklist"])
def test_what_an_agency_draws_up_is_its_own_to_preview(client, stage, lawsuit, name, code):
    client.force_login(stage.people[name])
    row = lawsuit.agencies.get(unit=stage.co_agency)
    part = row.paper_ref if code == "lawsuit-checklist" else f"answer:{row.answer.pk}"
    address = reverse("liaison:paper_preview", args=["appearances.lawsuit", lawsuit.pk, code])
    answer = client.get(address, {"part": part})

    assert answer.status_code == (200 if name == "co_agency_clerk" else 404)


def test_drafting_is_on_the_own_units_record_alone(stage, lawsuit):
    def drafted(name):
        entries = lawsuit.record_seen_by(stage.people[name]).filter(action="draft_answer")
        return set(entries.values_list("unit", flat=True))

    assert drafted("agency_clerk") == {stage.agency.pk}
    assert drafted("co_agency_clerk") == {stage.co_agency.pk}
    for name in ("court_clerk", "justice", "office"):
        assert drafted(name) == set()


def test_nobody_learns_who_looked_at_what_is_not_theirs(client, stage, lawsuit):
    client.force_login(stage.people["co_agency_clerk"])
    file = lawsuit.attachments.get(name=f"{WORD['draft']}证.pdf")
    assert status(client, reverse("liaison:attachment", args=[file.pk])) == 200
    looked = lawsuit.audit.filter(action="download")

    assert looked.count() == 1
    assert lawsuit.record_seen_by(stage.people["co_agency_clerk"]).filter(pk__in=looked).exists()
    for name in ("court_clerk", "agency_clerk", "justice"):
        assert not lawsuit.record_seen_by(stage.people[name]).filter(pk__in=looked).exists(), name


def test_the_judgments_own_words_are_for_court_and_agencies(client, stage):
    lawsuit = served(stage)
    judge(lawsuit, stage, judgment="被告应向冯立群颁证。", loss_reason="主要证据不足")
    for name in ("court_clerk", "agency_clerk"):
        assert "被告应向冯立群颁证" in pages(client, lawsuit, stage.people[name])
    for name in ("justice", "office"):
        page = pages(client, lawsuit, stage.people[name])
        assert "冯立群" not in page
        assert "主要证据不足" in page
    assert JUDGMENT["result"] == lawsuit.result


def test_what_proves_performance_is_for_court_and_agency(client, stage):
    lawsuit = served(stage, defendants=[stage.agency, stage.co_agency])
    first, _ = lawsuit.sued()
    judge(lawsuit, stage, performers=[first])
    lawsuit.take_effect(
        actor=stage.clerk, on=DAYS["performed"], appealed=False, perform_by=DAYS["performed"]
    )
    lawsuit.report_performance(
        actor=stage.agency_clerk,
        report="白桦林已经颁证",
        proof=upload("白桦林证明.pdf"),
        on=DAYS["performed"],
    )
    for name in ("court_clerk", "agency_clerk"):
        page = pages(client, lawsuit, stage.people[name])
        assert "白桦林已经颁证" in page
        assert "白桦林证明.pdf" in page
    for name in ("co_agency_clerk", "justice", "office"):
        assert "白桦林" not in pages(client, lawsuit, stage.people[name])


def test_the_page_costs_no_more_for_answers(client, stage, lawsuit, django_assert_max_num_queries):
    judge(lawsuit, stage, served_on=JUDGMENT["on"])
    for name in ("court_clerk", "co_agency_clerk", "justice"):
        user = stage.people[name]
        pages(client, lawsuit, user)
        with django_assert_max_num_queries(12):
            client.get(lawsuit.get_absolute_url())
    assert Lawsuit.objects.get(pk=lawsuit.pk).appeal_until
