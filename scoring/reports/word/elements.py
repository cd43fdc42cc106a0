"""The elements that a Word document is written in: runs, paragraphs, fields, bookmarks.

What an element is called and in which order its parts stand is the schema's (ECMA-376, WordprocessingML); looks come from
the styles in `reports/word/styles.xml`, named here by their ids.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

__all__ = [
    "Bookmarks",
    "Element",
    "element",
    "field",
    "page_break",
    "paragraph",
    "run",
    "twips",
]

Element = BaseOxmlElement
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
GAP = "〓"


def element(tag: str, *children: Element, **attributes: str | int) -> Element:
    """`element("w:jc", val="center")`; attributes are of the namespace w, in the order given."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    for child in children:
        made.append(child)
    return made


def twips(millimetres: float) -> int:
    """Twentieths of a point."""
    return round(millimetres * 1440 / 25.4)


def run(text: str, *styles: str, page_number: bool = False) -> Element:
    """A stretch of text in a character style. Word is told to take Chinese type where a sign is of both worlds (“ ” … —)."""
    look = element("w:rPr")
    for style in styles[:1]:
        look.append(element("w:rStyle", val=style))
    if not page_number:
        look.append(element("w:rFonts", hint="eastAsia"))
    made = element("w:r", look)
    for place, line in enumerate(_UNPRINTABLE.sub(GAP, text).split("\t")):
        if place:
            made.append(element("w:tab"))
        if line:
            made.append(_text("w:t", line))
    return made


def _text(tag: str, text: str) -> Element:
    made = element(tag)
    made.text = text
    if text != text.strip() or "  " in text:
        made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def field(code: str, shown: Iterable[Element] = (), style: str = "") -> Iterator[Element]:
    """A field that Word works out, with what it shows until then."""

    def part(*inner: Element) -> Element:
        look = element("w:rPr", *([element("w:rStyle", val=style)] if style else []))
        return element("w:r", look, *inner)

    yield part(element("w:fldChar", fldCharType="begin"))
    yield part(_text("w:instrText", f" {code} "))
    yield part(element("w:fldChar", fldCharType="separate"))
    yield from shown
    yield part(element("w:fldChar", fldCharType="end"))


def paragraph(
    style: str = "", *content: Element, keep: bool = False, new_page: bool = False, align: str = "", apart: bool = False
) -> Element:
    """A paragraph. keep: with what follows; new_page: begins one; apart: with a little space below it."""
    look = element("w:pPr")
    if style:
        look.append(element("w:pStyle", val=style))
    if keep:
        look.append(element("w:keepNext"))
    if new_page:
        look.append(element("w:pageBreakBefore"))
    if apart:
        look.append(element("w:spacing", after=120))
    if align:
        look.append(element("w:jc", val=align))
    return element("w:p", *([look] if len(look) else []), *content)


def page_break() -> Element:
    """A break to the next page, for the inside of a paragraph."""
    return element("w:r", element("w:br", type="page"))


class Bookmarks:
    """Gives every bookmark of a document its number."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def around(self, name: str, *content: Element) -> list[Element]:
        """The content between the two ends of a bookmark."""
        number = next(self._numbers)
        return [
            element("w:bookmarkStart", id=number, name=name),
            *content,
            element("w:bookmarkEnd", id=number),
        ]
