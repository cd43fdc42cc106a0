"""A ranking says which of its cities were scored by another reading of the text (口径) than the pack's."""

from __future__ import annotations

from msgspec.structs import replace

from scoring.base.errors import Location
from scoring.model.cohort import Applicant
from scoring.model.criteria import Criteria
from scoring.model.interpretations import Affects, Interpretation, Option
from scoring.province.ranking import applicant_from, applicant_text, rank, ranking_json
from tests.province.ranking.cohort_factories import INELIGIBLE, city, pack

UNLIKE = "口径不同的，同样的情况得分可能不同；要不要统一口径后再比，由评审决定。"


def open_pack() -> Criteria:
    """One question on item 1.1, answered 从严 by the pack."""
    asked = Interpretation(
        name="松紧",
        question="算不算？",
        options=tuple(Option(name=name, text="") for name in ("从严", "从宽", "折半")),
        default="从严",
        why="",
        affects=Affects.RULE,
        location=Location(file="甲.yaml", line=1, column=1),
        item="1.1",
    )
    return replace(pack(), interpretations_by_name={"松紧": asked})


def switched(one: Applicant, option: str) -> Applicant:
    return replace(one, choices=(("松紧", option),))


def test_nothing_is_said_where_all_keep_to_the_pack() -> None:
    assert rank(open_pack(), [city("甲", 40), city("乙", 39)]).choices == ()


def test_who_took_another_reading_is_named_in_the_order_of_the_ranking() -> None:
    cities = [switched(city("丙", 38), "从宽"), switched(city("甲", 40), "从宽"), switched(city("丁", 20), "折半")]
    found = rank(open_pack(), [*cities, city("乙", 39)])
    assert found.choices == (
        "1.1 算不算？甲市、丙市改选“从宽”；丁市改选“折半”；其余1个城市用默认的“从严”。",
        UNLIKE,
    )


def test_a_reading_that_all_took_does_not_make_them_unlike() -> None:
    found = rank(open_pack(), [switched(city("甲", 40), "从宽"), switched(city("乙", 39), "从宽")])
    assert found.choices == ("1.1 算不算？各城市都改选“从宽”，默认的是“从严”。",)


def test_cities_that_took_two_other_readings_are_unlike() -> None:
    found = rank(open_pack(), [switched(city("甲", 40), "折半"), switched(city("乙", 39), "从宽")])
    assert found.choices == ("1.1 算不算？乙市改选“从宽”；甲市改选“折半”。", UNLIKE)


def test_the_reading_of_a_city_that_is_not_ranked_makes_no_sentence_but_is_kept() -> None:
    found = rank(open_pack(), [city("甲", 40), switched(city("乙", 39, state=INELIGIBLE), "从宽")])
    assert found.choices == ()
    data = ranking_json(found)
    assert isinstance(data["barred"], list)
    assert data["barred"][0]["choices"] == [{"name": "松紧", "option": "从宽"}]


def test_more_than_ten_cities_are_counted() -> None:
    found = rank(open_pack(), [switched(city(f"{number:02}", 40 - number), "从宽") for number in range(11)])
    assert "各城市都改选" in found.choices[0]
    found = rank(open_pack(), [city("甲", 40), *(switched(city(f"{one:02}", 30 - one), "从宽") for one in range(11))])
    names = "、".join(f"{number:02}市" for number in range(10))
    assert found.choices[0].startswith(f"1.1 算不算？{names}等11个城市改选“从宽”；其余1个城市")


def test_the_choices_of_an_applicant_survive_the_store() -> None:
    one = switched(city("甲", 40), "从宽")
    assert applicant_from(applicant_text(one)) == one
