"""Who is told of what, and that nothing leaves the house with a name in it."""

import pytest

from disputes.models import Status
from liaison import registry
from liaison.models import Message
from tests.factories.disputes import (
    PERSON,
    ago,
    ahead,
    at,
    dispute_in,
    perform,
    schedule,
    upload,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("undrawn")]


def told(here, code):
    """Who was told of ``code`` in the inbox, by their names in the scene."""
    names = {user.pk: who for who, user in here.people.items()}
    rows = Message.objects.filter(notice=f"disputes.{code}", channel=Message.INBOX)
    return {names[row.recipient_id] for row in rows}


@pytest.mark.parametrize(
    ("status", "code", "people"),
    [
        (Status.REFERRED, "referred", {"centre"}),
        (Status.ACCEPTED, "accepted", {"court", "centre", "agency", "mediator"}),
        (Status.REFUSED, "refused", {"court"}),
        (Status.MEDIATING, "stated", {"centre", "mediator"}),
        (Status.SUSPENDED, "suspended", {"court", "centre", "agency", "mediator"}),
        (Status.PERFORMING, "session", {"agency", "mediator"}),
        (Status.PERFORMING, "agreed", {"court", "centre", "agency", "mediator"}),
        (Status.PERFORMED, "performed", {"court", "agency"}),
        (Status.COMPLETED, "closed", {"court", "centre", "agency", "mediator"}),
        (Status.FAILED, "failed", {"court", "centre", "agency", "mediator"}),
        (Status.WITHDRAWN, "withdrawn", {"court", "centre", "agency", "mediator"}),
    ],
)
def test_those_are_told_whose_business_it_is(status, code, people):
    _, here = dispute_in(status)

    assert told(here, code) == people


def test_the_changes_on_the_way_are_told_too():
    dispute, here = dispute_in(Status.MEDIATING)
    session = schedule(dispute, here, on=ago(0), starts_at=at(ahead(4)))
    dispute.cancel_session(actor=here.centre_clerk, session=session, reason="改期")
    consent = upload()
    dispute.extend(actor=here.centre_clerk, on=ago(0), days=10, reason="评估", consent=consent)
    dispute.supplement(actor=here.agency_clerk, on=ago(0), text="补充")

    assert told(here, "session_off") == {"agency", "mediator"}
    assert told(here, "extended") == {"court", "centre", "agency", "mediator"}
    assert told(here, "supplemented") == {"centre", "mediator"}
    assert Message.objects.filter(subject__contains="延长10日").exists()


def test_what_happens_twice_in_a_day_is_told_twice():
    dispute, here = dispute_in(Status.PERFORMED)
    for _ in range(2):
        again = [{"item": dispute.items.get(), "due_on": ahead(5)}]
        dispute.send_back(actor=here.court_clerk, reason="余款", items=again)
        perform(dispute, here)

    sent_back = Message.objects.filter(notice="disputes.sent_back", channel=Message.INBOX)
    assert sent_back.filter(recipient=here.agency_clerk).count() == 2
    performed = Message.objects.filter(notice="disputes.performed", channel=Message.INBOX)
    assert performed.filter(recipient=here.court_clerk).count() == 3


def test_the_agency_hears_nothing_before_acceptance():
    dispute, here = dispute_in(Status.REFERRED)
    dispute.withdraw(actor=here.court_clerk, on=ago(19), reason="和解")

    assert not Message.objects.filter(recipient=here.agency_clerk).exists()


def test_nothing_that_leaves_the_house_names_a_party_or_the_title():
    dispute, _ = dispute_in(Status.COMPLETED)
    outside = Message.objects.exclude(channel=Message.INBOX)

    for message in outside:
        text = message.subject + message.body
        assert PERSON["name"] not in text
        assert dispute.title not in text
    assert outside.filter(subject__contains=dispute.number).exists()


def test_every_notice_of_disputes_leaves_out_the_title_outside():
    ours = [notice for notice in registry.notices if notice.code.startswith("disputes.")]

    assert len(ours) >= 17
    assert not [notice.code for notice in ours if "{title}" in notice.outside]
