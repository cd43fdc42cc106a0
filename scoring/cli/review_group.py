"""The commands of `scoring review`, their options and their help. What they do stands in one module each."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import click

from scoring.cli.command import Output, OutputFolder, group
from scoring.cli.options import AS_OF, CRITERIA_PATH, REFERENCES, form_option
from scoring.cli.review_options import CITY, LIMIT, REVIEWS, RULE
from scoring.cli.review_papers_group import report

__all__ = ["review"]

STAGES = ("资料审核", "现场审核", "复核")


@group("review", {"journal": "journal:journal"})
def review() -> None:
    """审核：生成审核意见文件，检查，合并几位审核人的意见，看进度，逐步重现得分。"""


@review.command(
    "init",
    options_metavar="[选项]",
    epilog="\b\n例：\n  scoring review init 自评.yaml --reviewer 甲 --stage 资料审核 -o 甲-资料审核.yaml\n"
    "  scoring review init 示例市.zip --reviewer 丙 --stage 现场审核 --role 组长 -o 丙.yaml\n"
    "  scoring review init 新自评.yaml --reviewer 甲 --stage 资料审核 --keep 甲.yaml -o 甲-2.yaml\n"
    "  scoring review init 申报材料 --reviewer 甲 --reviewer 乙 --stage 资料审核 -o 审核意见\n"
    "  scoring review init 申报材料 --reviewer 丙 --stage 资料审核 --role 组长 --reviews 审核意见 -o 审核意见",
)
@click.argument("files", metavar="自评文件或文件夹…", nargs=-1, required=True)
@click.option(
    "--reviewer",
    "reviewers",
    metavar="代号",
    multiple=True,
    required=True,
    help="审核人的代号或单位，不必写姓名；可写多次，每人一份。",
)
@click.option(
    "--stage", type=click.Choice(STAGES), metavar="|".join(STAGES), required=True, help="哪个阶段；申诉用 复核。"
)
@click.option(
    "--role",
    type=click.Choice(("组员", "组长")),
    metavar="组员|组长",
    default="组员",
    help="组长只裁决组员有分歧的项，默认组员。",
)
@click.option(
    "--reviews", metavar="文件夹", multiple=True, help="组长用：只列这些审核意见里有分歧的项，旁边写着各人的意见。"
)
@click.option(
    "-o",
    "--output",
    metavar="文件或文件夹",
    type=OutputFolder(),
    required=True,
    help="写到哪个文件；几个城市或几位审核人的，写到哪个文件夹，已有的不动。",
)
@click.option("--keep", metavar="文件", help="自评改动以后重新生成：没有改动的项保留这份旧意见里的意见。")
@REFERENCES
@CRITERIA_PATH
def init(
    files: tuple[str, ...],
    reviewers: tuple[str, ...],
    stage: str,
    role: str,
    reviews: tuple[str, ...],
    output: str,
    keep: str | None,
    references: str | None,
    criteria_path: tuple[str, ...],
) -> int:
    """生成空白的审核意见：每项旁边写着评分标准、自评的内容、材料和自评得分。

    自评文件也可以换成 scoring bundle 打的包或 scoring report 生成的 PDF。

    写文件夹的，给每个城市、每位审核人各生成一份，放在各市的文件夹里。
    """
    from scoring.cli.review_init import Order
    from scoring.cli.review_start import run

    order = Order(
        reviewers=reviewers,
        stage=stage,
        role=role,
        output=output,
        keep=keep,
        reviews=reviews,
        references=references,
        criteria_path=criteria_path,
    )
    return run(files, order)


@review.command(
    "check",
    options_metavar="[选项]",
    epilog="\b\n例：\n  scoring review check 甲.yaml 乙.yaml\n  scoring review check 甲.yaml --of 自评.yaml\n"
    "  scoring review check 审核意见 --of 申报材料",
)
@click.argument("files", metavar="审核意见或文件夹…", nargs=-1, required=True)
@click.option(
    "--of",
    metavar="自评文件或文件夹",
    multiple=True,
    help="同时与所审核的自评核对：是不是同一份，材料和填报项对不对得上，材料不在的认可了没有。",
)
@REFERENCES
@CRITERIA_PATH
@form_option("text", "json")
def check(
    files: tuple[str, ...], of: tuple[str, ...], references: str | None, criteria_path: tuple[str, ...], form: str
) -> int:
    """检查审核意见文件，一次列出全部问题：在哪一行、错在哪里、怎么改。"""
    from scoring.cli.review_check import run_check

    return run_check(files=files, of=of, references=references, criteria_path=criteria_path, form=form)


@review.command(
    "merge",
    options_metavar="[选项]",
    epilog="\b\n例：\n  scoring review merge 自评.yaml 甲.yaml 乙.yaml -o 汇总.json\n"
    "  scoring review merge 示例市.zip 审核意见 --limit 1 --journal 审核记录.jsonl",
)
@CITY
@click.argument("files", metavar="审核意见…", nargs=-1, required=True)
@click.option("-o", "--output", metavar="文件.json", type=Output("scoring.review"), help="另把汇总写到这个文件。")
@click.option(
    "--journal",
    metavar="文件.jsonl",
    type=Output(adds=True),
    help="把各项意见记入审核记录（只在末尾增加，改动会被发现）。",
)
@LIMIT
@RULE
@REFERENCES
@AS_OF
@CRITERIA_PATH
@form_option("text", "json")
def merge(
    file: str,
    files: tuple[str, ...],
    output: str | None,
    journal: str | None,
    limit: Fraction | None,
    rule: str | None,
    references: str | None,
    as_of: date | None,
    criteria_path: tuple[str, ...],
    form: str,
) -> int:
    """合并几位审核人的意见：逐项的分差、平均和中位数，有分歧的等组长裁决；审核意见文件不会改动。

    退出码：全部有结论是 0；有等待裁决、等待说明或没有计入的文件，是 1。
    """
    from scoring.cli.review_merge import Words, run_merge

    words = Words(
        file=file,
        reviews=files,
        limit=limit,
        rule=rule,
        references=references,
        as_of=as_of,
        criteria_path=criteria_path,
        form=form,
    )
    return run_merge(words, output=output, journal=journal)


@review.command(
    "replay", options_metavar="[选项]", epilog="\b\n例：\n  scoring review replay 自评.yaml --reviews 审核意见"
)
@CITY
@REVIEWS
@LIMIT
@RULE
@REFERENCES
@AS_OF
@CRITERIA_PATH
@form_option("text", "json")
def replay(
    file: str,
    reviews: tuple[str, ...],
    limit: Fraction | None,
    rule: str | None,
    references: str | None,
    as_of: date | None,
    criteria_path: tuple[str, ...],
    form: str,
) -> int:
    """逐步重现得分：自评、材料核验、资料审核、现场审核、复核，每处改动是谁、什么时候、为什么改的，差在哪一条款。"""
    from scoring.cli.review_merge import Words, run_replay

    words = Words(
        file=file,
        reviews=reviews,
        limit=limit,
        rule=rule,
        references=references,
        as_of=as_of,
        criteria_path=criteria_path,
        form=form,
    )
    return run_replay(words)


@review.command("status", options_metavar="[选项]", epilog="\b\n例：\n  scoring review status 全省审核")
@click.argument("folder", metavar="文件夹")
@LIMIT
@RULE
@REFERENCES
@CRITERIA_PATH
@form_option("text", "json")
def status(
    folder: str,
    limit: Fraction | None,
    rule: str | None,
    references: str | None,
    criteria_path: tuple[str, ...],
    form: str,
) -> int:
    """看进度：各市、各阶段、各审核人看了多少项，谁应当回避，哪些项等待裁决或说明。

    文件夹里放各市的自评（文件、包或报告）和审核意见，各放各的子文件夹也可以。
    """
    from scoring.cli.review_status import run_status

    return run_status(
        folder=folder, limit=limit, rule=rule, references=references, criteria_path=criteria_path, form=form
    )


review.add_command(report)
