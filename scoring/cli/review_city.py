"""The city that a review command is about: a submission, a bundle or a sealed report."""

from __future__ import annotations

import contextlib
import os.path
from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from scoring.base.assets import criteria_search
from scoring.cli import console
from scoring.cli.sealed import NO_EVIDENCE, given
from scoring.cli.telling import report_problems
from scoring.loading import Loaded, load_submission
from scoring.model.evidence import EvidenceList

__all__ = ["City", "city"]


class City(Struct, frozen=True, kw_only=True):
    """A loaded submission. `evidence` is None where no papers lie beside it (a report carries none)."""

    loaded: Loaded
    evidence: EvidenceList | None
    search: tuple[str, ...]
    as_of: date | None = None


@contextlib.contextmanager
def city(
    file: str,
    *,
    references: str | None = None,
    criteria_path: tuple[str, ...] = (),
    form: str = "text",
    as_of: date | None = None,
    quiet: bool = False,
) -> Iterator[City | None]:
    """The city in `file`, or None after its problems were told. What is unpacked is gone when the block ends. `quiet` tells
    only what keeps the city from being used."""
    with given(file, references, criteria_search(criteria_path)) as files:
        if files.failed:
            report_problems(files.problems, failed=True, form=form)
            yield None
            return
        result = load_submission(files.file, references_path=files.references, search=files.search, names=files.names)
        failed = result.value is None or not result.ok
        if failed or not quiet:
            report_problems((*files.problems, *result.problems), failed=failed, form=form)
        if result.value is None or failed:
            yield None
            return
        if not files.evidence and not quiet:
            console.message(NO_EVIDENCE)
        yield City(
            loaded=result.value,
            evidence=_evidence(result.value, files.file) if files.evidence else None,
            search=files.search,
            as_of=as_of,
        )


def _evidence(loaded: Loaded, file: str) -> EvidenceList:
    from scoring.evidence import inspect

    base = os.path.dirname(os.path.abspath(file))
    return inspect(loaded.criteria, loaded.submission, base, deep=False)
