"""The report in words: parts with lines and tables, ready for a terminal or a page."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from scoring.authoring.check.cases import options_text, witness_text
from scoring.authoring.check.model import (
    Analysis,
    ClauseFinding,
    Direction,
    DirectionState,
    ItemAnalysis,
    ItemWords,
    MutantState,
    Reach,
    ReadingReach,
    SectionReach,
    SpanKind,
    Witness,
)
from scoring.authoring.check.parts import Part, Table
from scoring.authoring.check.plans import plan_parts
from scoring.authoring.check.summary import Totals, totals_of
from scoring.base.errors import Location
from scoring.base.text import approx_text, points_text, range_text
from scoring.model.facts import Better

__all__ = ["Part", "Table", "conclusion", "parts_of"]

BETTER = {Better.YES: "填“是”更好", Better.NO: "填“否”更好", Better.HIGHER: "越高越好", Better.LOWER: "越低越好"}


def conclusion(analysis: Analysis) -> str:
    """One sentence: how many errors, questions and notes."""
    totals = totals_of(analysis)
    counts = [(totals.errors, "处错误"), (totals.questions, "处疑问"), (totals.notes, "处提示")]
    found = "，".join(f"{count}{word}" for count, word in counts if count)
    if not found:
        return "没有错误、疑问和提示。"
    return f"{found}。" if totals.errors else f"没有错误；{found}。"


def parts_of(analysis: Analysis) -> tuple[Part, ...]:
    """The parts in the order of the checks; only the findings where the pack could not be loaded."""
    if analysis.plan is not None:
        return (_findings(analysis), *plan_parts(analysis.plan))
    if analysis.criteria is None:
        return (_findings(analysis),)
    totals = totals_of(analysis)
    return (
        _findings(analysis),
        _words(analysis, totals),
        _sums(analysis),
        _reach(analysis, totals),
        _clauses(analysis, totals),
        _directions(analysis, totals),
        _tests(analysis, totals),
        _mutants(analysis, totals),
    )


def _findings(analysis: Analysis) -> Part:
    rows = tuple(
        (
            finding.problem.severity.value,
            finding.check.value,
            finding.problem.message,
            finding.problem.hint,
            _place(analysis, finding.problem.location),
        )
        for finding in analysis.findings
    )
    table = Table(heads=("级别", "检查", "发现", "怎么办", "位置"), widths=(3, 4, 18, 14, 8), rows=rows)
    lines = [conclusion(analysis)]
    if analysis.criteria is not None and analysis.criteria.extends:
        names = "、".join(base.id for base in analysis.criteria.extends)
        lines.append(f"这是补充体系，依据 {names}；没有改动的项沿用其规则测试。")
    if analysis.criteria is None and analysis.plan is None:
        lines.append("指标体系没有装入，其余检查没有做；先改好上面的错误。")
    return Part(title="结论", lines=tuple(lines), table=table if rows else None)


def _place(analysis: Analysis, at: Location | None) -> str:
    """A place within the pack, without the folders of the machine around it."""
    if at is None:
        return ""
    pack = analysis.criteria or analysis.plan
    folder = "" if pack is None else pack.folder
    inside = at.file[len(folder) :].lstrip("/\\") if folder and at.file.startswith(folder) else at.file
    return f"{inside} 第{at.line}行"


def _words(analysis: Analysis, totals: Totals) -> Part:
    line = (
        f"{totals.sentences}句评分标准，条款对应{totals.covered}字，人工判断{totals.manual}字，遗漏{totals.left}字"
        "（只数文字和数字，不数标点）。"
    )
    rows = tuple((words.item.id, sentence_text(words)) for words in analysis.words)
    without = [item.item.id for item in analysis.items if item.item.scoring is None]
    lines = [line]
    if without:
        lines.append(f"原文没有完整的评分标准、由人评判的：{'、'.join(without)}。")
    return Part(
        title="原文覆盖", lines=tuple(lines), table=Table(heads=("项", "原文〔条款〕"), widths=(2, 30), rows=rows)
    )


def sentence_text(words: ItemWords) -> str:
    """The sentence with the clause of each stretch after it in 〔〕."""
    shown = []
    for span in words.spans:
        note = {
            SpanKind.CLAUSE: f"〔{span.clause}〕",
            SpanKind.MANUAL: f"〔人工：{span.reason}〕",
            SpanKind.LEFT: "〔遗漏〕",
            SpanKind.MARK: "",
        }[span.kind]
        shown.append(span.text + note)
    return "".join(shown)


def _sums(analysis: Analysis) -> Part:
    rows = tuple(
        (line.label, points_text(line.found), points_text(line.stated), "相符" if line.found == line.stated else "不符")
        for line in analysis.sums
    )
    table = Table(heads=("合计", "相加", "原文", "结果"), widths=(18, 3, 3, 3), rows=rows)
    return Part(title="分值合计", lines=(), table=table)


def _reach(analysis: Analysis, totals: Totals) -> Part:
    rows: list[tuple[str, ...]] = []
    for section in analysis.sections:
        name = "总分" if section.section is None else f"{section.section.label}{section.section.title}"
        for reading in section.readings:
            rows.append((*_reach_cells(name, section.points, reading), *_sum_cases(analysis, section, reading)))
    for item in analysis.items:
        for reading in item.readings:
            cases = (_case(reading.reach.lowest), _case(reading.reach.highest))
            rows.append((*_reach_cells(item.item.id, item.item.points, reading), *cases))
    readings = [part.readings for part in analysis.sections] + [item.readings for item in analysis.items]
    reaches = [one.reach for found in readings for one in found]
    word = "穷尽了所有情形" if totals.exact else "有的项情形过多，未能穷尽"
    word += "，范围的两端都确能取到" if all(one.exact for one in reaches) else "；写“界”的范围，两端不一定都能取到"
    lines = (
        f"按填报值的不同区间和各种口径共{totals.cases}种情形；{word}。",
        f"每项最多列举{analysis.scenario_limit}种情形，超过时改为给出界。资格条件不计分，不在此列。",
    )
    table = Table(
        heads=("范围", "分值", "得分", "性质", "口径", "最低分一例", "最高分一例"),
        widths=(6, 4, 5, 4, 7, 12, 12),
        rows=tuple(rows),
    )
    return Part(title="得分范围", lines=lines, table=table)


def _reach_cells(name: str, points: Fraction, reading: ReadingReach) -> tuple[str, ...]:
    reach = reading.reach
    span = range_text(reach.low, reach.high)
    return (name, points_text(points), span, "精确" if reach.exact else "界", options_text(reading.switched))


def _sum_cases(analysis: Analysis, section: SectionReach, reading: ReadingReach) -> tuple[str, str]:
    """Where the items are independent their own cases say it all; else the case of the sum."""
    ids = {item.id for item in section.section.items} if section.section is not None else None
    chosen = [_of_reading(item, reading) for item in analysis.items if ids is None or item.item.id in ids]
    apart = sum(reach.low for reach in chosen), sum(reach.high for reach in chosen)
    if apart == (reading.reach.low, reading.reach.high):
        return "各项都取最低分", "各项都取最高分"
    return _case(reading.reach.lowest), _case(reading.reach.highest)


def _of_reading(item: ItemAnalysis, reading: ReadingReach) -> Reach:
    return next((one.reach for one in item.readings if one.switched == reading.switched), item.readings[0].reach)


def _case(witness: Witness | None) -> str:
    return "" if witness is None else witness_text(witness.answers)


def _clauses(analysis: Analysis, totals: Totals) -> Part:
    rows = tuple(
        (one.clause.id, _applying(one), _effect(one), _masked(one)) for item in analysis.items for one in item.clauses
    )
    overlaps = sum(len(item.overlaps) for item in analysis.items)
    lines = (
        f"{totals.clauses}条条款。“适用”是默认口径下适用的情形数，“影响”是适用时使本项得分改变多少。",
        f"同一填报项变差会同时触动的条款：{overlaps}对。" if overlaps else "没有两条条款因同一填报项变差而同时触动。",
    )
    table = Table(heads=("条款", "适用", "影响", "被掩盖的情形"), widths=(5, 8, 6, 24), rows=rows)
    return Part(title="条款", lines=lines, table=table)


def _applying(one: ClauseFinding) -> str:
    if not one.possible:
        return "从不" if one.exact else "测试里有" if one.tested else "未见"
    return f"{one.applying}/{one.cases}种情形"


def _effect(one: ClauseFinding) -> str:
    low, high = one.effect.low, one.effect.high
    if not one.possible:
        return ""
    return f"{points_text(low)}分" if low == high else f"{points_text(low)}至{points_text(high)}分"


def _masked(one: ClauseFinding) -> str:
    if one.masked is None:
        return ""
    often = "总是：" if one.all_masked else ""
    return f"{often}{one.masked.reason}（如：{_case(one.masked.witness)}）"


def _directions(analysis: Analysis, totals: Totals) -> Part:
    rows = tuple(
        (item.item.id, one.fact.name, BETTER[one.fact.better] if one.fact.better else "", *_verdict(one))
        for item in analysis.items
        for one in item.directions
    )
    line = f"{totals.directions}个写明方向的填报项，{totals.proved}个证明：在其他填报相同的任何情形下，改好它都不会降低得分。"
    table = Table(heads=("项", "填报项", "方向", "结论", "比较的情形"), widths=(2, 12, 6, 14, 4), rows=rows)
    return Part(title="方向", lines=(line,), table=table)


def _verdict(one: Direction) -> tuple[str, str]:
    words = {
        DirectionState.PROVED: "已证明",
        DirectionState.IDLE: "已证明（从不影响得分）",
        DirectionState.OPEN: "没有反例，没有比完",
        DirectionState.REFUTED: "有反例",
    }[one.state]
    if one.witness is not None and one.lowered is not None:
        words += f"：从{one.worse}改为{one.better}，{points_text(one.witness.score)}分降到{points_text(one.lowered)}分"
        words += f"（如：{_case(one.witness)}）"
    return words, f"{one.pairs}对"


def _tests(analysis: Analysis, totals: Totals) -> Part:
    rows = tuple(_test_row(item) for item in analysis.items if item.tests)
    bare = [item.item.id for item in analysis.items if not item.tests]
    line = (
        f"{totals.tests}条规则测试，{totals.passed}条通过；条件和其中各部分可能出现的{totals.sides}个方面"
        f"测到{totals.sides_reached}个。"
    )
    table = Table(heads=("项", "测试", "通过", "没有测到的一边"), widths=(2, 2, 2, 26), rows=rows)
    lines = (line, f"没有规则测试的：{'、'.join(bare)}。") if bare else (line,)
    return Part(title="规则测试", lines=lines, table=table if rows else None)


def _test_row(item: ItemAnalysis) -> tuple[str, ...]:
    missing = [f"{one.owner} “{one.text}”的{'、'.join(one.missing)}" for one in item.coverage if one.missing]
    passed = sum(not run.differences for run in item.tests)
    return (item.item.id, str(len(item.tests)), str(passed), "；".join(missing))


def _mutants(analysis: Analysis, totals: Totals) -> Part:
    if not totals.mutants:
        return Part(title="变异", lines=("没有做变异测试。",))
    score = totals.mutation_score
    lines = [
        f"逐一改错规则{totals.mutants}处：规则测试发现{totals.killed}处，"
        f"证明不改变任何得分和条款的{totals.equivalent}处，指标体系已说明理由的{totals.explained}处，"
        f"没有发现的{totals.survived}处。"
    ]
    if score is not None:
        lines.append(f"变异得分 {approx_text(score * 100)}%（发现数÷应当发现的数）。")
    rows = tuple(_mutant_rows(analysis))
    table = Table(heads=("变异", "改错", "结果"), widths=(12, 16, 16), rows=rows)
    return Part(title="变异", lines=tuple(lines), table=table if rows else None)


def _mutant_rows(analysis: Analysis) -> Iterator[tuple[str, ...]]:
    words = {MutantState.SURVIVED: "没有测试发现", MutantState.EQUIVALENT: "已证明不改变得分"}
    for state in (MutantState.SURVIVED, MutantState.EXPLAINED, MutantState.EQUIVALENT):
        if state is MutantState.SURVIVED:
            yield from _bare_rows(analysis)
        tested = [item.mutants for item in analysis.items if item.tests or state is not MutantState.SURVIVED]
        for mutants in (*tested, analysis.settings):
            for one in mutants:
                if one.state is state:
                    yield (one.id, one.text, words.get(state, f"已说明：{one.by}"))


def _bare_rows(analysis: Analysis) -> Iterator[tuple[str, ...]]:
    """Nothing of an item without tests is noticed, whatever it is."""
    for item in analysis.items:
        count = sum(one.state is MutantState.SURVIVED for one in item.mutants)
        if count and not item.tests:
            yield (item.item.id, f"改错{count}处", "没有规则测试")
