"""Every line of the list of clause patterns has its item, and the tests of the packs notice every mistake in them."""

from __future__ import annotations

import csv
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from scoring.authoring.check.mistakes import settings_results
from scoring.authoring.check.model import MutantState
from scoring.authoring.check.mutation import mutation_results, read_explained, sort_tests
from scoring.authoring.ruletests import PreparedTotal, judge_total, prepare_rule_test, prepare_total_test
from scoring.model.criteria import Criteria
from scoring.model.totals import AbsentItems, Level, Rounding, Treatment
from scoring.rules import SCENARIO_LIMIT
from tests.kinds.packs_of_tests import NAMES, pack, rule_tests, total_tests

F = Fraction
LIST = Path(__file__).resolve().parents[1] / "data" / "clause-patterns.tsv"
CLAUSES: dict[str, tuple[str, ...]] = {
    "zero_if": ("1.1",),
    "deduct_flat": ("1.2",),
    "deduct_exclusive_chain": ("1.3",),
    "tier_zero_else_deduct": ("1.4",),
    "award_count_cap": ("1.5",),
    "award_sum": ("1.6",),
    "compare_reference": ("3.1",),
    "threshold_deduct": ("1.7",),
    "no_rule": ("1.8",),
    "per_unit_floor": ("2.1",),
    "multi_unit": ("2.2",),
    "step_rate": ("2.3", "2.4", "2.5"),
    "group_caps": ("2.6",),
    "severity_events": ("2.7",),
    "bonus_over_quota": ("2.8",),
    "na_full": ("1.9",),
    "discretionary": ("3.7", "3.8"),
    "tier_table": ("2.10",),
    "baseline_prior": ("3.2",),
    "external_score": ("3.5", "3.6"),
    "rank_table": ("3.3", "3.4", "3.9"),
    "linear_over": ("2.13",),
    "proportional": ("2.11", "2.12"),
}
OTHERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "evidence_gate": ("averaged", ("1.3",)),
    "extra_beyond_item": ("beyond", ("1.1", "1.2")),
    "aggregate_children": ("averaged", ("1.1", "1.4", "1.5")),
    "veto_top": ("beyond", ("2.2",)),
    "na_rescale_total": ("standardised", ("2.1",)),
    "na_rescale_section": ("rounded", ("1.2",)),
    "must_pass": ("passing", ("1.1", "1.2")),
    "weights": ("weighted", ("1.1", "2.1", "3.2", "4.1")),
    "total_penalty": ("beyond", ("2.1",)),
    "mean_sample": ("averaged", ("1.2", "1.6")),
    "worst_of": ("standardised", ("1.1",)),
    "key_item_fail": ("weighted", ("3.1",)),
}
COVERED = {**{kind: ("clauses", items) for kind, items in CLAUSES.items()}, **OTHERS}


def listed() -> dict[str, str]:
    with LIST.open(encoding="utf-8", newline="") as file:
        return {row["kind"]: row["clause"] for row in csv.DictReader(file, delimiter="\t")}


def test_every_line_of_the_list_has_an_item_and_no_other_is_claimed() -> None:
    assert len(listed()) == 35
    assert listed().keys() == COVERED.keys()


@pytest.mark.parametrize("kind", COVERED)
def test_the_items_bear_the_words_of_the_line_and_are_tested(kind: str) -> None:
    name, items = COVERED[kind]
    criteria = pack(name)
    words = [criteria.source.note, *(grade.text for grade in criteria.grades)]
    words += [text for one in items for text in _texts(criteria, one)]
    clause = listed()[kind]
    assert any(clause[at : at + 4] in text for at in range(len(clause) - 3) for text in words)
    for one in items:
        single = {(test.score.low, test.score.high) for test in rule_tests(name) if test.item == one}
        whole = [test for test in total_tests(name) if test.answers.get(one) is not None]
        assert len(single) >= 3 or len(whole) >= 3 or (len(single) == 2 and kind in ("zero_if", "na_full")), one


def _texts(criteria: Criteria, item: str) -> tuple[str, str]:
    found = criteria.items_by_id[item]
    return found.scoring or "", found.requirement


@cache
def totals(name: str) -> tuple[PreparedTotal, ...]:
    found = [prepare_total_test(pack(name), test).value for test in total_tests(name)]
    assert None not in found
    return tuple(one for one in found if one is not None)


ITEMS = [(name, item) for name in NAMES for item in pack(name).items_by_id]


@pytest.mark.parametrize(("name", "item"), ITEMS)
def test_the_tests_notice_every_mistake_that_changes_a_result(name: str, item: str) -> None:
    """At, below and above each limit: a limit that is one off, a comparison that takes in its end, a cap left out …"""
    criteria = pack(name)
    made = [prepare_rule_test(criteria, test).value for test in rule_tests(name) if test.item == item]
    tests = sort_tests(
        criteria, [one for one in made if one is not None], [one for one in totals(name) if one.answers(item)]
    )
    explained = {one.mutant for one in read_explained(criteria).value or ()}
    results = mutation_results(criteria, criteria.items_by_id[item], tests, SCENARIO_LIMIT)
    left = [one.id for one in results if one.state is MutantState.SURVIVED and one.id not in explained]
    assert left == []
    assert any(one.state is MutantState.KILLED for one in results)


@pytest.mark.parametrize("name", NAMES)
def test_the_tests_notice_every_mistake_in_the_settings_of_the_pack(name: str) -> None:
    criteria = pack(name)
    explained = {one.mutant for one in read_explained(criteria).value or ()}
    results = settings_results(criteria, totals(name))
    assert [one.id for one in results if one.state is MutantState.SURVIVED and one.id not in explained] == []


def lines(criteria: Criteria, at: int, points: Fraction | int) -> Criteria:
    grades = list(criteria.grades)
    grades[at] = replace(grades[at], at_least=F(points))
    return replace(criteria, grades=tuple(grades))


def treated(treatment: Treatment, level: Level) -> Callable[[Criteria], Criteria]:
    return lambda one: replace(one, absent=AbsentItems(treatment=treatment, level=level))


def weighed(criteria: Criteria) -> Criteria:
    first, second, *rest = criteria.sections
    changed = (replace(first, weight=second.weight), replace(second, weight=first.weight))
    return replace(criteria, sections=(*changed, *rest))


T, L = Treatment, Level
MISTAKES: list[tuple[str, str, Callable[[Criteria], Criteria]]] = [
    ("beyond", "90分改为91分", lambda one: lines(one, 0, 91)),
    ("beyond", "90分改为89分", lambda one: lines(one, 0, 89)),
    ("beyond", "80分改为81分", lambda one: lines(one, 1, 81)),
    ("beyond", "60分改为61分", lambda one: lines(one, 2, 61)),
    ("beyond", "60分改为59分", lambda one: lines(one, 2, 59)),
    ("beyond", "不封顶", lambda one: replace(one, at_most=None)),
    ("weighted", "90分改为91分", lambda one: lines(one, 0, 91)),
    ("weighted", "90分改为89.8分", lambda one: lines(one, 0, F("89.8"))),
    ("weighted", "权数对调", weighed),
    ("weighted", "缺项按满分", treated(T.FULL, L.SECTION)),
    ("weighted", "缺项按0分", treated(T.ZERO, L.SECTION)),
    ("passing", "80分改为81分", lambda one: lines(one, 0, 81)),
    ("passing", "80分改为79.5分", lambda one: lines(one, 0, F("79.5"))),
    (
        "passing",
        "不看必达项目",
        lambda one: replace(one, grades=(replace(one.grades[0], must_pass=False), one.grades[1])),
    ),
    ("standardised", "一级90分改为90.1分", lambda one: lines(one, 0, F("90.1"))),
    ("standardised", "一级90分改为89.9分", lambda one: lines(one, 0, F("89.9"))),
    ("standardised", "二级75分改为70分", lambda one: lines(one, 1, 70)),
    ("standardised", "三级60分改为71分", lambda one: lines(one, 2, 71)),
    ("standardised", "不折合百分制", lambda one: replace(one, scale=None)),
    ("standardised", "取两位小数", lambda one: replace(one, rounding=Rounding(places=2))),
    ("standardised", "不四舍五入", lambda one: replace(one, rounding=Rounding())),
    ("standardised", "缺项在一级指标内折算", treated(T.RESCALE, L.SECTION)),
    ("standardised", "缺项按满分", treated(T.FULL, L.TOTAL)),
    ("standardised", "缺项按平均得分率", treated(T.MEAN, L.TOTAL)),
    ("rounded", "合计时才四舍五入", lambda one: replace(one, rounding=Rounding(places=1))),
    ("rounded", "各项先四舍五入", lambda one: replace(one, rounding=Rounding(places=1, level=L.ITEM))),
    ("rounded", "缺项在总分里折算", treated(T.RESCALE, L.TOTAL)),
    ("filled", "缺项折算", treated(T.RESCALE, L.SECTION)),
    ("filled", "缺项按总的平均得分率", treated(T.MEAN, L.TOTAL)),
]


@pytest.mark.parametrize(("name", "what", "mistake"), MISTAKES, ids=[f"{name} {what}" for name, what, _ in MISTAKES])
def test_the_tests_of_totals_notice_mistakes_of_the_pack(
    name: str, what: str, mistake: Callable[[Criteria], Criteria]
) -> None:
    assert any(judge_total(mistake(pack(name)), one) for one in totals(name)), what


@pytest.mark.parametrize(
    ("treatment", "level", "total"),
    [
        # 甲 16/20、丙 10/10、第二部分 5/5＋5/5，乙（10分）不评
        (T.FULL, L.SECTION, F(46)),  # 16＋10＋10＋10
        (T.ZERO, L.SECTION, F(36)),  # 16＋10＋10
        (T.MEAN, L.SECTION, F(45)),  # (80%＋100%)÷2＝90%，补9分
        (T.MEAN, L.TOTAL, F("45.5")),  # (80%＋100%×3)÷4＝95%，补9.5分
        (T.RESCALE, L.SECTION, F(134, 3)),  # 26÷30×40＋10
        (T.RESCALE, L.TOTAL, F(45)),  # 36÷40×50
    ],
)
def test_each_way_to_count_an_item_that_is_left_out(treatment: Treatment, level: Level, total: Fraction) -> None:
    one = next(test for test in totals("filled") if test.test.name.startswith("缺项按其余各项"))
    card = _card(treated(treatment, level)(pack("filled")), one)
    assert card == total


def _card(criteria: Criteria, one: PreparedTotal) -> Fraction:
    from scoring.rules import evaluate

    found = evaluate(criteria, one.submission, as_of=None, tool_version="").total
    assert found.decided
    return found.low
