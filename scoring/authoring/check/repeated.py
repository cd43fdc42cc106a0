"""Findings with one cause, told once: what many items lack in one sentence, what many places ask for behind them."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from scoring.authoring.check.model import Finding

__all__ = ["told_once"]

MANY = 3


def told_once(findings: Sequence[Finding]) -> list[tuple[Finding, ...]]:
    """The findings in their order; those that ask for the same stand together with the first of them."""
    groups: dict[object, list[Finding]] = {}
    for number, one in enumerate(findings):
        problem = one.problem
        groups.setdefault((problem.severity, problem.code, problem.hint) if problem.hint else number, []).append(one)
    made: list[tuple[Finding, ...]] = []
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
