"""What must be right before the system starts (系统检查)."""

from django.core.checks import Error, register


@register()
def secrecy_of_session(app_configs, **kwargs):
    """Refuse a real installation that forgets HTTPS cookies while it claims HTTPS."""
    from django.conf import settings  # noqa: PLC0415 - read when the check runs

    if settings.DEBUG and not settings.DEMO:
        return [Error("正式运行时不得打开 DEBUG", id="liaison.E001")]
    return []
