"""The submissions of many cities in one folder, for the commands of a review."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from scoring.base.characters import alike
from scoring.batch.folder import names_of
from scoring.batch.intake import find
from scoring.cli import console
from scoring.cli.console import visible
from scoring.cli.messages import tell
from scoring.cli.review_inputs import City, open_city
from scoring.model.submission import UNNAMED
from scoring.province.ranking.duplicates import Entrant, Resolution, resolve_duplicates

__all__ = ["FolderCity", "open_cities"]


class FolderCity(Struct, frozen=True, kw_only=True):
    """A city found in a folder.

    name: of a folder for its files: its own, or of its input where it has none
    file: what it was read from
    city: None where it cannot be used, which was told
    """

    name: str
    file: str
    city: City | None


def open_cities(paths: Sequence[str], references: str | None, criteria_path: tuple[str, ...]) -> Iterator[FolderCity]:
    """Every city below `paths`, one after the other; what is taken out of a bundle is gone when the next one comes. The
    same submission met again is left out, and of two different ones of a city the second cannot be used."""
    taken = find(paths, "", references)
    for closed in taken.closed:
        tell((closed.problem,))
        yield FolderCity(name="", file=closed.key, city=None)
    met: dict[str, Entrant] = {}
    names: set[str] = set()
    for one in taken.inputs:
        with open_city(one.path, references, criteria_path, quiet=True) as found:
            if found is None:
                yield FolderCity(name="", file=one.path, city=None)
                continue
            entry = Entrant(key=one.key, city=found.name, digest=found.loaded.submission.digest)
            called = one.key if found.name == UNNAMED else found.name.replace("/", "_")
            earlier = met.get(alike(called))
            resolution = Resolution() if earlier is None else resolve_duplicates([earlier, entry])[1]
            if resolution.problem is not None:
                console.message(
                    f"{visible(one.key)}：{resolution.problem.message}\n  怎么办：{resolution.problem.hint}"
                )
                yield FolderCity(name="", file=one.path, city=None)
            elif not resolution.same_as:
                met[alike(called)] = entry
                name = names_of([called])[called]
                name = f"{name}-{len(names) + 1}" if name in names else name
                names.add(name)
                yield FolderCity(name=name, file=one.path, city=found)
