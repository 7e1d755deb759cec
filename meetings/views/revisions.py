"""The page of the minutes' versions, with what changed from one to another. No rules here."""

from itertools import groupby

from django.http import Http404
from django.views.generic import DetailView

from liaison.redline import Redline
from liaison.views.matters import OneMatterMixin
from meetings.forms.revisions import ComparisonForm
from meetings.models import MinutesRevision


class VersionsView(OneMatterMixin, DetailView):
    """Every text of the minutes that the reader may read now, two of them laid side by side."""

    template_name = "meetings/minutes_versions.html"
    context_object_name = "matter"

    def get_queryset(self):
        return super().get_queryset().select_related("minutes")

    def get_context_data(self, **kwargs):
        meeting = self.object
        revisions = MinutesRevision.objects.open_to(self.request.user, meeting)
        revisions = list(revisions.select_related("editor").prefetch_related("rounds"))
        if not revisions:
            raise Http404("没有可以查看的纪要文本")
        form = ComparisonForm(self.request.GET, revisions=revisions)
        if not form.is_valid():
            raise Http404("没有这一稿")
        before, after = form.pair
        return super().get_context_data(**kwargs) | {
            "revisions": revisions,
            "said": said_in(meeting.minutes, revisions),
            "form": form,
            "before": before,
            "after": after,
            "redline": Redline(before.body, after.body) if before else None,
        }


def said_in(minutes, revisions):
    """Round → what was said of its text, for the rounds in which one of ``revisions`` went out."""
    shown = {each.round for row in revisions for each in row.rounds.all()}
    rows = [row for row in minutes.said() if row.round in shown and row.decision != row.ASKED]
    return {number: list(each) for number, each in groupby(rows, key=lambda row: row.round)}
