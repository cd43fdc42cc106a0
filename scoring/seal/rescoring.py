"""Scores the submission inside a bundle or a report again with the packs inside, and holds all that is written in it against
what comes out: the result, the list of checksums, the page of explanation, the PDFs, and that nothing else is in it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import date

import pikepdf

from scoring import __version__
from scoring.assess import Assessment, Depth, Request, evaluate, load
from scoring.base.assets import CRITERIA, criteria_search, shipped
from scoring.base.errors import ProblemsError
from scoring.base.plain import Json
from scoring.base.reading import limit_pikepdf, pages_of
from scoring.loading import load_criteria
from scoring.model.evidence import EvidenceState
from scoring.naming import draft_texts
from scoring.seal.archive import HostileError, digest_of
from scoring.seal.binder import Binder, LeftOut, bind
from scoring.seal.contents import (
    ALWAYS,
    BINDER,
    FORM,
    GUIDE,
    MANIFEST,
    PACKS,
    REFERENCES,
    REPORT,
    RESULT,
    SUBMISSION,
    bundle_manifest,
    canonical,
    evidence_files,
    fingerprint,
    guide_text,
    of_content,
    pack_files,
    report_manifest,
    result_json,
    without_disk,
)
from scoring.seal.sealed_report import form_of, packed, sealed_report
from scoring.seal.unsealing import Unsealed, attached_files, differing, json_object, read_seal
from scoring.seal.verdict import SealFinding, State

__all__ = ["bundle_findings", "pack_findings", "redrawn", "report_findings", "score_again"]


def score_again(sealed: Unsealed) -> tuple[Assessment | None, tuple[SealFinding, ...]]:
    """The assessment of the submission inside with the packs inside, and with nothing else; or what keeps it from being
    made."""
    if not os.path.isfile(sealed.submission):
        return None, (_bad("里面没有自评文件，不能重新计分"),)
    as_of = (sealed.manifest or {}).get("as_of")
    try:
        day = None if as_of is None else date.fromisoformat(str(as_of))
    except ValueError:
        return None, (_bad("清单里的日期不对，被改动过"),)
    request = Request(
        file=sealed.submission,
        references=sealed.references,
        as_of=day,
        search=sealed.packs,
        evidence=Depth.CONTENTS if sealed.kind == "bundle" else Depth.NONE,
    )
    loaded = load(request)
    if loaded.value is None:
        first = loaded.problems[0].message if loaded.problems else ""
        return None, (_bad(f"里面的自评文件不能计分：{first}"),)
    pack = os.path.realpath(loaded.value.criteria.folder)
    if not pack.startswith(os.path.realpath(sealed.folder) + os.sep):
        return None, (_bad("自评文件指向包以外的指标体系，不能重新计分"),)
    return evaluate(loaded.value, request), ()


def pack_findings(found: Assessment, search: tuple[str, ...] = ()) -> Iterator[SealFinding]:
    """Whether the packs inside are the ones at hand: in the folders of `search`, else those that come with this tool."""
    criteria = found.criteria
    own = shipped(CRITERIA)
    folders = tuple(dict.fromkeys([*search, *((own,) if own else criteria_search())]))
    for text in draft_texts(criteria):
        yield SealFinding(state=State.NOTE, text=text, name=criteria.id)
    layers = [(criteria.id, criteria.edition, criteria.digest)]
    layers += [(base.id, base.edition, base.digest) for base in criteria.extends]
    for name, edition, digest in layers:
        known = load_criteria(name, folders).value
        shown = "本工具自带的"
        if (
            known is not None
            and search
            and os.path.dirname(os.path.realpath(known.folder)) != os.path.realpath(own or "")
        ):
            shown = "所指明的"
        if known is None or known.id != name:
            text = f"本工具没有自带 {name}，不能核对它是否就是公布的指标体系；有公布的那一份时，用 --criteria-path 指明所在的文件夹"
            yield SealFinding(state=State.UNCHECKED, text=text, name=name)
        elif known.digest == digest:
            yield SealFinding(state=State.GOOD, text=f"{name}（版本 {edition}）与{shown}一致", name=name)
        elif known.edition == edition:
            yield SealFinding(
                state=State.BAD,
                text=f"{name}（版本 {edition}）与{shown}同一版本内容不同，计分规则可能被改过",
                name=name,
            )
        else:
            text = f"里面是 {name} 版本 {edition}，{shown}是版本 {known.edition}，不能核对计分规则有没有被改过"
            yield SealFinding(state=State.UNCHECKED, text=text, name=name)


def bundle_findings(sealed: Unsealed, found: Assessment) -> Iterator[SealFinding]:
    """All that is written in a bundle against what comes out of the submission and the packs inside."""
    known = {*ALWAYS, REFERENCES, *pack_files(found.criteria, sealed.packs), *evidence_files(found)}
    for name in sorted(sealed.listed):
        if name not in known:
            yield _bad(f"多出文件 {name}：自评文件和指标体系都用不到它，不是打包时放进去的", name)
    counts = {}
    for name in (REPORT, FORM, BINDER):
        path = os.path.join(sealed.folder, name)
        counts[name] = _pages(path) if os.path.isfile(path) else -1
        if counts[name] == 0:
            yield _bad(f"{name} 不是 PDF，或者打不开", name)
    if counts[REPORT] > 0:
        for text in _report(sealed, found):
            yield _bad(f"{REPORT}：{text}", REPORT)
    yield from _lists(sealed, found, max(counts[BINDER], 0))
    yield from _result_findings(sealed.read(RESULT), found, sealed.names, with_evidence=True)
    assert found.evidence is not None
    gone = [
        f"{entry.number} {entry.file.path}"
        for entry in found.evidence.entries
        if entry.file is not None and entry.state is EvidenceState.MISSING
    ]
    if gone:
        yield SealFinding(state=State.NOTE, text=f"自评文件列出的材料有{len(gone)}份不在包里：{'、'.join(gone)}")


def report_findings(sealed: Unsealed, found: Assessment) -> Iterator[SealFinding]:
    """All that a report carries against what comes out of the submission and the packs inside."""
    manifest = sealed.manifest or {}
    yield from _manifest(sealed, report_manifest(found, sealed.attached, str(manifest.get("tool"))))
    if sealed.read(PACKS) != packed(found, sealed.packs):
        yield _bad(f"附件 {PACKS} 里有评估指标体系以外的内容", PACKS)
    yield from _result_findings(sealed.read(RESULT), found, sealed.names, with_evidence=False)
    gone = [
        f"{row.get('number')} {row.get('file')}"
        for row in _list((json_object(sealed.read(RESULT), RESULT)[0] or {}).get("evidence"))
        if row.get("state") == EvidenceState.MISSING.value
    ]
    if gone:
        text = f"得分明细写明，生成报告时自评文件列出的材料有{len(gone)}份找不到：{'、'.join(gone)}"
        yield SealFinding(state=State.NOTE, text=text)


def _manifest(sealed: Unsealed, made: Json, *, apart: tuple[str, ...] = ()) -> Iterator[SealFinding]:
    """The list as it is written against the one `made` again; the keys of `apart` are told by themselves."""
    manifest = sealed.manifest or {}
    keys = [key for key in made if key not in apart and canonical(manifest.get(key)) != canonical(made[key])]
    if keys:
        yield _bad(f"{MANIFEST} 里的 {'、'.join(keys)} 与重新计算的不一致", MANIFEST)
    unknown = sorted(str(key) for key in manifest.keys() - made.keys())
    if unknown:
        yield _bad(f"{MANIFEST} 里有本工具不写的内容：{'、'.join(unknown)}", MANIFEST)
    if not keys and not unknown and sealed.written != canonical(manifest):
        yield _bad(f"{MANIFEST} 不是本工具写的样子，可能有重复的内容", MANIFEST)


def _lists(sealed: Unsealed, found: Assessment, pages: int) -> Iterator[SealFinding]:
    """manifest.json and VERIFY.md of a bundle against those made again. `pages` are those of the binder."""
    manifest, listed = sealed.manifest or {}, sealed.listed
    version = str(_dict(manifest.get("tool")).get("version", ""))
    mark = fingerprint(of_content(listed))
    sums = {name: (str(one.get("sha256")), one.get("size", 0)) for name, one in listed.items() if isinstance(one, dict)}
    made = bundle_manifest(
        found,
        result_json(found, sealed.names),
        _bound(_dict(manifest.get("binder")), found, pages),
        mark,
        sums,
        references=REFERENCES in listed,
        version=version,
    )
    yield from _manifest(sealed, made, apart=("fingerprint",) if pages else ("fingerprint", "binder"))
    names = tuple(sorted({*listed, MANIFEST}))
    if GUIDE in listed and sealed.read(GUIDE) != guide_text(found.submission.city, mark, names, version):
        if version == __version__:
            yield _bad(f"{GUIDE} 被改写过，与本工具写的不一致，不要照它说的做", GUIDE)
        else:
            text = f"{GUIDE} 与本工具 {__version__} 版写的不一致，包写明由 {version} 版生成，不能核对；不要以它为准"
            yield SealFinding(state=State.UNCHECKED, text=text, name=GUIDE)


def _bound(written: Json, found: Assessment, pages: int) -> Binder:
    """What the list says of the binder, as far as it can be: the right pages, and each listed document once."""
    assert found.evidence is not None
    paths = {one.number: one.file.path for one in found.evidence.entries if one.file is not None}
    starts = {
        number: page
        for number, page in _dict(written.get("starts")).items()
        if number in paths and type(page) is int and 0 < page <= pages
    }
    reasons = {str(one.get("number")): str(one.get("reason")) for one in _list(written.get("left_out"))}
    left = tuple(
        LeftOut(number=number, path=path, reason=reasons.get(number, ""))
        for number, path in paths.items()
        if number not in starts
    )
    return Binder(pages=pages, starts=starts, left_out=left, files=len(starts))


def _pages(path: str) -> int:
    limit_pikepdf()
    try:
        with pikepdf.open(path) as pdf:
            return pages_of(pdf)
    except Exception:  # a hostile PDF raises nearly anything
        return 0


def _report(sealed: Unsealed, found: Assessment) -> Iterator[str]:
    """What is wrong with the report in a bundle: its seal, or that it was made from something else."""
    try:
        seal = read_seal(os.path.join(sealed.folder, REPORT))
        files = attached_files(seal.original)
    except HostileError as hostile:
        yield str(hostile)
        return
    yield from seal.faults
    if seal.appended and not seal.faults:
        yield "封记以后追加了签名，不是打包时的报告"
    listed = _dict((json_object(files.get(MANIFEST, b""), MANIFEST)[0] or {}).get("files"))
    yield from (text for _, text in differing(files, listed))
    for name in (SUBMISSION, REFERENCES):
        one, other = (
            _dict(files.get(key)).get("sha256")
            for files, key in ((sealed.listed, name), (listed, os.path.basename(name)))
        )
        if one != other:
            yield "不是由包里的自评文件和参照值生成的"
            break
    short = {path: os.path.basename(path) for path in sealed.names}
    yield from (
        one.text
        for one in _result_findings(files.get(RESULT, b""), found, short, with_evidence=True)
        if one.state is State.BAD
    )


def redrawn(sealed: Unsealed, found: Assessment) -> Iterator[SealFinding]:
    """The PDFs of a bundle drawn once more from what is inside, and compared byte by byte; one finding for each.

    This is the only proof that the printed pages say what submission and evidence say. The same versions of the tool and of
    what draws give the same bytes; with others the pages may differ without anybody having changed them.
    """
    assert found.evidence is not None
    binder = os.path.join(sealed.folder, "redrawn.pdf")
    try:
        bound = bind(found.criteria, found.submission, found.evidence, binder)
        report = sealed_report(
            found, sealed.submission, references_path=sealed.references, search=sealed.packs, bound=bound.starts
        )
        form = form_of(found, bound=bound.starts)
    except ProblemsError as error:
        yield SealFinding(state=State.UNCHECKED, text=f"没有重新排版：{error.problems[0].message.rstrip('。')}")
        return
    for name, source in ((REPORT, report), (FORM, form), (BINDER, binder)):
        if digest_of(source)[0] == _dict(sealed.listed.get(name)).get("sha256"):
            yield SealFinding(state=State.GOOD, text=f"{name} 与重新排版的逐字节一致", name=name)
        else:
            text = f"{name} 与重新排版的不一致：可能换过页面，也可能只是打包时软件或排版组件的版本不同"
            yield SealFinding(state=State.UNCHECKED, text=text, name=name)


def _result_findings(
    data: bytes, again: Assessment, names: Mapping[str, str], *, with_evidence: bool
) -> Iterator[SealFinding]:
    """Hold the written result against the one made again: to the last byte where the tool has the same version."""
    written = raw = json_object(data, RESULT)[0] or {}
    made = result_json(again, names)
    if not with_evidence:
        written, made = without_disk(written), without_disk(made)
    if canonical(_scores(written)) != canonical(_scores(made)):
        yield SealFinding(state=State.BAD, text=_difference(written, made), name=RESULT)
        return
    yield SealFinding(
        state=State.GOOD, text="按里面的填报内容重新计分，总分、各项得分和每一条款的结论都一致", name=RESULT
    )
    tool = written.get("tool")
    version = tool.get("version") if isinstance(tool, dict) else None
    if version != __version__:
        text = f"当时用的是 {version} 版，现在用 {__version__} 版重新计分；只比对分数和结论，不比对说明文字"
        yield SealFinding(state=State.NOTE, text=text)
    elif canonical(written) != canonical(made):
        yield SealFinding(
            state=State.BAD, text="得分一致，但得分明细的其他内容与重新计算的不一致，被改动过", name=RESULT
        )
    elif data != canonical(raw):
        yield SealFinding(state=State.BAD, text=f"{RESULT} 不是本工具写的样子，可能有重复的内容", name=RESULT)


def _scores(result: Json) -> object:
    sections = result.get("sections")
    return [
        result.get("total"),
        result.get("full"),
        result.get("complete"),
        result.get("eligibility"),
        result.get("unknown"),
        [
            [section.get("id"), section.get("score"), [_item(item) for item in section.get("items", [])]]
            for section in (sections if isinstance(sections, list) else [])
            if isinstance(section, dict)
        ],
    ]


def _item(item: object) -> object:
    if not isinstance(item, dict):
        return None
    clauses = [one for one in item.get("clauses", []) if isinstance(one, dict)]
    return [
        item.get("id"),
        item.get("score"),
        [[one.get("id"), one.get("state"), one.get("nominal")] for one in clauses],
    ]


def _difference(written: Json, made: Json) -> str:
    if written.get("total") != made.get("total"):
        return f"总分对不上：写的是{_total(written)}，重新计算是{_total(made)}"
    wrong = []
    for one, other in zip(_list(written.get("sections")), _list(made.get("sections")), strict=False):
        for item, right in zip(_list(one.get("items")), _list(other.get("items")), strict=False):
            if _item(item) != _item(right):
                wrong.append(str(right.get("id")))
    return f"得分明细与重新计算的不一致：{'、'.join(wrong) or '资格、未填项或一级指标得分'}"


def _list(value: object) -> list[Json]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _total(result: Json) -> str:
    total = result.get("total")
    if not isinstance(total, dict):
        return "（没有）"
    low, high = total.get("low"), total.get("high")
    return f"{low}分" if low == high else f"{low}～{high}分"


def _dict(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _bad(text: str, name: str = "") -> SealFinding:
    return SealFinding(state=State.BAD, text=text, name=name)
