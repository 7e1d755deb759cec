"""Going away and coming back (外出代办): what is entered, ended, told of, and shown.

Whoever is away enters it, or the office for somebody who left without doing so. Each leaves its
entry in the audit trail, and the substitute is told.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from liaison import access, registry
from liaison.models import Absence, User, record
from liaison.models.absences import end_of_chain
from liaison.notices import Notice, publish

ASKED = registry.notices.register(
    Notice(
        code="liaison.stand_in",
        subject="{who}{span}外出，由您代办",
        body="{who}{span}外出。这几天送给{who}的提醒和通知同时送给您，请留意工作台，按期办理。\n"
        "代办不增加您的权限：您能查看和办理的，仍以您自己的任职为准。",
        variables=("who", "span"),
        plain=("span",),
        outside="【府院联动】您被登记为代办人（{span}），请登录查看",
    )
)
"""Somebody is named as substitute: to them."""

RELEASED = registry.notices.register(
    Notice(
        code="liaison.stand_in_over",
        subject="{who}（{span}外出）不再由您代办",
        variables=("who", "span"),
        plain=("span",),
        outside="【府院联动】您不再是代办人（{span}），请登录查看",
    )
)
"""The absence was called off, ended early or given to another substitute: to the one before."""


@transaction.atomic
def enter(absence, *, actor):
    """Enter a new absence, or one that was changed (登记外出、变更外出).

    One at a time a person: whoever comes second waits for the first and is refused. Raises
    ValidationError, field by field.
    """
    _lock(absence.user_id)
    before = _as_it_stands(absence) if absence.pk else None
    absence.full_clean()
    absence.save()
    _audit(absence, actor, "变更外出" if before else "登记外出")
    asked = before and before.substitute
    if asked and asked != absence.substitute:
        _tell(RELEASED, before, asked)
    if absence.substitute and _words(before) != _words(absence):
        _tell(ASKED, absence, absence.substitute)


@transaction.atomic
def end(absence, *, actor):
    """The person is back and at work today (提前结束), or never left: then it goes (撤销).

    Raises ValidationError if it is over already, or called off.
    """
    _lock(absence.user_id)
    absence, today = _as_it_stands(absence), timezone.localdate()
    if absence.substitute:
        _tell(RELEASED, absence, absence.substitute)
    if absence.starts_on >= today:
        _audit(absence, actor, "撤销外出")
        absence.delete()
        return
    absence.ends_on = today - timedelta(days=1)
    absence.save(update_fields=["ends_on"])
    _audit(absence, actor, "提前结束外出")


def _lock(user_id):
    """Make whoever enters something for the same person wait until this transaction is over."""
    list(User.objects.select_for_update(no_key=True).filter(pk=user_id).values_list("pk"))


def _as_it_stands(absence):
    """Read it afresh: another click may have ended it, or called it off, meanwhile."""
    found = Absence.objects.filter(pk=absence.pk).select_related("user", "substitute").first()
    if found is None or found.state == "over":
        raise ValidationError("这次外出已经结束或者撤销")
    return found


def _words(absence):
    return absence and (absence.substitute_id, absence.starts_on, absence.ends_on)


def _audit(absence, actor, label):
    """Say in the trail who is away when and who stands in; why is nobody's business there."""
    substitute = f"，代办人{absence.substitute}" if absence.substitute else ""
    record(actor, "absence", label, absence, note=f"{absence}{substitute}")


def _tell(notice, absence, whom):
    key = f"{absence.starts_on}:{absence.ends_on}:{timezone.now().timestamp()}"
    publish(notice.code, absence, key=key, to=[whom], who=absence.user.name, span=absence.span)


def cautions(absence):
    """Yield what whoever enters ``absence`` should know, though nothing forbids it."""
    away = absence.substitute_id and absence.days_without_substitute
    if away:
        yield (
            f"{absence.substitute}其中{away}天也外出，那几天由其代办人接办；"
            "其没有指定代办人的，由本单位其他人接办"
        )
    asked = Absence.objects.filter(substitute=absence.user)
    for other in asked.overlapping(absence.starts_on, absence.ends_on).select_related("user"):
        then = "由您的代办人接办" if absence.substitute_id else "请与其商定另行指定代办人"
        yield f"您在代{other.user}办理（{other.span}），您外出期间{then}"


@dataclass(frozen=True)
class Duty:
    """What today's absences mean for one person."""

    own: Absence | None = None
    """Their own, if they are away; ``in_place`` says whether its substitute may stand in."""
    standing_in: list = field(default_factory=list)
    """The absences of those for whom they stand in today, directly or at the end of a chain."""


def duty_of(user):
    """Read what today's absences in the units of ``user`` mean for them: one query."""
    units = [post.unit_id for post in access.standing(user).posts]
    absences = list(Absence.objects.current().around(user, units))
    substitutes = {each.user_id: each.substitute_id if each.in_place else None for each in absences}
    return Duty(
        next((each for each in absences if each.user_id == user.pk), None),
        [each for each in absences if end_of_chain(each.user_id, substitutes) == user.pk],
    )
