"""The calendar (日程): a month on the wall, and everything of one day."""

from django import forms
from django.core.paginator import Paginator
from django.http import Http404
from django.utils import timezone
from django.views.generic import TemplateView

from liaison import access, agenda
from liaison.clock import calendars
from liaison.models import Committee
from liaison.wallcalendar import Month, mark_of, wall

PER_PAGE = 50
MOST = 1000
"""Events of one day that are read at all; no reader has more to do with."""


class CalendarForm(forms.Form):
    """What of the calendar is shown: one kind of event, one committee; all unless told."""

    kind = forms.ChoiceField(label="类别", required=False)
    committee = forms.TypedChoiceField(label="委员会", required=False, coerce=int, empty_value=None)

    def __init__(self, data, *, user):
        super().__init__(data)
        self.fields["kind"].choices = [("", "全部"), *agenda.kinds().items()]
        units = [unit.pk for unit in access.standing(user).units]
        committees = list(Committee.objects.of_units(units)) if units else []
        if len(committees) < 2:
            del self.fields["committee"]
        else:
            names = [(each.pk, each.short_name) for each in committees]
            self.fields["committee"].choices = [("", "全部"), *names]

    def only(self):
        """What was chosen, as ``agenda`` takes it; what can't be chosen narrows nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class CalendarMixin:
    """The form of what is shown, and the address's part that keeps it from page to page."""

    def asked(self):
        form = CalendarForm(self.request.GET, user=self.request.user)
        return form, form.only()


class CalendarView(CalendarMixin, TemplateView):
    """A month, this one unless told (``?month=2026-12``)."""

    template_name = "liaison/calendar.html"

    def get_context_data(self, **kwargs):
        today, (form, only) = timezone.localdate(), self.asked()
        month = self.month_asked_for() or Month.of(today)
        return super().get_context_data(**kwargs) | {
            "form": form,
            "only": only,
            "is_now": month == Month.of(today),
            "month": month,
            "wall": wall(self.request.user, month, today, **only),
        }

    def month_asked_for(self):
        asked = self.request.GET.get("month")
        try:
            return Month.parse(asked) if asked else None
        except ValueError:
            raise Http404("没有这个月份") from None


class DayView(CalendarMixin, TemplateView):
    """Everything that is on, or due, on one day."""

    template_name = "liaison/calendar_day.html"

    def get_context_data(self, day, **kwargs):
        form, only = self.asked()
        events = agenda.listed(self.request.user, (day, day), MOST, **only)
        calendar = calendars.in_force_for_reading()
        return super().get_context_data(**kwargs) | {
            "day": day,
            "form": form,
            "only": only,
            "month": Month.of(day),
            "page_obj": Paginator(events, PER_PAGE).get_page(self.request.GET.get("page")),
            "off": not calendar.is_working(day),
            "mark": mark_of(day, calendar),
            "name": calendar.name(day),
            "is_published": calendar.is_published(day),
        }
