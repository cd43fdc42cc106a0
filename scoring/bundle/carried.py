"""Reads a sealed report PDF: its own checksum, and the files it carries, each within bounds."""

from __future__ import annotations

import hashlib
import io
import os
import zlib
from typing import TYPE_CHECKING

from scoring.bundle.archive import HostileError, Reader
from scoring.bundle.sealed_report import CARRIED, MANIFEST, PACKS, SEALED
from scoring.record import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pikepdf

__all__ = ["Seal", "carried_files", "differing", "lay_out", "read_seal"]

LARGEST = 256 << 20
ONE = 32 << 20


@record
class Seal:
    """What the seal of a PDF covers (`original`), whether its checksum is right, whether the length it names makes sense,
    and how many bytes were appended later (a signature, notes)."""

    original: bytes
    intact: bool
    whole: bool
    appended: int


def read_seal(path: str) -> Seal:
    """Check the checksum of the PDF at `path`. Raises HostileError where it is no sealed report, and OSError."""
    if os.path.getsize(path) > LARGEST:
        raise HostileError("PDF 太大，不像本工具生成的报告")
    with open(path, "rb") as file:
        data = file.read()
    places = list(SEALED.finditer(data))
    if len(places) != 1:
        raise HostileError("不是本工具生成的带校验的报告，或者封记被改动过")
    (place,) = places
    length = int(place[2])
    if not place.end() < length <= len(data):
        return Seal(original=data, intact=False, whole=False, appended=0)
    original = data[:length]
    blank = original[: place.start(1)] + b"0" * 64 + original[place.end(1) :]
    right = hashlib.sha256(blank).hexdigest().encode("ascii") == place[1]
    return Seal(original=original, intact=right, whole=True, appended=len(data) - length)


def carried_files(data: bytes) -> dict[str, bytes]:
    """The files inside. Nothing in the PDF is run, and nothing outside it is opened. Raises HostileError."""
    import pikepdf

    from scoring.pdfs import guard

    guard()
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            found: dict[str, bytes] = {}
            for name, spec in pdf.attachments.items():
                if name in CARRIED:
                    if name in found:
                        raise HostileError(f"附件 {name} 有两份")
                    found[name] = _unpacked(spec.obj.EF.F, name)
            return found
    except HostileError:
        raise
    except pikepdf.PasswordError as error:
        raise HostileError("PDF 加了密码，打不开") from error
    except Exception as error:  # a hostile PDF raises nearly anything
        raise HostileError("PDF 已损坏，读不出附件") from error


def _unpacked(stream: pikepdf.Object, name: str) -> bytes:
    raw = bytes(stream.read_raw_bytes())
    packing = stream.get("/Filter")
    if packing is None:
        data = raw
    elif str(packing) == "/FlateDecode" and "/DecodeParms" not in stream:
        try:
            data = zlib.decompressobj().decompress(raw, ONE + 1)
        except zlib.error:
            data = b""  # whoever compares it with its checksum names it
    else:
        raise HostileError(f"附件 {name} 的压缩方法不对")
    if len(data) > ONE:
        raise HostileError(f"附件 {name} 解开后太大，可能是压缩炸弹")
    return data


def differing(files: Mapping[str, bytes], listed: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The carried files that are not those of the list, each with what is wrong in Chinese."""
    for name in sorted({*listed, *files} - {MANIFEST}):
        noted, data = listed.get(name), files.get(name)
        if data is None:
            yield name, f"缺少附件 {name}"
        elif not isinstance(noted, dict):
            yield name, f"多出附件 {name}，清单里没有"
        elif hashlib.sha256(data).hexdigest() != noted.get("sha256"):
            yield name, f"附件 {name} 被改动过"


def lay_out(files: Mapping[str, bytes], folder: str) -> bool:
    """Write submission, references and packs below `folder`, as they lie in a bundle; False where the submission or the
    packs are not there. Raises HostileError for packs that cannot be unpacked safely, and OSError."""
    if "submission.yaml" not in files or PACKS not in files:
        return False
    os.makedirs(os.path.join(folder, "submission"))
    for name in ("submission.yaml", "references.yaml"):
        if name in files:
            with open(os.path.join(folder, "submission", name), "xb") as sink:
                sink.write(files[name])
    try:
        reader = Reader(io.BytesIO(files[PACKS]))
        for entry in reader.entries:
            target = os.path.join(folder, "criteria", *entry.name.split("/"))
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with open(target, "xb") as sink:
                reader.digest(entry, sink)
    except HostileError as hostile:
        raise HostileError(f"附件 {PACKS}：{hostile}") from hostile
    return True
