"""The stage of the walls: matters with words of their own, and those who look."""

from dataclasses import dataclass
from datetime import date, timedelta

import time_machine
from django.utils import timezone

from disputes.appearances.models import MonthlyNotice
from liaison.models import LongWork, Role, Unit, User
from meetings.models import JointMeeting
from tests.factories import appearances, disputes, meetings, monthly, observation, suggestions
from tests.factories.liaison import UnitFactory, UserFactory, person
from tests.factories.world import end_all_posts, with_every_role
from tests.walls import lawsuits
from tests.walls.hidden import Hidden


@dataclass(eq=False)
class World:
    hidden: dict
    watchers: dict
    """Name → (user, what they may see, whose file they may read)."""


def build():
    """Put up everything that is hidden, and everybody it is hidden from."""
    here, stage = disputes.scene("鸢协"), suggestions.scene(place_name="鸢原")
    board, bench = meetings.board(), appearances.scene()
    told = monthly.scene()
    hidden = {
        "referred": a_referred_dispute(here),
        "dispute": a_dispute_being_settled(here),
        "lawsuit": lawsuits.an_unserved_lawsuit(bench),
        "served": lawsuits.a_served_lawsuit(bench),
        "joint": lawsuits.a_joint_lawsuit(bench),
        "bulletin": a_notice_in_draft(told),
        "announced": an_issued_notice(told),
        "rectified": a_rectification(told),
        "plan": a_hearing_to_be_observed(bench),
        "observed": an_observed_hearing(bench),
        "draft": an_unserved_suggestion(stage, "draft", "凤栖梧桐"),
        "signed": an_unserved_suggestion(stage, "signed", "鹏举南溟"),
        "meeting": a_meeting_with_drafted_minutes(board),
        "items": an_item(meetings.board()),
        "topic": a_proposed_topic(meetings.board()),
    }
    return World(hidden, dict(watchers(here, stage, board, bench, told)))


def a_referred_dispute(here):
    dispute = disputes.refer(
        here,
        title="鹤鸣九皋争议",
        gist="玄鸟来仪之辞",
        act="雉堞之决定",
        parties=[COMPANY],
        consent=disputes.upload("猞猁.pdf"),
    )
    return Hidden(dispute, ["鹤鸣九皋", "玄鸟来仪", "雉堞", "鹿鸣合作社", "猞猁"])


COMPANY = disputes.COMPANY | {"name": "鹿鸣合作社"}


def a_dispute_being_settled(here):
    dispute = disputes.refer(here, title="虎啸深林争议", parties=[disputes.PERSON])
    disputes.accept(dispute, here)
    disputes.state(dispute, here, text="狡兔三窟之陈述", material=disputes.upload("貔貅材料.pdf"))
    session = disputes.schedule(dispute, here)
    disputes.record(dispute, here, session, record="犀角烛怪之笔录", undisputed="龟甲无争")
    a_work_on(dispute, here.centre_clerk)
    return Hidden(
        dispute,
        ["虎啸深林", dispute.number],
        file=["狡兔三窟", "犀角烛怪", "龟甲无争", "貔貅材料", "冯立群"],
        progress=[dispute.number],
    )


def a_work_on(dispute, owner):
    """What a worker made of the dispute, for somebody of the centre."""
    LongWork.objects.create(
        kind="gone",
        title="虎啸深林卷宗",
        owner=owner,
        subject=dispute,
        status="done",
        message="貔貅材料入卷",
    )


def a_notice_in_draft(told):
    """Of September, with the court: drawn up, and not yet countersigned."""
    words = {"opening": "投我以木瓜", "closing": "报之以琼琚"}
    notice = monthly.drafted(told, month=date(2026, 9, 1), **words)
    return Hidden(notice, ["木瓜", "琼琚", notice.title])


def an_issued_notice(told):
    """Of a fortnight ago: what the criticised unit owes is late by now."""
    with time_machine.travel(timezone.now() - timedelta(days=14)):
        notice = monthly.notice_in("issued", told, opening="风雨如晦", closing="鸡鸣不已")
    return Hidden(notice, ["风雨如晦", "鸡鸣不已", notice.number])


def a_rectification(told):
    """What the first agency owes after the notice that was issued, and an interview about it."""
    row = MonthlyNotice.objects.get(status="issued").rectifications.get()
    plan = {"causes": "青青子衿之由", "measures": "悠悠我心之策"}
    monthly.hand_in(row, told, proof=disputes.upload("子佩方案.pdf"), **plan)
    monthly.call(row, told, place="城阙之室", by="挑兮达兮主任")
    return Hidden(row, [row.title, "子衿", "悠悠我心", "子佩", "城阙之室", "挑兮达兮"])


def a_hearing_to_be_observed(bench):
    plan = {"title": "野有蔓草旁听", "case_number": "（2026）吉24行初7303号", "cause": "零露漙兮"}
    draft = observation.planned(bench, **plan, reason="清扬婉兮之由")
    return Hidden(draft, ["野有蔓草", "零露漙兮", "清扬婉兮", draft.case_number])


def an_observed_hearing(bench):
    """One agency has said who comes; the other is invited too, and may not know of it."""
    plan = {"title": "彼黍离离旁听", "case_number": "（2026）吉24行初7304号", "cause": "彼稷之苗"}
    later = timezone.now() + timedelta(days=10)
    seen = observation.planned(bench, **plan, starts_at=later)
    seen.invite(actor=bench.clerk, on=timezone.localdate())
    comer = {"name": "司徒望舒", "post": "行迈靡靡局长", "standing": "chief"}
    observation.answer(seen, bench, [comer], note="中心摇摇之说明")
    return Hidden(
        seen, ["彼黍离离", "彼稷之苗", seen.number], file=["司徒望舒", "行迈靡靡", "中心摇摇"]
    )


def an_unserved_suggestion(stage, status, subject):
    suggestion = suggestions.suggestion_in(
        status,
        stage,
        subject=subject,
        introduction=f"{subject}甲",
        problems=[{"problem": f"{subject}乙", "suggestion": f"{subject}丙"}],
    )
    return Hidden(suggestion, [subject, *filter(None, [suggestion.number])])


def a_meeting_with_drafted_minutes(board):
    meeting = meetings.meeting_in(
        JointMeeting.Status.HELD,
        board,
        [meetings.decision(board, title="麒麟阁之议", content="貂裘换酒")],
        title="龙门专题会议",
    )
    meeting.draft_minutes(actor=board.clerk, body="蛟龙入海之纪要\n一、情况", revision=0)
    return Hidden(meeting, ["龙门专题", meeting.number], file=["蛟龙入海", "麒麟阁", "貂裘换酒"])


def an_item(board):
    rows = [meetings.decision(board, title="骐骥千里之议", content="驽马十驾之功")]
    item = meetings.meeting_in(
        JointMeeting.Status.ISSUED, board, rows, title="鲲池例会"
    ).items.get()
    return Hidden(item, ["骐骥千里", "驽马十驾", item.number, "鲲池例会"])


def a_proposed_topic(board):
    topic = meetings.propose(
        board,
        title="鸿鹄之志议题",
        reason="燕雀安知之由",
        papers=[disputes.upload("蜉蝣材料.pdf")],
    )
    return Hidden(topic, ["鸿鹄之志", "燕雀安知", "蜉蝣材料"])


def watchers(here, stage, board, bench, told):
    """Who looks: strangers, colleagues of the same committee, and those who run the system."""
    elsewhere, machine_room = UnitFactory(court=True), UnitFactory(kind=Unit.Kind.OTHER)
    yield "a foreign court", (with_every_role(elsewhere, is_staff=True), (), ())
    yield "nobody", (None, (), ())
    root = User.objects.create_superuser("root-of-walls", "r@e.cn", "x", name="管理员")
    yield "the superuser", (root, (), ())
    yield "staff without a post", (UserFactory(is_staff=True), (), ())
    for role in (Role.SECURITY_ADMIN, Role.AUDITOR):
        yield role, (staff(person(machine_room, role)), (), ())
    yield "an uninvited mediator", (disputes.invited_mediator(), (), ())
    gone = person(here.centre.unit, Role.CENTRE_CLERK)
    end_all_posts(gone)
    yield "who left the centre", (gone, (), ())
    yield "the office, of disputes", (staff(here.office_clerk), (), ())
    yield "the agency, before acceptance", (here.agency_clerk, ("dispute",), ("dispute",))
    yield "the court, outside the file", (here.court_clerk, ("referred", "dispute"), ())
    everywhere = {"office", "office_leader"}
    for name in sorted(stage.outsiders):
        user = stage.outsiders[name]
        yield f"{name}, before service", (staff(user) if name in everywhere else user, (), ())
    for name, user, sees, reads in lawsuits.lookers(bench):
        office = name.startswith(("office,", "office_leader,"))
        yield name, (staff(user) if office else user, sees, reads)
    for name in sorted(told.people):
        user, sees = told.people[name], TOLD.get(name, ())
        yield f"{name}, of notices", (staff(user) if name in everywhere else user, sees, sees)
    yield "a member, before minutes", (board.bureau_clerk, ("meeting",), ())
    yield "a co-chair, before signing", (board.leaders[0], ("meeting",), ())


INSIDE = ("bulletin", "announced", "rectified")
TOLD = {
    **dict.fromkeys(("court_clerk", "president", "office", "office_leader"), INSIDE),
    **dict.fromkeys(("agency_clerk", "agency_leader", "justice"), ("announced", "rectified")),
    **dict.fromkeys(("co_agency_clerk", "government_clerk"), ("announced",)),
}
"""Who sees a monthly notice in draft, one that was issued, and what the criticised unit owes."""


def staff(user):
    User.objects.filter(pk=user.pk).update(is_staff=True)
    return User.objects.get(pk=user.pk)
