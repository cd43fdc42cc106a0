"""`scoring excel`: workbooks for the departments, out and in."""

from __future__ import annotations

from scoring.cli.command import group

__all__ = ["excel"]


@group(
    "excel",
    {"out": "excel_out:out"},
    "scoring excel out 自评.yaml -o 填报表",
)
def excel() -> None:
    """给各部门发填报用的工作簿，收回来合并进自评文件。"""
