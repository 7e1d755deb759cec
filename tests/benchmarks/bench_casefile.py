"""The whole file of a dispute (卷宗) of sixty pages and more: how long it takes to be made.

``python -m tests.benchmarks.bench_casefile [runs]`` makes a database of its own afresh, walks a
dispute through its steps with every paper really drawn, hands in scans and photos, and makes
the file as the worker does: cover, index, papers, uploads, note sheet, pages numbered. The bar:
sixty pages in under 10 s.
"""

import io
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks import database

database.enter(afresh=True)

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from PIL import Image  # noqa: E402
from pypdf import PdfReader  # noqa: E402

from disputes.casefile import CaseFile  # noqa: E402
from liaison.outbox import bell  # noqa: E402
from liaison.uploads import attach  # noqa: E402
from tests.factories import disputes  # noqa: E402

BAR_PAGES, BAR_SECONDS = 60, 10
RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 5
SCANNED, PHOTOS = 5, 20


def scan(pages):
    """A paper scanned page by page, as a copying machine sends it: pictures of whole pages."""
    sheets = [Image.effect_noise((827, 1170), 40).convert("L") for _ in range(pages)]
    stream = io.BytesIO()
    sheets[0].save(stream, "PDF", save_all=True, append_images=sheets[1:], resolution=100)
    return stream.getvalue()


def photo():
    stream = io.BytesIO()
    Image.effect_noise((1600, 1200), 60).convert("RGB").save(stream, "JPEG")
    return stream.getvalue()


def hand_in(dispute, actor, name, content, media_type):
    upload = disputes.upload(name, content)
    upload.media_type = media_type
    attach(dispute, upload, "证据材料", actor)


def main():
    call_command("migrate", verbosity=0)
    call_command("load_reference_data", verbosity=0)
    bell.bell.ring = lambda task: None
    dispute, here = disputes.dispute_in("completed")
    for number in range(SCANNED):
        hand_in(dispute, here.centre_clerk, f"证据{number}.pdf", scan(6), "application/pdf")
    for number in range(PHOTOS):
        hand_in(dispute, here.centre_clerk, f"现场{number}.jpg", photo(), "image/jpeg")
    seconds = []
    for _ in range(RUNS):
        stream, started = io.BytesIO(), time.perf_counter()
        CaseFile(here.centre_clerk).write(dispute, stream)
        seconds.append(time.perf_counter() - started)
    pages = len(PdfReader(stream).pages)
    said = ", ".join(f"{each:.1f}" for each in sorted(seconds))
    print(f"{pages} pages, {len(stream.getvalue()) / 1e6:.1f} MB")
    print(f"{said} s (bar: {BAR_PAGES} pages in {BAR_SECONDS} s)")
    assert pages >= BAR_PAGES


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        settings.MEDIA_ROOT = Path(folder)
        main()
