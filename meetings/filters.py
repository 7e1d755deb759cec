"""Filters of the lists of meetings and of resolved items."""

import django_filters

from liaison.forms import MatterFilter
from liaison.models import Unit
from meetings.models import JointMeeting, ResolvedItem


class MeetingFilter(MatterFilter):
    """Meetings have no due date of their own: sorted by their day."""

    kind = django_filters.ChoiceFilter(
        label="类别", choices=JointMeeting.Kind.choices, empty_label="全部类别"
    )
    sort = django_filters.OrderingFilter(
        label="排序",
        fields={"starts_at": "starts", "number": "number"},
        field_labels={"starts_at": "开会时间", "number": "编号"},
        empty_label="最新登记在前",
    )
    due = None

    class Meta:
        model = JointMeeting
        fields = []


class ItemFilter(MatterFilter):
    """The ledger by lead unit: only units that lead an item which the reader may see."""

    lead = django_filters.ModelChoiceFilter(
        label="牵头单位", queryset=Unit.objects.none(), empty_label="全部单位"
    )
    first = django_filters.DateFilter(label="期限从", method="by_last_day")
    last = django_filters.DateFilter(label="期限到", method="by_last_day")

    class Meta:
        model = ResolvedItem
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        seen = ResolvedItem.objects.visible_to(self.request.user)
        self.filters["lead"].queryset = Unit.objects.filter(pk__in=seen.values("lead"))

    def by_last_day(self, queryset, name, value):
        """By the last day of the clock, which what is done keeps."""
        bound = {"first": "last_day__gte", "last": "last_day__lte"}[name]
        return queryset.with_clock().filter(**{bound: value})
