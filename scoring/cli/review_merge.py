"""`scoring review merge` and `replay`: what the reviews of one city come to, and how they came to it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import click

from scoring.base import journal as book
from scoring.cli import console
from scoring.cli.command import Output, command
from scoring.cli.console import visible
from scoring.cli.messages import tell
from scoring.cli.options import AS_OF, CRITERIA_PATH, FILE, REFERENCES, form_option
from scoring.cli.output import json_bytes, print_json, write_or_tell
from scoring.cli.review_inputs import LIMIT, REVIEWS, RULE, City, Gathered, gather, open_city, verified_of
from scoring.cli.terminal import show
from scoring.model.review import Verified
from scoring.reports.papers.review import merge_blocks, replay_blocks
from scoring.review.data import replay_json, review_json
from scoring.review.journal import entries
from scoring.review.replay import replay as replayed

__all__ = ["merge", "replay"]


@command(
    "merge",
    "scoring review merge 自评.yaml 甲.yaml 乙.yaml -o 汇总.json",
    "scoring review merge 示例市.zip 审核意见 --limit 1 --journal 审核记录.jsonl",
)
@FILE
@click.argument("files", metavar="审核意见…", nargs=-1, required=True)
@click.option("-o", "--output", metavar="文件.json", type=Output("scoring.review"), help="另把汇总写到这个文件。")
@click.option(
    "--journal",
    metavar="文件.jsonl",
    type=Output(adds=True),
    help="把各项意见记入审核记录（只在末尾增加，改动会被发现）。",
)
@LIMIT
@RULE
@REFERENCES
@AS_OF
@CRITERIA_PATH
@form_option("text", "json")
def merge(
    file: str,
    files: tuple[str, ...],
    output: str | None,
    journal: str | None,
    limit: Fraction | None,
    rule: str | None,
    references: str | None,
    as_of: date | None,
    criteria_path: tuple[str, ...],
    form: str,
) -> int:
    """合并几位审核人的意见：逐项的分差、平均和中位数，有分歧的等组长裁决；审核意见文件不会改动。

    退出码：全部有结论是 0；有等待裁决、等待说明或没有计入的文件，是 1。
    """
    with open_city(file, references, criteria_path, form=form, as_of=as_of) as city:
        reviewed = _reviewed(city, files, limit, rule)
        if city is None or reviewed is None:
            return 1
        given, verified = reviewed
        value = review_json(city.loaded, verified)
        if form == "json":
            print_json(value)
        else:
            show(merge_blocks(city.loaded, verified, visible))
        if output is not None:
            if not write_or_tell(output, json_bytes(value)):
                return 3
            console.message(f"已写出 {output}。")
        if journal is not None and not _journal(journal, city, verified):
            return 1
        return _code(city, given, verified)


@command("replay", "scoring review replay 自评.yaml --reviews 审核意见")
@FILE
@REVIEWS
@LIMIT
@RULE
@REFERENCES
@AS_OF
@CRITERIA_PATH
@form_option("text", "json")
def replay(
    file: str,
    reviews: tuple[str, ...],
    limit: Fraction | None,
    rule: str | None,
    references: str | None,
    as_of: date | None,
    criteria_path: tuple[str, ...],
    form: str,
) -> int:
    """逐步重现得分：自评、材料核验、资料审核、现场审核、复核，每处改动是谁、什么时候、为什么改的，差在哪一条款。"""
    with open_city(file, references, criteria_path, form=form, as_of=as_of) as city:
        reviewed = _reviewed(city, reviews, limit, rule)
        if city is None or reviewed is None:
            return 1
        given, verified = reviewed
        steps = replayed(city.loaded, verified)
        if form == "json":
            print_json(replay_json(city.loaded, steps))
        else:
            show(replay_blocks(city.loaded, steps, visible))
        return _code(city, given, verified)


def _reviewed(
    city: City | None, paths: tuple[str, ...], limit: Fraction | None, rule: str | None
) -> tuple[Gathered, Verified] | None:
    """The reviews and what they make of the city; None after it was told why there is nothing."""
    given = None if city is None else gather(paths, city.search, limit, rule)
    return None if city is None or given is None else (given, verified_of(city, given))


def _code(city: City, given: Gathered, verified: Verified) -> int:
    """0: all decided; 1: something waits or cannot count. That nothing counts is told."""
    if given.broken:  # which was told
        return 1
    if not verified.reviewed:
        console.message(f"没有找到对{city.name}这份自评有效的审核意见。")
    return 1 if not verified.reviewed or verified.refused or verified.apart or verified.waits else 0


def _journal(path: str, city: City, verified: Verified) -> bool:
    result = book.append(path, entries(city.loaded, verified))
    tell(result.problems)
    if result.value is None:
        console.message(f"没有写入审核记录 {path}。")
        return False
    if result.value == book.EMPTY:
        console.message(f"没有可以记入审核记录的意见，没有写 {path}。")
        return True
    console.message(f"审核意见已记入 {path}。请把最后一行的校验码另行保存：{result.value}")
    return True
