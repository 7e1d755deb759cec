"""A row of the feed, cell by cell and then as a whole: the case that it tells, or what is wrong."""

import re
from datetime import date

from django.core.exceptions import ValidationError

from disputes.appearances.feed.columns import COLUMNS, FREE, NAMES, act_kind_of, aside_of
from disputes.appearances.feed.words import kind_of_name, result_of
from disputes.appearances.models import AGAINST, WITHOUT_JUDGMENT, Litigant, Procedure
from disputes.appearances.models.fedcase import FedCase
from disputes.appearances.models.feed import courts_under
from disputes.appearances.models.filing import instance_of
from disputes.appearances.models.litigants import MOST_LITIGANTS
from disputes.appearances.models.sued import MOST_AGENCIES
from disputes.models.oldregister import EARLIEST, circle_of
from liaison.tables.columns import Names

SEVERAL = re.compile(r"[、；;，,/\n]")
AS = re.compile(r"^(?:原审)?(?:原告|被告|第三人|上诉人|被上诉人|再审申请人|被申请人)[:：]?")
"""What a cell of parties may say of each before the name."""
NAMING = ("plaintiffs", "parties")
"""Columns that name litigants."""
DAYS = ("filed_on", "heard_on", "closed_on")
"""In the order in which they must follow one another."""


class Composer:
    """Makes cases of rows for one court, which names units of its committee."""

    def __init__(self, court, committee, today):
        self.court, self.committee, self.today = court, committee, today
        self.courts = list(courts_under(court, committee))
        self._courts = Names((unit, unit) for unit in self.courts)
        self._codes = {unit.court_code: unit for unit in self.courts if unit.court_code}
        self._blank = {
            name: column.clean({}) for name, column in COLUMNS.items() if not column.required
        }
        self._units = Names((unit, unit) for unit in circle_of(committee).agencies())

    def compose(self, row):
        """(case, errors): what a row tells, or (column, what to do) of all that is wrong."""
        cells, wrong = {}, {}
        for name, column in COLUMNS.items():
            if name in self._blank and column.column_name not in row:
                cells[name] = self._blank[name]
                continue
            try:
                cells[name] = column.clean(row)
            except ValueError as error:
                wrong[name] = str(error)
        checked = _Checked(self, cells, wrong, row)
        case = None if wrong else checked.case()
        return case, [(NAMES[name], advice) for name, advice in wrong.items()]

    def court_of(self, code, name, number):
        """The court of a row: its own, or one below; raise ValueError for any other."""
        court = self._courts.get(name) if name else {self.court.pk: self.court}
        if name and (court is None or len(court) > 1):
            allowed = "、".join(unit.short_name for unit in self.courts[:10])
            raise ValueError(
                f"“{name}”不是本院或者下级法院，您可以导入：{allowed}；参加其他委员会的下级法院自行导入"
            )
        court = next(iter(court.values()))
        if not name and code:
            if code not in self._codes:
                raise ValueError(f"“{code}”不是本院或者下级法院的法院代字")
            court = self._codes[code]
        if number and court.court_code and court.court_code != number.court_code:
            raise ValueError(
                f"案号的法院代字为“{number.court_code}”，{court.short_name}为“{court.court_code}”"
            )
        return court

    def unit(self, name):
        return self._units.one(name)


class _Checked:
    """One row whose cells are read: its parts, each held against the others."""

    def __init__(self, composer, cells, wrong, row):
        self.composer, self.cells, self.wrong, self.row = composer, cells, wrong, row
        self.court = self._try("court", self._court)
        self.agencies = self._agencies()
        self.litigants = self._try("plaintiffs", self._litigants) or []
        self._check_days()
        self._check_hearing()
        self._check_ending()
        self._check_instance()
        self._check_names()

    def _try(self, name, part):
        try:
            return part()
        except ValueError as error:
            self.wrong.setdefault(name, str(error))
        except ValidationError as error:
            self.wrong.setdefault(name, error.messages[0])
        return None

    def get(self, name):
        return self.cells.get(name)

    def _court(self):
        code, name = self.get("court_code") or "", self.get("court") or ""
        return self.composer.court_of(code, name, self.get("number"))

    def _agencies(self):
        """The units that are sued, in order; each must be one of the committee's."""
        found = []
        for name in ("defendants", "co_defendants"):
            for word in apart(self.get(name)):
                unit = self._try(name, lambda word=word: self.composer.unit(word))
                if unit and unit not in found:
                    found.append(unit)
        if len(found) > MOST_AGENCIES:
            self.wrong.setdefault("co_defendants", f"行政机关不超过{MOST_AGENCIES}个")
        if not found and self.get("defendants"):
            self.wrong.setdefault("defendants", "请填写被告")
        return found

    def _litigants(self):
        plaintiffs = apart(self.get("plaintiffs"))
        sued = {name for unit in self.agencies for name in (unit.name, unit.short_name)}
        words = {*apart(self.get("defendants")), *apart(self.get("co_defendants")), *sued}
        others = [name for name in apart(self.get("parties")) if name not in words]
        third = [name for name in others if name not in plaintiffs]
        if not plaintiffs and self.get("plaintiffs"):
            raise ValueError("请填写原告")
        if len(plaintiffs) + len(third) > MOST_LITIGANTS:
            raise ValueError(f"当事人不超过{MOST_LITIGANTS}个，人数众多的填诉讼代表人")
        if any(len(name) > 60 for name in (*plaintiffs, *third)):
            raise ValueError("每个姓名或者名称不超过60字，几个的用顿号隔开")
        side = Litigant.Side
        rows = [(side.PLAINTIFF, name) for name in plaintiffs]
        rows += [(side.THIRD, name) for name in third]
        return [(str(side), str(kind_of_name(name)), name) for side, name in rows]

    def _check_days(self):
        """No day is before the law, after today, or before the one that must come first."""
        since, words = EARLIEST, "1990年10月1日"
        for name in DAYS:
            day = self.get(name)
            if not isinstance(day, date):
                continue
            if day > self.composer.today:
                self.wrong.setdefault(name, "日期不能晚于今天")
            elif day < since:
                self.wrong.setdefault(name, f"日期不能早于{words}")
            elif name != "heard_on":
                since, words = day, f"{NAMES[name]}（{day}）"

    def _check_hearing(self):
        """What is said of a hearing presupposes one."""
        heard = self.get("heard")
        if heard is False and self.get("heard_on"):
            self.wrong.setdefault("heard_on", "是否开庭填“否”的，不填开庭日期")
        if self.has_been_heard:
            if not (self.get("heard_on") or self.get("closed_on")):
                self.wrong.setdefault("heard_on", "已经开庭的，请填写开庭日期")
        elif self.get("appeared"):
            self.wrong.setdefault("appeared", "没有开庭，不能填“是”")
        if not self.get("appeared"):
            for name in ("head_rank", "spoke"):
                if self.get(name):
                    self.wrong.setdefault(name, "负责人没有出庭的，不填")

    @property
    def has_been_heard(self):
        heard = self.get("heard")
        return bool(heard) or (heard is None and bool(self.get("heard_on")))

    def _check_ending(self):
        ended = self.get("closed_on")
        if ended and not (self.get("closing") or self.get("closing_reason")):
            self.wrong.setdefault("closing", "已经结案的，请填写结案方式")
        for name in ("closing", "lost", "appealed"):
            if self.get(name) and not ended:
                self.wrong.setdefault(name, "没有结案日期，不填")

    def _check_instance(self):
        number, procedure = self.get("number"), self.get("procedure")
        if number and procedure and procedure[0] not in (None, instance_of(number)):
            label = instance_of(number).label
            self.wrong.setdefault("procedure", f"与案号不一致，按案号应为{label}")
        if number and self.get("earlier_number") == str(number):
            self.wrong.setdefault("earlier_number", "不能就是本案案号")

    def _check_names(self):
        """A natural person is named among the litigants and nowhere else."""
        persons = [name for _, kind, name in self.litigants if kind == "person" and len(name) > 1]
        for name in FREE:
            text = self.get(name)
            if text and any(person in text for person in persons):
                self.wrong.setdefault(name, "不得出现自然人的姓名，请改为“张某某”或者删去")

    def case(self):
        number = self.get("number")
        fields, strange = self._fields(number)
        appeared = bool(self.get("appeared"))
        facts = {
            "heard_on": None,
            "notified": bool(self.get("notified")),
            "appeared": appeared,
            "head_rank": str(self.get("head_rank") or ""),
            "spoke": bool(self.get("spoke")),
        }
        if self.has_been_heard:
            facts["heard_on"] = self.get("heard_on") or self.get("closed_on")
        return FedCase(
            court=self.court,
            number=str(number),
            fields=fields,
            facts=facts,
            litigants=self.litigants,
            agencies=self.agencies,
            aside=aside_of(self.cells),
            raw=self._raw(),
            said=self._said(),
            updated_on=self.get("updated_on"),
            strange=strange,
        )

    def _fields(self, number):
        closing, reason = self.get("closing") or "", self.get("closing_reason") or ""
        ended, lost = self.get("closed_on"), self.get("lost")
        procedure = self.get("procedure")
        words = self.get("act_kind") or ""
        kind = act_kind_of(words)
        fields = {
            "instance": str(instance_of(number)),
            "procedure": str(procedure[1] if procedure else Procedure.ORDINARY),
            "cause": self.get("cause"),
            "act_kind": str(kind),
            "act": words or kind.label,
            "filed_on": self.get("filed_on"),
            "earlier_number": self.get("earlier_number"),
            "judged_on": ended,
            "result": "",
            "judgment": "",
            "lost": lost,
            "loss_reason": self.get("loss_reason") or "",
            "appealed": bool(self.get("appealed")),
        }
        if not ended:
            return fields, ""
        result, known = result_of(closing, reason, lost)
        if lost is None and known and result not in WITHOUT_JUDGMENT:
            fields["lost"] = result in AGAINST
        fields["result"] = str(result)
        if known:
            return fields, ""
        fields["judgment"] = "；".join(filter(None, (closing, reason)))
        return fields, fields["judgment"]

    def _said(self):
        """Which names of the case stand in a cell; the others are defaults."""
        told = {name for name, value in self.cells.items() if value not in (None, "")}
        for name, column in (("judged_on", "closed_on"), ("result", "closing")):
            if column in told:
                told.add(name)
        if self.get("heard") is not None:
            told.add("heard_on")
        return frozenset(told | {"litigants", "agencies"})

    def _raw(self):
        """The cells as they came, without those that name litigants."""
        naming = {NAMES[name] for name in NAMING}
        return {heading: str(value) for heading, value in self.row.items() if heading not in naming}


def apart(cell):
    """The names in a cell, one by one, without what they are."""
    names = (AS.sub("", name.strip()).strip() for name in SEVERAL.split(cell or ""))
    return list(dict.fromkeys(filter(None, names)))
