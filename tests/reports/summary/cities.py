"""A small invented batch, made by hand: every rank and point below was set down here, none computed by the program.

甲市 90 is first; 乙市 lies between 79.96 and 84.5 and 丙市 has 80, so they are second or third in either order; 丁市's
eligibility is open; 戊市 is barred.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from msgspec.structs import replace

from scoring.base.errors import Location, Problem
from scoring.model.cohort import (
    Applicant,
    ApplicantItem,
    ClauseFigures,
    ClauseLoss,
    Cohort,
    ItemFigures,
    OpenFact,
    Outlier,
    Place,
    QuotaState,
    Ranking,
    RankMove,
    Span,
)
from scoring.model.criteria import Criteria
from scoring.model.procedure import Statement
from scoring.model.references import ReferenceValue
from scoring.model.scorecard import EligibilityState, OutcomeState, Range
from scoring.reports.summary import Failed, Origin, PackBatch, Received
from tests.exact import span
from tests.liaoning import liaoning

CLEAR, INELIGIBLE, UNKNOWN = EligibilityState.CLEAR, EligibilityState.INELIGIBLE, EligibilityState.UNKNOWN
ZERO = Fraction(0)


@cache
def pack() -> Criteria:
    return replace(liaoning(), digest="a" * 64)


def applicant(city: str, total: Range, *, eligibility: EligibilityState = CLEAR, **changes: object) -> Applicant:
    """A city that lost nothing in any item, except what `changes` says."""
    sections = tuple((one.id, Range(low=one.points, high=one.points)) for one in pack().sections)
    items = tuple(
        ApplicantItem(item=item.id, score=Range(low=item.points, high=item.points))
        for section in pack().sections
        for item in section.items
    )
    made = Applicant(
        key=f"{city}/submission.yaml",
        city=city,
        invented=True,
        criteria=pack().id,
        edition=pack().edition,
        criteria_digest=pack().digest,
        submission_digest="b" * 64,
        total=total,
        full=Fraction(100),
        complete=total.decided and eligibility is not UNKNOWN,
        exact=True,
        eligibility=eligibility,
        reasons=(),
        sections=sections,
        items=items,
        losses=(),
        open=(),
        numbers=(),
        claimed=total,
    )
    return replace(made, **changes)


def with_items(city: Applicant, **scores: Range) -> Applicant:
    """The city with other points for some items, named like i1_1."""
    other = {name[1:].replace("_", "."): score for name, score in scores.items()}
    return replace(city, items=tuple(replace(one, score=other.get(one.item, one.score)) for one in city.items))


def loss(item: str, clause: str, state: OutcomeState, low: str, high: str) -> ClauseLoss:
    return ClauseLoss(item=item, clause=clause, state=state, cost=span(low, high))


def place(city: Applicant, best: int = 0, worst: int = 0, **changes: object) -> Place:
    ranks = Span(best=best, worst=worst) if best else None
    made = Place(
        key=city.key,
        city=city.city,
        invented=city.invented,
        eligibility=city.eligibility,
        reasons=city.reasons,
        total=city.total,
        keys=(),
        complete=city.complete,
        ranks=ranks,
        last=ranks,
        exact=True,
        tied=0,
        rivals=0,
        quota=None,
        moves=(),
    )
    return replace(made, **changes)


QUESTION = "自评/3.5：入托率与在托人数不符，请核对"
MOVE = RankMove(
    item="1.3",
    facts=("专项规划",),
    owners=("市发展改革委",),
    stake=Fraction("4.54"),
    shared=False,
    if_best=Span(best=2, worst=2),
    if_worst=Span(best=3, worst=3),
)


def applicants() -> tuple[Applicant, ...]:
    first = applicant("甲市", span("90"), missing=3, at_risk=Fraction(5), questions=(QUESTION,))
    first = with_items(first, i1_1=span("1"), i6_0=span("10"))
    first = replace(
        first,
        losses=(
            loss("1.1", "1.1-1", OutcomeState.APPLIED, "3", "3"),
            loss("1.1", "1.1-3", OutcomeState.APPLIED, "2", "2"),
            loss("6.0", "6.0-1", OutcomeState.JUDGED, "5", "5"),
        ),
    )
    ask = OpenFact(name="专项规划", item="1.3", ask="是否编制？", owner="市发展改革委", at_stake=Fraction("4.54"))
    second = applicant("乙市", span("79.96", "84.5"), open=(ask,))
    second = replace(
        with_items(second, i1_3=span("1.46", "6")), losses=(loss("1.3", "1.3-1", OutcomeState.UNKNOWN, "0", "4.54"),)
    )
    third = replace(
        with_items(applicant("丙市", span("80")), i1_1=span("1/3")),
        losses=(loss("1.1", "1.1-1", OutcomeState.APPLIED, "3", "3"),),
    )
    fourth = applicant("丁市", span("70"), eligibility=UNKNOWN, reasons=("“重大信访事件”未填",))
    fifth = applicant("戊市", span("95"), eligibility=INELIGIBLE, reasons=("重大安全责任事故：2021年9月3日 火灾",))
    return first, second, third, fourth, fifth


def item_figures(item: str, lost: int, maybe: int, mean: Range, median: Range) -> ItemFigures:
    of = pack().items_by_id[item]
    counts = {"cities": 5, "lost": lost, "maybe": maybe, "whole": 5 - lost - maybe, "absent": 0}
    return ItemFigures(item=item, label=of.label, points=of.points, mean=mean, median=median, **counts)


def clause_figures(item: str, clause: str, lost: int, maybe: int, low: str, high: str) -> ClauseFigures:
    quote = next(one.quote for one in pack().items_by_id[item].clauses if one.id == clause)
    return ClauseFigures(clause=clause, item=item, quote=quote, lost=lost, maybe=maybe, points=span(low, high))


def cohort() -> Cohort:
    """Item 1.1 is lost by 甲市 (5) and 丙市 (17/3): the mean over five cities is 32/15."""
    none = span("0")
    figures = {
        "1.1": item_figures("1.1", 2, 0, span("32/15"), none),
        "1.3": item_figures("1.3", 0, 1, span("0", "227/250"), none),
        "6.0": item_figures("6.0", 1, 0, span("1"), none),
    }
    return Cohort(
        criteria=pack().id,
        cities=5,
        eligible=3,
        open=1,
        ineligible=1,
        complete=3,
        mean=span("82.992", "83.9"),
        median=span("80", "84.5"),
        sections=(),
        items=tuple(figures.get(name) or item_figures(name, 0, 0, none, none) for name in pack().items_by_id),
        clauses=(
            clause_figures("1.1", "1.1-1", 2, 0, "6", "6"),
            clause_figures("6.0", "6.0-1", 1, 0, "5", "5"),
            clause_figures("1.1", "1.1-3", 1, 0, "2", "2"),
            clause_figures("1.3", "1.3-1", 0, 1, "0", "4.54"),
        ),
        bins=(),
        outliers=(
            Outlier(
                key="丙市/submission.yaml",
                city="丙市",
                name="婴幼儿入托率",
                unit="%",
                value=Fraction(60),
                median=Fraction(6),
                spread=Fraction(1),
                cities=8,
                times=Fraction(54),
            ),
        ),
        skipped=(),
    )


def batch() -> PackBatch:
    first, second, third, fourth, fifth = applicants()
    ranking = Ranking(
        criteria=pack().id,
        edition=pack().edition,
        full=Fraction(100),
        ranked=(
            place(first, 1, 1, quota=QuotaState.IN),
            place(second, 2, 3, quota=QuotaState.OPEN, rivals=1, moves=(MOVE,)),
            place(third, 2, 3, quota=QuotaState.OPEN, rivals=1),
        ),
        open=(place(fourth, 4, 4, quota=QuotaState.OUT),),
        ineligible=(place(fifth),),
        at_most=2,
        quota_texts=(Statement(name="申报名额", text="我省示范城市申报总数控制在2个以内。"),),
        ties=None,
        exact=True,
        notes=("同分的城市名次并列。",),
    )
    where = Location(file="坏市/submission.yaml", line=12, column=7)
    broken = Problem(code="syntax", message="这一行缺少右括号", hint="在行末补上“]”。", location=where)
    source = ReferenceValue(value=Fraction("2.5"), year=2021, source="虚构", location=where)
    origin = Origin(
        tool_version="0.0.0",
        inputs=6,
        results_digest="c" * 64,
        references=(("全省平均千人口托位数", source), ("全省平均婴幼儿入托率", None)),
    )
    return PackBatch(
        criteria=pack(),
        ranking=ranking,
        cohort=cohort(),
        origin=origin,
        failed=(Failed(key="坏市/submission.yaml", problems=(broken,)),),
        received=(
            Received(key="坏市/submission.yaml", became="没有算成", about=broken.message),
            Received(key="甲市/", became="佐证材料", about="这个城市的材料，3个文件"),
            Received(key="甲市/submission.yaml", became="已计分", about="甲市"),
        ),
    )
