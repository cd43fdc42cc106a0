"""Which characters of a submission, of the references beside it and of its pack a report could not print."""

from __future__ import annotations

import glob
import os.path
from collections.abc import Iterator, Mapping, Sequence

from scoring.base.errors import Problem
from scoring.base.reading import LARGEST, open_regular
from scoring.documents.nodes import Document
from scoring.documents.strict import read_document
from scoring.model.criteria import Criteria
from scoring.packs import find_pack, read_pack
from scoring.reports.render import glyphs
from scoring.reports.render.fonts import FontSet, bundled
from scoring.reports.render.glyphs import printable_everywhere

__all__ = ["unprintable_texts"]


def unprintable_texts(
    criteria: Criteria,
    search: Sequence[str],
    paths: Sequence[str | None],
    *,
    names: Mapping[str, str] | None = None,
    fonts: FontSet | None = None,
) -> tuple[Problem, ...]:
    """A question for each character in the files at `paths` (a submission, references) and in the pack that no face of
    `fonts` (default: the bundled ones) has, with its place. `names` is what messages call the files.
    """
    suspects = [*_suspects(criteria, search, paths, names or {})]
    if not suspects:
        return ()
    have = glyphs.covered(fonts or FontSet(files=bundled()))
    return tuple(problem for one in suspects for problem in glyphs.unprintable(one, have))


def _suspects(
    criteria: Criteria, search: Sequence[str], paths: Sequence[str | None], names: Mapping[str, str]
) -> Iterator[Document]:
    """The files that hold more than the characters every face has."""
    for path in paths:
        found = None if path is None or _plain(path) else read_document(path, names.get(path, path)).value
        if found is not None:
            yield found
    for name in (criteria.id, *(base.id for base in criteria.extends)):
        folder = find_pack(name, search).value
        if folder is None or all(_plain(path) for path in glob.glob(os.path.join(glob.escape(folder), "*.yaml"))):
            continue
        source = read_pack(folder).value
        if source is not None:
            yield from (source.main, *source.sections)


def _plain(path: str) -> bool:
    """Whether a file holds nothing but characters that every face has, none of them written as a number."""
    if not os.path.isfile(path):
        return True
    with open_regular(path) as stream:
        data = stream.read(LARGEST)
    try:
        return b"\\U" not in data and b"\\u" not in data and printable_everywhere(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return False
