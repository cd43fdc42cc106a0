"""What stands in a folder of results from a run whose state is gone (`--fresh`, damaged, removed, of another version):
its own list of results tells, so that nothing of it is left beside the results of this run as if it were one of them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

from scoring.base.reading import open_regular
from scoring.province.batch.naming import names_of
from scoring.province.batch.outputs import CARDS, REPORTS, RESULTS
from scoring.province.batch.papers import BASES, paper_names
from scoring.province.batch.store import Store

__all__ = ["recall"]

FRONT = 1 << 20
"""Only the front of a line is needed, which is far shorter."""


def recall(store: Store, folder: str) -> None:
    """Note the files of the run before, where the state knows of none. Raises OSError and sqlite3.Error."""
    if store.outputs():
        return
    keys: dict[str, bool] = {}
    packs: set[str] = set()
    for key, pack, scored in _lines(os.path.join(folder, RESULTS)):
        keys[key] = scored
        packs |= {"", pack}
    names = [name for key, name in names_of(keys).items() if keys[key]]
    found = {name for pack in packs for reading in BASES for name in paper_names(pack, reading)}
    found.update(*((f"{CARDS}/{name}.json", f"{REPORTS}/{name}.pdf") for name in names))
    store.note_outputs(sorted(name for name in found if os.path.isfile(os.path.join(folder, name))))


def _lines(path: str) -> Iterator[tuple[str, str, bool]]:
    """Of each line that can be read the input, the pack and whether there is a card; a file that people changed is no reason to stop."""
    try:
        with open_regular(path) as stream:
            for line in stream:
                try:
                    start, _, card = line[:FRONT].partition(b',"card":')
                    front = json.loads(start + b"}")
                    yield str(front["input"]), str(front.get("criteria") or ""), card[:4] != b"null"
                except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
                    continue
    except FileNotFoundError:
        return
