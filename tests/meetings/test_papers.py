"""The notice and the minutes as they are printed: words, layout, and what is frozen."""

from datetime import datetime
from io import BytesIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from pypdf import PdfReader

from liaison import registry
from liaison.documents import frozen
from liaison.templatetags.typeset import cn_date, cn_moment
from meetings.documents.minutes import attendance_lines
from meetings.documents.notice import addressees
from tests.factories.liaison import UnitFactory
from tests.factories.meetings import Status, attendance, days_ago, meeting_in
from tests.liaison.geometry import runs

pytestmark = pytest.mark.django_db

NOTICE = registry.papers["joint-meeting-notice"]
MINUTES = registry.papers["joint-meeting-minutes"]


def record(meeting, on, *rows):
    kept = [attendance(meeting, **row) for row in rows]
    meeting.record_attendance(actor=on.clerk, revision=meeting.revision, attendance=kept)
    return dict(attendance_lines(meeting))


def test_the_notice_says_when_where_what_and_what_is_asked(on):
    meeting = meeting_in(Status.PLANNED, on)
    body = NOTICE.context(meeting)["body"]

    assert "以视频形式召开第一次府院联席（视频）会议" in body
    assert "主会场：管委会（三楼会议室）；视频分会场：池北区。" in body
    assert f"1.关于机制的说明（《实施方案》，{on.bureau}局长）。" in body
    assert body.endswith("四、有关要求\n请准时参会。")
    assert NOTICE.heading(meeting) == "关于召开第一次府院联席（视频）会议的通知"
    assert NOTICE.context(meeting)["number"].endswith("〔　　〕　号")


def test_a_notice_of_one_venue_without_requirements_leaves_both_out(on):
    venues = [{"name": "管委会", "is_main": True, "host": None, "place": ""}]
    meeting = meeting_in(Status.PLANNED, on, venues=venues, requirements=" ")
    body = NOTICE.context(meeting)["body"]

    assert "主会场：管委会。" in body
    assert "视频" not in body.replace(meeting.title, "")
    assert "有关要求" not in body


@pytest.mark.parametrize(
    ("hour", "minute", "text"),
    [
        (9, 0, "2020年7月2日（星期四）上午9时"),
        (14, 30, "2020年7月2日（星期四）下午2时30分"),
        (12, 5, "2020年7月2日（星期四）中午12时5分"),
        (19, 0, "2020年7月2日（星期四）晚上7时"),
        (5, 0, "2020年7月2日（星期四）凌晨5时"),
    ],
)
def test_moments_are_written_as_clerks_do(hour, minute, text):
    moment = timezone.make_aware(datetime(2020, 7, 2, hour, minute))

    assert cn_moment(moment) == text


def test_many_units_are_addressed_as_one():
    few = [UnitFactory.build(short_name=f"单位{n}") for n in range(3)]

    assert addressees(few) == "单位0、单位1、单位2"
    assert addressees(few * 6) == "委员会各成员单位"


def test_who_came_is_listed_by_venue_and_unit(on):
    meeting = meeting_in(Status.NOTIFIED, on)
    main, branch = meeting.venues.all()
    unit, other = on.government, on.bureau

    lines = record(
        meeting,
        on,
        {"venue": main, "post": "主任", "name": "贺长青"},
        {"venue": main, "post": "秘书长", "name": "沈怀远"},
        {"venue": main, "unit": other, "post": "主要负责人", "name": ""},
        {"venue": main, "unit": on.courts[0], "post": "主要负责人", "name": ""},
        {"venue": branch, "unit": other, "post": "局长", "name": "某乙", "substitute_for": "某甲"},
        {"venue": main, "presence": "on_leave", "leave_reason": "出差", "post": "", "name": "某丙"},
        {"venue": main, "presence": "observing", "unit": None, "other_unit": "省高院"},
    )

    assert list(lines) == ["出席：", "请假：", "列席："]
    assert lines["出席："] == (
        f"管委会主会场：{unit}主任贺长青、秘书长沈怀远，{other}、{on.courts[0]}主要负责人。\n"
        f"池北区分会场：{other}局长某乙（代某甲）。"
    )
    assert lines["请假："] == f"管委会主会场：{unit}某丙。"
    assert lines["列席："] == "管委会主会场：省高院秘书长沈怀远。"


def test_one_venue_is_not_named_in_the_list(on):
    meeting = meeting_in(Status.NOTIFIED, on)

    assert record(meeting, on, {}) == {"出席：": f"{on.government}秘书长沈怀远。"}


def test_the_minutes_are_printed_as_minutes(on, drawn_papers):
    meeting = meeting_in(Status.ISSUED, on)
    paper = meeting.papers.get(code="joint-meeting-minutes")
    reader = PdfReader(BytesIO(frozen(paper)))
    text = reader.pages[0].extract_text().replace("\n", "")
    shown = list(runs(reader.pages[0]))

    for words in (
        "长白山府院联席会议纪要",
        meeting.minutes.number,
        "第一次府院联席（视频）会议纪要",
        "一、会议情况",
        "出席：",
        "分送：委员会各成员单位。",
    ):
        assert words in text
    label = next(run for run in shown if run.text.startswith("出席"))
    body = next(run for run in shown if run.text.startswith("会议听取"))
    assert "hei" in label.font
    assert label.left == pytest.approx(28 + 2 * 156 / 28, abs=0.5)
    assert body.left == pytest.approx(label.left, abs=0.5)
    assert max(run.right for run in shown) <= 184.5
    assert paper.number == meeting.number
    assert b"pdfaid" in reader.trailer["/Root"]["/Metadata"].get_data()  # for the archive


def test_the_notice_is_printed_as_a_letter(on, drawn_papers):
    meeting = meeting_in(Status.NOTIFIED, on)
    paper = meeting.papers.get()
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(frozen(paper))).pages).replace(
        "\n", ""
    )

    assert on.office.name in text
    assert meeting.number in text
    assert "三、会议议程" in text
    assert "会议由" in text


def test_the_printed_minutes_are_found_by_the_meetings_number(on, tmp_path, capsys):
    meeting = meeting_in(Status.ISSUED, on)
    target = tmp_path / "minutes.pdf"
    typed = meeting.number.replace("〔", "[").replace("〕", "]")

    call_command("print", "joint-meeting-minutes", typed, output=str(target))
    call_command("print", list=True)

    paper = meeting.papers.get(code="joint-meeting-minutes")
    assert target.read_bytes() == frozen(paper)
    assert f"joint-meeting-minutes\t{meeting.number}" in capsys.readouterr().out


def test_papers_belong_to_their_statuses(on):
    planned, drafted = meeting_in(Status.PLANNED, on), meeting_in(Status.DRAFTED, on)

    assert (NOTICE.available(planned), MINUTES.available(planned)) == (True, False)
    assert (NOTICE.available(drafted), MINUTES.available(drafted)) == (False, True)
    assert MINUTES.blocks(drafted)[0].number.endswith("〔　　〕　号")
    assert MINUTES.blocks(drafted)[0].dated == cn_date(days_ago(0))
