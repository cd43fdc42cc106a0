"""`scoring score`: the table, JSON or CSV of one submission."""

from __future__ import annotations

from msgspec.structs import replace

from scoring.assess import Assessment, Depth, assess
from scoring.base.assets import criteria_search
from scoring.base.errors import Problem, Result, sort_problems
from scoring.cli import console
from scoring.cli.dates import day_of
from scoring.cli.output import print_card_csv, print_card_json
from scoring.cli.plan_score import run_plan_score
from scoring.cli.review_score import told, verified_beside
from scoring.cli.score_options import ScoreOptions
from scoring.cli.score_text import score_text
from scoring.cli.sealed import NO_EVIDENCE, Given, given
from scoring.cli.telling import failure_lines, report_problems
from scoring.model.cycle import Cycle
from scoring.model.review import Verified
from scoring.model.scorecard import EligibilityState
from scoring.naming import is_plan
from scoring.province.procedure import load_previous

__all__ = ["run_score"]


def run_score(options: ScoreOptions) -> int:
    """Print the score of a file. 0: complete; 1: incomplete, invalid or barred from applying."""
    with given(options["file"], options["references"], criteria_search(options["criteria_path"])) as files:
        return _score(options, files)


def _score(options: ScoreOptions, files: Given) -> int:
    if files.failed:
        report_problems(files.problems, failed=True, form=options["form"])
        return 1
    result = _assess(options, files)
    problems = (*files.problems, *result.problems)
    if result.value is None and is_plan(result.problems):
        return run_plan_score(options)
    if result.value is None:
        report_problems(problems, failed=True, form=options["form"])
        return 1
    card = result.value.card
    code = 0 if card.complete and card.eligibility.state is not EligibilityState.INELIGIBLE else 1
    verified, usable = _verified(options, result.value, files)
    code = code if usable else 1
    lines = failure_lines(problems, failed=False)
    if lines:
        console.message(lines)
    if not files.evidence:
        console.message(NO_EVIDENCE)
    if options["form"] == "text":
        console.data(_table(result.value, verified))
    else:
        _data(_with(result.value, verified), options["form"], problems)
    return code


def _assess(options: ScoreOptions, files: Given) -> Result[Assessment]:
    records: Result[tuple[Cycle, ...]] = Result(value=())
    if options["previous"]:
        records = load_previous(options["previous"], files.search)
    request = files.request(options["as_of"], evidence=_depth(options, files), previous=records.value or ())
    found = assess(request)
    problems = sort_problems([*found.problems, *records.problems])
    return Result(value=None if records.value is None else found.value, problems=problems)


def _depth(options: ScoreOptions, files: Given) -> Depth:
    """What the output shows of the evidence, and no more."""
    if not files.evidence or (options["form"] == "csv" and not options["reviews"]):
        return Depth.NONE
    return Depth.CONTENTS if options["form"] == "json" else Depth.STATES


def _verified(options: ScoreOptions, found: Assessment, files: Given) -> tuple[Verified | None, bool]:
    """The verified reading where reviews are given, and whether all of them could be used."""
    if not options["reviews"]:
        return None, True
    return verified_beside(found, files, options["reviews"], day_of(options["as_of"] or ""))


def _with(found: Assessment, verified: Verified | None) -> Assessment:
    if verified is None or found.support is None:
        return found
    return replace(found, support=replace(found.support, verified=verified.card.total))


def _table(assessment: Assessment, verified: Verified | None) -> str:
    columns, colour = console.terminal_width(), console.colour_wanted()
    support = assessment.support
    note = ""
    if verified is not None:
        note = told(verified)
        support = None if support is None else replace(support, verified=verified.card.total)
    parts = (assessment.criteria, assessment.card, assessment.explanation, support)
    return score_text(
        *parts,
        columns=columns,
        colour=colour,
        applied_on=assessment.submission.applied_on,
        verified=None if verified is None else (verified.card.total, note),
    )


def _data(assessment: Assessment, form: str, problems: tuple[Problem, ...]) -> None:
    if form == "json":
        print_card_json(assessment, problems)
    else:
        print_card_csv(assessment)
