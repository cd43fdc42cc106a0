"""Checks a sealed report: the checksum of the whole PDF, the files it carries, and the score."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
import zlib
from typing import TYPE_CHECKING

from scoring.bundle.archive import HostileError, Reader
from scoring.bundle.result import Json
from scoring.bundle.sealed_report import CARRIED, MANIFEST, PACKS, SEALED
from scoring.text import range_text
from scoring.verify.model import Finding, State, Verdict
from scoring.verify.recompute import compare, load_json, packs, score_again

if TYPE_CHECKING:
    import pikepdf

__all__ = ["verify_report"]

LARGEST = 256 << 20
ONE = 32 << 20
PROVEN = (
    "这个 PDF 和生成时一样，没有改动；",
    "按附带的填报内容和评估指标体系重新计分，得到的总分、各项得分、每一条款的结论与附带的得分明细一致。",
)
NOT_PROVEN = (
    "不证明填报内容真实；佐证材料不在报告里，没有检查；",
    "不证明是谁、在什么时候生成的：任何人都可以用本工具重新生成一份。要防止整份被换掉，请另外记下“指纹”并核对，或者由单位签名；",
    "校验通过不等于盖章，也不等于审核通过；",
    "页面上的文字只检查没有改动，不逐字与附件比对。",
)


def verify_report(path: str) -> Verdict:
    """Check the PDF at `path`. Raises HostileError where it is no sealed report, and OSError."""
    if os.path.getsize(path) > LARGEST:
        raise HostileError("PDF 太大，不像本工具生成的报告")
    with open(path, "rb") as file:
        data = file.read()
    findings, original = _seal(data)
    files = _carried(original)
    manifest, bad = load_json(files.get(MANIFEST, b""), MANIFEST)
    findings += bad
    mark = hashlib.sha256(original).hexdigest()
    if manifest is None or not isinstance(manifest.get("files"), dict):
        return Verdict(kind="report", findings=tuple(findings), fingerprint=mark)
    findings += _files(files, manifest)
    with tempfile.TemporaryDirectory(prefix="scoring-verify-") as folder:
        total, city = "", ""
        if _lay_out(files, folder, findings):
            again = score_again(
                folder, references="references.yaml" in files, as_of=manifest.get("as_of"), with_evidence=False
            )
            findings += again.findings
            if again.found is not None:
                city = again.found.submission.city
                total = range_text(again.found.card.total.low, again.found.card.total.high)
                names = {os.path.join(folder, "submission", n): n for n in ("submission.yaml", "references.yaml")}
                findings += packs(again.found)
                written = load_json(files.get("result.json", b""), "result.json")[0] or {}
                findings += compare(written, again.found, names, with_evidence=False)
    good = not any(one.state is State.BAD for one in findings)
    return Verdict(
        kind="report",
        findings=tuple(findings),
        fingerprint=mark,
        city=city,
        total=total,
        proves=PROVEN if good else (),
        not_proven=NOT_PROVEN,
    )


def _seal(data: bytes) -> tuple[list[Finding], bytes]:
    """Check the report's own checksum; returns the bytes it covers, without what was appended later."""
    places = list(SEALED.finditer(data))
    if len(places) != 1:
        raise HostileError("不是本工具生成的带校验的报告，或者封记被改动过")
    (place,) = places
    length = int(place[2])
    if not place.end() < length <= len(data):
        return [Finding(state=State.BAD, text="PDF 不完整，或者封记被改动过")], data
    original = data[:length]
    blank = original[: place.start(1)] + b"0" * 64 + original[place.end(1) :]
    if hashlib.sha256(blank).hexdigest().encode("ascii") != place[1]:
        return [Finding(state=State.BAD, text="PDF 被改动过：与生成时的校验值不符")], original
    found = [Finding(state=State.GOOD, text="PDF 与生成时的校验值一致")]
    if length < len(data):
        text = f"生成以后又追加了{len(data) - length}字节（例如签名或批注）；下面只检查原来的部分，签名请用 scoring sign --check 检查"
        found.append(Finding(state=State.NOTE, text=text))
    return found, original


def _carried(data: bytes) -> dict[str, bytes]:
    """The files inside, each within bounds. Nothing in the PDF is run, and nothing outside it is opened."""
    import pikepdf

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
        unpacker = zlib.decompressobj()
        data = unpacker.decompress(raw, ONE + 1)
    else:
        raise HostileError(f"附件 {name} 的压缩方法不对")
    if len(data) > ONE:
        raise HostileError(f"附件 {name} 解开后太大，可能是压缩炸弹")
    return data


def _files(files: dict[str, bytes], manifest: Json) -> list[Finding]:
    listed = manifest["files"]
    assert isinstance(listed, dict)
    found = []
    for name in sorted({*listed, *files} - {MANIFEST}):
        noted, data = listed.get(name), files.get(name)
        if data is None:
            found.append(Finding(state=State.BAD, text=f"缺少附件 {name}", name=name))
        elif not isinstance(noted, dict):
            found.append(Finding(state=State.BAD, text=f"多出附件 {name}，清单里没有", name=name))
        elif hashlib.sha256(data).hexdigest() != noted.get("sha256"):
            found.append(Finding(state=State.BAD, text=f"附件 {name} 被改动过", name=name))
    return found or [Finding(state=State.GOOD, text=f"{len(listed)}个附件的 SHA-256 都与清单一致")]


def _lay_out(files: dict[str, bytes], folder: str, findings: list[Finding]) -> bool:
    """Write submission and packs below `folder` for scoring; False where they are not there."""
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
        findings.append(Finding(state=State.BAD, text=f"附件 {PACKS}：{hostile}", name=PACKS))
        return False
    return True
