"""Rows under the forms of a meeting: venues, agenda, attendance, decisions."""

from django import forms

from liaison.uploads import UploadField
from meetings.models import AgendaItem, Attendance

OWN_UNIT = "不在名单里的单位写在“其他单位名称”里"


def offer(field, queryset, choices):
    """Let a field choose from ``queryset``; its options are read once for all rows of a table."""
    field.queryset = queryset
    blank = [] if isinstance(field, forms.ModelMultipleChoiceField) else [("", "请选择")]
    field.choices = [*blank, *choices]


class UnitRow(forms.Form):
    """A row that names units: all fields in ``unit_fields`` choose from the committee's."""

    unit_fields = ("unit",)

    def __init__(self, *args, units, unit_choices, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.unit_fields:
            offer(self.fields[name], units, unit_choices)

    def require_unit(self, cleaned):
        """One unit, either chosen or written out."""
        if cleaned.get("unit") and cleaned.get("other_unit"):
            self.add_error("other_unit", "已经选择了单位，不必再写")
        elif not cleaned.get("unit") and not cleaned.get("other_unit"):
            self.add_error("unit", "请选择单位，或者写明其他单位名称")


class KeptRow(UnitRow):
    """A row that may be one kept already: its id says which."""

    id = forms.IntegerField(widget=forms.HiddenInput, required=False)


class VenueRow(KeptRow):
    unit_fields = ("host",)

    name = forms.CharField(label="会场名称", max_length=60)
    is_main = forms.BooleanField(label="主会场", required=False)
    host = forms.ModelChoiceField(queryset=None, label="承办单位", required=False)
    room = forms.ModelChoiceField(
        queryset=None, label="会议室", required=False, help_text="选了即占用，别的会不能再用"
    )
    place = forms.CharField(
        label="地点", max_length=100, required=False, help_text="没有登记的会议室，写在这里"
    )

    def __init__(self, *args, rooms, **kwargs):
        super().__init__(*args, **kwargs)
        offer(self.fields["room"], *rooms)


class OrderedRow(KeptRow):
    """A row that says where it stands; on a page with scripts it is moved."""

    order = forms.IntegerField(
        label="次序", min_value=1, max_value=200, required=False, help_text="留空排在最后"
    )


class AgendaRow(OrderedRow):
    source = forms.CharField(widget=forms.HiddenInput, required=False, max_length=30)
    title = forms.CharField(label="议题", max_length=120)
    kind = forms.ChoiceField(
        label="方式", choices=AgendaItem.Kind.choices, initial=AgendaItem.Kind.SPEECH
    )
    unit = forms.ModelChoiceField(queryset=None, label="单位", required=False)
    other_unit = forms.CharField(
        label="其他单位名称", max_length=60, required=False, help_text=OWN_UNIT
    )
    post = forms.CharField(label="职务", max_length=60, required=False)
    name = forms.CharField(label="姓名", max_length=40, required=False)
    document_title = forms.CharField(label="文件名称", max_length=120, required=False)
    minutes = forms.IntegerField(
        label="预计用时（分钟）", min_value=1, max_value=600, required=False
    )

    def clean(self):
        cleaned = super().clean()
        self.require_unit(cleaned)
        return cleaned


class AttendanceRow(OrderedRow):
    venue = forms.ModelChoiceField(queryset=None, label="会场")
    presence = forms.ChoiceField(
        label="到会", choices=Attendance.Presence.choices, initial=Attendance.Presence.PRESENT
    )
    unit = forms.ModelChoiceField(queryset=None, label="单位", required=False)
    other_unit = forms.CharField(
        label="其他单位名称", max_length=60, required=False, help_text=OWN_UNIT
    )
    post = forms.CharField(label="职务", max_length=60, required=False)
    name = forms.CharField(
        label="姓名", max_length=60, required=False, help_text="不逐一列名的，写“等五人”之类"
    )
    leave_reason = forms.CharField(label="请假事由", max_length=100, required=False)
    substitute_for = forms.CharField(label="代谁参会", max_length=60, required=False)

    def __init__(self, *args, venues, venue_choices, **kwargs):
        super().__init__(*args, **kwargs)
        offer(self.fields["venue"], venues, venue_choices)

    def clean(self):
        cleaned = super().clean()
        self.require_unit(cleaned)
        if not cleaned.get("post") and not cleaned.get("name"):
            self.add_error("post", "职务和姓名至少写一项")
        check_leave(self, cleaned)
        return cleaned


class PersonRow(forms.Form):
    """Somebody of a unit who comes, sits in, or asks for leave (回执)."""

    PRESENCE = [choice for choice in Attendance.Presence.choices if choice[0] != "absent"]

    presence = forms.ChoiceField(
        label="参会", choices=PRESENCE, initial=Attendance.Presence.PRESENT
    )
    venue = forms.ModelChoiceField(queryset=None, label="会场")
    post = forms.CharField(label="职务", max_length=60)
    name = forms.CharField(label="姓名", max_length=60)
    substitute_for = forms.CharField(
        label="代谁参会", max_length=60, required=False, help_text="代会的，写明代哪位领导"
    )
    leave_reason = forms.CharField(label="请假事由", max_length=100, required=False)

    def __init__(self, *args, venues, venue_choices, **kwargs):
        super().__init__(*args, **kwargs)
        offer(self.fields["venue"], venues, venue_choices)

    def clean(self):
        cleaned = super().clean()
        check_leave(self, cleaned)
        return cleaned


def check_leave(row, cleaned):
    """Leave has its reason, and nothing else has."""
    on_leave = cleaned.get("presence") == Attendance.Presence.ON_LEAVE
    if on_leave and not cleaned.get("leave_reason"):
        row.add_error("leave_reason", "请写明请假事由")
    if not on_leave and cleaned.get("leave_reason"):
        row.add_error("leave_reason", "没有请假，不必写事由")


class PaperRow(forms.Form):
    """One paper that is handed in with a topic."""

    paper = UploadField(label="材料", required=False)


class DecisionRow(UnitRow):
    unit_fields = ("lead", "assisting")

    title = forms.CharField(label="议定事项", max_length=100)
    content = forms.CharField(
        label="具体要求",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    lead = forms.ModelChoiceField(queryset=None, label="牵头单位")
    assisting = forms.ModelMultipleChoiceField(
        queryset=None,
        label="配合单位",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    due_on = forms.DateField(label="办结期限")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("lead") and cleaned["lead"] in cleaned.get("assisting", ()):
            self.add_error("assisting", "牵头单位不能同时是配合单位")
        return cleaned


def rows(form, extra):
    """A table of ``form``, with ``extra`` empty rows to start with."""
    return forms.formset_factory(
        form, extra=extra, can_delete=True, max_num=200, absolute_max=250, validate_max=True
    )


VenueRows = rows(VenueRow, 2)
AgendaRows = rows(AgendaRow, 2)
AttendanceRows = rows(AttendanceRow, 2)
DecisionRows = rows(DecisionRow, 2)
PeopleRows = rows(PersonRow, 1)
PaperRows = rows(PaperRow, 2)


def ordered(rows):
    """Put rows into the order typed; those without one keep their place at the end."""
    kept = sorted(rows, key=lambda row: row["order"] or 1000)
    return [{name: row[name] for name in row if name != "order"} for row in kept]
