from __future__ import annotations

import pytest

from tests.cli.golden import cases
from tests.rebaseline import Case

ALL = list(cases())


@pytest.mark.parametrize("case", ALL, ids=[case.name for case in ALL])
def test_output_is_exactly_the_golden_file(case: Case) -> None:
    assert case.produce().decode("utf-8") == case.path.read_bytes().decode("utf-8")
