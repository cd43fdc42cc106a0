"""The city that a review command is about: a submission, a bundle or a sealed report."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from scoring.assess import Assessment, Depth, Request, evaluate, load
from scoring.base.assets import criteria_search
from scoring.cli import console
from scoring.cli.inputs import NO_EVIDENCE, open_inputs
from scoring.cli.messages import report_problems
from scoring.loading import Loaded
from scoring.model.review import Review, Settings

__all__ = ["City", "city"]


class City(Struct, frozen=True, kw_only=True):
    """A loaded submission, and how it was asked for."""

    loaded: Loaded
    request: Request
    search: tuple[str, ...]

    def verified(self, reviews: Sequence[Review], settings: Settings) -> Assessment:
        """The assessment with what the reviews make of it."""
        return evaluate(self.loaded, replace(self.request, reviews=tuple(reviews), settings=settings))


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
    with open_inputs(file, references, criteria_search(criteria_path)) as files:
        if files.failed:
            report_problems(files.problems, failed=True, form=form)
            yield None
            return
        request = files.request(as_of, evidence=Depth.STATES if files.evidence else Depth.NONE)
        result = load(request)
        if result.value is None or not quiet:
            report_problems((*files.problems, *result.problems), failed=result.value is None, form=form)
        if result.value is None:
            yield None
            return
        if not files.evidence and not quiet:
            console.message(NO_EVIDENCE)
        yield City(loaded=result.value, request=request, search=files.search)
