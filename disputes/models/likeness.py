"""Earlier disputes like this one (类似争议): same person, same act, same agency and kind of act."""

from django.db.models import IntegerChoices, Q, Value

from disputes.models.parties import Party
from liaison.sealing import digests


class Likeness(IntegerChoices):
    """In what an earlier dispute is like this one, the nearest first."""

    PERSON = 0, "同一当事人"
    ACT = 1, "同一行政行为"
    KIND = 2, "同一机关同类行为"


CAP = 10


def others_of(dispute):
    """The parties of other disputes who are the same persons, by number or a public name."""
    parties = [party for party in dispute.parties.all() if not party.unit_id]
    marks = [mark for party in parties for mark in digests(party.id_number)]
    names = [party.name for party in parties if not party.is_person]
    same = Q(id_digest__in=marks) & ~Q(id_digest="")
    same |= Q(name__in=names) & ~Q(kind=Party.Kind.PERSON)
    return Party.objects.filter(same).exclude(dispute=dispute)


def like(queryset, dispute):
    """The newest rows of ``queryset`` that are like ``dispute``, each with its ``likeness``.

    One query: each arm is cut to the newest few before they are put together.
    """
    rest = queryset.exclude(pk=dispute.pk)
    of_agency = rest.filter(respondent=dispute.respondent_id)
    arms = {
        Likeness.PERSON: rest.filter(pk__in=others_of(dispute).values("dispute")),
        Likeness.ACT: of_agency.filter(act=dispute.act),
    }
    if dispute.act_kind:
        arms[Likeness.KIND] = of_agency.filter(act_kind=dispute.act_kind)
    parts = [
        arm.annotate(likeness=Value(int(how))).order_by("-pk")[:CAP] for how, arm in arms.items()
    ]
    return nearest(parts[0].union(*parts[1:], all=True).order_by("likeness", "-pk"))


def nearest(rows):
    """Each dispute once, under what makes it most alike."""
    found = {}
    for row in rows:
        found.setdefault(row.pk, row)
    for row in found.values():
        row.like_in = Likeness(row.likeness).label
    return list(found.values())[:CAP]
