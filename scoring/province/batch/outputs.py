"""Writes what a run leaves behind, from its state and in the order of the keys, each file whole or not at all."""

from __future__ import annotations

import contextlib
import json
import os
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence

from scoring.base.files import replacing, write_atomic
from scoring.base.reading import open_regular
from scoring.province.batch.model import State
from scoring.province.batch.refusals import compact
from scoring.province.batch.standing import Head
from scoring.province.batch.store import Store

__all__ = [
    "CARDS",
    "MADE_REFERENCES",
    "RANKING",
    "REPORTS",
    "RESULTS",
    "WITH_CARD",
    "line_of",
    "sweep",
    "write_cards",
    "write_json",
    "write_results",
]

RESULTS, RANKING, CARDS, REPORTS = "results.jsonl", "ranking.json", "cards", "reports"
MADE_REFERENCES = "references.yaml"
"""The file of references that a run writes beside its results, where it computed any."""
SCHEMA = "scoring.batch-line/1"
WITH_CARD = (State.SCORED, State.REPEATED, State.RIVAL)


def write_results(store: Store, heads: Sequence[Head], kinds: Mapping[str, str], folder: str) -> None:
    """One line of JSON for each input, its card last; the file is never held in memory."""
    with replacing(os.path.join(folder, RESULTS)) as temporary, open(temporary, "wb") as stream:
        for head in heads:
            stream.write(line_of(store, head, kinds[head.key]))


def line_of(store: Store, head: Head, kind: str) -> bytes:
    """The line of one input. The card stands in it as the worker wrote it."""
    front = {
        "schema": SCHEMA,
        "input": head.key,
        "kind": kind,
        "state": head.state.value,
        "same_as": head.same_as or None,
        "city": head.city or None,
        "criteria": head.criteria or None,
        "problems": list(head.problems),
    }
    start = compact(front)
    card = zlib.decompress(store.card(head.key)) if head.state in WITH_CARD else b"null"
    return start[:-1].encode("utf-8", "backslashreplace") + b',"card":' + card + b"}\n"


def write_cards(
    store: Store,
    heads: Sequence[Head],
    names: Mapping[str, str],
    folder: str,
    told: Callable[[int, int, str], None] | None = None,
) -> Iterator[str]:
    """The card of each scored input in a file of its own, the data that `scoring score --format json` prints; yields the
    names. A file that holds the same already is left alone."""
    os.makedirs(os.path.join(folder, CARDS), exist_ok=True)
    due = [head for head in heads if head.state in WITH_CARD]
    store.note_outputs(f"{CARDS}/{names[head.key]}.json" for head in due)
    for number, head in enumerate(due, start=1):
        card = zlib.decompress(store.card(head.key))
        problems = compact(list(head.problems)).encode("utf-8", "backslashreplace")
        name = f"{CARDS}/{names[head.key]}.json"
        _write(os.path.join(folder, name), card[:-1] + b',"problems":' + problems + b"}\n")
        if told is not None:
            told(number, len(due), head.key)
        yield name


def write_json(path: str, value: object) -> None:
    """Indented JSON, whole or not at all; its text is never held in memory."""
    with (
        replacing(path) as temporary,
        open(temporary, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream,
    ):
        stream.writelines(json.JSONEncoder(ensure_ascii=False, indent=2).iterencode(value))
        stream.write("\n")


def sweep(store: Store, due: set[str], folder: str, ours: Callable[[str, str], bool]) -> None:
    """Take away what an earlier run wrote here and this one would not; nothing else is touched, whatever stands in the
    state of a folder that came from elsewhere, nor what somebody has changed since (`ours` tells by what is in it)."""
    gone = sorted(name for name in store.outputs() - due if _ours(name))
    for name in gone:
        with contextlib.suppress(FileNotFoundError):
            if ours(name, folder):
                os.unlink(os.path.join(folder, name))
    store.drop_outputs(gone)
    for name in (CARDS, REPORTS):
        with contextlib.suppress(OSError):
            os.rmdir(os.path.join(folder, name))  # only when it is empty


def _ours(name: str) -> bool:
    """Whether a run can have written a file of that name."""
    folder, _, file = name.rpartition("/")
    return folder in ("", CARDS, REPORTS) and file not in ("", ".", "..") and "\\" not in file and "\0" not in file


def _write(path: str, data: bytes) -> None:
    try:
        with open_regular(path) as stream:
            if stream.read(len(data) + 1) == data:
                return
    except OSError:
        pass
    write_atomic(path, data, sync=False)
