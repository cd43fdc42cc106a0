"""Where a cycle stands, on days chosen so that every count can be checked on a wall calendar."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from scoring.base.errors import Severity
from scoring.model.cycle_status import (
    CycleStatus,
    DocumentState,
    PublicityLine,
    PublicityState,
    ReportState,
    StepLine,
    StepState,
)
from scoring.province.procedure.calendar import calendar_file
from scoring.province.procedure.status import cycle_status
from scoring.province.procedure.words import next_steps, now_text, step_note
from tests.liaoning import liaoning
from tests.province.procedure.cycles import CITIES, HEAD, NAMED, read

STRICT = "口径: {截止当日: {选择: 不计入, 理由: 某通知}}\n"


def on(day: str, text: str = HEAD) -> CycleStatus:
    return cycle_status(liaoning(), read(text), date.fromisoformat(day))


def step(found: CycleStatus, name: str) -> StepLine:
    return next(line for line in found.steps if line.step.name == name)


def public(found: CycleStatus) -> PublicityLine:
    line = step(found, "评审遴选").publicity
    assert line is not None
    return line


def codes(found: CycleStatus) -> list[str]:
    return [problem.code for problem in found.problems]


def test_days_and_working_days_left() -> None:
    """From Friday 20 May 2022 to Tuesday the 31st: 11 days; worked 23 to 27, 30 and 31."""
    line = step(on("2022-05-20"), "申报阶段")
    assert (line.state, line.days, line.workdays) == (StepState.NEAR, 11, 7)
    assert step(on("2022-05-16"), "申报阶段").state is StepState.AHEAD


def test_the_last_day_itself_is_in_time_and_the_day_after_is_not() -> None:
    last, after = on("2022-05-31"), on("2022-06-01")
    assert (step(last, "申报阶段").state, step(last, "申报阶段").days) == (StepState.NEAR, 0)
    assert (step(after, "申报阶段").state, step(after, "申报阶段").days) == (StepState.OVERDUE, -1)
    assert (last.overdue, after.overdue) == (False, True)
    assert step(on("2022-05-31", HEAD + STRICT), "申报阶段").state is StepState.OVERDUE


@pytest.mark.parametrize(
    ("done", "day", "state", "late"),
    [
        ("2022-05-31", "2022-06-01", StepState.DONE, 0),
        ("2022-06-03", "2022-06-03", StepState.DONE_LATE, 3),
        ("2022-06-03", "2022-06-02", StepState.OVERDUE, 0),  # not done yet on that day
    ],
)
def test_a_step_is_done_from_the_day_it_was_done(done: str, day: str, state: StepState, late: int) -> None:
    line = step(on(day, HEAD + f"阶段: {{申报阶段: {{完成: {done}}}}}\n"), "申报阶段")
    assert (line.state, line.late) == (state, late)


def test_a_step_that_has_begun_is_running() -> None:
    text = HEAD + "阶段: {现场审核: {开始: 2022-06-13}}\n"
    assert step(on("2022-06-14", text), "现场审核").state is StepState.RUNNING
    assert step(on("2022-06-12", text), "现场审核").state is StepState.AHEAD
    assert on("2022-06-12", text).ignored == 1


def test_without_a_file_a_day_is_only_past() -> None:
    found = cycle_status(liaoning(), None, date(2022, 6, 1))
    assert [line.state for line in found.steps][:2] == [StepState.PASSED, StepState.AHEAD]
    assert not found.overdue
    assert "没有给出周期记录" in now_text(found)


PAPERS = HEAD + "城市:\n  甲市: {材料: {申请报告: 2022-05-31, 自评报告: 2022-06-02}}\n"


@pytest.mark.parametrize(
    ("day", "readings", "expected"),
    [
        ("2022-05-30", "", [("DUE", 0), ("DUE", 0), ("DUE", 0)]),
        ("2022-05-31", "", [("RECEIVED", 0), ("DUE", 0), ("DUE", 0)]),
        ("2022-06-01", "", [("RECEIVED", 0), ("OVERDUE", 0), ("OVERDUE", 0)]),
        ("2022-06-02", "", [("RECEIVED", 0), ("LATE", 2), ("OVERDUE", 0)]),
        ("2022-06-02", STRICT, [("LATE", 1), ("LATE", 3), ("OVERDUE", 0)]),
    ],
)
def test_documents_by_the_day(day: str, readings: str, expected: list[tuple[str, int]]) -> None:
    assert [(line.state.name, line.late) for line in on(day, PAPERS + readings).documents] == expected


def test_a_moved_deadline_moves_the_documents_too() -> None:
    found = on("2022-06-03", PAPERS + "时限调整: {申报阶段: {截止: 2022-06-10, 依据: 某通知}}\n")
    assert [line.state for line in found.documents] == [
        DocumentState.RECEIVED,
        DocumentState.RECEIVED,
        DocumentState.DUE,
    ]
    assert step_note(step(found, "申报阶段")) == "还有7天（5个工作日）；时限按某通知调整"


def test_cities_are_told_apart_where_the_file_does() -> None:
    text = HEAD + "城市: {甲市: {完成: {现场审核: 2022-07-01}}, 乙市: {完成: {现场审核: 2022-07-08}}, 丙市: {}}\n"
    line = step(on("2022-07-05", text), "现场审核")
    assert (line.finished, line.waiting) == (("甲市",), ("乙市", "丙市"))
    before = step(on("2022-06-30", text), "现场审核")
    assert (before.finished, before.waiting) == ((), ())
    done = step(on("2022-07-20", text + "阶段: {现场审核: {完成: 2022-07-15}}\n"), "现场审核")
    assert (done.finished, done.waiting) == (("甲市", "乙市"), ())


PUBLIC = HEAD + CITIES + "阶段:\n  评审遴选: {公示开始: 2022-09-26, 公示名单: [甲市]%s}\n"


def test_publicity_before_during_and_after() -> None:
    """From 26 September without its first day: 27 to 30 September and the make-up day 8 October."""
    days = ("2022-09-25", "2022-09-26", "2022-10-08", "2022-10-09")
    states = [public(on(day, PUBLIC % "")).state for day in days]
    assert states == [
        PublicityState.NOT_BEGUN,
        PublicityState.RUNNING,
        PublicityState.RUNNING,
        PublicityState.OVER,
    ]
    assert public(on("2022-09-25", PUBLIC % "")).listed == (), "a list is not known before it is public"


def test_the_switched_reading_ends_earlier_and_shows_the_other_end() -> None:
    text = PUBLIC % "" + "口径: {公示首日: {选择: 计入, 理由: 某答复}}\n"
    period = public(on("2022-10-01", text)).period
    assert period is not None
    assert period.other is not None
    assert (period.taken.ends, period.other.ends) == (date(2022, 9, 30), date(2022, 10, 8))
    assert public(on("2022-10-01", text)).state is PublicityState.OVER


def test_how_late_publicity_may_begin() -> None:
    latest = public(on("2022-09-01")).latest
    assert latest is not None
    assert (latest.taken, latest.other) == (date(2022, 9, 22), date(2022, 9, 23))


def test_publicity_that_cannot_end_in_time_is_asked_about() -> None:
    found = on("2022-09-28", PUBLIC % "")
    assert "publicity-late" in codes(found)
    told = next(problem.message for problem in found.problems if problem.code == "publicity-late")
    assert told == "公示期满后最早2022年10月9日才能上报，晚于“评审遴选”的时限2022年9月30日"


def test_a_step_finished_before_its_publicity_was_over_is_asked_about() -> None:
    assert "publicity-short" in codes(on("2022-10-10", PUBLIC % ", 完成: 2022-10-08"))
    assert "publicity-short" not in codes(on("2022-10-10", PUBLIC % ", 完成: 2022-10-09"))


def test_a_listed_city_without_its_papers_is_asked_about() -> None:
    found = on("2022-09-28", PUBLIC % "")
    told = [problem.message for problem in found.problems if problem.code == "listed-lacking"]
    assert told == ["甲市已列入公示名单，但没有收到“自评表”的记录"]


YEARLY = HEAD + "城市: {甲市: {年度报送: {2023: 2024-01-12}}, 乙市: {}}\n" + NAMED
LOST = "撤销: {乙市: {日期: 2024-03-01, 情形: [2], 文件: 通报}}\n"


def reports(found: CycleStatus) -> list[tuple[str, int, ReportState]]:
    return [(line.city, line.year, line.state) for line in found.reports]


IN, OPEN, MISSING = ReportState.RECEIVED, ReportState.OPEN, ReportState.MISSING


def test_yearly_reports_from_the_year_after_the_naming() -> None:
    assert reports(on("2022-12-27", YEARLY)) == []
    assert reports(on("2022-12-31", YEARLY)) == []
    assert reports(on("2023-12-31", YEARLY)) == [("甲市", 2023, OPEN), ("乙市", 2023, OPEN)]
    found = on("2024-01-12", YEARLY)
    assert reports(found) == [
        ("甲市", 2023, IN),
        ("甲市", 2024, OPEN),
        ("乙市", 2023, MISSING),
        ("乙市", 2024, OPEN),
    ]
    assert found.overdue


def test_yearly_reports_from_the_year_of_the_naming_under_the_other_reading() -> None:
    text = YEARLY + "口径: {年度报送起始: {选择: 命名当年, 理由: 某答复}}\n"
    assert [year for city, year, _ in reports(on("2024-06-01", text)) if city == "甲市"] == [2022, 2023, 2024]


def test_a_city_that_lost_its_title_owes_no_report_from_that_year_on() -> None:
    assert [line for line in reports(on("2024-06-01", YEARLY + LOST)) if line[0] == "乙市"] == [("乙市", 2023, MISSING)]


def test_a_ban_is_known_from_the_day_of_the_withdrawal() -> None:
    assert on("2024-02-29", YEARLY + LOST).bans == ()
    (ban,) = on("2024-03-01", YEARLY + LOST).bans
    assert (ban.city, ban.begins, ban.ends) == ("乙市", 2026, 2027)


NEXT = "指标体系: liaoning-2022\n评选周期: 2024\n城市: {甲市: {}}\n"


def test_the_days_of_one_cycle_say_nothing_about_another() -> None:
    found = on("2024-07-01", NEXT)
    assert {line.state for line in found.steps} == {StepState.UNDATED}
    assert {line.state for line in found.documents} == {DocumentState.UNDATED}
    assert (found.overdue, codes(found)) == (False, ["due-of-another-cycle"])
    moved = on("2024-07-01", NEXT + "时限调整: {申报阶段: {截止: 2024-05-31, 依据: 某通知}}\n")
    assert step(moved, "申报阶段").state is StepState.OVERDUE
    assert {line.state for line in moved.documents} == {DocumentState.OVERDUE}


FAR = (
    "指标体系: liaoning-2022\n评选周期: 2198\n"
    "时限调整: {评审遴选: {截止: 2199-09-30, 依据: 虚构}}\n阶段: {评审遴选: {公示开始: 2199-09-16}}\n"
)


def test_past_the_calendar_nothing_is_guessed() -> None:
    found = on("2199-09-20", FAR)
    line = step(found, "评审遴选")
    assert (line.days, line.workdays, public(found).state) == (10, None, PublicityState.UNKNOWN)
    told = {problem.severity for problem in found.problems if problem.code == "calendar-unknown"}
    assert told == {Severity.ERROR, Severity.QUESTION}
    assert "工作日数未知" in now_text(replace(found, steps=(line,)))


def test_a_calendar_file_answers() -> None:
    """16 September 2199 is a Monday; with no holiday before October the 5 days are 17 to 20 and 23."""
    from scoring.documents.strict import parse_document

    document = parse_document("列全年份: [2199]\n".encode(), "日历.yaml").value
    assert document is not None
    added = calendar_file(document).value
    assert added is not None
    found = cycle_status(liaoning(), read(FAR), date(2199, 9, 20), added=added)
    period = public(found).period
    assert period is not None
    assert (period.taken.ends, step(found, "评审遴选").workdays) == (date(2199, 9, 23), 6)
    assert "calendar-unknown" not in codes(found)


def test_what_comes_next_is_in_the_order_of_days() -> None:
    found = on("2022-05-20", PAPERS)
    days = [one.day for one in next_steps(found)]
    assert days == [
        date(2022, 5, 31),
        date(2022, 5, 31),
        date(2022, 7, 31),
        date(2022, 9, 22),
        date(2022, 9, 30),
        date(2022, 12, 31),
    ]
    assert next_steps(found)[1].text == "甲市还没有交：申请报告、自评报告、自评表"
    assert now_text(found) == "现在是“申报阶段”：时限临近；时限2022年5月31日，还有11天（7个工作日）。"


def test_too_late_to_begin_publicity_is_said() -> None:
    text = [one.text for one in next_steps(on("2022-09-27")) if one.day == date(2022, 9, 22)]
    assert text == [
        "公示要5个工作日，本应最迟在这一天开始，现在开始已赶不上时限；换一种首日的算法是2022年9月23日（周五）"
    ]


def test_when_all_is_done_the_yearly_report_is_left() -> None:
    done = "阶段: {申报阶段: {完成: 2022-05-31}, 现场审核: {完成: 2022-07-22}, 评审遴选: {完成: 2022-09-28}, 国家命名: {完成: 2022-12-28}}\n"
    found = on(
        "2023-03-01",
        HEAD
        + done
        + "城市: {甲市: {材料: {申请报告: 2022-05-01, 自评报告: 2022-05-01, 自评表: 2022-05-01}}}\n"
        + "命名: {日期: 2022-12-28, 名单: [甲市]}\n",
    )
    assert now_text(found) == "各阶段都已完成。"
    assert [(one.day, one.text) for one in next_steps(found)] == [
        (None, "甲市报送2023年度工作情况（原文没有规定日期）：还没有收到")
    ]
