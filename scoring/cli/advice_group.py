"""The commands `improve` and `compare` on click: their options and help. What they do stands in one module each."""

from __future__ import annotations

from fractions import Fraction

import click

from scoring.base.marks import COMPARISON
from scoring.cli.options import AS_OF, CRITERIA_PATH, FILE, REFERENCES, form_option
from scoring.cli.outputs import GuardedCommand, Output

__all__ = ["TARGET", "compare", "improve", "points_of"]


def points_of(_context: click.Context, _parameter: click.Parameter, value: str | None) -> Fraction | None:
    """A number of points such as 80 or 92.5, exact."""
    if value is None:
        return None
    whole, _, rest = value.strip().removesuffix("分").partition(".")
    if not (whole.isascii() and whole.isdecimal() and len(value) <= 20) or (
        rest and not (rest.isascii() and rest.isdecimal())
    ):
        raise click.BadParameter(f"{value} 不是分数，请写成 80 或 92.5 这样")
    return Fraction(f"{whole}.{rest}" if rest else whole)


TARGET = click.option("--target", metavar="分数", callback=points_of, help="想达到的总分，如 80：找出最少要改哪几处。")


@click.command(
    "improve",
    options_metavar="[选项]",
    epilog="\b\n例：\n  scoring improve 自评.yaml\n  scoring improve 自评.yaml --target 80\n"
    "  scoring improve 自评.yaml --owner 市财政局",
)
@FILE
@TARGET
@click.option("--owner", metavar="部门", default="", help="只看这个责任部门的事项。")
@REFERENCES
@AS_OF
@CRITERIA_PATH
@form_option("text", "json")
def improve(
    file: str,
    target: Fraction | None,
    owner: str,
    references: str | None,
    as_of: str | None,
    criteria_path: tuple[str, ...],
    form: str,
) -> int:
    """算清怎样提分：每一处改动准确值多少分、为什么不加分、哪些要一起做、达到目标最少改哪几处。

    未填完的自评，还算出先填哪一项最能缩小总分的范围。打好的包（.zip）和生成的报告（.pdf）也可以直接写。
    """
    from scoring.cli.improve import run_improve

    return run_improve(
        file=file,
        target=target,
        owner=owner,
        references=references,
        as_of=as_of,
        criteria_path=criteria_path,
        form=form,
    )


@click.command(
    "compare",
    cls=GuardedCommand,
    options_metavar="[选项]",
    epilog="\b\n例：\n  scoring compare 甲市.yaml 乙市.yaml\n  scoring compare 初稿.zip 定稿.yaml -o 差额.html",
)
@click.argument("left", metavar="左边的自评文件")
@click.argument("right", metavar="右边的自评文件")
@click.option("-o", "--output", metavar="文件.html", type=Output(COMPARISON), help="另写成网页，带差额的瀑布图。")
@REFERENCES
@AS_OF
@CRITERIA_PATH
@form_option("text", "json")
def compare(
    left: str,
    right: str,
    output: str | None,
    references: str | None,
    as_of: str | None,
    criteria_path: tuple[str, ...],
    form: str,
) -> int:
    """比较两份自评：总分差在哪里，逐部分、逐项、逐条款、逐填报项，准确到最后一分。

    可以是两个城市，也可以是同一城市的前后两稿；打好的包和生成的报告也可以直接写。差额都是右边减左边。
    """
    from scoring.cli.compare import run_compare

    return run_compare(
        left=left,
        right=right,
        output=output,
        references=references,
        as_of=as_of,
        criteria_path=criteria_path,
        form=form,
    )
