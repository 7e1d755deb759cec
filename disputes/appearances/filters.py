"""Filters of the list of lawsuits, in its address."""

import django_filters

from disputes.appearances.models import Instance, Lawsuit, Result
from disputes.models import ActKind
from liaison.forms import MatterFilter


class LawsuitFilter(MatterFilter):
    """By instance, kind of act and result, beside what all matters are filtered by."""

    instance = django_filters.ChoiceFilter(
        label="审级", choices=Instance.choices, empty_label="全部审级"
    )
    act_kind = django_filters.ChoiceFilter(
        label="行政行为", choices=ActKind.choices, empty_label="全部行为"
    )
    result = django_filters.ChoiceFilter(
        label="裁判结果", choices=Result.choices, empty_label="全部结果"
    )

    class Meta:
        model = Lawsuit
        fields = []
