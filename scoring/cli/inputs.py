"""Lets a command take a bundle or a sealed report where it takes a submission."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from scoring.assess import Assessment, Depth, Request, assess
from scoring.base.assets import criteria_search, nearby
from scoring.base.errors import Problem, Result
from scoring.base.files import looks_sealed
from scoring.base.guard import protect
from scoring.base.tempfiles import workspace
from scoring.model.criteria import Criteria
from scoring.model.cycle import Cycle
from scoring.reports.render.fonts import FontSet
from scoring.reports.unprintable import unprintable_texts

__all__ = ["NO_EVIDENCE", "Inputs", "open_inputs"]

NO_EVIDENCE = "注意：报告 PDF 里没有附佐证材料，所以没有检查材料；要看“有材料支撑的得分”，请用 scoring bundle 打的包。"


class Inputs(Struct, frozen=True, kw_only=True):
    """The files of a run: as the user named them, or as they were taken out of what the user named.

    search: the folders of packs
    names: what messages call the files
    evidence: whether they hold evidence to look at
    sealed: whether they came out of a bundle or a report
    problems: what was found on opening
    failed: whether there is nothing to score
    """

    file: str
    references: str | None
    search: tuple[str, ...]
    names: dict[str, str]
    evidence: bool = True
    sealed: bool = False
    problems: tuple[Problem, ...] = ()
    failed: bool = False

    def request(
        self, as_of: date | None = None, *, evidence: Depth = Depth.CONTENTS, previous: tuple[Cycle, ...] = ()
    ) -> Request:
        """What to ask of the engine about these files."""
        return Request(
            file=self.file,
            references=self.references,
            as_of=as_of,
            search=self.search,
            previous=previous,
            evidence=evidence,
            names=self.names,
        )

    def unprintable(self, criteria: Criteria, fonts: FontSet | None = None) -> tuple[Problem, ...]:
        """The texts of these files that the faces of a report cannot print."""
        return unprintable_texts(criteria, self.search, (self.file, self.references), names=self.names, fonts=fonts)

    def assess(self, as_of: date | None = None, *, evidence: Depth = Depth.CONTENTS) -> Result[Assessment]:
        """The score, with every problem from opening on; no value where nothing could be opened."""
        if self.failed:
            return Result(value=None, problems=self.problems)
        found = assess(self.request(as_of, evidence=evidence))
        return Result(value=found.value, problems=(*self.problems, *found.problems))


@contextlib.contextmanager
def open_inputs(file: str, references: str | None, criteria_path: tuple[str, ...]) -> Iterator[Inputs]:
    """The files to score; what is taken out of a bundle or a report is gone when the block ends. A plain file may rest
    on a pack that lies near it, a sealed one only on packs that somebody vouches for.

    References that the user names go before those inside. Raises OSError where there is no room to unpack.
    """
    protect(file)
    search = criteria_search(criteria_path)
    if not looks_sealed(file):
        near = tuple(dict.fromkeys([*search, *nearby(file)]))
        yield Inputs(file=file, references=references, search=near, names={})
        return
    from scoring.seal.opening import open_sealed

    with workspace("open") as folder:
        found = open_sealed(file, folder, search=search)
        opened = found.value
        if opened is None:
            yield Inputs(file=file, references=None, search=search, names={}, problems=found.problems, failed=True)
            return
        yield Inputs(
            file=opened.submission,
            references=references or opened.references,
            search=opened.search,
            names=opened.names,
            evidence=opened.evidence,
            sealed=True,
            problems=found.problems,
        )
