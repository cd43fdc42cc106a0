"""What the official text leaves open about dates and bans, the reading taken, and the others a cycle file may choose."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from scoring.model.criteria import Criteria
from scoring.model.cycle import Cycle
from scoring.model.interpretations import Option

__all__ = [
    "AFTER_NAMING",
    "AFTER_WITHDRAWAL",
    "BAN",
    "COUNTED",
    "DUE_DAY",
    "FIRST_DAY",
    "NOT_COUNTED",
    "INTERPRETATIONS",
    "REPORTS",
    "SAME_YEAR",
    "ProcedureInterpretation",
    "YEAR_AFTER",
    "chosen",
    "open_interpretations",
]

FIRST_DAY, DUE_DAY, REPORTS, BAN = "公示首日", "截止当日", "年度报送起始", "下一期"
COUNTED, NOT_COUNTED = "计入", "不计入"
YEAR_AFTER, SAME_YEAR = "命名次年", "命名当年"
AFTER_WITHDRAWAL, AFTER_NAMING = "撤销时的下一期", "命名时的下一期"


class ProcedureInterpretation(Struct, frozen=True, kw_only=True):
    """An open question about the procedure: the default is taken unless a cycle file chooses another option."""

    name: str
    question: str
    options: tuple[Option, ...]
    default: str
    why: str


INTERPRETATIONS = (
    ProcedureInterpretation(
        name=FIRST_DAY,
        question="开始公示的当天算不算公示期的第一个工作日？",
        options=(
            Option(name=NOT_COUNTED, text="从开始公示的下一个工作日数起，期满较晚。"),
            Option(name=COUNTED, text="开始公示的当天是工作日的，当天就是第一个工作日。"),
        ),
        default=NOT_COUNTED,
        why="原文只写了几个工作日。期间的开始当日一般不计入，按期满较晚的一种数，公示不会少一天。",
    ),
    ProcedureInterpretation(
        name=DUE_DAY,
        question="“某日前”包不包括当日？",
        options=(
            Option(name=COUNTED, text="当日收到、完成的不算迟。"),
            Option(name=NOT_COUNTED, text="最后一天是前一日，当日收到、完成的算迟。"),
        ),
        default=COUNTED,
        why="原文只写“某日前”，没有说明当日是否在内；取不使报送单位吃亏的一种。",
    ),
    ProcedureInterpretation(
        name=REPORTS,
        question="每年报送从哪一年算起？",
        options=(
            Option(name=YEAR_AFTER, text="从命名的下一年起，每年一次。"),
            Option(name=SAME_YEAR, text="从命名当年起，每年一次。"),
        ),
        default=YEAR_AFTER,
        why="原文只写每年报送，没有规定从哪一年起、哪一天前；命名多在年底，当年没有可报的工作。",
    ),
    ProcedureInterpretation(
        name=BAN,
        question="“取消下一期参加评选资格”的下一期，从哪一期往后数？",
        options=(
            Option(name=AFTER_WITHDRAWAL, text="撤销那天所在评选周期的下一个周期。"),
            Option(name=AFTER_NAMING, text="当初命名那个评选周期的下一个周期。"),
        ),
        default=AFTER_WITHDRAWAL,
        why="原文没有说明。命名可以保留多期，从撤销时往后数，限制才不会在撤销之前就已过去。",
    ),
)


def chosen(cycle: Cycle | None) -> Mapping[str, str]:
    """The option in force for every reading."""
    switched = {} if cycle is None else {name: choice.option for name, choice in cycle.choices.items()}
    return {reading.name: switched.get(reading.name, reading.default) for reading in INTERPRETATIONS}


def open_interpretations(criteria: Criteria) -> tuple[ProcedureInterpretation, ...]:
    """The readings that this pack leaves open and that therefore touch its procedure."""
    open_publicity = any(step.publicity and step.publicity.counts_first is None for step in criteria.procedure)
    asked = {
        FIRST_DAY: open_publicity,
        DUE_DAY: bool(criteria.procedure),
        REPORTS: any(duty.yearly for duty in criteria.reporting),
        BAN: criteria.cycle is not None and criteria.cycle.ban is not None,
    }
    return tuple(reading for reading in INTERPRETATIONS if asked[reading.name])
