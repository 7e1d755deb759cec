"""Addresses of lawsuits: list, page, opening and one for each step."""

from django.urls import path

from disputes.appearances.forms import FORMS
from disputes.appearances.models import Lawsuit
from disputes.appearances.views.figures import AgenciesView, FiguresView
from disputes.appearances.views.lawsuits import (
    LawsuitDetailView,
    LawsuitListView,
    SubmitAnswerView,
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
]
