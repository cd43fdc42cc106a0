"""A small cache of validated data in the user's own cache folder, so that a second run need not read YAML again.

Entries are pickles, so only what nobody else could have written is believed: the folder and the file must belong to
this user and be closed to writing by others. Anything odd (missing, corrupt, foreign, unwritable) is a miss, never an
error. Keys hold everything the data depends on; see docs/decisions/0010-start-up-cache.md.
"""

from __future__ import annotations

import os
import os.path
import stat
import sys

from scoring import __version__
from scoring.guard import PACK, protect
from scoring.reading import open_regular, read_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["MISSING", "Missing", "digest", "find_pack", "folder", "load", "pack_key", "save", "stamp", "text_parts"]

MAGIC = b"scoring-cache-1\n"
KEEP = 400
"""How many entries stay; the oldest go first."""
PRIVATE = 0o700
MOST_LAYERS = 5
_stamp: list[bytes] = []


class Missing:
    """The type of MISSING, which is what `load` returns on a miss (None is a value that can be cached)."""


MISSING = Missing()


def digest(parts: Iterable[bytes]) -> str:
    """The SHA-256 (hex) of `parts`, each with its length before it so that no two lists read alike."""
    try:
        from _sha2 import sha256  # type: ignore[import-not-found,unused-ignore]  # Python ≥ 3.12
    except ImportError:
        try:
            from _sha256 import sha256  # type: ignore[import-not-found,unused-ignore]  # 3.11
        except ImportError:
            from hashlib import sha256  # loads OpenSSL: 5 ms
    total = sha256()
    for part in parts:
        total.update(b"%d " % len(part))
        total.update(part)
    return str(total.hexdigest())


def stamp() -> tuple[bytes, ...]:
    """What tells one state of the program from another: version, Python, names, sizes and times of the source files. Looked
    up once: what this process runs is what it found when it began."""
    if not _stamp:
        _stamp.append(digest(_looked_up()).encode())
    return tuple(_stamp)


def _looked_up() -> tuple[bytes, ...]:
    root = os.path.dirname(os.path.abspath(__file__))
    found = []
    waiting = [root]
    while waiting:
        place = waiting.pop()
        try:
            with os.scandir(place) as entries:
                for entry in entries:
                    if entry.name.endswith(".py"):
                        about = entry.stat()
                        found.append(f"{entry.path} {about.st_size} {about.st_mtime_ns}")
                    elif "." not in entry.name and not entry.name.startswith("_") and entry.is_dir():
                        waiting.append(entry.path)
        except OSError:
            found.append(f"{place} ?")
    return (__version__.encode(), sys.version.encode(), *text_parts(sorted(found)))


def text_parts(texts: Iterable[str]) -> tuple[bytes, ...]:
    """Texts as parts of a key; file names that are no valid text are kept apart too."""
    return tuple(text.encode("utf-8", "surrogatepass") for text in texts)


def pack_key(place: str, about: tuple[bytes, ...], search: Iterable[str] = ()) -> str | None:
    """The key of the pack in the folder `place`, over its path and every YAML file in it and the program's stamp
    `about`, and for an overlay the same of the packs it rests on, looked for as `scoring.overlay` does; None when a
    file cannot be read or a base is not found."""
    parts = [*about]
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
                    base = _base_of(data) if name == "pack.yaml" else base
        except OSError:
            return None
        if base == "":
            return "pack-" + digest(parts)
        found = None if base is None else find_pack(base, (os.path.dirname(os.path.abspath(place)), *search))
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


def find_pack(name: str, search: Iterable[str]) -> str | None:
    """Where the pack of this id lies now, as `load.find_pack` would say, without importing it. A name that is a path
    gives None: what depends on it is not recalled."""
    if "/" in name or "\\" in name or os.path.isdir(name):
        return None
    for base in search:
        path = os.path.join(base, name)
        if os.path.isfile(os.path.join(path, "pack.yaml")):
            return path
    return None


def folder() -> str | None:
    """The cache folder (it need not exist), or None when caching is switched off or there is no place for it."""
    if os.environ.get("SCORING_NO_CACHE"):
        return None
    own = os.environ.get("SCORING_CACHE_DIR")
    if own:
        return os.path.abspath(own)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME", "") or os.path.expanduser("~/.cache")
    return os.path.join(base, "demo-city-scoring") if os.path.isabs(base) else None


def load(key: str) -> object:
    """The value saved under `key`, or MISSING."""
    place = folder()
    if place is None or not _ours(place, directory=True):
        return MISSING
    path = os.path.join(place, key)
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
        with open(descriptor, "rb") as stream:
            if not _safe(os.fstat(descriptor), directory=False):
                return MISSING
            data = stream.read()
    except OSError:
        return MISSING
    head = len(MAGIC) + 64
    payload = data[head:]
    if data[: len(MAGIC)] != MAGIC or data[len(MAGIC) : head] != digest([payload]).encode():
        return MISSING
    try:
        from _pickle import loads  # the C half alone: importing `pickle` costs 4 ms more
    except ImportError:
        from pickle import loads
    try:
        value: object = loads(payload)
    except Exception:
        return MISSING
    return value


def save(key: str, value: object) -> None:
    """Keep `value` under `key`. Never fails: a cache that cannot be written is only slower."""
    place = folder()
    if place is None:
        return
    import contextlib

    try:
        from _pickle import PicklingError, dumps
    except ImportError:
        from pickle import PicklingError, dumps

    from scoring.files import write_atomic
    from scoring.guard import ProtectedError

    with contextlib.suppress(OSError, ProtectedError, PicklingError, TypeError, AttributeError, RecursionError):
        os.makedirs(place, mode=PRIVATE, exist_ok=True)
        if not _ours(place, directory=True):
            return
        payload = dumps(value, protocol=5)
        write_atomic(os.path.join(place, key), MAGIC + digest([payload]).encode() + payload, mode=0o600, sync=False)
        _prune(place)


def _ours(path: str, *, directory: bool) -> bool:
    try:
        return _safe(os.lstat(path), directory=directory)
    except OSError:
        return False


def _safe(about: os.stat_result, *, directory: bool) -> bool:
    """Whether only this user could have written it. Windows keeps the profile folder closed by its own lists."""
    if not (stat.S_ISDIR if directory else stat.S_ISREG)(about.st_mode):
        return False
    if os.name != "posix":
        return True
    return about.st_uid == os.geteuid() and not about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _is_key(name: str) -> bool:
    """Whether a file can be an entry by its name: whoever names a folder of their own for the cache keeps their files."""
    _, dash, sums = name.rpartition("-")
    return bool(dash) and len(sums) == 64 and set(sums) <= set("0123456789abcdef")


def _prune(place: str) -> None:
    with os.scandir(place) as entries:
        kept = [entry for entry in entries if _is_key(entry.name) and entry.is_file(follow_symlinks=False)]
        ages = sorted((entry.stat().st_mtime_ns, entry.path) for entry in kept)
    for _, path in ages[: max(len(ages) - KEEP, 0)]:
        with open_regular(path) as stream:
            ours = stream.read(len(MAGIC)) == MAGIC
        if ours:
            os.unlink(path)
