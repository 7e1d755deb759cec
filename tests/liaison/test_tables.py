"""Tables coming in: units by their names, the name that comes nearest, and rows kept as read."""

import io
from datetime import date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from openpyxl import Workbook

from liaison.imports import Unreadable
from liaison.models import LongWork, Unit
from liaison.tables.columns import Named, Names
from liaison.tables.reading import rows_kept, table_of

LAND = Unit(pk=1, name="池北区自然资源局", short_name="池北自然资源局")
WATER = Unit(pk=2, name="池北区水务局", short_name="池北水务局")
OTHER_WATER = Unit(pk=3, name="池南区水务局", short_name="池北水务局")


@pytest.fixture
def names():
    return Names((unit, unit) for unit in (LAND, WATER, OTHER_WATER))


@pytest.mark.parametrize("typed", ["池北区自然资源局", "池北自然资源局"])
def test_a_unit_is_found_by_its_full_and_its_short_name(names, typed):
    assert Named("units").clean(typed, circle={"units": names}) == LAND


def test_of_an_unknown_name_the_nearest_is_told(names):
    with pytest.raises(ValueError, match="最接近的是“池北自然资源局”"):
        names.one("池北自燃资源局")


def test_nothing_is_put_forward_that_is_not_like_it(names):
    with pytest.raises(ValueError, match="没有名为“气象台”的单位，请改为"):
        names.one("气象台")


def test_a_name_that_two_units_share_must_be_written_in_full(names):
    with pytest.raises(ValueError, match="不止一个单位简称"):
        names.one("池北水务局")
    assert names.one("池南区水务局") == OTHER_WATER


def handed_in(rows):
    """A work that was given a workbook of these rows, claimed by a worker."""
    book, stream = Workbook(), io.BytesIO()
    for row in (["编号", "事由", "日期"], *rows):
        book.active.append(row)
    book.save(stream)
    name = default_storage.save("works/7/source.xlsx", ContentFile(stream.getvalue()))
    return LongWork(pk=7, source=name, claim=uuid4())


def plain(rows):
    """The same rows with what can't be read told by its reason."""
    return [
        (number, {k: v.reason if isinstance(v, Unreadable) else v for k, v in row.items()})
        for number, row in rows
    ]


def test_rows_are_kept_as_they_were_read():
    work = handed_in(
        [
            ["一号", '"引号"、\\n、{"day": "x"}\n换行', datetime(2026, 3, 2, 9, 30)],
            [],
            [3, "=1+1", date(2026, 3, 4)],
            [4.5, "字" * 5000, True],
        ]
    )
    with table_of(work, ["编号", "事由", "日期"], []) as table:
        read, expected = plain(table), table.expected
    work.aside = table.name
    with rows_kept(work) as rows:
        assert rows.expected == expected
        assert plain(rows) == read
    assert Path(default_storage.path(table.name)).stat().st_mode & 0o777 == 0o640
    assert [number for number, _ in read] == [2, 4, 5]
    assert read[0][1]["日期"] == date(2026, 3, 2)
    assert read[1][1] == {
        "编号": 3,
        "事由": "是公式，本平台不计算公式，请改为数值（复制后选择性粘贴为“数值”）",
        "日期": date(2026, 3, 4),
    }


def test_rows_that_were_not_kept_must_be_handed_in_again():
    with pytest.raises(ValidationError, match="请重新上传"), rows_kept(LongWork()):
        pytest.fail("nothing to read")
