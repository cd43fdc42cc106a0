"""Builds the evidence checklist (佐证材料清单): what the pack suggests, what the city lists, what is there."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.evidence import disk, pages
from scoring.model.criteria import Criteria, EvidenceRequest, Item
from scoring.model.evidence import EvidenceEntry, EvidenceList, EvidenceState
from scoring.model.submission import EvidenceFile, Submission

__all__ = ["inspect"]


def inspect(criteria: Criteria, submission: Submission, base_dir: str) -> EvidenceList:
    """Look at every file the submission lists and add a row for each suggested document it does not list.

    Rows come by item in the order of the pack: for each suggested document its files in the order of the submission
    (or one NOT_LISTED row), then the files of the city's own choice. They are numbered within the item: 1.1-01.
    `base_dir` is the submission's folder; nothing outside it is read. Never fails: what cannot be read is MISSING.
    """
    return EvidenceList(
        entries=tuple(
            _entry(f"{item.id}-{position:02}", item, request, file, base_dir)
            for section in criteria.sections
            for item in section.items
            for position, (request, file) in enumerate(_rows(item, submission), start=1)
        )
    )


def _rows(item: Item, submission: Submission) -> Iterator[tuple[EvidenceRequest | None, EvidenceFile | None]]:
    files = [file for file in submission.evidence if file.item == item.id]
    known = {request.id for request in item.evidence}
    for request in item.evidence:
        answering = [file for file in files if file.request == request.id]
        if answering:
            yield from ((request, file) for file in answering)
        else:
            yield request, None
    yield from ((None, file) for file in files if file.request not in known)


def _entry(
    number: str, item: Item, request: EvidenceRequest | None, file: EvidenceFile | None, base_dir: str
) -> EvidenceEntry:
    if file is None:
        return EvidenceEntry(number=number, item=item.id, state=EvidenceState.NOT_LISTED, request=request, file=None)
    real = disk.find(base_dir, file.path)
    facts = disk.look(real) if real else None
    if facts is None:
        return EvidenceEntry(
            number=number, item=item.id, state=EvidenceState.MISSING, request=request, file=file, pages=file.pages
        )
    counted = file.pages
    if counted is None and facts.is_pdf:
        counted = pages.count(facts.path, facts.size)
    return EvidenceEntry(
        number=number,
        item=item.id,
        state=EvidenceState.PRESENT if facts.size else EvidenceState.EMPTY,
        request=request,
        file=file,
        size=facts.size,
        digest=facts.digest,
        pages=counted,
    )
