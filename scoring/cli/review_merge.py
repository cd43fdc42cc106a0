"""`scoring review merge` and `replay`: what the reviews of one city come to, and how they came to it."""

from __future__ import annotations

import contextlib
import os.path
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from scoring.assess import Assessment
from scoring.base.assets import pack_search
from scoring.base.errors import Problem
from scoring.cli import console
from scoring.cli.console import visible
from scoring.cli.messages import count_text, tell
from scoring.cli.output import write_or_tell
from scoring.cli.review_city import City, city
from scoring.model.review import Review, Rule, Settings, Verified

__all__ = ["Words", "gathered", "run_merge", "run_replay", "settings_of", "tell_apart", "tell_verified"]


class Words(Struct, frozen=True, kw_only=True):
    """The options that the commands share."""

    file: str
    reviews: tuple[str, ...]
    limit: Fraction | None
    rule: str | None
    references: str | None
    as_of: date | None
    criteria_path: tuple[str, ...]
    form: str


class Gathered(Struct, frozen=True, kw_only=True):
    """The reviews that could be read, the settings beside them, and the files that could not be used."""

    reviews: tuple[Review, ...]
    settings: Settings
    broken: tuple[str, ...]

    @property
    def failed(self) -> bool:
        """Whether any file could not be used."""
        return bool(self.broken)


def run_merge(words: Words, *, output: str | None, journal: str | None) -> int:
    """Print what the reviews come to. 0: all decided; 1: something cannot count, waits or is missing; 3: not written."""
    with _reviewed(words) as ready:
        if ready is None:
            return 1
        found, given, verified = ready
        from scoring.review.data import review_json

        value = review_json(found.loaded, verified)
        if words.form == "json":
            from scoring.cli.output import print_json

            print_json(value)
        else:
            from scoring.cli.review_text import merge_text

            columns, colour = console.terminal_width(), console.colour_wanted()
            console.data(merge_text(found.loaded, verified, columns=columns, colour=colour))
        if output is not None:
            from scoring.cli.output import json_bytes

            if not write_or_tell(output, json_bytes(value)):
                return 3
            console.message(f"已写出 {output}。")
        if journal is not None and not _journal(journal, found, verified):
            return 1
        return 1 if given.failed or _open(found, verified) else 0


def run_replay(words: Words) -> int:
    """Print the review step by step. 0: all decided; 1: something cannot count, waits or is missing."""
    with _reviewed(words) as ready:
        if ready is None:
            return 1
        found, given, verified = ready
        from scoring.review.replay import replay

        told = replay(found.loaded, verified)
        if words.form == "json":
            from scoring.cli.output import print_json
            from scoring.review.data import replay_json

            print_json(replay_json(found.loaded, told))
        else:
            from scoring.cli.review_text import replay_text

            columns, colour = console.terminal_width(), console.colour_wanted()
            console.data(replay_text(found.loaded, told, columns=columns, colour=colour))
        return 1 if given.failed or _open(found, verified) else 0


@contextlib.contextmanager
def _reviewed(words: Words) -> Iterator[tuple[City, Gathered, Verified] | None]:
    """The city, the reviews and what they come to; None after it was told why there is none."""
    with city(
        words.file,
        references=words.references,
        criteria_path=words.criteria_path,
        form=words.form,
        as_of=words.as_of,
    ) as found:
        given = None if found is None else gathered(words.reviews, words, found.search)
        if found is None or given is None:
            yield None
        else:
            made = found.verified(given.reviews, given.settings)
            yield found, given, tell_verified(made)


def settings_of(paths: Sequence[str], limit: Fraction | None, rule: str | None) -> Settings | None:
    """The settings beside the reviews, with what the command line says instead; None after problems were told."""
    from scoring.review.settings import load_settings

    result = load_settings(paths)
    tell(result.problems)
    settings = result.value
    if settings is None:
        return None
    if limit is not None:
        settings = replace(settings, limit=limit)
    return settings if rule is None else replace(settings, rule=Rule(rule))


def gathered(paths: Sequence[str], words: Words, search: tuple[str, ...] | None = None) -> Gathered | None:
    """Every review in `paths`; None where there is nothing to work with."""
    from scoring.review import load_reviews

    settings = settings_of(paths, words.limit, words.rule)
    if settings is None:
        return None
    for path in paths:
        if not os.path.exists(path):
            console.message(f"找不到 {path}。\n  怎么办：请写审核意见文件，或它们所在的文件夹。")
            return None
    found = load_reviews(paths, pack_search(words.criteria_path, *paths) if search is None else search)
    tell(found.problems)
    for file in found.broken:
        console.message(f"没有计入 {visible(file)}：{_errors(found.problems, file)}。")
    return Gathered(reviews=found.reviews, settings=settings, broken=found.broken)


def _errors(problems: Sequence[Problem], file: str) -> str:
    own = [one for one in problems if one.location is not None and one.location.file == file]
    return count_text(own) if own else "读不了"


def tell_verified(found: Assessment) -> Verified:
    """What the reviews make of a city; what is wrong with single files is told, and which are about other cities."""
    assert found.verified is not None
    for refused in found.verified.refused:
        tell(refused.problems)
    tell_apart(found.submission.city, found.verified)
    return found.verified


def tell_apart(city: str, made: Verified) -> None:
    """Name the reviews that were read and are about other cities, city by city."""
    if not made.apart:
        return
    others: dict[str, list[str]] = {}
    for one in made.apart:
        others.setdefault(one.city, []).append(visible(one.file))
    lines = [f"没有计入{len(made.apart)}份，审核的不是{city}："]
    lines += [f"  审核的是{name}：{'、'.join(files)}" for name, files in others.items()]
    lines.append(
        f"  怎么办：应当是{city}的，请核对文件里的“城市”和“自评校验值”；不是的，不用管，或者只写{city}的文件夹。"
    )
    console.message("\n".join(lines))


def _open(found: City, verified: Verified) -> bool:
    """Whether something waits or cannot count; that nothing counts is told."""
    if not verified.reviewed:
        console.message(f"没有找到对{found.loaded.submission.city}这份自评有效的审核意见。")
    return bool(not verified.reviewed or verified.refused or verified.apart or verified.waits)


def _journal(path: str, found: City, verified: Verified) -> bool:
    from scoring.base import journal
    from scoring.review.journal import entries

    result = journal.append(path, entries(found.loaded, verified))
    tell(result.problems)
    if result.value is None:
        console.message(f"没有写入审核记录 {path}。")
        return False
    if result.value == journal.EMPTY:
        console.message(f"没有可以记入审核记录的意见，没有写 {path}。")
        return True
    console.message(f"审核意见已记入 {path}。请把最后一行的校验码另行保存：{result.value}")
    return True
