"""Monthly notices, rectification and interviews, walked through their real steps.

The month is October 2026; what became of the duty to appear is written by hand (``heads``).
"""

from datetime import date, timedelta
from functools import partial

from django.utils import timezone

from disputes.appearances.models import MonthlyNotice, NoticeStatus, Rectification
from tests.database.walks import step, walked
from tests.factories import appearances, heads
from tests.factories.heads import CAME, CHIEF, EXCUSED, NONE
from tests.factories.liaison import UnitFactory

OCTOBER = date(2026, 10, 1)
HEARINGS = (
    # ordinal, day, facts of the first agency, of the second
    (501, date(2026, 10, 9), CHIEF, CHIEF),
    (502, date(2026, 10, 15), NONE, None),
    (503, date(2026, 10, 20), CAME, None),
    (504, date(2026, 10, 28), EXCUSED, None),
    (505, date(2026, 9, 30), NONE, NONE),
)
"""In October the first agency: four due, two came, one without a reason; the second: one of one."""
PLAN = {
    "causes": "对出庭应诉工作重视不够，开庭当日安排了其他会议。",
    "measures": "一、主要负责人签批出庭安排。\n二、开庭前三日由法制机构提示。",
    "answerable": "赵启明，副局长",
}
CALL = {
    "place": "委员会办公室二楼会议室",
    "by": "郑海平，办公室主任",
}
RECORD = {
    "head_name": "孙立业",
    "head_post": "局长",
    "record": "郑海平通报了未出庭的情况，孙立业说明了原因。",
    "promised": "今后凡开庭的，由班子成员出庭。",
}


def office(stage):
    return stage.people["office"]


def hear(stage, hearings=HEARINGS):
    """Hearings of the court, with what became of the duty to appear."""
    return [
        heads.heard(stage, f"（2026）吉24行初{ordinal}号", on, first, second)
        for ordinal, on, first, second in hearings
    ]


def scene():
    """The stage of lawsuits, a month of which has been heard."""
    return walked("monthly.scene", _scene)


def _scene():
    stage = appearances.scene()
    hear(stage)
    return stage


def drafted(stage, **values):
    """拟稿: the notice of October, with the court."""
    return walked("monthly.drafted", partial(_drafted, stage, values), stage=stage, values=values)


def _drafted(stage, values):
    given = {"committee": stage.committee, "court": stage.court, "month": OCTOBER}
    return MonthlyNotice.draft(
        actor=office(stage), initiator=stage.committee.office, **(given | values)
    )


@step
def send(notice, stage):
    notice.send(actor=office(stage))


@step
def confirm(notice, stage):
    notice.confirm(actor=stage.president)


@step
def issue(notice, stage):
    notice.issue(actor=office(stage))


STRAIGHT = {
    NoticeStatus.DRAFT: None,
    NoticeStatus.COUNTERSIGNING: send,
    NoticeStatus.CONFIRMED: confirm,
    NoticeStatus.ISSUED: issue,
}


def notice_in(status, stage=None, **values):
    """A notice walked to ``status``."""
    stage = stage or scene()
    notice = drafted(stage, **values)
    for reached, take in STRAIGHT.items():
        if take:
            take(notice, stage)
        if reached == status:
            return notice
    raise ValueError(status)


def rectification(stage=None, **values):
    """The rectification of the first agency, after the notice of October was issued."""
    return notice_in(NoticeStatus.ISSUED, stage, **values).rectifications.get(unit=stage.agency)


@step
def hand_in(row, stage, **values):
    given = {"done_by": timezone.localdate() + timedelta(days=60)} | PLAN
    row.hand_in(actor=stage.agency_clerk, **(given | values))


@step
def accept(row, stage):
    row.accept(actor=office(stage))


@step
def call(row, stage, **values):
    given = {"starts_at": timezone.now() + timedelta(days=2)} | CALL
    row.call_interview(actor=office(stage), **(given | values))


@step
def talk(row, stage, **values):
    given = {"starts_at": timezone.now(), "by": CALL["by"]} | RECORD
    row.record_interview(actor=office(stage), **(given | values))


def many_notices(count):
    """Drafts of as many months, ten at most."""
    stage = scene()
    return [drafted(stage, month=date(2026, 10 - back, 1)) for back in range(count)]


def many_rectifications(count):
    """What as many units owe after one notice."""
    stage = scene()
    notice = notice_in(NoticeStatus.ISSUED, stage)
    units = UnitFactory.create_batch(count - 1)
    more = [Rectification.begin(notice, unit, actor=office(stage)) for unit in units]
    return [notice.rectifications.get(unit=stage.agency), *more]


def returned_rectification():
    """A plan that came back once and was handed in again."""
    stage = scene()
    row = rectification(stage)
    hand_in(row, stage)
    row.send_back(actor=office(stage), reason="没有写明责任人的职务")
    hand_in(row, stage, answerable="赵启明，分管副局长")
    return row
