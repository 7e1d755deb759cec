"""Addresses of lawsuits, monthly notices and rectification: list, page, opening, steps."""

from django.urls import path

from disputes.appearances.forms import FORMS
from disputes.appearances.forms.monthly import NOTICE_FORMS, RECTIFICATION_FORMS
from disputes.appearances.models import Lawsuit, MonthlyNotice, Rectification
from disputes.appearances.views.figures import AgenciesView, FiguresView
from disputes.appearances.views.lawsuits import (
    LawsuitDetailView,
    LawsuitListView,
    SubmitAnswerView,
)
from disputes.appearances.views.monthly import (
    MonthlyNoticeDetailView,
    MonthlyNoticeListView,
    RectificationDetailView,
    RectificationListView,
)
from liaison.routes import matter_urls

app_name = "appearances"
urlpatterns = [
    path("figures/", FiguresView.as_view(), name="figures"),
    path("figures/agencies/", AgenciesView.as_view(), name="agencies"),
    *matter_urls(
        Lawsuit,
        "lawsuits/",
        FORMS,
        list_view=LawsuitListView,
        detail_view=LawsuitDetailView,
        views={"submit_answer": SubmitAnswerView},
    ),
    *matter_urls(
        MonthlyNotice,
        "notices/",
        NOTICE_FORMS,
        list_view=MonthlyNoticeListView,
        detail_view=MonthlyNoticeDetailView,
    ),
    *matter_urls(
        Rectification,
        "rectifications/",
        RECTIFICATION_FORMS,
        list_view=RectificationListView,
        detail_view=RectificationDetailView,
    ),
]
