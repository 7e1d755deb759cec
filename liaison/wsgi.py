"""The WSGI entry that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liaison.settings")

application = get_wsgi_application()

from liaison.papers import drawing  # noqa: E402, F401 - no reader waits until WeasyPrint is loaded
