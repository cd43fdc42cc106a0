"""What states and values are called: one word for each, wherever a reader meets it.

A word is one of a register: SCREEN for terminals, pages and workbooks, PAPER for what is signed. Most words are the same
in both. Sentences about one clause, one procedure or one review stay with what they are about; here is what several
texts say.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from fractions import Fraction

from scoring.base.errors import Location
from scoring.base.text import Ends, approx_text, date_text, lost_text, quantity_text, range_text, scored_text
from scoring.lang.printing import value_text
from scoring.model.criteria import Criteria
from scoring.model.evidence import EvidenceState, ScoreBasis
from scoring.model.facts import NOT_APPLICABLE_WORD, UNKNOWN, Absent, Answer, Judgement
from scoring.model.references import ReferenceSpan, ReferenceValue
from scoring.model.review import RulingState
from scoring.model.scorecard import EligibilityState, GateResult, ItemScore, LineKind, OutcomeState, ScoreCard
from scoring.naming import DRAFT, UNDECLARED

__all__ = [
    "ABSENT",
    "LACKING",
    "UNANSWERED",
    "Register",
    "answer_text",
    "basis_name",
    "basis_word",
    "condition_word",
    "disqualifying_text",
    "eligibility_style",
    "eligibility_word",
    "evidence_phrase",
    "evidence_word",
    "full_stop",
    "given_text",
    "item_label",
    "item_number",
    "line_word",
    "loss_word",
    "lost",
    "ruling_word",
    "place_text",
    "places_text",
    "points",
    "text_lines",
    "units_text",
    "watermark",
    "window_text",
]


class Register(enum.Enum):
    """Where a word is read."""

    SCREEN = "screen"
    PAPER = "paper"


UNANSWERED = "未填"
ABSENT = "（未填报）"
"""An answer that is not there, on paper: nothing is left blank."""
LACKING = "（原文缺失）"

ELIGIBILITY: Mapping[EligibilityState, tuple[str, str, str]] = {
    EligibilityState.CLEAR: ("未发现不得申报的情形", "经逐项核对，未发现不得申报的情形。", "good"),
    EligibilityState.INELIGIBLE: ("不具备", "经逐项核对，有不得申报的情形，不具备申报资格。", "bad"),
    EligibilityState.UNKNOWN: ("未定", "有事项没有填报，申报资格未定。", "open"),
}
"""A city's eligibility: the word after “申报资格”, the sentence of a declaration, and the style of blocks."""
CONDITIONS: Mapping[EligibilityState, str] = {
    EligibilityState.CLEAR: "不影响申报",
    EligibilityState.INELIGIBLE: "不得申报",
    EligibilityState.UNKNOWN: "待定",
}
"""One condition of eligibility."""
EVIDENCE: Mapping[EvidenceState, tuple[str, str]] = {
    EvidenceState.PRESENT: ("已附", "已附"),
    EvidenceState.EMPTY: ("空文件", "是空文件"),
    EvidenceState.MISSING: ("找不到", "找不到文件"),
    EvidenceState.UNREADABLE: ("读不了", "读不了"),
    EvidenceState.TOO_LARGE: ("太大", "太大，没有打开"),
    EvidenceState.WRONG_TYPE: ("类型不符", "内容与扩展名不符"),
    EvidenceState.LOCKED: ("加密", "加了密码"),
    EvidenceState.BROKEN: ("打不开", "已损坏，打不开"),
    EvidenceState.NOT_LISTED: ("未列", "没有列"),
}
"""A piece of evidence: the word of a table, and what a sentence says of it."""
LINES: Mapping[LineKind, str] = {
    LineKind.START: "起始分",
    LineKind.FLOOR: "扣到0分为止",
    LineKind.CAP: "以本项满分为限",
    LineKind.RESCALE: "不适用的分值按其余折算",
    LineKind.ROUND: "四舍五入",
    LineKind.REVIEW: "几位审核人的意见合成一个分数",
    LineKind.END: "得分",
}
"""The lines of a ledger that are no clause."""
BASES: Mapping[ScoreBasis, tuple[str, str]] = {
    ScoreBasis.CLAIMED: ("自评得分", "自评"),
    ScoreBasis.EVIDENCED: ("有材料支撑的得分", "有材料"),
    ScoreBasis.VERIFIED: ("核实后的得分", "核实后"),
}
"""What a score rests on: what such a score is called, and the word in the name of a file."""
LOSSES: Mapping[OutcomeState, str] = {
    OutcomeState.APPLIED: "失分",
    OutcomeState.JUDGED: "评判",
    OutcomeState.NOT_APPLIED: "未得分",
    OutcomeState.UNKNOWN: "未定",
    OutcomeState.NOT_APPLICABLE: "不适用",
    OutcomeState.ERROR: "未能计算",
}
"""What a clause that costs points came to."""
RULINGS: Mapping[RulingState, tuple[str, str]] = {
    RulingState.NONE: ("没有意见", "无意见"),
    RulingState.AGREED: ("意见一致", "意见一致"),
    RulingState.SETTLED: ("有分歧，按办法合成", "有分歧，已合成"),
    RulingState.ARBITRATED: ("有分歧，组长裁决", "组长裁决"),
    RulingState.DUE: ("有分歧，等待裁决", "等待裁决"),
}
"""What became of opinions: on screens, and the word in a cell of a paper."""


def eligibility_word(state: EligibilityState, *, draft: bool = False, register: Register = Register.SCREEN) -> str:
    """How a city's eligibility stands: a word after “申报资格：”, on PAPER the sentence of the declaration. A `draft`
    of a pack clears nobody."""
    if draft and state is EligibilityState.CLEAR:
        return UNDECLARED if register is Register.SCREEN else f"{UNDECLARED}。"
    word, sentence, _ = ELIGIBILITY[state]
    return word if register is Register.SCREEN else sentence


def eligibility_style(state: EligibilityState, *, draft: bool = False) -> str:
    """The style in which it stands out in blocks."""
    return "open" if draft and state is EligibilityState.CLEAR else ELIGIBILITY[state][2]


def condition_word(state: EligibilityState, *, draft: bool = False) -> str:
    """How one condition of eligibility stands."""
    return "不作结论" if draft and state is EligibilityState.CLEAR else CONDITIONS[state]


def evidence_word(state: EvidenceState) -> str:
    """What is the matter with a piece of evidence, in a word: 已附, 找不到 …"""
    return EVIDENCE[state][0]


def evidence_phrase(state: EvidenceState) -> str:
    """What a sentence says of a piece of evidence: 加了密码 …"""
    return EVIDENCE[state][1]


def line_word(kind: LineKind) -> str:
    """What a line of a ledger is that is no clause."""
    return LINES[kind]


def basis_word(basis: ScoreBasis) -> str:
    """What a score that rests on it is called: 自评得分 …"""
    return BASES[basis][0]


def basis_name(basis: ScoreBasis) -> str:
    """The word for it in the name of a file: 自评 …"""
    return BASES[basis][1]


def loss_word(state: OutcomeState) -> str:
    """What a clause that costs points, or may, came to."""
    return LOSSES[state]


def ruling_word(state: RulingState, register: Register = Register.SCREEN) -> str:
    """What became of the opinions on an item or a gate."""
    return RULINGS[state][register is Register.PAPER]


def answer_text(answer: Answer | None, unit: str = "", register: Register = Register.SCREEN) -> str:
    """An answer in words: 是, 4次, 95%, 2022年5月20日, 2分, 不适用, 未填. On PAPER it comes with its reason."""
    paper = register is Register.PAPER
    if answer is None or answer.value is UNKNOWN:
        return ABSENT if paper else UNANSWERED
    if isinstance(answer.value, Absent):
        return f"{NOT_APPLICABLE_WORD}（{answer.reason}）" if paper and answer.reason else NOT_APPLICABLE_WORD
    text = value_text(answer.value, unit)
    return f"{text}（{answer.value.reason}）" if paper and isinstance(answer.value, Judgement) else text


def disqualifying_text(gate: GateResult) -> str:
    """What happened that disqualifies: `2021年6月1日 发生…；日期未填 …`; empty where nothing did."""
    return "；".join(f"{date_text(day) if day else '日期未填'} {text}".strip() for day, text in gate.disqualifying)


def window_text(gate: GateResult) -> str:
    """The days that a condition looks at, both included; empty where it looks at all."""
    return f"审查期{date_text(gate.window[0])}至{date_text(gate.window[1])}" if gate.window else ""


def place_text(location: Location | None) -> str:
    """A place as a reader looks it up: `submission.yaml:23`; empty without one."""
    if location is None:
        return ""
    name = location.file.replace("\\", "/").rsplit("/", 1)[-1]
    return f"{name}:{location.line}"


def units_text(score: ItemScore) -> str:
    """What each unit of an item got, or took from the one amount: `甲县4分，乙县3～5分（未检查）`, `甲县扣2分`."""
    item = score.item
    return "，".join(
        f"{unit.name}{lost_text(unit.score, item.points) if item.from_one else scored_text(unit.score)}"
        f"{'' if unit.checked else '（未检查）'}"
        for unit in score.units
    )


def points(score: Ends) -> str:
    """`82` or `79～85`."""
    return range_text(score.low, score.high)


def lost(full: Fraction, score: Ends) -> str:
    """The points that are lost: `3` or `0～3`."""
    return range_text(full - score.high, full - score.low)


def watermark(criteria: Criteria, *, invented: bool, otherwise: str = "") -> str:
    """What stands across every page: that the city is invented, that the pack is a draft; `otherwise` where neither is."""
    return "·".join(["虚构样例"] * invented + [DRAFT] * bool(criteria.pending)) or otherwise


def text_lines(text: str) -> tuple[str, ...]:
    """The non-empty lines of a free text."""
    return tuple(line for raw in text.splitlines() if (line := raw.strip()))


def full_stop(text: str) -> str:
    """The text with a full stop, unless it ends a sentence already."""
    return text if text.endswith(("。", "！", "？", "；", "…")) else f"{text}。"


def item_label(label: str) -> str:
    """The label as printed: an item that stands for a whole section (（六）0) has no number of its own."""
    return label.removesuffix("）0") + "）" if label.endswith("）0") else label


def item_number(label: str, section_label: str) -> str:
    """The number of an item inside its section, with its dot: `1.` for （一）1; empty for an item without number."""
    number = label.removeprefix(section_label)
    return "" if number in ("", "0") else f"{number}."


def given_text(of: ReferenceValue | ReferenceSpan, unit: str) -> str:
    """A number from outside with its unit; of a place that is not decided between which it lies: `2～4名`."""
    if isinstance(of, ReferenceValue):
        return quantity_text(of.value, unit)
    bounds = "" if of.exact else "（上下限）"
    return f"{approx_text(of.best)}～{approx_text(of.worst)}{unit}{bounds}"


def places_text(card: ScoreCard) -> str:
    """Where the places that are not decided come from, without a full stop."""
    names = "、".join(f"“{name}”" for name in card.open_places)
    if any(name in card.open_places for name, given in card.references if given is not None):
        return f"{names}要等各参评城市的得分都定了才能确定"
    return f"{names}要等全部参评城市的得分，单独计分时未知：用 scoring batch 一起计分时排出来，已有通报的写进参照值"
