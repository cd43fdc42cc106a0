"""The shipped pack several times over: what cost grows with. `python -m benchmarks.synthetic 10 OUT` writes one to look at.

`write_pack` copies the sections of liaoning-2022 with their rule tests; the names of each copy bear its number, everywhere, so
that its quotes stay verbatim to its own sentences. `write_city` fills one in. Both are invented and say so.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path

from scoring.loading import load_criteria
from scoring.model.criteria import Criteria
from tools.sample_cities import REFERENCES, city_text

__all__ = ["pack_name", "write_city", "write_pack"]

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "criteria" / "liaoning-2022"
NUMBER = re.compile(r'(\bid: "|section: "|item: "|^ +"|[{ ,])([1-6])(?="$|",|"\n|\.\d+[-"])', re.M)
"""The number of a section, alone or before that of an item or a clause."""
SECTIONS = 6
"""Sections of the shipped pack; it has 28 items, 45 clauses and about 70 facts."""


def pack_name(times: int, facts: int = 0) -> str:
    """The id of such a pack."""
    return f"synthetic-{times}-{facts}"


def write_pack(times: int, folder: Path, *, facts: int = 0, tests: bool = True) -> str:
    """Write the pack `times` over below `folder`, with so many more `facts` that no clause reads; gives its id."""
    name = pack_name(times, facts)
    place = folder / name
    (place / "tests").mkdir(parents=True, exist_ok=True)
    text = (SOURCE / "pack.yaml").read_text("utf-8")
    before, after = text.split("\nsections:\n")
    own, after = after.split("\nprofile:\n")
    sections = "".join(own if not copy else _renamed(own, copy) for copy in range(times))
    more = "".join(f"  附加情况{at}: {{type: count, unit: 个, ask: 有多少？}}\n" for at in range(facts))
    before = before.replace("id: liaoning-2022", f"id: {name}").replace("\npoints: 100", f"\npoints: {100 * times}")
    (place / "pack.yaml").write_text(f"{before}\nsections:\n{sections}\nprofile:\n{more}{after}", "utf-8")
    for path in sorted(SOURCE.glob("section-*.yaml")):
        number = int(path.stem.removeprefix("section-"))
        _copies(path, place, number, times)
        if tests:
            _copies(SOURCE / "tests" / path.name, place / "tests", number, times)
    return name


def write_city(times: int, number: int, path: Path, *, facts: int = 0, missing: int = 0) -> None:
    """Write an invented city to such a pack, each copy answered like the first; of every `missing` answers one is left out."""
    text = city_text(_source(), number, unfilled=0, barred=0)
    head, body = text.replace("指标体系: liaoning-2022", f"指标体系: {pack_name(times, facts)}").split("自评:\n")
    more = "".join(f"  附加情况{at}: {at}\n" for at in range(facts))
    head = head.replace("\n申报资格:", f"{more}\n申报资格:")
    given = REFERENCES.rstrip().replace("\n", "\n  ")
    lines = enumerate(body.splitlines(keepends=True))
    kept = "".join(one for at, one in lines if not (missing and at % missing == 0 and one.startswith("    ")))
    copies = "".join(_renamed(kept, copy) if copy else kept for copy in range(times))
    path.write_text(f"{head}参照值:\n  {given}\n\n自评:\n{copies}", "utf-8")


def _copies(source: Path, folder: Path, number: int, times: int) -> None:
    text = source.read_text("utf-8")
    for copy in range(times):
        made = text if not copy else _renamed(text, copy)
        (folder / f"section-{number + SECTIONS * copy}.yaml").write_text(made, "utf-8")


def _renamed(text: str, copy: int) -> str:
    """The text of one copy: its own names, and its own numbers of sections, items and clauses."""
    own, every = _names()
    text = every.sub(lambda found: f"{found[0]}{copy}" if found[0] in own else found[0], text)
    return NUMBER.sub(lambda found: f"{found[1]}{int(found[2]) + SECTIONS * copy}", text)


@cache
def _names() -> tuple[frozenset[str], re.Pattern[str]]:
    """The names that items declare; and any name of the pack, the longest first."""
    source = _source()
    items = source.items_by_id.values()
    own = [fact.name for item in items for fact in item.facts]
    own += [one.name for item in items for one in item.interpretations]
    shared = [*source.references_by_name, *(gate.name for gate in source.eligibility.gates)]
    every = sorted(map(re.escape, (*own, *shared)), key=len, reverse=True)
    return frozenset(own), re.compile("|".join(every))


@cache
def _source() -> Criteria:
    found = load_criteria(SOURCE.name, (str(SOURCE.parent),)).value
    assert found is not None
    return found


def main(arguments: list[str]) -> int:
    """Write one pack and a city to it."""
    times, folder = int(arguments[0]), Path(arguments[1])
    name = write_pack(times, folder)
    found = load_criteria(name, (str(folder),))
    if found.value is None:
        print("\n".join(str(one) for one in found.problems[:10]))
        return 1
    write_city(times, 1, folder / "submission.yaml")
    print(f"{name}：{len(found.value.items_by_id)} 项，{len(found.value.facts_by_name)} 个填报项。")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
