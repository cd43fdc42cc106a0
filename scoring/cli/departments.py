"""A department that was named on the command line, as the pack spells it."""

from __future__ import annotations

from scoring.base.characters import alike
from scoring.cli import console
from scoring.documents.problems import closest
from scoring.model.criteria import Criteria

__all__ = ["department_or_none", "departments"]


def departments(criteria: Criteria) -> tuple[str, ...]:
    """Every department that the pack names beside a question or a condition of eligibility, in pack order."""
    owners = [fact.owner for fact in criteria.facts_by_name.values()]
    owners += [gate.owner for gate in criteria.eligibility.gates]
    names = (name.strip() for owner in owners for name in owner.split("、"))
    return tuple(dict.fromkeys(name for name in names if name))


def department_or_none(owner: str, names: tuple[str, ...]) -> str | None:
    """The one of `names` that `owner` spells, or None after it was told which there are."""
    found = next((name for name in names if alike(name) == alike(owner)), None)
    if found is None:
        close = closest(owner, names)
        console.message(f"用法错误：指标体系里没有“{owner}”这个责任部门。")
        if close:
            console.message(f"  是不是要写“{close}”？")
        console.message(f"  可以写：{'、'.join(names)}")
    return found
