"""What follows for a court from an event in a case: a suggestion that it must draft (司法建议)."""

from liaison import registry
from suggestions.models import Event, JudicialSuggestion, Kind

SUGGESTED = "督促有关行政机关负责人依法履行出庭应诉职责，并将处理情况反馈我院。"


@registry.consequences.register
class AbsenceOfHead:
    """负责人不出庭应诉: a draft to those above an agency (负责人出庭应诉规定第十二条第一款).

    Whoever keeps the record of appearances raises it; it is a draft of the court's own, to be
    completed, and as secret as any until it is served.
    """

    code = "suggestions.head_absent"
    events = Event.choices

    def raise_draft(self, *, actor, court, committee, case_number, event, agency, above, contact):
        """Draft the suggestion and return it.

        ``above`` are the supervisory organ and the next higher agency, ``contact`` is a pair of
        name and telephone. Raises ValidationError where ``JudicialSuggestion.draft`` does.
        """
        recipient, *others = above
        name, phone = contact
        return JudicialSuggestion.draft(
            actor=actor,
            initiator=court,
            committee=committee,
            kind=Kind.HEAD_ABSENT,
            case_number=case_number,
            event=event,
            subject=f"督促{agency.short_name}负责人依法出庭应诉",
            recipient=recipient,
            others=others,
            coordinator=committee.starter,
            field_of_work="行政应诉",
            found_in=f"审理{case_number}行政案件",
            introduction="行政机关负责人出庭应诉是法律规定的职责，关系依法行政和行政争议的实质化解。",
            legal_basis="《中华人民共和国行政诉讼法》第三条第三款，"
            "《最高人民法院关于行政机关负责人出庭应诉若干问题的规定》第十二条",
            contact=name,
            contact_phone=phone,
            problems=[
                {
                    "problem": f"{agency.name}{Event(event).label}。",
                    "suggestion": SUGGESTED,
                }
            ],
        )
