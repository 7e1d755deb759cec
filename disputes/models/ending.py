"""Other endings (终结): no agreement was reached, or the applicant takes the dispute back."""

from disputes.models.choices import UNDER_WAY, FileKind, Outcome, Status
from liaison import deadlines
from liaison.days import check_day
from liaison.models import Role
from liaison.notices import publish
from liaison.transitions import transition
from liaison.uploads import attach


class EndingSteps:
    """The steps that end a dispute without performance."""

    @transition(
        source=[*UNDER_WAY, Status.SUSPENDED],
        target=Status.FAILED,
        perm="disputes.fail_dispute",
        part="handle",
        roles=[Role.CENTRE_CLERK],
        label="化解不成",
        hint="写明原因；诉前的，起诉材料退回法院依法立案，不得久调不立",
        tone="danger",
    )
    def fail(self, *, actor, on, failure_ground, reason):
        """End mediation without an agreement (化解不成) and give the case back to the court.

        Before a suit the court must then file the complaint as the law requires; after filing
        it judges in good time (特邀调解规定第二十一条, 行诉解释第八十六条第四款).
        """
        check_day(on, self.latest_on)
        self.failure_ground, self.ending_reason, self.ended_on = failure_ground, reason, on
        self.outcome, self.holder = self.failed_outcome, None
        deadlines.meet(self, self.mediation_rule, on=on, actor=actor)
        self.leave_off(on, "化解终结", actor)
        publish("disputes.failed", self, key="failed")
        self.press_for_filing()
        return self.get_failure_ground_display()

    @transition(
        source=[Status.REFERRED, *UNDER_WAY, Status.SUSPENDED],
        target=Status.WITHDRAWN,
        perm="disputes.withdraw_dispute",
        part="withdraw",
        roles=[Role.COURT_CLERK, Role.CENTRE_CLERK, Role.UNIT_CLERK, Role.JUSTICE_CLERK],
        label="登记撤回",
        hint="申请人撤回化解申请的，登记后终结",
        tone="danger",
    )
    def withdraw(self, *, actor, on, reason, upload=None):
        """Put down that the applicant takes the dispute back (撤回); mediation is voluntary."""
        check_day(on, self.latest_on)
        attach(self, upload, FileKind.WITHDRAWAL, actor)
        self.ending_reason, self.ended_on = reason, on
        self.outcome, self.holder = Outcome.PARTY_WITHDREW, None
        self.leave_off(on, "申请人撤回", actor)
        publish("disputes.withdrawn", self, key="withdrawn")
        self.press_for_filing()

    def leave_off(self, on, reason, actor):
        """Call off what is still planned, and drop the clocks that no longer matter."""
        self.call_off_sessions()
        for deadline in self.clocks():
            deadlines.waive(
                self, deadline.rule.code, on=on, reason=reason, actor=actor, ref=deadline.ref
            )
