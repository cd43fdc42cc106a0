"""What is done to a PDF from anywhere before its pages are bound: links that lead to a page stay, forms become print, and
nothing is left that acts by itself or reaches outside the file.

Fields that have a value and no look are drawn first, with the faces of the report, so that Chinese prints on any machine:
programs that fill in forms often leave drawing to the reader.
"""

from __future__ import annotations

import contextlib
import html
import io
import math
import re
from collections.abc import Iterator

import pikepdf
from msgspec import Struct

from scoring.reports.render.fonts import FontSet
from scoring.reports.render.pdf import draw

__all__ = ["Bookmark", "clean", "marks_of", "print_values"]

MEDIA = ("/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D")
"""Annotations that carry files or films; the original in the bundle keeps them."""
ACTING = ("/A", "/AA", "/PA", "/FS", "/AF")
BEHIND = ("/AA", "/AF", "/Metadata", "/PieceInfo", "/Thumb", "/B", "/LastModified")
"""What a page has beside what it shows: actions, files, and notes of the programs that made it."""
OUTSIDE = ("/Ref", "/OPI", "/AF", "/Metadata", "/PieceInfo", "/LastModified")
DEEPEST, MOST_MARKS, LONGEST = 6, 500, 80


class Bookmark(Struct, frozen=True, kw_only=True):
    """A bookmark of a file: its title, the page (from 0) it leads to, and those below it."""

    title: str
    page: int
    children: tuple[Bookmark, ...] = ()


class _Places:
    """Where names and arrays of one PDF lead to."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        self.order = [page.obj for page in pdf.pages]
        root = pdf.Root
        self.named, self.old = None, root.get("/Dests")
        with contextlib.suppress(Exception):  # a broken tree names nothing
            self.named = pikepdf.NameTree(root.Names.Dests)

    def of(self, holder: pikepdf.Object) -> pikepdf.Array | None:
        """Where a link or a bookmark leads inside the file, with the page itself; None for anywhere else."""
        place = holder.get("/Dest")
        action = holder.get("/A")
        if place is None and isinstance(action, pikepdf.Dictionary) and str(action.get("/S")) == "/GoTo":
            place = action.get("/D")
        with contextlib.suppress(Exception):  # whatever makes no sense leads nowhere
            return self._array(place)
        return None

    def _array(self, place: object) -> pikepdf.Array | None:
        if isinstance(place, pikepdf.Name):
            place = self.old.get(str(place)) if self.old is not None else None
        elif isinstance(place, pikepdf.String):
            place = self.named.get(str(place)) if self.named is not None else None
        if isinstance(place, pikepdf.Dictionary):
            place = place.get("/D")
        if not isinstance(place, pikepdf.Array) or not len(place):
            return None
        first = place[0]
        page = self.order[first] if isinstance(first, int) and 0 <= first < len(self.order) else first
        if not isinstance(page, pikepdf.Dictionary) or page.objgen not in self.pages:
            return None
        rest = [one for one in list(place)[1:6] if not isinstance(one, (pikepdf.Dictionary, pikepdf.Array))]
        return pikepdf.Array([page, *rest])


def marks_of(pdf: pikepdf.Pdf) -> tuple[Bookmark, ...]:
    """The bookmarks that lead to a page, no more than a reader can use; below one that leads nowhere, its own."""
    places = _Places(pdf)
    seen: set[tuple[int, int]] = set()

    def below(holder: pikepdf.Object, depth: int) -> Iterator[Bookmark]:
        node = holder.get("/First")
        while isinstance(node, pikepdf.Dictionary) and node.objgen not in seen and len(seen) < MOST_MARKS:
            seen.add(node.objgen)
            children = tuple(below(node, depth + 1)) if depth < DEEPEST else ()
            place = places.of(node)
            title = "".join(char for char in str(node.get("/Title", "")) if char.isprintable()).strip()[:LONGEST]
            if place is not None and title:
                yield Bookmark(title=title, page=places.pages[place[0].objgen], children=children)
            else:
                yield from children
            node = node.get("/Next")

    outlines = pdf.Root.get("/Outlines")
    return tuple(below(outlines, 1)) if isinstance(outlines, pikepdf.Dictionary) else ()


def clean(pdf: pikepdf.Pdf) -> None:
    """Leave nothing but pages that print as they did. Fields must have their appearances (see `fields`)."""
    places = _Places(pdf)
    for page in pdf.pages:
        _annotations(page.obj, places)
    pdf.flatten_annotations("all")
    for page in pdf.pages:
        _without_fields(page.obj)
        for key in BEHIND:
            if key in page.obj:
                del page.obj[key]
    for key in [str(key) for key in pdf.Root if str(key) not in ("/Type", "/Pages")]:
        del pdf.Root[key]
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    _inside(pdf)


def _annotations(page: pikepdf.Object, places: _Places) -> None:
    """Links that lead to a page of the file lead there by themselves; all others go, and so does what acts."""
    given = page.get("/Annots")
    if given is None:
        return
    kept = []
    for one in given if isinstance(given, pikepdf.Array) else []:
        if not isinstance(one, pikepdf.Dictionary) or str(one.get("/Subtype")) in MEDIA:
            continue
        place = places.of(one)
        if str(one.get("/Subtype")) == "/Link":
            if place is None:
                continue
            one.Dest = place
        for key in ACTING:
            if key in one:
                del one[key]
        kept.append(one)
    page.Annots = pikepdf.Array(kept)


def _without_fields(page: pikepdf.Object) -> None:
    """What is left of a form after its fields were printed: hidden ones, and those without a look."""
    given = page.get("/Annots")
    if given is None:
        return
    kept = [one for one in given if str(one.get("/Subtype")) not in ("/Widget", "/Popup")]
    if kept:
        page.Annots = pikepdf.Array(kept)
    else:
        del page["/Annots"]


def _inside(pdf: pikepdf.Pdf) -> None:
    """Streams neither take their content from elsewhere nor say which file they came from."""
    for one in pdf.objects:
        if not isinstance(one, pikepdf.Stream):
            continue
        for key in OUTSIDE:
            if key in one:
                del one[key]
        if "/F" in one:
            for key in ("/F", "/FFilter", "/FDecodeParms"):
                if key in one:
                    del one[key]
            one.write(b"")


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
