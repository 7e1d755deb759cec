"""Whole committees of examples, built once for a module of tests: of every kind of matter, in
every shape that the contract of all kinds asks for."""

from contextlib import contextmanager
from dataclasses import dataclass
from unittest import mock

from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone
from guardian.utils import get_group_obj_perms_model

from disputes.appearances.models import Lawsuit, MonthlyNotice, Observation, Rectification
from disputes.models import Dispute
from liaison import access, documents
from liaison.models import Post, Role, matter_models
from meetings.models import JointMeeting, ResolvedItem, Topic
from suggestions.models import JudicialSuggestion
from tests.database import walks
from tests.factories import appearances, disputes, meetings, monthly, observation, suggestions
from tests.factories.liaison import PostFactory, UnitFactory, UserFactory, person

ROLES = tuple(role for role in Role if role not in {Role.SECURITY_ADMIN, Role.AUDITOR})
"""The roles that take steps of business."""


def papers_in_words():
    """Keep a paper's HTML in the place of its drawing, which takes a second."""
    return mock.patch.object(
        documents, "draw", lambda html, layout, **how: documents.Drawn(html.encode(), 1, [])
    )


@contextmanager
def built_once(blocker, media, build):
    """What ``build`` puts up lasts until the block is left; tests in between undo their own.

    Its rows are held against their keys here: else each test's end would do so once more.
    """
    walks.BEGINNING.open = False
    quick = papers_in_words(), override_settings(MEDIA_ROOT=media)
    with blocker.unblock(), transaction.atomic():
        with quick[0], quick[1]:
            built = build()
            connection.check_constraints()
            yield built
        transaction.set_rollback(True)


def with_every_role(unit, **more):
    """Somebody who holds every role of business in ``unit``."""
    user = UserFactory(**more)
    for role in ROLES:
        PostFactory(user=user, unit=unit, role=role)
    return user


def looker_on(unit):
    """Somebody of ``unit`` whose role takes no step."""
    return person(unit, Role.AUDITOR)


def entitled(matter):
    """Somebody who holds every role in a unit that has every part in ``matter``."""
    unit = UnitFactory()
    rows = get_group_obj_perms_model(type(matter)).objects
    for ident in access.permission_ids(type(matter)).values():
        rows.create(content_object=matter, group=unit.group, permission_id=ident)
    return with_every_role(unit)


def many_disputes(count):
    here = disputes.scene()
    return [disputes.refer(here) for _ in range(count)]


def many_lawsuits(count):
    stage = appearances.scene()
    return [appearances.filed(stage, ordinal) for ordinal in range(1, count + 1)]


def many_observations(count):
    stage = appearances.scene()
    return [observation.planned(stage, title=f"第{one}次旁听庭审") for one in range(1, count + 1)]


def many_suggestions(count):
    stage = suggestions.scene()
    return [suggestions.drafted(stage) for _ in range(count)]


def many_meetings(count):
    board = meetings.board()
    data = [meetings.plan_data(board, ordinal=count) for count in range(1, count + 1)]
    return [JointMeeting.plan(actor=board.clerk, initiator=board.office, **each) for each in data]


def many_topics(count):
    board = meetings.board()
    return [meetings.propose(board, title=f"第{number}件事") for number in range(1, count + 1)]


def many_items(count):
    board = meetings.board()
    rows = [meetings.decision(board, title=f"第{count}项") for count in range(1, count + 1)]
    meeting = meetings.meeting_in(JointMeeting.Status.ISSUED, board, rows)
    return list(meeting.items.all())


@dataclass(frozen=True)
class Kind:
    """How a kind of matter is exemplified: rows of one unit, and one with a long history."""

    rows: object
    rich: object


EXAMPLES = {
    Dispute: Kind(many_disputes, lambda: disputes.dispute_in("performed")[0]),
    Lawsuit: Kind(many_lawsuits, lambda: appearances.heard(appearances.scene(), appearances.STAFF)),
    MonthlyNotice: Kind(monthly.many_notices, lambda: monthly.notice_in("issued")),
    Rectification: Kind(monthly.many_rectifications, monthly.returned_rectification),
    Observation: Kind(many_observations, lambda: observation.invited(appearances.scene())),
    JudicialSuggestion: Kind(many_suggestions, lambda: suggestions.suggestion_in("replied")),
    JointMeeting: Kind(many_meetings, lambda: meetings.meeting_in(JointMeeting.Status.ISSUED)),
    Topic: Kind(many_topics, lambda: meetings.topic_in(Topic.Status.SCHEDULED)),
    ResolvedItem: Kind(many_items, lambda: meetings.item_in("reported")),
}
KINDS = matter_models()


def end_all_posts(user):
    """Take every post from ``user`` as of yesterday."""
    yesterday = timezone.localdate() - timezone.timedelta(days=1)
    Post.objects.filter(user=user).update(ends_on=yesterday)
