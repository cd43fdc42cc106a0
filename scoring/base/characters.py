"""Characters that nobody sees: which they are, what they are called, how YAML writes them with a backslash, and how names
that may hold them are compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from unicodedata import normalize

__all__ = ["UNSEEN", "alike", "character_text", "escapes", "holds_unseen"]

BASIC_SELECTORS = "\u180b-\u180f\ufe00-\ufe0f"
SELECTORS = BASIC_SELECTORS + "\U000e0100-\U000e01ef"
"""Choose a form of the character before them (葛󠄀, ☑︎, Mongolian); standing alone they are nothing but hidden."""
BASIC_HIDDEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls but tab and newline
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\uffa0\ufdd0-\ufdef\ufeff\ufff0-\uffff"
    "\ud800-\udfff"
)
HIDDEN = (
    BASIC_HIDDEN
    + "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
    + "".join(f"{chr(plane | 0xFFFE)}{chr(plane | 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
)
"""Controls, marks of direction, separators of lines and paragraphs (YAML counts them as line ends, editors do not), what
has no width or shows nothing, tags, surrogates and what is no character."""
UNSEEN = re.compile(f"[{HIDDEN}]|(?<![^\\s{HIDDEN}{SELECTORS}])[{SELECTORS}]")
"""One character that has no business in a text; tabs and line breaks depend on the text and are not among them."""
BASIC = re.compile(f"[{BASIC_HIDDEN}{BASIC_SELECTORS}\U00010000-\U0010ffff]")
"""Every character of UNSEEN, and all beyond U+FFFF: with so few ranges a text is searched ten times as fast."""
IGNORED = re.compile(f"[\\s{HIDDEN}{SELECTORS}]+")
NAMES = (
    ("\t", "制表符"),
    ("\n", "换行"),
    ("\x85\u2028", "行分隔符"),
    ("\u2029", "段落分隔符"),
    ("\u00ad", "软连字符"),
    ("\u200b", "零宽空格"),
    ("\u200c\u200d", "零宽连字控制符"),
    ("\ufeff", "多余的文件头标记（BOM）"),
    ("\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069", "改变文字方向的控制字符"),
    ("\U000e0000-\U000e007f", "看不见的标签字符"),
    ("\x00-\x1f\x7f-\x9f", "看不见的控制字符"),
    (SELECTORS, "单独的变体选择符"),
)
ESCAPE = re.compile(r'\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.)|$)|"')
ONE_LETTER = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "t": "\t",
    "n": "\n",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}


def holds_unseen(text: str) -> bool:
    """Whether UNSEEN is found in a text."""
    return BASIC.search(text) is not None and UNSEEN.search(text) is not None


def character_text(character: str) -> str:
    """What a character is called, with its number: 零宽空格（U+200B）."""
    name = next((name for group, name in NAMES if re.match(f"[{group}]", character)), "看不见的字符")
    return f"{name}（U+{ord(character):04X}）"


def alike(name: str) -> str:
    """A name as it is compared with others: however wide or large its letters were typed, whatever space stands in it,
    and whatever it holds that nobody sees."""
    if name.isascii() and name.isalnum():
        return name.casefold()
    return IGNORED.sub("", normalize("NFKC", name)).casefold()


def escapes(lines: Sequence[str], line: int, column: int) -> Iterator[tuple[str, int, int]]:
    """What the backslashes of a text in double quotes write, each with its place; the text begins at the place given."""
    while 0 < line <= len(lines):
        for match in ESCAPE.finditer(lines[line - 1], column):
            if match.group() == '"':
                return
            number = match[1] or match[2] or match[3]
            made = ONE_LETTER.get(match[4] or "", "") if number is None else chr(min(int(number, 16), 0x10FFFF))
            if made:
                yield made, line, match.start() + 1
        line, column = line + 1, 0
