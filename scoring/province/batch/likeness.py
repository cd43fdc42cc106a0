"""Whether another machine would score alike: the same program, the same packs, the same references."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from scoring.base.assets import CRITERIA, shipped
from scoring.base.files import file_digest
from scoring.province.batch.desk import forget, score_chunk
from scoring.province.batch.keys import digest, file_lines, program, text_parts
from scoring.province.batch.model import Done, Job, Settings
from scoring.province.batch.reviewing import review_files

__all__ = ["Likeness", "Unlike", "likeness", "portable", "score_alike"]

PARTS = {
    "program": "软件（版本或程序文件）",
    "packs": "指标体系",
    "references": "参照值文件",
    "reviews": "审核意见",
    "previous": "上一期的周期记录",
}
SHIPPED = ""
"""Stands among the folders of packs for the one that came with the program, wherever a machine has it."""

_one_at_a_time = threading.Lock()
_known: dict[Settings, Likeness] = {}
"""What was found here for the last settings."""


class Likeness(Struct, frozen=True, kw_only=True):
    """Digests of everything a score depends on beside the submission."""

    program: str
    packs: str
    references: str
    reviews: str
    previous: str


class Unlike(Exception):  # noqa: N818  # it is what it says, and travels between machines
    """This machine differs: `where` names it, `what` says in Chinese in what."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(where, what)
        self.where = where
        self.what = what


def portable(settings: Settings) -> Settings:
    """The settings as they travel: what is only of this machine is left out."""
    own = shipped(CRITERIA)
    return replace(settings, search=tuple(SHIPPED if one == own else one for one in settings.search), scratch="")


def likeness(settings: Settings) -> Likeness:
    """What this machine would score with."""
    return Likeness(
        program=program(),
        packs=_digest(file_lines(_here(settings).search, ".yaml")),
        references="" if settings.references is None else file_digest(settings.references),
        reviews=_digest(file_digest(path) for path in review_files(settings.reviews)),
        previous=_digest(file_digest(path) for path in settings.previous),
    )


def score_alike(settings: Settings, jobs: tuple[Job, ...], expected: Likeness) -> list[Done]:
    """Score `jobs` here if this machine is like the one that asks; raises Unlike otherwise. One chunk at a time in each
    process, however many threads it has. What was read for a run before, when files were different, is not used."""
    with _one_at_a_time:
        if _known.get(settings) != expected:
            forget()
            _known.clear()
            _known[settings] = mine = likeness(settings)
            for part, what in PARTS.items():
                if getattr(mine, part) != getattr(expected, part):
                    raise Unlike(socket.gethostname(), what)
        return score_chunk(_here(settings), jobs)


def _here(settings: Settings) -> Settings:
    own = shipped(CRITERIA)
    return replace(settings, search=tuple(own or one if one == SHIPPED else one for one in settings.search))


def _digest(texts: Iterable[str]) -> str:
    return digest(text_parts(texts))
