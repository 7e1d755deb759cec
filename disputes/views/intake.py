"""How a dispute comes in: the ways, their forms, and what stands beside acceptance."""

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.views.generic import DetailView

from disputes.forms import INTAKE_FORMS, ways_for
from disputes.models import WAYS, Source
from liaison.views.matters import OneMatterMixin, OpeningView, TransitionView


class IntakeView(OpeningView):
    """The ways of starting that are open to the actor, then the form of the one chosen."""

    template_name = "disputes/intake_form.html"

    @cached_property
    def ways(self):
        return ways_for(self.request.user)

    @cached_property
    def way(self):
        """The way chosen in the address, or the only one there is; None before the choice."""
        chosen = self.request.GET.get("way")
        if chosen is None:
            return self.ways[0] if len(self.ways) == 1 else None
        if chosen not in self.ways:
            raise Http404
        return Source(chosen)

    def get(self, request, *args, **kwargs):
        if self.way is None:
            return self.render_to_response(self.choice_of_ways())
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        if self.way is None:
            return redirect(request.path)
        if "work_out" in request.POST:
            return self.show_unjudged(self.get_form())
        return super().post(request, *args, **kwargs)

    def choice_of_ways(self):
        cards = [{"source": way, "label": way.label, "hint": WAYS[way].hint} for way in self.ways]
        return OpeningView.get_context_data(self, form=None) | {"ways": cards}

    def get_template_names(self):
        return ["disputes/ways.html"] if self.way is None else [self.template_name]

    def get_form_class(self):
        return INTAKE_FORMS[self.way]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "step": replace(self.step, label=self.way.label, hint=""),
            "way": self.way,
            "way_hint": WAYS[self.way].hint,
            "many_ways": len(self.ways) > 1,
            "submit_label": "提交化解中心",
        }


class AcceptView(TransitionView):
    """受理: with the time limits worked out, and the earlier disputes like this one."""

    template_name = "disputes/accept_form.html"

    def get_context_data(self, **kwargs):
        visible = self.model.objects.visible_to(self.request.user)
        return super().get_context_data(**kwargs) | {
            "limits": self.object.time_limits,
            "prior": self.object.may_need_reconsideration,
            "similar": visible.similar_to(self.object),
        }


class AddPartyView(TransitionView):
    """追加当事人: who, and folded under it who acts for them."""

    template_name = "disputes/party_form.html"


class SimilarView(OneMatterMixin, DetailView):
    """Earlier disputes like this one (类似争议), of those that the reader may see."""

    template_name = "disputes/similar.html"
    context_object_name = "matter"

    def get_context_data(self, **kwargs):
        if not self.object.may_read_file(self.request.user):
            raise PermissionDenied("您没有查看化解案卷的权限")
        visible = self.model.objects.visible_to(self.request.user)
        return super().get_context_data(**kwargs) | {"similar": visible.similar_to(self.object)}
