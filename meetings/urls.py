"""Addresses of joint meetings and of the items they resolved."""

from liaison.routes import matter_urls
from meetings.forms import ITEM_FORMS, MEETING_FORMS
from meetings.models import JointMeeting, ResolvedItem
from meetings.views.items import ItemDetailView, ItemListView
from meetings.views.meetings import MeetingDetailView, MeetingListView
from meetings.views.minutes import MinutesView, SigningView

app_name = "meetings"
urlpatterns = [
    *matter_urls(
        JointMeeting,
        "joint/",
        MEETING_FORMS,
        list_view=MeetingListView,
        detail_view=MeetingDetailView,
        views={
            "draft_minutes": MinutesView,
            "countersign": SigningView,
            "record_countersignature": SigningView,
            "return_minutes": SigningView,
        },
    ),
    *matter_urls(
        ResolvedItem, "items/", ITEM_FORMS, list_view=ItemListView, detail_view=ItemDetailView
    ),
]
