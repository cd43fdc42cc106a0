"""`scoring explain`: which items of which file, as text or as data."""

from __future__ import annotations

import os.path
from collections.abc import Sequence
from datetime import date

import click

from scoring.assess import Assessment, Depth
from scoring.base.characters import alike
from scoring.cli.command import command
from scoring.cli.inputs import Inputs, open_inputs
from scoring.cli.messages import report_problems, report_usage
from scoring.cli.options import AS_OF, CRITERIA_PATH, REFERENCES, form_option
from scoring.cli.output import print_json
from scoring.cli.plans import run_plan_explain
from scoring.cli.terminal import show
from scoring.model.scorecard import ItemScore
from scoring.naming import draft_texts, is_plan, layer_texts
from scoring.reports.blocks import Block, Paragraph
from scoring.reports.papers.item import item_blocks
from scoring.reports.render.card_json import card_json

__all__ = ["explain", "sort_words"]


@command("explain", "scoring explain 1.1 自评.yaml", "scoring explain 自评.yaml 3.5 5.2", "scoring explain 自评.yaml")
@click.argument("words", metavar="指标项… 自评文件", nargs=-1, required=True)
@REFERENCES
@AS_OF
@CRITERIA_PATH
@form_option("text", "json")
def explain(
    words: tuple[str, ...], references: str | None, as_of: date | None, criteria_path: tuple[str, ...], form: str
) -> int:
    """逐句解释指标项的得分：官方原文、依据的填报内容及其所在行、佐证材料、计分过程、采用的口径。

    指标项写编号（1.1 或 （一）1），与文件的先后不限；不写指标项就解释全部。规划方案的任务写 任务1 这样。
    """
    file, names = sort_words(words)
    if file is None:
        hint = "照这样写：scoring explain 1.1 自评.yaml。"
        return report_usage("要写一个自评文件和要解释的指标项", hint, form)
    with open_inputs(file, references, criteria_path) as files:
        return _explain(files, names, as_of, criteria_path, form)


def _explain(files: Inputs, names: list[str], as_of: date | None, criteria_path: tuple[str, ...], form: str) -> int:
    result = files.assess(as_of, evidence=Depth.CONTENTS if files.evidence else Depth.NONE)
    if is_plan(result.problems):
        return run_plan_explain(file=files.file, names=names, as_of=as_of, criteria_path=criteria_path, form=form)
    report_problems(result.problems, failed=result.value is None, form=form)
    if result.value is None:
        return 1
    chosen, unknown = _choose(result.value, names)
    if unknown:
        known = "、".join(score.item.id for score in _items(result.value))
        return report_usage(f"没有指标项 {'、'.join(unknown)}", f"可以写的编号有 {known}。", form)
    if form == "json":
        assessment = result.value
        value = card_json(
            assessment.criteria, assessment.submission, assessment.card, assessment.evidence, assessment.explanation
        )
        print_json({**value, "schema": "scoring.explain/1", "sections": _only(value["sections"], chosen)})
        return 0
    about = (*draft_texts(result.value.criteria), *layer_texts(result.value.criteria))
    blocks: list[Block] = [Paragraph(text, style="note") for text in about]
    show([*blocks, *(block for score in chosen for block in item_blocks(result.value, score))])
    return 0


def sort_words(words: Sequence[str]) -> tuple[str | None, list[str]]:
    """Tell the file from the item names: the one word that is an existing file, else the one that looks like one."""
    existing = [word for word in words if os.path.isfile(word)]
    likely = [
        word
        for word in words
        if word.lower().endswith((".yaml", ".yml", ".zip", ".pdf")) or "/" in word or "\\" in word
    ]
    candidates = existing or likely
    if len(candidates) != 1:
        return None, []
    return candidates[0], [word for word in words if word != candidates[0]]


def _items(assessment: Assessment) -> list[ItemScore]:
    return [score for section in assessment.card.sections for score in section.items]


def _choose(assessment: Assessment, names: Sequence[str]) -> tuple[list[ItemScore], list[str]]:
    items = _items(assessment)
    if not names:
        return items, []
    keys = {alike(score.item.id): score for score in items} | {alike(score.item.label): score for score in items}
    sections = {alike(section.section.id): section for section in assessment.card.sections}
    sections |= {alike(section.section.label): section for section in assessment.card.sections}
    chosen: list[ItemScore] = []
    unknown: list[str] = []
    for name in names:
        key = alike(name)
        if key in keys:
            chosen.append(keys[key])
        elif key in sections:
            chosen += sections[key].items
        else:
            unknown.append(name)
    return list(dict.fromkeys(chosen)), unknown


def _only(sections: object, chosen: list[ItemScore]) -> list[dict[str, object]]:
    """The sections of the JSON card with only the chosen items left in them."""
    wanted = {score.item.id for score in chosen}
    kept = []
    assert isinstance(sections, list)
    for section in sections:
        items = [item for item in section["items"] if item["id"] in wanted]
        if items:
            kept.append({**section, "items": items})
    return kept
