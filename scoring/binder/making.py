"""Puts the binder together: prepare every file, number the pages, draw what is added, stamp and join.

Memory stays bounded: files are copied one at a time, joined in groups, and page content stays on disk until the end.
"""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
from collections.abc import Iterator

from scoring.binder import front as added
from scoring.binder.office import convert, office
from scoring.binder.preparing import Chapter, Leaf, chapters, prepare
from scoring.binder.stamping import Stamp
from scoring.files import replacing
from scoring.model.criteria import Criteria
from scoring.model.evidence import EvidenceList
from scoring.model.submission import Submission
from scoring.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    import pikepdf

    from scoring.binder.front import Front
    from scoring.render.fonts import FontSet

    Progress = Callable[[int, int, str], None]

__all__ = ["Bound", "LeftOut", "bind"]

TOGETHER = 48
"""How many prepared files are open at a time."""


@record
class LeftOut:
    """A listed file that is not in the binder, and why."""

    number: str
    path: str
    reason: str


@record
class Bound:
    """A finished binder. `starts` is the page at which each file begins, by its number in the evidence list; files that
    are left out are not in it."""

    pages: int
    starts: dict[str, int]
    left_out: tuple[LeftOut, ...]
    files: int


@record
class _Piece:
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
) -> Bound:
    """Write the binder to `target`; the file takes its name only when it is whole.

    `evidence` comes from a deep look at the disk. `with_office` has office files converted where LibreOffice is
    installed; without it the same input gives the same bytes. Raises OSError, and ProblemsError without a PDF engine.
    """
    program = office() if with_office else None
    converter = None if program is None else lambda path, place: convert(program, path, place)
    with tempfile.TemporaryDirectory(prefix="scoring-binder-") as folder:
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
    return Bound(pages=total, starts=starts, left_out=out, files=len(starts))


def _shown(leaves: dict[str, Leaf], number: str) -> bool:
    leaf = leaves[number]
    return leaf.file is not None or (bool(leaf.same) and leaves[leaf.same].file is not None)


def _numbered(
    criteria: Criteria, submission: Submission, parts: tuple[Chapter, ...], fonts: FontSet | None
) -> tuple[Front, dict[str, int], int]:
    """Draw the added pages until the numbers in the contents agree with the pages the contents take."""
    numbers = {leaf.entry.number: 8888 for chapter in parts for leaf in chapter.leaves}
    numbers |= {chapter.item.id: 8888 for chapter in parts}
    total = 8888
    for _ in range(4):
        front = added.make(criteria, submission, parts, numbers, total=total, fonts=fonts)
        found, count = _number(parts, front)
        if (found, count) == (numbers, total):
            break
        numbers, total = found, count
    return front, numbers, total


def _number(parts: tuple[Chapter, ...], front: Front) -> tuple[dict[str, int], int]:
    numbers: dict[str, int] = {}
    page = front.lead + 1
    for chapter in parts:
        numbers[chapter.item.id] = page
        page += len(front.span(added.divider(chapter)))
        for leaf in chapter.leaves:
            numbers[leaf.entry.number] = numbers[leaf.same] if leaf.same else page
            if leaf.file is not None:
                page += leaf.pages
            elif not leaf.same:
                page += len(front.span(added.notice(leaf)))
    return numbers, page - 1


def _pieces(parts: tuple[Chapter, ...], front: Front) -> Iterator[_Piece]:
    yield _Piece(file=None, pages=range(front.lead))
    for chapter in parts:
        yield _Piece(file=None, pages=front.span(added.divider(chapter)))
        for leaf in chapter.leaves:
            if leaf.file is not None:
                yield _Piece(file=leaf.file, pages=range(leaf.pages))
            elif not leaf.same:
                yield _Piece(file=None, pages=front.span(added.notice(leaf)))


def _join(
    pieces: list[_Piece],
    front: Front,
    parts: tuple[Chapter, ...],
    numbers: dict[str, int],
    folder: str,
    target: str,
    title: str,
    progress: Progress | None,
) -> None:
    """Join the pieces in groups, stamp every page but the cover, and add the bookmarks."""
    import pikepdf

    groups, page = [], 1
    for first in range(0, len(pieces), TOGETHER):
        group = os.path.join(folder, f"group-{first:06}.pdf")
        page = _group(pieces[first : first + TOGETHER], front.drawn.data, group, page)
        groups.append(group)
        if progress is not None:
            progress(min(first + TOGETHER, len(pieces)), len(pieces), "装订")
    with contextlib.ExitStack() as stack, pikepdf.new() as whole:
        for group in groups:
            whole.pages.extend(stack.enter_context(pikepdf.open(group)).pages)
        _bookmarks(whole, parts, numbers)
        whole.Root.PageMode = pikepdf.Name.UseOutlines
        whole.Root.Lang = pikepdf.String("zh-CN")
        whole.docinfo["/Title"] = pikepdf.String(title)
        whole.save(
            target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True
        )


def _group(pieces: list[_Piece], extra: bytes, target: str, page: int) -> int:
    import pikepdf

    with contextlib.ExitStack() as stack, pikepdf.new() as made:
        drawn = stack.enter_context(pikepdf.open(io.BytesIO(extra)))
        stamp = Stamp(made)
        for piece in pieces:
            source = drawn if piece.file is None else stack.enter_context(pikepdf.open(piece.file))
            for number in piece.pages:
                made.pages.append(source.pages[number])
                if page > 1:
                    stamp.put(made.pages[-1], page)
                page += 1
        made.save(target, deterministic_id=True)
    return page


def _bookmarks(whole: pikepdf.Pdf, parts: tuple[Chapter, ...], numbers: dict[str, int]) -> None:
    import pikepdf

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
                item.children.append(pikepdf.OutlineItem(title, numbers[leaf.entry.number] - 1))
