"""Refresh golden files: `python -m tests.rebaseline [WORD…]` (only cases whose name holds every WORD).

Any folder `tests/` may hold a `golden.py` with `cases() -> Iterable[Case]`; nothing has to be registered here.
What this writes is then read by a person in `git diff`: a golden file is a claim about what users should see.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Case:
    """One golden file: a name for messages, where it lies, and how its bytes are made."""

    name: str
    path: Path
    produce: Callable[[], bytes]


def cases() -> Iterator[Case]:
    """The cases of every area."""
    for module in sorted(HERE.rglob("golden.py")):
        name = ".".join(("tests", *module.relative_to(HERE).with_suffix("").parts))
        yield from importlib.import_module(name).cases()


def main(words: list[str]) -> int:
    changed = 0
    for case in cases():
        if not all(word in case.name for word in words):
            continue
        made = case.produce()
        if case.path.exists() and case.path.read_bytes() == made:
            continue
        case.path.parent.mkdir(parents=True, exist_ok=True)
        case.path.write_bytes(made)
        changed += 1
        print(f"rewrote {case.path.relative_to(HERE.parent)}")
    print(f"{changed} changed; read them in git diff before you commit")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
