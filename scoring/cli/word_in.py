"""`scoring word in`: the texts of an edited Word report, written back into the submission."""

from __future__ import annotations

from datetime import datetime

import click

from scoring.base.assets import pack_search
from scoring.base.errors import Problem, ProblemsError
from scoring.cli import console
from scoring.cli.command import command
from scoring.cli.messages import report_problems, tell
from scoring.cli.options import CRITERIA_PATH, FILE
from scoring.cli.terminal import show
from scoring.documents.edit import path_text
from scoring.documents.edit.saving import JOURNAL, Origin, save
from scoring.exchange.submitted import open_submitted
from scoring.exchange.word_document import read_word
from scoring.exchange.word_merging import Outcome, WordMerge, merge
from scoring.exchange.word_told import word_blocks
from scoring.loading import load_submission

__all__ = ["read_back"]

WAY = "Word 读回"
PLAN = Problem(
    code="word-plan",
    message="规划方案的进展报告不读回",
    hint="请在进展文件里直接改，再生成一次报告。",
)


@command(
    "in",
    "scoring word in 自评.yaml 报告.docx --dry-run",
    "scoring word in 自评.yaml 报告.docx",
    "scoring word in 自评.yaml 报告.docx --word-wins",
)
@FILE
@click.argument("document", metavar="报告.docx")
@click.option("--dry-run", is_flag=True, help="只看会收下什么，不改自评文件。")
@click.option("--word-wins", is_flag=True, help="两边都改过的，按 Word 里的写；不写这个选项时列为冲突，不动。")
@CRITERIA_PATH
def read_back(file: str, document: str, dry_run: bool, word_wins: bool, criteria_path: tuple[str, ...]) -> int:
    """把在 Word 或 WPS 里改过的报告文字读回自评文件：各项的说明，基本情况、存在问题、下一步打算等文字。

    逐处比较三方：印出时的、Word 里现在的、自评文件现在的。只有 Word 里改过的才收；两边都改过的列为冲突，写明行号。分数、官方文字
    等别处的改动只指出来，从不收。自评文件的注释和其他内容一个字节也不动，原来的文件留一份备份，每处改动记一行。
    退出码：全部收下或没有变的是 0；有冲突、有没有收的是 1。
    """
    search = pack_search(criteria_path, file)
    source, loaded = open_submitted(file, search), load_submission(file, search=search)
    if source.value is None:
        report_problems(source.problems, failed=True, outcome="没有读回")
        return 1
    if source.value.asked.plan or loaded.value is None:
        report_problems((PLAN,) if source.value.asked.plan else loaded.problems, failed=True, outcome="没有读回")
        return 1
    try:
        read = read_word(document)
    except ProblemsError as error:
        tell(error.problems)
        return 3
    merged = merge(source.value, loaded.value, read.value, word_wins=word_wins) if read.value is not None else None
    if read.value is None or merged is None or merged.value is None:
        report_problems(read.problems if merged is None else merged.problems, failed=True, outcome="没有读回")
        return 1
    return _finish(file, document, merged.value, read.value.editor, dry_run=dry_run)


def _finish(file: str, document: str, found: WordMerge, editor: str, *, dry_run: bool) -> int:
    left = bool(found.of(Outcome.CONFLICT) or found.of(Outcome.REFUSED))
    written = False
    if found.changes and not dry_run:
        places = {path_text(change.path): document for change in found.changes}
        origin = Origin(who=editor, at=datetime.now().astimezone(), way=WAY, places=places)
        saved = save(file, found.changes, origin, backup=True)
        tell(saved.problems)
        if saved.value is None:
            return 3
        written = True
        left = left or bool(saved.value.conflicts)
    show([*word_blocks(found)])
    if written:
        console.message(f"已写进 {file}；原来的文件留有备份（{file}.….bak），每处改动记在 {file}{JOURNAL}。")
    elif dry_run:
        console.message(f"只是看一看，{file} 没有改动；去掉 --dry-run 才写。")
    else:
        console.message(f"{file} 没有改动。")
    if found.of(Outcome.CONFLICT):
        console.message("  怎么办：在自评文件里改好这几处；或者都按 Word 里的写，再运行一次，加 --word-wins。")
    return 1 if left else 0
