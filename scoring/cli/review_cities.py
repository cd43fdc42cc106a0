"""All cities whose submissions lie in folders: what `review init` and `check` of many go through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from scoring.base.characters import alike
from scoring.cli import console
from scoring.cli.console import visible
from scoring.cli.messages import tell
from scoring.cli.review_city import City, city
from scoring.model.submission import UNNAMED

__all__ = ["Named", "cities"]


class Named(Struct, frozen=True, kw_only=True):
    """A city with the name of a folder for its files (its own, or of its input where it has none) and the file it was read
    from; `city` is None where it cannot be used, which was told."""

    name: str
    file: str
    city: City | None


def cities(paths: Sequence[str], *, references: str | None, criteria_path: tuple[str, ...]) -> Iterator[Named]:
    """Every city below `paths`, one after the other; what is taken out of a bundle is gone when the next one comes. The
    same submission met again is left out, and of two different ones of a city the second cannot be used."""
    from scoring.province.batch.folder import names_of
    from scoring.province.batch.intake import find
    from scoring.province.ranking.duplicates import Entrant, Resolution, resolve_duplicates

    taken = find(paths, "", references)
    for closed in taken.closed:
        tell((closed.problem,))
        yield Named(name="", file=closed.key, city=None)
    met: dict[str, Entrant] = {}
    names: set[str] = set()
    for one in taken.inputs:
        with city(one.path, references=references, criteria_path=criteria_path, quiet=True) as found:
            if found is None:
                yield Named(name="", file=one.path, city=None)
                continue
            submission = found.loaded.submission
            entry = Entrant(key=one.key, city=submission.city, digest=submission.digest)
            called = one.key if submission.city == UNNAMED else submission.city.replace("/", "_")
            earlier = met.get(alike(called))
            resolution = Resolution() if earlier is None else resolve_duplicates([earlier, entry])[1]
            if resolution.problem is not None:
                console.message(
                    f"{visible(one.key)}：{resolution.problem.message}\n  怎么办：{resolution.problem.hint}"
                )
                yield Named(name="", file=one.path, city=None)
            elif not resolution.same_as:
                met[alike(called)] = entry
                name = names_of([called])[called]
                name = f"{name}-{len(names) + 1}" if name in names else name
                names.add(name)
                yield Named(name=name, file=one.path, city=found)
