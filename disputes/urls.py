"""Addresses of disputes: list, page, referral and one for each step."""

from django.urls import path

from disputes.forms import FORMS
from disputes.models import Dispute
from disputes.views import CasefileView, DisputeDetailView, DisputeListView, SessionPlanView
from liaison.routes import matter_urls

app_name = "disputes"
urlpatterns = [
    *matter_urls(
        Dispute,
        "",
        FORMS,
        list_view=DisputeListView,
        detail_view=DisputeDetailView,
        views={"schedule_session": SessionPlanView, "adjourn_session": SessionPlanView},
    ),
    path("<int:pk>/casefile/", CasefileView.as_view(model=Dispute), name="dispute_casefile"),
]
