"""What stands before every page: a second factor where the installation asks for one."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect


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
