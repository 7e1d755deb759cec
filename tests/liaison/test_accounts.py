"""The door: who gets in, how often one may try, the second factor, and where one is led."""

from urllib.parse import urljoin, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.test import RequestFactory
from django.urls import reverse

from liaison.accounts import AccountBackend, ClosedAdapter
from tests.factories import disputes
from tests.factories.liaison import UserFactory
from tests.liaison.test_views_inbox import letter

pytestmark = pytest.mark.django_db
LOGIN = reverse("account_login")
WORDS = "长白山黑水-2026"


@pytest.fixture(autouse=True)
def own_address(client):
    """Each test tries the door from an address of its own, as failed tries are counted."""
    own_address.count += 1
    client.defaults["REMOTE_ADDR"] = f"10.9.{own_address.count}.1"
    redis = cache._cache.get_client(write=True)  # only our own keys: the demo may share the server
    for key in redis.scan_iter(f"{settings.CACHES['default']['KEY_PREFIX']}:*"):
        redis.delete(key)


own_address.count = 0


@pytest.fixture
def user():
    user = UserFactory()
    user.set_password(WORDS)
    user.save()
    return user


def enter(client, user, password=WORDS, **more):
    return client.post(LOGIN, {"login": user.username, "password": password} | more)


def is_in(client):
    return "_auth_user_id" in client.session


def test_the_right_words_lead_to_the_desk(client, user):
    assert enter(client, user).url == "/"
    assert is_in(client)


def test_wrong_words_say_nothing_about_whether_there_is_such_a_name(client, user):
    known = enter(client, user, "wrong").content.decode()
    unknown = client.post(LOGIN, {"login": "nobody-of-that-name", "password": "x"})
    wrong = "用户名"
    assert not is_in(client)
    assert [wrong in text for text in (known, unknown.content.decode())] == [True, True]


def test_who_is_switched_off_stays_out(client, user):
    user.is_active = False
    user.save()
    assert not is_in(client) or enter(client, user)
    enter(client, user)
    assert not is_in(client)


def test_after_five_wrong_tries_the_right_words_wait_too(client, user):
    for _ in range(5):
        assert enter(client, user, "wrong").status_code == 200
    answer = enter(client, user)
    assert not is_in(client)
    assert answer.status_code in {200, 429}


@pytest.mark.parametrize(("proxies", "seen"), [(0, "10.0.0.9"), (1, "1.2.3.4")])
def test_tries_are_counted_by_the_visitors_address_not_the_proxys(settings, proxies, seen):
    """What a visitor claims stands further left in the header and counts for nothing."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    heads = {"x-forwarded-for": "6.6.6.6, 1.2.3.4"}
    request = RequestFactory().post(LOGIN, headers=heads, REMOTE_ADDR="10.0.0.9")
    assert ClosedAdapter().get_client_ip(request) == seen


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "http:evil.example",
        "\\\\evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        " https://evil.example",
        "https:///evil.example",
        "%2f%2fevil.example",
    ],
)
def test_nobody_is_led_away_from_the_site(client, user, target):
    url = urljoin(f"http://testserver{LOGIN}", enter(client, user, next=target).url)
    assert urlsplit(url).netloc == "testserver"
    assert "\\" not in url


def test_one_is_led_where_one_wanted_to_go(client, user):
    wanted = reverse("liaison:inbox")
    assert client.get(wanted).url == f"{LOGIN}?next={wanted}"
    assert enter(client, user, next=wanted).url == wanted


def test_nobody_signs_up_by_themselves(client):
    page = client.get(reverse("account_signup"))
    assert page.status_code == 200
    assert "form" not in (page.context or {}) or "<input" not in page.content.decode()
    client.post(
        reverse("account_signup"),
        {"username": "new", "password1": WORDS, "password2": WORDS},
    )
    assert not is_in(client)


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "a b", "x" * 300])
def test_a_foreign_host_is_refused(client, host):
    for url in (LOGIN, "/healthz", reverse("account_reset_password")):
        assert client.get(url, headers={"host": host}).status_code == 400


def test_a_lost_password_tells_nobody_who_has_an_account(client, user, mailoutbox):
    url = reverse("account_reset_password")
    pages = [
        client.post(url, {"email": email}, follow=True).content
        for email in (user.email, "nobody@example.cn")
    ]
    assert pages[0] == pages[1]


def test_a_password_is_changed_and_one_stays_in(client, user):
    client.force_login(user)
    url = reverse("account_change_password")
    weak = client.post(url, {"oldpassword": WORDS, "password1": "1234", "password2": "1234"})
    assert weak.status_code == 200
    said = weak.context["form"].errors["password1"]
    assert "密码太短，至少10个字符" in said
    assert not [each for each in said if each.isascii()]
    new = "长白山天池-2027"
    wrong = client.post(url, {"oldpassword": "x", "password1": new, "password2": new})
    assert wrong.status_code == 200
    changed = client.post(url, {"oldpassword": WORDS, "password1": new, "password2": new})
    assert changed.status_code == 302
    assert client.get("/").status_code == 200
    user.refresh_from_db()
    assert user.check_password(new)


def test_going_out_takes_a_click(client, user):
    client.force_login(user)
    url = reverse("account_logout")
    assert client.get(url).status_code == 200
    assert is_in(client)
    client.post(url)
    assert not is_in(client)


def code_now(secret):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


class TestSecondFactor:
    def test_where_it_is_required_everything_else_waits_for_it(self, client, user, settings):
        settings.REQUIRE_TWO_FACTOR = True
        client.force_login(user)
        for url in ("/", reverse("disputes:dispute_list"), reverse("liaison:search"), "/admin/"):
            answer = client.get(url)
            assert answer.url == reverse("mfa_activate_totp"), url
        posted = client.post(reverse("liaison:inbox_read"))
        assert posted.url == reverse("mfa_activate_totp")
        assert client.get("/healthz").status_code == 200
        assert client.get(reverse("account_logout")).status_code == 200

    def test_it_is_not_asked_of_who_is_not_in_nor_where_it_is_not_required(
        self, client, user, settings
    ):
        settings.REQUIRE_TWO_FACTOR = True
        assert client.get("/").url.startswith(LOGIN)
        settings.REQUIRE_TWO_FACTOR = False
        client.force_login(user)
        assert client.get("/").status_code == 200

    def test_it_is_set_up_with_a_code_and_then_the_desk_opens(self, client, user, settings):
        settings.REQUIRE_TWO_FACTOR = True
        enter(client, user)
        url = reverse("mfa_activate_totp")
        asked = client.get("/", follow=True)
        assert "本单位要求启用动态口令" in asked.content.decode()
        again = asked.redirect_chain[-1][0]
        assert again.startswith(reverse("account_reauthenticate")), "the password once more"
        assert client.post(again, {"password": WORDS}).url == url
        assert client.post(url, {"code": "000000"}).status_code == 200
        secret = client.get(url).context["form"].secret
        assert client.post(url, {"code": code_now(secret)}).status_code == 302
        assert Authenticator.objects.filter(user=user, type="totp").exists()
        assert client.get("/").status_code == 200

    def test_who_has_one_is_asked_for_it_at_the_door(self, client, user):
        secret = generate_totp_secret()
        TOTP.activate(user, secret)
        RecoveryCodes.activate(user)
        answer = enter(client, user)
        assert answer.url == reverse("mfa_authenticate")
        assert not is_in(client)
        assert client.get("/").url.startswith(LOGIN)
        assert not is_in(client), "nor by the admin's door"
        assert client.get("/admin/").url.startswith("/admin/login/")
        client.post(answer.url, {"code": code_now(secret)})
        assert is_in(client)


class TestWhatIsReadWithTheAccount:
    def test_the_number_of_unread_messages_comes_along(self, django_assert_num_queries):
        user = UserFactory()
        letter(user)
        letter(user, channel="email")
        with django_assert_num_queries(1):
            found = AccountBackend().get_user(user.pk)
            assert found.unread == 1

    def test_nobody_and_the_switched_off_are_nobody(self):
        user = UserFactory(is_active=False)
        assert AccountBackend().get_user(user.pk) is None
        assert AccountBackend().get_user(0) is None
        assert AnonymousUser().is_anonymous

    def test_a_hundred_messages_are_ninety_nine(self, client):
        user = UserFactory()
        for _ in range(101):
            letter(user)
        client.force_login(user)
        assert client.get("/").context["workplace"].unread == 99


def test_a_person_without_posts_sees_a_desk_and_no_business(client, user):
    disputes.refer(disputes.scene())
    client.force_login(user)
    for url in ("/", reverse("disputes:dispute_list"), reverse("liaison:search") + "?q=林地"):
        assert client.get(url).status_code == 200
