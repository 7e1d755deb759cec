"""Papers of an observed hearing: notice (旁听通知), sign-in sheet (签到表), account (旁听情况)."""

from django.utils import timezone

from disputes.appearances.models import Observation, Observer
from disputes.documents.layouts import Facts, Seal, Sheet, Text
from disputes.documents.wording import enumerated
from liaison import registry
from liaison.documents import Document
from liaison.papers.tables import Column, Table
from liaison.templatetags.typeset import cn_date, cn_moment

Status = Observation.Status
SPARE = 6
"""Empty lines at the end of the sign-in sheet, for whoever comes unannounced."""
LEAST = 12
"""Rows on a sign-in sheet that has one page."""
ANNEX = "旁听席位安排和旁听须知"
MOST_NAMED = 12
"""People of one unit whom the account names in its table; where there are more, a list follows."""
LIST = "到庭旁听人员名单"
LONGEST = 54
"""Characters of addressees that stay within two lines."""


class ObservationPaper(Document):
    model = Observation

    def number(self, matter):
        return matter.number or f"{matter.court.place_name}法听〔　　〕　号"

    def issuer(self, matter):
        return str(matter.court)


@registry.papers.register
class ObservationNotice(ObservationPaper):
    """旁听通知: the court's letter to the invited units, with their seats and the rules annexed."""

    code = "observation-notice"
    title = "旁听庭审通知"
    template_name = "documents/appearances/observation_notice.html"
    layout = "letter"
    statuses = frozenset({Status.PLANNED})
    is_checked = True

    def heading(self, matter):
        if matter.notice_version > 1:
            return "关于旁听庭审改期的通知"
        return "关于邀请旁听庭审的通知"

    def withdrawal(self, matter):
        return "旁听已取消，通知作废" if matter.status == Status.CANCELLED else ""

    def context(self, matter):
        invited = list(matter.invitations.select_related("unit"))
        return {
            "mark": matter.court.name,
            "number": self.number(matter),
            "recipients": addressees([row.unit for row in invited]),
            "body": "\n".join(self.paragraphs(matter)),
            "annex_names": [ANNEX],
            "dated": self.dated(matter),
            "contact": self.contact(matter),
            "sheets": [Sheet(ANNEX, list(annexed(matter, invited)), mark="附件")],
        }

    def dated(self, matter):
        """The day of this version: the invitation's, or that on which it was moved."""
        return matter.invited_on if matter.notice_version == 1 else timezone.localdate()

    def contact(self, matter):
        phone = f"，联系电话：{matter.contact_phone}" if matter.contact_phone else ""
        return f"（联系人：{matter.contact}{phone}）" if matter.contact else ""

    def paragraphs(self, matter):
        """Yield the text: what is heard, when, where, why, who is asked to come, the rules."""
        case = f"{matter.case_number}{matter.cause}一案"
        if matter.notice_version > 1:
            yield f"我院原定组织旁听的{case}，开庭安排有更改，以本通知为准。有关事项如下："
        else:
            yield f"我院将公开开庭审理{case}，现邀请贵单位派员旁听。有关事项通知如下："
        yield from enumerated(self.points(matter))
        yield "特此通知。"

    def points(self, matter):
        spot = "，就地开庭" if matter.kind == Observation.Kind.ON_THE_SPOT else ""
        yield f"时间和地点。{cn_moment(matter.starts_at)}，{matter.place}{spot}。"
        yield f"旁听的意义。{ended(matter.reason)}"
        yield f"旁听人员。各单位席位见附件；请负责人参加的，由负责人到庭。{self.asked(matter)}"
        yield "法庭纪律。请旁听人员按时到庭，遵守附件所列旁听须知。"

    def asked(self, matter):
        by = f"于{cn_date(matter.receipt_by)}前" if matter.receipt_by else ""
        again = "重新" if matter.notice_version > 1 else ""
        return f"请{by}在府院联动工作平台{again}报送旁听人员姓名、职务；不能派员的，说明理由。"


def ended(text):
    """A text as one paragraph that ends in a full stop."""
    return "".join(text.splitlines()).rstrip("。；") + "。"


def addressees(units):
    """Name the invited units, or where that takes more than two lines, all of them as one."""
    names = "、".join(unit.short_name for unit in units)
    return names if len(names) <= LONGEST else "各受邀单位"


def annexed(matter, invited):
    """The seats of each unit, and the rules of the courtroom."""
    yield seats(invited)
    if matter.discipline:
        yield Text(matter.discipline, headings=False, head="旁听须知")


def seats(invited):
    columns = [
        Column("序号", 16, center=True),
        Column("单位", 80),
        Column("席位", 24, center=True),
        Column("请负责人参加", 36, center=True),
    ]
    rows = [
        [str(order), row.unit.name, str(row.seats), "是" if row.head_asked else ""]
        for order, row in enumerate(invited, start=1)
    ]
    return Table(columns, rows)


class ObservationForm(ObservationPaper):
    """A paper made of pieces: what is heard, when, where, and a table."""

    template_name = "documents/disputes/form.html"

    def context(self, matter):
        return {"sheets": [Sheet(self.heading(matter), list(self.pieces(matter)))]}

    def facts(self, matter):
        return Facts(
            [
                [("案件", f"{matter.case_number} {matter.cause}")],
                [("时间", cn_moment(matter.starts_at))],
                [("地点", matter.place)],
            ]
        )

    def observers(self, matter):
        rows = Observer.objects.filter(invitation__observation=matter)
        return rows.select_related("invitation__unit")


@registry.papers.register
class SignInSheet(ObservationForm):
    """旁听签到表: who was announced, to be signed by hand, with lines for whoever comes besides."""

    code = "observation-sign-in"
    title = "旁听庭审签到表"
    statuses = frozenset({Status.INVITED, Status.HELD})
    is_form = True

    def pieces(self, matter):
        yield self.facts(matter)
        people = [
            [one.invitation.unit.short_name, one.post, one.name]
            for one in self.observers(matter).filter(is_walk_in=False)
        ]
        people += [[""] * 3] * max(SPARE, LEAST - len(people))
        columns = [
            Column("序号", 14, center=True),
            Column("单位", 48),
            Column("职务", 38),
            Column("姓名", 26),
            Column("签名", 30),
        ]
        rows = [[str(order), *row, ""] for order, row in enumerate(people, start=1)]
        yield Table(columns, rows, tall=True)


@registry.papers.register
class ObservationAccount(ObservationForm):
    """旁听庭审情况: how many units and heads came, who of each, what came of it; frozen."""

    code = "observation-account"
    title = "旁听庭审情况"
    statuses = frozenset({Status.HELD})

    def heading(self, matter):
        return f"{matter.title}情况"

    def context(self, matter):
        sheets = super().context(matter)["sheets"]
        if any(row.came > MOST_NAMED for row in matter.invitations.with_tallies()):
            came = self.observers(matter).here()
            sheets.append(Sheet(LIST, [listed(came)], mark="附件"))
        return {"sheets": sheets}

    def pieces(self, matter):
        invited = list(matter.invitations.with_tallies())
        came = list(self.observers(matter).here())
        yield self.facts(matter)
        yield Text(told(invited), headings=False, head="一、到庭旁听情况")
        yield by_unit(invited, came)
        yield Text(matter.summary or "（小结时填写）", headings=False, head="二、庭审和庭后情况")
        if matter.effect:
            yield Text(matter.effect, headings=False, head="三、效果和反映")
        yield Seal(matter.court.name, timezone.localdate())


def told(invited):
    """How many units and persons came, and which of the invited did not."""
    came = [row for row in invited if row.came]
    absent = [row.unit.short_name for row in invited if not row.came]
    words = (
        f"邀请{len(invited)}个单位，{len(came)}个单位到庭旁听，"
        f"共{sum(row.came for row in invited)}人，其中单位负责人"
        f"{sum(row.came_heads for row in invited)}人。"
    )
    return words + (f"没有到庭旁听的单位：{'、'.join(absent)}。" if absent else "")


def by_unit(invited, came):
    """Who came of each unit, and why nobody did."""
    columns = [
        Column("单位", 50),
        Column("人数", 18, center=True),
        Column("负责人", 20, center=True),
        Column("到庭旁听人员", 68),
    ]
    rows = []
    for row in invited:
        people = [one for one in came if one.invitation_id == row.pk]
        said = named(people) or (f"未到庭：{row.declined}" if row.declined else "未到庭")
        rows.append([row.unit.short_name, str(row.came), str(row.came_heads), said])
    return Table(columns, rows)


def named(people):
    """Name all of few people; of many, the heads alone, for the rest stands in the list."""
    few = len(people) <= MOST_NAMED
    names = "、".join(f"{one.name}（{one.post}）" for one in people if few or one.is_head)
    return names if few else f"{names}等{len(people)}人，名单附后".removeprefix("等")


def listed(came):
    """Everybody who came, a line each."""
    columns = [
        Column("序号", 16, center=True),
        Column("单位", 52),
        Column("职务", 48),
        Column("姓名", 40),
    ]
    rows = [
        [str(order), one.invitation.unit.short_name, one.post, one.name]
        for order, one in enumerate(came, start=1)
    ]
    return Table(columns, rows)
