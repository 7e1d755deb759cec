"""Addresses of joint meetings and of the items they resolved."""

from django.urls import path, re_path

from liaison.routes import matter_urls
from meetings.forms import ITEM_FORMS, MEETING_FORMS, TOPIC_FORMS
from meetings.models import JointMeeting, ResolvedItem, Topic
from meetings.views.figures import FiguresView
from meetings.views.items import ItemDetailView, ItemListView
from meetings.views.meetings import BookletView, MeetingDetailView, MeetingListView
from meetings.views.minutes import MinutesView, SigningView
from meetings.views.revisions import VersionsView
from meetings.views.roll import (
    AgendaItemView,
    CodesView,
    ItemActionView,
    RollActionView,
    RollView,
    SignInView,
)
from meetings.views.topics import TopicDetailView

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
    *matter_urls(Topic, "topics/", TOPIC_FORMS, detail_view=TopicDetailView),
    path(
        "joint/<int:pk>/versions/",
        VersionsView.as_view(model=JointMeeting),
        name="jointmeeting_versions",
    ),
    *matter_urls(
        ResolvedItem, "items/", ITEM_FORMS, list_view=ItemListView, detail_view=ItemDetailView
    ),
    path("figures/", FiguresView.as_view(), name="figures"),
    path("joint/<int:pk>/booklet/", BookletView.as_view(), name="jointmeeting_booklet"),
    path("joint/<int:pk>/roll/", RollView.as_view(), name="jointmeeting_roll"),
    re_path(
        r"^joint/(?P<pk>\d+)/roll/(?P<person>\d+)/(?P<action>arrive|depart|return|undo)/$",
        RollActionView.as_view(),
        name="jointmeeting_roll_action",
    ),
    path("joint/<int:pk>/codes/", CodesView.as_view(), name="jointmeeting_codes"),
    path("joint/<int:pk>/items/<int:item>/", AgendaItemView.as_view(), name="jointmeeting_item"),
    re_path(
        r"^joint/(?P<pk>\d+)/items/(?P<item>\d+)/(?P<action>begin|end)/$",
        ItemActionView.as_view(),
        name="jointmeeting_item_action",
    ),
    path("sign-in/<str:code>/", SignInView.as_view(), name="sign_in"),
]
