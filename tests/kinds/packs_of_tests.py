"""The packs of this folder, read as any other pack is."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from scoring import packs
from scoring.authoring.ruletests import RuleTest, TotalTest, read_rule_tests, read_total_tests
from scoring.model.criteria import Criteria

PACKS = Path(__file__).resolve().parent / "packs"
NAMES = sorted(path.name for path in PACKS.iterdir() if path.is_dir())


@cache
def pack(name: str) -> Criteria:
    source = packs.read_pack(str(PACKS / name), name)
    assert source.value is not None, source.problems
    result = packs.criteria(source.value)
    assert result.value is not None, [f"{p.location}: {p.message} {p.hint}" for p in result.problems]
    return result.value


@cache
def rule_tests(name: str) -> tuple[RuleTest, ...]:
    found = read_rule_tests(pack(name), name)
    assert found.value is not None
    assert found.problems == ()
    return found.value


@cache
def total_tests(name: str) -> tuple[TotalTest, ...]:
    found = read_total_tests(pack(name), name)
    assert found.value is not None
    assert found.problems == ()
    return found.value
