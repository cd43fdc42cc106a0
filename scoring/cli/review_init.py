"""`scoring review init`: blank reviews with what a city claims beside every item, for one reviewer or for many."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping

import click
from msgspec import Struct

from scoring import __version__
from scoring.base.assets import pack_search
from scoring.base.characters import alike
from scoring.base.files import looks_sealed
from scoring.base.guard import claim
from scoring.base.marks import SCHEMA
from scoring.batch.folder import names_of
from scoring.cli import console
from scoring.cli.command import OutputFolder, command
from scoring.cli.console import visible
from scoring.cli.messages import report_usage, tell
from scoring.cli.next_command import command_line, same_inputs, way_to_pack
from scoring.cli.options import CRITERIA_PATH, REFERENCES
from scoring.cli.output import json_bytes, write_or_tell
from scoring.cli.review_folder import FolderCity, open_cities
from scoring.cli.review_inputs import City, Gathered, gather, open_city
from scoring.cli.review_template import template
from scoring.model.review import Review, Role, Ruling, RulingState, Stage
from scoring.review import load_review, review_schema
from scoring.review.fitting import concerns
from scoring.review.subjects import keep
from scoring.rules import evaluate

__all__ = ["init"]

STAGES = tuple(one.value for one in (Stage.DESK, Stage.SITE, Stage.APPEAL))
ENDINGS = (".yaml", ".yml")


class ReviewFileOrder(Struct, frozen=True, kw_only=True):
    """What to write, as the user asked for it; with `reviews`, only the disputes in them."""

    reviewers: tuple[str, ...]
    stage: str
    role: str
    output: str
    keep: str | None
    reviews: tuple[str, ...]
    references: str | None
    criteria_path: tuple[str, ...]


@command(
    "init",
    "scoring review init 自评.yaml --reviewer 甲 --stage 资料审核 -o 甲-资料审核.yaml",
    "scoring review init 示例市.zip --reviewer 丙 --stage 现场审核 --role 组长 -o 丙.yaml",
    "scoring review init 新自评.yaml --reviewer 甲 --stage 资料审核 --keep 甲.yaml -o 甲-2.yaml",
    "scoring review init 申报材料 --reviewer 甲 --reviewer 乙 --stage 资料审核 -o 审核意见",
    "scoring review init 申报材料 --reviewer 丙 --stage 资料审核 --role 组长 --reviews 审核意见 -o 审核意见",
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
    order = ReviewFileOrder(
        reviewers=reviewers,
        stage=stage,
        role=role,
        output=output,
        keep=keep,
        reviews=reviews,
        references=references,
        criteria_path=criteria_path,
    )
    if order.reviews and Role(order.role) is not Role.CHAIR:
        return report_usage(
            "--reviews 只列有分歧的项，是组长用的", "组长的写上 --role 组长；组员的去掉 --reviews。", "text"
        )
    if len({alike(one) for one in order.reviewers}) < len(order.reviewers):
        return report_usage("--reviewer 写了两个相同的代号", "每位审核人写一次。", "text")
    named = order.output.lower().endswith(ENDINGS)
    folder = order.output.endswith(("/", os.sep)) or (os.path.isdir(order.output) and not named)
    if len(files) == 1 and len(order.reviewers) == 1 and not os.path.isdir(files[0]) and not folder:
        return _one(files[0], order)
    if order.keep is not None:
        return report_usage(
            "--keep 一次只能用于一个城市的一份意见", "写一个自评文件、一位审核人，-o 后面写文件名。", "text"
        )
    if not folder and named:
        return report_usage(
            f"有几个城市或几位审核人，{order.output} 是一个文件的名称", "-o 后面写文件夹，如 -o 审核意见。", "text"
        )
    return _many(files, order)


def _one(file: str, order: ReviewFileOrder) -> int:
    """Write a blank review, in a new folder where there is none. 0: done; 1: invalid data; 3: cannot write."""
    claim(order.output, ())
    (reviewer,) = order.reviewers
    with open_city(file, order.references, order.criteria_path) as found:
        if found is None:
            return 1
        earlier = disputes = None
        if order.keep is not None:
            earlier = _earlier(order.keep, found, reviewer, order.stage)
            if earlier is None:
                return 1
        if order.reviews:
            given = _opinions(order, file)
            if given is None:
                return 1
            disputes = _disputes_of(found, given, order)
            if not disputes:
                console.message(f"{order.stage}没有等待裁决的项，没有生成。")
                return 0
        schema = _schema_path(found, os.path.dirname(order.output))
        if not _stored(found, reviewer, order, order.output, schema, disputes, earlier):
            return 3
        console.message(f"已生成 {order.output}（审核意见）和 {schema}（供编辑器提示和补全）。")
        if earlier is not None:
            _tell_kept(found, earlier)
        console.message(f"  下一步：填写后运行 {_next_step(file, found, order)}")
        return 0


def _next_step(file: str, found: City, order: ReviewFileOrder) -> str:
    criteria = found.loaded.criteria
    if looks_sealed(file):  # its own pack is gone with what was taken out of it
        way = same_inputs(order.criteria_path)
    else:
        way = way_to_pack(criteria.id, criteria.folder, file, order.criteria_path)
    return command_line(
        "scoring", "review", "check", order.output, "--of", file, *way, *same_inputs((), order.references)
    )


def _tell_kept(found: City, earlier: Review) -> None:
    kept = keep(found.loaded.criteria, found.loaded.submission, earlier)
    console.message(f"  保留了{len(kept.fitting)}项意见；{len(kept.changed)}项的自评改动过，要重新审核。")


def _earlier(path: str, found: City, reviewer: str, stage: str) -> Review | None:
    result = load_review(path, found.search)
    tell(result.problems)
    earlier = result.value
    if earlier is None:
        return None
    names = (earlier.reviewer, reviewer), (earlier.city, found.loaded.submission.city)
    if earlier.stage.value != stage or any(alike(one) != alike(other) for one, other in names):
        console.message(
            f"{path} 是审核人{earlier.reviewer}对{earlier.city}的{earlier.stage.value}意见，不是审核人{reviewer}对"
            f"{found.loaded.submission.city}的{stage}意见。\n  怎么办：核对 --keep、--reviewer、--stage 和城市。"
        )
        return None
    return earlier


def _opinions(order: ReviewFileOrder, *files: str) -> Gathered | None:
    """The opinions that the chair decides between; None after it was told why there are none."""
    return gather(order.reviews, pack_search(order.criteria_path, *files, *order.reviews))


def _disputes_of(found: City, given: Gathered, order: ReviewFileOrder) -> Mapping[str, Ruling]:
    """By item or gate, what waits for the chair in this stage; which files do not count is told."""
    made = found.verified(given.reviews, given.settings)
    for refused in made.refused:
        console.message(f"没有计入 {console.visible(refused.review.file)}：{refused.reason}。")
    (step,) = (one for one in made.steps if one.stage is Stage(order.stage))
    return {one.subject: one for one in step.rulings if one.state is RulingState.DUE}


def _stored(
    found: City,
    reviewer: str,
    order: ReviewFileOrder,
    path: str,
    schema: str,
    disputes: Mapping[str, Ruling] | None = None,
    earlier: Review | None = None,
) -> bool:
    """Write one blank review and, at `schema`, what editors complete it with; False after it was told why it cannot be."""
    criteria, submission = found.loaded.criteria, found.loaded.submission
    text = template(
        criteria,
        submission,
        evaluate(criteria, submission, as_of=None, tool_version=__version__),
        reviewer=reviewer,
        stage=Stage(order.stage),
        role=Role(order.role),
        file_name=os.path.basename(path),
        schema_name=os.path.relpath(schema, os.path.dirname(path) or ".").replace(os.sep, "/"),
        earlier=earlier,
        disputes=disputes,
    )
    claim(schema, (SCHEMA,))
    with contextlib.suppress(OSError):  # told where the file cannot be written
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    return write_or_tell(path, text.encode("utf-8")) and write_or_tell(schema, json_bytes(review_schema(criteria)))


def _schema_path(found: City, folder: str) -> str:
    """Where the schema of a city's reviews stands in a folder."""
    return os.path.join(folder, f"{found.loaded.criteria.id}.review.schema.json")


def _many(files: tuple[str, ...], order: ReviewFileOrder) -> int:
    """Write what is not there yet. 0: done; 1: a city or an opinion cannot be used, or none was found; 3: cannot write."""
    made = there = bad = seen = 0
    given = None
    if order.reviews:
        given = _opinions(order, *files)
        if given is None:
            return 1
    left = {} if given is None else {one.digest: one for one in given.reviews}
    for named in open_cities(files, order.references, order.criteria_path):
        if named.city is None:
            console.message(f"没有生成 {visible(named.file)} 的审核意见，原因见上。")
            bad += 1
            continue
        seen += 1
        left = {digest: one for digest, one in left.items() if not concerns(one, named.city.loaded)}
        counts = _of_city(named, order, given)
        if counts is None:
            return 3
        made, there = made + counts[0], there + counts[1]
    if not seen and not bad:
        console.message("没有找到自评。\n  怎么办：写各市的自评文件、包或报告，或它们所在的文件夹。")
        return 1
    for review in left.values():
        console.message(f"没有计入 {visible(review.file)}：没有找到{review.city}的自评。")
    kept = f"，已有的{there}份没有改动" if there else ""
    console.message(f"{seen}个城市，生成{made}份审核意见{kept}，在 {visible(order.output)}。")
    if made:
        words = ["scoring", "review", "check", order.output, *(word for one in files for word in ("--of", one))]
        console.message(
            f"  下一步：填写后运行 {command_line(*words, *same_inputs(order.criteria_path, order.references))}"
        )
    return 1 if bad or left or (given is not None and given.broken) else 0


def _of_city(named: FolderCity, order: ReviewFileOrder, given: Gathered | None) -> tuple[int, int] | None:
    """How many files of a city were written and how many were there already; None where one cannot be written."""
    city = named.city
    assert city is not None
    name, disputes = city.loaded.submission.city, None
    if given is not None:
        disputes = _disputes_of(city, given, order)
        if not disputes:
            console.message(f"{name}：{order.stage}没有等待裁决的项，没有生成组长的意见。")
            return 0, 0
    folder = os.path.join(order.output, named.name)
    lines, made, there = [], 0, 0
    for reviewer in order.reviewers:
        key = f"{reviewer}-{order.stage}{'-组长' if Role(order.role) is Role.CHAIR else ''}".replace("/", "_")
        path = os.path.join(folder, f"{names_of([key])[key]}.yaml")
        if os.path.lexists(path):
            there += 1
            lines.append(f"{visible(path)} 已有，没有改动{_outdated(path, named, order, reviewer)}")
            continue
        claim(path, ())
        if not _stored(city, reviewer, order, path, _schema_path(city, order.output), disputes):
            return None
        made += 1
        lines.append(f"已生成 {visible(path)}")
    for line in lines:
        console.message(f"{name}：{line}")
    return made, there


def _outdated(path: str, named: FolderCity, order: ReviewFileOrder, reviewer: str) -> str:
    """That a file was written for another version of the submission, with the command that renews it."""
    assert named.city is not None
    earlier = load_review(path, named.city.search).value
    if earlier is None or earlier.submission == named.city.loaded.submission.digest:
        return ""
    stem, ending = os.path.splitext(path)
    words = ["scoring", "review", "init", named.file, "--reviewer", reviewer, "--stage", order.stage]
    words += ["--role", order.role, "--keep", path, "-o", f"{stem}-2{ending}"]
    words += same_inputs(order.criteria_path, order.references)
    return f"；自评在这以后改动过，这份不再计入\n  怎么办：{command_line(*words)}"
