"""Addresses of disputes: list, page, ways of starting and one for each step."""

from django.urls import path

from disputes.forms import FORMS
from disputes.models import Dispute
from disputes.views.figures import FiguresView, ProgressView
from disputes.views.intake import AcceptView, AddPartyView, IntakeView, SimilarView
from disputes.views.matters import (
    ON_ITEM,
    CasefileView,
    ConcludeView,
    DisputeDetailView,
    DisputeListView,
    ItemStepView,
    SessionPlanView,
)
from disputes.views.rulebook import RulebookView
from liaison.routes import matter_urls

app_name = "disputes"
urlpatterns = [
    path("figures/", FiguresView.as_view(), name="figures"),
    path("progress/", ProgressView.as_view(), name="progress"),
    path("rulebook/", RulebookView.as_view(), name="rulebook"),
    *matter_urls(
        Dispute,
        "",
        FORMS,
        list_view=DisputeListView,
        detail_view=DisputeDetailView,
        views={
            "create": IntakeView,
            "accept": AcceptView,
            "add_party": AddPartyView,
            "schedule_session": SessionPlanView,
            "adjourn_session": SessionPlanView,
            "conclude": ConcludeView,
            **dict.fromkeys(ON_ITEM, ItemStepView),
        },
    ),
    path("<int:pk>/casefile/", CasefileView.as_view(model=Dispute), name="dispute_casefile"),
    path("<int:pk>/similar/", SimilarView.as_view(model=Dispute), name="dispute_similar"),
]
