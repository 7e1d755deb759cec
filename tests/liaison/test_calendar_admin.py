"""The office's pages for the calendar and the rules: see what moves, confirm, or be refused."""

import re
from datetime import date

import pytest
from django.urls import reverse

from liaison import deadlines
from liaison.clock import calendars
from liaison.models import CalendarDay, CalendarYear, Deadline, DeadlineRule, Role
from tests.factories.liaison import UnitFactory, person
from tests.factories.outbox import a_matter

pytestmark = pytest.mark.django_db

PUBLISH = reverse("admin:liaison_calendaryear_publish")
ANSWER = "agency.answer_evidence"
FORM = {
    "year": "2027",
    "source": "国务院办公厅关于2027年部分节假日安排的通知",
    "published_on": "2026-11-25",
    "days": "2027-01-01 休 元旦\n2027-01-04 休 元旦",
}


def staff(role):
    user = person(UnitFactory(office=True), role)
    user.is_staff = True
    user.save()
    return user


@pytest.fixture
def clerk(client):
    user = staff(Role.OFFICE_CLERK)
    client.force_login(user)
    return user


@pytest.fixture
def deadline(clerk):
    return deadlines.start(
        a_matter(), ANSWER, on=date(2026, 12, 18), responsible=UnitFactory(), actor=clerk
    )


def seen(response):
    return re.search(r'name="seen" value="(\w+)"', response.content.decode())[1]


def test_page_offers_the_next_year(client, clerk):
    page = client.get(PUBLISH).content.decode()

    assert 'value="2027"' in page
    assert "查看影响" in page


def test_page_shows_a_published_year_to_be_corrected(client, clerk):
    page = client.get(PUBLISH, {"year": "2026"}).content.decode()

    assert "2026-10-10 班 国庆节调休上班" in page
    assert client.get(PUBLISH, {"year": "xx"}).status_code == 200


def test_page_fills_in_a_year_that_the_package_knows_and_the_table_does_not(client, clerk):
    CalendarYear.objects.filter(year=2026).delete()
    CalendarDay.objects.filter(day__year=2026).delete()

    assert "2026-10-10 班 国庆节调休上班" in client.get(PUBLISH).content.decode()


def test_first_post_lists_the_moves_and_changes_nothing(client, deadline):
    page = client.post(PUBLISH, FORM).content.decode()

    assert "下列 1 个正在计算的期限将改动期满日" in page
    assert "2027-01-04 周一" in page
    assert "2027-01-05 周二" in page
    assert not CalendarYear.objects.filter(year=2027).exists()
    assert Deadline.objects.get().due_on == date(2027, 1, 4)


def test_of_a_secret_matter_the_preview_says_nothing_and_it_moves_all_the_same(
    client, deadline, monkeypatch
):
    matter = deadline.matter
    monkeypatch.setattr(type(matter), "SECRET", {matter.status})
    answer = client.post(PUBLISH, FORM)
    assert answer.context["count"] == answer.context["settled"] == 0
    assert str(deadline.responsible) not in answer.content.decode()

    client.post(PUBLISH, FORM | {"seen": seen(answer)})
    before = deadline.due_on
    deadline.refresh_from_db()
    assert deadline.due_on > before


def test_what_is_handed_in_is_not_owed_again_by_a_new_calendar(client, deadline, clerk):
    matter = deadline.matter
    deadlines.hand_in(matter, ANSWER, on=date(2026, 12, 21), actor=clerk)
    answer = client.post(PUBLISH, FORM)
    client.post(PUBLISH, FORM | {"seen": seen(answer)})
    matter.refresh_from_db()
    assert deadline.events.last().kind == "recomputed"
    assert matter.due_on is None


def test_confirmation_publishes_and_moves(client, deadline, clerk):
    first = client.post(PUBLISH, FORM)
    done = client.post(PUBLISH, FORM | {"seen": seen(first)}, follow=True)

    assert "已公布2027年放假安排，1个期限的期满日随之改动" in done.content.decode()
    assert Deadline.objects.get().due_on == date(2027, 1, 5)
    assert deadline.events.last().actor == clerk
    assert CalendarYear.objects.get(year=2027).published_on == date(2026, 11, 25)


def test_what_changed_since_the_preview_is_shown_again(client, deadline, clerk):
    first = client.post(PUBLISH, FORM)
    deadlines.start(
        a_matter(number="长协〔2026〕43号"),
        ANSWER,
        on=date(2026, 12, 18),
        responsible=UnitFactory(),
        actor=clerk,
    )
    second = client.post(PUBLISH, FORM | {"seen": seen(first)})

    page = second.content.decode()
    assert "您查看期间又有期限变动" in page
    assert "下列 2 个" in page
    assert not CalendarYear.objects.filter(year=2027).exists()
    client.post(PUBLISH, FORM | {"seen": seen(second)})
    assert CalendarYear.objects.filter(year=2027).exists()


def test_marks_that_fall_off_are_counted_apart(client, clerk):
    deadlines.start(
        a_matter(), ANSWER, on=date(2026, 12, 30), responsible=UnitFactory(), actor=clerk
    )
    page = client.post(PUBLISH, FORM).content.decode()

    assert "没有正在计算的期限因此改动期满日" in page
    assert "另有 1 个期限的期满日不变" in page


def test_long_list_is_cut_and_says_so(client, deadline, monkeypatch):
    monkeypatch.setattr("liaison.admin.calendar.SHOWN", 0)

    page = client.post(PUBLISH, FORM).content.decode()

    assert "下列 1 个" in page
    assert "还有 1 个未列出" in page
    assert "2027-01-05" not in page


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"days": "2027-01-01 放假"}, "第1行：应形如"),
        ({"days": "2026-05-01 休\n甲"}, "第1行：2026-05-01不在2027年"),
        ({"year": "1999"}, "2004"),
        ({"source": ""}, "这个字段是必填项"),
    ],
)
def test_wrong_input_is_said_on_the_field_and_nothing_is_lost(client, clerk, wrong, message):
    page = client.post(PUBLISH, FORM | wrong).content.decode()

    assert message in page
    assert (FORM | wrong)["days"].splitlines()[-1] in page
    assert 'name="seen"' not in page


@pytest.mark.parametrize("role", [Role.COURT_CLERK, Role.SECURITY_ADMIN, Role.UNIT_LEADER])
def test_others_are_refused(client, role):
    client.force_login(staff(role))

    assert client.get(PUBLISH).status_code == 403
    assert client.post(PUBLISH, FORM).status_code == 403


def test_lists_are_to_look_at_and_nobody_edits_a_single_day(client, clerk):
    years = client.get(reverse("admin:liaison_calendaryear_changelist")).content.decode()
    days = client.get(reverse("admin:liaison_calendarday_changelist"), {"q": "国庆节"})
    day = CalendarDay.objects.get(day=date(2026, 10, 10))

    assert "公布放假安排" in years
    assert f"{PUBLISH}?year=2026" in years
    assert "周六" in days.content.decode()
    change = reverse("admin:liaison_calendarday_change", args=[day.pk])
    assert client.post(change, {"name": "改"}).status_code == 403
    assert client.get(reverse("admin:liaison_calendarday_add")).status_code == 403


def test_rule_in_use_keeps_its_numbers_but_not_its_words(client, deadline):
    address = reverse("admin:liaison_deadlinerule_change", args=[deadline.rule_id])
    page = client.get(address).content.decode()
    assert 'name="length"' not in page

    words = {
        "name": "答辩举证",
        "tiers": "5,0,-1",
        "note": "改过的说明",
        "extension_note": "",
        "effect_if_late": "",
        "verified": "V",
        "valid_to": "",
        "length": "99",
    }
    assert client.post(address, words).status_code == 302
    rule = DeadlineRule.objects.get(pk=deadline.rule_id)
    assert (rule.note, rule.tiers, rule.length) == ("改过的说明", [5, 0, -1], 15)


def test_new_version_begins_with_what_the_old_one_says(client, clerk):
    rule = DeadlineRule.objects.get(code="nle.demand")
    page = client.get(reverse("admin:liaison_deadlinerule_change", args=[rule.pk]))
    link = re.search(r'href="([^"]+)">以此为底新增版本', page.content.decode())[1]

    form = client.get(link.replace("&amp;", "&")).context["adminform"].form
    fields = {name: form.get_initial_for_field(form.fields[name], name) for name in form.fields}
    data = {name: value for name, value in fields.items() if value not in (None, "False")}
    data |= {"length": "15", "valid_from": "2027-01-01"}
    response = client.post(reverse("admin:liaison_deadlinerule_add"), data)

    assert response.status_code == 302, response.context["adminform"].form.errors
    calendars.adopt(calendars.arrangement_of(2026), actor=clerk)
    assert deadlines.rule_in_force("nle.demand", date(2026, 12, 31)).length == 10
    later = deadlines.rule_in_force("nle.demand", date(2027, 1, 1))
    assert (later.length, later.unit, later.law) == (15, "working_day", "行政强制法")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"length": "30000", "unit": "year"}, "最长100年"),
        ({"valid_to": "2025-01-01"}, "失效日期不能早于施行日期"),
        ({"valid_from": "2012-01-01"}, "该代码已有同日施行的版本"),
    ],
)
def test_rule_that_cannot_be_is_refused_on_its_field(client, clerk, wrong, message):
    rule = {
        "code": "nle.demand",
        "name": "催告",
        "law": "行政强制法",
        "trigger": "催告书送达之日",
        "length": "10",
        "unit": "working_day",
        "direction": "after",
        "extendable_by": "0",
        "tiers": "3,1,0",
        "valid_from": "2027-01-01",
    }
    page = client.post(reverse("admin:liaison_deadlinerule_add"), rule | wrong).content.decode()

    assert message in page


def test_rules_are_not_deleted(client, clerk):
    rule = DeadlineRule.objects.get(code="nle.demand")

    address = reverse("admin:liaison_deadlinerule_delete", args=[rule.pk])
    assert client.post(address, {"post": "yes"}).status_code == 403
