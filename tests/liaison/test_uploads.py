"""What may be handed in: judged by content, size, macros and marking; names are made harmless."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from liaison.uploads import UploadField, clear_strays, plain_name
from tests.factories import disputes

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


def office_file(*names, **contents):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in (dict.fromkeys(names, "x") | contents).items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (PDF, "pdf"),
        (b"\xff\xd8\xff\xe0JFIF", "jpg"),
        (b"\x89PNG\r\n\x1a\n0000", "png"),
        (office_file("[Content_Types].xml", "word/document.xml"), "docx"),
        (office_file("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
    ],
)
def test_the_ending_follows_the_content(content, ending):
    upload = UploadField().clean(SimpleUploadedFile("同意书.exe", content))

    assert upload.name == f"同意书.{ending}"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"<html><script>alert(1)</script>", "type"),
        ("a.svg", b"<svg onload=alert(1)>", "type"),
        ("a.docx", b"PK\x03\x04 broken", "type"),
        ("a.zip", office_file("readme.txt"), "type"),
        ("a.docm", office_file("word/document.xml", "word/vbaProject.bin"), "macro"),
        ("机密★10年 情况.pdf", PDF, "classified"),
        ("a.pdf", b"", "empty"),
    ],
)
def test_what_the_system_does_not_take_is_refused(name, content, code):
    with pytest.raises(ValidationError) as refusal:
        UploadField().clean(SimpleUploadedFile(name, content))

    assert refusal.value.code == code


def test_a_file_over_the_limit_is_refused(settings):
    settings.UPLOAD_MAX_BYTES = 10

    with pytest.raises(ValidationError) as refusal:
        UploadField().clean(SimpleUploadedFile("a.pdf", PDF))

    assert refusal.value.code == "size"


def test_nothing_handed_in_is_nothing_when_the_field_is_not_required():
    assert UploadField(required=False).clean(None) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\李明\\材料.pdf", "材料.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("\x00\x01", "附件"),
        ("", "附件"),
    ],
)
def test_names_lose_paths_and_tricks(typed, kept):
    assert plain_name(typed) == kept


@given(st.text(max_size=300))
def test_a_name_is_short_printable_and_without_a_path(typed):
    name = plain_name(typed)

    assert 0 < len(name) <= 100
    assert name.isprintable()
    assert "/" not in name
    assert "\\" not in name


def word_file(words):
    return office_file(**{"word/document.xml": f"<w><p><t>{words}</t></p></w>"})


@pytest.mark.parametrize("words", ["机密★10年", "秘　密"])
def test_a_file_that_is_marked_inside_is_refused_whatever_its_name(words):
    with pytest.raises(ValidationError, match="本平台不处理涉密内容：文件标有密级“.密") as refusal:
        UploadField().clean(SimpleUploadedFile("情况.docx", word_file(words)))

    assert refusal.value.code == "classified"


@pytest.mark.parametrize("words", ["涉及商业秘密", "保守国家秘密", "标有“机密★10年”"])
def test_a_file_that_only_speaks_of_secrets_is_taken(words):
    upload = UploadField().clean(SimpleUploadedFile("侵犯商业秘密.docx", word_file(words)))

    assert upload.read(2) == b"PK"


def test_a_marked_pdf_is_refused(monkeypatch):
    monkeypatch.setattr("liaison.papers.excerpts.pdf_pages", lambda content: ["一", "秘密★\n二"])
    with pytest.raises(ValidationError, match="“秘密★”"):
        UploadField().clean(SimpleUploadedFile("a.pdf", PDF))


@pytest.mark.django_db
def test_files_of_attachments_that_never_came_to_be_are_deleted_after_a_day():
    kept = disputes.refer(disputes.scene()).attachments.get()
    folder = kept.file.name.rpartition("/")[0]
    stray = default_storage.save(f"{folder}/{'0' * 64}.pdf", SimpleUploadedFile("x", PDF))
    assert clear_strays(timezone.now()) == 0, "its transaction may still go on"
    tomorrow = timezone.now() + timedelta(days=1, minutes=1)
    assert clear_strays(tomorrow) == 1
    assert default_storage.exists(kept.file.name)
    assert not default_storage.exists(stray)
    assert clear_strays(timezone.now() + timedelta(days=90)) == 0, "no such month"
