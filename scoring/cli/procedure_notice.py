"""`scoring procedure notice`: the draft of a public notice, with the days counted."""

from __future__ import annotations

import os.path
from datetime import date

import click

from scoring.base.assets import pack_search
from scoring.base.errors import Problem, Result
from scoring.base.marks import NOTICE
from scoring.cli import console
from scoring.cli.command import Output, command
from scoring.cli.messages import report_problems, tell
from scoring.cli.options import CRITERIA_PATH, day_from, output_option
from scoring.cli.procedure import CALENDAR, NOTHING
from scoring.cli.report_file import write_report
from scoring.model.criteria import Criteria
from scoring.model.cycle import Cycle
from scoring.model.procedure import Deadline
from scoring.province.procedure import load_calendar, load_cycle
from scoring.province.procedure.calendar import CalendarGap, calendar_of, gap_problem, publicity_period
from scoring.province.procedure.interpretations import COUNTED, FIRST_DAY, chosen
from scoring.reports.papers.notice import TITLE, Notice, notice_blocks
from scoring.reports.word import paper_word

__all__ = ["notice"]


@command(
    "notice",
    "scoring procedure notice 周期.yaml -o 公示稿.docx",
    "scoring procedure notice 周期.yaml --start 2022-09-19 -o 公示稿.docx",
)
@click.argument("file", metavar="周期记录")
@output_option(Output(NOTICE), "写到哪个 Word 文件。", metavar="文件.docx", required=True)
@click.option(
    "--start", metavar="日期", callback=day_from("2022-09-19"), help="从哪一天开始公示，默认按周期记录的“公示开始”。"
)
@click.option("--step", metavar="阶段", help="哪个阶段的公示；只有一个阶段要公示的不用写。")
@CALENDAR
@CRITERIA_PATH
def notice(
    file: str, output: str, start: date | None, step: str | None, calendar: str | None, criteria_path: tuple[str, ...]
) -> int:
    """生成公示稿（Word，可选组件）：名单照周期记录，公示几天照原文，按放假和调休上班数出哪天期满。

    原文没有规定的（发布单位、怎样反映意见等）标“待填”；怎样数的、还缺什么写在最后一页“拟稿说明”，发布前删去。
    """
    if not output.lower().endswith(".docx"):
        console.message(
            f"用法错误：不认识的扩展名 {os.path.splitext(output)[1] or '（无）'}。输出文件名要以 .docx 结尾。"
        )
        return 2
    loaded = load_cycle(file, pack_search(criteria_path, file))
    added = Result(value=NOTHING) if calendar is None else load_calendar(calendar)
    if loaded.value is None or added.value is None:
        return _failed((*loaded.problems, *added.problems))
    tell((*loaded.problems, *added.problems))
    criteria, cycle = loaded.value.criteria, loaded.value.cycle
    asked = _step(criteria, cycle, step)
    if isinstance(asked, Problem):
        return _failed((asked,))
    assert asked.publicity is not None
    record = cycle.stages.get(asked.name)
    begins = start or (record.public_from if record is not None else None)
    period = None
    if begins is not None:
        days = calendar_of(cycle.calendar, added.value)
        first = chosen(cycle)[FIRST_DAY] == COUNTED
        found = publicity_period(days, begins, asked.publicity, counts_first=first)
        if isinstance(found, CalendarGap):
            return _failed((gap_problem(found, "算不出公示期满日"),))
        period = found
    listed = record.listed if record is not None else ()
    made = Notice(criteria=criteria, cycle=cycle, step=asked, listed=listed, period=period)
    across = "虚构样例" if cycle.invented else ""
    title = f"{criteria.short_title}{TITLE}"
    code = write_report(output, lambda: paper_word(notice_blocks(made), title=title, mark=NOTICE, watermark=across))
    if code == 0:
        _remarks(made)
    return code


def _step(criteria: Criteria, cycle: Cycle, name: str | None) -> Deadline | Problem:
    """The step that is meant, or why it cannot be told."""
    public = [one for one in criteria.procedure if one.publicity is not None]
    if not public:
        message = f"指标体系“{criteria.id}”没有写公示几个工作日，不生成公示稿"
        return Problem(code="no-publicity", message=message, hint="请核对周期记录的“指标体系”。")
    if name is not None:
        found = next((one for one in public if one.name == name), None)
        names = "、".join(one.name for one in public)
        return found or Problem(code="no-step", message=f"没有要公示的阶段“{name}”", hint=f"要公示的阶段：{names}。")
    begun = [one for one in public if one.name in cycle.stages and cycle.stages[one.name].public_from is not None]
    few = begun or public
    if len(few) > 1:
        names = "、".join(one.name for one in few)
        return Problem(code="many-steps", message=f"有几个阶段要公示：{names}", hint="请用 --step 写明是哪一个。")
    return few[0]


def _remarks(made: Notice) -> None:
    lacking = [] if made.listed else ["公示名单"]
    lacking += [] if made.period is not None else ["公示开始的日期"]
    if lacking:
        console.message(f"  注意：周期记录里还没有{'和'.join(lacking)}，稿子里标着“待填”。")
    console.message("  标“待填”的由发布单位填写；最后一页“拟稿说明”发布前删去。")


def _failed(problems: tuple[Problem, ...]) -> int:
    report_problems(problems, failed=True, outcome="没有生成公示稿")
    return 1
