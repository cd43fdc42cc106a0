"""`scoring journal`: look through the journal of decisions, or read it out."""

from __future__ import annotations

import json

import click

from scoring.base.errors import problems_json
from scoring.base.journal import JournalCheck, check, read
from scoring.cli import console
from scoring.cli.command import command, group
from scoring.cli.messages import report_problems
from scoring.cli.options import form_option
from scoring.cli.output import print_json

__all__ = ["journal", "journal_check", "journal_show"]

JOURNAL = click.argument("file", metavar="审核记录")

SHOWS = "证明：从第一行到最后一行没有改动、增删和调换次序。"
CANNOT = "不能证明：末尾没有被删去，整本没有被重写。请把上面的校验码另行保存，下次用 --head 核对。"
KEPT = "末尾与另行保存的校验码一致。"


@group("journal", {"check": "journal:journal_check", "show": "journal:journal_show"})
def journal() -> None:
    """审核记录：每条审核决定一行，前后用校验码相连，中间改动一个字都会被发现。"""


@command("check", "scoring journal check 审核记录.jsonl", "scoring journal check 审核记录.jsonl --head 3f9a…")
@JOURNAL
@click.option("--head", metavar="校验码", help="另行保存的最后一行校验码，用来发现末尾被删去或整本重写。")
@form_option("text", "json")
def journal_check(file: str, head: str | None, form: str) -> int:
    """核对审核记录是否被改动、增删或调换次序，指出从哪一行起。退出码：没有发现是 0，发现改动是 1。"""
    found = check(file, head)
    problems = found.problems
    if form == "json":
        made = found.value
        print_json(
            {
                "schema": "scoring.journal-check/1",
                "file": file,
                "ok": made is not None and not problems,
                "lines": None if made is None else made.count,
                "head": None if made is None or problems else made.head,
                "head_checked": head is not None,
                "problems": problems_json(problems),
            }
        )
    elif found.value is None or problems:
        report_problems(problems, failed=False)
        console.message(f"{file}：发现改动，不能作为依据。" if found.value is not None else "没有核对。")
    else:
        console.data(_whole(file, found.value, kept=head is not None))
    return 1 if problems else 0


def _whole(file: str, found: JournalCheck, *, kept: bool) -> str:
    lines = [f"{file}：共{found.count}条，没有发现改动。", f"最后一行的校验码：{found.head}", SHOWS]
    return "\n".join([*lines, KEPT if kept else CANNOT])


@command("show", "scoring journal show 审核记录.jsonl")
@JOURNAL
@form_option("text", "json")
def journal_show(file: str, form: str) -> int:
    """逐条列出审核记录：日期、审核人、阶段、指标项、原值、新值和理由。记录被改动的不列，先指出改动。"""
    found = check(file)
    text = read(file)
    if found.value is None or found.problems or text.value is None:
        report_problems((*found.problems, *text.problems), failed=False)
        return 1
    rows = [json.loads(line) for line in text.value.split("\n") if line]
    if form == "json":
        print_json({"schema": "scoring.journal/1", "file": file, "head": found.value.head, "entries": rows})
        return 0
    for row in rows:
        console.data(_row(row))
    console.data(f"共{len(rows)}条。")
    return 0


def _row(row: dict[str, str]) -> str:
    who = " ".join(row[key] for key in ("日期", "城市", "阶段", "角色", "审核人", "指标项", "事项") if row.get(key))
    what = f"{row['填报项']}：{row.get('原值') or '未填'} → {row.get('新值') or '未填'}" if row.get("填报项") else ""
    why = f"理由：{row['理由']}" if row.get("理由") else ""
    return "　".join(part for part in (f"{row['序号']}. {who}", what, why) if part)
