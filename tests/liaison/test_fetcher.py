"""What a paper may load: our own assets by name, whatever way it asks."""

import base64
import time

import pytest
from weasyprint import CSS, HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from liaison.documents import draw
from liaison.papers import UnsafePaper
from liaison.papers.fetcher import AssetFetcher

SECRET = "file:///etc/passwd"
VECTORS = {
    "import": '<style>@import url("{}");</style>',
    "image": '<img src="{}">',
    "background": "<p style=\"background: url('{}')\">字</p>",
    "embed": '<embed src="{}" type="image/png">',
    "object": '<object data="{}" type="image/png"></object>',
    "attachment of the document": '<link rel="attachment" href="{}">',
    "attachment in the text": '<a rel="attachment" href="{}">字</a>',
    "picture in a picture": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
    '<image href="{}" width="9" height="9"/></svg>',
    "style sheet": '<link rel="stylesheet" href="{}">',
    "font": '<style>@font-face {{ font-family: x; src: url("{}") }}</style>',
}
ADDRESSES = {
    "file": SECRET,
    "http": "http://127.0.0.1:1/x",
    "https": "https://127.0.0.1:1/x",
    "data": "data:text/plain;base64," + base64.b64encode(b"secret").decode(),
    "missing": "asset:nothing.png",
    "traversal": "asset:../base.css",
    "upper case": "FILE:///etc/passwd",
}


def page(body):
    return f'<!DOCTYPE html><html lang="zh-CN"><body>{body}</body></html>'


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS)
def test_nothing_but_our_own_assets_is_loaded_and_the_attempt_stops_the_paper(vector, address):
    with pytest.raises(UnsafePaper):
        draw(page(vector.format(address)), "form")


def test_the_default_fetcher_would_have_read_the_file():
    """The trap this guards against is real: if it closes, the guard may be simplified."""
    assert b"root" in URLFetcher().fetch(SECRET).read()


def test_a_function_is_no_fetcher_any_more():
    def refuse(url):
        raise ValueError(url)

    with pytest.raises(AttributeError, match="_fail_on_errors"):
        HTML(string=page('<img src="file:///x">'), url_fetcher=refuse).write_pdf()


def test_our_own_assets_are_found_by_name():
    fetcher = AssetFetcher({"a.css": b"p { color: red }"})

    response = fetcher.fetch("asset:a.css")

    assert response.read() == b"p { color: red }"
    assert response.content_type == "text/css"
    CSS(url="asset:a.css", url_fetcher=fetcher)


def test_an_asset_that_vanished_stops_the_paper(tmp_path):
    with pytest.raises(FatalURLFetchingError, match=r"a\.svg cannot be read"):
        AssetFetcher({"a.svg": tmp_path / "gone.svg"}).fetch("asset:a.svg")


def test_an_asset_may_lie_in_a_file(tmp_path):
    (tmp_path / "a.png").write_bytes(b"picture")

    assert AssetFetcher({"a.png": tmp_path / "a.png"}).fetch("asset:a.png").read() == b"picture"


def test_no_protocol_and_no_redirect_is_allowed_even_past_our_own_method():
    fetcher = AssetFetcher({})

    with pytest.raises(ValueError, match="disallowed protocol"):
        URLFetcher.fetch(fetcher, "http://127.0.0.1:1/")
    assert not [handler for handler in fetcher.handlers if "Redirect" in type(handler).__name__]


def test_a_bomb_in_a_data_address_is_not_even_decoded():
    bomb = "data:image/svg+xml;base64," + "A" * 500_000
    started = time.process_time()

    with pytest.raises(UnsafePaper) as refused:
        draw(page(f'<img src="{bomb}">'), "form")

    assert time.process_time() - started < 5
    assert len(str(refused.value)) < 400
