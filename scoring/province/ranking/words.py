"""Chinese sentences about a ranking, the same wherever it is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scoring.base.text import approx_text, points_text, quantity_text
from scoring.model.cohort import Outlier, Place, QuotaState, RankMove, Span
from scoring.model.criteria import Criteria
from scoring.model.scorecard import NOT_ASKED, EligibilityState
from scoring.model.totals import TieKey, TieKind

__all__ = [
    "QUOTA",
    "choice_text",
    "choice_texts",
    "move_text",
    "notes_of",
    "outlier_text",
    "quota_text",
    "rank_text",
    "ranks_text",
    "span_text",
    "tie_text",
]

QUOTA = {
    QuotaState.IN: "名额以内",
    QuotaState.OUT: "名额以外",
    QuotaState.TIED: "同分跨名额线，由评审决定",
    QuotaState.OPEN: "未定",
}


def span_text(span: Span) -> str:
    """`第2名`, or `第2～4名` while that is open."""
    return f"第{ranks_text(span)}名"


def ranks_text(span: Span) -> str:
    """`2`, or `2～4` while that is open."""
    return str(span.best) if span.decided else f"{span.best}～{span.worst}"


def rank_text(place: Place) -> str:
    """The place in one cell: `第1名`, `并列第2名`, `第2～4名`; in brackets what it would be while eligibility is open."""
    if place.ranks is None:
        return "不参加排名"
    text = ("并列" if place.tied and place.ranks.decided else "") + span_text(place.ranks)
    if not place.exact and not place.ranks.decided:
        text += "（上下限）"
    return text if place.eligibility is EligibilityState.CLEAR else f"如具备资格：{text}"


def quota_text(place: Place) -> str:
    """How it stands to the quota; empty where there is none."""
    if place.quota is None:
        return ""
    if place.quota is QuotaState.OPEN and place.eligibility is EligibilityState.UNKNOWN:
        return "未定（申报资格未定）"
    return QUOTA[place.quota]


def move_text(move: RankMove) -> str:
    """What one undecided item could do: `1.3（2分未定，待填“…”）：取高时第1～2名，取低时第3名`."""
    names = "、".join(f"“{name}”" for name in move.facts)
    head = f"{move.item}（{points_text(move.stake)}分未定" + (f"，取决于{names}）" if names else "）")
    if move.if_best is None or move.if_worst is None:
        return head
    tail = "；各市共用的参照值，补上后其他城市的得分也会变" if move.shared else ""
    return f"{head}：得高分时{span_text(move.if_best)}，得低分时{span_text(move.if_worst)}{tail}"


def outlier_text(of: Outlier) -> str:
    """The question a far figure raises."""
    way = "高于" if of.value > of.median else "低于"
    return (
        f"{of.city}的“{of.name}”是{quantity_text(of.value, of.unit)}，明显{way}其他城市"
        f"（{of.cities}个城市的中位数是{quantity_text(of.median, of.unit)}，相差{approx_text(of.times, 1)}个中位差距），请核对。"
    )


def tie_text(criteria: Criteria) -> str:
    """How cities of the same total are put in order."""
    if criteria.ties is not None:
        steps = "，再比".join(_key(criteria, key) for key in criteria.ties.keys)
        note = f"（{criteria.ties.note}）" if criteria.ties.note else ""
        return f"总分相同的先比{steps}{note}；都相同的名次并列，其后的名次顺延空出。"
    written = next((one.text for one in criteria.assumptions if one.about == "并列"), "")
    return written or "指标体系没有规定同分如何排序，同分的城市名次并列，其后的名次顺延空出。"


def _key(criteria: Criteria, key: TieKey) -> str:
    if key.kind is TieKind.ITEM:
        return f"{criteria.items_by_id[key.id].label}的得分"
    section = next(one for one in criteria.sections if one.id == key.id)
    return f"{section.label}{section.title}的得分"


def notes_of(
    criteria: Criteria, places: Sequence[Place], ineligible: Sequence[Place], *, exact: bool, few: int | None = None
) -> tuple[str, ...]:
    """What a ranking rests on, one sentence each. `few` is how many moves of a city are listed, where not all are."""
    notes = [tie_text(criteria)]
    if not criteria.eligibility.gates:
        notes.append(f"{NOT_ASKED}。")
    if any(place.ranks is not None and not place.ranks.decided for place in places):
        notes.append("有未定的得分或申报资格时，名次是一个范围：最好的名次到最差的名次，补齐后才能确定。")
    for fact in criteria.placings:
        if fact.derive is not None:
            notes.append(
                f"“{fact.name}”由本批参评的城市按“{fact.derive.parts[0]}”排出：先评“{fact.derive.parts[0]}”，再按它计分。"
            )
    if not exact:
        shared = any(move.shared for place in places for move in place.moves)
        why = "缺少的参照值同时影响多个城市" if shared else "有的得分范围本身是上下限"
        if criteria.placings:
            why = "按名次计分，名次未定时几个城市此消彼长"
        notes.append(f"标明“上下限”的名次范围可能偏宽，其中有的名次不一定取得到：{why}。")
    if any(place.eligibility is EligibilityState.UNKNOWN for place in places):
        notes.append(
            "申报资格未定的城市单列，列出如具备资格会排第几；其他城市的名次范围已计入它可能具备、也可能不具备资格。"
        )
    if few is not None and any(place.moves for place in places):
        notes.append(f"城市较多，每市只列未定分值最大的{few}项。")
    if ineligible:
        notes.append("不具备申报资格的城市不参加排名。")
    if any(place.quota is QuotaState.TIED for place in places):
        notes.append("同分的城市跨在名额线上，指标体系没有规定谁先谁后，由评审决定，本工具不排先后。")
    return tuple(notes)


NAMED = 10
"""So many cities are named in a sentence; of more the number is given."""
UNLIKE = "口径不同的，同样的情况得分可能不同；要不要统一口径后再比，由评审决定。"


def choice_text(criteria: Criteria, name: str, option: str) -> str:
    """One choice of one city, for a cell: `（一）3 没有出台……？改选“无方案也计入”`."""
    return f"{_question(criteria, name)}改选“{option}”"


def choice_texts(criteria: Criteria, places: Sequence[Place]) -> tuple[str, ...]:
    """One sentence for every question that any of the `places` answers otherwise than the pack, in the order of the
    pack, then one on what that means where they do not all agree. None where all keep to the pack."""
    return tuple(_texts(criteria, places))


def _texts(criteria: Criteria, places: Sequence[Place]) -> Iterator[str]:
    unlike = False
    if not any(place.choices for place in places):
        return
    for name, known in criteria.interpretations_by_name.items():
        taken: dict[str, list[str]] = {}
        for place in places:
            taken.setdefault(dict(place.choices).get(name, known.default), []).append(_name(place))
        if set(taken) <= {known.default}:
            continue
        if len(taken) == 1:
            (option,) = taken
            yield f"{_question(criteria, name)}各城市都改选“{option}”，默认的是“{known.default}”。"
            continue
        unlike = True
        own = [one.name for one in known.options if one.name in taken and one.name != known.default]
        others = [f"{_names(taken[option])}改选“{option}”" for option in own]
        count = len(taken.get(known.default, []))
        rest = f"；其余{count}个城市用默认的“{known.default}”" if count else ""
        yield f"{_question(criteria, name)}{'；'.join(others)}{rest}。"
    if unlike:
        yield UNLIKE


def _question(criteria: Criteria, name: str) -> str:
    known = criteria.interpretations_by_name[name]
    item = criteria.items_by_id.get(known.item)
    return f"{item.label} {known.question}" if item else known.question


def _name(place: Place) -> str:
    return place.key if place.city in ("", "未填") else place.city


def _names(cities: Sequence[str]) -> str:
    more = f"等{len(cities)}个城市" if len(cities) > NAMED else ""
    return "、".join(cities[:NAMED]) + more
