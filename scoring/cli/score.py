"""`scoring score`: the table, JSON or CSV of one submission."""

from __future__ import annotations

from datetime import date

from scoring.assess import Assessment, Depth, Request, load
from scoring.base.assets import criteria_search
from scoring.base.errors import Result, sort_problems
from scoring.cli import console
from scoring.cli.command import command
from scoring.cli.options import AS_OF, CRITERIA_PATH, FILE, PREVIOUS, REFERENCES, REVIEWS, form_option
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

__all__ = ["score"]


@command(
    "score",
    "scoring score 自评.yaml",
    "scoring score 示例市.zip",
    "scoring score 自评.yaml --references 参照值.yaml",
    "scoring score 自评.yaml --format csv > 得分.csv",
)
@FILE
@REFERENCES
@AS_OF
@PREVIOUS
@REVIEWS
@CRITERIA_PATH
@form_option("text", "json", "csv")
def score(
    file: str,
    references: str | None,
    as_of: date | None,
    previous: tuple[str, ...],
    reviews: tuple[str, ...],
    criteria_path: tuple[str, ...],
    form: str,
) -> int:
    """给自评文件打分：每项得分、失分和原因，总分（未填完时是范围），申报资格，还缺什么。

    也可以直接写 scoring bundle 打的包（.zip）或 scoring report 生成的 PDF：先核对有没有改动，再按里面的填报内容计分。

    退出码：填完而且未发现不得申报的情形是 0；没有填完，或有不得申报的情形，是 1。

    规划方案没有分值，给出各指标各年度是否达到目标、差多少，约束性和预期性分开计数，任务按责任单位列出。
    """
    options: ScoreOptions = {
        "file": file,
        "references": references,
        "as_of": as_of,
        "criteria_path": criteria_path,
        "form": form,
        "previous": previous,
        "reviews": reviews,
    }
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
