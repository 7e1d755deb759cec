"""What stands before every page: the login, and a second factor where it is asked for."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.shortcuts import redirect, resolve_url

from liaison import typed


class LoginMiddleware(LoginRequiredMiddleware):
    """Lead whoever isn't logged in to the login, and keep what they had typed till then."""

    def handle_no_permission(self, request, view_func):
        typed.keep(request)
        address = super().handle_no_permission(request, view_func).url
        view = getattr(view_func, "view_class", None)
        if view and not hasattr(view, "get"):  # a button's address is no page to come back to
            address = resolve_url(self.get_login_url(view_func))
        return typed.lead(request, address)


class TwoFactorMiddleware:
    """Lead a person without a second factor to set one up, where that is required (双因素)."""

    OPEN_TO_ALL = ("/accounts/", "/static/", "/healthz")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if self._must_set_up(request):
            messages.warning(request, "本单位要求启用动态口令，请先完成设置")
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def _must_set_up(self, request):
        return (
            settings.REQUIRE_TWO_FACTOR
            and request.user.is_authenticated
            and not request.path.startswith(self.OPEN_TO_ALL)
            and not is_mfa_enabled(request.user)
        )
