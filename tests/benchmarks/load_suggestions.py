"""Fill the benchmark's database with N judicial suggestions and all that hangs on them, by COPY.

Three problems a letter on average, each letter to one unit or, every tenth, to two; served or
not, answered in time, late or not at all; with clocks and their ledger, answers point by point,
verdicts, desks, grants, audit and search text, as the real steps would have left them.
Import it after the settings are set up (``tests.benchmarks.database.enter``).
"""

from collections import defaultdict
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import connection

from liaison import access
from liaison.models import DeadlineRule, Unit
from liaison.models.matters import searchable
from liaison.workdays import add_months
from suggestions.deadlines import GOVERNANCE, NORMATIVE_REPLY, OTHER
from suggestions.models import JudicialSuggestion, Kind
from tests.benchmarks.load import NOW, PLACES, TODAY, WORDS, World, copy, without_indexes

YEARS = 6
WITHOUT_STATISTICS = ("judicialsuggestion_grams", "judicialsuggestion_open_grams")
"""Indexes that are always to be asked, see suggestions/migrations/0009_figures.py."""
KINDS = (*[Kind.GOVERNANCE] * 6, *[Kind.OTHER] * 2, Kind.NON_PERFORMANCE, Kind.NORMATIVE_DOCUMENT)
RULES = {Kind.GOVERNANCE: GOVERNANCE, Kind.NORMATIVE_DOCUMENT: NORMATIVE_REPLY}
SENTENCES = (
    "部分案件在作出决定前没有书面告知当事人拟作出决定的事实、理由和依据，当事人无从陈述、申辩。",
    "公告期限的起算不统一，个别案件公告期未满即作出处理，程序上存在瑕疵。",
    "执法档案移交不完整，原始调查材料缺失，发生争议时难以还原事实。",
    "对集体讨论、法制审核等内部程序留痕不足，诉讼中无法证明程序合法。",
    "送达方式选择随意，未穷尽直接送达即公告送达，影响当事人行使救济权利。",
    "建立书面告知制度，明确告知的内容、期限和送达方式，并留存送达凭证备查。",
    "统一公告的载体和期限，自后发布之日的次日起算，期满无异议的方可作出决定。",
    "开展档案清理，对近五年形成的材料逐件核对，缺失的限期补齐。",
    "健全重大执法决定法制审核目录，未经审核或者审核未通过的，不得作出决定。",
    "组织一线人员开展行政程序专题培训，以案释法，提高依法行政能力。",
)
STEPS = ("draft", "revise", "consult", "approve", "sign", "serve", "acknowledge", "reply")


class Letters:
    """The rows of every table, made letter by letter; ids are handed out as they come."""

    def __init__(self, world):
        self.world, self.random = world, world.random
        self.rows, self.columns = defaultdict(list), {}
        self.kind = ContentType.objects.get_for_model(JudicialSuggestion).pk
        self.rules = dict(DeadlineRule.objects.values_list("code", "pk"))
        self.bureau = Unit.objects.get(name="长白山保护开发区管理委员会司法局")
        self.permissions = access.permission_ids(JudicialSuggestion)
        self.blank = {
            field.column: field.get_default() if field.has_default() or not field.null else None
            for field in JudicialSuggestion._meta.concrete_fields
        }

    def put(self, table, **values):
        """Add a row and return its id."""
        rows = self.rows[table]
        self.columns.setdefault(table, ("id", *values))
        rows.append((len(rows) + 1, *values.values()))
        return len(rows)

    def text(self, sentences):
        place, word = self.random.choice(PLACES), self.random.choice(WORDS)
        return f"在{place}{word}工作中，" + "".join(self.random.choices(SENTENCES, k=sentences))

    def letter(self, pk, count):
        """One letter with all that hangs on it, written on its day in the last six years."""
        since = timedelta(days=int((count - pk) * 365 * YEARS / count))
        drafted = (NOW - since).date()
        court, kind = self.random.choice(self.world.courts), self.random.choice(KINDS)
        units = list(dict.fromkeys(self.world.agency() for _ in range(1 + (pk % 10 == 0))))
        field = self.random.choice(WORDS)
        state = self.state(drafted)
        served = drafted + timedelta(20) if state not in {"draft", "signed"} else None
        problems = [(self.text(4), self.text(3)) for _ in range(self.random.randint(1, 5))]
        self.head(pk, court, units, kind, field, state, drafted, served, problems)
        ids = [
            self.put(
                "suggestions_problem", matter_id=pk, order=n, problem=pair[0], suggestion=pair[1]
            )
            for n, pair in enumerate(problems, 1)
        ]
        for order, unit in enumerate(units, 1):
            self.addressee(pk, court, unit, order, kind, state, served, ids)
        self.grants(pk, court, units, state, served)
        self.audit(pk, court, state, drafted)

    def state(self, drafted):
        """The newest are the court's own or still to be answered; of the rest most are closed."""
        age = (TODAY - drafted).days
        if age < 25:
            return self.random.choice(("draft", "signed"))
        if age < 60:
            return "acknowledged"
        return self.random.choices(("closed", "replied", "acknowledged"), (90, 6, 4))[0]

    def head(self, pk, court, units, kind, field, state, drafted, served, problems):
        signed = drafted + timedelta(15) if state != "draft" else None
        number = f"{court.place_name or '抚松'}法建〔{signed.year}〕{pk}号" if signed else ""
        introduction, title = self.text(5), f"关于规范{field}第{pk}件工作的司法建议"
        found_in, basis = f"审理{field}行政案件工作", "《中华人民共和国行政处罚法》第四十四条"
        words = [number, title, court, *units, self.bureau, field, found_in, introduction, basis]
        words += [text for pair in problems for text in pair]
        row = self.blank | {
            "number": number,
            "title": title,
            "status": state,
            "kind": kind,
            "committee_id": self.world.committee,
            "initiator_id": court.pk,
            "created_by_id": self.world.actor,
            "created_at": NOW - (TODAY - drafted),
            "holder_id": {"acknowledged": units[0].pk, "closed": None}.get(state, court.pk),
            "closed_on": served + timedelta(80) if state == "closed" else None,
            "due_on": add_months(served, 2) if state == "acknowledged" else None,
            "search_text": searchable(words),
            "subject": title[2:-5],
            "recipient_id": units[0].pk,
            "coordinator_id": self.bureau.pk,
            "field_of_work": field,
            "found_in": found_in,
            "introduction": introduction,
            "legal_basis": basis,
            "contact": "金书妍",
            "contact_phone": "0433-0000000",
            "talked_on": drafted,
            "talk_note": f"{drafted} 分管负责人：没有异议。",
            "signed_on": signed,
            "served_on": served,
            "replied_on": served + timedelta(50) if state in {"replied", "closed"} else None,
            "outcome": "adopted" if state == "closed" else "",
        }
        row.pop("id")
        self.put("suggestions_judicialsuggestion", **row)

    def addressee(self, pk, court, unit, order, kind, state, served, problems):
        answered = state in {"replied", "closed"}
        days = self.random.randint(20, 58) if self.random.random() < 0.85 else 75
        on = served + timedelta(days) if answered else None
        clock = self.clock(pk, court, unit, kind, served, on) if served else None
        row = self.put(
            "suggestions_addressee",
            matter_id=pk,
            unit_id=unit.pk,
            order=order,
            state="replied" if answered else "acknowledged" if served else "unserved",
            service_way="direct" if served else "",
            served_on=served,
            clock_id=clock,
            acknowledged_on=served,
            extension_reason="",
            replied_on=on,
            adopts=answered,
        )
        if answered:
            self.answer(pk, row, on, problems)
        if state == "acknowledged":
            self.desk(pk, unit, awaited=False, due_on=add_months(served, 2))

    def clock(self, pk, court, unit, kind, served, on):
        due = add_months(served, 2)
        deadline = self.put(
            "liaison_deadline",
            content_type_id=self.kind,
            object_id=pk,
            rule_id=self.rules[RULES.get(kind, OTHER)],
            ref=f"unit:{unit.pk}",
            name="书面答复司法建议",
            responsible_id=unit.pk,
            asker_id=court.pk,
            status="met" if on else "running",
            started_on=served,
            due_on=due,
            version=1,
            provisional=False,
            ended_on=on,
        )
        for what, day in (("started", served), ("met", on)):
            if day:
                self.put(
                    "liaison_deadlineevent",
                    deadline_id=deadline,
                    kind=what,
                    on=day,
                    unit="",
                    due_on=due,
                    reason="",
                    actor_id=self.world.actor,
                    at=NOW,
                )
        return deadline

    def answer(self, pk, addressee, on, problems):
        reply = self.put(
            "suggestions_reply",
            matter_id=pk,
            addressee_id=addressee,
            round=1,
            number=f"函〔{on.year}〕{pk}号",
            replied_on=on,
            summary="专题研究，逐条落实。",
            sent_back="",
            return_reason="",
            actor_id=self.world.actor,
        )
        for problem in problems:
            response = self.random.choices(("adopted", "partly", "rejected"), (7, 2, 1))[0]
            item = self.put(
                "suggestions_replyitem",
                reply_id=reply,
                problem_id=problem,
                response=response,
                reasons="" if response == "adopted" else "限于职权。",
                measures=self.text(2),
            )
            self.put("suggestions_verdict", item_id=item, satisfaction="satisfied", words="")

    def grants(self, pk, court, units, state, served):
        given = [(court, "view"), (court, "handle"), *([(court, "urge")] if served else [])]
        if served:
            given += [(unit, "view") for unit in (*units, self.bureau)]
        if state == "acknowledged":
            given += [(unit, "answer") for unit in units]
        for unit, verb in given:
            self.put(
                "suggestions_judicialsuggestiongrant",
                permission_id=self.permissions[f"{verb}_judicialsuggestion"],
                group_id=unit.group_id,
                content_object_id=pk,
            )
        if state != "closed":
            self.desk(pk, court, awaited=state == "acknowledged", due_on=None)

    def desk(self, pk, unit, *, awaited, due_on):
        self.put(
            "liaison_deskentry",
            content_type_id=self.kind,
            object_id=pk,
            group_id=unit.group_id,
            awaited=awaited,
            due_on=due_on,
        )

    def audit(self, pk, court, state, drafted):
        for place, step in enumerate(STEPS[: 2 if state == "draft" else None]):
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
                at=NOW - (TODAY - drafted) + timedelta(days=place),
            )


def fill(count):
    """Load ``count`` letters; every table is filled in one COPY and its sequence moved on."""
    letters = Letters(World())
    for pk in range(1, count + 1):
        letters.letter(pk, count)
    tables = list(letters.rows)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # rows refer to what is there
        with without_indexes(cursor, tables):
            for table in tables:
                names = [f'"{name}"' for name in letters.columns[table]]
                copy(cursor, table, names, letters.rows[table])
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608
                )
        for name in WITHOUT_STATISTICS:  # what is built again forgets it
            cursor.execute(f"ALTER INDEX {name} ALTER COLUMN 1 SET STATISTICS 0")
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")
