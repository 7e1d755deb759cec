"""Who in a unit is told: the people who hold its posts today, by rank."""

from collections import defaultdict

from django.db.models import Exists, OuterRef, Q

from liaison.models import Post, Role, User

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
    """

    def __init__(self, unit_ids):
        self._units = defaultdict(lambda: {rank: {} for rank in RANKS})
        posts = Post.objects.current().filter(unit__in=set(unit_ids), user__is_active=True)
        for post in posts.exclude(role=Role.MEDIATOR).select_related("user"):
            self._units[post.unit_id][post.rank][post.user_id] = post.user

    def at(self, unit_id, rank):
        """The people of ``rank``; with nobody there, of the next rank up, then of one below.

        Empty only if the unit has nobody at all.
        """
        ranks = self._units[unit_id]
        step = RANKS.index(rank)
        for each in RANKS[step:] + RANKS[:step][::-1]:
            if ranks[each]:
                return list(ranks[each].values())
        return []

    def member(self, unit_id, user_id):
        """The person, if they hold any post of the unit; else None."""
        for people in self._units[unit_id].values():
            if user_id in people:
                return people[user_id]
        return None


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
    """The mediators among ``user_ids``, by id: people who are told in person."""
    return User.objects.filter(is_active=True, personal_group__isnull=False).in_bulk(user_ids)
