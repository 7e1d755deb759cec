"""``manage.py load_reference_data``: what every installation needs before its first day."""

from django.core.management.base import BaseCommand

from liaison import roles


class Command(BaseCommand):
    help = "Load roles, deadline rules and the calendar; what the office edited stays as it is."

    def handle(self, **options):
        roles.load()
