"""Fill the benchmark's database with N disputes, their grants, deadlines and audit, by COPY.

Sizes of readers differ as in life: the busiest agency is in every tenth dispute, the last in a
handful. Every row is one that the real steps could have written; indexes are rebuilt at the end.
"""

import random
import sys
import time
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

from tests.benchmarks import database

SEED = 20200702
AGENCIES = 400
TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 1, tzinfo=UTC)
WORDS = (
    *("征收补偿", "行政处罚", "不履行法定职责", "工伤认定", "政府信息公开", "林地权属", "违法建设"),
    *("房屋登记", "社会保险", "食品安全", "道路运输", "环境保护", "退役安置", "土地确权"),
)
PLACES = ("池北区", "池西区", "池南区", "二道白河镇", "松江河镇", "漫江镇", "露水河", "泉阳")
OPEN = ("referred", "accepted", "mediating", "performing")


class World:
    """What the rows refer to: units, people, rules, content types and permissions."""

    def __init__(self):
        from django.contrib.contenttypes.models import ContentType  # noqa: PLC0415

        from disputes.models import Dispute  # noqa: PLC0415
        from liaison import access, demo  # noqa: PLC0415
        from liaison.models import DeadlineRule, Unit  # noqa: PLC0415

        cast = demo.stage()
        self.committee = cast.committees["changbaishan"].pk
        self.courts = [cast.units[key] for key in ("yanbian", "antu", "baishan", "fusong")]
        self.centres = list(cast.committees["changbaishan"].centres.select_related("unit"))
        self.actor = cast.people["centre"].pk
        self.agencies = [
            Unit.objects.create(name=f"第{n}号行政机关", short_name=f"第{n}号机关", kind="agency")
            for n in range(AGENCIES)
        ]
        self.content_type = ContentType.objects.get_for_model(Dispute).pk
        self.permissions = {
            verb: access.permission_id(Dispute, verb) for verb in ("view", "handle", "answer")
        }
        self.rule = DeadlineRule.objects.get(code="mediation.pre_suit").pk
        self.statement = DeadlineRule.objects.get(code="disputes.statement").pk
        self.random = random.Random(SEED)  # noqa: S311 - figures, not secrets

    def agency(self):
        """A unit by a steep distribution: the first is in every tenth dispute or so."""
        return self.agencies[min(int(self.random.paretovariate(0.35)) - 1, AGENCIES - 1)]


def disputes(world, count):
    """Yield, for each dispute, what its rows in all tables are made of."""
    for pk in range(1, count + 1):
        is_open = world.random.random() < 0.2
        status = world.random.choice(OPEN) if is_open else "completed"
        created = NOW - timedelta(minutes=5 * (count - pk))
        due = TODAY + timedelta(days=world.random.randint(-20, 45)) if is_open else None
        court, centre = world.random.choice(world.courts), world.random.choice(world.centres)
        agency = world.agency()
        title = f"{world.random.choice(PLACES)}{world.random.choice(WORDS)}争议第{pk}件"
        yield pk, status, created, due, court, centre, agency, title


def copy(cursor, table, columns, rows):
    started, written = time.perf_counter(), 0
    with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as stream:
        for row in rows:
            stream.write_row(row)
            written += 1
    seconds = time.perf_counter() - started
    print(f"{table}: {written:,} rows in {seconds:.1f} s", flush=True)


def dispute_rows(model, world, count):
    """Yield (columns first, then) the rows of the disputes themselves."""
    from liaison.search import normalise  # noqa: PLC0415

    blank = {
        field.column: field.get_default() if field.has_default() or not field.null else None
        for field in model._meta.concrete_fields
    }
    yield list(blank)
    for pk, status, created, due, court, centre, agency, title in disputes(world, count):
        number = f"{centre.number_prefix}〔{created.year}〕{pk}号"
        words = f"{number} {title} {court} {centre.unit} {agency}"
        row = blank | {
            "id": pk,
            "number": number,
            "title": title,
            "status": status,
            "secrecy": "confidential",
            "committee_id": world.committee,
            "initiator_id": court.pk,
            "court_id": court.pk,
            "holder_id": (agency if status == "accepted" else centre.unit).pk if due else None,
            "created_by_id": world.actor,
            "created_at": created,
            "closed_on": None if due else created.date(),
            "due_on": due,
            "search_text": normalise(words),
            "centre_id": centre.pk,
            "respondent_id": agency.pk,
            "stage": "pre_suit",
            "field": "land",
            "act": "行政决定",
            "gist": "争议要点",
            "receipt_on": created.date(),
            "consent_on": created.date(),
            "referred_on": created.date(),
            "accepted_on": created.date(),
        }
        yield [row[name] for name in blank]


def grant_rows(world, count):
    view, handle, answer = (world.permissions[verb] for verb in ("view", "handle", "answer"))
    for pk, _, _, _, court, centre, agency, _ in disputes(world, count):
        yield court.group_id, view, pk
        yield centre.unit.group_id, view, pk
        yield centre.unit.group_id, handle, pk
        yield agency.group_id, view, pk
        yield agency.group_id, answer, pk


def deadline_rows(world, count):
    for pk, _, created, due, court, centre, agency, _ in disputes(world, count):
        state = "running" if due else "met"
        day = created.date()
        end = due or day + timedelta(days=30)
        common = (state, day, end, 1, False, None if due else end)
        yield (
            world.content_type,
            pk,
            world.rule,
            "",
            "化解期限",
            centre.unit.pk,
            court.pk,
            *common,
        )
        owes = (world.content_type, pk, world.statement, "", "情况说明", agency.pk, centre.unit.pk)
        yield (*owes, "met", day, day, 1, False, day)


def audit_rows(world, count):
    for pk, status, created, *_ in disputes(world, count):
        for action, label in (("refer", "申请（移送）化解"), ("accept", "受理")):
            yield world.content_type, pk, world.actor, action, label, "", status, "", created


def entry_rows(world, count):
    for pk, status, _, due, court, centre, agency, _ in disputes(world, count):
        if due:
            holder = agency if status == "accepted" else centre.unit
            for unit in {court, centre.unit, holder}:
                yield world.content_type, pk, unit.group_id, unit != holder, due


@contextmanager
def without_indexes(cursor, tables):
    """Drop what is not a constraint, and build it again over the full tables."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND indexname NOT IN"
        " (SELECT conname FROM pg_constraint)",
        [tables],
    )
    indexes = cursor.fetchall()
    for name, _ in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    started = time.perf_counter()
    for _, definition in indexes:
        cursor.execute(definition)
    print(f"{len(indexes)} indexes in {time.perf_counter() - started:.1f} s", flush=True)


def fill(count):
    """Load ``count`` disputes, each with five grants, two deadlines, two audit entries; desks."""
    from django.db import connection  # noqa: PLC0415

    from disputes.models import Dispute  # noqa: PLC0415

    world = World()
    tables = ["disputes_dispute", "disputes_disputegrant", "liaison_deadline", "liaison_auditentry"]
    tables.append("liaison_deskentry")
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # rows refer to what is there
        with without_indexes(cursor, tables):
            rows = dispute_rows(Dispute, world, count)
            copy(cursor, tables[0], next(rows), rows)
            world.random.seed(SEED)
            copy(
                cursor,
                tables[1],
                ("group_id", "permission_id", "content_object_id"),
                grant_rows(world, count),
            )
            world.random.seed(SEED)
            copy(cursor, tables[2], DEADLINE_COLUMNS, deadline_rows(world, count))
            world.random.seed(SEED)
            copy(cursor, tables[3], AUDIT_COLUMNS, audit_rows(world, count))
            world.random.seed(SEED)
            copy(cursor, tables[4], ENTRY_COLUMNS, entry_rows(world, count))
        for table in tables:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608
            )
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")


DEADLINE_COLUMNS = (
    "content_type_id", "object_id", "rule_id", "ref", "name", "responsible_id", "asker_id",
    "status", "started_on", "due_on", "version", "provisional", "ended_on",
)  # fmt: skip
ENTRY_COLUMNS = ("content_type_id", "object_id", "group_id", "awaited", "due_on")
AUDIT_COLUMNS = (
    "content_type_id", "object_id", "actor_id", "action", "label", "before", "after", "note", "at",
)  # fmt: skip


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    database.enter(afresh=True)

    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("load_reference_data")
    started = time.perf_counter()
    fill(count)
    print(f"{count:,} disputes in {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main()
