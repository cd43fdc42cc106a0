"""The whole cycle of the fourteen invented cities, in this process, with what was worked out by hand beside it.

The sample city has 92.5 points; what each city changes stands in `tools.cycle.cities`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Ran, run
from tools.cycle.handing_in import hand_in, score_claims
from tools.cycle.running import Script, UnexpectedError

CLAIMED = {
    "甲市": (97.5, 97.5, 1, 1, "in"),
    "丁市": (95.5, 95.5, 2, 2, "in"),
    "乙市": (94.5, 94.5, 3, 3, "out"),
    "丙市": (93.5, 93.5, 4, 4, "out"),
    "戊市": (91.5, 91.5, 5, 5, "out"),
    "己市": (90.5, 90.5, 6, 6, "out"),
    "庚市": (89.5, 89.5, 7, 7, "out"),
    "辛市": (88.5, 88.5, 8, 8, "out"),
    "壬市": (84.5, 87.5, 9, 9, "out"),  # whether there were meetings is not answered: 未召开专题会议扣3分
    "寅市": (83.5, 83.5, 10, 10, "out"),
    "卯市": (81.5, 81.5, 11, 11, "out"),
}


class Ledger:
    """The cycle that ran once for all tests of this module: what each command printed, by its words."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ran: dict[str, Ran] = {}

    def run(self, words: tuple[str, ...], quiet: bool) -> int:
        found = self.ran[" ".join(words)] = run(*words)
        return found.code

    def starting(self, words: str) -> Ran:
        """The last command that begins with these words."""
        return [one for name, one in self.ran.items() if name.startswith(words)][-1]

    def ranking(self, folder: str) -> dict[str, Any]:
        (pack,) = json.loads((self.folder / folder / "ranking.json").read_text("utf-8"))["packs"]
        found: dict[str, Any] = pack["ranking"]
        return found


@pytest.fixture(scope="module")
def cycle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    folder = tmp_path_factory.mktemp("cycle")
    ledger = Ledger(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("NO_COLOR", "1")
        patch.setenv("COLUMNS", "100")
        patch.setenv("SCORING_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        script = Script(folder, ledger.run, told=lambda text: None)
        hand_in(script, sealed=False)
        score_claims(script, papers=False)
        yield ledger


def placed(ranking: dict[str, Any]) -> dict[str, tuple[object, ...]]:
    return {
        one["city"]: (
            one["total"]["low"],
            one["total"]["high"],
            one["ranks"]["best"],
            one["ranks"]["worst"],
            one["quota"],
        )
        for one in ranking["ranked"]
    }


def test_where_the_claims_place_the_cities(cycle: Ledger) -> None:
    assert placed(cycle.ranking("结果-自评")) == CLAIMED


def test_who_is_not_ranked_and_why(cycle: Ledger) -> None:
    barred = {one["city"]: one["texts"] for one in cycle.ranking("结果-自评")["barred"]}
    assert sorted(barred) == ["子市", "癸市"]
    told = cycle.starting("batch 申报材料 -o 结果-自评")
    assert "子市*（93.5分）：被撤销示范城市称号的，取消下一期参加评选资格。" in told.out
    assert "癸市*（94.5分）：重大信访事件：2021年9月10日 虚构的事件" in told.out


def test_the_broken_file_is_named_with_its_line(cycle: Ledger) -> None:
    lines = (cycle.folder / "申报材料" / "丑市" / "自评.yaml").read_text("utf-8").splitlines()
    row = lines.index("    专题会议次数：4") + 1
    place = f"丑市/自评.yaml:{row}:11: 错误：这里的冒号是全角的“：”"
    assert place in cycle.starting("batch 申报材料 -o 结果-自评").told
    assert place in cycle.starting("check 申报材料/丑市").out


def test_a_command_that_ends_otherwise_stops_the_script(tmp_path: Path) -> None:
    script = Script(tmp_path, lambda words, quiet: 3, told=lambda text: None)
    with pytest.raises(UnexpectedError, match="应是0，实际是3"):
        script.run("score", "自评.yaml")
