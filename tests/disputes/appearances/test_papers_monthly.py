"""The papers of a month: notice, call to an interview, its record, sheet of rectification."""

import html
import re

import pytest
import time_machine
from django.utils import timezone

from disputes.appearances.documents.monthly import AppearanceNotice
from disputes.appearances.models import Appearance, Event, Hearing, NoticeStatus, SuedAgency
from liaison import documents, registry
from liaison.documents import frozen
from tests.factories import heads, monthly
from tests.factories.liaison import UnitFactory
from tests.factories.monthly import (
    CALL,
    OCTOBER,
    call,
    drafted,
    hand_in,
    notice_in,
    office,
    rectification,
    scene,
    talk,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with time_machine.travel("2026-11-10 10:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def stage(clock):
    return scene()


def words(paper):
    """The text of an issued paper, without the breaks of its lines."""
    return plain(frozen(paper).decode())


def plain(text):
    return html.unescape(re.sub(r"<[^>]*>|\s", "", text))


def preview(code, matter):
    return plain(registry.papers[code].render(matter).decode())


def test_the_notice_has_the_figures_with_what_they_are_made_of(stage):
    text = words(notice_in(NoticeStatus.ISSUED, stage).papers.get())

    assert "应当由行政机关负责人出庭的5件，负责人出庭3件，出庭应诉率60.00%（3÷5）" in text
    assert "正职负责人2件，占66.67%（2÷3）" in text
    assert f"{stage.agency.name}4250.00%1/21/2" in text
    assert f"{stage.co_agency.name}11100.00%1/11/1" in text
    assert "合计5360.00%2/32/3" in text
    assert "<svg" in frozen(stage_paper(stage)).decode()


def stage_paper(stage):
    return monthly.MonthlyNotice.objects.get(court=stage.court).papers.get()


def test_the_notice_praises_criticises_and_warns(stage):
    notice = notice_in(NoticeStatus.ISSUED, stage)
    text = words(notice.papers.get())

    assert f"二、通报表扬{stage.co_agency.name}负责人出庭应诉率为100%，予以通报表扬。" in text
    facts = "2026年10月15日开庭审理的（2026）吉24行初502号案，负责人未出庭。"
    assert f"三、通报批评（一）{stage.agency.name}。{facts}" in text
    assert f"四、预警提示下列单位出庭应诉率低于80%的目标，予以预警：{stage.agency.name}" in text
    assert "五、工作要求被通报批评的单位应当" in text
    assert notice.number in text
    assert stage.committee.office.name in text
    assert stage.court.name in text


def test_an_event_is_told_in_the_words_of_article_12_and_no_suggestion_is_mentioned(stage):
    row = SuedAgency.objects.get(matter__number="（2026）吉24行初502号")
    hearing = Hearing.objects.create(
        matter=row.matter, order=1, starts_at="2026-10-15T09:00+08:00", place="第一法庭"
    )
    Appearance.objects.create(hearing=hearing, agency=row, event=Event.NOBODY)
    text = words(notice_in(NoticeStatus.ISSUED, stage).papers.get())

    assert "行初502号案，负责人和行政机关相应的工作人员均不出庭应诉" in text
    assert "建议" not in text


def test_without_base_a_rate_is_a_dash(stage):
    SuedAgency.objects.update(appeared=False, head_rank="", spoke=False)
    text = preview(AppearanceNotice.code, drafted(stage))

    assert f"{stage.agency.name}400.00%——" in text
    assert "占—" in text


def test_where_all_came_nobody_is_criticised_or_warned(stage):
    SuedAgency.objects.update(**heads.CHIEF)
    text = words(notice_in(NoticeStatus.ISSUED, stage).papers.get())

    assert "通报批评" not in text
    assert "预警提示" not in text
    assert "三、工作要求" in text


def test_a_draft_has_no_number_yet(stage):
    text = preview(AppearanceNotice.code, drafted(stage))
    assert "〔〕号" in text
    assert "预览未印发" in text


def test_who_is_many_is_addressed_as_one(stage):
    units = UnitFactory.create_batch(4, parent=stage.agency.parent)
    for place, unit in enumerate(units):
        day = OCTOBER.replace(day=20)
        heads.heard(stage, f"（2026）吉24行初{800 + place}号", day, heads.CAME, units=[unit])
    assert "各有关单位：" in preview(AppearanceNotice.code, drafted(stage))


def test_a_correction_says_what_it_corrects_and_the_former_paper_no_longer_holds(stage):
    notice = notice_in(NoticeStatus.ISSUED, stage)
    notice.correct(actor=office(stage), reason="502号案负责人已出庭。")
    new = notice.corrections.get()
    for take in (monthly.send, monthly.confirm, monthly.issue):
        take(new, stage)
    notice.refresh_from_db()

    text = words(new.papers.get())
    assert f"经核实，{notice.number}通报有误（502号案负责人已出庭），现予更正" in text
    paper = registry.papers[AppearanceNotice.code]
    assert paper.withdrawal(notice) == f"已由{new.number}更正，以更正后的通报为准"
    assert paper.withdrawal(new) == ""


def test_the_call_to_an_interview_says_why_when_where_and_by_whom(stage, clock):
    row = rectification(stage)
    clock.move_to("2026-11-19 10:00+08:00")
    call(row, stage)
    text = words(row.papers.get())

    assert f"关于约谈{stage.agency.short_name}负责人的通知" in text
    assert f"因{row.notice.number}通报批评贵单位，且贵单位未按期报送整改方案" in text
    assert "一、约谈时间：2026年11月21日（星期六）上午10时。" in text
    assert f"二、约谈地点：{CALL['place']}。三、约谈人：{CALL['by']}。" in text
    assert f"抄送：{stage.court.name}，{stage.justice.name}。" in text

    later = timezone.now() + timezone.timedelta(days=5)
    row.move_interview(actor=office(stage), starts_at=later, place="三楼", reason="出差")
    newest = row.papers.get(version=2)
    assert "负责人改期的通知" in words(newest)
    assert "原通知的约谈安排有更改" in words(newest)


def test_the_record_names_both_and_is_signed_by_both(stage, clock):
    row = rectification(stage)
    clock.move_to("2026-11-19 10:00+08:00")
    call(row, stage)
    clock.move_to("2026-11-21 11:00+08:00")
    talk(row, stage)
    text = words(row.papers.get(code="interview-record"))

    assert f"被约谈人{stage.agency.name}局长孙立业" in text
    assert "整改承诺今后凡开庭的，由班子成员出庭。" in text
    for who in ("约谈人", "被约谈人", "记录人"):
        assert f"{who}（签名）：" in text


def test_the_sheet_of_rectification_tells_all_that_came_of_it(stage):
    row = rectification(stage)
    assert "整改方案尚未报送" in preview("rectification-report", row)
    hand_in(row, stage)
    row.send_back(actor=office(stage), reason="没有责任人职务")
    hand_in(row, stage, measures="班子会通报。")
    row.accept(actor=office(stage), comment="措施可行")
    text = words(row.papers.get())

    assert "批评事实2026年10月15日，（2026）吉24行初502号：负责人未出庭" in text
    assert "报送期限2026年11月17日前" in text
    assert "退回：没有责任人职务" in text
    assert "（第2次报送）" in text
    assert "班子会通报。" in text
    assert "通过：措施可行" in text
    assert "办理结果已办结" in text


@pytest.mark.usefixtures("drawn_papers")
def test_the_papers_can_be_drawn_and_hold_few_pages(stage, clock):
    notice = notice_in(NoticeStatus.ISSUED, stage)
    row = notice.rectifications.get()
    clock.move_to("2026-11-19 10:00+08:00")
    call(row, stage)
    pages = {paper.code: paper.pages for paper in [*notice.papers.all(), *row.papers.all()]}
    assert pages["interview-notice"] <= 2
    assert pages["appearance-notice"] <= 4
    drawn = documents.draw("<p>〇</p>", "monthly")
    assert drawn.pages == 1
