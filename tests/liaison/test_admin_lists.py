"""The office's and the administrators' lists: who edits what, and what no list shows."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import reverse

from disputes.models import Dispute
from liaison.models import (
    Area,
    AuditEntry,
    Centre,
    Committee,
    Message,
    NumberSeries,
    Post,
    Role,
    Unit,
    User,
)
from tests.factories import disputes
from tests.factories.liaison import (
    CentreFactory,
    CommitteeFactory,
    MembershipFactory,
    UnitFactory,
    UserFactory,
    person,
)
from tests.liaison.test_views_inbox import letter

pytestmark = pytest.mark.django_db


def admin_url(model, action, *args):
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{action}", args=args)


def staff(client, unit, role):
    user = person(unit, role, user__is_staff=True)
    client.force_login(user)
    return user


@pytest.fixture
def committee():
    committee = CommitteeFactory()
    MembershipFactory(committee=committee)
    CentreFactory(committee=committee).areas.add(Area.objects.create(name="池北区"))
    return committee


def sent(page):
    """What the browser would send back: every field of the page's forms as it stands."""
    forms = [page.context["adminform"].form]
    for each in page.context["inline_admin_formsets"]:
        forms += [each.formset.management_form, *each.formset.forms]
    data = {}
    for form in forms:
        for field in form:
            value = field.value()
            if isinstance(value, list | tuple):
                value = [str(each) for each in value]
            data[field.html_name] = "" if value is None or value is False else value
    return data


def test_the_office_leader_keeps_the_committee(client, committee):
    staff(client, committee.office, Role.OFFICE_LEADER)
    assert committee.short_name in client.get(admin_url(Committee, "changelist")).content.decode()
    url = admin_url(Committee, "change", committee.pk)
    data = sent(client.get(url)) | {"short_name": "新简称"}
    answer = client.post(url, data)
    assert answer.status_code == 302, answer.context["errors"]
    committee.refresh_from_db()
    assert committee.short_name == "新简称"
    assert client.post(admin_url(Committee, "delete", committee.pk)).status_code == 403
    assert client.get(admin_url(Centre, "changelist")).status_code == 200


def test_the_office_clerk_looks_at_it_and_changes_nothing(client, committee):
    staff(client, committee.office, Role.OFFICE_CLERK)
    url = admin_url(Committee, "change", committee.pk)
    assert client.get(url).status_code == 200
    assert client.post(url, {"short_name": "新简称"}).status_code == 403
    assert client.get(admin_url(User, "changelist")).status_code == 403


def test_the_security_administrator_opens_accounts_and_gives_posts(client):
    unit = UnitFactory()
    staff(client, UnitFactory(), Role.SECURITY_ADMIN)
    words = "长白山黑水-2026"
    added = client.post(
        admin_url(User, "add"),
        {
            "username": "newcomer",
            "name": "新来的",
            "email": "n@example.cn",
            "usable_password": "true",
            "password1": words,
            "password2": words,
            "posts-TOTAL_FORMS": 0,
            "posts-INITIAL_FORMS": 0,
        },
    )
    assert added.status_code == 302, added.context["errors"]
    user = User.objects.get(username="newcomer")
    assert not user.is_staff
    url = admin_url(User, "change", user.pk)
    post = {
        "posts-TOTAL_FORMS": 1,
        "posts-0-unit": unit.pk,
        "posts-0-title": "科员",
        "posts-0-role": Role.UNIT_CLERK,
        "posts-0-rank": "handler",
        "posts-0-starts_on": "2026-01-01",
    }
    page = client.get(url)
    answer = client.post(url, sent(page) | post | {"is_staff": "on", "is_superuser": "on"})
    assert answer.status_code == 302, answer.context["errors"]
    user.refresh_from_db()
    assert user.posts.get().unit == unit
    assert unit.group in user.groups.all()
    assert not user.is_staff, "who may enter the admin is the system administrator's to say"
    assert not user.is_superuser


def test_a_post_ends_after_it_begins_and_does_not_vanish(client):
    staff(client, UnitFactory(), Role.SECURITY_ADMIN)
    post = Post.objects.get(user=person(UnitFactory(), Role.UNIT_CLERK))
    url = admin_url(User, "change", post.user.pk)
    data = sent(client.get(url))
    early = client.post(url, data | {"posts-0-ends_on": "2019-01-01"})
    assert early.status_code == 200
    assert "任职止不能早于任职起" in early.content.decode()
    client.post(url, data | {"posts-0-DELETE": "on"})
    assert Post.objects.filter(pk=post.pk).exists()
    assert client.post(admin_url(User, "delete", post.user.pk)).status_code == 403
    assert client.post(admin_url(Unit, "delete", post.unit.pk)).status_code == 403


def test_a_system_administrators_account_is_for_system_administrators(client):
    root = User.objects.create_superuser("root", "r@e.cn", "x", name="管理员")
    staff(client, UnitFactory(), Role.SECURITY_ADMIN)
    for url in (
        admin_url(User, "change", root.pk),
        reverse("admin:auth_user_password_change", args=[root.pk]),
    ):
        answer = client.post(url, {"username": "mine", "password1": "x", "password2": "x"})
        assert answer.status_code == 403, url
    client.force_login(root)
    page = client.get(admin_url(User, "change", root.pk))
    assert "is_staff" in page.context["adminform"].form.fields


def test_a_lost_telephone_is_forgotten_and_no_secret_is_on_any_page(client):
    user = UserFactory()
    kept = TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP").instance
    client.force_login(User.objects.create_superuser("root", "r@e.cn", "x", name="管理员"))
    for action, args in (("changelist", []), ("change", [kept.pk]), ("delete", [kept.pk])):
        text = client.get(admin_url(Authenticator, action, *args)).content.decode()
        assert action == "delete" or str(user) in text
        assert "JBSWY3DPEHPK3PXP" not in text
    assert client.get(admin_url(Authenticator, "add")).status_code == 403
    assert client.post(admin_url(Authenticator, "change", kept.pk), {}).status_code == 403
    client.post(admin_url(Authenticator, "delete", kept.pk), {"post": "yes"})
    assert not Authenticator.objects.exists()
    staff(client, UnitFactory(), Role.SECURITY_ADMIN)
    assert client.get(admin_url(Authenticator, "changelist")).status_code == 403


def test_the_auditor_reads_the_trail_and_the_outbox_without_their_words(client):
    here = disputes.scene()
    dispute = disputes.refer(here)
    message = letter(here.centre_clerk, dispute, subject="鸿雁之书", body="雁足", notice="x.y")
    staff(client, UnitFactory(), Role.AUDITOR)
    page = client.get(admin_url(AuditEntry, "changelist")).content.decode()
    assert "申请（移送）化解" in page
    assert dispute.title not in page
    entry = AuditEntry.objects.filter(object_id=dispute.pk).first()
    assert (
        dispute.title not in client.get(admin_url(AuditEntry, "change", entry.pk)).content.decode()
    )
    for url in (
        admin_url(Message, "changelist"),
        admin_url(Message, "change", message.pk),
        admin_url(Message, "history", message.pk),
    ):
        text = client.get(url).content.decode()
        assert "鸿雁之书" not in text, url
        assert "雁足" not in text
    assert "x.y" in client.get(admin_url(Message, "changelist")).content.decode()
    assert client.post(admin_url(AuditEntry, "change", entry.pk), {}).status_code == 403
    assert client.get(admin_url(AuditEntry, "add")).status_code == 403
    assert client.post(admin_url(AuditEntry, "delete", entry.pk)).status_code == 403


def test_the_office_sees_what_failed_to_go_out_but_not_what_it_was_about(client, committee):
    message = letter(UserFactory(), subject="鸿雁之书", notice="x.y", status="failed")
    staff(client, committee.office, Role.OFFICE_CLERK)
    rows = client.get(admin_url(Message, "changelist"))
    text = rows.content.decode()
    assert "发送失败" in text
    assert "x.y" not in text
    assert "鸿雁之书" not in text
    for action in ("change", "history"):
        text = client.get(admin_url(Message, action, message.pk)).content.decode()
        assert "x.y" not in text
        assert "鸿雁之书" not in text
    sneaky = client.get(admin_url(Message, "changelist"), {"notice": "x.y"})
    assert sneaky.status_code in {200, 302, 400}
    assert "鸿雁之书" not in sneaky.content.decode()


def test_a_series_of_numbers_is_its_units_own(client, committee):
    mine, theirs = UnitFactory(), UnitFactory(court=True)
    NumberSeries.objects.take(theirs, "司法建议", 2026)
    NumberSeries.objects.take(committee.office, "受理", 2026)
    staff(client, committee.office, Role.OFFICE_CLERK)
    rows = client.get(admin_url(NumberSeries, "changelist")).context["cl"].queryset
    assert [row.issuer for row in rows] == [committee.office]
    assert mine not in [row.issuer for row in rows]
    staff(client, UnitFactory(), Role.AUDITOR)
    rows = client.get(admin_url(NumberSeries, "changelist")).context["cl"].queryset
    assert {row.issuer for row in rows} == {theirs, committee.office}


def test_matters_stand_in_the_admin_for_those_who_see_them_anyway(client):
    here = disputes.scene()
    dispute = disputes.refer(here)
    User.objects.filter(pk=here.court_clerk.pk).update(is_staff=True)
    client.force_login(here.court_clerk)
    rows = client.get(admin_url(Dispute, "changelist"), {"q": "林地"})
    assert list(rows.context["cl"].queryset) == [dispute]
    assert client.get(admin_url(Dispute, "change", dispute.pk)).status_code == 200
    assert (
        "search_text" not in client.get(admin_url(Dispute, "change", dispute.pk)).content.decode()
    )
    staff(client, UnitFactory(), Role.UNIT_CLERK)
    assert not client.get(admin_url(Dispute, "changelist")).context["cl"].queryset
    assert client.get(admin_url(Dispute, "change", dispute.pk)).status_code in {302, 403}
