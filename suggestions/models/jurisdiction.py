"""To whom a court may write (法释〔2023〕11号第三条): as a rule to units of its own area.

What must be solved elsewhere is passed up (层报) for a higher court to write about.
"""

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.utils.functional import cached_property

from liaison.models import Area, Jurisdiction, Unit
from liaison.notices import publish
from liaison.transitions import transition
from suggestions.models.choices import Kind, Status
from suggestions.models.preparing import CLERKS, OPEN_TO_CHANGE, perm


def may_pass_up(matter):
    return bool(matter.court_above and matter.elsewhere)


class PassingUp:
    """Letters to units outside the court's area: refused, and handed to the court above."""

    @property
    def court_above(self):
        """The next higher court, if it is on the platform."""
        parent = self.initiator.parent
        return parent if parent and parent.kind == Unit.Kind.COURT else None

    @cached_property
    def elsewhere(self):
        """The addressees outside the court's area, as a page says it: asked once."""
        return self.outside_area()

    def outside_area(self):
        """The addressees that lie outside the court's area.

        An area may hold the other, or lie in it. Where it isn't known, nothing is said.
        """
        placed = [unit for unit in self.addressed_units() if unit.area_id]
        if self.kind != Kind.GOVERNANCE or not placed:
            return []
        held = Jurisdiction.objects.of(type(self)).filter(court=self.initiator)
        areas = Area.objects.annotate(held=Exists(held.filter(area=OuterRef("pk"))))
        above, own = {}, {self.initiator.area_id} - {None}
        for area, parent, is_held in areas.values_list("pk", "parent", "held"):
            above[area] = parent
            own |= {area} if is_held else set()
        covered = {area for each in own for area in upwards(each, above)}
        return [
            unit
            for unit in placed
            if own and unit.area_id not in covered and not own & set(upwards(unit.area_id, above))
        ]

    def check_area(self):
        """Raise ValidationError where an addressee lies outside the court's area (第三条)."""
        if units := self.outside_area():
            names = "、".join(map(str, units))
            raise ValidationError(
                f"{names}不在{self.initiator}辖区，应当层报上级人民法院提出"
                "（法释〔2023〕11号第三条），或者改由有管辖权的法院提出"
            )

    @transition(
        source=OPEN_TO_CHANGE,
        target=Status.DRAFT,
        perm=perm("pass_up"),
        part="handle",
        label="层报上级法院",
        roles=CLERKS,
        tone="secondary",
        hint="被建议单位不在本院辖区的，层报上级人民法院决定并提出；此后由上级法院修改、签发，"
        "本院可以查看。",
        when=may_pass_up,
    )
    def pass_up(self, *, actor, reason):
        """Hand the draft to the court above, in whose name it goes on (层报, 第三条).

        The court that found the problem follows it from then on.
        """
        self.proposer, self.initiator = self.initiator, self.court_above
        self.holder = self.initiator
        self.talked_on = None
        publish("suggestions.passed_up", self, key=f"up:{self.audit.count()}", unit=self.proposer)
        return f"{self.proposer}层报{self.initiator}：{reason}"


def upwards(area, above):
    """Yield an area and those that it lies in; ``above`` maps each to the next."""
    while area is not None:
        yield area
        area = above.get(area)
