"""Takes a bundle or a sealed report apart: every part is held against the checksums inside and laid out in a folder, each
within bounds. Whether the score follows from the parts is not asked here."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import zlib
from collections.abc import Iterator, Mapping

import pikepdf
from msgspec import Struct
from msgspec.structs import replace

from scoring.base.marks import STAMPED
from scoring.base.plain import Json
from scoring.base.reading import LARGEST_REPORT, limit_pikepdf, open_regular
from scoring.seal.appended import AppendedError, signatures
from scoring.seal.archive import MARK, ArchiveEntry, ArchiveReader, HostileError
from scoring.seal.contents import (
    ALWAYS,
    BUNDLE,
    MANIFEST,
    PACKS,
    REFERENCES,
    SEALED_REPORT,
    SUBMISSION,
    fingerprint,
    of_content,
)
from scoring.seal.sealed_report import ATTACHMENTS
from scoring.seal.signing import MissingError, SignError, check

__all__ = [
    "NEEDED",
    "Fault",
    "Seal",
    "Unsealed",
    "attached_files",
    "differing",
    "json_object",
    "lay_out",
    "read_seal",
    "unseal",
]

ONE = 32 << 20
EMBEDS = re.compile(rb"/EF[\s<\[]")
NEEDED = ("submission/", "criteria/", "result.json")
"""What scoring again needs of a bundle."""
Fault = tuple[str, str]
"""A part that is not what the checksums say ("" for the whole), and what is wrong with it in Chinese."""


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


class Unsealed(Struct, frozen=True, kw_only=True):
    """A bundle or a report taken apart. Its parts lie in a folder under the names of a bundle, those of a report after
    `lay_out`.

    kind: `bundle` or `report`
    folder: where the parts lie
    written: the bytes of its list of checksums
    manifest: that list; None where it is none of ours
    fingerprint: what it can be recognised by
    faults: what is not as the checksums say
    attached: the files of a report, by their names there
    seal: what the seal of a report covers
    """

    kind: str
    folder: str
    written: bytes
    manifest: Json | None
    fingerprint: str
    faults: tuple[Fault, ...]
    attached: Mapping[str, bytes] = {}
    seal: Seal | None = None

    @property
    def listed(self) -> Json:
        """The checksums of its list, by name."""
        files = (self.manifest or {}).get("files")
        return files if isinstance(files, dict) else {}

    @property
    def submission(self) -> str:
        """The path of the submission."""
        return os.path.join(self.folder, SUBMISSION)

    @property
    def references(self) -> str | None:
        """The path of the references; None where there are none."""
        path = os.path.join(self.folder, REFERENCES)
        return path if os.path.isfile(path) else None

    @property
    def packs(self) -> tuple[str, ...]:
        """Where to look for the packs inside."""
        return (os.path.join(self.folder, "criteria"),)

    @property
    def names(self) -> dict[str, str]:
        """What the result calls the files that were read, by their paths here."""
        sealed = (SUBMISSION, REFERENCES)
        return {
            os.path.join(self.folder, name): name if self.kind == "bundle" else os.path.basename(name)
            for name in sealed
        }

    def read(self, name: str) -> bytes:
        """The content of a part that was taken out; b"" where it is not there, or too large."""
        if self.kind == "report":
            return self.attached.get(name, b"")
        path = os.path.join(self.folder, name)
        if not os.path.isfile(path) or os.path.getsize(path) > ONE:
            return b""
        with open_regular(path) as file:
            return file.read()


def unseal(path: str, folder: str, wanted: tuple[str, ...] = NEEDED) -> Unsealed:
    """Take the file at `path` apart below `folder`, which is new and ours alone; of a bundle only the parts whose names
    begin as one of `wanted`. Raises HostileError where it is neither, or not in the form of one, and OSError."""
    with open_regular(path) as stream:
        head = stream.read(1024)
    if head.startswith(b"PK"):
        return _bundle(path, folder, wanted)
    if b"%PDF-" in head:
        return _report(path, folder)
    raise HostileError("不是本工具生成的包（.zip）或报告（.pdf）")


def json_object(data: bytes, name: str) -> tuple[Json | None, tuple[Fault, ...]]:
    """A JSON object, or the fault that it is none."""
    try:
        value = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        value = None
    return (value, ()) if isinstance(value, dict) else (None, ((name, f"{name} 读不懂，被改动过"),))


def _manifest(data: bytes, schema: str) -> tuple[Json | None, list[Fault]]:
    value, faults = json_object(data, MANIFEST)
    if value is not None and (value.get("schema") != schema or not isinstance(value.get("files"), dict)):
        return None, [(MANIFEST, f"{MANIFEST} 不认识")]
    return value, list(faults)


def _bundle(path: str, folder: str, wanted: tuple[str, ...]) -> Unsealed:
    with open_regular(path) as stream:
        reader = ArchiveReader(stream)
        entries = {entry.name: entry for entry in reader.entries}
        if not reader.comment.startswith(MARK) or MANIFEST not in entries:
            raise HostileError("不是本工具生成的包，或者被重新打过包")
        written = reader.bytes_of(entries[MANIFEST], ONE)
        manifest, faults = _manifest(written, BUNDLE)
        if hashlib.sha256(written).hexdigest().encode("ascii") != reader.comment[len(MARK) :]:
            faults.append((MANIFEST, f"{MANIFEST} 被改动过"))
        if manifest is not None:
            listed = manifest["files"]
            faults += _unpacked(reader, entries, listed, folder, wanted)
            if fingerprint(of_content(listed)) != manifest.get("fingerprint"):
                faults.append((MANIFEST, "清单里的指纹与文件的校验值对不上"))
    return Unsealed(
        kind="bundle",
        folder=folder,
        written=written,
        manifest=manifest,
        fingerprint=str((manifest or {}).get("fingerprint", "")),
        faults=tuple(faults),
    )


def _unpacked(
    reader: ArchiveReader, entries: Mapping[str, ArchiveEntry], listed: Json, folder: str, wanted: tuple[str, ...]
) -> Iterator[Fault]:
    """The files of a bundle that are not those of its list; meanwhile those that are `wanted` are unpacked."""
    for name in sorted({*listed, *entries, *ALWAYS} - {MANIFEST}):
        entry, noted = entries.get(name), listed.get(name)
        if entry is None:
            yield name, f"缺少文件 {name}"
            continue
        if name.startswith(wanted):
            target = _place(folder, name)
            with open(target, "xb") as sink:
                digest, whole = reader.digest(entry, sink)
        else:
            digest, whole = reader.digest(entry)
        if not isinstance(noted, dict):
            yield name, f"多出文件 {name}，清单里没有"
        elif digest != noted.get("sha256") or entry.size != noted.get("size") or not whole:
            yield name, f"文件 {name} 被改动过"


def _report(path: str, folder: str) -> Unsealed:
    seal = read_seal(path)
    faults: list[Fault] = [("", text) for text in seal.faults]
    try:
        attached = attached_files(seal.original)
    except HostileError:
        if not faults:
            raise
        attached = {}
    written = attached.get(MANIFEST, b"")
    manifest, wrong = _manifest(written, SEALED_REPORT)
    faults += wrong
    if manifest is not None:
        faults += differing(attached, manifest["files"])
    return Unsealed(
        kind="report",
        folder=folder,
        written=written,
        manifest=manifest,
        fingerprint=hashlib.sha256(seal.original).hexdigest(),
        faults=tuple(faults),
        attached=attached,
        seal=seal,
    )


def lay_out(sealed: Unsealed) -> tuple[Fault, ...]:
    """Write submission, references and packs of a report as they lie in a bundle, of which they are unpacked already."""
    if sealed.kind == "bundle":
        return ()
    for name in (SUBMISSION, REFERENCES):
        short = os.path.basename(name)
        if short in sealed.attached:
            with open(_place(sealed.folder, name), "xb") as sink:
                sink.write(sealed.attached[short])
    if PACKS not in sealed.attached:
        return ((PACKS, f"缺少附件 {PACKS}"),)
    try:
        reader = ArchiveReader(io.BytesIO(sealed.attached[PACKS]))
        for entry in reader.entries:
            with open(_place(sealed.folder, f"criteria/{entry.name}"), "xb") as sink:
                reader.digest(entry, sink)
    except HostileError as hostile:
        return ((PACKS, f"附件 {PACKS}：{hostile}"),)
    return ()


def _place(folder: str, name: str) -> str:
    """The path of a part, its folder made."""
    target = os.path.join(folder, *name.split("/"))
    os.makedirs(os.path.dirname(target), exist_ok=True)
    return target


def read_seal(path: str) -> Seal:
    """Check the checksum of the PDF at `path`. Raises HostileError where it is no sealed report, and OSError."""
    if os.path.getsize(path) > LARGEST_REPORT:
        raise HostileError("PDF 太大，不像本工具生成的报告")
    with open_regular(path) as file:
        data = file.read()
    places = list(STAMPED.finditer(data))
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


def attached_files(data: bytes) -> dict[str, bytes]:
    """The files inside. Nothing in the PDF is run, and nothing outside it is opened. Raises HostileError."""
    limit_pikepdf()
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            found: dict[str, bytes] = {}
            for name, spec in pdf.attachments.items():
                if name not in ATTACHMENTS or spec.filename != name:
                    raise HostileError(f"多出附件 {name}，不是本工具放进去的")
                found[name] = _content(spec.obj.EF.F, name)
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
    if isinstance(one, pikepdf.Stream):
        return len(EMBEDS.findall(one.stream_dict.unparse(resolved=True)))
    return len(EMBEDS.findall(one.unparse(resolved=True))) if isinstance(one, pikepdf.Object) else 0


def _content(stream: pikepdf.Object, name: str) -> bytes:
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


def differing(files: Mapping[str, bytes], listed: Json) -> Iterator[Fault]:
    """The files of a report that are not those of the list, each with what is wrong in Chinese."""
    for name in sorted({*listed, *files} - {MANIFEST}):
        noted, data = listed.get(name), files.get(name)
        if data is None:
            yield name, f"缺少附件 {name}"
        elif not isinstance(noted, dict):
            yield name, f"多出附件 {name}，清单里没有"
        elif hashlib.sha256(data).hexdigest() != noted.get("sha256"):
            yield name, f"附件 {name} 被改动过"
