"""What is answered to a form whose token is worthless: its page again, or what to do."""

from django.views.csrf import csrf_failure

from liaison import typed


def stale_token(request, reason=""):
    """Lead the author of the form back to it, with all that was typed; refuse everybody else.

    The token changes with each login, so a form that was open in another tab meanwhile comes
    in with the old one. Nothing is done but to keep the words: the person sends them again.
    """
    if _is_authors(request) and typed.keep(request):
        return typed.lead(request, request.get_full_path())
    return csrf_failure(request, reason)


def _is_authors(request):
    """The form is this person's; or nobody's is logged in, and it came from a page of ours.

    A foreign page could else give the browser an empty session in the place of its own.
    """
    if request.user.is_authenticated:
        return typed.author(request) == str(request.user.pk)
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
