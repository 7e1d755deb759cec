"""Matter (事项): what is true of every piece of business, whatever its kind."""

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, Value
from django.urls import reverse
from guardian.models import GroupObjectPermissionBase

from liaison import access, search
from liaison.models.desks import DeskEntry, lay_out
from liaison.transitions import transitions_of


class Secrecy(models.TextChoices):
    """Who may hear of a matter (知悉范围); apart from its progress and its outcome.

    The system is unclassified: 绝密, 机密, 秘密 are refused, never stored.
    """

    OPEN = "open", "一般"
    INTERNAL = "internal", "内部"
    CONFIDENTIAL = "confidential", "调解保密"


def searchable(words):
    """The text by which a matter of these words is found."""
    return search.normalise(" ".join(map(str, filter(None, words))))


class MatterQuerySet(models.QuerySet):
    """What every list of matters is asked for, whatever its kind."""

    LONG_TEXTS = False
    """Whether a matter is found by the words of whole letters (``liaison.search``)."""

    def visible_to(self, user):
        """Keep the matters ``user`` may see; for an anonymous user, none."""
        return access.visible(self, user)

    def open(self):
        """Keep what is not yet done with: without ``closed_on``, as the partial indexes have it."""
        return self.filter(closed_on__isnull=True)

    def closed(self):
        """Keep what is done with."""
        return self.filter(closed_on__isnull=False)

    def held_by(self, units):
        """Keep the open matters in which it is the turn of one of ``units``."""
        return self.open().filter(holder__in=units)

    def overdue(self, today):
        return self.open().filter(due_on__lt=today)

    def matching(self, words):
        """Keep the matters whose number, title or units hold every word of ``words``."""
        return search.matching(self, words, long_texts=self.LONG_TEXTS)

    def candidates(self, words):
        """Keep those that may hold the words, by the index alone: not exact yet."""
        return search.candidates(self, words)

    def holding(self, words):
        """Keep those of the ``candidates`` that do."""
        return search.holding(self, words, long_texts=self.LONG_TEXTS)

    def first_holding(self, words, most):
        """The ids of the first ``most`` of the ``candidates`` that do, in the order they are in."""
        return search.first_holding(self, words, most, long_texts=self.LONG_TEXTS)

    def with_listing(self):
        """Fetch what a row of a list shows, in the same query."""
        return self.select_related("initiator", "holder", "committee")

    def delete(self):
        raise ValidationError("事项不得删除")


class Matter(models.Model):
    """A piece of business with a number, a status, an owner and a clock (事项).

    It moves only by the steps declared with ``@transition``. ``holder`` is the unit whose
    turn it is now; ``due_on`` is the earliest due date of what is still owed, kept here
    so that lists sort and filter by it. A matter can't be deleted.
    """

    ICON = "file-text"
    """Its picture in the menu, by Tabler's name."""
    PLACE = 50
    """Where its list stands in the menu: smaller is higher."""
    CLOSED = frozenset()
    """Statuses in which nobody owes anything any more."""
    STAGES = ()
    """The straight path, as (label, statuses) pairs, drawn at the head of the matter's page: what
    is going on, or comes next, in those statuses; a step that is done at once has none."""
    TONES = {}
    """Status → colour of its badge: blue, yellow, green, red, secondary (grey)."""
    SECRET = frozenset()
    """Statuses in which nobody outside its holder may hear of it: reminders stay in that unit."""
    ASIDE = {}
    """Codes of periods that run beside its course, which warn but are not the matter's due date →
    what the unit must do that owes one, for the desk's button."""
    NEXT = {}
    """Status → what the holder must do, in two to four characters, for the desk's button."""
    NEXT_BY_NOTE = {}
    """The same for what a row on the desk says besides its status (``noted_on_desk``)."""

    number = models.CharField("编号", max_length=60, blank=True, db_index=True)
    title = models.CharField("标题", max_length=120)
    status = models.CharField("状态", max_length=30)
    secrecy = models.CharField(
        "知悉范围", max_length=20, choices=Secrecy.choices, default=Secrecy.INTERNAL
    )
    committee = models.ForeignKey(
        "liaison.Committee", models.PROTECT, related_name="+", verbose_name="委员会"
    )
    initiator = models.ForeignKey(
        "liaison.Unit", models.PROTECT, related_name="+", verbose_name="提出单位"
    )
    holder = models.ForeignKey(
        "liaison.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="当前承办单位",
    )
    created_by = models.ForeignKey(
        "liaison.User", models.PROTECT, related_name="+", verbose_name="登记人"
    )
    created_at = models.DateTimeField("登记时间", auto_now_add=True)
    closed_on = models.DateField("办结日期", null=True, blank=True, editable=False)
    due_on = models.DateField("期满日", null=True, blank=True, editable=False)
    due_provisional = models.BooleanField("期满日暂定", default=False, editable=False)
    search_text = models.TextField(editable=False, default="")

    audit = GenericRelation("liaison.AuditEntry")
    deadlines = GenericRelation("liaison.Deadline")
    papers = GenericRelation("liaison.IssuedPaper")
    attachments = GenericRelation("liaison.Attachment")

    objects = MatterQuerySet.as_manager()

    class Meta:
        abstract = True
        default_permissions = ("view",)
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["due_on", "id"], name="%(class)s_due"),
            models.Index(fields=["status", "due_on", "id"], name="%(class)s_status_due"),
            models.Index(
                fields=["holder", "due_on"],
                name="%(class)s_holder_due",
                condition=Q(closed_on__isnull=True),
            ),
            models.Index(
                fields=["id"],
                include=["due_on"],
                name="%(class)s_open",
                condition=Q(closed_on__isnull=True),
            ),
            models.Index(
                fields=["due_on", "id"],
                name="%(class)s_closed_due",
                condition=Q(closed_on__isnull=False),
            ),
            GinIndex(search.Bigrams("search_text"), name="%(class)s_grams"),
            GinIndex(
                search.Bigrams("search_text"),
                name="%(class)s_open_grams",
                condition=Q(closed_on__isnull=True),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}".strip()

    def save(self, **kwargs):
        self.search_text = searchable(self.search_words())
        if "update_fields" in kwargs:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_text"}
        super().save(**kwargs)

    def get_absolute_url(self):
        meta = self._meta
        return reverse(f"{meta.app_label}:{meta.model_name}_detail", args=[self.pk])

    def delete(self, *args, **kwargs):
        raise ValidationError("事项不得删除")

    def step_url(self, name):
        """Return the address of the page on which the step ``name`` is taken."""
        meta = self._meta
        return reverse(f"{meta.app_label}:{meta.model_name}_{name}", args=[self.pk])

    def get_status_display(self):
        """The status in words; each kind has its own ``Status``."""
        return self.Status(self.status).label

    @property
    def is_open(self):
        return self.status not in self.CLOSED

    @property
    def status_tone(self):
        return self.TONES.get(self.status, "secondary" if not self.is_open else "blue")

    def askers(self):
        """The units that wait for what others do in the matter: the initiator does."""
        return [self.initiator]

    def movers(self):
        """The persons who must move the matter themselves, beside its holder."""
        return []

    def desks(self):
        """On whose desks the open matter lies: group id → whether it only waits there.

        The holder and the movers must move it, the askers wait.
        """
        if self.closed_on:
            return {}
        waiting = [unit.group_id for unit in self.askers()]
        moving = [person.personal_group_id for person in self.movers()]
        if self.holder:
            moving.append(self.holder.group_id)
        return dict.fromkeys(waiting, True) | dict.fromkeys(moving, False)

    def owed_aside(self):
        """Group id → the running deadline that its unit owes beside the course (``ASIDE``).

        It outlives the matter: what is closed stays on that unit's desk until it is kept.
        """
        if not self.ASIDE:
            return {}
        owed = self.deadlines.filter(status="running", rule__code__in=self.ASIDE)
        owed = owed.select_related("responsible", "rule").order_by("-due_on")
        return {one.responsible.group_id: one for one in owed}

    def lay_out(self, grants=None):
        """Put the matter on the desks on which it lies now, and take it from all others.

        Who may not see it has it on no desk; ``grants`` spares working them out once more.
        """
        return lay_out(self, self.grants() if grants is None else grants)

    @classmethod
    def noted_on_desk(cls):
        """An expression: what a row on the desk says besides its status; empty for nothing."""
        return Value("", output_field=models.CharField())

    def search_words(self):
        """What two typed characters may find the matter by: number, title and units."""
        return [self.number, self.title, self.initiator, *self.taking_part()]

    def taking_part(self):
        """The units in the matter besides its initiator (参与单位), in the order to be shown."""
        return []

    def unit_of_invited(self):
        """The unit for which an invited person without a unit (特邀调解员) acts in this matter."""
        return self.holder

    def grants(self):
        """Say which groups may do what with the matter in its present status: {group: verbs}."""
        raise NotImplementedError

    def attachments_seen_by(self, user):
        """The attachments that ``user``, who may see the matter, may read too.

        All of them, unless a kind keeps some apart (a mediation file is not the court's).
        """
        return self.attachments.all()

    def papers_seen_by(self, user):
        """The issued papers that ``user``, who may see the matter, may read too."""
        return self.papers.all()

    def may_preview(self, user, paper):
        """Say whether ``user``, who may see the matter, may see ``paper`` before it is issued."""
        return True

    def deadlines_seen_by(self, user):
        """The deadlines that ``user``, who may see the matter, is shown with it."""
        return self.deadlines.all()

    def record_seen_by(self, user):
        """The entries of the audit trail that ``user``, who may see the matter, may read too."""
        return self.audit.exclude(action="refused")

    def refresh_due(self):
        """Set ``due_on``, here and on desks, to the earliest of the deadlines still owed; save it.

        What is owed aside is laid out with the grants, at the end of each step.
        """
        owed = self.deadlines.owed().exclude(rule__code__in=self.ASIDE)
        first = owed.order_by("due_on").values("due_on", "provisional").first() or {}
        self.due_on = first.get("due_on")
        self.due_provisional = first.get("provisional", False)
        type(self).objects.filter(pk=self.pk).update(
            due_on=self.due_on, due_provisional=self.due_provisional
        )
        DeskEntry.objects.about(self).filter(aside=False).update(due_on=self.due_on)

    def tone_of(self, step):
        """How ``step`` is offered now: as the next one (primary), beside it, or as a danger."""
        return step.tone

    def available_transitions(self, user):
        """The steps ``user`` may take now, in the order in which they are declared."""
        return [
            step
            for step in transitions_of(type(self))
            if self.status in step.source
            and step.offered_to(self)
            and access.allowed(user, step.perm, self, step.part)
        ]


class MatterGrant(GroupObjectPermissionBase):
    """What a unit's group may do with one matter; one table a kind, read by the access engine.

    A subclass adds ``content_object``, a foreign key to its kind of matter.
    """

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = True
        default_permissions = ()


def matter_models():
    """Every kind of matter, in the order of the installed apps."""
    from django.apps import apps  # noqa: PLC0415 - the registry is complete only at run time

    return [model for model in apps.get_models() if issubclass(model, Matter)]
