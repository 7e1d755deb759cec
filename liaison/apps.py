"""The project's own app: its start-up finds what the mechanisms register."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class LiaisonConfig(AppConfig):
    name = "liaison"
    verbose_name = "府院联动"

    def ready(self):
        from liaison import checks, registry  # noqa: F401, PLC0415 - needs the loaded apps

        autodiscover_modules(*registry.MODULES)
