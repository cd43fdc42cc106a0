"""`scoring excel`: workbooks for the departments, out and in."""

from __future__ import annotations

from scoring.cli.command import group

__all__ = ["excel"]


@group(
    "excel",
    {"out": "excel_out:out", "in": "excel_in:collect"},
    "scoring excel out 自评.yaml -o 填报表",
    "scoring excel in 自评.yaml 回收 --dry-run",
    "scoring excel in 自评.yaml 回收 -o 待定.xlsx",
)
def excel() -> None:
    """给各部门发填报用的工作簿，收回来合并进自评文件。"""
