"""Personal calendar feeds (日程订阅): an address that only its owner knows."""

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from liaison.models.audit import record
from liaison.models.people import User

SHOWN = 6
"""Characters by which the owner tells one address from another."""
NOTED_EVERY = timedelta(minutes=10)
"""How exactly it is known when an address was last read."""


class CalendarFeedQuerySet(models.QuerySet):
    def active(self):
        """Keep what still opens: not revoked, and the owner's account is open."""
        return self.filter(revoked_at=None, user__is_active=True)

    def opened_by(self, token):
        """The active feed of that token, or None.

        Found by the hash, whose beginning an attacker can't choose: how long the look-up takes
        tells nothing of any token.
        """
        digest = digest_of(token)
        feed = self.active().select_related("user").filter(digest=digest).first()
        return feed if feed and hmac.compare_digest(feed.digest, digest) else None

    @transaction.atomic
    def make(self, user):
        """Give ``user`` a new address, in place of the one before; return (feed, its token).

        The token is told here and never again: only its hash is kept.
        """
        User.objects.select_for_update().get(pk=user.pk)
        replaced = self._revoke(user)
        token = secrets.token_urlsafe(32)
        feed = self.create(user=user, prefix=token[:SHOWN], digest=digest_of(token))
        label = "更换日程订阅地址" if replaced else "启用日程订阅"
        record(user, "calendar_feed", label, note=f"地址开头：{feed.prefix}")
        return feed, token

    @transaction.atomic
    def revoke(self, user):
        """End the address of ``user``; say whether there was one."""
        User.objects.select_for_update().get(pk=user.pk)
        revoked = self._revoke(user)
        if revoked:
            record(user, "calendar_feed_off", "停用日程订阅")
        return bool(revoked)

    def _revoke(self, user):
        return self.filter(user=user, revoked_at=None).update(revoked_at=timezone.now())


class CalendarFeed(models.Model):
    """A secret address under which a calendar program reads its owner's events.

    It opens nothing by itself: what is in it is asked for anew each time, with the owner's
    rights of that moment. It ends when it is revoked or replaced, and rests while the account
    is closed.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="feeds", verbose_name="人员")
    prefix = models.CharField("地址开头", max_length=SHOWN)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField("启用时间", auto_now_add=True)
    used_at = models.DateTimeField("最近读取", null=True)
    revoked_at = models.DateTimeField("停用时间", null=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "日程订阅"
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at=None), name="one_feed_a_person"
            )
        ]

    def __str__(self):
        return f"{self.user} {self.prefix}…"

    def note_use(self, now):
        """Note that the address was read, not more often than anybody wants to know."""
        recent = Q(used_at__gt=now - NOTED_EVERY)
        CalendarFeed.objects.filter(pk=self.pk).exclude(recent).update(used_at=now)


def digest_of(token):
    return hashlib.sha256(token.encode()).hexdigest()
