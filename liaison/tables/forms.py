"""The form with which a court hands a table in: whose it is, and the table."""

from django import forms

from liaison.forms import offer
from liaison.imports import TableField
from liaison.models import Committee, Membership, Unit


class CourtTableForm(forms.Form):
    """A table of one of ``courts``, for a committee in which it sits."""

    court = forms.ModelChoiceField(label="法院", queryset=Unit.objects.none())
    committee = forms.ModelChoiceField(label="所属委员会", queryset=Committee.objects.none())
    table = TableField(
        label="登记表",
        help_text="按模板填写的 xlsx，不超过 20 MB、2 万行",
        error_messages={"required": "请选择登记表"},
    )

    def __init__(self, *args, courts, **kwargs):
        super().__init__(*args, **kwargs)
        courts = Unit.objects.filter(pk__in=[court.pk for court in courts])
        for name, queryset in (("court", courts), ("committee", committees_of(courts))):
            offer(self.fields[name], queryset)

    def clean(self):
        cleaned = super().clean()
        court, committee = cleaned.get("court"), cleaned.get("committee")
        if court and committee and committee not in committees_of([court]):
            self.add_error("committee", "该法院不是这个委员会的成员单位")
        return cleaned


def committees_of(courts):
    """The committees in which these courts sit today."""
    seats = Membership.objects.current().filter(unit__in=courts)
    return Committee.objects.filter(pk__in=seats.values("committee"))
