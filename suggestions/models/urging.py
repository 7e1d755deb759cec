"""The ladder of urging (督促): letters by tier to an addressee whose answer is overdue."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from liaison import access, registry
from liaison.days import check_day
from liaison.models import NumberSeries, Post, Role, Unit
from liaison.notices import publish
from liaison.outbox.staff import Staff
from liaison.transitions import transition
from liaison.workdays import ONE_DAY
from suggestions.models.preparing import CLERKS, perm
from suggestions.models.serving import UNANSWERED

SERIES = "司法建议督促"
LONGEST = timedelta(days=60)
"""A letter that urges gives no more time than the suggestion itself gave."""


class Tier(models.IntegerChoices):
    """The rungs of the ladder, each named by whom its letter means to reach (督促档次)."""

    HANDLER = 1, "承办人"
    LEADER = 2, "分管负责人"
    HEAD = 3, "主要负责人"
    COORDINATOR = 4, "司法行政机关"
    SUPERIOR = 5, "上级单位"


@dataclass(frozen=True)
class Rung:
    """What is sent on a tier: the letter's name, its kind of paper, whom in the unit it is for."""

    letter: str
    rank: str
    paper: str = "suggestion-urging"


RUNGS = {
    Tier.HANDLER: Rung("催办通知", Post.Rank.HANDLER),
    Tier.LEADER: Rung("督促函", Post.Rank.LEADER_IN_CHARGE),
    Tier.HEAD: Rung("督促函", Post.Rank.HEAD),
    Tier.COORDINATOR: Rung("督促函", Post.Rank.HEAD),
    Tier.SUPERIOR: Rung("抄送函", Post.Rank.LEADER_IN_CHARGE, "suggestion-urging-superior"),
}
PAPERS = frozenset(rung.paper for rung in RUNGS.values())
RANK_NAMES = {
    Post.Rank.HANDLER: "承办人",
    Post.Rank.SECTION_HEAD: "部门负责人",
    Post.Rank.LEADER_IN_CHARGE: "分管负责人",
    Post.Rank.HEAD: "主要负责人",
}


class UrgingQuerySet(models.QuerySet):
    def highest(self):
        """The tier that was reached; 0 where nobody has been urged."""
        return self.aggregate(highest=models.Max("tier"))["highest"] or 0

    def read_by(self, user):
        """Keep the letters that ``user`` may read, of matters that they may see anyway.

        The court and the coordinator read all; others what was sent, or copied, to their unit,
        or what urges it.
        """
        groups = access.group_ids(user)
        copied = Urging.copied.through.objects.filter(unit__group__in=groups).values("urging")
        return self.filter(
            Q(addressee__matter__initiator__group__in=groups)
            | Q(addressee__matter__coordinator__group__in=groups)
            | Q(addressee__unit__group__in=groups)
            | Q(to__group__in=groups)
            | Q(pk__in=copied)
        )


class Urging(models.Model):
    """One letter in which the court or the coordinator urges an addressee to answer, by tier.

    The ladder climbs from the handler to the unit's head, then with a copy to the government's
    coordinator, at last to the unit above, which sees the suggestion from then on. It belongs to
    one ``deadline``: with a late answer it ends, and what is handed back and late again begins
    another. After the day of the ``final`` letter only the court's bulletin is left (列入通报).
    """

    addressee = models.ForeignKey(
        "suggestions.Addressee",
        models.PROTECT,
        related_name="urgings",
        verbose_name="被建议单位",
    )
    deadline = models.ForeignKey(
        "liaison.Deadline", models.PROTECT, related_name="+", verbose_name="逾期的期限"
    )
    tier = models.PositiveSmallIntegerField("档次", choices=Tier.choices)
    final = models.BooleanField("最后一档")
    number = models.CharField("文号", max_length=60)
    unit = models.ForeignKey(
        "liaison.Unit", models.PROTECT, related_name="+", verbose_name="督促单位"
    )
    to = models.ForeignKey(
        "liaison.Unit", models.PROTECT, related_name="+", verbose_name="主送单位"
    )
    on = models.DateField("发出日期")
    answer_by = models.DateField("要求答复日期")
    requirement = models.CharField("督促要求", max_length=500, blank=True)
    told_rank = models.CharField("通知到", max_length=20, choices=Post.Rank.choices, blank=True)
    """Of what rank those in ``to`` were who were told; empty where there was nobody."""
    actor = models.ForeignKey(
        "liaison.User", models.PROTECT, related_name="+", verbose_name="经办人"
    )
    copied = models.ManyToManyField(
        "liaison.Unit", blank=True, related_name="+", verbose_name="抄送单位"
    )

    objects = UrgingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督促"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["unit", "number"], name="one_urging_a_number")
        ]

    def __str__(self):
        return f"{self.letter}（{self.number}）"

    @property
    def rung(self):
        return RUNGS[self.tier]

    @property
    def letter(self):
        return self.rung.letter

    @property
    def ref(self):
        """Which part of the suggestion its paper is."""
        return f"urging:{self.pk}"

    def is_unheeded(self, today):
        """Whether the ladder ended with this letter and its day, without an answer to this day."""
        return self.final and self.answer_by < today and self.deadline.ended_on is None

    @property
    def stood_in(self):
        """Who was told because nobody holds the rank that was meant; empty where somebody does."""
        found, meant = self.told_rank, self.rung.rank
        return "" if found in {"", meant} else RANK_NAMES[found]

    @property
    def meant(self):
        return RANK_NAMES[self.rung.rank]


def letters_read_by(user):
    """The condition that an issued paper is no urging letter, or one that ``user`` may read."""
    read = Urging.objects.read_by(user).order_by()
    ref = Concat(Value("urging:"), Cast("pk", models.TextField()), output_field=models.TextField())
    refs = read.values_list(ref)
    return ~Q(code__in=PAPERS) | Q(part__in=refs)


class Urged:
    """The step in which the court, or the coordinator, urges an addressee that is late (督促)."""

    @transition(
        source=UNANSWERED,
        perm=perm("urge"),
        part="urge",
        label="督促答复",
        roles=(*CLERKS, Role.JUSTICE_CLERK),
        hint="逾期未答复的逐档督促：承办人、分管负责人、主要负责人、司法行政机关、上级单位；"
        "上一封函要求答复的日期过后再发下一封。",
        when=lambda matter: bool(matter.to_urge()),
    )
    def urge(self, *, actor, tier, on, answer_by, requirement="", addressee=None):
        """Urge an addressee by a numbered letter of ``tier`` (督促); no tier is left out.

        Each letter gives a day to answer by; the next goes out when that has passed.
        """
        late = self.to_urge()
        row = self.one_of(addressee, lambda row: row in late)
        check_day(on, *self.urged_since(row))
        check_answer_by(on, answer_by)
        if tier not in self.tiers_open(row):
            raise ValidationError({"tier": "督促应当逐档进行，不能跳档"})
        unit = access.acting_unit(actor, perm("urge"), self, "urge")
        to = self.superior_of(row) if tier == Tier.SUPERIOR else row.unit
        urging = Urging.objects.create(
            addressee=row,
            deadline=self.reply_deadline(row),
            tier=tier,
            final=tier == self.last_tier(row),
            number=take_number(unit, on.year),
            unit=unit,
            to=to,
            on=on,
            answer_by=answer_by,
            requirement=requirement,
            told_rank=Staff([to.pk]).rank_at(to.pk, RUNGS[tier].rank),
            actor=actor,
        )
        urging.copied.set(self.copied_on(tier, row, unit))
        registry.papers[urging.rung.paper].of(urging).issue(self, actor)
        publish(
            "suggestions.urged",
            self,
            key=urging.ref,
            urging=urging,
            letter=urging.letter,
            unit=row.unit,
            answer_by=answer_by,
        )
        return urging.number

    def to_urge(self):
        """The addressees to whom a letter may go today: late, and not waited for any more."""
        if self.due_on is None or self.due_on >= timezone.localdate():
            return []
        return [row for row in self.addressed() if row.owes and row.may_be_urged]

    def ladder(self, row):
        """The letters about what the addressee owes now, in the order in which they went out."""
        return row.urgings.filter(deadline=self.reply_deadline(row))

    def urged_since(self, row):
        """The day before which no letter to it can have gone out, and what happened before it."""
        due_on = self.reply_deadline(row).due_on
        last = self.ladder(row).last()
        if last and last.answer_by > due_on:
            return last.answer_by + ONE_DAY, f"{last.number}要求答复日期的次日"
        return due_on + ONE_DAY, "答复期限届满的次日"

    def tiers_open(self, row):
        """The tiers of which the next letter to it can be: the one reached, and the next."""
        last = self.last_tier(row)
        reached = min(self.ladder(row).highest(), last)
        return range(max(reached, 1), min(reached + 1, last) + 1)

    def last_tier(self, row):
        """The end of the ladder: a unit with nobody above it is spoken of to nobody."""
        return Tier.SUPERIOR if self.superior_of(row) else Tier.COORDINATOR

    def superior_of(self, row):
        """The unit above an addressee (上级单位); None if there is none, or it urges itself."""
        above = row.unit.parent
        known = {self.initiator_id, self.coordinator_id}
        return above if above and above.is_active and above.pk not in known else None

    def copied_on(self, tier, row, unit):
        """Who has a copy of a letter of ``unit``: the other side that urges, at last the urged.

        The court always has one of the coordinator's, the coordinator from its own tier on.
        """
        copied = [row.unit] if tier == Tier.SUPERIOR else []
        if unit != self.initiator:
            return [*copied, self.initiator]
        return [*copied, self.coordinator] if tier >= Tier.COORDINATOR else copied

    def urged_units(self):
        """The units to which a letter went, or a copy: they see the suggestion from then on."""
        urgings = Urging.objects.filter(addressee__matter=self)
        copied = Urging.copied.through.objects.filter(urging__in=urgings)
        found = Q(pk__in=urgings.order_by().values("to")) | Q(pk__in=copied.values("unit"))
        return Unit.objects.filter(found)

    def papers_seen_by(self, user):
        """Without the letters that urge another addressee."""
        return super().papers_seen_by(user).filter(letters_read_by(user))

    def record_seen_by(self, user):
        """Without the letters that ``user`` may not read."""
        hidden = self.papers.exclude(letters_read_by(user)).order_by()
        entries = super().record_seen_by(user)
        return entries.exclude(action="urge", note__in=hidden.values("number"))


def check_answer_by(on, answer_by):
    """Refuse a day that gives no time to answer, or more than the suggestion gave."""
    if answer_by <= on:
        raise ValidationError({"answer_by": "应在发出日期之后"})
    if answer_by - on > LONGEST:
        raise ValidationError({"answer_by": f"应在发出日期之后{LONGEST.days}日以内"})


def take_number(unit, year):
    """Draw the next number of a unit's letters that urge: 延边法督〔2026〕3号 for a court.

    Raises ValidationError for a court without a place name to number by.
    """
    is_court = unit.kind == Unit.Kind.COURT
    if is_court and not unit.place_name:
        raise ValidationError(f"{unit}未登记地名简称，无法编号，请联系管理员")
    stem = f"{unit.place_name}法督" if is_court else f"{unit.short_name}督"
    drawn = NumberSeries.objects.take(unit, SERIES, year)
    return f"{stem}〔{year}〕{drawn}号"
