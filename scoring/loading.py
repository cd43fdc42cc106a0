"""Packs and submissions from the disk: read and validated."""

from __future__ import annotations

import os.path
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from scoring import load, overlay, validate
from scoring.base import guard
from scoring.base.assets import criteria_search
from scoring.base.errors import Problem, Result, Severity, sort_problems
from scoring.base.reading import read_bytes
from scoring.evidence import spellings
from scoring.model.criteria import Criteria
from scoring.model.facts import ReferenceValue
from scoring.model.submission import Submission

__all__ = ["Loaded", "load_criteria", "load_submission", "merge_references"]


class Loaded(Struct, frozen=True, kw_only=True):
    """A valid submission with the pack it is written for; references are merged already."""

    criteria: Criteria
    submission: Submission


def load_criteria(name: str, search: Sequence[str] | None = None) -> Result[Criteria]:
    """The pack called `name` (an id, or the path of its folder)."""
    folders = criteria_search() if search is None else tuple(search)
    found = load.find_pack(name, folders)
    if found.value is None:
        return Result(value=None, problems=found.problems)
    return _criteria_in(found.value, folders)


def load_submission(
    path: str,
    *,
    references_path: str | None = None,
    search: Sequence[str] | None = None,
    names: Mapping[str, str] | None = None,
) -> Result[Loaded]:
    """Read and validate a submission with the pack it names, and merge the references of `references_path` into it.

    `names` as for `assess`.
    """
    called = names or {}
    shown = called.get(path, path)
    folders = criteria_search() if search is None else tuple(search)
    guard.protect(path)
    try:
        data = read_bytes(path)
    except OSError:
        return Result(value=None, problems=load.read_document(path, shown).problems)
    loaded = _read_submission(shown, data, folders)
    if loaded.value is not None:
        _protect_evidence(loaded.value.submission, path)
    if references_path is None or loaded.value is None:
        return loaded
    return _with_references(loaded, loaded.value, references_path, called.get(references_path, references_path))


def _protect_evidence(submission: Submission, path: str) -> None:
    """No output may take the place of a listed file, there or not yet, or force its way in among them."""
    active = guard.active()
    if active is None:
        return
    base = os.path.dirname(os.path.abspath(path))
    for file in submission.evidence:
        for spelling in spellings(file.path):
            active.protect(os.path.join(base, *spelling.split("/")), guard.EVIDENCE)
        top = file.path.split("/")[0]
        if top not in ("", ".", ".."):
            active.close(os.path.join(base, top))


def _criteria_in(folder: str, folders: tuple[str, ...]) -> Result[Criteria]:
    source = load.read_pack(folder)
    if source.value is None or not source.ok:
        return Result(value=None, problems=source.problems)
    if validate.is_plan(source.value):
        return Result(value=None, problems=(validate.plan_problem(source.value),))
    if source.value.main.root.get("extends") is None:
        return validate.criteria(source.value)
    return overlay.load_pack(source.value, folders)


def _read_submission(path: str, data: bytes, folders: tuple[str, ...]) -> Result[Loaded]:
    """Parse, find the pack the file names, validate."""
    document = load.parse_document(data, path)
    if document.value is None:
        return Result(value=None, problems=document.problems)
    name = validate.criteria_name(document.value)
    if name.value is None:
        return Result(value=None, problems=sort_problems([*document.problems, *name.problems]))
    found = load.find_pack(name.value, folders)
    if found.value is None:
        named = validate.at_name(document.value, found.problems)
        return Result(value=None, problems=sort_problems([*document.problems, *named]))
    criteria = _criteria_in(found.value, folders)
    if criteria.value is None or not criteria.ok:
        return Result(value=None, problems=criteria.problems)
    result = validate.submission(document.value, criteria.value)
    problems = sort_problems([*document.problems, *result.problems])
    if result.value is None or any(problem.severity is Severity.ERROR for problem in problems):
        return Result(value=None, problems=problems)
    return Result(value=Loaded(criteria=criteria.value, submission=result.value), problems=problems)


def _with_references(loaded: Result[Loaded], value: Loaded, path: str, shown: str) -> Result[Loaded]:
    """Merge a file of references; it wins over the submission's own values, and a difference is questioned."""
    document = load.read_document(path, shown)
    if document.value is None:
        return Result(value=None, problems=sort_problems([*loaded.problems, *document.problems]))
    given = validate.references(document.value, value.criteria)
    told = Result(value=given.value, problems=(*document.problems, *given.problems))
    return merge_references(Result(value=value, problems=loaded.problems), told, shown)


def merge_references(loaded: Result[Loaded], given: Result[Mapping[str, ReferenceValue]], shown: str) -> Result[Loaded]:
    """A submission with the values of the file of references called `shown`, which was read already as `given`."""
    problems = [*loaded.problems, *given.problems]
    if loaded.value is None or given.value is None or not given.ok:
        return Result(value=None, problems=sort_problems(problems))
    from scoring import validate

    value = loaded.value
    problems += _differences(value.submission.references, given.value, shown)
    merged = {**value.submission.references, **given.value}
    submission = replace(value.submission, references=merged)
    problems = validate.asked_again(value.criteria, submission, problems)
    return Result(value=Loaded(criteria=value.criteria, submission=submission), problems=sort_problems(problems))


def _differences(own: Mapping[str, ReferenceValue], given: Mapping[str, ReferenceValue], path: str) -> list[Problem]:
    return [
        Problem(
            code="reference-differs",
            message=f"参照值“{name}”与参照值文件 {path} 里的不一样，计分时用参照值文件里的",
            hint="核对两处的数值、年份和来源，删去自评文件里多余的一处。",
            location=own[name].location,
            severity=Severity.QUESTION,
        )
        for name in own
        if name in given and (own[name].value, own[name].year) != (given[name].value, given[name].year)
    ]
