"""How many lost what, how totals spread, and figures to ask about; all worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from msgspec.structs import replace

from scoring.base.errors import Location
from scoring.model.cohort import Applicant, ApplicantItem, Bin
from scoring.model.criteria import Criteria
from scoring.model.facts import Fact, FactType
from scoring.model.scorecard import Range
from scoring.province.ranking import Figures, cohort_json, cohort_of
from scoring.province.ranking.figures import Tally
from scoring.province.ranking.words import outlier_text
from tests.exact import span
from tests.province.ranking.cohort_factories import INELIGIBLE, UNKNOWN, city, pack
from tests.rules.rules_factories import deduct

HERE = Location(file="甲.yaml", line=1, column=1)


def whole() -> Criteria:
    """The pack with two clauses in item 1.1 and two rates beside a count."""
    criteria = pack()
    first = replace(
        criteria.items_by_id["1.1"], clauses=(replace(deduct(5), id="1.1-1"), replace(deduct(3), id="1.1-2"))
    )
    sections = (replace(criteria.sections[0], items=(first, *criteria.sections[0].items[1:])), criteria.sections[1])
    facts = {
        "入托率": Fact(name="入托率", type=FactType.PERCENT, unit="%", ask="", location=HERE),
        "托位数": Fact(name="托位数", type=FactType.NUMBER, unit="个", ask="", location=HERE),
        "人口": Fact(name="人口", type=FactType.COUNT, unit="人", ask="", location=HERE),
    }
    return replace(criteria, sections=sections, items_by_id={**criteria.items_by_id, "1.1": first}, facts_by_name=facts)


def test_losses_item_by_item() -> None:
    # Item 1.1 of 40: lost 0, 4, 5～10 and 0～2. Surely 0+4+5+0 of 4 cities, at most 0+4+10+2.
    found = cohort_of(whole(), [city("甲", 40), city("乙", 36), city("丙", (30, 35)), city("丁", (38, 40))])
    one = found.items[0]
    assert (one.cities, one.lost, one.maybe, one.whole) == (4, 2, 1, 1)
    assert one.mean == Range(low=Fraction(9, 4), high=Fraction(16, 4))
    assert one.median == span(2, 3)  # low ends 0 0 4 5, high ends 0 2 4 10
    assert found.mean == Range(low=Fraction(144, 4), high=Fraction(151, 4))
    assert found.median == span(37, 38)  # low ends 30 36 38 40, high ends 35 36 40 40


def test_an_item_that_does_not_apply_is_no_loss() -> None:
    away = replace(city("甲", 0), items=(ApplicantItem(item="1.1", score=span(0), applies=False),))
    one = cohort_of(whole(), [away, city("乙", 40)]).items[0]
    assert (one.cities, one.absent, one.lost, one.whole) == (1, 1, 0, 1)


def test_clauses_that_cost_most_come_first() -> None:
    found = cohort_of(
        whole(),
        [
            city("甲", 35, losses=[("1.1-1", 5)]),
            city("乙", 37, losses=[("1.1-2", 3)]),
            city("丙", (32, 37), losses=[("1.1-2", 3), ("1.1-1", (0, 5))]),
        ],
    )
    assert [(one.clause, one.lost, one.maybe, one.points) for one in found.clauses] == [
        ("1.1-2", 2, 0, span(6)),
        ("1.1-1", 1, 1, span(5, 10)),
    ]


def test_the_spread_of_totals() -> None:
    cities = [city("甲", 40, 40, 20), city("乙", 40, 40, 10), city("丙", 39), city("丁", (39, 40), (0, 20)), city("戊")]
    bins = cohort_of(whole(), cities).bins
    assert [(one.surely, one.perhaps) for one in bins] == [
        (1, 0), (0, 0), (0, 0), (1, 1), (0, 1), (0, 1), (0, 1), (0, 0), (0, 0), (2, 0)
    ]  # fmt: skip
    assert bins[9] == Bin(low=Fraction(90), high=Fraction(100), surely=2, perhaps=0)


def test_eligibility_is_counted() -> None:
    found = cohort_of(whole(), [city("甲", 1), city("乙", 1, state=INELIGIBLE), city("丙", (1, 2), state=UNKNOWN)])
    assert (found.cities, found.eligible, found.ineligible, found.open, found.complete) == (3, 1, 1, 1, 2)


def test_nobody_at_all() -> None:
    found = cohort_of(whole(), [])
    assert (found.cities, found.mean, found.clauses, found.outliers) == (0, span(0), (), ())


def test_applicants_of_another_pack_are_refused() -> None:
    with pytest.raises(ValueError, match="another pack"):
        Figures(whole()).add(replace(city("甲"), criteria="other"))


@pytest.mark.parametrize(
    ("values", "median", "mean"),
    [([3], 3, 3), ([1, 2], Fraction(3, 2), Fraction(3, 2)), ([5, 1, 1], 1, Fraction(7, 3)), ([1, 1, 4, 9], Fraction(5, 2), Fraction(15, 4))],
)  # fmt: skip
def test_exact_medians_and_means(values: list[int], median: Fraction, mean: Fraction) -> None:
    tally = Tally()
    for value in values:
        tally.add(Fraction(value))
    assert (tally.median(), tally.mean()) == (median, mean)


def rates(*values: int | str) -> list[Applicant]:
    return [
        city(key, numbers={"入托率": value, "人口": 10**at})
        for at, (key, value) in enumerate(zip("甲乙丙丁戊己庚辛壬癸", values, strict=False))
    ]


def test_a_figure_far_from_the_others_is_asked_about() -> None:
    # 4 5 6 6 7 7 8 40: median 6.5, distances 2.5 1.5 .5 .5 .5 .5 1.5 33.5, their median 1; 33.5 > 5.
    found = cohort_of(whole(), rates(4, 5, 6, 6, 7, 7, 8, 40))
    assert [(one.key, one.name, one.median, one.spread, one.times) for one in found.outliers] == [
        ("辛", "入托率", Fraction("6.5"), 1, Fraction("33.5"))
    ]
    assert outlier_text(found.outliers[0]) == (
        "辛市的“入托率”是40%，明显高于其他城市（8个城市的中位数是6.5%，相差33.5个中位差距），请核对。"
    )


def test_exactly_five_distances_is_not_far() -> None:
    # 4 5 6 6 7 7 8 and x: median 6.5, distances 2.5 1.5 .5 .5 .5 .5 1.5 and x−6.5, their median 1 as before.
    assert cohort_of(whole(), rates(4, 5, 6, 6, 7, 7, 8, "11.5")).outliers == ()
    assert len(cohort_of(whole(), rates(4, 5, 6, 6, 7, 7, 8, "11.51")).outliers) == 1


def test_fewer_than_eight_cities_are_not_compared() -> None:
    found = cohort_of(whole(), rates(4, 5, 6, 6, 7, 7, 400))
    assert (found.outliers, found.skipped) == ((), (("入托率", "只有7个城市填报，不足8个，不作比较。"),))


def test_where_most_are_equal_nobody_is_asked() -> None:
    found = cohort_of(whole(), rates(6, 6, 6, 6, 6, 6, 6, 40))
    assert (found.outliers, found.skipped) == ((), (("入托率", "一半以上的城市数值相同，不作比较。"),))


def test_figures_as_data() -> None:
    data = cohort_json(cohort_of(whole(), [city("甲", "118/3"), city("乙", 40)]))
    assert data["mean"] == {"low": "119/3", "high": "119/3"}
    items = data["items"]
    assert isinstance(items, list)
    assert items[0]["mean_loss"] == {"low": "1/3", "high": "1/3"}
