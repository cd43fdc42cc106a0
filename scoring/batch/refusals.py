"""What is said of an input that cannot be scored, and of a file that looks like what a city handed in and cannot be read:
told one by one, never left out in silence."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence

from scoring.base.errors import Problem, Severity, problems_json
from scoring.base.reading import TooLargeError
from scoring.base.text import os_error_text
from scoring.batch.model import InputState, Task, TaskResult
from scoring.documents.strict import too_large

__all__ = [
    "closed_folder",
    "compact",
    "missing_path",
    "special_file",
    "failed",
    "internal",
    "killed",
    "looks_handed_in",
    "no_report",
    "no_report_of_book",
    "not_an_input",
    "unknown_pack",
    "unread_folder",
    "unread_hand_in",
    "unreadable",
]


def failed(task: Task, *problems: Problem) -> TaskResult:
    """The outcome of an input that cannot be scored."""
    return TaskResult(key=task.key, state=InputState.FAILED, problems=compact(problems_json(problems)))


def compact(value: object) -> str:
    """JSON on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def not_an_input(task: Task) -> Problem:
    """A file that was named and is nothing that can be scored."""
    ending = os.path.splitext(task.path)[1] or "没有扩展名"
    return Problem(
        code="not-an-input",
        message=f"{task.key} 不是自评文件、包或本工具生成的报告（{ending}），不能计分",
        hint="批量计分接受 .yaml 自评文件、scoring excel out 发的“汇总（全部问题）”工作簿、scoring bundle 生成的 .zip 和 scoring report 生成的 .pdf。",
    )


def unreadable(task: Task, error: OSError) -> Problem:
    """A file that the system refuses, or that is too large to be ours."""
    if isinstance(error, TooLargeError):
        return too_large(error, task.key)
    return Problem(
        code="unreadable",
        message=f"打不开文件 {task.key}（{os_error_text(error)}）",
        hint="请确认有读取权限，并且文件没有被别的程序占用。",
    )


def unknown_pack(task: Task, pack: str) -> Problem:
    """A sealed file whose pack is not at hand: scored by its own rules it could not stand beside others."""
    return Problem(
        code="pack-not-found",
        message=f"{task.key} 用的指标体系“{pack}”本机没有；批量计分不采用包里附带的，免得各城市按不同的规则计分",
        hint="请用 --criteria-path 指明公布的指标体系所在的文件夹；只看这一份，用 scoring score。",
    )


def no_report(task: Task, why: str) -> Problem:
    """A score whose report could not be written."""
    return Problem(
        code="report-not-written",
        message=f"{task.key} 的报告没有写成（{why}）",
        hint="请检查磁盘空间和权限后再运行一次；其余文件的结果不受影响。",
    )


def no_report_of_book(task: Task) -> Problem:
    """A workbook is no file that a report could hold."""
    return Problem(
        code="report-not-written",
        message=f"{task.key} 是工作簿，没有另出报告",
        hint="要报告的，请先用 scoring init 和 scoring excel in 收成自评文件，再运行一次。",
        severity=Severity.QUESTION,
    )


def internal(error: Exception) -> Problem:
    """A fault of the program."""
    return Problem(
        code="internal",
        message=f"计分时程序内部出错（{type(error).__name__}）：这是软件的问题，不是填报的问题",
        hint="请把这个文件交给软件维护人员；其余文件的结果不受影响。",
    )


def killed(task: Task) -> TaskResult:
    """The outcome of an input that ended two workers."""
    return failed(
        task,
        Problem(
            code="worker-killed",
            message=f"给 {task.key} 计分时，工作进程两次被强行结束（可能是内存不足，或被别的程序结束）",
            hint="再运行一次会重试这一份；仍然这样的，请单独运行 scoring score 看看，或把文件交给软件维护人员。",
        ),
    )


ARCHIVES = (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")
OFFICE = (".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".ods", ".odt", ".rtf", ".csv")
PLACES = re.compile(r"(?:市|县|区|州|盟)$")
SHOWN = 3


def looks_handed_in(path: str) -> bool:
    """Whether a file outside every city's folder may be what a city handed in: an archive, an office document, a file
    named after a self-assessment or a place, or YAML under another ending."""
    name = os.path.basename(path)
    stem, ending = os.path.splitext(name)
    doubled = os.path.splitext(stem)[1].lower() in (".yaml", ".yml")
    named = "自评" in name or PLACES.search(stem.split(".")[0]) is not None
    return ending.lower() in (*ARCHIVES, *OFFICE) or doubled or named


def unread_hand_in(path: str) -> Problem:
    """A file that may be a city's and cannot be scored."""
    name = os.path.basename(path)
    return Problem(code="not-an-input", message=f"{name} {_what(name)}，不能计分", hint=_suggest_fix(name))


def unread_folder(folder: str, files: Sequence[str]) -> Problem:
    """A folder with files, none of which can be scored."""
    names = [os.path.basename(file) for file in files]
    some = "、".join(names[:SHOWN]) + (f"等{len(names)}个文件" if len(names) > SHOWN else "")
    first = next((name for name in names if looks_handed_in(name)), names[0])
    message = f"文件夹 {os.path.basename(folder)} 里没有能计分的自评文件，只有{some}"
    return Problem(code="not-an-input", message=message, hint=_suggest_fix(first))


def _what(name: str) -> str:
    ending = os.path.splitext(name)[1].lower()
    if ending == ".zip":
        return "是普通的压缩包，不是 scoring bundle 生成的包"
    if ending in ARCHIVES:
        return f"是压缩包（{ending}），本工具不解压"
    if ending in OFFICE:
        return f"是办公文档或表格（{ending}），不是自评文件"
    if ending == ".pdf":
        return "不是 scoring report 生成的报告"
    return "不是自评文件、包或报告"


def _suggest_fix(name: str) -> str:
    stem, ending = os.path.splitext(name)
    ending = ending.lower()
    if os.path.splitext(stem)[1].lower() in (".yaml", ".yml"):
        return f"像是改了扩展名的自评文件：把文件名改成 {stem} 再运行；Windows 里先让“文件扩展名”显示出来。"
    if ending in ARCHIVES:
        return "里面有自评文件的，请解压成一个文件夹再运行；或者请城市用 scoring bundle 重新打包。"
    return "请城市交自评文件（.yaml）、填好的“汇总（全部问题）”工作簿、scoring bundle 生成的包（.zip）或 scoring report 生成的报告（.pdf）。"


def missing_path(path: str) -> Problem:
    """A path that leads nowhere."""
    hint = "请检查名称和所在的文件夹；路径里有空格时要加引号。"
    return Problem(code="unreadable", message=f"找不到 {path}", hint=hint)


def special_file(path: str) -> Problem:
    """A pipe or a device: it can be read once at most, or never ends."""
    hint = "请写出保存在磁盘上的文件或文件夹；内容从别的程序来的，请先存成文件。"
    return Problem(code="unreadable", message=f"{path} 不是普通的文件或文件夹（如管道、设备），不能计分", hint=hint)


def closed_folder(path: str, error: OSError) -> Problem:
    """A folder that the system refuses."""
    message = f"打不开文件夹 {path}（{os_error_text(error)}）"
    return Problem(code="unreadable", message=message, hint="请确认有读取权限。")
