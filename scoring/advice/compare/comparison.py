"""Compare two cards: points by section, item, clause (from the two ledgers) and input; and what differs beside the points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from scoring import __version__
from scoring.advice.compare.attribution import item_shares, unit_shares
from scoring.advice.compare.inputs import (
    ScoringInputs,
    input_change,
    input_differs,
    input_text,
    same_meaning,
    scoring_inputs,
)
from scoring.advice.compare.model import (
    ChangeShare,
    ClauseChange,
    ComparedSide,
    Comparison,
    ItemChange,
    OtherChange,
    SectionChange,
    Split,
    between,
    total,
)
from scoring.base.plain import Json, Keys, Shape, plain
from scoring.base.text import lost_text, scored_text
from scoring.model.criteria import UNWRITTEN, Criteria, Item
from scoring.model.references import ReferenceValue
from scoring.model.scorecard import (
    GateResult,
    ItemScore,
    LedgerLine,
    LineKind,
    Range,
    ScoreCard,
    SectionScore,
)
from scoring.model.submission import Submission
from scoring.model.totals import Each
from scoring.naming import draft_texts
from scoring.rules import SCENARIO_LIMIT
from scoring.rules.rulebook import rulebook_of
from scoring.wording import condition_word, disqualifying_text, eligibility_word, line_word

__all__ = ["Compared", "compare", "comparison_json"]


ZERO = Fraction(0)


class Compared(Struct, frozen=True, kw_only=True):
    """One side: a submission with its pack and the card that was made of them."""

    criteria: Criteria
    submission: Submission
    card: ScoreCard


def compare(
    left: Compared, right: Compared, *, scenario_limit: int = SCENARIO_LIMIT, inputs: bool = True
) -> Comparison:
    """The exact difference of two cards. Pure: the same arguments always give an equal comparison. `inputs` False
    leaves out the shares of single inputs, for cards that no answers alone give."""
    left_in, right_in = (scoring_inputs(side.criteria, side.submission) for side in (left, right))
    ours = {score.section.id: score for score in left.card.sections}
    theirs = {score.section.id: score for score in right.card.sections}
    sections = tuple(
        _section(ours.get(id_), theirs.get(id_), left_in, right_in, scenario_limit if inputs else None)
        for id_ in dict.fromkeys((*ours, *theirs))
    )
    difference = between(left.card.total, right.card.total)
    return Comparison(
        left=_side(left),
        right=_side(right),
        difference=difference,
        sections=sections,
        rest=difference - total(section.difference for section in sections),
        inputs=_inputs(item for section in sections for item in section.items),
        eligibility=_gates(left.card, right.card),
        interpretations=_interpretations(left.card, right.card),
        references=_references(left, right),
        unscored=_unscored(left_in, right_in),
        notes=_notes(left, right, sections),
        exact=left.card.exact and right.card.exact,
    )


SHAPE: Shape = {
    ComparedSide: Keys(
        omit=("edition", "digest", "submission_digest"),
        add={
            "sha256": lambda side: side.submission_digest,
            "criteria": lambda side: {"id": side.criteria, "edition": side.edition, "sha256": side.digest},
        },
    ),
    ItemChange: Keys(omit=("requirement",), rename={"shares": "inputs"}, add={"note": lambda one: one.note or None}),
    ClauseChange: Keys(add={"clause": lambda one: one.clause or None}),
    OtherChange: Keys(add={"note": lambda one: one.note or None}),
}


def comparison_json(found: Comparison) -> Json:
    """The whole comparison as plain data, shape `scoring.compare/1` (docs/json-output.md); right minus left."""
    tool = {"name": "demo-city-scoring", "version": __version__}
    return {"schema": "scoring.compare/1", "tool": tool, **plain(found, SHAPE)}


def _side(side: Compared) -> ComparedSide:
    card = side.card
    return ComparedSide(
        city=card.city,
        file=card.provenance.submission_file,
        criteria=card.provenance.criteria_id,
        edition=card.provenance.criteria_edition,
        digest=card.provenance.criteria_digest,
        submission_digest=card.provenance.submission_digest,
        total=card.total,
        full=card.full,
        complete=card.complete,
        exact=card.exact,
    )


def _section(
    one: SectionScore | None,
    other: SectionScore | None,
    left: ScoringInputs,
    right: ScoringInputs,
    scenario_limit: int | None,
) -> SectionChange:
    shown = other or one
    if shown is None:
        raise ValueError("no section to compare")
    ours, theirs = _items(one), _items(other)
    items = tuple(
        _item(ours.get(id_), theirs.get(id_), left, right, scenario_limit) for id_ in dict.fromkeys((*ours, *theirs))
    )
    before, after = None if one is None else one.score, None if other is None else other.score
    difference = between(before, after)
    return SectionChange(
        id=shown.section.id,
        label=shown.section.label,
        title=shown.section.title,
        left=before,
        right=after,
        difference=difference,
        items=items,
        rest=difference - total(item.difference for item in items),
    )


def _items(score: SectionScore | None) -> dict[str, ItemScore]:
    return {} if score is None else {item.item.id: item for item in score.items}


def _item(
    one: ItemScore | None,
    other: ItemScore | None,
    left: ScoringInputs,
    right: ScoringInputs,
    scenario_limit: int | None,
) -> ItemChange:
    """The change of one item; at least one side has it. `scenario_limit` None leaves out the shares of inputs."""
    shown = other or one
    if shown is None:
        raise ValueError("no item to compare")
    item = shown.item
    shares: tuple[ChangeShare, ...] = ()
    how, note = Split.NONE, ""
    if one is None or other is None:
        note = f"只有{'右' if one is None else '左'}边的指标体系有这一项，按整项得分计入差额。"
    elif not same_meaning(left.criteria, one.item, right.criteria, other.item):
        note = "两边这一项的评分规则不同，差额里有规则变化的影响，不按填报项拆分。"
    elif item.each is not None:
        shares, how, note = _by_units(item, item.each, one, other, left, right, scenario_limit)
    elif scenario_limit is not None:
        shares, how = item_shares(item, left, right, scenario_limit)
    return ItemChange(
        id=item.id,
        label=item.label,
        requirement=item.requirement,
        left=None if one is None else one.score,
        right=None if other is None else other.score,
        difference=between(None if one is None else one.score, None if other is None else other.score),
        clauses=_clauses(one, other),
        shares=shares,
        split=how,
        note=note,
    )


def _by_units(
    item: Item,
    each: Each,
    one: ItemScore,
    other: ItemScore,
    left: ScoringInputs,
    right: ScoringInputs,
    scenario_limit: int | None,
) -> tuple[tuple[ChangeShare, ...], Split, str]:
    """The shares of the units' answers; none where they would not add up to the difference."""
    note = f"本项按{each.name}逐个计分{item.how}"
    if scenario_limit is None:
        return (), Split.NONE, f"{note}。{_units(one, other)}"
    shares, how, exact = unit_shares(item, each, left, right, scenario_limit)
    if total(share.difference for share in shares) != between(one.score, other.score):
        return (), Split.NONE, f"{note}，不按填报项拆分。{_units(one, other)}"
    if not shares:
        return (), how, ""
    unsure = "" if exact else "，其中有的得分只是界限，拆分也是界限之差"
    return shares, how, f"{note}{unsure}。{_units(one, other)}"


def _units(one: ItemScore, other: ItemScore) -> str:
    """What became of each unit whose score differs."""
    before, after = ({unit.name: unit.score for unit in side.units} for side in (one, other))
    parts = [
        f"{name}{_points(one.item, before.get(name))}→{_points(one.item, after.get(name))}"
        for name in dict.fromkeys((*before, *after))
        if before.get(name) != after.get(name)
    ]
    return "；".join(parts) + "。" if parts else ""


def _points(item: Item, score: Range | None) -> str:
    if score is None:
        return "没有列出"
    return lost_text(score, item.points) if item.from_one else scored_text(score)


def _clauses(one: ItemScore | None, other: ItemScore | None) -> tuple[ClauseChange, ...]:
    """Lines of the two ledgers that differ; together they are the item's difference."""
    found = []
    before, after = _lines(one), _lines(other)
    quotes = {**_quotes(one), **_quotes(other)}
    for key in dict.fromkeys((*after, *before)):
        part = between(before.get(key), after.get(key))
        if not part.none:
            found.append(
                ClauseChange(
                    clause=key if key in quotes else "",
                    quote=quotes.get(key, line_word(LineKind(key)) if key not in quotes else ""),
                    before=before.get(key),
                    after=after.get(key),
                    difference=part,
                )
            )
    return tuple(found)


def _quotes(score: ItemScore | None) -> dict[str, str]:
    return {} if score is None else {o.clause.id: o.clause.quote or UNWRITTEN for o in score.clauses}


def _lines(score: ItemScore | None) -> dict[str, Range]:
    """The change of each line in the worst and in the best case; a floor or cap that only one of them has counts 0."""
    if score is None:
        return {}
    worst, best = _changes(score.ledger), _changes(score.ledger_high)
    order = {line.clause: place for place, line in enumerate(score.ledger) if line.clause}
    keys = sorted({*worst, *best}, key=lambda key: order.get(key, 0 if key == LineKind.START.value else len(order) + 1))
    return {key: Range(low=worst.get(key, ZERO), high=best.get(key, ZERO)) for key in keys}


def _changes(ledger: Sequence[LedgerLine]) -> dict[str, Fraction]:
    return {line.clause or line.kind.value: line.change for line in ledger if line.kind is not LineKind.END}


def _inputs(items: Iterable[ItemChange]) -> tuple[ChangeShare, ...]:
    """The shares of each input over all items, the largest movement first; ties stay in pack order."""
    found: dict[tuple[str, ...], ChangeShare] = {}
    for item in items:
        for share in item.shares:
            before = found.get(share.names)
            part = share.difference if before is None else before.difference + share.difference
            found[share.names] = ChangeShare(changes=share.changes, difference=part)
    return tuple(sorted(found.values(), key=lambda share: (-abs(share.difference.low), -abs(share.difference.high))))


def _notes(left: Compared, right: Compared, sections: Sequence[SectionChange]) -> tuple[str, ...]:
    """What a reader must know before trusting the comparison."""
    one, other = left.card.provenance, right.card.provenance
    notes = [*dict.fromkeys((*draft_texts(left.criteria), *draft_texts(right.criteria)))]
    if one.criteria_id != other.criteria_id:
        notes.append(
            f"两边用的不是同一个指标体系（左边{one.criteria_id}，右边{other.criteria_id}），只按相同编号的指标项逐项比较。"
        )
    elif one.criteria_digest != other.criteria_digest:
        notes.append(
            f"两边指标体系的内容不同（版本{one.criteria_edition}和{other.criteria_edition}），按相同编号的指标项逐项比较；"
            "评分规则有变化的项已注明。"
        )
    if left.card.full != right.card.full:
        notes.append("两边指标体系的总分不同，总分之差不宜直接当作高低。")
    if not (left.card.complete and right.card.complete):
        notes.append("有一边还没有填完，得分是范围：分别比较最低分和最高分。")
    if not (left.card.exact and right.card.exact):
        notes.append("有的得分是估计的上下限，这些差额也是上下限之差。")
    if any(item.split is Split.ONE_BY_ONE for section in sections for item in section.items):
        notes.append("有的指标项改动的填报项太多，按文件中的先后逐个计算影响，次序不同结果会不同。")
    return tuple(notes)


def _gates(left: ScoreCard, right: ScoreCard) -> tuple[OtherChange, ...]:
    """Gates whose state or grounds differ; the whole eligibility comes first where it differs."""
    found = []
    if left.eligibility.state is not right.eligibility.state:
        before, after = (eligibility_word(card.eligibility.state) for card in (left, right))
        found.append(OtherChange(name="申报资格", before=before, after=after, note="不影响得分，但决定能否申报。"))
    ours = {gate.gate.name: gate for gate in left.eligibility.gates}
    theirs = {gate.gate.name: gate for gate in right.eligibility.gates}
    for name in dict.fromkeys((*ours, *theirs)):
        before, after = _gate(ours.get(name)), _gate(theirs.get(name))
        if before != after:
            found.append(OtherChange(name=name, before=before, after=after))
    return tuple(found)


def _gate(gate: GateResult | None) -> str:
    if gate is None:
        return "没有这一条"
    events = disqualifying_text(gate)
    return condition_word(gate.state) + (f"（{events}）" if events else "")


def _interpretations(left: ScoreCard, right: ScoreCard) -> tuple[OtherChange, ...]:
    """Open questions of the official text that the two cards answer differently."""
    ours = {one.name: one for one in left.interpretations}
    theirs = {one.name: one for one in right.interpretations}
    found = []
    for name in dict.fromkeys((*ours, *theirs)):
        before, after = ours.get(name), theirs.get(name)
        if before is not None and after is not None and before.option == after.option:
            continue
        reason = "" if after is None or not after.reason else f"理由：{after.reason}"
        found.append(
            OtherChange(
                name=name,
                before="没有这一条" if before is None else before.option,
                after="没有这一条" if after is None else after.option,
                note=reason,
            )
        )
    return tuple(found)


def _references(left: Compared, right: Compared) -> tuple[OtherChange, ...]:
    """References whose value, year or source differ."""
    ours, theirs = left.submission.references, right.submission.references
    found = []
    for name in dict.fromkeys((*ours, *theirs)):
        before, after = _reference(left.criteria, ours, name), _reference(right.criteria, theirs, name)
        if before != after:
            found.append(OtherChange(name=name, before=before, after=after))
    return tuple(found)


def _reference(criteria: Criteria, values: Mapping[str, ReferenceValue], name: str) -> str:
    value = values.get(name)
    if value is None:
        return "未提供"
    return f"{input_text(criteria, name, value.value)}（{f'{value.year}年，' if value.year else ''}{value.source}）"


def _unscored(left: ScoringInputs, right: ScoringInputs) -> tuple[OtherChange, ...]:
    """Answers that differ and that no item's score depends on, such as those of the basic situation."""
    scored = {
        name for one in (left, right) for name in rulebook_of(one.criteria).involved(one.criteria.items_by_id.values())
    }
    found = []
    for name in right.criteria.facts_by_name:
        if name not in scored and name in left.criteria.facts_by_name and input_differs(name, left, right):
            change = input_change(name, left, right)
            found.append(OtherChange(name=name, before=change.before, after=change.after))
    return tuple(found)
