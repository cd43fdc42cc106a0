"""`scoring score`: the table, JSON or CSV of one submission."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from scoring.assess import Assessment, Depth, load
from scoring.base.errors import Problem, Result, problems_json, sort_problems
from scoring.base.plain import Json
from scoring.base.text import points_text
from scoring.cli import console
from scoring.cli.command import command
from scoring.cli.inputs import NO_EVIDENCE, Inputs, open_inputs
from scoring.cli.messages import report_problems
from scoring.cli.options import AS_OF, CRITERIA_PATH, FILE, PREVIOUS, REFERENCES, REVIEWS, form_option
from scoring.cli.output import print_csv, print_json
from scoring.cli.plans import run_plan_score
from scoring.cli.review_inputs import evaluate_with, verified_text
from scoring.cli.terminal import show
from scoring.model.cycle import Cycle
from scoring.model.scorecard import EligibilityState
from scoring.naming import is_plan
from scoring.province.procedure import load_previous
from scoring.reports.papers.score import score_blocks
from scoring.reports.render.card_json import card_json

__all__ = ["assessment_json", "score"]

CSV_HEAD = ("一级指标", "指标项", "指标内容", "分值", "最低得分", "最高得分", "未填", "失分原因")


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
    with open_inputs(file, references, criteria_path) as files:
        if files.failed:
            report_problems(files.problems, failed=True, form=form)
            return 1
        records: Result[tuple[Cycle, ...]] = load_previous(previous, files.search) if previous else Result(value=())
        depth = _depth(files, form, reviewed=bool(reviews))
        request = files.request(as_of, evidence=depth, previous=records.value or ())
        loaded = load(request)
        problems = (*files.problems, *sort_problems([*loaded.problems, *records.problems]))
        if loaded.value is None and is_plan(problems):
            return run_plan_score(file, criteria_path, as_of, form)
        if loaded.value is None or records.value is None:
            report_problems(problems, failed=True, form=form)
            return 1
        found, usable = evaluate_with(reviews, loaded.value, request, files)
    report_problems(problems, failed=False)
    if not files.evidence:
        console.message(NO_EVIDENCE)
    if form == "text":
        _show(found)
    elif form == "json":
        print_json(assessment_json(found, problems))
    else:
        _print_csv(found)
    fit = found.card.complete and found.card.eligibility.state is not EligibilityState.INELIGIBLE
    return 0 if fit and usable else 1


def _depth(files: Inputs, form: str, *, reviewed: bool) -> Depth:
    """What the output shows of the evidence, and no more."""
    if not files.evidence or (form == "csv" and not reviewed):
        return Depth.NONE
    return Depth.CONTENTS if form == "json" else Depth.STATES


def _show(found: Assessment) -> None:
    verified = None
    if found.verified is not None and found.verified_total is not None:
        verified = found.verified_total, verified_text(found.verified)
    parts = (found.criteria, found.card, found.explanation, found.support)
    show(score_blocks(*parts, applied_on=found.submission.applied_on, verified=verified))


def assessment_json(found: Assessment, problems: tuple[Problem, ...]) -> Json:
    """The card in its documented shape, with the problems found on the way."""
    parts = (found.criteria, found.submission, found.card, found.evidence, found.explanation)
    card = card_json(*parts, found.support, found.verified_total)
    return {**card, "problems": problems_json(problems)}


def _print_csv(assessment: Assessment) -> None:
    """One row per item, as spreadsheet programs in Chinese expect."""
    rows: list[Sequence[str]] = [CSV_HEAD]
    for section in assessment.card.sections:
        for score in section.items:
            explained = assessment.explanation.of_item(score.item.id)
            reasons = "；".join(
                f"{clause.outcome.clause.quote or clause.verdict}：{clause.because}"
                for clause in explained.clauses
                if clause.cost.high > 0
            )
            row = (
                f"{section.section.label}{section.section.title}",
                score.item.label,
                score.item.requirement,
                points_text(score.item.points),
                points_text(score.score.low),
                points_text(score.score.high),
                "、".join(score.unknown),
                reasons,
            )
            rows.append(row)
    card = assessment.card
    total = [points_text(card.full), points_text(card.total.low), points_text(card.total.high)]
    rows.append(["合计", "", "", *total, "、".join(card.unknown), ""])
    print_csv(rows)
