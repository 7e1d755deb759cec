"""Other results (其他化解结果): what the agency, a court or another organ made of the dispute."""

from django.core.exceptions import ValidationError

from disputes.models.choices import (
    CONCLUDED,
    OF_ADJUDICATION,
    SETTLED,
    UNDER_WAY,
    ChangeCondition,
    FileKind,
    Outcome,
    Status,
)
from disputes.models.conclusion import Conclusion
from liaison import access
from liaison.days import check_day
from liaison.models import Role
from liaison.notices import publish
from liaison.transitions import transition
from liaison.uploads import attach

PERM = "disputes.conclude_dispute"


def outcomes_for(actor, dispute):
    """What ``actor`` may register: a court's own decisions are the court's alone to put down.

    Nobody on the government's side writes what is an outcome of adjudication (行政诉讼法第四条);
    the rest is for the centre.
    """
    who = access.standing(actor)
    units = [unit.pk for unit in who.units_with(PERM)]
    centre = dispute.centre.unit_id in units
    court = dispute.court_id in units
    return [each for each in CONCLUDED if (court if each in OF_ADJUDICATION else centre)]


class ConcludingSteps:
    """The step by which a dispute is resolved otherwise than by an agreement of the centre's."""

    @transition(
        source=[*UNDER_WAY, Status.SUSPENDED, *SETTLED],
        target=lambda dispute: Status.PERFORMING if dispute.unperformed else Status.PERFORMED,
        perm=PERM,
        part="conclude",
        roles=[Role.CENTRE_CLERK, Role.COURT_CLERK],
        label="登记其他结果",
        hint="行政机关改变行为、法院准许撤诉、制作调解书、部分化解等，凭文书登记；法院的裁定由法院登记",
        tone="secondary",
    )
    def conclude(self, *, actor, on, outcome, items=(), document=None, **facts):
        """Put down what came of the dispute by somebody's own document (其他化解结果).

        ``facts`` are those of ``Conclusion``: issuer and number, how the agency changed its act and
        the conditions checked (法释〔2008〕2号第二条), or what was resolved, what was not and what
        becomes of it. With items to perform, performance is followed up; without, the one who
        asked confirms. What was to be performed before stays as it is.

        Raises ValidationError for a court's decision that another puts down, without the document,
        for conditions that are not met, and for a part of which nothing is said.
        """
        self._check_conclusion(actor, on, outcome, items, document)
        check_facts(outcome, facts)
        paper = attach(self, document, FileKind.OUTCOME, actor)
        Conclusion.objects.create(
            dispute=self, outcome=outcome, concluded_on=on, document=paper, **facts
        )
        if self.status not in SETTLED:
            self.leave_mediation(on, "已有化解结果", actor)
        self.outcome = outcome
        self.await_performance(items, on, actor)
        publish("disputes.concluded", self, key=self.occasion("concluded"))
        return f"{self.get_outcome_display()}：{facts['number']}"

    def _check_conclusion(self, actor, on, outcome, items, document):
        check_day(on, self.settled_on or self.latest_on)
        if outcome not in outcomes_for(actor, self):
            raise ValidationError("该结果由作出决定的法院登记", code="court")
        if document is None:
            raise ValidationError("请上传结果文书", code="document")
        if items and self.items.exists():
            raise ValidationError("已有履行事项，不能另行登记", code="items")
        if any(item["due_on"] < on for item in items):
            raise ValidationError("履行期限不能早于结果日期", code="too_early")


def check_facts(outcome, facts):
    """Hold what is said of a result against what the law asks for it."""
    if outcome == Outcome.AGENCY_CHANGED_ACT:
        if not facts.get("change"):
            raise ValidationError("请选择改变的方式", code="change")
        if set(facts.get("conditions", ())) != set(ChangeCondition.values):
            raise ValidationError(
                "各项条件都具备的，才能登记为行政机关改变行政行为", code="conditions"
            )
    if outcome == Outcome.PARTIAL and not all(
        facts.get(name) for name in ("resolved", "unresolved", "remainder")
    ):
        raise ValidationError(
            "部分化解的，请写明已化解、未化解的部分和其余部分的处理", code="parts"
        )
