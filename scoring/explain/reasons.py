"""Say why a card is what it is: each item in a line, each clause with its reason; then what is missing and what to do."""

from __future__ import annotations

from fractions import Fraction

from scoring.base.kept import Memory, for_last
from scoring.base.text import points_text, scored_text
from scoring.explain.costs import costs, emptied, masking, mending_steps, missing_answers, next_steps
from scoring.explain.inputs import InputWords, decisive, input_words
from scoring.explain.total_trace import total_trace
from scoring.explain.verdicts import amount_words, verdict
from scoring.model.clauses import Effect
from scoring.model.criteria import Criteria, NotApplicablePolicy
from scoring.model.evidence import EvidenceList, EvidenceState
from scoring.model.explanation import ClauseExplanation, Explanation, ItemExplanation, NextStep
from scoring.model.scorecard import ClauseOutcome, ItemScore, OutcomeState, Range, ResolvedInput, ScoreCard
from scoring.model.submission import Submission
from scoring.model.totals import Take
from scoring.wording import place_text

__all__ = ["explain"]


def explain(
    criteria: Criteria, submission: Submission, card: ScoreCard, evidence: EvidenceList | None = None
) -> Explanation:
    """Say in words why `card` is what it is.

    `evidence` only adds how many listed files are missing to an item's summary; None leaves that out.
    """
    explained = _Explained(criteria, submission, evidence)
    found = [explained.item(score) for section in card.sections for score in section.items]
    items = tuple(item for item, _ in found)
    missing = missing_answers(criteria, card)
    return Explanation(
        items=items,
        missing=missing,
        next_steps=next_steps(criteria, (step for _, steps in found for step in steps), missing),
        total_trace=total_trace(criteria, card),
    )


KEPT = 1000
"""Items in words that are kept, with what mends them."""


@for_last
def _memory(_criteria: Criteria) -> Memory[tuple[ItemExplanation, tuple[NextStep, ...]]]:
    return Memory(KEPT)


class _Explained:
    """What is explained, and the values that clauses read, put in words once, by the id of what the card holds."""

    def __init__(self, criteria: Criteria, submission: Submission, evidence: EvidenceList | None) -> None:
        self.criteria = criteria
        self.submission = submission
        self.evidence = evidence
        self._words: dict[int, InputWords] = {}

    def item(self, score: ItemScore) -> tuple[ItemExplanation, tuple[NextStep, ...]]:
        """One item, and what mends it. All that is said of an item stands in its score, but that of its units and files: it
        is said once for each score."""
        lost_files = _missing_files(score.item.id, self.evidence)
        memory, key = _memory(self.criteria), (id(score), lost_files)
        kept = memory.get(key) if score.item.each is None else None
        if kept is None:
            made = _explain_item(score, lost_files, self)
            kept = memory.put(key, (made, mending_steps(self.criteria, made)))
        return kept

    def words(self, read: ResolvedInput) -> InputWords:
        """One value in words."""
        made = self._words.get(id(read))
        if made is None:
            made = self._words[id(read)] = input_words(read, self.criteria, self.submission)
        return made


def _explain_item(score: ItemScore, lost_files: str, of: _Explained) -> ItemExplanation:
    mask = masking(score)
    clauses = tuple(
        _explain_clause(outcome, cost, None if outcome is mask else mask, score, of)
        for outcome, cost in zip(score.clauses, costs(score), strict=True)
    )
    return ItemExplanation(
        score=score,
        summary=_summary(score, clauses) + lost_files + _gap(score, of.submission),
        clauses=clauses,
    )


def _quoted(names: tuple[str, ...]) -> str:
    return "、".join(f"“{name}”" for name in names)


def _summary(score: ItemScore, clauses: tuple[ClauseExplanation, ...]) -> str:
    none = f"没有{score.item.each.name}，" if score.nothing and score.item.each is not None else ""
    if score.applies is False:
        counts = f"，按{points_text(score.score.high)}分计" if score.score.high else ""
        return f"{none}本项不参评{counts}。"
    head = f"{none}满分{points_text(score.item.points)}分，得{scored_text(score.score)}"
    if not score.exact:
        head += "（上下限为估计范围，不一定都能取到）"
    open_ = [f"未填的{_quoted(score.unknown)}"] if score.unknown else []
    open_ += [f"还没有定的{_quoted(score.open_places)}"] if score.open_places else []
    if open_:
        return f"{head}，取决于{'和'.join(open_)}。"
    unchecked = [unit for unit in score.units if not unit.checked]
    if unchecked:
        head += f"（{'、'.join(unit.name for unit in unchecked)}未检查，按{points_text(unchecked[0].score.low)}分计）"
    costly = [clause for clause in clauses if clause.cost.high]
    if not costly:
        added = score.item.each is not None and score.item.each.take is Take.SUM
        open_ends = unchecked or added or score.nothing
        return f"{head}。" if open_ends and score.score.high < score.item.points else f"{head}，未失分。"
    reasons = "；".join(
        f"“{clause.outcome.clause.quote}”失{scored_text(clause.cost)}"
        if clause.outcome.clause.quote
        else f"{clause.verdict}，失{scored_text(clause.cost)}"
        for clause in costly
    )
    return f"{head}。失分原因：{reasons}。"


def _missing_files(item: str, evidence: EvidenceList | None) -> str:
    if evidence is None:
        return ""
    good = (EvidenceState.PRESENT, EvidenceState.NOT_LISTED)
    bad = [entry for entry in evidence.of_item(item) if entry.state not in good]
    return f"列出的佐证材料有{len(bad)}份找不到或打不开。" if bad else ""


def _gap(score: ItemScore, submission: Submission) -> str:
    """A word about official text that is not at hand, and about answers that a rule does not ask for."""
    text = f"原文此处不完整：{score.item.gap.lacks}" if score.item.gap is not None else ""
    if text and not text.endswith("。"):
        text += "。"
    skipped = [
        read.name
        for outcome in score.clauses
        if outcome.state is not OutcomeState.ERROR
        for read in outcome.reads
        if not read.asked and read.name in submission.answers and submission.answers[read.name].answered
    ]
    names = "、".join(f"“{name}”" for name in dict.fromkeys(skipped))
    return text + (f"{names}按前面的回答不需填报，未计入得分。" if names else "")


def _explain_clause(
    outcome: ClauseOutcome, cost: Range, mask: ClauseOutcome | None, score: ItemScore, of: _Explained
) -> ClauseExplanation:
    """All that is said about one clause. `mask` is the forfeit that hides it, if another one does."""
    names = decisive(outcome.clause, outcome.reads)
    words = [of.words(read) for read in outcome.reads]
    # The values that settle the clause, in one phrase each; all of them where none stands out.
    chosen = [one for one in words if one.line.input.name in names] or words
    why, why_on_paper = "；".join([one.phrase for one in chosen]), "；".join([one.bare for one in chosen])
    if score.nothing:
        why = _nothing(score, of.submission, places=True) or why
        why_on_paper = _nothing(score, of.submission, places=False) or why_on_paper
    always = "此条不看填报内容，本项扣完即适用" if outcome.clause.exhausted else "此条不看填报内容，一律适用"
    result = _result(outcome, cost, mask, score, of.criteria)
    hidden_loss = outcome.state is OutcomeState.APPLIED and outcome.nominal.high < 0
    return ClauseExplanation(
        outcome=outcome,
        verdict=verdict(outcome, score.item, of.criteria.not_applicable),
        because="，".join([why or always, *result]) + "。",
        because_on_paper="，".join([why_on_paper or always, *result]) + "。",
        cost=cost,
        inputs=tuple([one.line for one in words]),
        remedy=outcome.clause.remedy if cost.high or hidden_loss else "",
        decisive=names,
    )


def _nothing(score: ItemScore, submission: Submission, *, places: bool) -> str:
    """That an item has no unit, and with `places` where that stands: 没有事故（自评.yaml:6）."""
    each = score.item.each
    if each is None:
        return ""
    rows = submission.units.get(score.item.id, ())
    said = submission.answers.get(each.count) if isinstance(each.count, str) else None
    place = place_text(rows[0].location if rows else None if said is None else said.location)
    return f"没有{each.name}" + (f"（{place}）" if place and places else "")


def _result(
    outcome: ClauseOutcome, cost: Range, mask: ClauseOutcome | None, score: ItemScore, criteria: Criteria
) -> list[str]:
    """What came of the values, behind them in the sentence."""
    clause, parts = outcome.clause, []
    if outcome.state in (OutcomeState.APPLIED, OutcomeState.JUDGED) and (sums := amount_words(clause, outcome.reads)):
        parts.append(sums)
    if outcome.state is OutcomeState.UNKNOWN:
        parts.append("因此此条尚不能判定")
    elif outcome.state is OutcomeState.NOT_APPLICABLE:
        full = criteria.not_applicable is NotApplicablePolicy.FULL
        parts.append("按本体系的约定，不适用的条款按满分处理" if full else "按本体系的约定，不适用的条款不扣分也不得分")
    elif outcome.state is OutcomeState.ERROR:
        parts.append("规则未能算出结果，请检查指标体系文件")
    elif mask is None and _cut(outcome, cost) and emptied(score):
        parts.append("受本项分值限制，实际少扣")
    if mask is not None and outcome.state is OutcomeState.APPLIED:
        parts.append(f"本项已因“{mask.clause.quote}”不得分，此条不再另计")
    return parts


def _cut(outcome: ClauseOutcome, cost: Range) -> bool:
    """Whether a deduction takes less than it says because nothing was left to take."""
    deducts = outcome.clause.own and outcome.clause.effect is Effect.DEDUCT
    applied = outcome.state is OutcomeState.APPLIED and deducts
    return applied and cost.decided and Fraction(0) <= cost.low < -outcome.nominal.low
