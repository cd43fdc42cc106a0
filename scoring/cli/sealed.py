"""Lets a command take a bundle or a sealed report where it takes a submission."""

from __future__ import annotations

import contextlib

from scoring.files import looks_sealed
from scoring.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.errors import Problem

__all__ = ["NO_EVIDENCE", "Given", "given"]

NO_EVIDENCE = "注意：报告 PDF 里没有附佐证材料，所以没有检查材料；要看“有材料支撑的得分”，请用 scoring bundle 打的包。"


@record
class Given:
    """The files of a run: as the user named them, or as they were taken out of what the user named. `names` is what
    messages call them, `problems` what was found on opening; `failed` says that there is nothing to score."""

    file: str
    references: str | None
    search: tuple[str, ...]
    names: dict[str, str]
    evidence: bool = True
    sealed: bool = False
    problems: tuple[Problem, ...] = ()
    failed: bool = False


@contextlib.contextmanager
def given(file: str, references: str | None, search: tuple[str, ...]) -> Iterator[Given]:
    """The files to score; what is taken out of a bundle or a report is gone when the block ends.

    References that the user names go before those inside. Raises OSError where there is no room to unpack.
    """
    plain = Given(file=file, references=references, search=search, names={})
    if not looks_sealed(file):
        yield plain
        return
    from scoring.bundle import PackState, open_sealed
    from scoring.bundle.contents import uncached
    from scoring.leftovers import workspace

    with workspace("open") as folder:
        found = open_sealed(file, folder, search=search)
        opened = found.value
        if opened is None:
            yield Given(file=file, references=None, search=search, names={}, problems=found.problems, failed=True)
            return
        made = Given(
            file=opened.submission,
            references=references or opened.references,
            search=opened.search,
            names=opened.names,
            evidence=opened.evidence,
            sealed=True,
            problems=found.problems,
        )
        with uncached() if opened.pack_state is PackState.UNKNOWN else contextlib.nullcontext():
            yield made
