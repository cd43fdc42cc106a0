"""What a cycle file says that cannot be, or that a person should look at: unknown cities, dates out of order, too many
names."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from scoring.base.characters import alike
from scoring.base.errors import Location
from scoring.base.text import date_text
from scoring.documents.nodes import MappingNode, Node, get, items_of, text_of
from scoring.documents.problems import Report, did_you_mean
from scoring.model.criteria import Criteria
from scoring.model.cycle import Cycle

__all__ = ["check_sense"]


def check_sense(cycle: Cycle, criteria: Criteria, root: MappingNode, report: Report) -> None:
    """Note every contradiction inside the file."""
    _known(cycle, root, report)
    _order(cycle, root, report)
    _numbers(cycle, criteria, root, report)
    _named(cycle, root, report)
    _withdrawn(cycle, report)


def _known(cycle: Cycle, root: MappingNode, report: Report) -> None:
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


def _order(cycle: Cycle, root: MappingNode, report: Report) -> None:
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


def _named(cycle: Cycle, root: MappingNode, report: Report) -> None:
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


def _withdrawn(cycle: Cycle, report: Report) -> None:
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
