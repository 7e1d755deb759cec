"""Pages on which minutes are written and signed. No rules here."""

from liaison.views.matters import TransitionView
from meetings.models import SigningRound


class MinutesView(TransitionView):
    """Writing the minutes; when two write at once, both texts side by side."""

    template_name = "meetings/minutes_form.html"

    def form_invalid(self, form):
        """The other one may have been quicker after the form was judged: show their text too."""
        form.find_newer()
        return super().form_invalid(form)


class SigningView(TransitionView):
    """Signing or returning the minutes, with the very text on the page."""

    template_name = "meetings/signing_form.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        now = SigningRound.objects.latest_of(self.object)
        earlier = now.earlier() if now else None
        if earlier is None:
            return context
        said = now.minutes.said().filter(round=earlier.round).exclude(comment="")
        return context | {"earlier": earlier, "redlines": now.redlines(earlier), "said": said}
