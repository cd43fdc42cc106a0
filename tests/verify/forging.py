"""How bundles are forged for the tests, and what a check says of them."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from zipfile import ZipFile

from scoring.bundle.archive import MARK, write
from scoring.bundle.making import fingerprint
from scoring.bundle.result import canonical
from scoring.verify import State, Verdict
from tests.bundle.conftest import City

__all__ = ["Files", "bad", "contents", "packed"]


Files = dict[str, bytes]


def contents(city: City) -> Files:
    with ZipFile(city.bundle) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: Files, path: Path, *, mend: bool = False) -> Path:
    """An archive in the right form; `mend` writes a manifest that fits the files, as a clever forger would."""
    if mend:
        manifest = json.loads(files["manifest.json"])
        manifest["files"] = {
            name: {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
            for name, data in files.items()
            if name != "manifest.json"
        }
        sums = {name: one["sha256"] for name, one in manifest["files"].items() if name != "VERIFY.md"}
        manifest["fingerprint"] = fingerprint(sums)
        files = {**files, "manifest.json": canonical(manifest)}
    stream = io.BytesIO()
    write(stream, dict(files), MARK + hashlib.sha256(files["manifest.json"]).hexdigest().encode())
    path.write_bytes(stream.getvalue())
    return path


def bad(found: Verdict) -> list[str]:
    return [one.text for one in found.findings if one.state is State.BAD]
