"""What is told of the judgment, its effect and its performance (裁判、履行)."""

from disputes.appearances.notices.answering import court, own, own_and_starter
from disputes.appearances.notices.filing import agency
from liaison import registry
from liaison.notices import Notice


def whoever_knows(matter, **variables):
    """The agencies that were served, and who looks on for the government once one was."""
    if not matter.is_known_outside:
        return []
    served = [row.unit for row in matter.sued() if row.served_on or matter.taken_over_on]
    return [*(one for unit in served for one in agency(unit)), matter.committee.starter]


for notice in (
    Notice(
        code="appearances.judged",
        subject="案件已裁判：{number}",
        body="《{title}》已经裁判：{result}。请登录查看裁判主文和上诉、履行的期限。",
        recipients=whoever_knows,
        variables=("result",),
        outside="【府院联动】{number}已经裁判，请登录查看",
    ),
    Notice(
        code="appearances.effective",
        subject="{outcome}：{number}",
        body="《{title}》：{outcome}（{on}）。",
        recipients=whoever_knows,
        variables=("outcome", "on"),
        plain=("outcome", "on"),
        outside="【府院联动】{number}：{outcome}，请登录查看",
    ),
    Notice(
        code="appearances.to_perform",
        subject="应当履行生效裁判：{number}",
        body="{unit}应当在{due_on}前履行《{title}》的生效裁判，履行后登录报告并附证明材料。",
        recipients=own,
        variables=("unit", "due_on"),
        plain=("due_on",),
        outside="【府院联动】{number}裁判已经生效，应当在{due_on}前履行，请登录办理",
    ),
    Notice(
        code="appearances.performance_reported",
        subject="报告履行情况：{number}",
        body="{unit}报告已经履行《{title}》的生效裁判，请核实后确认或者退回。",
        recipients=court,
        variables=("unit",),
    ),
    Notice(
        code="appearances.performance_judged",
        subject="{outcome}：{number}",
        body="{unit}履行《{title}》生效裁判的情况：{outcome}。",
        recipients=own_and_starter,
        variables=("unit", "outcome"),
        plain=("outcome",),
        outside="【府院联动】{number}：{outcome}，请登录查看",
    ),
):
    registry.notices.register(notice)
