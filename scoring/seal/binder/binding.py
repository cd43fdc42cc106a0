"""Puts the binder together: prepare every file, number the pages, draw what is added (cover, contents, a divider before
each item, a notice for each file that is left out), stamp and join.

Memory stays bounded: files are prepared and stamped one at a time, and joined without holding the content of pages.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Mapping

import pikepdf
from msgspec import Struct

from scoring.base.files import replacing
from scoring.base.marks import BINDER, mark_of
from scoring.base.tempfiles import workspace
from scoring.base.text import date_text
from scoring.model.criteria import Criteria
from scoring.model.evidence import EvidenceList
from scoring.model.submission import Submission
from scoring.reports.render.drawing import Drawn
from scoring.reports.render.fonts import FontSet
from scoring.reports.render.html import fill, styles
from scoring.reports.render.pdf import draw
from scoring.seal.binder.cleaning import Bookmark
from scoring.seal.binder.leaves import BinderChapter, Leaf, Progress, chapters, convert, office, prepare
from scoring.seal.binder.pages import Stamp, join

__all__ = ["Binder", "LeftOut", "bind"]


class LeftOut(Struct, frozen=True, kw_only=True):
    """A listed file that is not in the binder, and why."""

    number: str
    path: str
    reason: str


class Binder(Struct, frozen=True, kw_only=True):
    """A finished binder.

    pages, files: how many it has
    starts: the page at which each file begins, by its number in the evidence list; without those that are left out
    left_out: the listed files that are not in it
    """

    pages: int
    starts: dict[str, int]
    left_out: tuple[LeftOut, ...]
    files: int


class _Piece(Struct, frozen=True, kw_only=True):
    """A run of pages in the order of the binder: pages of a prepared file, or pages among the added ones."""

    file: str | None
    pages: range


def bind(
    criteria: Criteria,
    submission: Submission,
    evidence: EvidenceList,
    target: str,
    *,
    fonts: FontSet | None = None,
    with_office: bool = False,
    progress: Progress | None = None,
) -> Binder:
    """Write the binder to `target`; the file takes its name only when it is whole.

    `evidence` comes from a deep look at the disk. `with_office` has office files converted where LibreOffice is
    installed; without it the same input gives the same bytes. Raises OSError, and ProblemsError without a PDF engine.
    """
    program = office() if with_office else None
    converter = None if program is None else lambda path, place: convert(program, path, place)
    with workspace("binder") as folder:
        leaves = prepare(evidence, folder, converter=converter, progress=progress)
        parts = chapters(criteria, leaves)
        front, numbers, total = _numbered(criteria, submission, parts, fonts)
        pieces = list(_pieces(parts, front))
        with replacing(target) as temporary:
            _join(pieces, front, parts, numbers, folder, temporary, f"{submission.city}佐证材料汇编", progress)
    starts = {number: page for number, page in numbers.items() if number in leaves and _shown(leaves, number)}
    out = tuple(
        LeftOut(number=leaf.entry.number, path=leaf.entry.file.path if leaf.entry.file else "", reason=leaf.reason)
        for leaf in leaves.values()
        if not _shown(leaves, leaf.entry.number)
    )
    return Binder(pages=total, starts=starts, left_out=out, files=len(starts))


def _shown(leaves: dict[str, Leaf], number: str) -> bool:
    leaf = leaves[number]
    return leaf.file is not None or (bool(leaf.same) and leaves[leaf.same].file is not None)


def _numbered(
    criteria: Criteria, submission: Submission, parts: tuple[BinderChapter, ...], fonts: FontSet | None
) -> tuple[_Front, dict[str, int], int]:
    """Draw the added pages until the numbers in the contents agree with the pages the contents take."""
    numbers = {leaf.entry.number: 8888 for chapter in parts for leaf in chapter.leaves}
    numbers |= {chapter.item.id: 8888 for chapter in parts}
    total = 8888
    for _ in range(4):
        front = _front(criteria, submission, parts, numbers, total=total, fonts=fonts)
        found, count = _number(parts, front)
        if (found, count) == (numbers, total):
            break
        numbers, total = found, count
    return front, numbers, total


def _number(parts: tuple[BinderChapter, ...], front: _Front) -> tuple[dict[str, int], int]:
    numbers: dict[str, int] = {}
    page = front.lead + 1
    for chapter in parts:
        numbers[chapter.item.id] = page
        page += len(front.span(_divider(chapter)))
        for leaf in chapter.leaves:
            numbers[leaf.entry.number] = numbers[leaf.same] if leaf.same else page
            if leaf.file is not None:
                page += leaf.pages
            elif not leaf.same:
                page += len(front.span(_notice(leaf)))
    return numbers, page - 1


def _pieces(parts: tuple[BinderChapter, ...], front: _Front) -> Iterator[_Piece]:
    yield _Piece(file=None, pages=range(front.lead))
    for chapter in parts:
        yield _Piece(file=None, pages=front.span(_divider(chapter)))
        for leaf in chapter.leaves:
            if leaf.file is not None:
                yield _Piece(file=leaf.file, pages=range(leaf.pages))
            elif not leaf.same:
                yield _Piece(file=None, pages=front.span(_notice(leaf)))


def _join(
    pieces: list[_Piece],
    front: _Front,
    parts: tuple[BinderChapter, ...],
    numbers: dict[str, int],
    folder: str,
    target: str,
    title: str,
    progress: Progress | None,
) -> None:
    """Stamp every page but the cover, join the pieces, and add the bookmarks."""
    extra = os.path.join(folder, "front.pdf")
    whole = os.path.join(folder, "whole.pdf")
    runs, page, places = [], 1, {}
    for done, piece in enumerate(pieces):
        if piece.file is None:
            places.update({number: page + at for at, number in enumerate(piece.pages)})
            runs.append((extra, f"{piece.pages.start + 1}-{piece.pages.stop}"))
        else:
            stamped = piece.file.removesuffix(".pdf") + "-stamped.pdf"
            _stamp(piece.file, stamped, {at: page + at for at in piece.pages})
            os.unlink(piece.file)
            runs.append((stamped, "1-z"))
        page += len(piece.pages)
        if progress is not None:
            progress(done + 1, len(pieces), "装订")
    _stamp(io.BytesIO(front.drawn.data), extra, places)
    join(runs, whole)
    with pikepdf.open(whole, access_mode=pikepdf.AccessMode.stream) as pdf:
        _bookmarks(pdf, parts, numbers)
        pdf.Root.PageMode = pikepdf.Name.UseOutlines
        pdf.Root.Lang = pikepdf.String("zh-CN")
        pdf.trailer.ScoringMark = pikepdf.String(mark_of(BINDER))  # the trailer is never compressed
        pdf.docinfo["/Title"] = pikepdf.String(title)
        pdf.save(
            target,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
        )


def _stamp(source: str | io.BytesIO, target: str, places: dict[int, int]) -> None:
    """Write the PDF `source` to `target` with page numbers: those of `places` (page from 0, number), none on the
    cover."""
    with pikepdf.open(source, access_mode=pikepdf.AccessMode.stream) as pdf:
        stamp = Stamp(pdf)
        for at, number in places.items():
            if number > 1:
                stamp.put(pdf.pages[at], number)
        pdf.save(target, deterministic_id=True, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def _bookmarks(whole: pikepdf.Pdf, parts: tuple[BinderChapter, ...], numbers: dict[str, int]) -> None:
    with whole.open_outline() as outline:
        section: pikepdf.OutlineItem | None = None
        name = ""
        for chapter in parts:
            if chapter.section.id != name:
                name = chapter.section.id
                title = f"{chapter.section.label}{chapter.section.title}"
                section = pikepdf.OutlineItem(title, numbers[chapter.item.id] - 1)
                outline.root.append(section)
            assert section is not None
            item = pikepdf.OutlineItem(
                f"{chapter.item.label} {chapter.item.requirement}"[:60], numbers[chapter.item.id] - 1
            )
            section.children.append(item)
            for leaf in chapter.leaves:
                title = f"{leaf.entry.number} {leaf.title}"[:80]
                own = pikepdf.OutlineItem(title, numbers[leaf.entry.number] - 1)
                own.is_closed = True
                own.children.extend(_below(leaf.marks, numbers[leaf.entry.number] - 1))
                item.children.append(own)


def _below(marks: tuple[Bookmark, ...], first: int) -> Iterator[pikepdf.OutlineItem]:
    """The bookmarks of a file that begins at page `first` (from 0)."""
    for mark in marks:
        made = pikepdf.OutlineItem(mark.title, first + mark.page)
        made.is_closed = True
        made.children.extend(_below(mark.children, first))
        yield made


SHEET = "binder.css"


class _Front(Struct, frozen=True, kw_only=True):
    """The added pages, drawn, with where each begins in them (from 0): the contents end where dividers begin."""

    drawn: Drawn
    lead: int

    def span(self, name: str) -> range:
        """The pages of one divider or notice."""
        first = self.drawn.anchors[name]
        later = [page for page in self.drawn.anchors.values() if page > first]
        return range(first, min(later, default=self.drawn.pages))


def _divider(chapter: BinderChapter) -> str:
    """The id of a chapter's divider."""
    return f"item-{chapter.item.id}"


def _notice(leaf: Leaf) -> str:
    """The id of the notice page of a file that is left out."""
    return f"notice-{leaf.entry.number}"


def _front(
    criteria: Criteria,
    submission: Submission,
    chapters: tuple[BinderChapter, ...],
    numbers: Mapping[str, int],
    *,
    total: int,
    fonts: FontSet | None,
) -> _Front:
    """Draw the added pages with the page `numbers` of the chapters (by item) and files (by their number).

    Raises ProblemsError where there is no PDF engine.
    """
    leaves = [leaf for chapter in chapters for leaf in chapter.leaves]
    text = fill(
        "binder.html",
        criteria=criteria,
        city=submission.city,
        invented=submission.invented,
        applicant=submission.applicant,
        day=date_text(submission.applied_on) if submission.applied_on else "",
        created=submission.applied_on.isoformat() if submission.applied_on else "",
        chapters=chapters,
        numbers=numbers,
        total=total,
        files=len(leaves),
        left_out=[leaf for leaf in leaves if leaf.file is None and not leaf.same],
        divider=_divider,
        notice=_notice,
    )
    drawn = draw(text, fonts=fonts, sheets=styles(sheets=("fonts.css", SHEET)))
    lead = drawn.anchors.get("dividers", drawn.pages)
    return _Front(drawn=drawn, lead=lead)
