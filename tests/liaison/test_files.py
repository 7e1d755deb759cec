"""Files as they go out: attachments, issued papers, drafts; and what a tampered one becomes."""

from pathlib import Path

import pytest
from django.urls import reverse

from disputes.models import Dispute
from liaison.models import Attachment, AuditEntry, IssuedPaper
from tests.factories import disputes, suggestions
from tests.factories.world import papers_in_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return disputes.scene()


@pytest.fixture
def attachment(here):
    return disputes.refer(here).attachments.get()


@pytest.fixture
def paper(here):
    with papers_in_words():
        dispute = disputes.refer(here)
        disputes.accept(dispute, here)
    return dispute.papers.get(code="dispute-acceptance")


def url_of(kept):
    name = "attachment" if isinstance(kept, Attachment) else "paper"
    return reverse(f"liaison:{name}", args=[kept.pk])


def named(kept, name):
    type(kept).objects.filter(pk=kept.pk).update(name=name)


def test_an_attachment_goes_out_harmless_and_the_download_is_kept(client, here, attachment):
    client.force_login(here.centre_clerk)
    answer = client.get(url_of(attachment))

    assert b"".join(answer.streaming_content) == disputes.PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert answer["Cache-Control"] == "private, no-store"
    entry = AuditEntry.objects.get(action="download")
    assert (entry.actor, entry.matter, entry.note) == (
        here.centre_clerk,
        attachment.matter,
        attachment.name,
    )


NAMES = {
    "扫描件.pdf": "%E6%89%AB%E6%8F%8F%E4%BB%B6.pdf",
    'a"; filename="evil.html': "a%22%3B%20filename%3D%22evil.html",
    "a\r\nSet-Cookie: x=1.pdf": "a%0D%0ASet-Cookie%3A%20x%3D1.pdf",
    "../../etc/passwd": "..%2F..%2Fetc%2Fpasswd",
    "%00.pdf": "%2500.pdf",
    "🐉.pdf": "%F0%9F%90%89.pdf",
}


def test_no_file_name_breaks_out_of_its_header(client, here, attachment):
    client.force_login(here.centre_clerk)
    for name, quoted in NAMES.items():
        named(attachment, name)
        answer = client.get(url_of(attachment))
        assert answer["Content-Disposition"] == f"attachment; filename*=UTF-8''{quoted}"
        assert "Set-Cookie" not in answer
        assert b"".join(answer.streaming_content)


def test_the_proxy_sends_what_the_view_allowed(client, here, attachment, settings):
    settings.INTERNAL_REDIRECT = "/protected/"
    client.force_login(here.centre_clerk)
    answer = client.get(url_of(attachment))
    assert answer["X-Accel-Redirect"] == f"/protected/{attachment.file.name}"
    assert answer.content == b""
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"

    client.force_login(here.office_clerk)
    refused = client.get(url_of(attachment))
    assert refused.status_code == 404
    assert "X-Accel-Redirect" not in refused


def test_a_file_that_is_gone_is_not_found(client, here, attachment):
    Path(attachment.file.path).unlink()
    client.force_login(here.centre_clerk)
    assert client.get(url_of(attachment)).status_code == 404


def test_the_mediation_file_is_kept_from_the_court(client, here):
    dispute = disputes.refer(here)
    with papers_in_words():
        disputes.accept(dispute, here)
        disputes.state(dispute, here, material=disputes.upload("账目.pdf"))
    kept = dispute.attachments.get(name="账目.pdf")
    for user, code in ((here.court_clerk, 404), (here.mediator, 200), (here.agency_clerk, 200)):
        client.force_login(user)
        answer = client.get(url_of(kept))
        assert answer.status_code == code, user
        assert answer.streaming == (code == 200)
        assert b"".join(answer)


def test_an_issued_paper_opens_in_the_browser_byte_for_byte(client, here, paper):
    client.force_login(here.court_clerk)
    answer = client.get(url_of(paper))
    assert b"".join(answer.streaming_content) == Path(paper.file.path).read_bytes()
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline; filename*=UTF-8''")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert AuditEntry.objects.filter(action="download", note=str(paper)).exists()
    client.force_login(here.office_clerk)
    assert client.get(url_of(paper)).status_code == 404


@pytest.mark.parametrize("harm", ["changed", "gone"])
@pytest.mark.parametrize("redirect", ["", "/protected/"])
def test_a_tampered_paper_is_never_served(client, here, paper, harm, redirect, settings, caplog):
    settings.INTERNAL_REDIRECT = redirect
    path = Path(paper.file.path)
    path.write_bytes(b"%PDF forged") if harm == "changed" else path.unlink()
    client.force_login(here.court_clerk)

    answer = client.get(url_of(paper))

    assert answer.status_code == 500
    assert "文书的文件有误" in answer.content.decode()
    assert b"forged" not in answer.content
    assert "X-Accel-Redirect" not in answer
    assert "印发文书的文件" in caplog.text
    assert not AuditEntry.objects.filter(action="download").exists()


def preview(matter, code, kind=None):
    kind = kind or matter._meta.label_lower
    return reverse("liaison:paper_preview", args=[kind, matter.pk, code])


def test_a_draft_is_drawn_in_its_statuses_for_those_who_may_see_it(client, here):
    dispute = disputes.refer(here)
    url = preview(dispute, "dispute-acceptance")
    client.force_login(here.centre_clerk)
    with papers_in_words():
        answer = client.get(url)
        assert answer.status_code == 200
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Cache-Control"] == "private, no-store"
        assert not IssuedPaper.objects.filter(code="dispute-acceptance").exists()

        client.force_login(here.court_clerk)
        assert client.get(url).status_code == 404, "the draft is the centre's own"
        client.force_login(here.office_clerk)
        assert client.get(url).status_code == 404

        disputes.accept(dispute, here)
        client.force_login(here.centre_clerk)
        assert client.get(url).status_code == 404, "issued by now: the paper itself is there"


def test_no_draft_of_what_there_is_not(client, here):
    dispute = disputes.refer(here)
    client.force_login(here.centre_clerk)
    for kind, code in (
        (None, "no-such-paper"),
        (None, "judicial-suggestion"),
        ("disputes.party", "dispute-acceptance"),
        ("liaison.user", "dispute-acceptance"),
        ("suggestions.judicialsuggestion", "dispute-acceptance"),
        ("..", "dispute-acceptance"),
    ):
        assert client.get(preview(dispute, code, kind)).status_code == 404, (kind, code)


def test_an_unserved_letter_is_previewed_by_its_court_only(client):
    stage = suggestions.scene()
    suggestion = suggestions.drafted(stage)
    url = preview(suggestion, "judicial-suggestion")
    with papers_in_words():
        for name, user in stage.people.items():
            client.force_login(user)
            expected = 200 if name in {"court_clerk", "president"} else 404
            assert client.get(url).status_code == expected, name


def test_files_of_nothing_are_not_found(client, here):
    client.force_login(here.centre_clerk)
    for name in ("attachment", "paper"):
        for pk in (0, 10**9, 99999999999999999999):
            assert client.get(reverse(f"liaison:{name}", args=[pk])).status_code == 404
    assert client.get(preview(Dispute(pk=10**9), "dispute-acceptance")).status_code == 404
