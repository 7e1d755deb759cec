"""Zips of files as people hand them in."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

PDF = b"%PDF-1.4\n%%EOF\n"


def bundle_of(files, method=zipfile.ZIP_DEFLATED):
    """The bytes of a zip; ``files`` is name, or ``ZipInfo``, → content."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def handed_in(content, name):
    return SimpleUploadedFile(name, content)
