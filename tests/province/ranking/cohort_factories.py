"""Applicants built in memory, with the least that a ranking reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from scoring.base.errors import Location
from scoring.model.cohort import Applicant, ApplicantItem, ClauseLoss, OpenFact
from scoring.model.criteria import Criteria, Item, NotApplicablePolicy, Section, Source, Start
from scoring.model.procedure import Eligibility, Quota, Statement
from scoring.model.scorecard import EligibilityState, OutcomeState, Range
from scoring.model.totals import Rounding, TieKey, TieKind, TieRule
from tests.exact import Points, ends

HERE = Location(file="甲.yaml", line=1, column=1)
CLEAR, INELIGIBLE, UNKNOWN = EligibilityState.CLEAR, EligibilityState.INELIGIBLE, EligibilityState.UNKNOWN


def item(identity: str, points: int) -> Item:
    return Item(
        id=identity,
        section=identity.partition(".")[0],
        label=identity,
        points=Fraction(points),
        requirement="",
        scoring=None,
        facts=(),
        clauses=(),
        start=Start.FULL,
        location=HERE,
    )


def pack(*, quota: int | None = 2, ties: Sequence[tuple[TieKind, str]] = ()) -> Criteria:
    """Three items in two sections: 1.1 and 1.2 of 40 points each, 2.1 of 20."""
    items = {one.id: one for one in (item("1.1", 40), item("1.2", 40), item("2.1", 20))}
    sections = tuple(
        Section(
            id=name,
            label=label,
            title=title,
            points=Fraction(points),
            items=tuple(one for one in items.values() if one.section == name),
            location=HERE,
        )
        for name, label, title, points in (("1", "（一）", "甲类", 80), ("2", "（二）", "乙类", 20))
    )
    return Criteria(
        id="sample",
        title="样例",
        short_title="样例",
        region="",
        issuer="",
        edition="1",
        points=Fraction(100),
        sections=sections,
        profile=(),
        references=(),
        eligibility=Eligibility(passages=(), gates=()),
        quota=None if quota is None else Quota(at_most=quota, texts=(Statement(name="名额", text="不超过2个"),)),
        procedure=(),
        documents=(),
        withdrawal=(),
        reporting=(),
        assumptions=(),
        source=Source(title="", note=""),
        rounding=Rounding(places=None),
        not_applicable=NotApplicablePolicy.FULL,
        digest="d",
        folder="",
        items_by_id=items,
        ties=TieRule(keys=tuple(TieKey(kind=kind, id=name) for kind, name in ties)) if ties else None,
    )


def city(
    key: str,
    *scores: Points,
    state: EligibilityState = CLEAR,
    exact: bool = True,
    shared: Mapping[str, str] | None = None,
    numbers: Mapping[str, int | str] | None = None,
    losses: Sequence[tuple[str, Points]] = (),
    reasons: tuple[str, ...] = (),
) -> Applicant:
    """One applicant with the points of 1.1, 1.2 and 2.1 (0 where left out). `shared` names the missing reference of an
    item; an open item without one waits for a fact of the city's own. `losses` are clauses like 1.1-1 with their cost."""
    names = ("1.1", "1.2", "2.1")
    items = dict(zip(names, [ends(one) for one in (*scores, 0, 0, 0)[:3]], strict=True))
    shared = shared or {}

    def total(*of: str) -> Range:
        return Range(
            low=sum((items[name].low for name in of), Fraction(0)),
            high=sum((items[name].high for name in of), Fraction(0)),
        )

    return Applicant(
        key=key,
        city=f"{key}市",
        invented=True,
        criteria="sample",
        edition="1",
        criteria_digest="d",
        submission_digest=key,
        total=total(*names),
        full=Fraction(100),
        complete=total(*names).decided and state is not UNKNOWN,
        exact=exact,
        eligibility=state,
        reasons=reasons,
        sections=(("1", total("1.1", "1.2")), ("2", total("2.1"))),
        items=tuple(ApplicantItem(item=name, score=score) for name, score in items.items()),
        losses=tuple(
            ClauseLoss(
                item=clause.partition("-")[0],
                clause=clause,
                state=OutcomeState.APPLIED if ends(cost).decided else OutcomeState.UNKNOWN,
                cost=ends(cost),
            )
            for clause, cost in losses
        ),
        open=tuple(
            OpenFact(
                name=shared.get(name, f"{key}{name}"),
                item=name,
                ask="多少？",
                owner="" if name in shared else "市统计局",
                at_stake=score.high - score.low,
                shared=name in shared,
            )
            for name, score in items.items()
            if not score.decided
        ),
        numbers=tuple((name, Fraction(value)) for name, value in (numbers or {}).items()),
    )
