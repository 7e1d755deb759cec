"""The kinds of suggestions: what each asks for, to whom it goes, how long it gives."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils.html import strip_tags

from liaison import registry
from liaison.documents import frozen
from liaison.models import Message, Role
from liaison.outbox.reminders import remind
from liaison.transitions import TransitionNotAllowed
from suggestions.models import Event, JudicialSuggestion, Kind, Status
from tests.database.walks import begun
from tests.factories import suggestions as build
from tests.factories.liaison import MembershipFactory, UnitFactory, person
from tests.factories.suggestions import PAIRS, drafted, scene
from tests.factories.world import end_all_posts
from tests.suggestions.test_addressees import with_second

pytestmark = pytest.mark.django_db
CASE = "（2026）吉24行初15号"
ABSENT = {"kind": Kind.HEAD_ABSENT, "case_number": CASE, "event": Event.LEFT}
DOCUMENT = {
    "kind": Kind.NORMATIVE_DOCUMENT,
    "case_number": CASE,
    "effective_on": date(2026, 4, 30),
    "document_title": "《池北区不动产登记收费办法》（池北发〔2024〕3号）",
}
GIVEN = {
    Kind.GOVERNANCE: {},
    Kind.HEAD_ABSENT: ABSENT,
    Kind.AGENCY_ABSENT: {"kind": Kind.AGENCY_ABSENT, "case_number": CASE},
    Kind.NON_PERFORMANCE: {"kind": Kind.NON_PERFORMANCE, "case_number": CASE},
    Kind.NORMATIVE_DOCUMENT: DOCUMENT,
    Kind.OTHER: {"kind": Kind.OTHER},
}


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+08:00", tick=False):
        yield


@pytest.fixture
def stage():
    return with_second(scene())


def draft(stage, kind, **more):
    others = [stage.second] if kind == Kind.HEAD_ABSENT else []
    return drafted(stage, **{"others": others} | GIVEN[kind] | more)


@begun
def signed(stage, kind, **more):
    suggestion = draft(stage, kind, **more)
    if suggestion.needs_talk:
        build.consult(suggestion, stage)
        build.approve(suggestion, stage)
    build.sign(suggestion, stage)
    return suggestion


@pytest.mark.parametrize(
    ("kind", "missing", "field"),
    [
        (Kind.HEAD_ABSENT, {"case_number": ""}, "case_number"),
        (Kind.HEAD_ABSENT, {"event": ""}, "event"),
        (Kind.HEAD_ABSENT, {"others": []}, "others"),
        (Kind.AGENCY_ABSENT, {"case_number": ""}, "case_number"),
        (Kind.AGENCY_ABSENT, {"case_number": "15号案"}, "case_number"),
        (Kind.NON_PERFORMANCE, {"case_number": ""}, "case_number"),
        (Kind.NORMATIVE_DOCUMENT, {"effective_on": None}, "effective_on"),
        (Kind.NORMATIVE_DOCUMENT, {"document_title": ""}, "document_title"),
    ],
)
def test_what_a_kind_rests_on_must_be_said(stage, kind, missing, field):
    with pytest.raises(ValidationError) as refused:
        draft(stage, kind, **missing)
    assert list(refused.value.message_dict) == [field]
    assert not JudicialSuggestion.objects.exists()


def test_a_case_number_is_kept_in_its_official_form(stage):
    suggestion = draft(stage, Kind.AGENCY_ABSENT, case_number="(2026)吉24行初15号 ")
    assert suggestion.case_number == CASE


@pytest.mark.parametrize(
    ("kind", "served_on", "due_on", "provisional"),
    [
        # two months (法释〔2023〕11号第八条); 2026-08-15 is a Saturday
        (Kind.GOVERNANCE, date(2026, 6, 15), date(2026, 8, 17), False),
        # sixty days, in writing (行诉解释第一百四十九条)
        (Kind.NORMATIVE_DOCUMENT, date(2026, 6, 15), date(2026, 8, 14), False),
        # the sixtieth day is 2026-10-03, in the National Day holiday
        (Kind.NORMATIVE_DOCUMENT, date(2026, 8, 4), date(2026, 10, 8), False),
        # the calendar of 2027 is not published yet
        (Kind.NORMATIVE_DOCUMENT, date(2026, 11, 20), date(2027, 1, 19), True),
        (Kind.GOVERNANCE, date(2026, 11, 20), date(2027, 1, 20), True),
        # by analogy (第十二条), where no law says how long
        (Kind.HEAD_ABSENT, date(2026, 7, 31), date(2026, 9, 30), False),
        (Kind.AGENCY_ABSENT, date(2026, 6, 15), date(2026, 8, 17), False),
        (Kind.NON_PERFORMANCE, date(2026, 6, 15), date(2026, 8, 17), False),
        (Kind.OTHER, date(2026, 6, 15), date(2026, 8, 17), False),
    ],
)
def test_the_answer_is_due_as_the_law_of_the_kind_has_it(
    stage, kind, served_on, due_on, provisional
):
    suggestion = signed(stage, kind)
    for row in suggestion.addressees.all():
        suggestion.serve(actor=stage.clerk, on=served_on, way="post", addressee=row)
    clocks = suggestion.deadlines.owed()
    assert {(each.due_on, each.provisional) for each in clocks} == {(due_on, provisional)}
    assert clocks.count() == suggestion.addressees.count()


def test_a_letter_may_name_another_date_within_what_the_kind_allows(stage):
    with pytest.raises(ValidationError, match="过远"):
        signed(stage, Kind.NORMATIVE_DOCUMENT, reply_by=date(2026, 8, 13))
    suggestion = signed(stage, Kind.NORMATIVE_DOCUMENT, reply_by=date(2026, 7, 20))
    build.serve(suggestion, stage)
    assert suggestion.due_on == date(2026, 7, 20)


def test_only_the_governance_kind_needs_talk_and_committee(stage):
    asked = {kind: draft(stage, kind) for kind in Kind}
    needing = {kind for kind, row in asked.items() if row.needs_talk and row.needs_committee}
    assert needing == {Kind.GOVERNANCE}


class TestNormativeDocument:
    """Three months to issue it from the day on which the judgment took effect."""

    def issue(self, suggestion):
        rows = suggestion.deadlines.filter(rule__code="suggestion.normative_issue")
        return list(rows.order_by("pk").values_list("due_on", "status", "responsible"))

    def test_the_courts_own_clock_runs_until_it_is_signed(self, stage):
        suggestion = draft(stage, Kind.NORMATIVE_DOCUMENT)
        assert self.issue(suggestion) == [(date(2026, 7, 30), "running", stage.court.pk)]
        assert suggestion.due_on == date(2026, 7, 30)
        build.sign(suggestion, stage)
        assert self.issue(suggestion) == [(date(2026, 7, 30), "met", stage.court.pk)]

    def test_another_day_moves_it_and_another_kind_or_withdrawal_ends_it(self, stage):
        suggestion = draft(stage, Kind.NORMATIVE_DOCUMENT)
        suggestion.revise(actor=stage.clerk, problems=PAIRS, effective_on=date(2026, 6, 30))
        assert [row[:2] for row in self.issue(suggestion)] == [
            (date(2026, 7, 30), "waived"),
            (date(2026, 9, 30), "running"),
        ]
        suggestion.revise(actor=stage.clerk, problems=PAIRS)
        assert len(self.issue(suggestion)) == 2
        suggestion.revise(actor=stage.clerk, problems=PAIRS, kind=Kind.OTHER)
        assert {status for _, status, _ in self.issue(suggestion)} == {"waived"}
        other = draft(stage, Kind.NORMATIVE_DOCUMENT)
        other.withdraw(actor=stage.clerk, reason="已自行纠正")
        assert [status for _, status, _ in self.issue(other)] == ["waived"]

    def test_however_late_it_is_nobody_outside_the_court_hears_of_it(self, stage):
        above = UnitFactory(court=True)
        stage.court.parent = above
        stage.court.save()
        person(above, Role.COURT_LEADER, rank="leader_in_charge")
        draft(stage, Kind.NORMATIVE_DOCUMENT)
        inside = {stage.clerk, stage.president}
        for day in ("2026-11-20", "2026-11-23"):
            with time_machine.travel(f"{day} 10:00+08:00", tick=False):
                remind()
                end_all_posts(stage.president)
        told = {row.recipient for row in Message.objects.filter(channel="inbox")}
        assert told
        assert told <= inside

    def test_served_its_own_clock_is_still_the_courts_alone(self, stage):
        suggestion = signed(stage, Kind.NORMATIVE_DOCUMENT)
        build.serve(suggestion, stage)

        def codes(user):
            rows = suggestion.deadlines_seen_by(user)
            return sorted(rows.values_list("rule__code", flat=True))

        both = ["suggestion.normative_issue", "suggestion.normative_reply"]
        assert codes(stage.clerk) == both
        for name in ("recipient_clerk", "justice", "copied_clerk"):
            assert codes(stage.people[name]) == both[1:]

    def test_it_is_reported_to_the_higher_court_once(self, stage):
        suggestion = signed(stage, Kind.NORMATIVE_DOCUMENT)
        above = {"on": date(2026, 7, 1), "filed_with": "吉林省高级人民法院"}
        with pytest.raises(TransitionNotAllowed):
            suggestion.file_above(actor=stage.clerk, **above)
        build.serve(suggestion, stage)
        suggestion.file_above(actor=stage.clerk, **above)
        assert (suggestion.filed_on, suggestion.status) == (date(2026, 7, 1), Status.SERVED)
        with pytest.raises(TransitionNotAllowed):
            suggestion.file_above(actor=stage.clerk, **above)
        entries = suggestion.record_seen_by(stage.answerer).values_list("action", flat=True)
        assert "file_above" not in entries
        other = signed(stage, Kind.OTHER)
        build.serve(other, stage)
        assert "file_above" not in {step.name for step in other.available_transitions(stage.clerk)}


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Kind.HEAD_ABSENT, f"在我院审理的{CASE}案件中，被诉行政机关负责人未经法庭许可中途退庭。"),
        (Kind.NORMATIVE_DOCUMENT, "的裁判已于2026年4月30日生效。"),
        (Kind.NORMATIVE_DOCUMENT, "并在六十日内向我院书面反馈"),
        (Kind.NON_PERFORMANCE, f"本建议所涉案件为我院审理的{CASE}案件。"),
        (Kind.GOVERNANCE, "并在两个月内向我院书面反馈"),
    ],
)
def test_the_letter_says_in_which_case_and_by_when(stage, kind, words):
    letter = strip_tags(frozen(signed(stage, kind).papers.get()).decode())
    assert words in "".join(letter.split())


def test_the_form_says_what_a_kind_lacks_on_its_field(stage, client):
    suggestion = draft(stage, Kind.OTHER)
    client.force_login(stage.clerk)
    form = client.get(suggestion.step_url("revise")).context["form"]
    typed = {name: value for name, value in form.initial.items() if isinstance(value, str | int)}
    typed |= {"kind": "head_absent", "case_number": "（2026）吉行", "effective_on": "2027-01-01"}
    page = client.post(suggestion.step_url("revise"), typed)
    found = page.context["form"].errors
    assert {"case_number", "event", "others", "effective_on"} <= found.keys()
    assert "监察机关" in found["others"][0]


def test_an_absence_on_record_raises_a_draft_that_is_the_courts_secret(stage):
    consequence = registry.consequences["suggestions.head_absent"]
    agency = UnitFactory()
    MembershipFactory(committee=stage.committee, unit=agency)
    stage.committee.starter = stage.coordinator
    stage.committee.save()
    given = {
        "court": stage.court,
        "committee": stage.committee,
        "case_number": CASE,
        "agency": agency,
        "contact": ("金书妍", "0433-2800000"),
    }
    for event, label in consequence.events:
        raised = consequence.raise_draft(
            actor=stage.clerk, event=event, above=[stage.recipient, stage.second], **given
        )
        assert (raised.status, raised.kind) == (Status.DRAFT, Kind.HEAD_ABSENT)
        assert label in raised.problems.get().problem
    with pytest.raises(ValidationError, match="同时送"):
        consequence.raise_draft(actor=stage.clerk, event="left", above=[stage.recipient], **given)
    assert len(consequence.events) == 5
    for name in ("recipient_clerk", "second_clerk", "justice", "office"):
        assert not JudicialSuggestion.objects.visible_to(stage.people[name]).exists()
