"""What the pages of figures are asked for: days, committee, court, instance, and which policy."""

from django import forms

from disputes.appearances.models import Instance, RatePolicy
from disputes.appearances.models.figures import (
    BY_COURT,
    BY_INSTANCE,
    BY_UNIT,
    committees_of,
    courts_for,
)
from disputes.appearances.models.policies import built_in
from liaison.forms import SpanForm
from liaison.models import Unit


class FiguresForm(SpanForm):
    """统计期间, in one committee; of a court or an instance; by the policy in force or another."""

    committee = forms.ModelChoiceField(label="委员会", queryset=None, required=False)
    court = forms.ModelChoiceField(
        label="法院", queryset=Unit.objects.none(), required=False, empty_label="全部法院"
    )
    instance = forms.ChoiceField(
        label="审级", choices=[("", "全部审级"), *Instance.choices], required=False
    )
    policy = forms.ChoiceField(label="统计口径", required=False)
    compare = forms.ChoiceField(label="对照口径", required=False)

    KEPT = (("court", BY_COURT), ("instance", BY_INSTANCE))

    def __init__(self, data, *, user):
        super().__init__(data)
        if self.is_bound:  # an address may ask for no more than an order
            self.data = self.data.copy()
            for name, day in self.initial.items():
                self.data.setdefault(name, day.isoformat())
        known = list(committees_of(user))
        asked = str(self.data.get("committee", ""))
        own = [each for each in known if str(each.pk) == asked] or known[:1]
        self.committee = own[0] if own else None
        self._offer(known, user)

    def _offer(self, known, user):
        """Offer what there is to choose: a committee only where the reader has several."""
        versions = RatePolicy.objects.filter(committee=self.committee)
        self.versions = {str(each.ident): each for each in (*versions, built_in(self.committee))}
        choices = [(ident, said(each)) for ident, each in self.versions.items()]
        self.fields["policy"].choices = [("", "期末施行的口径"), *choices]
        self.fields["compare"].choices = [("", "不对照"), *choices]
        if self.committee:
            self.fields["court"].queryset = courts_for(user, self.committee)
        if len(known) > 1:
            pks = [each.pk for each in known]
            self.fields["committee"].queryset = type(known[0]).objects.filter(pk__in=pks)
            self.fields["committee"].empty_label = None
        else:
            del self.fields["committee"]

    def chosen(self, name):
        """What was chosen in the field ``name``; None where nothing was, or nothing sensible."""
        return getattr(self, "cleaned_data", {}).get(name) or None

    @property
    def version(self):
        """By which policy is counted: the one that was chosen, else that in force at the end."""
        chosen = self.versions.get(self.chosen("policy"))
        return chosen or self.in_force(self.span.last)

    @property
    def other(self):
        """The version that is to be compared with; None where none was chosen."""
        return self.versions.get(self.chosen("compare"))

    def in_force(self, on):
        found = [each for each in self.versions.values() if each.holds_on(on)]
        return found[0] if found else built_in(self.committee)

    @property
    def has_changed(self):
        """Whether another version was in force at the beginning of the span."""
        first, last = self.in_force(self.span.first), self.in_force(self.span.last)
        return first.ident != last.ident

    def kept(self, rows):
        """Keep of ``rows`` (``SuedAgency``) what was asked for."""
        for name, column in self.KEPT:
            if value := self.chosen(name):
                rows = rows.filter(**{column: getattr(value, "pk", value)})
        return rows


class AgenciesForm(FiguresForm):
    """Which of the agencies in lawsuits that are counted are to be listed (出庭明细)."""

    WHAT = (
        ("", "全部应当出庭"),
        ("appeared", "负责人出庭"),
        ("absent", "负责人未出庭"),
        ("chief", "正职出庭"),
        ("spoke", "出庭并发言"),
    )
    CONDITIONS = {
        "appeared": {"counts": True},
        "absent": {"counts": False},
        "chief": {"by_chief": True},
        "spoke": {"said": True},
    }

    what = forms.ChoiceField(label="出庭情况", choices=WHAT, required=False)
    unit = forms.IntegerField(required=False, widget=forms.HiddenInput)

    KEPT = (*FiguresForm.KEPT, ("unit", BY_UNIT))

    def __init__(self, data, *, user):
        super().__init__(data, user=user)
        del self.fields["compare"]

    def kept(self, rows):
        rows = self.version.judged(super().kept(rows))
        return rows.filter(**self.CONDITIONS.get(self.chosen("what"), {}))


def said(policy):
    """A version as it is offered: its name and from when it holds."""
    if policy.is_built_in:
        return policy.name
    until = f"至{policy.valid_to:%Y-%m-%d}" if policy.valid_to else "起"
    return f"{policy.name}（{policy.valid_from:%Y-%m-%d}{until}）"
