"""``manage.py demo``: fill the demo by walking the real steps; refuses outside the demo."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from liaison import demo


class Command(BaseCommand):
    help = "Build the demo's committees, people and matters; what is there already stays."

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("not a demo installation: refusing to invent people and matters")
        demo.build()
        self.stdout.write("demo data are in place")
