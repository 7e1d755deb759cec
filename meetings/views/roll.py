"""Pages of a meeting while it goes on: the roll, the items, and signing in. No rules here."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import DetailView, TemplateView

from liaison import access
from liaison.transitions import TransitionNotAllowed
from liaison.views.matters import OneMatterMixin
from meetings.forms.roll import NotesForm, RecusalForm, SignInForm
from meetings.models import AgendaItem, Attendance, JointMeeting, Venue
from meetings.models.roll import KEEP_ROLL


class RollView(OneMatterMixin, DetailView):
    """The roll: by venue who is expected, here, gone; for the office the receipts and buttons."""

    model = JointMeeting
    context_object_name = "matter"
    template_name = "meetings/roll.html"

    def get_template_names(self):
        """Asked again by htmx every few seconds: the part that changes alone."""
        live = self.request.htmx and not self.request.htmx.boosted
        return ["meetings/_roll.html"] if live else [self.template_name]

    def get_context_data(self, **kwargs):
        meeting, user = self.object, self.request.user
        keeps = access.allowed(user, KEEP_ROLL, meeting, "handle")
        people = meeting.attendance.select_related("unit", "venue", "meeting")
        items = meeting.agenda.select_related("unit").prefetch_related("recusals__attendance")
        return super().get_context_data(**kwargs) | {
            "keeps": keeps,
            "live": meeting.status == meeting.Status.NOTIFIED,
            "venues": meeting.venues.with_counts().select_related("host", "room"),
            "people": people.with_clash(meeting) if keeps else people,
            "receipts": meeting.receipts.select_related("unit", "answered_by") if keeps else (),
            "items": items if keeps else (),
            "quorum": meeting.quorum_state(),
        }


class RollActionView(OneMatterMixin, View):
    """One click at the desk: somebody came, left, is back; or a slip is undone."""

    model = JointMeeting
    ACTIONS = {
        "arrive": ("arrive", "已签到"),
        "depart": ("depart", "已登记离会"),
        "return": ("return_of", "已登记返回"),
        "undo": ("undo", "已撤销签到"),
    }

    def post(self, request, pk, person, action):
        meeting = get_object_or_404(self.get_queryset(), pk=pk)
        attendance = get_object_or_404(Attendance, pk=person, meeting=meeting)
        name, words = self.ACTIONS[action]
        try:
            if getattr(meeting, name)(attendance, request.user):
                messages.success(request, f"{attendance.unit_name}{attendance.who}：{words}")
            else:
                messages.info(request, f"{attendance.unit_name}{attendance.who}：已经登记过了")
        except TransitionNotAllowed as error:
            messages.error(request, str(error))
        return HttpResponseRedirect(roll_url(meeting, f"person-{attendance.pk}"))


class ItemActionView(OneMatterMixin, View):
    """One click on an item of the agenda: it begins, or is over."""

    model = JointMeeting
    ACTIONS = {"begin": "begin_item", "end": "end_item"}

    def post(self, request, pk, item, action):
        meeting = get_object_or_404(self.get_queryset(), pk=pk)
        agenda_item = get_object_or_404(AgendaItem, pk=item, meeting=meeting)
        try:
            getattr(meeting, self.ACTIONS[action])(agenda_item, request.user)
        except TransitionNotAllowed as error:
            messages.error(request, str(error))
        return HttpResponseRedirect(roll_url(meeting, f"item-{agenda_item.pk}"))


class AgendaItemView(OneMatterMixin, DetailView):
    """One item while the meeting goes on: notes, and who takes no part in it."""

    model = JointMeeting
    context_object_name = "matter"
    template_name = "meetings/agenda_item.html"

    def get_context_data(self, **kwargs):
        meeting = self.object
        meeting.check_keeper(self.request.user)
        item = get_object_or_404(AgendaItem, pk=self.kwargs["item"], meeting=meeting)
        people = meeting.attendance.here().select_related("unit")
        context = {
            "item": item,
            "notes": NotesForm(initial={"text": item.notes, "before": item.notes}),
            "recusal": RecusalForm(people=people),
            "recusals": item.recusals.select_related("attendance__unit", "recorder"),
            "quorum": meeting.quorum_state(item),
        }
        return super().get_context_data(**kwargs) | context | kwargs

    def get(self, request, *args, **kwargs):
        try:
            return super().get(request, *args, **kwargs)
        except TransitionNotAllowed as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(self.object.get_absolute_url())

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        item = get_object_or_404(AgendaItem, pk=kwargs["item"], meeting=self.object)
        try:
            refused = self._taken(request, item)
        except TransitionNotAllowed as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(self.object.get_absolute_url())
        if refused:
            return self.render_to_response(self.get_context_data(**refused))
        return HttpResponseRedirect(request.path)

    def _taken(self, request, item):
        meeting, user = self.object, request.user
        meeting.check_keeper(user)
        if "recuse" in request.POST:
            form = RecusalForm(request.POST, people=meeting.attendance.here())
            if not form.is_valid():
                return {"recusal": form}
            meeting.recuse(form.cleaned_data["person"], item, user, form.cleaned_data["reason"])
        elif "unrecuse" in request.POST:
            for row in item.recusals.select_related("attendance"):
                if str(row.pk) == request.POST["unrecuse"]:
                    meeting.unrecuse(row.attendance, item, user)
        else:
            return self._noted(request, item)
        return None

    def _noted(self, request, item):
        form = NotesForm(request.POST)
        if not form.is_valid():
            return {"notes": form}
        given = form.cleaned_data
        try:
            self.object.take_notes(item, request.user, given["text"], given["before"])
        except ValidationError as error:
            item.refresh_from_db()
            data = request.POST.copy()
            data["before"] = item.notes
            form = NotesForm(data)
            form.add_error("text", error)
            return {"notes": form, "newer": item.notes}
        messages.success(request, "记录已保存")
        return None


def roll_url(meeting, part):
    return f"{reverse('meetings:jointmeeting_roll', args=[meeting.pk])}#{part}"


class CodesView(OneMatterMixin, DetailView):
    """The QR codes of the venues, to be put up at the door; for the office."""

    model = JointMeeting
    context_object_name = "matter"
    template_name = "meetings/codes.html"

    def get_context_data(self, **kwargs):
        self.object.check_keeper(self.request.user)
        venues = [
            (venue, self.request.build_absolute_uri(reverse("meetings:sign_in", args=[venue.code])))
            for venue in self.object.venues.all()
        ]
        return super().get_context_data(**kwargs) | {"codes": venues}

    def get(self, request, *args, **kwargs):
        try:
            return super().get(request, *args, **kwargs)
        except TransitionNotAllowed as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(self.object.get_absolute_url())


@method_decorator([login_not_required, never_cache], name="dispatch")
class SignInView(TemplateView):
    """Signing in at a venue with one's own phone (扫码签到): no account is asked for.

    The code on the door leads here; it is not to be guessed, and good for some hours only.
    """

    template_name = "meetings/sign_in.html"

    def get(self, request, *args, **kwargs):
        return render(request, self.template_name, self.context())

    def post(self, request, *args, **kwargs):
        context = self.context(request.POST)
        form = context["form"]
        if not context["open"] or not form.is_valid():
            return render(request, self.template_name, context)
        given = form.cleaned_data
        try:
            person, news = context["meeting"].welcome(
                context["venue"], given["unit"], given["name"], post=given["post"]
            )
        except (TransitionNotAllowed, ValidationError) as error:
            form.add_error(None, error.messages if hasattr(error, "messages") else str(error))
            return render(request, self.template_name, context)
        return render(
            request, "meetings/signed_in.html", context | {"person": person, "news": news}
        )

    def context(self, data=None):
        venues = Venue.objects.select_related("meeting__series", "meeting__committee__office")
        venue = get_object_or_404(venues, code=self.kwargs["code"])
        meeting = venue.meeting
        opened = meeting.signing_in(timezone.now())
        units = meeting.units_signing_in() if opened else []
        return {
            "venue": venue,
            "meeting": meeting,
            "open": opened,
            "form": SignInForm(data, units=units),
        }
