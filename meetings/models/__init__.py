"""Joint meetings, their minutes, and what they resolved: one file a subject."""

from meetings.models.items import ItemReport, ResolvedItem, ResolvedItemGrant
from meetings.models.meetings import JointMeeting, JointMeetingGrant
from meetings.models.minutes import Countersignature, Minutes
from meetings.models.programme import AgendaItem, Attendance, Decision, Venue
from meetings.models.series import MeetingSeries

__all__ = [
    "AgendaItem",
    "Attendance",
    "Countersignature",
    "Decision",
    "ItemReport",
    "JointMeeting",
    "JointMeetingGrant",
    "MeetingSeries",
    "Minutes",
    "ResolvedItem",
    "ResolvedItemGrant",
    "Venue",
]
