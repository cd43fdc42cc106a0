"""What to write instead of a calculation in a condition: a fact of its own, as a line that can be pasted.

Quotients and multiples are derived facts. Sums and differences of two answers are asked for as one.
"""

from __future__ import annotations

import re

__all__ = ["instead"]

_OPERAND = r"[^\W\d]\w*|\d[\d.]*"
_BEFORE = re.compile(rf"({_OPERAND})\s*$")
_AFTER = re.compile(rf"\s*({_OPERAND})")
_NAME = re.compile(r"[^\W\d]\w*")
_WORDS = frozenset({"and", "or", "not", "in"})
SINGLE = "条件里不做计算：两边移项，把数先算好，例如把“甲 + 1 > 4”写成“甲 > 3”。"


def instead(operator: str, at: int, text: str) -> str:
    """The hint for the operator at place `at` of a condition."""
    if operator == "%":
        return "百分比直接写数，例如 90，就是 90%。"
    before, after = _BEFORE.search(text[:at]), _AFTER.match(text[at + 1 :])
    sides = [found[1] if found else "" for found in (before, after)]
    names = [side for side in sides if _is_name(side)]
    if operator in "/*":
        if len(names) == 2 or "" in sides:
            return _ratio(*(names if len(names) == 2 else ("甲", "乙")))
        every = list(dict.fromkeys(name for name in _NAME.findall(text) if _is_name(name)))
        return _ratio(*every[:2]) if len(every) > 1 else SINGLE
    if operator in "+-":
        if len(names) == 2:
            return _together(operator, *names)
        return SINGLE if any(side[:1].isdigit() for side in sides) else _together(operator, "甲", "乙")
    return "条件里不做计算；要用算出来的数，请另设一个填报项。"


def _is_name(word: str) -> bool:
    return word not in _WORDS and bool(_NAME.fullmatch(word))


def _ratio(top: str, bottom: str) -> str:
    name = f"{top}占{bottom}比例"
    fact = (
        f"{name}: {{type: percent, ask: {top}是{bottom}的百分之几？, "
        f"derive: {{numerator: {top}, denominator: {bottom}, times: 100, within: false}}}}"
    )
    return (
        f"条件里不做计算：在 facts 里加一个由程序算的填报项“{fact}”，条件写“{name} > 50”（一半是 50，1.5 倍是 150）。"
    )


def _together(operator: str, one: str, other: str) -> str:
    name, ask = (f"{one}和{other}合计", f"{one}和{other}合计多少？")
    if operator == "-":
        name, ask = f"{one}比{other}多", f"{one}比{other}多多少？少的填负数。"
    kind = "count" if operator == "+" else "number"
    fact = f"{name}: {{type: {kind}, unit: 个, ask: {ask}}}"
    return f"条件里不做计算：在 facts 里加一个填报项“{fact}”（单位照原来的），条件写“{name} > 3”。"
