"""The sweep (期限提醒): which tiers have come, who is told of them, and in what words.

Before the date the handler is told, at the date also the leader in charge, and after it,
tier by tier, the unit's head, the committee's office and the superior unit. A sweep that comes
late tells the newest tier only, but everybody whom the tiers slept over would have told.

Once it was handed in (``Deadline.handed_in_on``), the same tiers go to the unit that asked
for it, whose turn it is to judge: its handler, its leader, its head. Of a matter that is still
secret (``Matter.SECRET``) they go to the same three of the unit that has it, and to nobody else.
"""

from collections import defaultdict
from itertools import chain, islice
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.utils import timezone

from liaison.channels import routes
from liaison.clock.calendars import in_force
from liaison.models import Deadline, Message, Post, Reminder
from liaison.notices import JUDGE, LATE, NEAR, day_in_words
from liaison.outbox.bell import nudge
from liaison.outbox.hours import sending_moment
from liaison.outbox.staff import Staff, invited
from liaison.workdays import ONE_DAY, roll_forward

BATCH = 5000
HANDLER, LEADER, HEAD, OFFICE, SUPERIOR = range(5)
"""The rungs of the ladder (督办层级)."""


def remind(now=None):
    """Write the reminders that are due, each with its messages; return how many are new.

    Outside working hours nothing is due: the sweep after they begin tells of the day as it is
    then. Two sweeps at once write each reminder once; a deadline that moves meanwhile has its
    old reminder voided before it is sent.
    """
    now = now or timezone.now()
    Message.objects.void_outdated()
    if sending_moment(now) != now:
        return 0
    today = timezone.localdate(now)
    eve = roll_forward(today + ONE_DAY, in_force(today)) - ONE_DAY
    due = due_for_letters(today, eve).iterator(chunk_size=BATCH)
    new = 0
    while batch := list(islice(due, BATCH)):
        letters = Letters(batch, today)
        rows = chain.from_iterable(letters.to(deadline) for deadline in batch)
        new += Reminder.objects.write(rows, now)
    if new:
        nudge()
    return new


def due_for_letters(today, eve):
    """Read the deadlines to be reminded of, with all that a letter needs, in one query."""
    return (
        Deadline.objects.reminders_due(today, eve)
        .annotate(
            tiers=F("rule__tiers"),
            rule_name=F("rule__name"),
            unit=F("responsible__short_name"),
            superior_id=F("responsible__parent_id"),
        )
        .order_by("pk")
        .values_list(
            "pk", "version", "tier", "told", "tiers", "name", "rule_name", "unit",
            "responsible_id", "superior_id", "asker_id", "handler_id", "due_on", "provisional",
            "handed_in_on", "content_type_id", "object_id",
            named=True,
        )
    )  # fmt: skip


def _matters(due):
    """(content type, id) → what a letter says of the matter: one query a kind of matter."""
    ids = defaultdict(set)
    for deadline in due:
        ids[deadline.content_type_id].add(deadline.object_id)
    return {
        (kind_id, pk): About(
            number or model._meta.verbose_name, title, office_id, status in model.SECRET
        )
        for kind_id, pks in ids.items()
        if (model := ContentType.objects.get_for_id(kind_id).model_class())
        for pk, number, title, office_id, status in model._base_manager.filter(
            pk__in=pks
        ).values_list("pk", "number", "title", "committee__office_id", "status")
    }


class About(NamedTuple):
    number: str
    title: str
    office_id: int
    secret: bool


class Letters:
    """The letters that a batch of deadlines calls for; matters and people are read once."""

    def __init__(self, due, today):
        self.today = today
        self.matters = _matters(due)
        units = {
            unit for each in due for unit in (each.responsible_id, each.superior_id, each.asker_id)
        }
        units |= {matter.office_id for matter in self.matters.values()}
        self.staff = Staff(units - {None})
        self.invited = invited({each.handler_id for each in due} - {None})

    def to(self, deadline):
        """Yield the rows of the ledger that ``deadline`` calls for, one a person and channel."""
        matter = self.matters.get((deadline.content_type_id, deadline.object_id))
        if matter is None:
            return
        people = {}
        for user, notice in self._people(deadline, matter):
            people.setdefault(user.pk, (user, notice))
        values, texts = self._values(deadline, matter), {}
        for user, channel in routes(user for user, _ in people.values()):
            notice, inbox = people[user.pk][1], channel == Message.INBOX
            if (notice.code, inbox) not in texts:
                write = notice.texts if inbox else notice.outside_texts
                texts[notice.code, inbox] = write(**values)
            yield (
                deadline.pk,
                deadline.version,
                deadline.tier,
                user.pk,
                channel,
                notice.code,
                deadline.content_type_id,
                deadline.object_id,
                *texts[notice.code, inbox],
                Message.Status.SENT if inbox else Message.Status.PENDING,
            )

    def _people(self, deadline, matter):
        """Yield (person, notice), whoever must act first, those above after them."""
        judging = deadline.handed_in_on is not None and deadline.asker_id is not None
        if judging:
            ladder = ladder_within(deadline.asker_id, JUDGE)
        elif matter.secret:
            ladder = ladder_within(deadline.responsible_id, NEAR)
        else:
            ladder = ladder_of_debtor(deadline, matter)
        for rung in rungs(deadline.tiers, deadline.tier, deadline.told):
            if rung == HANDLER and not judging:
                people, at_work = self._handler(deadline)
                yield from ((user, NEAR) for user in people)
                if at_work:
                    continue
            # Nobody there: the next rung up hears of it, or, at the top, the next one down.
            for unit_id, at, notice in ladder[rung:] + ladder[:rung][::-1]:
                yield from ((user, notice) for user in self.staff.at(unit_id, at))
                if self.staff.is_manned(unit_id):
                    break

    def _handler(self, deadline):
        """The deadline's own handler with their substitute, and whether one of them is at work.

        Nobody, once the handler has left the unit that owes.
        """
        people, at_work = self.staff.person(deadline.responsible_id, deadline.handler_id)
        mediator = self.invited.get(deadline.handler_id)
        if people or mediator is None:
            return people, at_work
        return [mediator], not mediator.is_absent

    def _values(self, deadline, matter):
        due = day_in_words(deadline.due_on, self.today)
        return {
            "number": matter.number,
            "title": matter.title,
            "name": deadline.name,
            "rule": deadline.rule_name,
            "unit": deadline.unit,
            "due": f"{due}，暂定" if deadline.provisional else due,
            "left": left_in_words((deadline.due_on - self.today).days),
        }


def ladder_of_debtor(deadline, matter):
    """Whom the five rungs tell of what is still owed: (unit, rank, notice) each."""
    own, rank = deadline.responsible_id, Post.Rank
    return (
        (own, rank.HANDLER, NEAR),
        (own, rank.LEADER_IN_CHARGE, NEAR),
        (own, rank.HEAD, NEAR),
        (matter.office_id, rank.HANDLER, LATE),
        (deadline.superior_id, rank.LEADER_IN_CHARGE, LATE),
    )


def ladder_within(unit_id, notice):
    """Whom they tell of what one unit alone may hear of, or must judge: nobody outside it."""
    rank = Post.Rank
    ranks = (rank.HANDLER, rank.LEADER_IN_CHARGE, rank.HEAD, rank.HEAD, rank.HEAD)
    return tuple((unit_id, each, notice) for each in ranks)


def rungs(tiers, newest, told):
    """The rungs that hear of the tiers from ``newest`` up to, not including, ``told``.

    The handler hears of every tier. After the date the first tier reaches the unit's head, the
    second the office, the third and all others the superior unit.
    """
    after = sorted({tier for tier in tiers if tier < 0}, reverse=True)
    slept_over = {tier for tier in tiers if newest <= tier and (told is None or tier < told)}
    reached = {min(HEAD + after.index(tier), SUPERIOR) for tier in slept_over if tier < 0}
    return sorted({HANDLER} | ({LEADER} if 0 in slept_over else set()) | reached)


def left_in_words(left):
    if left == 0:
        return "今天到期"
    return f"还剩{left}天" if left > 0 else f"已逾期{-left}天"
