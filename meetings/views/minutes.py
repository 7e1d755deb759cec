"""Pages on which minutes are written and signed. No rules here."""

from liaison.views.matters import TransitionView


class MinutesView(TransitionView):
    """Writing the minutes; when two write at once, both texts side by side."""

    template_name = "meetings/minutes_form.html"


class SigningView(TransitionView):
    """Signing or returning the minutes, with the very text on the page."""

    template_name = "meetings/signing_form.html"
