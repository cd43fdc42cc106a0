"""Characters that have no business in a file: those nobody sees, and tabs. Both YAML parsers treat them differently, so
they are found here, before either sees them; what a backslash in double quotes writes is found when it is read."""

from __future__ import annotations

from scoring.base.characters import UNSEEN, character_text
from scoring.load.findings import Findings

__all__ = ["check_characters", "tabs_before", "untabbed"]

MOST = 20


def check_characters(text: str, findings: Findings) -> str:
    """The text with bad characters blanked out, so that reading can go on and find more; tabs are left to `untabbed`."""
    if UNSEEN.search(text) is None and "\t" not in text:
        return text
    noted = 0
    for number, line in enumerate(findings.lines, start=1):
        noted += _unseen(line, number, findings, MOST - noted)
        tab = line.find("\t")
        if tab < 0 or not line.strip() or line.lstrip().startswith("#"):
            continue
        if noted < MOST:
            noted += 1
            findings.add("tab", "这里有制表符（Tab 键）", "请删掉它，改用空格；缩进每级用两个空格。", number, tab + 1)
    return UNSEEN.sub(" ", text)


def tabs_before(line: str) -> int:
    """How many tabs stand before what a line says; none before a comment, which no indentation changes."""
    inner = line.lstrip(" \t")
    return line[: len(line) - len(inner)].count("\t") if inner and not inner.startswith("#") else 0


def untabbed(line: str, width: int) -> str:
    """`line` with every tab that indents it as `width` spaces and every other as one."""
    inner = line.lstrip(" \t")
    return line[: len(line) - len(inner)].replace("\t", " " * width) + inner.replace("\t", " ")


def _unseen(line: str, number: int, findings: Findings, room: int) -> int:
    count = 0
    for match in UNSEEN.finditer(line):
        if count >= room:
            break
        findings.add(
            "control-character",
            f"这里有{character_text(match.group())}",
            "这类字符多半是从网页或 Word 粘贴带来的；请删掉它，或把这一行重新手打一遍。",
            number,
            match.start() + 1,
        )
        count += 1
    return count
