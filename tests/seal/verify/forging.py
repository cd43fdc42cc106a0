"""How bundles are forged for the tests, and what a check says of them."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pikepdf

from scoring.base.marks import STAMPED
from scoring.seal.archive import MARK, write
from scoring.seal.contents import canonical, fingerprint, guide_text
from scoring.seal.verify import State, VerificationReport
from tests.seal.bundle.conftest import City

__all__ = ["Files", "bad", "contents", "packed", "resealed"]


Files = dict[str, bytes]
OWN = ("manifest.json", "VERIFY.md")


def contents(city: City) -> Files:
    with ZipFile(city.bundle) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: Files, path: Path, *, mend: bool = False) -> Path:
    """An archive in the right form; `mend` writes a manifest and a page of explanation (unless that is what was forged)
    that fit the files, as a clever forger would."""
    if mend:
        manifest = json.loads(files["manifest.json"])
        own = json.loads(files["manifest.json"])["files"].get("VERIFY.md", {}).get("sha256")
        if "VERIFY.md" in files and hashlib.sha256(files["VERIFY.md"]).hexdigest() == own:
            content = {name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name not in OWN}
            files = {**files, "VERIFY.md": guide_text(manifest["city"], fingerprint(content), tuple(sorted(files)))}
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


def resealed(report: Path, path: Path, change: Callable[[pikepdf.Pdf], None]) -> Path:
    """A report changed by someone who knows how the checksum of the whole is made."""
    with pikepdf.open(report) as pdf:
        change(pdf)
        place = pdf.Root.ScoringSeal
        blank = b"scoring-seal/1 sha256 " + b"0" * 64 + b" length " + b"0" * 12
        place.write(blank)
        pdf.save(path, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    data = path.read_bytes()
    (found,) = STAMPED.finditer(data)
    data = data[: found.start(2)] + b"%012d" % len(data) + data[found.end(2) :]
    total = hashlib.sha256(data).hexdigest().encode()
    path.write_bytes(data[: found.start(1)] + total + data[found.end(1) :])
    return path


def bad(found: VerificationReport) -> list[str]:
    return [one.text for one in found.findings if one.state is State.BAD]
