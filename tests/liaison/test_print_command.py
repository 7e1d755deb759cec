"""``manage.py print``: the frozen bytes by code and number, or one clear line."""

import hashlib
from functools import partial
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command, execute_from_command_line

from liaison.models import IssuedPaper
from tests.factories.liaison import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
NUMBER = "长府院纪〔2026〕3号"


def issued(content, number=NUMBER, code="joint-meeting-minutes", version=1, unit=None):
    digest = hashlib.sha256(content).hexdigest()
    return IssuedPaper.objects.create(
        matter=unit or UnitFactory(),
        code=code,
        number=number,
        title="会议纪要",
        version=version,
        file=default_storage.save(f"papers/{digest}.pdf", ContentFile(content)),
        sha256=digest,
        pages=1,
        issued_by=UserFactory(),
    )


def test_the_latest_version_is_written_byte_for_byte(tmp_path):
    unit = UnitFactory()
    issued(b"old", unit=unit)
    issued(b"new", unit=unit, version=2)

    call_command("print", "joint-meeting-minutes", NUMBER, "-o", str(tmp_path / "a.pdf"))

    assert (tmp_path / "a.pdf").read_bytes() == b"new"


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        (NUMBER, "长府院纪[2026]3号"),
        (NUMBER, "长府院纪(2026)3号"),
        (NUMBER, "长府院纪【2026】 3号"),
        ("（2026）吉24行初3号", "(2026)吉24行初3号"),
        ("（2026）吉24行初3号", "〔2026〕吉24行初3号"),
    ],
)
def test_a_number_is_found_whatever_brackets_were_typed(tmp_path, stored, typed):
    issued(b"paper", number=stored)

    call_command("print", "joint-meeting-minutes", typed, output=str(tmp_path / "a.pdf"))

    assert (tmp_path / "a.pdf").exists()


def test_the_list_names_each_issued_paper_once_with_code_and_number():
    unit = UnitFactory()
    issued(b"old", unit=unit)
    issued(b"new", unit=unit, version=2)
    issued(b"other", code="dispute-agreement", number="长府院调〔2026〕1号")
    out = StringIO()

    call_command("print", "--list", stdout=out)

    assert out.getvalue() == (
        f"dispute-agreement\t长府院调〔2026〕1号\njoint-meeting-minutes\t{NUMBER}\n"
    )


@pytest.fixture
def refusal(capsys, monkeypatch):
    """Run the command as the shell does, but leave the test its connection."""
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    return partial(refused, capsys)


def refused(capsys, *arguments):
    with pytest.raises(SystemExit) as stopped:
        execute_from_command_line(["manage.py", "print", *arguments])
    assert stopped.value.code == 2
    line = capsys.readouterr().err
    assert line.count("\n") == 1
    return line


def test_an_unknown_paper_is_one_line_and_exit_2(tmp_path, refusal):
    issued(b"paper")

    target = str(tmp_path / "a.pdf")
    assert "没有已印发的文书" in refusal("dispute-agreement", NUMBER, "-o", target)
    assert "没有已印发的文书" in refusal("joint-meeting-minutes", "x〔2026〕9号", "-o", target)
    assert not (tmp_path / "a.pdf").exists()


@pytest.mark.parametrize("target", [".", "no/such/folder/a.pdf"])
def test_a_file_that_cannot_be_written_is_one_line_and_exit_2(tmp_path, refusal, target):
    issued(b"paper")

    line = refusal("joint-meeting-minutes", NUMBER, "-o", str(tmp_path / target))

    assert "文件写不了" in line


def test_too_few_arguments_are_one_line_and_exit_2(refusal):
    assert "用法" in refusal("joint-meeting-minutes")


def test_a_changed_file_is_not_handed_out(tmp_path):
    paper = issued(b"paper")
    default_storage.delete(paper.file.name)
    default_storage.save(paper.file.name, ContentFile(b"other"))

    with pytest.raises(CommandError, match="与印发时不一致"):
        call_command("print", "joint-meeting-minutes", NUMBER, output=str(tmp_path / "a.pdf"))

    assert not (tmp_path / "a.pdf").exists()
