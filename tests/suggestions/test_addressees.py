"""Several addressees of one suggestion: each has its own sight, service, clock and column."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from liaison.access import drift
from liaison.documents import frozen
from liaison.models import DeskEntry, Message, Role
from liaison.transitions import TransitionNotAllowed
from suggestions.models import Addressee, JudicialSuggestion, Status
from tests.database.walks import begun
from tests.factories import suggestions as build
from tests.factories.liaison import MembershipFactory, UnitFactory, person
from tests.factories.suggestions import answers, drafted, scene, upload, verdicts
from tests.liaison.test_outbox_races import at_once

pytestmark = pytest.mark.django_db
State = Addressee.State
FIRST, LATER = date(2026, 6, 15), date(2026, 6, 30)


@pytest.fixture(autouse=True)
def july():
    with time_machine.travel("2026-07-20 10:00+08:00", tick=False):
        yield


@begun
def with_second(stage):
    """The stage with a second unit to be addressed, and its clerk."""
    stage.second = UnitFactory()
    MembershipFactory(committee=stage.committee, unit=stage.second)
    stage.people["second_clerk"] = person(stage.second, Role.UNIT_CLERK)
    return stage


@pytest.fixture
def stage():
    return with_second(scene())


@begun
def signed(stage, **letter):
    suggestion = drafted(stage, others=[stage.second], **letter)
    for take in build.STRAIGHT[:3]:
        take(suggestion, stage)
    return suggestion


@begun
def served(stage):
    """Served on the lead unit, then on the second."""
    suggestion = signed(stage)
    for row, on in zip(suggestion.addressees.all(), (FIRST, LATER), strict=True):
        suggestion.serve(actor=stage.clerk, on=on, way="post", addressee=row)
    return suggestion


def clerks(stage):
    return stage.answerer, stage.people["second_clerk"]


def states(suggestion):
    return [row.state for row in suggestion.addressees.all()]


def seen_by(user):
    return JudicialSuggestion.objects.visible_to(user).exists()


def offered(suggestion, user):
    suggestion = JudicialSuggestion.objects.get(pk=suggestion.pk)
    return {step.name for step in suggestion.available_transitions(user)}


def test_each_is_served_by_itself_and_knows_nothing_before(stage):
    suggestion = signed(stage)
    lead, _second = suggestion.addressees.all()
    with pytest.raises(ValidationError, match="请选择"):
        suggestion.serve(actor=stage.clerk, on=FIRST, way="direct")
    suggestion.serve(actor=stage.clerk, on=FIRST, way="direct", addressee=lead)

    assert states(suggestion) == [State.SERVED, State.UNSERVED]
    assert (suggestion.status, suggestion.served_on) == (Status.SERVED, FIRST)
    assert [seen_by(user) for user in clerks(stage)] == [True, False]
    assert seen_by(stage.people["justice"])
    assert not Message.objects.filter(recipient=stage.people["second_clerk"]).exists()
    with pytest.raises(ValidationError, match="请选择"):
        suggestion.serve(actor=stage.clerk, on=LATER, way="post", addressee=lead)

    suggestion.serve(actor=stage.clerk, on=LATER, way="post")
    assert (suggestion.status, suggestion.served_on) == (Status.SERVED, FIRST)
    assert all(seen_by(user) for user in clerks(stage))
    assert "serve" not in offered(suggestion, stage.clerk)
    assert drift(suggestion) == (set(), set())


def test_each_has_its_own_clock_and_its_own_desk(stage):
    suggestion = served(stage)
    clocks = {each.responsible: each.due_on for each in suggestion.deadlines.all()}
    assert clocks == {stage.recipient: date(2026, 8, 17), stage.second: date(2026, 8, 31)}
    assert suggestion.due_on == date(2026, 8, 17)
    assert suggestion.holder == stage.recipient
    laid = DeskEntry.objects.about(suggestion).filter(awaited=False).values_list("group", flat=True)
    assert set(laid) == {stage.recipient.group_id, stage.second.group_id}

    build.answer(suggestion, stage.answerer, items=answers(suggestion))
    assert (suggestion.holder, suggestion.due_on) == (stage.second, date(2026, 8, 31))
    entry = DeskEntry.objects.about(suggestion).filter(group=stage.recipient.group_id)
    assert not entry.exists()


def test_nobody_acknowledges_or_answers_for_another(stage):
    suggestion = served(stage)
    first, second = clerks(stage)
    suggestion.acknowledge(actor=first, on=date(2026, 7, 1))
    assert states(suggestion) == [State.ACKNOWLEDGED, State.SERVED]
    assert suggestion.status == Status.SERVED
    assert "acknowledge" not in offered(suggestion, first)
    with pytest.raises(PermissionDenied):
        suggestion.acknowledge(actor=first, on=date(2026, 7, 1))
    suggestion.acknowledge(actor=second, on=date(2026, 7, 2))
    assert suggestion.status == Status.ACKNOWLEDGED

    build.answer(suggestion, second, items=answers(suggestion))
    assert suggestion.replies.get().addressee.unit == stage.second
    assert states(suggestion) == [State.ACKNOWLEDGED, State.REPLIED]
    assert suggestion.status == Status.ACKNOWLEDGED
    with pytest.raises(PermissionDenied):
        build.answer(suggestion, second, items=answers(suggestion))


def test_the_court_judges_when_all_have_answered_and_every_answer(stage):
    suggestion = served(stage)
    first, second = clerks(stage)
    build.answer(suggestion, first, items=answers(suggestion))
    with pytest.raises(TransitionNotAllowed):
        suggestion.evaluate(actor=stage.clerk, verdicts=verdicts(suggestion), outcome="adopted")
    build.answer(suggestion, second, items=answers(suggestion, "rejected", reasons="没有职权"))
    assert (suggestion.status, suggestion.holder) == (Status.REPLIED, stage.court)

    half = verdicts(suggestion)[::2]
    with pytest.raises(ValidationError, match="每条答复"):
        suggestion.evaluate(actor=stage.clerk, verdicts=half, outcome="partly")
    with pytest.raises(ValidationError, match="不一致"):
        suggestion.evaluate(actor=stage.clerk, verdicts=verdicts(suggestion), outcome="adopted")
    suggestion.evaluate(actor=stage.clerk, verdicts=verdicts(suggestion), outcome="partly")
    assert suggestion.status == Status.CLOSED
    columns = [[len(found) for _, found in row.columns] for row in suggestion.matrix(stage.clerk)]
    assert columns == [[1, 1], [1, 1]]


def test_one_answer_is_handed_back_while_the_other_is_awaited(stage):
    suggestion = served(stage)
    _lead, second = suggestion.addressees.all()
    build.answer(suggestion, stage.answerer, items=answers(suggestion))
    back = {"on": date(2026, 7, 20), "reason": "缺时限", "until": date(2026, 8, 1)}
    with pytest.raises(ValidationError, match="请选择"):
        suggestion.return_reply(actor=stage.clerk, addressee=second, **back)
    suggestion.return_reply(actor=stage.clerk, **back)
    assert states(suggestion) == [State.RETURNED, State.SERVED]
    assert suggestion.due_on == date(2026, 8, 3), "the Monday after"

    suggestion.record_reply(
        actor=stage.clerk,
        items=answers(suggestion),
        on=date(2026, 7, 20),
        letter=upload(),
        addressee=second,
    )
    assert suggestion.status == Status.RETURNED
    build.answer(suggestion, stage.answerer, items=answers(suggestion))
    assert suggestion.status == Status.REPLIED
    rounds = suggestion.replies.values_list("addressee__order", "round")
    assert sorted(rounds) == [(1, 1), (1, 2), (2, 1)]
    assert {item.reply.round for item in suggestion.latest_items()} == {1, 2}


def test_more_time_is_given_to_who_asked(stage):
    suggestion = served(stage)
    first, second = clerks(stage)
    with pytest.raises(ValidationError, match="2026-08-31"):
        suggestion.ask_extension(actor=second, until=date(2026, 8, 20), reason="需上会")
    suggestion.ask_extension(actor=second, until=date(2026, 9, 30), reason="需上会")
    with pytest.raises(TransitionNotAllowed, match="已经申请"):
        suggestion.ask_extension(actor=second, until=date(2026, 9, 30), reason="再申请")
    suggestion.ask_extension(actor=first, until=date(2026, 9, 10), reason="人手不足")
    for row, granted in zip(suggestion.addressees.all(), (False, True), strict=True):
        suggestion.grant_extension(actor=stage.clerk, granted=granted, addressee=row)
    clocks = {each.responsible: each.due_on for each in suggestion.deadlines.all()}
    assert clocks == {stage.recipient: date(2026, 8, 17), stage.second: date(2026, 9, 30)}

    after = time_machine.travel("2026-08-18 10:00+08:00", tick=False)
    with after, pytest.raises(TransitionNotAllowed, match="届满"):
        suggestion.ask_extension(actor=first, until=date(2026, 9, 30), reason="还没办完")


def test_each_receipt_of_service_is_filed_with_its_unit(stage):
    suggestion = served(stage)
    _lead, second = suggestion.addressees.all()
    suggestion.file_receipt(actor=stage.clerk, receipt=upload(), addressee=second)
    suggestion.file_receipt(actor=stage.clerk, receipt=upload())
    assert all(row.receipt for row in suggestion.addressees.all())
    assert "file_receipt" not in offered(suggestion, stage.clerk)


@pytest.mark.parametrize(
    ("parties", "message"),
    [
        (lambda s: {"others": [s.coordinator]}, "督促单位"),
        (lambda s: {"others": [s.court]}, "行政机关"),
        (lambda s: {"others": [s.copied]}, "不必抄送"),
        (lambda s: {"others": [scene().recipient]}, "成员单位"),
        (lambda s: {"others": UnitFactory.create_batch(10), "copies": []}, "不超过"),
    ],
)
def test_units_that_do_not_fit_beside_the_lead_are_refused(stage, parties, message):
    given = parties(stage)
    if message == "不超过":
        for unit in given["others"]:
            MembershipFactory(committee=stage.committee, unit=unit)
    with pytest.raises(ValidationError, match=message):
        drafted(stage, **given)
    assert not JudicialSuggestion.objects.exists()


def test_a_revision_may_address_others(stage):
    suggestion = drafted(stage, others=[stage.second, stage.recipient])
    assert suggestion.addressed_units() == [stage.recipient, stage.second]
    suggestion.revise(actor=stage.clerk, problems=build.PAIRS, recipient=stage.second)
    assert suggestion.addressed_units() == [stage.second]


def test_the_letter_names_all_and_the_page_gives_each_a_column(
    stage, client, django_assert_max_num_queries
):
    suggestion = served(stage)
    build.answer(suggestion, stage.answerer, items=answers(suggestion))
    letter = suggestion.papers.get()
    assert f"{stage.recipient.name}、{stage.second.name}：" in frozen(letter).decode()

    for user in (stage.clerk, stage.people["second_clerk"], stage.people["justice"]):
        client.force_login(user)
        client.get(suggestion.get_absolute_url())
        with django_assert_max_num_queries(12):
            page = client.get(suggestion.get_absolute_url()).content.decode()
        assert page.count("matrix-none") == 4, "two await an answer, two a verdict"
        assert f"{stage.recipient}（牵头）" in page
    client.force_login(stage.clerk)
    assert f"{stage.recipient}等" in client.get("/suggestions/judicial/").content.decode()
    found = client.get("/suggestions/judicial/", {"recipient": stage.second.pk})
    assert list(found.context["object_list"]) == [suggestion]


def test_of_several_the_form_asks_whom_it_is_about(stage, client):
    suggestion = signed(stage)
    lead, _second = suggestion.addressees.all()
    client.force_login(stage.clerk)
    given = {"on": "2026-07-01", "way": "post"}
    page = client.post(suggestion.step_url("serve"), given)
    assert page.context["form"].errors.keys() == {"addressee"}
    foreign = build.suggestion_in(Status.SERVED, scene(place_name="大庆")).addressees.get()
    page = client.post(suggestion.step_url("serve"), given | {"addressee": foreign.pk})
    assert page.context["form"].errors.keys() == {"addressee"}
    assert client.post(suggestion.step_url("serve"), given | {"addressee": lead.pk}).url
    form = client.get(suggestion.step_url("serve")).context["form"]
    assert form.fields["addressee"].widget.is_hidden, "only one is left"
    assert client.post(suggestion.step_url("serve"), given).status_code == 302
    assert states(suggestion) == [State.SERVED, State.SERVED]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_that_answer_at_the_same_moment_are_both_kept():
    stage = with_second(scene())
    suggestion = served(stage)

    def reply(user):
        def go():
            own = JudicialSuggestion.objects.get(pk=suggestion.pk)
            build.answer(own, user, items=answers(own))
            return True

        return go

    assert at_once(*map(reply, clerks(stage))) == [True, True]
    suggestion.refresh_from_db()
    assert (suggestion.status, suggestion.due_on) == (Status.REPLIED, None)
    assert suggestion.replies.count() == 2
    assert suggestion.replied_on - FIRST == timedelta(days=35)
