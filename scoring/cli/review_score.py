"""The verified reading beside a score: what `--reviews` adds to `score` and `report`."""

from __future__ import annotations

import os.path
from datetime import date

from scoring.assess import Assessment
from scoring.cli import console
from scoring.cli.console import visible
from scoring.cli.sealed import Given
from scoring.loading import Loaded
from scoring.model.review import Verified
from scoring.reports.wording import eligibility_word

__all__ = ["told", "verified_beside"]


def verified_beside(
    found: Assessment, files: Given, reviews: tuple[str, ...], as_of: date | None, form: str = "text"
) -> tuple[Verified | None, bool]:
    """The verified reading of an assessment and whether every review could be used; what could not is told. The reading
    is None where no review of this city counts."""
    from scoring.cli.review_city import City
    from scoring.cli.review_merge import Words, gathered, verified_of

    words = Words(
        file=files.file,
        reviews=reviews,
        limit=None,
        rule=None,
        references=None,
        as_of=None,
        criteria_path=(),
        form=form,
    )
    given = gathered(reviews, words, files.search)
    if given is None:
        return None, False
    evidence = found.evidence
    if evidence is None and files.evidence:
        from scoring.evidence import inspect

        base = os.path.dirname(os.path.abspath(files.file))
        evidence = inspect(found.criteria, found.submission, base, deep=False)
    loaded = Loaded(criteria=found.criteria, submission=found.submission)
    made = verified_of(City(loaded=loaded, evidence=evidence, search=files.search), given, as_of)
    for refused in made.refused:
        console.message(
            f"没有计入：审核人{refused.review.reviewer}的{refused.review.stage.value}意见"
            f"（{visible(refused.review.file)}），{refused.reason}。"
        )
    if not made.reviewed:
        console.message(f"没有找到对{found.submission.city}这份自评有效的审核意见。")
        return None, False
    return made, not (given.failed or made.refused or made.apart)


def told(found: Verified) -> str:
    """What the verified score rests on and what it waits for, in one sentence."""
    count = sum(len(step.reviews) for step in found.steps)
    parts = [f"按{count}份审核意见计算"]
    if found.due:
        parts.append(f"{len(found.due)}项等待裁决")
    if found.asked:
        parts.append(f"{len(found.asked)}项等待城市说明")
    open_ = {*found.gates_due, *found.gates_asked, *found.gates_open}
    if open_:
        parts.append(f"申报资格{len(open_)}项还没有结论")
    if found.card.eligibility.state is not found.steps[0].card.eligibility.state:
        parts.append(f"申报资格经审核为“{eligibility_word(found.card.eligibility.state)}”")
    if found.unseen:
        parts.append(f"{len(found.unseen)}项还没有人提出意见")
    return "，".join(parts)
