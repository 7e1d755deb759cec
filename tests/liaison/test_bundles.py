"""Bundles of files: the tricks that an archive can play, and names as Chinese systems write."""

import io
import stat
import struct
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from liaison import bundles
from liaison.bundles import Bundle, BundleField
from tests.factories.bundles import PDF, bundle_of

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 24


def opened(content):
    return Bundle(io.BytesIO(content))


def refused(content):
    with pytest.raises(ValidationError) as caught:
        opened(content)
    return caught.value


def entry(name, **changes):
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    for key, value in changes.items():
        setattr(info, key, value)
    return info


def patched(content, old, new, *, last=False):
    """The archive with some bytes of its lists changed, as no honest packer would."""
    assert old in content
    assert len(old) == len(new)
    if not last:
        return content.replace(old, new)
    head, _, tail = content.rpartition(old)
    return head + new + tail


# What is read


def test_a_file_is_found_by_the_last_step_of_its_name_however_it_is_typed():
    bundle = opened(bundle_of({"附件/2021/复函（1）.PDF": PDF, "附件/": b""}))
    assert bundle.names == ["附件/2021/复函（1）.PDF"]
    for typed in ("复函（1）.PDF", "复函(1).pdf", " 复函（１）.pdf"):
        assert bundle.read(typed).read() == PDF
    with pytest.raises(KeyError):
        bundle.read("复函.pdf")


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "utf-8"])
def test_names_are_read_as_chinese_systems_write_them_without_saying_so(encoding):
    name = "复函昞.pdf"  # 昞 has a backslash for its second byte in GBK
    raw = name.encode(encoding)
    content = bundle_of({"x" * len(raw): PDF}).replace(b"x" * len(raw), raw)
    bundle = opened(content)
    assert bundle.names == [name]
    assert bundle.read(name).name == name


def test_a_name_in_no_encoding_at_all_is_refused():
    content = bundle_of({"xxxx.pdf": PDF}).replace(b"xxxx", b"\xff\xff\xff\xff")
    assert "无法打开" in str(refused(content))


def test_what_systems_leave_lying_about_is_not_there():
    litter = ["__MACOSX/._复函.pdf", ".DS_Store", "a/Thumbs.db", "desktop.ini", "~$复函.docx"]
    bundle = opened(bundle_of({"复函.pdf": PDF} | dict.fromkeys(litter, b"x")))
    assert bundle.names == ["复函.pdf"]
    assert list(bundle.files) == ["复函.pdf"]


def test_a_file_comes_out_judged_with_the_ending_that_its_content_calls_for():
    bundle = opened(bundle_of({"回证.pdf": PNG, "表.pdf": b"MZ\x90\0"}))
    file = bundle.read("回证.pdf")
    assert (file.name, file.media_type, file.read()) == ("回证.png", "image/png", PNG)
    with pytest.raises(ValidationError, match="只接收 PDF"):
        bundle.read("表.pdf")


def test_a_file_that_is_marked_or_infected_does_not_come_in(monkeypatch):
    bundle = opened(bundle_of({"机密★10年.pdf": PDF, "复函.pdf": PDF}))
    with pytest.raises(ValidationError, match="密级"):
        bundle.read("机密★10年.pdf")

    def virus(upload):
        raise ValidationError("文件含有病毒", code="virus")

    monkeypatch.setattr("liaison.uploads.refuse_infected", virus)
    with pytest.raises(ValidationError, match="病毒"):
        bundle.read("复函.pdf")


# What is refused


@pytest.mark.parametrize(
    "name",
    [
        *("/etc/passwd.pdf", "../复函.pdf", "a/../../复函.pdf", "a/./b.pdf", "a//b.pdf"),
        *("..\\复函.pdf", "a\\b.pdf", "C:/复函.pdf", "C:复函.pdf", "..", "长" * 201 + ".pdf"),
        *("复\u202efdp.exe", "复\n函.pdf", "复\u200b函.pdf"),
    ],
)
def test_a_name_that_is_a_path_or_hides_something_is_refused(name):
    assert refused(bundle_of({name: PDF})).code == "path"


def test_a_name_that_is_cut_off_by_a_zero_byte_is_refused():
    content = patched(bundle_of({"a.pdfx../b.pdf": PDF}), b"a.pdfx../b", b"a.pdf\0../b")
    assert refused(content).code == "path"


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK])
def test_a_link_or_a_device_is_refused(kind):
    link = entry("复函.pdf", external_attr=(kind | 0o777) << 16, create_system=3)
    assert refused(bundle_of({link: b"/etc/passwd"})).code == "link"


@pytest.mark.parametrize("flag", [0x1, 0x40, 0x2000])
def test_a_locked_file_is_refused(flag):
    content = bundle_of({"a.pdf": PDF})
    listed = content.rindex(b"PK\x01\x02") + 8
    content = content[:listed] + struct.pack("<H", flag) + content[listed + 2 :]
    assert refused(content).code == "locked"


@pytest.mark.parametrize("name", ["a.zip", "a.RAR", "b/c.7z", "a.tar.gz", "a.jar"])
def test_an_archive_in_the_archive_is_refused(name):
    assert refused(bundle_of({name: b"x"})).code == "nested"


def test_an_archive_under_another_name_is_no_file_of_ours():
    bundle = opened(bundle_of({"复函.pdf": bundle_of({"a.pdf": PDF})}))
    with pytest.raises(ValidationError, match="只接收 PDF"):
        bundle.read("复函.pdf")


@pytest.mark.parametrize("names", [("a/复函.pdf", "b/复函.pdf"), ("复函.PDF", "复函.pdf")])
def test_two_files_of_one_name_are_refused(names):
    error = refused(bundle_of(dict.fromkeys(names, PDF)))
    assert (error.code, "同名" in str(error)) == ("twice", True)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_one_name_listed_twice_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for content in (PDF, PNG):
            archive.writestr("复函.pdf", content)
    assert refused(stream.getvalue()).code == "twice"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_way_of_packing_that_knows_no_bounds_is_refused(method):
    assert refused(bundle_of({"a.pdf": PDF}, method)).code == "type"


def test_a_bomb_of_one_file_is_refused():
    error = refused(bundle_of({"a.pdf": b"\0" * 19 * bundles.MEGABYTE}))
    assert (error.code, "异常" in str(error)) == ("bomb", True)


def test_a_file_larger_than_an_upload_may_be_is_refused(settings):
    settings.UPLOAD_MAX_BYTES = 100
    assert refused(bundle_of({"a.pdf": b"%PDF-" + b"x" * 200})).code == "size"


def test_a_bomb_of_many_files_is_refused(monkeypatch):
    monkeypatch.setattr(bundles, "MOST_UNPACKED", 1000)
    assert refused(bundle_of({f"{n}.pdf": b"x" * 400 for n in range(3)})).code == "bomb"


def test_too_many_files_are_refused_before_their_list_is_read(monkeypatch):
    content = bundle_of({f"{n}.pdf": b"" for n in range(bundles.MOST_FILES + 1)})
    monkeypatch.setattr(zipfile, "ZipFile", None)
    assert refused(content).code == "bomb"


def test_a_list_that_says_it_is_short_is_counted():
    content = bundle_of({f"{n}.pdf": b"" for n in range(bundles.MOST_FILES + 1)})
    place = content.rindex(b"PK\x05\x06") + 8
    content = content[:place] + struct.pack("<HH", 1, 1) + content[place + 4 :]
    assert refused(content).code == "bomb"


def test_the_form_that_could_say_otherwise_is_refused():
    content = bundle_of({"a.pdf": PDF})
    place = content.rindex(b"PK\x05\x06")
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, 0, 1)
    assert refused(content[:place] + locator + content[place:]).code == "type"


def test_an_end_in_the_comment_is_found_where_python_finds_it():
    """A second end, with a list of its own, is in the comment: what is checked is what is read."""
    hidden = bundle_of({f"{n}.pdf": b"" for n in range(bundles.MOST_FILES + 1)})
    content = bundle_of({"a.pdf": PDF})[:-2] + struct.pack("<H", len(hidden) & 0xFFFF) + hidden
    assert refused(content + b"x").code == "bomb"


def test_a_size_that_lies_unpacks_no_further_than_it_says():
    content = bundle_of({"a.pdf": PDF + b"x" * 5000})
    small, large = struct.pack("<L", 10), struct.pack("<L", len(PDF) + 5000)
    bundle = opened(patched(content, large, small))
    with pytest.raises(ValidationError, match="已损坏"):
        bundle.read("a.pdf")


def test_a_name_that_differs_inside_is_not_read():
    bundle = opened(patched(bundle_of({"a.pdf": PDF}), b"a.pdf", b"b.pdf", last=True))
    assert bundle.names == ["b.pdf"]
    with pytest.raises(ValidationError, match="已损坏"):
        bundle.read("b.pdf")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.4", b"PK\x05\x06", PNG])
def test_what_is_no_archive_is_refused(content):
    assert refused(content).code == "type"


def test_a_broken_and_an_empty_archive_are_refused():
    content = bundle_of({"a.pdf": PDF})
    assert refused(content.replace(b"PK\x01\x02", b"PK\x01\x03")).code == "type"
    assert refused(bundle_of({})).code == "empty"
    assert refused(bundle_of({"空/": b""})).code == "empty"


def test_the_field_takes_a_bundle_within_its_bound(settings):
    field = BundleField(required=False)
    upload = SimpleUploadedFile("../附件.ZIP", bundle_of({"a.pdf": PDF}))
    assert field.clean(upload).name == "附件.zip"
    assert field.clean(None) is None
    settings.BUNDLE_MAX_BYTES = 10
    with pytest.raises(ValidationError, match="附件包超过"):
        field.clean(upload)
