"""Admissibility (受理条件): what is out of scope, and whether the time for suing has run out."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone

from disputes.models.choices import (
    ActKind,
    Field,
    Reconsideration,
    RefusalGround,
    Stage,
    TimeLimit,
)
from liaison import deadlines

SCOPE = tuple(
    ground
    for ground in RefusalGround
    if ground not in {RefusalGround.LAPSED, RefusalGround.UNWILLING, RefusalGround.OTHER}
)
"""What the centre must rule out one by one; time limit and consent are asked for apart."""

REAL_PROPERTY = frozenset({Field.LAND, Field.EXPROPRIATION, Field.FORESTRY})
"""Fields in which a suit is mostly about real property, whose outer limit is twenty years."""


def check_scope(cleared):
    """Refuse to take a dispute in before every ground of the list was ruled out (不予受理情形)."""
    missing = [ground.label for ground in SCOPE if ground not in set(cleared)]
    if missing:
        raise ValidationError(f"请逐项核对不予受理的情形：{'；'.join(missing)}", code="scope")


def check_time(stage, time_limit, reconsideration, *, told):
    """Hold time limit and reconsideration against the law; only before a suit are they open.

    A plainly lapsed time limit puts the dispute out of scope (行政诉讼法第四十六条). Mediation is
    voluntary, so that reconsideration still to come is no bar to it; but the applicant must be
    told that mediation takes neither its place nor its time (行政复议法第二十三条).
    """
    if stage != Stage.PRE_SUIT:
        return
    if not time_limit or not reconsideration:
        raise ValidationError("请核对起诉期限和复议前置", code="unchecked")
    if time_limit == TimeLimit.LAPSED:
        raise ValidationError("明显超过起诉期限的，不属于化解范围，应当不予受理", code="lapsed")
    if reconsideration == Reconsideration.TO_COME and not told:
        raise ValidationError(
            "属于复议前置而尚未复议的，请先书面告知申请人并勾选已告知", code="told"
        )


PRIOR = {
    ActKind.PENALTY: "对当场作出的行政处罚决定不服的",
    ActKind.INACTION: "认为行政机关未履行法定职责的",
    ActKind.INFORMATION: "申请政府信息公开而不予公开的",
    ActKind.REGISTRATION: "认为侵犯已经依法取得的自然资源所有权、使用权的",
}
"""Kinds of act among which reconsideration may have to come first (行政复议法第二十三条)."""


@dataclass(frozen=True)
class Limit:
    """One time limit for suing, worked out from what was typed: a hint, never a verdict."""

    name: str
    basis: str
    start: date
    due_on: date
    left: int
    """Days from the day of the complaint or application to the last day; negative once past."""

    @property
    def is_past(self):
        return self.left < 0

    @property
    def past(self):
        """Days since the last day."""
        return -self.left


def time_limits(*, act_kind, field, known_on, act_on=None, reconsidered_on=None, on=None):
    """Work out the limits that may apply to a suit (起诉期限提示), by the rules in force.

    After reconsideration fifteen days from its decision; for inaction six months from the end of
    the two that the agency has; else six months from knowing of the act, a year if the limit was
    not told, and never after five years, for real property twenty.
    """
    on = on or timezone.localdate()
    return [
        _limit(code, start, on)
        for code, start in _starts(act_kind, field, known_on, act_on, reconsidered_on)
        if start
    ]


def _starts(act_kind, field, known_on, act_on, reconsidered_on):
    if reconsidered_on:
        yield "suit.after_recons", reconsidered_on
        return
    if act_kind == ActKind.INACTION:
        if known_on:
            yield "suit.inaction.sue", deadlines.calculate("suit.inaction", known_on).working.due
        return
    yield "suit.direct", known_on
    yield "suit.no_notice", known_on
    longest = "suit.cap.real_property" if field in REAL_PROPERTY else "suit.cap"
    yield longest, act_on


def _limit(code, start, on):
    found = deadlines.calculate(code, start)
    due = found.working.due
    basis = f"{found.rule.law}{found.rule.article}"
    return Limit(found.rule.name, basis, start, due, (due - on).days)
