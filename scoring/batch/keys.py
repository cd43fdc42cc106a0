"""What the result of an input depends on, as one key over all of it and the stamps of its evidence files: where both are the
same, nothing is done again.

Two writes within one tick of a disk's clock can leave the same stamp (10 ms on Linux, 2 s on a FAT stick), so that of a
file written a moment ago says nothing yet. See docs/decisions/0120-one-way-to-a-score.md."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Iterable, Iterator
from functools import cache

from scoring import __version__, packs
from scoring.base.files import file_digest
from scoring.base.guard import PACK, protect
from scoring.base.reading import open_regular, read_bytes
from scoring.batch import reviewing
from scoring.batch.detect import pack_named
from scoring.batch.model import Input, InputSource, Settings
from scoring.evidence import spellings

__all__ = [
    "ContentKeys",
    "FileStamps",
    "digest",
    "file_lines",
    "file_stamps",
    "pack_key",
    "program",
    "text_parts",
    "unchanged",
]

MOST_LAYERS = 5
HERE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def digest(parts: Iterable[bytes]) -> str:
    """The SHA-256 (hex) of `parts`, each with its length before it so that no two lists read alike."""
    total = hashlib.sha256()
    for part in parts:
        total.update(b"%d " % len(part))
        total.update(part)
    return total.hexdigest()


def text_parts(texts: Iterable[str]) -> tuple[bytes, ...]:
    """Texts as parts of a key; file names that are no valid text are kept apart too."""
    return tuple(text.encode("utf-8", "surrogatepass") for text in texts)


@cache
def program() -> str:
    """What tells one state of the program from another, on every machine alike. Worked out once: a process goes on with the
    program it began with, whatever becomes of the files."""
    return digest(text_parts([__version__, *file_lines([HERE], ".py")]))


def file_lines(folders: Iterable[str], ending: str) -> Iterator[str]:
    """Names and digests of the files below `folders`, in order; where the folders lie does not count."""
    for place, top in enumerate(folders):
        found = []
        for folder, below, names in os.walk(top):
            below[:] = [name for name in below if not name.startswith((".", "_"))]
            found += [os.path.join(folder, name) for name in names if name.endswith(ending)]
        for path in sorted(found):
            yield f"{place}/{os.path.relpath(path, top).replace(os.sep, '/')} {file_digest(path)}"


def pack_key(place: str, search: Iterable[str] = ()) -> str | None:
    """The key of the pack in the folder `place`, over its path and every YAML file in it, and for an overlay the same of
    the packs it rests on, looked for as `scoring.packs.overlay` does; None when a file cannot be read or a base is not found."""
    parts: list[bytes] = []
    seen: list[str] = []
    while place not in seen and len(seen) < MOST_LAYERS:
        seen.append(place)
        parts += text_parts((place, os.path.abspath(place)))
        base: str | None = ""
        try:
            for name in sorted(os.listdir(place)):
                if name.endswith(".yaml"):
                    protect(os.path.join(place, name), PACK)
                    data = read_bytes(os.path.join(place, name))
                    parts += [*text_parts((name,)), data]
                    base = _base_of(data) if name == packs.MAIN else base
        except OSError:
            return None
        if base == "":
            return "pack-" + digest(parts)
        beside = os.path.dirname(os.path.abspath(place))
        found = None if base is None else packs.find_pack(base, (beside, *search)).value
        if found is None:
            return None
        place = found
    return None


def _base_of(data: bytes) -> str | None:
    """The id a pack.yaml extends, read from its plain spelling; "" for none, None when it cannot be told this way."""
    if b"extends" not in data:
        return ""
    for line in data.split(b"\n"):
        key, colon, value = line.partition(b":")
        if key == b"extends" and colon:
            try:
                return value.partition(b"#")[0].strip(b" \t\r\"'").decode("utf-8") or None
            except UnicodeDecodeError:
                return None
    return None


LARGEST_SEALED = 1 << 32
"""No bundle is larger (`bundle.archive`), and no report nearly as large."""
FORM = b"batch-2"
"""Changes whenever what is kept of a result changes its form."""


class ContentKeys:
    """Makes keys; packs are looked at once. Made anew for each run, with the reviews that count in it."""

    def __init__(self, settings: Settings, reviews: reviewing.Reviews | None) -> None:
        self.search = settings.search
        self.packs: dict[str, bytes] = {}
        beside = (() if settings.references is None else (settings.references,)) + settings.previous
        given = [_bytes(path) for path in beside]
        self.reviews = reviews
        options = (
            settings.references or "",
            "" if settings.as_of is None else settings.as_of.isoformat(),
            settings.basis.value,
            str(settings.evidence),
            str(settings.reports is not None),
            program(),
            sys.version,
            *settings.previous,
            "" if self.reviews is None else str(self.reviews.settings),
        )
        self.common = digest([FORM, *text_parts(options), *given]).encode()

    def digest(self, one: Input) -> tuple[str, str]:
        """The key of an input as its file is now, and the SHA-256 of the file; both empty where it cannot be read."""
        try:
            if one.kind is InputSource.SUBMISSION:
                data = read_bytes(one.path)
                plain = hashlib.sha256(data).hexdigest()
                pack = self._pack(pack_named(data))
            else:
                with open_regular(one.path) as stream:
                    if stream.seek(0, os.SEEK_END) > LARGEST_SEALED:  # nothing of ours; opening it says so at once
                        return "", ""
                    stream.seek(0)
                    plain = hashlib.file_digest(stream, "sha256").hexdigest()
                pack = self._packs()
        except OSError:
            return "", ""
        beside = (InputSource.SUBMISSION, InputSource.WORKBOOK)  # what lies beside them counts
        place = os.path.abspath(one.path) if one.kind in beside else ""
        parts = [self.common, pack, plain.encode(), *text_parts((one.key, one.kind.value, place))]
        return digest(parts), plain

    def reviewed(self, city: str, submission: str) -> str:
        """What stands for the reviews of the city with that file (its SHA-256), as `TaskResult.reviews` does."""
        return "" if self.reviews is None else self.reviews.key(city, submission)

    def _pack(self, name: str) -> bytes:
        found = self.packs.get(name)
        if found is None:
            folder = packs.find_pack(name, self.search).value if name else None
            key = None if folder is None else pack_key(folder, self.search)
            found = self.packs[name] = (key or "").encode()
        return found or self._packs()

    def _packs(self) -> bytes:
        """All packs there are, for an input whose pack cannot be told from outside."""
        found = self.packs.get("")
        if not found:
            keys = []
            for base in self.search:
                names = sorted(os.listdir(base)) if os.path.isdir(base) else []
                keys += [
                    pack_key(os.path.join(base, name), self.search) or name
                    for name in names
                    if os.path.isfile(os.path.join(base, name, "pack.yaml"))
                ]
            found = self.packs[""] = digest(text_parts(keys)).encode()
        return found


def _bytes(path: str) -> bytes:
    try:
        return read_bytes(path)
    except OSError:
        return b"?"


FileStamps = tuple[tuple[str, str], ...]
"""Paths, and the stamp of what was there."""
QUIET = 2_000_000_000
"""For how long (nanoseconds) nothing may have been written to a file whose stamp is to be trusted."""
RECENT = "recent"
"""Stands for a stamp that cannot be trusted yet: it never counts as unchanged."""
ABSENT = ""


def file_stamps(names: Iterable[str], base: str) -> FileStamps:
    """The stamp of every spelling of every one of `names` below the folder `base`."""
    wanted = dict.fromkeys(spelling for name in names if "\0" not in name for spelling in spellings(name))
    paths = [os.path.join(base, name) for name in wanted]
    return tuple((path, _trusted(path)) for path in paths)


def unchanged(stamps: FileStamps) -> bool:
    """Whether everything is as it was."""
    return all(_stamp(_stat(path)) == before for path, before in stamps)


def _trusted(path: str) -> str:
    """The stamp; RECENT where the last write was a moment ago, or lies ahead of this machine's clock."""
    about = _stat(path)
    if about is not None and max(about.st_mtime_ns, about.st_ctime_ns) > _now() - QUIET:
        return RECENT
    return _stamp(about)


def _stat(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except (OSError, ValueError):
        return None


def _stamp(about: os.stat_result | None) -> str:
    if about is None:
        return ABSENT
    return f"{about.st_mode} {about.st_ino} {about.st_size} {about.st_mtime_ns} {about.st_ctime_ns}"


def _now() -> int:
    return time.time_ns()
