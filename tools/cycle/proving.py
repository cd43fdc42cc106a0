"""The papers of the review, the days of the procedure, and what is found when something was altered."""

from __future__ import annotations

import re
from pathlib import Path

from tools.cycle.handing_in import BUNDLED, FOLDER, REPORTED, paper_of
from tools.cycle.reviewing import GIVEN, JOURNAL
from tools.cycle.running import Script

__all__ = ["follow_procedure", "print_review", "prove"]

ALTERED = "被改动的"


def print_review(script: Script) -> None:
    """The paper of one city's review, and the one of the whole cycle (1: one city's file cannot be read)."""
    script.step("甲市的和全省的审核报告")
    given = ("--reviews", "审核意见", *GIVEN)
    script.run("review", "report", paper_of("甲市"), "--reviews", "审核意见/甲市", *GIVEN, "-o", "审核报告-甲市.pdf")
    script.run("review", "report", FOLDER, *given, "--previous", "2020年周期.yaml", "-o", "全省审核报告.pdf", code=1)


def follow_procedure(script: Script) -> None:
    """The same record of the cycle on three days; one city's form is overdue on each."""
    script.step("评选程序：同一份周期记录，看三个日子；壬市的自评表一直没有交，所以退出码是1")
    for day in ("2022-06-20", "2022-09-20", "2022-10-08"):
        script.run("procedure", "2022年周期.yaml", "--as-of", day, code=1, quiet=day != "2022-09-20")
    script.run("procedure", "days", "2022-09-19")
    script.run("procedure", "ban", "2020年周期.yaml")


def prove(script: Script, *, sealed: bool) -> None:
    """One byte of a bundle, of a report and of the journal is altered; each is found."""
    script.step("有人改动了文件：都查得出来")
    if sealed:
        for name in (paper_of(BUNDLED), paper_of(REPORTED)):
            source = script.folder / name
            data = bytearray(source.read_bytes())
            data[len(data) // 2] ^= 1
            (script.folder / f"{ALTERED}{source.name}").write_bytes(bytes(data))
            script.run("verify", f"{ALTERED}{source.name}", code=1)
    _alter(script.folder / JOURNAL, script.folder / f"{ALTERED}{JOURNAL}")
    script.note("审核记录第3行的日期被改了")
    script.run("journal", "check", f"{ALTERED}{JOURNAL}", code=1)
    script.run("journal", "check", JOURNAL)


def _alter(journal: Path, altered: Path) -> None:
    lines = journal.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[2], count = re.subn(r"2022-06-20", "2022-06-21", lines[2], count=1)
    if not count:
        raise ValueError("the third line of the journal has another day")
    altered.write_text("".join(lines), encoding="utf-8")
