"""Who in a unit is told: the people who hold its posts today, by rank."""

from collections import defaultdict

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q
from django.utils import timezone

from liaison.models import Absence, Post, User
from liaison.models.absences import end_of_chain

RANKS = (
    Post.Rank.HANDLER,
    Post.Rank.SECTION_HEAD,
    Post.Rank.LEADER_IN_CHARGE,
    Post.Rank.HEAD,
)


class Staff:
    """The people of some units, read in one query and asked as often as need be.

    Whoever left the unit, and whoever's account is closed, is not among them; nor are its
    mediators, who are told in person of what is assigned to them and of nothing else.

    Whoever is absent today (外出) is told with their substitute, if that is one of the unit's
    people, and else with those who would be told were the post vacant. Of what somebody present
    is told for them only their inbox hears (``User.covered``); nothing knocks at their door.
    """

    def __init__(self, unit_ids):
        self._units = defaultdict(lambda: {rank: {} for rank in RANKS})
        self._people = defaultdict(dict)
        self._absent = defaultdict(dict)
        """Unit → the id of who is absent → the id of their substitute there, or None."""
        self._told = {}
        for post in posts_today().filter(unit__in=set(unit_ids)):
            user = self._people[post.unit_id].setdefault(post.user_id, post.user)
            self._units[post.unit_id][post.rank][user.pk] = user
            if post.absence_id:
                self._absent[post.unit_id][user.pk] = post.substitute_id
        for unit_id, absent in self._absent.items():
            self._cover(self._people[unit_id], absent)

    def _cover(self, people, absent):
        for user_id, substitute_id in absent.items():
            people[user_id].covered = len(absent) < len(people)
            absent[user_id] = substitute_id if substitute_id in people else None

    def is_manned(self, unit_id):
        """Say whether anybody of the unit is at work today."""
        return len(self._absent[unit_id]) < len(self._people[unit_id])

    def at(self, unit_id, rank):
        """The people of ``rank``; with nobody there, of the next rank up, then of one below.

        Beside those who are absent, whoever is told in their place. Empty only if the unit has
        nobody at all; if all are absent, they are told as if they were there.
        """
        if (unit_id, rank) not in self._told:
            self._told[unit_id, rank] = self._read_at(unit_id, rank)
        return self._told[unit_id, rank]

    def rank_at(self, unit_id, rank):
        """The rank that is told for ``rank`` where that is vacant; "" if there is nobody."""
        ranks, step = self._units[unit_id], RANKS.index(rank)
        return next((each for each in RANKS[step:] + RANKS[:step][::-1] if ranks[each]), "")

    def _read_at(self, unit_id, rank):
        ranks, step = self._units[unit_id], RANKS.index(rank)
        absent = self._absent[unit_id] if self.is_manned(unit_id) else {}
        told = {}
        for each in RANKS[step:] + RANKS[:step][::-1]:
            for user_id in ranks[each]:
                told |= self._with_substitute(unit_id, user_id)
            if told.keys() - absent.keys():
                break
        return list(told.values())

    def person(self, unit_id, user_id):
        """The person and whoever stands in today, if they hold any post of the unit; else nobody.

        The second says whether one of them is at work.
        """
        absent, people = self._absent[unit_id], self._people[unit_id]
        if user_id in people and user_id not in absent:
            return [people[user_id]], True
        told = self._with_substitute(unit_id, user_id)
        return list(told.values()), bool(told.keys() - absent.keys())

    def _with_substitute(self, unit_id, user_id):
        people, absent = self._people[unit_id], self._absent[unit_id]
        told = (user_id, end_of_chain(user_id, absent))
        return {each: people[each] for each in told if each in people}


def posts_today():
    """The posts of whoever is told in their unit, with the absence (外出) they are on today."""
    today = timezone.localdate()
    lasting = Q(user__absences__starts_on__lte=today, user__absences__ends_on__gte=today)
    return (
        Post.objects.current()
        .acting()
        .filter(user__is_active=True)
        .annotate(
            absence=FilteredRelation("user__absences", condition=lasting),
            absence_id=F("absence__pk"),
            substitute_id=F("absence__substitute"),
        )
        .select_related("user")
    )


def people_of(unit, rank=Post.Rank.HANDLER):
    """Who in ``unit`` is told of what concerns ``rank``."""
    return Staff([unit.pk]).at(unit.pk, rank)


def reachable(users):
    """Keep those with an open account and a post somewhere, or invited (特邀调解员) in person."""
    return users.filter(
        Exists(Post.objects.current().filter(user=OuterRef("pk")))
        | Q(personal_group__isnull=False),
        is_active=True,
    )


def invited(user_ids):
    """The mediators among ``user_ids``, by id: people who are told in person.

    Nobody stands in for them; ``is_absent`` says who is away today.
    """
    people = User.objects.filter(is_active=True, personal_group__isnull=False)
    absence = Absence.objects.current().filter(user=OuterRef("pk"))
    return people.annotate(is_absent=Exists(absence)).in_bulk(user_ids)
