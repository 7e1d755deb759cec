"""How fields are dressed: native pickers that keep what was typed, and errors one can go to."""

from datetime import date, datetime

import pytest
from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.forms.renderers import DjangoTemplates
from django.template.loader import render_to_string
from django.test.html import parse_html

from liaison.templatetags import forms as tags


class Row(forms.Form):
    problem = forms.CharField(label="问题")


class Sheet(forms.Form):
    title = forms.CharField(label="标题", help_text="写明双方")
    on = forms.DateField(label="日期", initial=date(2026, 10, 8))
    at = forms.DateTimeField(label="时间", initial=datetime(2026, 10, 8, 9, 30))
    clock = forms.TimeField(label="钟点")
    side = forms.ChoiceField(label="哪一方", widget=forms.RadioSelect, choices=[("a", "甲")])
    units = forms.MultipleChoiceField(
        label="单位", widget=forms.CheckboxSelectMultiple, choices=[("1", "司法局")]
    )
    kind = forms.ChoiceField(label="种类", choices=[("", "请选择"), ("1", "一")])
    sure = forms.BooleanField(label="已核对")
    proof = forms.FileField(label="同意书")
    span = forms.SplitDateTimeField(label="起止")
    version = forms.IntegerField(label="版本", widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].widget.attrs = {"class": "wide", "placeholder": "标题"}

    def clean(self):
        raise forms.ValidationError("已由他人办理")


def test_dates_become_native_pickers_that_speak_iso():
    form = Sheet()

    assert 'type="date"' in str(tags.dressed(form["on"]))
    assert 'value="2026-10-08"' in str(tags.dressed(form["on"]))
    assert 'value="2026-10-08T09:30"' in str(tags.dressed(form["at"]))
    assert 'type="time"' in str(tags.dressed(form["clock"]))
    assert str(tags.dressed(form["span"])).count("form-control") == 2


def test_a_class_of_the_form_stays_and_an_echo_of_the_label_goes():
    drawn = str(tags.dressed(Sheet()["title"]))

    assert 'class="wide form-control"' in drawn
    assert "placeholder" not in drawn


def test_a_choice_of_nothing_is_put_in_words(django_user_model):
    class Chooser(forms.Form):
        who = forms.ModelChoiceField(label="人", queryset=django_user_model.objects.none())

    assert "请选择" in str(tags.dressed(Chooser()["who"]))


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("sure", "check"),
        ("side", "choices"),
        ("units", "choices"),
        ("proof", "file"),
        ("kind", "line"),
        ("title", "line"),
    ],
)
def test_each_field_has_its_shape(name, shape):
    assert tags.shape(Sheet()[name]) == shape


def test_help_and_errors_are_tied_to_the_field():
    drawn = render_to_string("components/field.html", {"field": Sheet({})["title"]})

    assert 'aria-describedby="id_title_helptext id_title_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'id="id_title_helptext"' in drawn
    assert 'id="id_title_error"' in drawn


@pytest.mark.parametrize("name", ["side", "units", "sure", "span", "version"])
def test_every_shape_is_drawn(name):
    drawn = render_to_string("components/field.html", {"field": Sheet()[name]})

    assert f'name="{name}' in drawn


def test_complaints_lead_to_the_field_and_to_the_row():
    form = Sheet({})
    rows = forms.formset_factory(Row, min_num=1, validate_min=True, extra=0)(
        {"rows-TOTAL_FORMS": "1", "rows-INITIAL_FORMS": "0", "rows-0-problem": ""}, prefix="rows"
    )
    rows.label = "问题与建议"
    form.formsets = {"rows": rows}

    found = {(item["label"], item["target"]) for item in tags.complaints(form)}

    assert ("", "") in found  # 已由他人办理
    assert ("标题", "id_title") in found
    assert ("版本", "") in found
    assert ("问题与建议", "rows-rows") in found
    assert ("问题与建议第 1 行 问题", "id_rows-0-problem") in found


def test_list_offers_what_django_would():
    choices = [("", "全部"), ("县级", [(1, "安图县"), (2, '<b>"和龙"&市')]), (3, "延吉市")]
    attrs = {"id": "place", "required": True}
    written, django = (
        forms.Select(choices=choices).render("place", 2, attrs, renderer)
        for renderer in (None, DjangoTemplates())
    )
    assert parse_html(written) == parse_html(django)
    assert "&lt;b&gt;" in written
    assert written.count(" selected") == 1


def hinted(words):
    form = Sheet()
    form.fields["title"].help_text = words
    return render_to_string("components/field.html", {"field": form["title"]})


def test_a_hint_is_words_unless_django_marked_it_up():
    """It may name a file as its owner called it; Django's hints on passwords are a list."""
    assert "&lt;img src=x&gt;" in hinted("已存“<img src=x>.pdf”")
    assert "<ul><li>" in hinted(password_validators_help_text_html())
