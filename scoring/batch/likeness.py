"""Whether another machine would score alike: the same program, the same packs, the same references."""

from __future__ import annotations

import hashlib
import os
import socket
import threading
from collections.abc import Iterable, Iterator

from scoring import __version__
from scoring.batch.desk import score_chunk
from scoring.batch.model import Done, Job, Settings
from scoring.files import file_digest
from scoring.record import record

__all__ = ["Likeness", "Unlike", "likeness", "score_alike"]

PARTS = {"program": "软件（版本或程序文件）", "packs": "指标体系", "references": "参照值文件"}
HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

_one_at_a_time = threading.Lock()
_known: dict[Settings, Likeness] = {}


@record
class Likeness:
    """Digests of everything a score depends on beside the submission."""

    program: str
    packs: str
    references: str


class Unlike(Exception):  # noqa: N818  # it is what it says, and travels between machines
    """This machine differs: `where` names it, `what` says in Chinese in what."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(where, what)
        self.where = where
        self.what = what


def likeness(settings: Settings) -> Likeness:
    """What this machine would score with."""
    return Likeness(
        program=_digest([__version__, *_files([HERE], ".py")]),
        packs=_digest(_files(settings.search, ".yaml")),
        references="" if settings.references is None else file_digest(settings.references),
    )


def score_alike(settings: Settings, jobs: tuple[Job, ...], expected: Likeness) -> list[Done]:
    """Score `jobs` here if this machine is like the one that asks; raises Unlike otherwise. One chunk at a time in each
    process, however many threads it has."""
    with _one_at_a_time:
        mine = _known.get(settings)
        if mine is None:
            mine = _known[settings] = likeness(settings)
        for part, what in PARTS.items():
            if getattr(mine, part) != getattr(expected, part):
                _known.clear()  # it may be put right while the worker goes on
                raise Unlike(socket.gethostname(), what)
        return score_chunk(settings, jobs)


def _files(folders: Iterable[str], ending: str) -> Iterator[str]:
    """Names and digests of the files below `folders`, in order; where the folders lie does not count."""
    for place, top in enumerate(folders):
        found = []
        for folder, below, names in os.walk(top):
            below[:] = [name for name in below if not name.startswith((".", "_"))]
            found += [os.path.join(folder, name) for name in names if name.endswith(ending)]
        for path in sorted(found):
            yield f"{place}/{os.path.relpath(path, top).replace(os.sep, '/')} {file_digest(path)}"


def _digest(texts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode("utf-8", "surrogatepass")).hexdigest()
