"""What tests of the bench are played with: disputes without a mediator, appointments, requests."""

from disputes import deadlines as codes
from disputes.models import Dispute, Recusal
from liaison.models import User
from tests.factories.disputes import accept, ago, refer, scene


def unnamed(here=None):
    """A dispute taken in without a mediator."""
    here = here or scene()
    dispute = refer(here)
    accept(dispute, here, mediator=None)
    return dispute, here


def appoint(dispute, here, *mediators, **changes):
    said = {"on": ago(10), "mediators": list(mediators)} | changes
    dispute.appoint(actor=here.centre_clerk, **said)


def choice_clock(dispute):
    return dispute.deadlines.filter(rule__code=codes.CHOICE).order_by("-id").first()


def sees(user, dispute):
    fresh = User.objects.get(pk=user.pk)
    return Dispute.objects.visible_to(fresh).filter(pk=dispute.pk).exists()


def asks(dispute, here, who="agency_clerk", **changes):
    said = {"on": ago(9), "side": "respondent", "reason": "与申请人系同学"}
    seat = dispute.panel.sitting().first()
    asked = {"appointment": seat} | said | changes
    dispute.request_recusal(actor=getattr(here, who), **asked)
    return Recusal.objects.latest("id")
