"""`scoring excel in`: returned workbooks merged into the submission, every conflict named."""

from __future__ import annotations

import glob
import os
from collections.abc import Sequence
from datetime import datetime

import click

from scoring.base.assets import pack_search
from scoring.base.marks import FORM
from scoring.base.text import os_error_text
from scoring.cli import console
from scoring.cli.command import Output, command
from scoring.cli.messages import report_problems, tell
from scoring.cli.next_command import command_line
from scoring.cli.options import CRITERIA_PATH, FILE, form_option, output_option
from scoring.cli.output import print_json
from scoring.cli.terminal import show
from scoring.documents.edit import path_text
from scoring.exchange.reading import BOOKS, ReturnedBook, read_book
from scoring.exchange.returns import BookReturn, Returns, gather
from scoring.exchange.returns_told import returns_blocks, returns_json
from scoring.exchange.saving import save
from scoring.exchange.settling import write_settling
from scoring.exchange.submitted import open_submitted

__all__ = ["collect"]

TEMPORARY = ("~$", ".")
"""How the names of files begin that office programs leave beside an open one."""


@command(
    "in",
    "scoring excel in 自评.yaml 回收 --dry-run",
    "scoring excel in 自评.yaml 回收 -o 待定.xlsx",
    "scoring excel in 自评.yaml 待定.xlsx",
    "scoring excel in 自评.yaml 市财政局.xlsx 市税务局.ods --format json",
)
@FILE
@click.argument("books", metavar="工作簿或文件夹…", nargs=-1, required=True)
@output_option(Output(FORM), "把冲突和没有收的格子写成一个工作簿：定好“定为”一栏，再收一次。", metavar="文件.xlsx")
@click.option("--dry-run", is_flag=True, help="只看会收下什么，不改自评文件。")
@CRITERIA_PATH
@form_option("text", "json")
def collect(
    file: str, books: tuple[str, ...], output: str | None, dry_run: bool, criteria_path: tuple[str, ...], form: str
) -> int:
    """把收回来的工作簿（.xlsx、.xls、.ods，WPS 的 .et 先另存为 .xlsx）合并进自评文件。

    逐个答案比较三方：发表时的、表里现在的、自评文件现在的。只有部门改过、文件里没有另外改过、各表又不矛盾的才收；
    其余列为冲突，写明工作簿、表、格子和自评文件的行号。全部看完才写：自评文件的注释和其他内容一个字节也不动，
    原来的文件留一份备份，每处改动记一行。退出码：全部收下或没有变的是 0；有冲突、有没有收的是 1。
    """
    if output is not None and not output.lower().endswith(".xlsx"):
        console.message(f"用法错误：-o {output} 要以 .xlsx 结尾。")
        return 2
    paths = _found(books, output)
    if not paths:
        console.message(
            f"用法错误：没有找到工作簿：{'、'.join(books)}。\n  怎么办：请核对文件夹和文件名（{' '.join(BOOKS)}）。"
        )
        return 2
    found = open_submitted(file, pack_search(criteria_path, file))
    if found.value is None:
        report_problems(found.problems, failed=True, form=form, outcome="没有收表")
        return 1
    returned, unread = _read(paths)
    returns = gather(found.value, returned, unread)
    return _finish(file, returns, output, dry_run, form)


def _found(names: Sequence[str], output: str | None) -> list[str]:
    """The workbooks that are meant: files, what a pattern matches, all of a folder; not what is to be written."""
    paths: list[str] = []
    for name in names:
        if os.path.isdir(name):
            paths += [os.path.join(name, one) for one in sorted(os.listdir(name)) if one.lower().endswith(BOOKS)]
        else:
            paths += [name] if os.path.exists(name) else sorted(glob.glob(name)) or [name]
    own = None if output is None else os.path.realpath(output)
    found = [one for one in paths if not os.path.basename(one).startswith(TEMPORARY) and os.path.realpath(one) != own]
    return list(dict.fromkeys(found))


def _read(paths: Sequence[str]) -> tuple[list[ReturnedBook], list[BookReturn]]:
    """The workbooks that can be read, and the others. Books of the same name are told apart by their folders."""
    names = [os.path.basename(path) for path in paths]
    books, unread = [], []
    for path, name in zip(paths, names, strict=True):
        shown = path if names.count(name) > 1 else name
        read = read_book(path, shown)
        if read.value is None:
            problem = read.problems[0]
            unread.append(BookReturn(name=shown, refused=f"{problem.message}。{problem.hint}"))
        else:
            books.append(read.value)
    return books, unread


def _finish(file: str, returns: Returns, output: str | None, dry_run: bool, form: str) -> int:
    written, backup, whole = False, "", returns.settled
    if returns.taken and not dry_run:
        saved = save(file, returns, datetime.now().astimezone(), "命令行")
        tell(saved.problems)
        if saved.value is None:
            return 3
        whole = whole and not saved.value.conflicts
        for one in saved.value.conflicts:
            console.message(
                f"{path_text(one.change.path)}：自评文件刚才被别人改成了 {one.found}，没有写入；请再运行一次。"
            )
        written, backup = bool(saved.value.done), f"{file}.{returns.source.digest[:8]}.bak"
    if form == "json":
        print_json(returns_json(returns, written=written, backup=backup))
    else:
        show([*returns_blocks(returns)])
    if output is not None and not returns.settled:
        try:
            write_settling(returns, output)
        except OSError as error:
            console.message(
                f"写不了 {output}：{os_error_text(error)}。\n  怎么办：请换一个文件名，或关掉打开着的工作簿再运行。"
            )
            return 3
        console.message(
            f"已写出 {output}：在“定为”一栏选好，再运行 {command_line('scoring', 'excel', 'in', file, output)}"
        )
    _say(file, returns, output, dry_run=dry_run, written=written, backup=backup)
    return 0 if whole else 1


def _say(file: str, returns: Returns, output: str | None, *, dry_run: bool, written: bool, backup: str) -> None:
    if written:
        console.message(f"已写进 {file}，原来的文件留在 {backup}。")
    elif dry_run:
        console.message(f"只是看一看，{file} 没有改动；去掉 --dry-run 才写。")
    else:
        console.message(f"{file} 没有改动。")
    if returns.questions:
        console.message(f"收进来以后有 {len(returns.questions)} 处要看一看：")
        tell(returns.questions)
    if output is None and (returns.conflicts or returns.refusals):
        console.message("  要把冲突和没有收的格子写成表：加 -o 待定.xlsx。")
