"""法院数据导入、导出: hand a file in, look at what it would bring, confirm; and the way back."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import View
from django.views.generic.edit import FormView

from disputes.appearances.feed import sheets, taking
from disputes.appearances.feed.columns import COLUMNS
from disputes.appearances.feed.exporting import EXPORT, may_export
from disputes.appearances.forms.feed import ExportForm, FeedForm
from disputes.appearances.models import Feed
from disputes.appearances.models.feed import feeders
from liaison import works
from liaison.tables.forms import committees_of
from liaison.views.files import spreadsheet
from liaison.views.tables import CourtsMixin, TableCheckView

SHOWN = 30
"""Earlier imports that the page lists."""


class FeedersMixin(CourtsMixin):
    refusal = "只有法院的工作人员可以导入法院数据"
    courts_of = staticmethod(feeders)


class FeedView(FeedersMixin, FormView):
    """The upload, and what was taken in before. What is handed in is checked in the background."""

    template_name = "appearances/feed.html"
    form_class = FeedForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"courts": self.courts}

    def form_valid(self, form):
        try:
            work = taking.hand_in(owner=self.request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        return redirect(work)

    def get_context_data(self, **kwargs):
        taken = Feed.objects.filter(court__in=self.courts).select_related("court", "actor", "work")
        templates = [
            (court, committee)
            for court in self.courts
            for committee in committees_of([court]).order_by("pk")
        ]
        more = {"columns": COLUMNS.values(), "taken": taken[:SHOWN], "templates": templates}
        return super().get_context_data(**kwargs) | more


class FeedCheckView(FeedersMixin, TableCheckView):
    kind, takes = taking.CHECK, taking.TAKE
    template_name = "appearances/feed_check.html"

    def writes(self, check):
        counts = check.report["counts"]
        return counts["new"] + counts["changed"]

    def take(self, check):
        return taking.confirm(check)


class FeedTemplateView(FeedersMixin, View):
    """The template, with the courts and units that one's own feed may name."""

    def get(self, request, court, committee):
        court = next((one for one in self.courts if one.pk == court), None)
        committee = get_object_or_404(committees_of([court] if court else []), pk=committee)
        return spreadsheet(sheets.template(court, committee), "法院案件数据模板")


class FeedExportView(FormView):
    """What the reader may see, sent out in the same columns: made in the background."""

    template_name = "appearances/feed_export.html"
    form_class = ExportForm

    def dispatch(self, request, *args, **kwargs):
        if not may_export(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        days = {name: f"{day}" for name, day in form.cleaned_data.items() if day}
        user = self.request.user
        try:
            work = works.begin(EXPORT, owner=user, title="法院数据导出", arguments=days)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        return redirect(work)
