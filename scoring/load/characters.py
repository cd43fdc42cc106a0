"""Characters that have no business in a file: invisible ones and tabs. Both YAML parsers treat them differently, so
they are found here, before either sees them."""

from __future__ import annotations

import re

from scoring.load.findings import Findings

__all__ = ["INVISIBLE", "check_characters"]

# C0 and C1 controls but tab and newline; line and paragraph separators (YAML counts them as line ends, editors do not);
# zero-width and direction marks; surrogates and non-characters; a byte order mark inside the text.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufdd0-\ufdef\ufeff\ufff9-\uffff\ud800-\udfff]"
)
NAMES = {
    "\u200b": "零宽空格",
    "\ufeff": "多余的文件头标记（BOM）",
    "\u2028": "行分隔符",
    "\u2029": "段落分隔符",
}
MOST = 20


def check_characters(text: str, findings: Findings) -> str | None:
    """The text with bad characters blanked out, so that reading can go on and find more; None when tabs indent it."""
    bad = INVISIBLE.search(text) is not None
    if not bad and "\t" not in text:
        return text
    indented = False
    noted = 0
    for number, line in enumerate(findings.lines, start=1):
        noted += _invisible(line, number, findings, MOST - noted)
        tab = line.find("\t")
        if tab < 0 or not line.strip() or line.lstrip().startswith("#"):
            continue
        indented = indented or not line[:tab].strip()
        if noted < MOST:
            noted += 1
            findings.add("tab", "这里有制表符（Tab 键）", "请删掉它，改用空格；缩进每级用两个空格。", number, tab + 1)
    if indented:
        return None
    return INVISIBLE.sub(" ", text).replace("\t", " ")


def _invisible(line: str, number: int, findings: Findings, room: int) -> int:
    count = 0
    for match in INVISIBLE.finditer(line):
        if count >= room:
            break
        character = match.group()
        name = NAMES.get(character, "看不见的控制字符")
        findings.add(
            "control-character",
            f"这里有{name}（U+{ord(character):04X}）",
            "这类字符多半是从网页或 Word 粘贴带来的；请删掉它，或把这一行重新手打一遍。",
            number,
            match.start() + 1,
        )
        count += 1
    return count
