"""The status of a cycle in Chinese sentences, for the terminal and for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from scoring.base.text import date_text
from scoring.model.cycle_status import (
    CityBan,
    CountedPeriod,
    CycleStatus,
    DocumentLine,
    DocumentState,
    LatestStart,
    PublicityLine,
    PublicityPeriod,
    PublicityState,
    ReportState,
    StepLine,
    StepState,
)
from scoring.province.procedure.bans import span_text
from scoring.province.procedure.interpretations import ProcedureInterpretation, chosen, open_interpretations

__all__ = [
    "Next",
    "ban_text",
    "both_lines",
    "day_text",
    "document_text",
    "left_text",
    "next_steps",
    "now_text",
    "interpretations_taken",
    "step_note",
    "term_days_text",
]

FEW = 6
WEEKDAYS = "一二三四五六日"
COUNTED = {True: "首日计入", False: "首日不计入"}


class Next(Struct, frozen=True, kw_only=True):
    """One thing to do or to wait for; `day` is its day or last day, None where there is none."""

    day: date | None
    text: str


def day_text(day: date) -> str:
    """`2022年9月26日（周一）`."""
    return f"{date_text(day)}（周{WEEKDAYS[day.weekday()]}）"


def left_text(line: StepLine) -> str:
    """`还有10天（8个工作日）`, `就是今天` or `已过3天`."""
    if line.days is None:
        return ""
    if line.days < 0:
        return f"已过{-line.days}天"
    if line.days == 0:
        return "就是今天"
    work = "工作日数未知" if line.workdays is None else f"{line.workdays}个工作日"
    return f"还有{line.days}天（{work}）"


def now_text(found: CycleStatus) -> str:
    """Where the cycle stands, in one sentence."""
    if found.cycle is None:
        return "没有给出周期记录，下面只列出指标体系写明的时限。"
    line = found.current
    if line is None:
        return "各阶段都已完成。"
    if line.last_day is None:
        return f"现在是“{line.step.name}”：{line.state.value}。"
    when = f"时限{date_text(line.last_day)}，{left_text(line)}"
    return f"现在是“{line.step.name}”：{line.state.value}；{when}。"


def step_note(line: StepLine) -> str:
    """What the table says beside a step."""
    parts = []
    if line.done is not None:
        parts.append(f"{date_text(line.done)}完成" + (f"，晚{line.late}天" if line.late else ""))
    else:
        if line.begun is not None:
            parts.append(f"{date_text(line.begun)}开始")
        parts += [text for text in [left_text(line)] if text]
    if line.moved is not None:
        parts.append(f"时限按{line.moved.basis}调整")
    if line.finished or line.waiting:
        parts.append(f"{len(line.finished)}个城市已完成")
    if line.waiting:
        parts.append(f"还有{_names(line.waiting)}")
    return "；".join(parts)


def _names(names: Sequence[str]) -> str:
    """All of a few names, the first ones of many."""
    if len(names) <= FEW:
        return "、".join(names)
    return f"{'、'.join(names[:FEW])}等{len(names)}个"


def document_text(line: DocumentLine) -> str:
    """A cell of the table of documents: `5月20日`, `6月2日（迟2天）`, `逾期未交`."""
    if line.received is None:
        return line.state.value
    day = f"{line.received.month}月{line.received.day}日"
    return f"{day}（迟{line.late}天）" if line.late else day


def term_days_text(term: CountedPeriod) -> str:
    """The working days of a period: `9月27日、28日、29日、30日、10月8日（周六，调休上班）`."""
    parts: list[str] = []
    month = 0
    for day in term.days:
        text = f"{day.day}日" if day.month == month else f"{day.month}月{day.day}日"
        month = day.month
        parts.append(text + (f"（周{WEEKDAYS[day.weekday()]}，调休上班）" if day.weekday() > 4 else ""))
    return "、".join(parts)


def both_lines(period: PublicityPeriod) -> list[str]:
    """The period under the reading taken and, where it differs, under the other one."""
    lines = [_term(period.taken)]
    if period.other is not None:
        lines.append(f"如果{_term(period.other)}")
    if not period.publicity.quote:
        lines.append("首日算不算，请看有关规定。")
    elif period.decided:
        lines.append(f"“{period.publicity.quote}”的首日算不算，原文已经写明。")
    elif period.other is None:
        lines.append("原文没有写首日算不算；这次两种算法期满日相同。")
    else:
        lines.append("原文没有写首日算不算，两种期满日都列出；改选请在周期记录的“口径”里写“公示首日”。")
    return lines


def _term(term: CountedPeriod) -> str:
    then = f"期满后最早{day_text(term.then)}上报"
    return f"{COUNTED[term.counts_first]}：{day_text(term.ends)}期满（{term_days_text(term)}），{then}。"


def next_steps(found: CycleStatus) -> tuple[Next, ...]:
    """What is still to come, in the order of days; what has no day comes last."""
    every = [*_steps(found), *_documents(found), *_reports(found)]
    return tuple(sorted(every, key=lambda one: (one.day is None, one.day or found.as_of)))


def _steps(found: CycleStatus) -> list[Next]:
    made: list[Next] = []
    for line in found.steps:
        if line.done is None and line.state not in (StepState.PASSED, StepState.UNDATED):
            made.append(Next(day=line.last_day, text=_due(line)))
        if line.publicity is not None and line.done is None:
            made += _publicity(line, line.publicity, found.as_of)
    return made


def _due(line: StepLine) -> str:
    if line.state is StepState.OVERDUE:
        return f"“{line.step.name}”应已完成（{left_text(line)}），请补记完成日期，或写明时限调整"
    if line.last_day is None:
        return f"完成“{line.step.name}”"
    return f"完成“{line.step.name}”，{left_text(line)}"


def _publicity(line: StepLine, public: PublicityLine, as_of: date) -> list[Next]:
    if public.latest is not None:
        return [_latest(line, public.latest, as_of)]
    if public.state is PublicityState.RUNNING and public.period is not None:
        taken = public.period.taken
        return [
            Next(day=taken.ends, text=f"公示期满（{COUNTED[taken.counts_first]}），之后最早{day_text(taken.then)}上报")
        ]
    if public.state is PublicityState.OVER and public.period is not None:
        return [Next(day=public.period.taken.then, text=f"公示已于{date_text(public.period.taken.ends)}期满，可以上报")]
    return []


def _latest(line: StepLine, latest: LatestStart, as_of: date) -> Next:
    days = 0 if line.step.publicity is None else line.step.publicity.working_days
    other = "" if latest.other is None else f"；换一种首日的算法是{day_text(latest.other)}"
    if latest.taken < as_of:
        text = f"公示要{days}个工作日，本应最迟在这一天开始，现在开始已赶不上时限{other}"
    else:
        text = f"公示要{days}个工作日，最迟在这一天开始，才能在时限内上报{other}"
    return Next(day=latest.taken, text=text)


def _documents(found: CycleStatus) -> list[Next]:
    lacking: dict[tuple[str, date | None, bool], list[str]] = {}
    for line in found.documents:
        if line.received is None:
            key = (line.city, line.last_day, line.state is DocumentState.OVERDUE)
            lacking.setdefault(key, []).append(line.document.name)
    return [
        Next(day=day, text=f"{city}{'逾期未交' if over else '还没有交'}：{'、'.join(names)}")
        for (city, day, over), names in lacking.items()
    ]


def _reports(found: CycleStatus) -> list[Next]:
    return [
        Next(day=None, text=f"{line.city}报送{line.year}年度工作情况（原文没有规定日期）：{line.state.value}")
        for line in found.reports
        if line.state is not ReportState.RECEIVED
    ]


def ban_text(one: CityBan) -> str:
    """Why a city may not take part, and until when, with the official words."""
    grounds = "；".join(f"“{ground.text}”" for ground in one.withdrawal.grounds)
    cycles = span_text(one.begins, one.ends - one.begins + 1)
    basis = f"，见{one.withdrawal.basis}" if one.withdrawal.basis else ""
    return (
        f"{one.city}：{date_text(one.withdrawal.on)}被撤销称号（{grounds}{basis}），"
        f"不能参加{cycles}的评选。原文：“{one.quote.rstrip('。')}”。"
    )


def interpretations_taken(found: CycleStatus) -> list[tuple[ProcedureInterpretation, str, str]]:
    """The open questions that touch this procedure, the option in force, and the file's reason for it ("": default)."""
    taken = chosen(found.cycle)
    choices = {} if found.cycle is None else found.cycle.choices
    return [
        (one, taken[one.name], choices[one.name].reason if one.name in choices else "")
        for one in open_interpretations(found.criteria)
    ]
