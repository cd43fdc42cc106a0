"""`scoring doctor`: what this machine has, what it lacks, and the command that installs it on this system."""

from __future__ import annotations

from dataclasses import asdict

from scoring.cli.command import command
from scoring.cli.machine import MISSING, examine, print_findings
from scoring.cli.options import form_option
from scoring.cli.output import print_json

__all__ = ["doctor"]


@command("doctor", "scoring doctor")
@form_option("text", "json")
def doctor(form: str) -> int:
    """检查运行环境：Python、Pango、HarfBuzz 子集库、中文字体、各组件版本；缺什么就写出安装命令。"""
    findings = examine()
    failed = any(finding.state == MISSING for finding in findings)
    if form == "json":
        print_json({"schema": "scoring.doctor/1", "ok": not failed, "findings": [asdict(one) for one in findings]})
        return 3 if failed else 0
    print_findings(findings)
    return 3 if failed else 0
