"""Joint meetings, their minutes, and what they resolved: one file a subject."""

from meetings.models.approvals import AgendaApproval
from meetings.models.attendance import Attendance, Movement, Recusal
from meetings.models.distribution import MinutesCopy
from meetings.models.items import ItemReport, ResolvedItem, ResolvedItemGrant
from meetings.models.meetings import JointMeeting, JointMeetingGrant
from meetings.models.minutes import Countersignature, Minutes
from meetings.models.programme import AgendaItem, Decision, Venue
from meetings.models.receipts import Receipt
from meetings.models.revisions import MinutesRevision, SigningRound
from meetings.models.series import MeetingSeries
from meetings.models.topics import Topic, TopicGrant, TopicLink
from meetings.models.urging import Urging

__all__ = [
    "AgendaApproval",
    "AgendaItem",
    "Attendance",
    "Countersignature",
    "Decision",
    "ItemReport",
    "JointMeeting",
    "JointMeetingGrant",
    "MeetingSeries",
    "Minutes",
    "MinutesCopy",
    "MinutesRevision",
    "Movement",
    "Receipt",
    "Recusal",
    "ResolvedItem",
    "ResolvedItemGrant",
    "SigningRound",
    "Topic",
    "TopicGrant",
    "TopicLink",
    "Urging",
    "Venue",
]
