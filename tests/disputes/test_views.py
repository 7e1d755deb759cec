"""The pages of disputes, as the people see them who use them."""

import pytest
from django.urls import reverse

from disputes.models import SCOPE, Dispute, Status
from liaison.views.matters import TONES
from tests.factories.disputes import (
    WALKS,
    ago,
    agree,
    ahead,
    at,
    conclude,
    dispute_in,
    hold_session,
    item,
    refer,
    report,
    scene,
    schedule,
    upload,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("undrawn")]

LIST = "disputes:dispute_list"
NEW = "/disputes/new/?way=guidance"
FOUND = {"cleared": list(SCOPE), "time_limit": "within", "reconsideration": "not_required"}


def typed_referral(here, **changes):
    return {
        "centre": here.centre.pk,
        "respondent": here.agency.pk,
        "initiator": here.court.pk,
        "act_kind": "compensation",
        "reconsideration": "not_required",
        "time_limit": "within",
        "claims": "提高补偿标准",
        "field": "expropriation",
        "act": "征收补偿决定",
        "gist": "补偿标准",
        "receipt_on": ago(3),
        "consent_on": ago(2),
        "referred_on": ago(1),
        "consent": upload(),
        "parties-TOTAL_FORMS": "1",
        "parties-INITIAL_FORMS": "0",
        "parties-0-role": "applicant",
        "parties-0-kind": "person",
        "parties-0-name": "甄有理",
    } | changes


def test_the_whole_way_through_the_browser(client):
    here = scene()
    client.force_login(here.court_clerk)
    answer = client.post(NEW, typed_referral(here))
    dispute = Dispute.objects.get()
    assert answer.url == dispute.get_absolute_url()
    assert dispute.title == f"{here.agency}征收拆迁争议"

    def take(user, step, **data):
        client.force_login(user)
        answer = client.post(dispute.step_url(step), data)
        assert answer.status_code == 302, answer.context["form"].errors
        dispute.refresh_from_db()

    take(here.centre_clerk, "accept", on=ago(1), mediator=here.mediator.pk, **FOUND)
    take(here.agency_clerk, "state", on=ago(0), text="说明", material=upload())
    when = at(ago(0), 0, 1)
    plan = {"starts_at": f"{when:%Y-%m-%dT%H:%M}", "mode": "video", "place": "会议号 1"}
    take(here.mediator, "schedule_session", on=ago(0), short_notice="on", **plan)
    session = dispute.sessions.get()
    rows = {
        "attendance-TOTAL_FORMS": "2",
        "attendance-INITIAL_FORMS": "0",
        "attendance-0-side": "respondent",
        "attendance-0-name": "冯立群",
        "attendance-0-may_settle": "on",
        "attendance-1-side": "applicant",
    }
    (seat,) = dispute.panel.all()
    take(here.mediator, "disclose", on=ago(0), appointment=seat.pk, found="no")
    take(here.mediator, "record_session", session=session.pk, record="笔录", **rows)
    assert [one.name for one in session.attendance.all()] == ["冯立群"]
    terms = {"content": "一、补付。", "legality_by": here.centre_clerk.pk, "legality_note": "合法"}
    items = {
        "items-TOTAL_FORMS": "1",
        "items-INITIAL_FORMS": "0",
        "items-0-content": "补付青苗补偿",
        "items-0-performer": "respondent",
        "items-0-amount": "12000.50",
        "items-0-due_on": ahead(3),
    }
    take(here.centre_clerk, "agree", on=ago(0), legality_on=ago(0), lawful="on", **terms, **items)
    one = dispute.items.get().pk
    take(here.centre_clerk, "seal", on=ago(0), upload=upload())
    take(here.centre_clerk, "report_to_court", on=ago(0), basics="已受理。", cause="达成协议。")
    take(here.agency_clerk, "report_performance", on=ago(0), item=one, text="已付", proof=upload())
    take(here.centre_clerk, "perform", on=ago(0), item=one, note="已核对")
    take(here.court_clerk, "close")

    assert dispute.status == Status.COMPLETED


@pytest.mark.parametrize("status", WALKS)
def test_the_page_shows_in_every_status_the_steps_that_can_be_taken(client, status):
    dispute, here = dispute_in(status)
    for user in (here.court_clerk, here.centre_clerk):
        client.force_login(user)
        answer = client.get(dispute.get_absolute_url())

        assert answer.status_code == 200
        shown = [step["label"] for step in answer.context["steps"]]
        may = sorted(dispute.available_transitions(user), key=lambda step: TONES.index(step.tone))
        assert shown == [step.label for step in may]
        for step in answer.context["steps"]:
            assert client.get(step["url"]).status_code == 200


def test_the_page_says_why_a_dispute_ended(client):
    for status, words in (
        (Status.REFUSED, "已有生效判决。"),
        (Status.FAILED, "补偿数额差距大。"),
        (Status.WITHDRAWN, "已自行和解"),
    ):
        dispute, here = dispute_in(status)
        client.force_login(here.court_clerk)
        assert words in client.get(dispute.get_absolute_url()).content.decode()


@pytest.mark.parametrize("count", [1, 10])
def test_the_list_costs_the_same_for_one_row_or_ten(client, count, django_assert_num_queries):
    here = scene()
    for _ in range(count):
        refer(here)
    client.force_login(here.court_clerk)
    client.get(reverse(LIST))

    with django_assert_num_queries(5):
        answer = client.get(reverse(LIST))

    assert len(answer.context["object_list"]) == count


@pytest.mark.parametrize("count", [1, 10])
def test_the_page_costs_the_same_however_much_happened(client, count, django_assert_num_queries):
    dispute, here = dispute_in(Status.MEDIATING)
    for _ in range(count):
        hold_session(dispute, here)
        schedule(dispute, here)
        dispute.supplement(actor=here.agency_clerk, on=ago(1), text="补充", material=upload())
    client.force_login(here.centre_clerk)
    client.get(dispute.get_absolute_url())

    with django_assert_num_queries(11):
        client.get(dispute.get_absolute_url())


def test_the_list_is_filtered_by_its_address(client):
    here = scene()
    land = refer(here, field="land", title="林权登记争议")
    refer(here, field="police", stage="in_suit", court_case="（2026）吉24行初15号")
    client.force_login(here.court_clerk)

    def found(**filters):
        return list(client.get(reverse(LIST), filters).context["object_list"])

    assert found(field="land") == [land]
    assert found(stage="pre_suit") == [land]
    assert found(q="林权") == [land]
    assert land not in found(q="行初15号")
    assert len(found(respondent=here.agency.pk)) == 2


def test_the_filter_names_no_agency_of_another_committee(client):
    here, there = scene(), scene()
    client.force_login(here.court_clerk)

    answer = client.get(reverse(LIST))

    names = answer.content.decode()
    assert here.agency.name in names
    assert there.agency.name not in names
    strange = client.get(reverse(LIST), {"respondent": there.agency.pk})
    assert strange.status_code == 200


def test_a_second_click_is_told_that_it_was_done_already(client):
    here = scene()
    dispute = refer(here)
    client.force_login(here.centre_clerk)
    form = {"on": ago(1), "mediator": ""} | FOUND
    assert client.post(dispute.step_url("accept"), form).status_code == 302

    again = client.post(dispute.step_url("accept"), form)

    assert again.status_code == 200
    assert "不能受理" in again.content.decode()
    assert client.get(dispute.step_url("accept")).url == dispute.get_absolute_url()


def test_a_step_far_ahead_of_the_dispute_is_refused_without_a_crash(client):
    here = scene()
    dispute = refer(here)
    client.force_login(here.centre_clerk)
    typed = {"on": ago(0), "days": 5, "note": "x", "reason": "x", "perform_by": ahead(1)}

    for step in ("perform", "extend", "agree", "resume", "suspend", "fail", "record_session"):
        answer = client.post(dispute.step_url(step), typed | {"proof": upload()})
        assert answer.status_code == 200
        assert "“待受理”状态不能" in answer.content.decode()


def test_nothing_typed_is_lost_from_a_referral_that_was_refused(client):
    here = scene()
    client.force_login(here.court_clerk)
    wrong = typed_referral(
        here, gist="原有的话", title="甄有理诉某局", **{"parties-0-id_number": "1" * 18}
    )

    answer = client.post(NEW, wrong)

    page = answer.content.decode()
    assert "原有的话" in page
    assert "不能写自然人姓名" in page
    assert "校验位不对" in page
    assert not Dispute.objects.exists()


def test_the_admin_shows_a_dispute_only_to_those_who_see_it_and_changes_nothing(client):
    dispute, here = dispute_in(Status.ACCEPTED)
    pages = [
        reverse("admin:disputes_dispute_changelist"),
        reverse("admin:disputes_dispute_change", args=[dispute.pk]),
    ]
    for user, found in ((here.centre_clerk, True), (here.office_clerk, False)):
        user.is_staff = True
        user.save()
        client.force_login(user)
        shown = [dispute.number in client.get(page, follow=True).content.decode() for page in pages]
        assert shown == [found, found]
    client.force_login(here.centre_clerk)
    assert client.post(pages[1], {"title": "改"}).status_code == 403


def page(client, user, dispute):
    client.force_login(user)
    return client.get(dispute.get_absolute_url())


def test_the_page_shows_each_item_with_its_date_its_sum_and_what_may_be_done(client):
    dispute, here = dispute_in(Status.MEDIATING)
    items = [
        item("首期补偿款", amount=60000, due_on=ago(2)),
        item("余款", amount=40000, due_on=ahead(9)),
        item("腾退林地", performer="applicant"),
    ]
    agree(dispute, here, items=items)
    overdue, *_ = dispute.items.all()

    shown = page(client, here.agency_clerk, dispute).content.decode()
    for words in ("共 100,000.00元", "未履行 100,000.00元", "已逾期 2 天", "还剩 9 天", "腾退林地"):
        assert words in shown
    link = f"{dispute.step_url('report_performance')}?item={overdue.pk}"
    assert link in shown
    assert shown.count("report_performance/?item=") == 2
    assert "perform/?item=" not in shown.replace("report_performance/", "")
    assert client.get(link).context["form"]["item"].value() == str(overdue.pk)
    assert page(client, here.centre_clerk, dispute).content.decode().count("/perform/?item=") == 3


def test_the_report_is_read_by_court_and_centre_not_by_the_agency(client):
    dispute, here = dispute_in(Status.REPORTING)
    report(dispute, here, conduct="被申请机关两次缺席。")

    for user, reads in (
        (here.court_clerk, True),
        (here.centre_clerk, True),
        (here.mediator, True),
        (here.agency_clerk, False),
    ):
        assert ("被申请机关两次缺席。" in page(client, user, dispute).content.decode()) is reads


def test_the_page_says_that_the_complaint_waits_at_the_court(client):
    dispute, here = dispute_in(Status.FAILED)

    assert "法院应当依法登记立案" in page(client, here.court_clerk, dispute).content.decode()


def test_the_page_shows_what_was_concluded_and_by_which_document(client):
    dispute, here = dispute_in(Status.MEDIATING)
    conclude(dispute, here, items=[item()])

    shown = page(client, here.court_clerk, dispute).content.decode()

    for words in ("长补改〔2026〕3号", "撤销、部分撤销或者变更处理结果", "第三人没有异议"):
        assert words in shown


@pytest.mark.parametrize("count", [1, 10])
def test_the_page_costs_the_same_with_agreement_results_and_report(
    client, count, django_assert_max_num_queries
):
    dispute, here = dispute_in(Status.MEDIATING)
    hold_session(dispute, here)
    rows = [item(f"第{number}期", amount=1000) for number in range(1, count + 1)]
    agree(dispute, here, items=rows, civil_part="返还苗木")
    report(dispute, here)
    dispute.apply_confirmation(
        actor=here.centre_clerk, on=ago(3), court=here.court, upload=upload()
    )
    conclude(dispute, here, on=ago(3))
    client.force_login(here.centre_clerk)
    client.get(dispute.get_absolute_url())

    with django_assert_max_num_queries(12):
        answer = client.get(dispute.get_absolute_url())

    assert answer.content.decode().count("第1期") == 1
