"""Papers of an observed hearing: the notice, the sign-in sheet, the account."""

from datetime import date

import pytest
import time_machine

from disputes.appearances.models import Observation
from liaison import registry
from liaison.documents import frozen
from tests.factories import observation as make
from tests.factories.appearances import scene
from tests.factories.liaison import UnitFactory
from tests.liaison.geometry import pages, runs

pytestmark = pytest.mark.django_db
NOTICE = registry.papers["observation-notice"]
SIGN_IN = registry.papers["observation-sign-in"]
ACCOUNT = registry.papers["observation-account"]


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-26 15:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def stage():
    return scene()


def words(observation):
    return NOTICE.context(observation)["body"].split("\n")


def table_of(paper, observation):
    pieces = paper.context(observation)["sheets"][0].pieces
    return next(piece for piece in pieces if hasattr(piece, "columns"))


def test_the_notice_says_what_when_where_why_and_by_which_rules(stage):
    observation = make.invited(stage, discipline="不得鼓掌、喧哗。\n不得录音、录像。")

    assert NOTICE.heading(observation) == "关于邀请旁听庭审的通知"
    assert words(observation) == [
        "我院将公开开庭审理（2026）吉24行初31号工伤认定一案，现邀请贵单位派员旁听。有关事项通知如下：",
        "一、时间和地点。2026年11月26日（星期四）上午9时，第一审判庭。",
        "二、旁听的意义。工伤认定程序中举证责任如何分配。",
        "三、旁听人员。各单位席位见附件；请负责人参加的，由负责人到庭。"
        "请于2026年11月24日前在府院联动工作平台报送旁听人员姓名、职务；不能派员的，说明理由。",
        "四、法庭纪律。请旁听人员按时到庭，遵守附件所列旁听须知。",
        "特此通知。",
    ]
    context = NOTICE.context(observation)
    assert context["contact"] == "（联系人：金书妍，联系电话：0433-2800000）"
    assert context["dated"] == make.INVITED_ON
    assert context["number"] == "延边法听〔2026〕1号"
    assert context["recipients"] == f"{stage.agency}、{stage.co_agency}"
    seats, rules = context["sheets"][0].pieces
    assert rules.text == "不得鼓掌、喧哗。\n不得录音、录像。"
    assert seats.rows == [
        ["1", stage.agency.name, "2", "是"],
        ["2", stage.co_agency.name, "1", ""],
    ]


def test_on_the_spot_it_says_so_and_many_are_addressed_as_one(stage):
    invited = [
        {"unit": UnitFactory(parent=stage.agency), "seats": 1, "head_asked": False}
        for _ in range(12)
    ]
    observation = make.planned(stage, kind="on_the_spot", place="池北区政务大厅", invited=invited)
    assert "池北区政务大厅，就地开庭。" in words(observation)[1]
    assert NOTICE.context(observation)["recipients"] == "各受邀单位"
    assert NOTICE.context(observation)["number"] == "延边法听〔　　〕　号"


def test_moved_it_says_so_and_called_off_it_holds_no_more(stage, clock):
    clock.move_to("2026-11-20 10:00+08:00")
    observation = make.invited(stage)
    observation.postpone(
        actor=stage.clerk, on=date(2026, 11, 20), reason="法庭另用", place="第二审判庭"
    )
    assert NOTICE.heading(observation) == "关于旁听庭审改期的通知"
    assert words(observation)[0] == (
        "我院原定组织旁听的（2026）吉24行初31号工伤认定一案，开庭安排有更改，以本通知为准。有关事项如下："
    )
    assert "重新报送旁听人员" in words(observation)[3]
    assert NOTICE.context(observation)["dated"] == date(2026, 11, 20)
    assert NOTICE.withdrawal(observation) == ""
    observation.call_off(actor=stage.clerk, reason="原告撤诉")
    assert NOTICE.withdrawal(observation) == "旁听已取消，通知作废"


@pytest.mark.usefixtures("drawn_papers")
def test_the_issued_notice_names_no_litigant_and_has_its_annex(stage):
    observation = make.planned(stage, hearing=make.heard_in(stage))
    make.invite(observation, stage)
    paper = observation.papers.get()
    drawn = pages(frozen(paper))
    text = "".join(run.text for page in drawn for run in runs(page))

    assert paper.number == observation.number
    assert "旁听席位安排和旁听须知" in text
    assert "冯立群" not in text
    assert len(drawn) == paper.pages
    assert "".join(run.text for run in runs(drawn[-1])).startswith("附件")


def test_the_sign_in_sheet_names_who_was_announced_and_leaves_room_for_others(stage):
    observation = make.invited(stage)
    assert len(table_of(SIGN_IN, observation).rows) == 12
    make.record(observation, stage, stage.agency, make.PEOPLE)
    rows = table_of(SIGN_IN, observation).rows

    assert [row[1:4] for row in rows[:3]] == [
        [str(stage.agency), "局长", "裴世安"],
        [str(stage.agency), "法规科科长", "尹素英"],
        ["", "", ""],
    ]
    assert {row[4] for row in rows} == {""}
    assert len(rows) == 12
    assert [SIGN_IN.available(observation), NOTICE.available(observation)] == [True, False]


def test_many_people_still_leave_lines_at_the_end(stage):
    row = make.rows(stage)[0] | {"seats": 30, "head_asked": False}
    observation = make.invited(stage, invited=[row])
    people = [{"name": f"代表{n}", "post": "科员", "standing": "staff"} for n in range(30)]
    make.record(observation, stage, stage.agency, people)
    rows = table_of(SIGN_IN, observation).rows
    assert [row[3] for row in rows[:30]] == [f"代表{n}" for n in range(30)]
    assert [row[3] for row in rows[30:]] == [""] * 6


@pytest.mark.usefixtures("drawn_papers")
def test_the_account_counts_units_persons_and_heads_and_names_who_came(stage):
    observation = make.held(stage)
    observation.summarise(actor=stage.clerk, summary="讲评了举证责任。", effect="")
    sheet = ACCOUNT.context(observation)["sheets"][0]

    assert sheet.title == "工伤认定案件旁听庭审情况"
    said = [piece.text for piece in sheet.pieces if hasattr(piece, "text")]
    assert said == [
        "邀请2个单位，2个单位到庭旁听，共3人，其中单位负责人2人。",
        "讲评了举证责任。",
    ]
    assert table_of(ACCOUNT, observation).rows == [
        [str(stage.agency), "2", "1", "裴世安（局长）、尹素英（法规科科长）"],
        [str(stage.co_agency), "1", "1", "严大勇（副局长）"],
    ]
    assert observation.papers.get(code="observation-account").pages == 1


def test_the_account_says_who_stayed_away_and_why(stage):
    observation = make.invited(stage)
    make.record(observation, stage, stage.agency, declined="当日防汛")
    observation.take_roll(actor=stage.clerk, people=[make.walk_in(observation, stage.co_agency)])
    text = ACCOUNT.context(Observation.objects.get())["sheets"][0].pieces[1].text
    assert text.endswith(f"没有到庭旁听的单位：{stage.agency}。")
    assert table_of(ACCOUNT, observation).rows[0] == [
        *(str(stage.agency), "0", "0", "未到庭：当日防汛")
    ]


@pytest.mark.parametrize("heads", [0, 2])
def test_where_many_came_the_account_has_a_list_behind_it(stage, heads):
    invited = [make.rows(stage)[0] | {"seats": 14, "head_asked": False}, make.rows(stage)[1]]
    observation = make.invited(stage, invited=invited)
    standings = ["deputy"] * heads + ["staff"] * (14 - heads)
    people = [
        {"name": f"代表{n}", "post": "科员", "standing": standing}
        for n, standing in enumerate(standings)
    ]
    make.record(observation, stage, stage.agency, people)
    rows = make.roll(observation, make.walk_in(observation, stage.co_agency))
    observation.take_roll(actor=stage.clerk, people=rows)

    _, annex = ACCOUNT.context(observation)["sheets"]
    assert (annex.title, annex.mark) == ("到庭旁听人员名单", "附件")
    assert [row[3] for row in annex.pieces[0].rows] == [f"代表{n}" for n in range(14)] + ["严大勇"]
    many, few = table_of(ACCOUNT, observation).rows
    before = "代表0（科员）、代表1（科员）等" if heads else ""
    assert (many[3], few[3]) == (f"{before}14人，名单附后", "严大勇（副局长）")
