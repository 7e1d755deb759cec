"""What a paper may load while it is drawn: our own assets by name, and nothing else.

WeasyPrint asks the fetcher for every style sheet, image, font and attachment it meets. Ours
knows a fixed list of names; whatever else it is asked for stops the rendering.
"""

from collections.abc import Mapping
from pathlib import Path

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

SCHEME = "asset:"
TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png"}


class AssetFetcher(URLFetcher):
    """Resolve ``asset:NAME`` from a fixed list; refuse every other address, loudly.

    The refusal is a BaseException, since WeasyPrint swallows ordinary ones and would go on
    without the picture; inside an SVG it swallows even that one, so ``refusals`` remembers.
    ``drawing`` turns both into an ordinary error.
    """

    def __init__(self, assets: Mapping[str, Path | bytes]):
        super().__init__(allowed_protocols=set(), allow_redirects=False, fail_on_errors=True)
        self.assets = dict(assets)
        self.refusals: list[str] = []

    def fetch(self, url, headers=None):
        name = url.removeprefix(SCHEME)
        if name == url or name not in self.assets:
            raise self._refused(f"not one of the papers' own assets: {url[:200]}")
        asset = self.assets[name]
        try:
            body = asset if isinstance(asset, bytes) else asset.read_bytes()
        except OSError as error:
            raise self._refused(f"asset {name} cannot be read: {error}") from error
        kind = TYPES.get(Path(name).suffix, "application/octet-stream")
        return URLFetcherResponse(url, body, {"Content-Type": kind})

    def _refused(self, reason):
        self.refusals.append(reason)
        return FatalURLFetchingError(reason)
