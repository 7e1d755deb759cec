"""Settings, read strictly from the environment; the only file, with ``urls``, that names the
three folders of mechanisms.

Without ``DATABASE_URL`` and ``REDIS_URL`` the project runs its own servers under ``var/``
and is a demo; with them it is the real thing, and no secret has a default.
"""

import os
import secrets
from pathlib import Path

import environ
from csp.constants import NONE, SELF

from liaison import embedded

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))
env = environ.Env()

embedded.ensure()
DEMO = env.bool("DEMO", default="LIAISON_EMBEDDED" in os.environ)
DEBUG = env.bool("DEBUG", default=False)
os.environ.setdefault("FONTCONFIG_FILE", str(BASE_DIR / "liaison" / "data" / "fonts.conf"))


def _demo_secret():
    """The demo's own secret, made once and kept; outside the demo there is no default."""
    path = VAR_DIR / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = env("SECRET_KEY", default=_demo_secret() if DEMO else environ.Env.NOTSET)
# Identity numbers, telephones, addresses at rest: the first key seals, all of them open.
PERSONAL_DATA_KEYS = env.list(
    "PERSONAL_DATA_KEYS", default=[SECRET_KEY] if DEMO else environ.Env.NOTSET
)
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEMO else environ.Env.NOTSET
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "guardian",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_htmx",
    "import_export",
    "liaison",
    "disputes",
    "disputes.appearances",
    "meetings",
    "suggestions",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "liaison.middleware.LoginMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "liaison.middleware.TwoFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "liaison.urls"
WSGI_APPLICATION = "liaison.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "liaison.context.workplace",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"].setdefault("OPTIONS", {})
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["TEST"] = {"NAME": env("TEST_DATABASE", default="test_liaison")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env("REDIS_URL"),
        "KEY_PREFIX": "liaison",
    }
}

# Language and time: one language, one zone, the zone of the deadlines.
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# Accounts
AUTH_USER_MODEL = "liaison.User"
AUTHENTICATION_BACKENDS = [
    "liaison.accounts.AccountBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
ANONYMOUS_USER_NAME = None
GUARDIAN_RAISE_403 = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "liaison:desk"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "liaison.accounts.ClosedAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
# Behind our proxy the visitor's address is the one it adds; else one bad guesser locks all out.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0 if DEMO else 1)
# How often a minute calendar programs may read from one address: an office shares one.
CALENDAR_FEED_READS = env.int("CALENDAR_FEED_READS", default=120)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "府院联动工作平台"
REQUIRE_TWO_FACTOR = env.bool("REQUIRE_TWO_FACTOR", default=False)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1] = {
    "NAME": "liaison.accounts.LengthValidator",
    "OPTIONS": {"min_length": 10},
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = env.int("SESSION_COOKIE_AGE", default=12 * 3600)
SESSION_COOKIE_HTTPONLY = True
SESSION_SAVE_EVERY_REQUEST = False
CSRF_FAILURE_VIEW = "liaison.views.refusals.stale_token"

# Transport
HTTPS = env.bool("HTTPS", default=not DEMO)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=False)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=0)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
    }
}

# Static files and uploads
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", ("vendor", BASE_DIR / "node_modules" / ".assets")]
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(VAR_DIR / "media"))
# To compress them well takes longer than the demo ever sends them for.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
        if DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# The proxy serves a file that a view has allowed; empty: the view serves it itself.
INTERNAL_REDIRECT = env("INTERNAL_REDIRECT", default="")
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_PERMISSIONS = 0o640
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", default=20 * 1024 * 1024)
BUNDLE_MAX_BYTES = env.int("BUNDLE_MAX_BYTES", default=200 * 1024 * 1024)
# The virus scanner (clamd), host:port or the path of its socket; empty: none. What it can't be
# asked about in that time is refused.
CLAMAV = env("CLAMAV", default="")
CLAMAV_SECONDS = env.int("CLAMAV_SECONDS", default=30)

# Long works (后台任务): what came of them is kept so many days; so many go on at once, so that
# workers are left for notices and reminders.
WORKS_KEPT_DAYS = env.int("WORKS_KEPT_DAYS", default=7)
WORKS_AT_ONCE = env.int("WORKS_AT_ONCE", default=1)

# Mail and other channels: in the demo mail is caught and can be read in the admin.
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://" if DEMO else environ.Env.NOTSET)
vars().update(EMAIL_CONFIG)
if DEMO:
    EMAIL_BACKEND = "liaison.channels.CatchingBackend"
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=30)
# Outside channels and reminders keep to the working hours of working days.
WORKING_HOURS = env("WORKING_HOURS", default="08:30-11:30,13:30-17:30")
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="府院联动工作平台 <noreply@localhost>")
# Apprise addresses by channel name, e.g. {"wecom": "wecombot://KEY"}: hold secrets, never logged.
APPRISE_CHANNELS = env.json("APPRISE_CHANNELS", default={})
SITE_URL = env("SITE_URL", default=f"http://127.0.0.1:{env('PORT', default='8000')}")

# Celery: no result store; nothing carries an eta, so no task outlives the visibility timeout.
CELERY_BROKER_URL = env("REDIS_URL")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "socket_timeout": 5}
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
    "loggers": {
        "django.server": {"level": "WARNING", "handlers": ["console"], "propagate": False},
        # Bad addresses and refused rights are answers, not incidents.
        "django.request": {"level": "ERROR"},
        # It writes the addresses of channels, which hold secrets; also after a second set-up.
        "apprise": {"handlers": ["nowhere"], "propagate": False},
    },
}

IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = False  # exports.py escapes every cell by itself
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "change"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "view"
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]  # grants belong to groups of units, asked in access.py
