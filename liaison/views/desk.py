"""The desk, the inbox, the search page: what is the reader's own."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.generic import ListView, TemplateView, View

from liaison import absences, access, agenda, desk, registry, search, workdays
from liaison.clock import calendars
from liaison.models import Message, matter_models
from liaison.outbox import heartbeat
from liaison.views.matters import openings


class DeskView(TemplateView):
    """What my unit must do, what is late, what I wait for, what is coming."""

    template_name = "liaison/desk.html"

    def get_context_data(self, **kwargs):
        user, now = self.request.user, timezone.now()
        today = timezone.localdate(now)
        todo, waiting = desk.on_top(user)
        return super().get_context_data(**kwargs) | {
            "today": today,
            "today_note": day_off_note(today),
            "duty": absences.duty_of(user),
            "tallies": desk.tallies(user, today),
            "todo": todo,
            "waiting": waiting,
            "events": agenda.coming(user, now),
            "create_actions": list(openings(matter_models(), user)),
            "charts": self.charts(today),
        }

    def charts(self, today):
        units = [unit.pk for unit in access.standing(self.request.user).units]
        drawing = registry.metrics["liaison.on_time"].drawing(units, today)
        return [drawing] if drawing else []


def day_off_note(today):
    """On a day off, when work goes on; otherwise nothing."""
    calendar = calendars.in_force_for_reading()
    if calendar.is_working(today):
        return ""
    following = workdays.roll_forward(today, calendar)
    return f"休息日，下一个工作日为{following.month}月{following.day}日"


class InboxView(ListView):
    """The messages that reached the reader, newest first."""

    template_name = "liaison/inbox.html"
    context_object_name = "letters"
    paginate_by = 30

    def get_queryset(self):
        return Message.objects.inbox_of(self.request.user)


class InboxOpenView(View):
    """Mark a message read and go to its matter; what can't be seen any more stays in the inbox."""

    def post(self, request, pk):
        letters = Message.objects.inbox_of(request.user)
        letter = get_object_or_404(letters.select_related("content_type"), pk=pk)
        letters.filter(pk=pk).unread().update(read_at=timezone.now())
        matter = letter.content_type and (
            letter.content_type.model_class()
            .objects.visible_to(request.user)
            .filter(pk=letter.object_id)
            .first()
        )
        if matter:
            return redirect(matter)
        if letter.content_type:
            messages.info(request, "该事项已不在您的查看范围内")
        return redirect("liaison:inbox")


class InboxReadAllView(View):
    def post(self, request):
        Message.objects.inbox_of(request.user).unread().update(read_at=timezone.now())
        return redirect("liaison:inbox")


class SearchView(TemplateView):
    """Search over every kind of matter that the reader may see."""

    template_name = "liaison/search.html"

    def get_context_data(self, **kwargs):
        words = self.request.GET.get("q", "").strip()[:100]
        enough = search.long_enough(words)
        return super().get_context_data(**kwargs) | {
            "words": words,
            "too_short": bool(words) and not enough,
            "rows": desk.found(self.request.user, words) if enough else [],
        }


def healthz(request):
    """Say that the web process answers and reaches its database, and whether beat is heard."""
    Message.objects.exists()
    beat = "heard" if heartbeat.is_alive() else "silent"
    return HttpResponse(f"ok\nbeat: {beat}\n", content_type="text/plain")


healthz.login_required = False
