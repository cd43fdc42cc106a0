"""`scoring init` and `scoring schema`: the blank submission, and the schema that editors complete it with."""

from __future__ import annotations

import os.path
from collections.abc import Callable
from functools import partial

from msgspec import Struct

from scoring import submissions
from scoring.base.assets import pack_search
from scoring.base.guard import claim
from scoring.base.marks import SCHEMA
from scoring.cli import console
from scoring.cli.command import Output, command
from scoring.cli.messages import usable
from scoring.cli.next_command import command_line, way_to_pack
from scoring.cli.options import CRITERIA_PATH, PACK, output_option
from scoring.cli.output import json_bytes, write_or_tell
from scoring.cli.plan_template import plan_template
from scoring.cli.plans import plan_or_none
from scoring.cli.template import template
from scoring.loading import load_criteria
from scoring.model.criteria import Criteria
from scoring.naming import is_plan
from scoring.province import plans

__all__ = ["criteria_or_none", "init", "schema"]


@command("init", "scoring init -o 自评.yaml", "scoring init liaoning-2022 -o 自评.yaml --force")
@PACK
@output_option(Output(stream=True), "写到哪个文件，- 表示标准输出。", required=True)
@CRITERIA_PATH
def init(pack: str, output: str, criteria_path: tuple[str, ...]) -> int:
    """生成一份带说明的空白自评文件：每个问题旁边写着责任部门、单位、评分标准和可填的值。"""
    made = _blank(pack, criteria_path)
    if made is None:
        return 1
    if output == "-":
        console.data(made.text("", ""))
        return 0
    schema_name = f"{made.id}.schema.json"
    schema_path = os.path.join(os.path.dirname(output), schema_name)
    claim(schema_path, (SCHEMA,))
    if not write_or_tell(output, made.text(schema_name, os.path.basename(output)).encode("utf-8")):
        return 3
    if not write_or_tell(schema_path, json_bytes(made.schema())):
        return 3
    console.message(f"已生成 {output}（填报文件）和 {schema_path}（供编辑器提示和补全）。")
    way = way_to_pack(made.id, made.folder, output, criteria_path)
    console.message(f"  下一步：填写后运行 {command_line('scoring', 'check', output, *way)}")
    return 0


@command("schema", "scoring schema liaoning-2022 -o liaoning-2022.schema.json")
@PACK
@output_option(Output(SCHEMA, stream=True), "写到哪个文件，默认标准输出。", default="-")
@CRITERIA_PATH
def schema(pack: str, output: str, criteria_path: tuple[str, ...]) -> int:
    """输出自评文件的 JSON Schema（2020-12），编辑器可据此提示和补全。"""
    made = _blank(pack, criteria_path)
    if made is None:
        return 1
    data = json_bytes(made.schema())
    if output == "-":
        console.data_bytes(data)
        return 0
    if not write_or_tell(output, data):
        return 3
    console.message(f"已写出 {output}。")
    return 0


def criteria_or_none(pack: str, criteria_path: tuple[str, ...]) -> Criteria | None:
    """The pack, or None after its problems were told."""
    return usable(load_criteria(pack, pack_search(criteria_path)))


class _Blank(Struct, frozen=True, kw_only=True):
    """What `init` and `schema` write for one pack; `text` takes the names of the schema's file and of its own."""

    id: str
    folder: str
    text: Callable[[str, str], str]
    schema: Callable[[], dict[str, object]]


def _blank(pack: str, criteria_path: tuple[str, ...]) -> _Blank | None:
    """The blank submission of a pack with points or of a plan; None after its problems were told."""
    result = load_criteria(pack, pack_search(criteria_path))
    if is_plan(result.problems):
        plan = plan_or_none(pack, criteria_path)
        if plan is None:
            return None
        return _Blank(
            id=plan.id,
            folder=plan.folder,
            text=partial(plan_template, plan),
            schema=partial(plans.submission_schema, plan),
        )
    criteria = usable(result)
    if criteria is None:
        return None
    return _Blank(
        id=criteria.id,
        folder=criteria.folder,
        text=partial(template, criteria),
        schema=partial(submissions.submission_schema, criteria),
    )
