"""From an overlay down to the pack it rests on: find and read every layer."""

from __future__ import annotations

import difflib
import os.path
from collections.abc import Sequence

from scoring import load, validate
from scoring.base.errors import Location, Problem, Result
from scoring.documents.nodes import Node, PackSource, Scalar

__all__ = ["EXTENDS", "MOST_LAYERS", "base_name", "read_chain"]

EXTENDS = "extends"
MOST_LAYERS = 5
"""How many packs may lie on each other, the lowest one included; more could not be followed by a reader."""


def base_name(source: PackSource) -> str | None:
    """The id under `extends`, "" when something else than an id is written there, None for a pack by itself."""
    node = source.main.root.get(EXTENDS)
    if node is None:
        return None
    return node.text.strip() if isinstance(node, Scalar) else ""


def read_chain(top: PackSource, search: Sequence[str]) -> Result[tuple[PackSource, ...]]:
    """The layers from `top` down to the pack that extends nothing.

    A base is looked for beside its overlay first, then in the folders of `search`. Problems: those of reading the
    bases, a base that cannot be found, a circle, too many layers.
    """
    layers = [top]
    problems: list[Problem] = []
    seen = {os.path.realpath(top.folder)}
    while (name := base_name(layers[-1])) is not None:
        at = layers[-1].main.root.get(EXTENDS) or layers[-1].main.root
        found = _find(name, layers[-1].folder, search)
        if found is None:
            problems.append(_not_found(name, at, layers[-1], search))
            break
        if os.path.realpath(found) in seen:
            circle = " → ".join([*(layer.name for layer in layers), name])
            hint = "补充体系最终要落到一个自成一体的指标体系上；请改正 extends。"
            problems.append(_problem("overlay-cycle", f"extends 绕成了圈：{circle}", hint, at, layers[-1]))
            break
        if len(layers) == MOST_LAYERS:
            message = f"补充体系叠了 {MOST_LAYERS} 层还没有到底"
            problems.append(_problem("overlay-depth", message, "请把中间几层合并成一层。", at, layers[-1]))
            break
        seen.add(os.path.realpath(found))
        read = load.read_pack(found)
        problems.extend(read.problems)
        if read.value is None:
            break
        if validate.is_plan(read.value):
            hint = "补充体系只能依据有分值的指标体系；规划方案请复制一份再改。"
            problems.append(_problem("overlay-base", f"“{name}”是没有分值的规划方案", hint, at, layers[-1]))
            break
        layers.append(read.value)
    complete = base_name(layers[-1]) is None and len(layers) > 1
    return Result(value=tuple(layers) if complete else None, problems=tuple(problems))


def _find(name: str, overlay: str, search: Sequence[str]) -> str | None:
    if not name or "/" in name or "\\" in name or name in (".", ".."):
        return None
    beside = os.path.join(os.path.dirname(os.path.abspath(overlay)), name)
    if os.path.isfile(os.path.join(beside, load.MAIN)):
        return beside
    entries = {entry.id: entry.folder for entry in load.list_packs(search)}
    return entries.get(name)


def _not_found(name: str, at: Node, layer: PackSource, search: Sequence[str]) -> Problem:
    if not name or "/" in name or "\\" in name:
        hint = "extends 写基础指标体系的编号，例如 extends: liaoning-2022，不写路径。"
        return _problem("overlay-base", "extends 里不是指标体系的编号", hint, at, layer)
    hint = "请把基础指标体系放在同一个上级文件夹里，或用 --criteria-path 指明它所在的文件夹。"
    close = difflib.get_close_matches(name, [entry.id for entry in load.list_packs(search)], n=1, cutoff=0.5)
    if close:
        hint = f"是不是 {close[0]}？"
    return _problem("overlay-base", f"找不到基础指标体系“{name}”", hint, at, layer)


def _problem(code: str, message: str, hint: str, at: Node, layer: PackSource) -> Problem:
    place: Location = at.location
    lines = layer.main.root.lines
    excerpt = lines[place.line - 1] if 0 < place.line <= len(lines) else None
    return Problem(code=code, message=message, hint=hint, location=place, excerpt=excerpt)
