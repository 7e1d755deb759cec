"""``manage.py load_reference_data``: what every installation needs before its first day."""

from django.core.management.base import BaseCommand
from django.db import transaction

from liaison import roles
from liaison.clock import calendars, rulebook


class Command(BaseCommand):
    help = "Load roles, deadline rules and the calendar; what the office edited stays as it is."

    @transaction.atomic
    def handle(self, **options):
        roles.load()
        rulebook.seed()
        for year in calendars.seed():
            self.stdout.write(
                f"{year}年放假安排可以启用：有期限正在计算，请在后台“放假安排”中查看影响后公布"
            )
