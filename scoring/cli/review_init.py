"""`scoring review init`: a blank review of one city, with what it claims beside every item."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping

from msgspec import Struct

from scoring import __version__
from scoring.base.assets import pack_search
from scoring.base.characters import alike
from scoring.base.files import looks_sealed
from scoring.base.guard import claim
from scoring.base.marks import SCHEMA
from scoring.cli import console
from scoring.cli.messages import tell
from scoring.cli.next_command import command_line, same_inputs, way_to_pack
from scoring.cli.output import write_or_tell
from scoring.cli.review_city import City, city
from scoring.cli.review_merge import Gathered
from scoring.model.review import Review, Role, Ruling, RulingState, Stage

__all__ = ["Order", "disputes_of", "opinions", "run_init", "schema_path", "stored"]


class Order(Struct, frozen=True, kw_only=True):
    """What to write, as the user asked for it; with `reviews`, only the disputes in them."""

    reviewers: tuple[str, ...]
    stage: str
    role: str
    output: str
    keep: str | None
    reviews: tuple[str, ...]
    references: str | None
    criteria_path: tuple[str, ...]


def run_init(file: str, order: Order) -> int:
    """Write a blank review, in a new folder where there is none. 0: done; 1: invalid data; 3: cannot write."""
    claim(order.output, ())
    (reviewer,) = order.reviewers
    with city(file, references=order.references, criteria_path=order.criteria_path) as found:
        if found is None:
            return 1
        earlier = disputes = None
        if order.keep is not None:
            earlier = _earlier(order.keep, found, reviewer, order.stage)
            if earlier is None:
                return 1
        if order.reviews:
            given = opinions(order, file)
            if given is None:
                return 1
            disputes = disputes_of(found, given, order)
            if not disputes:
                console.message(f"{order.stage}没有等待裁决的项，没有生成。")
                return 0
        schema = schema_path(found, os.path.dirname(order.output))
        if not stored(found, reviewer, order, order.output, schema, disputes, earlier):
            return 3
        console.message(f"已生成 {order.output}（审核意见）和 {schema}（供编辑器提示和补全）。")
        if earlier is not None:
            _tell_kept(found, earlier)
        console.message(f"  下一步：填写后运行 {_next_step(file, found, order)}")
        return 0


def _next_step(file: str, found: City, order: Order) -> str:
    criteria = found.loaded.criteria
    if looks_sealed(file):  # its own pack is gone with what was taken out of it
        way = same_inputs(order.criteria_path)
    else:
        way = way_to_pack(criteria.id, criteria.folder, file, order.criteria_path)
    return command_line(
        "scoring", "review", "check", order.output, "--of", file, *way, *same_inputs((), order.references)
    )


def _tell_kept(found: City, earlier: Review) -> None:
    from scoring.review.subjects import keep

    kept = keep(found.loaded.criteria, found.loaded.submission, earlier)
    console.message(f"  保留了{len(kept.fitting)}项意见；{len(kept.changed)}项的自评改动过，要重新审核。")


def _earlier(path: str, found: City, reviewer: str, stage: str) -> Review | None:
    from scoring.review import load_review

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


def opinions(order: Order, *files: str) -> Gathered | None:
    """The opinions that the chair decides between; None after it was told why there are none."""
    from scoring.cli.review_merge import Words, gathered

    words = Words(
        file="",
        reviews=order.reviews,
        limit=None,
        rule=None,
        references=order.references,
        as_of=None,
        criteria_path=order.criteria_path,
        form="text",
    )
    return gathered(order.reviews, words, pack_search(order.criteria_path, *files, *order.reviews))


def disputes_of(found: City, given: Gathered, order: Order) -> Mapping[str, Ruling]:
    """By item or gate, what waits for the chair in this stage; which files do not count is told."""
    made = found.verified(given.reviews, given.settings).verified
    assert made is not None
    for refused in made.refused:
        console.message(f"没有计入 {console.visible(refused.review.file)}：{refused.reason}。")
    (step,) = (one for one in made.steps if one.stage is Stage(order.stage))
    return {one.subject: one for one in step.rulings if one.state is RulingState.DUE}


def stored(
    found: City,
    reviewer: str,
    order: Order,
    path: str,
    schema: str,
    disputes: Mapping[str, Ruling] | None = None,
    earlier: Review | None = None,
) -> bool:
    """Write one blank review and, at `schema`, what editors complete it with; False after it was told why it cannot be."""
    from scoring.cli.output import json_bytes
    from scoring.cli.review_template import template
    from scoring.review import review_schema
    from scoring.rules import evaluate

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


def schema_path(found: City, folder: str) -> str:
    """Where the schema of a city's reviews stands in a folder."""
    return os.path.join(folder, f"{found.loaded.criteria.id}.review.schema.json")
