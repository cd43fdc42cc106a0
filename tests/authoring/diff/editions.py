"""Two editions of the small pack of the overlay tests, the second with a few texts replaced."""

from __future__ import annotations

from scoring import packs
from scoring.authoring.diff import ItemDiff, PackDiff, diff
from scoring.documents import strict
from scoring.documents.nodes import Document, PackSource
from scoring.model.criteria import Criteria
from tests.overlay.layers import BASE

Edits = tuple[tuple[str, str, str], ...]


def edited(*edits: tuple[str, str, str]) -> dict[str, str]:
    """The small pack's files with (file, old text, new text) replaced; each old text stands there once."""
    files = dict(BASE)
    for name, old, new in edits:
        assert files[name].count(old) == 1, (name, old)
        files[name] = files[name].replace(old, new)
    return files


def made(files: dict[str, str]) -> Criteria:
    documents = {name: _document(name, text) for name, text in files.items()}
    main = documents.pop("pack.yaml")
    source = PackSource(folder="base", name="base", main=main, sections=tuple(documents.values()), digest="0")
    result = packs.criteria(source)
    assert result.value is not None, [(str(p.location), p.message) for p in result.problems]
    return result.value


def _document(name: str, text: str) -> Document:
    value = strict.parse_document(text.encode(), name).value
    assert value is not None
    return value


def compare(*edits: tuple[str, str, str], limit: int = 20_000) -> PackDiff:
    """The small pack against its edited edition."""
    return diff(made(dict(BASE)), made(edited(*edits)), case_limit=limit)


def only_item(found: PackDiff) -> ItemDiff:
    (item,) = found.items
    return item


def lines(item: ItemDiff) -> list[str]:
    """The regions under the default readings, as the terminal says them."""
    return [
        f"{region.text} 时：旧 {region.old} 新 {region.new}"
        for under in item.scores
        if not under.switched
        for region in under.regions
    ]
