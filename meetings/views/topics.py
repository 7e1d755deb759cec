"""Pages of topics beyond the common ones. No rules here."""

from liaison.views.matters import MatterDetailView


class TopicDetailView(MatterDetailView):
    """A topic's page, with the meeting it stands before and the matters it is about."""

    template_name = "meetings/topic_detail.html"

    def get_queryset(self):
        related = ("initiator", "holder", "committee__office", "series", "meeting")
        return super().get_queryset().select_related(*related)

    def get_context_data(self, **kwargs):
        topic, user = self.object, self.request.user
        linked, others = topic.linked_for(user)
        return super().get_context_data(**kwargs) | {
            "linked": linked,
            "linked_others": others,
            "meetings_open": topic.meetings_open_to(user),
        }
