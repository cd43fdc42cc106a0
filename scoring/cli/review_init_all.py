"""`scoring review init` of many: a blank review for every city and reviewer, and the chair's with the disputes only."""

from __future__ import annotations

import os

from scoring.base.guard import claim
from scoring.cli import console
from scoring.cli.console import visible
from scoring.cli.next_command import command_line, same_inputs
from scoring.cli.review_cities import Named, cities
from scoring.cli.review_init import Order, disputes_of, opinions, schema_path, stored
from scoring.cli.review_merge import Gathered
from scoring.model.review import Role

__all__ = ["run_init_all"]


def run_init_all(files: tuple[str, ...], order: Order) -> int:
    """Write what is not there yet. 0: done; 1: a city or an opinion cannot be used, or none was found; 3: cannot write."""
    from scoring.review.fitting import concerns

    made = there = bad = seen = 0
    given = None
    if order.reviews:
        given = opinions(order, *files)
        if given is None:
            return 1
    left = {} if given is None else {one.digest: one for one in given.reviews}
    for named in cities(files, references=order.references, criteria_path=order.criteria_path):
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
    return 1 if bad or left or (given is not None and given.failed) else 0


def _of_city(named: Named, order: Order, given: Gathered | None) -> tuple[int, int] | None:
    """How many files of a city were written and how many were there already; None where one cannot be written."""
    from scoring.province.batch.folder import names_of

    city = named.city
    assert city is not None
    name, disputes = city.loaded.submission.city, None
    if given is not None:
        disputes = disputes_of(city, given, order)
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
        if not stored(city, reviewer, order, path, schema_path(city, order.output), disputes):
            return None
        made += 1
        lines.append(f"已生成 {visible(path)}")
    for line in lines:
        console.message(f"{name}：{line}")
    return made, there


def _outdated(path: str, named: Named, order: Order, reviewer: str) -> str:
    """That a file was written for another version of the submission, with the command that renews it."""
    from scoring.review import load_review

    assert named.city is not None
    earlier = load_review(path, named.city.search).value
    if earlier is None or earlier.submission == named.city.loaded.submission.digest:
        return ""
    stem, ending = os.path.splitext(path)
    words = ["scoring", "review", "init", named.file, "--reviewer", reviewer, "--stage", order.stage]
    words += ["--role", order.role, "--keep", path, "-o", f"{stem}-2{ending}"]
    words += same_inputs(order.criteria_path, order.references)
    return f"；自评在这以后改动过，这份不再计入\n  怎么办：{command_line(*words)}"
