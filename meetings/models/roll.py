"""In the meeting (会中): signing in, who is there item by item, quorum, notes."""

import unicodedata

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from liaison import access
from liaison.models import Unit, record
from liaison.transitions import TransitionNotAllowed
from meetings.models.attendance import AFTER, BEFORE, Attendance, Recusal
from meetings.models.series import member_units
from meetings.models.stages import Status

KEEP_ROLL = "meetings.record_jointmeeting"
MOST_WALK_INS = 200
"""People not on the roll who may sign in at one meeting."""


def plain(name):
    """A name without the spaces that people put into it: 张 三 is 张三."""
    return "".join(unicodedata.normalize("NFKC", name).split())


class Roll:
    """A joint meeting while it goes on: not steps, since two hundred may sign in at once.

    Signing in writes rows of its own and leaves the meeting's row alone, so that nobody waits
    for anybody.
    """

    def signing_in(self, now=None):
        """Whether people may sign in now (签到开放): from some hours before to some after."""
        now = now or timezone.now()
        open_hours = self.starts_at - BEFORE <= now <= self.ends_at + AFTER
        return self.status == Status.NOTIFIED and open_hours

    def welcome(self, venue, unit, name, *, post="", now=None):
        """Sign in whoever came to ``venue`` and says who they are (扫码签到).

        Return (person, whether that is news). Who is not on the roll is noted as such, for the
        office to look at. Raises TransitionNotAllowed outside the hours.
        """
        now = now or timezone.now()
        if not self.signing_in(now):
            raise TransitionNotAllowed("现在不是签到时间")
        person = self.person_called(unit, name) or self._walk_in(venue, unit, name, post)
        news = person.sign_in(now, Attendance.Via.CODE, venue=venue)
        if not news and not Attendance.objects.filter(pk=person.pk).exists():
            # The office took the row off at this very moment: whoever came is there all the same.
            person = self._walk_in(venue, unit, name, post)
            news = person.sign_in(now, Attendance.Via.CODE, venue=venue)
        person.refresh_from_db()
        return person, news

    def person_called(self, unit, name):
        """Whoever of ``unit`` is on the roll under ``name``; None if nobody is."""
        wanted = plain(name)
        for person in self.attendance.filter(unit=unit).order_by("is_walk_in", "pk"):
            if plain(person.name) == wanted:
                return person
        return None

    def _walk_in(self, venue, unit, name, post):
        if not self.units_signing_in().filter(pk=unit.pk).exists():
            raise ValidationError("没有通知这个单位参加本次会议")
        if self.attendance.filter(is_walk_in=True).count() >= MOST_WALK_INS:
            raise ValidationError("名册外签到的人太多，请到签到台登记")
        if len(plain(name)) > Attendance._meta.get_field("name").max_length:
            raise ValidationError("姓名太长")
        person, _ = Attendance.objects.get_or_create(
            meeting=self,
            unit=unit,
            name=plain(name),
            is_walk_in=True,
            defaults={"venue": venue, "post": post, "order": 900},
        )
        return person

    def units_signing_in(self):
        """The units whose people may sign in: those called, the office, who else is on the roll.

        One query for all of them: each phone asks it.
        """
        return Unit.objects.filter(
            Q(pk__in=member_units(self.committee).order_by().values("pk"))
            | Q(pk=self.committee.office_id)
            | Q(pk__in=self.attendance.order_by().values("unit"))
        ).order_by("pk")

    def check_keeper(self, user):
        """Refuse whoever may not keep the roll (登记到会) of this meeting now."""
        if not access.allowed(user, KEEP_ROLL, self, "handle"):
            raise PermissionDenied("您没有“登记到会情况”的权限")
        if self.status not in {Status.NOTIFIED, Status.HELD}:
            raise TransitionNotAllowed("会议还没有通知，或者纪要已经拟写，不能再登记")

    def quorum_state(self, item=None):
        """How many member units are there, how many must be, and whether that will do.

        A unit is there as long as one of its people, who is a member's and not just sitting in,
        is; for one ``item`` those who take no part in it aren't counted (回避).
        """
        called = [unit.pk for unit in self.called_units()]
        people = self.attendance.here().filter(
            presence=Attendance.Presence.PRESENT, unit__in=called
        )
        if item:
            people = people.exclude(recusals__item=item)
        present = people.values("unit").distinct().count()
        needed = self.series.quorum_of(len(called))
        return {
            "called": len(called),
            "present": present,
            "needed": needed,
            "reached": needed is None or present >= needed,
        }

    @transaction.atomic
    def begin_item(self, item, user, now=None):
        """Begin with an item of the agenda; the one before it is over (开始)."""
        self.check_keeper(user)
        now = now or timezone.now()
        for open_item in self.agenda.filter(begun_at__isnull=False, ended_at__isnull=True):
            if open_item != item:
                self.end_item(open_item, user, now)
        self.agenda.filter(pk=item.pk).update(
            begun_at=now, ended_at=None, present=None, quorum=None
        )

    def end_item(self, item, user, now=None):
        """Be done with an item of the agenda; keep who many units were there for it (结束)."""
        self.check_keeper(user)
        state = self.quorum_state(item)
        self.agenda.filter(pk=item.pk, begun_at__isnull=False, ended_at__isnull=True).update(
            ended_at=now or timezone.now(), present=state["present"], quorum=state["needed"]
        )

    @transaction.atomic
    def take_notes(self, item, user, text, before):
        """Write down what was said on an item (记录); ``before`` is the text it was written over.

        Raises ValidationError when somebody wrote something else meanwhile.
        """
        self.check_keeper(user)
        now = self.agenda.select_for_update().get(pk=item.pk)
        if now.notes.replace("\r\n", "\n") not in {before.replace("\r\n", "\n"), text}:
            raise ValidationError("他人已改动这一项的记录，您的记录还没有保存", code="stale")
        self.agenda.filter(pk=item.pk).update(notes=text)

    def recuse(self, person, item, user, reason=""):
        """Note that somebody takes no part in an item (回避)."""
        self.check_keeper(user)
        Recusal.objects.get_or_create(
            attendance=person, item=item, defaults={"reason": reason, "recorder": user}
        )

    def unrecuse(self, person, item, user):
        """Take a recusal back that was a slip."""
        self.check_keeper(user)
        Recusal.objects.filter(attendance=person, item=item).delete()

    def arrive(self, person, user, now=None):
        """Sign somebody in at the desk (工作人员签到); say whether that is news."""
        self.check_keeper(user)
        now = now or timezone.now()
        return person.sign_in(now, Attendance.Via.CLERK, recorder=user)

    def depart(self, person, user, now=None):
        """Note that somebody has left (离会)."""
        self.check_keeper(user)
        return person.leave(now or timezone.now(), user)

    def return_of(self, person, user, now=None):
        """Note that somebody is back (返回)."""
        self.check_keeper(user)
        return person.come_back(now or timezone.now(), user)

    def undo(self, person, user, now=None):
        """Take back a sign-in that was a slip (撤销签到); that stays in the record."""
        self.check_keeper(user)
        if done := person.undo_sign_in(now or timezone.now(), user):
            office = self.committee.office
            record(user, "undo_sign_in", "撤销签到", self, unit=office, note=str(person))
        return done
