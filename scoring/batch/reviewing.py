"""The verified reading in a batch: the reviews are read once, and what they make of each city is kept beside its claims."""

from __future__ import annotations

import hashlib
import itertools
import os
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from scoring.base.characters import alike
from scoring.base.errors import Problem, Result, Severity
from scoring.base.text import scored_text
from scoring.model.cohort import OpenFact
from scoring.model.review import Review, ReviewSettings, RulingState, Verified
from scoring.review.files import load_reviews, load_settings
from scoring.review.files import review_files as files_below
from scoring.review.restoring import restored, restored_text
from scoring.review.wording import gate_notes, gate_said, open_gate

__all__ = ["Reviews", "load", "open_facts", "review_files", "questions", "usable"]


class Reviews:
    """All reviews of a batch by the city they are about, and how differences are settled."""

    def __init__(self, reviews: Sequence[Review], settings: ReviewSettings, broken: Sequence[str] = ()) -> None:
        self.settings = settings
        self.broken = broken
        self.by_city: dict[str, list[Review]] = {}
        self.by_file: dict[str, list[Review]] = {}
        for one in reviews:
            self.by_city.setdefault(alike(one.city), []).append(one)
            self.by_file.setdefault(one.submission, []).append(one)

    def about(self, city: str, submission: str) -> tuple[Review, ...]:
        """Those that concern a city whose file has that SHA-256, each once; see `scoring.review.fitting.concerns`."""
        found = [*self.by_city.get(alike(city), ()), *self.by_file.get(submission, ())]
        return tuple({one.digest: one for one in found}.values())

    def unused(self, scored: Iterable[tuple[str, str, Sequence[str]]]) -> Iterator[tuple[str, str]]:
        """The files that count for none of the cities scored, each with the reason. Of a city are given its name, the
        SHA-256 of its file and what was said of it: a result names no file of a review, so that one can be renamed."""
        used: set[str] = set()
        for city, submission, messages in scored:
            for one in self.about(city, submission):
                used.add(one.digest)
                for message in messages:
                    if message.startswith(_refusal(one)):
                        yield one.file, f"审核意见（{city}）没有计入，{message.removeprefix(_refusal(one))}"
        for path in self.broken:
            yield path, "审核意见有错误，没有计入"
        for one in itertools.chain.from_iterable(self.by_city.values()):
            if one.digest not in used:
                yield one.file, f"没有找到所审核的自评（{one.city}），这份审核意见没有计入"

    def key(self, city: str, submission: str) -> str:
        """What the verified reading of such a city depends on beside its file: the contents of those reviews."""
        digests = sorted(one.digest for one in self.about(city, submission))
        return hashlib.sha256("\n".join(digests).encode()).hexdigest()


def load(paths: Sequence[str], search: Sequence[str]) -> Result[Reviews]:
    """Every review in `paths`. Files that cannot be read are problems and do not count; the value is None only where the
    settings beside them cannot be used."""
    settings = load_settings(paths)
    if settings.value is None:
        return Result(value=None, problems=settings.problems)
    found = load_reviews(paths, search)
    made = Reviews(found.reviews, settings.value, found.broken)
    return Result(value=made, problems=(*settings.problems, *found.problems))


def usable(paths: Sequence[str], search: Sequence[str]) -> Reviews:
    """As `load`, for a run that has told the problems already: where the settings cannot be used, no review counts."""
    return load(paths, search).value or Reviews((), ReviewSettings())


def review_files(paths: Sequence[str]) -> Iterator[str]:
    """Every file that the reviews may stand in."""
    for path in paths:
        yield from files_below(path) if os.path.isdir(path) else (path,)


def questions(verified: Verified) -> Iterator[Problem]:
    """What a person must know before resting a ranking on the verified reading, as questions."""
    for refused in verified.refused:
        one = refused.review
        message = f"{_refusal(one)}{refused.reason}"
        yield _question("review-not-counted", message, "按这个原因改正意见文件，或者另请一位审核人审核。")
    if not verified.reviewed:
        message = "还没有有效的审核意见，核实后的得分还是审核以前的得分"
        yield _question("not-reviewed", message, "请审核人写出对这份自评的意见。")
    for given in restored(verified):
        message = f"{restored_text(verified, given)}，没有写依据材料和理由"
        yield _question("accepted-without-evidence", message, "请审核人写明依据材料或理由，或者改为“无意见”。")
    if verified.due:
        message = f"{_items(verified, verified.due)}的意见不一致，还没有裁决"
        yield _question("arbitration-due", message, "请组长另写一份意见裁决。")
    if verified.asked:
        message = f"{_items(verified, verified.asked)}还在等城市说明"
        yield _question("explanation-due", message, "收到说明以后，请审核人在下一阶段的意见里写明结论。")
    yield from _gates_told(verified)


def _refusal(review: Review) -> str:
    """How it begins that a review does not count."""
    return f"没有计入审核人{review.reviewer}的{review.stage.value}意见："


def _gates_told(verified: Verified) -> Iterator[Problem]:
    """What the review did to eligibility, and what waits there."""
    for name in verified.gates_due:
        message = f"申报资格“{name}”的意见不一致，还没有裁决，资格按未定列出"
        yield _question("gate-arbitration-due", message, "请组长另写一份意见裁决。")
    for name in verified.gates_asked:
        hint = "收到说明以后，请审核人在下一阶段的意见里写明结论。"
        yield _question("gate-explanation-due", f"申报资格“{name}”还在等城市说明", hint)
    for name in verified.gates_open:
        if verified.reviewed:
            yield _question("gate-open", f"申报资格“{name}”还没有结论", f"{open_gate(verified, name)}。")
    first, last = verified.steps[0].state, verified.steps[-1].state
    for name, note in gate_notes(verified).items():
        if name not in verified.gates_due:
            message = (
                f"申报资格“{name}”自评填的是“{gate_said(first, name)}”，审核以后是“{gate_said(last, name)}”（{note}）"
            )
            yield _question("gate-changed", message, "按核实后的得分排名时，资格按审核以后的判断。")
    recorded = {one.subject for step in verified.steps for one in step.on_gates if one.recorded and one.spoken}
    for name in sorted(recorded):
        message = f"申报资格“{name}”按上一期的周期记录判断，审核意见不改变它"
        yield _question("gate-recorded", message, "记录有误的，请改正周期记录。")


def open_facts(verified: Verified, missing: Sequence[OpenFact]) -> tuple[OpenFact, ...]:
    """What the open points of a verified reading hang on: answers that are `missing`, claims that nobody could prove,
    and differences that wait for the chair."""
    last = verified.steps[-1]
    scores = {one.item.id: one for section in verified.card.sections for one in section.items}
    waiting = {id_ for id_, one in last.state.merged.items() if one.state is RulingState.DUE}
    found = [_reworded(one, last.state.unproven) for one in missing if one.item not in waiting]
    for item in sorted(waiting):
        score = scores[item].score
        ask = f"审核人的意见不一致（{scored_text(score)}），等待组长裁决。"
        found.append(OpenFact(name="组长裁决", item=item, ask=ask, owner="审核专家组", at_stake=score.high - score.low))
    return tuple(sorted(found, key=lambda one: -one.at_stake))


def _reworded(one: OpenFact, doubted: frozenset[str]) -> OpenFact:
    return replace(one, ask=f"“{one.name}”已填报，还没有证实。") if one.name in doubted else one


def _items(verified: Verified, ids: Sequence[str]) -> str:
    labels = {one.item.id: one.item.label for section in verified.card.sections for one in section.items}
    return "、".join(labels[id_] for id_ in ids)


def _question(code: str, message: str, hint: str) -> Problem:
    return Problem(code=code, message=message, hint=hint, severity=Severity.QUESTION)
