"""What is remembered of earlier cities never shows: each card and explanation is that of a pack met for the first time."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

import pytest
from msgspec.structs import replace

from scoring.base.errors import Location
from scoring.explain import explain
from scoring.model.criteria import Criteria
from scoring.model.facts import Answer
from scoring.model.submission import Choice, EvidenceFile, Submission
from scoring.rules import evaluate
from scoring.rules.joint import sharing
from tests.everypack.packs import ENTRIES, KINDS
from tests.rules.rules_factories import HERE
from tests.rules.test_rules_compiled import SHIPPED, filled, pack

CITIES, VARIANTS = 2, 4


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("packs")


@pytest.mark.parametrize("name", [*SHIPPED, *KINDS, *ENTRIES])
def test_a_card_is_that_of_a_pack_met_for_the_first_time(name: str, folder: Path) -> None:
    criteria, _ = pack(name, folder)
    random = Random(name)
    for _ in range(CITIES):
        full = filled(criteria, random)
        for _ in range(VARIANTS):
            city = varied(criteria, full, random)
            assert scored(criteria, city) == scored(replace(criteria), city)


def scored(criteria: Criteria, city: Submission) -> tuple[object, object]:
    card = evaluate(criteria, city, as_of=date(2024, 5, 1), tool_version="", scenario_limit=500)
    return card, explain(criteria, city, card)


def varied(criteria: Criteria, full: Submission, random: Random) -> Submission:
    """The city with some answers taken away or moved to other lines, some readings chosen and some documents listed."""
    lost = random.choice((0, 0.1, 0.4))
    answers = {
        name: Answer() if random.random() < lost else replace(one, location=_line(random))
        for name, one in full.answers.items()
        if random.random() >= lost / 4
    }
    switched = {
        name: Choice(option=random.choice(one.options).name, reason="例", location=HERE)
        for name, one in criteria.interpretations_by_name.items()
        if random.random() < 0.2
    }
    evidence = tuple(
        EvidenceFile(item=item.id, request=one.id, path="甲.pdf", location=HERE)
        for item in criteria.items_by_id.values()
        for one in item.evidence
        if random.random() < 0.5
    )
    units = {item: rows for item, rows in full.units.items() if random.random() >= lost / 2}
    return replace(full, answers=answers, switched=switched, evidence=evidence, units=units)


def _line(random: Random) -> Location:
    return replace(HERE, line=random.choice((3, 4)))


def test_what_shares_an_unknown_through_others_is_one_group() -> None:
    unknowns = {"甲": "ab", "乙": "c", "丙": "", "丁": "bd", "戊": "dc", "己": "e"}
    assert sharing(unknowns, unknowns.__getitem__) == [["甲", "乙", "丁", "戊"], ["丙"], ["己"]]
