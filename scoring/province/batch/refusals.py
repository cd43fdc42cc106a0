"""What is said of an input that cannot be scored."""

from __future__ import annotations

import json
import os

from scoring.base.errors import Problem, problems_json
from scoring.base.reading import TooLargeError
from scoring.base.system import os_error_text
from scoring.load import too_large
from scoring.province.batch.model import Done, Job, State

__all__ = ["compact", "failed", "internal", "killed", "no_report", "not_an_input", "unknown_pack", "unreadable"]


def failed(job: Job, *problems: Problem) -> Done:
    """The outcome of an input that cannot be scored."""
    return Done(key=job.key, state=State.FAILED, problems=compact(problems_json(problems)))


def compact(value: object) -> str:
    """JSON on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def not_an_input(job: Job) -> Problem:
    """A file that was named and is nothing that can be scored."""
    ending = os.path.splitext(job.path)[1] or "没有扩展名"
    return Problem(
        code="not-an-input",
        message=f"{job.key} 不是自评文件、包或本工具生成的报告（{ending}），不能计分",
        hint="批量计分接受 .yaml 自评文件、scoring bundle 生成的 .zip 和 scoring report 生成的 .pdf。",
    )


def unreadable(job: Job, error: OSError) -> Problem:
    """A file that the system refuses, or that is too large to be ours."""
    if isinstance(error, TooLargeError):
        return too_large(error, job.key)
    return Problem(
        code="unreadable",
        message=f"打不开文件 {job.key}（{os_error_text(error)}）",
        hint="请确认有读取权限，并且文件没有被别的程序占用。",
    )


def unknown_pack(job: Job, pack: str) -> Problem:
    """A sealed file whose pack is not at hand: scored by its own rules it could not stand beside others."""
    return Problem(
        code="pack-not-found",
        message=f"{job.key} 用的指标体系“{pack}”本机没有；批量计分不采用包里附带的，免得各城市按不同的规则计分",
        hint="请用 --criteria-path 指明公布的指标体系所在的文件夹；只看这一份，用 scoring score。",
    )


def no_report(job: Job, why: str) -> Problem:
    """A score whose report could not be written."""
    return Problem(
        code="report-not-written",
        message=f"{job.key} 的报告没有写成（{why}）",
        hint="请检查磁盘空间和权限后再运行一次；其余文件的结果不受影响。",
    )


def internal(error: Exception) -> Problem:
    """A fault of the program."""
    return Problem(
        code="internal",
        message=f"计分时程序内部出错（{type(error).__name__}）：这是软件的问题，不是填报的问题",
        hint="请把这个文件交给软件维护人员；其余文件的结果不受影响。",
    )


def killed(job: Job) -> Done:
    """The outcome of an input that ended two workers."""
    return failed(
        job,
        Problem(
            code="worker-killed",
            message=f"给 {job.key} 计分时，工作进程两次被强行结束（可能是内存不足，或被别的程序结束）",
            hint="再运行一次会重试这一份；仍然这样的，请单独运行 scoring score 看看，或把文件交给软件维护人员。",
        ),
    )
