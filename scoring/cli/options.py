"""Options that several command groups share."""

from __future__ import annotations

import os.path
from collections.abc import Callable
from typing import Any, TypeVar

import click

from scoring.cli.dates import day_of

__all__ = ["AS_OF", "CRITERIA_PATH", "FILE", "PREVIOUS", "REFERENCES", "REVIEWS", "form_option"]

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def _day(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and day_of(value) is None:
        raise click.BadParameter(f"{value} 不是日期，请写成 2022-05-20 这样")
    return value


def _folders(_context: click.Context, _parameter: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    for folder in value:
        if not os.path.isdir(folder):
            raise click.BadParameter(f"没有文件夹 {folder}，请核对路径")
    return value


FILE = click.argument("file", metavar="自评文件")
REFERENCES = click.option("--references", metavar="文件", help="参照值文件（全省平均等），其中的值优先于自评文件里的。")
AS_OF = click.option("--as-of", metavar="日期", callback=_day, help="按哪一天计算（如 2022-05-20），默认是申报日期。")
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


def form_option(*kinds: str) -> Callable[[Decorated], Decorated]:
    """--format with these kinds, the first being the default."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(kinds),
        default="text",
        metavar="|".join(kinds),
        help="输出格式，默认 text。",
    )
