"""The folder of results: what a run writes there, under which names, what it may replace, and what an earlier run left."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from scoring.base import guard, marks
from scoring.base.guard import ProtectedError
from scoring.base.reading import open_regular
from scoring.batch.averages import asks_for_averages
from scoring.batch.model import (
    CARDS,
    MADE_REFERENCES,
    PAPERS,
    RANKING,
    REPORTS,
    RESULTS,
    STATE,
    BatchOptions,
    Intake,
    PackRanking,
)
from scoring.batch.store import Store
from scoring.model.evidence import ScoreBasis
from scoring.wording import basis_name

__all__ = ["claim_outputs", "claim_papers", "names_of", "paper_names", "recall", "sweep"]

UNSAFE = re.compile(r'[\\:*?"<>|\x00-\x1f\x7f\ud800-\udfff]')
RESERVED = {"con", "prn", "aux", "nul", *(f"com{i}" for i in range(1, 10)), *(f"lpt{i}" for i in range(1, 10))}
PLAIN = {"submission", "自评", "自评表", "自评文件"}
"""Names of files that say nothing about the city; the folder does."""
LONGEST = 120
"""UTF-8 bytes; leaves room for endings and the names of temporary files."""


def names_of(keys: Iterable[str]) -> dict[str, str]:
    """A file name without ending for each key, given in the order of the keys: `甲市/submission.yaml` → `甲市`.

    Keys whose names would be alike, also where only capitals differ, get a mark made from the key.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for key in keys:
        name = _name(key)
        if name.casefold() in taken:
            name = f"{name}-{_mark(key)}"
        taken.add(name.casefold())
        found[key] = name
    return found


def _name(key: str) -> str:
    parts = [part for part in key.split("/") if part not in ("", ".", "..")] or ["_"]
    parts[-1] = re.sub(r"\.(ya?ml|zip|pdf)$", "", parts[-1], flags=re.IGNORECASE)
    if len(parts) > 1 and parts[-1].casefold() in PLAIN:
        parts.pop()
    name = UNSAFE.sub("_", "-".join(parts)).strip(". ") or "_"
    if name.split(".")[0].casefold() in RESERVED:
        name = f"_{name}"
    data = name.encode("utf-8")
    if len(data) <= LONGEST:
        return name
    return f"{data[: LONGEST - 9].decode('utf-8', 'ignore').rstrip('. ')}-{_mark(key)}"


def _mark(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:8]


KINDS = {
    RESULTS: "scoring.batch-line",
    RANKING: "scoring.batch",
    MADE_REFERENCES: marks.REFERENCES,
    CARDS: "scoring.card",
    REPORTS: marks.REPORT,
    ".xlsx": marks.BOOK,
    ".html": marks.SUMMARY,
    ".pdf": marks.RANKING,
    ".docx": marks.RANKING,
}
"""What each file is, by its name, its folder, or else its ending."""
KEPT = ("lock", "scratch", "state.sqlite", "averages.sqlite")
"""How the names in the folder of the state begin."""


def claim_outputs(found: Intake, names: Mapping[str, str], out: str, options: BatchOptions) -> None:
    """Claim every file of a run in the folder `out`; `names` are those of the inputs. Raises ProtectedError."""
    _state(os.path.join(out, STATE))
    for one in found.inputs:
        guard.protect(one.path)
    wanted = [RESULTS, RANKING]
    references = options.settings.references
    wanted += [MADE_REFERENCES] if references is not None and asks_for_averages(references) else []
    wanted += paper_names("", options.settings.basis) if options.papers else ()
    wanted += (f"{CARDS}/{names[one.key]}.json" for one in found.inputs if options.settings.cards)
    wanted += (f"{REPORTS}/{names[one.key]}.pdf" for one in found.inputs if options.settings.reports is not None)
    _claim(wanted, out)


def claim_papers(ranked: Sequence[PackRanking], out: str, basis: ScoreBasis) -> None:
    """Claim what is known only after scoring, the papers of each pack, and look at everything again."""
    due = [one.name for one in ranked if one.ranking is not None]
    _claim((name for pack in due for name in paper_names(pack if len(due) > 1 else "", basis)), out)
    active = guard.active()
    if active is not None:
        active.recheck()


def _is_ours(name: str, out: str) -> bool:
    """Whether the file `name` in the folder of results is one that a run wrote and nobody changed."""
    try:
        return os.path.isfile(os.path.join(out, name)) and marks.kind_of(os.path.join(out, name)) == _kind(name)
    except (OSError, ValueError):
        return False


def paper_names(pack: str, basis: ScoreBasis) -> tuple[str, ...]:
    """The names of the workbook, the page and the paper (PDF and Word) by what is ranked by, as 排名-自评.xlsx; with the id of a pack where
    there are several."""
    parts = [os.path.splitext(name) for name in PAPERS]
    name = "-".join([basis_name(basis), *[pack] * bool(pack)])
    return tuple(f"{stem}-{name}{ending}" for stem, ending in parts)


def _claim(wanted: Iterable[str], out: str) -> None:
    for name in wanted:
        guard.claim(os.path.join(out, name), (_kind(name),))


def _kind(name: str) -> str:
    return KINDS.get(name) or KINDS.get(name.split("/")[0]) or KINDS.get(os.path.splitext(name)[1], "")


def _state(place: str) -> None:
    """The folder of the state is emptied in part, so it must be what a run made."""
    if os.path.lexists(place) and (os.path.islink(place) or any(_strange(place))):
        message = f"不能用 {place} 存放进度：这不是批量计分建的文件夹"
        raise ProtectedError("output-exists", message, "请给 -o 换一个文件夹，或者把它改名。")


def _strange(place: str) -> Iterator[bool]:
    if not os.path.isdir(place):
        yield True
        return
    for entry in os.scandir(place):
        yield not entry.name.startswith(KEPT) or entry.is_symlink()


LAST_KEY = re.compile(rb',"(?:result|card)":')
"""What the last key of a line begins with; it was called card in the first edition. No text inside a line holds it."""
FRONT = 1 << 20
"""Only the front of a line is needed, which is far shorter."""


def recall(store: Store, folder: str) -> None:
    """Note the files of the run before, where the state knows of none. Raises OSError and sqlite3.Error."""
    if store.outputs():
        return
    keys: dict[str, bool] = {}
    packs: set[str] = set()
    for key, pack, scored in _lines(os.path.join(folder, RESULTS)):
        keys[key] = scored
        packs |= {"", pack}
    names = [name for key, name in names_of(keys).items() if keys[key]]
    found = {name for pack in packs for basis in ScoreBasis for name in paper_names(pack, basis)}
    found.update(*((f"{CARDS}/{name}.json", f"{REPORTS}/{name}.pdf") for name in names))
    store.note_outputs(sorted(name for name in found if os.path.isfile(os.path.join(folder, name))))


def _lines(path: str) -> Iterator[tuple[str, str, bool]]:
    """Of each line that can be read the input, the pack and whether there is a result; a file that people changed is no reason to stop."""
    try:
        with open_regular(path) as stream:
            for line in stream:
                try:
                    start, result = LAST_KEY.split(line[:FRONT], 1)
                    front = json.loads(start + b"}")
                    yield str(front["input"]), str(front.get("criteria") or ""), result[:4] != b"null"
                except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
                    continue
    except FileNotFoundError:
        return


def sweep(store: Store, due: set[str], folder: str) -> None:
    """Take away what an earlier run wrote here and this one would not; nothing else is touched, whatever stands in the
    state of a folder that came from elsewhere, nor what somebody has changed since."""
    gone = sorted(name for name in store.outputs() - due if _may_be_ours(name))
    for name in gone:
        with contextlib.suppress(FileNotFoundError):
            if _is_ours(name, folder):
                os.unlink(os.path.join(folder, name))
    store.drop_outputs(gone)
    for name in (CARDS, REPORTS):
        with contextlib.suppress(OSError):
            os.rmdir(os.path.join(folder, name))  # only when it is empty


def _may_be_ours(name: str) -> bool:
    """Whether a run can have written a file of that name."""
    folder, _, file = name.rpartition("/")
    return folder in ("", CARDS, REPORTS) and file not in ("", ".", "..") and "\\" not in file and "\0" not in file
