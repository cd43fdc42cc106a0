"""`scoring procedure init`: a blank cycle file with the official words beside what is to be filled in."""

from __future__ import annotations

import os.path
from datetime import date

from scoring.base.guard import claim
from scoring.base.marks import SCHEMA
from scoring.cli import console
from scoring.cli.command import Output, command
from scoring.cli.init import criteria_or_none
from scoring.cli.next_command import command_line, same_inputs
from scoring.cli.options import CRITERIA_PATH, PACK, output_option, year_option
from scoring.cli.output import json_bytes, write_or_tell
from scoring.model.criteria import Criteria
from scoring.province.procedure.cycle_file import cycle_schema
from scoring.submissions.published import published

__all__ = ["blank_cycle", "procedure_init"]


@command(
    "init",
    "scoring procedure init -o 周期.yaml",
    "scoring procedure init liaoning-2022 --year 2024 -o 2024年周期.yaml",
)
@PACK
@output_option(Output(stream=True), "写到哪个文件，- 表示标准输出。", required=True)
@year_option("这一期从哪一年开始，默认按指标体系。")
@CRITERIA_PATH
def procedure_init(pack: str, output: str, year: int | None, criteria_path: tuple[str, ...]) -> int:
    """生成一份空白的周期记录，旁边附一份供编辑器提示的格式文件。"""
    criteria = criteria_or_none(pack, criteria_path)
    if criteria is None:
        return 1
    if criteria.cycle is None or not criteria.procedure:
        console.message(f"指标体系“{criteria.id}”没有写评选周期或创建程序，不能记录周期。")
        return 1
    begins = year or min(step.due.year for step in criteria.procedure)
    schema = f"{criteria.id}.cycle.schema.json"
    if output == "-":
        console.data(blank_cycle(criteria, begins, ""))
        return 0
    beside = os.path.join(os.path.dirname(output), schema)
    claim(beside, (SCHEMA,))
    if not write_or_tell(output, blank_cycle(criteria, begins, schema).encode("utf-8")):
        return 3
    if not write_or_tell(beside, json_bytes(published(cycle_schema(criteria)))):
        return 3
    console.message(f"已生成 {output}（周期记录）和 {beside}（供编辑器提示和补全）。")
    console.message(f"  下一步：填写后运行 {command_line('scoring', 'procedure', output, *same_inputs(criteria_path))}")
    return 0


def blank_cycle(criteria: Criteria, begins: int, schema: str) -> str:
    """The blank file; it is valid as it stands. `schema` is the name of the schema's file, or empty."""
    lines = [f"# yaml-language-server: $schema={schema}"] if schema else []
    lines += [
        f"# {criteria.short_title}　评选周期记录",
        "# 日期写成 2022-05-20 的样子；还没有发生的写“未填”，或者不写。",
        f"指标体系: {criteria.id}",
        f"评选周期: {begins}　　# 这一期从哪一年开始".replace("　　", "  "),
        "",
        "# 申报的城市，一市一组，例如：",
        "#   示例市:",
        f"#     材料: {{{', '.join(f'{one.name}: 未填' for one in criteria.documents)}}}",
        "城市: {}",
        "",
        "阶段:",
    ]
    for step in criteria.procedure:
        public = ", 公示开始: 未填, 公示名单: []" if step.publicity is not None else ""
        quote = f"；{step.publicity.quote}" if step.publicity is not None else ""
        lines.append(f"  # {step.due_text}{quote}")
        lines.append(f"  {step.name}: {{开始: 未填{public}, 完成: 未填}}")
    lines += ["", *_moved(criteria, begins)]
    lines += ["命名: {日期: 未填, 名单: []}", ""]
    if criteria.withdrawal:
        lines.append("# 撤销命名的，写日期、情形的编号和文件，例如：")
        lines.append('#   示例市: {日期: 2023-09-15, 情形: ["1"], 文件: 某通报}')
        lines += [f"#   情形{one.name}：{one.text}" for one in criteria.withdrawal]
        lines.append("撤销: {}")
    return "\n".join(lines) + "\n"


def _moved(criteria: Criteria, begins: int) -> list[str]:
    """The pack's days belong to one cycle; another one needs its own."""
    years = 1 if criteria.cycle is None else criteria.cycle.years
    if all(begins <= step.due.year < begins + years for step in criteria.procedure):
        return []
    lines = ["# 指标体系写的时限属于另一期，本期的请照文件填写，例如：", "# 时限调整:"]
    for step in criteria.procedure:
        last = min(step.due.day, 28) if step.due.month == 2 else step.due.day
        day = date(begins, step.due.month, last).isoformat()
        lines.append(f"#   {step.name}: {{截止: {day}, 依据: 某通知（文号）}}")
    return [*lines, ""]
