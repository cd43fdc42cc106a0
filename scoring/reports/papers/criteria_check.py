"""The check of a pack: what a person should look at, then everything that was found out, check by check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from scoring import __version__
from scoring.authoring.check import Analysis, CheckTotals, totals_of
from scoring.authoring.check.cases import options_text, witness_text
from scoring.authoring.check.model import (
    ClauseFinding,
    Direction,
    DirectionState,
    ItemAnalysis,
    ItemWords,
    MutantState,
    ReachedPoints,
    ReadingReach,
    SectionReach,
    SpanKind,
    Witness,
)
from scoring.base.errors import Location, Severity
from scoring.base.text import approx_text, points_text, range_text
from scoring.model.criteria import Basis
from scoring.model.facts import Better
from scoring.model.plan import Plan
from scoring.province.plans.words import basis_text, target_text
from scoring.reports.blocks import Block, Column, Heading, Paragraph, Row, Run, Table, Text

__all__ = ["STYLES", "check_page", "check_title", "conclusion", "conclusion_blocks", "result_blocks"]

STYLES = {Severity.ERROR: "bad", Severity.QUESTION: "open", Severity.NOTE: "hint"}
BETTER = {Better.YES: "填“是”更好", Better.NO: "填“否”更好", Better.HIGHER: "越高越好", Better.LOWER: "越低越好"}
DIRECTIONS = {
    DirectionState.PROVED: "已证明",
    DirectionState.IDLE: "已证明（从不影响得分）",
    DirectionState.OPEN: "没有反例，没有比完",
    DirectionState.REFUTED: "有反例",
}


def check_title(analysis: Analysis) -> str:
    """What the pack is called here; the name it was asked for by where it could not be loaded."""
    return analysis.criteria.short_title if analysis.criteria is not None else analysis.name


def conclusion(analysis: Analysis) -> str:
    """One sentence: how many errors, questions and notes."""
    totals = totals_of(analysis)
    counts = [(totals.errors, "处错误"), (totals.questions, "处疑问"), (totals.notes, "处提示")]
    found = "，".join(f"{count}{word}" for count, word in counts if count)
    if not found:
        return "没有错误、疑问和提示。"
    return f"{found}。" if totals.errors else f"没有错误；{found}。"


def check_page(analyses: Sequence[Analysis]) -> list[Block]:
    """The reports of some packs as one page, each part of each with an anchor of its own."""
    made: list[Block] = []
    for place, analysis in enumerate(analyses, start=1):
        made += [Heading(check_title(analysis), 1), Paragraph(f"指标体系检查　{conclusion(analysis)}")]
        criteria = analysis.criteria
        if criteria is not None:
            about = f"{criteria.title}　编号 {criteria.id}　版本 {criteria.edition}　SHA-256 {criteria.digest[:16]}…"
            made.append(Paragraph(f"{about}　scoring {__version__}", style="about"))
        parts = [*conclusion_blocks(analysis), *_findings(analysis), *result_blocks(analysis)]
        made += [replace(one, anchor=f"{place}-{one.text}") if isinstance(one, Heading) else one for one in parts]
    return made


def conclusion_blocks(analysis: Analysis) -> list[Block]:
    """What it comes to, before the findings."""
    texts = [conclusion(analysis)]
    if analysis.criteria is not None and analysis.criteria.extends:
        names = "、".join(base.id for base in analysis.criteria.extends)
        texts.append(f"这是补充体系，依据 {names}；没有改动的项沿用其规则测试。")
    if analysis.criteria is None and analysis.plan is None:
        texts.append("指标体系没有装入，其余检查没有做；先改好列出的错误。")
    return _part("结论", texts)


def result_blocks(analysis: Analysis) -> list[Block]:
    """What was found out, in the order of the checks; nothing where the pack could not be loaded."""
    if analysis.plan is not None:
        return [*_figures(analysis.plan), *_tasks(analysis.plan), *_contradictions(analysis.plan)]
    if analysis.criteria is None:
        return []
    totals = totals_of(analysis)
    return [
        *_words(analysis, totals),
        *_sums(analysis),
        *_reach(analysis, totals),
        *_clauses(analysis, totals),
        *_directions(analysis, totals),
        *_tests(analysis, totals),
        *_mutants(analysis, totals),
    ]


def _part(title: str, texts: Iterable[str], columns: Sequence[Column] = (), rows: Iterable[Row] = ()) -> list[Block]:
    """A part with its sentences and its table; no table without rows."""
    listed = list(rows)
    return [
        Heading(title),
        *(Paragraph(text) for text in texts),
        *([Table(columns, listed)] if listed else []),
    ]


def _columns(shares: Mapping[str, float], numbers: Sequence[str] = ()) -> tuple[Column, ...]:
    """Columns by their heads, each with its share of a printed page."""
    return tuple(Column(head, share, kind="number" if head in numbers else "") for head, share in shares.items())


def _findings(analysis: Analysis) -> list[Block]:
    columns = _columns({"级别": 3, "检查": 4, "发现": 18, "怎么办": 14, "位置": 8})
    rows = [
        Row(
            (
                one.problem.severity.value,
                one.check.value,
                one.problem.message,
                one.problem.hint,
                _place(analysis, one.problem.location),
            ),
            style=STYLES[one.problem.severity],
        )
        for one in analysis.findings
    ]
    return [Table(columns, rows)] if rows else []


def _place(analysis: Analysis, at: Location | None) -> str:
    """A place within the pack, without the folders of the machine around it."""
    if at is None:
        return ""
    pack = analysis.criteria or analysis.plan
    folder = "" if pack is None else pack.folder
    inside = at.file[len(folder) :].lstrip("/\\") if folder and at.file.startswith(folder) else at.file
    return f"{inside} 第{at.line}行"


def _words(analysis: Analysis, totals: CheckTotals) -> list[Block]:
    texts = [
        f"{totals.sentences}句评分标准，条款对应{totals.covered}字，人工判断{totals.manual}字，遗漏{totals.left}字"
        "（只数文字和数字，不数标点）。"
    ]
    without = [item.item.id for item in analysis.items if item.item.scoring is None]
    if without:
        texts.append(f"原文没有完整的评分标准、由人评判的：{'、'.join(without)}。")
    rows = (Row((words.item.id, _sentence(words))) for words in analysis.words)
    return _part("原文覆盖", texts, _columns({"项": 2, "原文〔条款〕": 30}), rows)


def _sentence(words: ItemWords) -> Text:
    """The sentence with the clause of each stretch after it in 〔〕."""
    parts: list[str | Run] = []
    for span in words.spans:
        if span.kind is SpanKind.MARK:
            parts.append(span.text)
            continue
        notes = {SpanKind.CLAUSE: span.clause, SpanKind.MANUAL: f"人工：{span.reason}", SpanKind.LEFT: "遗漏"}
        parts += [Run(span.text, span.kind.value), Run(f"〔{notes[span.kind]}〕", "about")]
    return tuple(parts)


def _sums(analysis: Analysis) -> list[Block]:
    columns = _columns({"合计": 18, "相加": 3, "原文": 3, "结果": 3}, numbers=("相加", "原文"))
    rows = []
    for line in analysis.sums:
        same = "相符" if line.found == line.stated else "不符"
        rows.append(Row((line.label, points_text(line.found), points_text(line.stated), same)))
    return _part("分值合计", (), columns, rows)


def _reach(analysis: Analysis, totals: CheckTotals) -> list[Block]:
    readings = [part.readings for part in analysis.sections] + [item.readings for item in analysis.items]
    reaches = [one.reach for found in readings for one in found]
    word = "穷尽了所有情形" if totals.exact else "有的项情形过多，未能穷尽"
    word += "，范围的两端都确能取到" if all(one.exact for one in reaches) else "；写“界”的范围，两端不一定都能取到"
    texts = (
        f"按填报值的不同区间和各种口径共{totals.cases}种情形；{word}。",
        f"每项最多列举{analysis.scenario_limit}种情形，超过时改为给出界。资格条件不计分，不在此列。",
    )
    columns = _columns(
        {"范围": 6, "分值": 4, "得分": 5, "性质": 4, "口径": 7, "最低分一例": 12, "最高分一例": 12},
        numbers=("分值", "得分"),
    )
    return _part("得分范围", texts, columns, (Row(cells) for cells in _reach_rows(analysis)))


def _reach_rows(analysis: Analysis) -> Iterator[tuple[str, ...]]:
    for section in analysis.sections:
        name = "总分" if section.section is None else f"{section.section.label}{section.section.title}"
        for reading in section.readings:
            cases = _sum_cases(analysis, section, reading)
            yield (name, points_text(section.points), *_reach_cells(reading), *cases)
    for item in analysis.items:
        for reading in item.readings:
            cases = (_case(reading.reach.lowest), _case(reading.reach.highest))
            yield (item.item.id, points_text(item.item.points), *_reach_cells(reading), *cases)


def _reach_cells(reading: ReadingReach) -> tuple[str, ...]:
    reach = reading.reach
    exact = "精确" if reach.exact else "界"
    return range_text(reach.low, reach.high), exact, options_text(reading.switched)


def _sum_cases(analysis: Analysis, section: SectionReach, reading: ReadingReach) -> tuple[str, str]:
    """Where the items are independent their own cases say it all; else the case of the sum."""
    ids = {item.id for item in section.section.items} if section.section is not None else None
    chosen = [_of_reading(item, reading) for item in analysis.items if ids is None or item.item.id in ids]
    apart = sum(reach.low for reach in chosen), sum(reach.high for reach in chosen)
    if apart == (reading.reach.low, reading.reach.high):
        return "各项都取最低分", "各项都取最高分"
    return _case(reading.reach.lowest), _case(reading.reach.highest)


def _of_reading(item: ItemAnalysis, reading: ReadingReach) -> ReachedPoints:
    return next((one.reach for one in item.readings if one.switched == reading.switched), item.readings[0].reach)


def _case(witness: Witness | None) -> str:
    return "" if witness is None else witness_text(witness.answers)


def _clauses(analysis: Analysis, totals: CheckTotals) -> list[Block]:
    overlaps = sum(len(item.overlaps) for item in analysis.items)
    texts = (
        f"{totals.clauses}条条款。“适用”是默认口径下适用的情形数，“影响”是适用时使本项得分改变多少。",
        f"同一填报项变差会同时触动的条款：{overlaps}对。" if overlaps else "没有两条条款因同一填报项变差而同时触动。",
    )
    columns = _columns({"条款": 5, "适用": 8, "影响": 6, "被掩盖的情形": 24})
    found = (one for item in analysis.items for one in item.clauses)
    return _part("条款", texts, columns, (Row((one.clause.id, _applying(one), *_effect(one))) for one in found))


def _applying(one: ClauseFinding) -> str:
    if not one.possible:
        return "从不" if one.exact else "测试里有" if one.tested else "未见"
    return f"{one.applying}/{one.cases}种情形"


def _effect(one: ClauseFinding) -> tuple[str, str]:
    """What the clause changes, and the case in which it is masked."""
    low, high = one.effect.low, one.effect.high
    effect = f"{points_text(low)}分" if low == high else f"{points_text(low)}至{points_text(high)}分"
    masked = ""
    if one.masked is not None:
        often = "总是：" if one.all_masked else ""
        masked = f"{often}{one.masked.reason}（如：{_case(one.masked.witness)}）"
    return effect if one.possible else "", masked


def _directions(analysis: Analysis, totals: CheckTotals) -> list[Block]:
    text = f"{totals.directions}个写明方向的填报项，{totals.proved}个证明：在其他填报相同的任何情形下，改好它都不会降低得分。"
    columns = _columns({"项": 2, "填报项": 12, "方向": 6, "结论": 14, "比较的情形": 4})
    rows = [
        Row((item.item.id, one.fact.name, BETTER[one.fact.better] if one.fact.better else "", *_proof(one)))
        for item in analysis.items
        for one in item.directions
    ]
    return _part("方向", (text,), columns, rows)


def _proof(one: Direction) -> tuple[str, str]:
    text = DIRECTIONS[one.state]
    if one.witness is not None and one.lowered is not None:
        text += f"：从{one.worse}改为{one.better}，{points_text(one.witness.score)}分降到{points_text(one.lowered)}分"
        text += f"（如：{_case(one.witness)}）"
    return text, f"{one.pairs}对"


def _tests(analysis: Analysis, totals: CheckTotals) -> list[Block]:
    texts = [
        f"{totals.tests}条规则测试，{totals.passed}条通过；条件和其中各部分可能出现的{totals.sides}个方面"
        f"测到{totals.sides_reached}个。"
    ]
    bare = [item.item.id for item in analysis.items if not item.tests]
    if bare:
        texts.append(f"没有规则测试的：{'、'.join(bare)}。")
    rows = []
    for item in (item for item in analysis.items if item.tests):
        missing = [f"{one.owner} “{one.text}”的{'、'.join(one.missing)}" for one in item.coverage if one.missing]
        passed = sum(not run.differences for run in item.tests)
        rows.append(Row((item.item.id, str(len(item.tests)), str(passed), "；".join(missing))))
    columns = _columns({"项": 2, "测试": 2, "通过": 2, "没有测到的一边": 26}, numbers=("测试", "通过"))
    return _part("规则测试", texts, columns, rows)


def _mutants(analysis: Analysis, totals: CheckTotals) -> list[Block]:
    if not totals.mutants:
        return _part("变异", ("没有做变异测试。",))
    texts = [
        f"逐一改错规则{totals.mutants}处：规则测试发现{totals.killed}处，"
        f"证明不改变任何得分和条款的{totals.equivalent}处，指标体系已说明理由的{totals.explained}处，"
        f"没有发现的{totals.survived}处。"
    ]
    if totals.mutation_score is not None:
        texts.append(f"变异得分 {approx_text(totals.mutation_score * 100)}%（发现数÷应当发现的数）。")
    columns = _columns({"变异": 12, "改错": 16, "结果": 16})
    return _part("变异", texts, columns, (Row(cells) for cells in _mutant_rows(analysis)))


def _mutant_rows(analysis: Analysis) -> Iterator[tuple[str, ...]]:
    """Those that nothing notices, all of an item without tests as one; then those that are explained or prove nothing."""
    words = {MutantState.SURVIVED: "没有测试发现", MutantState.EQUIVALENT: "已证明不改变得分"}
    for item in analysis.items:
        count = sum(one.state is MutantState.SURVIVED for one in item.mutants)
        if count and not item.tests:
            yield item.item.id, f"改错{count}处", "没有规则测试"
    for state in (MutantState.SURVIVED, MutantState.EXPLAINED, MutantState.EQUIVALENT):
        tested = [item.mutants for item in analysis.items if item.tests or state is not MutantState.SURVIVED]
        for mutants in (*tested, analysis.settings):
            for one in mutants:
                if one.state is state:
                    yield one.id, one.text, words.get(state, f"已说明：{one.by}")


def _figures(plan: Plan) -> list[Block]:
    figures = [target for one in plan.indicators for target in one.targets if target.value is not None]
    none = [target for one in plan.indicators for target in one.targets if target.value is None]
    official = sum(one.basis is Basis.OFFICIAL for one in plan.indicators)
    texts = (
        f"{len(plan.indicators)}项指标，{len(figures)}个年度目标，{len(none)}处原文写明没有目标（“-”“——”）。",
        "逐个核对：数与原文的字一致（万、亿已换算）；引文含有目标的字；名称里的单位与 unit 一致；同一张表没有重名；"
        "“不低于”“以上”“不超过”等字与方向一致。",
        f"方向有原文依据的{official}项，本工具约定（建议）的{len(plan.indicators) - official}项。",
        "没有检查：数与出处是否一致——要有人对照原文，或在测试里另抄一份比较。",
    )
    columns = _columns({"指标": 3, "名称": 10, "属性": 4, "目标": 18, "方向": 8})
    rows = []
    for one in plan.indicators:
        targets = "；".join(f"{target.year}年{target_text(one, target)}" for target in one.targets)
        rows.append(Row((one.id, one.name, one.nature.value, targets, basis_text(one))))
    return _part("数字、单位和名称", texts, columns, rows)


def _tasks(plan: Plan) -> list[Block]:
    units = {unit for task in plan.tasks for share in task.shares for unit in share.units}
    roles = Counter(share.role for task in plan.tasks for share in task.shares)
    texts = [f"{len(plan.tasks)}项任务，{len(units)}个责任单位。"]
    if roles:
        texts.append("分工用字：" + "、".join(f"{role}{count}处" for role, count in roles.items()) + "。")
    rows = []
    for task in plan.tasks:
        shares = "；".join(f"{share.role}：{'、'.join(share.units)}" for share in task.shares)
        rows.append(Row((task.id, task.title or task.text, shares)))
    columns = _columns({"任务": 3, "内容": 14, "分工": 16})
    return _part("任务和责任单位", texts, columns, rows)


def _contradictions(plan: Plan) -> list[Block]:
    text = f"前后不一致{len(plan.contradictions)}处，原文不完整{len(plan.lacks)}处；照录，没有改正。"
    rows = []
    for one in plan.contradictions:
        rows.append(Row((one.about, "；".join(f"{text.name}“{text.text}”" for text in one.texts), one.note)))
    columns = _columns({"事项": 5, "原文": 12, "说明": 16})
    return _part("原文的前后不一致和缺漏", (text,), columns, rows)
