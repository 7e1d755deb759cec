"""The demo's meetings: that of 2 July 2020 as it was, one that is being followed up, one to come.

Every natural person is invented; units, dates, venues, documents and posts of the first are
the real ones.
"""

from django.db import transaction

from liaison import registry
from meetings.demo.scenes import FIRST, FOREST, first, followed_up, second, yearly
from meetings.demo.secretariat import Secretariat
from meetings.models import JointMeeting

__all__ = ["Meetings", "Secretariat", "first", "followed_up", "second", "yearly"]


class Meetings:
    """Builds what is not there yet; each meeting is there whole or not at all."""

    code = "meetings"
    order = 20

    def build(self, cast):
        changbaishan, daqing = Secretariat(cast, "changbaishan"), Secretariat(cast, "daqing")
        for name, build in (
            (FIRST["title"], lambda: first(changbaishan)),
            (FOREST["title"], lambda: followed_up(changbaishan)),
            ("第二次府院联席会议", lambda: second(changbaishan)),
            ("年度府院沟通协调联席会议", lambda: yearly(daqing)),
        ):
            if not JointMeeting.objects.filter(title=name).exists():
                with transaction.atomic():
                    build()


registry.demo.register(Meetings())
