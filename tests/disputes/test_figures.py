"""Figures of the centres, checked against numbers counted by hand, and who may read them."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from disputes.models import Dispute, Status
from liaison import registry
from liaison.metrics import Rate, Span
from liaison.models import AuditEntry, Role, Unit
from tests.disputes.test_papers import text_of
from tests.factories.disputes import ago, dispute_in, hold_session, scene, schedule
from tests.factories.liaison import MembershipFactory, UnitFactory, person

pytestmark = pytest.mark.django_db

FIGURES, PROGRESS = reverse("disputes:figures"), reverse("disputes:progress")
SPAN = Span(ago(40), ago(0))
WHOLE = {"first": ago(40).isoformat(), "last": ago(0).isoformat()}


@pytest.fixture
def counted():
    """One agreed, one failed, one refused, one under way, one not yet looked at."""
    here = scene()
    for status in (Status.PERFORMING, Status.FAILED, Status.REFUSED, Status.MEDIATING):
        dispute_in(status, here, field="land")
    dispute_in(Status.REFERRED, here, field="police")
    return here


def figures_for(user, span=SPAN):
    return Dispute.objects.followed_by(user).figures(span)


def test_every_number_is_the_one_counted_by_hand(counted):
    found = figures_for(counted.centre_clerk)

    assert (found.received, found.accepted, found.refused) == (5, 3, 1)
    assert (found.concluded, found.concluded_solved, found.accepted_solved) == (2, 1, 1)
    assert (found.of_accepted, found.of_concluded) == (Rate(1, 3), Rate(1, 2))
    assert (str(found.of_accepted), str(found.of_concluded)) == ("33.33%", "50.00%")
    # accepted 18 days ago; agreed 7 and failed 5 days ago: 11 and 13 days
    assert found.median_time == timedelta(days=12)
    assert found.median_days == 12


def test_nothing_counted_is_a_dash_and_no_error(client):
    here = scene()
    found = figures_for(here.centre_clerk)
    assert (found.accepted, str(found.of_accepted), found.median_days) == (0, "—", None)

    client.force_login(here.centre_clerk)
    page = client.get(FIGURES).content.decode()
    assert "期内没有争议" in page
    assert "期内没有结案" in page


def test_a_day_outside_the_span_is_not_counted(counted):
    later = figures_for(counted.centre_clerk, Span(ago(6), ago(0)))
    assert (later.received, later.accepted, later.concluded) == (0, 0, 1)
    assert later.of_concluded == Rate(0, 1)


def test_by_field_by_agency_and_by_month(counted):
    disputes = Dispute.objects.followed_by(counted.centre_clerk)
    by_field = {name: row.received for name, row in disputes.figures_by("field", SPAN)}
    assert by_field == {"land": 4, "police": 1}
    assert [(name, row.accepted) for name, row in disputes.figures_by("respondent", SPAN)] == [
        (counted.agency.pk, 3)
    ]
    assert sum(accepted for accepted, _ in disputes.by_month(SPAN).values()) == 3
    assert sum(disputes.outcomes(SPAN).values()) == 2


def test_sessions_with_a_head_among_those_held(counted):
    dispute, _ = dispute_in(Status.MEDIATING, counted)
    hold_session(dispute, counted)
    dispute.sessions.get().attendance.filter(side="respondent").update(is_head=True)
    other, _ = dispute_in(Status.MEDIATING, counted)
    hold_session(other, counted)
    schedule(other, counted)

    disputes = Dispute.objects.followed_by(counted.centre_clerk)
    assert disputes.heads_attending(SPAN).numerator == 1
    # the one that led to the agreement, and these two; what is only announced is not held
    assert disputes.heads_attending(SPAN).denominator == 3


def test_performance_counts_what_was_due(counted):
    dispute = Dispute.objects.get(status=Status.PERFORMING)
    dispute.items.all().delete()
    for ordinal, (due_on, performed_on) in enumerate(
        [(ago(5), ago(6)), (ago(4), None), (ago(-9), None), (ago(-9), ago(1))], start=1
    ):
        dispute.items.create(
            ordinal=ordinal,
            content="付款",
            performer="respondent",
            due_on=due_on,
            performed_on=performed_on,
        )
    span = Span(ago(40), ago(-30))
    rate = Dispute.objects.followed_by(counted.centre_clerk).performance(span, ago(0))
    assert rate == Rate(2, 3), "what is still to come and not done is neither kept nor broken"


@pytest.mark.parametrize(
    ("code", "rate"),
    [
        ("disputes.resolved_of_accepted", Rate(1, 3)),
        ("disputes.resolved_of_concluded", Rate(1, 2)),
        ("disputes.performed", Rate(0, 0)),
        ("disputes.heads_attending", Rate(0, 1)),
    ],
)
def test_the_metrics_are_registered(counted, code, rate):
    assert registry.metrics[code].rate(counted.centre_clerk, SPAN, ago(0)) == rate


def test_who_follows_what(counted):
    """The office its committee's, a court what it brought, an agency from acceptance on."""
    outsider = person(UnitFactory(court=True), Role.COURT_CLERK)
    for user, number in (
        (counted.office_clerk, 5),
        (counted.court_clerk, 5),
        (counted.centre_clerk, 5),
        (counted.agency_clerk, 3),
        (outsider, 0),
    ):
        assert figures_for(user).received == number, user


def test_the_office_reads_progress_and_no_content(client, counted):
    dispute = Dispute.objects.get(status=Status.MEDIATING)
    client.force_login(counted.office_clerk)

    page = client.get(PROGRESS).content.decode()
    assert dispute.number in page
    assert str(dispute.respondent) in page
    for words in (dispute.title, dispute.gist, "甄有理", "甄某某", dispute.get_absolute_url()):
        assert words not in page
    assert client.get(dispute.get_absolute_url()).status_code == 404


def test_progress_is_filtered_by_status_and_leafed(client, counted):
    client.force_login(counted.office_clerk)
    found = client.get(PROGRESS, {"status": "failed"}).context["disputes"]
    assert [one.status for one in found] == ["failed"]
    assert len(client.get(PROGRESS, {"status": "no such"}).context["disputes"]) == 5
    assert client.get(PROGRESS, {"page": "9"}).status_code == 404


def test_the_page_names_both_numbers_of_each_rate(client, counted):
    client.force_login(counted.office_clerk)
    page = client.get(FIGURES, WHOLE).content.decode()

    for words in ("33.33%", "1 / 3", "50.00%", "1 / 2", str(counted.agency), "土地和自然资源"):
        assert words in page
    assert "pygal-chart" in page


@pytest.mark.parametrize("rows", [1, 10])
def test_pages_cost_the_same_for_one_dispute_and_for_ten(client, rows, django_assert_num_queries):
    here = scene()
    for _ in range(rows):
        agency = UnitFactory()
        MembershipFactory(committee=here.committee, unit=agency, side="government")
        dispute_in(Status.REFERRED, here, respondent=agency)
    client.force_login(here.office_clerk)
    client.get(FIGURES, WHOLE)
    with django_assert_num_queries(12):
        client.get(FIGURES, WHOLE)
    with django_assert_num_queries(4):
        client.get(PROGRESS)


def test_a_wrong_span_is_told_and_the_year_is_shown(client, counted):
    client.force_login(counted.office_clerk)
    for asked, words in (
        ({"first": "2026-11-02", "last": "2026-11-01"}, "结束日期不能早于开始日期"),
        ({"first": "1990-01-01", "last": "2026-11-01"}, "一次最多统计十年"),
        ({"first": "昨天"}, "日期"),
        ({"centre": "999999"}, "选择"),
    ):
        answer = client.get(FIGURES, asked)
        assert answer.status_code == 200
        assert words in answer.content.decode()


def test_only_own_centres_are_offered(client, counted):
    other = scene("别协")
    client.force_login(counted.office_clerk)
    offered = client.get(FIGURES).context["form"].fields["centre"].queryset
    assert list(offered) == [counted.centre]
    assert str(other.centre) not in client.get(FIGURES).content.decode()


def test_one_centre_of_two(client, counted):
    client.force_login(counted.office_clerk)
    figures = client.get(FIGURES, WHOLE | {"centre": counted.centre.pk}).context["figures"]
    assert figures.received == 5


def test_the_spreadsheet_says_what_the_page_says(client, counted):
    client.force_login(counted.office_clerk)
    Unit.objects.filter(pk=counted.agency.pk).update(short_name="=1+1")
    answer = client.get(FIGURES, WHOLE | {"format": "xlsx"})

    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    total = dict(zip(rows[0], rows[1], strict=True))
    assert (total["受理"], total["结案"], total["化解率（按结案）"]) == (3, 2, "50.00%")
    named = [row for row in sheet.iter_rows(min_row=2) if row[1].value == "=1+1"]
    assert [row[1].data_type for row in named] == ["s"]
    assert AuditEntry.objects.filter(action="export", actor=counted.office_clerk).exists()


def test_the_sheet_to_hand_in_says_it_too(client, counted, drawn_papers):
    client.force_login(counted.office_clerk)
    answer = client.get(FIGURES, WHOLE | {"format": "pdf"})
    assert answer["Content-Type"] == "application/pdf"
    told = text_of(answer.content)
    for words in ("行政争议协调化解统计表", "50.00%", "土地和自然资源", "按被申请机关"):
        assert words in told
    assert AuditEntry.objects.filter(action="export", actor=counted.office_clerk).exists()


def test_the_menu_offers_the_pages_to_whom_they_are_of_use(client, counted):
    def offered(user):
        client.force_login(user)
        page = client.get("/").content.decode()
        return [url for url in (FIGURES, PROGRESS) if f'href="{url}"' in page]

    assert offered(counted.office_clerk) == [FIGURES, PROGRESS]
    assert offered(counted.centre_clerk) == [FIGURES]
    assert offered(counted.mediator) == []


def test_only_one_entry_of_the_menu_is_lit(client, counted):
    client.force_login(counted.office_clerk)
    groups = client.get(FIGURES).context["workplace"].navigation
    lit = [item["url"] for group in groups for item in group["items"] if item["active"]]
    assert lit == [FIGURES]
