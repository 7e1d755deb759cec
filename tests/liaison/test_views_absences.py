"""外出代办 as people meet it: entering, changing, ending, and the desk's line."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from liaison import absences
from liaison.models import Absence, AuditEntry, Message, Post, Role
from liaison.views import absences as views
from tests.factories.absences import absent, day, typed
from tests.factories.liaison import UnitFactory, UserFactory
from tests.factories.outbox import member

pytestmark = pytest.mark.django_db
PAGE, DESK = reverse("liaison:absences"), reverse("liaison:desk")


@pytest.fixture
def unit():
    return UnitFactory()


@pytest.fixture
def clerk(unit):
    return member(unit, user__name="王晓丽")


@pytest.fixture
def colleague(unit):
    return member(unit, user__name="赵国栋", title="法制科科长")


def words(page):
    """What stands on the page, without its marks and spaces."""
    return "".join(re.sub(r"<[^>]+>", "", page.content.decode()).split())


def trail():
    return list(AuditEntry.objects.order_by("pk").values_list("label", flat=True))


def inbox_of(user):
    letters = Message.objects.inbox_of(user).order_by("pk")
    return [letter.subject for letter in letters]


def url(name, absence):
    return reverse(f"liaison:absence_{name}", args=[absence.pk])


class TestEntering:
    def test_is_entered_audited_and_told_to_the_substitute(self, client, clerk, colleague):
        client.force_login(clerk)
        assert "没有登记外出" in words(client.get(PAGE))
        page = client.post(PAGE, typed(by=colleague, reason="trip"), follow=True)
        absence = Absence.objects.get()
        assert f"已登记外出：{absence.span}" in words(page)
        assert "代办人：赵国栋·出差" in words(page)
        assert (absence.user, absence.substitute) == (clerk, colleague)
        entry = AuditEntry.objects.get()
        assert (entry.actor, entry.label, entry.matter) == (clerk, "登记外出", absence)
        assert entry.note == f"王晓丽 {absence.span}，代办人赵国栋"
        assert inbox_of(colleague) == [f"王晓丽{absence.span}外出，由您代办"]
        mail = Message.objects.get(channel="email")
        assert "王晓丽" not in mail.subject + mail.body

    def test_without_a_substitute_nobody_is_told(self, client, clerk):
        client.force_login(clerk)
        page = client.post(PAGE, typed(0, 0), follow=True)
        assert "没有指定代办人，由本单位其他人接办" in words(page)
        assert not Message.objects.exists()
        assert Absence.objects.get().span == f"{day(0).month}月{day(0).day}日"

    @pytest.mark.parametrize(
        ("wrong", "field", "said"),
        [
            (typed(5, 1), "ends_on", "结束日期不能早于开始日期"),
            (typed(-5, -1), "ends_on", "已经过去的外出不必登记"),
            (typed(0, 400), "ends_on", "一次最多登记一年"),
            (typed() | {"starts_on": "后天"}, "starts_on", "输入一个有效的日期"),
            (typed() | {"ends_on": ""}, "ends_on", "必填"),
            (typed() | {"reason": "病假"}, "reason", "病假不在可用的选项中"),
            (typed() | {"substitute": "x"}, "substitute", "该选择不在可用的选项中"),
        ],
    )
    def test_what_is_refused_comes_back_as_it_was_typed(self, client, clerk, wrong, field, said):
        client.force_login(clerk)
        page = client.post(PAGE, wrong)
        assert page.status_code == 200
        assert said in words(page)
        assert list(page.context["form"].errors) == [field]
        for name in ("starts_on", "ends_on"):
            assert page.context["form"][name].value() == wrong[name]
        assert not Absence.objects.exists()

    def test_overlap_is_refused_and_says_with_what(self, client, clerk):
        other = absent(clerk, 3, 8)
        client.force_login(clerk)
        for first, last in ((1, 3), (8, 9), (4, 5), (1, 20)):
            page = client.post(PAGE, typed(first, last))
            assert f"与已登记的外出（{other.span}）重叠" in words(page)
        client.post(PAGE, typed(1, 2))
        client.post(PAGE, typed(9, 9))
        assert Absence.objects.count() == 3

    def test_substitutes_are_people_of_ones_own_units_at_work(self, client, unit, clerk, colleague):
        member(UnitFactory(), user__name="别局的人")
        member(unit, user__name="停用的人", user__is_active=False)
        member(unit, user__name="离任的人", ends_on=date(2020, 1, 2))
        member(unit, user__name="一位调解员", role=Role.MEDIATOR)
        client.force_login(clerk)
        field = client.get(PAGE).context["form"]["substitute"].field
        assert [label for _, label in field.choices][1:] == ["赵国栋（法制科科长）"]

    def test_substitute_away_on_all_these_days_is_refused(self, client, clerk, colleague):
        absent(colleague, 0, 2)
        absent(colleague, 3, 9)
        client.force_login(clerk)
        page = client.post(PAGE, typed(1, 5, colleague))
        assert "赵国栋在这段时间也外出，请另选代办人" in words(page)
        assert page.context["form"]["substitute"].value() == str(colleague.pk)

    def test_substitute_away_on_some_of_them_is_pointed_out(self, client, clerk, colleague):
        absent(colleague, 4, 9)
        client.force_login(clerk)
        page = client.post(PAGE, typed(1, 5, colleague), follow=True)
        assert "赵国栋其中2天也外出" in words(page)
        assert Absence.objects.filter(user=clerk).exists()

    def test_whoever_stands_in_meanwhile_is_reminded_of_it(self, client, clerk, colleague):
        other = absent(colleague, 0, 2, by=clerk)
        client.force_login(clerk)
        page = client.post(PAGE, typed(2, 5), follow=True)
        assert f"您在代赵国栋办理（{other.span}）" in words(page)

    def test_person_without_a_unit_may_be_away_too(self, client):
        user = UserFactory()
        client.force_login(user)
        client.post(PAGE, typed())
        assert Absence.objects.get().user == user

    def test_typed_while_the_login_ran_out_it_is_there_again(self, client, clerk, colleague):
        client.force_login(clerk)
        stamp = client.get(PAGE).context["stamp"]
        client.logout()
        client.post(PAGE, typed(2, 6, colleague) | {"typed_by": stamp})
        client.force_login(clerk)
        form = client.get(PAGE).context["form"]
        assert form["ends_on"].value() == str(day(6))
        assert form["substitute"].value() == str(colleague.pk)
        assert not Absence.objects.exists()


class TestChangingAndEnding:
    def test_changed_it_releases_one_substitute_and_asks_another(
        self, client, unit, clerk, colleague
    ):
        other = member(unit, user__name="孙立新")
        client.force_login(clerk)
        client.post(PAGE, typed(by=colleague))
        absence = Absence.objects.get()
        form = client.get(url("change", absence)).context["form"]
        assert form["substitute"].value() == colleague.pk
        client.post(url("change", absence), typed(1, 7, other))
        absence.refresh_from_db()
        assert (absence.ends_on, absence.substitute) == (day(7), other)
        assert trail() == ["登记外出", "变更外出"]
        assert inbox_of(colleague)[1].endswith("外出）不再由您代办")
        assert inbox_of(other) == [f"王晓丽{absence.span}外出，由您代办"]

    def test_only_another_reason_tells_nobody(self, client, clerk, colleague):
        client.force_login(clerk)
        client.post(PAGE, typed(by=colleague))
        client.post(url("change", Absence.objects.get()), typed(by=colleague, reason="training"))
        assert Absence.objects.get().reason == "training"
        assert len(inbox_of(colleague)) == 1

    def test_first_day_of_what_has_begun_stays(self, client, clerk):
        absence = absent(clerk, -2, 3)
        client.force_login(clerk)
        client.post(url("change", absence), typed(1, 4))
        absence.refresh_from_db()
        assert (absence.starts_on, absence.ends_on) == (day(-2), day(4))

    def test_change_that_is_refused_comes_back(self, client, clerk):
        absence, other = absent(clerk, -2, 3), absent(clerk, 5, 6)
        client.force_login(clerk)
        page = client.post(url("change", absence), typed(1, 5))
        assert f"与已登记的外出（{other.span}）重叠" in words(page)
        absence.refresh_from_db()
        assert absence.ends_on == day(3)

    def test_back_early_one_is_at_work_today(self, client, clerk, colleague):
        absence = absent(clerk, -2, 3, by=colleague)
        client.force_login(clerk)
        assert "已返回，结束" in words(client.get(PAGE))
        page = client.post(url("end", absence), follow=True)
        absence.refresh_from_db()
        assert absence.ends_on == day(-1)
        assert "已结束" in words(page)
        assert trail() == ["提前结束外出"]
        assert len(inbox_of(colleague)) == 1
        client.post(url("end", absence))
        client.get(url("change", absence))
        absence.refresh_from_db()
        assert absence.ends_on == day(-1)
        assert trail() == ["提前结束外出"]

    @pytest.mark.parametrize("first", [0, 4])
    def test_what_no_day_has_passed_of_is_called_off(self, client, clerk, colleague, first):
        absence = absent(clerk, first, 6, by=colleague)
        client.force_login(clerk)
        client.post(url("end", absence))
        assert not Absence.objects.exists()
        assert trail() == ["撤销外出"]
        # The message about it leads nowhere, and breaks nothing.
        client.force_login(colleague)
        letter = Message.objects.inbox_of(colleague).get()
        opened = client.post(reverse("liaison:inbox_open", args=[letter.pk]), follow=True)
        assert opened.status_code == 200

    @pytest.mark.parametrize("first", [-2, 2])
    def test_ended_by_two_clicks_it_is_over_once(self, client, clerk, monkeypatch, first):
        absence = absent(clerk, first, 3)
        absences.end(absence, actor=clerk)
        with pytest.raises(ValidationError, match="已经结束或者撤销"):
            absences.enter(absence, actor=clerk)
        # The second click looked while it was still there.
        monkeypatch.setattr(views, "get_object_or_404", lambda *args, **kwargs: absence)
        client.force_login(clerk)
        page = client.post(url("end", absence), follow=True)
        assert "这次外出已经结束或者撤销" in words(page)
        assert len(trail()) == 1

    def test_message_leads_the_substitute_to_the_page(self, client, clerk, colleague):
        client.force_login(clerk)
        client.post(PAGE, typed(by=colleague))
        client.force_login(colleague)
        letter = Message.objects.inbox_of(colleague).get()
        opened = client.post(reverse("liaison:inbox_open", args=[letter.pk]), follow=True)
        assert "请您代办的王晓丽" in words(opened)


class TestWalls:
    def test_anybody_elses_is_not_found(self, client, unit, clerk, colleague):
        absence = absent(clerk, by=colleague)
        for user in (colleague, member(unit), member(UnitFactory())):
            client.force_login(user)
            for name in ("change", "end"):
                assert client.post(url(name, absence), typed()).status_code == 404
        assert client.get(url("end", absence)).status_code in {404, 405}
        client.logout()
        assert client.get(PAGE).status_code == 302
        assert Absence.objects.get() == absence

    def test_only_the_substitute_reads_of_it(self, client, unit, clerk, colleague):
        absent(clerk, by=colleague)
        absent(clerk, 10, 12)
        for user in (member(unit), member(UnitFactory()), UserFactory()):
            client.force_login(user)
            for page in (PAGE, DESK):
                assert "王晓丽" not in words(client.get(page)).replace("王晓丽（科员）", "")
        client.force_login(colleague)
        page = words(client.get(PAGE))
        assert "请您代办的王晓丽" in page
        assert f"{day(12).month}月{day(12).day}日" not in page

    def test_why_somebody_is_away_is_told_to_nobody(self, client, clerk, colleague):
        client.force_login(clerk)
        client.post(PAGE, typed(0, 3, colleague, "training"), follow=True)
        client.force_login(colleague)
        asked = words(client.get(PAGE)).partition("登记外出")[0]
        assert "王晓丽" in asked
        assert "培训" not in asked + words(client.get(DESK))
        texts = "".join(each.subject + each.body for each in Message.objects.all())
        notes = "".join(each.note for each in AuditEntry.objects.all())
        assert "培训" not in texts + notes

    def test_standing_in_opens_nothing(self, unit, clerk, colleague):
        before = set(colleague.groups.all())
        absent(clerk, by=colleague)
        colleague.join_groups()
        assert set(colleague.groups.all()) == before


class TestDesk:
    def test_both_read_it_while_it_lasts(self, client, clerk, colleague):
        absence = absent(clerk, -1, 3, by=colleague)
        last = f"至{day(3).month}月{day(3).day}日"
        client.force_login(clerk)
        assert f"您登记了外出（{absence.span}），由赵国栋代办" in words(client.get(DESK))
        client.force_login(colleague)
        assert f"您正在代王晓丽办理（{last}" in words(client.get(DESK))
        Absence.objects.update(ends_on=day(-1))
        for user in (clerk, colleague):
            client.force_login(user)
            assert "外出（" not in words(client.get(DESK))
            assert "您正在代" not in words(client.get(DESK))

    def test_who_stands_in_at_the_end_of_a_chain_reads_of_both(
        self, client, unit, clerk, colleague
    ):
        third = member(unit, user__name="孙立新")
        absent(clerk, by=colleague)
        absent(colleague, by=third)
        client.force_login(third)
        page = words(client.get(DESK))
        assert "您正在代王晓丽办理" in page
        assert "您正在代赵国栋办理" in page
        client.force_login(colleague)
        assert "您正在代" not in words(client.get(DESK))

    def test_substitute_who_left_stands_in_no_more(self, client, clerk, colleague):
        absent(clerk, by=colleague)
        Post.objects.filter(user=colleague).update(unit=UnitFactory())
        client.force_login(colleague)
        assert "您正在代" not in words(client.get(DESK))
        client.force_login(clerk)
        assert "代办人赵国栋已不能代办" in words(client.get(DESK))

    def test_lines_are_one_query(self, clerk, colleague, unit, django_assert_num_queries):
        absent(clerk, by=colleague)
        for _ in range(5):
            absent(member(unit), by=colleague)
        with django_assert_num_queries(2):  # the posts, which each page reads, and these
            duty = absences.duty_of(colleague)
        assert len(duty.standing_in) == 6
