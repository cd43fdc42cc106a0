"""Mistakes in the settings of a pack: told where no test of the whole result notices them, with the place and a mend."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import jsonschema
import pytest

from scoring import packs
from scoring.authoring.check import PackCheck, check
from scoring.authoring.check.model import Analysis, MutantState
from scoring.authoring.check.summary import analyses_json
from tests.kinds.packs_of_tests import PACKS

ROOT = Path(__file__).resolve().parents[3]


def checked(folder: Path, name: str, *dropped: str) -> Analysis:
    """The check of a pack of patterns without the tests whose names are given."""
    shutil.copytree(PACKS / name, folder / name)
    tests = folder / name / "tests" / "totals.yaml"
    blocks = tests.read_text("utf-8").split("  - name: ")
    kept = [block for block in blocks if block.partition("\n")[0] not in dropped]
    assert len(kept) == len(blocks) - len(dropped)
    tests.write_text("  - name: ".join(kept), encoding="utf-8")
    source = packs.read_pack(str(folder / name), name)
    assert source.value is not None
    return check(name, packs.criteria(source.value))


def told(analysis: Analysis) -> list[str]:
    return [one.problem.message for one in analysis.findings if one.problem.code == "setting-survived"]


def test_a_grade_line_that_no_test_comes_near_is_told_with_its_place(tmp_path: Path) -> None:
    analysis = checked(tmp_path, "beyond", "79分合格")
    assert told(analysis) == ["等级“良好”的分数线80改为79（grades/良好/at_least/-1），没有一条合计测试发现"]
    finding = next(one for one in analysis.findings if one.problem.code == "setting-survived")
    assert finding.check is PackCheck.MUTANTS
    assert finding.problem.location is not None
    assert finding.problem.location.file.endswith("pack.yaml")
    assert "正好够和差一点" in finding.problem.hint


def test_a_pack_whose_tests_notice_every_setting_is_left_alone(tmp_path: Path) -> None:
    analysis = checked(tmp_path, "beyond")
    assert told(analysis) == []
    assert {one.state for one in analysis.settings} == {MutantState.KILLED}
    names = {one.id for one in analysis.settings}
    assert {"grades/优秀/at_least/+1", "at_most/none", "grades/合格/at_least/-1"} <= names
    assert not any(name.startswith(("rounding", "absent", "weight")) for name in names), "only what is written"


@pytest.mark.parametrize(
    ("name", "dropped", "expected"),
    [
        ("standardised", ("死亡4人仍是三级",), ["死亡人数 < 4", "死亡人数 <= 3"]),
        ("passing", ("分够而一项必达未通过", "必达项目16分不算通过", "必达项目未填，分再高也不能定"), ["不看必达项目"]),
    ],
)
def test_conditions_and_must_pass_of_grades_are_altered_too(
    tmp_path: Path, name: str, dropped: tuple[str, ...], expected: list[str]
) -> None:
    messages = told(checked(tmp_path, name, *dropped))
    assert len(messages) == len(expected)
    assert all(words in message for words, message in zip(expected, messages, strict=True))


def test_without_mutants_nothing_is_altered_and_the_json_fits_its_schema(tmp_path: Path) -> None:
    analysis = checked(tmp_path, "weighted")
    made = json.loads(json.dumps(analyses_json([analysis])))
    jsonschema.validate(made, json.loads((ROOT / "docs/schemas/criteria-check-1.schema.json").read_text("utf-8")))
    states = {one["id"]: one["state"] for one in made["packs"][0]["settings"]}
    assert states["weight/1/2"] == "killed"
    assert "absent/mean" not in states  # of two items one is left: its rate is the mean, and that of the section
    assert made["packs"][0]["totals"]["survived"] == 0
