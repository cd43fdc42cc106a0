"""The words of the command line that several commands share, each written once: arguments, options, and what they become."""

from __future__ import annotations

import os.path
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

import click

from scoring.cli.command import Output, OutputFolder

__all__ = [
    "AS_OF",
    "CRITERIA_PATH",
    "FILE",
    "FONTS",
    "PACK",
    "PREVIOUS",
    "REFERENCES",
    "REVIEWS",
    "TARGET",
    "TEMPLATES",
    "cell_limit_option",
    "day_from",
    "form_option",
    "output_option",
    "points_from",
    "year_option",
]

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
Decorator = Callable[[Decorated], Decorated]


def day_from(example: str) -> Callable[[click.Context, click.Parameter, str | None], date | None]:
    """A callback that makes a day of a word such as 2022-05-20; `example` is told where it is none."""

    def day(_context: click.Context, _parameter: click.Parameter, value: str | None) -> date | None:
        if value is None:
            return None
        try:
            if len(value) == 10 and value[4] == value[7] == "-" and value.isascii():
                return date.fromisoformat(value)
        except ValueError:
            pass
        raise click.BadParameter(f"{value} 不是日期，请写成 {example} 这样")

    return day


def points_from(_context: click.Context, _parameter: click.Parameter, value: str | None) -> Fraction | None:
    """A callback that makes an exact number of points of a word such as 80 or 92.5."""
    if value is None:
        return None
    whole, _, rest = value.strip().removesuffix("分").partition(".")
    if not (whole.isascii() and whole.isdecimal() and len(value) <= 20) or (
        rest and not (rest.isascii() and rest.isdecimal())
    ):
        raise click.BadParameter(f"{value} 不是分数，请写成 80 或 92.5 这样")
    return Fraction(f"{whole}.{rest}" if rest else whole)


def _folders(_context: click.Context, _parameter: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    for folder in value:
        if not os.path.isdir(folder):
            raise click.BadParameter(f"没有文件夹 {folder}，请核对路径")
    return value


FILE = click.argument("file", metavar="自评文件")
PACK = click.argument("pack", metavar="[指标体系]", default="liaoning-2022")
REFERENCES = click.option("--references", metavar="文件", help="参照值文件（全省平均等），其中的值优先于自评文件里的。")
AS_OF = click.option(
    "--as-of", metavar="日期", callback=day_from("2022-05-20"), help="按哪一天计算（如 2022-05-20），默认是申报日期。"
)
PREVIOUS = click.option(
    "--previous",
    metavar="周期记录",
    multiple=True,
    help="上一评选周期的记录，据以核对“上一期是否被撤销称号”，可写多次。",
)
REVIEWS = click.option(
    "--reviews",
    metavar="文件或文件夹",
    multiple=True,
    help="审核意见文件或所在的文件夹，据以给出核实后的得分，可写多次。",
)
CRITERIA_PATH = click.option(
    "--criteria-path",
    metavar="文件夹",
    multiple=True,
    callback=_folders,
    help="另外在这个文件夹里找指标体系，可写多次；也可用环境变量 SCORING_CRITERIA_PATH。",
)
TARGET = click.option(
    "--target", metavar="分数", callback=points_from, help="想达到的总分，如 80：找出最少要改哪几处。"
)
TEMPLATES = click.option("--templates", metavar="文件夹", help="用自己的报告模板和版头，缺的文件用内置的。")
FONTS = click.option(
    "--font", "fonts", metavar="字体名=文件", multiple=True, help="换用自己的字体，如 仿宋=FZFS.ttf，可写多次。"
)


def form_option(*kinds: str) -> Decorator[Any]:
    """--format with these kinds, the first being the default."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(kinds),
        default="text",
        metavar="|".join(kinds),
        help="输出格式，默认 text。",
    )


def output_option(kind: Output | OutputFolder, text: str, *, metavar: str = "文件", **more: Any) -> Decorator[Any]:
    """-o for an output of this kind; `text` is its help."""
    return click.option("-o", "--output", metavar=metavar, type=kind, help=text, **more)


def year_option(text: str) -> Decorator[Any]:
    """--year for the first year of a cycle; `text` is its help."""
    return click.option("--year", metavar="年份", type=click.IntRange(1949, 2199), help=text)


def cell_limit_option(text: str) -> Decorator[Any]:
    """--cell-limit for an analysis of packs; `text` is its help."""
    return click.option("--cell-limit", metavar="数目", type=click.IntRange(min=1), default=20_000, help=text)
