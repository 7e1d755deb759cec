"""Pages of lawsuits: the list, and one with its agencies, hearings and judgment."""

from django.shortcuts import redirect

from disputes.appearances.feed.exporting import may_export
from disputes.appearances.filters import LawsuitFilter
from disputes.appearances.models import Observation
from disputes.appearances.models.observation_stages import perm as observing
from liaison import access
from liaison.views.matters import MatterDetailView, MatterListView, TransitionView


class LawsuitListView(MatterListView):
    rows_template_name = "appearances/_lawsuit_rows.html"
    filterset_class = LawsuitFilter

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"may_export": may_export(self.request.user)}


class LawsuitDetailView(MatterDetailView):
    """The page of a lawsuit; natural persons are named in full to the case's own units alone."""

    template_name = "appearances/lawsuit_detail.html"

    def get_queryset(self):
        observed = Observation.objects.visible_to(self.request.user)
        return super().get_queryset().with_page(observed.beside_hearings())

    def get_context_data(self, **kwargs):
        user, matter = self.request.user, self.object
        context = super().get_context_data(**kwargs)
        hearings = matter.hearings_seen_by(user)
        for hearing in hearings:
            hearing.observations_seen = [Observation(**row) for row in hearing.observed_by]
        return context | {
            "named": matter.may_read_names(user),
            "dispute": seen(matter.dispute, user),
            "earlier": seen(matter.earlier, user),
            "later": seen(matter.later.first(), user) if matter.appealed else None,
            "agencies": matter.agencies_for(user, context["deadlines"]),
            "inside": matter.is_inside(user),
            "hearings": hearings,
            "plans": matter.is_inside(user)
            and bool(access.standing(user).units_with(observing("plan"))),
        }


class DecideDeferralView(TransitionView):
    """审批延期举证: what the agencies ask for stands over the form."""

    template_name = "appearances/agency_step.html"

    def get_context_data(self, **kwargs):
        said = [
            (row, row.deferral_asked_on, row.deferral_reason, row.deferral_file)
            for row in self.object.sued()
            if row.awaits_deferral
        ]
        return super().get_context_data(**kwargs) | {"said": said, "said_label": "延期理由"}


class DecideExcuseView(TransitionView):
    """审查不能出庭的理由: what the agencies say, with its proof, stands over the form."""

    template_name = "appearances/agency_step.html"

    def get_context_data(self, **kwargs):
        said = [
            (one.agency, one.named_on, one.excuse_in_words, one.excuse_proof)
            for one in self.object.undecided()
        ]
        return super().get_context_data(**kwargs) | {"said": said, "said_label": "不能出庭的理由"}


class ConfirmPerformanceView(TransitionView):
    """确认履行: what the agencies report stands over the form."""

    template_name = "appearances/agency_step.html"

    def get_context_data(self, **kwargs):
        said = [
            (row, row.reported_on, row.report, row.report_proof)
            for row in self.object.sued()
            if row.awaits_confirmation
        ]
        return super().get_context_data(**kwargs) | {"said": said, "said_label": "履行情况"}


class RaiseSuggestionView(TransitionView):
    """提出司法建议: the court goes on in the draft that it has raised."""

    def form_valid(self, form):
        waiting = self.object.unanswered()
        response = super().form_valid(form)
        seen = self.object.suggestions_seen_by(self.request.user)
        raised = [seen[one.pk] for one in waiting if seen.get(one.pk)]
        return redirect(raised[0]) if raised else response


class DraftAnswerView(TransitionView):
    """拟写答辩状: saved as often as need be."""

    extra_context = {"submit_label": "保存答辩稿"}


class SubmitAnswerView(TransitionView):
    """提交答辩举证: what is about to be given stands over the form."""

    template_name = "appearances/submit_answer.html"

    def get_context_data(self, **kwargs):
        row = self.object.own(self.request.user, self.transition)
        draft = row and row.draft
        return super().get_context_data(**kwargs) | {"draft": draft}


def seen(other, user):
    """Another matter that this one names, if ``user`` may see it."""
    if other and type(other).objects.visible_to(user).filter(pk=other.pk).exists():
        return other
    return None
