"""Earlier suggestions: what rows become, and how it counts from then on."""

from datetime import date

import pytest
from django.utils import timezone

from liaison import access
from liaison.metrics import Span
from liaison.models import (
    Deadline,
    DeskEntry,
    Message,
    Reminder,
)
from liaison.outbox import bell, reminders
from suggestions.metrics import SuggestionFigures, fallen_due
from suggestions.models import JudicialSuggestion
from tests.factories import suggestions as build
from tests.factories.bundles import PDF
from tests.factories.suggestions import scene
from tests.factories.takeover import SECOND, UNANSWERED, check, row_of, take_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    monkeypatch.setattr(bell.Bell, "ring", lambda self, task: None)


@pytest.fixture
def here():
    return scene()


def test_an_answered_letter_becomes_a_closed_suggestion_with_all_that_hangs_on_it(here):
    rows = [
        row_of(here, 1, 附件="建议书.pdf；回证.pdf"),
        row_of(here, 1, **SECOND, 采纳情况="部分采纳", 理由="系统尚未升级", 附件="复函.pdf"),
    ]
    result = take_in(
        here.clerk, rows, here, files=dict.fromkeys(("建议书.pdf", "回证.pdf", "复函.pdf"), PDF)
    )
    assert result.message == "新增1件，2个问题，1份答复，3个附件；相同0件"
    matter = JudicialSuggestion.objects.get()
    assert (matter.number, matter.title) == (
        f"{here.court.place_name}法建〔2021〕1号",
        "关于规范第1号告知程序的司法建议",
    )
    assert (matter.status, matter.outcome, matter.kind) == ("closed", "partly", "governance")
    assert (matter.initiator, matter.recipient, matter.coordinator, matter.holder) == (
        here.court,
        here.recipient,
        here.coordinator,
        None,
    )
    assert (matter.signed_on, matter.served_on, matter.replied_on, matter.closed_on) == (
        date(2021, 3, 2),
        date(2021, 3, 5),
        date(2021, 4, 11),
        date(2021, 4, 11),
    )
    assert (matter.taken_over_on, matter.created_by) == (timezone.localdate(), here.clerk)
    assert [problem.suggestion for problem in matter.problems.all()] == [
        "建立不予登记前的书面告知制度。",
        "统一公告期限的起算。",
    ]
    addressee, reply = matter.addressees.get(), matter.replies.get()
    assert (addressee.state, addressee.receipt.name) == ("replied", "回证.pdf")
    assert (reply.number, reply.letter.name, reply.actor) == (
        "池自然资函〔2021〕1号",
        "复函.pdf",
        here.clerk,
    )
    assert [(item.response, item.measures) for item in reply.items.all()] == [
        ("adopted", "已经修订办事指南。"),
        ("partly", "已经修订办事指南。"),
    ]
    assert [kept.kind for kept in matter.attachments.all()] == ["司法建议书", "送达回证", "复函"]
    assert not any(hasattr(item, "verdict") for item in reply.items.all()), "nobody judged it"
    assert access.drift(matter) == (set(), set())
    entry = matter.audit.get()
    assert (entry.action, entry.actor, entry.unit, entry.note) == (
        "take_over",
        here.clerk,
        here.court,
        "以往建议.xlsx 第2行",
    )


def test_its_clock_ran_by_its_real_days(here):
    late = row_of(here, 2, 答复日期=date(2021, 6, 30))
    take_in(here.clerk, [row_of(here, 1), late], here)
    clocks = Deadline.objects.order_by("started_on")
    assert [(c.started_on, c.due_on, c.ended_on, c.status) for c in clocks] == [
        (date(2021, 3, 5), date(2021, 5, 6), date(2021, 4, 11), "met"),
        (date(2021, 3, 6), date(2021, 5, 6), date(2021, 6, 30), "met"),
    ], "the fifth was a holiday"
    assert {clock.rule.code for clock in clocks} == {"suggestion.earlier"}
    assert [event.kind for event in clocks[0].events.all()] == ["started", "met"]


def test_a_letter_of_after_the_law_runs_by_the_law(here):
    rows = [row_of(here, 1, 签发日期="2024-03-01", 送达日期="2024-03-04", 答复日期="2024-04-01")]
    take_in(here.clerk, rows, here)
    assert Deadline.objects.get().rule.code == "suggestion.governance"


def test_the_day_that_the_letter_names_is_the_last_one(here):
    take_in(here.clerk, [row_of(here, 1, 答复期限="2021-03-31")], here)
    assert Deadline.objects.get().due_on == date(2021, 3, 31)


def test_it_counts_in_the_figures_by_its_own_days(here):
    rows = [row_of(here, 1), row_of(here, 2, 答复日期=date(2021, 6, 30), 采纳情况="不采纳")]
    take_in(here.clerk, [*rows, row_of(here, 3, **UNANSWERED)], here)
    span = Span(date(2021, 1, 1), date(2021, 12, 31))
    rows = fallen_due(here.clerk, span, timezone.localdate())
    figures = SuggestionFigures.of(rows)
    assert (figures.in_time, figures.late, figures.overdue, figures.adopted) == (1, 1, 1, 1)
    assert str(figures.replied) == "33.33%"


def test_an_unanswered_one_is_served_and_overdue_on_the_right_desks_and_nobody_is_told(here):
    take_in(here.clerk, [row_of(here, 1, **UNANSWERED)], here)
    matter = JudicialSuggestion.objects.get()
    assert (matter.status, matter.due_on, matter.holder, matter.closed_on) == (
        "served",
        date(2021, 5, 6),
        here.recipient,
        None,
    )
    assert matter.addressees.get().owes
    desks = {entry.group_id: (entry.awaited, entry.due_on) for entry in DeskEntry.objects.all()}
    assert desks == {
        here.recipient.group_id: (False, matter.due_on),
        here.court.group_id: (True, matter.due_on),
    }
    noon = timezone.make_aware(timezone.datetime(2026, 11, 23, 10))
    told = Reminder.objects.count()
    assert (reminders.remind(noon), Reminder.objects.count()) == (0, told)
    assert not Message.objects.exists()


def test_one_that_is_not_yet_due_is_reminded_of_like_any_other(here, time_machine):
    time_machine.move_to("2026-11-23T10:00:00+08:00")
    served = {"签发日期": "2026-09-25", "送达日期": "2026-09-28"}
    take_in(here.clerk, [row_of(here, 1, **UNANSWERED, **served)], here)
    assert JudicialSuggestion.objects.get().due_on == date(2026, 11, 30)
    assert reminders.remind(timezone.now()) > 0


def test_an_unanswered_one_goes_on_as_any_other(here):
    take_in(here.clerk, [row_of(here, 1, **UNANSWERED)], here)
    matter = JudicialSuggestion.objects.get()
    today = timezone.localdate()
    matter.acknowledge(actor=here.answerer, on=today)
    (problem,) = matter.problems.all()
    item = {"problem": problem, "response": "adopted", "measures": "已经整改。"}
    build.answer(matter, here.answerer, items=[item])
    assert (matter.status, matter.due_on) == ("replied", None)
    assert Deadline.objects.get().ended_on == today


def test_several_units_stand_apart_and_the_first_leads(here):
    rows = [
        row_of(here, 1, 被建议单位=f"{here.recipient}、{here.copied.name}", **UNANSWERED),
        row_of(here, 1, 被建议单位=here.copied.name, **SECOND),
        row_of(here, 1, 被建议单位=here.recipient.name, **SECOND, **UNANSWERED),
    ]
    rows[1] |= {"答复日期": None, "复函文号": None, "采纳情况": None, "整改措施": None}
    take_in(here.clerk, rows, here)
    matter = JudicialSuggestion.objects.get()
    assert [(row.unit, row.state) for row in matter.addressees.all()] == [
        (here.recipient, "served"),
        (here.copied, "served"),
    ]
    assert matter.problems.count() == 2
    assert Deadline.objects.count() == 2


def test_of_two_units_one_may_have_answered(here):
    rows = [
        row_of(here, 1),
        row_of(here, 1, 被建议单位=here.copied.name, 督促单位=None, **UNANSWERED),
    ]
    take_in(here.clerk, rows, here)
    matter = JudicialSuggestion.objects.get()
    assert matter.problems.count() == 1, "the same problem, not a second one"
    assert [row.state for row in matter.addressees.all()] == ["replied", "served"]
    assert (matter.status, matter.holder, matter.outcome) == ("served", here.copied, "")


def test_blank_cells_go_on_with_the_letter_above(here):
    blank = dict.fromkeys(row_of(here, 1))
    second = {key: value for key, value in (blank | SECOND).items() if value}
    take_in(here.clerk, [row_of(here, 1, **UNANSWERED), second, row_of(here, 2)], here)
    first = JudicialSuggestion.objects.get(number__endswith="〕1号")
    assert first.problems.count() == 2
    assert JudicialSuggestion.objects.count() == 2


def test_what_is_left_out_is_filled_in(here):
    here.committee.starter = here.coordinator
    here.committee.save()
    rows = [row_of(here, 1, 种类=None, 督促单位=None, 送达日期=None, 治理领域=None, 案号=None)]
    work = check(here.clerk, rows, here)
    assert work.report["new"]["undated"] == 1
    take_in(here.clerk, rows, here)
    matter = JudicialSuggestion.objects.get()
    assert (matter.kind, matter.coordinator, matter.served_on) == (
        "other",
        here.coordinator,
        date(2021, 3, 2),
    )


@pytest.mark.parametrize(
    "typed", ["规范登记", "关于规范登记的司法建议", "关于规范登记的司法建议书", "关于规范登记"]
)
def test_the_subject_is_what_stands_between_the_words_of_the_title(here, typed):
    take_in(here.clerk, [row_of(here, 1, 事由=typed)], here)
    assert JudicialSuggestion.objects.get().title == "关于规范登记的司法建议"


OUTCOMES = {
    ("采纳", "采纳"): "adopted",
    ("采纳", "不采纳"): "partly",
    ("部分采纳", "部分采纳"): "partly",
    ("不采纳", "不采纳"): "rejected",
}


@pytest.mark.parametrize("answers", OUTCOMES)
def test_what_came_of_it_follows_from_the_answers(here, answers):
    first, second = answers
    rows = [row_of(here, 1, 采纳情况=first), row_of(here, 1, **SECOND, 采纳情况=second)]
    take_in(here.clerk, rows, here)
    assert JudicialSuggestion.objects.get().outcome == OUTCOMES[answers]
