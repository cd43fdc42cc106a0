"""Compare two cards: points by section, item, clause and input; and everything that differs beside the points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from msgspec import Struct

from scoring.advice.compare.beside import gates, interpretations, references, unscored
from scoring.advice.compare.items import Half, between, compare_item
from scoring.advice.compare.model import Comparison, Difference, ItemChange, SectionChange, Share, Side
from scoring.model.criteria import Criteria
from scoring.model.scorecard import ItemScore, ScoreCard, SectionScore
from scoring.model.submission import Submission
from scoring.naming import draft_texts
from scoring.rules import CELL_LIMIT
from scoring.rules.readings import stated_values
from scoring.rules.sampling import units_of

__all__ = ["Compared", "compare"]

NOTHING = Difference(low=Fraction(0), high=Fraction(0))


class Compared(Struct, frozen=True, kw_only=True):
    """One side: a submission with its pack and the card that was made of them."""

    criteria: Criteria
    submission: Submission
    card: ScoreCard


def compare(left: Compared, right: Compared, *, cell_limit: int = CELL_LIMIT, inputs: bool = True) -> Comparison:
    """The exact difference of two cards. Pure: the same arguments always give an equal comparison. `inputs` False
    leaves out the shares of single inputs, for cards that no answers alone give."""
    halves = _half(left), _half(right)
    ours = {score.section.id: score for score in left.card.sections}
    theirs = {score.section.id: score for score in right.card.sections}
    sections = tuple(
        _section(ours.get(id_), theirs.get(id_), *halves, cell_limit if inputs else None)
        for id_ in dict.fromkeys((*ours, *theirs))
    )
    difference = between(left.card.total, right.card.total)
    return Comparison(
        left=_side(left),
        right=_side(right),
        difference=difference,
        sections=sections,
        rest=difference - _sum(section.difference for section in sections),
        facts=_facts(item for section in sections for item in section.items),
        gates=gates(left.card, right.card),
        interpretations=interpretations(left.card, right.card),
        references=references(left, right),
        unscored=unscored(*halves),
        notes=_notes(left, right, sections),
        exact=left.card.exact and right.card.exact,
    )


def _half(side: Compared) -> Half:
    """The inputs by name: answers, references, and every interpretation with the option it takes."""
    stated = stated_values(side.criteria, side.submission)
    options = {name: one.default for name, one in side.criteria.interpretations_by_name.items()}
    known = side.criteria.facts_by_name.keys() | side.criteria.references_by_name.keys()
    inputs = {**options, **{name: value for name, value in stated.items() if name in known or name in options}}
    items = side.criteria.items_by_id
    units = {name: units_of(side.submission, items[name]) for name in side.submission.units if name in items}
    listed = {name: rows for name, rows in units.items() if rows is not None}
    return Half(criteria=side.criteria, inputs=inputs, order=_order(side), units=listed)


def _order(side: Compared) -> dict[str, int]:
    """Names as the file gives them; what the file does not mention follows in pack order."""
    submission = side.submission
    places = {
        **{name: answer.location for name, answer in submission.answers.items()},
        **{name: value.location for name, value in submission.references.items()},
        **{name: choice.location for name, choice in submission.switched.items()},
    }
    lines = {name: place.line for name, place in places.items() if place is not None}
    every = (
        *side.criteria.interpretations_by_name,
        *side.criteria.references_by_name,
        *side.criteria.facts_by_name,
    )
    ordered = sorted(every, key=lambda name: (name not in lines, lines.get(name, 0)))
    return {name: place for place, name in enumerate(ordered)}


def _side(side: Compared) -> Side:
    card = side.card
    return Side(
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
    one: SectionScore | None, other: SectionScore | None, left: Half, right: Half, cell_limit: int | None
) -> SectionChange:
    shown = other or one
    if shown is None:
        raise ValueError("no section to compare")
    ours, theirs = _items(one), _items(other)
    items = tuple(
        compare_item(ours.get(id_), theirs.get(id_), left, right, cell_limit) for id_ in dict.fromkeys((*ours, *theirs))
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
        rest=difference - _sum(item.difference for item in items),
    )


def _items(score: SectionScore | None) -> dict[str, ItemScore]:
    return {} if score is None else {item.item.id: item for item in score.items}


def _sum(parts: Iterable[Difference]) -> Difference:
    total = NOTHING
    for part in parts:
        total = total + part
    return total


def _facts(items: Iterable[ItemChange]) -> tuple[Share, ...]:
    """The shares of each input over all items, the largest movement first; ties stay in pack order."""
    found: dict[tuple[str, ...], Share] = {}
    for item in items:
        for share in item.shares:
            before = found.get(share.names)
            part = share.part if before is None else before.part + share.part
            found[share.names] = Share(changes=share.changes, part=part)
    return tuple(sorted(found.values(), key=lambda share: (-abs(share.part.low), -abs(share.part.high))))


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
    if any(item.split.value == "one_by_one" for section in sections for item in section.items):
        notes.append("有的指标项改动的填报项太多，按文件中的先后逐个计算影响，次序不同结果会不同。")
    return tuple(notes)
