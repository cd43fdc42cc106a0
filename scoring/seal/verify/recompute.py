"""Scores the submission inside again with the packs inside, and compares the outcome with what is written."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from scoring import __version__
from scoring.assess import Assessment, Depth, Request, evaluate, load
from scoring.base.assets import CRITERIA, criteria_search, shipped
from scoring.loading import load_criteria
from scoring.naming import draft_texts
from scoring.seal.bundle.result import Json, canonical, result_json, without_disk
from scoring.seal.verify.model import Finding, State

__all__ = ["Again", "compare", "load_json", "packs", "score_again"]

MOST = 32 << 20


class Again(Struct, frozen=True, kw_only=True):
    """The assessment made again, or what kept it from being made."""

    found: Assessment | None
    findings: tuple[Finding, ...]


def load_json(data: bytes, name: str) -> tuple[Json | None, tuple[Finding, ...]]:
    """A JSON object, or the finding that it is none."""
    try:
        value = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        value = None
    if isinstance(value, dict):
        return value, ()
    return None, (Finding(state=State.BAD, text=f"{name} 读不懂，被改动过", name=name),)


def score_again(folder: str, *, references: bool, as_of: object, with_evidence: bool) -> Again:
    """Score `folder`/submission/submission.yaml with the packs in `folder`/criteria, and with nothing else."""
    path = os.path.join(folder, "submission", "submission.yaml")
    beside = os.path.join(folder, "submission", "references.yaml") if references else None
    try:
        day = None if as_of is None else date.fromisoformat(str(as_of))
    except ValueError:
        return Again(found=None, findings=(Finding(state=State.BAD, text="清单里的日期不对，被改动过"),))
    request = Request(
        file=path,
        references=beside,
        as_of=day,
        search=(os.path.join(folder, "criteria"),),
        evidence=Depth.CONTENTS if with_evidence else Depth.NONE,
    )
    loaded = load(request)
    if loaded.value is None:
        first = loaded.problems[0].message if loaded.problems else ""
        return Again(found=None, findings=(Finding(state=State.BAD, text=f"里面的自评文件不能计分：{first}"),))
    pack = os.path.realpath(loaded.value.criteria.folder)
    if not pack.startswith(os.path.realpath(folder) + os.sep):
        text = "自评文件指向包以外的指标体系，不能重新计分"
        return Again(found=None, findings=(Finding(state=State.BAD, text=text),))
    return Again(found=evaluate(loaded.value, request), findings=())


def packs(found: Assessment, search: tuple[str, ...] = ()) -> Iterator[Finding]:
    """Whether the packs inside are the ones at hand: in the folders of `search`, else those that come with this tool."""
    criteria = found.criteria
    own = shipped(CRITERIA)
    folders = tuple(dict.fromkeys([*search, *((own,) if own else criteria_search())]))
    for text in draft_texts(criteria):
        yield Finding(state=State.NOTE, text=text, name=criteria.id)
    layers = [(criteria.id, criteria.edition, criteria.digest)]
    layers += [(base.id, base.edition, base.digest) for base in criteria.extends]
    for name, edition, digest in layers:
        known = load_criteria(name, folders).value
        shown = "本工具自带的"
        if (
            known is not None
            and search
            and os.path.dirname(os.path.realpath(known.folder)) != os.path.realpath(own or "")
        ):
            shown = "所指明的"
        if known is None or known.id != name:
            text = f"本工具没有自带 {name}，不能核对它是否就是公布的指标体系；有公布的那一份时，用 --criteria-path 指明所在的文件夹"
            yield Finding(state=State.UNCHECKED, text=text, name=name)
        elif known.digest == digest:
            yield Finding(state=State.GOOD, text=f"{name}（版本 {edition}）与{shown}一致", name=name)
        elif known.edition == edition:
            yield Finding(
                state=State.BAD,
                text=f"{name}（版本 {edition}）与{shown}同一版本内容不同，计分规则可能被改过",
                name=name,
            )
        else:
            text = f"里面是 {name} 版本 {edition}，{shown}是版本 {known.edition}，不能核对计分规则有没有被改过"
            yield Finding(state=State.UNCHECKED, text=text, name=name)


def compare(data: bytes, again: Assessment, names: Mapping[str, str], *, with_evidence: bool) -> Iterator[Finding]:
    """Hold the written result against the one made again: to the last byte where the tool has the same version."""
    written = raw = load_json(data, "result.json")[0] or {}
    made = result_json(again, dict(names))
    if not with_evidence:
        written, made = without_disk(written), without_disk(made)
    if canonical(_scores(written)) != canonical(_scores(made)):
        yield Finding(state=State.BAD, text=_difference(written, made), name="result.json")
        return
    yield Finding(
        state=State.GOOD, text="按里面的填报内容重新计分，总分、各项得分和每一条款的结论都一致", name="result.json"
    )
    tool = written.get("tool")
    version = tool.get("version") if isinstance(tool, dict) else None
    if version != __version__:
        text = f"当时用的是 {version} 版，现在用 {__version__} 版重新计分；只比对分数和结论，不比对说明文字"
        yield Finding(state=State.NOTE, text=text)
    elif canonical(written) != canonical(made):
        yield Finding(
            state=State.BAD, text="得分一致，但得分明细的其他内容与重新计算的不一致，被改动过", name="result.json"
        )
    elif data != canonical(raw):
        yield Finding(state=State.BAD, text="result.json 不是本工具写的样子，可能有重复的内容", name="result.json")


def _scores(result: Json) -> object:
    sections = result.get("sections")
    return [
        result.get("total"),
        result.get("full"),
        result.get("complete"),
        result.get("eligibility"),
        result.get("unknown"),
        [
            [section.get("id"), section.get("score"), [_item(item) for item in section.get("items", [])]]
            for section in (sections if isinstance(sections, list) else [])
            if isinstance(section, dict)
        ],
    ]


def _item(item: object) -> object:
    if not isinstance(item, dict):
        return None
    clauses = [one for one in item.get("clauses", []) if isinstance(one, dict)]
    return [
        item.get("id"),
        item.get("score"),
        [[one.get("id"), one.get("state"), one.get("nominal")] for one in clauses],
    ]


def _difference(written: Json, made: Json) -> str:
    if written.get("total") != made.get("total"):
        return f"总分对不上：写的是{_total(written)}，重新计算是{_total(made)}"
    wrong = []
    for one, other in zip(_list(written.get("sections")), _list(made.get("sections")), strict=False):
        for item, right in zip(_list(one.get("items")), _list(other.get("items")), strict=False):
            if _item(item) != _item(right):
                wrong.append(str(right.get("id")))
    return f"得分明细与重新计算的不一致：{'、'.join(wrong) or '资格、未填项或一级指标得分'}"


def _list(value: object) -> list[Json]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _total(result: Json) -> str:
    total = result.get("total")
    if not isinstance(total, dict):
        return "（没有）"
    low, high = total.get("low"), total.get("high")
    return f"{low}分" if low == high else f"{low}～{high}分"
