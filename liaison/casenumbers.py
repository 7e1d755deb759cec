"""Court case numbers (案号): parse, normalise, validate. Pure.

（年份）法院代字 + 类型代字 + 序号 + 号, as in （2026）吉24行初15号
(人民法院案件案号的若干规定, 2018 年修正).
"""

import re
import unicodedata
from dataclasses import dataclass

PROVINCES = "京津冀晋内辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵黔云滇藏陕甘青宁新军兵"
"""Short names that begin a court's code. Of 贵/黔 and 云/滇 both are taken."""

TYPES = {
    "行初": "行政一审",
    "行终": "行政二审",
    "行监": "行政依职权再审审查",
    "行申": "行政申请再审审查",
    "行抗": "行政抗诉再审审查",
    "行再": "行政再审",
    "行审": "非诉行政行为申请执行审查",
    "行审复": "非诉行政行为申请执行审查复议",
    "行他": "其他行政案件",
    "行赔初": "行政赔偿一审",
    "行赔终": "行政赔偿二审",
    "行赔监": "行政赔偿依职权再审审查",
    "行赔申": "行政赔偿申请再审审查",
    "行赔抗": "行政赔偿抗诉再审审查",
    "行赔再": "行政赔偿再审",
    "行赔他": "其他行政赔偿案件",
    "民初": "民事一审",
    "民终": "民事二审",
    "民破": "破产案件",
    "民特": "民事特别程序（含司法确认）",
    "调确": "司法确认",
    "诉前调": "诉前调解",
    "执": "首次执行",
    "执恢": "恢复执行",
    "执保": "财产保全执行",
}
"""Type codes the liaison committee meets, with their names. Others are valid but nameless."""

_SPECIAL = "知"  # 特殊审判代字, between court and type
_BRACKETS = str.maketrans({"(": "（", ")": "）", "[": "（", "]": "）", "〔": "（", "〕": "）"})
_FORM = re.compile(
    r"（(?P<year>[0-9]+)）(?P<court>最高法|[\u4e00-\u9fff][0-9]*)"
    r"(?P<type>[\u4e00-\u9fff]{1,6})(?P<number>[0-9]+)号(?P<suffix>之[一二三四五六七八九十]+)?"
)
_EXAMPLE = "，应形如“（2026）吉24行初15号”"


class CaseNumberError(ValueError):
    """The text is no case number; the message says what is wrong, for the person who typed it."""


@dataclass(frozen=True)
class CaseNumber:
    """A case number taken apart; ``str()`` gives its official form."""

    year: int
    court_code: str
    type_code: str
    number: int
    suffix: str = ""

    def __str__(self) -> str:
        return f"（{self.year}）{self.court_code}{self.type_code}{self.number}号{self.suffix}"

    @property
    def type_name(self) -> str:
        """Return what kind of case it is in words, or "" for a type this system doesn't meet."""
        return TYPES.get(self.type_code) or TYPES.get(self.type_code.removeprefix(_SPECIAL), "")


def normalise(text: str) -> str:
    """Return ``text`` with full-width brackets, half-width digits and no spaces.

    NFKC alone would turn （） into (); they are put back, and 〔〕 and [] taken for them too.
    """
    plain = unicodedata.normalize("NFKC", text).translate(_BRACKETS)
    return "".join(c for c in plain if not c.isspace() and unicodedata.category(c) != "Cf")


def parse(text: str) -> CaseNumber:
    """Return the case number that ``text`` is, however its brackets and digits were typed."""
    plain = normalise(text)
    if not plain:
        raise CaseNumberError("请填写案号" + _EXAMPLE)
    found = _FORM.fullmatch(plain)
    if not found:
        raise CaseNumberError(f"“{_shortened(plain)}”{_complaint(plain)}{_EXAMPLE}")
    year, court, number = found["year"], found["court"], found["number"]
    if not re.fullmatch(r"(19|20)[0-9]{2}", year):
        raise CaseNumberError(f"案号年份“{_shortened(year)}”不对，应为四位公元年份{_EXAMPLE}")
    if court != "最高法" and court[0] not in PROVINCES:
        raise CaseNumberError(f"法院代字“{_shortened(court)}”不在法院代字表内{_EXAMPLE}")
    if court != "最高法" and len(court) not in (1, 3, 5):
        raise CaseNumberError(
            f"法院代字“{_shortened(court)}”不对，省份简称后应无数字，或为两位、四位数字"
        )
    if number.startswith("0") or len(number) > 8:
        raise CaseNumberError(f"案号序号“{_shortened(number)}”不对，序号从1编起，不补零")
    return CaseNumber(int(year), court, found["type"], int(number), found["suffix"] or "")


def is_valid(text: str) -> bool:
    """Say whether ``text`` is a case number."""
    try:
        parse(text)
    except CaseNumberError:
        return False
    return True


def _complaint(plain: str) -> str:
    """Say which part of a text that isn't a case number is missing first."""
    if not re.match(r"（[0-9]+）", plain):
        return "缺少括号内的年份"
    if not re.search(r"[0-9]号(之[一二三四五六七八九十]+)?$", plain):
        return "应以“序号＋号”结尾"
    return "不是规范的案号，缺少法院代字或者类型代字"


def _shortened(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:30]}……"
