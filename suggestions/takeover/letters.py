"""From rows to earlier suggestions (由行成件): what belongs together, and where it clashes."""

import re
from datetime import date
from itertools import groupby

from django.core.exceptions import ValidationError
from django.utils import timezone

from liaison.models import Unit
from liaison.tables.columns import Names
from suggestions.models import Addressee, JudicialSuggestion, Kind, Problem, Reply, ReplyItem
from suggestions.models.earlier import Earlier, Side, check_earlier, circle_of, settle
from suggestions.takeover.columns import NAMES, OF_LETTER, OF_SIDE, Line, parts

SEVERAL = re.compile(r"[、；;，,]")
FRAME = re.compile(r"^(?:关于)?(.+?)(?:的?司法建议书?)?$")
EARLIEST = date(1990, 10, 1)
"""The day on which the law on administrative suits took effect."""


def grouped(rows):
    """Yield the lines of each letter: those that follow one another under one number.

    A row without a number goes on with the letter above it, as merged cells do.
    """
    latest = [None]

    def number_of(line):
        if line["number"] or "number" in line.wrong:
            latest[0] = line["number"]
        return latest[0]

    for _, lines in groupby((Line(row, cells) for row, cells in rows), key=number_of):
        yield list(lines)


class Faults(list):
    """What is wrong, as (row, column, what to do)."""

    def add(self, row, name, advice):
        self.append((row, NAMES[name], advice))


class Composer:
    """Makes letters of lines, for one court in one committee."""

    def __init__(self, court, committee):
        self.court, self.committee = court, committee
        self.units = Names((unit, unit) for unit in circle_of(committee))
        others = Unit.objects.courts().exclude(pk=court.pk).exclude(place_name="")
        own = {court.place_name}
        self.others = tuple(f"{place}法建〔" for place in {*_places(others)} - own)
        self.today = timezone.localdate()

    def compose(self, lines):
        """The letter that these lines tell, and what is wrong; None if anything is."""
        faults = Faults()
        for line in lines:
            for name, advice in line.wrong.items():
                faults.add(line.row, name, advice)
        earlier = self._letter(lines, faults)
        if not faults:
            self._place_lines(earlier, lines, faults)
        if not faults:
            self._answer(earlier, lines, faults)
        if not faults:
            self._judge(earlier, faults)
        return (None if faults else earlier), faults

    def _letter(self, lines, faults):
        """What the lines say of the letter as a whole."""
        first = lines[0]
        said = common(lines, ("number", *OF_LETTER), faults)
        for name in ("number", "subject", "signed_on"):
            if name not in said and not any(name in line.wrong for line in lines):
                faults.add(first.row, name, "必填")
        if said.get("number", "").startswith(self.others):
            faults.add(first.row, "number", "这是别的法院的文号，只能导入本院的司法建议")
        return Earlier(
            JudicialSuggestion(
                number=said.get("number", ""),
                committee=self.committee,
                initiator=self.court,
                kind=said.get("kind", Kind.OTHER),
                subject=FRAME.sub(r"\1", said.get("subject", "")),
                coordinator=self._coordinator(first.row, said.get("coordinator"), faults),
                field_of_work=said.get("field_of_work", ""),
                case_number=said.get("case_number", ""),
                signed_on=said.get("signed_on"),
                reply_by=said.get("reply_by"),
                outcome=said.get("outcome", ""),
            ),
            first.row,
        )

    def _coordinator(self, row, name, faults):
        """The unit of that name, else the committee's on the government side."""
        if not name and self.committee.starter is None:
            faults.add(row, "coordinator", "必填：委员会没有登记司法行政机关")
        return self._unit(row, "coordinator", name, faults) if name else self.committee.starter

    def _unit(self, row, column, name, faults):
        try:
            return self.units.one(name)
        except ValueError as error:
            faults.add(row, column, str(error))
            return None

    def _place_lines(self, earlier, lines, faults):
        """Say of each line which units and which problem it is about; blanks go on from above."""
        sides, problems, units, pair = {}, {}, [], None
        for line in lines:
            if line["recipient"]:
                names = parts(SEVERAL, line["recipient"])
                named = [self._unit(line.row, "recipient", name, faults) for name in names]
                units = list(dict.fromkeys(filter(None, named)))
            pair = self._pair(line, pair, faults)
            if not units and not line["recipient"]:
                faults.add(line.row, "recipient", "必填")
            if pair and pair not in problems:
                problems[pair] = Problem(
                    matter=earlier.matter,
                    order=len(problems) + 1,
                    problem=pair[0],
                    suggestion=pair[1],
                )
            for unit in units:
                if unit not in sides:
                    row = Addressee(matter=earlier.matter, unit=unit, order=len(sides) + 1)
                    sides[unit] = Side(row, line.row)
            line.sides = [sides[unit] for unit in units]
            line.problem = problems.get(pair)
        earlier.sides, earlier.problems = list(sides.values()), list(problems.values())

    @staticmethod
    def _pair(line, above, faults):
        problem, suggestion = line["problem"], line["suggestion"]
        if problem and suggestion:
            return problem, suggestion
        if problem or suggestion:
            lacking = "suggestion" if problem else "problem"
            faults.add(line.row, lacking, "建议与问题应当一一对应，请补填")
        elif above is None:
            faults.add(line.row, "problem", "必填")
        return above

    def _answer(self, earlier, lines, faults):
        """What each unit answered, and which files are its own."""
        for side in earlier.sides:
            own = [line for line in lines if side in line.sides]
            said = common(own, OF_SIDE, faults)
            side.addressee.served_on = said.get("served_on", earlier.matter.signed_on)
            side.is_undated = "served_on" not in said
            self._reply(earlier, side, own, said, faults)
        for line in lines:
            earlier.files += [(line.sides[0], name) for name in line.files]

    @staticmethod
    def _reply(earlier, side, lines, said, faults):
        if "replied_on" in said:
            side.reply = Reply(
                matter=earlier.matter,
                addressee=side.addressee,
                round=1,
                number=said.get("reply_number", ""),
                replied_on=said["replied_on"],
            )
        first = {}
        for line in lines:
            place = line.problem.order
            if place in first:
                faults.add(
                    line.row, "problem", f"与第{first[place]}行的被建议单位、问题相同，请删去一行"
                )
            first.setdefault(place, line.row)
            answered = [name for name in ("response", "reasons", "measures") if line[name]]
            if (answered or said.get("reply_number")) and not side.reply:
                faults.add(line.row, "replied_on", "填写了答复内容的，请填写答复日期")
            elif side.reply and line["response"]:
                side.items[place] = ReplyItem(
                    reply=side.reply,
                    problem=line.problem,
                    response=line["response"],
                    reasons=line["reasons"],
                    measures=line["measures"],
                )
        for problem in earlier.problems if side.reply else ():
            if problem.order not in side.items:
                row = first.get(problem.order, side.row)
                unit = side.addressee.unit
                faults.add(
                    row, "response", f"{unit}已经答复，请填写第{problem.order}个问题的采纳情况"
                )

    def _judge(self, earlier, faults):
        """Hold the whole against the rules; what follows from it is said of it first."""
        self._check_days(earlier, faults)
        if faults:
            return
        settle(earlier, self.today)
        try:
            check_earlier(earlier)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                faults.add(earlier.row, name, "；".join(messages))

    def _check_days(self, earlier, faults):
        matter, until = earlier.matter, earlier.matter.reply_by
        if matter.signed_on < EARLIEST:
            faults.add(earlier.row, "signed_on", "日期不能早于1990年10月1日")
        for side in earlier.sides:
            days = {
                "signed_on": matter.signed_on,
                "served_on": side.addressee.served_on,
                "replied_on": side.reply and side.reply.replied_on,
            }
            self._check_order(side.row, days, faults)
            if until and until <= side.addressee.served_on:
                faults.add(earlier.row, "reply_by", "答复期限应晚于送达日期")

    def _check_order(self, row, days, faults):
        before = None
        for name, day in days.items():
            if day is None:
                continue
            if day > self.today:
                faults.add(row, name, "日期不能晚于今天")
            elif before and day < days[before]:
                faults.add(row, name, f"日期不能早于{NAMES[before]}（{days[before]}）")
            before = name


def common(lines, names, faults):
    """Name → what the lines say alike; a line that says something else is told of."""
    said, given_in = {}, {}
    for line in lines:
        for name in names:
            value = line[name]
            if value in (None, ""):
                continue
            if said.setdefault(name, value) != value:
                faults.add(line.row, name, f"与第{given_in[name]}行不一致")
            given_in.setdefault(name, line.row)
    return said


def _places(courts):
    return courts.values_list("place_name", flat=True)
