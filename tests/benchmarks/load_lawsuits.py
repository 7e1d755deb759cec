"""Fill the benchmark's database with N lawsuits and all that hangs on them, by COPY.

Over five years, before four courts and against 2,000 units, the busiest of which is in every
fifth: litigants, one agency or (every eighth) two, a hearing with its record, the facts by
which heads are counted, clocks of what is open, desks, grants, audit and search text, as the
real steps would have left them. Nine in ten are closed.
Import it after the settings are set up (``tests.benchmarks.database.enter``).
"""

from collections import defaultdict
from datetime import datetime, time, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone

from disputes.appearances.deadlines import ANSWER
from disputes.appearances.models import Appearance, Hearing, Lawsuit, Litigant, Result, SuedAgency
from disputes.models import ActKind
from liaison import access
from liaison.models import Committee, Deadline, DeadlineRule, Unit
from liaison.models.matters import searchable
from tests.benchmarks.load import NOW, TODAY, WORDS, World, copy, without_indexes

YEARS, UNITS, BATCH = 5, 2000, 20_000
NAMES = ("冯立群", "赵春生", "金美兰", "宋长河", "崔哲浩", "于秀芝", "朴正男", "姜云海")
TABLES = {
    model._meta.db_table: model for model in (Lawsuit, SuedAgency, Litigant, Hearing, Appearance)
}
STEPS = ("file", "serve", "fix_hearing", "record_hearing", "judge")
RESULTS = (*[Result.REJECTED] * 5, *[Result.REVOKED] * 2, Result.DISMISSED, Result.ILLEGAL)


def blanks(model):
    """A row of ``model`` in which nothing was filled in, by column."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    return {
        field.column: field.get_default() if field.has_default() or not field.null else None
        for field in fields
    }


class Lawsuits:
    """The rows of every table, made lawsuit by lawsuit; ids are handed out as they come."""

    def __init__(self, world):
        self.world, self.random = world, world.random
        self.rows, self.columns, self.ids = defaultdict(list), {}, defaultdict(int)
        self.blank = {table: blanks(model) for table, model in TABLES.items()}
        self.kind = ContentType.objects.get_for_model(Lawsuit).pk
        self.permissions = access.permission_ids(Lawsuit)
        self.rule = DeadlineRule.objects.filter(code=ANSWER).first().pk
        committee = Committee.objects.get(pk=world.committee)
        self.onlookers = [committee.starter, committee.office]
        world.agencies += [
            Unit.objects.create(name=f"第{n}号行政机关", short_name=f"第{n}号机关", kind="agency")
            for n in range(len(world.agencies), UNITS)
        ]
        self.zeal = [0.55 + 0.45 * self.random.random() for _ in world.agencies]

    def put(self, table, **values):
        """Add a row, with the defaults of its model, and return its id."""
        row = self.blank.get(table, {}) | values
        self.columns.setdefault(table, ("id", *row))
        self.ids[table] += 1
        self.rows[table].append((self.ids[table], *row.values()))
        return self.ids[table]

    def agencies(self, pk):
        """One unit, or of every eighth lawsuit two, by a steep distribution."""
        places = []
        while len(places) < 1 + (pk % 8 == 0):
            place = int(self.random.paretovariate(0.35)) - 1
            place = place if place < UNITS else self.random.randrange(UNITS)
            places += [place] if place not in places else []
        return places

    def lawsuit(self, pk, count):
        """One lawsuit with all that hangs on it, filed on its day in the last five years."""
        filed = TODAY - timedelta(days=int((count - pk) * 365 * YEARS / count))
        court, places = self.random.choice(self.world.courts), self.agencies(pk)
        units = [self.world.agencies[place] for place in places]
        state = self.state((TODAY - filed).days)
        heard = filed + timedelta(35) if state in {"heard", "closed"} else None
        if state == "closed" and self.random.random() < 0.12:
            heard = None  # withdrawn before a hearing
        self.head(pk, court, units, state, filed, heard)
        self.sued(pk, court, places, state, filed, heard)
        self.grants(pk, court, units, state)
        self.audit(pk, court, state, filed)

    def state(self, age):
        if age < 10:
            return "filed"
        if age < 30:
            return "defending"
        closes = age > 90 and self.random.random() < 0.95
        return "closed" if closes else "heard"

    def head(self, pk, court, units, state, filed, heard):
        second = pk % 6 == 0
        code = court.court_code or f"吉24{court.pk}"
        number = f"（{filed.year}）{code}行{'终' if second else '初'}{pk}号"
        cause, name = self.random.choice(WORDS), self.random.choice(NAMES)
        title = f"{name[0]}某某诉{units[0].short_name}{'等' * (len(units) - 1)}{cause}案"
        closed = state == "closed"
        result = self.random.choice(RESULTS) if heard else Result.WITHDRAWN
        self.put(
            "appearances_lawsuit",
            number=number,
            title=title,
            status=state,
            secrecy="internal",
            committee_id=self.world.committee,
            initiator_id=court.pk,
            created_by_id=self.world.actor,
            created_at=NOW - (TODAY - filed),
            holder_id={"closed": None, "defending": units[0].pk}.get(state, court.pk),
            closed_on=filed + timedelta(110) if closed else None,
            due_on=filed + timedelta(25) if state == "defending" else None,
            search_text=searchable([number, title, court, *units, self.onlookers[0], cause]),
            instance="second" if second else "first",
            procedure="ordinary",
            act_kind=self.random.choice(ActKind.values),
            act=f"{cause}决定书（{filed.year}）第{pk}号",
            cause=cause,
            claims="撤销被诉行政行为，责令重新作出。",
            filed_on=filed,
            judged_on=filed + timedelta(80) if closed else None,
            result=result if closed else "",
            judgment="驳回原告的诉讼请求。" if closed else "",
            lost=result in {Result.REVOKED, Result.ILLEGAL} if closed else None,
        )
        self.put("appearances_litigant", matter_id=pk, side="plaintiff", kind="person", name=name)

    def sued(self, pk, court, places, state, filed, heard):
        """The agencies with their facts; every second pair agreed on the first one's head."""
        served, first = (filed + timedelta(5) if state != "filed" else None), None
        hearing = heard and self.put(
            "appearances_hearing",
            matter_id=pk,
            order=1,
            starts_at=timezone.make_aware(datetime.combine(heard, time(9))),
            place="第一审判庭",
            state="held",
        )
        for order, place in enumerate(places, 1):
            unit = self.world.agencies[place]
            facts = self.facts(place) if heard else {}
            row = self.put(
                "appearances_suedagency",
                matter_id=pk,
                unit_id=unit.pk,
                order=order,
                represented_by_id=first if heard and pk % 16 == 0 else None,
                served_on=served,
                service_way="electronic" if served else "",
                answered_on=served + timedelta(9) if state in {"heard", "closed"} else None,
                committee_id=self.world.committee,
                court_id=court.pk,
                instance="second" if pk % 6 == 0 else "first",
                heard_on=heard,
                **facts,
            )
            first = first or row
            if heard:
                self.record(hearing, row, heard, facts)
            if served:
                self.clock(pk, court, unit, served, running=state == "defending")

    def facts(self, place):
        came = self.random.random() < self.zeal[place]
        return {
            "notified": self.random.random() < 0.6,
            "appeared": came,
            "head_rank": self.random.choice(("chief", "deputy", "deputy")) if came else "",
            "spoke": came and self.random.random() < 0.7,
            "left_early": came and self.random.random() < 0.02,
            "excused": not came and self.random.random() < 0.2,
        }

    def record(self, hearing, row, heard, facts):
        came = facts["appeared"]
        self.put(
            "appearances_appearance",
            hearing_id=hearing,
            agency_id=row,
            ground="interests" if facts["notified"] else "",
            notified_on=heard - timedelta(8) if facts["notified"] else None,
            head_name="于秀芝" if came else "",
            head_post="副局长" if came else "",
            head_rank=facts["head_rank"],
            presence="head" if came else "staff",
            identity="valid" if came else "",
            spoke=facts["spoke"],
            left_early=facts["left_early"],
        )

    def clock(self, pk, court, unit, served, *, running):
        """The clock of the answer: it runs, or was kept."""
        due = served + timedelta(15)
        self.put(
            "liaison_deadline",
            content_type_id=self.kind,
            object_id=pk,
            rule_id=self.rule,
            ref=f"unit:{unit.pk}",
            name="答辩举证",
            responsible_id=unit.pk,
            asker_id=court.pk,
            status=Deadline.Status.RUNNING if running else Deadline.Status.MET,
            started_on=served,
            due_on=due,
            version=1,
            provisional=False,
            ended_on=None if running else served + timedelta(9),
        )
        if running:
            self.desk(pk, unit, awaited=False, due_on=due)

    def grants(self, pk, court, units, state):
        given = [(court, "view"), (court, "handle")]
        if state != "filed":
            given += [(unit, "view") for unit in units]
            given += [(unit, verb) for unit in self.onlookers for verb in ("view", "urge")]
        if state == "defending":
            given += [(unit, "answer") for unit in units]
        for unit, verb in given:
            self.put(
                "appearances_lawsuitgrant",
                permission_id=self.permissions[f"{verb}_lawsuit"],
                group_id=unit.group_id,
                content_object_id=pk,
            )
        if state != "closed":
            self.desk(pk, court, awaited=state == "defending", due_on=None)

    def desk(self, pk, unit, *, awaited, due_on):
        self.put(
            "liaison_deskentry",
            content_type_id=self.kind,
            object_id=pk,
            group_id=unit.group_id,
            awaited=awaited,
            due_on=due_on,
        )

    def audit(self, pk, court, state, filed):
        many = {"filed": 1, "defending": 2, "heard": 4}.get(state, len(STEPS))
        for place, step in enumerate(STEPS[:many]):
            self.put(
                "liaison_auditentry",
                content_type_id=self.kind,
                object_id=pk,
                actor_id=self.world.actor,
                unit_id=court.pk,
                action=step,
                label=step,
                before="",
                after=state,
                note="",
                at=NOW - (TODAY - filed) + timedelta(days=place),
            )

    def send(self, cursor):
        """Write what was made so far."""
        for table, rows in self.rows.items():
            names = [f'"{name}"' for name in self.columns[table]]
            copy(cursor, table, names, rows)
        self.rows.clear()


HANGING = (
    "appearances_lawsuitgrant",
    "liaison_deadline",
    "liaison_deskentry",
    "liaison_auditentry",
)


def fill(count):
    """Load ``count`` lawsuits in batches; indexes are built and sequences moved on at the end."""
    lawsuits = Lawsuits(World())
    tables = [*TABLES, *HANGING]
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # rows refer to what is there
        with without_indexes(cursor, tables):
            for pk in range(1, count + 1):
                lawsuits.lawsuit(pk, count)
                if pk % BATCH == 0 or pk == count:
                    lawsuits.send(cursor)
        for table in tables:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608
            )
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")
