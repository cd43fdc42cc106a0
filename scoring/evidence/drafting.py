"""Lines of evidence drafted from the files that nobody has listed yet, each for a person to confirm, with the title that
the document gives itself."""

from __future__ import annotations

import html
import os.path
import re
import zipfile
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from scoring.base.errors import Location
from scoring.base.reading import LARGEST_DIRECTORY, directory_size, limit_pikepdf, open_regular
from scoring.evidence.checking import names_beside, unlisted
from scoring.evidence.filenames import item_named, named, without_number
from scoring.evidence.inspection import inspect
from scoring.evidence.memory import Memory
from scoring.model.criteria import Criteria, EvidenceRequest, Item
from scoring.model.evidence import EvidenceEntry, EvidenceState
from scoring.model.submission import EvidenceFile, Submission

__all__ = ["BY_LINE", "BY_NAME", "BY_PROPERTY", "Drafted", "drafted", "likely", "title_of"]

BY_PROPERTY, BY_LINE, BY_NAME = "文件属性", "正文第一行", "文件名"
"""Where a title may come from."""
LONGEST = 100
MOST = 8 << 20
"""So many characters of a title, and so many bytes of a part of an office document, are read."""
NO_TITLE = re.compile(
    r"^(?:Microsoft |untitled|document|presentation|slide|无标题|未命名|新建|文档|工作簿|幻灯片|演示文稿)"
    r"|\.(?:docx?|wps|xlsx?|et|pptx?|dps|pdf|html?|txt)$",
    re.IGNORECASE,
)
"""What programs write there by themselves."""
CORE, BODY = "docProps/core.xml", "word/document.xml"
TITLE = re.compile(r"<dc:title>(.*?)</dc:title>", re.DOTALL)
PARAGRAPH = re.compile(r"<w:p[ >].*?</w:p>", re.DOTALL)
TEXT = re.compile(r"<w:t(?: [^>]*)?>(.*?)</w:t>", re.DOTALL)


def title_of(real: str, kind: str) -> tuple[str, str]:
    """The title of the document at `real`, whose first bytes say that it is of `kind`, and where it comes from.

    Nothing is made up: where the document names no title, that is the file name without its number. Never raises.
    """
    try:
        found = _pdf(real) if kind == "pdf" else _office(real) if kind == "zip" else ("", "")
    except Exception:  # a hostile or broken file raises nearly anything; its name is there in any case
        found = ("", "")
    if found[0]:
        return found
    stem = os.path.splitext(os.path.basename(real))[0]
    return _clean(without_number(stem)) or _clean(stem) or "（文件名读不出）", BY_NAME


def _clean(text: str) -> str:
    """One line of printable characters, cut where it is no title any more."""
    line = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    return line[:LONGEST]


def _property(text: str) -> str:
    title = _clean(html.unescape(text))
    return "" if NO_TITLE.search(title) else title


def _pdf(real: str) -> tuple[str, str]:
    import pikepdf

    limit_pikepdf()
    with pikepdf.open(real, access_mode=pikepdf.AccessMode.stream) as pdf:
        return _property(str(pdf.docinfo.get("/Title", ""))), BY_PROPERTY


def _office(real: str) -> tuple[str, str]:
    with open_regular(real) as file:
        if directory_size(file) > LARGEST_DIRECTORY:
            return "", ""
        with zipfile.ZipFile(file) as archive:
            core = TITLE.search(_part(archive, CORE))
            title = _property(core[1]) if core is not None else ""
            return (title, BY_PROPERTY) if title else (_first_line(_part(archive, BODY)), BY_LINE)


def _part(archive: zipfile.ZipFile, name: str) -> str:
    """The first bytes of a part as text; "" where there is none."""
    if name not in archive.namelist():
        return ""
    with archive.open(name) as part:
        return part.read(MOST).decode("utf-8", "replace")


def _first_line(body: str) -> str:
    for paragraph in PARAGRAPH.finditer(body):
        line = _clean(html.unescape("".join(TEXT.findall(paragraph[0]))))
        if line:
            return line
    return ""


ENOUGH, CLEAR = 0.3, 0.4
"""From this share of word pairs on, a title or a file name speaks of a request; and clearly, with nothing else to go by."""


class Drafted(Struct, frozen=True, kw_only=True):
    """A file that no line lists.

    item: the one whose folder it lies in, "" for none
    request: the one it seems to answer, "" for none
    path, title, source: where it is, what it is called, and where that comes from
    pages: those of a PDF
    state: what keeps it from being read
    """

    item: str
    request: str
    path: str
    title: str
    source: str
    pages: int | None
    state: EvidenceState


def drafted(
    criteria: Criteria, submission: Submission, base_dir: str, memory: Memory | None = None
) -> tuple[Drafted, ...]:
    """One for each file in the folders of evidence that is not listed, by item in the order of the pack, those of no item
    last. Numbers and dates of documents are never drafted: they stand on the paper, and a person reads them there."""
    names = names_beside(submission, base_dir)
    free = unlisted(inspect(criteria, submission, base_dir, deep=False, memory=memory), names)
    if not free or not criteria.items_by_id:
        return ()
    home = next(iter(criteria.items_by_id))
    listed = tuple(_file(path, item_named(criteria, path) or home) for path in free)
    looked = inspect(criteria, replace(submission, evidence=listed), base_dir, deep=False, memory=memory)
    found = [_line(criteria, entry) for entry in looked.entries if entry.file is not None]
    requests: dict[str, str] = {}
    for item in criteria.items_by_id.values():
        requests |= _requests(item, submission, [one for one in found if one.item == item.id])
    found = [replace(one, request=requests.get(one.path, "")) for one in found]
    order = {item: place for place, item in enumerate(criteria.items_by_id)}
    return tuple(sorted(found, key=lambda one: (order.get(one.item, len(order)), one.path)))


def _file(path: str, item: str) -> EvidenceFile:
    where = Location(file=path, line=1, column=1)
    return EvidenceFile(item=item, path=path, title=path, location=where)


def _line(criteria: Criteria, entry: EvidenceEntry) -> Drafted:
    path = "" if entry.file is None else entry.file.path
    title, source = title_of(entry.real or path, entry.content)
    return Drafted(
        path=path,
        item=item_named(criteria, path),
        request="",
        title=title,
        source=source,
        pages=entry.counted,
        state=entry.state,
    )


def _requests(item: Item, submission: Submission, lines: Sequence[Drafted]) -> dict[str, str]:
    """The request that each file of an item speaks of most, by path; a request that has no file yet goes before others,
    the clearest match first."""
    answered = {file.request for file in submission.evidence if file.item == item.id}
    pairs = sorted(
        ((_closeness(request, line), line.path, request.id) for line in lines for request in item.evidence),
        key=lambda one: (-one[0][0], -one[0][1], one[1]),
    )
    found: dict[str, str] = {}
    for free in (True, False):
        for (share, _), path, request in pairs:
            if share >= ENOUGH and path not in found and not (free and request in answered):
                found[path] = request
                answered.add(request)
    return found


def likely(criteria: Criteria, line: Drafted) -> tuple[str, str]:
    """The item and the request that a file speaks of clearly, of its own item where it has one; else that item or "", and "".

    Clearly: much of what is asked for stands in its name, or much of its name in what is asked for. A name that says nothing
    leaves that to the name of its folder.
    """
    items = [criteria.items_by_id[line.item]] if line.item else list(criteria.items_by_id.values())
    folder, _, file = line.path.rpartition("/")
    name = _pairs(named(file).title or named(f"{folder}.").title)
    best = ((0.0, 0), line.item, "")
    for item in items:
        for request in item.evidence:
            for asked in (_pairs(request.title), _pairs(request.id)):
                common = len(asked & name)
                if common >= (2 if line.item else 3):
                    share = common / min(len(asked), len(name))
                    best = max(best, ((share, common), item.id, request.id), key=lambda one: one[0])
    return (best[1], best[2]) if best[0][0] >= CLEAR else (line.item, "")


def _closeness(request: EvidenceRequest, line: Drafted) -> tuple[float, float]:
    """How much of the request's words stand in the title or the file name, and how much those are of it."""
    stem = os.path.splitext(os.path.basename(line.path))[0]
    best = (0.0, 0.0)
    for wanted in (_pairs(request.title), _pairs(request.id)):
        for name in (_pairs(line.title), _pairs(stem)):
            common = len(wanted & name)
            best = max(best, (common / max(len(wanted), 1), common / max(len(name), 1)))
    return best


def _pairs(text: str) -> set[str]:
    letters = [one for one in text if one.isalnum()]
    return {first + second for first, second in pairwise(letters)}
