"""The monthly notice: what it counts and names, who agrees to it, how it goes out."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from disputes.appearances.models import (
    Appearance,
    Event,
    Hearing,
    MonthlyNotice,
    NoticeStatus,
    SuedAgency,
)
from liaison.models import Message
from liaison.transitions import TransitionNotAllowed
from tests.factories import heads, monthly
from tests.factories.liaison import UnitFactory
from tests.factories.monthly import OCTOBER, drafted, notice_in, office, scene

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-10 10:00+08:00", tick=False):
        yield


@pytest.fixture
def stage():
    return scene()


def listed(notice):
    """{unit: (appeared, due, chiefs, spoke)} as the notice has it, in its order."""
    rows = notice.listed.select_related("unit")
    return {row.unit: (row.appeared, row.due, row.chiefs, row.spoke) for row in rows}


def blamed(notice):
    return [(row.unit, row.number, row.event) for row in notice.blamed()]


def told(code):
    return set(Message.objects.filter(notice=code).values_list("recipient__name", flat=True))


def names(*people):
    return {user.name for user in people}


def test_it_counts_the_hearings_of_its_month_by_unit(stage):
    notice = drafted(stage)

    assert notice.title == "2026年10月行政机关负责人出庭应诉情况通报"
    assert notice.figures == (3, 5, 2, 2)
    assert listed(notice) == {stage.co_agency: (1, 1, 1, 1), stage.agency: (2, 4, 1, 1)}
    assert str(notice.figures.rate) == "60.00%"
    assert (notice.policy, notice.threshold) == (None, 80)
    assert "目标不低于80%" in notice.policy_words


def test_it_criticises_who_was_absent_without_a_reason_and_praises_who_always_came(stage):
    notice = drafted(stage)

    assert blamed(notice) == [(stage.agency, "（2026）吉24行初502号", "")]
    assert [row.unit for row in notice.praised()] == [stage.co_agency]
    assert [row.unit for row in notice.below()] == [stage.agency]


def test_an_event_of_article_12_in_the_month_is_criticised_even_of_one_who_came(stage):
    row = SuedAgency.objects.get(matter__number="（2026）吉24行初501号", unit=stage.co_agency)
    hearing = Hearing.objects.create(
        matter=row.matter, order=1, starts_at="2026-10-09T09:00+08:00", place="第一法庭"
    )
    Appearance.objects.create(hearing=hearing, agency=row, refused=True, event=Event.REFUSED)
    notice = drafted(stage)

    assert (stage.co_agency, "（2026）吉24行初501号", Event.REFUSED) in blamed(notice)
    assert notice.praised() == []


def test_an_event_in_a_hearing_of_another_month_is_not(stage):
    row = SuedAgency.objects.get(matter__number="（2026）吉24行初501号", unit=stage.co_agency)
    hearing = Hearing.objects.create(
        matter=row.matter, order=2, starts_at="2026-11-01T00:10+08:00", place="第一法庭"
    )
    Appearance.objects.create(hearing=hearing, agency=row, event=Event.REFUSED)

    assert [unit for unit, *_ in blamed(drafted(stage))] == [stage.agency]


def test_who_left_early_is_criticised_for_that_and_not_as_absent(stage):
    left = heads.CHIEF | heads.LEFT
    heads.heard(stage, "（2026）吉24行初506号", date(2026, 10, 29), left)

    assert (stage.agency, "（2026）吉24行初506号", Event.LEFT) in blamed(drafted(stage))


def test_a_co_defendant_for_whom_another_head_came_is_not_criticised(stage):
    day = date(2026, 10, 29)
    heads.heard(stage, "（2026）吉24行初507号", day, heads.CAME, heads.NONE, together=True)
    notice = drafted(stage)

    assert {unit for unit, *_ in blamed(notice)} == {stage.agency}
    assert listed(notice)[stage.co_agency] == (1, 2, 1, 1)


def test_hearings_of_other_courts_do_not_count_unless_they_are_below_and_asked_for(stage):
    other = stage.people["other_court_clerk"].posts.get().unit
    heads.heard(stage, "（2026）吉06行初508号", date(2026, 10, 29), heads.CAME)
    other.parent = stage.court
    other.save()

    own = drafted(stage)
    assert own.figures.due == 5
    own.drop(actor=office(stage), reason="范围不对")
    assert drafted(stage, scope="with_lower").figures.due == 6


def test_it_counts_by_the_policy_in_force_in_the_month_and_holds_it_once_issued(stage):
    policy = heads.policy(stage, denominator="unexcused", threshold=66)
    policy.save()
    notice = notice_in(NoticeStatus.CONFIRMED, stage)
    policy.refresh_from_db()
    assert (notice.figures.due, notice.policy, notice.policy_name) == (4, policy, "试行口径")
    assert policy.used_until is None

    monthly.issue(notice, stage)
    policy.refresh_from_db()
    assert policy.used_until == date(2026, 10, 31)


def test_figures_stand_still_once_the_court_has_them(stage):
    notice = notice_in(NoticeStatus.COUNTERSIGNING, stage)
    SuedAgency.objects.update(appeared=True)
    monthly.confirm(notice, stage)
    monthly.issue(notice, stage)

    notice = MonthlyNotice.objects.get(pk=notice.pk)
    assert notice.figures == (3, 5, 2, 2)
    assert [unit for unit, *_ in blamed(notice)] == [stage.agency]


def test_a_draft_is_counted_anew_when_it_is_sent(stage):
    notice = drafted(stage)
    SuedAgency.objects.filter(matter__number="（2026）吉24行初502号").update(appeared=True)
    monthly.send(notice, stage)

    assert notice.figures == (4, 5, 2, 2)
    assert notice.criticised() == []


def test_a_month_that_is_not_over_is_refused(stage):
    with pytest.raises(ValidationError, match="尚未结束"):
        drafted(stage, month=date(2026, 11, 1))


def test_a_court_outside_the_committee_is_refused(stage):
    with pytest.raises(ValidationError, match="不是本委员会的法院"):
        drafted(stage, court=UnitFactory(court=True))


def test_a_month_without_hearings_is_not_sent(stage):
    notice = drafted(stage, month=date(2026, 8, 1))
    with pytest.raises(ValidationError, match="不必通报"):
        notice.send(actor=office(stage))


def test_a_second_notice_of_the_month_is_refused_until_the_first_is_given_up(stage):
    first = drafted(stage)
    with pytest.raises(ValidationError, match="该月已有通报"):
        drafted(stage)
    assert drafted(stage, month=date(2026, 9, 1)).status == NoticeStatus.DRAFT

    first.drop(actor=office(stage), reason="重拟")
    assert drafted(stage).month == OCTOBER


def test_a_court_above_does_not_count_again_what_the_court_below_has_in_a_notice(stage):
    other = stage.people["other_court_clerk"].posts.get().unit
    other.parent = stage.court
    other.save()
    drafted(stage, court=other)

    with pytest.raises(ValidationError, match="该月已有通报"):
        drafted(stage, scope="with_lower")
    assert drafted(stage).court == stage.court


def test_what_is_left_out_needs_a_reason_and_stays_out_when_counted_again(stage):
    notice = drafted(stage)
    rows = list(notice.criticisms.all())
    words = {"actor": office(stage), "opening": "现通报如下。", "closing": "请整改。"}
    with pytest.raises(ValidationError, match="理由"):
        notice.revise(**words, left_out=rows)

    notice.revise(**words, left_out=rows, reason="当日突发山火，公务在身")
    monthly.send(notice, stage)
    assert notice.criticised() == []
    assert notice.criticisms.get().left_out == "当日突发山火，公务在身"
    assert "不列入批评1项" in notice.audit.get(action="revise").note
    assert [row.unit for row in notice.praised()] == [stage.co_agency]


def test_the_court_hands_it_back_and_countersigns_what_comes_again(stage):
    notice = notice_in(NoticeStatus.COUNTERSIGNING, stage)
    assert notice.holder == stage.court
    assert told("appearances.notice_sent") == names(stage.clerk, stage.president)

    notice.send_back(actor=stage.clerk, reason="502号案已经补正")
    assert (notice.status, notice.holder) == (NoticeStatus.DRAFT, stage.committee.office)
    assert notice.return_reason == "502号案已经补正"

    monthly.send(notice, stage)
    monthly.confirm(notice, stage)
    assert (notice.status, notice.return_reason) == (NoticeStatus.CONFIRMED, "")
    assert notice.confirmed_on == date(2026, 11, 10)


def test_only_a_leader_of_the_court_countersigns_and_only_the_office_issues(stage):
    notice = notice_in(NoticeStatus.COUNTERSIGNING, stage)
    for user in (stage.clerk, office(stage), stage.people["other_court_clerk"]):
        with pytest.raises(PermissionDenied):
            notice.confirm(actor=user)
    with pytest.raises(TransitionNotAllowed):
        notice.issue(actor=office(stage))
    monthly.confirm(notice, stage)
    with pytest.raises(PermissionDenied):
        notice.issue(actor=stage.president)


def test_what_is_taken_back_has_to_be_countersigned_again(stage):
    notice = notice_in(NoticeStatus.CONFIRMED, stage)
    notice.take_back(actor=office(stage), reason="漏了一件")

    assert (notice.status, notice.confirmed_on) == (NoticeStatus.DRAFT, None)
    with pytest.raises(TransitionNotAllowed):
        notice.issue(actor=office(stage))


def test_issued_it_has_a_number_a_paper_and_everybody_concerned_is_told(stage):
    notice = notice_in(NoticeStatus.ISSUED, stage)

    short = stage.committee.office.short_name
    assert notice.number == f"{short}出庭通报〔2026〕1号"
    assert [paper.code for paper in notice.papers.all()] == ["appearance-notice"]
    everybody = [user for name, user in stage.people.items() if name not in NOT_TOLD]
    assert told("appearances.notice_issued") == names(*everybody)


NOT_TOLD = {"other_court_clerk", "stranger", "office", "office_leader"}


def test_with_nobody_to_criticise_it_is_done_with_at_once(stage):
    SuedAgency.objects.update(appeared=True)
    notice = notice_in(NoticeStatus.ISSUED, stage)

    assert (notice.status, notice.closed_on) == (NoticeStatus.CLOSED, date(2026, 11, 10))
    assert notice.holder is None
    assert not notice.rectifications.exists()


def test_who_only_looks_on_cannot_draw_one_up(stage):
    given = {"committee": stage.committee, "court": stage.court, "month": OCTOBER}
    for name in ("court_clerk", "justice", "agency_clerk"):
        with pytest.raises(PermissionDenied):
            MonthlyNotice.draft(actor=stage.people[name], initiator=stage.committee.office, **given)
