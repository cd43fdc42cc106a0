"""`scoring review report`: the report of one city's review, or of all cities of a cycle, as PDF or HTML."""

from __future__ import annotations

import os.path
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

import click
from msgspec import Struct
from msgspec.structs import replace

from scoring.assess import Depth, assess
from scoring.base.assets import criteria_search, pack_search
from scoring.base.errors import Problem, Result, Severity
from scoring.base.files import file_digest
from scoring.base.marks import REVIEW, marked_html
from scoring.batch.intake import find
from scoring.cli import console
from scoring.cli.command import Output, command
from scoring.cli.console import visible
from scoring.cli.inputs import NO_EVIDENCE, Inputs, open_inputs
from scoring.cli.messages import report_problems, tell
from scoring.cli.options import AS_OF, CRITERIA_PATH, FONTS, PREVIOUS, REFERENCES, TEMPLATES, output_option
from scoring.cli.progress import ProgressLine
from scoring.cli.report_file import chosen_faces, faces_of, write_report
from scoring.cli.review_inputs import LIMIT, REVIEWS, RULE, found_paths, settings_of, tell_apart
from scoring.documents import strict
from scoring.documents.nodes import text_of
from scoring.model.cycle import Cycle as Record
from scoring.model.evidence import EvidenceList
from scoring.model.review import Review, ReviewSettings
from scoring.province.procedure import load_previous
from scoring.reports.review import Reviewed, ReviewedCycle, review_document, review_html, review_pdf
from scoring.reports.review.model import cycle_of
from scoring.reports.review.parts import waiting
from scoring.reports.summary import Failed
from scoring.reports.word import report_word
from scoring.review import load_reviews
from scoring.review.fitting import concerns
from scoring.review.replay import replay

__all__ = ["report"]

KINDS = (".pdf", ".docx", ".html")


class ReviewReportOrder(Struct, frozen=True, kw_only=True):
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
    settings: ReviewSettings
    records: tuple[Record, ...]
    as_of: date | None
    faces: dict[str, str]
    search: tuple[str, ...]


@command(
    "report",
    "scoring review report 自评.yaml --reviews 审核意见 -o 审核报告.pdf",
    "scoring review report 示例市.zip --reviews 审核意见 -o 审核报告.docx",
    "scoring review report 申报材料 --reviews 审核意见 -o 全省审核报告.pdf",
)
@click.argument("cities", metavar="自评文件或文件夹…", nargs=-1, required=True)
@output_option(Output(REVIEW), "写到哪个文件，按扩展名决定格式：.pdf .docx .html。", required=True)
@REVIEWS
@LIMIT
@RULE
@REFERENCES
@AS_OF
@PREVIOUS
@CRITERIA_PATH
@TEMPLATES
@FONTS
def report(
    cities: tuple[str, ...],
    output: str,
    reviews: tuple[str, ...],
    limit: Fraction | None,
    rule: str | None,
    references: str | None,
    as_of: date | None,
    previous: tuple[str, ...],
    criteria_path: tuple[str, ...],
    templates: str | None,
    fonts: tuple[str, ...],
) -> int:
    """生成审核报告：一个文件的是一个城市的；文件夹或几个文件的是全部城市的，并按核实后得分排名。

    报告里有各步骤得分、每处改动的决定人和理由、意见的分差和裁决、与自评的差额、待办、签字处和文件校验码。还没有办结的也能生成，
    报告里会写明。有文件不能读取时，报告照样写出，退出码是1。
    """
    order = ReviewReportOrder(
        output=output,
        reviews=reviews,
        limit=limit,
        rule=rule,
        references=references,
        as_of=as_of,
        previous=previous,
        criteria_path=criteria_path,
        templates=templates,
        fonts=fonts,
    )
    if len(cities) == 1 and not os.path.isdir(cities[0]):
        return _one(cities[0], order)
    return _many(cities, order)


def _one(file: str, order: ReviewReportOrder) -> int:
    """Write the report. 0: done; 1: invalid data or a review that cannot be read; 2: usage; 3: cannot be made."""
    ready = _prepared(order)
    if isinstance(ready, int):
        return ready
    with open_inputs(file, order.references, ready.search) as files:
        result = _reviewed(files, ready, os.path.basename(file))
        found = result.value
        report_problems(result.problems, failed=found is None)
        if found is None:
            return 1
        if not files.evidence:
            console.message(NO_EVIDENCE)
        code = _write_paper(found, order, ready)
    if code == 0:
        code = _remarks(found)
    return code


def _prepared(order: ReviewReportOrder) -> Prepared | int:
    """Everything but the cities, or the exit code after it was told what is wrong."""
    kind = os.path.splitext(order.output)[1].lower()
    if kind not in KINDS:
        console.message(f"用法错误：不认识的扩展名 {kind or '（无）'}。输出文件名要以 {' '.join(KINDS)} 结尾。")
        return 2
    faces = faces_of(order.fonts)
    if faces is None:
        return 2
    if not found_paths(order.reviews):
        return 1
    search = criteria_search(order.criteria_path)
    settings = settings_of(order.reviews, order.limit, order.rule)
    records = _records(order.previous, pack_search(order.criteria_path, *order.previous))
    if settings is None or records is None:
        return 1
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
    document = strict.read_document(path).value
    return "" if document is None else text_of(document.root.get("城市")) or ""


def _reviewed(files: Inputs, ready: Prepared, key: str) -> Result[Reviewed]:
    """The merged reviews of one city, told step by step, with every problem from opening its files on."""
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
        replay=replay(found, found.verified),
        papers=() if found.evidence is None else tuple(_papers(found.evidence).items()),
        broken=tuple((path, why) for path, why, named in ready.broken if named in ("", found.submission.city)),
        key=key,
    )
    return Result(value=made, problems=problems)


def _papers(evidence: EvidenceList) -> dict[str, str]:
    return {
        entry.file.path: file_digest(entry.real) if entry.real else ""
        for entry in evidence.entries
        if entry.file is not None
    }


def _write_paper(found: Reviewed | ReviewedCycle, order: ReviewReportOrder, ready: Prepared) -> int:
    """Write the paper whole or not at all; the exit code."""

    def make() -> bytes:
        if order.output.lower().endswith(".docx"):
            return report_word(review_document(found), mark=REVIEW, templates=order.templates)
        if order.output.lower().endswith(".html"):
            return marked_html(review_html(found, templates=order.templates), REVIEW).encode("utf-8")
        return review_pdf(found, fonts=chosen_faces(ready.faces), templates=order.templates)

    return write_report(order.output, make)


def _remarks(city: Reviewed) -> int:
    """What is open in the report that was written; the exit code."""
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


def _many(paths: tuple[str, ...], order: ReviewReportOrder) -> int:
    """Write the report. 0: done; 1: a file is invalid or there is no city; 2: usage; 3: cannot be made."""
    ready = _prepared(order)
    if isinstance(ready, int):
        return ready
    taken = find(paths, "", order.references)
    inputs = [one for one in taken.inputs if os.path.realpath(one.path) != os.path.realpath(order.output)]
    cities: list[Reviewed] = []
    failed = [_failed(one.key, (one.problem,)) for one in taken.closed]
    with ProgressLine("审核", timed=True) as progress:
        for number, one in enumerate(inputs, start=1):
            with open_inputs(one.path, order.references, ready.search) as files:
                found = _reviewed(files, ready, one.key)
            if found.value is None:
                failed.append(_failed(one.key, found.problems))
            else:
                cities.append(found.value)
            progress(number, len(inputs), one.key)
    cycle = _cycle(cities, failed, ready)
    if cycle is None:
        return 1
    code = _write_paper(cycle, order, ready)
    if code == 0:
        _cycle_remarks(cycle)
        code = 1 if cycle.failed or cycle.broken or cycle.orphan_reviews else 0
    return code


def _failed(key: str, problems: tuple[Problem, ...]) -> Failed:
    return Failed(key=key, problems=tuple(one for one in problems if one.severity is Severity.ERROR) or problems)


def _cycle(cities: list[Reviewed], failed: list[Failed], ready: Prepared) -> ReviewedCycle | None:
    """All cities together; None after it was told why they cannot stand in one report."""
    packs = {(city.loaded.criteria.id, city.loaded.criteria.digest): city.loaded.criteria for city in cities}
    if len(packs) != 1:
        for one in failed:
            tell(one.problems)
        if not packs:
            console.message("没有可以列入报告的城市。\n  怎么办：写各市的自评文件、包或报告，或它们所在的文件夹。")
        else:
            names = "、".join(sorted({name for name, _ in packs}))
            console.message(
                f"文件夹里的自评用了不同的指标体系：{names}。\n  怎么办：每种指标体系放一个文件夹，分别生成。"
            )
        return None
    (criteria,) = packs.values()
    return cycle_of(
        criteria,
        cities,
        ready.settings,
        failed=failed,
        orphan_reviews=tuple(_orphan_reviews(cities, ready)),
        broken=tuple((path, why) for path, why, _ in ready.broken),
    )


def _orphan_reviews(cities: list[Reviewed], ready: Prepared) -> Iterator[Review]:
    """Reviews that no submission of the folder has to do with."""
    yield from (review for review in ready.reviews if not any(concerns(review, city.loaded) for city in cities))


def _cycle_remarks(cycle: ReviewedCycle) -> None:
    for one in cycle.failed:
        console.message(
            f"  没有列入 {visible(one.key)}：{one.problems[0].message if one.problems else '没有得出结果'}。"
        )
    for path, why in cycle.broken:
        console.message(f"  没有计入 {visible(path)}：{why}")
    for city in cycle.cities:
        for refused in city.verified.refused:
            console.message(f"  没有计入 {visible(refused.review.file)}：{refused.reason}")
    for review in cycle.orphan_reviews:
        console.message(f"  没有计入 {visible(review.file)}：没有找到{review.city}的自评文件。")
    waits = [city.loaded.submission.city for city in cycle.cities if waiting(city.verified)]
    if waits:
        console.message(f"  注意：{'、'.join(waits)}还有没办结的项，报告里已写明；办结后请重新生成。")
    silent = [city.loaded.submission.city for city in cycle.cities if not city.verified.reviewed]
    if silent:
        console.message(f"  注意：{'、'.join(silent)}没有计入任何审核意见。")
