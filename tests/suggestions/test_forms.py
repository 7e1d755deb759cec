"""Forms: what they offer, refuse and say."""

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from suggestions.forms import FORMS
from suggestions.models import Status
from tests.factories.liaison import MembershipFactory
from tests.factories.suggestions import PNG, scene, suggestion_in
from tests.suggestions.test_views import ANSWER, VERDICT, letter, rows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def july():
    with time_machine.travel("2026-07-20 10:00+08:00", tick=False):
        yield


@pytest.fixture
def stage():
    return scene()


def posted(data):
    query = QueryDict(mutable=True)
    for name, value in data.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return query


def errors(form):
    assert not form.is_valid()
    found = {name: "".join(texts) for name, texts in form.errors.items()}
    for formset in form.formsets.values():
        found["rows"] = "".join(formset.non_form_errors())
        for place, row in enumerate(formset.errors):
            found |= {f"{place}-{name}": "".join(texts) for name, texts in row.items()}
    return found


def draft_form(stage, **more):
    return FORMS["create"](posted(letter(stage) | more), actor=stage.clerk)


def step_form(stage, step, status, data, files=None, actor=None, **kwargs):
    suggestion = suggestion_in(status, stage, **kwargs)
    return FORMS[step](posted(data), files, matter=suggestion, actor=actor or stage.clerk)


def test_only_units_of_the_courts_own_committees_are_offered(stage):
    elsewhere = scene()
    fields = FORMS["create"](actor=stage.clerk).fields
    offered = {
        unit for name in ("recipient", "coordinator", "copies") for unit in fields[name].queryset
    }
    assert {stage.recipient, stage.coordinator, stage.copied} <= offered
    assert not offered & {elsewhere.recipient, elsewhere.coordinator, elsewhere.court}
    assert stage.court not in fields["recipient"].queryset
    assert list(fields["coordinator"].queryset) == [stage.coordinator]
    assert fields["committee"].widget.is_hidden


def test_a_unit_of_another_committee_is_refused_on_the_field(stage):
    assert "recipient" in errors(draft_form(stage, recipient=scene().recipient.pk))


def test_a_court_in_two_committees_says_which_and_keeps_them_apart(stage):
    other = scene()
    MembershipFactory(committee=other.committee, unit=stage.court, side="court")
    form = draft_form(stage, committee=other.committee.pk)
    assert not form.fields["committee"].widget.is_hidden
    found = errors(form)
    assert "成员单位" in found["recipient"]
    assert "不属于" in found["copies"]
    assert draft_form(stage).is_valid()


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        (lambda s: {"recipient": s.coordinator.pk}, "coordinator", "被建议单位"),
        (lambda s: {"copies": [s.recipient.pk]}, "copies", "不必抄送"),
        (lambda s: {"subject": "长" * 81}, "subject", "80"),
        (lambda s: {"kind": "no_such"}, "kind", "有效"),
        (lambda s: {"kind": "normative_document"}, "document_title", "应当写明"),
        (lambda s: {"contact": "\x00"}, "contact", "空"),
        (lambda s: {"committee": "9" * 30}, "committee", "有效"),
        (lambda s: {"reply_by": "2026-13-01"}, "reply_by", "有效"),
    ],
)
def test_what_does_not_fit_is_told_on_its_field(stage, change, field, message):
    assert message in errors(draft_form(stage, **change(stage)))[field]


def test_no_rows_and_too_many_rows_are_refused(stage):
    empty = rows("problems", [{"problem": "", "suggestion": ""}])
    assert "0-problem" in errors(draft_form(stage, **empty))
    many = rows("problems", [{"problem": "问", "suggestion": "答"}] * 21)
    assert "不超过" in errors(draft_form(stage, **many))["rows"]


@pytest.mark.parametrize(
    ("on", "message"), [("2026-07-21", "晚于今天"), ("2026-06-11", "早于上一步"), ("", "必填")]
)
def test_a_day_that_cannot_be_is_told_on_its_field(stage, on, message):
    form = step_form(stage, "serve", Status.SIGNED, {"on": on, "way": "post"})
    assert message in errors(form)["on"]


def test_the_receipt_must_be_a_file_of_ours(stage):
    files = {"receipt": SimpleUploadedFile("回证.pdf", b"MZ-not-a-pdf")}
    form = step_form(stage, "serve", Status.SIGNED, {"on": "2026-07-20", "way": "post"}, files)
    assert "只接收" in errors(form)["receipt"]


def test_answers_need_reasons_or_measures(stage):
    answers = [{"response": "rejected"}, {"response": "adopted"}]
    data = rows("items", answers, 2)
    form = step_form(stage, "draft_reply", Status.SERVED, data, actor=stage.answerer)
    found = errors(form)
    assert "理由" in found["0-reasons"]
    assert "措施" in found["1-measures"]


def test_a_paper_answer_needs_its_letter_and_its_day(stage):
    data = rows("items", [ANSWER, ANSWER], 2)
    found = errors(step_form(stage, "record_reply", Status.SERVED, data))
    assert {"on", "letter"} <= found.keys()
    files = {"letter": SimpleUploadedFile("复函.png", PNG)}
    form = step_form(stage, "record_reply", Status.SERVED, data | {"on": "2026-07-19"}, files)
    assert form.is_valid(), form.errors
    form.matter.record_reply(actor=stage.clerk, **form.cleaned_data)
    assert form.matter.replied_on == date(2026, 7, 19)


def test_an_extension_lies_after_the_present_date(stage):
    data = {"until": "2026-08-17", "reason": "需要上会"}
    found = errors(step_form(stage, "ask_extension", Status.SERVED, data))
    assert "2026-08-17" in found["until"]
    asked = suggestion_in(Status.SERVED, stage)
    with time_machine.travel("2026-07-20 10:00+08:00", tick=False):
        asked.ask_extension(actor=stage.answerer, until=date(2026, 9, 1), reason="需要上会")

    def deciding(data):
        return FORMS["grant_extension"](posted(data), None, matter=asked, actor=stage.clerk)

    assert "until" in errors(deciding({"granted": "yes", "until": "2026-08-01"}))
    form = deciding({"granted": "no"})
    assert form.is_valid()
    assert form.cleaned_data["granted"] is False


def test_the_date_for_the_rest_lies_ahead(stage):
    with time_machine.travel("2026-08-20 10:00+08:00", tick=False):
        data = {"on": "2026-08-20", "reason": "不完整", "until": "2026-08-20"}
        assert "until" in errors(step_form(stage, "return_reply", Status.REPLIED, data))


def test_a_verdict_that_is_not_content_says_why(stage):
    with time_machine.travel("2026-08-20 10:00+08:00", tick=False):
        data = rows("verdicts", [VERDICT, {"satisfaction": "unsatisfied"}], 2)
        found = errors(step_form(stage, "evaluate", Status.REPLIED, data | {"outcome": "adopted"}))
    assert "意见" in found["1-words"]


def test_only_outcomes_that_fit_the_answers_are_offered(stage):
    with time_machine.travel("2026-08-20 10:00+08:00", tick=False):
        form = step_form(stage, "evaluate", Status.REPLIED, {})
    assert form.fields["outcome"].choices[0] == ("adopted", "全部采纳")
