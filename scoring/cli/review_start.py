"""`scoring review init`: whether one file is meant or many, told from the words of the command."""

from __future__ import annotations

import os

from scoring.base.characters import alike
from scoring.cli.messages import report_usage
from scoring.cli.review_init import Order, run_init
from scoring.cli.review_init_all import run_init_all
from scoring.model.review import Role

__all__ = ["run"]

ENDINGS = (".yaml", ".yml")


def run(files: tuple[str, ...], order: Order) -> int:
    """One blank review to a file, or those of all cities and reviewers to a folder; the exit code, 2 for wrong words."""
    if order.reviews and Role(order.role) is not Role.CHAIR:
        return report_usage(
            "--reviews 只列有分歧的项，是组长用的", "组长的写上 --role 组长；组员的去掉 --reviews。", "text"
        )
    if len({alike(one) for one in order.reviewers}) < len(order.reviewers):
        return report_usage("--reviewer 写了两个相同的代号", "每位审核人写一次。", "text")
    named = order.output.lower().endswith(ENDINGS)
    folder = order.output.endswith(("/", os.sep)) or (os.path.isdir(order.output) and not named)
    if len(files) == 1 and len(order.reviewers) == 1 and not os.path.isdir(files[0]) and not folder:
        return run_init(files[0], order)
    if order.keep is not None:
        return report_usage(
            "--keep 一次只能用于一个城市的一份意见", "写一个自评文件、一位审核人，-o 后面写文件名。", "text"
        )
    if not folder and named:
        return report_usage(
            f"有几个城市或几位审核人，{order.output} 是一个文件的名称", "-o 后面写文件夹，如 -o 审核意见。", "text"
        )
    return run_init_all(files, order)
