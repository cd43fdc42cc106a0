"""Points given for a question nobody had to answer: most often a condition that was forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scoring import lang
from scoring.documents.problems import Report
from scoring.model.clauses import Clause, Effect
from scoring.model.criteria import Item
from scoring.model.facts import Fact

__all__ = ["check_awards"]


def check_awards(items: Iterable[Item], facts: Mapping[str, Fact], report: Report) -> None:
    """Question awards that are granted whole where what they read need not be answered (policy `full`).

    That is right where the sentence says so (没有……的得满分), and the condition then names what decides it. A condition
    that says nothing about it was more likely forgotten: points would come by themselves. What decides whether the item is
    assessed at all (`applies`) need not be said again.
    """
    for item in items:
        for clause in item.clauses:
            if clause.effect is Effect.AWARD and clause.own:
                _check(clause, item, facts, report)


def _check(clause: Clause, item: Item, facts: Mapping[str, Fact], report: Report) -> None:
    guard = () if clause.when is None else lang.names(clause.when)
    decided = {*guard, *(() if item.applies is None else lang.names(item.applies))}
    for name in dict.fromkeys((*guard, *clause.measured)):
        fact = facts.get(name)
        if fact is not None and fact.needs is not None and not _premises(fact, facts) & decided:
            then = "" if clause.when is None else "，再用 and 接上原来的条件"
            hint = f"不该得分的，把前提写进条件：when: {lang.show(fact.needs)}{then}。"
            report.question("award-unasked", f"{clause.id} 在不必回答“{name}”时也会得分", hint, clause.location)
            return


def _premises(fact: Fact, facts: Mapping[str, Fact]) -> set[str]:
    """The names that decide whether the fact is asked for, and those that decide about them."""
    found: set[str] = set()
    left = [fact]
    while left:
        needs = left.pop().needs
        new = set() if needs is None else set(lang.names(needs)) - found
        found |= new
        left += [facts[name] for name in new if name in facts]
    return found
