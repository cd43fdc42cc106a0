"""A cycle file: its shape, made from its pack, and its reading to a record of the cycle."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from scoring.base.characters import alike
from scoring.base.errors import Location, Result, sort_problems
from scoring.base.text import date_text
from scoring.documents import kinds, strict
from scoring.documents.fields import Kinds, Reader, Schema, ValueKind, schema_head, schema_of
from scoring.documents.forms import DAY_OR_BLANK, by_name, described, group, option, options_text, pack_id, texts_of
from scoring.documents.nodes import Document, MappingNode, Node, get, items_of, text_of
from scoring.documents.problems import Report, did_you_mean
from scoring.documents.schema.checking import check
from scoring.loading import load_criteria
from scoring.model.criteria import Criteria
from scoring.model.cycle import CityRecord, Cycle, NewDue, StageRecord, Withdrawal
from scoring.model.procedure import Deadline
from scoring.model.submission import Choice
from scoring.province.procedure.calendar import check_calendar
from scoring.province.procedure.interpretations import ProcedureInterpretation, open_interpretations
from scoring.submissions import read_following
from scoring.submissions.keys import unknown_key

__all__ = ["LoadedCycle", "cycle_schema", "load_cycle", "load_previous", "read_cycle"]


def cycle_kinds(criteria: Criteria) -> Kinds:
    """Of the keys of a cycle file, those whose names are those of its pack."""
    steps = criteria.procedure
    own = {one.step for one in criteria.documents}
    city: Kinds = {
        "received": by_name({one.name: described(DAY_OR_BLANK, one.text) for one in criteria.documents}),
        "checked": by_name({step.name: DAY_OR_BLANK for step in steps if step.name not in own}),
    }
    grounds: Kinds = {"grounds": _grounds(criteria)}
    withdrawal = group(Withdrawal, grounds, null=False, called="city", errorMessage="应写成日期和情形")
    due = group(NewDue, null=False, errorMessage="应写成截止日期和依据")
    return {
        "criteria_id": pack_id(criteria.id),
        "dues": by_name({step.name: due for step in steps}),
        "choices": by_name({one.name: _choice(one) for one in open_interpretations(criteria)}),
        "stages": by_name({step.name: _stage(step) for step in steps}),
        "cities": by_name(group(CityRecord, city)),
        "withdrawals": by_name(withdrawal, rows=True),
    }


def cycle_schema(criteria: Criteria) -> Schema:
    """The schema of cycle files for `criteria`; ready for json.dumps."""
    return {
        **schema_head(
            f"{criteria.short_title}·评选周期记录", criteria.id, criteria.edition, "cycle", about=criteria.title
        ),
        **schema_of(Cycle, cycle_kinds(criteria)),
    }


def _stage(step: Deadline) -> ValueKind:
    kinds: dict[str, ValueKind | None] = {"public_from": None, "listed": None}
    if step.publicity is not None:
        kinds = {"public_from": described(DAY_OR_BLANK, f"哪一天开始公示（{step.publicity.quote}）。")}
    return group(StageRecord, kinds, title=step.name, description=f"{step.due_text}。{step.text}")


def _choice(one: ProcedureInterpretation) -> ValueKind:
    names = [option.name for option in one.options]
    lines = [one.question, *(f"{option.name}：{option.text}" for option in one.options)]
    chosen: Kinds = {"option": option(names, blank=False, errorMessage=f"应从{options_text(names)}中选一个")}
    text = "\n".join(lines)
    return group(Choice, chosen, null=False, title=one.name, description=text, comment="reading")


def _grounds(criteria: Criteria) -> ValueKind:
    names = [one.name for one in criteria.withdrawal]
    words = "；".join(f"{one.name}：{one.text}" for one in criteria.withdrawal)
    word = {
        "enum": [*names, *(int(one) for one in names if one.isdecimal())],
        "errorMessage": f"应从{options_text(names)}中选（{words}）",
    }
    return ValueKind(
        schema={
            "type": "array",
            "minItems": 1,
            "items": word,
            "errorMessage": "应写成情形编号的列表",
            "examples": [f'["{names[0]}"]' if names else "[]"],
        },
        read=lambda node, _reader: tuple(one for one in criteria.withdrawal if one.name in texts_of(node)),
        nothing=(),
    )


def read_cycle(document: Document, criteria: Criteria) -> Result[Cycle]:
    """The cycle that the document records. The value is None when any problem is an error; problems are those of this
    check only, sorted by place."""
    root = document.root
    report = Report(root)
    rule = criteria.cycle
    if rule is None:
        hint = "请在指标体系的 pack.yaml 里写 cycle；写法见 criteria/README.md。"
        message = f"指标体系“{criteria.id}”没有写评选周期，不能记录程序"
        report.error("no-cycle", message, hint, root.get("指标体系") or root)
        return Result(value=None, problems=report.problems)
    if check(root, cycle_schema(criteria), unknown_key, report):
        return Result(value=None, problems=report.problems)
    made = Reader(report).record(
        Cycle,
        root,
        cycle_kinds(criteria),
        years=rule.years,
        ban=rule.ban,
        file=document.file,
        digest=document.digest,
        location=(root.get("评选周期") or root).location,
    )
    cycle = _completed(made)
    check_calendar(cycle.calendar, report)
    for check_one in CHECKS:
        check_one(cycle, criteria, root, report)
    return Result(value=None if report.failed else cycle, problems=report.problems)


def _completed(cycle: Cycle) -> Cycle:
    """Every city spelt as the file has it first, in 城市 or else in the first list; of this cycle where nothing else is said."""
    spelt = {alike(name): name for name in cycle.cities}

    def names(written: Iterable[str]) -> tuple[str, ...]:
        return tuple(
            dict.fromkeys(spelt.setdefault(alike(name), unicodedata.normalize("NFKC", name)) for name in written)
        )

    stages = {step: replace(one, listed=names(one.listed)) for step, one in cycle.stages.items()}
    naming = cycle.naming
    if naming is not None:
        naming = replace(naming, cities=names(naming.cities)) if naming.cities or naming.on else None
    withdrawals = tuple(
        replace(one, city=spelt.setdefault(alike(one.city), one.city), named=one.named or cycle.begins)
        for one in cycle.withdrawals
    )
    return replace(cycle, stages=stages, naming=naming, withdrawals=withdrawals)


def _known(cycle: Cycle, _criteria: Criteria, root: MappingNode, report: Report) -> None:
    """Every city of a list is one of 城市; an empty list of cities is a file that is only begun."""
    known = {alike(city) for city in cycle.cities}
    lists = [get(get(root.get("阶段"), step), "公示名单") for step in cycle.stages]
    for node in [*lists, get(root.get("命名"), "名单")]:
        for one, city in _cities(node):
            if alike(city) not in known:
                hint = did_you_mean(city, list(cycle.cities)) if cycle.cities else "请先在“城市”里写上它。"
                report.error("unknown-city", f"“城市”里没有“{city}”", hint, one)


def _cities(node: Node | None) -> list[tuple[Node, str]]:
    return [(one, text_of(one)) for one in items_of(node)]


def _order(cycle: Cycle, _criteria: Criteria, root: MappingNode, report: Report) -> None:
    for name, stage in cycle.stages.items():
        days = [("开始", stage.begun), ("公示开始", stage.public_from), ("完成", stage.done)]
        said = [(word, day) for word, day in days if day is not None]
        for (early, first), (late, last) in pairwise(said):
            if last < first:
                message = f"“{name}”的{late}（{date_text(last)}）早于{early}（{date_text(first)}）"
                report.error("date-order", message, "请核对两个日期。", get(get(root.get("阶段"), name), late))
    first = date(cycle.begins, 1, 1) if cycle.begins >= 1 else date.min
    for city in cycle.cities.values():
        for name, day in city.received.items():
            if day < first:
                message = f"{city.name}的“{name}”收到日期 {date_text(day)} 早于这一期开始的{cycle.begins}年"
                place = get(get(get(root.get("城市"), city.name), "材料"), name)
                report.question("date-early", message, "请核对年份。", place)


def _numbers(cycle: Cycle, criteria: Criteria, root: MappingNode, report: Report) -> None:
    if criteria.quota is None:
        return
    most = criteria.quota.at_most
    words = "；".join(f"“{text.text}”" for text in criteria.quota.texts)
    lists = {step: (stage.listed, stage.location) for step, stage in cycle.stages.items() if stage.listed}
    if cycle.naming is not None:
        lists["命名"] = (cycle.naming.cities, cycle.naming.location)
    for name, (cities, place) in lists.items():
        if len(cities) > most:
            message = f"“{name}”的名单有{len(cities)}个城市，多于{most}个"
            report.question("quota", message, f"原文：{words}。请核对名单。", _at(root, name) or place)


def _at(root: MappingNode, name: str) -> Node | None:
    return get(root.get("命名"), "名单") if name == "命名" else get(get(root.get("阶段"), name), "公示名单")


def _named(cycle: Cycle, _criteria: Criteria, root: MappingNode, report: Report) -> None:
    named = () if cycle.naming is None else cycle.naming.cities
    listed = {city for stage in cycle.stages.values() for city in stage.listed}
    for city in named:
        if listed and city not in listed:
            message = f"{city}已经命名，但不在公示名单里"
            report.question("not-listed", message, "请核对两个名单。", get(root.get("命名"), "名单"))
    for one in cycle.cities.values():
        if one.reports and one.name not in named:
            place: Node | Location = get(get(root.get("城市"), one.name), "年度报送") or one.location
            message = f"{one.name}有年度报送，但不在命名名单里"
            report.question("not-named", message, "请核对“命名”的名单；只有被命名的市才报送。", place)


def _withdrawn(cycle: Cycle, _criteria: Criteria, _root: MappingNode, report: Report) -> None:
    named = () if cycle.naming is None else cycle.naming.cities
    for one in cycle.withdrawals:
        if one.named > cycle.begins:
            message = f"{one.city}的命名周期（{one.named}年）晚于本期（{cycle.begins}年）"
            report.error("date-order", message, "命名周期写当初命名那一期的起始年。", one.location)
        elif one.named == cycle.begins and one.city not in named:
            message = f"{one.city}没有列入本期的命名名单，却写了撤销"
            hint = "请把它补进“命名”的名单；以前命名的，写上“命名周期”。"
            report.error("not-named", message, hint, one.location)
        elif one.named == cycle.begins and cycle.naming and cycle.naming.on and one.on < cycle.naming.on:
            message = f"{one.city}的撤销日期（{date_text(one.on)}）早于命名日期（{date_text(cycle.naming.on)}）"
            report.error("date-order", message, "请核对两个日期。", one.location)
        if not one.basis:
            message = f"{one.city}的撤销没有写依据的文件"
            report.question("no-basis", message, "请在“文件”里写撤销文件的标题和文号。", one.location)


CHECKS = (_known, _order, _numbers, _named, _withdrawn)
"""What the parts of a file say together: contradictions are errors, what a person should look at are questions."""


class LoadedCycle(Struct, frozen=True, kw_only=True):
    """A valid cycle file with the pack it follows."""

    criteria: Criteria
    cycle: Cycle


def load_cycle(path: str, search: Sequence[str]) -> Result[LoadedCycle]:
    """Read and validate a cycle file with the pack it names; the value is None when a problem is an error."""
    read = read_following(strict.read_document(path), kinds.CYCLE, lambda name: load_criteria(name, search), read_cycle)
    if read.value is None:
        return Result(value=None, problems=read.problems)
    criteria, cycle = read.value
    return Result(value=LoadedCycle(criteria=criteria, cycle=cycle), problems=read.problems)


def load_previous(paths: Sequence[str], search: Sequence[str]) -> Result[tuple[Cycle, ...]]:
    """The records of earlier cycles; the value is None when any of them has an error."""
    results = [load_cycle(path, search) for path in paths]
    problems = sort_problems(problem for one in results for problem in one.problems)
    cycles = tuple(one.value.cycle for one in results if one.value is not None)
    return Result(value=cycles if len(cycles) == len(results) else None, problems=problems)
