"""Write a proposed pack as YAML text, with a mark at everything that waits for a person."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from scoring.base.text import number_text
from scoring.documents.nodes import MARK

__all__ = ["field", "quoted", "unsure"]

PLAIN = re.compile(r"^[\w（《“〔·][\w（）《》“”‘’〔〕、，。；！？…·／％%+×÷～\-]*$")
OTHERWISE_TYPED = re.compile(r"^(?:[-+.\d]|是$|否$|true$|false$|null$|yes$|no$|on$|off$|~$)", re.IGNORECASE)


def quoted(text: str) -> str:
    """The text as a YAML scalar: bare where that can only be read as this text, else in double quotes."""
    if PLAIN.fullmatch(text) and not OTHERWISE_TYPED.match(text):
        return text
    return json.dumps(text, ensure_ascii=False)


def field(indent: int, key: str, value: str | Fraction | bool | Iterable[str], mark: str = "") -> Iterator[str]:
    """One `key: value` line, with the mark and its words at the end."""
    if isinstance(value, bool):
        shown = "true" if value else "false"
    elif isinstance(value, Fraction):
        shown = number_text(value)
    elif isinstance(value, str):
        shown = quoted(value)
    else:
        shown = f"[{', '.join(quoted(one) for one in value)}]"
    yield f"{' ' * indent}{key}: {shown}" + (f"  {MARK}{f'：{mark}' if mark.strip() else ''}" if mark else "")


def unsure(cell: str) -> str:
    """What to look at where a cell (E2) may be shown in another way than was read; "" for no cell."""
    return f"单元格{cell}是数值或日期，表格里显示成什么样读不出来，请照表格上的样子改写" if cell else ""
