"""Sheets for the meeting room as they are printed: sign-in sheets, seat cards, the agenda."""

import pytest

from liaison import registry
from tests.factories.liaison import UnitFactory
from tests.factories.meetings import (
    Status,
    agenda_row,
    attendance,
    meeting_in,
    programme,
    venue,
)
from tests.liaison.geometry import boxes, pages, runs

pytestmark = pytest.mark.django_db

SIGN_IN = registry.papers["joint-meeting-sign-in"]
CARDS = registry.papers["joint-meeting-seat-cards"]
AGENDA = registry.papers["joint-meeting-agenda"]
LONG = "阿卜杜热合曼·买买提依明·吐尔逊"
"""A name of sixteen characters, as a Uyghur may bear it."""


def with_roll(on, *rows, **more):
    """A meeting that was called, with these people on its roll."""
    meeting = meeting_in(Status.NOTIFIED, on, **more)
    kept = [attendance(meeting, **row) for row in rows]
    meeting.record_attendance(actor=on.clerk, revision=meeting.revision, attendance=kept)
    return meeting


def signing(meeting, place=0):
    """The rows of the sign-in sheet of one venue: number, unit, post, name, room to sign."""
    paper = SIGN_IN.of(meeting.venues.all()[place])
    return paper.context(meeting)["table"].rows


def cards(meeting):
    return [(name, unit) for name, unit, *_ in CARDS.context(meeting)["cards"]]


def text_of(page):
    return "".join(run.text for run in runs(page))


def test_a_sign_in_sheet_names_who_comes_to_its_venue_and_leaves_rows_for_others(on):
    meeting = meeting_in(Status.NOTIFIED, on)
    main, branch = meeting.venues.all()
    rows = [
        attendance(meeting, name="贺长青"),
        attendance(meeting, unit=on.bureau, name="王一", post="局长", venue=branch),
        attendance(meeting, unit=on.courts[0], name="崔正言", presence="on_leave"),
        attendance(meeting, unit=None, other_unit="省厅", name="列席人", presence="observing"),
    ]
    meeting.record_attendance(actor=on.clerk, revision=meeting.revision, attendance=rows)

    assert [row[1:4] for row in signing(meeting)[:3]] == [
        [str(on.government), "秘书长", "贺长青"],
        ["省厅", "秘书长", "列席人"],
        ["", "", ""],
    ]
    assert [row[3] for row in signing(meeting, 1) if row[3]] == ["王一"]
    for place in (0, 1):
        assert [row[0] for row in signing(meeting, place)] == [str(n) for n in range(1, 21)]
        assert {row[4] for row in signing(meeting, place)} == {""}
    assert SIGN_IN.of(branch).context(meeting)["lines"].startswith("会场：池北区\n时间：")
    assert [paper.part for paper in SIGN_IN.drafts(meeting)] == [main, branch]


def test_with_more_people_than_rows_nobody_is_left_out_and_no_row_is_added(on):
    meeting = with_roll(on, *({"name": f"代表{n}"} for n in range(30)))

    rows = signing(meeting)
    assert [row[3] for row in rows] == [f"代表{n}" for n in range(30)]
    assert rows[-1][0] == "30"


@pytest.mark.parametrize("status", [Status.PLANNED, Status.DRAFTED])
def test_sheets_for_the_room_are_there_from_the_notice_to_the_minutes(on, status):
    meeting = meeting_in(status, on)
    assert not list(SIGN_IN.drafts(meeting))
    assert not list(CARDS.drafts(meeting))


@pytest.mark.usefixtures("drawn_papers")
def test_the_head_of_the_sign_in_sheet_stands_on_its_second_page_too(on):
    meeting = with_roll(on, *({"name": f"代表{n:02}"} for n in range(30)))

    first, second = pages(SIGN_IN.of(meeting.venues.first()).render(meeting))
    for page in (first, second):
        for label in ("序号", "单位", "职务", "姓名", "签名"):
            assert label in text_of(page)
        assert max(run.right for run in runs(page)) < 210 - 15
        assert boxes(page) == []
    assert "会议签到表" in text_of(first) + second.extract_text()
    assert "代表00" in text_of(first)
    assert "代表29" in text_of(second)
    found = text_of(first) + text_of(second)
    assert [found.count(f"代表{n:02}") for n in range(30)] == [1] * 30
    assert "未印发" not in found


def test_each_person_has_one_card_and_the_one_who_presides_the_first(on):
    meeting = with_roll(
        on,
        {"unit": on.bureau, "name": "王一", "post": "局长"},
        {"unit": on.bureau, "name": "王 一", "post": "副主任"},
        {"unit": on.courts[0], "name": "崔正言", "presence": "on_leave"},
        {"unit": on.courts[1], "name": ""},
        {"name": "沈怀远"},
        {"unit": on.courts[1], "name": "王一", "post": "院长"},
    )

    assert cards(meeting) == [
        ("沈怀远", str(on.government)),
        ("王　一", str(on.bureau)),
        ("王　一", str(on.courts[1])),
    ]


def test_who_presides_has_a_card_without_being_on_the_roll(on):
    assert cards(with_roll(on)) == [("沈怀远", str(on.government))]
    assert cards(with_roll(on, {"name": "贺长青"}, presiding_name="")) == [
        ("贺长青", str(on.government))
    ]


def test_who_presides_and_has_asked_for_leave_has_no_card(on):
    away = {
        "unit": on.government,
        "name": "贺 长青",
        "presence": "on_leave",
        "leave_reason": "出差",
    }
    assert cards(with_roll(on, away, {"name": "王一"}, presiding_name="贺长青")) == [
        ("王　一", str(on.government))
    ]
    other = away | {"unit": on.bureau}
    meeting = with_roll(on, other, presiding_name="贺长青")
    assert cards(meeting) == [("贺长青", str(on.government))], "another of that name"


@pytest.mark.usefixtures("drawn_papers")
def test_without_anybody_the_paper_says_so(on):
    meeting = with_roll(on, presiding_name="")
    (page,) = pages(CARDS.render(meeting))
    assert text_of(page) == "名册上还没有人。"


@pytest.mark.usefixtures("drawn_papers")
@pytest.mark.parametrize(
    "name",
    [
        "王一",
        "沈怀远",
        "乌兰图雅",
        "一二三四五六七八九十甲乙",
        LONG,
        "长" * 60,
        "Nurlan Abdykadyrov",
    ],
)
def test_a_name_of_any_length_stands_twice_inside_its_page(on, name):
    unit = UnitFactory(name="很" * 60, short_name="很" * 40)
    row = {"unit": None, "other_unit": str(unit.name), "name": name}
    meeting = with_roll(on, row)

    _, second = pages(CARDS.render(meeting))
    assert (float(second.mediabox.width), float(second.mediabox.height)) == pytest.approx(
        (297 / 25.4 * 72, 210 / 25.4 * 72), abs=0.1
    )
    shown = [run for run in runs(second) if run.text.strip()]
    for run in shown:
        left, right = sorted((run.left, run.right))
        assert left >= 9.5
        assert right <= 297 - 9.5
        assert 0 < run.baseline < 210
    halves = [run.baseline > 105 for run in shown]
    assert halves.count(True) == halves.count(False) > 0
    assert text_of(second).count(name.replace("王一", "王　一")) == 2
    assert boxes(second) == []


@pytest.mark.usefixtures("drawn_papers")
def test_short_names_are_as_large_as_a_card_lets_them(on):
    meeting = with_roll(on, {"unit": on.bureau, "name": "王一"})
    for page in pages(CARDS.render(meeting)):
        assert max(run.size for run in runs(page)) * 25.4 / 72 == pytest.approx(60, abs=0.1)


@pytest.mark.usefixtures("drawn_papers")
def test_one_page_a_person(on):
    meeting = with_roll(on, *({"unit": on.bureau, "name": f"代表{n:02}"} for n in range(5)))
    found = [text_of(page) for page in pages(CARDS.render(meeting))]
    assert len(found) == 6
    assert [page.count(f"代表{n:02}") for n, page in enumerate(found[1:])] == [2] * 5


def test_what_was_typed_is_never_markup(on):
    hostile = "<script>alert(1)</script>"
    meeting = with_roll(
        on, {"unit": None, "other_unit": hostile, "post": hostile, "name": hostile}, title=hostile
    )
    for paper in (SIGN_IN.of(meeting.venues.first()), CARDS, AGENDA):
        html = paper.render(meeting).decode()
        assert "<script" not in html.lower()
        assert "&lt;" in html


@pytest.mark.usefixtures("drawn_papers")
def test_a_character_no_font_has_is_shown_as_missing_and_not_as_a_hole(on):
    meeting = with_roll(on, {"unit": on.bureau, "name": "王\U0010fffd一"})
    page = pages(CARDS.render(meeting))[1]
    assert text_of(page).count("王〓一") == 2
    assert boxes(page) == []


def test_the_agenda_says_when_where_who_and_how_long(on):
    agenda = [
        agenda_row("关于机制的说明", "explanation", on.bureau, document_title="方案", minutes=15),
        agenda_row("讲话", "speech", on.courts[0], post="院长", name="崔正言"),
    ]
    meeting = meeting_in(Status.NOTIFIED, on, agenda=agenda)

    assert AGENDA.heading(meeting) == "第一次府院联席（视频）会议议程"
    assert AGENDA.context(meeting)["body"].split("\n")[1:] == [
        "会场：管委会、池北区",
        f"主持：{on.government}秘书长沈怀远",
        "一、关于机制的说明",
        f"说明：{on.bureau}局长，审阅《方案》，约15分钟。",
        "二、讲话",
        f"讲话：{on.courts[0]}院长崔正言。",
    ]


def test_an_item_added_late_is_marked_on_the_agenda(on):
    meeting = meeting_in(Status.NOTIFIED, on)
    meeting.agenda.filter(title="讲话").update(is_late=True)
    assert "二、讲话（临时增列）" in AGENDA.context(meeting)["body"]


def test_the_order_on_paper_is_that_of_the_agenda(on):
    titles = [f"第{n}项议题" for n in range(12)]
    agenda = [agenda_row(title, "report", on.bureau) for title in titles]
    rows = programme(on) | {"agenda": agenda, "venues": [venue("管委会", is_main=True)]}
    meeting = meeting_in(Status.NOTIFIED, on, **rows)
    body = AGENDA.context(meeting)["body"]
    assert sorted(titles, key=body.index) == titles
    assert f"十二、{titles[-1]}" in body
