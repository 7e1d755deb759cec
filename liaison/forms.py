"""Forms of steps and lists: they clean what was typed, and never save."""

from datetime import date, timedelta

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from liaison import access, search
from liaison.days import check_day
from liaison.markings import REFUSAL, mark_in
from liaison.metrics import Span
from liaison.models import Absence, Unit, User
from liaison.models.absences import colleagues_of


def refuse_classified(text):
    """Refuse words that bear a mark of secrecy (绝密, 机密, 秘密): the system is unclassified."""
    if mark := mark_in(text):
        raise ValidationError(
            f"{REFUSAL}：文中有密级标志“{mark}”，不得录入，请按保密规定另行报送；"
            "只是引述的，请加引号",
            code="classified",
        )


def unclassified(form):
    """Let every field of words of ``form`` refuse what bears a mark of secrecy."""
    for field in form.fields.values():
        if isinstance(field, forms.CharField) and refuse_classified not in field.validators:
            field.validators.append(refuse_classified)


def stand_fast(field, found):
    """Ask for no choice where ``found`` holds a single one: it stands fast. Say whether it does."""
    if len(found) != 1:
        return False
    field.initial, field.widget = getattr(found[0], "pk", found[0]), forms.HiddenInput()
    return True


def offer(field, rows):
    """Offer ``rows``, a queryset, in a field; return the one there is, if it stands fast."""
    field.queryset, few = rows, list(rows[:2])
    return few[0] if stand_fast(field, few) else None


class GivenRows(forms.BaseFormSet):
    """One row for each of ``subjects``, no more and no fewer, whatever was posted."""

    rows_template_name = ""

    def __init__(self, *args, form_kwargs=None, **kwargs):
        self.subjects = (form_kwargs or {}).pop("subjects")
        super().__init__(*args, form_kwargs=form_kwargs, **kwargs)

    def total_form_count(self):
        return len(self.subjects)

    def initial_form_count(self):
        return len(self.subjects)

    def get_form_kwargs(self, index):
        return super().get_form_kwargs(index) | {"subject": self.subjects[index]}


class RowsMixin:
    """A form with rows under it (问题与建议, 议题 …): one formset a table.

    Whatever is typed into it or into its rows must not bear a mark of secrecy (密级标志).

    ``row_formsets`` maps the name under which the rows arrive in ``cleaned_data`` to a
    formset class; deleted and empty rows are left out. ``row_labels`` heads each table.
    """

    row_formsets = {}
    row_labels = {}

    def build_rows(self, data, files, initial=None):
        self.formsets = {
            name: formset_class(
                data,
                files,
                prefix=name,
                form_kwargs=self.row_kwargs(name),
                initial=(initial or {}).get(name),
            )
            for name, formset_class in self.row_formsets.items()
        }
        for name, formset in self.formsets.items():
            formset.label = self.row_labels.get(name, "")
            for row in formset.forms:
                unclassified(row)

    def full_clean(self):
        unclassified(self)
        super().full_clean()

    def row_kwargs(self, name):
        return {}

    def forgo_errors(self):
        """Show what was typed so far without judging it (it was not sent to be judged)."""
        self._errors = {}
        for formset in self.formsets.values():
            formset._errors = [{} for _ in formset.forms]
            formset._non_form_errors = formset.error_class()
            for row in formset.forms:
                row._errors = {}

    def is_multipart(self):
        return super().is_multipart() or any(
            formset.is_multipart() for formset in self.formsets.values()
        )

    def is_valid(self):
        rows = [formset.is_valid() for formset in self.formsets.values()]
        valid = super().is_valid()
        if not (valid and all(rows)):
            return False
        for name, formset in self.formsets.items():
            self.cleaned_data[name] = [
                {key: value for key, value in row.items() if key != "DELETE"}
                for row in formset.cleaned_data
                if row and not row.get("DELETE")
            ]
        return True


class TransitionForm(RowsMixin, forms.Form):
    """What one step asks for; ``cleaned_data`` goes to the step as it is."""

    def __init__(self, data=None, files=None, *, matter, actor, initial=None, **kwargs):
        self.matter, self.actor = matter, actor
        initial = self.starting_values() | (initial or {})
        super().__init__(data, files, initial=initial, **kwargs)
        self.build_rows(data, files, initial)

    def starting_values(self):
        """What the fields hold before anything was typed."""
        return {}


class DatedForm(TransitionForm):
    """A step with a day of its own, today unless typed: business of the past is put in order."""

    on = forms.DateField(label="日期")

    def starting_values(self):
        return super().starting_values() | {"on": timezone.localdate()}

    def clean_on(self):
        self.check_on(self.cleaned_data["on"])
        return self.cleaned_data["on"]

    def check_on(self, on):
        """Refuse a day that does not fit the matter; by default only one still to come."""
        check_day(on)


class ReasonForm(TransitionForm):
    """A step that wants its reason in words."""

    reason = forms.CharField(label="理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class OpeningForm(RowsMixin, forms.Form):
    """What it takes to bring a matter into being, in the name of one of the actor's units."""

    perm = None
    """The permission of the opening step: only units in which the actor holds it are offered."""

    initiator = forms.ModelChoiceField(label="以哪个单位的名义", queryset=Unit.objects.none())

    def __init__(self, data=None, files=None, *, actor, initial=None, **kwargs):
        self.actor = actor
        super().__init__(data, files, initial=initial, **kwargs)
        units = [unit.pk for unit in access.standing(actor).units_with(self.perm)]
        field = self.fields["initiator"]
        field.queryset = Unit.objects.filter(pk__in=units)
        stand_fast(field, list(set(units)))
        self.build_rows(data, files, initial)


class ColleagueField(forms.ModelChoiceField):
    """Somebody of one's own units, with the post they hold there."""

    def label_from_instance(self, user):
        return f"{user}（{user.title}）"


class AbsenceForm(RowsMixin, forms.Form):
    """外出登记: from when to when, who stands in, and why in one word, if at all."""

    starts_on = forms.DateField(label="从")
    ends_on = forms.DateField(label="到", help_text="当日仍外出，次日恢复")
    substitute = ColleagueField(
        queryset=User.objects.none(),
        label="代办人",
        required=False,
        empty_label="不指定（由本单位其他人接办）",
        help_text="同一单位的在任人员",
    )
    reason = forms.ChoiceField(
        label="事由",
        required=False,
        choices=[("", "不填写"), *Absence.Reason.choices],
        help_text="只选类别，不必说明去向和原因",
    )

    def __init__(self, data=None, files=None, *, actor, begun=False, initial=None, **kwargs):
        super().__init__(data, files, initial=initial, **kwargs)
        self.fields["substitute"].queryset = colleagues_of(actor)
        self.fields["starts_on"].disabled = begun
        self.build_rows(data, files, initial)


class SpanForm(forms.Form):
    """统计期间: this year up to today unless told; at most ten years."""

    first = forms.DateField(label="从", required=False)
    last = forms.DateField(label="到", required=False)

    def __init__(self, data):
        today = timezone.localdate()
        given = {"first": today.replace(month=1, day=1), "last": today}
        super().__init__(data or None, initial=given)

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", "结束日期不能早于开始日期")
        elif first and last and last - first > timedelta(days=3660):
            self.add_error("first", "一次最多统计十年")
        return cleaned

    @property
    def span(self):
        """The span asked for; what is missing or wrong is replaced by this year up to today."""
        given = self.initial | {
            name: value
            for name, value in getattr(self, "cleaned_data", {}).items()
            if isinstance(value, date)
        }
        return Span(given["first"], max(given["first"], given["last"]))


class Sorting(django_filters.OrderingFilter):
    """Sorted to the last row, in one direction: leafing shows no row twice, and an index serves."""

    def filter(self, queryset, value):
        names = [self.get_ordering_value(name) for name in value or ()]
        if not names:
            return queryset
        return queryset.order_by(*names, "-pk" if names[-1].startswith("-") else "pk")


class MatterFilter(django_filters.FilterSet):
    """Filters that stand in the address of every list of matters."""

    DUE = [("overdue", "已逾期"), ("week", "七日内到期"), ("none", "没有期限")]

    candidates = None
    """Of a search: what may hold the words, in the list's order, before the texts are read."""

    q = django_filters.CharFilter(label="检索", method="find", max_length=100)
    status = django_filters.ChoiceFilter(label="状态", empty_label="全部状态")
    due = django_filters.ChoiceFilter(
        label="期限", method="by_due", choices=DUE, empty_label="全部期限"
    )
    state = django_filters.ChoiceFilter(
        label="范围",
        method="by_state",
        choices=[("open", "未办结"), ("closed", "已办结"), ("mine", "待我单位办理")],
        empty_label="全部",
    )
    sort = Sorting(
        label="排序",
        fields={"due_on": "due", "pk": "created", "number": "number"},
        field_labels={"due_on": "期满日", "pk": "登记时间", "number": "编号"},
        empty_label="最新登记在前",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["status"].extra["choices"] = self._meta.model.Status.choices

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        if not self.sought:
            return queryset
        self.candidates = search.sought_first(queryset)
        return self.candidates.holding(self.sought)

    @property
    def sought(self):
        """The words that are searched for; empty for none."""
        return self.form.cleaned_data["q"]

    def find(self, queryset, name, value):
        return queryset.candidates(value)

    def by_due(self, queryset, name, value):
        today = timezone.localdate()
        if value == "overdue":
            return queryset.overdue(today)
        if value == "week":
            week = today + timezone.timedelta(days=7)
            return queryset.open().filter(due_on__range=(today, week))
        return queryset.filter(due_on__isnull=True)

    def by_state(self, queryset, name, value):
        if value == "open":
            return queryset.open()
        if value == "closed":
            return queryset.closed()
        return queryset.held_by([unit.pk for unit in access.standing(self.request.user).units])


def filter_for(matter_model, base=MatterFilter):
    """Make the FilterSet of a kind of matter."""
    meta = type("Meta", (), {"model": matter_model, "fields": []})
    return type(f"{matter_model.__name__}Filter", (base,), {"Meta": meta})
