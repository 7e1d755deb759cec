"""Figures of dispute resolution (化解数据): registered, so that reports and appraisal find them."""

from disputes.models import Dispute
from liaison import registry
from liaison.metrics import Span


class DisputeMetric:
    """A rate over the disputes that ``user`` follows, in a span of days."""

    code = ""
    title = ""

    def rate(self, user, span: Span, today):
        """Return the ``Rate`` with its numerator and denominator."""
        raise NotImplementedError


@registry.metrics.register
class ResolvedOfAccepted(DisputeMetric):
    """化解率（按受理）: Jilin counts so (domain.md §4.1)."""

    code = "disputes.resolved_of_accepted"
    title = "化解率（按受理）"

    def rate(self, user, span, today):
        return Dispute.objects.followed_by(user).figures(span).of_accepted


@registry.metrics.register
class ResolvedOfConcluded(DisputeMetric):
    """化解率（按结案）: Anji counts so (domain.md §4.1)."""

    code = "disputes.resolved_of_concluded"
    title = "化解率（按结案）"

    def rate(self, user, span, today):
        return Dispute.objects.followed_by(user).figures(span).of_concluded


@registry.metrics.register
class Performed(DisputeMetric):
    """履行率: what agreements asked for by a date, and what was done of it (domain.md §4.5)."""

    code = "disputes.performed"
    title = "协议履行率"

    def rate(self, user, span, today):
        return Dispute.objects.followed_by(user).performance(span, today)


@registry.metrics.register
class HeadsAttending(DisputeMetric):
    """负责人参加会谈率: sessions to which a head of the agency came."""

    code = "disputes.heads_attending"
    title = "负责人参加会谈率"

    def rate(self, user, span, today):
        return Dispute.objects.followed_by(user).heads_attending(span)
