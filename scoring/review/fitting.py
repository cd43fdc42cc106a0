"""Whether a review fits the submission at hand: the version it was written for, the papers and facts it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from scoring.base.characters import alike
from scoring.base.errors import Problem, Severity
from scoring.base.text import date_text
from scoring.documents.problems import Report, closest
from scoring.loading import Loaded
from scoring.model.facts import UNKNOWN, Answer
from scoring.model.review import UNANSWERED, Decision, Refused, Review, Role, Verdict
from scoring.review.subjects import papers_of, said, unsupported
from scoring.submissions.checks import ANSWER_CHECKS, stated_of
from scoring.submissions.contradictions import contradictions

__all__ = ["bind", "concerns", "not_this", "sorted_out"]

CHANGED = "审核时的自评文件和现在的不一样：城市在审核之后改动了自评"
CONFLICT = "声明了利害关系，应当回避"
CONFLICT_ELSEWHERE = "同一审核人在另一份意见里声明了与这个城市有利害关系，应当回避"
UNDECLARED = "没有填回避声明"
BLANK = "还没有填写"
TWICE = "同一审核人、同一阶段有两份内容不同的文件，不知道以哪份为准"
CHAIRS = "同一阶段有两位组长，对同一项的裁决不同，不知道以谁的为准"
OTHER_PACK = "审核意见用的是另一个指标体系"
BROKEN = "审核意见与自评对不上"


def concerns(review: Review, loaded: Loaded) -> bool:
    """Whether the review is about this city."""
    submission = loaded.submission
    return review.submission == submission.digest or alike(review.city) == alike(submission.city)


def sorted_out(loaded: Loaded, reviews: Sequence[Review]) -> tuple[tuple[Review, ...], tuple[Refused, ...]]:
    """The reviews of this city that count, without repeats, and those that do not, each with the reason."""
    mine = {review.digest: review for review in reviews if concerns(review, loaded)}
    ordered = sorted(mine.values(), key=lambda one: (one.stage.value, one.role.value, one.reviewer, one.digest))
    counted: list[Review] = []
    refused: list[Refused] = []
    for review in ordered:
        beside = [one for one in ordered if one is not review and _desk(one) == _desk(review)]
        reason = _reason(review, loaded) or (TWICE if beside else "") or _against(review, ordered, loaded)
        problems = () if reason else bind(review, loaded)
        failed = any(problem.severity is Severity.ERROR for problem in problems)
        if reason or failed:
            conflict = review.conflict is True
            refused.append(Refused(review=review, reason=reason or BROKEN, conflict=conflict, problems=problems))
        else:
            counted.append(review)
    return tuple(counted), tuple(refused)


def _desk(review: Review) -> tuple[str, str, str]:
    """One person is never counted twice, however the mark was typed."""
    return review.stage.value, review.role.value, alike(review.reviewer)


def _against(review: Review, mine: Sequence[Review], loaded: Loaded) -> str:
    """Why a file cannot stand beside the other files of this city; "" where it can."""
    others = [one for one in mine if one is not review]
    if any(one.conflict is True and alike(one.reviewer) == alike(review.reviewer) for one in others):
        return CONFLICT_ELSEWHERE
    if review.role is Role.CHAIR and any(
        one.role is Role.CHAIR
        and one.stage is review.stage
        and not _reason(one, loaded)
        and _rules_otherwise(one, review)
        for one in others
    ):
        return CHAIRS
    return ""


def _rules_otherwise(one: Review, other: Review) -> bool:
    """Whether two chairs decide some subject differently."""
    pairs = ((first, other.decisions.get(subject)) for subject, first in one.decisions.items())
    return any(
        second and first.opinion and second.opinion and _ruling(first) != _ruling(second) for first, second in pairs
    )


def _ruling(decision: Decision) -> object:
    if decision.gate:
        return decision.verdict, said(decision.answer)
    facts = {name: answer.value for name, answer in decision.facts.items()}
    units = {row.name: (row.checked, {name: one.value for name, one in row.answers.items()}) for row in decision.units}
    return decision.verdict, facts, units, frozenset(decision.rejected)


def _reason(review: Review, loaded: Loaded) -> str:
    if review.conflict is True:
        return CONFLICT
    if review.conflict is None:
        return UNDECLARED if review.spoken else BLANK
    if review.criteria_id != loaded.submission.criteria_id:
        return OTHER_PACK
    return CHANGED if review.submission != loaded.submission.digest else ""


def not_this(review: Review, loaded: Loaded, again: str) -> tuple[Problem, ...]:
    """That a review is about another city or another version of its file; `again` is the command that renews it."""
    submission = loaded.submission
    if not concerns(review, loaded):
        message = f"这份意见审核的是{review.city}，不是{submission.city}"
        hint = "请核对两个文件。"
    elif review.submission != submission.digest:
        message = CHANGED
        hint = f"请生成新的意见文件，没有改动的项会保留原来的意见：{again}"
    else:
        return ()
    return (Problem(code="other-submission", message=message, hint=hint, location=review.location),)


def bind(review: Review, loaded: Loaded) -> tuple[Problem, ...]:
    """What in a review does not fit the submission it names. Errors make the review unusable."""
    report = Report()
    criteria, submission = loaded.criteria, loaded.submission
    listed = {(file.item, file.path): file for file in submission.evidence}
    answers = dict(submission.answers)
    for decision in review.on_items:
        for path in decision.rejected:
            file = listed.get((decision.subject, path))
            if file is None:
                message = f"自评的 {decision.subject} 没有列出材料“{path}”"
                report.error("no-such-paper", message, _papers(loaded, decision.subject, path), decision.location)
            elif not file.request:
                message = f"材料“{path}”没有写明对应哪种材料，不认可它不影响任何填报内容"
                hint = "要改得分，请用“调整”写明填报内容应改成什么。"
                report.question("paper-backs-nothing", message, hint, decision.location)
        if decision.verdict is Verdict.REJECT:
            _check_reject(loaded, decision, report)
        _check_changes(loaded, decision, report)
        answers.update(decision.facts)
    for decision in review.on_gates:
        _check_gate(loaded, decision, report)
    changed = {name: answers[name] for decision in review.on_items for name in decision.facts}
    units = {one.subject: one.units for one in review.on_items}
    stated = stated_of(criteria, submission, answers, changed, units)
    for check in ANSWER_CHECKS:
        check(stated, report)
    _check_together(review, loaded, answers, report)
    return report.problems


def _check_together(review: Review, loaded: Loaded, answers: Mapping[str, Answer], report: Report) -> None:
    """Ask about what cannot be true together once the opinions are followed, and could before."""
    submission = loaded.submission
    gates = {one.subject: one.answer for one in review.on_gates if one.answer is not None}
    after = replace(submission, answers=answers, gates={**submission.gates, **gates})
    told = {one.message for one in contradictions(loaded.criteria, submission)}
    for one in contradictions(loaded.criteria, after):
        if one.message not in told:
            report.also(one.code, f"照这份意见，{one.message}", one.hint, one.location)


def _papers(loaded: Loaded, item: str, path: str) -> str:
    names = [file.path for file in loaded.submission.evidence if file.item == item]
    close = closest(path, names)
    if close is not None:
        return f"是不是“{close}”？"
    return f"本项列出的有：{'、'.join(names)}。" if names else "本项没有列出材料。"


def _check_reject(loaded: Loaded, decision: Decision, report: Report) -> None:
    papers = papers_of(loaded.criteria, loaded.submission)
    named = frozenset((decision.subject, path) for path in decision.rejected)
    if not unsupported(loaded.criteria, papers, loaded.submission, named):
        message = f"{decision.subject} 不认可这些材料以后，没有哪项填报内容因此失去支撑，得分不变"
        hint = "还有别的材料支撑同样的内容；要改得分，请一并列出，或用“调整”写明应改成什么。"
        report.question("paper-not-alone", message, hint, decision.location)


def _check_changes(loaded: Loaded, decision: Decision, report: Report) -> None:
    claimed = loaded.submission.answers
    for name, answer in decision.facts.items():
        before = claimed.get(name)
        same = before is not None and before.value == answer.value
        if same or (before is None and answer.value is UNKNOWN):
            message = f"“{name}”改成的内容与自评相同"
            report.question(
                "no-change", message, "没有要改的，请写“意见: 认可”。", answer.location or decision.location
            )


def _check_gate(loaded: Loaded, decision: Decision, report: Report) -> None:
    """Ask about opinions that change nothing, that rest on nothing, and about incidents after the application."""
    gate, own = decision.subject, loaded.submission.gates.get(decision.subject, UNANSWERED)
    if decision.opinion and own.recorded:
        message = f"“{gate}”按上一期的周期记录判断，审核意见不改变它"
        report.question("gate-recorded", message, "记录有误的，请改正周期记录。", decision.location)
    elif decision.verdict is Verdict.ACCEPT and not own.known:
        message = f"“{gate}”自评没有填，写“认可”以后仍然待定"
        report.question("accepts-nothing", message, "查明了的，请写“意见: 调整”和“改为”。", decision.location)
    elif decision.opinion and decision.answer is not None and own.known and said(decision.answer) == said(own):
        message = f"“{gate}”改成的内容与自评相同"
        report.question("no-change", message, "没有要改的，请写“意见: 认可”。", decision.location)
    applied = loaded.submission.applied_on
    for incident in () if decision.answer is None else decision.answer.incidents:
        if incident.on is not None and applied is not None and incident.on > applied:
            message = (
                f"“{gate}”写的日期 {date_text(incident.on)} 晚于申报日期 {date_text(applied)}，不在申报以前的期限里"
            )
            report.question("date-after-application", message, "请核对日期。", incident.location)
