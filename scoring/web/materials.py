"""Documents as the page of evidence shows them: what is asked for with what is listed for it, and the files that nobody listed."""

from __future__ import annotations

import os.path
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from msgspec import Struct

from scoring.base.errors import Problem
from scoring.base.text import points_text
from scoring.documents.edit import spellings
from scoring.evidence.checking import Stakes
from scoring.evidence.drafting import BY_NAME, Drafted, drafted, likely
from scoring.evidence.filenames import named
from scoring.evidence.files import ENDINGS, PICTURES
from scoring.exchange.questions import ITEMS
from scoring.exchange.values import MATERIALS
from scoring.model.criteria import Criteria
from scoring.model.evidence import EvidenceCheck, EvidenceEntry, EvidenceState
from scoring.model.submission import EvidenceFile
from scoring.web.workspace import Opened
from scoring.wording import evidence_word

__all__ = [
    "DETAILS",
    "SHOWN",
    "Free",
    "Listed",
    "Wanted",
    "binds",
    "details_of",
    "entry_of",
    "free_files",
    "listed_rows",
    "loose",
    "said_of",
    "shows",
    "wanted",
]

SHOWN = (".pdf", ".png", ".jpg", ".jpeg", ".gif", ".webp")
"""What a browser may show; anything else is only handed out to be saved."""
DETAILS = ("标题", "文号", "发文机关", "日期", "页数")
"""What is said of a document beside its file."""
SAYS = {
    "evidence-missing": "重新放入这份材料，或者点“修改”把它从清单中去掉。",
    "evidence-unreferenced": "点“修改”选它是哪一种材料；确实只供参考的不用管。",
    "evidence-pages": "打开看看是否缺页；点“修改”清空“页数”，就按文件实际页数。",
    "evidence-same-content": "核对是否放错了文件；确实是同一份的，点“修改”，把其中一份“也列入另一项”，再去掉多出来的那一份。",
    "evidence-used-twice": "一份材料可以支撑几处，请核对每一处都说得通。",
}
"""What to do about a finding, for whoever has only the page; the others say it well enough for everybody."""
OF_STATE = frozenset(
    f"evidence-{name}" for name in ("missing", "empty", "unreadable", "too-large", "type", "encrypted", "broken")
)
"""Findings that tell the state, which stands in the row already."""
UNLISTED = "evidence-unlisted"


class Wanted(Struct, frozen=True, kw_only=True):
    """The documents of an item: their words in a form (item|request) with their titles."""

    item: str
    label: str
    choices: tuple[tuple[str, str], ...]


class Free(Struct, frozen=True, kw_only=True):
    """A file that nobody listed.

    path: where it is; folder, name: the parts of it that a person knows again
    item, guess: the item it is numbered by, and the document that it seems to be (item|request); "" for none
    typed: what a form proposes to say of it, by the names in DETAILS: only what its name says for sure
    trouble: what is the matter with it, "" for nothing; binds: whether the binder takes it
    """

    path: str
    folder: str
    name: str
    item: str
    guess: str
    typed: Mapping[str, str]
    trouble: str
    binds: bool

    @property
    def clear(self) -> bool:
        """Whether it needs no more than a look."""
        return bool(self.guess) and not self.trouble


class Listed(Struct, frozen=True, kw_only=True):
    """One row: what is asked for, the file listed for it, its state in words, and what its absence puts at risk.

    anchor: of the first row of a document, by which a page is led back to it; "" for the others
    place: of the entry in the list of its item, -1 where none is listed; spelt: the entry as it was spelt
    notes: what is the matter with it, and what to do
    """

    item: str
    label: str
    request: str
    title: str
    anchor: str
    path: str
    state: str
    good: bool
    stake: str
    details: str
    place: int
    spelt: str
    notes: tuple[tuple[str, str], ...]
    binds: bool


def shows(path: str) -> bool:
    """Whether a browser may show the file."""
    return path.lower().endswith(SHOWN)


def binds(path: str) -> bool:
    """Whether the binder takes a file with this ending."""
    kinds = ENDINGS.get(os.path.splitext(path)[1].lower(), ())
    return any(kind == "pdf" or kind in PICTURES for kind in kinds)


def wanted(criteria: Criteria) -> tuple[Wanted, ...]:
    """What may be handed in, by item."""
    return tuple(
        Wanted(
            item=item.id,
            label=item.label,
            choices=(
                *((f"{item.id}|{one.id}", f"{item.label}　{one.title}") for one in item.evidence),
                (f"{item.id}|", f"{item.label}　其他材料"),
            ),
        )
        for section in criteria.sections
        for item in section.items
    )


def free_files(opened: Opened) -> tuple[Free, ...]:
    """The files in the folders of evidence that nobody listed, those that a person has to think about first."""
    criteria, request = opened.assessment.criteria, opened.request
    found = drafted(criteria, opened.assessment.submission, request.folder, request.memory)
    return tuple(sorted((_free(criteria, one) for one in found), key=lambda one: one.clear))


def _free(criteria: Criteria, one: Drafted) -> Free:
    item, request = (one.item, one.request) if one.request else likely(criteria, one)
    only = [known.id for known in criteria.items_by_id[item].evidence] if item else []
    if not request and len(only) == 1:
        request = only[0]
    says, name = named(one.path), os.path.basename(one.path)
    title = says.title or (one.title if one.source != BY_NAME else _by_folder(one.path))
    dated = "" if says.dated is None else says.dated.isoformat()
    return Free(
        path=one.path,
        folder=os.path.dirname(one.path).partition("/")[2],
        name=name,
        item=item,
        guess=f"{item}|{request}" if request else "",
        typed={"标题": title, "文号": says.number, "日期": dated},
        trouble="" if one.state is EvidenceState.PRESENT else evidence_word(one.state),
        binds=binds(name),
    )


def _by_folder(path: str) -> str:
    """What a file whose name says nothing is called: by its folder, where that is numbered as an item is."""
    folder, stem = os.path.basename(os.path.dirname(path)), os.path.splitext(os.path.basename(path))[0]
    title = named(f"{folder}.").title
    return f"{title}（{stem}）" if title and title != folder else stem


def listed_rows(opened: Opened, check: EvidenceCheck, stakes: Stakes) -> Iterator[Listed]:
    """What is asked for and what is listed, by item."""
    submission = opened.assessment.submission
    labels = {item.id: item.label for item in opened.assessment.criteria.items_by_id.values()}
    places = _places(submission.evidence)
    entries = check.entries.entries
    paths = [(ITEMS, one.file.item, MATERIALS, places[_at(one.file)]) for one in entries if one.file is not None]
    spelt = dict(zip(paths, spellings(opened.source.data, paths), strict=True))
    notes: dict[tuple[int, int], list[tuple[str, str]]] = {}
    for problem in check.findings:
        if problem.location is not None and problem.code != UNLISTED:
            said = "" if problem.code in OF_STATE else problem.message
            where = problem.location.line, problem.location.column
            notes.setdefault(where, []).append((said, SAYS.get(problem.code, problem.hint or "")))
    seen = set[str]()
    for one in entries:
        place = -1 if one.file is None else places[_at(one.file)]
        request = "" if one.request is None else one.request.id
        anchor = f"r-{one.item}-{request}"
        yield _row(
            one,
            label=labels.get(one.item, one.item),
            worth=stakes.get((one.item, request)),
            anchor="" if anchor in seen else anchor,
            place=place,
            spelt=spelt.get((ITEMS, one.item, MATERIALS, place)) or "",
            notes=tuple(notes.get((one.file.location.line, one.file.location.column), ())) if one.file else (),
        )
        seen.add(anchor)


def _places(files: Sequence[EvidenceFile]) -> dict[tuple[str, str, int, int], int]:
    """Where each entry stands in the list of its item, from 0."""
    counted, found = dict[str, int](), {}
    for one in files:
        found[_at(one)] = counted.get(one.item, 0)
        counted[one.item] = found[_at(one)] + 1
    return found


def loose(check: EvidenceCheck) -> tuple[Problem, ...]:
    """The findings that belong to no row; what is not listed is asked for above."""
    return tuple(one for one in check.findings if one.location is None and one.code != UNLISTED)


def _row(
    one: EvidenceEntry,
    *,
    label: str,
    worth: Fraction | None,
    anchor: str,
    place: int,
    spelt: str,
    notes: tuple[tuple[str, str], ...],
) -> Listed:
    path = "" if one.file is None else one.file.path
    said = {} if one.file is None else said_of(one.file)
    pages = f"{one.pages}页" if one.pages else ""
    return Listed(
        item=one.item,
        label=label,
        request="" if one.request is None else one.request.id,
        title="城市自己的材料" if one.request is None else one.request.title,
        anchor=anchor,
        path=path,
        state=evidence_word(one.state),
        good=one.counts,
        stake=f"缺它影响{points_text(worth)}分" if worth else "",
        details="　".join(filter(None, (*(said.get(name, "") for name in DETAILS[:-1]), pages))),
        place=place,
        spelt=spelt,
        notes=notes,
        binds=binds(path),
    )


def _at(file: EvidenceFile) -> tuple[str, str, int, int]:
    return file.item, file.path, file.location.line, file.location.column


def said_of(file: EvidenceFile) -> dict[str, str]:
    """What a submission says of a document, as a form shows it."""
    return {
        "标题": file.title or "",
        "文号": file.document_number or "",
        "发文机关": file.issuer or "",
        "日期": "" if file.dated is None else file.dated.isoformat(),
        "页数": "" if file.pages is None else str(file.pages),
    }


def details_of(typed: Mapping[str, str]) -> dict[str, object] | str:
    """What was typed of a document as it is written in the file, or in Chinese why it cannot be."""
    entry: dict[str, object] = {}
    for name in DETAILS:
        text = " ".join(typed.get(name, "").split())
        if not text:
            continue
        if name == "页数":
            if not (text.isascii() and text.isdecimal() and 0 < int(text[:9]) < 100_000):
                return "页数要填整数，如 12；不知道的留空。"
            entry[name] = int(text)
        elif name == "日期":
            try:
                entry[name] = date.fromisoformat(text)
            except ValueError:
                return "日期要写成 2022-05-20 这样。"
        else:
            entry[name] = text
    return entry


def entry_of(request: str, path: str, details: Mapping[str, object]) -> dict[str, object]:
    """An entry of the list of an item, as it is written in the file; `request` is item|request."""
    name = request.partition("|")[2]
    return {**({"对应": name} if name else {}), "文件": path, **details}
