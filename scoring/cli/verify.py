"""`scoring verify`: what a bundle or a report proves, and what it does not."""

from __future__ import annotations

import re

from scoring.base.system import os_error_text
from scoring.cli import console
from scoring.cli.console import paint, visible
from scoring.cli.table import hanging
from scoring.seal.verify import Conclusion, Finding, State, Verdict, verify

__all__ = ["run_verify"]

MARKS = {
    State.GOOD: ("通过", "green"),
    State.BAD: ("不符", "red"),
    State.UNCHECKED: ("未核对", "yellow"),
    State.NOTE: ("注意", "yellow"),
}
CONCLUSIONS = {
    Conclusion.PASSED: "结论：校验通过。",
    Conclusion.PARTLY: "结论：只校验了一部分：核对过的都相符，但有没能核对的（见“未核对”），只证明上面列出的内容。",
    Conclusion.FAILED: "结论：校验没有通过，不要采信。",
}


def run_verify(*, file: str, expected: str, form: str, search: tuple[str, ...] = (), redraw: bool = False) -> int:
    """Check `file`. 0: everything was checked and fits; 1: something does not, or could not be checked; 2: usage; 3:
    cannot be read."""
    if expected and not re.fullmatch("[0-9a-fA-F]{64}", expected.strip()):
        console.message("用法错误：--fingerprint 后面要写64位的指纹。")
        return 2
    try:
        found = verify(file, expected=expected, search=search, redraw=redraw)
    except OSError as error:
        console.message(f"读不了 {file}：{os_error_text(error)}。")
        return 3
    if form == "json":
        from scoring.cli.output import print_json

        print_json(_json(file, found))
    else:
        console.data(_text(file, found, console.terminal_width(), console.colour_wanted()))
    return 0 if found.ok else 1


def _text(file: str, found: Verdict, columns: int, colour: bool) -> str:
    """What comes out of the file under test (a key or a fingerprint of its manifest) never adds a line of its own."""
    lines = [paint(f"校验 {visible(file)}", "bold", on=colour)]
    for one in found.findings:
        lines += _finding(one, columns, colour)
    if found.city:
        lines += ["", f"城市：{visible(found.city)}", f"重新计分：{found.total}分" if found.total else "没有重新计分"]
    if found.fingerprint:
        lines.append(f"指纹：{visible(found.fingerprint)}")
    for head, sentences in (("证明：", found.proves), ("不证明：", found.not_proven)):
        if sentences:
            lines += ["", head]
            for sentence in sentences:
                lines += hanging("  · ", visible(sentence), columns)
    lines += ["", *(paint(line, "bold", on=colour) for line in hanging("", CONCLUSIONS[found.conclusion], columns))]
    return "\n".join(lines)


def _finding(one: Finding, columns: int, colour: bool) -> list[str]:
    word, style = MARKS[one.state]
    first, *rest = hanging(f"  {word}：", f"{visible(one.text)}。", columns)
    return [first.replace(word, paint(word, style, on=colour), 1), *rest]


def _json(file: str, found: Verdict) -> dict[str, object]:
    return {
        "schema": "scoring.verify/1",
        "file": file,
        "ok": found.ok,
        "conclusion": found.conclusion.value,
        "kind": found.kind,
        "city": found.city,
        "total": found.total,
        "fingerprint": found.fingerprint,
        "findings": [{"state": one.state.value, "text": one.text, "name": one.name} for one in found.findings],
        "proves": list(found.proves),
        "not_proven": list(found.not_proven),
    }
