"""The verified reading beside a score: what `--reviews` adds to `score` and `report`."""

from __future__ import annotations

from msgspec.structs import replace

from scoring.assess import Assessment, Request, evaluate
from scoring.cli import console
from scoring.cli.console import visible
from scoring.cli.inputs import Inputs
from scoring.cli.review_merge import Words, gathered, tell_verified
from scoring.loading import Loaded
from scoring.model.review import Verified
from scoring.reports.wording import eligibility_word

__all__ = ["evaluate_with", "told"]


def evaluate_with(reviews: tuple[str, ...], loaded: Loaded, request: Request, files: Inputs) -> tuple[Assessment, bool]:
    """The assessment, verified by the reviews in these files and folders if there are any, and whether every one of them
    could be used; what could not is told."""
    if not reviews:
        return evaluate(loaded, request), True
    words = Words(
        file=files.file,
        reviews=reviews,
        limit=None,
        rule=None,
        references=None,
        as_of=None,
        criteria_path=(),
        form="text",
    )
    given = gathered(reviews, words, files.search)
    if given is None:
        return evaluate(loaded, request), False
    found = evaluate(loaded, replace(request, reviews=given.reviews, settings=given.settings))
    made = tell_verified(found)
    for refused in made.refused:
        console.message(
            f"没有计入：审核人{refused.review.reviewer}的{refused.review.stage.value}意见"
            f"（{visible(refused.review.file)}），{refused.reason}。"
        )
    if not made.reviewed:
        console.message(f"没有找到对{found.submission.city}这份自评有效的审核意见。")
        return found, False
    return found, not (given.failed or made.refused or made.apart)


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
