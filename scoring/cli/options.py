"""Options that several command groups share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

__all__ = ["CRITERIA_PATH", "form_option"]

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

CRITERIA_PATH = click.option(
    "--criteria-path",
    metavar="文件夹",
    multiple=True,
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
