"""What the pages are shown with: a matter of each kind on its way, and who looks at what."""

from django.urls import reverse

from disputes.appearances.demo.lawsuits import STAFF, Docket
from disputes.appearances.models import MonthlyNotice, Observation, Rectification
from disputes.demo import forest
from disputes.models import Dispute
from liaison import registry
from meetings.demo import Secretariat, followed_up
from meetings.models import JointMeeting, ResolvedItem
from suggestions.demo import FILE, Walk, tomllib


def put_up(cast):
    """One matter of each kind, on its way; the path of each page by its name."""
    forest(cast)
    followed_up(Secretariat(cast, "changbaishan"))
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["suggestion"]
    suggestions = {
        "suggestion": walked(cast, next(row for row in rows if row["reach"] == "reply")),
        "drafted": walked(cast, next(row for row in rows if "drafted" in row)),
        "late": walked(cast, next(row for row in rows if "urged" in row)),
    }
    matters = {
        "dispute": Dispute.objects.get(),
        "meeting": JointMeeting.objects.get(),
        "item": ResolvedItem.objects.get(status=ResolvedItem.Status.REPORTED),
        **suggestions,
        **lawsuits(cast),
    }
    places = {name: matter.get_absolute_url() for name, matter in matters.items()}
    due_on = matters["dispute"].deadlines.running().first().due_on
    return places | {"day": reverse("liaison:calendar_day", args=[due_on])}


def lawsuits(cast):
    """Lawsuits on their way, the notice of last month with what follows, an observed hearing."""
    docket = Docket(cast)
    docket.last_month()
    registry.demo["appearances.observation"].build(cast)
    return {
        "owing": docket.served("yanbian", "chibei_land", 9),
        "called": docket.called("yanbian", "gwh_market", 6, named=False),
        "absent": docket.held("yanbian", "gwh_police", docket.ago(2), STAFF),
        "notice": MonthlyNotice.objects.get(),
        "rectification": Rectification.objects.first(),
        "observed": Observation.objects.filter(status="invited").first(),
    }


def walked(cast, row):
    """A suggestion of the demo, as far as its row says."""
    walk = Walk(cast, row)
    walk.go()
    return walk.suggestion


NOWHERE = "/nowhere/"
REFUSED = {NOWHERE: 404, "{dispute}extend/": 403}
PAGES = {
    "office": [
        "/",
        "/inbox/",
        "/calendar/",
        "/calendar/?month=2030-02",
        "/calendar/feed/",
        "/absences/",
        "/absences/ 登记外出",
        "/search/?q=会议",
        "/meetings/joint/",
        "{meeting}",
        "/meetings/items/",
        "{item}",
        "{item}return_report/",
        "/meetings/joint/new/ 筹备会议",
        "/appearances/notices/",
        "{notice}",
        "/appearances/notices/new/ 拟写月度通报",
        "{rectification}",
        "/appearances/observations/",
    ],
    "centre": [
        "/",
        "/calendar/",
        "{day}",
        "{dispute}",
        "{dispute}schedule_session/ 通知会谈",
        "/disputes/?state=open",
    ],
    "antu_clerk": [
        "{dispute}",
        "/disputes/new/",
        "/disputes/new/?way=guidance 提交化解中心",
        NOWHERE,
        "{dispute}extend/",
    ],
    "baishan_clerk": [
        "/suggestions/judicial/",
        "{suggestion}",
        "{suggestion}evaluate/ 评估并办结",
        "/suggestions/judicial/new/",
        "{late}",
        "{late}urge/",
        "/suggestions/figures/",
        "/suggestions/figures/letters/",
        "/suggestions/figures/account/",
        "/suggestions/takeover/ 上传并检查",
        "/calculator/",
        "/calculator/?rule=agency.answer_evidence&started_on=2026-09-21",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/search/?q=字",
    ],
    "yanbian_clerk": [
        "/appearances/lawsuits/",
        "/appearances/lawsuits/new/ 登记行政诉讼",
        "{absent}",
        "{owing}fix_hearing/ 确定开庭",
        "{called}adjourn/",
        "{absent}correct_record/",
        "{absent}raise_suggestion/",
        "{absent}judge/ 登记裁判",
        "/appearances/figures/",
        "/appearances/figures/agencies/",
        "/appearances/feed/ 上传并检查",
        "{observed}",
        "{notice}",
    ],
    "market_clerk": ["{called}", "{called}name_head/ 报送出庭负责人", "{called}excuse_head/"],
    "gwh_leader": ["/appearances/figures/"],
    "land_clerk": [
        "{owing}",
        "{owing}draft_answer/ 保存答辩稿",
        "{drafted}",
        "{drafted}draft_reply/",
        "{drafted}reply/ 提交答复",
    ],
    "land_deputy": ["{drafted}approve_reply/"],
}
"""Who looks at what; after the path, the step to submit as it is, for a page full of errors."""
