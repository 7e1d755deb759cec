"""导入以往建议: hand a table in, look at what it would bring, confirm. No rules here."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views.generic import View

from liaison import works
from liaison.models import LongWork
from liaison.tables.forms import committees_of
from liaison.views.files import spreadsheet
from suggestions.forms.takeover import TakeoverForm
from suggestions.models import Takeover
from suggestions.takeover import sheets
from suggestions.takeover.columns import COLUMNS
from suggestions.takeover.taking import CHECK, TAKE, courts_of

SHOWN = 30
"""Earlier imports that the page lists."""


class CourtsMixin:
    """For the people of courts who may take earlier suggestions in; nobody else."""

    @cached_property
    def courts(self):
        return courts_of(self.request.user)

    def dispatch(self, request, *args, **kwargs):
        if not self.courts:
            raise PermissionDenied("只有法院的工作人员可以导入以往的司法建议")
        return super().dispatch(request, *args, **kwargs)


class TakeoverView(CourtsMixin, View):
    """The upload, and what was taken in before. What is handed in is checked in the background."""

    def get(self, request):
        return self.page(TakeoverForm(courts=self.courts))

    def post(self, request):
        form = TakeoverForm(request.POST, request.FILES, courts=self.courts)
        if form.is_valid():
            try:
                return redirect(self.begin(form.cleaned_data))
            except ValidationError as error:
                form.add_error(None, error)
        return self.page(form)

    def begin(self, given):
        court, table = given["court"], given["table"]
        return works.begin(
            CHECK,
            owner=self.request.user,
            title=f"以往司法建议检查：{table.name}",
            unit=court,
            arguments={"court": court.pk, "committee": given["committee"].pk},
            source=table,
            beside=given["bundle"],
        )

    def page(self, form):
        taken = Takeover.objects.filter(court__in=self.courts).select_related("court", "actor")
        context = {
            "form": form,
            "columns": COLUMNS.values(),
            "taken": taken[:SHOWN],
            "committees": committees_of(self.courts),
        }
        return render(self.request, "suggestions/takeover.html", context)


class TakeoverCheckView(CourtsMixin, View):
    """What a checked table would bring; confirmed, it is taken in in the background."""

    def get(self, request, pk):
        check = self.check(pk)
        context = {"check": check, "report": check.report, "ready": is_ready(check)}
        return render(request, "suggestions/takeover_check.html", context)

    def post(self, request, pk):
        check = self.check(pk)
        if is_ready(check):
            try:
                return redirect(self.take(check))
            except ValidationError as error:
                messages.error(request, error.messages[0])
        return self.get(request, pk)

    def check(self, pk):
        """One's own check that is done, kept, and of a court for which one still acts."""
        done = LongWork.objects.of(self.request.user).filter(kind=CHECK, status="done")
        courts = [court.pk for court in self.courts]
        return get_object_or_404(done, pk=pk, cleared_at=None, arguments__court__in=courts)

    def take(self, check):
        arguments = {name: check.arguments[name] for name in ("court", "committee")}
        return works.begin(
            TAKE,
            owner=self.request.user,
            title=f"以往司法建议导入：{check.source_name}",
            unit=check.unit,
            arguments=arguments | {"check": check.pk, "seen": check.report["seen"]},
        )


def is_ready(check):
    """Whether there is something to take in, and nothing wrong with it."""
    return not check.report["wrong_rows"] and check.report["letters"]["new"] > 0


class TakeoverTemplateView(CourtsMixin, View):
    """The template, with the units of one's own committee."""

    def get(self, request, pk):
        committee = get_object_or_404(committees_of(self.courts), pk=pk)
        return spreadsheet(sheets.template(committee), "以往司法建议导入模板")
