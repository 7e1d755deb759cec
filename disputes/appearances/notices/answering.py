"""What is told of the answer: more time asked for and decided, the answer itself (答辩举证)."""

from disputes.appearances.notices.filing import agency
from liaison import registry
from liaison.notices import Notice


def court(matter, **variables):
    """The court's own handlers."""
    return [matter.initiator]


def own(matter, unit, **variables):
    """The agency that it is about."""
    return agency(unit)


def own_and_starter(matter, unit, **variables):
    return [*agency(unit), matter.committee.starter]


def all_sides(matter, unit, **variables):
    """The court, the agency, and who looks on for the government; co-defendants aren't told."""
    return [matter.initiator, *own_and_starter(matter, unit)]


for notice in (
    Notice(
        code="appearances.deferral_asked",
        subject="申请延期举证：{number}",
        body="{unit}在《{title}》中申请延期举证，请审批。现期满日为{due_on}。",
        recipients=court,
        variables=("unit", "due_on"),
        plain=("due_on",),
        outside="【府院联动】{number}有延期举证申请待审批，请登录办理",
    ),
    Notice(
        code="appearances.deferral_recorded",
        subject="法院已登记延期举证申请：{number}",
        body="法院已登记{unit}就《{title}》以纸质提出的延期举证申请，申请日期为{on}，待审批。"
        "审批之前，答辩举证期限仍为{due_on}。",
        recipients=own,
        variables=("unit", "on", "due_on"),
        plain=("on", "due_on"),
        outside="【府院联动】{number}的纸质延期申请已登记，待法院审批。期限仍为{due_on}",
    ),
    Notice(
        code="appearances.deferral_decided",
        subject="延期举证审批结果：{number}",
        body="{unit}在《{title}》中申请延期举证：{decision}。答辩举证期限至{due_on}。",
        recipients=own_and_starter,
        variables=("unit", "decision", "due_on"),
        plain=("decision", "due_on"),
        outside="【府院联动】{number}延期举证：{decision}。期限至{due_on}，请登录查看",
    ),
    Notice(
        code="appearances.answered",
        subject="已答辩举证：{number}",
        body="{unit}于{on}就《{title}》答辩举证{late}。",
        recipients=all_sides,
        variables=("unit", "on", "late"),
        plain=("on", "late"),
        outside="【府院联动】{number}有行政机关于{on}答辩举证{late}，请登录查看",
    ),
):
    registry.notices.register(notice)
