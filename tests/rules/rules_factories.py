"""Small packs and submissions built in memory, with the least that the engine reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from scoring.base.errors import Location
from scoring.lang import parse
from scoring.model.amounts import Amount, Flat, Judged, PerUnit
from scoring.model.clauses import Clause, Effect
from scoring.model.conditions import Expr
from scoring.model.criteria import Criteria, Item, NotApplicablePolicy, Section, Source, Start
from scoring.model.facts import NOT_APPLICABLE, Answer, Fact, FactType, FactValue, Judgement, Ratio
from scoring.model.interpretations import Affects, Interpretation, Option
from scoring.model.procedure import Eligibility, Gate
from scoring.model.references import Reference, ReferenceValue
from scoring.model.submission import Choice, GateAnswer, Submission
from scoring.model.totals import Rounding

HERE = Location(file="甲.yaml", line=1, column=1)

Stated = FactValue | int | object


def condition(text: str) -> Expr:
    result = parse(text, HERE)
    assert result.value is not None, [problem.message for problem in result.problems]
    return result.value


def fact(
    name: str,
    kind: FactType = FactType.BOOL,
    *,
    needs: str | None = None,
    choices: tuple[str, ...] = (),
    low: int | None = None,
    high: int | None = None,
    step: str | None = None,
    ratio: tuple[str, str] | None = None,
    within: bool = True,
    optional: bool = False,
) -> Fact:
    return Fact(
        name=name,
        type=kind,
        ask=f"{name}？",
        location=HERE,
        unit={FactType.PERCENT: "%", FactType.JUDGED: "分"}.get(kind, ""),
        needs=None if needs is None else condition(needs),
        choices=choices,
        minimum=None if low is None else Fraction(low),
        maximum=None if high is None else Fraction(high),
        step=None if step is None else Fraction(step),
        derive=None
        if ratio is None
        else Ratio(numerator=ratio[0], denominator=ratio[1], times=Fraction(100), within=within),
        not_applicable="确实没有" if optional else None,
    )


def _clause(effect: Effect, amount: Amount | None, when: str | None, at_most: str | int | None) -> Clause:
    return Clause(
        id="",
        effect=effect,
        quote="",
        location=HERE,
        amount=amount,
        when=None if when is None else condition(when),
        at_most=None if at_most is None else Fraction(at_most),
    )


def deduct(
    points: str | int, when: str | None = None, *, per: str | None = None, at_most: str | int | None = None
) -> Clause:
    return _clause(Effect.DEDUCT, _amount(points, per), when, at_most)


def award(
    points: str | int, when: str | None = None, *, per: str | None = None, at_most: str | int | None = None
) -> Clause:
    return _clause(Effect.AWARD, _amount(points, per), when, at_most)


def forfeit(when: str | None = None) -> Clause:
    return _clause(Effect.FORFEIT, None, when, None)


def judged(name: str, when: str | None = None, *, effect: Effect = Effect.AWARD) -> Clause:
    return _clause(effect, Judged(fact=name), when, None)


def _amount(points: str | int, per: str | None) -> Amount:
    return Flat(points=Fraction(points)) if per is None else PerUnit(points=Fraction(points), fact=per)


def item(
    id_: str, points: int, clauses: Sequence[Clause], facts: Sequence[Fact] = (), start: Start | None = None
) -> Item:
    only_awards = all(clause.effect is Effect.AWARD for clause in clauses)
    return Item(
        id=id_,
        section=id_.split(".")[0],
        label=id_,
        points=Fraction(points),
        requirement="",
        scoring="",
        facts=tuple(facts),
        clauses=tuple(
            Clause(
                id=f"{id_}-{number}",
                effect=clause.effect,
                quote=clause.quote,
                location=clause.location,
                amount=clause.amount,
                when=clause.when,
                at_most=clause.at_most,
                reach=clause.reach,
            )
            for number, clause in enumerate(clauses, start=1)
        ),
        start=start or (Start.ZERO if only_awards else Start.FULL),
        location=HERE,
    )


def interpretation(
    name: str, default: str, *others: str, item_id: str = "", affects: Affects = Affects.RULE
) -> Interpretation:
    return Interpretation(
        name=name,
        question="",
        options=tuple(Option(name=option, text=f"按{option}") for option in (default, *others)),
        default=default,
        why="",
        affects=affects,
        location=HERE,
        item=item_id,
    )


def pack(
    items: Sequence[Item],
    *,
    facts: Sequence[Fact] = (),
    references: Mapping[str, FactType] | None = None,
    interpretations: Sequence[Interpretation] = (),
    policy: NotApplicablePolicy = NotApplicablePolicy.FULL,
    gates: Sequence[Gate] = (),
    places: int | None = None,
) -> Criteria:
    """A pack of `items`; `facts` are those of the basic situation."""
    ids = tuple(dict.fromkeys(one.section for one in items))
    sections = tuple(
        Section(
            id=id_,
            label=id_,
            title=id_,
            points=sum((one.points for one in items if one.section == id_), Fraction(0)),
            items=tuple(one for one in items if one.section == id_),
            location=HERE,
        )
        for id_ in ids
    )
    shown = tuple(
        Reference(name=name, type=kind, ask="", location=HERE, unit="%" if kind is FactType.PERCENT else "")
        for name, kind in (references or {}).items()
    )
    every = [*facts, *(one for owner in items for one in owner.facts)]
    return Criteria(
        id="示例",
        title="示例",
        short_title="示例",
        region="",
        issuer="",
        edition="1",
        points=sum((one.points for one in items), Fraction(0)),
        sections=sections,
        profile=tuple(facts),
        references=shown,
        eligibility=Eligibility(passages=(), gates=tuple(gates)),
        quota=None,
        procedure=(),
        documents=(),
        withdrawal=(),
        reporting=(),
        assumptions=(),
        source=Source(title="", note=""),
        rounding=Rounding(places=places),
        not_applicable=policy,
        digest="",
        folder="",
        items_by_id={one.id: one for one in items},
        facts_by_name={one.name: one for one in every},
        interpretations_by_name={one.name: one for one in interpretations},
        references_by_name={one.name: one for one in shown},
    )


def answer(value: Stated) -> Answer:
    if value is NOT_APPLICABLE:
        return Answer(value=NOT_APPLICABLE, location=HERE, reason="没有")
    if isinstance(value, int) and not isinstance(value, bool):
        value = Fraction(value)
    assert isinstance(value, bool | Fraction | str | date | Judgement)
    return Answer(value=value, location=HERE)


def submission(
    answers: Mapping[str, Stated] | None = None,
    *,
    references: Mapping[str, str | int | Fraction] | None = None,
    switched: Mapping[str, str] | None = None,
    gates: Mapping[str, GateAnswer] | None = None,
    applied_on: date | None = None,
) -> Submission:
    return Submission(
        criteria_id="示例",
        city="甲市",
        applied_on=applied_on,
        invented=True,
        answers={name: answer(value) for name, value in (answers or {}).items()},
        gates=dict(gates or {}),
        switched={name: Choice(option=option, reason="试", location=HERE) for name, option in (switched or {}).items()},
        references={
            name: ReferenceValue(value=Fraction(value), year=2021, source="试", location=HERE)
            for name, value in (references or {}).items()
        },
        evidence=(),
        notes={},
        file="甲市.yaml",
        digest="",
    )
