"""`scoring score`: the table, JSON or CSV of one submission."""

from __future__ import annotations

from scoring.assess import Assessment, Depth, Request, load
from scoring.base.assets import criteria_search
from scoring.base.errors import Result, sort_problems
from scoring.cli import console
from scoring.cli.output import print_card_csv, print_card_json
from scoring.cli.plan_score import run_plan_score
from scoring.cli.review_score import evaluate_with, told
from scoring.cli.score_options import ScoreOptions
from scoring.cli.score_text import score_text
from scoring.cli.sealed import NO_EVIDENCE, Given, given
from scoring.cli.telling import failure_lines, report_problems
from scoring.loading import Loaded
from scoring.model.cycle import Cycle
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
    request, result = _load(options, files)
    problems = (*files.problems, *result.problems)
    if result.value is None and is_plan(result.problems):
        return run_plan_score(options)
    if result.value is None:
        report_problems(problems, failed=True, form=options["form"])
        return 1
    found, usable = evaluate_with(options["reviews"], result.value, request, files)
    lines = failure_lines(problems, failed=False)
    if lines:
        console.message(lines)
    if not files.evidence:
        console.message(NO_EVIDENCE)
    if options["form"] == "text":
        console.data(_table(found))
    elif options["form"] == "json":
        print_card_json(found, problems)
    else:
        print_card_csv(found)
    fit = found.card.complete and found.card.eligibility.state is not EligibilityState.INELIGIBLE
    return 0 if fit and usable else 1


def _load(options: ScoreOptions, files: Given) -> tuple[Request, Result[Loaded]]:
    records: Result[tuple[Cycle, ...]] = Result(value=())
    if options["previous"]:
        records = load_previous(options["previous"], files.search)
    request = files.request(options["as_of"], evidence=_depth(options, files), previous=records.value or ())
    loaded = load(request)
    problems = sort_problems([*loaded.problems, *records.problems])
    return request, Result(value=None if records.value is None else loaded.value, problems=problems)


def _depth(options: ScoreOptions, files: Given) -> Depth:
    """What the output shows of the evidence, and no more."""
    if not files.evidence or (options["form"] == "csv" and not options["reviews"]):
        return Depth.NONE
    return Depth.CONTENTS if options["form"] == "json" else Depth.STATES


def _table(found: Assessment) -> str:
    verified = found.verified if found.verified_total is not None else None
    return score_text(
        found.criteria,
        found.card,
        found.explanation,
        found.support,
        columns=console.terminal_width(),
        colour=console.colour_wanted(),
        applied_on=found.submission.applied_on,
        verified=None if verified is None else (verified.card.total, told(verified)),
    )
