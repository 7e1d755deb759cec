"""Every address of the site, asked by everybody who is not meant to know.

Each piece of business carries words that occur nowhere else (``marks``). Whoever may not see
it walks through all addresses that the resolver knows, with the ids of what is hidden, and
must not meet one of those words.
"""

import pytest

from liaison import desk
from liaison.models import Attachment, AuditEntry, IssuedPaper, Message, Role, Unit, User
from liaison.models.matters import searchable
from tests.factories.liaison import UnitFactory, known, person
from tests.factories.world import with_every_role
from tests.walls.addresses import STEPS, addresses, asked_for, questions, words_of

pytestmark = pytest.mark.django_db

WATCHERS = [
    "a foreign court",
    "nobody",
    "the superuser",
    "staff without a post",
    "security_admin",
    "auditor",
    "an uninvited mediator",
    "who left the centre",
    "the office, of disputes",
    "the agency, before acceptance",
    "the court, outside the file",
    "justice, before service",
    "office_leader, before service",
    "other_court_clerk, before service",
    "other_president, before service",
    "recipient_clerk, before service",
    "a member, before minutes",
    "a co-chair, before signing",
    "agency_clerk, of lawsuits",
    "co_agency_clerk, of lawsuits",
    "mover, of lawsuits",
    "left, of lawsuits",
    "below, of lawsuits",
    "other_court_clerk, of lawsuits",
    "office, of lawsuits",
    "co_agency_clerk, of notices",
]


PARTIES = {"agency_clerk, of lawsuits", "co_agency_clerk, of lawsuits"}
"""Those who take steps in a matter of which they do not read everything."""


def test_every_role_is_among_those_who_look(world):
    """The others differ from one of these in nothing but name; their right is tested below."""
    assert set(WATCHERS) <= set(world.watchers)
    people = [world.watchers[watcher][0] for watcher in WATCHERS]
    roles = {post.role for user in people if user for post in user.posts.all()}
    assert roles == set(Role)


def forbidden(world, watcher):
    """What must not come before the eyes of ``watcher``: (key, word) pairs."""
    _, sees, reads = world.watchers[watcher]
    for key, one in world.hidden.items():
        if key not in sees:
            yield from ((key, mark) for mark in one.marks)
        if key not in reads:
            yield from ((key, mark) for mark in one.file)
        for part, words in one.parts.items():
            if f"{key}:{part}" not in reads:
                yield from ((key, mark) for mark in words)


def test_the_marks_are_seen_by_those_who_may(client, world):
    """The walk would prove nothing if the words were on no page at all."""
    people = {
        "referred": Role.CENTRE_CLERK,
        "dispute": Role.CENTRE_CLERK,
        "draft": Role.COURT_CLERK,
        "signed": Role.COURT_CLERK,
        "meeting": Role.OFFICE_CLERK,
        "items": Role.OFFICE_CLERK,
        "topic": Role.UNIT_CLERK,
    }
    for key, role in people.items():
        one = world.hidden[key]
        unit = one.matter.holder if key in {"referred", "dispute"} else one.matter.initiator
        unit = one.matter.centre.unit if hasattr(one.matter, "centre") else unit
        client.force_login(person(unit, role))
        words = words_of(client.get(one.matter.get_absolute_url()))
        for mark in {*one.marks, *one.file} - {"鹿鸣合作社"}:
            assert mark in words, (key, mark)


@pytest.mark.parametrize("watcher", WATCHERS)
def test_nothing_leaks_through_any_address(client, world, watcher):
    user, sees, _ = world.watchers[watcher]
    marks = list(forbidden(world, watcher))
    if user:
        client.force_login(user)
    thorough = watcher in {"a foreign court", "nobody", "the superuser"}
    of_admin = thorough or user.is_staff
    drafts = world.hidden if thorough else sees
    steps = thorough or watcher in PARTIES
    asked = list(addresses(world, of_admin=of_admin, steps=steps, drafts=drafts))
    doors = {url_of(world, key): 200 if key in sees else 404 for key in world.hidden}
    assert doors.keys() <= {url for _, url in asked}
    with known(*filter(None, [user])):
        for name, url in [*asked, *questions(world, of_admin=of_admin)]:
            answer = client.get(url)
            assert answer.status_code in {200, 302, 400, 403, 404, 405}, (url, answer.status_code)
            if user and url in doors:
                assert answer.status_code == doors[url], (user, url)
            words = words_of(answer)
            told = followed(world, watcher, name)
            found = [
                mark
                for mark in marks
                if mark[1] in words and mark not in told and not asked_for(url, mark[1])
            ]
            assert not found, (watcher, name, url)
            if name == "liaison:search":
                hidden = {url_of(world, key) for key in world.hidden if key not in sees}
                assert hidden.isdisjoint(rows(answer)), (watcher, url)


def followed(world, watcher, name):
    """What the office may read of disputes on their pages of progress: a number, no content."""
    if watcher != "the office, of disputes" or name != "disputes:progress":
        return []
    return [(key, mark) for key, one in world.hidden.items() for mark in one.progress]


def rows(answer):
    return [row.url for row in (answer.context or {}).get("rows", [])]


def url_of(world, key):
    return world.hidden[key].matter.get_absolute_url()


PUBLIC = {
    "healthz",
    "meetings:sign_in",
    "liaison:calendar_feed_file",
    "admin:logout",
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_confirm_login_code",
    "mfa_authenticate",
    "admin:jsi18n",
}


def test_whoever_is_not_in_is_led_to_the_door(client, world):
    """Also with POST; nothing but the door itself and the health of the system is public."""
    for name, url in addresses(world, of_admin=True, steps=True):
        if name in PUBLIC or url == "/healthz":
            continue
        for answer in (client.get(url), client.post(url)):
            assert answer.status_code == 302, url
            assert answer.url.startswith(("/accounts/login/", "/admin/login/?next=")), url


def test_there_is_one_door(client):
    """The admin's own login form would know neither the second factor nor the limit of tries."""
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/accounts/login/?next=")
    posted = client.post("/admin/login/", {"username": "x", "password": "y"})
    assert posted.url.startswith("/accounts/login/?next=")


PRESSED = {"post": "yes", "on": "2026-11-01", "title": "改", "name": "改"}


def test_a_foreign_hand_moves_nothing(client, world):
    """Every address that takes a POST, with the ids of somebody else's business (IDOR)."""
    user = world.watchers["a foreign court"][0]
    client.force_login(user)
    before = everything(world)
    with known(user):
        for name, url in addresses(world, of_admin=True, steps=True):
            if name.startswith(("account_", "mfa_")) or name in {"admin:logout", "admin:login"}:
                continue
            answer = client.post(url, PRESSED)
            if name in STEPS or name.endswith("_detail"):
                assert answer.status_code in {404, 405}, url
            assert answer.status_code in {200, 302, 400, 403, 404, 405}, url
    assert everything(world) == before


OWN_DOINGS = ["refused", "export", "calendar_feed", "calendar_feed_off"]
"""What is written of somebody's own doings, which touch no business."""


def everything(world):
    """The rows of what is hidden, letters and papers included."""
    found = [
        type(one.matter)._base_manager.values().get(pk=one.matter.pk)
        for one in world.hidden.values()
    ]
    for model in (Message, IssuedPaper, Attachment):
        found += list(model.objects.order_by("pk").values())
    foreign = AuditEntry.objects.exclude(action__in=OWN_DOINGS)
    return found, foreign.count(), Unit.objects.count()


def test_list_page_and_right_agree_for_everybody(client, world):
    """Whoever sees it in a list opens it, whoever does not gets 404: no half-open doors."""
    for one in world.hidden.values():
        text = searchable([*one.matter.search_words(), "众目睽睽"])
        type(one.matter)._base_manager.filter(pk=one.matter.pk).update(search_text=text)
    for watcher, (user, _, _) in world.watchers.items():
        if user is None:
            continue
        client.force_login(user)
        fresh = User.objects.get(pk=user.pk)
        in_search = {row.url for row in desk.found(fresh, "众目睽睽")}
        with known(user):
            for key, one in world.hidden.items():
                url, model = url_of(world, key), type(one.matter)
                seen = model.objects.visible_to(fresh).filter(pk=one.matter.pk).exists()
                assert (url in in_search) == seen, (user, key)
                if watcher not in WATCHERS:  # who walks through all addresses comes by each page
                    assert client.get(url).status_code == (200 if seen else 404), (user, key)


def test_a_watcher_sees_what_he_is_said_to_see(world):
    for watcher, (user, sees, _) in world.watchers.items():
        fresh = user and User.objects.get(pk=user.pk)
        found = {
            key
            for key, one in world.hidden.items()
            if fresh and type(one.matter).objects.visible_to(fresh).filter(pk=one.matter.pk)
        }
        assert found == set(sees), watcher


def test_choices_name_no_unit_of_another_committee(client, world):
    """Lists' filters, opening forms: nobody learns from a drop-down who sits elsewhere."""
    dispute, stage = world.hidden["dispute"].matter, world.hidden["draft"].matter
    names = {dispute.respondent.name, dispute.centre.unit.name, stage.recipient.name}
    user = with_every_role(UnitFactory(court=True))
    client.force_login(user)
    for name, url in addresses(world, of_admin=False, steps=False):
        if name.endswith(("_list", "_create")):
            words = words_of(client.get(url))
            assert not [each for each in names if each in words], url
