"""`scoring report`: the report as PDF, HTML or JSON, by the extension of the output file."""

from __future__ import annotations

import os.path
from datetime import date
from fractions import Fraction

import click
from msgspec.structs import replace

from scoring.advice.improve import improve
from scoring.advice.improve.plans import next_steps, steps_note
from scoring.assess import Assessment, load
from scoring.base.marks import REPORT
from scoring.cli import console
from scoring.cli.command import Output, command
from scoring.cli.inputs import NO_EVIDENCE, Inputs, open_inputs
from scoring.cli.messages import report_problems, tell
from scoring.cli.options import (
    AS_OF,
    CRITERIA_PATH,
    FILE,
    FONTS,
    REFERENCES,
    REVIEWS,
    TARGET,
    TEMPLATES,
    output_option,
)
from scoring.cli.output import json_bytes
from scoring.cli.plans import run_plan_report
from scoring.cli.report_file import chosen_faces, faces_of, page, write_report
from scoring.cli.review_inputs import evaluate_with
from scoring.cli.score import assessment_json
from scoring.exchange.word_carried import carried
from scoring.model.scorecard import EligibilityState
from scoring.naming import is_plan
from scoring.reports.papers.report import city_report
from scoring.reports.render.fonts import FontSet
from scoring.reports.word import report_word
from scoring.seal.sealed_report import sealed_report

__all__ = ["report"]

KINDS = (".pdf", ".docx", ".html", ".json")


@command(
    "report",
    "scoring report 自评.yaml -o 报告.pdf",
    "scoring report 自评.yaml -o 报告.docx",
    "scoring report 自评.yaml -o 报告.html --templates 我的模板",
    "scoring report 自评.yaml -o 报告.pdf --font 仿宋=FZFS.ttf",
    "scoring report 自评.yaml -o 报告.pdf --target 80",
)
@FILE
@output_option(
    Output(REPORT, "scoring.card", "scoring.attainment"),
    "写到哪个文件，按扩展名决定格式：.pdf .docx .html .json。",
    required=True,
)
@REFERENCES
@AS_OF
@CRITERIA_PATH
@TEMPLATES
@FONTS
@click.option("--improve", "planned", is_flag=True, help="“下一步打算”写上逐项测算的可增分值。")
@TARGET
@REVIEWS
def report(
    file: str,
    output: str,
    references: str | None,
    as_of: date | None,
    criteria_path: tuple[str, ...],
    templates: str | None,
    fonts: tuple[str, ...],
    planned: bool,
    target: Fraction | None,
    reviews: tuple[str, ...],
) -> int:
    """生成自评报告（规划方案是带走势图的进展报告）：PDF（公文版式）、单个 HTML 文件或 JSON 数据。

    自评文件也可以换成 scoring bundle 打的包或 scoring report 生成的 PDF。
    """
    kind = os.path.splitext(output)[1].lower()
    if kind not in KINDS:
        console.message(f"用法错误：不认识的扩展名 {kind or '（无）'}。输出文件名要以 {' '.join(KINDS)} 结尾。")
        return 2
    faces = faces_of(fonts)
    if faces is None:
        return 2
    with open_inputs(file, references, criteria_path) as files:
        if files.failed:
            report_problems(files.problems, failed=True)
            return 1
        request = files.request(as_of)
        loaded = load(request)
        if is_plan(loaded.problems):
            if planned or target is not None:
                console.message("提示：规划方案没有分值，不作提分测算；--improve 和 --target 没有用上。")
            return run_plan_report(
                file=files.file,
                output=output,
                as_of=as_of,
                criteria_path=criteria_path,
                templates=templates,
                faces=faces,
            )
        problems = (*files.problems, *loaded.problems)
        report_problems(problems, failed=loaded.value is None)
        if loaded.value is None:
            return 1
        found, usable = evaluate_with(reviews, loaded.value, request, files)
        shown = _planned(found, target) if planned or target is not None else found

        def make() -> bytes:
            if kind == ".json":
                return json_bytes(assessment_json(shown, problems))
            if kind == ".docx":
                view = city_report(shown, verified=shown.verified_total, editable=True)
                kept = carried(shown.criteria, shown.submission, view)
                return report_word(view, mark=REPORT, kept=kept, templates=templates)
            if kind == ".html":
                return page(city_report(shown, verified=shown.verified_total), kind, templates, faces)
            return _sealed(found, shown, files, templates, chosen_faces(faces))

        code = write_report(output, make)
        if code == 0:
            _remarks(found, files)
        return code if usable else max(code, 1)


def _remarks(found: Assessment, files: Inputs) -> None:
    if not found.card.complete:
        console.message("  注意：自评还没有填完，报告里的得分是范围；补填后请重新生成。")
    if found.card.eligibility.state is EligibilityState.INELIGIBLE:
        console.message("  注意：不具备申报资格，报告的申报资格声明里写明了原因。")
    if not files.evidence:
        console.message(f"  {NO_EVIDENCE}新报告的材料清单里都写着“找不到”。")


def _planned(assessment: Assessment, target: Fraction | None) -> Assessment:
    """The same with the next steps that `scoring improve` works out."""
    found = improve(assessment.criteria, assessment.submission, assessment.card, target=target)
    told = replace(assessment.explanation, next_steps=next_steps(found), steps_note=steps_note(found))
    return replace(assessment, told=told)


def _sealed(found: Assessment, shown: Assessment, files: Inputs, templates: str | None, fonts: FontSet) -> bytes:
    """The PDF with what it was made from inside, so that `scoring verify` can check it by itself."""
    tell(files.unprintable(found.criteria, fonts))
    return sealed_report(
        found,
        files.file,
        references_path=files.references,
        search=files.search,
        fonts=fonts,
        templates=templates,
        explanation=shown.explanation,
        verified=shown.verified_total,
    )
