"""`scoring review check`: what is wrong in reviews, one file or all of a folder, also against the cities they are about."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from fractions import Fraction

import click
from msgspec import Struct

from scoring.base.assets import pack_search
from scoring.base.errors import Problem, Severity, problems_json
from scoring.cli import console
from scoring.cli.command import command
from scoring.cli.console import visible
from scoring.cli.messages import count_text, problems_text
from scoring.cli.next_command import command_line, same_inputs
from scoring.cli.options import CRITERIA_PATH, REFERENCES, form_option
from scoring.cli.output import print_json
from scoring.cli.review_folder import open_cities
from scoring.cli.review_inputs import City, open_city
from scoring.loading import Loaded
from scoring.model.review import Review, Verdict
from scoring.review import read_reviews
from scoring.review.fitting import bind, concerns, not_this
from scoring.review.restoring import accepted_blindly, at_stake

__all__ = ["check"]


class _Known(Struct, frozen=True, kw_only=True):
    """A city to hold reviews against: the file it was read from, and the points that hang on absent evidence."""

    file: str
    loaded: Loaded
    stakes: Mapping[str, Fraction]


@command(
    "check",
    "scoring review check 甲.yaml 乙.yaml",
    "scoring review check 甲.yaml --of 自评.yaml",
    "scoring review check 审核意见 --of 申报材料",
)
@click.argument("files", metavar="审核意见或文件夹…", nargs=-1, required=True)
@click.option(
    "--of",
    metavar="自评文件或文件夹",
    multiple=True,
    help="同时与所审核的自评核对：是不是同一份，材料和填报项对不对得上，材料不在的认可了没有。",
)
@REFERENCES
@CRITERIA_PATH
@form_option("text", "json")
def check(
    files: tuple[str, ...], of: tuple[str, ...], references: str | None, criteria_path: tuple[str, ...], form: str
) -> int:
    """检查审核意见文件，一次列出全部问题：在哪一行、错在哪里、怎么改。"""
    known: list[_Known] = []
    failed = False
    if len(of) == 1 and not os.path.isdir(of[0]):
        with open_city(of[0], references, criteria_path, form=form) as found:
            if found is None:
                return 1
            known.append(_known(of[0], found))
    elif of:
        for one in open_cities(of, references, criteria_path):
            if one.city is None:
                failed = True
            else:
                known.append(_known(one.file, one.city))
    return _check(files, of, known, references, criteria_path, form, failed=failed)


def _known(file: str, found: City) -> _Known:
    return _Known(file=file, loaded=found.loaded, stakes=at_stake(found.verified()))


def _check(
    files: tuple[str, ...],
    of: tuple[str, ...],
    known: Sequence[_Known],
    references: str | None,
    criteria_path: tuple[str, ...],
    form: str,
    *,
    failed: bool,
) -> int:
    search = pack_search(criteria_path, *files, *of, *(one.file for one in known))
    reports, counts = [], [0, 0, 0]
    for read in read_reviews(files, search):
        problems, review = read.result.problems, read.result.value
        if review is not None and of:
            problems = (*problems, *_against(review, known, same_inputs(criteria_path, references)))
        bad = read.meant and (review is None or any(one.severity is Severity.ERROR for one in problems))
        failed = failed or bad
        counts = [counts[0] + read.meant, counts[1] + bad, counts[2] + (bool(problems) and not bad)]
        if form == "json":
            reports.append({"file": read.file, "ok": not bad, "problems": problems_json(problems)})
            continue
        if problems:
            console.data(problems_text(problems, colour=console.colour_wanted()))
        if read.meant:
            tail = "" if review is None else f"；{_summary(review)}"
            console.data(f"{read.file}：{count_text(problems)}{tail}")
    if form == "json":
        print_json({"schema": "scoring.check/1", "files": reports})
    elif counts[0] > 1:
        console.data(f"共{counts[0]}份审核意见：有错误的{counts[1]}份，有疑问的{counts[2]}份。")
    if not counts[0]:
        names = "、".join(map(visible, files))
        console.message(f"{names} 里没有审核意见。\n  怎么办：写审核意见文件，或它们所在的文件夹。")
    return 1 if failed or not counts[0] else 0


def _against(review: Review, known: Sequence[_Known], given: Sequence[str]) -> tuple[Problem, ...]:
    """What in a review does not fit the city it is about; `given` are the options that a command on it needs too."""
    mine = next((one for one in known if one.loaded.submission.digest == review.submission), None)
    mine = mine or next((one for one in known if concerns(review, one.loaded)), None)
    if mine is None and len(known) == 1:
        return not_this(review, known[0].loaded, "")
    if mine is None:
        return (
            Problem(
                code="other-submission",
                message=f"这份意见审核的是{review.city}，没有找到它的自评",
                hint="请核对意见里的“城市”和“自评校验值”，和 --of 后面写的文件夹。",
                location=review.location,
            ),
        )
    blind = accepted_blindly(mine.loaded.criteria, review, mine.stakes)
    return (*not_this(review, mine.loaded, _again(review, mine.file, given)), *bind(review, mine.loaded), *blind)


def _again(review: Review, of: str, given: Sequence[str]) -> str:
    """The command that makes the review anew for the submission as it is now."""
    stem, ending = os.path.splitext(review.file)
    words = ["scoring", "review", "init", of, "--reviewer", review.reviewer, "--stage", review.stage.value]
    return command_line(*words, "--role", review.role.value, "--keep", review.file, "-o", f"{stem}-2{ending}", *given)


def _summary(review: Review) -> str:
    counts = dict.fromkeys(Verdict, 0)
    for decision in review.on_items:
        counts[decision.verdict] += 1
    gates = sum(decision.verdict is not Verdict.NONE for decision in review.on_gates)
    words = [f"{verdict.value}{count}项" for verdict, count in counts.items() if count and verdict is not Verdict.NONE]
    silent = len(review.on_items) - sum(counts[one] for one in Verdict if one is not Verdict.NONE)
    if silent:
        words.append(f"无意见{silent}项")
    if gates:
        words.append(f"申报资格有意见{gates}项")
    return f"审核人{review.reviewer}，{review.city}，{review.stage.value}：{'，'.join(words) or '还没有意见'}"
