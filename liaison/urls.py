"""Composition root of addresses; only it and ``settings`` name the three folders."""

from datetime import date

from django.contrib import admin
from django.urls import include, path, register_converter

from liaison.forms import AbsenceForm
from liaison.models import Absence
from liaison.views import absences, calculator, calendar, desk, feeds, files, verify, works


class DayConverter:
    """A day in an address: 2026-12-08."""

    regex = r"20[0-9]{2}-[0-9]{2}-[0-9]{2}"
    to_python = staticmethod(date.fromisoformat)
    to_url = staticmethod(str)


register_converter(DayConverter, "isodate")

common = [
    path("", desk.DeskView.as_view(), name="desk"),
    path("inbox/", desk.InboxView.as_view(), name="inbox"),
    path("inbox/read/", desk.InboxReadAllView.as_view(), name="inbox_read"),
    path("inbox/<int:pk>/open/", desk.InboxOpenView.as_view(), name="inbox_open"),
    path("search/", desk.SearchView.as_view(), name="search"),
    path("calculator/", calculator.CalculatorView.as_view(), name="calculator"),
    path("calculator/sheet/", calculator.CalculatorSheetView.as_view(), name="calculator_sheet"),
    path("calendar/", calendar.CalendarView.as_view(), name="calendar"),
    path("calendar/<isodate:day>/", calendar.DayView.as_view(), name="calendar_day"),
    path("calendar/feed/", feeds.FeedView.as_view(), name="calendar_feed"),
    path("calendar/feed/revoke/", feeds.FeedRevokeView.as_view(), name="calendar_feed_revoke"),
    path("calendar/feed/<str:token>.ics", feeds.FeedFileView.as_view(), name="calendar_feed_file"),
    path(
        "calendar/events/<str:source>/<int:pk>/<int:part>.ics",
        feeds.EventFileView.as_view(),
        name="event_ics",
    ),
    path(
        "absences/",
        absences.AbsenceListView.as_view(form_class=AbsenceForm),
        name="absences",
    ),
    path(
        "absences/<int:pk>/change/",
        absences.AbsenceChangeView.as_view(model=Absence, form_class=AbsenceForm),
        name="absence_change",
    ),
    path(
        "absences/<int:pk>/end/",
        absences.AbsenceEndView.as_view(model=Absence),
        name="absence_end",
    ),
    path("works/", works.WorkListView.as_view(), name="work_list"),
    path("works/<int:pk>/", works.WorkView.as_view(), name="work"),
    path("works/<int:pk>/file/", works.WorkFileView.as_view(), name="work_file"),
    path("works/<int:pk>/cancel/", works.WorkCancelView.as_view(), name="work_cancel"),
    path("works/<int:pk>/again/", works.WorkAgainView.as_view(), name="work_again"),
    path("verify/", verify.VerifyView.as_view(), name="verify"),
    path("attachments/<int:pk>/", files.AttachmentView.as_view(), name="attachment"),
    path("papers/<int:pk>/", files.PaperView.as_view(), name="paper"),
    path("papers/<int:pk>/docx/", files.PaperDocxView.as_view(), name="paper_docx"),
    path(
        "papers/<str:kind>/<slug:code>/blank/",
        files.BlankFormView.as_view(),
        name="paper_blank",
    ),
    path(
        "papers/<str:kind>/<int:pk>/<slug:code>/preview/",
        files.PreviewView.as_view(),
        name="paper_preview",
    ),
    path(
        "papers/<str:kind>/<int:pk>/<slug:code>/preview/docx/",
        files.PreviewDocxView.as_view(),
        name="paper_preview_docx",
    ),
]

urlpatterns = [
    path("", include((common, "liaison"))),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("healthz", desk.healthz),
    path("disputes/", include("disputes.urls")),
    path("appearances/", include("disputes.appearances.urls")),
    path("meetings/", include("meetings.urls")),
    path("suggestions/", include("suggestions.urls")),
]
