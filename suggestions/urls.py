"""Addresses of judicial suggestions."""

from django.urls import path

from liaison.routes import matter_urls
from suggestions.forms import FORMS
from suggestions.models import JudicialSuggestion
from suggestions.views.account import AccountView
from suggestions.views.figures import AnswersView, FiguresView
from suggestions.views.suggestions import ReplyStepView, SuggestionDetailView, SuggestionListView
from suggestions.views.takeover import TakeoverCheckView, TakeoverTemplateView, TakeoverView

app_name = "suggestions"
urlpatterns = [
    path("figures/", FiguresView.as_view(), name="figures"),
    path("figures/letters/", AnswersView.as_view(), name="answers"),
    path("figures/account/", AccountView.as_view(), name="account"),
    path("takeover/", TakeoverView.as_view(), name="takeover"),
    path("takeover/<int:pk>/", TakeoverCheckView.as_view(), name="takeover_check"),
    path("takeover/template/<int:pk>/", TakeoverTemplateView.as_view(), name="takeover_template"),
    *matter_urls(
        JudicialSuggestion,
        "judicial/",
        forms=FORMS,
        list_view=SuggestionListView,
        detail_view=SuggestionDetailView,
        views=dict.fromkeys(("approve_reply", "send_back_reply", "reply"), ReplyStepView),
    ),
]
