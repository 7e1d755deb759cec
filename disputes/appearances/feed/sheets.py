"""The sheets of the court's feed: the template to fill in, and lawsuits as lines of a feed."""

from datetime import date

from disputes.appearances.feed.columns import (
    AREA,
    AREA_CODE,
    COLUMNS,
    HEADINGS,
    MONTH,
    NAMES,
    YesNo,
    aside_in,
)
from disputes.appearances.feed.words import result_of
from disputes.appearances.models import Litigant, Result, Side
from disputes.appearances.models.feed import courts_under
from disputes.models import ActKind
from disputes.models.oldregister import circle_of
from liaison.tables import sheets

SHEET = "法院案件数据"
WIDTHS = {"案号": 26, "法院名称": 28, "案由": 24, "原告": 20, "被告": 28, "其他共同被告": 28}
RULES = (
    "一行一个案件；一审、二审、再审的案号不同，各占一行",
    "案号和法院都相同的，视为同一案件：与以前导入的不同，更新；与系统内人工登记的不同，列为冲突，不改动",
    "有问题和冲突的行不导入，其余的行经确认后导入；改正后可以把整份文件再导入一次，不会重复",
    "被告、其他共同被告写“填写用词”页中单位的全称或者简称；出庭情况对各共同被告一并记录",
    "自然人的姓名只写在“原告”“当事人”两列",
    "导入不通知任何单位，也不补算以往的期限；没有结案的案件，导入后在系统内继续办理",
    "“示例”页不会被读取；不要使用公式；不要改动列名，用不到的列可以删去",
    "本平台为非涉密系统，严禁录入涉密信息",
)


def template(court, committee):
    """The bytes of an empty feed with its headings, the allowed words, and an example."""
    words = allowed_words(court, committee)
    return sheets.template(
        SHEET, COLUMNS.values(), words, RULES, WIDTHS, example(court, words["被告"])
    )


def allowed_words(court, committee):
    """Heading → the words that a cell of the column may hold."""
    units = sorted(circle_of(committee).agencies().values_list("name", flat=True))
    words = {
        "法院名称": [unit.name for unit in courts_under(court, committee)],
        "审理程序": ["一审普通程序", "一审简易程序", "二审", "再审审查", "再审"],
        "结案方式": list(Result.labels),
        "被告": units,
        "出庭负责人职务": ["正", "副", "其他"],
        "行政行为种类": list(ActKind.labels),
    }
    for column in COLUMNS.values():
        if isinstance(column.widget, YesNo):
            words[column.column_name] = ["是", "否"]
    return {heading: words[heading] for heading in HEADINGS if heading in words}


def example(court, agencies):
    """A row as it should be filled in; whoever it names is invented."""
    code = court.court_code or "吉24"
    return {
        MONTH: "2026-10",
        AREA_CODE: "222400",
        AREA: court.place_name or "延边",
        "案号": f"（2026）{code}行初15号",
        "法院代码": court.court_code,
        "法院名称": court.name,
        "立案日期": date(2026, 3, 2),
        "案件来源": "当事人起诉",
        "审理程序": "一审普通程序",
        "案由": "不动产登记",
        "结案日期": date(2026, 8, 20),
        "结案方式": "判决驳回诉讼请求",
        "原告": "宋知微",
        "被告": agencies[0] if agencies else "",
        "是否开庭": "是",
        "开庭日期": date(2026, 6, 10),
        "是否通知负责人出庭": "是",
        "行政机关负责人是否出庭": "是",
        "行政机关是否出庭": "是",
        "出庭负责人职务": "副",
        "负责人是否发言": "是",
        "行政行为种类": "行政登记、确认",
        "是否附带审查规范性文件": "否",
        "行政机关是否败诉": "否",
        "是否上诉": "否",
        "更新时间": date(2026, 10, 31),
    }


def line_of(lawsuit, raw, named):
    """A lawsuit as a line of a feed; ``raw`` is the row that it came from, if it did.

    ``named`` says whether natural persons are named in full. The lawsuit comes with its
    litigants, its agencies, and those of later instances that the reader may see.
    """
    rows = list(lawsuit.litigants.all())
    sued = [row for row in lawsuit.sued() if row.side == Side.DEFENDANT]
    cells = _kept(raw) if raw else _of_appeal(lawsuit)
    cells |= _of_case(lawsuit, cells) | _of_hearing(sued)
    plaintiffs, third = (
        [row.name if named else row.shown_name for row in rows if row.side == side]
        for side in Litigant.Side.values
    )
    first, *others = [row.unit.name for row in sued] or [""]
    cells |= {
        "plaintiffs": "、".join(plaintiffs),
        "parties": "、".join([*plaintiffs, first, *others, *third]) if third else "",
        "defendants": first,
        "co_defendants": "、".join(others),
    }
    return [cells.get(name, "") for name in COLUMNS]


def _kept(raw):
    """What a row said that no lawsuit has a field for."""
    passing = {name: raw.get(NAMES[name], "") for name in ("month", "updated_on")}
    return aside_in(raw) | passing


def _of_case(lawsuit, kept):
    court, ended = lawsuit.initiator, lawsuit.judged_on
    procedure = lawsuit.get_instance_display()
    if lawsuit.instance == "first":
        procedure += lawsuit.get_procedure_display()
    return {
        "number": lawsuit.number,
        "court_code": court.court_code,
        "court": court.name,
        "filed_on": lawsuit.filed_on,
        "procedure": procedure,
        "cause": lawsuit.cause,
        "closed_on": ended,
        "closing": _ending(lawsuit, kept),
        "act_kind": lawsuit.act if lawsuit.taken_over_on else lawsuit.get_act_kind_display(),
        "lost": said(lawsuit.lost),
        "loss_reason": lawsuit.loss_reason,
        "appealed": said(lawsuit.appealed) if ended else "",
        "earlier_number": lawsuit.earlier_number,
    }


def _ending(lawsuit, kept):
    """The words with which a feed told the ending, as long as it still is that one."""
    words = kept.get("closing", "")
    result, _ = result_of(words, kept.get("closing_reason", ""), lawsuit.lost)
    return words if result == lawsuit.result else lawsuit.get_result_display()


def _of_hearing(sued):
    """What became of the hearing; of several agencies, whatever one of them did."""
    heard = next((row.heard_on for row in sued if row.heard_on), None)
    came = [row for row in sued if row.appeared]
    cells = {"heard": said(heard is not None), "heard_on": heard}
    cells["notified"] = said(any(row.notified for row in sued))
    if heard:
        cells["appeared"] = said(bool(came))
    if came:
        cells["head_rank"] = came[0].get_head_rank_display()
        cells["spoke"] = said(came[0].spoke)
    return cells


def _of_appeal(lawsuit):
    """What the later instance came to, where no feed says it and the reader may know."""
    later = next(iter(lawsuit.later.all()), None)
    if later is None:
        return {}
    return {"second_number": later.number, "second_result": later.get_result_display()}


def said(value):
    return "" if value is None else "是" if value else "否"
