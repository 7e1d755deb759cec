"""The court's seven days to file: they run beside mediation, and only the court stops them."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from disputes import deadlines as codes
from disputes.models import FilingResult, Outcome, Source, Status
from liaison.models import Message, User
from liaison.transitions import TransitionNotAllowed
from tests.factories.disputes import WALKS, accept, ago, bring, dispute_in, fail, scene, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("undrawn")]
CASE = "（2026）吉24行初15号"


def clock(dispute):
    return dispute.deadlines.get(rule__code=codes.FILING)


def register(dispute, here, **changes):
    given = {"on": ago(1), "filing_result": FilingResult.FILED, "court_case": CASE}
    dispute.register_filing(actor=here.court_clerk, **(given | changes))


def pressed(here):
    return Message.objects.filter(
        notice="disputes.file_now", recipient=here.court_clerk, channel=Message.INBOX
    ).count()


@pytest.mark.parametrize("source", Source)
def test_only_guidance_before_a_suit_sets_the_courts_clock_running(source):
    here = scene()
    dispute = bring(here, source)

    running = dispute.deadlines.filter(rule__code=codes.FILING)
    assert running.exists() is (source == Source.GUIDANCE)
    if source == Source.GUIDANCE:
        deadline = running.get()
        assert deadline.responsible == here.court
        assert deadline.started_on == dispute.receipt_on
        assert (deadline.rule.length, deadline.rule.unit) == (7, "day")


@pytest.mark.parametrize("status", WALKS)
def test_nothing_that_happens_in_mediation_stops_it(status):
    dispute, _ = dispute_in(status)

    assert clock(dispute).status == "running"
    assert dispute.due_on != clock(dispute).due_on or dispute.due_on is None


@pytest.mark.parametrize("status", WALKS)
@pytest.mark.parametrize(
    ("result", "ends"),
    [
        (FilingResult.FILED, "met"),
        (FilingResult.DECLINED, "met"),
        (FilingResult.TAKEN_BACK, "waived"),
    ],
)
def test_the_court_alone_stops_it_whatever_became_of_mediation(status, result, ends):
    dispute, here = dispute_in(status)
    case = CASE if result == FilingResult.FILED else ""
    register(dispute, here, filing_result=result, court_case=case, upload=upload("立案通知书.pdf"))

    assert clock(dispute).status == ends
    assert (dispute.status, dispute.filing_result) == (status, result)
    assert dispute.filed_on == ago(1)
    assert dispute.court_case == case
    assert dispute.attachments.filter(kind="立案材料").exists()
    with pytest.raises(TransitionNotAllowed):
        register(dispute, here)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"court_case": ""}, "案号"),
        ({"on": ago(23)}, "收到起诉状"),
        ({"on": ago(-1)}, "晚于今天"),
    ],
)
def test_a_filing_out_of_order_is_refused(changes, words):
    dispute, here = dispute_in(Status.ACCEPTED)

    with pytest.raises(ValidationError, match=words):
        register(dispute, here, **changes)

    assert clock(dispute).status == "running"


def test_nobody_files_for_the_court():
    dispute, here = dispute_in(Status.ACCEPTED)

    for user in (here.centre_clerk, here.agency_clerk, here.mediator, here.office_clerk):
        with pytest.raises(PermissionDenied):
            dispute.register_filing(actor=user, on=ago(1), filing_result="declined")


@pytest.mark.parametrize("status", [Status.REFUSED, Status.FAILED, Status.WITHDRAWN])
def test_when_mediation_is_over_before_filing_the_court_is_told_at_once(status):
    _, here = dispute_in(status)

    assert pressed(here) == 1


def test_a_court_that_has_filed_is_pressed_no_more_and_tries_the_case():
    dispute, here = dispute_in(Status.MEDIATING)
    register(dispute, here)
    fail(dispute, here)

    assert pressed(here) == 0
    assert dispute.outcome == Outcome.FAILED_RESUME_TRIAL


def test_the_others_hear_what_the_court_made_of_the_complaint():
    dispute, here = dispute_in(Status.MEDIATING)
    register(dispute, here)

    told = Message.objects.filter(notice="disputes.filing", channel=Message.INBOX)
    assert set(told.values_list("recipient", flat=True)) == {
        user.pk for user in (here.centre_clerk, here.agency_clerk, here.mediator)
    }
    assert "已登记立案" in told.first().subject


def test_the_page_says_in_words_that_the_court_must_still_file(client):
    here = scene()
    dispute = bring(here, Source.GUIDANCE)
    accept(dispute, here)
    for user in (here.court_clerk, here.centre_clerk):
        client.force_login(user)
        assert "协调化解不代替立案" in client.get(dispute.get_absolute_url()).content.decode()
    register(dispute, here)

    page = client.get(dispute.get_absolute_url()).content.decode()
    assert "协调化解不代替立案" not in page
    assert CASE in page


def test_the_form_reads_the_case_number_and_asks_for_it(client):
    dispute, here = dispute_in(Status.ACCEPTED)
    client.force_login(User.objects.get(pk=here.court_clerk.pk))
    typed = {"on": ago(1), "filing_result": "filed"}

    answer = client.post(dispute.step_url("register_filing"), typed)
    assert "请填写案号" in answer.content.decode()
    client.post(dispute.step_url("register_filing"), typed | {"court_case": "(2026)吉24行初 15号"})

    dispute.refresh_from_db()
    assert dispute.court_case == CASE
