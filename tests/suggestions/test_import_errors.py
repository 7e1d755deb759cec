"""Earlier suggestions: what is said of rows that are wrong."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from liaison.imports import FORMULA
from liaison.models import Membership, Unit
from suggestions.takeover.letters import Composer, grouped
from tests.factories.liaison import UnitFactory
from tests.factories.suggestions import scene
from tests.factories.takeover import SECOND, UNANSWERED, row_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return scene()


def faults_of(here, *rows):
    """What is said of these rows: {(row, column): advice}."""
    composer = Composer(here.court, here.committee)
    found = {}
    for lines in grouped(enumerate(rows, start=2)):
        _, faults = composer.compose(lines)
        found |= {(row, column): advice for row, column, advice in faults}
    return found


WRONG = {
    "no subject": ({"事由": None}, "事由", "必填"),
    "no day of signing": ({"签发日期": None}, "签发日期", "必填"),
    "no unit": ({"被建议单位": None}, "被建议单位", "必填"),
    "no problem": ({"问题": None, "建议": None}, "问题", "必填"),
    "no suggestion": ({"建议": None}, "建议", "一一对应"),
    "a suggestion alone": ({"问题": None}, "问题", "一一对应"),
    "an unknown unit": ({"被建议单位": "某某局"}, "被建议单位", "没有名为“某某局”的单位"),
    "an unknown coordinator": ({"督促单位": "某某局"}, "督促单位", "没有名为"),
    "an unknown kind": ({"种类": "别的"}, "种类", "不是可用的词，请改为：综合治理类"),
    "an unknown answer": ({"采纳情况": "同意"}, "采纳情况", "不是可用的词"),
    "no day": ({"送达日期": "去年"}, "送达日期", "不是日期"),
    "too early": ({"签发日期": "1989-01-01"}, "签发日期", "1990年10月1日"),
    "served before it was signed": (
        {"送达日期": "2021-03-01"},
        "送达日期",
        "不能早于签发日期（2021-03-02）",
    ),
    "answered before it was served": ({"答复日期": "2021-03-03"}, "答复日期", "不能早于送达日期"),
    "due before it was served": ({"答复期限": "2021-03-05"}, "答复期限", "晚于送达日期"),
    "an answer without its day": ({"答复日期": None}, "答复日期", "请填写答复日期"),
    "a number without its day": (
        UNANSWERED | {"复函文号": "函1号"},
        "答复日期",
        "请填写答复日期",
    ),
    "a day without an answer": (
        {"采纳情况": None, "整改措施": None},
        "采纳情况",
        "第1个问题的采纳情况",
    ),
    "an outcome of what isn't answered": (
        UNANSWERED | {"采纳结果": "全部采纳"},
        "采纳结果",
        "不填采纳结果",
    ),
    "an outcome against the answers": (
        {"采纳情况": "不采纳", "采纳结果": "全部采纳"},
        "采纳结果",
        "不一致",
    ),
    "too long": ({"事由": "长" * 81}, "事由", "超过80字"),
    "a mark of secrecy": ({"问题": "机密★10年"}, "问题", "密级标志"),
    "a formula": ({"建议": FORMULA}, "建议", "是公式"),
    "a formula for a number": ({"建议书文号": FORMULA}, "建议书文号", "是公式"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_said_in_chinese_with_row_and_column(here, what):
    changes, column, words = WRONG[what]
    faults = faults_of(here, row_of(here, 1, **changes))
    assert words in faults[2, column], faults


def test_a_first_row_without_a_number_is_wrong(here):
    assert faults_of(here, row_of(here, 1, 建议书文号=None)) == {(2, "建议书文号"): "必填"}


def test_a_day_to_come_is_wrong(here):
    tomorrow = timezone.localdate() + timedelta(days=1)
    faults = faults_of(here, row_of(here, 1, 答复日期=tomorrow))
    assert faults == {(2, "答复日期"): "日期不能晚于今天"}


def test_of_an_unknown_unit_the_nearest_is_named(here):
    here.recipient.name, here.recipient.short_name = "池北区自然资源局", "池北自然资源局"
    here.recipient.save()
    faults = faults_of(here, row_of(here, 1, 被建议单位="池北区自燃资源局"))
    assert "最接近的是“池北区自然资源局”" in faults[2, "被建议单位"]


def test_rows_of_one_letter_that_say_different_things_are_told_apart(here):
    second = row_of(here, 1, **SECOND, 事由="别的", 签发日期="2021-03-03", 答复日期="2021-04-01")
    assert faults_of(here, row_of(here, 1), second) == {
        (3, "事由"): "与第2行不一致",
        (3, "签发日期"): "与第2行不一致",
    }
    second = row_of(here, 1, **SECOND, 答复日期="2021-04-01")
    assert faults_of(here, row_of(here, 1), second) == {(3, "答复日期"): "与第2行不一致"}


def test_one_problem_twice_is_told(here):
    faults = faults_of(here, row_of(here, 1), row_of(here, 1))
    assert faults == {(3, "问题"): "与第2行的被建议单位、问题相同，请删去一行"}


def test_an_answer_must_cover_every_problem(here):
    rows = [row_of(here, 1), row_of(here, 1, **SECOND, 采纳情况=None, 整改措施=None)]
    assert list(faults_of(here, *rows)) == [(3, "采纳情况")]


def test_who_cannot_be_addressed_is_told(here):
    other_court = Unit.objects.courts().exclude(pk=here.court.pk).get()
    assert (
        "应是行政机关"
        in faults_of(here, row_of(here, 被建议单位=other_court.name))[2, "被建议单位"]
    )
    faults = faults_of(here, row_of(here, 被建议单位=here.coordinator.name))
    assert "不能就是被建议单位" in faults[2, "督促单位"]


def test_without_anybody_to_urge_the_column_must_be_filled_in(here):
    here.committee.starter = None
    assert "必填" in faults_of(here, row_of(here, 督促单位=None))[2, "督促单位"]


def test_too_many_units_or_problems_are_told(here):
    units = UnitFactory.create_batch(11)
    for unit in units:
        Membership.objects.create(
            committee=here.committee, unit=unit, side="government", starts_on=date(2020, 1, 1)
        )
    names = "、".join(unit.name for unit in units)
    assert "不超过10个" in faults_of(here, row_of(here, 被建议单位=names))[2, "被建议单位"]
    rows = [row_of(here, 1, 问题=f"问题{n}") for n in range(21)]
    assert "不超过20个" in faults_of(here, *rows)[2, "问题"]


def test_a_unit_that_has_left_can_still_be_named(here):
    Membership.objects.filter(unit=here.recipient).update(ends_on=date(2023, 1, 1))
    here.recipient.is_active = False
    here.recipient.save()
    assert faults_of(here, row_of(here, 1)) == {}
