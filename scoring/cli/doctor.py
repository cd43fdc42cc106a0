"""`scoring doctor`: what this machine has, what it lacks, and the command that installs it on this system."""

from __future__ import annotations

from dataclasses import asdict

from scoring.cli import console
from scoring.cli.command import command
from scoring.cli.machine import MISSING, OK, SLOW, examine
from scoring.cli.options import form_option
from scoring.cli.output import print_json

__all__ = ["doctor"]

MARKS = {OK: ("［正常］", "green"), SLOW: ("［注意］", "yellow"), MISSING: ("［缺少］", "red")}


@command("doctor", "scoring doctor")
@form_option("text", "json")
def doctor(form: str) -> int:
    """检查运行环境：Python、Pango、HarfBuzz 子集库、中文字体、各组件版本；缺什么就写出安装命令。"""
    findings = examine()
    failed = any(finding.state == MISSING for finding in findings)
    if form == "json":
        print_json({"schema": "scoring.doctor/1", "ok": not failed, "findings": [asdict(one) for one in findings]})
        return 3 if failed else 0
    colour = console.colour_wanted()
    for one in findings:
        mark, style = MARKS[one.state]
        console.data(f"{console.paint(mark, style, on=colour)}{one.name}：{one.found}")
        if one.advice:
            console.data(f"        怎么办：{one.advice}")
    if failed:
        console.data("有缺少的部分：计分和 HTML 报告不受 Pango 影响；PDF 报告要先按上面的办法装好。")
    elif any(one.state == SLOW for one in findings):
        console.data("可以正常使用，标［注意］的部分补上更好。")
    else:
        console.data("一切正常，可以计分并生成 PDF 报告。")
    return 3 if failed else 0
