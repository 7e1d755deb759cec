"""Addresses of judicial suggestions."""

from liaison.routes import matter_urls
from suggestions.forms import FORMS
from suggestions.models import JudicialSuggestion
from suggestions.views import SuggestionDetailView, SuggestionListView

app_name = "suggestions"
urlpatterns = matter_urls(
    JudicialSuggestion,
    "judicial/",
    forms=FORMS,
    list_view=SuggestionListView,
    detail_view=SuggestionDetailView,
)
