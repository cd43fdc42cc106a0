"""What the samples give as data fits the published schemas."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from scoring.assess import Request, assess
from scoring.model.cohort import Applicant
from scoring.model.criteria import Criteria
from scoring.province.ranking import cohort_json, cohort_of, rank, ranking_json
from tests.province.ranking.test_ranking_applicants import ROOT, applicant

NAMES = ("sample-city", "weak-city", "half-filled", "not-eligible")


@pytest.fixture(scope="module")
def samples() -> tuple[Criteria, list[Applicant]]:
    found = [assess(Request(file=str(ROOT / "submissions" / name / "submission.yaml"))).value for name in NAMES]
    kept = [replace(applicant(one), key=name) for name, one in zip(NAMES, found, strict=True) if one is not None]
    assert found[0] is not None
    return found[0].criteria, kept


def schema(name: str) -> Draft202012Validator:
    path = Path(ROOT / "docs" / "schemas" / f"{name}.schema.json")
    return Draft202012Validator(json.loads(path.read_text("utf-8")))


def test_the_ranking_fits_its_schema(samples: tuple[Criteria, list[Applicant]]) -> None:
    data = json.loads(json.dumps(ranking_json(rank(*samples))))
    schema("ranking-1").validate(data)
    assert [place["key"] for place in data["ranked"]] == ["sample-city", "weak-city"]
    assert [place["key"] for place in data["open"]] == ["half-filled"]
    # 39～99 beside 92.5 and 38.5: before or behind the first, never behind the second.
    assert data["open"][0]["ranks"] == {"best": 1, "worst": 2}


def test_the_figures_fit_their_schema(samples: tuple[Criteria, list[Applicant]]) -> None:
    data = json.loads(json.dumps(cohort_json(cohort_of(*samples))))
    schema("cohort-1").validate(data)
    assert (data["cities"], data["eligible"], data["open"], data["barred"]) == (4, 2, 1, 1)
    # (92.5 + 38.5 + 39 + 93) ÷ 4 and (92.5 + 38.5 + 99 + 93) ÷ 4
    assert data["mean"] == {"low": 65.75, "high": 80.75}


def test_many_cities_with_far_figures_fit_too() -> None:
    from tests.province.ranking.cohort_factories import pack
    from tests.province.ranking.test_ranking_figures import rates, whole

    schema("cohort-1").validate(json.loads(json.dumps(cohort_json(cohort_of(whole(), rates(4, 5, 6, 6, 7, 7, 8, 40))))))
    schema("ranking-1").validate(json.loads(json.dumps(ranking_json(rank(pack(quota=None), rates(1, 2))))))
