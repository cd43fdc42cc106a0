"""References that the file of references wants computed from the batch: worked out first, and written down as a plain file
of references, which everything after reads like one that was given."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from scoring import submissions
from scoring.base.errors import Problem, Severity
from scoring.base.files import write_atomic
from scoring.base.reading import read_bytes
from scoring.batch.made_references import references_text, typed_values
from scoring.batch.model import MADE_REFERENCES, BatchOptions, InputState
from scoring.batch.ranking import Applicants, ResultSummary, deduplicate
from scoring.batch.store import Store
from scoring.documents import strict
from scoring.loading import load_criteria
from scoring.model.evidence import ScoreBasis
from scoring.model.facts import FactType
from scoring.model.references import AverageResult, ReferenceValue
from scoring.province.ranking import Averages
from scoring.submissions.references import AVERAGE

__all__ = ["Given", "asks_for_averages", "given"]


class Given(Struct, frozen=True, kw_only=True):
    """The file of references to score with; `made` says that this run wrote it. `problems` say what could not be computed."""

    path: str | None
    made: bool = False
    problems: tuple[Problem, ...] = ()


def given(options: BatchOptions, state: str, out: str, score: Callable[[Store, BatchOptions], object]) -> Given:
    """Compute what the file of references asks for. `score` scores every input into a store; it is called with one of its
    own, without references, because the numbers of a city do not depend on them."""
    path = options.settings.references
    if path is None or not asks_for_averages(path):
        return Given(path=path)
    document = strict.read_document(path)
    if document.value is None or not document.ok:
        return Given(path=path)  # scoring will say what is wrong with it
    settings = replace(
        options.settings,
        references=None,
        evidence=False,
        basis=ScoreBasis.CLAIMED,
        cards=False,
        reports=None,
        reviews=(),
    )
    values: dict[str, tuple[ReferenceValue, FactType]] = {}
    results: list[AverageResult] = []
    with Store(os.path.join(state, "averages.sqlite"), fresh=options.fresh) as store:
        score(store, replace(options, settings=settings))
        summaries = deduplicate(store.summaries())
        for name in sorted({one.criteria for one in summaries if one.criteria}):
            criteria = load_criteria(name, settings.search).value
            asked = None if criteria is None else submissions.batch_references(document.value, criteria)
            if criteria is None or asked is None or asked.value is None:
                return Given(path=path)
            averages = Averages(asked.value.averages)
            _gather(averages, store, summaries, name)
            results += averages.results()
            for known in (asked.value.values, averages.references()):
                values.update(typed_values(criteria, known))
    made = os.path.join(out, MADE_REFERENCES)
    write_atomic(made, references_text(values).encode("utf-8"))
    return Given(path=made, made=True, problems=tuple(_unknown(one) for one in results if one.value is None))


def asks_for_averages(path: str) -> bool:
    """Whether a file of references may ask for anything to be computed."""
    try:
        data = read_bytes(path)
    except OSError:
        return False
    return AVERAGE.encode() in data or AVERAGE.encode("gb18030") in data


def _gather(averages: Averages, store: Store, summaries: Sequence[ResultSummary], criteria: str) -> None:
    """Each city once: of equal submissions the first; of a city with two different ones neither is taken for right."""
    out = {one.key for one in summaries if one.state in (InputState.REPEATED, InputState.CONFLICTING)}
    for applicant in Applicants(store, criteria, out):
        averages.add(applicant.key, applicant.city, applicant.numbers)
    rivals = {
        one.city: one.key for one in summaries if one.state is InputState.CONFLICTING and one.criteria == criteria
    }
    for city, key in sorted(rivals.items()):
        averages.add(key, f"{city}（有两份不同的自评）", ())


def _unknown(of: AverageResult) -> Problem:
    return Problem(
        code="average-unknown",
        message=f"参照值“{of.average.name}”：{of.text}",
        hint="请补填；不计入这些城市的，在参照值文件里写“缺数的城市: 不计入”。自评里自己填了参照值的城市，仍按自己填的计分。",
        location=of.average.location,
        severity=Severity.QUESTION,
    )
