"""The course of mediation (进程): more time, pauses."""

from django.core.exceptions import ValidationError

from disputes import deadlines as codes
from disputes.models.choices import (
    UNDER_WAY,
    FileKind,
    RestartGround,
    Status,
    SuspensionGround,
)
from disputes.models.rulebook import Rulebook
from liaison import deadlines, registry
from liaison.days import check_day, written
from liaison.models import Role
from liaison.notices import publish
from liaison.numerals import numeral
from liaison.transitions import transition
from liaison.uploads import attach

TIME_LIMIT = 22
"""The article on time in the model rulebook (工作规则第二十二条)."""


def check_extension(dispute, on, days):
    """Refuse an extension beyond what the rulebook in force allows, and name its article."""
    rules = Rulebook.objects.numbers(dispute.committee, on)
    article = f"工作规则第{numeral(article_on(rules, 'dispute.extend', TIME_LIMIT))}条"
    if dispute.extensions >= rules.extensions_allowed:
        raise ValidationError(
            f"{article}：延长以{rules.extensions_allowed}次为限，已经延长{dispute.extensions}次",
            code="used_up",
        )
    if days > rules.extension_days:
        raise ValidationError(f"{article}：每次延长不超过{rules.extension_days}日", code="too_long")


def article_on(rules, step, default):
    """The number of the article that speaks of a step, as its text is kept; else ``default``."""
    if rules.pk is None:
        return default
    found = rules.articles.filter(touches__contains=[step]).values_list("ordinal", flat=True)
    return found.first() or default


class CourseSteps:
    """The steps that change how mediation goes on, not what comes of it."""

    @transition(
        source=UNDER_WAY,
        perm="disputes.extend_dispute",
        part="handle",
        roles=[Role.CENTRE_CLERK],
        label="延长期限",
        hint="须在期限届满前，取得各方当事人书面同意",
        tone="secondary",
    )
    def extend(self, *, actor, on, days, reason, consent):
        """Give mediation more time, by written consent of both sides (延长期限).

        With consent the law sets no bound (特邀调解规定第二十七条); the rulebook says how often and
        for how many days at most. The consent is kept with the ledger's entry. Raises
        ValidationError without it, or beyond the rulebook.
        """
        check_day(on, self.accepted_on)
        check_extension(self, on, days)
        if consent is None:
            raise ValidationError("请上传各方签字的延期同意书", code="consent")
        paper = attach(self, consent, FileKind.EXTENSION, actor)
        for clock in self._mediation_clock(on, "延长"):
            deadlines.extend(clock, length=days, reason=reason, actor=actor, on=on, consent=paper)
        self.extensions += 1
        publish("disputes.extended", self, key=f"extended:{paper.pk}", days=days)
        return f"延长{days}日：{reason}"

    @transition(
        source=UNDER_WAY,
        target=Status.SUSPENDED,
        perm="disputes.suspend_dispute",
        part="handle",
        roles=[Role.CENTRE_CLERK],
        label="中止",
        hint="鉴定、评估或者等待其他结果期间，化解期限不计算；法院的立案期限照常计算",
        tone="secondary",
    )
    def suspend(self, *, actor, on, ground, reason, consent=None):
        """Stop the clocks while something else must come first (中止).

        The time of an appraisal isn't counted (在线调解规则第二十六条), nor that of the other
        grounds the rulebook names (工作规则第二十三条); for any other, both sides must agree,
        or a pause would be an extension without consent. What the court must do runs on.
        """
        check_day(on, self.latest_on)
        if ground == SuspensionGround.OTHER and consent is None:
            raise ValidationError("其他情形中止的，请上传各方的书面同意", code="consent")
        attach(self, consent, FileKind.CONSENT, actor)
        self.paused_from, self.suspended_on, self.suspension_ground = self.status, on, ground
        self.holder = self.centre.unit
        why = f"{self.get_suspension_ground_display()}：{reason}"
        for clock in self.clocks(status="running"):
            if clock.rule.code not in codes.RUN_ON:
                deadlines.suspend(clock, on=on, reason=why, actor=actor)
        registry.papers["dispute-stay"].issue(self, actor)
        publish("disputes.suspended", self, key=self.occasion("suspended"))
        return why

    @transition(
        source=[Status.SUSPENDED],
        target=lambda dispute: dispute.paused_from,
        perm="disputes.resume_dispute",
        part="handle",
        roles=[Role.CENTRE_CLERK],
        label="恢复",
        hint="期限从恢复之日起接着计算",
    )
    def resume(self, *, actor, on, reason, opinion=None):
        """Let the clocks go on (恢复), from where they stopped.

        After an appraisal its opinion comes with it, or what says that there will be none. Raises
        ValidationError where it is missing.
        """
        check_day(on, self.suspended_on, "中止")
        if self.suspension_ground == SuspensionGround.APPRAISAL and opinion is None:
            raise ValidationError("请上传鉴定、评估意见，或者终止鉴定的函件", code="opinion")
        attach(self, opinion, FileKind.APPRAISAL, actor)
        if self.paused_from == Status.ACCEPTED:
            self.holder = self.respondent
        for clock in self.clocks(status="suspended"):
            deadlines.resume(clock, on=on, reason=reason, actor=actor)
        self.suspension_ground = ""
        registry.papers["dispute-resumption"].issue(self, actor)
        publish("disputes.resumed", self, key=self.occasion("resumed"))
        return reason

    @transition(
        source=UNDER_WAY,
        perm="disputes.restart_dispute",
        part="handle",
        roles=[Role.CENTRE_CLERK],
        label="重新计算期限",
        hint="追加当事人、更换调解员等，经各方书面同意，化解期限重新起算",
        tone="secondary",
    )
    def restart(self, *, actor, on, ground, reason, consent):
        """Let the period of mediation begin anew (重新计算): who takes part has changed.

        By written consent of both sides, as for more time; what the rulebook allows by way of
        extension is there again. Raises ValidationError without consent, or when time is up.
        """
        check_day(on, self.accepted_on)
        if consent is None:
            raise ValidationError("请上传各方的书面同意", code="consent")
        paper = attach(self, consent, FileKind.CONSENT, actor)
        why = f"{RestartGround(ground).label}：{reason}"
        for clock in self._mediation_clock(on, "重新计算"):
            deadlines.restart(clock, on=on, reason=why, actor=actor)
        self.extensions = 0
        registry.papers["dispute-restart"].issue(self, actor)
        publish("disputes.restarted", self, key=f"restarted:{paper.pk}")
        return why

    def _mediation_clock(self, on, what):
        """The clock of mediation, while it runs; what has run out can't be moved any more."""
        found = self.clocks(rule__code=self.mediation_rule)
        for clock in found:
            if clock.due_on and on > clock.due_on:
                raise ValidationError(
                    f"化解期限已于{written(clock.due_on)}届满，不能再{what}", code="expired"
                )
        return found
