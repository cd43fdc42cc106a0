"""From what was found out to what a person should look at: errors, questions and notes, each under its check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from scoring.authoring.check.cases import case_text, options_text, witness_text
from scoring.authoring.check.model import (
    Analysis,
    ClauseFinding,
    Direction,
    DirectionState,
    ItemAnalysis,
    MutantResult,
    MutantState,
    PackCheck,
    PackFinding,
    SpanKind,
)
from scoring.authoring.check.mutation import Explained
from scoring.base.errors import Location, Problem, Severity, foremost
from scoring.base.text import points_text
from scoring.model.clauses import Effect
from scoring.model.criteria import Start

__all__ = ["RECALCULATE", "findings_of", "grouped_findings", "load_findings", "pack_finding"]

WORDS_CODES = ("quote-", "scoring-uncovered", "gap-")
TEST_CODES = ("rule-test",)
MUTANT_CODES = ("mutants-file",)
WRITE_TESTS = (
    "在指标体系的 tests 文件夹里照原文手工算几条：每个界限差一点、正好、超过一点各一条，每句话符合、不符合各一条，"
    "再写一条什么都没有填的。写法见《评分句式手册》（docs/rule-cookbook.md）。"
)
RECALCULATE = "照原文重算一遍：测试算错了改测试，条款写错了改条款。"
WRITE_TOTALS = (
    "在 tests 里的 totals 补一条合计测试：分数线等界限写正好够和差一点的两条，写明 total 和 grade；"
    "确实没有填报内容能区分的，在 tests/mutants.yaml 里写明理由。"
)


def load_findings(problems: Sequence[Problem]) -> tuple[PackFinding, ...]:
    """Problems of reading the files under the check each belongs to."""
    return tuple(PackFinding(check=_check_of(problem), problem=problem) for problem in foremost(problems))


def _check_of(problem: Problem) -> PackCheck:
    if problem.code.startswith(WORDS_CODES):
        return PackCheck.WORDS
    if problem.code == "sum":
        return PackCheck.SUMS
    if problem.code.startswith(TEST_CODES) or (problem.location is not None and "tests" in _folders(problem.location)):
        return PackCheck.MUTANTS if problem.code in MUTANT_CODES else PackCheck.TESTS
    return PackCheck.LOAD


def _folders(location: Location) -> list[str]:
    return location.file.replace("\\", "/").split("/")[:-1]


def findings_of(
    analysis: Analysis, unread: Sequence[Problem], explained: Sequence[Explained], *, mutants: bool
) -> tuple[PackFinding, ...]:
    """Every finding: errors first, then by check."""
    found = [*load_findings(unread), *_words(analysis), *_sums(analysis)]
    for item in analysis.items:
        found += [*_reach(item), *_clauses(item), *_directions(item), *_tests(item), *_mutants(item)]
    found += _settings(analysis)
    if mutants:
        found += _stale(analysis, explained)
    order = list(PackCheck)
    severities = list(Severity)
    return tuple(sorted(found, key=lambda one: (severities.index(one.problem.severity), order.index(one.check))))


def pack_finding(
    check: PackCheck, code: str, item: str, message: str, hint: str, at: Location | None, severity: Severity
) -> PackFinding:
    """A finding of a check."""
    problem = Problem(code=code, message=message, hint=hint, location=at, severity=severity)
    return PackFinding(check=check, problem=problem, item=item)


def _words(analysis: Analysis) -> Iterator[PackFinding]:
    for words in analysis.words:
        left = [span.text.strip("，。；、,.; ") for span in words.spans if span.kind is SpanKind.LEFT]
        if left:
            text = "、".join(f"“{part}”" for part in left)
            hint = "为这些文字写条款，或列入 manual 并写明理由。"
            yield pack_finding(
                PackCheck.WORDS,
                "words-left",
                words.item.id,
                f"{words.item.id} 的评分标准有{words.left}个字没有条款对应：{text}",
                hint,
                words.item.location,
                Severity.ERROR,
            )


def _sums(analysis: Analysis) -> Iterator[PackFinding]:
    for line in analysis.sums:
        if line.found != line.stated:
            message = f"{line.label}合计{points_text(line.found)}分，应为{points_text(line.stated)}分"
            yield pack_finding(PackCheck.SUMS, "sum", "", message, "核对各项分值。", None, Severity.ERROR)


def _reach(found: ItemAnalysis) -> Iterator[PackFinding]:
    item, reach = found.item, found.readings[0].reach
    word = "" if reach.exact else "（界）"
    if reach.low > 0:
        message = f"{item.id} 最低{points_text(reach.low)}分{word}：有{points_text(reach.low)}分无论如何不会失去"
        changed = [one for one in found.readings[1:] if one.reach.low < reach.low]
        hint = "核对条款是否漏扣、扣分合计是否到满分。"
        if changed:
            hint = f"口径改选{options_text(changed[0].switched)}时最低{points_text(changed[0].reach.low)}分。" + hint
        yield pack_finding(PackCheck.REACH, "never-lost", item.id, message, hint, item.location, Severity.QUESTION)
    if reach.high < item.points:
        gone = points_text(item.points - reach.high)
        message = f"{item.id} 最高{points_text(reach.high)}分{word}：有{gone}分无论如何拿不到"
        hint = "核对条款是否多扣、得分合计是否到满分。"
        yield pack_finding(PackCheck.REACH, "never-kept", item.id, message, hint, item.location, Severity.QUESTION)


def _clauses(found: ItemAnalysis) -> Iterator[PackFinding]:
    for one in found.clauses:
        yield from _clause(found, one)
    for overlap in (one for one in found.overlaps if one.cost > 0):  # else one gives what the other takes
        first, second = overlap.clauses
        when = f"口径为{options_text(overlap.switched)}时，" if overlap.switched else ""
        message = (
            f"{when}“{overlap.fact}”一处从“{overlap.better}”变为“{overlap.worse}”，{first} 和 {second} 同时变差，"
            f"共影响{points_text(overlap.cost)}分（{case_text(overlap.witness)}）"
        )
        hint = "核对原文是否要为同一件事扣两次；不是的，给其中一条加条件。"
        yield pack_finding(
            PackCheck.CLAUSES, "overlap", found.item.id, message, hint, found.item.location, Severity.NOTE
        )


def _clause(found: ItemAnalysis, one: ClauseFinding) -> Iterator[PackFinding]:
    item, clause, place = found.item.id, one.clause.id, one.clause.location
    if one.tested:
        return
    if not one.possible:
        sure = "任何情形下都不会适用" if one.exact else "在查过的情形里都不适用（未能穷尽）"
        hint = "核对条件：是不是写反了，或与别的条件矛盾；不是的，补一条它适用的规则测试。"
        yield pack_finding(PackCheck.CLAUSES, "dead", item, f"{clause} {sure}", hint, place, Severity.QUESTION)
        return
    if not one.possible_by_default:
        message = f"{clause} 在默认口径下不会适用，只在改选口径后才用到"
        yield pack_finding(PackCheck.CLAUSES, "dead-by-default", item, message, "核对默认口径。", place, Severity.NOTE)
    if one.always and one.clause.when is not None and one.exact:
        message = f"{clause} 在任何情形下都适用，条件不起作用"
        yield pack_finding(PackCheck.CLAUSES, "always", item, message, "核对条件是否写对。", place, Severity.QUESTION)
    if one.all_masked and one.masked is not None:
        sure = "每次适用都被掩盖，从不影响得分" if one.exact else "在查过的情形里从不影响得分（未能穷尽）"
        message = f"{clause} {sure}：{one.masked.reason}（{case_text(one.masked.witness)}）"
        hint, severity = "核对条款的先后、分值和条件。", Severity.QUESTION
        if one.clause.effect is Effect.FORFEIT and found.item.start is Start.ZERO:
            hint, severity = "原文写明“不得分”、本来就没有得分的，照留不改。", Severity.NOTE
        yield pack_finding(PackCheck.CLAUSES, "masked", item, message, hint, place, severity)


def _directions(found: ItemAnalysis) -> Iterator[PackFinding]:
    for one in found.directions:
        message, severity = _direction(one), Severity.QUESTION
        hint = "核对条件里的比较方向、有没有漏写 not，或填报项的 better。"
        if one.state is DirectionState.IDLE:
            severity = Severity.NOTE
        if one.state is DirectionState.OPEN:  # nothing was found: there is nothing to mend
            hint, severity = "不用改；填报值太多，只比了一部分。", Severity.NOTE
        if message:
            code = f"direction-{one.state.value}"
            yield pack_finding(PackCheck.DIRECTION, code, found.item.id, message, hint, one.fact.location, severity)


def _direction(one: Direction) -> str:
    name = f"“{one.fact.name}”"
    if one.state is DirectionState.REFUTED and one.witness is not None and one.lowered is not None:
        when = f"（口径为{options_text(one.switched)}）" if one.switched else ""
        return (
            f"{name}从“{one.worse}”改好为“{one.better}”，得分反而从{points_text(one.witness.score)}分降到"
            f"{points_text(one.lowered)}分{when}：{case_text(one.witness)}"
        )
    if one.state is DirectionState.OPEN:
        return f"{name}的方向没有反例，但没有逐一比完，不算证明"
    if one.state is DirectionState.IDLE:
        return f"{name}写了 better，但它从不影响得分"
    return ""


def _tests(found: ItemAnalysis) -> Iterator[PackFinding]:
    item = found.item
    for run in found.tests:
        if run.differences:
            message = f"规则测试“{run.name}”没有通过：{'；'.join(run.differences)}"
            hint = RECALCULATE
            yield pack_finding(PackCheck.TESTS, "test-failed", item.id, message, hint, run.location, Severity.ERROR)
    if not found.tests and not found.in_totals and not _survivors(found):
        yield pack_finding(
            PackCheck.TESTS,
            "untested",
            item.id,
            f"{item.id} 没有规则测试",
            WRITE_TESTS,
            item.location,
            Severity.QUESTION,
        )
    for part in found.coverage if found.tests else ():
        if part.missing:
            sides = "、".join(f"“{side}”" for side in part.missing)
            message = f"{part.owner} 的{'其中一个条件' if part.atom else '条件'}“{part.text}”没有测到{sides}的一边"
            hint = "补一条照原文算出的规则测试。"
            yield pack_finding(PackCheck.TESTS, "side-untested", item.id, message, hint, part.location, Severity.NOTE)


def _counted(found: ItemAnalysis) -> int:
    """The mistakes that a test could notice."""
    return sum(one.state is not MutantState.EQUIVALENT for one in found.mutants)


def _survivors(found: ItemAnalysis) -> list[MutantResult]:
    return [one for one in found.mutants if one.state is MutantState.SURVIVED]


def _mutants(found: ItemAnalysis) -> Iterator[PackFinding]:
    """One finding for each test to write: the mistakes that the same answers show, or all of an item without tests."""
    item, left = found.item, _survivors(found)
    if left and not found.tests:
        message = f"{item.id} 没有规则测试：规则改错{len(left)}处，一处也发现不了"
        if found.in_totals:
            message = f"{item.id} 没有规则测试，只有合计测试：规则改错{_counted(found)}处，{len(left)}处发现不了"
        bare = pack_finding(PackCheck.TESTS, "untested", item.id, message, WRITE_TESTS, item.location, Severity.ERROR)
        yield replace(bare, test=_first_test(left))
        return
    groups: dict[object, list[MutantResult]] = {}
    for one in left:
        groups.setdefault(one.id if one.witness is None else one.witness.answers, []).append(one)
    for group in groups.values():
        first = next((one for one in group if _scores_differ(one)), group[0])
        rest = f"等{len(group)}处改错" if len(group) > 1 else ""
        message = f"{first.text}（{first.id}）{rest}，没有一条规则测试发现"
        finding = pack_finding(
            PackCheck.MUTANTS,
            "mutant-survived",
            item.id,
            message,
            _survivor_hint(first, "" if item.each is None else f"一个{item.each.name}", sampled=not found.whole),
            first.location,
            Severity.ERROR,
        )
        yield replace(finding, test=first.test)


def _first_test(group: Sequence[MutantResult]) -> str:
    """A test to begin with: one that tells a mistake by its points, where there is any."""
    tests = sorted((one for one in group if one.test), key=lambda one: not _scores_differ(one))
    return tests[0].test if tests else ""


def _settings(analysis: Analysis) -> Iterator[PackFinding]:
    """One finding for each setting of the pack that no test of the whole result notices."""
    for one in analysis.settings:
        if one.state is MutantState.SURVIVED:
            message = f"{one.text}（{one.id}），没有一条合计测试发现"
            finding = pack_finding(
                PackCheck.MUTANTS, "setting-survived", "", message, WRITE_TOTALS, one.location, Severity.ERROR
            )
            yield replace(finding, test=one.test)


def _scores_differ(one: MutantResult) -> bool:
    return one.witness is not None and one.wrong is not None and one.wrong != one.witness.score


def _survivor_hint(one: MutantResult, unit: str, *, sampled: bool) -> str:
    """The case that tells the mistake; `unit` names what its points are of, where that is not the item. `sampled`: not every
    case of the item was seen."""
    if one.witness is None and not one.test and sampled:
        return (
            "查过的情形都分不出来，但填报值太多，没有逐一比完。原文写了最大、最小的数，写在 maximum、minimum 里；"
            "同一个差又相减又直接比的，都改成看相减的填报项，往往就能证明不影响得分。还是不能的，补一条规则测试，或在 "
            "tests/mutants.yaml 里写明理由。"
        )
    if one.witness is None:
        return "补一条能区分的规则测试；确实不可能区分的，在 tests/mutants.yaml 里写明理由。"
    if one.wrong is not None and _scores_differ(one):
        right, wrong = points_text(one.witness.score), points_text(one.wrong)
        answers = witness_text(one.witness.answers)
        return f"照原文算一算，补一条规则测试：{answers}；现在的规则{unit}得{right}分，改错后得{wrong}分。"
    return f"补一条写明各条款状态的规则测试：{witness_text(one.witness.answers)}。分数相同，但适用的条款不同。"


def _stale(analysis: Analysis, explained: Sequence[Explained]) -> Iterator[PackFinding]:
    states = {one.id: one.state for item in analysis.items for one in item.mutants}
    states |= {one.id: one.state for one in analysis.settings}
    words = {
        None: "没有这个变异",
        MutantState.KILLED: "这个变异已有规则测试发现",
        MutantState.EQUIVALENT: "这个变异已证明不改变任何得分，不用解释",
    }
    for one in explained:
        state = states.get(one.mutant)
        if state is not MutantState.EXPLAINED and not one.inherited:
            message = f"mutants.yaml 里的“{one.mutant}”对不上：{words[state]}"
            yield pack_finding(
                PackCheck.MUTANTS, "stale-explanation", "", message, "删去这一条。", one.location, Severity.ERROR
            )


MANY = 3


def grouped_findings(findings: Sequence[PackFinding]) -> list[tuple[PackFinding, ...]]:
    """The findings in their order; those that ask for the same stand together with the first of them."""
    groups: dict[object, list[PackFinding]] = {}
    for number, one in enumerate(findings):
        problem = one.problem
        groups.setdefault((problem.severity, problem.code, problem.hint) if problem.hint else number, []).append(one)
    made: list[tuple[PackFinding, ...]] = []
    for group in groups.values():
        first = group[0]
        if len(group) < MANY:
            made += [(one,) for one in group]
        elif first.problem.code == "untested":
            items = "、".join(one.item for one in group)
            message = f"{len(group)}项没有规则测试，规则改错了也发现不了：{items}"
            made.append((replace(first, problem=replace(first.problem, message=message)),))
        else:
            made.append(tuple(group))
    return made
