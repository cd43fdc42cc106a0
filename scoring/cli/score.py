"""`scoring score`: the table, JSON or CSV of one submission. Imports no click, so that it starts fast."""

from __future__ import annotations

from scoring.assets import criteria_search
from scoring.cli import console
from scoring.cli.dates import day_of
from scoring.cli.problems import count_text, problems_text
from scoring.errors import Problem
from scoring.pipeline import Assessment, assess

__all__ = ["report_problems", "run_score"]


def run_score(
    *, file: str, references: str | None, as_of: str | None, criteria_path: tuple[str, ...], form: str
) -> int:
    """Print the score of `file`. 0: complete; 1: incomplete or invalid."""
    result = assess(
        file,
        references_path=references,
        as_of=day_of(as_of) if as_of is not None else None,
        search=criteria_search(criteria_path),
        look_at_evidence=form == "json",
    )
    report_problems(result.problems, failed=result.value is None, form=form)
    if result.value is None:
        return 1
    _print(result.value, form, result.problems)
    return 0 if result.value.card.complete else 1


def report_problems(problems: tuple[Problem, ...], *, failed: bool, form: str = "text") -> None:
    """Problems to stderr; where JSON was asked for and nothing else can be given, also to stdout as JSON."""
    if problems:
        console.message(problems_text(problems, colour=console.colour_wanted()))
    if failed:
        console.message(f"没有计分：{count_text(problems)}。请按上面的提示改好后再运行。")
        if form == "json":
            from scoring.cli.output import print_problems_json

            print_problems_json(problems)


def _print(assessment: Assessment, form: str, problems: tuple[Problem, ...]) -> None:
    if form == "text":
        from scoring.cli.score_text import score_text

        columns, colour = console.terminal_width(), console.colour_wanted()
        console.data(
            score_text(assessment.criteria, assessment.card, assessment.explanation, columns=columns, colour=colour)
        )
        return
    from scoring.cli.output import print_card_csv, print_card_json

    if form == "json":
        print_card_json(assessment, problems)
    else:
        print_card_csv(assessment)
