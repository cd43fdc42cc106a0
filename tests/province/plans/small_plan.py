"""A small invented plan pack for tests, and what it makes of submissions."""

from __future__ import annotations

from pathlib import Path

from scoring import packs
from scoring.base.errors import Problem, Result
from scoring.documents import strict
from scoring.model.attainment import Attainment
from scoring.model.plan import Plan
from scoring.model.progress import Progress
from scoring.province import plans

MAIN = """\
kind: plan
id: small
title: 示例方案
edition: "1"
base_year: 2020
years: [2021, 2022, 2023]
source: {title: 示例方案, note: 虚构的测试用方案。}
"""
PART = """\
tables:
  - id: "1"
    label: 表1
    title: 主要指标
    indicators:
      - id: "1.1"
        name: 覆盖率（%）
        kind: 约束性
        base: 38
        targets: {2021: 43, 2022: "-", 2023: 90.5}
        better: higher
        basis: 建议
      - id: "1.2"
        name: 价格
        unit: 元
        kind: 预期性
        quote: 价格不超过80元
        targets: {2023: {value: 80, text: 不超过80元}}
        better: lower
        basis: 原文
      - id: "1.3"
        name: 设施率
        unit: "%"
        quote: 设施率高于90%
        targets: {2023: {value: 90, text: 高于90%}}
        better: higher
        basis: 原文
      - id: "1.4"
        name: 全覆盖
        type: bool
        quote: 实现全覆盖
        targets: {2022: {value: true, text: 全覆盖}}
        better: yes
        basis: 原文
groups:
  - label: （一）
    title: 任务
    tasks:
      - {id: "1", title: 甲事, text: 做甲事。, units: 甲局牵头，乙局、丙局（丁局）配合}
      - {id: "2", title: 乙事, text: 做乙事。, units: 乙局、甲局}
"""
FILE = """\
指标体系: small
地区: 示例市
数据截至: 2022-12-31
虚构样例: 是
"""


def read(folder: Path, main: str = MAIN, part: str = PART) -> Result[Plan]:
    """The plan that these two files make."""
    place = folder / "small"
    place.mkdir(exist_ok=True)
    (place / "pack.yaml").write_text(main, encoding="utf-8")
    (place / "section-1.yaml").write_text(part, encoding="utf-8")
    source = packs.read_pack(str(place), "small")
    assert source.value is not None
    assert source.problems == ()
    return plans.plan(source.value)


def small(folder: Path) -> Plan:
    plan = read(folder).value
    assert plan is not None
    return plan


def report(plan: Plan, text: str, head: str = FILE) -> Result[Progress]:
    document = strict.parse_document((head + text).encode(), "进展.yaml")
    assert document.value is not None
    assert document.problems == ()
    return plans.progress(document.value, plan)


def attained(plan: Plan, text: str, head: str = FILE) -> Attainment:
    progress = report(plan, text, head)
    assert progress.value is not None, progress.problems
    return plans.attain(plan, progress.value, as_of=None, tool_version="0")


def codes(problems: tuple[Problem, ...]) -> list[tuple[str, int]]:
    return [(problem.code, problem.location.line if problem.location else 0) for problem in problems]
