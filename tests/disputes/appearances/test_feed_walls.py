"""The walls of a feed: who reads what came of it, and whose cases it may touch or tell of."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from disputes.appearances.feed import sheets, taking
from disputes.appearances.models import Lawsuit
from disputes.appearances.models.feed import courts_under
from liaison import works
from liaison.models import LongWork, Membership, Role, User
from liaison.outbox import bell
from tests.factories.appearances import scene
from tests.factories.feed import (
    check,
    counts,
    errors_of,
    handed_in,
    lawsuit,
    row_of,
    take,
    take_in,
    whose,
    workbook_of,
)
from tests.factories.liaison import CommitteeFactory, MembershipFactory, UnitFactory, person
from tests.factories.world import end_all_posts, with_every_role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    monkeypatch.setattr(bell.Bell, "ring", lambda self, task: None)


@pytest.fixture
def here():
    return scene()


@pytest.fixture
def elsewhere(here):
    """Another committee, in which the court sits too, with an agency of its own."""
    other = CommitteeFactory()
    MembershipFactory(committee=other, unit=here.court, side=Membership.Side.COURT)
    MembershipFactory(committee=other, unit=here.agency)
    return other


def below(here, committee=None, **more):
    """A court below the one of the stage; of a committee, if one is given."""
    court = UnitFactory(court=True, parent=here.court, court_code="吉2401", **more)
    if committee:
        MembershipFactory(committee=committee, unit=court, side=Membership.Side.COURT)
    return court


def row_below(here, court, number=1, **changes):
    named = {"案号": f"(2026)吉2401行初{number}号", "法院名称": court.name}
    return row_of(here, number, **named | changes)


def checked(here):
    """A feed that a worker has checked: one good row, and one of which the file of errors tells."""
    rows = [row_of(here, 1), row_of(here, 2, 被告="没有这个局")]
    source = handed_in(workbook_of(rows), "十月.xlsx")
    given = {"title": "检查", "unit": here.court, "arguments": whose(here), "source": source}
    work = works.begin(taking.CHECK, owner=here.clerk, **given)
    works.run_next()
    work.refresh_from_db()
    return work


def status(client, url):
    answer = client.get(url)
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    return answer.status_code


def addresses(work):
    """Every address at which a work, its file or its check can be asked for."""
    yield work.get_absolute_url()
    yield reverse("liaison:work_file", args=[work.pk])
    yield reverse("appearances:feed_check", args=[work.pk])
    yield f"/media/{work.source.name}"


def test_what_came_of_a_feed_is_for_whoever_handed_it_in(client, here):
    """Not for colleagues, another court, the agency that is sued, nor who runs the system."""
    work = checked(here)
    client.force_login(here.clerk)
    assert [status(client, url) for url in addresses(work)] == [200, 200, 200, 404]
    root = User.objects.create_superuser("root-of-feeds", "r@e.cn", "x", name="管理员")
    names = ("president", "other_court_clerk", "agency_clerk", "justice", "office_leader")
    others = [here.people[name] for name in names]
    for user in (*others, root, with_every_role(UnitFactory(court=True), is_staff=True)):
        client.force_login(user)
        found = {status(client, url) for url in addresses(work)}
        assert found <= {403, 404}, user
        for name in ("work_cancel", "work_again"):
            url = reverse(f"liaison:{name}", args=[work.pk])
            assert client.post(url).status_code == 404, user


def test_whoever_has_left_the_court_reads_no_more_of_it(client, here):
    work = checked(here)
    end_all_posts(here.clerk)
    client.force_login(User.objects.get(pk=here.clerk.pk))
    page, kept, preview, _ = (client.get(url) for url in addresses(work))
    assert (kept.status_code, preview.status_code) == (404, 403)
    assert "您不再有权查看" in page.content.decode()
    assert client.get(reverse("appearances:feed")).status_code == 403
    with pytest.raises(ValidationError, match="没有导入法院数据的权限"):
        take(work)
    assert not Lawsuit.objects.exists()


def test_the_history_of_imports_is_each_courts_own(client, here):
    take_in(here, row_of(here, 1), name="本院十月.xlsx")
    page = reverse("appearances:feed")
    for name, told in (("court_clerk", True), ("president", True), ("other_court_clerk", False)):
        client.force_login(here.people[name])
        assert ("本院十月.xlsx" in client.get(page).content.decode()) is told, name
    client.force_login(person(below(here), Role.COURT_CLERK))
    assert "本院十月.xlsx" not in client.get(page).content.decode()


def test_a_court_brings_in_its_own_cases_and_those_of_courts_below(here):
    theirs = below(here)
    work = take_in(here, row_of(here, 1), row_below(here, theirs, 2))
    assert (work.status, lawsuit(2).initiator) == ("done", theirs)
    beside = here.people["other_court_clerk"].posts.get().unit
    number = f"(2026){beside.court_code}行初3号"
    work = check(here, [row_of(here, 3, 案号=number, 法院名称=beside.name)])
    assert counts(work) == {"wrong": 1}
    above = check(here, [row_of(here, 1)], user=person(theirs, Role.COURT_CLERK), court=theirs)
    assert counts(above) == {"wrong": 1}, "nor does the court below those of the court above"


def test_a_court_below_that_sits_in_another_committee_is_not_spoken_for(here):
    """Whether its case is on the platform or not, the court above reads the same."""
    there = CommitteeFactory()
    MembershipFactory(committee=there, unit=here.agency)
    theirs = below(here, there)
    clerk = person(theirs, Role.COURT_CLERK)
    known, unknown = row_below(here, theirs, 7), row_below(here, theirs, 8)
    both = workbook_of([known, unknown])  # once: a workbook tells the second it was made in
    before = check(here, [], content=both)
    own = check(here, [known], user=clerk, court=theirs)
    own.arguments = whose(here, theirs) | {"committee": there.pk}
    own.save()
    take(own)
    assert lawsuit(7).committee == there

    after = check(here, [], content=both)
    assert counts(after) == {"wrong": 2}
    assert after.report == before.report
    assert {error[1:] for error in errors_of(after)} == {errors_of(after)[0][1:]}
    words = sheets.allowed_words(here.court, here.committee)["法院名称"]
    assert theirs.name not in words
    assert theirs in courts_under(here.court, there)


def test_a_case_of_another_committee_is_at_odds_and_stays_there(client, here, elsewhere):
    """The court itself sees both; no feed moves a case from one committee to the other."""
    there = check(here, [row_of(here, 1)])
    there.arguments |= {"committee": elsewhere.pk}
    there.save()
    take(there)
    kept = lawsuit(1)
    assert kept.committee == elsewhere

    for row in (row_of(here, 1), row_of(here, 1, 是否上诉="是")):
        work = check(here, [row, row_of(here, 2)])
        assert counts(work) == {"conflict": 1, "new": 1}
        change = work.report["rows"]["conflict"][0]["changes"]
        told = {"column": "所属委员会", "old": str(elsewhere), "new": str(here.committee)}
        assert change == [told]
    take(work)
    kept.refresh_from_db()
    assert (kept.committee, kept.appealed) == (elsewhere, False)
    assert list(kept.agencies.values_list("committee", flat=True)) == [elsewhere.pk]
    assert LongWork.objects.filter(kind=taking.TAKE, status="done").count() == 2
    client.force_login(here.people["office"])
    assert client.get(kept.get_absolute_url()).status_code == 404
