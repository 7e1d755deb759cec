"""Versions of how heads are counted: which holds, what may change, and who keeps them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from disputes.appearances.models import RatePolicy
from liaison.models import AuditEntry, Role
from tests.factories.appearances import scene
from tests.factories.heads import policy
from tests.factories.liaison import person

pytestmark = pytest.mark.django_db
LIST = reverse("admin:appearances_ratepolicy_changelist")
ADD = reverse("admin:appearances_ratepolicy_add")
OVERLAP = "施行期间与本委员会的另一口径重叠"


@pytest.fixture
def stage():
    return scene()


@pytest.fixture
def versions(stage):
    """One of 2025, one from 2026 on."""
    first = policy(stage, name="试行", valid_from=date(2025, 1, 1), valid_to=date(2025, 12, 31))
    second = policy(stage, name="正式", valid_from=date(2026, 1, 1), denominator="notified")
    for each in (first, second):
        each.full_clean()
        each.save()
    return first, second


def in_force(stage, *day):
    return RatePolicy.objects.in_force(stage.committee, date(*day))


def refused(version):
    with pytest.raises(ValidationError) as refusal:
        version.full_clean()
    return "；".join(refusal.value.messages)


def test_the_version_of_the_day_is_in_force_to_its_last_day(stage, versions):
    assert in_force(stage, 2025, 1, 1) == in_force(stage, 2025, 12, 31) == versions[0]
    assert in_force(stage, 2026, 1, 1) == in_force(stage, 2036, 1, 1) == versions[1]
    assert [each.holds_on(date(2026, 1, 1)) for each in versions] == [False, True]


def test_a_committee_without_one_counts_by_the_built_in_which_says_so(stage, versions):
    before = in_force(stage, 2024, 12, 31)
    assert (before.is_built_in, before.ident, before.name) == (True, 0, "系统默认口径")
    assert (before.denominator, before.counts_left, before.joint) == ("heard", False, "each")
    assert before.threshold == 80
    assert not before.holds_on(date(2024, 12, 31))
    other = scene()
    assert in_force(other, 2026, 1, 1).is_built_in


def test_no_two_versions_hold_on_one_day(stage, versions):
    for first, last in (
        (date(2026, 6, 1), None),
        (date(2025, 12, 31), date(2025, 12, 31)),
        (date(2024, 1, 1), date(2025, 1, 1)),
    ):
        again = policy(stage, valid_from=first, valid_to=last)
        assert OVERLAP in refused(again)
        with pytest.raises(IntegrityError), transaction.atomic():
            again.save()
    policy(stage, valid_from=date(2024, 1, 1), valid_to=date(2024, 12, 31)).full_clean()
    policy(scene(), valid_from=date(2026, 6, 1)).full_clean()


def test_it_ends_after_it_begins_and_aims_at_a_share(stage):
    wrong = policy(stage, valid_from=date(2026, 2, 1), valid_to=date(2026, 1, 31))
    assert refused(wrong) == "失效日期不能早于施行日期"
    for threshold in (0, 101):
        assert refused(policy(stage, threshold=threshold))
        with pytest.raises(IntegrityError), transaction.atomic():
            policy(stage, threshold=threshold).save()
    policy(stage, valid_from=date(2026, 2, 1), valid_to=date(2026, 2, 1)).full_clean()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", "改名"),
        ("valid_from", date(2026, 1, 2)),
        ("denominator", "heard"),
        ("counts_left", True),
        ("joint", "once"),
        ("threshold", 50),
        ("basis", "另一文件"),
    ],
)
def test_what_a_notice_was_counted_by_stands(stage, versions, name, value):
    used = versions[1]
    setattr(used, name, value)
    used.full_clean()
    used = RatePolicy.objects.get(pk=used.pk)
    used.use(date(2026, 6, 30))
    setattr(used, name, value)
    assert "已据以发出通报的口径不能修改" in refused(used)


def test_it_can_be_ended_but_not_before_the_span_that_was_made_known(stage, versions):
    used = versions[1]
    used.use(date(2026, 6, 30))
    used.use(date(2026, 5, 31))
    assert used.used_until == date(2026, 6, 30), "an earlier notice takes nothing back"
    used.valid_to = date(2026, 6, 29)
    assert "已据以通报至2026-06-30" in refused(used)
    used.valid_to = date(2026, 6, 30)
    used.full_clean()
    used.save()
    assert in_force(stage, 2026, 7, 1).is_built_in


def test_the_built_in_is_used_without_being_kept(stage):
    in_force(stage, 2026, 1, 1).use(date(2026, 1, 31))
    assert not RatePolicy.objects.exists()


def test_it_tells_all_that_it_decides(stage):
    words = policy(stage, denominator="unexcused", joint="once", threshold=85).in_words
    assert "开庭审理的件数，扣除负责人未出庭但法院认为理由成立的；" in words
    assert "中途退庭的视为未出庭" in words
    assert "一案只统计一次" in words
    assert "不低于85%" in words
    assert "中途退庭的算出庭" in policy(stage, counts_left=True).in_words


FORM = {
    "name": "出庭应诉率统计办法",
    "valid_from": "2026-01-01",
    "valid_to": "",
    "denominator": "unexcused",
    "joint": "shared",
    "threshold": "85",
    "basis": "长管办发〔2026〕3号第五条",
}


def staff(client, unit, role):
    user = person(unit, role, user__is_staff=True)
    client.force_login(user)
    return user


def test_the_office_keeps_the_versions_of_its_committee(stage, client):
    other = scene()
    user = staff(client, stage.committee.office, Role.OFFICE_CLERK)
    offered = client.get(ADD).context["adminform"].form.fields["committee"].queryset
    assert list(offered) == [stage.committee]
    answer = client.post(ADD, FORM | {"committee": other.committee.pk})
    assert answer.status_code == 200
    answer = client.post(ADD, FORM | {"committee": stage.committee.pk})
    assert answer.status_code == 302, answer.context["errors"]
    kept = RatePolicy.objects.get()
    assert (kept.committee, kept.threshold, kept.counts_left) == (stage.committee, 85, False)
    entry = AuditEntry.objects.get(action="rate_policy")
    assert entry.actor == user
    assert "目标不低于85%" in entry.note
    answer = client.post(ADD, FORM | {"committee": stage.committee.pk, "valid_from": "2027-01-01"})
    assert OVERLAP in answer.content.decode()
    staff(client, other.committee.office, Role.OFFICE_LEADER)
    assert FORM["name"] not in client.get(LIST).content.decode()
    change = reverse("admin:appearances_ratepolicy_change", args=[kept.pk])
    client.post(change, FORM | {"threshold": "10"})
    kept.refresh_from_db()
    assert kept.threshold == 85


def test_in_the_admin_a_used_version_can_only_be_ended(stage, versions, client):
    used = versions[1]
    staff(client, stage.committee.office, Role.OFFICE_LEADER)
    change = reverse("admin:appearances_ratepolicy_change", args=[used.pk])
    assert client.post(change, FORM).status_code == 302
    used.refresh_from_db()
    assert used.threshold == 85
    used.use(date(2026, 6, 30))
    early = client.post(change, FORM | {"threshold": "10", "valid_to": "2026-03-31"})
    assert "不能早于该日失效" in early.content.decode()
    assert (
        client.post(change, FORM | {"threshold": "10", "valid_to": "2026-12-31"}).status_code == 302
    )
    used.refresh_from_db()
    assert (used.threshold, used.valid_to) == (85, date(2026, 12, 31))
    delete = reverse("admin:appearances_ratepolicy_delete", args=[used.pk])
    assert client.post(delete).status_code == 403


@pytest.mark.parametrize("role", [Role.COURT_CLERK, Role.UNIT_CLERK, Role.SECURITY_ADMIN])
def test_nobody_else_keeps_them(stage, client, role):
    staff(client, stage.court if role == Role.COURT_CLERK else stage.agency, role)
    assert client.get(LIST).status_code == 403
    assert client.post(ADD, FORM | {"committee": stage.committee.pk}).status_code == 403
    assert not RatePolicy.objects.exists()
