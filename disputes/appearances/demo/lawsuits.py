"""The demo's lawsuits: one that only the court knows, answers due and late, heads called, absent …

Each is walked through its real steps by the accounts that would take them; days are counted from
the day on which the demo is built. Of the months behind, so many cases were heard that the
figures have something to say, and last month's notice names who stayed away.
"""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from disputes.appearances.models import Lawsuit, MonthlyNotice
from liaison import registry, workdays
from liaison.clock import calendars

COURTS = {
    "yanbian": ("yanbian_clerk", "yanbian_president"),
    "baishan": ("baishan_clerk", "baishan_president"),
}
CLERKS = {
    "chibei_land": "land_clerk",
    "chixi_housing": "chixi_housing_clerk",
    "gwh_market": "market_clerk",
    "chinan_hr": "chinan_hr_clerk",
    "gwh_police": "police_clerk",
}
MATTERS = {
    "chibei_land": ("registration", "不动产登记", "不予登记告知书"),
    "chixi_housing": ("compensation", "房屋征收补偿", "房屋征收补偿决定书"),
    "gwh_market": ("penalty", "市场监管行政处罚", "行政处罚决定书"),
    "chinan_hr": ("registration", "工伤认定", "不予认定工伤决定书"),
    "gwh_police": ("penalty", "治安行政处罚", "治安处罚决定书"),
}
NORMS = {
    "chibei_land": "《不动产登记暂行条例》第二十二条",
    "chixi_housing": "《国有土地上房屋征收与补偿条例》第二十六条",
    "gwh_market": "《中华人民共和国食品安全法》第一百二十五条",
    "chinan_hr": "《工伤保险条例》第十四条",
    "gwh_police": "《中华人民共和国治安管理处罚法》",
}
DEFENCE = (
    "一、被诉行政行为认定事实清楚，证据确凿。\n"
    "二、适用法律正确，程序合法。\n"
    "请求驳回原告的诉讼请求。"
)
EVIDENCE = {
    "source": "本机关制作",
    "purpose": "证明被诉行政行为的内容和依据",
    "pages": 2,
    "copies": 2,
}
PLAINTIFFS = ("阮秋实", "穆怀远", "康令仪", "齐望舒", "岳松年", "裴知秋", "栾书白", "荀若兰")
CHIEF = {"head_name": "韩立峰", "head_post": "局长", "head_rank": "chief"}
DEPUTY = {"head_name": "于文博", "head_post": "副局长", "head_rank": "deputy"}
CAME = {"presence": "head", "identity": "valid"}
STAFF = {"presence": "staff", "staff": "法制科科长"}
HEARD = (
    # days ago, court, agency, who came, result
    (244, "yanbian", "chibei_land", CAME | DEPUTY, "rejected"),
    (215, "yanbian", "gwh_police", CAME | CHIEF | {"spoke": True}, "rejected"),
    (188, "baishan", "chixi_housing", STAFF, "remade"),
    (160, "yanbian", "gwh_market", CAME | DEPUTY | {"spoke": True}, "rejected"),
    (131, "yanbian", "chibei_land", CAME | DEPUTY | {"spoke": True}, "illegal"),
    (103, "baishan", "chinan_hr", STAFF, "revoked"),
    (96, "yanbian", "gwh_police", CAME | DEPUTY, "rejected"),
    (70, "baishan", "chixi_housing", CAME | CHIEF | {"spoke": True}, "rejected"),
    (64, "yanbian", "gwh_market", CAME | CHIEF | {"spoke": True}, "withdrawn"),
)
"""What was heard and judged in the months behind."""


@registry.demo.register
class LawsuitsDemo:
    """Lawsuits of both intermediate courts of Changbaishan, and the notice of last month."""

    code = "appearances.lawsuits"
    order = 44

    @transaction.atomic
    def build(self, cast):
        if not Lawsuit.objects.exists():
            Docket(cast).go()


class Docket:
    """The cases, one after another."""

    def __init__(self, cast):
        self.cast, self.today, self.count = cast, timezone.localdate(), 0
        self.calendar = calendars.in_force_for_reading()

    def go(self):
        for days, court, agency, facts, result in HEARD:
            self.judged(days, court, agency, facts, result)
        self.last_month()
        self.file("yanbian", "chibei_land", 2)
        self.served("yanbian", "chibei_land", 9)
        self.served("baishan", "chixi_housing", 19)
        self.answered("yanbian", "gwh_police", 6, after=5)
        self.called("yanbian", "gwh_market", 6, named=False)
        self.called("yanbian", "chinan_hr", 9, named=True)
        self.held("yanbian", "gwh_police", self.ago(2), STAFF)
        self.performing("yanbian", "chixi_housing")

    def ago(self, days):
        return self.today - timedelta(days=days)

    def _at(self, day):
        """Nine o'clock of the day, or of the first working day after it."""
        day = workdays.roll_forward(day, self.calendar) if day > self.today else day
        return timezone.make_aware(datetime.combine(day, time(9)))

    def _clerk(self, court):
        return self.cast.people[COURTS[court][0]]

    def _answerer(self, agency):
        return self.cast.people[CLERKS[agency]]

    def file(self, court, agency, days):
        self.count += 1
        units, filed_on = self.cast.units, self.ago(days)
        act_kind, cause, act = MATTERS[agency]
        name = PLAINTIFFS[self.count % len(PLAINTIFFS)]
        return Lawsuit.file(
            actor=self._clerk(court),
            initiator=units[court],
            committee=self.cast.committees["changbaishan"],
            case_number=f"（{filed_on.year}）{units[court].court_code}行初{40 + self.count}号",
            litigants=[{"side": "plaintiff", "kind": "person", "name": name}],
            defendants=[units[agency]],
            procedure="ordinary",
            act_kind=act_kind,
            cause=cause,
            act=f"{act}（〔{filed_on.year}〕{self.count + 10}号）",
            claims=f"请求撤销{act}，责令被告重新作出处理。",
            filed_on=filed_on,
            contact=self._clerk(court).name,
            contact_phone="0433-2800000",
        )

    def served(self, court, agency, days):
        lawsuit = self.file(court, agency, days + 3)
        lawsuit.serve(actor=self._clerk(court), on=self.ago(days), way="electronic")
        return lawsuit

    def answered(self, court, agency, days, *, after=10):
        """Answered so many days after it was served."""
        lawsuit = self.served(court, agency, days)
        clerk, head = self._answerer(agency), CHIEF
        lawsuit.draft_answer(
            actor=clerk,
            representative=head["head_name"],
            post=head["head_post"],
            agents="",
            body=DEFENCE,
            norms=NORMS[agency],
            evidence=[EVIDENCE | {"name": lawsuit.act}],
        )
        lawsuit.submit_answer(actor=clerk, on=self.ago(days - after))
        return lawsuit

    def fix(self, lawsuit, court, day, notified_on, ground="interests"):
        lawsuit.fix_hearing(
            actor=self._clerk(court),
            starts_at=self._at(day),
            place="第三审判庭",
            calls=[
                {"agency": row, "ground": ground, "notified_on": notified_on}
                for row in lawsuit.sued()
            ],
        )

    def called(self, court, agency, days, *, named):
        lawsuit = self.answered(court, agency, 25)
        self.fix(lawsuit, court, self.today + timedelta(days=days), self.ago(1))
        if named:
            lawsuit.name_head(actor=self._answerer(agency), staff="法制科科长", **DEPUTY)
        return lawsuit

    def held(self, court, agency, day, facts):
        lawsuit = self.answered(court, agency, (self.today - day).days + 20)
        self.fix(lawsuit, court, day, day - timedelta(days=8))
        rows = [(one, facts) for one in lawsuit.appearances()]
        lawsuit.record_hearing(actor=self._clerk(court), rows=rows)
        return lawsuit

    def judged(self, days, court, agency, facts, result):
        lawsuit = self.held(court, agency, self.ago(days), facts)
        lawsuit.judge(
            actor=self._clerk(court),
            on=self.ago(days - 20),
            result=result,
            judgment="" if result == "withdrawn" else "（裁判主文略）",
        )
        return lawsuit

    def performing(self, court, agency):
        lawsuit = self.held(court, agency, self.ago(80), CAME | DEPUTY | {"spoke": True})
        lawsuit.judge(
            actor=self._clerk(court),
            on=self.ago(60),
            result="remade",
            judgment="撤销被诉决定，责令被告于本判决生效之日起四十日内重新作出处理。",
            performers=lawsuit.sued(),
            order="重新作出房屋征收补偿决定",
        )
        lawsuit.take_effect(
            actor=self._clerk(court),
            on=self.ago(40),
            appealed=False,
            perform_by=self.today + timedelta(days=4),
        )

    def last_month(self):
        """Four hearings of last month, two without a head, and the notice that says so."""
        last = self.today.replace(day=1) - timedelta(days=1)
        first = last.replace(day=1)
        for place, (agency, facts) in enumerate(
            (
                ("gwh_market", CAME | CHIEF | {"spoke": True}),
                ("chinan_hr", STAFF),
                ("chibei_land", CAME | DEPUTY | {"spoke": True}),
                ("chixi_housing", {"presence": "lawyer"}),
            )
        ):
            self.held("yanbian", agency, first + timedelta(days=5 + place), facts)
        people, committee = self.cast.people, self.cast.committees["changbaishan"]
        notice = MonthlyNotice.draft(
            actor=people["office"],
            initiator=committee.office,
            committee=committee,
            court=self.cast.units["yanbian"],
            month=first,
        )
        notice.send(actor=people["office"])
        notice.confirm(actor=people["yanbian_president"])
        notice.issue(actor=people["office"])
