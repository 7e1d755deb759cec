"""Seeding the rules of the clock (期限规则) from the ``deadline_rules.toml`` of every app."""

import tomllib
from pathlib import Path

from django.apps import apps

from liaison.models import DeadlineRule

FILE = Path("data") / "deadline_rules.toml"


def given():
    """Yield the rules that the apps bring along: statutes with ``liaison``, local rules beside."""
    for app in apps.get_app_configs():
        path = Path(app.path) / FILE
        if path.exists():
            yield from tomllib.loads(path.read_text(encoding="utf-8")).get("rule", [])


def seed():
    """Add the versions of rules that aren't in the table yet; return how many were new.

    A version that is there stays as it is: the office may have edited it.
    """
    known = set(DeadlineRule.objects.values_list("code", "valid_from"))
    new = [rule for rule in given() if (rule["code"], rule["valid_from"]) not in known]
    DeadlineRule.objects.bulk_create(_rule(rule) for rule in new)
    return len(new)


def _rule(fields):
    """A period counted back is never moved, and neither is one in hours, unless said so."""
    moves = fields.get("direction") != "before" and fields["unit"] != "hour"
    return DeadlineRule(**{"roll": moves} | fields)
