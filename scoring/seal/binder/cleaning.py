"""What is done to a PDF from anywhere before its pages are bound: links that lead to a page stay, forms become print, and
nothing is left that acts by itself or reaches outside the file."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    import pikepdf

__all__ = ["Mark", "clean", "marks_of"]

MEDIA = ("/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D")
"""Annotations that carry files or films; the original in the bundle keeps them."""
ACTING = ("/A", "/AA", "/PA", "/FS", "/AF")
BEHIND = ("/AA", "/AF", "/Metadata", "/PieceInfo", "/Thumb", "/B", "/LastModified")
"""What a page has beside what it shows: actions, files, and notes of the programs that made it."""
OUTSIDE = ("/Ref", "/OPI", "/AF", "/Metadata", "/PieceInfo", "/LastModified")
DEEPEST, MOST_MARKS, LONGEST = 6, 500, 80


class Mark(Struct, frozen=True, kw_only=True):
    """A bookmark of a file: its title, the page (from 0) it leads to, and those below it."""

    title: str
    page: int
    children: tuple[Mark, ...] = ()


class _Places:
    """Where names and arrays of one PDF lead to."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        import pikepdf

        self.pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        self.order = [page.obj for page in pdf.pages]
        root = pdf.Root
        self.named, self.old = None, root.get("/Dests")
        with contextlib.suppress(Exception):  # a broken tree names nothing
            self.named = pikepdf.NameTree(root.Names.Dests)

    def of(self, holder: pikepdf.Object) -> pikepdf.Array | None:
        """Where a link or a bookmark leads inside the file, with the page itself; None for anywhere else."""
        import pikepdf

        place = holder.get("/Dest")
        action = holder.get("/A")
        if place is None and isinstance(action, pikepdf.Dictionary) and str(action.get("/S")) == "/GoTo":
            place = action.get("/D")
        with contextlib.suppress(Exception):  # whatever makes no sense leads nowhere
            return self._array(place)
        return None

    def _array(self, place: object) -> pikepdf.Array | None:
        import pikepdf

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


def marks_of(pdf: pikepdf.Pdf) -> tuple[Mark, ...]:
    """The bookmarks that lead to a page, no more than a reader can use; below one that leads nowhere, its own."""
    import pikepdf

    places = _Places(pdf)
    seen: set[tuple[int, int]] = set()

    def below(holder: pikepdf.Object, depth: int) -> Iterator[Mark]:
        node = holder.get("/First")
        while isinstance(node, pikepdf.Dictionary) and node.objgen not in seen and len(seen) < MOST_MARKS:
            seen.add(node.objgen)
            children = tuple(below(node, depth + 1)) if depth < DEEPEST else ()
            place = places.of(node)
            title = "".join(char for char in str(node.get("/Title", "")) if char.isprintable()).strip()[:LONGEST]
            if place is not None and title:
                yield Mark(title=title, page=places.pages[place[0].objgen], children=children)
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
    import pikepdf

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
    import pikepdf

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
    import pikepdf

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
