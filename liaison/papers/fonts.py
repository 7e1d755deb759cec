"""Fonts of the papers (公文字体): which are installed, what they cover, how wide they run.

Official families stand first in each stack, then Fandol, then Noto. What fontconfig finds is
read by fontTools, so that lines are composed with the very advances they are printed with.
"""

import ctypes
import unicodedata
from ctypes.util import find_library
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from django.core.checks import Error, register
from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

_RARE = ("Noto Serif CJK SC", "Noto Sans CJK SC", "DejaVu Sans")

STACKS = {
    "fang": ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FandolFang-Regular", *_RARE),
    "kai": ("楷体_GB2312", "KaiTi_GB2312", "楷体", "FandolKai-Regular", *_RARE),
    "hei": ("黑体", "SimHei", "FandolHei-Regular", "Noto Sans CJK SC", *_RARE),
    "song": ("宋体", "SimSun", "FandolSong-Regular", *_RARE),
    "title": (
        *("方正小标宋简体", "方正小标宋_GBK", "FandolSong-Bold", "Noto Serif CJK SC Bold"),
        *_RARE,
    ),
}
"""Role → families, full names or PostScript names, best first."""
NAMES = {"fang": "仿宋", "kai": "楷体", "hei": "黑体", "song": "宋体", "title": "小标宋"}
LATIN = ("Times New Roman", "Liberation Serif", "FandolSong-Regular")
"""Where the figures and Latin letters of body text come from: those of FandolFang are sans.

Page numbers are of Song throughout (4号半角宋体)."""
WITH_LATIN = frozenset({"fang", "kai"})
STANDING = {
    "hhea": ("ascent", "descent", "lineGap"),
    "OS/2": (
        *("sTypoAscender", "sTypoDescender", "sTypoLineGap"),
        *("usWinAscent", "usWinDescent"),
    ),
}
"""Where a font file says how far its letters reach above and below the line, by table."""
BASIC = "中华人民共和国府院联动，。〔〕（）《》“”—"
"""What a font must hold to count as Chinese."""


class Installed(NamedTuple):
    """A font file fontconfig knows: the names of the face, and of the family it belongs to."""

    file: Path
    names: frozenset[str]
    families: frozenset[str]

    @property
    def collection(self) -> bool:
        return self.file.suffix.lower() in {".ttc", ".otc"}


@cache
def installed() -> tuple[Installed, ...]:
    """List the fonts fontconfig offers to this process."""
    library = ctypes.CDLL(find_library("fontconfig") or "libfontconfig.so.1")
    return tuple(
        Installed(Path(file), frozenset(names.split(",")), frozenset(families.split(",")))
        for file, names, families in sorted(_listing(library))
    )


def _listing(library):
    """Yield (file, names, families) for each face; fontconfig joins names by commas."""

    class FontSet(ctypes.Structure):
        _fields_ = [
            ("count", ctypes.c_int),
            ("room", ctypes.c_int),
            ("fonts", ctypes.POINTER(ctypes.c_void_p)),
        ]

    library.FcInitLoadConfigAndFonts.restype = ctypes.c_void_p
    library.FcConfigGetFonts.restype = ctypes.POINTER(FontSet)
    library.FcConfigGetFonts.argtypes = [ctypes.c_void_p, ctypes.c_int]
    library.FcPatternFormat.restype = ctypes.c_void_p
    library.FcPatternFormat.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
    library.FcStrFree.argtypes = [ctypes.c_void_p]
    library.FcConfigDestroy.argtypes = [ctypes.c_void_p]
    config = library.FcInitLoadConfigAndFonts()
    found = library.FcConfigGetFonts(config, 0).contents
    for pattern in found.fonts[: found.count]:
        text = library.FcPatternFormat(
            pattern, b"%{file}\n%{fullname},%{postscriptname}\n%{family}"
        )
        yield ctypes.string_at(text).decode(errors="replace").split("\n")
        library.FcStrFree(text)
    library.FcConfigDestroy(config)


def find(name: str) -> Installed | None:
    """Return the face called ``name``, or else one of the family of that name, or None."""
    named = (font for font in installed() if name in font.names)
    related = (font for font in installed() if name in font.families)
    return next(named, None) or next(related, None)


@cache
def chain(role: str) -> tuple[tuple[str, Installed], ...]:
    """Return the installed part of a stack, best first, as (name, font)."""
    found = ((name, find(name)) for name in STACKS[role])
    return tuple({font.file: (name, font) for name, font in found if font}.values())


@cache
def opened(file: Path, name: str) -> TTFont:
    """Open a font for reading; of a collection the face called ``name``."""
    if file.suffix.lower() not in {".ttc", ".otc"}:
        return TTFont(file, lazy=True)
    faces = TTCollection(file, lazy=True).fonts
    named = (face for face in faces if name in {face["name"].getDebugName(i) for i in (1, 4, 6)})
    return next(named, faces[0])


@cache
def latin() -> bytes:
    """Return a small font that holds only figures and Latin letters (U+0020–007E).

    It stands in its line as 仿宋 does: where a line sits on the page must not hang on which
    Latin font a machine has.
    """
    font = next((font for font in map(find, LATIN) if font), None)
    if font is None:
        return b""
    options = subset.Options(layout_features=[], notdef_outline=True, name_IDs=["*"])
    options.drop_tables += ["FFTM"]
    small = subset.load_font(str(font.file), options, lazy=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=range(0x20, 0x7F))
    subsetter.subset(small)
    _stand_as_chinese(small)
    small.recalcTimestamp = False
    out = BytesIO()
    small.save(out)
    small.close()
    return out.getvalue()


def _stand_as_chinese(small):
    """Give a font the height and depth of the first 仿宋, on which the line is built."""
    for name, font in chain("fang")[:1]:
        face = opened(font.file, name)
        scale = small["head"].unitsPerEm / face["head"].unitsPerEm
        for table, measures in STANDING.items():
            for measure in measures:
                setattr(small[table], measure, round(getattr(face[table], measure) * scale))


class Advances(dict):
    """Character → advance in em, in the font of the stack that will draw it; read on demand."""

    def __init__(self, role: str):
        super().__init__()
        self.role = role
        self.lacking: set[str] = set()

    @property
    def fonts(self):
        """The fonts of the stack in the order in which a character is looked for."""
        if self.role in WITH_LATIN and latin():
            yield _small_latin()
        for name, font in chain(self.role):
            yield opened(font.file, name)

    def __missing__(self, char: str) -> float:
        self[char] = width = self._read(char)
        return width

    def _read(self, char):
        if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
            return 0.0
        for font in self.fonts:
            if glyph := font.getBestCmap().get(ord(char)):
                return font["hmtx"][glyph][0] / font["head"].unitsPerEm
        self.lacking.add(char)
        return 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5


@cache
def _small_latin():
    return TTFont(BytesIO(latin()))


@cache
def advances(role: str) -> Advances:
    """Return the advances of a stack; one object a process, filled as texts come."""
    return Advances(role)


def unprintable(text: str, role: str = "fang") -> list[str]:
    """Return the characters no installed font of the stack can draw, each once, in order."""
    widths = advances(role)
    characters = dict.fromkeys(char for char in text if char not in "\n\r\t\f")
    for char in characters:
        widths[char]
    return [char for char in characters if char in widths.lacking]


def sources() -> dict[str, Path | bytes]:
    """Return the font files the style sheet loads by itself, by the name it gives them."""
    files = {
        f"{role}-{rank}": font.file
        for role in STACKS
        for rank, (name, font) in enumerate(chain(role))
        if _ambiguous(role, name, font)
    }
    return {"latin": latin(), **files} if latin() else files


def _ambiguous(role, name, font):
    """Say whether the family's name is not enough to get just this face from fontconfig.

    Fandol's regular and bold faces share family and weight; the title face must not be
    emboldened by machine. Collections can't be loaded by file.
    """
    return not font.collection and (role == "title" or name not in font.families)


def style_sheet() -> str:
    """Return the @font-face rules, and a custom property with the stack of each role."""
    rules = [
        f'@font-face{{font-family:"paper-{name}";src:url("asset:font-{name}");'
        f"font-weight:{_weight(name)}}}"
        for name in sources()
    ]
    stacks = "".join(f"--{role}:{_families(role)};" for role in STACKS)
    return "\n".join([*rules, f":root{{{stacks}}}"])


def _families(role):
    names = ["paper-latin"] if role in WITH_LATIN and latin() else []
    for rank, (name, font) in enumerate(chain(role)):
        alone = _ambiguous(role, name, font)
        names.append(f"paper-{role}-{rank}" if alone else name.removesuffix(" Bold"))
    return ",".join(f'"{name}"' for name in names)


def _weight(name):
    return 700 if name.startswith("title") else 400


def missing_families() -> list[str]:
    """Name the roles for which no installed font holds Chinese, in Chinese, for the operator."""
    return [
        f"{NAMES[role]}（{'、'.join(STACKS[role][:-2])}）"
        for role in STACKS
        if not any(_chinese(name, font) for name, font in chain(role))
    ]


def _chinese(name, font):
    cmap = opened(font.file, name).getBestCmap()
    return all(ord(char) in cmap for char in BASIC)


@register()
def fonts_of_papers(app_configs, **kwargs):
    """Stop the start when a paper would come out as empty boxes."""
    missing = missing_families()
    if not missing:
        return []
    return [
        Error(
            f"缺少公文字体：{'；'.join(missing)}",
            hint="运行 make fonts 安装字体，或检查 FONTCONFIG_FILE 指向的配置。",
            id="liaison.E010",
        )
    ]
