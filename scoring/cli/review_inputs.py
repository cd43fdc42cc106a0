"""What the commands of `scoring review` take in: the options they share, the cities they are about, and the reviews."""

from __future__ import annotations

import contextlib
import os.path
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

import click
from msgspec import Struct
from msgspec.structs import replace

from scoring.assess import Assessment, Depth, Request, evaluate, load
from scoring.base.errors import Problem
from scoring.cli import console
from scoring.cli.console import visible
from scoring.cli.inputs import NO_EVIDENCE, Inputs, open_inputs
from scoring.cli.messages import count_text, report_problems, tell
from scoring.cli.options import points_from
from scoring.loading import Loaded
from scoring.model.review import Review, ReviewSettings, Rule, Verified
from scoring.review.files import load_reviews, load_settings
from scoring.wording import eligibility_word

__all__ = [
    "LIMIT",
    "REVIEWS",
    "RULE",
    "City",
    "Gathered",
    "evaluate_with",
    "found_paths",
    "gather",
    "open_city",
    "settings_of",
    "tell_apart",
    "verified_of",
    "verified_text",
]

LIMIT = click.option(
    "--limit", metavar="分数", callback=points_from, help="相差不超过这个分数的不用裁决；默认有任何不同都要裁决。"
)
RULE = click.option(
    "--rule",
    type=click.Choice([one.value for one in Rule]),
    metavar="平均|中位数",
    help="不用裁决的怎样合成一个分数，默认平均。",
)
REVIEWS = click.option(
    "--reviews", metavar="文件夹", multiple=True, required=True, help="审核意见所在的文件夹或文件，可写多次。"
)


class City(Struct, frozen=True, kw_only=True):
    """A loaded submission, and how it was asked for."""

    loaded: Loaded
    request: Request
    search: tuple[str, ...]

    @property
    def name(self) -> str:
        """The city's name."""
        return self.loaded.submission.city

    def verified(self, reviews: Sequence[Review] = (), settings: ReviewSettings | None = None) -> Verified:
        """What the reviews make of it."""
        asked = replace(self.request, reviews=tuple(reviews), settings=settings or ReviewSettings())
        found = evaluate(self.loaded, asked).verified
        assert found is not None
        return found


class Gathered(Struct, frozen=True, kw_only=True):
    """The reviews that could be read, the settings beside them, and the files that could not be used."""

    reviews: tuple[Review, ...]
    settings: ReviewSettings
    broken: tuple[str, ...]
    problems: tuple[Problem, ...]


@contextlib.contextmanager
def open_city(
    file: str,
    references: str | None,
    criteria_path: tuple[str, ...],
    *,
    form: str = "text",
    as_of: date | None = None,
    quiet: bool = False,
) -> Iterator[City | None]:
    """The city in `file`, or None after its problems were told. What is unpacked is gone when the block ends. `quiet` tells
    only what keeps the city from being used."""
    with open_inputs(file, references, criteria_path) as files:
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


def gather(
    paths: Sequence[str], search: tuple[str, ...], limit: Fraction | None = None, rule: str | None = None
) -> Gathered | None:
    """Every review in `paths`; None after it was told why there is nothing to work with."""
    settings = settings_of(paths, limit, rule)
    if settings is None or not found_paths(paths):
        return None
    found = load_reviews(paths, search)
    tell(found.problems)
    for file in found.broken:
        own = [one for one in found.problems if one.location is not None and one.location.file == file]
        console.message(f"没有计入 {visible(file)}：{count_text(own) if own else '读不了'}。")
    return Gathered(reviews=found.reviews, settings=settings, broken=found.broken, problems=found.problems)


def settings_of(paths: Sequence[str], limit: Fraction | None, rule: str | None) -> ReviewSettings | None:
    """The settings beside the reviews, with what the command line says instead; None after problems were told."""
    result = load_settings(paths)
    tell(result.problems)
    settings = result.value
    if settings is None:
        return None
    if limit is not None:
        settings = replace(settings, limit=limit)
    return settings if rule is None else replace(settings, rule=Rule(rule))


def found_paths(paths: Sequence[str]) -> bool:
    """Whether all of these files and folders are there; the first that is not is told."""
    for path in paths:
        if not os.path.exists(path):
            console.message(f"找不到 {path}。\n  怎么办：请写审核意见文件，或它们所在的文件夹。")
            return False
    return True


def verified_of(city: City, given: Gathered) -> Verified:
    """What the reviews make of a city; what is wrong with single files is told, and which are about other cities."""
    found = city.verified(given.reviews, given.settings)
    _tell_problems(city.name, found)
    return found


def _tell_problems(city: str, found: Verified) -> None:
    for refused in found.refused:
        tell(refused.problems)
    tell_apart(city, found)


def tell_apart(city: str, found: Verified) -> None:
    """Name the reviews that were read and are about other cities, city by city."""
    if not found.apart:
        return
    others: dict[str, list[str]] = {}
    for one in found.apart:
        others.setdefault(one.city, []).append(visible(one.file))
    lines = [f"没有计入{len(found.apart)}份，审核的不是{city}："]
    lines += [f"  审核的是{name}：{'、'.join(files)}" for name, files in others.items()]
    lines.append(
        f"  怎么办：应当是{city}的，请核对文件里的“城市”和“自评校验值”；不是的，不用管，或者只写{city}的文件夹。"
    )
    console.message("\n".join(lines))


def evaluate_with(reviews: tuple[str, ...], loaded: Loaded, request: Request, files: Inputs) -> tuple[Assessment, bool]:
    """The assessment, verified by the reviews in these files and folders if there are any, and whether every one of them
    could be used; what could not is told."""
    if not reviews:
        return evaluate(loaded, request), True
    given = gather(reviews, files.search)
    if given is None:
        return evaluate(loaded, request), False
    found = evaluate(loaded, replace(request, reviews=given.reviews, settings=given.settings))
    verified = found.verified
    assert verified is not None
    _tell_problems(found.submission.city, verified)
    for refused in verified.refused:
        console.message(
            f"没有计入：审核人{refused.review.reviewer}的{refused.review.stage.value}意见"
            f"（{visible(refused.review.file)}），{refused.reason}。"
        )
    if not verified.reviewed:
        console.message(f"没有找到对{found.submission.city}这份自评有效的审核意见。")
        return found, False
    return found, not (given.broken or verified.refused or verified.apart)


def verified_text(found: Verified) -> str:
    """What the verified score rests on and what it waits for, in one sentence."""
    count = sum(len(step.reviews) for step in found.steps)
    parts = [f"按{count}份审核意见计算"]
    if found.due:
        parts.append(f"{len(found.due)}项等待裁决")
    if found.asked:
        parts.append(f"{len(found.asked)}项等待城市说明")
    open_ = {*found.gates_due, *found.gates_asked, *found.gates_open}
    if open_:
        parts.append(f"申报资格{len(open_)}项还没有结论")
    if found.card.eligibility.state is not found.steps[0].card.eligibility.state:
        parts.append(f"申报资格经审核为“{eligibility_word(found.card.eligibility.state)}”")
    if found.unseen:
        parts.append(f"{len(found.unseen)}项还没有人提出意见")
    return "，".join(parts)
