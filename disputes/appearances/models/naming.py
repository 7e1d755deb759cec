"""What an agency says before a hearing: who comes, or why nobody can (出庭回执)."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from disputes.appearances.deadlines import NOMINATION
from disputes.appearances.models.choices import Status, View
from disputes.appearances.models.filing import CLERKS
from disputes.appearances.models.hearings import Appearance
from disputes.appearances.models.rights import perm
from disputes.appearances.models.urging import Urged
from liaison import access, deadlines
from liaison.models import Role
from liaison.notices import publish
from liaison.transitions import transition
from liaison.uploads import attach

HANDLERS = (Role.UNIT_CLERK, Role.UNIT_LEADER, Role.JUSTICE_CLERK)
PROOF = "不能出庭证明材料"
NO_LAWYER_ALONE = (
    "应当报送出庭的负责人，不能只委托律师出庭（行政诉讼法第三条第三款、行诉解释第一百二十八条）；"
    "负责人确实不能出庭的，请办理“说明不能出庭的理由”"
)


class Naming(Urged):
    """What an agency says before a hearing: who comes, or why nobody can (出庭回执)."""

    @transition(
        source=[Status.LISTED],
        perm=perm("name_head"),
        part="appear",
        label="报送出庭负责人",
        roles=HANDLERS,
        hint="负责人包括正职、副职负责人，参与分管被诉行政行为实施工作的副职级别的负责人，"
        "以及其他参与分管的负责人；受委托组织或者下级行政机关的负责人不算。开庭前可以更换。",
        when=lambda matter: any(not one.has_begun for one in matter.planned()),
    )
    def name_head(
        self, *, actor, head_name, head_post, head_rank, staff="", agents="", hearing=None
    ):
        """Say which head appears (报送): name, post, rank, and who comes with the head.

        May be said anew until the hearing begins (第五条第三款); the record keeps who was named
        before. It meets the period for naming on the day on which it is done, late or not.
        Raises ValidationError for a receipt that names agents alone.
        """
        one = self._own_row(actor, "name_head", hearing)
        if not (head_name and head_post and head_rank):
            raise ValidationError({"head_name": NO_LAWYER_ALONE})
        if one.is_past:
            raise ValidationError("已到开庭时间，不能再报送或者更换出庭负责人")
        before = one.head
        one.head_name, one.head_post, one.head_rank = head_name, head_post, head_rank
        one.staff, one.agents = staff, agents
        if one.is_undecided:
            one.excuse = one.excuse_note = ""
            one.excuse_proof, one.asks_adjournment = None, False
        self._hand_in(one, actor)
        told = f"由{before}更换为{one.head}" if before else one.head
        self._report(one, "appearances.head_named", told)
        return f"{one}：{told}"

    @transition(
        source=[Status.LISTED],
        perm=perm("excuse_head"),
        part="appear",
        label="说明不能出庭的理由",
        roles=HANDLERS,
        tone="secondary",
        hint="证明材料应当加盖行政机关印章，或者由该机关主要负责人签字认可（负责人出庭应诉规定第九条）；"
        "仍应当委托相应的工作人员出庭，不能只委托律师。",
        when=lambda matter: bool(matter.planned()),
    )
    def excuse_head(
        self, *, actor, excuse, note, proof, staff, asks_adjournment=False, agents="", hearing=None
    ):
        """Say why no head can come, with the proof, and who comes instead (第八条、第九条).

        Corresponding staff must come all the same (行政诉讼法第三条第三款). It meets the period
        for naming; the court then examines it. The proof is for the court and the agency alone.
        """
        one = self._own_row(actor, "excuse_head", hearing)
        if not staff:
            raise ValidationError({"staff": "应当委托行政机关相应的工作人员出庭，不能只委托律师"})
        if not proof:
            raise ValidationError({"proof": "请上传加盖单位印章或者主要负责人签字的证明材料"})
        one.head_name = one.head_post = one.head_rank = ""
        one.excuse, one.excuse_note, one.staff, one.agents = excuse, note, staff, agents
        one.asks_adjournment = asks_adjournment
        one.excuse_proof = attach(self, proof, PROOF, actor)
        one.view = one.view_note = ""
        self._hand_in(one, actor)
        told = one.get_excuse_display() + ("，申请延期开庭" if asks_adjournment else "")
        self._report(one, "appearances.head_excused", told)
        return f"{one}：{told}"

    @transition(
        source=[Status.LISTED],
        perm=perm("decide_excuse"),
        part="handle",
        label="审查不能出庭的理由",
        roles=CLERKS,
        hint="理由不成立的，该机关应当在两个工作日内报送出庭负责人；准许延期的，填写新的开庭时间。",
        when=lambda matter: bool(matter.undecided()),
    )
    def decide_excuse(
        self,
        *,
        actor,
        view,
        note="",
        appearance=None,
        starts_at=None,
        place="",
        notified_on=None,
    ):
        """Find an excuse good or not (第九条), and perhaps put the hearing off for its sake.

        With ``starts_at`` the hearing is put off to that time. Where it is not good the agency
        must name a head after all, and has the two working days for it again. What the court says
        of it, ``note``, is for that agency: it may tell of illness as the proof does. The record
        and the letter, which stays with its reader in whatever unit they act later, say only
        whether the excuse is good.
        """
        one = self._chosen(appearance, self.undecided())
        accepted = view == View.ACCEPTED
        if starts_at and not accepted:
            raise ValidationError({"starts_at": "理由不成立的，不因此延期开庭"})
        if starts_at and not place:
            raise ValidationError({"place": "请填写延期后的开庭地点"})
        one.view, one.view_note = view, note
        if not accepted:
            one.named_on = None
            if one.awaits_name:
                self._await_name(one, timezone.localdate(), actor)
        one.save()
        told = one.get_view_display()
        publish(
            "appearances.excuse_decided",
            self,
            key=f"{one.ref}:{self.audit.count()}",
            unit=one.agency.unit,
            hearing=str(one.hearing),
            told=f"{told}，说明见事项页面" if note else told,
        )
        if starts_at:
            old = one.hearing
            new = self._put_off(old, starts_at, place, f"{one.agency}负责人有正当理由", [one])
            self._carry_over(old, new, notified_on, actor)
            told += f"；{old}延期，改为{self._said(new)}"
        self.pass_on()
        return f"{one.agency}{one.get_excuse_display()}，{told}"

    def undecided(self):
        """The rows with an excuse that the court has still to examine."""
        return [one for one in self.appearances() if one.is_undecided]

    @staticmethod
    def _chosen(appearance, rows):
        """The row that is meant, of those that a step can be about; a single one stands fast."""
        if appearance is None and len(rows) == 1:
            return rows[0]
        if appearance not in rows:
            raise ValidationError({"appearance": "请选择行政机关和哪一次开庭"})
        return rows[rows.index(appearance)]

    def _own_row(self, actor, step, hearing):
        """The row of the actor's own agency at the planned hearing that is meant."""
        own, hearing = self.own(actor, step), self.planned_one(hearing)
        for one in self._rows_of(hearing):
            if one.agency == own:
                return one
        raise ValidationError("本单位不是本案的被诉行政机关")

    def _hand_in(self, one, actor):
        """Keep what the agency said today: its period for naming a head is met."""
        today = timezone.localdate()
        one.named_on = today
        one.save()
        deadlines.meet(self, NOMINATION, on=today, actor=actor, ref=one.ref)
        self.pass_on()

    def _report(self, one, code, told):
        publish(
            code,
            self,
            key=f"{one.ref}:{self.audit.count()}",
            unit=one.agency.unit,
            hearing=str(one.hearing),
            told=told,
        )

    def is_party_to(self, user, one):
        """Whether ``user`` is of the court, or of the agency of that row: excuses are for them."""
        groups = access.group_ids(user)
        return self.initiator.group_id in groups or one.agency.unit.group_id in groups

    def may_preview(self, user, paper):
        """The paper that proves who comes is for its agency and the court."""
        if paper.code == "head-identity":
            return self.is_party_to(user, paper.part)
        return super().may_preview(user, paper)

    def attachments_seen_by(self, user):
        """Without the proofs of excuses of others: they may tell of illness (个人信息保护法)."""
        found, groups = super().attachments_seen_by(user), access.group_ids(user)
        if self.initiator.group_id in groups:
            return found
        own = Appearance.objects.filter(hearing__matter=self, agency__unit__group__in=groups)
        return found.filter(Q(pk__in=own.values("excuse_proof")) | ~Q(kind=PROOF))

    def record_seen_by(self, user):
        """Without who looked at a file that is not for ``user``: its name tells what it is."""
        seen = self.attachments_seen_by(user).order_by()
        hidden = self.attachments.order_by().exclude(pk__in=seen.values("pk"))
        entries = super().record_seen_by(user)
        return entries.exclude(action="download", note__in=hidden.values("name"))
