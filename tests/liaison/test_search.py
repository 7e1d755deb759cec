"""Search: two characters find, brackets do not matter, a hit really contains the words."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from disputes.models import Dispute
from liaison import desk, search
from tests.factories import disputes as scenes
from tests.factories.liaison import UnitFactory, person


@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing(text):
    once = search.normalise(text)

    assert search.normalise(once) == once


@given(st.text(min_size=2, max_size=20), st.integers(0, 18), st.integers(2, 8))
def test_the_pairs_of_a_piece_cover_it_and_are_in_the_text(text, start, length):
    text = search.normalise(text)
    piece = text[start : start + length]
    pairs = search.pairs(piece) if len(piece) > 1 else []

    assert set(pairs) <= {text[i : i + 2] for i in range(len(text) - 1)}
    assert len(pairs) <= (len(piece) + 1) // 2
    assert set("".join(pairs)) == (set(piece) if pairs else set())


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("长协[2026]42号", "长协(2026)42号"),
        ("长协〔２０２６〕42号", "长协(2026)42号"),
        ("（2026）吉2426行初31号", "(2026)吉2426行初31号"),
        (" 林地\u3000补偿 ", "林地 补偿"),
        ("ＡＢ\x00c", "abc"),
    ],
)
def test_brackets_widths_and_blanks_become_one(typed, stored):
    assert search.normalise(typed) == stored


@pytest.mark.parametrize("words", ["", "林", " 林 木 ", "\x00"])
def test_less_than_two_characters_are_too_few(words):
    assert not search.long_enough(words)


@pytest.mark.django_db
class TestFinding:
    @pytest.fixture
    def here(self):
        return scenes.scene()

    def found(self, user, words):
        return [row.title for row in desk.found(user, words)]

    def test_two_characters_of_title_number_or_unit_suffice(self, here):
        dispute = scenes.refer(here, title="林地征收补偿争议")
        scenes.accept(dispute, here)

        for words in ("补偿", dispute.number, here.agency.name, "征收 补偿"):
            assert self.found(here.court_clerk, words) == ["林地征收补偿争议"]

    def test_a_number_is_found_with_the_keyboards_brackets(self, here):
        dispute = scenes.refer(here)
        scenes.accept(dispute, here)
        typed = dispute.number.replace("〔", "[").replace("〕", "]")

        assert self.found(here.court_clerk, typed) == [dispute.title]

    def test_pairs_that_only_meet_are_no_hit(self, here):
        scenes.refer(here, title="政争行政处罚")

        assert self.found(here.court_clerk, "行政争") == []
        assert self.found(here.court_clerk, "行政处罚") == ["政争行政处罚"]

    @pytest.mark.parametrize("words", ["%%", "__", "'; --", "\\\\", "补偿%"])
    def test_signs_of_sql_are_only_characters(self, here, words):
        scenes.refer(here, title="补偿争议")

        assert self.found(here.court_clerk, words) == []

    def test_a_natural_persons_name_is_not_searched(self, here):
        scenes.refer(here, title="林地争议")

        assert self.found(here.court_clerk, scenes.PERSON["name"]) == []

    def test_others_find_nothing(self, here):
        scenes.refer(here, title="林地争议")

        assert self.found(person(UnitFactory(), "unit_clerk"), "林地") == []

    def test_the_one_due_last_comes_first(self, here):
        old = scenes.refer(here, title="林地甲")
        scenes.refer(here, title="林地乙", referred_on=scenes.ago(3))
        scenes.accept(old, here)

        titles = self.found(here.centre_clerk, "林地")
        due = dict(Dispute.objects.values_list("title", "due_on"))
        assert titles == sorted(titles, key=lambda title: due[title], reverse=True)

    def test_the_open_come_before_the_closed_and_all_are_cut_together(self, here):
        for title in ("林地甲", "林地乙", "林地丙", "林地丁"):
            dispute = scenes.refer(here, title=title)
            if title in {"林地丙", "林地丁"}:
                scenes.refuse(dispute, here)

        assert self.found(here.centre_clerk, "林地") == ["林地乙", "林地甲", "林地丁", "林地丙"]
        assert len(desk.found(here.centre_clerk, "林地", limit=3)) == 3
        assert len(desk.found(here.centre_clerk, "林地", limit=1)) == 1


def multiply(cursor, dispute, times):
    """Copy a dispute many times under other words; indexes are built once, over the full table."""
    columns = [field.column for field in Dispute._meta.concrete_fields]
    others = ", ".join(column for column in columns if column not in ("id", "search_text"))
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'disputes_dispute'"
        " AND indexname NOT IN (SELECT conname FROM pg_constraint)"
    )
    indexes = dict(cursor.fetchall())
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute("SET LOCAL session_replication_role = replica")  # rows of what is there
    for name in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    cursor.execute(
        f"INSERT INTO disputes_dispute ({others}, search_text) "  # noqa: S608 - our columns
        f"SELECT {others}, '长协(2026)' || n || '号 房屋登记 第' || mod(n, 400) || '号机关' "
        "FROM disputes_dispute, generate_series(1, %s) AS n WHERE id = %s",
        [times, dispute.pk],
    )
    cursor.execute("SET LOCAL session_replication_role = origin")
    for definition in indexes.values():
        cursor.execute(definition)
    cursor.execute("ANALYZE disputes_dispute")


@pytest.mark.slow
@pytest.mark.django_db
def test_at_two_hundred_thousand_rows_the_plan_uses_the_index():
    here = scenes.scene()
    dispute = scenes.refer(here, title="独一无二争议")
    with connection.cursor() as cursor:
        multiply(cursor, dispute, 200_000)

    plan = Dispute.objects.matching("独一").explain(analyze=True)

    assert "Bitmap Index Scan on dispute_grams" in plan
    assert "Seq Scan on disputes_dispute" not in plan
    assert list(Dispute.objects.matching("独一")) == [dispute]
