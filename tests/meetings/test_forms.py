"""Forms of meetings: what they offer, what they refuse, and that nothing typed is lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from liaison.models import User
from meetings.forms import ITEM_FORMS, MEETING_FORMS
from meetings.forms.rows import ordered
from tests.factories.liaison import CommitteeFactory, PostFactory, UnitFactory
from tests.factories.meetings import (
    MeetingSeriesFactory,
    Status,
    board,
    days_ago,
    item_in,
    meeting_in,
)

pytestmark = pytest.mark.django_db


def table(name, *rows, initial=0):
    """A formset as the browser posts it."""
    data = {f"{name}-TOTAL_FORMS": str(len(rows)), f"{name}-INITIAL_FORMS": str(initial)}
    for n, row in enumerate(rows):
        data |= {f"{name}-{n}-{key}": value for key, value in row.items()}
    return data


def form_for(step, matter, actor, data=None, files=None):
    forms = ITEM_FORMS if step in ITEM_FORMS else MEETING_FORMS
    return forms[step](data, files, matter=matter, actor=actor)


def plan(on, **more):
    tables = {key.split("-")[0] for key in more if "-" in key}
    data = {
        "initiator": str(on.office.pk),
        "series": str(on.series.pk),
        "title": "第二次府院联席会议",
        "kind": "regular",
        "ordinal": "2",
        "starts_at": "2026-12-04T09:00",
        "presiding_unit": str(on.government.pk),
        "presiding_post": "秘书长",
        "requirements": "请准时参会。",
        **table("venues", {"name": "管委会", "is_main": "on"}, {"name": "池北区"}),
        **table(
            "agenda",
            {"title": "后说", "kind": "speech", "unit": str(on.bureau.pk), "order": "2"},
            {"title": "先说", "kind": "speech", "unit": str(on.courts[0].pk), "order": "1"},
            {"kind": "speech"},
        ),
    }
    return {key: data[key] for key in data if key.split("-")[0] not in tables} | more


def test_a_plan_is_cleaned_into_what_the_step_takes(on):
    form = MEETING_FORMS["create"](plan(on), actor=on.clerk)

    assert form.is_valid(), (form.errors, [table.errors for table in form.formsets.values()])
    assert form.cleaned_data["committee"] == on.committee
    assert [row["title"] for row in form.cleaned_data["agenda"]] == ["先说", "后说"]
    assert all("order" not in row for row in form.cleaned_data["agenda"])


def test_an_office_with_one_series_need_not_choose(on):
    form = MEETING_FORMS["create"](None, actor=on.clerk)

    assert form["series"].initial == on.series.pk
    assert form["ordinal"].initial == 1
    meeting_in(Status.PLANNED, on, ordinal=4)
    assert MEETING_FORMS["create"](None, actor=on.clerk)["ordinal"].initial == 5


def test_nobody_elses_units_and_series_are_offered(on):
    other = board()
    form = MEETING_FORMS["create"](None, actor=on.clerk)

    assert set(form.fields["series"].queryset) == {on.series}
    units = set(form.fields["presiding_unit"].queryset)
    assert units == {on.government, on.bureau, on.office, *on.courts}
    assert not MEETING_FORMS["create"](
        plan(on, presiding_unit=str(other.bureau.pk)), actor=on.clerk
    ).is_valid()


def test_a_series_belongs_to_the_office_that_calls(on):
    second = CommitteeFactory()
    PostFactory(user=on.clerk, unit=second.office, role="office_clerk")
    user = User.objects.get(pk=on.clerk.pk)
    MeetingSeriesFactory(committee=second)

    form = MEETING_FORMS["create"](plan(on, initiator=str(second.office.pk)), actor=user)

    assert not form.is_valid()
    assert "series" in form.errors


@pytest.mark.parametrize(
    ("venues", "words"),
    [
        (table("venues"), "主会场应当有且只有一个，现在是0个"),
        (
            table("venues", {"name": "甲", "is_main": "on"}, {"name": "甲"}),
            "会场名称不能重复",
        ),
    ],
)
def test_venues_are_judged_as_a_whole(on, venues, words):
    form = MEETING_FORMS["create"](plan(on, **venues), actor=on.clerk)

    assert not form.is_valid()
    assert words in form.non_field_errors()


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"title": "某题", "kind": "speech"}, "unit"),
        ({"title": "某题", "kind": "speech", "other_unit": "省高院", "unit": "own"}, "other_unit"),
        ({"title": "题" * 121, "kind": "speech", "other_unit": "省高院"}, "title"),
        ({"title": "某题", "kind": "唱歌", "other_unit": "省高院"}, "kind"),
    ],
)
def test_a_bad_row_of_the_agenda_says_so_on_its_field(on, row, field):
    row = {key: str(on.bureau.pk) if value == "own" else value for key, value in row.items()}

    form = MEETING_FORMS["create"](plan(on, **table("agenda", row)), actor=on.clerk)

    assert not form.is_valid()
    assert list(form.formsets["agenda"].errors[0]) == [field]


def test_rows_keep_the_order_typed_and_the_rest_their_place():
    rows = [{"order": None, "n": 1}, {"order": 2, "n": 2}, {"order": 1, "n": 3}]

    assert [row["n"] for row in ordered(rows)] == [3, 2, 1]


def test_revising_begins_with_what_was_planned(on):
    meeting = meeting_in(Status.PLANNED, on)

    form = form_for("revise", meeting, on.clerk)

    assert form.initial["title"] == meeting.title
    assert [row["name"] for row in form.initial["venues"]] == ["管委会", "池北区"]
    assert form.initial["agenda"][0]["document_title"] == "实施方案"


def test_an_old_page_of_rows_is_refused_once_and_keeps_what_was_typed(on):
    meeting = meeting_in(Status.NOTIFIED, on)
    data = {"revision": "7"} | table(
        "attendance",
        {
            "venue": str(meeting.venues.first().pk),
            "presence": "present",
            "unit": str(on.bureau.pk),
            "post": "局长",
        },
    )

    form = form_for("record_attendance", meeting, on.clerk, data)

    assert not form.is_valid()
    assert "他人已更新" in form.non_field_errors()[0]
    assert form["revision"].value() == 0
    assert form.formsets["attendance"][0]["post"].value() == "局长"


def test_the_roll_is_kept_in_the_order_typed(on):
    meeting = meeting_in(Status.NOTIFIED, on)
    place = meeting.venues.first().pk
    rows = [
        {"venue": place, "presence": "present", "unit": on.bureau.pk, "name": name, "order": order}
        for name, order in (("丙", 3), ("末", ""), ("甲", 1), ("乙", 2))
    ]
    form = form_for(
        "record_attendance", meeting, on.clerk, {"revision": "0"} | table("attendance", *rows)
    )
    assert form.is_valid(), form.errors
    assert [row["name"] for row in form.cleaned_data["attendance"]] == ["甲", "乙", "丙", "末"]
    meeting.record_attendance(actor=on.clerk, **form.cleaned_data)
    again = form_for("record_attendance", meeting, on.clerk).initial["attendance"]
    kept = [row for row in again if row["name"] in set("甲乙丙末")]
    assert [(row["order"], row["name"]) for row in kept] == list(enumerate("甲乙丙末", 1))


def test_attendance_begins_with_who_is_on_the_programme(on):
    meeting = meeting_in(Status.NOTIFIED, on)

    rows = form_for("record_attendance", meeting, on.clerk).initial["attendance"]

    assert [(row["post"], row["name"]) for row in rows] == [
        ("秘书长", "沈怀远"),
        ("局长", ""),
        ("院长", "崔正言"),
    ]
    held = meeting_in(Status.HELD, on)
    assert len(form_for("record_attendance", held, on.clerk).initial["attendance"]) == 1


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"post": ""}, "post"),
        ({"presence": "on_leave"}, "leave_reason"),
        ({"leave_reason": "出差"}, "leave_reason"),
        ({"venue": ""}, "venue"),
        ({"venue": "999999"}, "venue"),
    ],
)
def test_a_bad_row_of_attendance_says_so_on_its_field(on, row, field):
    meeting = meeting_in(Status.NOTIFIED, on)
    good = {
        "venue": str(meeting.venues.first().pk),
        "presence": "present",
        "unit": str(on.bureau.pk),
        "post": "局长",
    }

    form = form_for(
        "record_attendance", meeting, on.clerk, {"revision": "0"} | table("attendance", good | row)
    )

    assert not form.is_valid()
    assert list(form.formsets["attendance"].errors[0]) == [field]


@pytest.mark.parametrize(
    ("row", "field"),
    [({"due_on": "2020-01-01"}, "due_on"), ({"assisting": "lead"}, "assisting")],
)
def test_a_bad_decision_says_so_on_its_field(on, row, field):
    meeting = meeting_in(Status.NOTIFIED, on)
    good = {"title": "某事", "lead": str(on.bureau.pk), "due_on": str(days_ago(-9))}
    if "assisting" in row:
        row = {"assisting": str(on.bureau.pk)}
    data = {"revision": "0", "on": str(days_ago(20))}

    form = form_for("hold", meeting, on.clerk, data | table("decisions", good | row))

    assert not form.is_valid()
    assert list(form.formsets["decisions"].errors[0]) == [field]


def test_a_deleted_row_is_not_judged(on):
    meeting = meeting_in(Status.NOTIFIED, on)
    row = {"title": "某事", "lead": str(on.bureau.pk), "due_on": "2020-01-01", "DELETE": "on"}
    data = {"revision": "0", "on": str(days_ago(20))} | table("decisions", row)

    form = form_for("hold", meeting, on.clerk, data)

    assert form.is_valid()
    assert form.cleaned_data["decisions"] == []


def test_decisions_can_be_corrected_from_what_was_written_down(on):
    meeting = meeting_in(Status.HELD, on)

    form = form_for("revise_decisions", meeting, on.clerk)

    assert form.initial["decisions"][0]["lead"] == on.bureau.pk
    assert form.initial["decisions"][0]["assisting"] == [on.courts[0].pk]
    assert form.held_on() == meeting.held_on


@pytest.mark.parametrize(
    ("step", "status", "bad", "words"),
    [
        ("notify", Status.PLANNED, -1, "不能晚于今天"),
        ("notify", Status.PLANNED, 3, "不能晚于开会日期"),
        ("hold", Status.NOTIFIED, 26, "不能早于通知日期"),
        ("send_to_countersign", Status.DRAFTED, 21, "不能早于召开日期"),
        ("countersign", Status.COUNTERSIGNING, 19, "不能早于送签日期"),
        ("return_minutes", Status.COUNTERSIGNING, 19, "不能早于送签日期"),
        ("issue_minutes", Status.COUNTERSIGNED, 18, "不能早于会签日期"),
    ],
)
def test_an_impossible_day_is_refused_on_its_field(on, step, status, bad, words):
    meeting = meeting_in(status, on)

    form = form_for(step, meeting, on.clerk, {"on": str(days_ago(bad))} | table("decisions"))

    assert not form.is_valid()
    assert words in form.errors["on"][0]
    assert form.initial.get("on") or form_for(step, meeting, on.clerk).initial["on"]


def test_closing_is_not_dated_before_the_issue(on):
    meeting = meeting_in(Status.ISSUED, on, decisions=[])

    form = form_for("close", meeting, on.clerk, {"on": str(days_ago(17))})

    assert "不能早于印发日期" in form.errors["on"][0]


def test_the_issue_offers_the_members_as_distribution(on):
    meeting = meeting_in(Status.COUNTERSIGNED, on)

    form = form_for("issue_minutes", meeting, on.clerk)

    assert set(form["units"].value()) == {
        unit.pk for unit in (on.government, on.bureau, *on.courts)
    }


def test_a_stale_draft_shows_both_texts_and_can_then_be_saved(on):
    meeting = meeting_in(Status.DRAFTED, on)
    meeting.draft_minutes(actor=on.clerk, body="甲改的", revision=1)

    form = form_for("draft_minutes", meeting, on.clerk, {"body": "乙改的", "revision": "1"})

    assert not form.is_valid()
    assert "第2稿" in form.non_field_errors()[0]
    assert form.newer.body == "甲改的"
    assert form["body"].value() == "乙改的"
    assert form["revision"].value() == "2"


def test_a_first_draft_is_offered_and_a_written_one_is_kept(on):
    held, drafted = meeting_in(Status.HELD, on), meeting_in(Status.DRAFTED, on)

    assert "主持召开" in form_for("draft_minutes", held, on.clerk).initial["body"]
    assert form_for("draft_minutes", drafted, on.clerk).initial["revision"] == 1


@pytest.mark.parametrize(
    ("body", "fits"), [("机密★10年\n正文", False), ("机密是要保守的", True), ("", False)]
)
def test_classified_minutes_are_refused(on, body, fits):
    meeting = meeting_in(Status.HELD, on)

    form = form_for("draft_minutes", meeting, on.clerk, {"body": body, "revision": "0"})

    assert form.is_valid() == fits


@pytest.mark.parametrize(
    ("data", "files", "field"),
    [
        ({"kind": "completion"}, None, "proof"),
        ({"kind": "completion"}, b"not a paper", "proof"),
        ({"kind": "progress", "on": str(days_ago(21))}, None, "on"),
        ({"kind": "progress", "text": "字" * 2001}, None, "text"),
        ({"kind": "else"}, None, "kind"),
    ],
)
def test_a_bad_report_says_so_on_its_field(on, data, files, field):
    item = item_in("open", on)
    upload = {"proof": SimpleUploadedFile("佐证.pdf", files)} if files else None
    good = {"on": str(days_ago(10)), "text": "办了"}

    form = form_for("report", item, on.bureau_clerk, good | data, upload)

    assert not form.is_valid()
    assert list(form.errors) == [field]


def test_a_verdict_is_not_dated_before_the_report(on):
    item = item_in("reported", on)

    for step in ("verify_and_close", "return_report"):
        form = form_for(step, item, on.clerk, {"on": str(days_ago(11)), "reason": "不全"})
        assert "不能早于报办结日期" in form.errors["on"][0]


def test_a_unit_that_the_system_does_not_know_is_written_out(on):
    row = {"title": "致辞", "kind": "speech", "other_unit": "省高级人民法院"}

    form = MEETING_FORMS["create"](plan(on, **table("agenda", row)), actor=on.clerk)

    assert form.is_valid()
    assert form.cleaned_data["agenda"][0]["other_unit"] == "省高级人民法院"
    assert UnitFactory._meta.model.objects.filter(name="省高级人民法院").count() == 0
