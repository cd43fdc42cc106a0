"""`scoring init` and `scoring schema`: the blank submission, and the schema that editors complete it with."""

from __future__ import annotations

import os.path
from collections.abc import Callable
from functools import partial

import click
from click.core import ParameterSource
from msgspec import Struct

from scoring import submissions
from scoring.base.assets import pack_search
from scoring.base.guard import claim
from scoring.base.marks import SCHEMA
from scoring.cli import console
from scoring.cli.command import Output, command
from scoring.cli.init_from import carried_or_none, earlier_or_none, materials_of
from scoring.cli.messages import usable
from scoring.cli.next_command import command_line, way_to_pack
from scoring.cli.options import CRITERIA_PATH, PACK, output_option
from scoring.cli.output import json_bytes, write_or_tell
from scoring.cli.plan_template import plan_template
from scoring.cli.plans import plan_or_none
from scoring.cli.template import template
from scoring.exchange.submitted import Submitted
from scoring.loading import load_criteria
from scoring.model.criteria import Criteria
from scoring.naming import is_plan
from scoring.province import plans

__all__ = ["criteria_or_none", "init", "schema"]


@command(
    "init",
    "scoring init -o 自评.yaml",
    "scoring init liaoning-2022 -o 自评.yaml --force",
    "scoring init --from 上次自评.yaml -o 自评.yaml",
    "scoring init liaoning-2022 --from 上次填报表.xlsx -o 自评.yaml",
)
@PACK
@click.option(
    "--from",
    "earlier",
    metavar="文件",
    help="以上次的自评文件、填好的工作簿、上报包或报告 PDF 为起点：答案标上“未核对”，核对以前按“未填”计；指标体系有哪些变化会说明。",
)
@output_option(Output(stream=True), "写到哪个文件，- 表示标准输出。", required=True)
@CRITERIA_PATH
def init(pack: str, earlier: str | None, output: str, criteria_path: tuple[str, ...]) -> int:
    """生成一份带说明的空白自评文件：每个问题旁边写着责任部门、单位、评分标准和可填的值。

    用 --from 可以从上次的自评文件（或填好的工作簿、上报包、报告 PDF）开始：上次的答案照抄过来，逐个标上“未核对”。
    """
    start = None if earlier is None else earlier_or_none(earlier, criteria_path)
    if earlier is not None and start is None:
        return 1
    if start is not None and click.get_current_context().get_parameter_source("pack") is ParameterSource.DEFAULT:
        pack = start.asked.pack
    made = _blank(pack, criteria_path, start)
    if made is None:
        return 1
    schema_name = "" if output == "-" else f"{made.id}.schema.json"
    text = made.text(schema_name, "" if output == "-" else os.path.basename(output))
    if start is not None:
        carried = carried_or_none(text, output, pack, start, criteria_path)
        if carried is None:
            return 1
        text = carried
    if output == "-":
        console.data(text)
        return 0
    schema_path = os.path.join(os.path.dirname(output), schema_name)
    claim(schema_path, (SCHEMA,))
    if not write_or_tell(output, text.encode("utf-8")):
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


def _blank(pack: str, criteria_path: tuple[str, ...], earlier: Submitted | None = None) -> _Blank | None:
    """The blank submission of a pack with points or of a plan, with the documents of an earlier one as comments; None after
    its problems were told."""
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
        text=partial(template, criteria, earlier={} if earlier is None else materials_of(earlier)),
        schema=partial(submissions.submission_schema, criteria),
    )
