"""Every pack we ship passes its own check."""

from __future__ import annotations

import pytest

from scoring.authoring.check import totals_of
from scoring.base.errors import Severity
from tests.authoring.check.packs import NAMES, analysis


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_pack_has_no_errors(name: str) -> None:
    errors = [one.problem.message for one in analysis(name).findings if one.problem.severity is Severity.ERROR]
    assert errors == []


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_pack_is_gone_through_completely(name: str) -> None:
    totals = totals_of(analysis(name))
    assert totals.exact
    assert totals.survived == totals.left == 0
    assert totals.tests == totals.passed > 0
    assert totals.killed > 0


@pytest.mark.parametrize("name", NAMES)
def test_every_side_of_every_condition_is_tested(name: str) -> None:
    missing = {
        (one.owner, one.text): one.missing for item in analysis(name).items for one in item.coverage if one.missing
    }
    assert missing == {}
