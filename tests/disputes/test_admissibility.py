"""What the centre looks at before it takes a dispute in: scope, time, reconsideration, consent."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from disputes.models import (
    SCOPE,
    ActKind,
    Dispute,
    Reconsideration,
    RefusalGround,
    Source,
    Stage,
    Status,
    TimeLimit,
    time_limits,
)
from tests.factories.disputes import accept, ago, bring, found, refer, scene, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("undrawn")]
Field = Dispute.Field


def limits(**changes):
    given = {"act_kind": ActKind.PENALTY, "field": Field.POLICE, "known_on": date(2026, 1, 5)}
    given |= {"act_on": date(2026, 1, 5), "on": date(2026, 7, 7)} | changes
    return [(limit.name, limit.due_on, limit.left) for limit in time_limits(**given)]


def test_six_months_from_knowing_a_year_when_not_told_and_never_after_five():
    assert limits() == [
        ("直接起诉", date(2026, 7, 6), -1),
        ("未告知起诉期限的最长期限", date(2027, 1, 5), 182),
        ("最长起诉期限", date(2031, 1, 6), 1644),
    ]


def test_real_property_has_twenty_years():
    (_, _, (name, due_on, _)) = limits(field=Field.LAND)

    assert (name, due_on.year) == ("最长起诉期限（不动产）", 2046)


def test_after_reconsideration_only_its_fifteen_days_count():
    assert limits(reconsidered_on=date(2026, 6, 22)) == [
        ("不服复议决定起诉", date(2026, 7, 7), 0),
    ]


def test_for_inaction_six_months_follow_the_agencys_two():
    ((name, due_on, _),) = limits(act_kind=ActKind.INACTION, act_on=None)

    assert (name, due_on) == ("对不履行法定职责起诉", date(2026, 9, 7))
    assert limits(act_kind=ActKind.INACTION, known_on=None) == []


def test_without_a_day_there_is_no_hint():
    assert limits(known_on=None, act_on=None) == []


def test_a_limit_says_how_long_it_is_past():
    first, *_ = time_limits(
        act_kind="penalty", field="police", known_on=date(2026, 1, 5), on=date(2026, 7, 16)
    )

    assert first.is_past
    assert first.past == 10
    assert first.basis == "行政诉讼法第四十六条第一款"


def test_a_day_before_the_law_gives_no_hint_and_no_crash():
    here = scene()
    dispute = refer(here, known_on=date(2010, 1, 4), act_on=date(2010, 1, 4))

    assert dispute.time_limits == []
    assert refer(here, stage=Stage.IN_SUIT, court_case="（2026）吉24行初15号").time_limits == []


@pytest.mark.parametrize("ground", SCOPE)
def test_every_ground_must_be_ruled_out(ground):
    here = scene()
    dispute = refer(here)
    rest = [one for one in SCOPE if one != ground]

    with pytest.raises(ValidationError, match=ground.label):
        accept(dispute, here, cleared=rest)
    dispute.refresh_from_db()
    assert (dispute.status, dispute.number) == (Status.REFERRED, "")


def test_the_list_leaves_out_what_is_asked_for_apart():
    left = set(RefusalGround) - set(SCOPE)

    assert left == {RefusalGround.LAPSED, RefusalGround.UNWILLING, RefusalGround.OTHER}


def test_a_plainly_lapsed_time_limit_is_out_of_scope():
    here = scene()
    dispute = refer(here)

    with pytest.raises(ValidationError, match="不予受理"):
        accept(dispute, here, time_limit=TimeLimit.LAPSED)
    accept(dispute, here, time_limit=TimeLimit.UNCLEAR)
    assert dispute.time_limit == TimeLimit.UNCLEAR


def test_reconsideration_to_come_is_no_bar_but_must_be_told():
    here = scene()
    dispute = refer(here)
    to_come = {"reconsideration": Reconsideration.TO_COME}
    with pytest.raises(ValidationError, match="书面告知"):
        accept(dispute, here, **to_come)

    accept(dispute, here, **to_come, told=True)

    assert dispute.reconsideration == Reconsideration.TO_COME
    assert dispute.audit.first().note == "逐项核对，属于化解范围；已告知须先申请行政复议"


@pytest.mark.parametrize("missing", ["time_limit", "reconsideration"])
def test_before_a_suit_both_must_be_looked_at(missing):
    here = scene()

    with pytest.raises(ValidationError, match="核对"):
        accept(refer(here), here, **{missing: ""})


def test_in_a_suit_the_court_has_looked_already():
    here = scene()
    dispute = bring(here, Source.IN_SUIT)
    accept(dispute, here, time_limit="lapsed", reconsideration="to_come")

    assert (dispute.status, dispute.time_limit) == (Status.ACCEPTED, "")


@pytest.mark.parametrize("source", [Source.AGENCY, Source.TRANSFER])
def test_without_consent_in_writing_nothing_is_taken_in(source):
    here = scene()
    dispute = bring(here, source, consent_on=None, consent=None)
    with pytest.raises(ValidationError, match="书面同意"):
        accept(dispute, here, consent_on=None)
    with pytest.raises(ValidationError, match="早于书面同意"):
        accept(dispute, here, consent_on=ago(17))

    accept(dispute, here, consent_on=ago(19), consent=upload("同意书.pdf"))

    assert dispute.consent_on == ago(19)
    assert dispute.attachments.filter(kind="书面同意").exists()


def test_the_form_asks_only_what_is_still_open(client):
    here = scene()
    client.force_login(here.centre_clerk)

    def fields(dispute):
        return set(client.get(dispute.step_url("accept")).context["form"].fields)

    always = {"on", "mediator", "cleared"}
    assert fields(bring(here, Source.IN_SUIT)) == always
    before_suit = always | {"time_limit", "reconsideration", "told"}
    assert fields(refer(here)) == before_suit
    applied = bring(here, Source.AGENCY, consent_on=None)
    assert fields(applied) == before_suit | {"consent_on", "consent"}


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"cleared": ["judged"]}, "cleared", "还没有核对"),
        ({"cleared": []}, "cleared", "逐项核对"),
        ({"time_limit": "lapsed"}, "time_limit", "不予受理"),
        ({"reconsideration": "to_come"}, "told", "书面告知"),
        ({"consent_on": ago(0), "on": ago(1)}, "consent_on", "受理日期"),
        ({"consent_on": ""}, "consent_on", ""),
    ],
)
def test_a_slip_at_acceptance_is_shown_on_its_field(client, changes, field, words):
    here = scene()
    dispute = bring(here, Source.AGENCY, consent_on=None)
    client.force_login(here.centre_clerk)
    sent = found(dispute) | {"on": ago(1), "mediator": "", "consent": upload()} | changes

    answer = client.post(dispute.step_url("accept"), sent)

    assert words in "".join(answer.context["form"].errors[field])
    dispute.refresh_from_db()
    assert dispute.status == Status.REFERRED


def test_the_page_of_acceptance_works_the_time_out_and_reminds_of_reconsideration(client):
    here = scene()
    dispute = refer(
        here,
        act_kind=ActKind.INACTION,
        act_on=None,
        known_on=ago(400),
        time_limit="lapsed",
        reconsideration="not_required",
    )
    client.force_login(here.centre_clerk)

    page = client.get(dispute.step_url("accept")).content.decode()
    assert "收到材料时已过" in page
    assert "认为行政机关未履行法定职责的，依法应当先申请行政复议" in page
    refusal = client.get(dispute.step_url("refuse")).context["form"]
    assert refusal["refusal_ground"].value() == RefusalGround.LAPSED
