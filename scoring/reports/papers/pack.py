"""A pack for reading: every item with its official sentences and what is open in them, eligibility, ranking, checks."""

from __future__ import annotations

from collections.abc import Iterable

from scoring import lang
from scoring.base.text import date_text, points_text
from scoring.model.checks import AtLeast, Check, Contradiction
from scoring.model.criteria import Criteria, Item, Section
from scoring.model.totals import NOTHING_WORDS
from scoring.naming import draft_texts, layer_texts
from scoring.province.ranking.words import tie_text
from scoring.reports.blocks import BlankLine, Block, Heading, Paragraph

__all__ = ["pack_blocks", "settings_of"]


def pack_blocks(criteria: Criteria) -> list[Block]:
    """Everything of a pack that is no fact, reference or piece of evidence."""
    about = f"名称：{criteria.id}　版本：{criteria.edition}　满分：{points_text(criteria.points)}分"
    made: list[Block] = [Heading(criteria.title, 1), Paragraph(about)]
    if criteria.region or criteria.issuer:
        made.append(Paragraph("　".join(part for part in (criteria.region, criteria.issuer) if part)))
    made += [Paragraph(text, style="note") for text in (*draft_texts(criteria), *layer_texts(criteria))]
    made.append(Paragraph(f"来源：{criteria.source.title}。{criteria.source.note}"))
    for section in criteria.sections:
        made += _section(section)
    made += _part("申报资格", criteria.eligibility.placed_texts)
    if criteria.eligibility.for_reviewers:
        made.append(Paragraph("其中由评审部门认定、本工具不问也不判断的：", indent=1))
        made += [Paragraph(f"{one.name}：{one.text}", indent=2) for one in criteria.eligibility.for_reviewers]
    if criteria.quota is not None:
        made += _part("申报名额", (f"{one.name}：{one.text}" for one in criteria.quota.texts))
    if criteria.ties is not None:
        made += _part("同分排序", (tie_text(criteria),))
    figures = [f"{one.name}：{one.ask}" for one in criteria.checks if isinstance(one, Check)]
    made += _part("填报数之间应当相符（不相符的列为疑问，不影响得分）", figures)
    never = [one for one in criteria.checks if isinstance(one, Contradiction)]
    if never:
        made += [BlankLine(), Paragraph("不能同时成立（同时成立的列为疑问，不影响得分）：")]
        for pair in never:
            made += [Paragraph(f"{pair.name}：{pair.ask}", indent=1), Paragraph(f"条件：{pair.text}", indent=2)]
    least = [
        f"{one.name}：{'、'.join(one.facts)}至少{one.least}项。{one.ask}"
        for one in criteria.checks
        if isinstance(one, AtLeast)
    ]
    made += _part("至少要有几项为“是”（不够的不计分）", least)
    made += _part("程序", (f"{step.name}（截止{date_text(step.due)}）" for step in criteria.procedure))
    made += _part("其他规定（原文）", (f"{one.name}：{one.text}" for one in criteria.provisions))
    made += _part("本工具的约定（原文没有写明的）", (f"{one.about}：{one.text}" for one in criteria.assumptions))
    return made


def _part(title: str, texts: Iterable[str]) -> list[Block]:
    found = [Paragraph(text, indent=1) for text in texts]
    return [BlankLine(), Paragraph(f"{title}："), *found] if found else []


def _section(section: Section) -> list[Block]:
    made: list[Block] = [Heading(f"{section.label}{section.title}　{points_text(section.points)}分")]
    if section.gap is not None:
        made.append(Paragraph(f"原文不完整：{section.gap.lacks}", indent=1))
    for item in section.items:
        head = f"{item.id}　{item.label}　{points_text(item.points)}分　{item.requirement}"
        made += [Paragraph(head, indent=1), Paragraph(f"评分标准：{item.sentence}", indent=3)]
        made += [Paragraph(text, indent=3) for text in settings_of(item)]
        for one in item.interpretations:
            names = "；".join(f"{each.name}{'（默认）' if each.name == one.default else ''}" for each in one.options)
            made.append(Paragraph(f"口径“{one.name}”：{one.question} 可选：{names}", indent=3))
    return made


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
