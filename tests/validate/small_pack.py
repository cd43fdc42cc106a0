"""A pack small enough to read at a glance, and ways to spoil it."""

from __future__ import annotations

from functools import cache

from scoring import packs
from scoring.base.errors import Problem, Result
from scoring.documents import strict
from scoring.documents.nodes import Document, PackSource
from scoring.model.criteria import Criteria

PACK = """\
id: small
title: 示例评估指标体系
edition: "1"
points: 10
source: {title: 虚构的示例, note: 只供测试}
sections:
  - {id: "1", label: （一）, title: 甲部分, points: 7}
  - {id: "2", label: （二）, title: 乙部分, points: 3, gap: {known: 残句, lacks: 其余文字}}
profile:
  常住人口: {type: count, unit: 人, ask: 有多少人？}
references:
  平均水平: {type: number, unit: 个, ask: 平均是多少？}
eligibility:
  text: 申报前两年内未发生甲类事件的，方可申报。
  gates:
    甲类事件: {kind: incidents, years: 2, quote: 甲类事件, ask: 是否发生？}
"""
FIRST = """\
section: "1"
items:
  - id: "1.1"
    points: 4
    requirement: 制定方案，召开会议。
    scoring: 未制定方案不得分，未召开会议扣2分，低于平均的扣1分。
    facts:
      制定方案: {type: bool, ask: 是否制定方案？, better: yes}
      会议次数: {type: count, unit: 次, ask: 召开几次会议？, better: higher, needs: 制定方案}
      水平: {type: number, unit: 个, ask: 水平是多少？}
    interpretations:
      相等时: {question: 相等扣不扣？, affects: rule, default: 不扣, why: 字面是低于, options: {不扣: 不扣分, 扣: 要扣分}}
    clauses:
      - {quote: 未制定方案不得分, forfeit: true, when: not 制定方案}
      - {quote: 未召开会议扣2分, deduct: 2, when: 会议次数 == 0}
      - {quote: 低于平均的扣1分, deduct: 1, when: 水平 < 平均水平 or (相等时 == '扣' and 水平 == 平均水平)}
    evidence:
      - {id: 方案, title: 方案文本, supports: [制定方案], basis: 建议}
  - id: "1.2"
    points: 3
    requirement: 完成比例。
    scoring: 每项得1分，总分不超过2分，比例未达到100%的不得这一分。
    start: zero
    facts:
      项数: {type: count, unit: 项, minimum: 1, ask: 有几项？}
      完成数: {type: count, unit: 项, ask: 完成几项？}
      完成比例: {type: percent, ask: 完成比例, derive: {numerator: 完成数, denominator: 项数}}
    clauses:
      - {quote: 每项得1分，总分不超过2分, award: 1, per: 项数, at_most: 2}
      - {quote: 比例未达到100%的不得这一分, award: 1, when: 完成比例 >= 100}
"""
SECOND = """\
section: "2"
items:
  - id: "2.1"
    points: 3
    requirement: 残句
    scoring: null
    gap: {known: 残句, lacks: 其余文字}
    facts:
      乙部分评分: {type: judged, minimum: 0, maximum: 3, step: 0.5, ask: 得几分？}
    clauses:
      - {award: judged, fact: 乙部分评分}
"""
FILES = {"pack.yaml": PACK, "section-1.yaml": FIRST, "section-2.yaml": SECOND}


def document(text: str, name: str = "自评.yaml") -> Document:
    result = strict.parse_document(text.encode(), name)
    assert result.value is not None, result.problems
    return result.value


def read(files: dict[str, str]) -> Result[Criteria]:
    documents = {name: document(text, name) for name, text in files.items()}
    main = documents.pop("pack.yaml")
    sections = tuple(documents[name] for name in sorted(documents))
    return packs.criteria(PackSource(folder="small", name="small", main=main, sections=sections, digest="0"))


def spoilt(name: str, old: str, new: str) -> Result[Criteria]:
    """The small pack with one text replaced in one file."""
    assert FILES[name].count(old) == 1, f"{old!r} stands {FILES[name].count(old)} times"
    return read({**FILES, name: FILES[name].replace(old, new)})


@cache
def small() -> Criteria:
    result = read(FILES)
    assert result.value is not None, result.problems
    return result.value


def brief(problems: tuple[Problem, ...]) -> list[str]:
    return [
        f"{p.location.file if p.location else '?'}:{p.location.line if p.location else 0} {p.code}" for p in problems
    ]
