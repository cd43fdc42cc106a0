"""A blank submission with every question of a pack, each with what a person needs to answer it beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from scoring import lang
from scoring.base.text import number_text, points_text
from scoring.cli.next_command import command_line
from scoring.cli.table import wrap
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import Fact, FactType
from scoring.model.interpretations import Interpretation
from scoring.model.procedure import Gate, GateKind
from scoring.model.submission import STAND_IN
from scoring.naming import draft_texts

__all__ = ["EMPTY", "comment", "next_commands", "template"]

WIDTH = 110
EMPTY = "未填"


Rows = Mapping[str, Sequence[Mapping[str, str]]]
"""Documents of items, each as its keys."""


def template(criteria: Criteria, schema_name: str, file_name: str = "", earlier: Rows | None = None) -> str:
    """The text of the template. `schema_name` is the schema's file name, beside the template ("" leaves it out);
    `file_name` its own, for the commands that come next; `earlier` the documents of last time, by item, which stand beside
    those that are asked for."""
    return "\n".join(_lines(criteria, schema_name, file_name, earlier or {})) + "\n"


def next_commands(file_name: str) -> str:
    """The line of a template that says what to run on it, as it has to be typed."""
    if not file_name:
        return "#   · 填好后运行 scoring check 和 scoring score，后面写这个文件的名称。"
    check, score = (command_line("scoring", word, file_name) for word in ("check", "score"))
    return f"#   · 填好后在本文件所在的文件夹运行：{check}　没有错误以后再运行：{score}"


def _lines(criteria: Criteria, schema_name: str, file_name: str, earlier: Rows) -> Iterator[str]:
    if schema_name:
        yield f"# yaml-language-server: $schema=./{schema_name}"
    yield f"# {criteria.title}"
    for text in draft_texts(criteria):
        yield from comment("", text)
    yield "#"
    yield "# 怎么填："
    yield "#   · 把“未填”换成答案；暂时不知道的留着“未填”，计分时按“未知”处理，总分显示为一个范围。"
    yield "#   · 是/否的问题写 是 或 否；数量只写数字；百分比写 95% 或 95；日期写 2022-05-20。"
    yield "#   · 只有注明“可填 不适用”的问题才能写 不适用，最好写明理由：{不适用: 理由}。"
    yield "#   · 要评分的问题写 {分值: 2, 理由: …}，理由不能空。"
    yield "#   · 冒号用半角“:”，后面空一格；缩进用空格，不用制表符。"
    yield "#   · 报告文字、参照值（全省平均数等）和解释口径在文件最后。"
    yield next_commands(file_name)
    yield ""
    yield f"指标体系: {criteria.id}"
    yield f"城市: {EMPTY}"
    counted = any(gate.years for gate in criteria.eligibility.gates)
    since = "；申报资格的年限从这一天往前算" if counted else ""
    yield f"申报日期: {EMPTY}    # 写成 2022-05-20{since}"
    yield f"申报单位: {EMPTY}"
    yield f"联系方式: {EMPTY}"
    yield ""
    yield from _profile(criteria)
    yield from _gates(criteria)
    yield "自评:"
    for section in criteria.sections:
        yield ""
        yield f"  # ═══ {section.label}{section.title}　{points_text(section.points)}分 ═══"
        if section.gap is not None:
            yield from comment("  ", f"原文不完整：{section.gap.lacks}")
        for item in section.items:
            yield from _item(item, earlier.get(item.id, ()))
    yield ""
    yield from _texts()
    yield from _references(criteria)
    yield from _interpretations(criteria)


def _texts() -> Iterator[str]:
    """The city's own words for its report."""
    yield "# 报告文字：印在自评报告里，不影响得分。可以分段：写成“存在问题: |”，下面各行缩进两格。还可以自己加标题。"
    yield "报告文字:"
    yield f"  基本情况: {EMPTY}    # 印在第一章：本市的概况和开展的工作"
    yield f"  存在问题: {EMPTY}    # 印在“存在问题和下一步打算”一章"
    yield f"  下一步打算: {EMPTY}    # 同上；没写的，报告里注明没有填写"
    yield ""


def _profile(criteria: Criteria) -> Iterator[str]:
    asked = [fact for fact in criteria.profile if fact.derive is None]
    if not asked:
        return
    yield "基本情况:"
    for fact in asked:
        yield from _fact(fact, "  ")
    yield ""


def _gates(criteria: Criteria) -> Iterator[str]:
    if not criteria.eligibility.gates:
        return
    yield "# 申报资格（不计分，但不符合的不能申报）。原文："
    for text in criteria.eligibility.placed_texts:
        for line in text.splitlines():
            yield from comment("", line)
    for condition in criteria.eligibility.for_reviewers:
        yield from comment("", f"由评审部门认定，不必在这里填：{condition.name}（{condition.text}）")
    yield "申报资格:"
    for gate in criteria.eligibility.gates:
        yield from _gate(gate)
    yield ""


def _gate(gate: Gate) -> Iterator[str]:
    owner = f"　责任部门（建议）：{gate.owner}" if gate.owner else ""
    yield from comment("  ", f"{gate.ask}{owner}")
    if gate.kind is GateKind.INCIDENTS:
        yield from comment("  ", "没有写 无；有的逐件列出：[{日期: 2021-06-01, 情况: …}]")
    else:
        yield from comment("  ", "写 是 或 否")
    yield f"  {gate.name}: {EMPTY}"


def _references(criteria: Criteria) -> Iterator[str]:
    if not criteria.references:
        return
    yield "# 参照值：本市以外的数，由发布部门提供；也可放在单独的文件里，用 --references 指定。"
    yield "# 去掉行首的“# ”并填好数值、年份和来源才生效；没有就不要填，有关条款按“未知”处理。"
    yield "# 参照值:"
    for reference in criteria.references:
        yield from comment("", f"  # {reference.ask}" + (f"　单位：{reference.unit}" if reference.unit else ""))
        yield f"#   {reference.name}: {{数值: , 年份: , 来源: }}"
    yield ""


def _interpretations(criteria: Criteria) -> Iterator[str]:
    found = [*criteria.eligibility.interpretations]
    found += [one for section in criteria.sections for item in section.items for one in item.interpretations]
    if not found:
        return
    yield "# 解释口径：原文没有说清的地方，本工具按默认的理解计分；要换一种理解，去掉行首的“# ”并写明理由。"
    yield "# 解释口径:"
    for one in found:
        yield from _interpretation(one)
    yield ""


def _interpretation(one: Interpretation) -> Iterator[str]:
    where = f"{one.item} " if one.item else ""
    yield from comment("", f"  # {where}{one.question}")
    for option in one.options:
        mark = "（默认）" if option.name == one.default else ""
        yield from comment("", f"  #   · {option.name}{mark}：{option.text}")
    yield f"#   {one.name}: {{选择: {one.default}, 理由: }}"


def _item(item: Item, earlier: Sequence[Mapping[str, str]]) -> Iterator[str]:
    yield ""
    yield f"  # ── {item.label}　{points_text(item.points)}分 ──"
    yield from comment("  ", f"指标内容：{item.requirement}")
    yield from comment("  ", f"评分标准：{item.sentence}")
    if item.gap is not None and item.scoring:
        yield from comment("  ", f"原文不完整：{item.gap.lacks}")
    for note in item.notes:
        yield from comment("  ", f"说明：{note}")
    yield f'  "{item.id}":'
    if item.each is not None:
        yield from comment("    ", f"每个{item.each.name}写一段，把“{STAND_IN}”换成它的名称，照样往下加。")
        if item.each.unchecked is not None:
            yield from comment("    ", f"没有检查的写 {STAND_IN}: 未检查")
        if item.each.perhaps_none:
            yield from comment("    ", f"一个{item.each.name}也没有的，删去下面各行，写 {item.each.name}: 无")
        yield f"    {item.each.name}:"
        yield f"      {STAND_IN}:"
    for fact in item.facts:
        if fact.derive is None:
            yield from _fact(fact, "    " if item.each is None else "        ")
            if fact.proof:
                named = "、".join(request.title for request in item.evidence if request.id in fact.proof)
                yield from comment("    ", f"  答“是”须在下面列出材料：{named}；缺一份就按“否”计。")
    yield f"    说明: {EMPTY}    # 可不填；印在自评表这一项里"
    if item.evidence:
        yield from comment("    ", "佐证材料（列名是建议）：去掉行首的“# ”，把文件放在本文件所在文件夹里，写相对路径。")
        yield "    # 佐证材料:"
        for request in item.evidence:
            yield f"    #   - {{对应: {request.id}, 文件: evidence/{item.id}/…, 标题: {request.title}}}"
    for row in earlier:
        shown = ", ".join(f"{key}: {text}" for key, text in row.items())
        yield f"    #   - {{{shown}}}    上次的"


def _fact(fact: Fact, indent: str) -> Iterator[str]:
    """The question with owner, unit, condition and allowed values, then the line to fill in."""
    details = [_allowed(fact)]
    if fact.unit:
        details.append(f"单位：{fact.unit}")
    if fact.owner:
        details.append(f"责任部门（建议）：{fact.owner}")
    yield from comment(indent, fact.ask)
    if fact.help:
        yield from comment(indent, f"  {fact.help}")
    if fact.needs is not None:
        yield from comment(indent, f"  仅在{lang.describe(fact.needs)}时填写")
    yield from comment(indent, "  " + "　".join(details))
    if fact.not_applicable is not None:
        yield from comment(indent, f"  可填 不适用：{fact.not_applicable}")
    yield f"{indent}{fact.name}: {EMPTY}"


def _allowed(fact: Fact) -> str:
    match fact.type:
        case FactType.BOOL:
            return "填：是 / 否"
        case FactType.COUNT:
            return f"填：整数{_range(fact)}"
        case FactType.NUMBER:
            return f"填：数字{_range(fact)}"
        case FactType.PERCENT:
            return "填：百分比，如 95%"
        case FactType.CHOICE:
            return f"填：{' / '.join(fact.choices)}"
        case FactType.DATE:
            return "填：日期，如 2022-05-20"
        case FactType.JUDGED:
            return f"填：{{分值: …, 理由: …}}，分值{_range(fact).strip('（）')}"
    return "填：文字"


def _range(fact: Fact) -> str:
    low, high = fact.minimum, fact.maximum
    step = f"，每档{number_text(fact.step)}" if fact.step is not None else ""
    if low is not None and high is not None:
        return f"（{number_text(low)}～{number_text(high)}{step}）"
    if low is not None:
        return f"（不小于{number_text(low)}{step}）"
    if high is not None:
        return f"（不大于{number_text(high)}{step}）"
    return ""


def comment(indent: str, text: str) -> Iterator[str]:
    """A comment, wrapped so that no line is longer than a screen."""
    lead = len(text) - len(text.lstrip(" "))
    first = True
    for line in wrap(text.strip(), WIDTH - len(indent) - lead - 2):
        yield f"{indent}# {' ' * lead}{'' if first else '  '}{line}"
        first = False
