"""A person's own absences (外出代办): entered, changed and ended by themselves."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.generic import FormView, View

from liaison import absences
from liaison.models import Absence
from liaison.views.matters import TypedFormMixin, show_refusal

SHOWN = 20
"""Absences of one's own on the page, the newest first."""


class OwnFormView(TypedFormMixin, FormView):
    """The form of an absence of one's own; what is refused comes back as it was typed."""

    success_url = reverse_lazy("liaison:absences")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"actor": self.request.user}

    def form_valid(self, form):
        absence = self.absence
        for name, value in form.cleaned_data.items():
            setattr(absence, name, value)
        try:
            absences.enter(absence, actor=self.request.user)
        except ValidationError as error:
            show_refusal(form, error)
            return self.form_invalid(form)
        messages.success(self.request, f"已登记外出：{absence.span}")
        for caution in absences.cautions(absence):
            messages.warning(self.request, caution)
        return super().form_valid(form)


class AbsenceListView(OwnFormView):
    """外出代办: what is entered, who asks the reader to stand in, and the form for a new one."""

    template_name = "liaison/absence_list.html"

    @property
    def absence(self):
        return Absence(user=self.request.user)

    def get_initial(self):
        return {"starts_on": timezone.localdate()}

    def get_context_data(self, **kwargs):
        user = self.request.user
        seen = Absence.objects.visible_to(user).select_related("user", "substitute")
        return super().get_context_data(**kwargs) | {
            "own": seen.filter(user=user)[:SHOWN],
            "asked": seen.filter(substitute=user, ends_on__gte=timezone.localdate()),
        }


class OneOwnMixin:
    """One absence of one's own that is not over; anybody else's is not found."""

    model = None

    def dispatch(self, request, *args, **kwargs):
        own = self.model.objects.visible_to(request.user).filter(user=request.user)
        self.absence = get_object_or_404(own.select_related("user", "substitute"), pk=kwargs["pk"])
        if self.absence.state == "over":
            messages.warning(request, "这次外出已经结束")
            return redirect("liaison:absences")
        return super().dispatch(request, *args, **kwargs)


class AbsenceChangeView(OneOwnMixin, OwnFormView):
    """变更外出: other days, another substitute; what has begun keeps its first day."""

    template_name = "liaison/absence_change.html"

    def get_initial(self):
        absence = self.absence
        return {
            "starts_on": absence.starts_on,
            "ends_on": absence.ends_on,
            "substitute": absence.substitute_id,
            "reason": absence.reason,
        }

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"begun": self.absence.state == "on"}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"absence": self.absence}


class AbsenceEndView(OneOwnMixin, View):
    """提前结束 on the day one is back, 撤销 before it began."""

    def post(self, request, pk):
        try:
            absences.end(self.absence, actor=request.user)
        except ValidationError as error:
            messages.warning(request, error.message)
        else:
            messages.success(request, "外出登记已结束，今天起提醒和通知恢复送给您本人")
        return redirect("liaison:absences")
