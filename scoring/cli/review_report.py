"""`scoring review report`: the report of one city's review as PDF or HTML."""

from __future__ import annotations

import os.path
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from scoring.assess import Depth, assess
from scoring.base.assets import criteria_search, pack_search
from scoring.base.errors import Problem, Result, Severity
from scoring.base.marks import REVIEW, marked_html
from scoring.cli import console
from scoring.cli.console import visible
from scoring.cli.inputs import NO_EVIDENCE, Inputs, open_inputs
from scoring.cli.messages import report_problems, tell
from scoring.cli.report_file import chosen_faces, faces_of, write_report
from scoring.cli.review_merge import settings_of, tell_apart
from scoring.model.cycle import Cycle as Record
from scoring.model.evidence import EvidenceList
from scoring.model.review import Review, Settings
from scoring.reports.review import Cycle, Reviewed

__all__ = ["Order", "Prepared", "prepared", "reviewed", "run_review_report", "write_paper"]

KINDS = (".pdf", ".html")


class Order(Struct, frozen=True, kw_only=True):
    """What to write, as the user asked for it."""

    output: str
    reviews: tuple[str, ...]
    limit: Fraction | None
    rule: str | None
    references: str | None
    as_of: date | None
    previous: tuple[str, ...]
    criteria_path: tuple[str, ...]
    templates: str | None
    fonts: tuple[str, ...]


class Prepared(Struct, frozen=True, kw_only=True):
    """What is the same for every city: the reviews, the files that cannot be read with the reason and the city they
    name ("" where that cannot be told), settings, records of earlier cycles, the day."""

    reviews: tuple[Review, ...]
    broken: tuple[tuple[str, str, str], ...]
    settings: Settings
    records: tuple[Record, ...]
    as_of: date | None
    faces: dict[str, str]
    search: tuple[str, ...]


def run_review_report(file: str, order: Order) -> int:
    """Write the report. 0: done; 1: invalid data or a review that cannot be read; 2: usage; 3: cannot be made."""
    ready = prepared(order)
    if isinstance(ready, int):
        return ready
    with open_inputs(file, order.references, ready.search) as files:
        result = reviewed(files, ready, os.path.basename(file))
        found = result.value
        report_problems(result.problems, failed=found is None)
        if found is None:
            return 1
        if not files.evidence:
            console.message(NO_EVIDENCE)
        code = write_paper(found, order, ready)
    if code == 0:
        code = _remarks(found)
    return code


def prepared(order: Order) -> Prepared | int:
    """Everything but the cities, or the exit code after it was told what is wrong."""
    kind = os.path.splitext(order.output)[1].lower()
    if kind not in KINDS:
        console.message(f"用法错误：不认识的扩展名 {kind or '（无）'}。输出文件名要以 {' '.join(KINDS)} 结尾。")
        return 2
    faces = faces_of(order.fonts)
    if faces is None:
        return 2
    for path in order.reviews:
        if not os.path.exists(path):
            console.message(f"找不到 {path}。\n  怎么办：请写审核意见文件，或它们所在的文件夹。")
            return 1
    search = criteria_search(order.criteria_path)
    settings = settings_of(order.reviews, order.limit, order.rule)
    records = _records(order.previous, pack_search(order.criteria_path, *order.previous))
    if settings is None or records is None:
        return 1
    from scoring.review import load_reviews

    found = load_reviews(order.reviews, pack_search(order.criteria_path, *order.reviews))
    tell(found.problems)
    return Prepared(
        reviews=found.reviews,
        broken=tuple((path, _why(found.problems, path), _city(path)) for path in found.broken),
        settings=settings,
        records=records,
        as_of=order.as_of,
        faces=faces,
        search=search,
    )


def _records(paths: tuple[str, ...], search: tuple[str, ...]) -> tuple[Record, ...] | None:
    if not paths:
        return ()
    from scoring.province.procedure import load_previous

    found = load_previous(paths, search)
    tell(found.problems)
    return found.value


def _why(problems: Sequence[Problem], path: str) -> str:
    own = [one for one in problems if one.location is not None and one.location.file == path]
    errors = [one for one in own if one.severity is Severity.ERROR]
    if not errors:
        return "读不了"
    place = errors[0].location
    line = f"第{place.line}行：" if place is not None and place.line else ""
    more = f"（共{len(errors)}个错误）" if len(errors) > 1 else ""
    return f"{line}{errors[0].message}{more}"


def _city(path: str) -> str:
    """The city that a review with errors names."""
    from scoring.documents import strict
    from scoring.documents.nodes import text_of

    document = strict.read_document(path).value
    return "" if document is None else text_of(document.root.get("城市")) or ""


def reviewed(files: Inputs, ready: Prepared, key: str) -> Result[Reviewed]:
    """The merged reviews of one city, told step by step, with every problem from opening its files on."""
    from scoring.reports.review import Reviewed
    from scoring.review.replay import replay

    if files.failed:
        return Result(value=None, problems=files.problems)
    request = files.request(evidence=Depth.STATES if files.evidence else Depth.NONE, previous=ready.records)
    request = replace(request, as_of=ready.as_of, reviews=ready.reviews, settings=ready.settings)
    result = assess(request)
    problems = (*files.problems, *result.problems)
    found = result.value
    if found is None or found.verified is None:
        return Result(value=None, problems=problems)
    made = Reviewed(
        loaded=found,
        told=replay(found, found.verified),
        papers=() if found.evidence is None else tuple(_papers(found.evidence).items()),
        broken=tuple((path, why) for path, why, named in ready.broken if named in ("", found.submission.city)),
        key=key,
    )
    return Result(value=made, problems=problems)


def _papers(evidence: EvidenceList) -> dict[str, str]:
    from scoring.base.files import file_digest

    return {
        entry.file.path: file_digest(entry.real) if entry.real else ""
        for entry in evidence.entries
        if entry.file is not None
    }


def write_paper(found: Reviewed | Cycle, order: Order, ready: Prepared) -> int:
    """Write the paper whole or not at all; the exit code."""
    from scoring.reports.review import review_html, review_pdf

    def make() -> bytes:
        if order.output.lower().endswith(".html"):
            return marked_html(review_html(found, templates=order.templates), REVIEW).encode("utf-8")
        return review_pdf(found, fonts=chosen_faces(ready.faces), templates=order.templates)

    return write_report(order.output, make)


def _remarks(city: Reviewed) -> int:
    """What is open in the report that was written; the exit code."""
    from scoring.reports.review.parts import waiting

    found = city.verified
    if not found.reviewed:
        console.message(f"  注意：没有找到对{city.loaded.submission.city}这份自评有效的审核意见。")
    wait = waiting(found)
    if wait:
        console.message(f"  注意：还有没办结的，{wait}；办结后请重新生成。")
    for refused in found.refused:
        console.message(f"  没有计入 {visible(refused.review.file)}：{refused.reason}")
    tell_apart(city.loaded.submission.city, found)
    for path, why in city.broken:
        console.message(f"  没有计入 {visible(path)}：{why}")
    return 1 if city.broken or not found.reviewed else 0
