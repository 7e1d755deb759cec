"""Nothing typed is lost: a form that comes in after the login's end is shown again to its author,
and to nobody else; see ``liaison.typed``."""

import json
from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django import forms
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.signing import TimestampSigner
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from liaison import tasks, typed
from liaison.models import Post
from liaison.sealing import unseal
from suggestions.models import JudicialSuggestion
from tests.factories import disputes, suggestions
from tests.factories.liaison import UserFactory
from tests.liaison.test_accounts import WORDS, code_now, enter, is_in

pytestmark = pytest.mark.django_db
DRAFT = reverse("suggestions:judicialsuggestion_create")
RESTORED = "已恢复您填写的内容"


@pytest.fixture
def stage():
    return suggestions.scene()


@pytest.fixture
def clerk(stage):
    stage.clerk.set_password(WORDS)
    stage.clerk.save()
    return stage.clerk


def letter(user, **more):
    """A letter half written, as the browser sends it: stamped, with two rows."""
    return {
        "typed_by": typed.stamp(user),
        "subject": "规范告知",
        "introduction": "写了一上午的举措",
        "problems-TOTAL_FORMS": 2,
        "problems-INITIAL_FORMS": 0,
        "problems-0-problem": "问题之一",
        "problems-1-suggestion": "建议之二",
    } | more


def kept(client):
    """What the session holds of it: nobody reads it there without the keys."""
    sealed = client.session.get(typed.KEPT, "")
    assert "typed_by" not in sealed
    assert "举措" not in sealed
    return json.loads(unseal(sealed) or "[]")


def typed_in(page):
    """What the fields of the page's form hold, rows and all."""
    form = page.context["form"]
    parts = [form, *(row for formset in form.formsets.values() for row in formset)]
    return {field.html_name: field.value() for part in parts for field in part}


def test_what_was_typed_when_the_session_ended_is_there_after_the_login(client, clerk):
    client.force_login(clerk)
    sent = letter(clerk, typed_by=client.get(DRAFT).context["stamp"])
    Session.objects.all().delete()
    client.cookies.clear()
    away = client.post(DRAFT, sent)
    assert away.url == f"{reverse('account_login')}?{urlencode({'next': DRAFT}, safe='/')}"
    assert "填写的内容已保留" in client.get(away.url).content.decode()
    back = enter(client, clerk, next=DRAFT)
    assert back.url == DRAFT

    page = client.get(back.url)

    fields = typed_in(page)
    assert (fields["subject"], fields["introduction"]) == ("规范告知", "写了一上午的举措")
    assert (fields["problems-0-problem"], fields["problems-1-suggestion"]) == (
        "问题之一",
        "建议之二",
    )
    assert RESTORED in page.content.decode()
    assert "没有提交成功" not in page.content.decode()
    assert not page.context["form"].errors
    assert not JudicialSuggestion.objects.exists()


def test_it_is_shown_once(client, clerk):
    client.post(DRAFT, letter(clerk))
    client.force_login(clerk)
    assert client.head(DRAFT).status_code == 200
    assert typed_in(client.get(DRAFT))["subject"] == "规范告知"

    page = client.get(DRAFT)

    assert typed_in(page)["subject"] is None
    assert RESTORED not in page.content.decode()
    assert kept(client) == []


def test_it_outlasts_the_second_factor(client, clerk):
    secret = generate_totp_secret()
    TOTP.activate(clerk, secret)
    client.post(DRAFT, letter(clerk))
    enter(client, clerk, next=DRAFT)
    assert not is_in(client)
    back = client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})
    assert back.url == DRAFT

    assert typed_in(client.get(back.url))["subject"] == "规范告知"


def test_somebody_else_at_the_same_browser_sees_nothing_of_it(client, clerk, stage):
    client.post(DRAFT, letter(clerk))
    client.force_login(stage.president)
    other = stage.president
    Post.objects.filter(user=other).update(role=Post.objects.get(user=clerk).role)

    page = client.get(DRAFT)

    assert page.status_code == 200
    assert "规范告知" not in page.content.decode()
    assert RESTORED not in page.content.decode()
    assert kept(client) == []


STRANGE = ("", "1", "1:abc:def", "x" * 5000, "\x00", "1:½:½", ":::")


@pytest.mark.parametrize("stamp", STRANGE)
def test_a_stranger_is_given_no_session(client, clerk, stamp):
    answer = client.post(DRAFT, letter(clerk, typed_by=stamp))

    assert answer.url.startswith(reverse("account_login"))
    assert settings.SESSION_COOKIE_NAME not in answer.cookies
    assert not Session.objects.exists()


def test_a_stamp_of_another_make_is_none(client, clerk):
    for forged in (TimestampSigner(), TimestampSigner(salt="liaison.typed", key="guessed")):
        client.post(DRAFT, letter(clerk, typed_by=forged.sign(clerk.pk)))
    mine = typed.stamp(clerk)
    client.post(DRAFT, letter(clerk, typed_by=mine.replace(str(clerk.pk), str(clerk.pk + 1), 1)))

    assert not Session.objects.exists()


def test_a_stamp_lasts_a_week_end_and_no_longer(client, clerk):
    sent = letter(clerk)
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        client.post(DRAFT, sent)
        assert not Session.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        client.post(DRAFT, sent)
        assert len(kept(client)) == 1


def test_what_no_form_holds_is_not_kept(client, clerk):
    client.post(DRAFT, letter(clerk, introduction="字" * typed.LONGEST))
    assert not Session.objects.exists()

    client.post(DRAFT, letter(clerk, introduction="字" * (typed.LONGEST - 1000)))
    assert len(kept(client)) == 1


def test_neither_passwords_nor_files_nor_tokens_are_kept(client, clerk):
    secret = {"password": "p1", "new-Password2": "p2", "csrfmiddlewaretoken": "t3"}
    client.post(DRAFT, letter(clerk, consent=disputes.upload("同意.pdf"), **secret))

    (form,) = kept(client)

    assert form["address"] == DRAFT
    assert form["user"] == str(clerk.pk)
    assert form["fields"].keys() == letter(clerk).keys() - {"typed_by"}


def test_what_is_marked_secret_is_not_kept_and_that_is_said(client, clerk):
    away = client.post(DRAFT, letter(clerk, introduction="机密★10年\n下面是正文"), follow=True)
    assert "标有密级的内容没有保留" in away.content.decode()
    client.force_login(clerk)

    fields = typed_in(client.get(DRAFT))

    assert (fields["introduction"], fields["subject"]) == (None, "规范告知")


def test_no_form_that_is_restored_asks_for_a_password():
    views = [pattern.callback for pattern in leaves(get_resolver().url_patterns)]
    shown = [
        view.view_initkwargs["form_class"]
        for view in views
        if getattr(getattr(view, "view_class", None), "shows_typed", False)
    ]
    parts = [
        part for form in shown for part in (form, *(f.form for f in form.row_formsets.values()))
    ]
    widgets = [field.widget for part in parts for field in part.base_fields.values()]

    assert len(shown) > 40
    assert not [each for each in widgets if isinstance(each, forms.PasswordInput)]


def leaves(patterns):
    for pattern in patterns:
        yield from leaves(pattern.url_patterns) if hasattr(pattern, "url_patterns") else [pattern]


@pytest.mark.parametrize("path", ["/", reverse("liaison:inbox_read"), "/admin/", "/no/such/"])
def test_pages_that_could_not_show_it_keep_nothing(client, clerk, path):
    client.post(path, letter(clerk))
    assert not Session.objects.exists()


def test_a_button_pressed_too_late_leads_to_the_desk_not_to_an_address_without_a_page(
    client, clerk
):
    away = client.post(reverse("liaison:inbox_read"))
    assert away.url == reverse("account_login")
    assert enter(client, clerk).url == "/"


def test_of_several_tabs_the_last_three_are_kept_each_for_itself(client, clerk):
    for number in range(4):
        client.post(DRAFT, letter(clerk, subject=f"第{number}件"))
    client.post(DRAFT, letter(clerk, subject="第3件"))  # a second click
    client.force_login(clerk)

    shown = [typed_in(client.get(DRAFT))["subject"] for _ in range(4)]

    assert shown == ["第1件", "第2件", "第3件", None]


def test_another_page_shows_nothing_of_it(client, clerk, stage):
    first, second = (suggestions.drafted(stage) for _ in range(2))
    client.post(first.step_url("withdraw"), {"typed_by": typed.stamp(clerk), "reason": "重复起草"})
    client.force_login(clerk)

    assert "重复起草" not in client.get(second.step_url("withdraw")).content.decode()
    assert "重复起草" in client.get(first.step_url("withdraw")).content.decode()


def test_a_step_that_another_took_meanwhile_still_shows_the_words(client):
    here = disputes.scene()
    dispute = disputes.refer(here)
    url = dispute.step_url("refuse")
    words = {"typed_by": typed.stamp(here.centre_clerk), "reason": "已有生效判决，说来话长。"}
    client.post(url, words)
    disputes.refuse(dispute, here)
    client.force_login(here.centre_clerk)

    page = client.get(url)

    assert "已有生效判决，说来话长。" in page.content.decode()
    assert "“不予受理”状态不能不予受理" in page.content.decode()
    assert client.get(url).url == dispute.get_absolute_url()


def test_a_right_that_was_lost_meanwhile_is_refused_as_ever(client, clerk):
    client.post(DRAFT, letter(clerk))
    Post.objects.filter(user=clerk).update(role="mediator")
    client.force_login(clerk)

    page = client.get(DRAFT)

    assert page.status_code == 403
    assert "规范告知" not in page.content.decode()


def test_only_who_has_files_to_choose_is_told_to_choose_them_again(client, clerk, stage):
    signed = suggestions.suggestion_in("signed", stage)
    steps = ("serve", "withdraw")
    for step in steps:
        client.post(signed.step_url(step), {"typed_by": typed.stamp(clerk), "reason": "重复"})
    client.force_login(clerk)

    texts = {step: client.get(signed.step_url(step)).content.decode() for step in steps}

    assert all(RESTORED in text for text in texts.values())
    assert [step for step in steps if "附件需重新选择" in texts[step]] == ["serve"]


def test_each_of_two_forms_under_one_address_has_its_own(client, clerk):
    """A page may show another form for another question in its address."""
    client.post(f"{DRAFT}?way=2", letter(clerk))
    client.force_login(clerk)

    assert typed_in(client.get(DRAFT))["subject"] is None
    assert typed_in(client.get(f"{DRAFT}?way=2"))["subject"] == "规范告知"


def test_logging_out_forgets_it(client, clerk):
    client.post(DRAFT, letter(clerk))
    client.force_login(clerk)
    client.logout()
    client.force_login(clerk)

    assert typed_in(client.get(DRAFT))["subject"] is None


def test_sessions_that_ran_out_are_deleted_with_what_they_hold(client, clerk):
    client.post(DRAFT, letter(clerk))
    tasks.forget_sessions()
    assert Session.objects.count() == 1
    with time_machine.travel(timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE + 1)):
        tasks.forget_sessions()

    assert not Session.objects.exists()


# --- a stale token ------------------------------------------------------------------------


@pytest.fixture
def strict():
    return Client(enforce_csrf_checks=True)


def test_a_token_that_a_new_login_changed_leads_back_with_everything(strict, clerk):
    strict.force_login(clerk)

    answer = strict.post(f"{DRAFT}?from=desk", letter(clerk))
    page = strict.get(answer.url)

    assert answer.url == f"{DRAFT}?from=desk"
    assert typed_in(page)["problems-1-suggestion"] == "建议之二"
    assert RESTORED in page.content.decode()
    assert not JudicialSuggestion.objects.exists()


@pytest.mark.parametrize("stamped", [True, False])
def test_a_stale_token_of_anybody_else_is_refused_in_words(strict, clerk, stamped):
    strict.force_login(UserFactory())

    answer = strict.post(DRAFT, letter(clerk) if stamped else {"subject": "规范告知"})

    assert answer.status_code == 403
    assert "先复制填写的内容" in answer.content.decode()
    assert kept(strict) == []


@pytest.mark.parametrize(
    ("origin", "held"),
    [("http://testserver", 1), ("https://evil.example", 0), ("null", 0), ("", 0)],
)
def test_a_foreign_page_can_not_plant_a_session(strict, clerk, origin, held):
    answer = strict.post(DRAFT, letter(clerk), headers={"origin": origin} if origin else {})

    assert answer.status_code == (302 if held else 403)
    assert Session.objects.count() == held


def test_after_a_logout_in_another_tab_the_words_wait_for_the_login(strict, clerk):
    away = strict.post(DRAFT, letter(clerk), headers={"origin": "http://testserver"}, follow=True)
    assert "填写的内容已保留" in away.content.decode()
    strict.force_login(clerk)

    assert typed_in(strict.get(DRAFT))["subject"] == "规范告知"


# --- htmx ---------------------------------------------------------------------------------

HTMX = {"hx-request": "true"}


def test_one_more_row_asked_for_too_late_is_there_after_the_login(client, clerk):
    answer = client.post(DRAFT, letter(clerk, add_row="problems"), headers=HTMX)
    assert answer.status_code == 200
    assert answer["HX-Redirect"].startswith(reverse("account_login"))
    client.force_login(clerk)

    page = client.get(DRAFT)

    assert len(page.context["form"].formsets["problems"].forms) == 3
    assert typed_in(page)["problems-0-problem"] == "问题之一"


def test_one_more_row_with_a_stale_token_leads_the_whole_page_back(strict, clerk):
    strict.force_login(clerk)

    answer = strict.post(DRAFT, letter(clerk, add_row="problems"), headers=HTMX)

    assert answer["HX-Redirect"] == DRAFT
    assert typed_in(strict.get(DRAFT))["subject"] == "规范告知"


def test_a_list_that_htmx_asks_for_too_late_is_no_login_in_a_table(client):
    answer = client.get(f"{reverse('disputes:dispute_list')}?page=2", headers=HTMX)

    assert answer["HX-Redirect"].startswith(reverse("account_login"))
    assert answer.content == b""
