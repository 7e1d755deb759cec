"""Filters of the list of judicial suggestions."""

import django_filters
from django.db.models import Exists, OuterRef

from liaison.forms import MatterFilter
from liaison.models import Unit
from suggestions.models import Addressee, JudicialSuggestion, Kind
from suggestions.models.recurring import in_field


def recipients(request):
    """The addressees of the suggestions that the reader may see."""
    seen = JudicialSuggestion.objects.visible_to(request.user)
    return Unit.objects.filter(pk__in=seen.order_by().values("addressees__unit"))


def courts(request):
    """The courts that asked, of the suggestions that the reader may see."""
    seen = JudicialSuggestion.objects.visible_to(request.user).order_by()
    asked = Exists(seen.filter(initiator=OuterRef("pk")))
    return Unit.objects.filter(asked, kind=Unit.Kind.COURT)


class SuggestionFilter(MatterFilter):
    """Filters of the list: kind, recipient, year; only what the reader may see is on offer."""

    kind = django_filters.ChoiceFilter(label="种类", choices=Kind.choices, empty_label="全部种类")
    recipient = django_filters.ModelChoiceFilter(
        label="被建议单位",
        field_name="addressees__unit",
        queryset=recipients,
        empty_label="全部单位",
    )
    court = django_filters.ModelChoiceFilter(
        label="提出法院",
        field_name="initiator",
        queryset=Unit.objects.none(),
        empty_label="全部法院",
    )
    field_of_work = django_filters.CharFilter(label="治理领域", method="in_field", max_length=30)
    served = django_filters.ChoiceFilter(
        label="送达",
        method="by_service",
        choices=[("yes", "已送达"), ("no", "未送达")],
        empty_label="不限",
    )
    year = django_filters.ChoiceFilter(
        label="签发年度", field_name="signed_on__year", empty_label="全部年度"
    )

    class Meta:
        model = JudicialSuggestion
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        seen = JudicialSuggestion.objects.visible_to(self.request.user).order_by()
        found = set(seen.values_list("initiator", "signed_on__year").distinct())
        years = sorted({year for _, year in found if year}, reverse=True)
        self.filters["year"].extra["choices"] = [(year, f"{year}年") for year in years]
        courts = Unit.objects.courts().filter(pk__in={court for court, _ in found})
        self.filters["court"].queryset = courts

    def in_field(self, queryset, name, value):
        return in_field(queryset, value)

    def by_service(self, queryset, name, value):
        """Served or not: on the unit that is chosen beside it, else on any."""
        rows = Addressee.objects.filter(matter=OuterRef("pk"), served_on__isnull=False)
        if unit := self.form.cleaned_data["recipient"]:
            rows = rows.filter(unit=unit)
        return queryset.filter(Exists(rows) if value == "yes" else ~Exists(rows))
