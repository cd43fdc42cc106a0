"""Keys of what a batch keeps: over everything a result depends on, so that what is found under one is still true."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from functools import cache

from scoring import __version__, load
from scoring.base.files import file_digest
from scoring.base.guard import PACK, protect
from scoring.base.reading import read_bytes

__all__ = ["digest", "file_lines", "pack_key", "program", "text_parts"]

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
    the packs it rests on, looked for as `scoring.overlay` does; None when a file cannot be read or a base is not found."""
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
                    base = _base_of(data) if name == load.MAIN else base
        except OSError:
            return None
        if base == "":
            return "pack-" + digest(parts)
        beside = os.path.dirname(os.path.abspath(place))
        found = None if base is None else load.find_pack(base, (beside, *search)).value
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
