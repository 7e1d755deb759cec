"""Old registers: what a row becomes, and what is said of one that is wrong."""

import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from openpyxl import load_workbook

from disputes.models import Dispute, OldRegister
from disputes.models.oldregister import check_old
from disputes.oldregister.reading import Reading
from liaison import access
from liaison.imports import FORMULA
from liaison.models import AuditEntry
from liaison.outbox import bell
from tests.factories import disputes
from tests.factories.liaison import UnitFactory
from tests.factories.oldregister import check, counts, row_of, take_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    monkeypatch.setattr(bell.Bell, "ring", lambda self, task: None)


@pytest.fixture
def here():
    return disputes.scene()


def errors_of(here, **changes):
    """What is said of a row that differs from a good one."""
    (verdicts,) = Reading(here.centre_clerk).verdicts([(2, row_of(here, **changes))])
    return dict(verdicts[0].errors)


# What a row becomes


def test_a_row_becomes_a_closed_dispute_with_all_that_hangs_on_it(here):
    result = take_in(here.centre_clerk, [row_of(here)])
    dispute = Dispute.objects.get()
    assert result.message == "新增1件，更正0件，相同0件"
    assert (dispute.number, dispute.status, dispute.outcome) == (
        "延协〔2019〕1号",
        "completed",
        "agreement_performed",
    )
    assert (dispute.is_imported, dispute.is_open, dispute.secrecy) == (True, False, "confidential")
    assert (dispute.court, dispute.initiator, dispute.respondent) == (
        here.court,
        here.court,
        here.agency,
    )
    assert dispute.closed_on == dispute.ended_on == date(2019, 4, 1)
    assert dispute.title == f"{here.agency}责令退还土地决定争议"
    assert [(party.kind, party.name) for party in dispute.parties.all()] == [("person", "甄有理")]
    assert access.drift(dispute) == (set(), set())
    entry = dispute.audit.get()
    assert (entry.action, entry.actor, entry.unit, entry.note) == (
        "import",
        here.centre_clerk,
        here.centre.unit,
        "历史登记.xlsx 第2行",
    )
    register = OldRegister.objects.get()
    assert (register.created, register.imported_by, len(register.sha256)) == (
        1,
        here.centre_clerk,
        64,
    )
    assert AuditEntry.objects.get(object_id=None).note == f"历史登记.xlsx：{result.message}"


def test_its_people_see_it_and_find_it_but_by_no_persons_name(client, here):
    take_in(here.centre_clerk, [row_of(here, 申请人="长白人参合作社", 申请人类别="企业", number=2)])
    take_in(here.centre_clerk, [row_of(here)])
    for user, seen in ((here.court_clerk, 2), (here.agency_clerk, 2), (here.office_clerk, 0)):
        assert Dispute.objects.visible_to(user).count() == seen
    for words, found in (("延协〔2019〕1号", 1), ("吉24行初2", 1), ("人参合作", 1), ("甄有理", 0)):
        assert Dispute.objects.matching(words).count() == found, words
    client.force_login(here.centre_clerk)
    page = client.get(Dispute.objects.first().get_absolute_url()).content.decode()
    assert "历史登记" in page
    assert "甄有理" not in page


OUTCOMES = {
    "达成协议并履行完毕": ("completed", "agreement_performed"),
    "部分化解": ("completed", "partial"),
    "化解不成，恢复审理": ("failed", "failed_resume_trial"),
    "当事人撤回": ("withdrawn", "party_withdrew"),
    "涉嫌虚假调解，终止": ("terminated", "terminated_sham"),
}


@pytest.mark.parametrize("words", OUTCOMES)
def test_the_result_says_how_it_ended(here, words):
    take_in(here.centre_clerk, [row_of(here, 结果=words)])
    dispute = Dispute.objects.get()
    assert (dispute.status, dispute.outcome) == OUTCOMES[words]


def test_a_refusal_is_told_by_its_ground(here):
    row = row_of(here, 结果="不予受理", 不予受理情形="已有生效裁判", 受理日期=None)
    take_in(here.centre_clerk, [row])
    dispute = Dispute.objects.get()
    assert (dispute.status, dispute.refusal_ground, dispute.outcome) == ("refused", "judged", "")
    assert here.agency not in {post.unit for post in here.agency_clerk.posts.all()} or (
        not Dispute.objects.visible_to(here.agency_clerk)
    ), "the agency never hears of what was refused"


INITIATORS = {
    "法院诉中委托": "court",
    "当事人申请": "centre",
    "行政机关申请": "agency",
    "信访或者委员会移送": "office",
}


@pytest.mark.parametrize("source", INITIATORS)
def test_who_brought_it_follows_from_its_source(here, source):
    take_in(here.centre_clerk, [row_of(here, 来源=source)])
    units = {
        "court": here.court,
        "centre": here.centre.unit,
        "agency": here.agency,
        "office": here.committee.office,
    }
    dispute = Dispute.objects.get()
    assert dispute.initiator == units[INITIATORS[source]]
    assert dispute.stage == ("in_suit" if source == "法院诉中委托" else "pre_suit")


@pytest.mark.parametrize("typed", ["延协[2019]1号", "延协（2019） 1 号", "延协【２０１９】１号"])
def test_the_number_is_the_same_whatever_its_brackets(here, typed):
    take_in(here.centre_clerk, [row_of(here)])
    work, _ = check(here.centre_clerk, [row_of(here, 编号=typed)])
    assert counts(work) == {"unchanged": 1}


@pytest.mark.parametrize("typed", ["2019-3-5", "2019.03.05", "2019/3/5", "2019年3月5日"])
def test_days_are_read_as_people_write_them(here, typed):
    take_in(here.centre_clerk, [row_of(here, 提交日期=typed, 行为作出日期=None, 受理日期=None)])
    assert Dispute.objects.get().referred_on == date(2019, 3, 5)


def test_several_applicants_stand_apart(here):
    row = row_of(here, 申请人="长白合作社、松江河农场；露水河林场", 申请人类别="其他组织")
    take_in(here.centre_clerk, [row])
    assert [party.name for party in Dispute.objects.get().parties.all()] == [
        "长白合作社",
        "松江河农场",
        "露水河林场",
    ]


# What is wrong with a row


WRONG = {
    "no number": ({"编号": None}, "编号", "必填"),
    "a foreign centre": ({"化解中心": "别处中心"}, "化解中心", "您可以导入的中心"),
    "no centre": ({"化解中心": None}, "化解中心", "必填"),
    "an unknown unit": ({"被申请机关": "某某局"}, "被申请机关", "没有名为“某某局”的单位"),
    "a court that is none": ({"有关法院": "某局"}, "有关法院", "没有名为"),
    "no court": ({"有关法院": None}, "有关法院", "请填写有关法院"),
    "an unknown word": ({"来源": "别的"}, "来源", "“别的”不是可用的词，请改为：法院诉前引导、"),
    "not yet performed": ({"结果": "达成协议，待履行"}, "结果", "不是可用的词"),
    "no result": ({"结果": None}, "结果", "必填"),
    "a refusal without ground": ({"结果": "不予受理"}, "结果", "不予受理情形"),
    "a result and a ground": ({"不予受理情形": "已有生效裁判"}, "不予受理情形", "不填"),
    "no day": ({"终结日期": "去年"}, "终结日期", "“去年”不是日期"),
    "no such day": ({"终结日期": "2019-02-30"}, "终结日期", "不是日期"),
    "a number for a day": ({"终结日期": 43500}, "终结日期", "“43500”不是日期"),
    "an end before its beginning": ({"终结日期": "2019-01-01"}, "终结日期", "不能早于受理日期"),
    "too early": ({"行为作出日期": "1989-01-01"}, "行为作出日期", "1990年10月1日"),
    "no applicant": ({"申请人": "、"}, "申请人", "请填写申请人"),
    "no kind": ({"申请人类别": None}, "申请人", "必填"),
    "an agency applies": ({"申请人类别": "行政机关"}, "申请人", "不是可用的词"),
    "too many": ({"申请人": "、".join(["甲某"] * 60)}, "申请人", "最多50名"),
    "too long": ({"行政行为": "长" * 121}, "行政行为", "超过120字"),
    "a name in the title": ({"标题": "甄有理土地争议"}, "标题", "不得出现自然人的姓名"),
    "a name in the act": ({"行政行为": "对甄有理的决定"}, "行政行为", "不得出现自然人的姓名"),
    "a mark of secrecy": ({"争议要点": "机密★10年"}, "争议要点", "密级标志"),
    "a formula": ({"编号": FORMULA}, "编号", "是公式"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_said_in_chinese_with_the_column(here, what):
    changes, column, words = WRONG[what]
    errors = errors_of(here, **changes)
    assert words in errors[column], errors


def test_a_day_to_come_is_wrong(here):
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert "不能晚于今天" in errors_of(here, 终结日期=tomorrow)["终结日期"]


def test_all_that_is_wrong_with_a_row_is_said_at_once(here):
    errors = errors_of(here, 编号=None, 来源="别的", 申请人=None, 终结日期="x")
    assert set(errors) == {"编号", "来源", "申请人", "终结日期"}


def test_what_is_not_done_with_is_no_old_dispute(here):
    dispute = disputes.refer(here)
    dispute.outcome, dispute.source = "agreement_pending", "party"
    with pytest.raises(ValidationError) as caught:
        check_old(dispute, [])
    assert "在系统内登记办理" in str(caught.value)
    dispute.outcome = ""
    with pytest.raises(ValidationError, match="请填写结果"):
        check_old(dispute, [])


def test_two_units_of_one_short_name_must_be_told_apart(here):
    for name in ("甲局", "乙局"):
        UnitFactory(name=name, short_name="农业局", parent=here.agency)
    assert "不止一个单位简称" in errors_of(here, 被申请机关="农业局")["被申请机关"]
    assert errors_of(here, 被申请机关="甲局") == {}


def test_a_unit_that_is_out_of_use_can_still_be_named(here):
    here.agency.is_active = False
    here.agency.save()
    here.agency.memberships.update(ends_on=date(2021, 1, 1))
    assert errors_of(here) == {}


def test_the_same_number_twice_in_a_file_is_wrong(here):
    work, result = check(here.centre_clerk, [row_of(here), row_of(here), row_of(here, 2)])
    assert counts(work) == {"new": 2, "wrong": 1}
    assert work.report["errors"] == [[3, "编号", "与第2行的编号、化解中心相同，请删去一行"]]
    sheet = load_workbook(io.BytesIO(result.content)).active
    assert [cell.value for cell in sheet[2]] == work.report["errors"][0]
