"""`scoring review init` and `check`: a blank review with what the city claims beside it, and what is wrong in one."""

from __future__ import annotations

import contextlib
import os
import shlex
from collections.abc import Mapping
from fractions import Fraction

from scoring import __version__
from scoring.assets import pack_search
from scoring.characters import alike
from scoring.cli import console
from scoring.cli.problems import count_text, problems_json, problems_text
from scoring.cli.review_city import City, city
from scoring.cli.telling import tell
from scoring.cli.writing import write_or_tell
from scoring.errors import Severity
from scoring.guard import claim
from scoring.marks import SCHEMA
from scoring.model.review import Review, Role, Stage, Verdict

__all__ = ["run_check", "run_init"]


def run_init(
    *,
    file: str,
    reviewer: str,
    stage: str,
    role: str,
    output: str,
    keep: str | None,
    references: str | None,
    criteria_path: tuple[str, ...],
) -> int:
    """Write a blank review, in a new folder where there is none. 0: done; 1: invalid data; 3: cannot write."""
    with city(file, references=references, criteria_path=criteria_path) as found:
        if found is None:
            return 1
        earlier = None
        if keep is not None:
            earlier = _earlier(keep, found, reviewer, stage)
            if earlier is None:
                return 1
        return _write(found, reviewer, Stage(stage), Role(role), output, earlier)


def _earlier(path: str, found: City, reviewer: str, stage: str) -> Review | None:
    from scoring.review import load_review

    result = load_review(path, found.search)
    tell(result.problems)
    earlier = result.value
    if earlier is None:
        return None
    names = (earlier.reviewer, reviewer), (earlier.city, found.loaded.submission.city)
    if earlier.stage.value != stage or any(alike(one) != alike(other) for one, other in names):
        console.message(
            f"{path} 是审核人{earlier.reviewer}对{earlier.city}的{earlier.stage.value}意见，不是审核人{reviewer}对"
            f"{found.loaded.submission.city}的{stage}意见。\n  怎么办：核对 --keep、--reviewer、--stage 和城市。"
        )
        return None
    return earlier


def _write(found: City, reviewer: str, stage: Stage, role: Role, output: str, earlier: Review | None) -> int:
    from scoring.cli.output import json_bytes
    from scoring.cli.review_template import template
    from scoring.review import review_schema
    from scoring.review.marks import keep
    from scoring.rules import evaluate

    criteria, submission = found.loaded.criteria, found.loaded.submission
    card = evaluate(criteria, submission, as_of=None, tool_version=__version__)
    schema_name = f"{criteria.id}.review.schema.json"
    text = template(
        criteria,
        submission,
        card,
        reviewer=reviewer,
        stage=stage,
        role=role,
        schema_name=schema_name,
        earlier=earlier,
    )
    folder = os.path.dirname(output)
    schema = os.path.join(folder, schema_name)
    claim(schema, (SCHEMA,))
    with contextlib.suppress(OSError):  # told where the file cannot be written
        os.makedirs(folder or ".", exist_ok=True)
    if not write_or_tell(output, text.encode("utf-8")):
        return 3
    if not write_or_tell(schema, json_bytes(review_schema(criteria))):
        return 3
    console.message(f"已生成 {output}（审核意见）和 {schema}（供编辑器提示和补全）。")
    if earlier is not None:
        kept = keep(criteria, submission, earlier)
        same, changed = len(kept.fitting) + len(kept.gates_fitting), len(kept.changed) + len(kept.gates_changed)
        console.message(f"  保留了{same}项意见；{changed}项的自评改动过，要重新审核。")
    console.message(f"  下一步：填写后运行 {shlex.join(['scoring', 'review', 'check', output])}")
    return 0


def run_check(*, files: tuple[str, ...], of: str | None, criteria_path: tuple[str, ...], form: str) -> int:
    """Check each review, with `of` also against the submission. 0: no errors; 1: at least one error."""
    if of is None:
        return _check(files, None, criteria_path, form)
    with city(of, criteria_path=criteria_path, form=form) as found:
        return 1 if found is None else _check(files, found, criteria_path, form)


def _check(files: tuple[str, ...], found: City | None, criteria_path: tuple[str, ...], form: str) -> int:
    from scoring.review import load_review
    from scoring.review.binding import bind, not_this
    from scoring.review.restoring import accepted_blindly

    failed, reports = False, []
    stakes = {} if found is None else _stakes(found)
    for file in files:
        result = load_review(file, pack_search(criteria_path, file) if found is None else found.search)
        problems = result.problems
        if result.value is not None and found is not None:
            blind = accepted_blindly(found.loaded.criteria, result.value, stakes)
            problems = (*problems, *not_this(result.value, found.loaded), *bind(result.value, found.loaded), *blind)
        bad = result.value is None or any(problem.severity is Severity.ERROR for problem in problems)
        failed = failed or bad
        if form == "json":
            reports.append({"file": file, "ok": not bad, "problems": problems_json(problems)})
            continue
        if problems:
            console.data(problems_text(problems, colour=console.colour_wanted()))
        tail = "" if result.value is None else f"；{_summary(result.value)}"
        console.data(f"{file}：{count_text(problems)}{tail}")
    if form == "json":
        from scoring.cli.output import print_json

        print_json({"schema": "scoring.check/1", "files": reports})
    return 1 if failed else 0


def _summary(review: Review) -> str:
    counts = dict.fromkeys(Verdict, 0)
    for decision in review.decisions.values():
        counts[decision.verdict] += 1
    gates = sum(decision.verdict is not Verdict.NONE for decision in review.gates.values())
    words = [f"{verdict.value}{count}项" for verdict, count in counts.items() if count and verdict is not Verdict.NONE]
    silent = len(review.decisions) - sum(counts[one] for one in Verdict if one is not Verdict.NONE)
    if silent:
        words.append(f"无意见{silent}项")
    if gates:
        words.append(f"申报资格有意见{gates}项")
    return f"审核人{review.reviewer}，{review.city}，{review.stage.value}：{'，'.join(words) or '还没有意见'}"


def _stakes(found: City) -> Mapping[str, Fraction]:
    """What hangs on evidence that is not there, by item."""
    from scoring.review import verify_reading
    from scoring.review.restoring import at_stake

    return at_stake(verify_reading(found.loaded, (), evidence=found.evidence))
