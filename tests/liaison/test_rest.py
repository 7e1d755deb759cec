"""A matter at rest reads its rows once."""

import pytest

from liaison.rest import at_rest, once_at_rest


class Case:
    def __init__(self):
        self.rows, self.readings = ["甲", "乙"], 0

    @once_at_rest
    def parties(self):
        self.readings += 1
        return list(self.rows)

    @once_at_rest
    def witnesses(self):
        return ["证人"]


@pytest.fixture
def case():
    return Case()


def test_in_motion_it_reads_each_time(case):
    case.parties()
    case.rows.append("丙")

    assert case.parties() == ["甲", "乙", "丙"]


def test_at_rest_it_reads_once_until_it_moves_again(case):
    with at_rest(case):
        assert case.parties() == case.parties() == ["甲", "乙"]
        assert case.readings == 1
        case.rows.append("丙")
    assert case.parties() == ["甲", "乙", "丙"]


def test_a_rest_within_a_rest_ends_with_the_outer_one(case):
    with at_rest(case):
        case.parties()
        with at_rest(case):
            case.parties()
        case.parties()
    assert case.readings == 1


def test_what_is_kept_is_kept_by_what_was_asked_and_belongs_to_the_asker_alone(case):
    with at_rest(case):
        case.parties().clear()

        assert case.witnesses() == ["证人"]
        assert case.parties() == ["甲", "乙"]


def test_an_error_ends_the_rest(case):
    with pytest.raises(ValueError, match="不行"), at_rest(case):
        case.parties()
        raise ValueError("不行")
    case.parties()
    assert case.readings == 2
