"""Characters that no face of a report has. They are named with their place, and printed as 〓, the printers' mark for a
missing type, on every machine alike: an empty box would look like ☒ or ☐, and other machines might have the character."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterable, Iterator

from msgspec import Struct

from scoring.base.errors import Location, Problem, Severity
from scoring.documents.nodes import Document, MappingNode, Node, Scalar, SequenceNode
from scoring.reports.render import fonts as faces

__all__ = ["GAP", "covered", "printable_everywhere", "unprintable", "with_gaps"]

MOST = 20
"""How many different characters of one file are named; the rest are counted."""
EXCERPT = 400
ANYWHERE = ("Report User Fangsong", *faces.BUNDLED)
"""The families that stand in every list of `styles/fonts.css`; a user's own 黑体 serves headings only."""
GAP = "〓"
MARKS = dict.fromkeys(map(ord, "☐☑☒✔✘"))
UNPRINTED = "/文件"
"""The path of a piece of evidence, which no report prints."""
DRAWN_AS_NOTHING = ("Cc", "Cf", "Zl", "Zp", "Zs")
SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


def printable_everywhere(text: str) -> bool:
    """Whether the bundled faces have the whole text, told without opening them: they have every character of GBK, and
    the marks that the reports print themselves."""
    try:
        text.translate(MARKS).encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def covered(chosen: faces.FontSet) -> frozenset[int]:
    """The code points that can be printed in any part of a report set in `chosen`."""
    return frozenset().union(*(_characters(file) for file in chosen.files if file.family in ANYWHERE))


@functools.lru_cache(maxsize=16)
def _characters(file: faces.FontFile) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(file.path, fontNumber=0, lazy=True) as font:
        return frozenset(font.getBestCmap())


def with_gaps(text: str, chosen: faces.FontSet) -> str:
    """The text with a mark in place of each character that cannot be printed."""
    rare = {character for character in set(text) if not printable_everywhere(character) and not _invisible(character)}
    if not rare:
        return text
    have = covered(chosen)
    return text.translate({ord(character): GAP for character in rare if ord(character) not in have})


def unprintable(document: Document, have: frozenset[int]) -> tuple[Problem, ...]:
    """A question for each character of the values of `document` that is not in `have`, at its first place."""
    found: dict[str, list[_Text]] = {}
    for text in _texts(document.root):
        if text.scalar.location.path.endswith(UNPRINTED):
            continue
        for character in dict.fromkeys(text.scalar.text):
            if ord(character) not in have and not _invisible(character):
                found.setdefault(character, []).append(text)
    problems = [_problem(character, texts, document.root.lines) for character, texts in list(found.items())[:MOST]]
    if len(found) > MOST:
        message = f"{document.file} 里报告的字体没有的字还有{len(found) - MOST}个，没有一一列出"
        hint = "先改好上面列出的，再运行一次。"
        problems.append(Problem(code="no-glyph", message=message, hint=hint, severity=Severity.QUESTION))
    return tuple(problems)


class _Text(Struct, frozen=True, kw_only=True):
    """A scalar and where the next one begins, as line and column (None at the end of the file)."""

    scalar: Scalar
    end: tuple[int, int] | None


def _texts(root: Node) -> Iterator[_Text]:
    scalars = [*_scalars(root)]
    for scalar, after in zip(scalars, [*scalars[1:], None], strict=True):
        end = None if after is None else (after.location.line, after.location.column)
        yield _Text(scalar=scalar, end=end)


def _scalars(node: Node) -> Iterable[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, SequenceNode):
        for item in node.items:
            yield from _scalars(item)
    elif isinstance(node, MappingNode):
        for entry in node.entries:
            yield entry.key
            yield from _scalars(entry.value)


def _invisible(character: str) -> bool:
    return unicodedata.category(character) in DRAWN_AS_NOTHING or any(ord(character) in part for part in SELECTORS)


def _problem(character: str, texts: list[_Text], lines: tuple[str, ...]) -> Problem:
    place = _place(character, texts[0], lines)
    count = sum(text.scalar.text.count(character) for text in texts)
    many = f"，共{count}处，这是第一处" if count > 1 else ""
    return Problem(
        code="no-glyph",
        message=f"报告的字体里没有“{character}”（U+{ord(character):04X}）{many}；报告里会印成“{GAP}”",
        hint="请换成常用的字或文字说明；是人名、地名用字的，生成报告时用 --font 仿宋=字体文件 指定一种有这个字的字体。",
        location=place,
        severity=Severity.QUESTION,
        excerpt=lines[place.line - 1][:EXCERPT] if 0 < place.line <= len(lines) else None,
    )


def _place(character: str, text: _Text, lines: tuple[str, ...]) -> Location:
    """Where the character stands between a value's beginning and the next one's; the value itself where it is escaped."""
    start = text.scalar.location
    last, until = text.end or (len(lines), len(lines[-1]) + 1 if lines else 1)
    for number in range(start.line, last + 1):
        line = lines[number - 1]
        begin = start.column - 1 if number == start.line else 0
        at = line.find(character, begin, until - 1 if number == last else len(line))
        if at >= 0:
            return Location(file=start.file, line=number, column=at + 1, path=start.path)
    return start
