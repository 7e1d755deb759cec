"""What several forms of a meeting have in common: units, revisions, days."""

from django.core.exceptions import ValidationError

from liaison.days import check_day
from liaison.forms import DatedForm as BaseDatedForm
from liaison.forms import RowsMixin
from meetings.models.series import callable_units


class UnitsMixin(RowsMixin):
    """Rows whose units come from the meeting's committee, read once a request."""

    def units(self):
        return callable_units(self.matter.committee)

    def row_kwargs(self, name):
        if not hasattr(self, "_unit_kwargs"):
            units = self.units()
            choices = [(unit.pk, str(unit)) for unit in units]
            self._unit_kwargs = {"units": units, "unit_choices": choices}
        return self._unit_kwargs


class RevisionMixin:
    """A form that remembers on which state of the meeting's rows it was opened.

    Whoever comes second is told, keeps what was typed, and decides.
    """

    def clean(self):
        cleaned = super().clean()
        current = type(self.matter).objects.values_list("revision", flat=True)
        current = current.get(pk=self.matter.pk)
        if cleaned.get("revision", current) != current:
            self.data = self.data.copy()
            self.data["revision"] = current
            raise ValidationError(
                "在您打开本页之后，他人已更新会议登记。您填写的内容还在下面：请另开窗口核对会议页，"
                "补齐后再提交；再次提交以本页为准。",
                code="stale",
            )
        return cleaned


class DatedForm(BaseDatedForm):
    """A step with the day on which it was taken, not before what it follows."""

    def since(self):
        """The day before which it can't have been, and what happened on it."""
        return None, ""

    def check_on(self, on):
        check_day(on, *self.since())
