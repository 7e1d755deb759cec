"""What the pages of figures are asked for: a span of days, a court, how the answers stand."""

from django import forms
from django.utils import timezone

from liaison import access
from liaison.forms import SpanForm
from liaison.models import Role, Unit
from suggestions.filters import courts, recipients
from suggestions.models import Kind, Timeliness

EARLIEST = 2015
"""The first year that a yearly account is offered for."""


class FiguresForm(SpanForm):
    """统计期间, of one court or of all whose suggestions the reader may see."""

    court = forms.ModelChoiceField(
        label="提出法院", queryset=Unit.objects.none(), required=False, empty_label="全部法院"
    )

    def __init__(self, data, *, request):
        super().__init__(data)
        self.fields["court"].queryset = courts(request)

    def chosen(self, name):
        """What was chosen in the field ``name``; None where nothing was, or nothing sensible."""
        return getattr(self, "cleaned_data", {}).get(name) or None


class AnswersForm(FiguresForm):
    """Which of the letters that fell due are to be listed (答复明细)."""

    recipient = forms.ModelChoiceField(
        label="被建议单位", queryset=Unit.objects.none(), required=False, empty_label="全部单位"
    )
    kind = forms.ChoiceField(
        label="种类", choices=[("", "全部种类"), *Kind.choices], required=False
    )
    answer = forms.ChoiceField(
        label="答复情况", choices=[("", "全部"), *Timeliness.choices], required=False
    )

    def __init__(self, data, *, request):
        super().__init__(data, request=request)
        self.fields["recipient"].queryset = recipients(request)

    def kept(self, rows):
        """Keep what was asked for of ``rows`` (``fallen_due``)."""
        names = {"court": "matter__initiator", "recipient": "unit", "kind": "matter__kind"}
        for name, column in names.items():
            if value := self.chosen(name):
                rows = rows.filter(**{column: value})
        return rows.answered(how) if (how := self.chosen("answer")) else rows


def own_courts(user):
    """The courts in whose name ``user`` works today."""
    staff = {Role.COURT_CLERK, Role.COURT_LEADER}
    posts = [post for post in access.standing(user).posts if post.role in staff]
    return Unit.objects.filter(pk__in=[post.unit_id for post in posts], kind=Unit.Kind.COURT)


class AccountForm(forms.Form):
    """年度报告: of one of the reader's own courts, and of which year."""

    court = forms.ModelChoiceField(label="法院", queryset=Unit.objects.none(), empty_label=None)
    year = forms.TypedChoiceField(label="年度", coerce=int)

    def __init__(self, data, *, user):
        this_year = timezone.localdate().year
        own = own_courts(user)
        super().__init__(data or None, initial={"year": this_year, "court": own.first()})
        self.fields["court"].queryset = own
        self.fields["year"].choices = [
            (year, f"{year}年") for year in range(this_year, EARLIEST - 1, -1)
        ]
