"""``manage.py rebuild_grants [--check]``: make grants and desks what the matters say."""

from django.core.management.base import BaseCommand
from django.db import transaction

from liaison import access
from liaison.models import desk_drift, matter_models


class Command(BaseCommand):
    help = "Rebuild all grants and desks; with --check only list what drifted, and exit 1."

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="change nothing, tell what drifted"
        )

    def handle(self, *, check, **options):
        drifted = 0
        for model in matter_models():
            for pk in model._base_manager.values_list("pk", flat=True).iterator():
                with transaction.atomic():
                    matter = model._base_manager.select_for_update(of=["self"]).get(pk=pk)
                    grants = matter.grants()
                    missing, surplus = access.drift(matter, grants)
                    on_desks = sum(map(len, desk_drift(matter, grants)))
                    if not check:
                        access.sync_grants(matter)
                if missing or surplus or on_desks:
                    drifted += 1
                    self.stdout.write(
                        f"{model._meta.label_lower} {pk}: {len(missing)} missing, "
                        f"{len(surplus)} surplus, {on_desks} on desks"
                    )
        if check and drifted:
            raise SystemExit(1)
        verb = "drifted" if check else "rebuilt"
        self.stdout.write(f"{drifted} {verb}")
