"""Filters of the list of judicial suggestions."""

import django_filters

from liaison.forms import MatterFilter
from liaison.models import Unit
from suggestions.models import JudicialSuggestion, Kind


def recipients(request):
    """The addressees of the suggestions that the reader may see."""
    seen = JudicialSuggestion.objects.visible_to(request.user)
    return Unit.objects.filter(pk__in=seen.order_by().values("addressees__unit"))


class SuggestionFilter(MatterFilter):
    """Filters of the list: kind, recipient, year; only what the reader may see is on offer."""

    kind = django_filters.ChoiceFilter(label="种类", choices=Kind.choices, empty_label="全部种类")
    recipient = django_filters.ModelChoiceFilter(
        label="被建议单位",
        field_name="addressees__unit",
        queryset=recipients,
        empty_label="全部单位",
    )
    year = django_filters.ChoiceFilter(
        label="签发年度", field_name="signed_on__year", empty_label="全部年度"
    )

    class Meta:
        model = JudicialSuggestion
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        signed = JudicialSuggestion.objects.visible_to(self.request.user)
        years = signed.filter(signed_on__isnull=False).dates("signed_on", "year", order="DESC")
        self.filters["year"].extra["choices"] = [(day.year, f"{day.year}年") for day in years]
