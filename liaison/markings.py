"""Secrecy marks (密级标志): the system is unclassified, so what bears one is refused.

What counts is the mark, not the word. A mark stands by itself on a line, or goes before a star
(GB/T 9704-2012 7.2.2: 绝密★启封前, 机密★10年). 商业秘密, 个人秘密, 保守国家秘密 are ordinary words,
and what stands in quotation marks is a mention: 标有“机密★10年”，不予公开.
"""

import re
import unicodedata

REFUSAL = "本平台不处理涉密内容"
HEAD = 12
"""How many lines of a page make up its head, where the mark has its place."""

STARS = str.maketrans(dict.fromkeys("☆⭐✩✪✭✮✯🌟", "★") | {"絕": "绝", "機": "机"})
LEVEL = "(?:绝密|机密|(?<!商业)(?<!个人)(?<!工作)(?<!技术)(?<!审判)秘密)"
TERM = (
    r"(?:[\d一二三四五六七八九十]+(?:年|个月)|长期|(?:启用|启封|公开|公布|解密)[前后]"
    r"|\d{4}年\d+月\d+日(?:止|前)?)"
)
STARRED = re.compile(rf"(?<![“‘「『\"'])({LEVEL}级?[】\])]?★{TERM}?)")
DECLARED = re.compile(rf"(?<![“‘「『\"'])(密级(?:和保密期限)?:{LEVEL})")
ALONE = re.compile(
    r"(?:份号:?)?(?:\d{6})?[\[【(〔《<]?"
    rf"({LEVEL}级?[\]】)〕》>]?[*·]?[\[【(〔]?{TERM}?[\]】)〕]?)"
    r"(?:特急|加急|平急|特提|急件)?"
)
BETWEEN = re.compile(r"[\s_\-—–·.+&()（）\[\]【】〔〕《》]+")


def mark_in(text: str) -> str:
    """Return the first mark in ``text``, of any line, or nothing."""
    return next(filter(None, map(mark_of, text.splitlines())), "")


def mark_on(page: str) -> str:
    """Return the mark of a page of a file, or nothing.

    By itself it counts in the head only: further down it is a cell of a table.
    """
    lines = [line for line in map(squeezed, page.splitlines()) if line]
    found = (mark_of(line, alone=at < HEAD) for at, line in enumerate(lines))
    return next(filter(None, found), "")


def mark_in_name(name: str) -> str:
    """Return the mark in a file's name, where 【机密】 or _秘密_ is one too, or nothing."""
    parts = (mark_of(part) for part in BETWEEN.split(name))
    return mark_of(name) or next(filter(None, parts), "")


def mark_of(line: str, *, alone: bool = True) -> str:
    """Return the mark that ``line`` holds, or, if ``alone``, consists of; else nothing."""
    line = squeezed(line)
    found = STARRED.search(line) or DECLARED.search(line) or (alone and ALONE.fullmatch(line))
    return found[1] if found else ""


def squeezed(line: str) -> str:
    """A line without any spaces, letterspacing and invisible characters, in one width."""
    line = unicodedata.normalize("NFKC", line).translate(STARS)
    return "".join(char for char in line if not unseen(char))


def unseen(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) in {"Cc", "Cf", "Mn"}
