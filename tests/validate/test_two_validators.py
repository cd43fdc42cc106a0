"""The schemas that we publish are valid for a second implementation too, and both say the same of real files."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from scoring import packs, submissions
from scoring.documents import strict
from scoring.documents.schema.checking import plain
from scoring.model.plan import Plan
from scoring.province.plans.pack_file import load_plan, part_schema, plan_schema
from scoring.province.plans.progress_file import submission_schema
from scoring.province.procedure.calendar import CALENDAR
from scoring.province.procedure.cycle_file import cycle_schema
from scoring.review.review_file import review_schema
from scoring.submissions.published import published
from scoring.submissions.references import references_schema
from tests.liaoning import liaoning

Schema = dict[str, Any]

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTED = sorted((ROOT / "docs" / "schemas").glob("*.json"))
PLANS = ("ankang-2025", "anning-2025", "pudong-2025", "yunnan-2025")
SAMPLES = ("sample-city", "weak-city", "half-filled", "not-eligible")
URI = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*")
"""The characters of RFC 3986."""


@cache
def plan(name: str) -> Plan:
    found = load_plan(name, [str(ROOT / "criteria")]).value
    assert found is not None
    return found


def generated() -> Iterator[tuple[str, Callable[[], Schema]]]:
    """Every schema that a command or an editor is given, but those in docs/schemas."""
    yield "submission", lambda: submissions.submission_schema(liaoning())
    yield "references", lambda: published(references_schema(liaoning()))
    yield "review", lambda: review_schema(liaoning())
    yield "cycle", lambda: published(cycle_schema(liaoning()))
    yield "calendar", lambda: published(CALENDAR)
    yield "pack", packs.pack_schema
    yield "section", packs.section_schema
    yield "plan", lambda: published(plan_schema())
    yield "plan-part", lambda: published(part_schema())
    for name in PLANS:
        yield name, partial(lambda name: submission_schema(plan(name)), name)


GENERATED = dict(generated())
ALL: dict[str, Callable[[], Schema]] = {
    **{path.name: partial(lambda path: json.loads(path.read_text("utf-8")), path) for path in DOCUMENTED},
    **GENERATED,
}


def both(schema: Schema, value: object) -> bool:
    """Whether the value keeps to the schema; the two validators agree on it."""
    data = json.loads(json.dumps(value, default=float))  # as an editor sees it: numbers are doubles there
    first = Draft202012Validator(schema).is_valid(data)
    assert jsonschema_rs.Draft202012Validator(schema).is_valid(data) is first
    return first


def data(path: Path) -> Any:
    node = strict.read_yaml(str(path)).value
    assert node is not None, path
    return plain(node)


def references(schema: Any) -> Iterator[str]:
    """Every `$id` and `$ref` of a schema."""
    if isinstance(schema, dict):
        yield from (schema[key] for key in ("$id", "$ref") if isinstance(schema.get(key), str))
        for below in schema.values():
            yield from references(below)
    elif isinstance(schema, list):
        for below in schema:
            yield from references(below)


@pytest.mark.parametrize("name", ALL)
def test_both_validators_take_every_schema_and_its_references_are_uris(name: str) -> None:
    schema = ALL[name]()
    Draft202012Validator.check_schema(schema)
    jsonschema_rs.meta.validate(schema)
    jsonschema_rs.Draft202012Validator(schema)
    assert [text for text in references(schema) if not URI.fullmatch(text)] == []


def test_an_edition_in_chinese_makes_an_id_in_ascii() -> None:
    criteria = replace(liaoning(), edition="试行 一")
    ids = {
        make(criteria)["$id"]
        for make in (submissions.submission_schema, references_schema, review_schema, cycle_schema)
    }
    assert ids == {
        f"urn:demo-city-scoring:liaoning-2022:%E8%AF%95%E8%A1%8C%20%E4%B8%80:{kind}"
        for kind in ("submission", "references", "review", "cycle")
    }


@pytest.mark.parametrize("city", SAMPLES)
def test_both_accept_the_samples(city: str) -> None:
    assert both(GENERATED["submission"](), data(ROOT / "submissions" / city / "submission.yaml"))


@pytest.mark.parametrize("name", PLANS)
def test_both_accept_the_samples_of_plans_and_refuse_another_plan(name: str) -> None:
    sample = data(ROOT / "submissions" / f"plan-{name.split('-')[0]}" / "submission.yaml")
    assert both(GENERATED[name](), sample)
    assert not both(GENERATED[name](), {**sample, "指标体系": "另一个"})


def test_both_accept_the_shipped_files_of_other_kinds() -> None:
    for path in (ROOT / "submissions" / "reviews" / "sample-city").glob("*.yaml"):
        assert both(GENERATED["review"](), data(path)), path
    assert both(GENERATED["cycle"](), data(ROOT / "submissions" / "cycles" / "2022.yaml"))
    pack = ROOT / "criteria" / "liaoning-2022"
    assert both(GENERATED["pack"](), data(pack / "pack.yaml"))
    for path in pack.glob("section-*.yaml"):
        assert both(GENERATED["section"](), data(path)), path


@pytest.mark.parametrize(
    ("at", "value"),
    [
        (("指标体系",), "另一个"),
        (("城市",), ["示例市"]),
        (("没有这一栏",), 1),
        (("申报日期",), "2022年5月20日"),
        (("自评", "1.1", "专题会议次数"), "四次"),
        (("自评", "1.1", "专题会议次数"), -1),
        (("自评", "1.1", "部门职责分工明确"), "可能"),
        (("自评", "1.1", "没有这一问"), "是"),
        (("自评", "9.9"), {}),
        (("参照值", "全省平均千人口托位数"), "2.8个"),
    ],
)
def test_both_refuse_a_sample_with_one_fault(at: tuple[str, ...], value: object) -> None:
    city = data(ROOT / "submissions" / "sample-city" / "submission.yaml")
    inner = city
    for key in at[:-1]:
        inner = inner[key]
    inner[at[-1]] = value
    assert not both(GENERATED["submission"](), city)


def test_both_say_the_same_of_every_bad_submission() -> None:
    schema = GENERATED["submission"]()
    found = {path.stem: both(schema, data(path)) for path in (ROOT / "tests" / "bad" / "submissions").glob("*.yaml")}
    assert {"booleans", "dates", "numbers", "percents", "unknown-keys", "unknown-items", "missing"} <= {
        name for name, fits in found.items() if not fits
    }
