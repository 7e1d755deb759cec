"""What comes onto the agenda of a series' next meeting by itself (议程建议)."""

from django.apps import apps
from django.core.exceptions import ValidationError

MINUTES = 5
"""What approving minutes, or reporting on an item, takes, unless the office says otherwise."""


class SuggestedAgenda:
    """A series of meetings, as the source of the rows of its next agenda."""

    def suggested_agenda(self):
        """The rows that come onto the next agenda by themselves (议程建议).

        First the minutes of the last meeting, if no meeting has approved them yet; then what
        was resolved and is not done; then the topics that the office accepted.
        """
        rows = []
        if last := self.minutes_to_approve():
            rows.append(self.row_of_minutes(last))
        rows += [self.row_of_item(item) for item in self.items_undone()]
        return rows + [
            self.row_of_topic(topic) | {"source": f"topic:{topic.pk}"}
            for topic in self.topics.ready().select_related("initiator").order_by("pk")
        ]

    def minutes_to_approve(self):
        """The last meeting whose minutes were issued, unless a meeting has them on its agenda."""
        issued = self.meetings.filter(minutes__issued_on__isnull=False)
        last = issued.order_by("-held_on", "-pk").first()
        taken = last and last.approved_in.exclude(meeting__status="cancelled").exists()
        return None if taken else last

    def items_undone(self):
        """What meetings of the series resolved and nobody has done, oldest due date first."""
        items = apps.get_model("meetings", "ResolvedItem").objects.open()
        items = items.filter(meeting__series=self).select_related("lead", "meeting")
        return items.order_by("due_on", "pk")

    def row_of_minutes(self, meeting):
        row = _row(f"审议{meeting.title}纪要", "deliberation", self.committee.office)
        return row | {"source": f"meeting:{meeting.pk}"}

    def row_of_item(self, item):
        row = _row(f"报告“{item.title}”的办理情况", "report", item.lead)
        return row | {"source": f"item:{item.pk}"}

    def row_of_topic(self, topic):
        return {
            "title": topic.title,
            "kind": topic.kind,
            "unit": topic.initiator,
            "other_unit": "",
            "post": topic.presenter_post,
            "name": topic.presenter_name,
            "document_title": topic.document_title,
            "minutes": topic.minutes,
        }

    def sources(self, meeting=None):
        """What an agenda row may come from: its name in the form → the row's field and thing."""
        topics = self.topics.ready()
        if meeting and meeting.pk:
            topics = topics | self.topics.filter(meeting=meeting)
        found = {f"topic:{topic.pk}": ("topic", topic) for topic in topics}
        found |= {f"item:{item.pk}": ("carried", item) for item in self.items_undone()}
        for earlier in self.meetings.filter(minutes__issued_on__isnull=False):
            found[f"meeting:{earlier.pk}"] = ("approves", earlier)
        return found

    def check_sources(self, meeting, agenda):
        """Put the things that agenda rows come from into them; refuse what can't be there.

        A row that is kept may keep what it came from, though it is done meanwhile.
        """
        allowed = self.sources(meeting)
        kept = {item.source: item for item in meeting.agenda.all() if item.source}
        seen = set()
        for row in agenda:
            source = row.pop("source", "")
            row.update(dict.fromkeys(("topic", "carried", "approves")))
            if not source:
                continue
            if source in seen:
                raise ValidationError(f"“{row['title']}”在议程里重复了")
            seen.add(source)
            if source in allowed:
                field, thing = allowed[source]
                row[field] = thing
            elif source in kept:
                for field in ("topic", "carried", "approves"):
                    row[field] = getattr(kept[source], field)
            else:
                raise ValidationError(f"“{row['title']}”已不能列入本次议程，请删去这一行")


def _row(title, kind, unit):
    return {
        "title": title[:120],
        "kind": kind,
        "unit": unit,
        "other_unit": "",
        "post": "负责人",
        "name": "",
        "document_title": "",
        "minutes": MINUTES,
    }
