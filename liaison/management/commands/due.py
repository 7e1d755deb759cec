"""``manage.py due CODE YYYY-MM-DD [--explain]``: the calculator of due dates, on the shell."""

import re
from datetime import date

from django.core.management.base import BaseCommand
from django.db import OperationalError, ProgrammingError

from liaison import deadlines


class Refused(Exception):
    """The question has no answer; the message is one line."""


class Command(BaseCommand):
    help = "Print the due date of a period: the rule's code, the day of the event."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("code", help="the rule's code, as agency.answer_evidence")
        parser.add_argument("on", metavar="YYYY-MM-DD", help="the day of the event")
        parser.add_argument("--explain", action="store_true", help="print the working, too")

    def handle(self, *, code, on, explain, **options):
        try:
            answer = self.answer(code, on)
        except (Refused, deadlines.DeadlineRefused) as refusal:
            self.stderr.write(str(refusal))
            raise SystemExit(2) from None
        working = answer.working
        self.stdout.write(f"{working.due}{' provisional' if working.provisional else ''}")
        if explain:
            rule = answer.rule
            self.stdout.write(f"{rule.name}：《{rule.law}》{rule.article}")
            self.stdout.write("\n".join(answer.lines))

    def answer(self, code, on):
        try:
            return deadlines.calculate(code, self.day(on))
        except (OperationalError, ProgrammingError):
            raise Refused(
                "数据库还没有准备好，请先运行 make demo-data 或者 manage.py migrate"
            ) from None

    def day(self, text):
        """Read an ISO date, written as the help says and in no other way."""
        try:
            if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
                raise ValueError
            return date.fromisoformat(text)
        except ValueError:
            raise Refused(f"“{text[:20]}”不是日期，应形如 2026-09-18") from None
