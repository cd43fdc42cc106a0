"""The shape of a review file, generated from its pack: the facts of each item are those the pack asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scoring.base.text import points_text
from scoring.documents.fields import DRAFT, schema_id, shape
from scoring.documents.forms import BLANKS, DAY_OR_BLANK, INVENTED, SHORT_TEXT
from scoring.documents.submissions.answers import DEFS, answers_kind, units_kind
from scoring.documents.submissions.published import published
from scoring.documents.submissions.submission import gate_kind
from scoring.documents.values import LINE
from scoring.model.criteria import Criteria, Item
from scoring.model.procedure import Gate
from scoring.model.review import Role, Stage, Verdict

__all__ = ["DIGEST", "review_schema", "review_schema_exact"]

DIGEST = r"^[0-9a-f]{64}$"
PATHS: dict[str, Any] = {
    "type": ["array", "null"],
    "items": {**LINE.schema, "errorMessage": "应填文件的相对路径"},
    "errorMessage": "应是一个列表",
    "examples": ["[evidence/1.1/01-通知.pdf]"],
}


def review_schema(criteria: Criteria) -> dict[str, Any]:
    """The JSON Schema (2020-12) of review files for `criteria`, ready for json.dumps."""
    return published(review_schema_exact(criteria))


def review_schema_exact(criteria: Criteria) -> dict[str, Any]:
    """The schema with exact numbers, for checking."""
    return {
        "$schema": DRAFT,
        "$id": schema_id(criteria.id, criteria.edition, "review"),
        "title": f"{criteria.short_title}·审核意见",
        "description": "一位审核人对一个城市、一个审核阶段的意见。",
        "type": "object",
        "required": ["指标体系", "城市", "自评校验值", "审核人", "阶段", "审核意见"],
        "properties": {
            "指标体系": {"const": criteria.id, "title": "指标体系", "description": "所用指标体系的编号。"},
            "城市": {
                **LINE.schema,
                "title": "城市",
                "description": "审核哪个城市的自评。",
                "errorMessage": "应填城市名称",
                "examples": ["示例市"],
            },
            "自评校验值": {
                "type": "string",
                "pattern": DIGEST,
                "title": "自评校验值",
                "description": "所审核的自评文件的 SHA-256，由 scoring review init 写好，不要改。",
                "errorMessage": "应填自评文件的 SHA-256（64位）",
                "examples": ["用 scoring review init 生成"],
            },
            "虚构样例": {**INVENTED.schema, "title": "虚构样例", "description": "演示用的虚构数据写 是。"},
            "审核人": {
                **LINE.schema,
                "title": "审核人",
                "description": "代号或单位，不必写姓名。",
                "errorMessage": "应填审核人的代号或单位",
                "examples": ["甲"],
            },
            "审核人角色": _words("审核人角色", [one.value for one in Role], "组长只对组员有分歧的项作裁决。"),
            "阶段": _words("阶段", [one.value for one in Stage], "每个阶段另用一个文件。", blank=False),
            "回避声明": _group(
                "回避声明",
                {
                    "利害关系": _words(
                        "利害关系", ["无", "有"], "与这个城市有利害关系的写 有，并说明；这份意见不计入。"
                    ),
                    "说明": _line("说明", "有利害关系时写明是什么关系。"),
                },
            ),
            "审核日期": {**DAY_OR_BLANK.schema, "title": "审核日期", "description": "各项没有另写日期的，用这一天。"},
            **_gates(criteria),
            "审核意见": _group("审核意见", {item.id: _item(item) for item in criteria.items_by_id.values()}),
        },
        "additionalProperties": False,
        "$defs": DEFS,
    }


def _group(title: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    made = {**shape((), properties), "type": ["object", "null"], "title": title, "$comment": "object"}
    return {key: value for key, value in made.items() if value != []}


def _line(title: str, description: str) -> dict[str, Any]:
    return {**SHORT_TEXT.schema, "title": title, "description": description}


def _words(title: str, words: list[str], description: str, *, blank: bool = True) -> dict[str, Any]:
    options = "、".join(f"“{word}”" for word in words)
    return {
        "enum": [*words, *(BLANKS if blank else ())],
        "title": title,
        "description": description,
        "errorMessage": f"应从 {options} 中选一个",
        "examples": [words[0]],
    }


def _gates(criteria: Criteria) -> dict[str, Any]:
    """The block of eligibility, where the index has gates."""
    gates = {gate.name: _gate(gate) for gate in criteria.eligibility.gates}
    if not gates:
        return {}
    text = "不计分。与各项意见一样填写；没有看的留“无意见”，仍按城市自己的填报判断。"
    return {"申报资格": {**_group("申报资格", gates), "description": text}}


def _gate(gate: Gate) -> dict[str, Any]:
    changed = gate_kind(gate).schema
    opinion = _words(
        "意见",
        [Verdict.ACCEPT.value, Verdict.ADJUST.value, Verdict.CLARIFY.value, Verdict.NONE.value],
        "认可：按城市自己的填报判断，以前各阶段的调整随之取消。调整：在“改为”里写查明的情况，写法与自评一样。"
        "要求说明：请城市说明，暂不影响资格。无意见：维持原样。",
    )
    made = _group(
        gate.name,
        {
            "意见": opinion,
            "改为": {**changed, "title": "改为"},
            "理由": _line("理由", "调整、要求说明都要写理由。"),
            "依据材料": {**PATHS, "title": "依据材料", "description": "根据哪些材料或记录。"},
            "日期": {**DAY_OR_BLANK.schema, "title": "日期", "description": "作出意见的日期。"},
            "自评核对码": _line("自评核对码", "由 scoring review init 写好，不要改。"),
        },
    )
    return {**made, "description": changed["description"]}


def _item(item: Item) -> dict[str, Any]:
    facts = answers_kind(item.facts, item.scoring)
    if item.each is not None:
        facts = units_kind(item.each, facts)
    made = _group(
        f"{item.label}　{points_text(item.points)}分",
        {
            "意见": _words(
                "意见",
                [one.value for one in Verdict],
                "认可：按自评计分，以前各阶段对本项的调整随之取消。调整：在“改为”里写明填报内容。"
                "不认可材料：列出材料，只靠它们支撑的内容按未证实算。要求说明：请城市说明，暂不影响得分。"
                "无意见：维持原样，不是0分。",
            ),
            "改为": _group("改为", facts.spread),
            "不认可的材料": {**PATHS, "title": "不认可的材料", "description": "自评里列出的文件路径。"},
            "理由": _line("理由", "调整、不认可材料、要求说明都要写理由。"),
            "依据材料": {**PATHS, "title": "依据材料", "description": "根据哪些材料或记录。"},
            "日期": {**DAY_OR_BLANK.schema, "title": "日期", "description": "作出意见的日期。"},
            "自评核对码": _line("自评核对码", "由 scoring review init 写好，不要改。"),
        },
    )
    return {
        **made,
        "description": f"指标内容：{item.requirement}\n评分标准：{item.sentence}",
    }
