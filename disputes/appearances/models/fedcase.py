"""A case as the court's feed tells it, and what it makes of the lawsuit on the platform."""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone

from disputes.appearances.models.choices import Side, Status
from disputes.appearances.models.feed import FeedRow, feeders
from disputes.appearances.models.lawsuit import Lawsuit
from disputes.appearances.models.litigants import Litigant, said_together
from disputes.appearances.models.sued import SuedAgency
from liaison import access
from liaison.bulk import new_ids, write_columns, write_new
from liaison.models import AuditEntry, Unit
from liaison.models.desks import DeskEntry, lay_out_new
from liaison.models.matters import searchable

TAKEN, PUT_RIGHT = "take_feed", "correct_by_feed"
"""The audit entries of the feed itself."""
FIELDS = (
    *("instance", "procedure", "cause", "act_kind", "act", "filed_on", "earlier_number"),
    *("judged_on", "result", "judgment", "lost", "loss_reason", "appealed"),
)
"""What a feed says of the lawsuit."""
FACTS = ("heard_on", "notified", "appeared", "head_rank", "spoke")
"""What it says of the hearing; of joint defendants it says the same."""
VARIOUS = "各被告不同"


@dataclass
class FedCase:
    """One case as a row of the feed tells it; nothing of it is stored."""

    court: Unit
    number: str
    fields: dict
    facts: dict
    litigants: list
    """(side, kind, name) of each."""
    agencies: list
    """The units that are sued."""
    aside: dict
    """Column → words that no lawsuit has a field for."""
    raw: dict
    """Heading → cell, without those that name litigants."""
    said: frozenset = frozenset()
    """What of it stands in a cell, and is no default."""
    updated_on: date | None = None
    strange: str = ""
    """The words of its ending that aren't known here."""
    digest: str = field(init=False)

    def __post_init__(self):
        whole = json.dumps([self.told(), self.aside], default=str, sort_keys=True)
        self.digest = hashlib.sha256(whole.encode()).hexdigest()

    @property
    def status(self):
        """How far it is (进展): ended, heard, or still to be answered."""
        if self.fields["judged_on"]:
            return Status.CLOSED
        return Status.HEARD if self.facts["heard_on"] else Status.DEFENDING

    def told(self):
        """What it says, name by name, so that two tellings can be compared."""
        units = [unit.pk for unit in self.agencies]
        return self.fields | self.facts | {"litigants": self.litigants, "agencies": units}

    def make(self, lawsuit):
        """Make ``lawsuit``, whether it is stored or not, what the row says; save nothing.

        Return the names of what differs from before.
        """
        rows = [Litigant(side=side, kind=kind, name=name) for side, kind, name in self.litigants]
        sued = self.agencies[0].short_name + ("等" if len(self.agencies) > 1 else "")
        ended = self.fields["judged_on"]
        wanted = self.fields | {
            "title": f"{said_together(rows)}诉{sued}{self.fields['cause']}案"[:120],
            "status": str(self.status),
            "closed_on": ended,
            "holder_id": None if ended else self.court.pk,
        }
        names = [name for name, value in wanted.items() if getattr(lawsuit, name) != value]
        for name in names:
            setattr(lawsuit, name, wanted[name])
        return names


def told_by(lawsuit):
    """The same of a lawsuit on the platform."""
    sued = [row for row in lawsuit.agencies.all() if row.side == Side.DEFENDANT]
    told = {name: getattr(lawsuit, name) for name in FIELDS}
    for name in FACTS:
        values = {getattr(row, name) for row in sued}
        told[name] = values.pop() if len(values) == 1 else VARIOUS
    named = [(row.side, row.kind, row.name) for row in lawsuit.litigants.all()]
    return told | {"litigants": named, "agencies": [row.unit_id for row in sued]}


def fetch_sides(lawsuits):
    """Fetch the litigants and the agencies of these lawsuits, which know them from now on.

    A prefetch would make two querysets for each lawsuit.
    """
    found = {lawsuit.pk: lawsuit for lawsuit in lawsuits}
    for lawsuit in lawsuits:
        _knows(lawsuit, [], [])
    for model, name in ((Litigant, "litigants"), (SuedAgency, "agencies")):
        for row in model.objects.filter(matter__in=found):
            row.matter = found[row.matter_id]
            row.matter._prefetched_objects_cache[name].append(row)


def _knows(lawsuit, litigants, agencies):
    """Let a lawsuit know its own as if they had been fetched with it."""
    lawsuit._prefetched_objects_cache = {"litigants": litigants, "agencies": agencies}


def known_under(courts, numbers):
    """The lawsuits of these courts that bear one of these numbers, by court and number."""
    found = Lawsuit.objects.filter(initiator__in=courts, number__in=numbers)
    return {(lawsuit.initiator_id, lawsuit.number): lawsuit for lawsuit in found}


def moved_by_hand(lawsuits):
    """The ids of those in which a step was taken on the platform: the feed writes no more there."""
    entries = AuditEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Lawsuit),
        object_id__in=[lawsuit.pk for lawsuit in lawsuits],
    )
    steps = entries.exclude(after="").exclude(action__in=[TAKEN, PUT_RIGHT])
    return set(steps.values_list("object_id", flat=True))


def check_right(feed):
    """Raise PermissionDenied unless the actor may still take feeds of that court in."""
    if feed.court not in feeders(feed.actor):
        raise PermissionDenied("您没有导入法院数据的权限")


def take_in(rows, feed):
    """Write new lawsuits with all that hangs on them, each audited, all at once.

    ``rows`` are (row number, case). Nobody is told, and no clock starts: what is over is over.
    """
    check_right(feed)
    today, pairs = timezone.localdate(), []
    for (number, case), pk in zip(rows, new_ids(Lawsuit, len(rows)), strict=True):
        lawsuit = Lawsuit(
            pk=pk,
            number=case.number,
            initiator=case.court,
            committee=feed.committee,
            created_by=feed.actor,
            taken_over_on=today,
        )
        case.make(lawsuit)
        pairs.append((number, lawsuit, case))
    sides = _sides_of(pairs)
    lawsuits = [lawsuit for _, lawsuit, _ in pairs]
    for lawsuit in lawsuits:
        lawsuit.search_text = searchable(lawsuit.search_words())
    write_new(lawsuits)
    _write_sides(*sides)
    access.sync_all(lawsuits)
    lay_out_new(lawsuit for lawsuit in lawsuits if lawsuit.is_open)
    _keep(pairs, feed, TAKEN, "由法院数据导入")


def put_right(rows, feed):
    """Bring lawsuits that came from a feed into line with it.

    ``rows`` are (row number, lawsuit, case, names of what differs).
    """
    check_right(feed)
    triples = [(number, lawsuit, case) for number, lawsuit, case, _ in rows]
    moved = [one[:3] for one in rows if {"litigants", "agencies", *FACTS} & set(one[3])]
    old = [lawsuit for _, lawsuit, _ in moved]
    Litigant.objects.filter(matter__in=old).delete()
    SuedAgency.objects.filter(matter__in=old).delete()
    for _, lawsuit, case in triples:
        lawsuit.committee, lawsuit.initiator = feed.committee, case.court
        for row, unit in zip(lawsuit.agencies.all(), case.agencies, strict=False):
            row.unit = unit
    _write_sides(*_sides_of(moved))
    alike, redone = defaultdict(list), []
    for _, lawsuit, case in triples:
        names = case.make(lawsuit)
        lawsuit.search_text = searchable(lawsuit.search_words())
        alike[*names, "search_text"].append(lawsuit)
        if {"status", "closed_on"} & set(names):
            redone.append(lawsuit)
    for names, lawsuits in alike.items():
        write_columns(lawsuits, names)
    access.sync_all(old)
    _lay_out_again(redone)
    _keep(triples, feed, PUT_RIGHT, "按法院数据更新")


def _lay_out_again(lawsuits):
    """Put lawsuits on the desks on which they lie now, and take them from all others."""
    on_desks = DeskEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Lawsuit),
        object_id__in=[lawsuit.pk for lawsuit in lawsuits],
    )
    on_desks.delete()
    lay_out_new(lawsuit for lawsuit in lawsuits if lawsuit.is_open)


def _sides_of(rows):
    """The litigants and the agencies of these lawsuits, not stored.

    Each lawsuit knows its own from now on, as if they had been fetched with it: nobody reads
    back what has just been written.
    """
    litigants, agencies = [], []
    for _, lawsuit, case in rows:
        named = [
            Litigant(matter=lawsuit, side=side, kind=kind, name=name)
            for side, kind, name in case.litigants
        ]
        sued = [
            SuedAgency(
                matter=lawsuit,
                unit=unit,
                order=order,
                committee=lawsuit.committee,
                court=case.court,
                instance=case.fields["instance"],
                **case.facts,
            )
            for order, unit in enumerate(case.agencies, start=1)
        ]
        _knows(lawsuit, named, sued)
        litigants += named
        agencies += sued
    return litigants, agencies


def _write_sides(litigants, agencies):
    write_new(litigants)
    write_new(agencies)


def _keep(rows, feed, action, label):
    """Keep the rows as they came, and an audit entry for each."""
    FeedRow.keep(feed, [(lawsuit, number, case) for number, lawsuit, case in rows])
    write_new(
        AuditEntry(
            matter=lawsuit,
            actor=feed.actor,
            unit=feed.court,
            action=action,
            label=label,
            after=lawsuit.status,
            note=f"{feed} 第{number}行",
        )
        for number, lawsuit, _ in rows
    )


def link_earlier(feed):
    """Let the lawsuits of a feed know the case of the instance before, now that all are in."""
    before = Lawsuit.objects.filter(
        committee=feed.committee, number=models.OuterRef("earlier_number")
    ).exclude(pk=models.OuterRef("pk"))
    waiting = Lawsuit.objects.filter(feed_rows__feed=feed, earlier=None)
    waiting.exclude(earlier_number="").order_by().update(
        earlier=models.Subquery(before.order_by("id").values("pk")[:1])
    )
