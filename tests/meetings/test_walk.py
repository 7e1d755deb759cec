"""The straight path of a joint meeting, from its plan to its last resolved item."""

import pytest

from tests.factories.meetings import Status, board, meeting_in

pytestmark = pytest.mark.django_db


def test_a_meeting_goes_from_plan_to_close():
    on = board()

    meeting = meeting_in(Status.CLOSED, on)

    item = meeting.items.get()
    assert meeting.status == Status.CLOSED
    assert item.status == item.Status.CLOSED
    assert meeting.number == f"{on.series.number_prefix}〔{meeting.notified_on.year}〕1号"
    assert item.number == f"{meeting.minutes.number}（一）"
    assert [paper.code for paper in meeting.papers.order_by("id")] == [
        "joint-meeting-notice",
        "joint-meeting-minutes",
    ]
