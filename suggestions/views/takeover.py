"""导入以往建议: hand a table in, look at what it would bring, confirm. No rules here."""

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.generic import View

from liaison import works
from liaison.tables.forms import committees_of
from liaison.views.files import spreadsheet
from liaison.views.tables import CourtsMixin, TableCheckView
from suggestions.forms.takeover import TakeoverForm
from suggestions.models import Takeover
from suggestions.takeover import sheets
from suggestions.takeover.columns import COLUMNS
from suggestions.takeover.taking import CHECK, TAKE, courts_of

SHOWN = 30
"""Earlier imports that the page lists."""


class OfCourtsMixin(CourtsMixin):
    refusal = "只有法院的工作人员可以导入以往的司法建议"
    courts_of = staticmethod(courts_of)


class TakeoverView(OfCourtsMixin, View):
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


class TakeoverCheckView(OfCourtsMixin, TableCheckView):
    kind, takes = CHECK, TAKE
    template_name = "suggestions/takeover_check.html"

    def writes(self, check):
        """All of it, or nothing where any row is wrong."""
        return 0 if check.report["wrong_rows"] else check.report["letters"]["new"]

    def take(self, check):
        arguments = {name: check.arguments[name] for name in ("court", "committee")}
        return works.begin(
            TAKE,
            owner=self.request.user,
            title=f"以往司法建议导入：{check.source_name}",
            unit=check.unit,
            arguments=arguments | {"check": check.pk, "seen": check.report["seen"]},
        )


class TakeoverTemplateView(OfCourtsMixin, View):
    """The template, with the units of one's own committee."""

    def get(self, request, pk):
        committee = get_object_or_404(committees_of(self.courts), pk=pk)
        return spreadsheet(sheets.template(committee), "以往司法建议导入模板")
