"""Rule tests for what no test notices yet: the answers are known that would show each mistake, what they should get is not ours to
say."""

from __future__ import annotations

from scoring.authoring.check.model import Analysis, MutantState

__all__ = ["proposed_tests"]

HEAD = """\
# 由“scoring criteria check”提出的规则测试：每一条的填报内容都能发现一处或几处改错。
# 应得的分要照原文手工算出来，填在 score（或 total）后面；填好的才会用，没有填的会报错。
"""


def proposed_tests(analysis: Analysis) -> tuple[str, int]:
    """A file of rule tests without their points, and how many they are: one for each set of answers at which a mistake shows that
    nothing notices. Empty where nothing is left."""
    found: dict[object, str] = {}
    for one in (*(one for item in analysis.items for one in item.mutants), *analysis.settings):
        if one.state is MutantState.SURVIVED and one.test:
            found.setdefault(tuple(one.test.splitlines()[1:]), one.test)  # all but its name
    parts: dict[str, list[str]] = {"tests": [], "totals": []}
    for test in found.values():
        key = "totals" if "\n  answers:" in test else "tests"
        parts[key] += [f"  {line}" for line in test.splitlines()]
    lines = [line for key, tests in parts.items() if tests for line in (f"{key}:", *tests)]
    return "\n".join((HEAD.rstrip(), *lines, "")) if lines else "", len(found)
