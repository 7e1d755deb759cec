"""Forms that all mechanisms share: rows, the unit in whose name one acts, filters."""

import pytest
from django import forms

from disputes.models import Dispute
from liaison.forms import (
    MatterFilter,
    OpeningForm,
    ReasonForm,
    RowsMixin,
    filter_for,
    refuse_classified,
)
from liaison.models import Role
from tests.factories.liaison import PostFactory, UnitFactory, UserFactory, person


class Row(forms.Form):
    word = forms.CharField(max_length=4)


Rows = forms.formset_factory(Row, can_delete=True, max_num=3, absolute_max=4, validate_max=True)


class WithRows(RowsMixin, forms.Form):
    row_formsets = {"words": Rows}
    row_labels = {"words": "词"}
    head = forms.CharField()

    def __init__(self, data=None, initial=None):
        super().__init__(data)
        self.build_rows(data, None, initial)


def sent(*words, **more):
    data = {"words-TOTAL_FORMS": len(words), "words-INITIAL_FORMS": 0, "head": "h"}
    return data | {f"words-{n}-word": word for n, word in enumerate(words)} | more


def test_rows_arrive_clean_without_the_deleted_and_the_empty():
    form = WithRows(sent("甲", "", "乙", **{"words-2-DELETE": "on"}))
    assert form.is_valid()
    assert form.cleaned_data == {"head": "h", "words": [{"word": "甲"}]}
    assert form.formsets["words"].label == "词"


def test_a_bad_row_or_a_bad_field_refuses_the_whole_and_both_are_told():
    form = WithRows(sent("太长了的词", head=""))
    assert not form.is_valid()
    assert form.errors["head"]
    assert form.formsets["words"].errors[0]["word"]


@pytest.mark.parametrize("words", ["abcd", "abcdefghij"])
def test_too_many_rows_are_refused_and_never_more_than_the_most_are_built(words):
    form = WithRows(sent(*words))
    assert not form.is_valid()
    assert len(form.formsets["words"].forms) <= 4


def test_judgement_can_be_put_off():
    form = WithRows(sent("太长了的词", head=""))
    form.is_valid()
    form.forgo_errors()
    assert not form.errors
    assert form.formsets["words"].errors == [{}]
    assert not form.formsets["words"].non_form_errors()


def test_rows_begin_with_what_there_is():
    form = WithRows(initial={"words": [{"word": "旧"}]})
    assert form.formsets["words"].initial == [{"word": "旧"}]


@pytest.mark.parametrize("words", ["机密★", "秘　密", "一\n绝密", "甲★"])
def test_whatever_bears_a_mark_of_secrecy_is_refused_where_it_was_typed(words):
    form = WithRows(sent("甲", words, head=words))
    row = form.formsets["words"].forms[1]
    if words == "甲★":
        assert form.is_valid()
        return
    assert not form.is_valid()
    for errors in (form.errors["head"], row.errors["word"]):
        assert errors[0].startswith("本平台不处理涉密内容：文中有密级标志“")
    assert (form["head"].value(), row["word"].value()) == (words, words)
    assert not form.formsets["words"].forms[0].errors


def test_the_marks_are_looked_for_once_and_not_among_choices():
    class Choosing(RowsMixin, forms.Form):
        ground = forms.ChoiceField(choices=[("机密", "机密")])
        words = forms.CharField()

    form = Choosing({"ground": "机密", "words": "机密"})
    form.build_rows(None, None)
    form.full_clean()
    form.full_clean()
    assert list(form.errors) == ["words"]
    assert form.fields["words"].validators.count(refuse_classified) == 1
    assert refuse_classified not in Choosing.base_fields["words"].validators


class Opening(OpeningForm):
    perm = "disputes.refer_dispute"


@pytest.mark.django_db
class TestInWhoseName:
    def test_with_one_unit_there_is_nothing_to_choose(self):
        court = UnitFactory(court=True)
        clerk = person(court, Role.COURT_CLERK)
        form = Opening(actor=clerk)
        assert form.fields["initiator"].widget.is_hidden
        assert form.fields["initiator"].initial == court.pk

    def test_with_two_posts_in_one_unit_it_is_still_one(self):
        court = UnitFactory(court=True)
        clerk = person(court, Role.COURT_CLERK)
        PostFactory(user=clerk, unit=court, role=Role.COURT_CLERK)
        assert Opening(actor=clerk).fields["initiator"].widget.is_hidden

    def test_with_two_units_one_chooses_among_those_with_the_right(self):
        courts = UnitFactory.create_batch(2, court=True)
        user = UserFactory()
        for court in courts:
            PostFactory(user=user, unit=court, role=Role.COURT_CLERK)
        PostFactory(user=user, role=Role.UNIT_LEADER)
        form = Opening(actor=user)
        assert not form.fields["initiator"].widget.is_hidden
        assert set(form.fields["initiator"].queryset) == set(courts)

    def test_a_unit_of_others_is_no_valid_choice(self):
        clerk = person(UnitFactory(court=True), Role.COURT_CLERK)
        form = Opening({"initiator": UnitFactory(court=True).pk}, actor=clerk)
        assert not form.is_valid()
        assert "initiator" in form.errors


@pytest.mark.parametrize("reason", ["", " ", "\x00", "字" * 301])
def test_a_reason_has_words_and_an_end(reason):
    form = ReasonForm({"reason": reason}, matter=None, actor=None)
    assert not form.is_valid()
    assert ReasonForm({"reason": "字" * 300}, matter=None, actor=None).is_valid()


def test_the_filter_of_a_kind_offers_its_own_statuses():
    made = filter_for(Dispute)
    assert issubclass(made, MatterFilter)
    choices = made.base_filters["status"].extra.get("choices")
    assert choices is None or choices == Dispute.Status.choices
    assert made(data={}, queryset=Dispute.objects.none()).filters["status"].extra["choices"] == (
        Dispute.Status.choices
    )
