"""Gets every listed file ready to be bound, and says which cannot be and why."""

from __future__ import annotations

import os.path
from collections.abc import Callable

from msgspec import Struct

from scoring.model.criteria import Criteria, Item, Section
from scoring.model.evidence import EvidenceEntry, EvidenceList, EvidenceState
from scoring.reports.wording import evidence_phrase
from scoring.seal.binder.cleaning import Mark
from scoring.seal.binder.sheets import PICTURES, RefusedError, bookmarks, from_pdf, from_picture

Progress = Callable[[int, int, str], None]

__all__ = ["Chapter", "Leaf", "chapters", "prepare"]


class Leaf(Struct, frozen=True, kw_only=True):
    """One listed file. `file` is its prepared PDF with `pages` pages and bookmarks `marks`, or None with the `reason` it
    is left out; `same` is the number of an earlier leaf that holds the same file."""

    entry: EvidenceEntry
    file: str | None
    pages: int
    reason: str = ""
    same: str = ""
    marks: tuple[Mark, ...] = ()

    @property
    def title(self) -> str:
        """The title the city gave the file."""
        return self.entry.file.title if self.entry.file is not None else ""


class Chapter(Struct, frozen=True, kw_only=True):
    """One item with its files."""

    section: Section
    item: Item
    leaves: tuple[Leaf, ...]


def prepare(
    evidence: EvidenceList,
    folder: str,
    *,
    converter: Callable[[str, str], str | None] | None,
    progress: Progress | None,
) -> dict[str, Leaf]:
    """A leaf for every listed file, by number; the prepared files lie in `folder`. Never fails on a bad file."""
    leaves: dict[str, Leaf] = {}
    by_content: dict[str, str] = {}
    listed = [entry for entry in evidence.entries if entry.file is not None]
    for position, entry in enumerate(listed):
        if progress is not None:
            progress(position, len(listed), entry.file.path if entry.file is not None else "")
        earlier = by_content.get(entry.digest or "")
        if earlier is not None:
            first = leaves[earlier]
            leaves[entry.number] = Leaf(entry=entry, file=None, pages=0, reason=first.reason, same=earlier)
            continue
        leaf = _leaf(entry, os.path.join(folder, f"{position:05}.pdf"), folder, converter)
        leaves[entry.number] = leaf
        if entry.digest:
            by_content[entry.digest] = entry.number
    return leaves


def _leaf(entry: EvidenceEntry, target: str, folder: str, converter: Callable[[str, str], str | None] | None) -> Leaf:
    real = entry.real
    if entry.state is not EvidenceState.PRESENT or real is None:
        return Leaf(entry=entry, file=None, pages=0, reason=evidence_phrase(entry.state))
    try:
        if entry.content == "pdf":
            return Leaf(entry=entry, file=target, pages=from_pdf(real, target), marks=bookmarks(real))
        if entry.content in PICTURES:
            return Leaf(entry=entry, file=target, pages=from_picture(real, target))
        if converter is not None:
            made = converter(real, folder)
            if made is not None:
                return Leaf(entry=entry, file=target, pages=from_pdf(made, target), marks=bookmarks(made))
    except RefusedError as refused:
        return Leaf(entry=entry, file=None, pages=0, reason=str(refused))
    ending = os.path.splitext(real)[1].lower() or "没有扩展名"
    return Leaf(entry=entry, file=None, pages=0, reason=f"这种文件（{ending}）不能装订，请另附原件")


def chapters(criteria: Criteria, leaves: dict[str, Leaf]) -> tuple[Chapter, ...]:
    """The items that have files, in the order of the pack."""
    found = []
    for section in criteria.sections:
        for item in section.items:
            own = tuple(leaf for leaf in leaves.values() if leaf.entry.item == item.id)
            if own:
                found.append(Chapter(section=section, item=item, leaves=own))
    return tuple(found)
