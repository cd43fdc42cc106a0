"""Common slips in writing a value, each with the spelling that was meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from scoring.base.characters import alike
from scoring.documents.nodes import MappingNode, Node, Scalar, ScalarKind
from scoring.documents.problems import closest

__all__ = ["suggest_fix"]

PLAIN = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?", re.ASCII)
WITH_UNIT = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)\s*([^\s0-9.%,-][^0-9]{0,5})", re.ASCII)
WRITTEN_DATE = re.compile(r"([0-9]{4})\s*[年/.\-]\s*([0-9]{1,2})\s*[月/.\-]\s*([0-9]{1,2})\s*[日号]?", re.ASCII)
CHINESE_NUMERALS = re.compile(r"[零〇一二两三四五六七八九十百千万亿]+[^\d]{0,3}")
YES = {"yes", "y", "on", "有", "对", "√", "✓", "☑", "已", "t", "真", "shi", "1", "ok"}
NO = {"no", "n", "off", "无", "没有", "错", "×", "✗", "✘", "☒", "未", "f", "假", "fou", "0"}
KEY_LIKE = re.compile(r"[^\s：:]{1,40}[：:]\S")

MEANT = {
    "bool": ("是否", "是/否", "布尔", "boolean"),
    "count": ("个数", "整数", "次数", "数量", "计数", "int", "integer"),
    "number": ("数值", "数字", "小数", "数", "float", "decimal"),
    "percent": ("百分数", "百分比", "比例", "比率", "率", "%", "percentage"),
    "choice": ("选项", "选择", "单选", "enum"),
    "date": ("日期",),
    "text": ("文字", "文本", "说明", "string"),
    "judged": ("评判", "评分", "打分", "酌情"),
    "yes": ("是", "true", "有"),
    "no": ("否", "false", "无"),
    "higher": ("高", "越高越好", "大", "多", "升", "high", "正向"),
    "lower": ("低", "越低越好", "小", "少", "降", "low", "逆向"),
}
"""What authors of a pack write for the words of the closed lists."""
UNFILLED = "未填"
PLAINLY = {
    "count": "只写整数，例如 3；还不清楚的写“未填”。",
    "number": "只写数字，例如 3.5；还不清楚的写“未填”。",
    "percent": "请写成 95% 或 95 的样子；还不清楚的写“未填”。",
    "points": "只写数字，例如 1.5。",
}
WHOLES = {
    "judged": "{{分值: {}, 理由: …}}",
    "reference": "{{数值: {}, 年份: 2021, 来源: …}}",
    "reading": "{{选择: {}, 理由: …}}",
}
INCIDENTS = "有的请逐件列出：[{日期: 2021-06-01, 情况: …}]；还不清楚的写“未填”。"
NUMBERS = ("count", "number", "percent", "points")


def suggest_fix(kind: str, node: Node, schema: Mapping[str, Any]) -> str:
    """A hint that says what to type, or an empty text when the slip is not a known one."""
    if kind == "incidents":
        return _incidents(node)
    if not isinstance(node, Scalar) or not node.text:
        return ""
    text = unicodedata.normalize("NFKC", node.text).strip()
    if kind == "object" or schema.get("type") == "object":
        return "请每行写一个“名称: 值”，冒号是半角，后面空一格。" if KEY_LIKE.match(text) else ""
    if kind in NUMBERS:
        return _number(kind, node, text) or PLAINLY[kind]
    if kind in WHOLES:
        return _whole(kind, node, schema)
    if kind == "word":
        meant = next((word for word, said in MEANT.items() if text in said and word in schema.get("enum", ())), "")
        return f"请写 {meant}。" if meant else _option(text, schema)
    if kind == "amount":
        return _number(kind, node, text)
    if kind == "bool":
        return _boolean(text)
    if kind == "date":
        return _date(text)
    if kind == "choice":
        return _choice(text, schema)
    return _option(text, schema)


def _incidents(node: Node) -> str:
    """Never proposes 无 to somebody who wrote that something happened."""
    said = node.text.strip().lower() if isinstance(node, Scalar) else ""
    if said in NO | {"否", "0起", "未发生"}:
        return "没有发生的，请写“无”。"
    return INCIDENTS if said or isinstance(node, MappingNode) else f"没有发生的，请写“无”；{INCIDENTS}"


def _option(text: str, schema: Mapping[str, Any]) -> str:
    options = [option for option in schema.get("enum", ()) if isinstance(option, str) and option != UNFILLED]
    close = closest(text, options)
    if close:
        return f"是不是“{close}”？"
    return "请从中选一个；自选的材料删去“对应”。" if schema.get("$comment") == "request" else ""


def _choice(text: str, schema: Mapping[str, Any]) -> str:
    """Only an option that was written, or begun: one that is merely like it (达标 for 部分达标) may be the better answer."""
    options = [option for option in schema.get("enum", ()) if isinstance(option, str) and option != UNFILLED]
    meant = [option for option in options if alike(option) == alike(text)]
    meant = meant or [option for option in options if text and alike(option).startswith(alike(text))]
    return f"是不是“{meant[0]}”？" if len(meant) == 1 else ""


def _whole(kind: str, node: Scalar, schema: Mapping[str, Any]) -> str:
    """The figure or option stands alone where it needs its reason or source beside it."""
    options = schema.get("properties", {}).get("选择", {}).get("enum", ())
    if node.kind is ScalarKind.NUMBER or node.text.endswith("%") or node.text in options:
        return f"请写成 {WHOLES[kind].format(node.text)}。"
    return ""


def _number(kind: str, node: Scalar, text: str) -> str:
    if kind == "percent" and PLAIN.fullmatch(text.rstrip("%")) and text.endswith("%") and text != node.text:
        return f"请用半角字符，写成 {text}。"
    if PLAIN.fullmatch(text):
        if node.quoted:
            return f"数字不要加引号，请写成 {text}。"
        if text != node.text:
            return f"请用半角数字，写成 {text}。"
        return ""
    compact = re.sub(r"(?<=\d)[,_ ](?=\d{3}(?:\D|$))", "", text)
    if PLAIN.fullmatch(compact):
        return f"请去掉中间的分隔符，写成 {compact}。"
    if re.fullmatch(r"0+[0-9]+(?:\.[0-9]+)?", text):
        return f"请去掉前面的 0，写成 {text.lstrip('0') or '0'}。"
    unit = WITH_UNIT.fullmatch(text)
    if unit and unit[2] not in ("e", "E", "万", "亿"):
        return f"只写数字，不写单位：{unit[1]}。"
    if unit and unit[2] in ("万", "亿"):
        return f"请把“{text}”写成完整的数字，不用“{unit[2]}”。"
    if CHINESE_NUMERALS.fullmatch(text):
        return "请用阿拉伯数字，例如 3。"
    return ""


def _boolean(text: str) -> str:
    if text.lower() in YES:
        return "请写“是”。"
    if text.lower() in NO:
        return "请写“否”。"
    return ""


def _date(text: str) -> str:
    match = WRITTEN_DATE.fullmatch(text)
    if match is None:
        return ""
    try:
        meant = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return f"没有“{text}”这一天；请核对后写成 2022-05-20 的样子。"
    return f"请写成 {meant.isoformat()}。"
