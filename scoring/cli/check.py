"""`scoring check`: every problem of every file, each with its place, its cause and its mend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click
from msgspec import Struct

from scoring.assess import Assessment, Depth, absent_evidence, assess
from scoring.base.errors import Problem, problems_json
from scoring.base.text import scored_text
from scoring.cli import console
from scoring.cli.command import command
from scoring.cli.inputs import Inputs, open_inputs
from scoring.cli.messages import count_text, problems_text
from scoring.cli.next_command import command_line, same_inputs
from scoring.cli.options import CRITERIA_PATH, REFERENCES, form_option
from scoring.cli.output import print_json
from scoring.cli.plans import check_plan
from scoring.cli.terminal import show
from scoring.explain import unwritten_texts
from scoring.model.criteria import Criteria
from scoring.naming import draft_json, draft_texts, is_plan
from scoring.reports import blocks
from scoring.reports.blocks import Block, Paragraph
from scoring.wording import places_text

__all__ = ["check"]


@command("check", "scoring check 自评.yaml", "scoring check 甲市.yaml 乙市.yaml --format json")
@click.argument("files", metavar="自评文件…", nargs=-1, required=True)
@REFERENCES
@CRITERIA_PATH
@form_option("text", "json")
def check(files: tuple[str, ...], references: str | None, criteria_path: tuple[str, ...], form: str) -> int:
    """检查自评文件，一次列出全部问题：在哪一行、错在哪里、怎么改。

    列出的佐证材料不在或打不开的，作为疑问列出，写明最多影响几分。打好的包（.zip）和生成的报告（.pdf）也可以直接写。
    """
    failed = False
    reports: list[dict[str, object]] = []
    for file in files:
        with open_inputs(file, references, criteria_path) as opened:
            found = _check(opened, references, criteria_path)
        failed = failed or not found.ok
        if form == "json":
            draft = {} if found.pack is None else draft_json(found.pack)
            reports.append({"file": file, "ok": found.ok, "problems": problems_json(found.problems), **draft})
        else:
            if found.problems:
                console.data(problems_text(found.problems, colour=console.colour_wanted()))
            count = "；".join([count_text(found.problems), *[found.left] * bool(found.left)])
            drafts = () if found.pack is None else draft_texts(found.pack)
            head = Paragraph(f"{file}：{count}", whole=True)
            show([head, *found.more, *(Paragraph(text) for text in drafts)])
    if form == "json":
        print_json({"schema": "scoring.check/1", "files": reports})
    return 1 if failed else 0


class _FileCheck(Struct, frozen=True, kw_only=True):
    """What was found of one file.

    ok: whether it is valid
    left: what is still open in it
    more: what is told below of that
    pack: the pack it is scored with; None for a plan, and where it could not be loaded
    """

    ok: bool
    problems: tuple[Problem, ...]
    left: str = ""
    more: tuple[Block, ...] = ()
    pack: Criteria | None = None


def _check(files: Inputs, references: str | None, criteria_path: tuple[str, ...]) -> _FileCheck:
    if files.failed:
        return _FileCheck(ok=False, problems=files.problems)
    request = files.request(evidence=Depth.STATES if files.evidence else Depth.NONE)
    result = assess(request)
    if is_plan(result.problems):
        ok, found, left = check_plan(files.file, criteria_path)
        return _FileCheck(ok=ok, problems=found, left=left)
    problems = (*files.problems, *result.problems)
    if result.value is None:
        return _FileCheck(ok=False, problems=problems)
    city = result.value
    questions = (*absent_evidence(city, request), *files.unprintable(city.criteria))
    remind = command_line(
        "scoring", "remind", files.names.get(files.file, files.file), *same_inputs(criteria_path, references)
    )
    head, *more = _open_questions(remind, city)
    return _FileCheck(
        ok=result.ok, problems=(*problems, *questions), left=blocks.plain(head.text), more=(*more,), pack=city.criteria
    )


def _open_questions(remind: str, found: Assessment) -> Iterator[Paragraph]:
    """What is still open in a file, in one sentence and then more; `remind` is the command that lists it by department."""
    card = found.card
    left = "、".join(one.name for one in card.eligibility.for_reviewers)
    aside = f"；申报资格里的{left}由评审部门认定，没有问" if left else ""
    told = f"还有{len(card.unknown)}个影响得分的问题未填" if card.unknown else "影响得分的问题都已填"
    yield Paragraph(f"{told}，得{scored_text(card.total)}{aside}")
    if texts := "".join(f"“{name}”" for name in unwritten_texts(found.submission)):
        yield Paragraph(f"报告文字里的{texts}还没有写，不影响得分。", indent=1)
    if card.open_places:
        yield Paragraph(f"{places_text(card)}。", indent=1)
    if card.unknown:
        yield Paragraph(remind, "按部门列出、生成催填单：", indent=1, whole=True)
        yield Paragraph(_named(found.criteria, card.unknown), "未填：", indent=1)


def _named(criteria: Criteria, names: Sequence[str]) -> str:
    """The open questions as they stand in the file, those of one item together."""
    places: dict[str, list[str]] = {}
    for name in names:
        fact = criteria.facts_by_name.get(name)
        places.setdefault("参照值" if fact is None else fact.item or "基本情况", []).append(name)
    return "；".join(f"{place} {'、'.join(found)}" for place, found in places.items())
