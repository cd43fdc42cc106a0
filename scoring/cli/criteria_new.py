"""`scoring criteria new`: start a pack from a table of indicators."""

from __future__ import annotations

import contextlib
import os
import os.path
import shutil
import tempfile

import click

from scoring.authoring.draft import PackDraft, ProposalKind, build, read_table
from scoring.authoring.draft.patterns import BOOK, anchor_of, pointer
from scoring.base.errors import Problem
from scoring.base.plain import Json, plain
from scoring.base.text import os_error_text
from scoring.cli import console
from scoring.cli.command import OutputFolder, command
from scoring.cli.messages import tell
from scoring.cli.next_command import command_line
from scoring.cli.options import form_option, output_option
from scoring.cli.output import print_json, print_problems_json
from scoring.cli.terminal import show
from scoring.reports.blocks import BlankLine, Block, Bullets, Paragraph

__all__ = ["criteria_new"]

WORDS = {ProposalKind.DEDUCT: "扣分", ProposalKind.FORFEIT: "不得分", ProposalKind.AWARD: "得分"}
SHOWN = 12


@command(
    "new",
    "scoring criteria new dalian-2024 --from 指标表.xlsx -o 我的指标体系",
    "scoring criteria new dalian-2024 --from 指标表.csv --title 某某评估指标体系",
)
@click.argument("identity", metavar="编号")
@click.option(
    "--from", "source", metavar="文件", required=True, help="指标表：CSV（UTF-8 或 GB18030）或 xlsx、xls、ods。"
)
@output_option(OutputFolder(fresh=True), "在哪个文件夹里建，默认当前文件夹。", metavar="文件夹", default=".")
@click.option("--title", metavar="名称", default="", help="指标体系的全称。")
@form_option("text", "json")
def criteria_new(identity: str, source: str, output: str, title: str, form: str) -> int:
    """由一张指标表生成新指标体系的草稿：按常见句式提出填报项和条款，逐条标“待确认”；认不出的列为人工判断，不猜。

    表头要有分值、指标内容、评分标准，最好还有一级指标和指标项。已有的文件夹从不覆盖。
    """
    folder = os.path.join(output, identity)
    table = read_table(source)
    if table.value is None:
        return _refused(table.problems, form)
    made = build(identity, table.value, title)
    if made.value is None:
        code = _refused(made.problems, form)
        return 2 if any(problem.code == "pack-id" for problem in made.problems) else code
    if os.path.lexists(folder):
        message = f"{folder} 已经存在，没有改动"
        hint = "已有的文件夹从不覆盖；请换一个编号，或用 -o 换一个地方。"
        return _refused((Problem(code="exists", message=message, hint=hint),), form)
    try:
        _write(folder, made.value)
    except OSError as error:
        console.message(
            f"写不了 {folder}：{os_error_text(error)}。\n  怎么办：换一个可以写的位置，或检查权限和磁盘空间。"
        )
        return 3
    if form == "json":
        print_json(_json(folder, made.value))
    else:
        console.data(f"已生成 {folder}：{_counts(made.value)}")
        show(_summary(made.value))
        console.data(f"  {command_line('scoring', 'criteria', 'check', folder)}")
    return 0


def _refused(problems: tuple[Problem, ...], form: str) -> int:
    tell(problems)
    if form == "json":
        print_problems_json(problems)
    return 1


def _write(folder: str, made: PackDraft) -> None:
    """All files or none: the folder takes its name only when everything is in it."""
    parent = os.path.dirname(os.path.abspath(folder))
    os.makedirs(parent, exist_ok=True)
    waiting = tempfile.mkdtemp(prefix=".", suffix=".tmp", dir=parent)
    try:
        for name, text in made.files.items():
            with open(os.path.join(waiting, name), "w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
        os.chmod(waiting, 0o755)
        os.rename(waiting, folder)
    except BaseException:
        with contextlib.suppress(OSError):
            shutil.rmtree(waiting)
        raise


def _counts(made: PackDraft) -> str:
    kinds = "、".join(f"{word}{made.count(kind)}条" for kind, word in WORDS.items() if made.count(kind))
    return f"{len(made.parts) + len(made.blank)}项。按句式提出条款：{kinds or '没有'}。"


def _summary(made: PackDraft) -> list[Block]:
    """What was not read, up to the command that comes next."""
    blocks: list[Block] = []
    if made.blank:
        blocks.append(Paragraph(f"没有评分标准或不完整、先由人评判的：{'、'.join(made.blank)}。"))
    unread = [
        f"{item}“{part.quote}”：{part.reason}（{pointer(part.reason)}）"
        for item, parts in made.parts.items()
        for part in parts
        if part.kind is ProposalKind.MANUAL
    ]
    if unread:
        rest = [f"另有{len(unread) - SHOWN}处，见各文件。"] if len(unread) > SHOWN else []
        blocks += [Paragraph(f"没有认出、没有计分的字句{len(unread)}处："), Bullets([*unread[:SHOWN], *rest])]
    after = f"评分句式手册是 {BOOK}。下一步：照 docs/new-pack.md 逐条对照原文，改好一条删一个标记；然后运行"
    marked = f"这只是草稿：有{len(made.pending)}处标着“待确认”，都没有人核对过。"
    return [*blocks, BlankLine(), Paragraph(marked), Paragraph(after)]


def _json(folder: str, made: PackDraft) -> Json:
    return {
        "schema": "scoring.criteria-new/1",
        "id": made.id,
        "folder": folder,
        "files": sorted(made.files),
        "counts": {kind.value: made.count(kind) for kind in ProposalKind},
        "blank": list(made.blank),
        "parts": [
            {
                "item": item,
                "quote": part.quote,
                "kind": part.kind.value,
                "form": part.form or None,
                "reason": part.reason or None,
                "cookbook": f"{BOOK}#{anchor_of(part.reason)}" if part.reason else None,
                "remark": part.remark or None,
            }
            for item, parts in made.parts.items()
            for part in parts
        ],
        "pending": plain(made.pending),
    }
