"""An overlay that takes everything away is told so where it says it, not at the lines of its base."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.overlay.layers import HEAD, codes, lay


@pytest.mark.parametrize(
    ("drop", "message"),
    [
        ('{sections: ["1", "2"]}', "去掉以后一项指标也不剩"),
        ('{items: ["1.1", "1.2", "2.0"]}', "去掉以后一项指标也不剩"),
        ('{items: ["1.1", "1.2"]}', "去掉以后一级指标“1”一项也不剩"),
    ],
)
def test_nothing_is_left(tmp_path: Path, drop: str, message: str) -> None:
    result = lay(tmp_path, {"pack.yaml": f"{HEAD}drop: {drop}\n"})
    assert codes(result) == ["over/pack.yaml:4 overlay-empty"]
    assert [problem.message for problem in result.problems] == [message]
