"""A booklet of 150 pages (会议材料汇编): how long it takes to be made, and how much memory.

``python -m tests.benchmarks.bench_volume`` binds scanned papers, photos and papers drawn on the
spot, with a sheet of contents, as a worker does. The bar: 150 pages in under 20 s. Nothing of
the database is asked.
"""

import io
import resource
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks import database

database.enter()

from django.conf import settings  # noqa: E402
from django.core.files.base import ContentFile  # noqa: E402
from django.core.files.storage import default_storage  # noqa: E402
from PIL import Image  # noqa: E402
from pypdf import PdfReader  # noqa: E402

from liaison.documents import draw  # noqa: E402
from liaison.papers.volume import Contents, Entry, Sheet, Volume  # noqa: E402
from meetings.models import JointMeeting  # noqa: E402

BAR_PAGES, BAR_SECONDS = 150, 20
SCANS, SCANNED, PHOTOS, PAPERS = 12, 10, 20, 5
PAPER = "<html lang=zh><body>" + "<p>关于建立重大事项研判机制的说明。</p>" * 60


class Front(Sheet):
    code, title, model = "bench-contents", "目录", JointMeeting
    template_name = "documents/liaison/contents.html"


class Kept:
    """An upload as far as a volume looks at it."""

    def __init__(self, content, media_type):
        self.media_type, self.size = media_type, len(content)
        self.file = ContentFile(content)
        self.file.name = default_storage.save("bench", self.file)


def scan(pages):
    """A paper scanned page by page at 150 dots an inch."""
    sheets = [Image.effect_noise((1240, 1754), 12).convert("L") for _ in range(pages)]
    stream = io.BytesIO()
    sheets[0].save(stream, "PDF", save_all=True, append_images=sheets[1:], resolution=150)
    return stream.getvalue()


def photo():
    stream = io.BytesIO()
    Image.effect_noise((1600, 1200), 30).convert("RGB").save(stream, "JPEG")
    return stream.getvalue()


def entries():
    for number in range(1, SCANS + 1):
        yield Entry(f"议题{number}：扫描件", "司法局", kept=Kept(scan(SCANNED), "application/pdf"))
    for number in range(1, PHOTOS + 1):
        yield Entry(f"照片{number}", "自然资源局", kept=Kept(photo(), "image/jpeg"))
    for number in range(1, PAPERS + 1):
        yield Entry(f"说明{number}", "办公室", draw=lambda: draw(PAPER, "form").pdf)


def megabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main():
    told = list(entries())
    draw(PAPER, "form")  # fonts are read once in a worker's life
    before, started = megabytes(), time.perf_counter()
    stream = io.BytesIO()
    Volume(None, Contents(told), front=[Front()], mark="长府院联〔2026〕1号").write(stream, "汇编")
    seconds = time.perf_counter() - started
    grown = megabytes() - before
    pages = len(PdfReader(stream).pages)
    print(f"{pages} pages, {len(stream.getvalue()) / 1e6:.1f} MB")
    print(
        f"{seconds:.1f} s (bar: {BAR_PAGES} pages in {BAR_SECONDS} s), {grown:.0f} MB more memory"
    )
    assert pages >= BAR_PAGES


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        settings.MEDIA_ROOT = Path(folder)
        main()
