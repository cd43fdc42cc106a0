"""`scoring review status`: which cities were reviewed by whom in which stage, and what still waits."""

from __future__ import annotations

import os
from collections.abc import Iterator
from fractions import Fraction

import click

from scoring.base.assets import pack_search
from scoring.base.characters import alike
from scoring.base.plain import Json, plain
from scoring.batch.intake import find
from scoring.cli import console
from scoring.cli.command import command
from scoring.cli.console import visible
from scoring.cli.messages import tell
from scoring.cli.options import CRITERIA_PATH, REFERENCES, form_option
from scoring.cli.output import print_json
from scoring.cli.review_inputs import LIMIT, RULE, open_city, settings_of
from scoring.cli.terminal import show
from scoring.loading import load_criteria
from scoring.model.review import ReviewSettings
from scoring.reports.papers.review import status_blocks
from scoring.review import ReviewSet, load_reviews
from scoring.review.fitting import concerns
from scoring.review.progress import CityProgress, FileProgress, city_progress, without_city

__all__ = ["status"]


@command("status", "scoring review status 全省审核")
@click.argument("folder", metavar="文件夹")
@LIMIT
@RULE
@REFERENCES
@CRITERIA_PATH
@form_option("text", "json")
def status(
    folder: str,
    limit: Fraction | None,
    rule: str | None,
    references: str | None,
    criteria_path: tuple[str, ...],
    form: str,
) -> int:
    """看进度：各市、各阶段、各审核人看了多少项，谁应当回避，哪些项等待裁决或说明。

    文件夹里放各市的自评（文件、包或报告）和审核意见，各放各的子文件夹也可以。
    """
    if not os.path.isdir(folder):
        console.message(f"没有文件夹 {folder}。\n  怎么办：写自评和审核意见所在的文件夹。")
        return 2
    settings = settings_of((folder,), limit, rule)
    if settings is None:
        return 1
    found = load_reviews([folder], pack_search(criteria_path, folder))
    tell(found.problems)
    failed: list[str] = []
    cities = list(_cities(folder, found, settings, references, criteria_path, failed))
    if form == "json":
        print_json(_json(cities, found.broken, failed))
    else:
        show(status_blocks(cities, found.broken, failed, visible))
    return 0 if not found.broken and not failed and all(one.settled for one in cities) else 1


def _cities(
    folder: str,
    given: ReviewSet,
    settings: ReviewSettings,
    references: str | None,
    criteria_path: tuple[str, ...],
    failed: list[str],
) -> Iterator[CityProgress]:
    """Every city of which a submission lies below `folder`, then those of which only reviews do; `failed` gets the
    submissions that cannot be used. What is no YAML at all was told with the reviews already: nobody can say what it was
    meant to be."""
    met: set[str] = set()
    reviews, broken = given.reviews, {os.path.realpath(path) for path in given.broken}
    taken = find((folder,), "", references)
    for closed in taken.closed:
        tell((closed.problem,))
        failed.append(closed.key)
    for found in taken.inputs:
        if os.path.realpath(found.path) in broken:
            continue
        with open_city(found.path, references, criteria_path) as one:
            if one is None:
                failed.append(found.key)
                continue
            met |= {review.digest for review in reviews if concerns(review, one.loaded)}
            yield city_progress(one.loaded, one.verified(reviews, settings), found.key)
    rest = [review for review in reviews if review.digest not in met]
    for name in sorted({alike(review.city): review.city for review in rest}.values()):
        own = [review for review in rest if alike(review.city) == alike(name)]
        pack = load_criteria(own[0].criteria_id, pack_search(criteria_path, folder)).value
        yield without_city(name, own, 0 if pack is None else len(pack.items_by_id))


def _json(cities: list[CityProgress], broken: tuple[str, ...], failed: list[str]) -> Json:
    return {
        "schema": "scoring.review-status/1",
        "cities": [
            {
                "city": one.city,
                "file": one.file or None,
                "claimed": plain(one.claimed),
                "verified": plain(one.total),
                "eligibility": plain(one.eligibility),
                "settled": one.settled,
                "asked": list(one.asked),
                "gates_asked": list(one.gates_asked),
                "gates_open": list(one.gates_open),
                "stages": [
                    {
                        "stage": stage.stage.value,
                        "due": list(stage.due),
                        "gates_due": list(stage.gates_due),
                        "files": [_file_json(file) for file in stage.files],
                    }
                    for stage in one.stages
                ],
            }
            for one in cities
        ],
        "broken": list(broken),
        "failed": failed,
    }


def _file_json(file: FileProgress) -> Json:
    return {
        "file": os.path.basename(file.review.file),
        "sha256": file.review.digest,
        "reviewer": file.review.reviewer,
        "role": file.review.role.value,
        "done": file.done,
        "items": file.items,
        "gates": file.gates,
        "asked": file.asked,
        "refused": file.refused or None,
        "conflict": file.conflict,
    }
