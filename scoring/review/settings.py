"""How differences are settled in a cycle: 审核设置.yaml beside the reviews, or the words of a command."""

from __future__ import annotations

import os
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from scoring.base.errors import Result, sort_problems
from scoring.documents import strict
from scoring.documents.forms import BLANKS
from scoring.documents.nodes import number_of, text_of
from scoring.documents.problems import Report
from scoring.documents.schema.checking import check
from scoring.documents.submissions.keys import unknown_key
from scoring.model.review import Rule, Settings

__all__ = ["FILE", "load_settings", "settings_schema"]

FILE = "审核设置.yaml"
"""The name of the file in a folder of reviews."""


def settings_schema() -> dict[str, Any]:
    """The shape of the file."""
    return {
        "type": "object",
        "properties": {
            "分歧上限": {
                "anyOf": [{"type": "number", "minimum": Fraction(0)}, {"enum": BLANKS}],
                "$comment": "points",
                "errorMessage": "应填分数",
                "examples": [Fraction(1)],
            },
            "合成办法": {
                "enum": [*(one.value for one in Rule), *BLANKS],
                "errorMessage": "应从 “平均”、“中位数” 中选一个",
                "examples": ["平均"],
            },
            "说明": {"type": ["string", "number", "null"]},
        },
        "additionalProperties": False,
    }


def load_settings(paths: Sequence[str]) -> Result[Settings]:
    """The settings beside the reviews in `paths`, so that one city's folder and that of all cities follow the same ones:
    those of the first that has the file in its folder, in the folder above, or in a single folder below; the default ones
    where none has."""
    for path in paths:
        folder = path if os.path.isdir(path) else os.path.dirname(path) or "."
        beside = [os.path.join(folder, FILE), os.path.normpath(os.path.join(folder, os.pardir, FILE))]
        below = _below(folder)
        for file in (*beside, *(below if len(below) == 1 else ())):
            if os.path.isfile(file):
                return _read(file)
    return Result(value=Settings())


def _below(folder: str) -> list[str]:
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return []
    return [file for name in names if os.path.isfile(file := os.path.join(folder, name, FILE))]


def _read(path: str) -> Result[Settings]:
    document = strict.read_document(path)
    if document.value is None or not document.ok:
        return Result(value=None, problems=document.problems)
    root = document.value.root
    report = Report(root)
    check(root, settings_schema(), unknown_key, report)
    made = Settings(limit=number_of(root.get("分歧上限")))
    if text_of(root.get("合成办法")) == Rule.MEDIAN.value:
        made = Settings(limit=made.limit, rule=Rule.MEDIAN)
    problems = sort_problems([*document.problems, *report.problems])
    return Result(value=None if report.failed else made, problems=problems)
