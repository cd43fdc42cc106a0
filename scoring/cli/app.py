"""The table of commands, and running one line of words. Each command stands in the module that the table names."""

from __future__ import annotations

import signal
import threading
from collections.abc import Sequence

import click

from scoring import __version__
from scoring.cli import chinese, console
from scoring.cli.command import CommandGroup

__all__ = ["app", "run"]

COMMANDS = {
    "batch": "batch:batch",
    "binder": "binder:binder",
    "bundle": "bundle:bundle",
    "check": "check:check",
    "compare": "compare:compare",
    "criteria": "criteria:criteria",
    "doctor": "doctor:doctor",
    "evidence": "evidence:evidence",
    "excel": "excel:excel",
    "explain": "explain_item:explain",
    "improve": "improve:improve",
    "init": "init:init",
    "journal": "journal:journal",
    "procedure": "procedure:procedure",
    "remind": "remind:remind",
    "report": "report:report",
    "review": "review:review",
    "schema": "init:schema",
    "score": "score:score",
    "serve": "serve:serve",
    "sign": "sign:sign",
    "verify": "verify:verify",
    "word": "word:word",
}
"""Where each command stands in this package: module and function."""

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

    def stop(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        return
    for name in ("SIGTERM", "SIGHUP", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, stop)


@click.group(
    cls=CommandGroup,
    places=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]…",
    epilog="退出码：0 正常；1 有错误、未填完、有不得申报的情形或查出问题；2 用法不对；3 缺少运行环境或程序出错；130 被中断。",
)
@click.version_option(__version__, "--version", message="scoring %(version)s")
def app() -> None:
    """按官方评估指标体系给城市自评打分，逐条说明理由，生成自评报告。"""
