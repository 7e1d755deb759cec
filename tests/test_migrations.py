"""A new installation makes its tables at once, an old one step by step: they are the same."""

import pytest
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader

FOLDERS = ("liaison", "disputes", "meetings", "suggestions")


@pytest.fixture(scope="module")
def at_once():
    return MigrationLoader(None)


@pytest.fixture(scope="module")
def step_by_step():
    return MigrationLoader(None, replace_migrations=False)


def test_both_ways_lead_to_the_same_tables(at_once, step_by_step):
    new, old = at_once.project_state(), step_by_step.project_state()
    assert new.models.keys() == old.models.keys()
    assert MigrationAutodetector(old, new).changes(step_by_step.graph) == {}
    for model, state in old.models.items():
        assert new.models[model].fields.keys() == state.fields.keys()
        assert new.models[model].bases == state.bases


@pytest.mark.parametrize("app", FOLDERS)
def test_what_is_made_at_once_replaces_all_steps_up_to_the_one_it_is_named_after(at_once, app):
    (name,) = (name for label, name in at_once.replacements if label == app)
    steps = sorted(
        step
        for label, step in at_once.disk_migrations
        if label == app and "squashed" not in step and step <= name.partition("_squashed_")[2]
    )
    assert at_once.replacements[app, name].replaces == [(app, step) for step in steps]
