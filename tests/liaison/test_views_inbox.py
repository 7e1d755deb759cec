"""The inbox and the search page: one's own letters, words of all sorts."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from liaison.models import Message
from tests.factories import disputes
from tests.factories.liaison import UserFactory

pytestmark = pytest.mark.django_db
INBOX, SEARCH = reverse("liaison:inbox"), reverse("liaison:search")


@pytest.fixture
def here():
    return disputes.scene()


@pytest.fixture
def dispute(here):
    return disputes.refer(here)


def letter(user, matter=None, **more):
    values = {"channel": Message.INBOX, "key": f"k{Message.objects.count()}", "notice": "n"}
    return Message.objects.create(
        recipient=user, matter=matter, **(values | {"subject": "有一件事"} | more)
    )


def test_the_inbox_holds_ones_own_letters_that_have_arrived(client):
    user = UserFactory()
    mine = letter(user)
    letter(UserFactory())
    letter(user, channel="email")
    letter(user, not_before=timezone.now() + timedelta(hours=1))
    client.force_login(user)

    page = client.get(INBOX)

    assert list(page.context["letters"]) == [mine]
    assert "1 条未读" in page.content.decode()


def test_an_empty_inbox_says_so(client):
    client.force_login(UserFactory())
    assert "没有消息" in client.get(INBOX).content.decode()


def test_opening_a_letter_marks_it_read_and_leads_to_its_matter(client, here, dispute):
    mine = letter(here.centre_clerk, dispute)
    client.force_login(here.centre_clerk)
    url = reverse("liaison:inbox_open", args=[mine.pk])

    assert client.get(url).status_code == 405, "a look-ahead of the browser reads no letters"
    assert client.post(url).url == dispute.get_absolute_url()
    mine.refresh_from_db()
    first = mine.read_at
    assert first
    assert client.post(url).url == dispute.get_absolute_url()
    mine.refresh_from_db()
    assert mine.read_at == first, "read once"


def test_a_matter_out_of_sight_stays_out_of_sight(client, here, dispute):
    mine = letter(here.office_clerk, dispute)
    client.force_login(here.office_clerk)

    page = client.post(reverse("liaison:inbox_open", args=[mine.pk]), follow=True)

    assert page.redirect_chain == [(INBOX, 302)]
    assert "已不在您的查看范围内" in page.content.decode()
    mine.refresh_from_db()
    assert mine.read_at


def test_a_letter_about_no_matter_is_only_read(client):
    user = UserFactory()
    mine = letter(user)
    client.force_login(user)
    page = client.post(reverse("liaison:inbox_open", args=[mine.pk]), follow=True)
    assert page.redirect_chain == [(INBOX, 302)]
    assert "查看范围" not in page.content.decode()


def test_nobody_opens_or_reads_the_letters_of_others(client):
    theirs = letter(UserFactory())
    client.force_login(UserFactory())
    for pk in (theirs.pk, theirs.pk + 1000, 99999999999999999999):
        assert client.post(reverse("liaison:inbox_open", args=[pk])).status_code == 404
    assert client.post(reverse("liaison:inbox_read")).url == INBOX
    theirs.refresh_from_db()
    assert theirs.read_at is None


def test_all_are_marked_read_at_once(client):
    user = UserFactory()
    for _ in range(3):
        letter(user)
    tomorrow = letter(user, not_before=timezone.now() + timedelta(days=1))
    client.force_login(user)
    assert client.get(reverse("liaison:inbox_read")).status_code == 405
    client.post(reverse("liaison:inbox_read"))
    assert not Message.objects.inbox_of(user).unread().exists()
    tomorrow.refresh_from_db()
    assert tomorrow.read_at is None, "what has not arrived is not read"


def test_the_inbox_is_leafed_through_and_costs_the_same(client, django_assert_max_num_queries):
    user = UserFactory()
    for _ in range(31):
        letter(user)
    client.force_login(user)
    with django_assert_max_num_queries(8):
        first = client.get(INBOX)
    assert len(first.context["letters"]) == 30
    assert len(client.get(INBOX, {"page": "last"}).context["letters"]) == 1
    for page in ("3", "0", "-1", "abc", "\x00", "9" * 40):
        assert client.get(INBOX, {"page": page}).status_code == 404, page


@pytest.mark.parametrize("words", ["", " ", "林", "林 地", "　林　", "\x00", "a"])
def test_words_of_one_character_are_asked_for_again(client, here, dispute, words):
    client.force_login(here.centre_clerk)
    page = client.get(SEARCH, {"q": words})
    assert page.context["rows"] == []
    assert "请输入至少两个字" in page.content.decode()


HOSTILE = (
    "林地%",
    "林地_",
    "林地\\",
    "'; DROP TABLE disputes_dispute; --",
    '<script>alert("x")</script>',
    "\x00林地",
    "林地" * 5000,
    "\ud800林地",
    "👩‍👩‍👧‍👦👩‍👩‍👧‍👦",
    "{{ 7*7 }}{% debug %}",
    "%F0%28%8C%28",
    "ﷺﷺ",
    "../../etc/passwd",
    "林地 OR 1=1",
)


def test_hostile_words_find_nothing_and_break_nothing(client, here, dispute):
    client.force_login(here.centre_clerk)
    for words in HOSTILE:
        asked = words.encode("utf-8", "surrogatepass")
        page = client.get(SEARCH, QUERY_STRING="q=" + quoted(asked))
        assert page.status_code == 200, words
        text = page.content.decode()
        assert "<script>alert" not in text
        if words == "\x00林地":
            assert [row.pk for row in page.context["rows"]] == [dispute.pk]
        else:
            assert page.context["rows"] == [], words


def quoted(raw):
    return "".join(f"%{byte:02X}" for byte in raw)


@pytest.mark.parametrize("words", ["林地", "征收 林地", "补偿争议", "化解中心"])
def test_two_characters_find_it(client, here, dispute, words):
    client.force_login(here.centre_clerk)
    page = client.get(SEARCH, {"q": words})
    assert [row.pk for row in page.context["rows"]] == [dispute.pk]
    assert "找到 1 件" in page.content.decode()


def test_nothing_found_is_said(client, here):
    client.force_login(here.centre_clerk)
    assert "没有找到" in client.get(SEARCH, {"q": "沧海桑田"}).content.decode()


def test_natural_persons_are_not_searched_for(client, here, dispute):
    client.force_login(here.centre_clerk)
    assert client.get(SEARCH, {"q": "甄有理"}).context["rows"] == []
