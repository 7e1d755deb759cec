"""Tables that courts hand in (表格导入): who may, and what a checked one would bring."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views.generic import View

from liaison.models import LongWork


class CourtsMixin:
    """For the people of courts who may take such a table in; nobody else."""

    refusal = ""

    def courts_of(self, user):
        """The courts for which ``user`` may take such a table in."""
        raise NotImplementedError

    @cached_property
    def courts(self):
        return self.courts_of(self.request.user)

    def dispatch(self, request, *args, **kwargs):
        if not self.courts:
            raise PermissionDenied(self.refusal)
        return super().dispatch(request, *args, **kwargs)


class TableCheckView(View):
    """What a checked table would bring; confirmed, it is taken in in the background.

    To be mixed with who may. ``kind`` is the code of the work that checked it, ``takes`` of the
    one that takes it in. What is confirmed once is not confirmed again.
    """

    kind = takes = ""
    template_name = ""

    def writes(self, check):
        """How many things would be written; none where it can't be confirmed."""
        raise NotImplementedError

    def take(self, check):
        """Set going what takes it in; return the work."""
        raise NotImplementedError

    def get(self, request, pk):
        check = self.check(pk)
        taken = self.taken(check)
        writes = 0 if taken else self.writes(check)
        context = {"check": check, "report": check.report, "writes": writes, "taken": taken}
        return render(request, self.template_name, context)

    def post(self, request, pk):
        check = self.check(pk)
        if taken := self.taken(check):
            return redirect(taken)
        if self.writes(check):
            try:
                return redirect(self.take(check))
            except ValidationError as error:
                messages.error(request, error.messages[0])
        return self.get(request, pk)

    def taken(self, check):
        """The work that takes in what was confirmed, unless it came to nothing."""
        begun = LongWork.objects.of(check.owner).filter(kind=self.takes, arguments__check=check.pk)
        return begun.exclude(status__in=["failed", "cancelled"]).first()

    def check(self, pk):
        """One's own check that is done, kept, and of a court for which one still acts."""
        done = LongWork.objects.of(self.request.user).filter(kind=self.kind, status="done")
        courts = [court.pk for court in self.courts]
        return get_object_or_404(done, pk=pk, cleared_at=None, arguments__court__in=courts)
