"""`scoring review report`: the paper of one city's review, or of a whole cycle."""

from __future__ import annotations

import os.path

from scoring.cli import console
from scoring.cli.dates import day_of
from scoring.cli.report import write_report
from scoring.cli.review_city import city
from scoring.cli.review_merge import Words, gathered, verified_of
from scoring.pipeline import Loaded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scoring.review.replay import Replay

__all__ = ["run_report"]


def run_report(words: Words, cities: tuple[str, ...], *, output: str) -> int:
    """Write the paper. 0: done; 1: invalid data, or a file that does not count; 2: usage; 3: no PDF engine."""
    if os.path.splitext(output)[1].lower() != ".pdf":
        console.message(f"用法错误：-o {output} 要以 .pdf 结尾。")
        return 2
    paths = _inputs(cities)
    if not paths:
        console.message("没有找到自评文件。\n  怎么办：写自评文件、包或报告，或它们所在的文件夹。")
        return 1
    given = gathered(words.reviews, words)
    if given is None:
        return 1
    from scoring.review.replay import replay

    told: list[tuple[Loaded, Replay]] = []
    unusable = given.failed
    for path in paths:
        with city(path, references=words.references, criteria_path=words.criteria_path) as found:
            if found is None:
                unusable = True
                continue
            verified = verified_of(found, given, day_of(words.as_of or ""))
            unusable = unusable or bool(verified.refused)
            told.append((found.loaded, replay(found.loaded, verified)))
    if not told:
        return 1
    single = len(paths) == 1 and not os.path.isdir(cities[0])
    code = write_report(output, lambda: _draw(told, single, given.broken))
    return code or (1 if unusable else 0)


def _inputs(cities: tuple[str, ...]) -> list[str]:
    """The submissions named, and those below each folder named."""
    if all(not os.path.isdir(one) for one in cities):
        return list(dict.fromkeys(cities))
    from scoring.batch.intake import find

    return [one.path for one in find(cities, "").inputs]


def _draw(told: list[tuple[Loaded, Replay]], single: bool, broken: tuple[str, ...]) -> bytes:
    from scoring.review.cycle_paper import cycle_paper
    from scoring.review.paper import city_paper
    from scoring.review.printing import paper_pdf

    return paper_pdf(city_paper(*told[0]) if single else cycle_paper(told, broken))
