"""What is sealed: the names of the parts of a bundle and of a report, the result as it is worked out again by whoever opens
one, the lists of checksums, and the page that explains how to check them."""

from __future__ import annotations

import hashlib
import json
import os
import unicodedata
from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from scoring import __version__
from scoring.assess import Assessment, Depth, Request, evaluate
from scoring.base.assets import criteria_search
from scoring.base.errors import Result
from scoring.base.plain import Json
from scoring.base.reading import read_bytes
from scoring.loading import Named, PackCache
from scoring.model.criteria import Criteria
from scoring.packs import find_pack
from scoring.reports.render.card_json import card_json
from scoring.seal.archive import Source
from scoring.seal.binder import Binder

__all__ = [
    "ALWAYS",
    "BINDER",
    "BUNDLE",
    "FORM",
    "GUIDE",
    "MANIFEST",
    "NOT_PROVEN",
    "PACKS",
    "PRINTED",
    "PROVEN",
    "REFERENCES",
    "REPORT",
    "RESULT",
    "SEALED_REPORT",
    "SUBMISSION",
    "bundle_manifest",
    "canonical",
    "evidence_files",
    "fingerprint",
    "guide_text",
    "of_content",
    "pack_files",
    "with_sealed_names",
    "report_manifest",
    "result_json",
    "sealed_result",
    "without_disk",
]

BUNDLE, SEALED_REPORT = "scoring.bundle/1", "scoring.sealed-report/1"
"""The schemas of the two lists."""
SUBMISSION, REFERENCES = "submission/submission.yaml", "submission/references.yaml"
REPORT, FORM, BINDER = "自评报告.pdf", "自评表.pdf", "佐证材料汇编.pdf"
RESULT, GUIDE, MANIFEST, PACKS = "result.json", "VERIFY.md", "manifest.json", "criteria.zip"
ALWAYS = (SUBMISSION, REPORT, FORM, BINDER, RESULT, GUIDE, MANIFEST)
"""What no bundle is without."""
PROVEN = (
    "包里的每个文件都与清单里的校验值一致，没有缺少、增加或改动；清单和校验说明与按包里内容重新生成的一致；",
    "按包里的填报内容和评估指标体系重新计分，得到的总分、各项得分、每一条款的结论与包里写的一致。",
)
PRINTED = (
    "不证明报告、自评表和汇编这几个 PDF 里印的就是包里的填报和材料：内行的人可以换掉页面再重新打包。"
    "用 scoring verify --redraw 可以重新排版，逐字节比对；"
)
NOT_PROVEN = (
    "不证明填报内容真实，也不证明材料的内容能够支撑填报：这要靠审核；",
    PRINTED,
    "不证明是谁、在什么时候打的包：任何人都可以用本工具重新打一个包。要防止整个被换掉，请在交接时另外记下“指纹”并核对，"
    "或者由单位签名（scoring sign）；",
    "校验通过不等于盖章，也不等于审核通过。",
)


def pack_files(criteria: Criteria, search: tuple[str, ...]) -> dict[str, Source]:
    """The files of the pack and of the packs it rests on, by their names under criteria/."""
    found: dict[str, Source] = {}
    folders = [(criteria.id, criteria.folder)]
    folders += [
        (base.id, find_pack(base.id, search or criteria_search()).value or base.folder) for base in criteria.extends
    ]
    for name, folder in folders:
        for file in sorted(os.listdir(folder)):
            if file == "pack.yaml" or (file.startswith("section-") and file.endswith(".yaml")):
                found[f"criteria/{name}/{file}"] = os.path.join(folder, file)
    return found


def evidence_files(found: Assessment) -> dict[str, Source]:
    """The listed documents that can be read, by their names in a bundle."""
    assert found.evidence is not None
    return {
        "submission/" + unicodedata.normalize("NFC", entry.file.path): entry.real
        for entry in found.evidence.entries
        if entry.file is not None and entry.real is not None
    }


def sealed_result(
    found: Assessment, path: str, references_path: str | None, search: tuple[str, ...], *, short: bool = False
) -> Json:
    """The result as whoever opens the seal will work it out: from files that have the names they have in there.

    `short` leaves the folder out of the names. Raises ValueError, in Chinese, where a file was changed meanwhile.
    """
    again = with_sealed_names(found, path, references_path, search)
    own, beside = ((name.rpartition("/")[2] if short else name) for name in (SUBMISSION, REFERENCES))
    given = {path: own, found.card.provenance.submission_file: own}
    return result_json(again, given | {SUBMISSION: own, REFERENCES: beside})


def with_sealed_names(found: Assessment, path: str, references_path: str | None, search: tuple[str, ...]) -> Assessment:
    """An assessment with the files called as they are in the seal: sentences of the result name the file they speak of,
    so the submission is read once more under its sealed name. Raises ValueError as `sealed_result` does."""
    references = None if references_path is None else Named(path=references_path, shown=REFERENCES)
    packs = PackCache(search or criteria_search(), references)
    packs.packs[found.criteria.id] = Result(value=found.criteria)
    loaded = packs.read(read_bytes(path), SUBMISSION).value
    if loaded is None or loaded.submission.digest != found.submission.digest:
        raise ValueError("自评文件在计分以后被改动了，请重新运行")
    again = evaluate(loaded, Request(file=SUBMISSION, as_of=found.card.provenance.as_of, evidence=Depth.NONE))
    return replace(again, evidence=found.evidence, support=found.support)


def result_json(found: Assessment, names: Mapping[str, str]) -> Json:
    """The card of an assessment. `names` maps the paths that were read to the names they have in the sealed file."""
    parts = (found.criteria, found.submission, found.card, found.evidence, found.explanation)
    made: Json = _names_changed(card_json(*parts, found.support), names)
    return made


def _names_changed(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {
            key: names.get(one, one) if key == "file" and isinstance(one, str) else _names_changed(one, names)
            for key, one in value.items()
        }
    if isinstance(value, list):
        return [_names_changed(one, names) for one in value]
    return value


def without_disk(result: Json) -> Json:
    """What of a result follows from the submission alone, without its evidence files."""
    made = {key: value for key, value in result.items() if key not in ("evidence", "readings")}
    plain = json.loads(canonical(made))
    for section in plain.get("sections", []):
        for item in section.get("items", []):
            item.pop("summary", None)
    kept: Json = plain
    return kept


def canonical(value: object) -> bytes:
    """JSON in one form only: sorted keys, two spaces, UTF-8, a line end."""
    text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False)
    return (text + "\n").encode("utf-8", "surrogatepass")


def fingerprint(sums: Mapping[str, str]) -> str:
    """One SHA-256 (hex) over names and checksums, in the order of the names."""
    lines = "".join(f"{sums[name]}  {name}\n" for name in sorted(sums, key=lambda one: one.encode("utf-8")))
    return hashlib.sha256(lines.encode("utf-8")).hexdigest()


def of_content(listed: Mapping[str, object]) -> dict[str, str]:
    """The checksums in a manifest's `files` that its fingerprint is made from."""
    return {name: str(one.get("sha256")) for name, one in listed.items() if name != GUIDE and isinstance(one, dict)}


def bundle_manifest(
    found: Assessment,
    result: Json,
    bound: Binder,
    mark: str,
    sums: Mapping[str, tuple[str, int]],
    *,
    references: bool,
    version: str = __version__,
) -> Json:
    """The list of a bundle. Whoever checks one makes it again, with the `version` it names, and compares."""
    card = found.card
    made = card.provenance
    readings = result.get("readings")
    return {
        "schema": BUNDLE,
        "tool": {"name": "demo-city-scoring", "version": version},
        "criteria": result["criteria"],
        "city": card.city,
        "invented": card.invented,
        "as_of": made.as_of.isoformat() if made.as_of is not None else None,
        "references": references,
        "score": {
            "total": result["total"],
            "full": result["full"],
            "complete": card.complete,
            "eligibility": card.eligibility.state.value,
            "evidenced": readings["evidenced"] if isinstance(readings, dict) else None,
        },
        "binder": {
            "pages": bound.pages,
            "starts": dict(bound.starts),
            "left_out": [{"number": one.number, "file": one.path, "reason": one.reason} for one in bound.left_out],
        },
        "fingerprint": mark,
        "files": {name: {"sha256": digest, "size": size} for name, (digest, size) in sums.items()},
    }


def report_manifest(found: Assessment, files: Mapping[str, bytes], version: str = __version__) -> Json:
    """The list of what a report carries. Whoever checks one makes it again, with the `version` it names, and compares."""
    made = found.card.provenance
    return {
        "schema": SEALED_REPORT,
        "tool": version,
        "criteria": {"id": made.criteria_id, "edition": made.criteria_edition, "sha256": made.criteria_digest},
        "as_of": made.as_of.isoformat() if made.as_of is not None else None,
        "files": {
            name: {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
            for name, data in files.items()
            if name != MANIFEST
        },
    }


def guide_text(city: str, fingerprint: str, names: tuple[str, ...], version: str = __version__) -> bytes:
    """The page for who receives the archive. `fingerprint` is what it can be recognised by, `version` that of the tool
    that packed it."""
    lines = [
        f"# {city}：校验说明",
        "",
        f"本包由“评估指标体系打分”工具（scoring {version}）生成。",
        "",
        "## 怎样校验",
        "",
        "装有本工具的电脑上，运行：",
        "",
        "    scoring verify 本包.zip",
        "",
        "没有本工具时，可以逐个核对 SHA-256：`manifest.json` 的 `files` 里列出了每个文件的校验值，"
        "Windows 上用 `certutil -hashfile 文件 SHA256`，Linux 上用 `sha256sum 文件`。这只能发现传输出错和单个文件的改动；"
        "本页和清单也可能被人一起改写，以 `scoring verify` 的结论为准。",
        "",
        "## 证明什么",
        "",
        *(f"- {line}" for line in PROVEN),
        "",
        "## 不证明什么",
        "",
        *(f"- {line}" for line in NOT_PROVEN),
        "",
        "## 内容的指纹",
        "",
        f"    {fingerprint}",
        "",
        "指纹是除本页和 `manifest.json` 以外所有文件的校验值合在一起的 SHA-256；内容相同的包指纹相同。",
        "",
        "## 包里的文件",
        "",
        *(f"- `{name}`" for name in names),
        "",
    ]
    return "\n".join(lines).encode("utf-8")
