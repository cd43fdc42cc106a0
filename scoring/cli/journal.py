"""`scoring journal`: look through the journal of decisions, or read it out."""

from __future__ import annotations

import json

from scoring.base import journal
from scoring.base.errors import problems_json
from scoring.base.journal import JournalCheck
from scoring.cli import console
from scoring.cli.output import print_json
from scoring.cli.telling import report_problems

__all__ = ["run_check", "run_show"]

SHOWS = "证明：从第一行到最后一行没有改动、增删和调换次序。"
CANNOT = "不能证明：末尾没有被删去，整本没有被重写。请把上面的校验码另行保存，下次用 --head 核对。"
KEPT = "末尾与另行保存的校验码一致。"


def run_check(*, file: str, head: str | None, form: str) -> int:
    """Say whether the chain holds. 0: it does; 1: it does not, or there is no journal."""
    found = journal.check(file, head)
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


def run_show(*, file: str, form: str) -> int:
    """List the entries of a journal whose chain holds. 0: listed; 1: it does not hold."""
    found = journal.check(file)
    text = journal.read(file)
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
