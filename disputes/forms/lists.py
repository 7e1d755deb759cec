"""The filter of the list of disputes."""

import django_filters

from disputes.models import BENCH_NOTES, Dispute, committees_of, members_of
from liaison import access
from liaison.forms import MatterFilter, filter_for


class DisputeFilter(MatterFilter):
    """Filters of the list of disputes."""

    field = django_filters.ChoiceFilter(
        label="领域", choices=Dispute.Field.choices, empty_label="全部领域"
    )
    stage = django_filters.ChoiceFilter(
        label="阶段", choices=Dispute.Stage.choices, empty_label="全部阶段"
    )
    bench = django_filters.ChoiceFilter(
        label="主持化解",
        method="by_bench",
        choices=[(note, note) for note in BENCH_NOTES],
        empty_label="全部",
    )
    respondent = django_filters.ModelChoiceFilter(
        label="被申请机关",
        queryset=lambda request: respondents_for(request.user),
        empty_label="全部机关",
    )

    def by_bench(self, queryset, name, value):
        return queryset.noted(value)


def respondents_for(user):
    """The agencies of the committees in which the reader's units are: no others are named."""
    units = [unit.pk for unit in access.standing(user).units]
    return members_of(committees_of(units)).agencies()


DisputeFilterSet = filter_for(Dispute, DisputeFilter)
