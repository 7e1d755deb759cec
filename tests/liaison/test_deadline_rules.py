"""The statutes as data: complete against the domain study, well-formed, and counting right."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

import liaison
from liaison.clock.holidays import published_days, published_years
from liaison.workdays import Calendar, Direction, Unit, explain, period_end

SOURCE = Path(liaison.__file__).parent / "data" / "deadline_rules.toml"
DATA = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
RULES = DATA["rule"]
BY_CODE = {rule["code"]: rule for rule in RULES}
CALENDAR = Calendar.from_rows(published_days(), published_years())

KEYS = {
    "first instance": """
        suit.direct suit.cap suit.no_notice suit.inaction suit.inaction.sue suit.after_recons
        suit.recons_prior case.filing case.bypass_upper case.serve_complaint
        agency.answer_evidence agency.jurisdiction_objection court.forward_answer
        plaintiff.evidence hearing.summons hearing.head_notice recusal preservation stay_end
        judgment.first judgment.summary extension.request judgment.delivery panel.deliberation""",
    "appeal, retrial, execution": """
        appeal.judgment appeal.ruling appeal.forward judgment.second retrial.apply retrial.copy
        retrial.review protest enforce.apply enforce.finish agency.non_performance""",
    "non-litigation enforcement": """
        nle.demand nle.apply nle.accept nle.refuse_accept.review nle.ruling.ordinary
        nle.ruling.defect nle.refuse.serve nle.refuse.review nle.urgent nle.right_holder
        nle.house.accept nle.house.ruling nle.own.seizure nle.own.freeze nle.substitute nle.stay""",
    "reconsideration": """
        recons.apply recons.accept recons.correct_notice recons.correct recons.forward
        recons.serve recons.reply recons.serve_summary recons.reply_summary
        recons.hearing_notice recons.side_review recons.decision recons.decision_summary
        recons.stay_end recons.opinion_report""",
    "other": """
        suggestion.governance suggestion.normative_issue suggestion.normative_reply
        procuratorial.reply procuratorial.reply_urgent mediation.pre_suit mediation.in_suit
        mediation.in_suit_summary confirmation.apply confirmation.accept confirmation.decide
        confirmation.objection compensation.decide compensation.sue compensation.claim
        ogi.answer ogi.third_party ogi.correct_notice legality_review""",
}
LIMITS = {
    "code": 60,
    "name": 60,
    "law": 120,
    "article": 80,
    "trigger": 120,
    "extension_note": 200,
    "effect_if_late": 200,
    "note": 300,
}
OPTIONAL = {
    "direction": str,
    "roll": bool,
    "extendable_by": int,
    "extension_unit": str,
    "extension_note": str,
    "effect_if_late": str,
    "note": str,
    "valid_to": date,
}
NEEDED = {
    "code": str,
    "name": str,
    "law": str,
    "article": str,
    "trigger": str,
    "length": int,
    "unit": str,
    "tiers": list,
    "verified": str,
    "valid_from": date,
}


@pytest.mark.parametrize("table", sorted(KEYS))
def test_every_key_of_the_domain_study_is_a_rule(table):
    assert [code for code in KEYS[table].split() if code not in BY_CODE] == []


def test_no_version_of_a_rule_is_given_twice():
    versions = [(rule["code"], rule["valid_from"]) for rule in RULES]

    assert len(versions) == len(set(versions))


def wrong(is_right):
    """The codes of the rules of which ``is_right`` doesn't hold: one look at all of them."""
    return [rule["code"] for rule in RULES if not is_right(rule)]


def counts_back(rule):
    return rule.get("direction") == "before"


def test_rules_have_the_fields_of_the_table_and_no_others():
    kinds = NEEDED | OPTIONAL

    assert wrong(lambda rule: set(NEEDED) <= set(rule) <= set(kinds)) == []
    assert wrong(lambda rule: all(type(rule[key]) is kinds[key] for key in rule)) == []
    assert wrong(lambda rule: all(len(rule.get(key, "")) <= LIMITS[key] for key in LIMITS)) == []
    assert wrong(lambda rule: rule["verified"] in {"V", "U", "D"}) == []


def test_rules_can_be_computed_and_lie_on_their_side_of_the_event():
    def lies_on_its_side(rule):
        if rule["length"] == 0:
            return "无固定长度" in rule["note"]
        direction = Direction(rule.get("direction", "after"))
        start, unit = date(2024, 3, 1), Unit(rule["unit"])
        due = period_end(start, rule["length"], unit, CALENDAR, direction=direction)
        return (due < start) is counts_back(rule)

    assert wrong(lies_on_its_side) == []


def test_only_periods_after_the_event_in_days_or_longer_are_moved():
    assert (
        wrong(
            lambda rule: rule.get("roll", True) is not (counts_back(rule) or rule["unit"] == "hour")
        )
        == []
    )


def test_reminders_come_in_order_and_one_on_the_day():
    assert wrong(lambda rule: rule["tiers"] == sorted(set(rule["tiers"]), reverse=True)) == []
    assert wrong(lambda rule: 0 in rule["tiers"]) == []


def test_extension_has_a_unit_and_somebody_who_allows_it():
    def is_whole(rule):
        given = [rule.get("extendable_by"), rule.get("extension_unit")]
        return not any(given) or bool(all(given) and rule["extension_note"])

    assert wrong(is_whole) == []
    assert {rule.get("extension_unit", "day") for rule in RULES} <= set(Unit)


def test_units_follow_the_statute():
    """行政强制法: 十日以内为工作日; 行政复议法: 三、五、七、十日为工作日; 诉讼法无工作日."""
    always = range(1, 1000)
    in_working_days = {
        "行政强制法": range(1, 11),
        "行政复议法": (3, 5, 7, 10),
        "政府信息公开条例": always,
        "重大行政决策程序暂行条例": always,
        "最高人民法院关于人民法院合议庭工作的若干规定": always,
    }

    def follows(rule):
        works = rule["length"] in in_working_days.get(rule["law"], ())
        return rule["unit"] not in {"day", "working_day"} or (
            (rule["unit"] == "working_day") is works
        )

    assert wrong(follows) == []


@pytest.mark.parametrize(
    ("code", "start", "due"),
    [
        ("agency.answer_evidence", "2026-09-18", "2026-10-08"),
        ("nle.demand", "2026-09-24", "2026-10-15"),
        ("appeal.judgment", "2026-02-05", "2026-02-24"),
        ("appeal.ruling", "2026-04-24", "2026-05-06"),
        ("recons.decision", "2026-08-05", "2026-10-08"),
        ("nle.ruling.defect", "2026-09-02", "2026-10-08"),
        ("suggestion.governance", "2026-07-31", "2026-09-30"),
        ("case.filing", "2026-09-25", "2026-10-08"),
        ("confirmation.apply", "2026-09-03", "2026-10-08"),
        ("hearing.head_notice", "2026-10-12", "2026-10-09"),
    ],
)
def test_vectors_of_the_domain_study_by_rule(code, start, due):
    rule = BY_CODE[code]
    working = explain(
        date.fromisoformat(start),
        rule["length"],
        Unit(rule["unit"]),
        CALENDAR,
        roll=rule.get("roll", True),
        direction=Direction(rule.get("direction", "after")),
    )

    assert working.due.isoformat() == due


def test_what_is_no_rule_is_listed_with_its_reason():
    assert all(note["code"] not in BY_CODE and note["reason"] for note in DATA["note"])
    assert {note["code"] for note in DATA["note"]} >= {"recons.stay_mediation", "travel_time"}
