"""What people read: workbook, page and signed ranking of each pack, written anew only where something changed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence

from scoring import __version__
from scoring.base.errors import Problem, ProblemsError, Severity, problems_from
from scoring.base.files import file_digest
from scoring.model.evidence import ScoreBasis
from scoring.province.batch.keys import digest as digest_of
from scoring.province.batch.keys import program
from scoring.province.batch.model import Found, Ranked, Settings, State
from scoring.province.batch.ranks import Applicants
from scoring.province.batch.shelf import references_of
from scoring.province.batch.standing import Head
from scoring.province.batch.store import Store
from scoring.reports.summary import (
    Batch,
    Failed,
    Origin,
    Received,
    everyone,
    write_ranking,
    write_summary,
    write_workbook,
)

__all__ = ["BASES", "PAPERS", "paper_names", "write_papers"]

PAPERS = ("排名.xlsx", "汇总.html", "排名.pdf")
"""What the papers are; their names also say what the scores rest on."""
BASES = {ScoreBasis.CLAIMED: "自评", ScoreBasis.EVIDENCED: "有材料", ScoreBasis.VERIFIED: "核实后"}
NOTED = "papers"
BECAME = {
    State.SCORED: "已计分",
    State.FAILED: "没有算成",
    State.PLAN: "规划方案，不计分",
    State.REPEATED: "重复，不另计分",
    State.RIVAL: "同一城市有两份，不排名",
}


def write_papers(
    store: Store,
    ranked: Sequence[Ranked],
    heads: Sequence[Head],
    found: Found,
    out: str,
    settings: Settings,
    sources: Sequence[str],
) -> tuple[list[str], tuple[Problem, ...]]:
    """Write the papers of each pack that has a ranking; their names, and why a PDF could not be made. With several packs
    the names carry the pack's id. `sources` are the files they rest on: the same bytes there leave the papers alone."""
    due = [one for one in ranked if one.ranking is not None]
    names = {one.name: paper_names(one.name if len(due) > 1 else "", settings.basis) for one in due}
    every = [name for own in names.values() for name in own]
    key = digest_of([program().encode(), *(file_digest(source).encode() for source in sources)])
    if every and _unchanged(store, key, every, out):
        return every, ()
    store.note_outputs(every)
    problems: list[Problem] = []
    digest = file_digest(sources[0])
    for one in due:
        workbook, page, paper = (os.path.join(out, name) for name in names[one.name])
        batch, applicants = _batch(one, heads, found, settings, digest), Applicants.of(store, one.name, heads)
        assert one.ranking is not None
        write_workbook(workbook, batch, applicants.of_keys(place.key for place in everyone(one.ranking)))
        write_summary(page, batch, applicants)
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


def paper_names(pack: str, basis: ScoreBasis) -> tuple[str, ...]:
    """The names of the workbook, the page and the paper by what is ranked by, as 排名-自评.xlsx; with the id of a pack where
    there are several."""
    parts = [os.path.splitext(name) for name in PAPERS]
    told = "-".join([BASES[basis], *[pack] * bool(pack)])
    return tuple(f"{stem}-{told}{ending}" for stem, ending in parts)


def _batch(one: Ranked, heads: Sequence[Head], found: Found, settings: Settings, digest: str) -> Batch:
    assert one.criteria is not None
    assert one.ranking is not None
    assert one.cohort is not None
    names = one.criteria.references_by_name
    given = {} if settings.references is None else references_of(settings.references, one.criteria)
    alone = bool(names) and settings.references is None
    return Batch(
        criteria=one.criteria,
        ranking=one.ranking,
        cohort=one.cohort,
        origin=Origin(
            tool_version=__version__,
            inputs=len(heads),
            as_of=settings.as_of,
            basis=settings.basis,
            bases=tuple(_bases(settings)),
            results_digest=digest,
            references=() if alone else tuple((name, given.get(name)) for name in names),
            notes=("没有统一的参照值：各城市按自己自评文件里填的参照值计分。",) if alone else (),
        ),
        failed=tuple(_failed(one.name, heads)),
        received=tuple(sorted(_received(heads, found), key=lambda each: each.key)),
    )


def _received(heads: Sequence[Head], found: Found) -> Iterator[Received]:
    """What became of every file and folder below those named."""
    for head in heads:
        about = f"同 {head.same_as}" if head.same_as else head.city
        if head.state in (State.FAILED, State.RIVAL):
            about = next((one.message for one in problems_from(head.problems) if one.severity is Severity.ERROR), about)
        yield Received(key=head.key, became=BECAME[head.state], about=about)
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


def _failed(pack: str, heads: Sequence[Head]) -> Iterator[Failed]:
    for head in heads:
        if head.state in (State.FAILED, State.RIVAL) and head.criteria in ("", pack):
            errors = tuple(one for one in problems_from(head.problems) if one.severity is Severity.ERROR)
            yield Failed(key=head.key, problems=errors, city=head.city)
