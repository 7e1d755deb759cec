"""A person's calendar feed (日程订阅), and single events as files."""

from urllib.parse import quote

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView, View

from liaison import agenda, ical
from liaison.models import CalendarFeed, Committee

MEDIA_TYPE = "text/calendar; charset=utf-8"


class FeedView(TemplateView):
    """Whether there is an address, and when it was last read; POST makes a new one.

    The answer to the POST itself shows the new address, once: it is kept nowhere.
    """

    template_name = "liaison/calendar_feed.html"

    def post(self, request):
        _, token = CalendarFeed.objects.make(request.user)
        path = reverse("liaison:calendar_feed_file", args=[token])
        return self.render_to_response(self.get_context_data(address=settings.SITE_URL + path))

    def get_context_data(self, **kwargs):
        feed = CalendarFeed.objects.active().filter(user=self.request.user).first()
        return super().get_context_data(**kwargs) | {"feed": feed}

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response


class FeedRevokeView(View):
    def post(self, request):
        if CalendarFeed.objects.revoke(request.user):
            messages.success(request, "已停用。原来的地址不能再读取日程")
        return redirect("liaison:calendar_feed")


@method_decorator(login_not_required, name="dispatch")
class FeedFileView(View):
    """The feed itself, for a calendar program: no login, no session; the address is the key.

    What is in it is what the owner may see at this moment. A wrong address is one that isn't.
    """

    def get(self, request, token):
        if reads_of_this_minute(request) > settings.CALENDAR_FEED_READS:
            return HttpResponse(status=429, headers={"Retry-After": "60"})
        feed = CalendarFeed.objects.opened_by(token)
        if feed is None:
            raise Http404
        now = timezone.now()
        feed.note_use(now)
        today = timezone.localdate(now)
        span = today - ical.SINCE, today + ical.UNTIL
        events, committees = agenda.listed(feed.user, span, ical.MOST), names_of_committees()
        etag = f'"{ical.version_of(events, committees)}"'
        response = get_conditional_response(request, etag=etag) or HttpResponse(
            ical.feed_of(events, committees), content_type=MEDIA_TYPE
        )
        response["ETag"] = etag
        response["Cache-Control"] = "private, no-cache"
        response["X-Robots-Tag"] = "noindex"
        return response


class EventFileView(View):
    """One event that the reader may see, to be taken into a calendar."""

    def get(self, request, source, pk, part):
        try:
            event = agenda.one(request.user, agenda.source_of(source), pk, part)
        except LookupError:
            event = None
        if event is None:
            raise Http404
        content = ical.published(event, names_of_committees())
        response = HttpResponse(content, content_type=MEDIA_TYPE)
        name = quote(f"{ical.summary_of(event, {})}.ics")
        response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
        response["Cache-Control"] = "private, no-store"
        return response


def reads_of_this_minute(request):
    """How often the visitor's address has asked for any feed in the minute on the clock.

    allauth's own limits let every GET pass.
    """
    minute = timezone.now().strftime("%H%M")
    key = f"liaison.feed:{get_adapter().get_client_ip(request)}:{minute}"
    cache.add(key, 0, timeout=120)
    return cache.incr(key)


def names_of_committees():
    return dict(Committee.objects.values_list("pk", "short_name"))
