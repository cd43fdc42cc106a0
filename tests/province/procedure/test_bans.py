"""“被撤销示范城市称号的，取消下一期参加评选资格。” with “每2年为一评选周期”, worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from scoring.assess import evaluate
from scoring.base.errors import Severity
from scoring.loading import Loaded, load_submission
from scoring.model.cycle import Cycle
from scoring.model.scorecard import EligibilityState
from scoring.province.procedure import cities_banned, city_bans, with_previous
from tests.cli.running import ROOT, run
from tests.province.procedure.cycles import CITIES, HEAD, NAMED, read

GATE = "上一评选周期被撤销称号"


def withdrawn(on: str, *, more: str = "", readings: str = "") -> Cycle:
    text = HEAD + readings + CITIES + NAMED + f"撤销:\n  甲市: {{日期: {on}, 情形: [1], 文件: 通报{more}}}\n"
    return read(text)


@pytest.mark.parametrize(
    ("on", "begins", "ends"),
    [
        ("2022-12-31", 2024, 2025),
        ("2023-12-31", 2024, 2025),  # the last day of the cycle 2022—2023
        ("2024-01-01", 2026, 2027),  # the first day of the cycle 2024—2025
        ("2025-06-01", 2026, 2027),
        ("2028-02-29", 2030, 2031),
    ],
)
def test_the_cycle_after_the_one_in_which_the_title_was_withdrawn_is_closed(on: str, begins: int, ends: int) -> None:
    (ban,) = city_bans(withdrawn(on))
    assert (ban.city, ban.begins, ban.ends) == ("甲市", begins, ends)


def test_only_one_cycle_is_closed() -> None:
    record = [withdrawn("2023-09-15")]
    assert [[ban.city for ban in cities_banned(record, year)] for year in (2022, 2024, 2026)] == [[], ["甲市"], []]


def test_the_other_reading_counts_from_the_cycle_of_the_naming() -> None:
    readings = "口径: {下一期: {选择: 命名时的下一期, 理由: 某答复}}\n"
    (ban,) = city_bans(withdrawn("2025-06-01", readings=readings))
    assert (ban.begins, ban.ends) == (2024, 2025)


def test_a_city_named_in_an_earlier_cycle_may_lose_its_title_now() -> None:
    cycle = read(HEAD + "撤销:\n  丁市: {日期: 2023-03-01, 情形: [2], 文件: 通报, 命名周期: 2018}\n")
    assert [(ban.city, ban.begins) for ban in city_bans(cycle)] == [("丁市", 2024)]


def test_two_records_of_one_withdrawal_bar_once() -> None:
    assert len(cities_banned([withdrawn("2023-09-15"), withdrawn("2023-09-15")], 2024)) == 1


def submission(answer: str, *, city: str = "甲市", day: str = "2024-05-20", folder: Path) -> Path:
    """The sample city as another city, in another year, with another answer to the gate."""
    text = (ROOT / "submissions/sample-city/submission.yaml").read_text(encoding="utf-8")
    assert text.count(f"{GATE}: 否") == 1
    text = text.replace(f"{GATE}: 否", f"{GATE}: {answer}").replace("城市: 示例市", f"城市: {city}", 1)
    path = folder / "自评.yaml"
    path.write_text(text.replace("申报日期: 2022-05-20", f"申报日期: {day}", 1), encoding="utf-8")
    return path


def judged(path: Path, records: list[Cycle]) -> tuple[EligibilityState, list[tuple[str, Severity]]]:
    loaded = load_submission(str(path), search=(str(ROOT / "criteria"),)).value
    assert loaded is not None
    result = with_previous(loaded, records)
    assert isinstance(result.value, Loaded)
    gates = {gate.gate.name: gate.state for gate in evaluate(result.value).card.eligibility.gates}
    return gates[GATE], [(problem.code, problem.severity) for problem in result.problems]


INELIGIBLE, CLEAR, UNKNOWN = EligibilityState.INELIGIBLE, EligibilityState.CLEAR, EligibilityState.UNKNOWN
ASKED, NOTED = ("previous-contradicts", Severity.QUESTION), ("previous-filled", Severity.NOTE)


@pytest.mark.parametrize(
    ("city", "answer", "state", "told"),
    [
        ("甲市", "否", INELIGIBLE, [ASKED]),
        ("甲 市", "否", INELIGIBLE, [ASKED]),  # a space hides nobody
        ("甲市", "未填", INELIGIBLE, [NOTED]),
        ("甲市", "是", INELIGIBLE, []),
        ("乙市", "否", CLEAR, []),
        ("乙市", "未填", CLEAR, [NOTED]),
        ("乙市", "是", INELIGIBLE, [ASKED]),  # what a city admits is not taken back by a record
    ],
)
def test_the_gate_is_filled_from_the_record_and_contradictions_are_asked_about(
    city: str, answer: str, state: EligibilityState, told: list[tuple[str, Severity]], tmp_path: Path
) -> None:
    path = submission(answer, city=city, folder=tmp_path)
    assert judged(path, [withdrawn("2023-09-15")]) == (state, told)


def test_a_record_of_another_cycle_answers_nothing(tmp_path: Path) -> None:
    """In 2026 the cycle just before is 2024—2025; the record of 2022—2023 says nothing about it."""
    path = submission("未填", day="2026-05-20", folder=tmp_path)
    missing = [("previous-missing", Severity.QUESTION)]
    assert judged(path, [withdrawn("2023-09-15")]) == (UNKNOWN, missing)


def test_without_a_date_of_application_the_next_cycle_is_meant(tmp_path: Path) -> None:
    path = submission("否", folder=tmp_path)
    loaded = load_submission(str(path), search=(str(ROOT / "criteria"),)).value
    assert loaded is not None
    undated = replace(loaded, submission=replace(loaded.submission, applied_on=None))
    result = with_previous(undated, [withdrawn("2023-09-15")])
    assert result.value is not None
    assert result.value.submission.gates[GATE].yes is True


def test_no_record_changes_nothing(tmp_path: Path) -> None:
    loaded = load_submission(str(submission("否", folder=tmp_path)), search=(str(ROOT / "criteria"),)).value
    assert loaded is not None
    result = with_previous(loaded, [])
    assert (result.value, result.problems) == (loaded, ())


def test_score_takes_the_record_of_the_previous_cycle(tmp_path: Path) -> None:
    path = str(submission("否", folder=tmp_path))
    assert json.loads(run("score", path, "--format", "json").out)["eligibility"]["state"] == "clear"
    done = run("score", path, "--previous", "submissions/cycles/2022.yaml", "--format", "json")
    assert json.loads(done.out)["eligibility"]["state"] == "barred"
    assert done.code == 1
    told = run("score", path, "--previous", "submissions/cycles/2022.yaml").told
    assert f"“{GATE}”填的是“否”，但submissions/cycles/2022.yaml:33:3 记着 甲市 在2023年9月15日被撤销称号" in told


def test_score_stops_at_a_record_that_is_wrong(tmp_path: Path) -> None:
    record = tmp_path / "周期.yaml"
    record.write_text(HEAD + "撤消: {}\n", encoding="utf-8")
    done = run("score", str(submission("否", folder=tmp_path)), "--previous", str(record))
    assert (done.code, done.out) == (1, "")
    assert "是不是“撤销”？" in done.told
