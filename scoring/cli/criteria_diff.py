"""`scoring criteria diff`: what changed between two packs, and which cases score differently."""

from __future__ import annotations

import os.path

from scoring import __version__
from scoring.cli import console
from scoring.cli.init import criteria_or_none
from scoring.cli.output import print_json
from scoring.packdiff import CityDiff, Verdict, diff, diff_json, score_both, submission_files

__all__ = ["run_diff"]


def run_diff(
    *, old: str, new: str, cities: str | None, cell_limit: int, criteria_path: tuple[str, ...], form: str
) -> int:
    """Compare two packs. 0: no difference; 1: differences, or a pack that cannot be used; 2: no such folder of
    submissions."""
    if cities is not None and not os.path.isdir(cities):
        console.message(f"没有文件夹 {cities}。\n  怎么办：--cities 写自评文件所在的文件夹。")
        return 2
    before, after = (criteria_or_none(name, criteria_path) for name in (old, new))
    if before is None or after is None:
        return 1
    scored: list[CityDiff] = []
    for path in submission_files(cities) if cities is not None else ():
        city = score_both(path, before, after, __version__)
        if city is not None:
            scored.append(city)
    found = diff(before, after, cities=scored, case_limit=cell_limit)
    if form == "json":
        print_json(diff_json(found))
    else:
        from scoring.cli.criteria_diff_text import diff_text

        columns, colour = console.terminal_width(), console.colour_wanted()
        console.data(diff_text(found, columns=columns, colour=colour, cities_given=cities is not None))
    return 0 if found.verdict is Verdict.NONE and all(city.same for city in scored) else 1
