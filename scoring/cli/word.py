"""`scoring word`: Word reports, read back."""

from __future__ import annotations

from scoring.cli.command import group

__all__ = ["word"]


@group(
    "word",
    {"in": "word_in:read_back"},
    "scoring report 自评.yaml -o 报告.docx",
    "scoring word in 自评.yaml 报告.docx --dry-run",
)
def word() -> None:
    """把在 Word 里改过的自评报告读回自评文件（可选组件）。生成 Word 报告用 scoring report。"""
