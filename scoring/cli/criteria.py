"""`scoring criteria`, with `list` and `show`."""

from __future__ import annotations

from scoring.base.assets import pack_search
from scoring.base.text import date_text, points_text
from scoring.cli import console
from scoring.cli.command import command, group
from scoring.cli.messages import tell, usable
from scoring.cli.options import CRITERIA_PATH, PACK, form_option
from scoring.cli.output import print_json, print_problems_json
from scoring.cli.table import Column, Row, layout, width, wrap
from scoring.loading import load_criteria
from scoring.model.checks import AtLeast, Check, Contradiction
from scoring.model.criteria import Criteria, Item, Section
from scoring.model.totals import NOTHING_WORDS
from scoring.naming import DRAFT, draft_texts, is_plan, layer_texts
from scoring.province.ranking.words import tie_text
from scoring.reports.render.card_json import draft_json

__all__ = ["criteria", "criteria_list", "criteria_show", "settings_of"]


@group(
    "criteria",
    {
        "check": "criteria_check:criteria_check",
        "diff": "criteria_diff:criteria_diff",
        "list": "criteria:criteria_list",
        "new": "criteria_new:criteria_new",
        "show": "criteria:criteria_show",
        "test": "criteria_check:criteria_test",
    },
)
def criteria() -> None:
    """查看指标体系。"""


@command("list", "scoring criteria list")
@CRITERIA_PATH
@form_option("text", "json")
def criteria_list(criteria_path: tuple[str, ...], form: str) -> int:
    """列出能用的指标体系。"""
    from scoring import load

    search = pack_search(criteria_path)
    rows: list[dict[str, object]] = []
    broken = False
    for entry in load.list_packs(search):
        result = load_criteria(entry.folder, search)
        if is_plan(result.problems):
            from scoring.cli.plan_show import plan_row

            row = plan_row(entry.folder, search)
            broken = broken or row is None
            rows += [] if row is None else [row]
            continue
        if result.value is None or not result.ok:
            broken = True
            tell(result.problems)
            continue
        pack = result.value
        items = sum(len(section.items) for section in pack.sections)
        rows.append(
            {
                "id": pack.id,
                "title": pack.short_title,
                "edition": pack.edition,
                "items": items,
                "folder": entry.folder,
                "extends": [base.id for base in pack.extends],
                "kind": "points",
                "tasks": 0,
                **draft_json(pack),
            }
        )
    if form == "json":
        print_json({"schema": "scoring.criteria-list/1", "criteria": rows})
    elif not rows:
        console.message("没有找到指标体系。\n  怎么办：用 --criteria-path 写出指标体系所在的上级文件夹。")
    else:
        cells = [Row(cells=_cells(row)) for row in rows]
        console.data("\n".join(layout(_heads(cells, console.terminal_width()), cells, colour=False)))
    return 1 if broken or not rows else 0


def _heads(rows: list[Row], columns: int) -> tuple[Column, ...]:
    """The title takes what the others leave."""
    names, editions = (max(4, *(width(row.cells[place]) for row in rows)) for place in (0, 2))
    titles = max(width(row.cells[1]) for row in rows)
    return (
        Column(head="名称", width=names, whole=True),
        Column(head="指标体系", width=max(8, min(titles, columns - names - editions - 6 - 4 - 8))),
        Column(head="版本", width=editions, whole=True),
        Column(head="指标项", width=6, right=True),
        Column(head="任务", width=4, right=True),
    )


def _cells(row: dict[str, object]) -> tuple[str, ...]:
    bases = row["extends"]
    title = str(row["title"])
    if isinstance(bases, list) and bases:
        title += f"（补充体系，基础：{'、'.join(bases)}）"
    if "draft" in row:
        title += f"（{DRAFT}）"
    if row["kind"] == "plan":
        title += "（规划方案，没有分值）"
    return (str(row["id"]), title, str(row["edition"]), str(row["items"]), str(row["tasks"] or ""))


@command("show", "scoring criteria show liaoning-2022")
@PACK
@CRITERIA_PATH
@form_option("text", "json")
def criteria_show(pack: str, criteria_path: tuple[str, ...], form: str) -> int:
    """显示一个指标体系：各级指标、分值、评分标准、申报资格、程序、口径和原文缺漏。"""
    result = load_criteria(pack, pack_search(criteria_path))
    if is_plan(result.problems):
        from scoring.cli.plan_show import run_plan_show

        return run_plan_show(pack=pack, criteria_path=criteria_path, form=form)
    found = usable(result)
    if found is None:
        if form == "json":
            print_problems_json(result.problems)
        return 1
    if form == "json":
        from scoring.reports.render.criteria_json import criteria_json

        print_json(criteria_json(found))
    else:
        console.data("\n".join(_show(found)))
    return 0


def _show(criteria: Criteria) -> list[str]:
    columns = console.terminal_width()
    lines = [criteria.title, f"名称：{criteria.id}　版本：{criteria.edition}　满分：{points_text(criteria.points)}分"]
    if criteria.region or criteria.issuer:
        lines.append("　".join(part for part in (criteria.region, criteria.issuer) if part))
    for text in (*draft_texts(criteria), *layer_texts(criteria)):
        lines += _wrapped(text, columns, 0)
    lines += _wrapped(f"来源：{criteria.source.title}。{criteria.source.note}", columns, 0)
    for section in criteria.sections:
        lines += _section(section, columns)
    lines += ["", "申报资格："]
    for text in criteria.eligibility.placed_texts:
        for paragraph in text.splitlines():
            lines += _wrapped(paragraph, columns, 2)
    if criteria.eligibility.for_reviewers:
        lines += _wrapped("其中由评审部门认定、本工具不问也不判断的：", columns, 2)
        for condition in criteria.eligibility.for_reviewers:
            lines += _wrapped(f"{condition.name}：{condition.text}", columns, 4)
    if criteria.quota is not None:
        lines += ["", "申报名额："]
        for statement in criteria.quota.texts:
            lines += _wrapped(f"{statement.name}：{statement.text}", columns, 2)
    if criteria.ties is not None:
        lines += ["", "同分排序：", *_wrapped(tie_text(criteria), columns, 2)]
    figures = [one for one in criteria.checks if isinstance(one, Check)]
    never = [one for one in criteria.checks if isinstance(one, Contradiction)]
    if figures:
        lines += ["", "填报数之间应当相符（不相符的列为疑问，不影响得分）："]
        for check in figures:
            lines += _wrapped(f"{check.name}：{check.ask}", columns, 2)
    if never:
        lines += ["", "不能同时成立（同时成立的列为疑问，不影响得分）："]
        for pair in never:
            lines += _wrapped(f"{pair.name}：{pair.ask}", columns, 2)
            lines += _wrapped(f"条件：{pair.text}", columns, 4)
    chosen = [one for one in criteria.checks if isinstance(one, AtLeast)]
    lines += ["", "至少要有几项为“是”（不够的不计分）："] if chosen else []
    for one in chosen:
        lines += _wrapped(f"{one.name}：{'、'.join(one.facts)}至少{one.least}项。{one.ask}", columns, 2)
    lines += ["", "程序："] if criteria.procedure else []
    for step in criteria.procedure:
        lines += _wrapped(f"{step.name}（截止{date_text(step.due)}）", columns, 2)
    lines += ["", "其他规定（原文）："] if criteria.provisions else []
    for provision in criteria.provisions:
        lines += _wrapped(f"{provision.name}：{provision.text}", columns, 2)
    lines += ["", "本工具的约定（原文没有写明的）："] if criteria.assumptions else []
    for assumption in criteria.assumptions:
        lines += _wrapped(f"{assumption.about}：{assumption.text}", columns, 2)
    return lines


def _section(section: Section, columns: int) -> list[str]:
    lines = ["", f"{section.label}{section.title}　{points_text(section.points)}分"]
    if section.gap is not None:
        lines += _wrapped(f"原文不完整：{section.gap.lacks}", columns, 2)
    for item in section.items:
        lines += _item(item, columns)
    return lines


def _item(item: Item, columns: int) -> list[str]:
    lines = _wrapped(f"{item.id}　{item.label}　{points_text(item.points)}分　{item.requirement}", columns, 2)
    lines += _wrapped(f"评分标准：{item.sentence}", columns, 6)
    for text in settings_of(item):
        lines += _wrapped(text, columns, 6)
    for one in item.interpretations:
        names = "；".join(f"{option.name}{'（默认）' if option.name == one.default else ''}" for option in one.options)
        lines += _wrapped(f"口径“{one.name}”：{one.question} 可选：{names}", columns, 6)
    return lines


def settings_of(item: Item) -> list[str]:
    """What an item says about itself beside its clauses, in sentences."""
    found = []
    if item.each is not None:
        unchecked = item.each.unchecked
        tail = "" if item.each.points is None else f"，每个满分{points_text(item.each.points)}分"
        if item.each.count is not None and not isinstance(item.each.count, str):
            tail += f"，共{points_text(item.each.count)}个"
        tail += "" if unchecked is None else f"，没有检查的计{points_text(unchecked)}分"
        if item.each.none is not None:
            tail += f"，一个也没有的{NOTHING_WORDS[item.each.none]}"
        found.append(f"按{item.each.name}逐个计分，{item.how}{tail}。")
    if item.applies is not None:
        from scoring import lang

        found.append(f"只在{lang.describe(item.applies)}时评这一项。")
    if item.pass_at is not None:
        found.append(f"必达项目：得{points_text(item.pass_at)}分才算通过。")
    if item.weight is not None:
        found.append(f"权数：{points_text(item.weight)}。")
    titles = {request.id: request.title for request in item.evidence}
    for fact in item.facts:
        if fact.proof:
            names = "、".join(f"“{titles.get(one, one)}”" for one in fact.proof)
            found.append(f"“{fact.name}”须列出材料{names}，否则按“否”计。")
    return found


def _wrapped(text: str, columns: int, indent: int) -> list[str]:
    return [" " * indent + line for line in wrap(text, columns - indent)]
