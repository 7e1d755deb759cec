"""The panel (调解员): chosen by the parties or named by the centre, disclosure, standing back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When
from django.utils import timezone

from disputes import deadlines as codes
from disputes.models.choices import UNDER_WAY, FileKind, Status
from disputes.models.register import Appointment, Recusal, mediators_of
from disputes.models.sessions import Session
from liaison import access, deadlines, registry
from liaison.days import check_day
from liaison.models import Booking, Post, Role, User, record
from liaison.notices import publish
from liaison.transitions import transition
from liaison.uploads import attach

LATER_ROLES = (
    "担任本争议调解员的，不得在后续的诉讼中担任人民陪审员、诉讼代理人、证人、鉴定人或者翻译人员"
    "（特邀调解规定第十六条）。"
)
UNRECORDED, UNCHOSEN = "会谈待补记录", "待选定调解员"
UNDISCLOSED, UNLISTED = "待调解员披露", "须另行指定调解员"
BENCH_NOTES = (UNRECORDED, UNCHOSEN, UNDISCLOSED, UNLISTED)
"""What holds the bench up, in the order in which it is said."""
SERVES_THERE = "现任职于被申请机关"
STOOD_BACK = "本争议中已准予回避"


def standing_back(dispute):
    """Who must not mediate (应当回避): {user id: why}.

    Whoever now holds a post with the agency complained of has an interest in the case, and who
    was let go from it once doesn't come back (特邀调解规定第十五条).
    """
    posts = Post.objects.current().filter(unit=dispute.respondent_id)
    granted = Recusal.objects.filter(appointment__dispute=dispute.pk, granted=True)
    return dict.fromkeys(granted.values_list("appointment__mediator", flat=True), STOOD_BACK) | (
        dict.fromkeys(posts.values_list("user", flat=True), SERVES_THERE)
    )


def check_mediator(mediator, dispute):
    """Refuse a mediator who must stand back (回避), or is not on the centre's register now."""
    if mediator is None:
        return
    if why := standing_back(dispute).get(mediator.pk):
        raise ValidationError(f"{mediator}{why}，应当回避", code="recusal")
    if not mediators_of(dispute.centre).filter(pk=mediator.pk).exists():
        raise ValidationError(f"{mediator}不在本中心的调解员名册内", code="unlisted")


class PanelSteps:
    """The steps by which a dispute comes to its mediators, and loses them."""

    @transition(
        source=UNDER_WAY,
        perm="disputes.choose_mediator_dispute",
        part="handle",
        roles=[Role.CENTRE_CLERK],
        label="登记共同选定调解员",
        hint="当事人在受理后二个工作日内从名册中共同选定；没有选定的，由中心指定",
        when=lambda dispute: not dispute.bench,
    )
    def choose_mediator(self, *, actor, on, mediators, presides=None, upload=None):
        """Put down whom the parties chose together (共同选定), one or several.

        Meets the clock of the choice (特邀调解规定第十二条). Raises ValidationError for somebody
        who isn't on the register or must stand back, and when nobody presides over several.
        """
        check_day(on, self.accepted_on)
        attach(self, upload, FileKind.CHOICE, actor)
        self._seat(mediators, presides, Appointment.By.PARTIES, on, actor)
        return f"当事人共同选定：{self.bench_in_words}"

    @transition(
        source=UNDER_WAY,
        perm="disputes.appoint_dispute",
        part="handle",
        roles=[Role.CENTRE_CLERK],
        label="指定（更换）调解员",
        hint="重大、复杂的争议可以由两名以上调解员共同调解，由其中一人主持",
        tone="secondary",
    )
    def appoint(self, *, actor, on, mediators, presides=None, reason=""):
        """Name the panel (指定、更换调解员): who is not named again loses sight of the dispute.

        Meets the clock of the choice. Raises ValidationError as ``choose_mediator`` does, when
        nothing would change, and when somebody is replaced without a reason.
        """
        check_day(on, self.accepted_on)
        self._seat(mediators, presides, Appointment.By.CENTRE, on, actor, reason)
        return f"调解员：{self.bench_in_words}" + (f"；{reason}" if reason else "")

    @transition(
        source=UNDER_WAY,
        perm="disputes.disclose_dispute",
        part="mediate",
        roles=[Role.MEDIATOR, Role.CENTRE_CLERK],
        label="调解员披露",
        hint="会谈前披露可能影响中立、公正调解的情形；没有的也要声明",
        when=lambda dispute: any(not seat.disclosed_on for seat in dispute.bench),
    )
    def disclose(self, *, actor, on, appointment, disclosure="", upload=None):
        """Put down what a mediator disclosed (披露), ``disclosure`` empty for nothing to disclose.

        For another, the centre hands in the signed declaration. 特邀调解规定第十五条. Raises
        ValidationError for another mediator's place.
        """
        if self.seated(appointment).disclosed_on:
            raise ValidationError("该调解员已经披露，另有情形的请补充披露", code="stale")
        return self._disclose(actor, on, appointment, disclosure, upload)

    @transition(
        source=UNDER_WAY,
        perm="disputes.disclose_dispute",
        part="mediate",
        roles=[Role.MEDIATOR, Role.CENTRE_CLERK],
        label="补充披露",
        hint="披露以后又出现或者发现有关情形的",
        tone="secondary",
        when=lambda dispute: any(seat.disclosed_on for seat in dispute.bench),
    )
    def disclose_more(self, *, actor, on, appointment, disclosure, upload=None):
        """Put down what came up after a disclosure (补充披露); the parties are asked again.

        What they agreed to before doesn't cover it. Raises as ``disclose`` does.
        """
        seat = self.seated(appointment)
        if not seat.disclosed_on:
            raise ValidationError("该调解员还没有披露", code="stale")
        check_day(on, seat.disclosed_on)
        whole = "\n".join(filter(None, [seat.disclosure, disclosure]))
        return self._disclose(actor, on, appointment, whole, upload)

    def _disclose(self, actor, on, appointment, disclosure, upload):
        seat = self.seated(appointment)
        check_day(on, seat.appointed_on)
        self._check_speaker(actor, seat, upload)
        seat.disclosed_on, seat.disclosure = on, disclosure
        seat.kept_on, seat.kept_note = None, ""
        seat.save(update_fields=["disclosed_on", "disclosure", "kept_on", "kept_note"])
        attach(self, upload, FileKind.DISCLOSURE, actor)
        registry.papers["dispute-disclosure"].of(seat).issue(self, actor)
        if disclosure:
            publish("disputes.disclosed", self, key=self.occasion("disclosed"))
        return f"{seat}：{'披露了有关事项' if disclosure else '没有需要披露的事项'}"

    def _check_speaker(self, actor, seat, upload):
        """A mediator speaks for no other mediator; the centre hands in what another signed."""
        if actor.pk == seat.mediator_id:
            return
        if "handle" not in self.verbs_of(actor):
            raise ValidationError("只能披露本人的情形", code="another")
        if upload is None:
            raise ValidationError({"upload": "由中心代为登记的，请上传调解员签字的披露声明"})

    @transition(
        source=UNDER_WAY,
        perm="disputes.choose_mediator_dispute",
        part="handle",
        roles=[Role.CENTRE_CLERK],
        label="登记当事人同意继续调解",
        hint="调解员披露的情形，各方当事人知悉后仍同意由其调解的",
        tone="secondary",
        when=lambda dispute: any(seat.is_doubted for seat in dispute.bench),
    )
    def keep_mediator(self, *, actor, on, appointment, note, upload=None):
        """Put down that all sides agree to a mediator in spite of what was disclosed.

        双方当事人同意由该调解员调解的除外（特邀调解规定第十五条）.
        """
        seat = self.seated(appointment)
        if not seat.is_doubted:
            raise ValidationError("该调解员没有待当事人同意的披露事项", code="stale")
        check_day(on, seat.disclosed_on)
        seat.kept_on, seat.kept_note = on, note
        seat.save(update_fields=["kept_on", "kept_note"])
        attach(self, upload, FileKind.CHOICE, actor)
        return f"各方同意由{seat}继续调解"

    def movers(self):
        """Its mediators, while it is under way: theirs to move as much as the holder's."""
        if self.status not in UNDER_WAY:
            return []
        return [seat.mediator for seat in self.panel.sitting().select_related("mediator")]

    @classmethod
    def noted_on_desk(cls):
        """What holds the bench up: a record or a disclosure that is missing, nobody to mediate."""
        seats = Appointment.objects.sitting().filter(dispute=OuterRef("pk"))
        unrecorded = Session.objects.unrecorded().filter(dispute=OuterRef("pk"))
        return Case(
            When(~Q(status__in=UNDER_WAY), then=Value("")),
            When(Exists(unrecorded), then=Value(UNRECORDED)),
            When(mediator__isnull=True, then=Value(UNCHOSEN)),
            When(Exists(seats.filter(disclosed_on__isnull=True)), then=Value(UNDISCLOSED)),
            When(Exists(seats.off_register()), then=Value(UNLISTED)),
            default=Value(""),
            output_field=CharField(),
        )

    @property
    def bench(self):
        """Who mediates now (现任调解员), the one who presides first."""
        return [seat for seat in self.panel.all() if seat.is_sitting]

    @property
    def bench_in_words(self):
        """甲（主持）、乙; the name alone where there is but one."""
        seats = list(self.panel.sitting().select_related("mediator"))
        if len(seats) == 1:
            return str(seats[0])
        return "、".join(f"{seat}（主持）" if seat.presides else str(seat) for seat in seats)

    def seated(self, appointment):
        """Re-read a place on the panel under the dispute's lock: this one's, and still held."""
        found = self.panel.sitting().filter(pk=appointment.pk).first()
        if found is None:
            raise ValidationError("该调解员已不再办理本争议", code="stale")
        return found

    def open_bench(self, mediator, on, actor):
        """At acceptance: seat the mediator who was named, or start the time for choosing."""
        if mediator is None:
            self._await_choice(on, actor)
        else:
            self._seat([mediator], mediator, Appointment.By.CENTRE, on, actor, told=False)

    def _seat(self, mediators, presides, by, on, actor, reason="", told=True):
        """Make the panel consist of ``mediators``, and bring what hangs on it in step."""
        presides = presides or (mediators[0] if len(mediators) == 1 else None)
        if presides not in mediators:
            raise ValidationError({"presides": "由多名调解员调解的，请从中指定一人主持"})
        for mediator in mediators:
            check_mediator(mediator, self)
        sitting = {seat.mediator_id: seat for seat in self.panel.sitting()}
        wanted = {mediator.pk: mediator for mediator in mediators}
        if sitting.keys() == wanted.keys() and self.mediator_id == presides.pk:
            raise ValidationError("所选调解员已在办理本争议", code="same")
        dropped = [seat for ident, seat in sitting.items() if ident not in wanted]
        if dropped and not reason:
            raise ValidationError({"reason": "更换调解员的，请写明原因"})
        for seat in dropped:
            self._leave(seat, on, reason)
        self.panel.sitting().update(presides=False)
        self.panel.bulk_create(
            Appointment(dispute=self, mediator=mediator, by=by, appointed_on=on)
            for ident, mediator in wanted.items()
            if ident not in sitting
        )
        self.panel.sitting().filter(mediator=presides).update(presides=True)
        self._preside(presides)
        self.book_bench()
        deadlines.meet(self, codes.CHOICE, on=on, actor=actor)
        if told:
            registry.papers["dispute-appointment"].issue(self, actor)
            publish("disputes.appointed", self, key=self.occasion("appointed"))

    def _preside(self, mediator):
        """Keep the one who presides, and who is reminded of the time for mediation."""
        self.mediator = mediator
        self.deadlines.open().filter(rule__code=self.mediation_rule).update(handler=mediator)

    def _leave(self, seat, on, reason):
        """End a place on the panel; the mediator's hours are free again."""
        check_day(on, seat.appointed_on)
        seat.ended_on, seat.ended_reason, seat.presides = on, reason[:300], False
        seat.save(update_fields=["ended_on", "ended_reason", "presides"])
        Booking.objects.of(self).filter(person=seat.mediator_id).delete()
        publish(
            "disputes.relieved",
            self,
            key=f"relieved:{seat.pk}",
            to=[User.objects.get(pk=seat.mediator_id)],
        )

    def vacate(self, seat, on, reason, actor):
        """Take one from the panel; the next one presides, or the time for choosing starts again."""
        presided = seat.presides
        self._leave(seat, on, reason)
        next_one = self.panel.sitting().order_by("id").first()
        if next_one is None:
            self._preside(None)
            self._await_choice(on, actor)
        elif presided:
            next_one.presides = True
            next_one.save(update_fields=["presides"])
            self._preside(next_one.mediator)

    def _await_choice(self, on, actor):
        """Start the time in which the parties choose together (选定期限); paused with the rest."""
        if self.status not in {Status.REFERRED, *UNDER_WAY, Status.SUSPENDED}:
            return
        deadline = deadlines.start(
            self,
            codes.CHOICE,
            on=on,
            responsible=self.centre.unit,
            asker=self.asker,
            actor=actor,
        )
        if self.status == Status.SUSPENDED:
            deadlines.suspend(deadline, on=on, reason="化解中止", actor=actor)

    @transaction.atomic
    def lose_mediator(self, mediator, *, actor, reason):
        """Take somebody off the panel who was removed from the register (除名).

        No step of the centre's: it follows from what the office did to the register. While
        mediation goes on the centre is told to name another; after that only the sight is lost.
        """
        self.refresh_from_db(from_queryset=type(self).objects.select_for_update(of=["self"]))
        seat = self.panel.sitting().filter(mediator=mediator).first()
        if seat is None:
            return
        before = self.mediator
        self.vacate(seat, timezone.localdate(), reason, actor)
        mediating = self.status in {*UNDER_WAY, Status.SUSPENDED}
        if not mediating:
            self.mediator = before  # who mediated stays on record
        self.save()
        access.sync_grants(self)
        label = f"调解员{mediator}停止办理"
        record(actor, "lose_mediator", label, self, after=self.status, note=reason)
        if mediating:
            publish("disputes.reassign", self, key=f"reassign:{seat.pk}", mediator=str(mediator))
