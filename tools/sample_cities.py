"""Make invented submissions to liaoning-2022, the same for the same seed: `python -m tools.sample_cities 100 OUT`.

Each city gets a folder of its own, OUT/0001/submission.yaml. Most are complete; some lack answers (--unfilled of a
hundred), a few are barred (--barred of a hundred). No evidence is made and none is listed. Every file says 虚构样例: 是.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from scoring import lang
from scoring.base.files import write_atomic
from scoring.base.text import number_text
from scoring.loading import load_criteria
from scoring.model.criteria import Criteria
from scoring.model.facts import Fact, FactType, Judgement
from scoring.model.procedure import GateKind

__all__ = ["city_text", "main", "write_cities"]

PACK = "liaoning-2022"
REFERENCES = """全省平均千人口托位数: {数值: 2.8, 年份: 2021, 来源: 虚构样例数据}
全省平均婴幼儿入托率: {数值: 6.5%, 年份: 2021, 来源: 虚构样例数据}
"""


def main(arguments: list[str]) -> int:
    """Write the cities, and the references they are compared with beside them."""
    parser = argparse.ArgumentParser(prog="python -m tools.sample_cities", description="生成虚构的自评文件。")
    parser.add_argument("count", type=int, help="多少个城市")
    parser.add_argument("folder", type=Path, help="写到哪个文件夹")
    parser.add_argument("--seed", type=int, default=1, help="换一个数字得到另一批，默认 1")
    parser.add_argument("--unfilled", type=int, default=10, help="每一百个里有几个没有填完，默认 10")
    parser.add_argument("--barred", type=int, default=3, help="每一百个里有几个不具备申报资格，默认 3")
    given = parser.parse_args(arguments)
    write_cities(given.count, given.folder, seed=given.seed, unfilled=given.unfilled, barred=given.barred)
    print(f"已生成{given.count}份，都是虚构的；参照值在 {given.folder / 'references.yaml'}。")
    return 0


def write_cities(count: int, folder: Path, *, seed: int = 1, unfilled: int = 10, barred: int = 3) -> None:
    """Write `count` cities below `folder`; the first ones are the same whatever the count."""
    criteria = load_criteria(PACK).value
    assert criteria is not None
    for number in range(1, count + 1):
        place = folder / f"{number:04}"
        place.mkdir(parents=True, exist_ok=True)
        text = city_text(criteria, number, seed=seed, unfilled=unfilled, barred=barred)
        write_atomic(str(place / "submission.yaml"), text.encode("utf-8"), sync=False)
    write_atomic(str(folder / "references.yaml"), REFERENCES.encode("utf-8"), sync=False)


def city_text(criteria: Criteria, number: int, *, seed: int = 1, unfilled: int = 10, barred: int = 3) -> str:
    """One submission. Its facts fit together: no part is larger than its whole, nothing is answered that is not asked."""
    chance = random.Random(f"{seed}/{number}")
    values: dict[str, lang.Value] = {}
    skill, gaps = chance.uniform(0.5, 0.98), chance.random() * 100 < unfilled
    _counts(chance, values)
    lines = [
        f"指标体系: {criteria.id}",
        f"城市: 示例市{number:04}",
        "申报日期: 2022-05-20",
        "虚构样例: 是",
        "",
        "基本情况:",
        *(f"  {fact.name}: {_shown(values[fact.name])}" for fact in criteria.profile),
        "",
        "申报资格:",
        *_gates(criteria, chance, chance.random() * 100 < barred),
        "",
        "自评:",
    ]
    for section in criteria.sections:
        for item in section.items:
            lines.append(f'  "{item.id}":')
            for fact in item.facts:
                if fact.derive is None:
                    lines += _answer(fact, chance, values, skill, gaps)
            lines.append("    说明: 虚构样例数据，只用来演示和测试。")
    return "\n".join(lines) + "\n"


def _counts(chance: random.Random, values: dict[str, lang.Value]) -> None:
    """Numbers that hang together."""
    people = chance.randrange(400_000, 3_000_000, 1000)
    children = people * chance.randrange(12, 25) // 1000
    places = people * chance.randrange(15, 45) // 10_000
    attending = min(places, children * chance.randrange(3, 12) // 100)
    sites, homes = chance.randrange(20, 90), chance.randrange(10, 120)
    values |= {
        "常住人口": Fraction(people),
        "三岁以下婴幼儿数": Fraction(children),
        "托位总数": Fraction(places),
        "在托婴幼儿数": Fraction(attending),
        "千人口托位数": Fraction(places * 1000 * 10 // people, 10),
        "婴幼儿入托率": Fraction(attending * 1000 // children, 10),
        "应配置母婴设施场所数": Fraction(sites),
        "已配置母婴设施场所数": Fraction(sites - (chance.randrange(0, 9) if chance.random() < 0.4 else 0)),
        "托育机构总数": Fraction(homes),
        "已备案托育机构数": Fraction(homes - (chance.randrange(0, 5) if chance.random() < 0.3 else 0)),
        "婴幼儿家庭满意度": Fraction(chance.randrange(820, 995), 10),
    }


def _gates(criteria: Criteria, chance: random.Random, barred: bool) -> Iterator[str]:
    unlucky = chance.randrange(len(criteria.eligibility.gates)) if barred else -1
    for place, gate in enumerate(criteria.eligibility.gates):
        if gate.kind is GateKind.YES_NO:
            yield f"  {gate.name}: {'是' if place == unlucky else '否'}"
        else:
            yield f"  {gate.name}: {'[{日期: 2021-09-10, 情况: 虚构的事件}]' if place == unlucky else '无'}"


def _answer(
    fact: Fact, chance: random.Random, values: dict[str, lang.Value], skill: float, gaps: bool
) -> Iterator[str]:
    if fact.needs is not None and lang.truth(fact.needs, values) is not lang.Truth.TRUE:
        return
    value = values.get(fact.name)
    if value is None:
        value = _drawn(fact, chance, skill)
    if gaps and chance.random() < 0.08:
        yield f"    {fact.name}: 未填"
        values.pop(fact.name, None)
        return
    values[fact.name] = value
    yield f"    {fact.name}: {_shown(value)}{'%' if fact.type is FactType.PERCENT else ''}"


def _drawn(fact: Fact, chance: random.Random, skill: float) -> lang.Value:
    good = chance.random() < skill
    if fact.type is FactType.BOOL:
        return good if fact.better is None or fact.better.value == "yes" else not good
    if fact.type is FactType.JUDGED:
        step, most = fact.step or Fraction(1), fact.maximum or Fraction(0)
        steps = int(most / step)
        return Judgement(points=step * min(steps, int(steps * skill) + chance.randrange(0, 3)), reason="虚构的理由")
    return Fraction(chance.randrange(1, 6) if good else 0)


def _shown(value: lang.Value) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Judgement):
        return f"{{分值: {number_text(value.points)}, 理由: {value.reason}}}"
    assert isinstance(value, Fraction)
    return number_text(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
