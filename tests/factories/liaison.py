"""Units, people, posts, a committee."""

from contextlib import contextmanager
from datetime import date
from unittest import mock

import factory
from factory.django import DjangoModelFactory

from liaison.accounts import AccountBackend
from liaison.models import Centre, Committee, Membership, Post, Role, Unit, User


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = Unit

    name = factory.Sequence(lambda n: f"第{n}号行政机关")
    short_name = factory.SelfAttribute("name")
    kind = Unit.Kind.AGENCY

    class Params:
        court = factory.Trait(
            kind=Unit.Kind.COURT,
            level=Unit.Level.INTERMEDIATE,
            name=factory.Sequence(lambda n: f"第{n}号中级人民法院"),
            court_code="吉24",
            place_name="延边",
        )
        centre = factory.Trait(
            kind=Unit.Kind.CENTRE, name=factory.Sequence(lambda n: f"第{n}号化解中心")
        )
        office = factory.Trait(
            kind=Unit.Kind.OFFICE, name=factory.Sequence(lambda n: f"第{n}号委员会办公室")
        )


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"user{n}")
    name = factory.Sequence(lambda n: f"试用人员{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.cn")


class PostFactory(DjangoModelFactory):
    class Meta:
        model = Post

    user = factory.SubFactory(UserFactory)
    unit = factory.SubFactory(UnitFactory)
    title = "科员"
    role = Role.UNIT_CLERK
    starts_on = date(2020, 1, 1)


class CommitteeFactory(DjangoModelFactory):
    class Meta:
        model = Committee

    name = factory.Sequence(lambda n: f"第{n}号府院联动工作委员会")
    short_name = factory.SelfAttribute("name")
    office = factory.SubFactory(UnitFactory, office=True)


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    committee = factory.SubFactory(CommitteeFactory)
    unit = factory.SubFactory(UnitFactory)
    side = Membership.Side.GOVERNMENT
    starts_on = date(2020, 1, 1)


class CentreFactory(DjangoModelFactory):
    class Meta:
        model = Centre

    committee = factory.SubFactory(CommitteeFactory)
    unit = factory.SubFactory(UnitFactory, centre=True)
    seat = factory.SubFactory(UnitFactory, court=True)
    number_prefix = "长协"


def person(unit, role, **kwargs):
    """A user who holds a post of ``role`` in ``unit``."""
    return PostFactory(unit=unit, role=role, **kwargs).user


@contextmanager
def known(*people):
    """Let every request find these people as they are now, read once: for walks of hundreds.

    Nobody else is let in meanwhile.
    """
    read = {user.pk: AccountBackend().get_user(user.pk) for user in people}
    with mock.patch.object(AccountBackend, "get_user", lambda _, pk: read.get(int(pk))):
        yield
