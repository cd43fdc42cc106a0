"""The first and last thing a command does: refuse names that could forge output, and turn what happens into an exit code."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence

from scoring.base.characters import character_text
from scoring.base.text import os_error_text
from scoring.cli import console

__all__ = ["ENVIRONMENT", "FINDINGS", "FINE", "INTERRUPTED", "USAGE", "main"]

FINE, FINDINGS, USAGE, ENVIRONMENT, INTERRUPTED = 0, 1, 2, 3, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    console.prepare()
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = _run(given)
        sys.stdout.flush()
    except KeyboardInterrupt:
        console.message("已中断。")
        return INTERRUPTED
    except Exception as error:
        return _internal(error)
    return code


def _run(given: list[str]) -> int:
    odd = next((word for word in given if console.visible(word) != word), None)
    if odd is not None:
        return _refuse(odd)
    try:
        from scoring.cli.app import run  # here, so that a component that is not installed is told in Chinese
    except ModuleNotFoundError:
        if given[:1] == ["doctor"]:  # whose business that is
            from scoring.cli.machine import examine, print_findings

            print_findings(examine())
        raise
    return run(given)


def _refuse(word: str) -> int:
    """Names given here are printed from everywhere: one with a line break could forge a line of any result."""
    character = next(one for one in word if console.visible(one) != one)
    console.message(f"用法错误：“{console.visible(word)}”里有{character_text(character)}。")
    console.message("  怎么办：这样的名称会打乱打印出来的结果；请给文件或文件夹改名，再运行一次。")
    return USAGE


def _internal(error: Exception) -> int:
    """Say what failed without a wall of English; the details are there for who asks for them."""
    if os.environ.get("SCORING_DEBUG"):
        traceback.print_exc()
    console.message(_failure_text(error))
    return ENVIRONMENT


def _failure_text(error: Exception) -> str:
    """One message for an error nobody foresaw, with what to do."""
    if isinstance(error, OSError):
        name = f" {error.filename}" if error.filename else ""
        return f"无法读写{name}：{os_error_text(error)}。\n  怎么办：检查路径、权限和磁盘空间后再试。"
    if isinstance(error, MemoryError):
        return "内存不足。\n  怎么办：关闭其他程序后再试。"
    if isinstance(error, ModuleNotFoundError):
        return f"缺少 Python 组件 {error.name}。\n  怎么办：重新安装本软件（python3 dev.py demo 会补齐组件）。"
    kind = type(error).__name__
    return (
        f"程序内部出错（{kind}）：这是软件的问题，不是填报的问题。\n"
        "  怎么办：设置环境变量 SCORING_DEBUG=1 再运行一次，把显示的内容连同所用文件交给软件维护人员。"
    )
