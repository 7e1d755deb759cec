"""The house stays as it was drawn: who may import whom, how long a room may be.

The import contracts themselves stand in pyproject.toml and are run by ``make test``; here is
what they can't say.
"""

import ast
import re
from inspect import signature
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("disputes", "meetings", "suggestions")
CEILING = 400
FORBIDDEN = {"utils", "helpers", "common", "misc", "manager", "service", "services", "managers"}
MODULES = [
    path
    for folder in ("liaison", *FOLDERS, "tests")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts
]


def imported(path):
    """Yield every module that ``path`` imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module


def folder_of(path):
    return path.relative_to(ROOT).parts[0]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_is_longer_than_the_ceiling(path):
    assert len(path.read_text().splitlines()) <= CEILING


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_is_named_for_nothing(path):
    assert path.stem not in FORBIDDEN


@pytest.mark.parametrize("folder", ("liaison", *FOLDERS))
def test_a_folder_imports_only_what_it_may(folder):
    others = set(FOLDERS) - {folder}
    wrong = [
        f"{path.relative_to(ROOT)} → {name}"
        for path in (ROOT / folder).rglob("*.py")
        for name in imported(path)
        if name.split(".")[0] in others
    ]

    assert wrong == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_only_settings_and_urls_name_the_three_folders(folder):
    naming = re.compile(rf"""["']{folder}[."']""")
    wrong = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "liaison").rglob("*.py")
        if path.name not in ("settings.py", "urls.py") and naming.search(path.read_text())
    ]

    assert wrong == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_foreign_key_crosses_from_one_folder_to_another(folder):
    models = [model for model in apps.get_models() if model.__module__.split(".")[0] == folder]
    crossing = [
        f"{model.__name__}.{field.name}"
        for model in models
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model
        if field.related_model.__module__.split(".")[0] in set(FOLDERS) - {folder}
    ]

    assert models
    assert crossing == []


def nested():
    """The apps that stand inside the folder of another."""
    names = [config.name for config in apps.get_app_configs()]
    return [name for name in names if "." in name and name.split(".")[0] in FOLDERS]


def test_a_nested_app_is_not_known_to_its_parent_nor_to_its_siblings():
    wrong = [
        f"{path.relative_to(ROOT)} → {name}"
        for app in nested()
        for path in (ROOT / app.split(".")[0]).rglob("*.py")
        if not path.is_relative_to(ROOT / app.replace(".", "/"))
        for name in imported(path)
        if f"{name}.".startswith(f"{app}.")
    ]

    assert "disputes.appearances" in nested()
    assert wrong == []


def fetching_more():
    """Every queryset method ``with_…`` of many rows that needs no argument, by model."""
    for model in apps.get_models():
        rows = model._default_manager.all()
        for name in sorted(vars(type(rows))):
            if not name.startswith("with_") or name == "with_page":
                continue
            if not signature(getattr(rows, name)).parameters:
                yield pytest.param(getattr(rows, name), id=f"{model.__name__}.{name}")


@pytest.mark.django_db
@pytest.mark.parametrize("fetch", list(fetching_more()))
def test_rows_that_are_fetched_with_more_keep_their_order(fetch):
    """Django drops Meta.ordering where rows are counted: a paper would name units in any order."""
    rows = fetch()
    assert isinstance(rows, list) or rows.ordered


def test_no_migration_of_one_folder_depends_on_another():
    wrong = [
        f"{path.relative_to(ROOT)} → {app}"
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("migrations/0*.py")
        for app in set(FOLDERS) - {folder}
        if f'("{app}"' in path.read_text()
    ]

    assert wrong == []


def test_nothing_connects_to_a_signal():
    wrong = [
        str(path.relative_to(ROOT))
        for path in MODULES
        if folder_of(path) != "tests" and re.search(r"\.connect\(|@receiver", path.read_text())
    ]

    assert wrong == []


def test_no_template_carries_script_or_style():
    inline = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|\son\w+=|\sstyle=", re.IGNORECASE)
    wrong = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if "documents" not in path.parts and inline.search(path.read_text())
    ]

    assert wrong == []
