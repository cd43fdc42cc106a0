"""A self-assessment in whatever form it is handed over: a file, a filled workbook, a bundle or a sealed report."""

from __future__ import annotations

import contextlib
import os
import os.path
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from scoring.base.errors import Problem, Result
from scoring.base.files import looks_sealed
from scoring.base.tempfiles import workspace
from scoring.exchange.filling import submission_of_book
from scoring.exchange.reading import BOOKS
from scoring.exchange.submitted import Submitted, open_submitted, submitted

__all__ = ["ENDINGS", "Brought", "brought"]

ENDINGS = (".yaml", ".yml", ".zip", ".pdf", *BOOKS)
"""How the names of such files end."""


class Brought(Struct, frozen=True, kw_only=True):
    """What was handed over.

    documents: the files that came with it, by their path as the submission writes it: where each lies, until the block ends
    references: whether a file of references came with it
    pack_at_hand: False where only the bundle or report itself holds the pack
    """

    submitted: Submitted
    documents: Mapping[str, str] = {}
    references: bool = False
    pack_at_hand: bool = True


@contextlib.contextmanager
def brought(path: str, search: Sequence[str], trusted: Sequence[str], shown: str = "") -> Iterator[Result[Brought]]:
    """What the file at `path` amounts to; what was unpacked is gone when the block ends. Its problems are those of the handing
    over; what the answers ask is told where they are used.

    search: where to look for the pack of a plain file; trusted: the same for what comes sealed; shown: what messages call it
    ("": its path). Raises OSError where there is no room to unpack.
    """
    from scoring.seal.opening import (  # it loads pikepdf, which no page needs
        PackState,
        open_sealed,
    )

    name = shown or path
    if path.lower().endswith(BOOKS):
        made = submission_of_book(path, search, name)
        read = Result[Submitted](value=None) if made.value is None else submitted(made.value, name, search)
        yield _brought(made.problems, read)
    elif not looks_sealed(path):
        yield _brought((), open_submitted(path, search, name))
    else:
        with workspace("brought") as folder:
            opened = open_sealed(path, folder, search=tuple(trusted), shown=name)
            if opened.value is None:
                yield Result(value=None, problems=opened.problems)
                return
            one = opened.value
            yield _brought(
                opened.problems,
                open_submitted(one.submission, one.search, one.names[one.submission]),
                documents=_files(one.submission, one.references) if one.evidence else {},
                references=one.references is not None,
                pack_at_hand=one.pack_state is not PackState.UNKNOWN,
            )


def _brought(
    before: Sequence[Problem],
    read: Result[Submitted],
    *,
    documents: Mapping[str, str] | None = None,
    references: bool = False,
    pack_at_hand: bool = True,
) -> Result[Brought]:
    if read.value is None:
        return Result(value=None, problems=(*before, *read.problems))
    value = Brought(submitted=read.value, documents=documents or {}, references=references, pack_at_hand=pack_at_hand)
    return Result(value=value, problems=tuple(before))


def _files(submission: str, references: str | None) -> dict[str, str]:
    """Every file that lies with a submission by its path from there, with forward slashes."""
    folder, found = os.path.dirname(submission), {}
    for place, _folders, names in os.walk(folder):
        for path in (os.path.join(place, name) for name in names):
            if path not in (submission, references):
                found[os.path.relpath(path, folder).replace(os.sep, "/")] = path
    return found
