"""Settlement (达成协议): what was agreed, checked for legality, signed by all sides."""

from django.core.exceptions import ValidationError

from disputes import deadlines as codes
from disputes.models.agreement import Agreement
from disputes.models.choices import SETTLED, UNDER_WAY, FileKind, Outcome, Status
from liaison import deadlines, registry
from liaison.days import check_day
from liaison.models import Role, User
from liaison.notices import publish
from liaison.transitions import transition
from liaison.uploads import attach


def checkers_for(dispute):
    """Who may check an agreement for legality (合法性审查): the centre's people, not its mediators.

    Whoever brought the sides together does not alone say that what they agreed on is lawful: the
    check must be another's (工作规则第二十四条), and nobody's of the agency complained of.
    """
    people = User.objects.filter(
        pk__in=dispute.centre.unit.posts.current().values("user"), is_active=True
    )
    return people.exclude(pk__in=dispute.panel.values("mediator")).exclude(
        pk__in=dispute.respondent.posts.current().values("user")
    )


def check_legality(dispute, person, on, signed_on):
    """Hold the check of legality against the rules: by whom, and before the sides sign."""
    check_day(on, dispute.accepted_on)
    if on > signed_on:
        raise ValidationError("合法性审查应当在签订之前完成", code="too_late")
    if not checkers_for(dispute).filter(pk=person.pk).exists():
        raise ValidationError(
            "合法性审查人应当是中心的人员，不能是本争议的调解员或者被申请机关的人员", code="checker"
        )


def check_items(items, on):
    """Refuse an item that is to be performed before there is anything to perform."""
    if any(item["due_on"] < on for item in items):
        raise ValidationError("履行期限不能早于签订日期", code="too_early")


class SettlementSteps:
    """The steps by which an agreement comes to be and takes effect."""

    @transition(
        source=UNDER_WAY,
        target=Status.PERFORMING,
        perm="disputes.agree_dispute",
        part="handle",
        roles=[Role.CENTRE_CLERK],
        label="达成协议",
        hint="登记协议内容、逐项履行期限和合法性审查意见，印发调解协议书",
    )
    def agree(
        self,
        *,
        actor,
        on,
        content,
        items,
        legality_by,
        legality_on,
        legality_note,
        civil_part="",
        upload=None,
    ):
        """Put down the agreement (调解协议): mediation has met its time, each item has its own.

        Freezes the agreement as a paper. Sessions still planned are called off, and the court that
        referred is owed a report. With the signed copy the agreement takes effect at once. Raises
        ValidationError when an item is to be performed before the signature, or when the check of
        legality is a mediator's own or comes too late.
        """
        check_day(on, self.latest_on)
        check_legality(self, legality_by, legality_on, on)
        check_items(items, on)
        Agreement.objects.create(
            dispute=self,
            content=content,
            signed_on=on,
            performer=_performer_of(items),
            perform_by=max(item["due_on"] for item in items),
            civil_part=civil_part,
            legality_by=legality_by,
            legality_on=legality_on,
            legality_note=legality_note,
        )
        self.outcome = Outcome.AGREEMENT_PENDING
        self.leave_mediation(on, "已达成协议", actor)
        self.await_performance(items, on, actor)
        if upload:
            self._take_effect(on, upload, actor)
        registry.papers["dispute-agreement"].issue(self, actor)
        publish("disputes.agreed", self, key="agreed", perform_by=self.agreement.perform_by)

    @transition(
        source=SETTLED,
        perm="disputes.seal_dispute",
        part="handle",
        roles=[Role.CENTRE_CLERK],
        label="登记盖章",
        hint="协议自最后一方签字盖章之日生效；有民事部分的，三十日内可以共同申请司法确认",
        when=lambda dispute: dispute.has_agreement and not dispute.agreement.sealed_on,
    )
    def seal(self, *, actor, on, upload):
        """Put down that the last side has signed (盖章): the agreement takes effect that day.

        The thirty days in which both sides may have the civil part confirmed begin (民事诉讼法
        第二百零五条). Raises ValidationError without the signed copy.
        """
        check_day(on, self.agreement.signed_on, "签订")
        if upload is None:
            raise ValidationError("请上传各方签字盖章的协议", code="upload")
        self._take_effect(on, upload, actor)
        publish("disputes.sealed", self, key="sealed", day=on)

    def _take_effect(self, on, upload, actor):
        attach(self, upload, FileKind.AGREEMENT, actor)
        self.agreement.sealed_on = on
        self.agreement.save(update_fields=["sealed_on"])
        if self.agreement.civil_part:
            deadlines.start(
                self, codes.CONFIRMATION_APPLY, on=on, responsible=self.centre.unit, actor=actor
            )


def _performer_of(items):
    """Who performs, of all items together: one side, or both."""
    sides = {item["performer"] for item in items}
    return sides.pop() if len(sides) == 1 else Agreement.Performer.BOTH
