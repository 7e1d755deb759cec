"""The demo's stage: the committee of Changbaishan (2020) and the memorandum of Daqing (2010).

Units, courts, zones, centres and posts are the real ones of the two founding documents; every
natural person is invented. The mechanisms' builders find units and people here by short key
and walk their real steps with them.
"""

import tomllib
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils import timezone

from liaison import absences, registry
from liaison.models import (
    Absence,
    Area,
    Centre,
    Committee,
    Jurisdiction,
    Membership,
    Post,
    Role,
    Seat,
    Unit,
    User,
)

PASSWORD = "liaison-demo"  # noqa: S105 - printed at every start of the demo, useless elsewhere
FOUNDED = {"changbaishan": date(2020, 7, 2), "daqing": date(2010, 11, 5)}
PREPARING = timedelta(days=31)
"""How long its units work together before a committee is founded: at its first meeting, which
they have called and prepared."""

SUPERVISED = date(2021, 1, 1)
"""Since when the supervisory organ sits in the committee, which courts write to above an agency."""

CAST = tomllib.loads((Path(__file__).parent / "data" / "demo_cast.toml").read_text())
MEDIATOR = ("mediator", "王若谷")
ADMIN = ("admin", "系统管理员")

CBS_GOVERNMENT = (
    "guanweihui", "gwh_justice", "gwh_police", "gwh_housing", "gwh_market", "chibei", "chixi",
    "chinan", "chibei_land", "chixi_housing", "chinan_hr",
)  # fmt: skip
CBS_COURTS = ("yanbian", "baishan", "antu", "fusong")


@dataclass
class Cast:
    """Units, people, committees and areas of the demo, each by its short key."""

    areas: dict = field(default_factory=dict)
    units: dict = field(default_factory=dict)
    people: dict = field(default_factory=dict)
    committees: dict = field(default_factory=dict)


def stage():
    """Put up units, people and committees, without any business; what is there stays."""
    cast = Cast()
    _build_areas(cast)
    _build_units(cast)
    _build_people(cast)
    _build_changbaishan(cast)
    _build_daqing(cast)
    return cast


def build():
    """Put the stage up and let every mechanism play on it; what is there already stays."""
    cast = stage()
    for builder in sorted(registry.demo, key=lambda builder: builder.order):
        builder.build(cast)
    _send_away(cast.people["office_leader"], cast.people["office"])
    return cast


def _send_away(user, substitute):
    """Let ``user`` be on a trip these days, with somebody standing in (外出代办)."""
    today = timezone.localdate()
    if not user.absences.filter(ends_on__gte=today).exists():
        trip = Absence(
            user=user,
            starts_on=today - timedelta(days=1),
            ends_on=today + timedelta(days=3),
            substitute=substitute,
            reason=Absence.Reason.TRIP,
        )
        absences.enter(trip, actor=user)


def _build_areas(cast):
    for key, row in CAST["areas"].items():
        cast.areas[key], _ = Area.objects.get_or_create(
            name=row["name"], defaults={"parent": cast.areas.get(row.get("parent"))}
        )


def _build_units(cast):
    for key, row in CAST["units"].items():
        related = {
            "parent": cast.units.get(row.get("parent")),
            "area": cast.areas.get(row.get("area")),
        }
        cast.units[key], _ = Unit.objects.get_or_create(name=row["name"], defaults=row | related)


def _build_people(cast):
    for username, row in CAST["people"].items():
        user = cast.people[username] = _account(username, row["name"])
        founded = FOUNDED["daqing" if row["unit"].startswith("dq") else "changbaishan"]
        Post.objects.get_or_create(
            user=user,
            unit=cast.units[row["unit"]],
            defaults={name: row[name] for name in ("title", "role", "rank")}
            | {"starts_on": founded - PREPARING},
        )
        if row["role"].startswith("office") and not user.is_staff:
            user.is_staff = True
            user.save(update_fields=["is_staff"])
    mediator = cast.people["mediator"] = _account(*MEDIATOR)
    if mediator.personal_group is None:
        mediator.personal_group = Group.objects.create(name=f"个人·{mediator.username}")
        mediator.save(update_fields=["personal_group"])
    _account(*ADMIN, is_staff=True, is_superuser=True)


@cache
def _password():
    """The demo's password as it is kept: to make it takes half a second, for all or for none."""
    return make_password(PASSWORD)


def _account(username, name, **more):
    """An account with the demo's password; the committee's office may enter the admin."""
    defaults = {"name": name, "password": _password, "email": f"{username}@demo.invalid", **more}
    return User.objects.get_or_create(username=username, defaults=defaults)[0]


def _build_changbaishan(cast):
    units = cast.units
    committee, _ = Committee.objects.get_or_create(
        office=units["office"],
        defaults={
            "name": "长白山府院联动工作委员会",
            "short_name": "长白山府院联动工委会",
            "area": cast.areas["cbs"],
            "starter": units["gwh_justice"],
            "founded_on": FOUNDED["changbaishan"],
        },
    )
    cast.committees["changbaishan"] = committee
    _seat(
        committee,
        "co_chair",
        units["guanweihui"],
        "党工委书记、管委会主任",
        cast.people["gwh_leader"],
    )
    _seat(committee, "co_chair", units["yanbian"], "院长", cast.people["yanbian_president"])
    _seat(committee, "co_chair", units["baishan"], "院长", cast.people["baishan_president"])
    _seat(committee, "office_director", units["office"], "办公室主任", cast.people["office_leader"])
    _members(committee, [units[key] for key in CBS_GOVERNMENT], Membership.Side.GOVERNMENT)
    _members(committee, [units[key] for key in CBS_COURTS], Membership.Side.COURT)
    _members(committee, [units["gwh_supervision"]], Membership.Side.OTHER, SUPERVISED)
    _centre(cast, committee, "centre_chibei", "yanbian_erdao", ["chibei"], "长协")
    _centre(cast, committee, "centre_chixi", "fusong", ["chixi", "chinan"], "长协西南")
    for area, court, centre in (
        ("chibei", "antu", "centre_chibei"),
        ("chibei", "yanbian", "centre_chibei"),
        ("chixi", "fusong", "centre_chixi"),
        ("chixi", "baishan", "centre_chixi"),
        ("chinan", "fusong", "centre_chixi"),
        ("chinan", "baishan", "centre_chixi"),
    ):
        Jurisdiction.objects.get_or_create(
            area=cast.areas[area], court=units[court], defaults={"centre": units[centre]}
        )


def _build_daqing(cast):
    units = cast.units
    committee, _ = Committee.objects.get_or_create(
        office=units["dq_office"],
        defaults={
            "name": "大庆市政府系统和法院系统沟通协调联席会议",
            "short_name": "大庆府院沟通协调联席会议",
            "area": cast.areas["daqing"],
            "starter": units["dq_legal"],
            "founded_on": FOUNDED["daqing"],
        },
    )
    cast.committees["daqing"] = committee
    _seat(committee, "co_chair", units["dq_court"], "院长", cast.people["dq_court_president"])
    _seat(committee, "co_chair", units["dq_legal"], "主任", None)
    government = [units[key] for key in ("dq_government", "dq_legal", "dq_land")]
    _members(committee, government, Membership.Side.GOVERNMENT)
    _members(committee, [units["dq_court"]], Membership.Side.COURT)


def _seat(committee, kind, unit, title, user):
    Seat.objects.get_or_create(
        committee=committee,
        kind=kind,
        unit=unit,
        defaults={"title": title, "user": user, "starts_on": committee.founded_on - PREPARING},
    )


def _members(committee, units, side, since=None):
    for unit in units:
        Membership.objects.get_or_create(
            committee=committee,
            unit=unit,
            defaults={"side": side, "starts_on": since or committee.founded_on - PREPARING},
        )


def _centre(cast, committee, key, seat, areas, prefix):
    centre, created = Centre.objects.get_or_create(
        unit=cast.units[key],
        defaults={"committee": committee, "seat": cast.units[seat], "number_prefix": prefix},
    )
    if created:
        centre.areas.set([cast.areas[area] for area in areas])


@dataclass(frozen=True)
class Account:
    """One line of the table of demo accounts that a start of the demo prints."""

    username: str
    password: str
    name: str
    unit: str
    role: str


def accounts():
    """The demo accounts with their roles; empty where there is no demo."""
    if not settings.DEMO:
        return []
    rows = [
        Account(
            username,
            PASSWORD,
            row["name"],
            CAST["units"][row["unit"]]["short_name"],
            f"{row['title']}（{Role(row['role']).label}）",
        )
        for username, row in CAST["people"].items()
    ]
    rows.append(Account(MEDIATOR[0], PASSWORD, MEDIATOR[1], "（无单位）", "特邀调解员"))
    rows.append(Account(ADMIN[0], PASSWORD, ADMIN[1], "—", "系统管理员，/admin/"))
    return rows
