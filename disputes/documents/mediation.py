"""Papers of sessions (会谈通知、授权、签到、笔录、无争议事实)."""

from disputes.documents.layouts import Facts, Form, Notice, Ruled, Seal, Sheet, Signs, Text
from disputes.documents.wording import (
    CIVIL,
    CONFIDENCE,
    INVITED,
    LINE,
    ONLINE,
    SUITS,
    accepted,
    agencies,
    applicants,
    by_rulebook,
    centre,
    dispute_in_words,
    enumerated,
    held_by,
    number_of,
    parties,
)
from disputes.models import Attendance, Session, Status
from disputes.models.choices import UNDER_WAY
from liaison import registry
from liaison.models import Unit
from liaison.numerals import numeral
from liaison.papers.tables import Column, Table
from liaison.templatetags.typeset import cn_date, cn_moment

CONTESTING = (Attendance.Side.APPLICANT, Attendance.Side.RESPONDENT, Attendance.Side.THIRD)
"""Whose facts they are: the mediators and others only look on."""
ROWS = 9
"""So many lines a sign-in sheet has at least."""
MEDIATING = frozenset(UNDER_WAY)
NOTED = (
    f"调解员有权主持会谈；当事人自愿参加，可以随时要求终止，可以申请调解员回避；应当如实陈述，遵守会谈秩序。"
    f"达成协议的，自各方签名或者盖章之日起生效。{CONFIDENCE}"
)


class OfSession(Form):
    """A paper that each session has."""

    statuses = MEDIATING
    is_form = True

    def parts(self, matter):
        return [one for one in matter.sessions.all() if one.status == Session.Status.PLANNED]

    def heading(self, matter):
        return f"{self.title}（第{numeral(self.part.ordinal)}次会谈）"

    @property
    def is_held(self):
        return self.part.status == Session.Status.HELD

    def session_facts(self, matter):
        """When and where, and who holds it: how its papers begin."""
        session = self.part
        mode = session.get_mode_display() + "，分别听取意见" * session.apart
        return Facts(
            [
                [("争议", dispute_in_words(matter))],
                [("时间", cn_moment(session.starts_at))],
                [("地点", session.place), ("方式", mode)],
                [("调解员", "、".join(held_by(matter))), ("记录人", "")],
            ]
        )


@registry.papers.register
class SessionNotice(Notice):
    """会谈通知书: when, where and how, who comes, what they bring (特邀调解规定第十四条)."""

    code = "dispute-session-notice"
    title = "协调化解会谈通知书"

    def heading(self, matter):
        return f"{self.title}（第{numeral(self.part.ordinal)}次会谈）"

    def dated(self, matter):
        return self.part.announced_on

    def copies(self, matter):
        return ""

    def put_off(self, matter):
        """The session whose place this one takes, if it was put off to this time."""
        same = matter.sessions.filter(adjourned_to=self.part.starts_at)
        return same.exclude(pk=self.part.pk).first()

    def paragraphs(self, matter):
        session, before = self.part, self.put_off(matter)
        held = f"第{numeral(session.ordinal)}次协调化解会谈"
        if before:
            because = f"因{before.adjournment.rstrip('。')}" if before.adjournment else ""
            yield (
                f"{accepted(matter)}。原定于{cn_moment(before.starts_at)}举行的{held}{because}改期。"
                "现将有关事项通知如下："
            )
        else:
            yield f"{accepted(matter)}。本中心决定举行{held}。现将有关事项通知如下："
        yield from enumerated(self.points(matter, session))
        yield "特此通知。"

    def points(self, matter, session):
        yield f"时间。{cn_moment(session.starts_at)}。"
        by = "以视频方式举行" if session.mode == Session.Mode.VIDEO else "现场举行"
        yield f"地点和方式。{session.place}，{by}。"
        if names := held_by(matter):
            yield f"调解员。{'、'.join(names)}。"
        yield (
            f"参加人员。依照{by_rulebook(matter, 'dispute-authorisation')}，被申请机关应当派负责人"
            "参加；负责人不能参加的，委托有权当场和解的工作人员参加，并提交授权委托书。申请人可以委托一至二名"
            "代理人参加。"
        )
        yield "携带材料。参加人员请携带身份证明，代理人请携带授权委托书，并携带与争议有关的材料。"
        yield (
            "请假。因故不能按时参加的，请在会谈前告知本中心。申请人无正当理由不参加的，可以按撤回申请处理。"
        )
        if session.note:
            yield f"其他。{session.note}"


@registry.papers.register
class Authorisation(Form):
    """授权委托书: for who acts for a party, or for the agency with power to settle.

    To concede, settle or withdraw takes authority given item by item (民事诉讼法第六十二条).
    """

    code = "dispute-authorisation"
    title = "授权委托书"
    statuses = frozenset({Status.REFERRED, *UNDER_WAY, Status.SUSPENDED})
    is_form = True
    before_opening = True

    def parts(self, matter):
        people = [*parties(matter), *parties(matter, "third")]
        return [*people, matter.respondent, *matter.co_agencies]

    def sheets(self, matter):
        if self.part is None:
            return [self.of_party(matter, None), self.of_agency(matter, None)]
        if isinstance(self.part, Unit):
            return [self.of_agency(matter, self.part)]
        return [self.of_party(matter, self.part)]

    @staticmethod
    def cause(matter, other):
        """What it is about, as the one who gives authority says it: the other side, the act."""
        number = f"（{matter.number}）" if matter.number else ""
        return f"与{other if matter.pk else LINE}因{matter.act or LINE}发生的争议{number}"

    def of_party(self, matter, party):
        who = [
            [
                ("委托人", party.name if party else ""),
                ("证件号码", party.id_number if party else ""),
            ],
            [("受委托人", ""), ("证件号码", "")],
            [("工作单位", ""), ("联系电话", "")],
            [("受委托人", ""), ("证件号码", "")],
            [("工作单位", ""), ("联系电话", "")],
        ]
        text = (
            f"委托人{self.cause(matter, agencies(matter))}，由{centre(matter)}协调化解。"
            f"现依照{SUITS}第三十一条，委托上列人员（一至二人）为代理人。代理权限为：\n"
            "□一般授权：代为陈述意见、提交和接收材料、参加会谈。\n"
            f"□特别授权（依照{CIVIL}第六十二条逐项写明，不委托的划去）：代为承认、放弃、变更请求；进行和解；"
            "签署调解协议；撤回申请。\n"
            "委托期限：自签名或者盖章之日起至本争议协调化解终结止。"
        )
        signers = [f"委托人{party.name if party else ''}", "受委托人"]
        return Sheet(self.title, [Facts(who), Text(text, headings=False), Signs(signers)])

    def of_agency(self, matter, unit):
        who = [
            [("委托单位", unit.name if unit else "")],
            [("负责人", ""), ("职务", "")],
            [("受委托人", ""), ("职务", "")],
            [("证件号码", ""), ("联系电话", "")],
        ]
        text = (
            f"我单位{self.cause(matter, applicants(matter))}，由{centre(matter)}协调化解。"
            f"我单位负责人因{LINE}不能参加会谈，委托上列工作人员参加。委托权限为：\n"
            "一、陈述意见，提交和接收材料；\n"
            "二、提出、变更、接受化解方案；\n"
            "三、有权当场和解，签署调解协议。\n"
            "受委托人在上列权限内的行为，由我单位承担责任。"
            "委托期限：自盖章之日起至本争议协调化解终结止。"
        )
        signed = Signs(["负责人", "受委托人"], "（签名）")
        pieces = [Facts(who), Text(text, headings=False), signed]
        return Sheet(self.title, [*pieces, Seal(unit.name if unit else "（单位盖章）")])


@registry.papers.register
class AttendanceSheet(OfSession):
    """到场签到表: who came, for whom, with what authority, signed by hand."""

    code = "dispute-attendance"
    title = "协调化解会谈签到表"

    def sheets(self, matter):
        people = self.came() if self.is_held else self.expected(matter)
        people += [[""] * 4] * max(0, ROWS - len(people))
        rows = [[str(n), *person, ""] for n, person in enumerate(people, start=1)]
        columns = [
            Column("序号", 14, center=True),
            Column("身份", 29),
            Column("姓名", 25),
            Column("单位、职务", 32),
            Column("权限", 29),
            Column("签名", 27),
        ]
        pieces = [self.session_facts(matter), Table(columns, rows, tall=True)]
        yield Sheet(self.heading(matter), pieces, number=number_of(matter))

    def came(self):
        return [
            [one.get_side_display(), one.name, one.post, authority(one)]
            for one in self.part.attendance.all()
        ]

    def expected(self, matter):
        """Who should come, as far as that is known; the agency says whom it sends."""
        rows = []
        for party in [*parties(matter), *parties(matter, "third")]:
            rows.append([party.get_role_display(), party.name, "", ""])
            for agent in party.agents_now:
                may = "有权和解" if agent.may_settle else ""
                rows.append(["委托代理人", agent.name, agent.workplace, may])
        rows += [["被申请机关", "", "", "□负责人\n□有权和解"]] * 2
        return rows + [["调解员", name, "", ""] for name in held_by(matter)]


def authority(one):
    """By what right somebody speaks: the agency's head, or empowered to settle (工作规则)."""
    return "、".join(filter(None, ["负责人" * one.is_head, "有权和解" * one.may_settle]))


@registry.papers.register
class Record(OfSession):
    """调解笔录: who was there with what authority, what was told, what was said, who signs."""

    code = "dispute-record"
    title = "行政争议调解笔录"

    def sheets(self, matter):
        yield Sheet(self.heading(matter), list(self.pieces(matter)), number=number_of(matter))

    def pieces(self, matter):
        people = list(self.part.attendance.all())
        yield self.session_facts(matter)
        if people:
            yield attendance_table(people)
        yield Text(f"调解员核对到场人员的身份和代理权限，并告知：{NOTED}", head="一、告知事项")
        yield Text(self.part.record, headings=False, head="二、会谈情况")
        if not self.part.record:
            yield Ruled(14)
        yield Text("以上笔录已经到场人员阅读（听读），确认无误。", headings=False)
        yield signature_sheet([*signers(matter, people), ["记录人", ""]])


def attendance_table(people):
    columns = [
        Column("身份", 34),
        Column("姓名", 28),
        Column("职务或者关系", 56),
        Column("权限", 38),
    ]
    rows = [[one.get_side_display(), one.name, one.post, authority(one)] for one in people]
    return Table(columns, rows)


def signers(matter, came):
    """Who signs: whoever came, before a session whoever should come; the mediators always."""
    rows = [[one.get_side_display(), one.name] for one in came]
    if not rows:
        rows = [[party.get_role_display(), party.name] for party in parties(matter)]
        rows += [["第三人", party.name] for party in parties(matter, "third")]
        rows.append(["被申请机关", ""])
    names = {name for _, name in rows}
    return rows + [["调解员", name] for name in held_by(matter) if name not in names]


def signature_sheet(people):
    """Where everybody signs, with the day."""
    columns = [Column("身份", 34), Column("姓名", 32), Column("签名", 50), Column("日期", 40)]
    return Table(columns, [[*person, "", "　　年　月　日"] for person in people], tall=True)


@registry.papers.register
class UndisputedFacts(OfSession):
    """无争议事实记载: what no side contests, put down apart and signed, to be used later.

    What was conceded for the sake of a settlement doesn't belong in it (特邀调解规定第二十二条,
    在线调解规则第十八条).
    """

    code = "dispute-undisputed"
    title = "无争议事实记载"

    def sheets(self, matter):
        yield Sheet(self.heading(matter), list(self.pieces(matter)), number=number_of(matter))

    def pieces(self, matter):
        session = self.part
        yield Text(
            f"{dispute_in_words(matter)}，由{'、'.join(held_by(matter)) or centre(matter)}于"
            f"{cn_date(session.held_on)}主持第{numeral(session.ordinal)}次会谈。各方当事人对下列事实没有争议，"
            "同意单独记载：",
            headings=False,
        )
        yield Text(session.undisputed, headings=False)
        if not session.undisputed:
            yield Ruled(10)
        yield Text(
            f"本记载不包括为达成协议作出的让步（{INVITED}第二十二条、{ONLINE}第十八条）。各方知悉：经签名"
            "确认的无争议事实，可以在以后的程序中使用，但涉及国家利益、社会公共利益和他人合法权益的除外。",
            headings=False,
        )
        sides = [one for one in session.attendance.all() if one.side in CONTESTING]
        yield signature_sheet(signers(matter, sides))
