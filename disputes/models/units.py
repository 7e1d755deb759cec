"""Whose business a committee's disputes can be: its units, and the committees of a unit."""

from django.db.models import Q

from liaison.models import Centre, Committee, Membership, Unit


def members_of(committees):
    """The units (单位) of committees: those that are members now, and what stands under them."""
    members = Unit.objects.members_of(committees)
    return Unit.objects.active().filter(
        Q(pk__in=members) | Q(parent__in=members) | Q(parent__parent__in=members)
    )


def committees_of(units):
    """The committees of which ``units``, or the units above them, are members now.

    Or whose office or centres they are.
    """
    members = Membership.objects.current().filter(
        Q(unit__in=units) | Q(unit__children__in=units) | Q(unit__children__children__in=units)
    )
    return Committee.objects.filter(
        Q(pk__in=members.values("committee"))
        | Q(office__in=units)
        | Q(pk__in=Centre.objects.filter(unit__in=units).values("committee"))
    )
