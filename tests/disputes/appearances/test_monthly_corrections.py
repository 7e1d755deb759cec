"""A notice that was wrong is corrected by another, which takes its place (更正)."""

from datetime import date

import pytest
import time_machine
from django.utils import timezone

from disputes.appearances.models import MonthlyNotice, NoticeStatus, RectificationStatus, SuedAgency
from liaison import agenda, registry
from liaison.transitions import TransitionNotAllowed
from tests.factories import heads, monthly
from tests.factories.monthly import notice_in, office, scene

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-10 10:00+08:00", tick=False):
        yield


@pytest.fixture
def stage():
    return scene()


@pytest.fixture
def notice(stage):
    return notice_in(NoticeStatus.ISSUED, stage)


def corrected(notice, stage):
    """The correction of a notice, drawn up, countersigned and issued."""
    notice.correct(actor=office(stage), reason="502号案负责人已出庭")
    new = notice.corrections.get()
    for take in (monthly.send, monthly.confirm, monthly.issue):
        take(new, stage)
    notice.refresh_from_db()
    return new


def came(number):
    SuedAgency.objects.filter(matter__number=number).update(**heads.CAME)


def test_a_correction_takes_the_place_of_the_notice_and_lifts_the_criticism(stage, notice):
    came("（2026）吉24行初502号")
    new = corrected(notice, stage)

    assert (notice.status, notice.holder) == (NoticeStatus.SUPERSEDED, None)
    assert (new.status, new.figures.appeared) == (NoticeStatus.CLOSED, 4)
    assert new.number != notice.number
    row = notice.rectifications.get()
    assert (row.status, row.holder, row.due_on) == (RectificationStatus.WITHDRAWN, None, None)
    assert row.deadlines.get().status == "waived"
    assert notice.audit.filter(action="superseded", note__contains=new.number).exists()


def test_who_is_still_criticised_goes_on_by_the_same_day(stage, notice):
    row = notice.rectifications.get()
    came("（2026）吉24行初504号")
    new = corrected(notice, stage)

    assert list(new.rectifications.all()) == [row]
    row.refresh_from_db()
    assert (row.status, row.deadlines.count()) == (RectificationStatus.OPEN, 1)
    assert not notice.rectifications.exists()
    assert new.status == NoticeStatus.ISSUED


def test_who_is_criticised_anew_owes_a_plan_from_now_on(stage, notice):
    SuedAgency.objects.filter(unit=stage.co_agency).update(appeared=False)
    new = corrected(notice, stage)

    owing = new.rectifications.order_by("ordinal")
    assert [row.unit for row in owing] == [stage.agency, stage.co_agency]


def test_until_it_is_issued_the_former_notice_holds(stage, notice):
    notice.correct(actor=office(stage), reason="有误")
    new = notice.corrections.get()

    assert notice.status == NoticeStatus.ISSUED
    assert new.title.endswith("（更正）")
    with pytest.raises(TransitionNotAllowed):
        notice.correct(actor=office(stage), reason="再来一次")
    new.drop(actor=office(stage), reason="核实无误")
    notice.correct(actor=office(stage), reason="确有错误")
    assert notice.corrections.exclude(status="withdrawn").count() == 1


def test_what_was_corrected_can_be_corrected_again_by_its_correction_only(stage, notice):
    new = corrected(notice, stage)

    with pytest.raises(TransitionNotAllowed):
        notice.correct(actor=office(stage), reason="有误")
    newest = corrected(new, stage)
    assert MonthlyNotice.objects.exclude(status="superseded").get() == newest


def test_what_was_left_out_of_the_criticism_stays_out_of_the_correction(stage):
    notice = notice_in(NoticeStatus.DRAFT, stage)
    rows = list(notice.criticisms.all())
    words = {"opening": "现通报如下。", "closing": "请整改。"}
    notice.revise(actor=office(stage), **words, left_out=rows, reason="当日抢险")
    for take in (monthly.send, monthly.confirm, monthly.issue):
        take(notice, stage)
    new = corrected(notice, stage)

    assert new.criticised() == []
    assert new.criticisms.get().left_out == "当日抢险"


def test_an_interview_about_a_criticism_that_was_withdrawn_is_called_off(stage, notice):
    row = notice.rectifications.get()
    with time_machine.travel("2026-11-19 10:00+08:00", tick=False):
        monthly.call(row, stage)
        came("（2026）吉24行初502号")
        corrected(notice, stage)

        row.refresh_from_db()
        assert (row.status, row.interviews.get().state) == ("withdrawn", "cancelled")
        clerk = stage.agency_clerk
        assert agenda.coming(clerk, timezone.now()) == []
        assert registry.papers["interview-notice"].withdrawal(row) == "约谈已取消，通知作废"


def test_with_one_criticism_less_the_third_needs_no_interview(stage, notice):
    rows = [notice.rectifications.get()]
    for number, month in enumerate((7, 8)):
        day = date(2026, month, 12)
        heads.heard(stage, f"（2026）吉24行初{600 + number}号", day, heads.NONE)
        rows.append(monthly.rectification(stage, month=day))
    last = rows[-1]
    monthly.hand_in(last, stage)
    monthly.accept(last, stage)
    monthly.call(last, stage)
    assert last.status == RectificationStatus.ACCEPTED

    came("（2026）吉24行初502号")
    corrected(notice, stage)
    last.refresh_from_db()
    assert (last.status, last.holder) == (RectificationStatus.CLOSED, None)
    assert last.interviews.get().state == "cancelled"
    assert last.audit.filter(action="spared", after="closed").exists()
    assert last.notice.audit.filter(action="closed").exists()
