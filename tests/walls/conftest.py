"""The stage of the walls, put up once for all of them."""

import pytest

from tests.factories.world import built_once
from tests.walls.stage import build


@pytest.fixture(scope="package")
def media(tmp_path_factory):
    return tmp_path_factory.mktemp("media")


@pytest.fixture(autouse=True)
def same_media(settings, media):
    settings.MEDIA_ROOT = media


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker, media):
    with built_once(django_db_blocker, media, build) as built:
        yield built
