"""Letters are found by what they say, by whoever may read them, and by nothing else."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from liaison import desk
from liaison.search import normalise
from suggestions.models import JudicialSuggestion, Status
from suggestions.models.problems import MOST_PROBLEMS
from tests.factories.suggestions import LETTER, drafted, scene, suggestion_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return scene()


def found(user, words):
    return list(JudicialSuggestion.objects.visible_to(user).matching(words))


@pytest.mark.parametrize(
    "words",
    [
        *("陈述", "送达凭证", "公告期未满即予登簿", "一窗受理", "不动产登记暂行条例"),
        *("凭证 登簿", "规范不动产登记告知程序"),
    ],
)
def test_a_letter_is_found_by_problem_suggestion_introduction_and_law(stage, words):
    suggestion = suggestion_in(Status.SERVED, stage)
    assert found(stage.answerer, words) == found(stage.clerk, words) == [suggestion]
    assert [row.title for row in desk.found(stage.answerer, words)] == [suggestion.title]


@pytest.mark.parametrize("words", ["证送", "陈述登簿", "送达凭据", "凭证 没有"])
def test_pieces_that_only_meet_are_no_hit(stage, words):
    suggestion_in(Status.SERVED, stage)
    assert found(stage.clerk, words) == []


def test_nobody_finds_what_they_may_not_see(stage):
    drafted(stage)
    served = suggestion_in(Status.SERVED, stage)
    for user in stage.outsiders.values():
        assert set(found(user, "送达凭证")) <= {served}
    for name in ("stranger", "office", "other_court_clerk"):
        assert found(stage.people[name], "送达凭证") == []


def test_talk_committee_and_answers_find_nothing(stage):
    suggestion = suggestion_in(Status.CLOSED, stage)
    assert "对方认可问题" in suggestion.talk_note
    for words in ("对方认可", "第12次会议", "审议通过", "已修订办事指南", "落实到位"):
        assert found(stage.clerk, words) == []


def test_a_revision_is_found_by_its_new_words_only(stage):
    suggestion = suggestion_in(Status.CONSULTED, stage)
    letter = LETTER | {"introduction": "景区秩序关系旅客权益。"}
    suggestion.revise(
        actor=stage.clerk,
        recipient=stage.recipient,
        coordinator=stage.coordinator,
        problems=[{"problem": "标价不明。", "suggestion": "统一标价签。"}],
        **letter,
    )
    assert found(stage.clerk, "标价签") == found(stage.clerk, "旅客权益") == [suggestion]
    assert found(stage.clerk, "送达凭证") == found(stage.clerk, "一窗受理") == []


def test_the_longest_letter_is_cut_in_no_time(stage):
    text = "".join(chr(0x4E00 + n % 20_000) for n in range(1999))
    problems = [{"problem": f"{n}{text}", "suggestion": text} for n in range(10, 30)]
    suggestion = drafted(stage, problems=problems)
    assert len(problems) == MOST_PROBLEMS
    assert len(suggestion.search_text) > 80_000
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 2000")
        suggestion.save()
        assert found(stage.clerk, text[-40:]) == [suggestion]


def test_rows_of_before_are_filled_as_saving_fills_them(stage):
    kept = {}
    for status in (Status.DRAFT, Status.SERVED):
        suggestion = suggestion_in(status, stage, case_number="（2026）吉2426行初31号")
        kept[suggestion.pk] = suggestion.search_text
        words = [suggestion.number, suggestion.title, suggestion.initiator]
        words = normalise(" ".join(map(str, filter(None, [*words, *suggestion.taking_part()]))))
        JudicialSuggestion.objects.filter(pk=suggestion.pk).update(search_text=words)
    import_module("suggestions.migrations.0008_figures").join_the_letter(apps, None)
    assert dict(JudicialSuggestion.objects.values_list("pk", "search_text")) == kept
