"""``manage.py due``: what a clerk, or a script, gets on the shell."""

import subprocess
import sys

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection

from liaison import deadlines
from liaison.models import CalendarYear, DeadlineRule

pytestmark = pytest.mark.django_db


def due(capsys, *args):
    """Run the command; return its exit code, the lines it printed and those of the refusal."""
    try:
        call_command("due", *args)
        code = 0
    except SystemExit as end:
        code = end.code
    out, err = capsys.readouterr()
    return code, out.splitlines(), err.splitlines()


@pytest.mark.parametrize(
    ("code", "on", "line"),
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
        ("preservation", "2026-09-30", "2026-10-02"),
        ("suit.direct", "2026-11-21", "2027-05-21 provisional"),
    ],
)
def test_date_is_all_that_is_printed(capsys, code, on, line):
    assert due(capsys, code, on) == (0, [line], [])


def test_working_follows_when_asked_for(capsys):
    assert due(capsys, "agency.answer_evidence", "2026-09-18", "--explain") == (
        0,
        [
            "2026-10-08",
            "答辩举证：《行政诉讼法》第六十七条第一款",
            "2026年9月18日 周五为收到起诉状副本之日，当日不计",
            "9月19日 周六为第1日，连续计算，其间休息日照算",
            "第15日为10月3日 周六（国庆节），顺延至节后第一个工作日10月8日 周四",
        ],
        [],
    )


def test_year_not_published_is_marked_and_explained(capsys):
    CalendarYear.objects.filter(year=2026).delete()

    code, out, err = due(capsys, "agency.answer_evidence", "2026-03-02", "--explain")

    assert (code, out[0], err) == (0, "2026-03-17 provisional", [])
    assert "2026年放假安排尚未公布" in out[-1]


@pytest.mark.parametrize(
    ("code", "on", "complaint"),
    [
        ("agency.nonsense", "2026-09-18", "没有代码为“agency.nonsense”的期限规则"),
        ("agency.answer_evidence", "2026-02-30", "“2026-02-30”不是日期，应形如 2026-09-18"),
        ("agency.answer_evidence", "20260918", "“20260918”不是日期，应形如 2026-09-18"),
        ("agency.answer_evidence", "明天", "“明天”不是日期，应形如 2026-09-18"),
        (
            "recons.reply",
            "2023-12-31",
            "2023-12-31没有可适用的“复议答复举证（普通程序）”规则：《行政复议法》自2024-01-01起适用",
        ),
        (
            "plaintiff.evidence",
            "2026-09-18",
            "“原告、第三人举证”没有固定长度，期满日逐案确定，不能推算",
        ),
        ("suit.cap", "9999-01-01", "期间超出可计算的日期范围"),
    ],
)
def test_what_cannot_be_answered_is_one_line_and_exit_2(capsys, code, on, complaint):
    assert due(capsys, code, on) == (2, [], [complaint])


def test_rule_that_has_expired_is_said_to_have(capsys):
    DeadlineRule.objects.filter(code="suit.direct").update(valid_to="2026-01-01")

    code, out, err = due(capsys, "suit.direct", "2026-01-02")

    assert (code, out) == (2, [])
    assert err == ["2026-01-02没有可适用的“直接起诉”规则：规则已经失效"]


def test_later_version_applies_from_its_day_on(capsys):
    DeadlineRule.objects.create(
        code="suit.direct",
        name="直接起诉",
        law="行政诉讼法",
        trigger="知道之日",
        length=12,
        unit="month",
        valid_from="2026-07-01",
    )

    assert due(capsys, "suit.direct", "2026-06-30")[1] == ["2026-12-30"]
    assert due(capsys, "suit.direct", "2026-07-01")[1] == ["2027-07-01 provisional"]


def test_empty_database_is_one_line_too(capsys, monkeypatch):
    def broken(code, on):
        raise ProgrammingError('relation "liaison_deadlinerule" does not exist')

    monkeypatch.setattr(deadlines, "calculate", broken)

    code, out, err = due(capsys, "suit.direct", "2026-06-30")
    assert (code, out, len(err)) == (2, [], 1)
    assert "make demo-data" in err[0]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_real_process_prints_no_traceback():
    name = connection.settings_dict["NAME"]
    script = (
        "import django; from django.conf import settings; "
        f"settings.DATABASES['default']['NAME'] = {name!r}; django.setup(); "
        "from django.core.management import execute_from_command_line as run; "
        "run(['manage.py', 'due', 'no.such', '2026-09-18'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == ["没有代码为“no.such”的期限规则"]
