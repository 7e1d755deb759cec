"""What the forms let through, and what they say on the field."""

import pytest

from disputes.forms import FORMS, INTAKE_FORMS
from disputes.models import Dispute, Session, Source, Status
from liaison.models import Role
from liaison.transitions import opening_of, transitions_of
from tests.factories.disputes import (
    CARD,
    CREDIT,
    ago,
    agree,
    ahead,
    at,
    dispute_in,
    invited_mediator,
    item,
    refer,
    scene,
    schedule,
    suspend,
    upload,
)
from tests.factories.liaison import PostFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("undrawn")]


def referral_form(here, source=Source.GUIDANCE, **changes):
    data = {
        "initiator": here.court.pk,
        "centre": here.centre.pk,
        "respondent": here.agency.pk,
        "act_kind": "penalty",
        "field": "police",
        "act": "行政处罚决定",
        "act_on": ago(30),
        "known_on": ago(30),
        "reconsideration": "not_required",
        "time_limit": "within",
        "gist": "处罚过重",
        "claims": "撤销处罚决定",
        "receipt_on": ago(3),
        "consent_on": ago(2),
        "referred_on": ago(1),
        "parties-TOTAL_FORMS": "1",
        "parties-INITIAL_FORMS": "0",
        "parties-0-role": "applicant",
        "parties-0-kind": "person",
        "parties-0-name": "甄有理",
    } | changes
    return INTAKE_FORMS[source](data, {"consent": upload()}, actor=here.court_clerk)


def step_form(name, dispute, actor, data, files=None):
    return FORMS[name](data, files, matter=dispute, actor=actor)


def test_every_step_has_its_form():
    steps = {step.name for step in transitions_of(Dispute)}

    assert set(FORMS) - {"create"} <= steps
    assert steps <= set(FORMS)
    assert FORMS["create"].perm == opening_of(Dispute).perm


def test_a_referral_takes_its_committee_from_the_centre_and_its_title_from_the_facts():
    here = scene()
    form = referral_form(here, Source.IN_SUIT, stage="in_suit", court_case="(2026)吉24行初 15号")

    assert form.is_valid(), form.errors
    assert form.cleaned_data["committee"] == here.committee
    assert form.cleaned_data["title"] == f"{here.agency}公安争议"
    assert form.cleaned_data["court_case"] == "（2026）吉24行初15号"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"source": Source.IN_SUIT, "court_case": "吉24行初15号"}, "court_case", "年份"),
        ({"source": Source.IN_SUIT, "stage": "in_suit"}, "court_case", "必填"),
        ({"source": Source.IN_SUIT, "stage": "pre_suit"}, "stage", ""),
        ({"act_kind": ""}, "act_kind", ""),
        ({"time_limit": ""}, "time_limit", ""),
        ({"known_on": ago(31)}, "known_on", "早于"),
        ({"reconsideration": "done"}, "reconsidered_on", "收到复议决定"),
        ({"reconsideration": "done", "reconsidered_on": ahead(1)}, "reconsidered_on", "晚于今天"),
        ({"act_on": ago(2)}, "receipt_on", "早于"),
        ({"receipt_on": ago(1)}, "consent_on", "早于"),
        ({"consent_on": ago(0)}, "referred_on", "早于"),
        ({"referred_on": ahead(1)}, "referred_on", "晚于今天"),
        ({"receipt_on": "昨天"}, "receipt_on", ""),
        ({"title": "甄有理诉公安局"}, "title", "自然人姓名"),
        ({"gist": "长" * 2001}, "gist", ""),
        ({"field": "鱼"}, "field", ""),
        ({"respondent": "0"}, "respondent", ""),
    ],
)
def test_a_slip_in_a_referral_is_shown_on_its_field(changes, field, words):
    form = referral_form(scene(), **changes)

    assert not form.is_valid()
    assert words in "".join(form.errors[field])


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"id_number": "110105194912310021"}, "公民身份号码的校验位"),
        ({"kind": "enterprise", "id_number": CARD}, "统一社会信用代码的校验位"),
        ({"id_number": "12345"}, "证件号码不对"),
        ({"id_number": "护照号码E12345"}, "证件号码不对"),
        ({"phone": "打我电话"}, "电话"),
        ({"name": ""}, ""),
    ],
)
def test_a_slip_in_an_applicants_row_is_shown_there(row, words):
    form = referral_form(scene(), **{f"parties-0-{name}": value for name, value in row.items()})

    assert not form.is_valid()
    assert words in str(form.formsets["parties"].errors)


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("person", "11010519491231002x", CARD),
        ("organisation", CREDIT.lower(), CREDIT),
        ("person", "E1234567", "E1234567"),
    ],
)
def test_an_identity_number_is_kept_in_one_form(kind, typed, kept):
    form = referral_form(scene(), **{"parties-0-kind": kind, "parties-0-id_number": typed})

    assert form.is_valid(), form.formsets["parties"].errors
    assert form.cleaned_data["parties"][0]["id_number"] == kept


def test_a_referral_without_applicant_is_refused_in_words():
    form = referral_form(scene(), **{"parties-TOTAL_FORMS": "0"})

    assert not form.is_valid()
    assert form.formsets["parties"].non_form_errors() == ["请填写申请人"]


def test_only_centres_and_agencies_of_the_courts_committees_are_offered():
    here, there = scene(), scene()
    form = referral_form(here, centre=there.centre.pk, respondent=there.agency.pk)

    assert list(form.fields["centre"].queryset) == [here.centre]
    assert list(form.fields["respondent"].queryset) == [here.agency]
    assert set(form.errors) >= {"centre", "respondent"}


def test_the_agencys_own_people_are_refused_as_mediators_on_the_field():
    here = scene()
    dispute = refer(here)
    PostFactory(user=here.mediator, unit=here.agency, role=Role.UNIT_CLERK)
    form = step_form(
        "accept", dispute, here.centre_clerk, {"on": ago(1), "mediator": here.mediator.pk}
    )

    assert form.errors["mediator"]
    help_text = form.fields["mediator"].help_text
    assert f"应当回避而未列出：{here.mediator}（现任职于被申请机关）" in help_text


def test_mediators_of_other_centres_are_not_offered():
    here, there = scene(), scene()
    theirs = invited_mediator(there.centre)
    ours = invited_mediator(here.centre)
    unlisted = PostFactory(unit=here.centre.unit, role=Role.MEDIATOR).user
    form = step_form("accept", refer(here), here.centre_clerk, None)

    offered = set(form.fields["mediator"].queryset)
    assert ours in offered
    assert not offered & {theirs, unlisted}


@pytest.mark.parametrize("step", ["accept", "refuse"])
def test_a_date_out_of_order_is_shown_on_its_field(step):
    here = scene()
    form = step_form(step, refer(here), here.centre_clerk, {"on": ago(21)})

    assert "早于" in form.errors["on"][0]


def test_a_short_notice_asks_for_the_consent_of_all():
    dispute, here = dispute_in(Status.ACCEPTED)
    plan = {"on": ago(0), "starts_at": at(ahead(2)), "mode": "on_site", "place": "调解室"}

    def form(**changes):
        return step_form("schedule_session", dispute, here.centre_clerk, plan | changes)

    assert "勾选" in form().errors["short_notice"][0]
    assert form(short_notice="on").is_valid()
    assert "早于通知" in form(starts_at=at(ago(1))).errors["starts_at"][0]
    assert set(form(starts_at="").errors) == {"starts_at"}


def test_only_announced_sessions_can_be_recorded_and_only_when_their_day_has_come():
    dispute, here = dispute_in(Status.MEDIATING)
    later = schedule(dispute, here, on=ago(0), starts_at=at(ahead(5)))
    off = schedule(dispute, here)
    Session.objects.filter(pk=off.pk).update(status=Session.Status.CANCELLED)

    rows = {"attendance-TOTAL_FORMS": "1", "attendance-INITIAL_FORMS": "0"}
    form = step_form(
        "record_session", dispute, here.mediator, {"session": later.pk, "record": "…"} | rows
    )

    assert list(form.fields["session"].queryset) == [later]
    assert form.errors["session"] == ["会谈还没到时间，不能记录"]
    assert form.formsets["attendance"].errors[0]["name"]


def test_an_agreement_wants_its_legality_checked():
    dispute, here = dispute_in(Status.MEDIATING)
    terms = {"on": ago(1), "content": "一、", "legality_on": ago(0)}
    terms |= {"legality_by": here.centre_clerk.pk, "legality_note": "合法"}
    form = step_form("agree", dispute, here.centre_clerk, terms | item_rows(due_on=ago(2)))

    assert not form.is_valid()
    assert form.errors["lawful"] == ["请先完成合法性核对"]
    assert "签订之前" in form.errors["legality_on"][0]
    assert form.non_field_errors() == ["履行事项第1行：履行期限不能早于签订日期"]
    assert list(form.fields["legality_by"].queryset) == [here.centre_clerk]


def test_performance_is_not_dated_before_the_signature():
    dispute, here = dispute_in(Status.PERFORMING)
    one = dispute.items.get()
    typed = {"item": one.pk, "on": ago(8), "note": "已付"}
    form = step_form("perform", dispute, here.centre_clerk, typed)

    assert "早于" in form.errors["on"][0]
    assert form.errors["proof"]


@pytest.mark.parametrize(("day", "fine"), [(ago(1), False), (ahead(1), True)])
def test_what_is_sent_back_gets_a_new_date_to_come(day, fine):
    dispute, here = dispute_in(Status.PERFORMED)
    rows = {"items-TOTAL_FORMS": "1", "items-INITIAL_FORMS": "0", "items-0-due_on": day}
    rows["items-0-item"] = dispute.items.get().pk
    form = step_form("send_back", dispute, here.court_clerk, {"reason": "余款"} | rows)

    assert form.is_valid() is fine
    assert "until" not in form.fields


def item_rows(**changes):
    row = {"content": "付款", "performer": "respondent", "due_on": ahead(9)} | changes
    given = {f"items-0-{name}": value for name, value in row.items()}
    return {"items-TOTAL_FORMS": "1", "items-INITIAL_FORMS": "0"} | given


def test_an_agreement_without_anything_to_perform_is_refused_in_words():
    dispute, here = dispute_in(Status.MEDIATING)
    rows = {"items-TOTAL_FORMS": "0", "items-INITIAL_FORMS": "0"}
    form = step_form("agree", dispute, here.centre_clerk, {"on": ago(1)} | rows)

    assert not form.is_valid()
    assert form.formsets["items"].non_form_errors() == ["请逐项填写履行事项"]


@pytest.mark.parametrize(
    ("amount", "fine"),
    [("12000.50", True), ("", True), ("0", False), ("-3", False), ("一万", False)],
)
def test_an_amount_is_a_sum_of_money(amount, fine):
    dispute, here = dispute_in(Status.MEDIATING)
    form = step_form("agree", dispute, here.centre_clerk, item_rows(amount=amount))

    form.is_valid()
    assert ("amount" not in form.formsets["items"].errors[0]) is fine


def test_only_open_items_are_offered_and_to_the_agency_only_its_own():
    dispute, here = dispute_in(Status.MEDIATING)
    agree(dispute, here, items=[item("付款"), item("复垦"), item("腾退", performer="applicant")])
    paid, restored, vacated = dispute.items.all()
    dispute.perform(
        actor=here.centre_clerk, item=paid, on=ago(1), note="已付", proof=upload("回单.pdf")
    )

    confirming = step_form("perform", dispute, here.centre_clerk, None)
    reporting = step_form("report_performance", dispute, here.agency_clerk, None)
    assert list(confirming.fields["item"].queryset) == [restored, vacated]
    assert list(reporting.fields["item"].queryset) == [restored]


def test_a_report_to_be_refused_is_one_that_was_made():
    dispute, here = dispute_in(Status.MEDIATING)
    agree(dispute, here, items=[item("付款"), item("复垦")])
    paid = dispute.items.first()
    dispute.report_performance(
        actor=here.agency_clerk, item=paid, on=ago(1), text="已付", proof=upload("回单.pdf")
    )

    form = step_form("refuse_report", dispute, here.centre_clerk, None)

    assert list(form.fields["item"].queryset) == [paid]
    assert "on" not in form.fields


def test_a_result_is_asked_for_in_parts():
    dispute, here = dispute_in(Status.MEDIATING)
    form = step_form("conclude", dispute, here.centre_clerk, None)

    names = [[field.name for field in part["fields"]] for part in form.parts]
    assert names == [["change", "conditions"], ["resolved", "unresolved", "remainder"]]
    assert [field.name for field in form.common_fields] == [
        *("on", "outcome", "issuer", "number", "document", "note"),
    ]


def test_more_time_than_the_rulebook_allows_is_refused_on_the_field():
    dispute, here = dispute_in(Status.MEDIATING)
    form = step_form("extend", dispute, here.centre_clerk, {"on": ago(1), "days": 31})

    assert form.errors["days"] == ["工作规则第二十二条：每次延长不超过30日"]
    assert "还可以延长1次" in form.fields["days"].help_text


def test_a_pause_without_a_named_ground_asks_for_consent_and_an_appraisal_for_its_opinion():
    dispute, here = dispute_in(Status.MEDIATING)
    why = {"on": ago(1), "ground": "other", "reason": "…"}
    form = step_form("suspend", dispute, here.centre_clerk, why)
    assert "书面同意" in form.errors["consent"][0]

    suspend(dispute, here)
    assert "opinion" in step_form("resume", dispute, here.centre_clerk, None).fields
    dispute.suspension_ground = "illness"
    assert "opinion" not in step_form("resume", dispute, here.centre_clerk, None).fields


def test_only_the_grounds_that_fit_are_offered_for_failing():
    dispute, here = dispute_in(Status.MEDIATING)
    offered = dict(
        step_form("fail", dispute, here.centre_clerk, None).fields["failure_ground"].choices
    )
    assert "not_performed" not in offered
    agree(dispute, here, upload=None)

    form = step_form("fail", dispute, here.centre_clerk, None)

    assert [value for value, _ in form.fields["failure_ground"].choices] == ["refused_to_sign"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"outcome": "agency_changed_act"}, "change"),
        ({"outcome": "agency_changed_act", "change": "duty", "conditions": ["told"]}, "conditions"),
        ({"outcome": "partial", "resolved": "青苗"}, "resolved"),
        ({"outcome": "withdrawal_allowed"}, "outcome"),
    ],
)
def test_what_a_result_lacks_is_shown_on_its_field(typed, field):
    dispute, here = dispute_in(Status.MEDIATING)
    rows = {"items-TOTAL_FORMS": "1", "items-INITIAL_FORMS": "0", "items-0-performer": "respondent"}
    given = {"on": ago(1), "issuer": "某局", "number": "1号"} | rows | typed
    form = FORMS["conclude"](given, {"document": upload()}, matter=dispute, actor=here.centre_clerk)

    assert set(form.errors) == {field}
    assert form.formsets["items"].is_valid()


def test_a_court_is_asked_only_what_concerns_its_own_decision():
    dispute, here = dispute_in(Status.MEDIATING)
    form = step_form("conclude", dispute, here.court_clerk, None)

    assert set(form.fields) == {"on", "outcome", "issuer", "number", "document", "note"}


def test_a_quotation_from_the_file_is_shown_on_its_field():
    dispute, here = dispute_in(Status.REPORTING)
    quoted = dispute.statements.get().text
    typed = {"on": ago(1), "basics": "已组织会谈。", "cause": quoted}
    form = step_form("report_to_court", dispute, here.centre_clerk, typed)

    assert set(form.errors) == {"cause"}
    assert (
        dispute.number
        in step_form("report_to_court", dispute, here.centre_clerk, None).initial["basics"]
    )
