"""`scoring procedure`, with `status` (where a cycle stands), `days` (publicity periods) and `ban`."""

from __future__ import annotations

import os.path
from datetime import date

import click
from msgspec import Struct

from scoring.base.assets import pack_search
from scoring.base.errors import Problem, Result, Severity, problems_json, sort_problems
from scoring.cli.command import command, group
from scoring.cli.messages import report_problems, tell
from scoring.cli.options import CRITERIA_PATH, PACK, day_from, form_option, year_option
from scoring.cli.output import print_json
from scoring.cli.terminal import show
from scoring.loading import load_criteria
from scoring.model.criteria import Criteria
from scoring.model.cycle import CalendarChanges, Cycle
from scoring.model.cycle_status import CycleStatus
from scoring.model.procedure import Publicity
from scoring.province.procedure import cities_banned, load_calendar, load_cycle, load_previous
from scoring.province.procedure.as_json import ban_json, period_json, status_json
from scoring.province.procedure.bans import span_text
from scoring.province.procedure.calendar import CalendarGap, calendar_of, gap_problem, publicity_period
from scoring.province.procedure.status import cycle_status
from scoring.province.procedure.words import ban_text, both_lines, day_text
from scoring.reports.blocks import Bullets, Paragraph
from scoring.reports.papers.procedure import procedure_blocks

__all__ = ["ban", "days", "procedure", "status"]

NOTHING = CalendarChanges()
DAY = day_from("2022-09-26")
CALENDAR = click.option(
    "--calendar", metavar="文件", help="日历文件：软件还没有数据的年份，或本地另有放假、上班安排的日子。"
)


@group(
    "procedure",
    {
        "ban": "procedure:ban",
        "days": "procedure:days",
        "init": "procedure_init:procedure_init",
        "notice": "procedure_notice:notice",
        "status": "procedure:status",
    },
    "scoring procedure",
    "scoring procedure 周期.yaml --as-of 2022-09-20",
    "scoring procedure days 2022-09-26",
    "scoring procedure ban 周期.yaml",
    "scoring procedure init -o 周期.yaml",
    "scoring procedure notice 周期.yaml -o 公示稿.docx",
    first="status",
)
def procedure() -> None:
    """评选程序走到哪一步：时限、报送材料、公示的工作日、年度报送、撤销和下一期的限制。

    不写命令时是 status。
    """


@command(
    "status",
    "scoring procedure status 周期.yaml",
    "scoring procedure 周期.yaml --as-of 2022-09-20 --format json",
)
@click.argument("target", metavar="[指标体系|周期记录]", default="liaoning-2022")
@click.option("--as-of", metavar="日期", callback=DAY, help="看哪一天的情况（如 2022-09-20），默认是今天。")
@click.option(
    "--within",
    metavar="天数",
    type=click.IntRange(min=0),
    default=14,
    help="离时限多少天以内算临近，默认14天。",
)
@CALENDAR
@CRITERIA_PATH
@form_option("text", "json")
def status(
    target: str, as_of: date | None, within: int, calendar: str | None, criteria_path: tuple[str, ...], form: str
) -> int:
    """这一期走到哪一步：各阶段时限过了没有、还有几天（几个工作日），各市还缺什么材料，公示哪天期满，接下来做什么。

    只写指标体系时，列出它写明的时限。有逾期的退出码是1。
    """
    search = pack_search(criteria_path, target)
    opened = _open(target, search)
    added = Result(value=NOTHING) if calendar is None else load_calendar(calendar)
    problems = (*opened.problems, *added.problems)
    if opened.value is None or added.value is None:
        return _failed(problems, form)
    day = as_of or date.today()  # the clock is read here and nowhere further in
    found = cycle_status(opened.value.criteria, opened.value.cycle, day, added=added.value, within=within)
    tell((*problems, *found.problems))
    _print(found, form, sort_problems([*problems, *found.problems]))
    wrong = any(one.severity is Severity.ERROR for one in (*problems, *found.problems))
    return 1 if wrong or found.overdue else 0


def _print(found: CycleStatus, form: str, problems: tuple[Problem, ...]) -> None:
    if form == "json":
        print_json({**status_json(found), "problems": problems_json(problems)})
        return
    show(procedure_blocks(found))


@command("days", "scoring procedure days 2022-09-26", "scoring procedure days 2022-09-26 --days 7")
@click.argument("start", metavar="日期", callback=DAY)
@PACK
@click.option(
    "--days", "number", metavar="天数", type=click.IntRange(1, 250), help="几个工作日，默认按指标体系的规定。"
)
@CALENDAR
@CRITERIA_PATH
@form_option("text", "json")
def days(
    start: date, pack: str, number: int | None, calendar: str | None, criteria_path: tuple[str, ...], form: str
) -> int:
    """某日开始公示，哪天期满：按放假和调休上班数工作日，首日计入和不计入的两种结果都给出。"""
    added = Result(value=NOTHING) if calendar is None else load_calendar(calendar)
    publicity = None if number is None else Publicity(working_days=number, quote="")
    problems = added.problems
    if publicity is None:
        loaded = load_criteria(pack, pack_search(criteria_path))
        problems = (*problems, *loaded.problems)
        publicity = _publicity(loaded.value)
        if loaded.value is not None and publicity is None:
            hint = "请用 --days 写出几个工作日。"
            message = f"指标体系“{pack}”没有写公示几个工作日"
            problems = (*problems, Problem(code="no-publicity", message=message, hint=hint))
    if publicity is None or added.value is None:
        return _failed(problems, form)
    period = publicity_period(calendar_of(added.value), start, publicity, counts_first=False)
    if isinstance(period, CalendarGap):
        return _failed((*problems, gap_problem(period, "算不出公示期满日")), form)
    tell(problems)
    if form == "json":
        print_json({"schema": "scoring.procedure-days/1", **period_json(period)})
        return 0
    begins = Paragraph(f"{day_text(start)}开始公示{publicity.working_days}个工作日：")
    show([begins, *(Paragraph(text, indent=1) for text in both_lines(period))])
    return 0


def _publicity(criteria: Criteria | None) -> Publicity | None:
    steps = () if criteria is None else criteria.procedure
    return next((step.publicity for step in steps if step.publicity is not None), None)


@command(
    "ban",
    "scoring procedure ban 2022年周期.yaml",
    "scoring procedure ban 2020年周期.yaml 2022年周期.yaml --year 2024",
)
@click.argument("files", metavar="周期记录…", nargs=-1, required=True)
@year_option("看哪一年开始的那一期，默认是记录之后的下一期。")
@CRITERIA_PATH
@form_option("text", "json")
def ban(files: tuple[str, ...], year: int | None, criteria_path: tuple[str, ...], form: str) -> int:
    """哪些城市因为被撤销称号，不能参加某一期评选。"""
    loaded = load_previous(files, pack_search(criteria_path, *files))
    if loaded.value is None:
        return _failed(loaded.problems, form)
    tell(loaded.problems)
    latest = max(loaded.value, key=lambda one: one.begins)
    begins = latest.begins + latest.years if year is None else year
    found = cities_banned(loaded.value, begins)
    if form == "json":
        print_json(
            {
                "schema": "scoring.procedure-ban/1",
                "cycle": begins,
                "barred": [ban_json(one) for one in found],
            }
        )
        return 0
    span = span_text(begins, latest.years)
    none = f"按给出的记录，{span}这一期没有城市因被撤销称号而不能参加评选。"
    lead = Paragraph(f"{span}这一期不能参加评选的城市：" if found else none)
    show([lead, Bullets([ban_text(one) for one in found])])
    return 0


class _Opened(Struct, frozen=True, kw_only=True):
    criteria: Criteria
    cycle: Cycle | None


def _open(target: str, search: tuple[str, ...]) -> Result[_Opened]:
    """A cycle file with its pack, or a pack alone."""
    if target.lower().endswith((".yaml", ".yml")) and os.path.basename(target) != "pack.yaml":
        loaded = load_cycle(target, search)
        if loaded.value is None:
            return Result(value=None, problems=loaded.problems)
        return Result(value=_Opened(criteria=loaded.value.criteria, cycle=loaded.value.cycle), problems=loaded.problems)
    pack = load_criteria(target, search)
    if pack.value is None or not pack.ok:
        return Result(value=None, problems=pack.problems)
    return Result(value=_Opened(criteria=pack.value, cycle=None), problems=pack.problems)


def _failed(problems: tuple[Problem, ...], form: str) -> int:
    report_problems(problems, failed=True, form=form, outcome="没有结果")
    return 1
