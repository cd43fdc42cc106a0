"""`scoring batch`: many inputs scored and ranked, with what became of each."""

from __future__ import annotations

import os
import sqlite3
from datetime import date

import click

from scoring.base.assets import pack_search
from scoring.base.errors import Problem, ProblemsError, Severity
from scoring.base.reading import open_regular
from scoring.base.text import os_error_text
from scoring.batch import BatchOptions, BatchResult, BusyError, ClusterError, StartError, reviewing, run
from scoring.batch.model import MADE_REFERENCES, REPORTS, Settings
from scoring.cli import console
from scoring.cli.batch_text import batch_blocks, told_text
from scoring.cli.command import OutputFolder, command
from scoring.cli.messages import report_problems, tell
from scoring.cli.options import (
    AS_OF,
    CRITERIA_PATH,
    PREVIOUS,
    REFERENCES,
    REVIEWS,
    form_option,
    output_option,
)
from scoring.cli.progress import ProgressLine
from scoring.cli.terminal import show
from scoring.documents.strict import read_document
from scoring.model.evidence import ScoreBasis
from scoring.province.procedure import load_previous
from scoring.reports.render.drawing import engine

__all__ = ["batch"]

STATE_REFUSED = {
    "SQLITE_FULL": "磁盘已满",
    "SQLITE_READONLY": "没有权限，或磁盘是只读的",
    "SQLITE_CANTOPEN": "打不开",
    "SQLITE_IOERR": "读写磁盘出错",
    "SQLITE_BUSY": "正被别的程序占用",
    "SQLITE_LOCKED": "正被别的程序占用",
}
"""Starts of the names that SQLite gives its errors."""


@command(
    "batch",
    "scoring batch 全省申报材料 -o 结果",
    "scoring batch 甲市/自评.yaml 乙市/自评.yaml -o 结果 --references 参照值.yaml",
    "scoring batch 全省申报材料 -o 结果 --reading evidenced --workers 4",
    "scoring batch 全省申报材料 -o 结果 --reviews 审核意见 --reading verified",
)
@click.argument("paths", metavar="文件或文件夹…", nargs=-1, required=True)
@output_option(OutputFolder(), "结果写到哪个文件夹，没有就新建。", metavar="文件夹", required=True)
@click.option(
    "--workers", metavar="个数", type=click.IntRange(1, 512), help="同时用几个进程计分，默认与处理器个数相同。"
)
@REFERENCES
@PREVIOUS
@REVIEWS
@AS_OF
@click.option(
    "--reading",
    type=click.Choice([one.value for one in ScoreBasis]),
    default="claimed",
    metavar="claimed|evidenced|verified",
    help="按哪种得分排名：claimed 按填报（默认），evidenced 只算有佐证材料的，verified 按审核意见核实后的（要有 --reviews）。",
)
@click.option("--reports", is_flag=True, help="同时给每个城市生成自评报告 PDF（reports 文件夹），一个进程每份一两秒。")
@click.option("--no-evidence", is_flag=True, help="不看佐证材料在不在，只按填报内容计分，快一些。")
@click.option("--cards", is_flag=True, help="同时写每个城市完整的得分明细（cards 文件夹），每份约100 KB。")
@click.option("--no-summary", is_flag=True, help="不写排名工作簿、汇总网页和排名表。")
@click.option("--fresh", is_flag=True, help="不用上次的结果，全部重新计分。")
@click.option(
    "--dask",
    "cluster",
    metavar="地址",
    help="在多台机器上计分：Dask 调度程序的地址，如 tcp://10.0.0.5:8786（可选组件）。",
)
@CRITERIA_PATH
@form_option("text", "json")
def batch(
    paths: tuple[str, ...],
    output: str,
    workers: int | None,
    references: str | None,
    previous: tuple[str, ...],
    reviews: tuple[str, ...],
    as_of: date | None,
    reading: str,
    reports: bool,
    no_evidence: bool,
    cards: bool,
    no_summary: bool,
    fresh: bool,
    cluster: str | None,
    criteria_path: tuple[str, ...],
    form: str,
) -> int:
    """给许多城市一起计分并排名：每份自评各算各的，一份有错不影响其他；中断后再运行会接着做。

    文件夹里的自评文件、包和报告会自动找出来。结果文件夹里有排名-自评.xlsx、汇总-自评.html、排名-自评.pdf（装了 Word 组件的另有 .docx），以及给程序读的
    results.jsonl（逐份结果）和 ranking.json（排名）；加 --cards 还有 cards（各市完整的得分明细）。退出码：全部算好是 0；有没算成的文件，或同一城市有两份不同的自评，是 1。
    """
    basis = ScoreBasis(reading)
    wrong = _misuse(
        output, basis, workers=workers, cluster=cluster, reviews=reviews, reports=reports, evidence=not no_evidence
    )
    if wrong:
        console.message(f"用法错误：{wrong}")
        return 2
    if references is not None and not _references(references, output, form):
        return 1
    if previous and not _records(previous, pack_search(criteria_path, *previous), form):
        return 1
    usable = _reviews(reviews, pack_search(criteria_path, *reviews))
    if usable is None:
        return 1
    settings = Settings(
        search=pack_search(criteria_path),
        previous=previous,
        reviews=reviews,
        references=references,
        as_of=as_of,
        evidence=not no_evidence,
        basis=basis,
        cards=cards,
        reports=os.path.join(output, REPORTS) if reports else None,
    )
    if reports and not _can_print():
        return 3
    count = workers or os.cpu_count() or 1
    options = BatchOptions(settings=settings, workers=count, papers=not no_summary, fresh=fresh, cluster=cluster)
    try:
        with ProgressLine("计分", timed=True) as progress:
            made = run(paths, output, options, progress)
    except KeyboardInterrupt:
        console.message("已中断；算好的都留着，再运行一次会接着做。")
        return 130
    except (BusyError, StartError, ClusterError, sqlite3.Error, OSError) as error:
        console.message(_trouble(error, output))
        return 3
    _print(made, basis, form)
    bad = any(problem.severity is Severity.ERROR for problem in made.problems)
    return 1 if made.failed or bad or not usable or not made.inputs else 0


def _misuse(
    output: str,
    basis: ScoreBasis,
    *,
    workers: int | None,
    cluster: str | None,
    reviews: tuple[str, ...],
    reports: bool,
    evidence: bool,
) -> str:
    """What is wrong with the options taken together, in words; "" for nothing."""
    if basis is ScoreBasis.EVIDENCED and not evidence:
        return "--reading evidenced 要看佐证材料，不能与 --no-evidence 同用。"
    if cluster is not None and (workers is not None or reports):
        option = "--reports" if reports else "--workers"
        return f"{option} 不能与 --dask 同用；报告请另在本机生成，工作机的个数由集群决定。"
    if os.path.exists(output) and not os.path.isdir(output):
        return f"{output} 是一个文件；-o 后面要写文件夹。"
    if basis is ScoreBasis.VERIFIED and not reviews:
        return "--reading verified 要按审核意见计分，请用 --reviews 写明审核意见所在的文件夹。"
    if not output.strip():
        return "-o 后面要写文件夹的名称，这里是空的。"
    return ""


def _references(path: str, output: str, form: str) -> bool:
    """Whether the file of references can be read; what is wrong with it is told once, before anything is scored. It is
    read by every worker, so a pipe will not do; and a run may write a file of that name into the folder of results."""
    if os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path):
        hint = "请先把内容存成文件。"
        problems: tuple[Problem, ...] = (Problem(code="unreadable", message=f"{path} 不是普通的文件", hint=hint),)
    elif os.path.realpath(path) == os.path.realpath(os.path.join(output, MADE_REFERENCES)):
        message = f"参照值文件 {path} 在结果文件夹里，用的是结果文件的名称，可能被改写"
        hint = "请把它移到别的文件夹或改名，或者给 -o 换一个文件夹。"
        problems = (Problem(code="references-in-output", message=message, hint=hint),)
    else:
        document = read_document(path)
        if document.value is not None and document.ok:
            return True
        problems = document.problems
    report_problems(problems, failed=True, form=form)
    return False


def _records(previous: tuple[str, ...], search: tuple[str, ...], form: str) -> bool:
    """Whether the records of earlier cycles can be used; what is wrong with them is told before anything is scored."""
    for path in previous:
        if os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path):  # every worker reads it
            pipe = Problem(code="unreadable", message=f"{path} 不是普通的文件", hint="请先把内容存成文件。")
            report_problems((pipe,), failed=True, form=form)
            return False
    found = load_previous(previous, search)
    if found.problems:
        report_problems(found.problems, failed=found.value is None, form=form)
    return found.value is not None


def _reviews(paths: tuple[str, ...], search: tuple[str, ...]) -> bool | None:
    """Whether every review can be used; None where the run cannot begin. What is wrong is told before anything is scored."""
    if not paths:
        return True
    for path in paths:
        if not os.path.exists(path):
            console.message(f"找不到 {path}。\n  怎么办：请写审核意见文件，或它们所在的文件夹。")
            return None
    found = reviewing.load(paths, search)
    tell(found.problems)
    return None if found.value is None else found.ok


def _can_print() -> bool:
    """Whether PDFs can be made here; what is missing is told."""
    try:
        engine()
    except ProblemsError as error:
        tell(error.problems)
        return False
    return True


def _trouble(error: Exception, output: str) -> str:
    if isinstance(error, BusyError):
        return f"另一次批量计分正在往 {output} 里写。\n  怎么办：等它结束，或者给 -o 换一个文件夹。"
    if isinstance(error, ClusterError):
        return str(error)
    if isinstance(error, StartError):
        return "工作进程启动不了。\n  怎么办：关闭其他程序、腾出内存后再试；还不行的，运行 scoring doctor 检查环境。"
    if isinstance(error, OSError):
        name = error.filename or output
        return f"无法读写 {name}：{os_error_text(error)}。\n  怎么办：检查权限和磁盘空间后再运行，会接着做。"
    return f"写不了进度记录（{output}/.batch）：{_refused(error)}。\n  怎么办：检查磁盘空间和权限；仍不行的，删去 .batch 文件夹后再运行。"


def _refused(error: Exception) -> str:
    """Why the state cannot be kept, in Chinese."""
    name = getattr(error, "sqlite_errorname", None) or "SQLITE_ERROR"
    return next((text for start, text in STATE_REFUSED.items() if name.startswith(start)), f"错误 {name}")


def _print(made: BatchResult, basis: ScoreBasis, form: str) -> None:
    columns, colour = console.terminal_width(), console.colour_wanted()
    told = told_text(made, columns=columns, colour=colour)
    if told:
        console.message(told)
    if form == "json":
        with open_regular(os.path.join(made.folder, "ranking.json")) as stream:
            console.data_bytes(stream.read())
        return
    show([*batch_blocks(made, basis)])
