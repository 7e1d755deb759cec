"""Filing and service (立案、送达): whose case it is, when others hear of it, which clock runs."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse

from disputes.appearances.models import Instance, Lawsuit, Status
from liaison.models import Deadline, Message, Unit
from tests.factories import appearances, disputes
from tests.factories.liaison import MembershipFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return appearances.scene()


def test_a_filed_case_bears_its_case_number_in_the_official_form(stage):
    lawsuit = appearances.filed(stage, case_number=" (2026)吉24行初 15号")

    assert lawsuit.number == "（2026）吉24行初15号"
    assert lawsuit.instance == Instance.FIRST
    assert lawsuit.title == f"冯某某诉{stage.agency.short_name}不动产登记案"
    assert lawsuit.holder == stage.court


@pytest.mark.parametrize(
    ("type_code", "instance"),
    [
        ("行初", "first"),
        ("行赔初", "first"),
        ("行终", "second"),
        ("行赔终", "second"),
        ("行申", "review"),
        ("行监", "review"),
        ("行抗", "review"),
        ("行再", "retrial"),
    ],
)
def test_the_type_code_says_the_instance(stage, type_code, instance):
    lawsuit = appearances.filed(stage, case_number=f"（2026）吉24{type_code}3号")

    assert lawsuit.instance == instance


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("（2026）吉06行初15号", "不是本院的案号，本院的法院代字为“吉24”"),
        ("（2026）吉24民初15号", "应为行政诉讼案件的案号"),
        ("（2026）吉24行审15号", "应为行政诉讼案件的案号"),
        ("（2026）吉24行初015号", "不补零"),
        ("吉24行初15号", "缺少括号内的年份"),
        ("", "请填写案号"),
    ],
)
def test_a_number_that_is_not_this_courts_is_refused(stage, number, words):
    with pytest.raises(ValidationError, match=words) as refusal:
        appearances.filed(stage, case_number=number)

    assert "case_number" in refusal.value.message_dict
    assert not Lawsuit.objects.exists()


def test_a_number_is_registered_once_in_whatever_brackets(stage):
    appearances.filed(stage)

    with pytest.raises(ValidationError, match="已经登记"):
        appearances.filed(stage, case_number="(2026)吉24行初15号")


def test_agencies_are_of_the_committee_or_stand_under_its_members(stage):
    below = UnitFactory(parent=stage.agency)
    assert appearances.filed(stage, defendants=[below]).sued()[0].unit == below

    with pytest.raises(ValidationError, match="同一委员会"):
        appearances.filed(stage, 16, defendants=[UnitFactory()])
    with pytest.raises(ValidationError, match="同一委员会"):
        appearances.filed(stage, 17, defendants=[stage.court])


def test_a_case_needs_a_plaintiff_and_a_defendant(stage):
    third = appearances.PERSON | {"side": "third"}

    with pytest.raises(ValidationError, match="请填写原告"):
        appearances.filed(stage, litigants=[third])
    with pytest.raises(ValidationError, match="请选择被告"):
        appearances.filed(stage, defendants=[])
    with pytest.raises(ValidationError, match="不能既是被告又是第三人"):
        appearances.filed(stage, third=[stage.agency])


def test_only_the_court_files(stage):
    with pytest.raises(PermissionDenied):
        Lawsuit.file(actor=stage.agency_clerk, initiator=stage.agency)
    with pytest.raises(PermissionDenied):
        Lawsuit.file(actor=stage.people["other_court_clerk"], initiator=stage.court)


def test_a_filing_of_tomorrow_is_refused(stage):
    with pytest.raises(ValidationError, match="不能晚于今天"):
        appearances.filed(stage, filed_on=date(2999, 1, 1))


def test_only_a_dispute_that_came_to_nothing_and_is_the_courts_to_see_is_linked(stage):
    dispute, here = disputes.dispute_in("failed")
    MembershipFactory(committee=stage.committee, unit=here.court)

    with pytest.raises(ValidationError, match="只能关联本院看得到的"):
        appearances.filed(stage, dispute=dispute)

    stage.court = Unit.objects.get(pk=here.court.pk)
    stage.people["court_clerk"] = here.court_clerk
    number = f"（2026）{here.court.court_code}行初9号"
    assert appearances.filed(stage, case_number=number, dispute=dispute).dispute == dispute

    going_on, other = disputes.dispute_in("mediating")
    MembershipFactory(committee=stage.committee, unit=other.court)
    stage.court, stage.people["court_clerk"] = other.court, other.court_clerk
    with pytest.raises(ValidationError, match="只能关联本院看得到的"):
        appearances.filed(stage, case_number=number.replace("9号", "10号"), dispute=going_on)


def test_the_case_before_is_known_where_the_court_sees_it(stage):
    first = appearances.filed(stage)
    second = appearances.filed(
        stage, case_number="（2026）吉24行终2号", earlier_number=first.number
    )
    unknown = appearances.filed(
        stage, case_number="（2026）吉24行终3号", earlier_number="(2025)吉2426行初7号"
    )

    assert second.earlier == first
    assert unknown.earlier is None
    assert unknown.earlier_number == "（2025）吉2426行初7号"


def test_until_service_nobody_outside_the_court_hears_of_it(stage):
    lawsuit = appearances.filed(stage)

    seen = {name for name, user in stage.people.items() if Lawsuit.objects.visible_to(user)}
    assert seen == {"court_clerk", "president"}

    appearances.serve(lawsuit, stage)
    seen = {name for name, user in stage.people.items() if Lawsuit.objects.visible_to(user)}
    assert seen == {
        *("court_clerk", "president", "agency_clerk", "agency_leader"),
        *("justice", "office", "office_leader"),
    }


def test_each_agency_is_served_by_itself_and_has_its_own_fifteen_days(stage):
    lawsuit = appearances.filed(stage, defendants=[stage.agency, stage.co_agency])
    appearances.serve(lawsuit, stage, agency=stage.agency, on=date(2026, 3, 4))

    assert not Lawsuit.objects.visible_to(stage.people["co_agency_clerk"]).exists()
    appearances.serve(lawsuit, stage, agency=stage.co_agency, on=date(2026, 3, 6))

    due = {one.responsible: one.due_on for one in lawsuit.deadlines.all()}
    # 3月19日 and 3月21日, a Saturday: moved to Monday (行诉解释第四十八条第三款).
    assert due == {stage.agency: date(2026, 3, 19), stage.co_agency: date(2026, 3, 23)}
    assert lawsuit.due_on == date(2026, 3, 19)
    assert lawsuit.status == Status.DEFENDING


def test_in_second_instance_the_answer_is_to_the_appeal(stage):
    lawsuit = appearances.served(stage, case_number="（2026）吉24行终2号")

    assert lawsuit.deadlines.get().rule.code == "appeal.forward.answer"
    assert lawsuit.due_on == date(2026, 3, 19)


def test_service_in_a_year_without_calendar_is_provisional_never_an_error(stage, time_machine):
    time_machine.move_to("2027-12-25 10:00+08:00", tick=False)
    lawsuit = appearances.filed(stage, filed_on=date(2027, 12, 20))
    appearances.serve(lawsuit, stage, on=date(2027, 12, 24))

    deadline = Deadline.objects.get(ref=lawsuit.sued()[0].ref)
    assert (deadline.due_on, deadline.provisional) == (date(2028, 1, 10), True)


def test_service_before_filing_is_refused(stage):
    lawsuit = appearances.filed(stage)

    with pytest.raises(ValidationError, match="不能早于立案日期"):
        appearances.serve(lawsuit, stage, on=date(2026, 3, 1))


def test_of_several_agencies_the_one_served_must_be_named(stage):
    lawsuit = appearances.filed(stage, defendants=[stage.agency, stage.co_agency])

    with pytest.raises(ValidationError, match="请选择行政机关"):
        lawsuit.serve(actor=stage.clerk, on=date(2026, 3, 4), way="direct")


def test_notices_leave_without_a_name(stage):
    appearances.served(stage)

    outside = Message.objects.exclude(channel=Message.INBOX)
    told = set(Message.objects.values_list("recipient__username", flat=True))
    assert told == {
        stage.people[name].username for name in ("agency_clerk", "agency_leader", "justice")
    }
    for message in outside:
        assert "冯" not in message.subject + message.body


def test_corrections_keep_number_and_agencies_and_change_the_title(stage):
    lawsuit = appearances.served(stage)
    lawsuit.revise(
        actor=stage.clerk, litigants=[appearances.COMPANY], cause="土地登记", earlier_number=""
    )

    assert lawsuit.title == f"长松商贸有限公司诉{stage.agency.short_name}土地登记案"
    assert lawsuit.number == "（2026）吉24行初15号"
    assert [row.name for row in lawsuit.litigants.all()] == ["长松商贸有限公司"]


def test_a_person_is_named_in_full_to_the_units_of_the_case_alone(client, stage):
    lawsuit = appearances.served(stage)

    def page(name):
        client.force_login(stage.people[name])
        return client.get(lawsuit.get_absolute_url()).content.decode()

    for name in ("court_clerk", "president", "agency_clerk", "agency_leader"):
        assert "冯立群" in page(name)
    for name in ("justice", "office", "office_leader"):
        assert "冯立群" not in page(name)
        assert "冯某某" in page(name)


def test_a_person_is_not_searched_for_an_enterprise_is(stage):
    person = appearances.filed(stage)
    company = appearances.filed(stage, 16, litigants=[appearances.COMPANY])
    seen = Lawsuit.objects.visible_to(stage.clerk)

    assert list(seen.matching("冯立群")) == []
    assert list(seen.matching("长松商贸")) == [company]
    assert person in seen.matching("吉24行初15")


def test_what_was_typed_wrong_comes_back_with_a_word_on_its_field(client, stage):
    client.force_login(stage.clerk)
    typed = {
        "initiator": stage.court.pk,
        "committee": stage.committee.pk,
        "case_number": "（2026）吉06行初15号",
        "procedure": "ordinary",
        "act_kind": "registration",
        "cause": "不动产登记",
        "act": "某决定",
        "filed_on": "2026-03-02",
        "agencies-TOTAL_FORMS": "1",
        "agencies-INITIAL_FORMS": "0",
        "agencies-0-unit": stage.agency.pk,
        "agencies-0-side": "defendant",
        "litigants-TOTAL_FORMS": "1",
        "litigants-INITIAL_FORMS": "0",
        "litigants-0-side": "plaintiff",
        "litigants-0-kind": "person",
        "litigants-0-name": "冯立群",
    }
    page = client.post(reverse("appearances:lawsuit_create"), typed)

    assert page.context["form"].errors["case_number"] == ["不是本院的案号，本院的法院代字为“吉24”"]
    assert "冯立群" in page.content.decode()
    twice = {
        "agencies-TOTAL_FORMS": "2",
        "agencies-1-unit": stage.agency.pk,
        "agencies-1-side": "third",
    }
    page = client.post(reverse("appearances:lawsuit_create"), typed | twice)
    assert page.context["form"].non_field_errors() == ["同一行政机关只填一行"]
    page = client.post(reverse("appearances:lawsuit_create"), typed | {"agencies-0-side": "third"})
    assert page.context["form"].non_field_errors() == ["请选择被告"]
    answer = client.post(
        reverse("appearances:lawsuit_create"), typed | {"case_number": "(2026)吉24行初15号"}
    )
    assert answer.url == Lawsuit.objects.get().get_absolute_url()


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_once_register_a_case_once():
    stage = appearances.scene()

    def register(_):
        try:
            return appearances.filed(stage).pk
        except ValidationError as error:
            return error.message_dict["case_number"]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(register, range(4)))

    assert Lawsuit.objects.count() == 1
    assert found.count(["（2026）吉24行初15号已经登记"]) == 3
