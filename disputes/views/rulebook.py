"""The centre's rulebook (工作规则) as all read it: the text, and what the system does by it."""

from django.http import Http404
from django.utils import timezone
from django.views.generic import TemplateView

from disputes.models import Rulebook, committees_of
from liaison import access
from liaison.models import Committee


def committees_for(user):
    """The committees whose rulebook ``user`` may read: their units', and those they serve."""
    units = [unit.pk for unit in access.standing(user).units]
    of_office = Committee.objects.filter(office__in=units)
    of_centre = Committee.objects.filter(centres__unit__in=units)
    return Committee.objects.filter(
        pk__in=[
            *committees_of(units).values_list("pk", flat=True),
            *of_office.values_list("pk", flat=True),
            *of_centre.values_list("pk", flat=True),
        ]
    )


class RulebookView(TemplateView):
    """The version in force, or an earlier one by ``?version=``; drafts are the office's."""

    template_name = "disputes/rulebook.html"

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        versions = list(
            Rulebook.objects.filter(
                committee__in=committees_for(self.request.user), status=Rulebook.Status.IN_FORCE
            ).select_related("committee")
        )
        wanted = self.request.GET.get("version")
        shown = self._shown(versions, wanted, today)
        return super().get_context_data(**kwargs) | {
            "versions": versions,
            "rulebook": shown,
            "articles": shown.read(today) if shown else [],
        }

    @staticmethod
    def _shown(versions, wanted, today):
        if wanted:
            found = [one for one in versions if str(one.pk) == wanted]
            if not found:
                raise Http404
            return found[0]
        in_force = [one for one in versions if one.valid_from <= today]
        return max(in_force, key=lambda one: (one.valid_from, one.pk), default=None)
