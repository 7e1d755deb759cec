"""Choosing mediators, disclosure, recusal."""

from django import forms
from django.core.exceptions import ValidationError

from disputes.forms.fields import DatedForm, long_text
from disputes.models import (
    LATER_ROLES,
    Dispute,
    Mediator,
    Recusal,
    check_mediator,
    mediators_of,
    standing_back,
)
from liaison.forms import TransitionForm
from liaison.models import User
from liaison.uploads import UploadField

NOBODY = "名册中没有可以选定的调解员，请先由委员会办公室登记"


def worded(entry):
    """An entry of the register as the choice shows it: 王若谷（律师，擅长征收拆迁，在办 3 件）."""
    fields = "、".join(Dispute.Field(each).label for each in entry.fields)
    facts = [entry.get_kind_display(), f"擅长{fields}" if fields else "", f"在办 {entry.load} 件"]
    if entry.standing != Mediator.Standing.GOOD:
        facts.append(f"受过{entry.get_standing_display()}")
    return f"{entry.user}（{'，'.join(filter(None, facts))}）"


def left_out(why):
    """Say who of the register is not offered, and why: 应当回避而未列出：李四（现任职于…）."""
    people = User.objects.filter(pk__in=why).order_by("pk")
    return "、".join(f"{person}（{why[person.pk]}）" for person in people)


def offer(form, names, blank="请选择"):
    """Let fields choose from the centre's register: those fit for the field first, then by load.

    Who must stand back is left out, and named with the reason under the choice.
    """
    dispute = form.matter
    entries = {entry.user_id: entry for entry in Mediator.objects.for_choice(dispute)}
    why = {ident: word for ident, word in standing_back(dispute).items() if ident in entries}
    choices = [(ident, worded(entry)) for ident, entry in entries.items() if ident not in why]
    for name in names:
        field = form.fields[name]
        field.queryset = mediators_of(dispute.centre).exclude(pk__in=why)
        several = isinstance(field, forms.ModelMultipleChoiceField)
        field.choices = choices if several else [("", blank), *choices]
    first = form.fields[names[0]]
    notes = [first.help_text, "" if choices else NOBODY]
    notes += [f"应当回避而未列出：{left_out(why)}"] if why else []
    first.help_text = "；".join(filter(None, notes))


class MediatorForm(TransitionForm):
    """Naming one mediator, who serves on the register and need not stand back."""

    mediator = forms.ModelChoiceField(label="调解员", queryset=None)

    def clean_mediator(self):
        mediator = self.cleaned_data["mediator"]
        check_mediator(mediator, self.matter)
        return mediator


class PanelForm(DatedForm):
    """One mediator or several, one of whom presides."""

    mediators = forms.ModelMultipleChoiceField(
        label="调解员", queryset=None, widget=forms.CheckboxSelectMultiple
    )
    presides = forms.ModelChoiceField(
        label="主持人",
        queryset=None,
        required=False,
        help_text="由多名调解员调解的，须指定一人主持",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mediators"].help_text = LATER_ROLES
        offer(self, ["mediators", "presides"], blank="只有一名调解员")

    def starting_values(self):
        bench = [seat.mediator_id for seat in self.matter.bench]
        presides = bench[0] if len(bench) > 1 else None
        return super().starting_values() | {"mediators": bench, "presides": presides}

    def clean_mediators(self):
        mediators = list(self.cleaned_data["mediators"])
        for mediator in mediators:
            check_mediator(mediator, self.matter)
        return mediators

    def clean(self):
        cleaned = super().clean()
        mediators, presides = cleaned.get("mediators") or [], cleaned.get("presides")
        if len(mediators) > 1 and presides not in mediators:
            self.add_error("presides", "由多名调解员调解的，请从所选调解员中指定一人主持")
        elif len(mediators) == 1 and presides and presides not in mediators:
            self.add_error("presides", "主持人不在所选调解员中")
        return cleaned


class ChooseForm(PanelForm):
    """登记共同选定调解员."""

    upload = UploadField(label="选定意见", required=False, help_text="各方签字的选定意见")


class AppointForm(PanelForm):
    """指定、更换调解员."""

    reason = forms.CharField(
        label="原因", max_length=300, required=False, help_text="更换调解员的，须写明原因"
    )

    def clean(self):
        cleaned = super().clean()
        now = {seat.mediator_id for seat in self.matter.bench}
        dropped = now - {mediator.pk for mediator in cleaned.get("mediators") or []}
        if "mediators" in cleaned and dropped and not cleaned.get("reason"):
            self.add_error("reason", "更换调解员的，请写明原因")
        return cleaned


class SeatForm(DatedForm):
    """A step on one place of the panel."""

    appointment = forms.ModelChoiceField(label="调解员", queryset=None, empty_label=None)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["appointment"]
        field.queryset = self.seats().select_related("mediator")
        if len(field.queryset) == 1:
            field.initial = field.queryset[0].pk

    def seats(self):
        return self.matter.panel.sitting()


class MoreForm(SeatForm):
    """补充披露: a mediator for themself, the centre for whoever signed on paper."""

    disclosure = long_text(
        "披露事项",
        2000,
        rows=4,
        help_text="是一方当事人或者其代理人近亲属的，与争议有利害关系的，与当事人、代理人有其他关系的",
    )
    upload = UploadField(label="签字的披露声明", required=False)

    disclosed = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_centres:
            self.fields["upload"].help_text = "由中心代为登记的必须上传"
        else:
            self.fields["appointment"].widget = forms.HiddenInput()

    @property
    def is_centres(self):
        return "handle" in self.matter.verbs_of(self.actor)

    def seats(self):
        seats = super().seats().filter(disclosed_on__isnull=not self.disclosed)
        return seats if self.is_centres else seats.filter(mediator=self.actor)


class DiscloseForm(MoreForm):
    """调解员披露."""

    found = forms.ChoiceField(
        label="披露",
        choices=[("no", "没有需要披露的事项"), ("yes", "有下列事项")],
        widget=forms.RadioSelect,
    )

    field_order = ["on", "appointment", "found", "disclosure"]
    disclosed = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["disclosure"].required = False

    def clean(self):
        cleaned = super().clean()
        found, said = cleaned.pop("found", ""), cleaned.get("disclosure")
        if found == "yes" and not said and "disclosure" not in self.errors:
            self.add_error("disclosure", "请写明披露的事项")
        if found == "no" and said:
            self.add_error("found", "已经写了披露事项，请选“有下列事项”")
        return cleaned


class KeepForm(SeatForm):
    """登记当事人同意继续调解."""

    note = forms.CharField(label="说明", max_length=300, help_text="哪些当事人、以什么方式表示同意")
    upload = UploadField(label="各方签字的同意书", required=False)

    def seats(self):
        return super().seats().exclude(disclosure="").filter(kept_on__isnull=True)


class RecusalForm(SeatForm):
    """登记回避申请."""

    side = forms.ChoiceField(label="提出人")
    reason = long_text("理由", 1000, rows=4)
    upload = UploadField(label="回避申请书", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["side"]
        sides = self.matter.sides_of(self.actor)
        field.choices = [choice for choice in Recusal.Side.choices if choice[0] in sides]
        if len(sides) == 1:
            field.initial, field.widget = sides[0], forms.HiddenInput()

    def seats(self):
        seats, sides = super().seats(), self.matter.sides_of(self.actor)
        return seats.filter(mediator=self.actor) if sides == [Recusal.Side.MEDIATOR] else seats


class DecideForm(DatedForm):
    """决定回避."""

    recusal = forms.ModelChoiceField(label="申请", queryset=None, empty_label=None)
    granted = forms.TypedChoiceField(
        label="决定",
        choices=[("yes", "准予回避"), ("no", "驳回申请")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    decision = long_text("理由", 1000, rows=4, required=False, help_text="驳回申请的必须写明")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        pending = Recusal.objects.filter(
            appointment__dispute=self.matter,
            appointment__ended_on__isnull=True,
            granted__isnull=True,
        )
        self.fields["recusal"].queryset = pending.select_related("appointment__mediator")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("granted") is False and not cleaned.get("decision"):
            self.add_error("decision", "驳回申请的，请写明理由")
        return cleaned

    def clean_recusal(self):
        recusal = self.cleaned_data["recusal"]
        on = self.cleaned_data.get("on")
        if on and on < recusal.requested_on:
            raise ValidationError("决定日期不能早于提出日期", code="too_early")
        return recusal
