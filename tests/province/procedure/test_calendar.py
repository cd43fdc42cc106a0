"""Working days by the notices of the State Council, counted on a wall calendar by hand.

2022 Spring Festival: off 31 January to 6 February, worked Saturday 29 and Sunday 30 January.
2022 National Day: off 1 to 7 October, worked Saturday 8 and Sunday 9 October.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.base.errors import Result, Severity
from scoring.documents.strict import parse_document
from scoring.model.cycle import CalendarChanges
from scoring.model.cycle_status import CountedPeriod, PublicityPeriod
from scoring.model.procedure import Publicity
from scoring.province.procedure.calendar import (
    CalendarGap,
    calendar_file,
    calendar_of,
    counted_period,
    gap_problem,
    is_workday,
    known_years,
    latest_start,
    nth_workday,
    nth_workday_back,
    publicity_period,
    unsettled,
    workdays_between,
)

PLAIN = calendar_of()


def changes(text: str) -> Result[CalendarChanges]:
    document = parse_document(text.encode(), "日历.yaml").value
    assert document is not None
    return calendar_file(document)


def change(text: str) -> CalendarChanges:
    result = changes(text)
    assert result.problems == ()
    assert result.value is not None
    return result.value


def run_of(starts: date, days: int = 5, *, counts_first: bool) -> CountedPeriod:
    found = counted_period(PLAIN, starts, days, counts_first=counts_first)
    assert isinstance(found, CountedPeriod)
    return found


def october(*days: int) -> tuple[date, ...]:
    return tuple(date(2022, 10, day) for day in days)


def test_make_up_days_are_worked_and_holidays_are_not() -> None:
    worked = [day for day in range(1, 17) if is_workday(PLAIN, date(2022, 10, day))]
    assert worked == [8, 9, 10, 11, 12, 13, 14]


def test_publicity_that_begins_before_national_day() -> None:
    """From Monday 26 September 2022: with the first day it ends on Friday the 30th, before the holiday; without it on
    Saturday 8 October, a make-up day, and the report may go on Sunday the 9th, another one."""
    september = tuple(date(2022, 9, day) for day in (26, 27, 28, 29, 30))
    counted = run_of(date(2022, 9, 26), counts_first=True)
    assert (counted.days, counted.then) == (september, date(2022, 10, 8))
    later = run_of(date(2022, 9, 26), counts_first=False)
    assert (later.days, later.then) == (september[1:] + october(8), date(2022, 10, 9))


@pytest.mark.parametrize("counts_first", [True, False])
def test_publicity_that_begins_on_a_holiday(counts_first: bool) -> None:
    """From Saturday 1 October 2022 both ways of counting begin on the 8th."""
    found = run_of(date(2022, 10, 1), counts_first=counts_first)
    assert (found.days, found.then) == (october(8, 9, 10, 11, 12), date(2022, 10, 13))


def test_publicity_across_spring_festival() -> None:
    """From Thursday 27 January 2022: 27, 28, the make-up days 29 and 30, then 7 February."""
    found = run_of(date(2022, 1, 27), counts_first=True)
    assert found.days == (*(date(2022, 1, day) for day in (27, 28, 29, 30)), date(2022, 2, 7))
    assert run_of(date(2022, 1, 27), counts_first=False).ends == date(2022, 2, 8)


def test_one_working_day() -> None:
    assert run_of(date(2022, 9, 30), 1, counts_first=True).ends == date(2022, 9, 30)
    assert run_of(date(2022, 9, 30), 1, counts_first=False).ends == date(2022, 10, 8)


def test_the_latest_start_leaves_a_day_for_what_follows() -> None:
    """To report on Friday 30 September 2022 the period must end on the 29th: 23, 26, 27, 28, 29 September."""
    assert latest_start(PLAIN, 5, date(2022, 9, 30), counts_first=True) == date(2022, 9, 23)
    assert latest_start(PLAIN, 5, date(2022, 9, 30), counts_first=False) == date(2022, 9, 22)


def test_a_deadline_on_a_day_off_leaves_the_last_working_day_before_it() -> None:
    """31 December 2022 is a Saturday: report on Friday the 30th, period 23, 26, 27, 28, 29 December."""
    assert latest_start(PLAIN, 5, date(2022, 12, 31), counts_first=True) == date(2022, 12, 23)


def test_working_days_left() -> None:
    """After 26 September 2022 up to 10 October: 27 to 30 September, 8, 9 and 10 October."""
    assert workdays_between(PLAIN, date(2022, 9, 26), date(2022, 10, 10)) == 7
    assert workdays_between(PLAIN, date(2022, 9, 26), date(2022, 9, 26)) == 0
    assert workdays_between(PLAIN, date(2022, 9, 26), date(2022, 9, 1)) == 0


@pytest.mark.parametrize(
    ("counts_first", "other"), [(False, date(2022, 9, 30)), (True, date(2022, 10, 8))], ids=["default", "switched"]
)
def test_both_ends_are_there_where_the_text_is_silent(counts_first: bool, other: date) -> None:
    found = publicity_period(PLAIN, date(2022, 9, 26), Publicity(working_days=5, quote=""), counts_first=counts_first)
    assert isinstance(found, PublicityPeriod)
    assert found.other is not None
    assert (found.taken.counts_first, found.other.ends, found.decided) == (counts_first, other, False)


def test_one_end_where_both_agree_or_the_text_decides() -> None:
    silent = Publicity(working_days=5, quote="")
    on_holiday = publicity_period(PLAIN, date(2022, 10, 1), silent, counts_first=False)
    assert isinstance(on_holiday, PublicityPeriod)
    assert (on_holiday.other, on_holiday.decided) == (None, False)
    said = publicity_period(
        PLAIN, date(2022, 9, 26), Publicity(working_days=5, quote="", counts_first=True), counts_first=False
    )
    assert isinstance(said, PublicityPeriod)
    assert (said.taken.ends, said.other, said.decided) == (date(2022, 9, 30), None, True)


def beyond() -> int:
    return known_years()[1] + 1


def test_past_the_data_nothing_is_guessed() -> None:
    year = beyond()
    found = counted_period(PLAIN, date(year - 1, 12, 29), 5, counts_first=True)
    assert found == CalendarGap(day=date(year, 1, 1), first=2004, last=year - 1)
    assert isinstance(workdays_between(PLAIN, date(year - 1, 12, 29), date(year, 1, 9)), CalendarGap)
    assert isinstance(nth_workday_back(PLAIN, date(year, 1, 9), 1), CalendarGap)


def test_the_error_names_the_last_year_known_and_the_way_out() -> None:
    year = beyond()
    problem = gap_problem(CalendarGap(day=date(year, 1, 1), first=2004, last=year - 1), "算不出公示期满日")
    assert problem.severity is Severity.ERROR
    assert problem.message == f"日历数据只到{year - 1}年，{year}年哪天放假、哪天调休上班还不知道，算不出公示期满日"
    assert "--calendar" in problem.hint
    early = gap_problem(CalendarGap(day=date(2003, 1, 1), first=2004, last=year - 1), "算不出")
    assert early.message.startswith("日历数据从2004年开始，2003年")


OWN = """\
列全年份: [2199]
安排:
  - {日期: 2199-10-01, 至: 2199-10-03, 安排: 放假, 依据: 虚构通知}
  - {日期: 2199-10-05, 安排: 上班, 依据: 虚构通知}
"""


def test_a_calendar_file_opens_a_year_past_the_data() -> None:
    """1 October 2199 is a Tuesday: off 1 to 3; Friday 4 worked; Saturday 5 worked by the file; Sunday 6 off."""
    own = calendar_of(change(OWN))
    assert [day for day in range(1, 8) if is_workday(own, date(2199, 10, day)) is True] == [4, 5, 7]
    found = counted_period(own, date(2199, 9, 30), 3, counts_first=False)
    assert isinstance(found, CountedPeriod)
    assert found.days == (date(2199, 10, 4), date(2199, 10, 5), date(2199, 10, 7))


def test_days_of_a_year_that_is_not_listed_in_full_are_known_one_by_one() -> None:
    own = calendar_of(change(OWN.replace("列全年份: [2199]\n", "")))
    assert is_workday(own, date(2199, 10, 5)) is True
    assert isinstance(is_workday(own, date(2199, 10, 4)), CalendarGap)


def test_a_local_change_wins_over_the_published_data() -> None:
    text = "日历:\n  安排:\n    - {日期: 2022-09-27, 至: 2022-09-28, 安排: 放假, 依据: 虚构的防疫通告}\n"
    found = counted_period(calendar_of(change(text)), date(2022, 9, 26), 5, counts_first=True)
    assert isinstance(found, CountedPeriod)
    assert found.ends == date(2022, 10, 9)


def test_the_added_calendar_wins_over_that_of_the_cycle_file() -> None:
    one, other = change(OWN), change("安排:\n  - {日期: 2199-10-02, 安排: 上班, 依据: 更正}\n")
    joined = calendar_of(one, other)
    assert is_workday(joined, date(2199, 10, 2)) is True
    assert joined.whole_years == {2199}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("安排:\n  - {日期: 2022-10-08, 安排: 休息, 依据: 某}\n", "not-an-option"),
        ("安排:\n  - {日期: 2022-10-08, 安排: 放假}\n", "missing"),
        ("安排:\n  - {日期: 2022-10-08, 安排: 放假, 依据: ''}\n", "empty"),
        ("安排:\n  - {日期: 2022-10-08, 至: 2022-10-01, 安排: 放假, 依据: 某}\n", "bad-period"),
        ("安排:\n  - {日期: 2022-10-08, 至: 2023-10-09, 安排: 放假, 依据: 某}\n", "bad-period"),
        ("放假: [2022-10-01]\n", "unknown-key"),
        ("列全年份: [今年]\n", "wrong-type"),
        (OWN + "  - {日期: 2199-10-03, 安排: 上班, 依据: 某}\n", "day-twice"),
    ],
)
def test_a_slip_in_a_calendar_file_is_told(text: str, expected: str) -> None:
    result = changes(text)
    assert result.value is None
    assert [problem.code for problem in result.problems] == [expected]


def test_the_end_of_the_last_published_year_is_unsettled() -> None:
    last = known_years()[1]
    assert unsettled(PLAIN, date(last, 12, 20), date(last, 12, 25))
    assert not unsettled(PLAIN, date(last, 12, 1), date(last, 12, 24))
    assert not unsettled(PLAIN, date(last - 1, 12, 25), date(last - 1, 12, 31))
    assert not unsettled(calendar_of(CalendarChanges(whole_years=(last + 1,))), date(last, 12, 20), date(last, 12, 31))


DAYS = st.dates(min_value=date(2004, 2, 1), max_value=date(2023, 12, 31))


@given(starts=DAYS, number=st.integers(1, 15), counts_first=st.booleans())
def test_a_period_has_its_number_of_working_days_and_none_is_skipped(
    starts: date, number: int, counts_first: bool
) -> None:
    found = run_of(starts, number, counts_first=counts_first)
    assert len(found.days) == number
    assert workdays_between(PLAIN, starts, found.ends) == number - (1 if starts in found.days else 0)
    assert all(workdays_between(PLAIN, one, other) == 1 for one, other in pairwise((*found.days, found.then)))
    assert (starts in found.days) <= counts_first


@given(last=DAYS, number=st.integers(1, 15), counts_first=st.booleans())
def test_the_latest_start_is_in_time_and_the_next_one_is_not(last: date, number: int, counts_first: bool) -> None:
    start = latest_start(PLAIN, number, last, counts_first=counts_first)
    assert isinstance(start, date)
    assert run_of(start, number, counts_first=counts_first).then <= last
    after = nth_workday(PLAIN, start + timedelta(days=1), 1)
    assert isinstance(after, date)
    assert run_of(after, number, counts_first=counts_first).then > last
