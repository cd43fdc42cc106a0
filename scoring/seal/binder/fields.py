"""Gives a look to form fields that have a value and none: programs that fill in forms often leave drawing to the reader.

The values are drawn with the faces of the report, so that Chinese prints on any machine.
"""

from __future__ import annotations

import html
import io
import math
import re
from typing import TYPE_CHECKING

from msgspec import Struct

from scoring.reports.render.fonts import FontSet
from scoring.reports.render.pdf import draw

if TYPE_CHECKING:
    import pikepdf

__all__ = ["print_values"]

MULTILINE, PASSWORD = 1 << 12, 1 << 13
MOST_FIELDS, MOST_TEXT = 500, 5_000
SMALLEST, USUAL = 4.0, 12.0
LEAD, TICK = 1.25, "√"
SHEET = "html, body { margin: 0 } .value { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere }"


class _Field(Struct, frozen=True, kw_only=True):
    """A field to be drawn: its box in points, the text, its size and whether it starts at the top."""

    widget: pikepdf.Object
    wide: float
    high: float
    text: str
    size: float
    top: bool


def print_values(pdf: pikepdf.Pdf, fonts: FontSet | None = None) -> None:
    """Draw the fields that have no look, or whose looks the file calls outdated. Raises ProblemsError as `draw` does."""
    import pikepdf

    form = pdf.Root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary):
        return
    outdated = bool(form.get("/NeedAppearances", False))
    if "/NeedAppearances" in form:
        del form["/NeedAppearances"]
    found: list[_Field] = []
    for page in pdf.pages:
        annotations = page.obj.get("/Annots")
        for one in annotations if isinstance(annotations, pikepdf.Array) else []:
            field = _field(one, outdated) if len(found) < MOST_FIELDS else None
            if field is not None:
                found.append(field)
    if found:
        _draw(pdf, found, fonts)


def _field(one: pikepdf.Object, outdated: bool) -> _Field | None:
    import pikepdf

    if not isinstance(one, pikepdf.Dictionary) or str(one.get("/Subtype")) != "/Widget":
        return None
    kind, looks = _of(one, "/FT"), "/AP" in one
    if kind not in ("/Tx", "/Ch", "/Btn") or (looks and (kind == "/Btn" or not outdated)):
        return None
    flags = _of(one, "/Ff")
    flags = flags if isinstance(flags, int) else 0
    text = _text(one) if kind != "/Btn" else TICK if str(one.get("/AS", _of(one, "/V") or "/Off")) != "/Off" else ""
    rect = [float(value) for value in one.get("/Rect", [])]
    if len(rect) != 4 or not text or flags & PASSWORD:
        return None
    wide, high = abs(rect[2] - rect[0]), abs(rect[3] - rect[1])
    if not (4 <= wide <= 5_000 and 4 <= high <= 5_000):
        return None
    several = bool(flags & MULTILINE)
    return _Field(widget=one, wide=wide, high=high, text=text, size=_size(one, text, wide, high, several), top=several)


def _of(field: pikepdf.Object, key: str) -> object:
    """An entry of a field or of the fields above it, names as text."""
    import pikepdf

    for _ in range(20):
        value = field.get(key)
        if value is not None:
            return str(value) if isinstance(value, (pikepdf.Name, pikepdf.String)) else value
        above = field.get("/Parent")
        if not isinstance(above, pikepdf.Dictionary):
            return None
        field = above
    return None


def _text(field: pikepdf.Object) -> str:
    """The value as a person reads it: of a choice, what the list shows for it."""
    import pikepdf

    value, options = _of(field, "/V"), _of(field, "/Opt")
    shown = {}
    for one in options if isinstance(options, pikepdf.Array) else []:
        if isinstance(one, pikepdf.Array) and len(one) == 2:
            shown[str(one[0])] = str(one[1])
    given = (
        [str(one) for one in value] if isinstance(value, pikepdf.Array) else [value] if isinstance(value, str) else []
    )
    text = "、".join(shown.get(one, one) for one in given)[:MOST_TEXT]
    text = re.sub(r"\r\n?", "\n", text)
    return "".join(char for char in text if char == "\n" or char.isprintable()).strip()


def _size(field: pikepdf.Object, text: str, wide: float, high: float, several: bool) -> float:
    """The size the field asks for, made smaller until the text fits its box."""
    found = re.search(r"([0-9.]+)\s+Tf", str(_of(field, "/DA") or ""))
    wanted = float(found[1]) if found is not None and re.fullmatch(r"\d+(\.\d+)?", found[1]) else 0.0
    size = min(wanted or USUAL, 40.0, high / LEAD if not several else 40.0)
    while size > SMALLEST and _lines(text, wide / size) * size * LEAD > high:
        size -= 0.5
    return max(size, SMALLEST)


def _lines(text: str, columns: float) -> int:
    """How many lines a text takes that many ems wide."""
    widths = [sum(1.0 if char > "\u2e80" else 0.6 for char in line) for line in text.split("\n")]
    return sum(max(1, math.ceil(width / max(columns - 0.5, 1))) for width in widths)


def _draw(pdf: pikepdf.Pdf, found: list[_Field], fonts: FontSet | None) -> None:
    """One page of the size of each field, put into it as its look."""
    import pikepdf

    sizes = "".join(
        f"@page f{at} {{ size: {one.wide:.2f}pt {one.high:.2f}pt; margin: 0 }}" for at, one in enumerate(found)
    )
    boxes = "".join(
        f'<div id="f{at}" style="page: f{at}; height: {one.high - 0.1:.2f}pt; overflow: hidden; break-before: page">'
        f'<div class="value" style="font-size: {one.size:.1f}pt; line-height: {LEAD}; padding: {_above(one):.2f}pt 1pt 0">'
        f"{html.escape(one.text)}</div></div>"
        for at, one in enumerate(found)
    )
    text = f"<html lang='zh-CN'><head><style>{sizes}</style></head><body>{boxes}</body></html>"
    drawn = draw(text, fonts=fonts, sheets=(SHEET,))
    with pikepdf.open(io.BytesIO(drawn.data)) as made:
        for at, one in enumerate(found):
            look = pdf.copy_foreign(made.pages[drawn.anchors[f"f{at}"]].as_form_xobject())
            one.widget.AP = pikepdf.Dictionary(N=look)
            if "/AS" in one.widget:
                del one.widget["/AS"]


def _above(field: _Field) -> float:
    return 0.0 if field.top else max(0.0, (field.high - field.size * LEAD) / 2)
