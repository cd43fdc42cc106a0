"""Reads a sealed report PDF: its own checksum, and the files it carries, each within bounds."""

from __future__ import annotations

import hashlib
import io
import os
import re
import zlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from scoring.base.reading import open_regular
from scoring.seal.bundle.appended import AppendedError, signatures
from scoring.seal.bundle.archive import HostileError, Reader
from scoring.seal.bundle.sealed_report import CARRIED, MANIFEST, PACKS, SEALED
from scoring.seal.signing import MissingError, SignError, check

if TYPE_CHECKING:
    import pikepdf

__all__ = ["Seal", "carried_files", "differing", "lay_out", "read_seal"]

LARGEST = 256 << 20
ONE = 32 << 20
EMBEDS = re.compile(rb"/EF[\s<\[]")


class Seal(Struct, frozen=True, kw_only=True):
    """What the seal of a PDF covers.

    original: the bytes that the seal covers
    intact: whether its checksum is right
    whole: whether the length it names makes sense
    appended: how many bytes stand behind it
    signatures: how many signatures they are
    signed: whether the signatures are good; None without signatures, or where the extra that can tell is not installed
    fault: what is wrong with what was appended, in Chinese, or ""
    """

    original: bytes
    intact: bool
    whole: bool
    appended: int = 0
    signatures: int = 0
    signed: bool | None = None
    fault: str = ""

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong with the whole, in Chinese; what such a file carries is not to be used."""
        if not self.whole:
            return ("PDF 不完整，或者封记被改动过",)
        if not self.intact:
            return ("PDF 被改动过：与封记里的校验值不符",)
        return (self.fault,) if self.fault else ()


def read_seal(path: str) -> Seal:
    """Check the checksum of the PDF at `path`. Raises HostileError where it is no sealed report, and OSError."""
    if os.path.getsize(path) > LARGEST:
        raise HostileError("PDF 太大，不像本工具生成的报告")
    with open_regular(path) as file:
        data = file.read()
    places = list(SEALED.finditer(data))
    if len(places) != 1:
        raise HostileError("不是本工具生成的带校验的报告，或者封记被改动过")
    (place,) = places
    length = int(place[2])
    if not place.end() < length <= len(data):
        return Seal(original=data, intact=False, whole=False)
    original = data[:length]
    blank = original[: place.start(1)] + b"0" * 64 + original[place.end(1) :]
    right = hashlib.sha256(blank).hexdigest().encode("ascii") == place[1]
    seal = Seal(original=original, intact=right, whole=True, appended=len(data) - length)
    return _with_signatures(seal, data, path) if right and seal.appended else seal


def _with_signatures(seal: Seal, data: bytes, path: str) -> Seal:
    """Look at what stands behind the seal: only signatures that show on no page may, and none that is broken."""
    try:
        count = signatures(data, len(seal.original))
    except AppendedError as error:
        told = f"封记以后追加了{seal.appended}字节，不只是签名：{error}"
        return replace(seal, fault=f"{told}。打开文件看到的可能不是封记时的页面")
    try:
        signed = check(path)
    except MissingError:
        return replace(seal, signatures=count)
    except SignError as error:
        return replace(seal, signatures=count, signed=False, fault=f"封记以后追加的{error}")
    good = len(signed) == count and all(one.intact for one in signed) and signed[-1].whole
    fault = "" if good else "封记以后追加的签名无效：内容被改动过，或签名是伪造的"
    return replace(seal, signatures=count, signed=good, fault=fault)


def carried_files(data: bytes) -> dict[str, bytes]:
    """The files inside. Nothing in the PDF is run, and nothing outside it is opened. Raises HostileError."""
    import pikepdf

    from scoring.base.pdfs import guard

    guard()
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            found: dict[str, bytes] = {}
            for name, spec in pdf.attachments.items():
                if name not in CARRIED or spec.filename != name:
                    raise HostileError(f"多出附件 {name}，不是本工具放进去的")
                found[name] = _unpacked(spec.obj.EF.F, name)
            if sum(_attached(one) for one in pdf.objects) != len(found):
                raise HostileError("有重名的附件，或者没有列进附件目录的附件")
            return found
    except HostileError:
        raise
    except pikepdf.PasswordError as error:
        raise HostileError("PDF 加了密码，打不开") from error
    except Exception as error:  # a hostile PDF raises nearly anything
        raise HostileError("PDF 已损坏，读不出附件") from error


def _attached(one: object) -> int:
    """How many files an object attaches, wherever it is used."""
    import pikepdf

    if isinstance(one, pikepdf.Stream):
        return len(EMBEDS.findall(one.stream_dict.unparse(resolved=True)))
    return len(EMBEDS.findall(one.unparse(resolved=True))) if isinstance(one, pikepdf.Object) else 0


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
