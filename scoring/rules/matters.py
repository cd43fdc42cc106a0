"""Which missing answers matter.

A missing fact or reference matters to an item when there are two possible scenarios in which everything the rules ask
that does not hang on it has the same answer, and the item's outcome differs. Once all that matter are answered the score
is decided, whatever the others are.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from scoring.lang import Truth, atoms, names, truth
from scoring.model.conditions import Compare, Expr, Member, Name
from scoring.model.criteria import Item
from scoring.rules.amounts import amount_reads
from scoring.rules.scenarios import Scenario
from scoring.rules.space import Space

__all__ = ["matters"]


def matters(item: Item, space: Space, scenarios: Sequence[Scenario], scores: Sequence[Hashable]) -> tuple[str, ...]:
    """The unknowns of `space` that matter to `item`, in the order its rules read them."""
    questions = _questions(item)
    answers: list[list[Hashable]] = []
    for question in questions:
        answers.append([_answer(question, scenario) for scenario in scenarios])
    found = []
    for name in space.free:
        hanging = space.dependents(name)
        rest = [row for question, row in zip(questions, answers, strict=True) if hanging.isdisjoint(_names(question))]
        seen: dict[Hashable, Hashable] = {}
        contexts = zip(*rest, strict=True) if rest else ((),) * len(scenarios)
        for context, score in zip(contexts, scores, strict=True):
            if seen.setdefault(context, score) != score:
                found.append(name)
                break
    return tuple(found)


def _questions(item: Item) -> list[Name | Compare | Member | str]:
    """What the rules ask: each smallest condition once, and each fact whose amount counts (as its name)."""
    found: list[Name | Compare | Member | str] = []
    if item.applies is not None:
        found.extend(dict.fromkeys(atoms(item.applies)))
    for clause in item.clauses:
        for question in (*(atoms(clause.when) if clause.when is not None else ()), *amount_reads(clause)):
            if question not in found:
                found.append(question)
    return found


def _answer(question: Expr | str, scenario: Scenario) -> Truth | Hashable:
    return scenario.values[question] if isinstance(question, str) else truth(question, scenario.values)


def _names(question: Expr | str) -> tuple[str, ...]:
    return (question,) if isinstance(question, str) else names(question)
