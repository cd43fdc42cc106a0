"""Which files a run is going to write, and whether it may: told before anything is scored or written."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence

from scoring.base import guard, marks
from scoring.base.guard import ProtectedError
from scoring.model.evidence import ScoreBasis
from scoring.province.batch.averaging import REFERENCES, asks
from scoring.province.batch.model import STATE, Found, Options, Ranked
from scoring.province.batch.outputs import CARDS, RANKING, REPORTS, RESULTS
from scoring.province.batch.papers import paper_names

__all__ = ["claim_outputs", "claim_papers", "ours"]

KINDS = {
    RESULTS: "scoring.batch-line",
    RANKING: "scoring.batch",
    REFERENCES: marks.REFERENCES,
    CARDS: "scoring.card",
    REPORTS: marks.REPORT,
    ".xlsx": marks.BOOK,
    ".html": marks.SUMMARY,
    ".pdf": marks.RANKING,
}
"""What each file is, by its name, its folder, or else its ending."""
KEPT = ("lock", "scratch", "state.sqlite", "averages.sqlite")
"""How the names in the folder of the state begin."""


def claim_outputs(found: Found, names: Mapping[str, str], out: str, options: Options) -> None:
    """Claim every file of a run in the folder `out`; `names` are those of the inputs. Raises ProtectedError."""
    _state(os.path.join(out, STATE))
    for one in found.inputs:
        guard.protect(one.path)
    wanted = [RESULTS, RANKING]
    references = options.settings.references
    wanted += [REFERENCES] if references is not None and asks(references) else []
    wanted += paper_names("", options.settings.basis) if options.papers else ()
    wanted += (f"{CARDS}/{names[one.key]}.json" for one in found.inputs if options.cards)
    wanted += (f"{REPORTS}/{names[one.key]}.pdf" for one in found.inputs if options.settings.reports is not None)
    _claim(wanted, out)


def claim_papers(ranked: Sequence[Ranked], out: str, basis: ScoreBasis) -> None:
    """Claim what is known only after scoring, the papers of each pack, and look at everything again."""
    due = [one.name for one in ranked if one.ranking is not None]
    _claim((name for pack in due for name in paper_names(pack if len(due) > 1 else "", basis)), out)
    active = guard.active()
    if active is not None:
        active.recheck()


def ours(name: str, out: str) -> bool:
    """Whether the file `name` in the folder of results is one that a run wrote and nobody changed."""
    try:
        return os.path.isfile(os.path.join(out, name)) and marks.kind_of(os.path.join(out, name)) == _kind(name)
    except (OSError, ValueError):
        return False


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
