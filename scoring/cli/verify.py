"""`scoring verify`: what a bundle or a report proves, and what it does not."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

from scoring.base.assets import criteria_search
from scoring.base.plain import plain
from scoring.base.text import os_error_text
from scoring.cli import console
from scoring.cli.command import command
from scoring.cli.console import visible
from scoring.cli.options import CRITERIA_PATH, form_option
from scoring.cli.output import print_json
from scoring.cli.terminal import show
from scoring.reports.blocks import BlankLine, Block, Bullets, Paragraph, Run
from scoring.seal.verify import Conclusion, State, VerificationReport
from scoring.seal.verify import verify as verdict_of

__all__ = ["verify"]

MARKS = {
    State.GOOD: ("通过", "good"),
    State.BAD: ("不符", "bad"),
    State.UNCHECKED: ("未核对", "open"),
    State.NOTE: ("注意", "open"),
}
CONCLUSIONS = {
    Conclusion.PASSED: "结论：校验通过。",
    Conclusion.PARTLY: "结论：只校验了一部分：核对过的都相符，但有没能核对的（见“未核对”），只证明上面列出的内容。",
    Conclusion.FAILED: "结论：校验没有通过，不要采信。",
}


@command(
    "verify",
    "scoring verify 示例市.zip",
    "scoring verify 示例市.zip --redraw",
    "scoring verify 自评报告.pdf --format json",
)
@click.argument("file", metavar="包或报告")
@click.option("--fingerprint", metavar="指纹", default="", help="另外记下的指纹，一并核对。")
@click.option("--redraw", is_flag=True, help="重新排版包里的报告、自评表和汇编，逐字节比对（较慢，只能用于包）。")
@CRITERIA_PATH
@form_option("text", "json")
def verify(file: str, fingerprint: str, redraw: bool, criteria_path: tuple[str, ...], form: str) -> int:
    """校验包或报告：逐个文件核对，按里面的填报内容重新计分，写明证明什么、不证明什么。

    指标体系与本工具自带的比对；自带的里面没有时，用 --criteria-path 指明公布的那一份所在的文件夹。
    """
    if fingerprint and not re.fullmatch("[0-9a-fA-F]{64}", fingerprint.strip()):
        console.message("用法错误：--fingerprint 后面要写64位的指纹。")
        return 2
    try:
        found = verdict_of(file, expected=fingerprint, search=criteria_search(criteria_path), redraw=redraw)
    except OSError as error:
        console.message(f"读不了 {file}：{os_error_text(error)}。")
        return 3
    if form == "json":
        head = {"schema": "scoring.verify/1", "file": file, "ok": found.ok, "conclusion": found.conclusion.value}
        print_json({**head, **plain(found)})
    else:
        show([*verify_blocks(file, found)])
    return 0 if found.ok else 1


def verify_blocks(file: str, found: VerificationReport) -> Iterator[Block]:
    """What comes out of the file under test (a key or a fingerprint of its manifest) never adds a line of its own."""
    yield Paragraph(f"校验 {visible(file)}", style="strong")
    for one in found.findings:
        yield Paragraph((Run(*MARKS[one.state]), f"：{visible(one.text)}。"), indent=1)
    yield BlankLine()
    if found.city:
        yield Paragraph(f"城市：{visible(found.city)}")
        yield Paragraph(f"重新计分：{found.total}分" if found.total else "没有重新计分")
    if found.fingerprint:
        yield Paragraph(f"指纹：{visible(found.fingerprint)}", whole=True)
    for head, sentences in (("证明：", found.proves), ("不证明：", found.not_proven)):
        if sentences:
            yield Bullets([visible(sentence) for sentence in sentences], head)
    yield from (BlankLine(), Paragraph(CONCLUSIONS[found.conclusion], style="strong"))
