"""The papers of hearings: what they say, by the law's words; when they are due."""

from datetime import date

import pytest
import time_machine

from disputes.appearances.documents.hearings import AppearanceNotice
from disputes.appearances.models.convening import latest_notice
from liaison import registry
from liaison.documents import frozen
from liaison.models import CalendarYear
from tests.factories import appearances
from tests.factories.appearances import (
    STAFF,
    after,
    calls,
    fix_hearing,
    heard,
    hour,
    name_head,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return appearances.scene()


def words_of(paper, lawsuit):
    return "\n".join(
        getattr(block, "text", "") or getattr(block, "issuer", "")
        for block in paper.blocks(lawsuit)
    )


def notice(lawsuit):
    return AppearanceNotice().of(lawsuit.appearances()[-1])


@time_machine.travel("2026-03-20 10:00+08:00", tick=False)
def test_the_notice_says_duty_who_counts_papers_and_consequences(stage):
    lawsuit = appearances.served(stage)
    fix_hearing(lawsuit, stage, hour(date(2026, 4, 8), 9, 30), calls=calls(lawsuit, "mass"))
    text = words_of(notice(lawsuit), lawsuit)

    assert f"（2026）吉24行初15号诉{stage.agency.name}不动产登记一案" in text
    assert "2026年4月8日9时30分在第三审判庭公开开庭" in text
    assert "“可能引发群体性事件”" in text
    assert "第四条第一款，现通知你单位负责人出庭应诉" in text
    for words in (
        "被诉行政机关负责人应当出庭应诉",
        "应当委托行政机关相应的工作人员出庭",
        "不得仅委托律师",
        "一至二名诉讼代理人",
        "正职、副职负责人",
        "参与分管被诉行政行为实施工作的副职级别的负责人",
        "委托的组织或者下级行政机关的负责人，不能作为负责人",
        "2个工作日内",
        "载明姓名、职务等基本信息，并加盖你单位印章",
        "视为负责人未出庭",
        "不可抗力、意外事件、需要履行他人不能代替的公务",
        "加盖你单位印章或者由主要负责人签字认可",
        "应当就实质性解决行政争议发表意见",
        "未经法庭许可中途退庭",
        "向监察机关和你单位的上一级行政机关提出司法建议",
    ):
        assert words in text, words
    assert "冯" not in text


@pytest.mark.parametrize(
    ("ground", "words"), [("safety", "第四条第一款"), ("rules", "第四条第二款")]
)
def test_the_notice_names_the_paragraph_of_its_ground(stage, ground, words):
    lawsuit = appearances.served(stage)
    fix_hearing(lawsuit, stage, calls=calls(lawsuit, ground), is_public=False)
    text = words_of(notice(lawsuit), lawsuit)

    assert words in text
    assert "不公开开庭" in text


def test_the_notice_is_frozen_when_it_is_issued_with_a_docx_beside_it(stage, drawn_papers):
    lawsuit = appearances.served(stage)
    fix_hearing(lawsuit, stage)

    paper = lawsuit.papers.get(code="head-appearance-notice")
    assert frozen(paper).startswith(b"%PDF-")
    with paper.docx.open("rb") as docx:
        assert docx.read(2) == b"PK"
    assert paper.pages <= 2


def test_the_agency_prints_the_paper_that_proves_who_comes(stage):
    lawsuit = appearances.served(stage)
    fix_hearing(lawsuit, stage)
    paper = registry.papers["head-identity"]
    assert not list(paper.drafts(lawsuit))
    name_head(lawsuit, stage)

    (draft,) = paper.drafts(lawsuit)
    text = words_of(draft, lawsuit)
    assert "朴正浩同志现任我单位副局长" in text
    assert "（副职负责人）" in text
    assert stage.agency.name in text
    assert draft.is_form
    assert lawsuit.may_preview(stage.agency_clerk, draft)
    assert lawsuit.may_preview(stage.clerk, draft)
    assert not lawsuit.may_preview(stage.justice_clerk, draft)


@time_machine.travel("2026-03-20 10:00+08:00", tick=False)
def test_the_letter_that_urges_says_by_when_and_asks_nothing_of_the_case(stage):
    lawsuit = appearances.served(stage)
    fix_hearing(lawsuit, stage, after(20))
    with time_machine.travel("2026-03-25 10:00+08:00", tick=False):
        lawsuit.urge_head(actor=stage.justice_clerk, requirement="请主要负责人出庭。")
        urging = lawsuit.appearances()[0].urgings.get()
        paper = registry.papers["head-urging"].of(urging)
        text = words_of(paper, lawsuit)

    assert "期限为2026年3月24日，已经逾期" in text
    assert "请主要负责人出庭。" in text
    assert paper.own_number(lawsuit) == urging.number


def test_after_an_absence_the_letter_says_what_was_recorded(stage):
    lawsuit = heard(stage, STAFF)
    lawsuit.urge_head(actor=stage.justice_clerk)
    paper = registry.papers["head-urging"].of(lawsuit.appearances()[0].urgings.get())

    assert "贵单位负责人未出庭，且未说明理由或者理由不成立" in words_of(paper, lawsuit)


@pytest.mark.parametrize(
    ("notified_on", "due_on"),
    [
        # 收到出庭通知书的当日不计入；两个工作日
        (date(2026, 3, 16), date(2026, 3, 18)),
        (date(2026, 3, 19), date(2026, 3, 23)),
        (date(2026, 3, 20), date(2026, 3, 24)),
        # 清明节4月4日至6日放假
        (date(2026, 4, 2), date(2026, 4, 7)),
        (date(2026, 4, 3), date(2026, 4, 8)),
        # 劳动节5月1日至5日放假，5月9日（周六）上班
        (date(2026, 4, 30), date(2026, 5, 7)),
        (date(2026, 5, 8), date(2026, 5, 11)),
        # 国庆节10月1日至7日放假，9月20日（周日）、10月10日（周六）上班
        (date(2026, 9, 18), date(2026, 9, 21)),
        (date(2026, 9, 30), date(2026, 10, 9)),
    ],
)
def test_a_head_is_named_within_two_working_days_of_the_notice(stage, notified_on, due_on):
    with time_machine.travel(hour(notified_on, 10), tick=False):
        lawsuit = appearances.served(stage)
        fix_hearing(lawsuit, stage, after(30))
        clock = lawsuit.deadlines.get(rule__code="appearances.nominate")

        assert (clock.due_on, clock.provisional) == (due_on, False)


def test_in_a_year_whose_holidays_are_not_published_the_date_is_provisional(stage):
    assert not CalendarYear.objects.filter(year=2027).exists()
    with time_machine.travel("2027-01-14 10:00+08:00", tick=False):
        lawsuit = appearances.served(stage)
        fix_hearing(lawsuit, stage, after(30))
        clock = lawsuit.deadlines.get(rule__code="appearances.nominate")

        assert (clock.due_on, clock.provisional) == (date(2027, 1, 18), True)
        assert latest_notice(date(2027, 2, 10)) == date(2027, 2, 7)


@pytest.mark.parametrize(
    ("hearing_on", "latest"),
    [
        (date(2026, 3, 19), date(2026, 3, 16)),
        # 倒推的期间不因放假移动
        (date(2026, 4, 8), date(2026, 4, 5)),
        (date(2026, 10, 9), date(2026, 10, 6)),
        (date(2026, 3, 2), date(2026, 2, 27)),
    ],
)
def test_the_notice_is_counted_back_from_the_hearing_by_calendar_days(hearing_on, latest):
    assert latest_notice(hearing_on) == latest
