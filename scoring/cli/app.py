"""The commands, their options and their help, on click. What they do stands in one module each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, TypeVar

import click

from scoring import __version__
from scoring.base.marks import REMINDER, REPORT, SCHEMA
from scoring.cli import chinese, console
from scoring.cli.advice_group import TARGET, compare, improve
from scoring.cli.batch_group import batch
from scoring.cli.criteria_group import criteria
from scoring.cli.evidence_group import COMMANDS as EVIDENCE
from scoring.cli.journal_group import journal
from scoring.cli.options import AS_OF, CRITERIA_PATH, FILE, PREVIOUS, REFERENCES, REVIEWS, form_option
from scoring.cli.outputs import GuardedGroup, Output
from scoring.cli.procedure_group import procedure
from scoring.cli.review_group import review

__all__ = ["app", "run"]

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
CONTEXT: dict[str, Any] = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

chinese.install()


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; usage errors are printed here."""
    _tidy_on_request()
    try:
        outcome = app.main(args=list(arguments), prog_name="scoring", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        console.message(error.ctx.get_help() if error.ctx else "")
        return 2
    except click.UsageError as error:
        if error.ctx is not None:
            console.message(error.ctx.get_usage())
            console.message(f"看说明：{error.ctx.command_path} --help")
        console.message(f"用法错误：{chinese.tidy(error.format_message())}")
        return 2
    except click.ClickException as error:
        console.message(f"出错：{chinese.tidy(error.format_message())}")
        return 2
    except click.Abort:
        console.message("已中断。")
        return 130
    return outcome if isinstance(outcome, int) else 0


def _tidy_on_request() -> None:
    """Let a polite request to end (kill, closing the terminal) end the run as Ctrl-C does, with nothing left behind."""
    import signal
    import threading

    def stop(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        return
    for name in ("SIGTERM", "SIGHUP", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, stop)


def _command(*options: Callable[[Decorated], Decorated], name: str, epilog: str = "") -> Callable[[Any], click.Command]:
    """A command with Chinese metavars, its options in the order given."""

    def decorate(function: Any) -> click.Command:
        for option in reversed(options):
            function = option(function)
        examples = "\b\n例：\n  " + "\n  ".join(epilog.splitlines()) if epilog else None
        made: click.Command = app.command(name, options_metavar="[选项]", epilog=examples)(function)
        return made

    return decorate


@click.group(
    cls=GuardedGroup,
    context_settings=CONTEXT,
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]…",
    epilog="退出码：0 正常；1 有错误、未填完、有不得申报的情形或查出问题；2 用法不对；3 缺少运行环境或程序出错；130 被中断。",
)
@click.version_option(__version__, "--version", message="scoring %(version)s")
def app() -> None:
    """按官方评估指标体系给城市自评打分，逐条说明理由，生成自评报告。"""


@_command(
    click.argument("pack", metavar="[指标体系]", default="liaoning-2022"),
    click.option(
        "-o", "--output", metavar="文件", type=Output(stream=True), required=True, help="写到哪个文件，- 表示标准输出。"
    ),
    CRITERIA_PATH,
    name="init",
    epilog="scoring init -o 自评.yaml\nscoring init liaoning-2022 -o 自评.yaml --force",
)
def init(pack: str, output: str, criteria_path: tuple[str, ...]) -> int:
    """生成一份带说明的空白自评文件：每个问题旁边写着责任部门、单位、评分标准和可填的值。"""
    from scoring.cli.init import run_init

    return run_init(pack=pack, output=output, criteria_path=criteria_path)


@_command(
    click.argument("files", metavar="自评文件…", nargs=-1, required=True),
    REFERENCES,
    CRITERIA_PATH,
    form_option("text", "json"),
    name="check",
    epilog="scoring check 自评.yaml\nscoring check 甲市.yaml 乙市.yaml --format json",
)
def check(files: tuple[str, ...], references: str | None, criteria_path: tuple[str, ...], form: str) -> int:
    """检查自评文件，一次列出全部问题：在哪一行、错在哪里、怎么改。

    列出的佐证材料不在或打不开的，作为疑问列出，写明最多影响几分。打好的包（.zip）和生成的报告（.pdf）也可以直接写。
    """
    from scoring.cli.check import run_check

    return run_check(files=files, references=references, criteria_path=criteria_path, form=form)


@_command(
    FILE,
    click.option(
        "-o",
        "--output",
        metavar="文件",
        type=Output(REMINDER),
        help="写成发给各部门的催填单（.pdf 或 .html），每个部门一页。",
    ),
    click.option("--owner", metavar="部门", help="只列这个部门的。"),
    REFERENCES,
    CRITERIA_PATH,
    form_option("text", "csv"),
    name="remind",
    epilog="scoring remind 自评.yaml\nscoring remind 自评.yaml --format csv > 未填.csv\nscoring remind 自评.yaml -o 催填单.pdf",
)
def remind(
    file: str,
    output: str | None,
    owner: str | None,
    references: str | None,
    criteria_path: tuple[str, ...],
    form: str,
) -> int:
    """按部门列出还没有填的问题，写明在第几行、涉及几分；也可以写成发给各部门的催填单。

    几个部门共同填报的，在各部门都列出。退出码：都填了是 0，还有没填的是 1。
    """
    from scoring.cli.remind import run_remind

    return run_remind(
        file=file, output=output, owner=owner, references=references, criteria_path=criteria_path, form=form
    )


@_command(
    FILE,
    REFERENCES,
    AS_OF,
    PREVIOUS,
    REVIEWS,
    CRITERIA_PATH,
    form_option("text", "json", "csv"),
    name="score",
    epilog="scoring score 自评.yaml\nscoring score 示例市.zip\nscoring score 自评.yaml --references 参照值.yaml\nscoring score 自评.yaml --format csv > 得分.csv",
)
def score(
    file: str,
    references: str | None,
    as_of: str | None,
    previous: tuple[str, ...],
    reviews: tuple[str, ...],
    criteria_path: tuple[str, ...],
    form: str,
) -> int:
    """给自评文件打分：每项得分、失分和原因，总分（未填完时是范围），申报资格，还缺什么。

    也可以直接写 scoring bundle 打的包（.zip）或 scoring report 生成的 PDF：先核对有没有改动，再按里面的填报内容计分。

    退出码：填完而且未发现不得申报的情形是 0；没有填完，或有不得申报的情形，是 1。

    规划方案没有分值，给出各指标各年度是否达到目标、差多少，约束性和预期性分开计数，任务按责任单位列出。
    """
    from scoring.cli.score import run_score

    return run_score(
        {
            "file": file,
            "references": references,
            "as_of": as_of,
            "criteria_path": criteria_path,
            "form": form,
            "previous": previous,
            "reviews": reviews,
        }
    )


@_command(
    click.argument("words", metavar="指标项… 自评文件", nargs=-1, required=True),
    REFERENCES,
    AS_OF,
    CRITERIA_PATH,
    form_option("text", "json"),
    name="explain",
    epilog="scoring explain 1.1 自评.yaml\nscoring explain 自评.yaml 3.5 5.2\nscoring explain 自评.yaml",
)
def explain(
    words: tuple[str, ...], references: str | None, as_of: str | None, criteria_path: tuple[str, ...], form: str
) -> int:
    """逐句解释指标项的得分：官方原文、依据的填报内容及其所在行、佐证材料、计分过程、采用的口径。

    指标项写编号（1.1 或 （一）1），与文件的先后不限；不写指标项就解释全部。规划方案的任务写 任务1 这样。
    """
    from scoring.cli.explain_item import run_explain

    return run_explain(words=words, references=references, as_of=as_of, criteria_path=criteria_path, form=form)


@_command(
    FILE,
    click.option(
        "-o",
        "--output",
        metavar="文件",
        type=Output(REPORT, "scoring.card", "scoring.attainment"),
        required=True,
        help="写到哪个文件，按扩展名决定格式：.pdf .html .json。",
    ),
    REFERENCES,
    AS_OF,
    CRITERIA_PATH,
    click.option("--templates", metavar="文件夹", help="用自己的报告模板和版头，缺的文件用内置的。"),
    click.option(
        "--font", "fonts", metavar="字体名=文件", multiple=True, help="换用自己的字体，如 仿宋=FZFS.ttf，可写多次。"
    ),
    click.option("--improve", "planned", is_flag=True, help="“下一步打算”写上逐项测算的可增分值。"),
    TARGET,
    REVIEWS,
    name="report",
    epilog="scoring report 自评.yaml -o 报告.pdf\nscoring report 自评.yaml -o 报告.html --templates 我的模板\nscoring report 自评.yaml -o 报告.pdf --font 仿宋=FZFS.ttf\nscoring report 自评.yaml -o 报告.pdf --target 80",
)
def report(
    file: str,
    output: str,
    references: str | None,
    as_of: str | None,
    criteria_path: tuple[str, ...],
    templates: str | None,
    fonts: tuple[str, ...],
    planned: bool,
    target: Fraction | None,
    reviews: tuple[str, ...],
) -> int:
    """生成自评报告（规划方案是带走势图的进展报告）：PDF（公文版式）、单个 HTML 文件或 JSON 数据。

    自评文件也可以换成 scoring bundle 打的包或 scoring report 生成的 PDF。
    """
    from scoring.cli.report import run_report

    return run_report(
        file=file,
        output=output,
        references=references,
        as_of=as_of,
        criteria_path=criteria_path,
        templates=templates,
        fonts=fonts,
        planned=planned,
        target=target,
        reviews=reviews,
    )


@_command(
    click.argument("pack", metavar="[指标体系]", default="liaoning-2022"),
    click.option(
        "-o",
        "--output",
        metavar="文件",
        type=Output(SCHEMA, stream=True),
        default="-",
        help="写到哪个文件，默认标准输出。",
    ),
    CRITERIA_PATH,
    name="schema",
    epilog="scoring schema liaoning-2022 -o liaoning-2022.schema.json",
)
def schema(pack: str, output: str, criteria_path: tuple[str, ...]) -> int:
    """输出自评文件的 JSON Schema（2020-12），编辑器可据此提示和补全。"""
    from scoring.cli.init import run_schema

    return run_schema(pack=pack, output=output, criteria_path=criteria_path)


@_command(form_option("text", "json"), name="doctor", epilog="scoring doctor")
def doctor(form: str) -> int:
    """检查运行环境：Python、Pango、HarfBuzz 子集库、中文字体、各组件版本；缺什么就写出安装命令。"""
    from scoring.cli.doctor import run_doctor

    return run_doctor(form=form)


for evidence_command in EVIDENCE:
    app.add_command(evidence_command)
app.add_command(batch)
app.add_command(improve)
app.add_command(compare)
app.add_command(criteria)
app.add_command(procedure)
app.add_command(journal)
app.add_command(review)
