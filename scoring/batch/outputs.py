"""Writes what a run leaves behind, from its state and in the order of the keys, each file whole or not at all: results,
the rankings as data (`scoring.batch/1`, docs/batch.md), and what people read, anew only where something changed."""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from scoring import __version__
from scoring.base.errors import Problem, ProblemsError, Severity, problems_from, problems_json
from scoring.base.files import file_digest, replacing, write_atomic
from scoring.base.plain import Json, indented
from scoring.batch.folder import paper_names
from scoring.batch.keys import digest as digest_of
from scoring.batch.keys import program
from scoring.batch.model import RANKING, RESULTS, InputState, Intake, PackRanking, Settings
from scoring.batch.ranking import Applicants, ResultSummary
from scoring.batch.refusals import compact
from scoring.batch.store import Store
from scoring.loading import Named, PackCache
from scoring.model.evidence import ScoreBasis
from scoring.model.references import ReferenceValue
from scoring.naming import draft_json
from scoring.province.ranking import cohort_json, ranking_json
from scoring.reports.summary import (
    Failed,
    Origin,
    PackBatch,
    Received,
    everyone,
    write_ranking,
    write_summary,
    write_workbook,
)
from scoring.reports.word import ranking_word, word_missing

__all__ = ["WITH_RESULT", "write_card", "write_overview", "write_papers", "write_results"]

WITH_RESULT = (InputState.SCORED, InputState.REPEATED, InputState.CONFLICTING)
NOTED = "papers"
BECAME = {
    InputState.SCORED: "已计分",
    InputState.FAILED: "没有算成",
    InputState.PLAN: "规划方案，不计分",
    InputState.REPEATED: "重复，不另计分",
    InputState.CONFLICTING: "同一城市有两份，不排名",
}


def write_results(store: Store, summaries: Sequence[ResultSummary], kinds: Mapping[str, str], folder: str) -> None:
    """One line of JSON for each input (`scoring.batch-line/2`), its result last; the file is never held in memory."""
    with replacing(os.path.join(folder, RESULTS)) as temporary, open(temporary, "wb") as stream:
        for one in summaries:
            stream.write(_line(store, one, kinds[one.key]))


def _line(store: Store, one: ResultSummary, kind: str) -> bytes:
    """The line of one input. The result stands in it as the worker wrote it."""
    front = {
        "schema": "scoring.batch-line/2",
        "input": one.key,
        "kind": kind,
        "state": one.state.value,
        "same_as": one.same_as or None,
        "city": one.city or None,
        "criteria": one.criteria or None,
        "problems": list(one.problems),
    }
    result = store.applicant(one.key) if one.state in WITH_RESULT else "null"
    return f'{compact(front)[:-1]},"result":{result}}}\n'.encode("utf-8", "backslashreplace")


def write_card(path: str, packed: bytes) -> str:
    """Write the card that a worker made; the SHA-256 of the file. One that holds the same already is left alone."""
    data = zlib.decompress(packed)
    digest = hashlib.sha256(data).hexdigest()
    if file_digest(path) != digest:
        write_atomic(path, data, sync=False)
    return digest


def write_overview(
    ranked: Iterable[PackRanking], summaries: Sequence[ResultSummary], found: Intake, basis: ScoreBasis, folder: str
) -> None:
    """Ranking and figures of each pack, every input that is in none of them with the reason, and what became of the
    other files that were received, as `scoring.batch/1`. The text is never held in memory."""
    value: Json = {
        "schema": "scoring.batch/1",
        "tool": {"name": "demo-city-scoring", "version": __version__},
        "reading": basis.value,
        "packs": [_pack(one) for one in ranked],
        "not_ranked": [
            {
                "input": one.key,
                "state": one.state.value,
                "city": one.city or None,
                "same_as": one.same_as or None,
                "problems": [problem for problem in one.problems if problem["severity"] == "error"],
            }
            for one in summaries
            if one.state is not InputState.SCORED
        ],
        "skipped": [{"file": one.key, "reason": one.reason} for one in found.skipped],
        "materials": [{"folder": one.key, "files": one.files} for one in found.materials],
    }
    with (
        replacing(os.path.join(folder, RANKING)) as temporary,
        open(temporary, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream,
    ):
        stream.writelines(indented(value))
        stream.write("\n")


def _pack(one: PackRanking) -> Json:
    return {
        "id": one.name,
        "title": None if one.criteria is None else one.criteria.title,
        "edition": None if one.criteria is None else one.criteria.edition,
        "sha256": None if one.criteria is None else one.criteria.digest,
        **({} if one.criteria is None else draft_json(one.criteria)),
        "problems": problems_json(one.problems),
        "ranking": None if one.ranking is None else ranking_json(one.ranking, later=True),
        "cohort": None if one.cohort is None else cohort_json(one.cohort),
    }


def write_papers(
    store: Store,
    ranked: Sequence[PackRanking],
    summaries: Sequence[ResultSummary],
    found: Intake,
    out: str,
    settings: Settings,
    sources: Sequence[str],
) -> tuple[list[str], tuple[Problem, ...]]:
    """Write the papers of each pack that has a ranking; their names, and why a PDF could not be made. With several packs
    the names carry the pack's id. Word is written where its component is installed. `sources` are the files they rest on: the same bytes there leave the papers alone."""
    due = [one for one in ranked if one.ranking is not None]
    names = {one.name: paper_names(one.name if len(due) > 1 else "", settings.basis) for one in due}
    words = word_missing() is None
    every = [name for own in names.values() for name in own if words or not name.endswith(".docx")]
    key = digest_of([program().encode(), *(file_digest(source).encode() for source in sources)])
    if every and _unchanged(store, key, every, out):
        return every, ()
    store.note_outputs(every)
    problems: list[Problem] = []
    digest = file_digest(sources[0])
    for one in due:
        workbook, page, paper, word = (os.path.join(out, name) for name in names[one.name])
        batch, applicants = _batch(one, summaries, found, settings, digest), Applicants.of(store, one.name, summaries)
        assert one.ranking is not None
        write_workbook(workbook, batch, applicants.of_keys(place.key for place in everyone(one.ranking)))
        write_summary(page, batch, applicants)
        if words:
            write_atomic(word, ranking_word(batch))
        try:
            write_ranking(paper, batch)
        except ProblemsError as error:
            problems += error.problems
            every.remove(names[one.name][2])
    if not problems:
        store.note(NOTED, json.dumps([key, {name: file_digest(os.path.join(out, name)) for name in every}]))
    return every, tuple(dict.fromkeys(problems))


def _unchanged(store: Store, key: str, names: Sequence[str], out: str) -> bool:
    noted = store.noted(NOTED)
    if noted is None:
        return False
    try:
        before, digests = json.loads(noted)
    except (ValueError, TypeError):
        return False
    same: bool = before == key and digests == {name: file_digest(os.path.join(out, name)) for name in names}
    return same


def _batch(
    one: PackRanking, summaries: Sequence[ResultSummary], found: Intake, settings: Settings, digest: str
) -> PackBatch:
    assert one.criteria is not None
    assert one.ranking is not None
    assert one.cohort is not None
    names = one.criteria.references_by_name
    given: Mapping[str, ReferenceValue] = {}
    if settings.references is not None:
        file = Named(path=settings.references, shown=settings.references)
        known = PackCache(settings.search, file, averages=True).references(one.criteria).value or {}
        given = {name: value for name, value in known.items() if isinstance(value, ReferenceValue)}
    alone = bool(names) and settings.references is None
    return PackBatch(
        criteria=one.criteria,
        ranking=one.ranking,
        cohort=one.cohort,
        origin=Origin(
            tool_version=__version__,
            inputs=len(summaries),
            as_of=settings.as_of,
            basis=settings.basis,
            bases=tuple(_bases(settings)),
            results_digest=digest,
            references=() if alone else tuple((name, given.get(name)) for name in names),
            notes=("没有统一的参照值：各城市按自己自评文件里填的参照值计分。",) if alone else (),
        ),
        failed=tuple(_failed(one.name, summaries)),
        received=tuple(sorted(_received(summaries, found), key=lambda each: each.key)),
    )


def _received(summaries: Sequence[ResultSummary], found: Intake) -> Iterator[Received]:
    """What became of every file and folder below those named."""
    for one in summaries:
        about = f"同 {one.same_as}" if one.same_as else one.city
        if one.state in (InputState.FAILED, InputState.CONFLICTING):
            about = next(
                (problem.message for problem in problems_from(one.problems) if problem.severity is Severity.ERROR),
                about,
            )
        yield Received(key=one.key, became=BECAME[one.state], about=about)
    for skipped in found.skipped:
        yield Received(key=skipped.key, became="没有计分", about=skipped.reason)
    for material in found.materials:
        if material.files:
            yield Received(key=material.key, became="佐证材料", about=f"这个城市的材料，{material.files}个文件")


def _bases(settings: Settings) -> Iterator[ScoreBasis]:
    yield ScoreBasis.CLAIMED
    if settings.evidence:
        yield ScoreBasis.EVIDENCED
    if settings.reviews:
        yield ScoreBasis.VERIFIED


def _failed(pack: str, summaries: Sequence[ResultSummary]) -> Iterator[Failed]:
    for one in summaries:
        if one.state in (InputState.FAILED, InputState.CONFLICTING) and one.criteria in ("", pack):
            errors = tuple(problem for problem in problems_from(one.problems) if problem.severity is Severity.ERROR)
            yield Failed(key=one.key, problems=errors, city=one.city)
