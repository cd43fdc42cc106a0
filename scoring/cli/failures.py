"""What a person is told when the machine, not the data, is in the way."""

from __future__ import annotations

from scoring.base.system import os_error_text

__all__ = ["failure_text"]


def failure_text(error: Exception) -> str:
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
