"""Builds the evidence checklist (佐证材料清单): what the pack suggests, what the city lists, what is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from scoring.base.kept import for_last
from scoring.evidence import files
from scoring.evidence.memory import Memory
from scoring.model.criteria import Criteria, EvidenceRequest, Item
from scoring.model.evidence import EvidenceEntry, EvidenceList, EvidenceState, Seen
from scoring.model.submission import EvidenceFile, Submission

__all__ = ["inspect"]

Progress = Callable[[int, int, str], None]


def inspect(
    criteria: Criteria,
    submission: Submission,
    base_dir: str,
    *,
    deep: bool = True,
    progress: Progress | None = None,
    memory: Memory | None = None,
) -> EvidenceList:
    """Look at every file the submission lists and add a row for each suggested document it does not list.

    Rows come by item in the order of the pack: for each suggested document its files in the order of the submission
    (or one NOT_LISTED row), then the files of the city's own choice. They are numbered within the item: 1.1-01.
    `base_dir` is the submission's folder; nothing outside it is read. `deep` reads whole files for their hash, unless
    they are too much together; without it only states are told, and they are the same. `progress` hears (files done,
    files in all, path). `memory` spares what it has looked at before. Never fails: what cannot be read is MISSING or UNREADABLE.
    """
    if not submission.evidence:
        return _nothing_listed(criteria)
    rows = [
        (f"{item.id}-{position:02}", item, request, file)
        for section in criteria.sections
        for item in section.items
        for position, (request, file) in enumerate(_rows(item, submission), start=1)
    ]
    total = sum(file is not None for *_, file in rows)
    reals = {file.path: files.find(base_dir, file.path) for *_, file in rows if file is not None}
    deep = deep and files.sizes(real for real in reals.values() if real is not None) <= files.MOST_TOGETHER
    entries, done = [], 0
    for number, item, request, file in rows:
        if file is not None:
            done += 1
            if progress is not None:
                progress(done, total, file.path)
        real = None if file is None else reals[file.path]
        entries.append(_entry(number, item, request, file, real, deep, memory))
    return EvidenceList(entries=tuple(entries))


@for_last
def _nothing_listed(criteria: Criteria) -> EvidenceList:
    return EvidenceList(
        entries=tuple(
            _entry(f"{item.id}-{position:02}", item, request, None, None, False)
            for section in criteria.sections
            for item in section.items
            for position, request in enumerate(item.evidence, start=1)
        )
    )


def _rows(item: Item, submission: Submission) -> Iterator[tuple[EvidenceRequest | None, EvidenceFile | None]]:
    listed = [file for file in submission.evidence if file.item == item.id]
    known = {request.id for request in item.evidence}
    for request in item.evidence:
        answering = [file for file in listed if file.request == request.id]
        if answering:
            yield from ((request, file) for file in answering)
        else:
            yield request, None
    yield from ((None, file) for file in listed if file.request not in known)


def _entry(
    number: str,
    item: Item,
    request: EvidenceRequest | None,
    file: EvidenceFile | None,
    real: str | None,
    deep: bool,
    memory: Memory | None = None,
) -> EvidenceEntry:
    bare = EvidenceEntry(number=number, item=item.id, state=EvidenceState.NOT_LISTED, request=request, file=file)
    if file is None:
        return bare
    bare = replace(bare, pages=file.pages)
    if real is None:
        return replace(bare, state=EvidenceState.MISSING)
    seen = _look(real, file.path, deep) if memory is None else memory.seen(real, file.path, deep, _look)
    return replace(
        bare,
        state=seen.state,
        size=seen.size,
        content=seen.content,
        real=real,
        digest=seen.digest,
        pages=file.pages if file.pages is not None else seen.counted,
        counted=seen.counted,
        mended=seen.mended,
    )


def _look(real: str, path: str, deep: bool) -> Seen:
    """What the file at `real`, listed as `path`, tells."""
    facts = files.inspect_shallow(real)
    if facts is not None and facts.size > files.LARGEST:
        return Seen(state=EvidenceState.TOO_LARGE, size=facts.size, content=files.detect_kind(facts.head))
    if deep and facts is not None:
        facts = files.inspect_whole(real)
    if facts is None:
        return Seen(state=EvidenceState.UNREADABLE)
    kind = files.detect_kind(facts.head)
    state = EvidenceState.PRESENT if facts.size else EvidenceState.EMPTY
    if facts.size and not files.fits(path, kind):
        state = EvidenceState.WRONG_TYPE
    seen = Seen(state=state, size=facts.size, content=kind, digest=facts.digest or None)
    return _opened(seen, files.open_file(real, kind)) if state is EvidenceState.PRESENT else seen


def _opened(seen: Seen, found: files.Opened) -> Seen:
    state = seen.state
    if found.locked or found.broken:
        state = EvidenceState.LOCKED if found.locked else EvidenceState.BROKEN
    elif found.foreign:
        state = EvidenceState.WRONG_TYPE
    return replace(seen, state=state, counted=found.pages, mended=found.mended)
