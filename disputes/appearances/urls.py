"""Addresses of lawsuits, monthly notices, rectification and observed hearings."""

from django.urls import path

from disputes.appearances.forms import FORMS
from disputes.appearances.forms.monthly import NOTICE_FORMS, RECTIFICATION_FORMS
from disputes.appearances.forms.observation import FORMS as OBSERVATION_FORMS
from disputes.appearances.models import Lawsuit, MonthlyNotice, Observation, Rectification
from disputes.appearances.views.feed import (
    FeedCheckView,
    FeedExportView,
    FeedTemplateView,
    FeedView,
)
from disputes.appearances.views.figures import AgenciesView, FiguresView
from disputes.appearances.views.lawsuits import (
    ConfirmPerformanceView,
    DecideDeferralView,
    DecideExcuseView,
    DraftAnswerView,
    LawsuitDetailView,
    LawsuitListView,
    RaiseSuggestionView,
    SubmitAnswerView,
)
from disputes.appearances.views.monthly import (
    MonthlyNoticeDetailView,
    MonthlyNoticeListView,
    RectificationDetailView,
    RectificationListView,
)
from disputes.appearances.views.observation import (
    ObservationDetailView,
    ObservationListView,
    ObserversView,
    PlanView,
    RecordAnswerView,
    RollView,
)
from liaison.routes import matter_urls

app_name = "appearances"
urlpatterns = [
    path("figures/", FiguresView.as_view(), name="figures"),
    path("figures/agencies/", AgenciesView.as_view(), name="agencies"),
    path("feed/", FeedView.as_view(), name="feed"),
    path("feed/<int:pk>/", FeedCheckView.as_view(), name="feed_check"),
    path(
        "feed/template/<int:court>/<int:committee>/",
        FeedTemplateView.as_view(),
        name="feed_template",
    ),
    path("lawsuits/export/", FeedExportView.as_view(), name="feed_export"),
    *matter_urls(
        Lawsuit,
        "lawsuits/",
        FORMS,
        list_view=LawsuitListView,
        detail_view=LawsuitDetailView,
        views={
            "confirm_performance": ConfirmPerformanceView,
            "decide_deferral": DecideDeferralView,
            "decide_excuse": DecideExcuseView,
            "draft_answer": DraftAnswerView,
            "raise_suggestion": RaiseSuggestionView,
            "submit_answer": SubmitAnswerView,
        },
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
    *matter_urls(
        Observation,
        "observations/",
        OBSERVATION_FORMS,
        list_view=ObservationListView,
        detail_view=ObservationDetailView,
        views={
            "create": PlanView,
            "record_answer": RecordAnswerView,
            "take_roll": RollView,
        },
    ),
    path(
        "observations/<int:pk>/observers/",
        ObserversView.as_view(model=Observation),
        name="observation_observers",
    ),
]
