"""`scoring review report` of a folder or several files: the report of all cities of a cycle as PDF or HTML."""

from __future__ import annotations

import os.path
from collections.abc import Iterator

from scoring.base.errors import Problem, Severity
from scoring.cli import console
from scoring.cli.console import visible
from scoring.cli.inputs import open_inputs
from scoring.cli.messages import tell
from scoring.cli.progress import Progress
from scoring.cli.review_report import Order, Prepared, prepared, reviewed, write_paper
from scoring.model.review import Review
from scoring.reports.review import Cycle, Reviewed
from scoring.reports.summary import Failed

__all__ = ["run_report_all"]


def run_report_all(paths: tuple[str, ...], order: Order) -> int:
    """Write the report. 0: done; 1: a file is invalid or there is no city; 2: usage; 3: cannot be made."""
    ready = prepared(order)
    if isinstance(ready, int):
        return ready
    from scoring.province.batch.intake import find

    taken = find(paths, "", order.references)
    inputs = [one for one in taken.inputs if os.path.realpath(one.path) != os.path.realpath(order.output)]
    cities: list[Reviewed] = []
    failed = [_failed(one.key, (one.problem,)) for one in taken.closed]
    with Progress("审核", timed=True) as progress:
        for number, one in enumerate(inputs, start=1):
            with open_inputs(one.path, order.references, ready.search) as files:
                found = reviewed(files, ready, one.key)
            if found.value is None:
                failed.append(_failed(one.key, found.problems))
            else:
                cities.append(found.value)
            progress(number, len(inputs), one.key)
    cycle = _cycle(cities, failed, ready)
    if cycle is None:
        return 1
    code = write_paper(cycle, order, ready)
    if code == 0:
        _remarks(cycle)
        code = 1 if cycle.failed or cycle.broken or cycle.orphan_reviews else 0
    return code


def _failed(key: str, problems: tuple[Problem, ...]) -> Failed:
    from scoring.reports.summary import Failed

    return Failed(key=key, problems=tuple(one for one in problems if one.severity is Severity.ERROR) or problems)


def _cycle(cities: list[Reviewed], failed: list[Failed], ready: Prepared) -> Cycle | None:
    """All cities together; None after it was told why they cannot stand in one report."""
    packs = {(city.loaded.criteria.id, city.loaded.criteria.digest): city.loaded.criteria for city in cities}
    if len(packs) != 1:
        for one in failed:
            tell(one.problems)
        if not packs:
            console.message("没有可以列入报告的城市。\n  怎么办：写各市的自评文件、包或报告，或它们所在的文件夹。")
        else:
            names = "、".join(sorted({name for name, _ in packs}))
            console.message(
                f"文件夹里的自评用了不同的指标体系：{names}。\n  怎么办：每种指标体系放一个文件夹，分别生成。"
            )
        return None
    from scoring.reports.review.model import cycle_of

    (criteria,) = packs.values()
    return cycle_of(
        criteria,
        cities,
        ready.settings,
        failed=failed,
        orphan_reviews=tuple(_orphan_reviews(cities, ready)),
        broken=tuple((path, why) for path, why, _ in ready.broken),
    )


def _orphan_reviews(cities: list[Reviewed], ready: Prepared) -> Iterator[Review]:
    """Reviews that no submission of the folder has to do with."""
    from scoring.review.fitting import concerns

    yield from (review for review in ready.reviews if not any(concerns(review, city.loaded) for city in cities))


def _remarks(cycle: Cycle) -> None:
    from scoring.reports.review.parts import waiting

    for one in cycle.failed:
        console.message(
            f"  没有列入 {visible(one.key)}：{one.problems[0].message if one.problems else '没有得出结果'}。"
        )
    for path, why in cycle.broken:
        console.message(f"  没有计入 {visible(path)}：{why}")
    for city in cycle.cities:
        for refused in city.verified.refused:
            console.message(f"  没有计入 {visible(refused.review.file)}：{refused.reason}")
    for review in cycle.orphan_reviews:
        console.message(f"  没有计入 {visible(review.file)}：没有找到{review.city}的自评文件。")
    waits = [city.loaded.submission.city for city in cycle.cities if waiting(city.verified)]
    if waits:
        console.message(f"  注意：{'、'.join(waits)}还有没办结的项，报告里已写明；办结后请重新生成。")
    silent = [city.loaded.submission.city for city in cycle.cities if not city.verified.reviewed]
    if silent:
        console.message(f"  注意：{'、'.join(silent)}没有计入任何审核意见。")
