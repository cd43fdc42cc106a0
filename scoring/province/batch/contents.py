"""What the result of an input depends on, as one key: where it is the same, nothing is done again."""

from __future__ import annotations

import hashlib
import os
import sys

from scoring import load
from scoring.base.reading import open_regular, read_bytes
from scoring.province.batch import reviewing
from scoring.province.batch.keys import digest, pack_key, program, text_parts
from scoring.province.batch.model import Input, Kind, Settings
from scoring.province.batch.sniff import pack_named

__all__ = ["Contents"]

LARGEST_SEALED = 1 << 32
"""No bundle is larger (`bundle.archive`), and no report nearly as large."""
FORM = b"batch-1"
"""Changes whenever what is kept of a result changes its form."""


class Contents:
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
            if one.kind is Kind.SUBMISSION:
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
        place = os.path.abspath(one.path) if one.kind is Kind.SUBMISSION else ""
        parts = [self.common, pack, plain.encode(), *text_parts((one.key, one.kind.value, place))]
        return digest(parts), plain

    def reviewed(self, city: str, submission: str) -> str:
        """What stands for the reviews of the city with that file (its SHA-256), as `Done.reviews` does."""
        return "" if self.reviews is None else self.reviews.key(city, submission)

    def _pack(self, name: str) -> bytes:
        found = self.packs.get(name)
        if found is None:
            folder = load.find_pack(name, self.search).value if name else None
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
