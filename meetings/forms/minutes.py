"""Forms of a meeting's minutes: the text, the signatures, the issue."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Max

from liaison.forms import TransitionForm
from liaison.models import Seat, Unit
from liaison.redline import Redline
from liaison.uploads import UploadField
from meetings.drafting import drafted_body
from meetings.forms.base import DatedForm
from meetings.models import Countersignature, Minutes, MinutesCopy, MinutesRevision
from meetings.models.distribution import names_in, recipients


class MinutesForm(TransitionForm):
    """拟写纪要: plain text, pre-filled once; a save over a newer revision is refused.

    Then ``newer`` holds what the other one saved, ``theirs`` what that changed in the text from
    which both began, and ``sides`` how it differs from what was typed here. What was typed
    stays in the field, and is saved over the newer revision if it is sent again.
    """

    body = forms.CharField(
        label="纪要正文",
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 28, "class": "minutes-body"}),
        help_text="一行一段；段首写“一、”“（一）”“1.”“（1）”即成各级标题。出席、请假、列席按到会登记自动附在文后。",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)
    newer = theirs = sides = None

    def starting_values(self):
        minutes = self.matter.minutes_or_none
        if minutes:
            return {"body": minutes.body, "revision": minutes.revision}
        return {"body": drafted_body(self.matter), "revision": 0}

    def clean_body(self):
        return self.cleaned_data["body"].replace("\r\n", "\n").strip()

    def clean(self):
        cleaned = super().clean()
        if self.find_newer():
            raise ValidationError(
                f"{self.newer.editor}已在您编辑期间保存了第{self.newer.revision}稿，您的改动尚未保存。"
                "请对照两稿，把要保留的并入您的文本后再保存。",
                code="stale",
            )
        return cleaned

    def find_newer(self):
        """Say whether somebody saved a newer text than the one typed over here, and show it."""
        began = self.data.get("revision", "")
        kept = MinutesRevision.objects.filter(minutes__meeting=self.matter).select_related("editor")
        newest = kept.first()
        if not newest or not began.isdecimal() or int(began) >= newest.revision:
            return False
        base = kept.filter(revision=int(began)).first()
        typed = self.data.get("body", "")
        self.newer = newest
        self.theirs = Redline(base.body, newest.body) if base else None
        self.sides = Redline(newest.body, typed)
        self.data = self.data.copy()
        self.data["revision"] = str(newest.revision)
        return True


def minutes_of(meeting):
    """The meeting's minutes; blank ones as long as none are written, whoever may ask."""
    return meeting.minutes_or_none or Minutes(meeting=meeting)


class SendForm(DatedForm):
    """送会签: the day on which the text goes out."""

    def since(self):
        return self.matter.held_on, "召开日期"


class SignerForm(DatedForm):
    """What a co-chair's unit says on the minutes, on a day."""

    def since(self):
        return minutes_of(self.matter).sent_on, "送签日期"


class CountersignForm(SignerForm):
    """会签: of the very text on the page, told by its hash."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    comment = forms.CharField(
        label="会签意见",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="没有意见可以不写；要求修改文本的，请办理“退回修改”",
    )

    def starting_values(self):
        return super().starting_values() | {"sha256": minutes_of(self.matter).sha256}


class PaperSignatureForm(SignerForm):
    """登记纸质会签: which unit, who signed and when, and the scan of the signed page."""

    unit = forms.ModelChoiceField(label="会签单位", queryset=Unit.objects.none())
    post = forms.CharField(label="会签人职务", max_length=60)
    name = forms.CharField(label="会签人姓名", max_length=40)
    scan = UploadField(
        label="签字页扫描件", help_text="须是本页所列送签文本的签字件，PDF 或图片，不超过 20 MB"
    )
    comment = forms.CharField(
        label="会签意见", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    field_order = ["unit", "on", "post", "name", "scan", "comment"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asked = self.matter.asked_on_paper()
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=asked.values("unit"))
        self.fields["on"].label = "签字日期"

    def starting_values(self):
        values = super().starting_values() | {"sha256": minutes_of(self.matter).sha256}
        units = [row.unit_id for row in self.matter.asked_on_paper()]
        if len(units) != 1:
            return values
        seats = self.matter.committee.seats.current().filter(kind=Seat.Kind.CO_CHAIR, unit=units[0])
        titles = list(seats.values_list("title", flat=True))
        return values | {"unit": units[0], "post": titles[0] if len(titles) == 1 else ""}


class ReturnMinutesForm(SignerForm):
    """退回修改: what is to be changed."""

    reason = forms.CharField(
        label="修改意见", max_length=300, widget=forms.Textarea(attrs={"rows": 4})
    )


class IssueForm(DatedForm):
    """印发纪要: the day, and who gets it."""

    on = forms.DateField(label="印发日期")
    units = forms.ModelMultipleChoiceField(
        label="分送成员单位",
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="每个单位在系统内签收；全选时版记印“委员会各成员单位”，否则逐个列名",
    )
    others = forms.CharField(
        label="其他分送单位",
        max_length=300,
        required=False,
        help_text="单位之间用顿号隔开；由办公室登记纸面签收",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        members = [unit.pk for unit in recipients(self.matter.committee)]
        self.fields["units"].queryset = Unit.objects.filter(pk__in=members)
        self.fields["units"].initial = members

    def since(self):
        rows = Countersignature.objects.filter(minutes__meeting=self.matter).current()
        return rows.aggregate(last=Max("signed_on"))["last"], "会签日期"

    def clean_others(self):
        names = names_in(self.cleaned_data["others"])
        if long := next((name for name in names if len(name) > 60), None):
            raise ValidationError(f"单位名称太长：{long[:20]}…", code="long")
        return "、".join(names)

    def clean(self):
        cleaned = super().clean()
        cleaned["units"] = list(cleaned.get("units", []))
        return cleaned


class DeliveryForm(DatedForm):
    """登记纸面签收: which copy, who signed for it, on which day."""

    copy = forms.ModelChoiceField(label="签收单位", queryset=MinutesCopy.objects.none())
    name = forms.CharField(label="签收人", max_length=40)
    field_order = ["copy", "on", "name"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = MinutesCopy.objects.filter(minutes__meeting=self.matter)
        self.fields["copy"].queryset = rows.outstanding().on_paper().select_related("unit")
        self.fields["on"].label = "签收日期"

    def since(self):
        return minutes_of(self.matter).issued_on, "印发日期"


class CloseForm(DatedForm):
    """办结会议."""

    def since(self):
        return minutes_of(self.matter).issued_on, "印发日期"
