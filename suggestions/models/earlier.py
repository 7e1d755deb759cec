"""Earlier suggestions (以往的司法建议): what a table says of one, and the rules."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import models

from liaison.models import Unit
from suggestions.models.addressees import MOST_ADDRESSEES, Addressee
from suggestions.models.answers import Reply, outcomes_open
from suggestions.models.choices import Status
from suggestions.models.problems import MOST_PROBLEMS
from suggestions.models.suggestion import NOT_ADDRESSED, JudicialSuggestion


@dataclass
class Side:
    """One unit's part in an earlier suggestion; nothing of it is stored yet."""

    addressee: Addressee
    row: int
    reply: Reply | None = None
    items: dict = field(default_factory=dict)
    """Place of the problem → the answer to it."""
    is_undated: bool = False
    """Whether the day of service isn't known and that of signing stands for it."""


@dataclass
class Earlier:
    """An earlier suggestion (以往的司法建议) as a table tells it; nothing of it is stored yet."""

    matter: JudicialSuggestion
    row: int
    problems: list = field(default_factory=list)
    sides: list = field(default_factory=list)
    files: list = field(default_factory=list)
    """(side, name) of each file that goes with it."""

    @property
    def replies(self):
        return [side.reply for side in self.sides if side.reply]


def circle_of(committee):
    """The units that an earlier suggestion may name: the members of now and of then."""
    ever = models.Q(memberships__committee=committee) | models.Q(office_of=committee)
    return Unit.objects.filter(ever).distinct()


def settle(earlier, today):
    """Say of an earlier suggestion what follows from its table: how far it is, and when it ended.

    Answered by all it is done with, on the day of the last answer, with no verdict of its own.
    """
    matter, sides = earlier.matter, earlier.sides
    matter.title = f"关于{matter.subject}的司法建议"
    matter.taken_over_on = today
    matter.recipient = sides[0].addressee.unit
    for side in sides:
        row, reply = side.addressee, side.reply
        row.state = Addressee.State.REPLIED if reply else Addressee.State.SERVED
        row.replied_on = reply and reply.replied_on
    matter.served_on = min(side.addressee.served_on for side in sides)
    replied = [reply.replied_on for reply in earlier.replies]
    matter.replied_on = max(replied, default=None)
    if len(replied) == len(sides):
        matter.status, matter.closed_on = Status.CLOSED, matter.replied_on
        matter.outcome = matter.outcome or likeliest(earlier)
    else:
        matter.status = Status.SERVED


def likeliest(earlier):
    """What came of a suggestion, as the answers have it (采纳结果)."""
    return outcomes_open(responses_of(earlier))[0]


def responses_of(earlier):
    return [item.response for side in earlier.sides for item in side.items.values()]


def check_earlier(earlier):
    """Hold an earlier suggestion against the rules for one; raise ValidationError by column.

    What a kind must name today it need not have named then.
    """
    errors = _wrong_units(earlier)
    if len(earlier.problems) > MOST_PROBLEMS:
        errors["problem"] = f"一份建议书的问题不超过{MOST_PROBLEMS}个"
    matter = earlier.matter
    if matter.outcome and len(earlier.replies) < len(earlier.sides):
        errors["outcome"] = "还有单位没有答复的，不填采纳结果"
    elif matter.outcome and matter.outcome not in outcomes_open(responses_of(earlier)):
        errors["outcome"] = "与逐条的采纳情况不一致"
    if errors:
        raise ValidationError(errors)


def _wrong_units(earlier):
    units = [side.addressee.unit for side in earlier.sides]
    errors = {}
    if any(unit.kind in NOT_ADDRESSED for unit in units):
        errors["recipient"] = "被建议单位应是行政机关或者其他有关单位"
    if len(units) > MOST_ADDRESSEES:
        errors["recipient"] = f"被建议单位不超过{MOST_ADDRESSEES}个"
    if earlier.matter.coordinator in units:
        errors["coordinator"] = "督促单位不能就是被建议单位"
    return errors


REPLY_LETTER, RECEIPT, LETTER_ITSELF, OTHER_FILE = "复函", "送达回证", "司法建议书", "以往档案"


def kind_of_file(name):
    """What a file is, as its name says (材料种类)."""
    if "回证" in name:
        return RECEIPT
    if any(word in name for word in ("复函", "答复", "回复")):
        return REPLY_LETTER
    return LETTER_ITSELF if "建议书" in name else OTHER_FILE


BEFORE_SIGNING = frozenset({"拟稿", "沟通", "审委会"})
UNTOLD = BEFORE_SIGNING | {"签收", "评价", "回头看"}
"""Stages of which a table says nothing."""


def known_of(matter, stages):
    """The stages of a suggestion without those of which nobody knows whether it saw them."""
    if matter.taken_over_on is None:
        return stages
    was_closed = matter.closed_on and matter.closed_on <= matter.taken_over_on
    unknown = UNTOLD if was_closed else BEFORE_SIGNING
    return [stage for stage in stages if stage["label"] not in unknown]
