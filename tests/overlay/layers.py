"""Packs written to a folder: a small base, and overlays of a few lines on it."""

from __future__ import annotations

from pathlib import Path

from scoring import packs
from scoring.base.errors import Result
from scoring.model.criteria import Criteria
from scoring.packs import overlay

PACK = """\
id: base
title: 示例评估指标体系
edition: "1"
points: 10
source: {title: 虚构的示例, note: 只供测试}
assumptions:
  - {about: 并列, text: 同分并列。}
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
ITEM_1 = """\
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
"""
ITEM_2 = """\
  - id: "1.2"
    points: 3
    requirement: 完成项数。
    scoring: 每项得1分，总分不超过2分，全部完成的得1分。
    facts:
      项数: {type: count, unit: 项, ask: 有几项？}
      全部完成: {type: bool, ask: 是否全部完成？, better: yes}
    clauses:
      - {quote: 每项得1分，总分不超过2分, award: 1, per: 项数, at_most: 2}
      - {quote: 全部完成的得1分, award: 1, when: 全部完成}
"""
ITEM_3 = """\
  - id: "2.0"
    points: 3
    requirement: 残句
    scoring: null
    gap: {known: 残句, lacks: 其余文字}
    facts:
      乙部分评分: {type: judged, minimum: 0, maximum: 3, step: 0.5, ask: 得几分？}
    clauses:
      - {award: judged, fact: 乙部分评分}
"""
FIRST = 'section: "1"\nitems:\n' + ITEM_1 + ITEM_2
SECOND = 'section: "2"\nitems:\n' + ITEM_3
BASE = {"pack.yaml": PACK, "section-1.yaml": FIRST, "section-2.yaml": SECOND}
HEAD = 'id: over\nextends: base\nedition: "2"\n'


def write(folder: Path, name: str, files: dict[str, str]) -> Path:
    """Write a pack `name` into `folder` and give its folder."""
    for file, text in files.items():
        path = folder / name / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / name


def lay(
    folder: Path, files: dict[str, str], name: str = "over", base: dict[str, str] | None = None
) -> Result[Criteria]:
    """The overlay `name` of `files` on the small base, both written to `folder`."""
    write(folder, "base", BASE if base is None else base)
    return read(write(folder, name, files))


def read(folder: Path, search: tuple[str, ...] = ()) -> Result[Criteria]:
    """The overlay in `folder`; messages name its files without the way to it."""
    source = packs.read_pack(str(folder), folder.name)
    assert source.value is not None, source.problems
    return overlay.load_pack(source.value, search)


def made(result: Result[Criteria]) -> Criteria:
    assert result.value is not None, [(str(p.location), p.code, p.message) for p in result.problems]
    return result.value


def codes(result: Result[Criteria]) -> list[str]:
    """file:line code of every problem; the file without its folder for a base that lies elsewhere."""
    found = []
    for problem in result.problems:
        place = problem.location
        found.append(f"{'/'.join(Path(place.file).parts[-2:])}:{place.line} {problem.code}" if place else problem.code)
    return found
