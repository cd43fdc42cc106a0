"""Every schema keyword we use, in Chinese. A schema may carry its own words: `errorMessage` says what belongs there
(editors show it too), `examples` what to type, and `$comment` names the kind of answer for better hints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from scoring.base.characters import character_text, escapes
from scoring.base.errors import Location, Problem
from scoring.base.text import number_text
from scoring.documents.nodes import MappingNode, Node, Scalar, ScalarKind, SequenceNode
from scoring.documents.schema.fixes import suggest_fix
from scoring.documents.values import ONE_LINE

__all__ = ["SchemaProblem", "broken", "broken_lines", "describe", "found", "line_break", "missing"]

TYPES = {
    "object": "一组“名称: 值”",
    "array": "一个列表（每条以“- ”开头）",
    "string": "文字",
    "number": "数字",
    "integer": "整数",
    "boolean": "是或否",
    "null": "空值",
}


class SchemaProblem(Struct, frozen=True, kw_only=True):
    """A problem without its place."""

    code: str
    message: str
    hint: str


def describe(
    keyword: str, value: Any, schema: Mapping[str, Any], path: tuple[str | int, ...], node: Node
) -> SchemaProblem:
    """What to say when `keyword` (with its `value` in `schema`) fails for the node at `path`."""
    name = _name(path)
    if keyword in BOUNDS:
        word = BOUNDS[keyword]
        return SchemaProblem(
            code="out-of-range",
            message=f"{name}{word}{_number(value)}，这里写的是{found(node)}",
            hint="请核对后改正。",
        )
    if keyword == "multipleOf":
        message = f"{name}只能是 {_number(value)} 的倍数，这里写的是{found(node)}"
        return SchemaProblem(code="out-of-range", message=message, hint=_nearest(node, Fraction(value)))
    if keyword in ("minLength", "minItems", "minProperties"):
        example = _example(schema, "")
        hint = suggest_fix("incidents", node, schema) if schema.get("$comment") == "incidents" else ""
        if not hint:
            hint = f"请填写，例如“{example}”。" if example != "…" else "请填写；不需要的整条删掉。"
        return SchemaProblem(code="empty", message=f"{name}不能空着", hint=hint)
    return _expected(keyword, value, schema, name, path, node)


def broken(path: tuple[str | int, ...]) -> SchemaProblem:
    """What to say of a line break in a text that stands on one line wherever it is printed."""
    message = f"{_name(path)}只能写一行，这里有{character_text(LINE_FEED)}"
    return SchemaProblem(code="line-break", message=message, hint="请删掉换行，把它写在一行里。")


def missing(names: Sequence[str], properties: Mapping[str, Any], path: tuple[str | int, ...]) -> SchemaProblem:
    """What to say when these keys are not there: one finding, because they are all missing at one place."""
    lacking = "、".join(f"“{name}”" for name in names)
    lines = "、".join(f"“{name}: {_example(properties.get(name, {}), name)}”" for name in names)
    line = "一行" if len(names) == 1 else ""
    return SchemaProblem(code="missing", message=f"{_name(path)}缺少{lacking}", hint=f"请补上{line}{lines}。")


LINE_FEED = "\n"
NEUTRAL = {
    "bool": "请只写“是”或“否”，照实填；还不清楚的写“未填”。",
    "choice": "请照原样写其中的一个；还不清楚的写“未填”。",
    "judged": "请写成 {分值: …, 理由: …}；还没有评的写“未填”。",
}
"""What to say of an answer in no known form. An example would name one answer, and be taken for advice."""
BOUNDS = {"minimum": "不能小于 ", "maximum": "不能大于 ", "exclusiveMinimum": "要大于 "}


def _expected(
    keyword: str, value: Any, schema: Mapping[str, Any], name: str, path: tuple[str | int, ...], node: Node
) -> SchemaProblem:
    kind = str(schema.get("$comment", ""))
    if kind.startswith("fact:") and _not_applicable(node):
        return SchemaProblem(
            code="not-applicable-refused",
            message=f"{name}不能填“不适用”",
            hint="请如实填写；还不清楚的写“未填”。",
        )
    expected = schema.get("errorMessage") or _words(keyword, value)
    code = {"const": "not-this", "enum": "not-an-option", "pattern": "bad-form"}.get(keyword, "wrong-type")
    message = f"{name}{expected}，{_here(node)}"
    better = suggest_fix(kind.removeprefix("fact:"), node, schema) or NEUTRAL.get(kind.removeprefix("fact:"), "")
    if better:
        return SchemaProblem(code=code, message=message, hint=better)
    key = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
    example = _example(schema, key)
    if example != "…":
        shown = f"- {example}" if path and isinstance(path[-1], int) else f"{key}: {example}"
        unfilled = "；还不清楚的写“未填”" if kind.startswith("fact:") else ""
        return SchemaProblem(code=code, message=message, hint=f"请改成“{shown}”的样子{unfilled}。")
    if keyword == "type" and "object" in value:
        hint = "请换行并缩进两格，每行写一个“名称: 值”；还不清楚的先删掉这一行。"
        return SchemaProblem(code=code, message=message, hint=hint)
    if keyword == "type" and "number" in value and "string" not in value:
        return SchemaProblem(code=code, message=message, hint="请写成 3 或 2.5 这样的数，不带单位和百分号。")
    return SchemaProblem(code=code, message=message, hint="请对照模板改正。")


def _nearest(node: Node, step: Fraction) -> str:
    value = node.value if isinstance(node, Scalar) else None
    if not isinstance(value, Fraction):
        return "请核对后改正。"
    below = value // step * step
    return f"请改成 {number_text(below)} 或 {number_text(below + step)}。"


def _words(keyword: str, value: Any) -> str:
    if keyword == "const":
        return f"只能是“{value}”"
    if keyword == "enum":
        options = [_option(option) for option in value if option is not None and not isinstance(option, bool)]
        flags = ["true", "false"] if True in value and not options else []
        return f"只能是{'、'.join(f'“{option}”' for option in [*options, *flags])}之一"
    if keyword == "type":
        names = [value] if isinstance(value, str) else [name for name in value if name != "null"]
        return "应是" + "或".join(TYPES[name] for name in names)
    return "写法不对"


def found(node: Node) -> str:
    """What stands there, for the end of a sentence."""
    if isinstance(node, MappingNode):
        return TYPES["object"]
    if isinstance(node, SequenceNode):
        return "一个列表"
    if isinstance(node, Scalar) and node.kind is ScalarKind.NUMBER:
        return f" {node.text}"
    text = node.text.replace("\n", " ")
    return f"“{text[:30]}{'…' if len(text) > 30 else ''}”"


def _here(node: Node) -> str:
    if isinstance(node, Scalar) and not node.text:
        return "这里空着"
    return f"这里写的是{found(node)}"


def _name(path: tuple[str | int, ...]) -> str:
    if not path:
        return "文件里"
    last = path[-1]
    if isinstance(last, str):
        return f"“{last}”"
    owner = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
    return f"“{owner}”的第 {last + 1} 条"


def _not_applicable(node: Node) -> bool:
    if isinstance(node, MappingNode):
        return node.get("不适用") is not None
    return isinstance(node, Scalar) and node.text == "不适用"


def _example(schema: Mapping[str, Any], _key: str) -> str:
    examples = schema.get("examples") or ()
    if examples:
        return _option(examples[0])
    return _option(schema["const"]) if "const" in schema else "…"


def _option(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _number(value) if isinstance(value, (int, Fraction)) else str(value)


def _number(value: Any) -> str:
    return number_text(Fraction(value))


def line_break(node: Node, lines: Sequence[str]) -> Location:
    """The place of the first line break in the text `node`: the backslash that writes it, or the end of the line after
    which the text goes on."""
    place = node.location
    if not 0 < place.line <= len(lines):
        return place
    style = lines[place.line - 1][place.column - 1 : place.column]
    first = place.line + 1 if style in ("|", ">") else place.line
    number = first if style == "|" else _unfolded(lines, first, indented=style == ">")
    if style == '"':
        for made, line, column in escapes(lines, place.line, place.column):
            if made == "\n" and line <= number:
                return replace(place, line=line, column=column)
    return replace(place, line=number, column=len(lines[number - 1]) + 1)


def broken_lines(node: MappingNode, names: Iterable[str], lines: Sequence[str]) -> Iterator[Problem]:
    """Those of the texts called `names` that must stand on one line and do not; for documents that no schema describes."""
    for name in names:
        text = node.get(name)
        if isinstance(text, Scalar) and not re.search(ONE_LINE, text.text):
            said = broken((name,))
            yield Problem(code=said.code, message=said.message, hint=said.hint, location=line_break(text, lines))


def _unfolded(lines: Sequence[str], first: int, *, indented: bool) -> int:
    """The line whose end is kept where others are folded into spaces: the one before an empty line, or, in a block, before an indented one."""
    for number in range(first, len(lines)):
        here, below = lines[number - 1], lines[number]
        if not here.strip() or not below.strip() or (indented and _indent(below) > _indent(here)):
            return number
    return first


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
