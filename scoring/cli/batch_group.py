"""`scoring batch` on click: its options and help."""

from __future__ import annotations

import click

from scoring.cli.options import AS_OF, CRITERIA_PATH, PREVIOUS, REFERENCES, REVIEWS, form_option
from scoring.cli.outputs import GuardedCommand, OutputFolder
from scoring.model.evidence import ScoreBasis

__all__ = ["batch"]


@click.command(
    "batch",
    cls=GuardedCommand,
    options_metavar="[选项]",
    epilog="\b\n例：\n  scoring batch 全省申报材料 -o 结果\n"
    "  scoring batch 甲市/自评.yaml 乙市/自评.yaml -o 结果 --references 参照值.yaml\n"
    "  scoring batch 全省申报材料 -o 结果 --reading evidenced --workers 4\n"
    "  scoring batch 全省申报材料 -o 结果 --reviews 审核意见 --reading verified",
)
@click.argument("paths", metavar="文件或文件夹…", nargs=-1, required=True)
@click.option(
    "-o", "--output", metavar="文件夹", type=OutputFolder(), required=True, help="结果写到哪个文件夹，没有就新建。"
)
@click.option(
    "--workers", metavar="个数", type=click.IntRange(1, 512), help="同时用几个进程计分，默认与处理器个数相同。"
)
@REFERENCES
@PREVIOUS
@REVIEWS
@AS_OF
@click.option(
    "--reading",
    type=click.Choice([one.value for one in ScoreBasis]),
    default="claimed",
    metavar="claimed|evidenced|verified",
    help="按哪种得分排名：claimed 按填报（默认），evidenced 只算有佐证材料的，verified 按审核意见核实后的（要有 --reviews）。",
)
@click.option("--reports", is_flag=True, help="同时给每个城市生成自评报告 PDF（reports 文件夹），一个进程每份约4秒。")
@click.option("--no-evidence", is_flag=True, help="不看佐证材料在不在，只按填报内容计分，快一些。")
@click.option("--no-cards", is_flag=True, help="不写每个城市单独的得分明细（cards 文件夹）。")
@click.option("--no-summary", is_flag=True, help="不写排名工作簿、汇总网页和排名表 PDF。")
@click.option("--fresh", is_flag=True, help="不用上次的结果，全部重新计分。")
@click.option(
    "--dask", metavar="地址", help="在多台机器上计分：Dask 调度程序的地址，如 tcp://10.0.0.5:8786（可选组件）。"
)
@CRITERIA_PATH
@form_option("text", "json")
def batch(
    paths: tuple[str, ...],
    output: str,
    workers: int | None,
    references: str | None,
    previous: tuple[str, ...],
    reviews: tuple[str, ...],
    as_of: str | None,
    reading: str,
    reports: bool,
    no_evidence: bool,
    no_cards: bool,
    no_summary: bool,
    fresh: bool,
    dask: str | None,
    criteria_path: tuple[str, ...],
    form: str,
) -> int:
    """给许多城市一起计分并排名：每份自评各算各的，一份有错不影响其他；中断后再运行会接着做。

    文件夹里的自评文件、包和报告会自动找出来。结果文件夹里有排名-自评.xlsx、汇总-自评.html、排名-自评.pdf，以及给程序读的
    results.jsonl（逐份结果）、ranking.json（排名）和 cards（各市得分明细）。退出码：全部算好是 0；有没算成的文件，或同一城市有两份不同的自评，是 1。
    """
    from scoring.cli.batch import run_batch

    return run_batch(
        paths=paths,
        output=output,
        workers=workers,
        references=references,
        previous=previous,
        reviews=reviews,
        as_of=as_of,
        basis=ScoreBasis(reading),
        reports=reports,
        evidence=not no_evidence,
        cards=not no_cards,
        papers=not no_summary,
        fresh=fresh,
        cluster=dask,
        criteria_path=criteria_path,
        form=form,
    )
