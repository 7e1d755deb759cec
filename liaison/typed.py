"""What was typed while the login ran out: kept until its author is back (不丢失已填写的内容).

Every form page carries a stamp of who reads it: a signed account number, no secret. By it a
form that comes in too late, after the session's end or with a token that a new login made
worthless, is known as its author's. Its words are then kept in the session, and shown again
on the same page to the same person, once, to be sent anew. Nothing is done in the meantime.
"""

import json
from datetime import timedelta

from django.contrib import messages
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpResponseRedirect, QueryDict
from django_htmx.http import HttpResponseClientRedirect

from liaison.markings import REFUSAL, mark_in
from liaison.sealing import seal, unseal

STAMP = "typed_by"
"""The hidden field with the stamp."""
KEPT = "typed"
"""The session's list of what is kept, sealed: {address, user, fields}, oldest first."""
STAMP_LASTS = timedelta(days=7)
AT_MOST = 3
"""Forms kept at once, from as many tabs."""
LONGEST = 200_000
"""Characters of one form, names and values: several times the longest there is."""
PLUMBING = frozenset({STAMP, "csrfmiddlewaretoken"})


def stamp(user):
    """Say on the form who reads it, so that it is known again after the login's end."""
    return _signer().sign(user.pk)


def author(request):
    """The account number on the stamp of the form that came in; None if there is no good one."""
    try:
        return _signer().unsign(request.POST.get(STAMP, ""), max_age=STAMP_LASTS)
    except BadSignature:
        return None


def keep(request):
    """Keep the words of a stamped form in the session; say whether they were kept.

    Only for pages that will show them again (``shows_typed``). Never files, never passwords,
    nothing marked secret, no form beyond ``LONGEST``; of more than three the oldest goes.
    Whoever must log in first is told.
    """
    who = author(request)
    page = getattr(request.resolver_match.func, "view_class", None)
    if who is None or not getattr(page, "shows_typed", False):
        return False
    lists = dict(request.POST.lists())
    if sum(len(name) + sum(map(len, values)) for name, values in lists.items()) > LONGEST:
        return False
    fields = {name: lists[name] for name in lists if not _is_private(name)}
    marked = [name for name in fields if any(map(mark_in, fields[name]))]
    for name in marked:
        del fields[name]
    if marked:
        messages.error(request, f"{REFUSAL}：标有密级的内容没有保留")
    _store(request, {"address": request.get_full_path(), "user": who, "fields": fields})
    return True


def _is_private(name):
    return name in PLUMBING or "password" in name.lower()


def _store(request, form):
    others = [each for each in _kept(request) if each != form]
    _put_away(request, [*others, form][-AT_MOST:])
    if not request.user.is_authenticated:
        messages.info(request, "登录已过期，没有提交。填写的内容已保留，用原账号登录后恢复")


def take(request):
    """Hand out, once, what the reader typed on this page; None if nothing is kept.

    What somebody else typed, before this person logged in at the same browser, is dropped.
    """
    kept = _kept(request)
    if not kept or request.method != "GET":
        return None
    mine = [form for form in kept if form["user"] == str(request.user.pk)]
    address = request.get_full_path()
    here = next((form for form in mine if form["address"] == address), None)
    _put_away(request, [form for form in mine if form is not here])
    return here and _as_posted(here["fields"])


def _kept(request):
    """The forms kept in the session: sealed there, since they may hold somebody's number."""
    return json.loads(unseal(request.session.get(KEPT, "")) or "[]")


def _put_away(request, forms):
    if forms:
        request.session[KEPT] = seal(json.dumps(forms, ensure_ascii=False))
    else:
        request.session.pop(KEPT, None)


def lead(request, address):
    """Lead the browser to another page, also where htmx asked for a piece of this one."""
    answer = HttpResponseClientRedirect if request.htmx else HttpResponseRedirect
    return answer(address)


def _as_posted(fields):
    data = QueryDict(mutable=True)
    for name, values in fields.items():
        data.setlist(name, values)
    return data


def _signer():
    return TimestampSigner(salt="liaison.typed")
