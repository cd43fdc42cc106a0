"""A test to paste for every mistake in what belongs to no item, and in how units are made one; filled in, it notices the mistake."""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from scoring.authoring.check import Analysis, check
from scoring.authoring.check.model import MutantResult, MutantState
from scoring.authoring.check.proposals import proposed_tests
from scoring.authoring.ruletests import prepare_total_test, read_total_tests
from scoring.base.text import number_text
from scoring.loading import load_criteria
from scoring.model.scorecard import ScoreCard
from scoring.rules import evaluate

KINDS = Path(__file__).resolve().parents[2] / "kinds"
PACK = """\
id: lines
title: 示例
edition: "1"
points: 100
source: {title: 示例, note: 示例}
grades: [{name: 优秀, at_least: 90}, {name: 合格, at_least: 60}, {name: 不合格}]
sections:
  - {id: "1", label: （一）, title: 示例, points: 100, weight: 0.7}
  - {id: "2", label: （二）, title: 示例, points: 100, weight: 0.3}
eligibility: {text: 无, gates: {}}
"""
SECTION = """\
section: "{id}"
items:
  - id: "{id}.1"
    points: 100
    requirement: 示例
    scoring: 每处扣5分
    facts:
      第{id}部分处数: {{type: count, unit: 处, ask: 几处？, better: lower}}
    clauses:
      - {{quote: 每处扣5分, deduct: 5, per: 第{id}部分处数}}
"""
UNITS = """\
section: "1"
items:
  - id: "1.1"
    points: 9
    requirement: 示例
    scoring: 抽查3所学校，每处扣3分，取平均
    each: {name: 学校, count: 3}
    facts:
      处数: {type: count, unit: 处, ask: 几处？, better: lower}
    clauses:
      - {quote: 每处扣3分, deduct: 3, per: 处数}
    words: [抽查3所学校, 取平均]
"""


def analysis(folder: Path) -> Analysis:
    return check(folder.name, load_criteria(str(folder), ()))


def written(folder: Path, files: dict[str, str]) -> Path:
    (folder / "tests").mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def left(found: Analysis) -> dict[str, MutantResult]:
    every = [*(one for item in found.items for one in item.mutants), *found.settings]
    return {one.id: one for one in every if one.state is MutantState.SURVIVED}


def test_lines_and_weights_come_with_answers_that_show_them(tmp_path: Path) -> None:
    """Weights 0.7 and 0.3 of 100 points each: one fault in the first part takes 3.5, in the second 1.5."""
    sections = {f"section-{id_}.yaml": SECTION.format(id=id_) for id_ in "12"}
    folder = written(tmp_path / "lines", {"pack.yaml": PACK, **sections})
    lines = {id_: one.test for id_, one in left(analysis(folder)).items() if id_.startswith(("grades/", "weight/"))}
    assert all(lines.values())
    asked = {id_: _faults(text) for id_, text in lines.items()}
    totals = {id_: 100 - 3.5 * min(one, 20) - 1.5 * min(two, 20) for id_, (one, two) in asked.items()}
    assert 90 <= totals["grades/优秀/at_least/+1"] < 91
    assert 89 <= totals["grades/优秀/at_least/-1"] < 90
    assert 60 <= totals["grades/合格/at_least/+1"] < 61
    assert 59 <= totals["grades/合格/at_least/-1"] < 60
    one, two = asked["weight/1/2"]
    assert one != two
    assert all("expect: {total: , grade: }" in text or "expect: {total: }" in text for text in lines.values())
    filled = "".join(
        f"  - {{name: {number}, answers: {{'1.1': {{第1部分处数: {one}}}, '2.1': {{第2部分处数: {two}}}}}, "
        f"expect: {{total: {totals[id_]}, grade: {_grade(totals[id_])}}}}}\n"
        for number, (id_, (one, two)) in enumerate(asked.items())
    )
    (folder / "tests" / "totals.yaml").write_text(f"totals:\n{filled}", encoding="utf-8")
    assert lines.keys().isdisjoint(left(analysis(folder)))


def _faults(test: str) -> tuple[int, int]:
    (one,) = yaml.safe_load(test)
    return one["answers"]["1.1"]["第1部分处数"], one["answers"]["2.1"]["第2部分处数"]


def _grade(total: float) -> str:
    return "优秀" if total >= 90 else "合格" if total >= 60 else "不合格"


def test_one_unit_more_or_less_comes_with_units_that_show_it(tmp_path: Path) -> None:
    """Two schools of three: the third may have any fault. (9 + 9 + 0) ÷ 3 = 6 to 9; of two schools it would be 9."""
    pack = PACK.split("grades")[0].replace("100", "9") + (
        'sections:\n  - {id: "1", label: （一）, title: 示例, points: 9}\neligibility: {text: 无, gates: {}}\n'
    )
    folder = written(tmp_path / "lines", {"pack.yaml": pack, "section-1.yaml": UNITS})
    found = {id_: one.test for id_, one in left(analysis(folder)).items() if "/each/" in id_}
    assert found.keys() == {"1.1/each/count/+1", "1.1/each/count/-1"}
    schools = {id_: yaml.safe_load(text)[0]["answers"]["1.1"]["学校"] for id_, text in found.items()}
    assert len(schools["1.1/each/count/+1"]) == 3
    assert len(schools["1.1/each/count/-1"]) == 2
    assert [one["处数"] for one in schools["1.1/each/count/-1"].values()] == [0, 0]
    tests = (
        "totals:\n"
        "  - {name: 三所都好, answers: {'1.1': {学校: {甲: {处数: 0}, 乙: {处数: 0}, 丙: {处数: 0}}}}, expect: {items: {'1.1': 9}}}\n"
        "  - {name: 缺一所, answers: {'1.1': {学校: {甲: {处数: 0}, 乙: {处数: 0}}}}, expect: {items: {'1.1': [6, 9]}}}\n"
    )
    (folder / "tests" / "totals.yaml").write_text(tests, encoding="utf-8")
    assert found.keys().isdisjoint(left(analysis(folder)))


@pytest.mark.parametrize(
    "place", ["packs/lowered", "packs/weighted", "packs/filled", "packs/nothing", "cases/s7-civil"]
)
def test_what_is_proposed_is_read_and_notices_the_mistake(place: str, tmp_path: Path) -> None:
    """Every proposal for the whole, filled in with what the pack gives (right or wrong): the mistake it is for is noticed."""
    folder = tmp_path / Path(place).name
    shutil.copytree(KINDS / place, folder)
    for old in (folder / "tests").glob("*.yaml"):
        old.unlink()
    before = left(analysis(folder))
    text, _ = proposed_tests(analysis(folder))
    tests = yaml.safe_load(text)["totals"]
    for one in tests:
        assert set(_leaves(one["expect"])) == {None}, "the points are for a person"
    _fill(folder, tests)
    wanted = {id_ for id_, one in before.items() if "\n  answers:" in one.test}
    assert wanted
    assert wanted.isdisjoint(left(analysis(folder)))


def _leaves(value: object) -> list[object]:
    return [leaf for part in value.values() for leaf in _leaves(part)] if isinstance(value, dict) else [value]


def _fill(folder: Path, tests: list[dict[str, object]]) -> None:
    """Write the tests with what the pack gives for their answers."""
    blank = [{**one, "expect": {"total": 0}} for one in tests]
    path = folder / "tests" / "totals.yaml"
    path.write_text(yaml.safe_dump({"totals": blank}, allow_unicode=True, sort_keys=False), encoding="utf-8")
    criteria = load_criteria(str(folder), ()).value
    assert criteria is not None
    read = read_total_tests(criteria).value
    assert read is not None
    assert len(read) == len(tests)
    for one, test in zip(tests, read, strict=True):
        prepared = prepare_total_test(criteria, test).value
        assert prepared is not None
        card = evaluate(criteria, prepared.submission, as_of=None, tool_version="0")
        one["expect"] = {key: _given(card, key, value) for key, value in one["expect"].items()}  # type: ignore[attr-defined]
    path.write_text(yaml.safe_dump({"totals": tests}, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _given(card: ScoreCard, key: str, value: object) -> object:
    if key == "grade":
        assert card.grade is not None
        return [card.grade.low, card.grade.high]
    ranges = {"total": card.total}
    ranges |= {one.section.id: one.score for one in card.sections}
    ranges |= {item.item.id: item.score for one in card.sections for item in one.items}
    if isinstance(value, dict):
        return {name: _ends(ranges[name].low, ranges[name].high) for name in value}
    return _ends(card.total.low, card.total.high)


def _ends(low: Fraction, high: Fraction) -> list[object]:
    return [float(end) if "/" not in number_text(end) else str(end) for end in (low, high)]
