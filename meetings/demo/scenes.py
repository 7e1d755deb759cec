"""The demo's meetings, one after another."""

import tomllib
from pathlib import Path

from meetings.demo.secretariat import at_nine, at_noon, workday
from meetings.drafting import drafted_body, duty
from meetings.models import JointMeeting

DATA = Path(__file__).parent.parent / "data"
FIRST = tomllib.loads((DATA / "demo_2020.toml").read_text())


def first(office):
    """The meeting of 2 July 2020 (第一次府院联席会议), to the last item done that year."""
    meeting = office.plan(
        title=FIRST["title"],
        kind=JointMeeting.Kind.REGULAR,
        ordinal=1,
        starts_at=at_nine(FIRST["day"]),
        ends_at=at_noon(FIRST["day"]),
        presiding_unit=office.cast.units["guanweihui"],
        presiding_post=FIRST["presiding_post"],
        presiding_name=FIRST["presiding_name"],
        requirements=FIRST["requirements"].strip(),
        venues=office.venues(FIRST["venues"]),
        agenda=office.agenda(FIRST["agenda"]),
    )
    office.approve(meeting, FIRST["notified_on"])
    meeting.notify(actor=office.clerk, on=FIRST["notified_on"])
    office.attend(meeting, FIRST["attendance"])
    office.hold(meeting, FIRST["day"], FIRST["decisions"])
    decided = [
        f"{row.ordinal}.{row.title}，{duty(row)}"
        for row in meeting.decisions.prefetch_related("assisting")
    ]
    body = "\n".join([FIRST["minutes"]["body"].strip(), *decided])
    office.sign_out(meeting, body, FIRST["sent_on"], FIRST["signed_on"], FIRST["issued_on"])
    pairs = list(zip(meeting.items.order_by("ordinal"), FIRST["decisions"], strict=True))
    for item, row in pairs:
        office.report(item, row["lead"], row["reported_on"], row["done"], done=True)
    for item, row in sorted(pairs, key=lambda pair: pair[1]["closed_on"]):
        item.verify_and_close(actor=office.clerk, on=row["closed_on"], comment="佐证齐全")


FOREST = {
    "title": "林地征收补偿争议化解专题会议",
    "venues": [
        {"name": "长白山管委会", "host": "guanweihui", "place": "三楼会议室"},
        {"name": "安图县法院", "host": "antu"},
    ],
    "agenda": [
        {
            "kind": "introduction",
            "title": "通报林地征收补偿争议情况",
            "unit": "chibei_land",
            "post": "局长",
            "name": "董向阳",
        },
        {
            "kind": "deliberation",
            "title": "研究林木补偿标准的适用",
            "unit": "gwh_justice",
            "post": "局长",
        },
    ],
    "attendance": {
        "长白山管委会": [
            ("present", "guanweihui", "秘书长", "沈怀远"),
            ("present", "gwh_justice", "法治督察科科长", "钟文谨"),
            ("present", "chibei_land", "局长", "董向阳"),
            ("present", "yanbian", "行政审判庭庭长", "南星河"),
        ],
        "安图县法院": [("present", "antu", "副院长", "全世景")],
    },
    "decisions": [
        {
            "title": "复核池北区林木补偿面积和标准",
            "content": "对照青苗清点记录逐户复核，漏记的补登。",
            "lead": "chibei_land",
            "assisting": ["chibei"],
            "due": -2,
        },
        {
            "title": "统一林木补偿标准的适用口径",
            "content": "征求两地法院意见后提出适用意见。",
            "lead": "gwh_justice",
            "assisting": ["yanbian", "baishan"],
            "due": 6,
        },
        {
            "title": "梳理同类案件裁判要点",
            "content": "整理近三年林地征收补偿案件裁判要点，供复核参考。",
            "lead": "yanbian",
            "assisting": ["antu"],
            "due": 9,
        },
    ],
}


def followed_up(office):
    """An ad-hoc meeting: one item late, one running, one reported and waiting for the office."""
    day = workday(-40)
    meeting = office.plan(
        title=FOREST["title"],
        kind=JointMeeting.Kind.AD_HOC,
        ordinal=None,
        starts_at=at_nine(day),
        ends_at=at_noon(day),
        presiding_unit=office.cast.units["guanweihui"],
        presiding_post="秘书长",
        presiding_name="沈怀远",
        requirements="请携带有关争议的基本情况和补偿依据。",
        venues=office.venues(FOREST["venues"]),
        agenda=office.agenda(FOREST["agenda"]),
    )
    office.approve(meeting, workday(-47))
    meeting.notify(actor=office.clerk, on=workday(-46))
    office.attend(meeting, FOREST["attendance"])
    rows = [row | {"due_on": workday(row["due"])} for row in FOREST["decisions"]]
    office.hold(meeting, day, rows)
    signed_on = [workday(-36), workday(-35), workday(-34)]
    office.sign_out(meeting, drafted_body(meeting), workday(-38), signed_on, workday(-33))
    _, running, reported = meeting.items.order_by("ordinal")
    office.report(running, "gwh_justice", workday(-8), "已书面征求两地法院意见。", done=False)
    office.report(reported, "yanbian", workday(-3), "裁判要点已整理成册。", done=True)


def second(office):
    """The next regular meeting, called and still to come: some have said who comes, some not."""
    day = workday(12)
    rules = office.topic(RULES, workday(-9))
    rules.accept(actor=office.clerk, on=workday(-7), comment="列入第二次会议")
    meeting = office.plan(
        title="第二次府院联席会议",
        kind=JointMeeting.Kind.REGULAR,
        ordinal=2,
        starts_at=at_nine(day),
        ends_at=at_noon(day),
        presiding_unit=office.cast.units["guanweihui"],
        presiding_post="秘书长",
        presiding_name="沈怀远",
        requirements="（一）请各成员单位主要负责人参会。\n（二）请提前3日报送书面发言材料。",
        venues=office.venues(FIRST["venues"]),
        agenda=office.agenda(
            [
                {
                    "kind": "introduction",
                    "title": "通报上次会议议定事项落实情况",
                    "unit": "office",
                    "post": "办公室主任",
                    "name": "郑鹤鸣",
                },
                {
                    "kind": "deliberation",
                    "title": RULES["title"],
                    "unit": "gwh_justice",
                    "post": "局长",
                    "document_title": RULES["document_title"],
                    "minutes": 20,
                    "source": f"topic:{rules.pk}",
                },
            ]
        ),
    )
    office.approve(meeting, workday(-3))
    meeting.notify(actor=office.clerk, on=workday(-2), receipt_by=workday(9))
    office.answer(meeting, "yanbian_clerk", "副院长", "金成哲", venue=1)
    office.answer(meeting, "justice", "局长", "孟昭明")
    office.answer(meeting, "market_clerk", "副局长", "宋明远", substitute_for="局长")
    office.topic(SHEET, workday(-1))


RULES = {
    "unit": "gwh_justice",
    "clerk": "justice",
    "title": "审议行政争议协调化解中心工作规则修订稿",
    "reason": "试行满一年，受理范围和转办程序需要修订。请会议审议通过修订稿。",
    "presenter_post": "局长",
    "document_title": "行政争议协调化解中心工作规则",
    "minutes": 20,
}
SHEET = {
    "unit": "yanbian",
    "clerk": "yanbian_clerk",
    "title": "建立行政机关负责人出庭应诉情况按月通报机制",
    "reason": "今年以来负责人出庭率在各单位之间差别较大，建议按月通报。",
    "presenter_post": "副院长",
    "document_title": "",
    "minutes": 15,
}


def yearly(office):
    """Daqing's yearly meeting, still being planned: nobody but its own office sees it."""
    office.plan(
        title="年度府院沟通协调联席会议",
        kind=JointMeeting.Kind.REGULAR,
        ordinal=None,
        starts_at=at_nine(workday(25)),
        ends_at=at_noon(workday(25)),
        presiding_unit=office.cast.units["dq_court"],
        presiding_post="副院长",
        presiding_name="",
        requirements="",
        venues=office.venues([{"name": "大庆中院", "host": "dq_court"}]),
        agenda=office.agenda(
            [
                {
                    "kind": "introduction",
                    "title": "通报行政审判情况",
                    "unit": "dq_court",
                    "post": "行政审判庭庭长",
                }
            ]
        ),
    )
