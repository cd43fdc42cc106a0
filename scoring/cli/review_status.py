"""`scoring review status`: which cities were reviewed by whom in which stage, and what still waits."""

from __future__ import annotations

import os
from collections.abc import Iterator
from fractions import Fraction

import click

from scoring.base.assets import pack_search
from scoring.base.characters import alike
from scoring.base.text import scored_text
from scoring.cli import console
from scoring.cli.command import command
from scoring.cli.console import paint, visible
from scoring.cli.messages import tell
from scoring.cli.options import CRITERIA_PATH, REFERENCES, form_option
from scoring.cli.output import print_json
from scoring.cli.review_inputs import LIMIT, RULE, open_city, settings_of
from scoring.cli.table import hanging, wrap
from scoring.loading import load_criteria
from scoring.model.review import Settings
from scoring.model.scorecard import EligibilityState
from scoring.province.batch.intake import find
from scoring.reports.render.numbers import Json, number
from scoring.reports.wording import eligibility_word
from scoring.review import ReviewSet, load_reviews
from scoring.review.fitting import concerns
from scoring.review.progress import CityProgress, FileProgress, city_progress, without_city
from scoring.review.wording import waiting_names

__all__ = ["status"]

NAMED = 10
"""How many of the items that nobody has looked at are named; `review merge` names all."""


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
        console.data(_text(cities, found.broken, failed, console.terminal_width(), console.colour_wanted()))
    return 0 if not found.broken and not failed and all(one.settled for one in cities) else 1


def _cities(
    folder: str,
    given: ReviewSet,
    settings: Settings,
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


def _text(cities: list[CityProgress], broken: tuple[str, ...], failed: list[str], columns: int, colour: bool) -> str:
    lines: list[str] = []
    for one in cities:
        score = ""
        if one.claimed is not None and one.total is not None:
            score = f"　自评{scored_text(one.claimed)}，目前{scored_text(one.total)}"
        state = ""
        if one.eligibility is not None and one.eligibility is not EligibilityState.CLEAR:
            state = f"，申报资格：{eligibility_word(one.eligibility)}"
        state += "，没有待办" if one.settled and not one.unseen else ""
        lines.append(paint(f"{one.city}{score}{state}", "bold", on=colour))
        for stage in one.stages:
            if not stage.files:
                lines.append(f"  {stage.stage.value}：没有审核意见")
                continue
            lines.append(f"  {stage.stage.value}：")
            for file in stage.files:
                lines += hanging("    · ", _file(file), columns)
            if stage.due or stage.gates_due:
                lines += hanging(
                    "    ", f"等待组长裁决：{waiting_names(_labels(one, stage.due), stage.gates_due)}", columns
                )
        if one.asked or one.gates_asked:
            lines += hanging("  ", f"等待城市说明：{waiting_names(_labels(one, one.asked), one.gates_asked)}", columns)
        if one.unseen and any(stage.files for stage in one.stages):
            names = "、".join(_labels(one, one.unseen[:NAMED])) + ("等" if len(one.unseen) > NAMED else "")
            lines += hanging("  ", f"还没有人提出意见、按审核前的得分计的{len(one.unseen)}项：{names}", columns)
        for gate, why in one.gates_open.items():
            lines += hanging("  ", f"申报资格“{gate}”还没有结论：{why}", columns)
    if not cities:
        lines.append("没有找到自评和审核意见。")
    for key in failed:
        lines += wrap(f"没有列入：{visible(key)}，自评不能用，原因见上", columns)
    for path in broken:
        lines += wrap(f"没有计入：{visible(path)}，有错误", columns)
    return "\n".join(lines) + "\n"


def _labels(city: CityProgress, items: tuple[str, ...]) -> list[str]:
    return [city.labels.get(item, item) for item in items]


def _file(file: FileProgress) -> str:
    review = file.review
    role = "（组长）" if review.role.value == "组长" else ""
    parts = [f"审核人{review.reviewer}{role}：有意见{file.done}项，未看或无意见{file.items - file.done - file.asked}项"]
    if file.asked:
        parts.append(f"要求说明{file.asked}项")
    if file.gates:
        parts.append(f"申报资格有意见{file.gates}项")
    if file.refused:
        parts.append(f"没有计入：{file.refused}")
    return "，".join(parts)


def _json(cities: list[CityProgress], broken: tuple[str, ...], failed: list[str]) -> Json:
    return {
        "schema": "scoring.review-status/1",
        "cities": [
            {
                "city": one.city,
                "file": one.file or None,
                "claimed": None if one.claimed is None else _range(one.claimed.low, one.claimed.high),
                "verified": None if one.total is None else _range(one.total.low, one.total.high),
                "eligibility": None if one.eligibility is None else one.eligibility.value,
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


def _range(low: Fraction, high: Fraction) -> Json:
    return {"low": number(low), "high": number(high)}
