"""The clock's lists: published years, days off, and the rules of the periods with their versions.

The calendar is changed in one place only: a year's arrangement is entered, the open deadlines it
would move are shown, and a person confirms.
"""

from hashlib import sha256
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import (
    AdminDateWidget,
    AdminTextareaWidget,
    AdminTextInputWidget,
)
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from liaison.admin.matters import ReadOnlyAdmin
from liaison.clock import calendars
from liaison.clock.arrangements import Arrangement, ArrangementError, as_text, parse_days
from liaison.clock.workings import WEEKDAYS
from liaison.models import CalendarDay, CalendarYear, DeadlineRule
from liaison.workdays import Unit

SHOWN = 500
"""Moves that the page lists; of more it only says how many."""


class ArrangementForm(forms.Form):
    """A year's days off and make-up days, as lines or as the JSON of holiday-cn."""

    year = forms.IntegerField(label="年份", min_value=2004, max_value=2099)
    source = forms.CharField(
        label="依据",
        max_length=200,
        widget=AdminTextInputWidget,
        help_text="如：国务院办公厅关于2027年部分节假日安排的通知",
    )
    published_on = forms.DateField(label="发布日期", required=False, widget=AdminDateWidget)
    days = forms.CharField(
        label="放假与调休上班",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "cols": 40, "class": "vLargeTextField"}),
        help_text=(
            "每行一天：2027-02-07 休 春节，或 2027-02-06 班 春节调休上班。"
            "也可粘贴 holiday-cn 的 JSON。"
        ),
    )

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            try:
                days = parse_days(cleaned["days"], cleaned["year"])
            except ArrangementError as error:
                raise ValidationError({"days": list(error.messages)}) from None
            self.arrangement = Arrangement(
                cleaned["year"], days, cleaned["source"], cleaned["published_on"]
            )
        return cleaned


@admin.register(CalendarYear)
class CalendarYearAdmin(ReadOnlyAdmin):
    """Published years; "公布放假安排" adds one, or corrects one."""

    list_display = ["year", "source", "published_on", "correct"]
    change_list_template = "admin/liaison/calendaryear/change_list.html"

    @admin.display(description="")
    def correct(self, year):
        address = reverse("admin:liaison_calendaryear_publish")
        return format_html('<a href="{}?year={}">查看或更正</a>', address, year.year)

    def get_urls(self):
        publish = self.admin_site.admin_view(self.publish_view)
        return [path("publish/", publish, name="liaison_calendaryear_publish"), *super().get_urls()]

    def may_publish(self, request):
        """The office's own right, held with those to edit the two tables."""
        return request.user.has_perms(["liaison.change_calendarday", "liaison.add_calendaryear"])

    def changelist_view(self, request, extra_context=None):
        context = {"may_publish": self.may_publish(request)} | (extra_context or {})
        return super().changelist_view(request, context)

    def publish_view(self, request):
        """Enter an arrangement, see what it moves, confirm: three looks at one page."""
        if not self.may_publish(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._page(request, ArrangementForm(initial=self._initial(request)))
        form = ArrangementForm(request.POST)
        if not form.is_valid():
            return self._page(request, form)
        moves = calendars.recompute_preview(form.arrangement)
        seen = _digest(moves)
        if request.POST.get("seen") == seen:
            moved = calendars.adopt(form.arrangement, actor=request.user)
            year = form.arrangement.year
            messages.success(request, f"已公布{year}年放假安排，{moved}个期限的期满日随之改动")
            return redirect("admin:liaison_calendaryear_changelist")
        if request.POST.get("seen"):
            messages.warning(request, "您查看期间又有期限变动，请再看一遍后确认")
        return self._page(request, form, moves=moves, seen=seen)

    def _initial(self, request):
        """The year asked for as it stands, else the next one, from the package if it knows it."""
        last = CalendarYear.objects.order_by("-year").values_list("year", flat=True).first()
        text = request.GET.get("year", "")
        year = int(text) if text.isdecimal() and len(text) == 4 else None
        year = year or (last + 1 if last else timezone.localdate().year)
        arrangement = calendars.arrangement_of(year)
        if not arrangement.days:
            try:
                arrangement = calendars.arrangement_from_package(year)
            except ArrangementError:
                return {"year": year}
        return {
            "year": year,
            "source": arrangement.source,
            "published_on": arrangement.published_on,
            "days": as_text(arrangement.days),
        }

    def _page(self, request, form, moves=None, seen=None):
        moves_told = calendars.told(moves or ())
        changes = [move for move in moves_told if move.moves]
        context = self.admin_site.each_context(request) | {
            "title": "公布放假安排",
            "opts": self.model._meta,
            "form": form,
            "media": self.media + form.media,
            "previewed": moves is not None,
            "seen": seen,
            "moves": changes[:SHOWN],
            "more": max(0, len(changes) - SHOWN),
            "count": len(changes),
            "settled": len(moves_told) - len(changes),
        }
        return render(request, "admin/liaison/calendaryear/publish.html", context)


@admin.register(CalendarDay)
class CalendarDayAdmin(ReadOnlyAdmin):
    """The days that differ from the ordinary week; changed by publishing their year again."""

    list_display = ["day", "weekday", "mark", "name", "source"]
    list_filter = ["working"]
    search_fields = ["name"]
    date_hierarchy = "day"
    ordering = ["-day"]

    @admin.display(description="星期")
    def weekday(self, row):
        return f"周{WEEKDAYS[row.day.weekday()]}"

    @admin.display(description="班休", ordering="working")
    def mark(self, row):
        return "班" if row.working else "休"


class DeadlineRuleForm(forms.ModelForm):
    extension_unit = forms.ChoiceField(
        label="延长单位",
        required=False,
        choices=[("", "同期间单位"), *((unit.value, unit.label) for unit in Unit)],
    )

    class Meta:
        help_texts = {
            "length": "0 为逐案确定期满日",
            "extendable_by": "累计最多延长多少；写明延长条件而此处为 0 的，没有上限",
            "tiers": "以逗号分隔，期满前为正，期满日为 0，逾期为负",
        }
        widgets = {
            "extension_note": AdminTextareaWidget(attrs={"rows": 2}),
            "effect_if_late": AdminTextareaWidget(attrs={"rows": 2}),
            "note": AdminTextareaWidget(attrs={"rows": 3}),
        }

    def clean(self):
        """Say what can't be: a period beyond reckoning, an end before the beginning, a twin."""
        cleaned = super().clean()
        length, unit = cleaned.get("length"), cleaned.get("unit")
        if length and unit and length > Unit(unit).longest:
            self.add_error("length", f"最长{Unit(unit).longest}{Unit(unit).label}")
        valid_from, valid_to = cleaned.get("valid_from"), cleaned.get("valid_to")
        if valid_from and valid_to and valid_to < valid_from:
            self.add_error("valid_to", "失效日期不能早于施行日期")
        twins = DeadlineRule.objects.filter(code=cleaned.get("code"), valid_from=valid_from)
        if valid_from and twins.exclude(pk=self.instance.pk).exists():
            self.add_error("valid_from", "该代码已有同日施行的版本")
        return cleaned


@admin.register(DeadlineRule)
class DeadlineRuleAdmin(admin.ModelAdmin):
    """Statutes and local rules as data; a change of the law is a further version.

    What a running deadline was computed from can't be changed under it: once a version is in
    use, only its words and its reminder days can.
    """

    form = DeadlineRuleForm
    list_display = ["code", "name", "law", "article", "period_text", "valid_from", "valid_to"]
    list_filter = ["law", "unit", "verified"]
    search_fields = ["code", "name", "law", "trigger"]
    readonly_fields = ["new_version"]
    fields = [
        "new_version",
        "code",
        "name",
        ("law", "article"),
        "trigger",
        ("length", "unit"),
        ("direction", "roll"),
        ("extendable_by", "extension_unit"),
        "extension_note",
        "effect_if_late",
        "tiers",
        "note",
        "verified",
        ("valid_from", "valid_to"),
    ]
    FIXED_ONCE_USED = (
        "code",
        "law",
        "article",
        "trigger",
        "length",
        "unit",
        "direction",
        "roll",
        "extendable_by",
        "extension_unit",
        "valid_from",
    )
    CARRIED_OVER = (*FIXED_ONCE_USED[:-1], "name", "extension_note", "effect_if_late", "note")

    @admin.display(description="期间")
    def period_text(self, rule):
        return f"{rule.get_direction_display()}{rule.length}{rule.get_unit_display()}"

    @admin.display(description="新版本")
    def new_version(self, rule):
        if not rule or not rule.pk:
            return "—"
        carried = {name: getattr(rule, name) for name in self.CARRIED_OVER}
        carried["tiers"] = ",".join(map(str, rule.tiers))
        address = reverse("admin:liaison_deadlinerule_add")
        return format_html('<a href="{}?{}">以此为底新增版本</a>', address, urlencode(carried))

    def get_readonly_fields(self, request, obj=None):
        used = obj is not None and obj.deadlines.exists()
        return [*self.readonly_fields, *(self.FIXED_ONCE_USED if used else ())]

    def has_delete_permission(self, request, obj=None):
        return False  # a rule ends, it doesn't vanish


def _digest(moves):
    """Tell one preview from another: what is confirmed is what was seen."""
    text = ";".join(f"{move.deadline.pk}:{move.old_due_on}:{move.new_due_on}" for move in moves)
    return sha256(text.encode()).hexdigest()
