"""`scoring review`: the table of its commands."""

from __future__ import annotations

from scoring.cli.command import group

__all__ = ["review"]


@group(
    "review",
    {
        "check": "review_check:check",
        "init": "review_init:init",
        "journal": "journal:journal",
        "merge": "review_merge:merge",
        "replay": "review_merge:replay",
        "report": "review_report:report",
        "status": "review_status:status",
    },
)
def review() -> None:
    """审核：生成审核意见文件，检查，合并几位审核人的意见，看进度，逐步重现得分。"""
