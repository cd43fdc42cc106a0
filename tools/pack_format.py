"""The reference page of the pack format (docs/pack-format.md), from the fields of the records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from scoring.documents.fields import Key, ValueKind, fields_of
from scoring.documents.values import CONDITION, DATE, ONE_LINE
from scoring.model.amounts import AMOUNTS
from scoring.model.checks import FORMS as CHECK_FORMS
from scoring.model.checks import AtLeast, Check, Contradiction
from scoring.model.criteria import Criteria, Item

__all__ = ["pack_page", "schema_words"]

HEAD = """# 指标体系的写法：全部的键

本页由 `python3 dev.py docs` 根据程序里各部分的说明生成，请勿手改。怎样一步步写，见[怎样增加一个指标体系](../criteria/README.md)；
补充体系（overlay）里的用语、`criteria diff` 里的名称与“名称”一列相同。“改动”一列说的是这一处改了，算改文字、改规则还是改填报要求。
"""
CHECKS: dict[type[Struct], str] = {
    Check: "核对：两个数相符、或不大于",
    Contradiction: "核对：不能同时成立",
    AtLeast: "核对：至少选几项",
}


def pack_page() -> str:
    """The page."""
    seen: set[type[Struct]] = set()
    front = _tables(Criteria, "pack.yaml", seen)
    return "\n".join([HEAD, *front, *_tables(Item, "section-*.yaml 里 items 的每一项", seen)])


def _tables(of: type[Struct], title: str, seen: set[type[Struct]]) -> Iterator[str]:
    """The table of a record, then those of the records in it that have not been shown."""
    seen.add(of)
    yield f"## {title}\n\n| 键 | 名称 | 写什么 | 必写 | 改动 |\n|---|---|---|---|---|"
    keys = fields_of(of)
    told: set[str] = set()
    for one in keys:
        yield from _rows(one, told)
    yield ""
    for one in keys:
        below = one.field.kind.of
        if below is not None and below not in seen and not one.field.kind.spread:
            yield from _tables(below, f"{one.field.word}（{one.key}）", seen)
        if below is None and one.field.kind.several:
            for form in CHECK_FORMS:
                yield from _tables(form, CHECKS[form], seen)
        if one.key == "amount":
            yield from _amounts()


def _rows(one: Key, told: set[str]) -> Iterator[str]:
    """A row for each key; one that two fields read is told once."""
    field = one.field
    if one.key == "amount":
        yield f"| 见下 | {field.word} | 按计分方式写，见“计分方式” |  | {field.touches.value} |"
        return
    for key, schema in (field.kind.spread or {one.key: field.kind.schema}).items():
        if key in told:
            continue
        told.add(key)
        needed = "是" if (key in field.kind.needed if field.kind.spread else one.required) else ""
        about = f"。{field.about}" if field.about else ""
        yield f"| `{key}` | {field.word} | {_what(field.kind, schema)}{about} | {needed} | {field.touches.value} |"


def _amounts() -> Iterator[str]:
    """The closed table of the kinds of amounts."""
    yield "## 计分方式\n\n| 计分方式 | 怎样认 | 可以写的键 |\n|---|---|---|"
    for form in AMOUNTS:
        told = (
            f"分数处写 `{form.said}`" if form.said else f"分数处写数，另写 `{form.key}`" if form.key else "分数处写数"
        )
        yield f"| {form.words} | {told} | {'、'.join(f'`{key}`' for key in form.keys) or '（没有）'} |"
    yield ""


def _what(kind: ValueKind, schema: dict[str, Any]) -> str:
    if kind is CONDITION:
        return "条件，见[规则语言](rule-language.md)"
    if kind.of is not None and not kind.spread:
        return "若干条，见下" if kind.listed else "`名称: {…}`，见下" if kind.several else "见下"
    if kind.words and all(kind.words.get(option) for option in schema.get("enum", ())):
        return "、".join(f"`{option}`（{kind.words[option]}）" for option in schema["enum"])
    return schema_words(schema)


def schema_words(schema: dict[str, Any]) -> str:
    """What a schema lets one write, in a few words."""
    if "errorMessage" in schema:
        words = re.sub(r"^应(是|写成|写|填|从)? ?", "", str(schema["errorMessage"]))
        return re.sub(r" ?中选一个$", "", words).replace("|", "、")
    if "enum" in schema:
        return "、".join(f"`{option}`" for option in schema["enum"])
    if "anyOf" in schema:
        return "，或".join(schema_words(branch) for branch in schema["anyOf"])
    kinds = schema.get("type", "")
    kind = kinds if isinstance(kinds, str) else kinds[0]
    match kind:
        case "integer":
            return "整数" if schema.get("minimum") is None else f"不小于 {schema['minimum']} 的整数"
        case "number":
            return "大于 0 的数" if "exclusiveMinimum" in schema else "不小于 0 的数" if "minimum" in schema else "数"
        case "array":
            least = f"，不少于 {schema['minItems']} 个" if "minItems" in schema else ""
            return f"列表，每个是{schema_words(schema['items'])}{least}"
        case "object" if "properties" in schema:
            return f"`{{{', '.join(schema['properties'])}}}`"
        case "object" if "additionalProperties" not in schema:
            return "`名称: 值`"
        case "object":
            return f"`名称: 值`，值是{schema_words(schema['additionalProperties'])}"
    if schema.get("pattern") == DATE:
        return "日期，如 2022-05-31"
    return "一行文字" if schema.get("pattern") == ONE_LINE else "文字"
