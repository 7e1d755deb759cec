"""The court's feed, read: columns by any name, words of other systems, and what is wrong."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook

from disputes.appearances.feed.columns import HEADINGS
from disputes.appearances.feed.composing import Composer
from disputes.appearances.feed.words import kind_of_name, result_of
from disputes.appearances.models import Result
from liaison import imports
from tests.factories.appearances import scene
from tests.factories.feed import OPEN, check, counts, csv_of, errors_of, row_of, workbook_of
from tests.factories.liaison import UnitFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def here():
    return scene()


def composed(here, court=None, **changes):
    row = row_of(here, 1, **changes)
    return Composer(court or here.court, here.committee, TODAY).compose(row)


def wrong(here, **changes):
    """Heading → what to do, of a row with these changes."""
    case, errors = composed(here, **changes)
    assert case is None
    return dict(errors)


def case_of(here, **changes):
    case, errors = composed(here, **changes)
    assert not errors
    return case


def test_a_row_tells_a_case(here):
    case = case_of(here, 案号="(2026)吉24行初１号", 其他共同被告=here.co_agency.name)
    assert (case.court, case.number) == (here.court, "（2026）吉24行初1号")
    assert case.agencies == [here.agency, here.co_agency]
    assert case.litigants == [("plaintiff", "person", "冯立群")]
    assert case.fields["result"] == "rejected"
    assert (case.fields["judged_on"], case.fields["lost"]) == (date(2026, 6, 1), False)
    assert (case.fields["instance"], case.fields["procedure"]) == ("first", "ordinary")
    assert case.facts == {
        "heard_on": date(2026, 4, 8),
        "notified": True,
        "appeared": True,
        "head_rank": "deputy",
        "spoke": True,
    }


def test_how_far_it_is_follows_from_ending_and_hearing(here):
    assert case_of(here).status == "closed"
    assert case_of(here, **OPEN).status == "heard"
    unheard = dict.fromkeys(("是否开庭", "开庭日期", "行政机关负责人是否出庭"))
    unheard |= dict.fromkeys(("出庭负责人职务", "负责人是否发言"))
    assert case_of(here, **OPEN, **unheard).status == "defending"
    assert case_of(here, **unheard).facts["heard_on"] is None


def test_the_day_of_the_hearing_is_that_of_the_ending_where_none_is_given(here):
    assert case_of(here, 开庭日期=None).facts["heard_on"] == date(2026, 6, 1)
    assert "开庭日期" in wrong(here, 开庭日期=None, **OPEN)


def test_litigants_are_told_apart_by_name(here):
    parties = f"原告：冯立群；被告：{here.agency.name}；第三人：长松商贸有限公司"
    case = case_of(here, 原告="冯立群、池北镇第三村民小组", 当事人=parties)
    assert case.litigants == [
        ("plaintiff", "person", "冯立群"),
        ("plaintiff", "organisation", "池北镇第三村民小组"),
        ("third", "enterprise", "长松商贸有限公司"),
    ]
    assert "原告" not in case.raw
    assert "当事人" not in case.raw
    assert "冯立群" not in str(case.raw)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("王厂", "person"),
        ("欧阳建国", "person"),
        ("长松商贸有限公司", "enterprise"),
        ("池北区老李头饭店", "business"),
        ("延边朝鲜族自治州人民检察院", "procuratorate"),
        ("长松商贸有限公司（个人独资）", "person"),
    ],
)
def test_a_name_that_says_nothing_is_a_persons(name, kind):
    assert kind_of_name(name) == kind


@pytest.mark.parametrize(
    ("closing", "reason", "lost", "result", "known"),
    [
        ("判决", "撤销", True, Result.REVOKED, True),
        ("驳回起诉", "", None, Result.DISMISSED, True),
        ("改判", "", True, Result.REVERSED_AGAINST, True),
        ("改判", "", False, Result.REVERSED_FOR, True),
        ("判决确认违法", "", None, Result.ILLEGAL, True),
        ("准许撤诉", "原告自愿", None, Result.WITHDRAWN, True),
        ("并案处理", "", None, Result.OTHER, False),
    ],
)
def test_the_ending_is_told_by_a_table_of_words(closing, reason, lost, result, known):
    assert result_of(closing, reason, lost) == (result, known)


def test_unknown_words_are_kept(here):
    case = case_of(here, 结案方式="并案处理", 结案事由="与另案合并", 行政行为种类="行政检查")
    assert case.fields["result"] == "other"
    assert case.fields["judgment"] == case.strange == "并案处理；与另案合并"
    assert (case.fields["act_kind"], case.fields["act"]) == ("other", "行政检查")


def test_who_lost_follows_from_the_ending_where_it_is_not_said(here):
    blank = {"行政机关是否败诉": None}
    assert case_of(here, 结案方式="确认违法", **blank).fields["lost"] is True
    assert case_of(here, 结案方式="驳回起诉", **blank).fields["lost"] is False
    assert case_of(here, 结案方式="撤诉", **blank).fields["lost"] is None
    assert case_of(here, 结案方式="并案处理", **blank).fields["lost"] is None


@pytest.mark.parametrize(
    ("changes", "heading", "advice"),
    [
        ({"案号": None}, "案号", "必填"),
        ({"案号": "（2026）吉24民初3号"}, "案号", "应为行政诉讼案件的案号"),
        ({"案号": "（2026）吉24行审3号"}, "案号", "应为行政诉讼案件的案号"),
        ({"案号": "（2026）吉2426行初3号"}, "法院名称", "案号的法院代字为“吉2426”"),
        ({"法院名称": "白山市中级人民法院"}, "法院名称", "不是本院或者下级法院"),
        ({"法院名称": None, "法院代码": "吉06"}, "法院名称", "不是本院或者下级法院的法院代字"),
        ({"被告": "没有这个局"}, "被告", "没有名为“没有这个局”的单位"),
        ({"其他共同被告": "没有这个局"}, "其他共同被告", "没有名为“没有这个局”的单位"),
        ({"原告": "、"}, "原告", "请填写原告"),
        ({"原告": "长" * 61}, "原告", "不超过60字"),
        ({"原告": "、".join(f"甄有理{n}" for n in range(51))}, "原告", "不超过50个"),
        ({"立案日期": "去年"}, "立案日期", "不是日期"),
        ({"立案日期": TODAY + timedelta(days=1)}, "立案日期", "不能晚于今天"),
        ({"立案日期": date(1989, 1, 1)}, "立案日期", "不能早于1990年10月1日"),
        ({"结案日期": date(2025, 1, 1)}, "结案日期", "不能早于立案日期"),
        ({"结案方式": None}, "结案方式", "请填写结案方式"),
        ({"结案日期": None}, "结案方式", "没有结案日期，不填"),
        ({"是否开庭": "可能"}, "是否开庭", "请改为：是、否"),
        ({"是否开庭": "否"}, "开庭日期", "不填开庭日期"),
        ({"是否开庭": "否", "开庭日期": None}, "行政机关负责人是否出庭", "没有开庭"),
        ({"行政机关负责人是否出庭": "否"}, "出庭负责人职务", "没有出庭"),
        ({"审理程序": "二审"}, "审理程序", "按案号应为一审"),
        ({"审理程序": "快审"}, "审理程序", "不是可用的词"),
        ({"一审案号": "15号"}, "一审案号", "缺少括号内的年份"),
        ({"一审案号": "(2026)吉24行初1号"}, "一审案号", "不能就是本案案号"),
        ({"案由": "冯立群不服登记"}, "案由", "不得出现自然人的姓名"),
        ({"结案事由": "密级:机密"}, "结案事由", "本平台不处理涉密内容"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(here, changes, heading, advice):
    assert advice in wrong(here, **changes)[heading]


def test_an_intermediate_court_brings_in_the_cases_of_those_below_it(here):
    below = UnitFactory(court=True, parent=here.court, court_code="吉2426", level="basic")
    given = {"法院名称": below.name, "案号": "（2026）吉2426行初3号"}
    assert case_of(here, **given).court == below
    assert case_of(here, **given | {"法院名称": None, "法院代码": "吉2426"}).court == below
    case, errors = composed(here, court=below)
    assert case is None
    assert "不是本院或者下级法院" in errors[0][1]


def test_columns_go_by_other_names_and_any_order(here):
    row = row_of(here, 1)
    other = {"法院名称": "受理法院", "立案日期": "立案时间", "是否上诉": "上诉"}
    headings = [other.get(heading, heading) for heading in reversed(list(row))]
    rows = [{other.get(heading, heading): value for heading, value in row.items()}]
    work = check(here, rows, content=workbook_of(rows, headings=headings))
    assert counts(work) == {"new": 1}


def test_a_column_under_two_names_is_refused(here):
    with pytest.raises(ValidationError, match="列名重复：立案日期"):
        check(here, [], content=workbook_of([{}], headings=[*HEADINGS, "立案时间"]))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_in_every_coding(here, encoding):
    content = csv_of([row_of(here, 1), row_of(here, 2)], encoding=encoding)
    work = check(here, [], content=content, name="数据.csv")
    assert counts(work) == {"new": 2}


def test_a_formula_a_merged_cell_and_endless_text_are_errors_of_their_rows(here):
    book = Workbook()
    sheet = book.active
    sheet.append(HEADINGS)
    for number, changes in enumerate(({"案由": "=1+1"}, {}, {}, {"结案事由": "长" * 4001}), 1):
        row = row_of(here, number, **changes)
        sheet.append([row.get(heading) for heading in HEADINGS])
    cause = HEADINGS.index("案由") + 1
    sheet.merge_cells(start_row=3, end_row=4, start_column=cause, end_column=cause)
    stream = io.BytesIO()
    book.save(stream)
    work = check(here, [], content=stream.getvalue())
    assert counts(work) == {"new": 1, "wrong": 3}
    assert [(row, column) for row, column, _ in errors_of(work)] == [
        (2, "案由"),
        (4, "案由"),
        (5, "结案事由"),
    ]
    assert "公式" in errors_of(work)[0][2]


def test_a_workbook_that_swells_is_refused(here, monkeypatch):
    monkeypatch.setattr(imports, "MOST_OF_A_PART", 1000)
    content = io.BytesIO(workbook_of([row_of(here, 1)]))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/theme/bomb.xml", "<a>" + " " * 2000 + "</a>")
    with pytest.raises(ValidationError, match="文件解开后过大"):
        check(here, [], content=content.getvalue())


def test_the_same_case_twice_in_a_file_is_an_error_of_the_second_row(here):
    rows = [row_of(here, 1), row_of(here, 2), row_of(here, 1, 案号="（2026）吉24行初1号")]
    work = check(here, rows)
    assert counts(work) == {"new": 2, "wrong": 1}
    assert errors_of(work) == [(4, "案号", "与第2行的案号、法院相同，请只留一行")]
