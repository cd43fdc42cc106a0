"""`scoring procedure` on click: its words, options and help. What they do stands in `procedure.py`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from scoring.cli.dates import day_of
from scoring.cli.options import CRITERIA_PATH, form_option
from scoring.cli.outputs import GuardedGroup, Output

__all__ = ["procedure"]

CALENDAR = click.option(
    "--calendar", metavar="文件", help="日历文件：软件还没有数据的年份，或本地另有放假、上班安排的日子。"
)


def _day(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and day_of(value) is None:
        raise click.BadParameter(f"{value} 不是日期，请写成 2022-09-26 这样")
    return value


class _StatusFirst(GuardedGroup):
    """A group whose first command may go unnamed: `scoring procedure 周期.yaml`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the name of the first command where another word or nothing stands."""
        known = (*self.commands, *self.get_help_option_names(ctx))
        return super().parse_args(ctx, args if args and args[0] in known else ["status", *args])


@click.group(
    "procedure",
    cls=_StatusFirst,
    options_metavar="[选项]",
    subcommand_metavar="[命令] [参数]…",
    epilog="\b\n例：\n  scoring procedure\n  scoring procedure 周期.yaml --as-of 2022-09-20\n"
    "  scoring procedure days 2022-09-26\n  scoring procedure ban 周期.yaml\n  scoring procedure init -o 周期.yaml",
)
def procedure() -> None:
    """评选程序走到哪一步：时限、报送材料、公示的工作日、年度报送、撤销和下一期的限制。

    不写命令时是 status。
    """


def _command(name: str, *options: Callable[[Any], Any], epilog: str) -> Callable[[Any], click.Command]:
    def decorate(function: Any) -> click.Command:
        for option in reversed(options):
            function = option(function)
        examples = "\b\n例：\n  " + "\n  ".join(epilog.splitlines())
        made: click.Command = procedure.command(name, options_metavar="[选项]", epilog=examples)(function)
        return made

    return decorate


@_command(
    "status",
    click.argument("target", metavar="[指标体系|周期记录]", default="liaoning-2022"),
    click.option("--as-of", metavar="日期", callback=_day, help="看哪一天的情况（如 2022-09-20），默认是今天。"),
    click.option(
        "--within",
        metavar="天数",
        type=click.IntRange(min=0),
        default=14,
        help="离时限多少天以内算临近，默认14天。",
    ),
    CALENDAR,
    CRITERIA_PATH,
    form_option("text", "json"),
    epilog="scoring procedure status 周期.yaml\nscoring procedure 周期.yaml --as-of 2022-09-20 --format json",
)
def status(
    target: str, as_of: str | None, within: int, calendar: str | None, criteria_path: tuple[str, ...], form: str
) -> int:
    """这一期走到哪一步：各阶段时限过了没有、还有几天（几个工作日），各市还缺什么材料，公示哪天期满，接下来做什么。

    只写指标体系时，列出它写明的时限。有逾期的退出码是1。
    """
    from scoring.cli.procedure import run_status

    return run_status(
        target=target, as_of=as_of, calendar=calendar, within=within, criteria_path=criteria_path, form=form
    )


@_command(
    "days",
    click.argument("start", metavar="日期", callback=_day),
    click.argument("pack", metavar="[指标体系]", default="liaoning-2022"),
    click.option(
        "--days", "number", metavar="天数", type=click.IntRange(1, 250), help="几个工作日，默认按指标体系的规定。"
    ),
    CALENDAR,
    CRITERIA_PATH,
    form_option("text", "json"),
    epilog="scoring procedure days 2022-09-26\nscoring procedure days 2022-09-26 --days 7",
)
def days(
    start: str, pack: str, number: int | None, calendar: str | None, criteria_path: tuple[str, ...], form: str
) -> int:
    """某日开始公示，哪天期满：按放假和调休上班数工作日，首日计入和不计入的两种结果都给出。"""
    from scoring.cli.procedure import run_days

    return run_days(start=start, pack=pack, number=number, calendar=calendar, criteria_path=criteria_path, form=form)


@_command(
    "ban",
    click.argument("files", metavar="周期记录…", nargs=-1, required=True),
    click.option(
        "--year", metavar="年份", type=click.IntRange(1949, 2199), help="看哪一年开始的那一期，默认是记录之后的下一期。"
    ),
    CRITERIA_PATH,
    form_option("text", "json"),
    epilog="scoring procedure ban 2022年周期.yaml\nscoring procedure ban 2020年周期.yaml 2022年周期.yaml --year 2024",
)
def ban(files: tuple[str, ...], year: int | None, criteria_path: tuple[str, ...], form: str) -> int:
    """哪些城市因为被撤销称号，不能参加某一期评选。"""
    from scoring.cli.procedure import run_ban

    return run_ban(files=files, year=year, criteria_path=criteria_path, form=form)


@_command(
    "init",
    click.argument("pack", metavar="[指标体系]", default="liaoning-2022"),
    click.option(
        "-o", "--output", metavar="文件", type=Output(stream=True), required=True, help="写到哪个文件，- 表示标准输出。"
    ),
    click.option(
        "--year", metavar="年份", type=click.IntRange(1949, 2199), help="这一期从哪一年开始，默认按指标体系。"
    ),
    CRITERIA_PATH,
    epilog="scoring procedure init -o 周期.yaml\nscoring procedure init liaoning-2022 --year 2024 -o 2024年周期.yaml",
)
def init(pack: str, output: str, year: int | None, criteria_path: tuple[str, ...]) -> int:
    """生成一份空白的周期记录，旁边附一份供编辑器提示的格式文件。"""
    from scoring.cli.procedure_init import run_cycle_init

    return run_cycle_init(pack=pack, output=output, year=year, criteria_path=criteria_path)
