"""How differences are settled in a cycle: 审核设置.yaml beside the reviews, or the words of a command."""

from __future__ import annotations

import os
from collections.abc import Sequence

from scoring.base.errors import Result, sort_problems
from scoring.documents import strict
from scoring.documents.fields import Reader, schema_of
from scoring.documents.problems import Report
from scoring.documents.schema.checking import check
from scoring.documents.submissions.keys import unknown_key
from scoring.model.review import Settings

__all__ = ["FILE", "load_settings"]

FILE = "审核设置.yaml"
"""The name of the file in a folder of reviews."""


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
    root, report = document.value.root, Report(document.value.root)
    if check(root, schema_of(Settings), unknown_key, report):
        return Result(value=None, problems=sort_problems([*document.problems, *report.problems]))
    return Result(value=Reader(report).record(Settings, root), problems=document.problems)
