"""Where two click at once: one answer is given, one judgment stands, one request is asked."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from disputes.appearances import deadlines as periods
from disputes.appearances.models import Answer, Lawsuit, Status
from liaison.models import User
from liaison.transitions import TransitionNotAllowed
from tests.factories.appearances import DAYS, draft_answer, performing, scene, served
from tests.factories.suggestions import upload

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def at_once(lawsuit, *clicks):
    """Let each (user, step, values) click at the same moment; who got through, as booleans."""
    start = Barrier(len(clicks))

    def click(given):
        user, step, values = given
        try:
            start.wait(10)
            own, actor = Lawsuit.objects.get(pk=lawsuit.pk), User.objects.get(pk=user.pk)
            getattr(own, step)(actor=actor, **values)
        except (TransitionNotAllowed, ValidationError, PermissionDenied):
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clicks)) as pool:
        return sorted(pool.map(click, clicks))


def test_an_answer_is_given_once_whether_by_the_agency_or_for_it():
    stage = scene()
    lawsuit = served(stage)
    draft_answer(lawsuit, stage)
    on = DAYS["answer"]
    taken = at_once(
        lawsuit,
        (stage.agency_clerk, "submit_answer", {"on": on}),
        (stage.people["agency_leader"], "submit_answer", {"on": on}),
        (stage.clerk, "record_answer", {"on": on, "scan": upload("纸质.pdf")}),
    )

    assert taken == [False, False, True]
    assert Answer.objects.given().count() == 1
    assert lawsuit.deadlines.filter(rule__code=periods.FORWARD).count() == 1


def test_two_first_drafts_are_one():
    stage = scene()
    lawsuit = served(stage)
    words = [{"body": f"第{number}稿"} for number in (1, 2)]
    people = (stage.agency_clerk, stage.people["agency_leader"])
    pairs = zip(people, words, strict=True)
    taken = at_once(lawsuit, *((user, "draft_answer", each) for user, each in pairs))

    assert taken == [True, True]
    assert Answer.objects.get().body in ("第1稿", "第2稿")


def test_a_case_is_judged_once():
    stage = scene()
    lawsuit = served(stage)
    values = {"on": date(2026, 5, 20), "judgment": "驳回。"}
    taken = at_once(
        lawsuit,
        (stage.clerk, "judge", values | {"result": "rejected"}),
        (stage.president, "judge", values | {"result": "withdrawn"}),
    )

    assert taken == [False, True]
    lawsuit.refresh_from_db()
    assert lawsuit.status in (Status.JUDGED, Status.CLOSED)
    assert lawsuit.audit.filter(action="judge").count() == 1


def test_performance_is_confirmed_once():
    stage = scene()
    lawsuit = performing(stage)
    values = {"done": True, "on": date(2026, 8, 1)}
    taken = at_once(
        lawsuit,
        (stage.clerk, "confirm_performance", values),
        (stage.president, "confirm_performance", values),
    )

    assert taken == [False, True]
    assert lawsuit.deadlines.get(rule__code=periods.PERFORMANCE).status == "met"
