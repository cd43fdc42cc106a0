"""The shapes of references in a file of their own that are no plain number: computed from a batch, or written as an exact
quotient."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from scoring.validate.schema.answers import line_schema
from scoring.validate.schema.shapes import ONE_LINE

__all__ = ["EQUAL", "KEY", "LACKING", "LEAVE_OUT", "averaged", "with_quotients"]

KEY = "由本批计算"
EQUAL = "各市同等"
LACKING = "缺数的城市"
LEAVE_OUT = "不计入"

AROUND = ("年份", "来源")
YEAR: dict[str, Any] = {
    "type": "integer",
    "minimum": 1949,
    "maximum": 2199,
    "errorMessage": "应填四位年份",
    "examples": [2021],
}
POSITIVE: dict[str, Any] = {
    "type": "number",
    "exclusiveMinimum": 0,
    "$comment": "points",
    "errorMessage": "应填大于 0 的数",
}
NAME = {"type": "string", "minLength": 1, "pattern": ONE_LINE, "errorMessage": "应填一个填报项的名称"}
RATIO: dict[str, Any] = {
    "type": "object",
    "required": ["分子", "分母"],
    "properties": {
        "分子": {**NAME, "examples": ["在托婴幼儿数"]},
        "分母": {**NAME, "examples": ["三岁以下婴幼儿数"]},
        "乘以": {**POSITIVE, "examples": [1000]},
    },
    "additionalProperties": False,
}
MEAN: dict[str, Any] = {
    "type": "object",
    "required": ["均值", "权重"],
    "properties": {
        "均值": {**NAME, "examples": ["千人口托位数"]},
        "权重": {**NAME, "examples": ["常住人口"]},
    },
    "additionalProperties": False,
}


def averaged(schema: dict[str, Any], names: Mapping[str, bool]) -> dict[str, Any]:
    """The schema of a file of references in which the references `names` are computed from the batch: True as a mean,
    False as a ratio of two sums."""
    made = {name: _average(name, mean=mean) for name, mean in names.items()}
    return {**schema, "properties": {**schema["properties"], **made}}


def with_quotients(schema: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """The schema of a file of references in which the values of `names` are written as quotients."""
    return {**schema, "properties": {**schema["properties"], **{name: _quotient(name) for name in names}}}


def _quotient(name: str) -> dict[str, Any]:
    return {
        "type": "object",
        "title": name,
        "required": ["数值", *AROUND],
        "properties": {
            "数值": {
                "type": "object",
                "required": ["分子", "分母"],
                "properties": {
                    "分子": {"type": "number", "minimum": 0, "errorMessage": "应填数", "examples": [15]},
                    "分母": {**POSITIVE, "examples": [7]},
                    "乘以": {**POSITIVE, "examples": [1000]},
                },
                "additionalProperties": False,
            },
            "年份": YEAR,
            "来源": line_schema("来源", "数据出自哪里。"),
        },
        "additionalProperties": False,
    }


def _average(name: str, *, mean: bool) -> dict[str, Any]:
    return {
        "type": "object",
        "title": name,
        "required": [KEY, "年份"],
        "properties": {
            KEY: {
                **(MEAN if mean else RATIO),
                "errorMessage": "应写成分子和分母，或均值和权重",
                "examples": ["{分子: 在托婴幼儿数, 分母: 三岁以下婴幼儿数}"],
            },
            "年份": YEAR,
            LACKING: {
                "enum": [LEAVE_OUT, "不能计算"],
                "errorMessage": f"应填 {LEAVE_OUT} 或 不能计算",
                "examples": [LEAVE_OUT],
            },
        },
        "additionalProperties": False,
    }
