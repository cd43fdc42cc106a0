"""Opinions on the gates of eligibility, as reviewers write them, and what they make of the sample city."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from scoring.loading import Loaded
from scoring.model.review import Review, ReviewSettings, Verified
from scoring.model.scorecard import EligibilityState
from scoring.model.submission import GateAnswer
from scoring.review import load_review, verify_claims
from tests.review.writing import city, text, write

__all__ = [
    "ASK",
    "INELIGIBLE",
    "CLEAR",
    "FINE",
    "LONG_AGO",
    "NONE",
    "NO_DATE",
    "OPEN",
    "OTHER_WORDS",
    "PETITION",
    "WITHDRAWN",
    "claiming",
    "gates",
    "opinion",
    "state",
    "verified",
]


CLEAR, INELIGIBLE, OPEN = EligibilityState.CLEAR, EligibilityState.INELIGIBLE, EligibilityState.UNKNOWN
PETITION = "重大信访事件: {意见: 调整, 改为: [{日期: 2021-08-02, 情况: 家长集体上访}], 理由: 查阅信访台账}"
OTHER_WORDS = "重大信访事件: {意见: 调整, 改为: [{日期: 2021-08-02, 情况: 某园家长上访}], 理由: 信访局复函}"
LONG_AGO = "重大信访事件: {意见: 调整, 改为: [{日期: 2020-05-19, 情况: 家长集体上访}], 理由: 查阅信访台账}"
NO_DATE = "重大信访事件: {意见: 调整, 改为: [{情况: 家长集体上访}], 理由: 查阅信访台账}"
FINE = "重大信访事件: {意见: 认可}"
ASK = "重大信访事件: {意见: 要求说明, 理由: 请提供信访局证明}"
NONE = "重大信访事件: {意见: 调整, 改为: 无, 理由: 不属于重大信访事件}"
WITHDRAWN = "上一评选周期被撤销称号: {意见: 调整, 改为: 是, 理由: 公布文件里有}"


def gates(*lines: str, items: tuple[str, ...] = (), **head: str) -> str:
    block = "".join(f"  {line}\n" for line in lines)
    return text(*items, **head).replace("审核意见:", f"申报资格:\n{block}审核意见:", 1)


def opinion(folder: Path, *lines: str, items: tuple[str, ...] = (), **head: str) -> Review:
    name = "-".join(head.get(key, "") for key in ("reviewer", "stage", "role"))
    found = load_review(write(folder, f"{name}.yaml", gates(*lines, items=items, **head)))
    assert found.value is not None, [problem.message for problem in found.problems]
    return found.value


def verified(*reviews: Review, of: Loaded | None = None, settings: ReviewSettings | None = None) -> Verified:
    return verify_claims(of or city(), reviews, settings=settings)


def claiming(answer: GateAnswer) -> Loaded:
    """The sample city with another answer about petitions."""
    loaded = city()
    answers = {**loaded.submission.gates, "重大信访事件": answer}
    return replace(loaded, submission=replace(loaded.submission, gates=answers))


def state(found: Verified) -> EligibilityState:
    return found.card.eligibility.state
