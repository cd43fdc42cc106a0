"""The parts of pack.yaml beside the items: eligibility, quota, procedure, statements."""

from __future__ import annotations

from scoring.documents.nodes import Node, bool_of, date_of, entries_of, get, items_of, number_of
from scoring.documents.nodes import words_of as text_of
from scoring.documents.problems import Report, did_you_mean
from scoring.model.criteria import (
    Assumption,
    Ban,
    CycleRule,
    Deadline,
    Duty,
    Eligibility,
    Gate,
    GateKind,
    HandIn,
    Period,
    Publicity,
    Quota,
    Statement,
)
from scoring.validate.pack_facts import read_interpretations

__all__ = [
    "assumptions",
    "cycle_rule",
    "deadlines",
    "duties",
    "eligibility",
    "evidence_period",
    "hand_ins",
    "quota",
    "statements",
]


def eligibility(node: Node | None, report: Report) -> Eligibility:
    """The gates, each quoting the official text."""
    passages = _passages(get(node, "text"))
    texts = [passage.text for passage in passages]
    gates: list[Gate] = []
    for entry in entries_of(get(node, "gates")):
        kind = GateKind(text_of(get(entry.value, "kind")))
        years = number_of(get(entry.value, "years"))
        quote = get(entry.value, "quote")
        _verbatim(quote, texts, report)
        if (kind is GateKind.INCIDENTS) != (years is not None):
            hint = "incidents 要写 years（往前推几年），yes_no 不写。"
            report.error("gate-years", f"“{entry.name}”的 years 与 kind 不合", hint, get(entry.value, "years") or entry)
        gates.append(
            Gate(
                name=entry.name,
                kind=kind,
                ask=text_of(get(entry.value, "ask")),
                quote=text_of(quote),
                location=entry.key.location,
                years=None if years is None else int(years),
                owner=text_of(get(entry.value, "owner")),
            )
        )
    for one in items_of(get(node, "for_reviewers")):
        _verbatim(get(one, "text"), texts, report)
    return Eligibility(
        passages=passages,
        gates=tuple(gates),
        interpretations=read_interpretations(get(node, "interpretations"), "", report),
        for_reviewers=statements(get(node, "for_reviewers")),
    )


def _passages(node: Node | None) -> tuple[Statement, ...]:
    """One text, or several with the place each stands at."""
    several = statements(node)
    return several if several else (Statement(name="", text=text_of(node)),)


def _verbatim(quote: Node | None, texts: list[str], report: Report) -> None:
    if not any(text_of(quote) in text for text in texts):
        hint = "请从 eligibility 的 text 中照抄，标点也要一样。"
        report.error("quote-not-verbatim", f"引文“{text_of(quote)}”不是申报资格里的原话", hint, quote)


def quota(node: Node | None) -> Quota | None:
    """How many may be put forward, where the pack says so."""
    at_most = number_of(get(node, "at_most"))
    return None if at_most is None else Quota(at_most=int(at_most), texts=statements(get(node, "texts")))


def evidence_period(node: Node | None, report: Report) -> Period | None:
    """The days evidence must be from, where the pack says so."""
    if get(node, "quote") is None:
        return None
    ends = [get(node, "from"), get(node, "to")]
    days = [None if end is None else date_of(end) for end in ends]
    for end, day in zip(ends, days, strict=True):
        if end is not None and day is None:
            report.error("bad-date", f"没有 {text_of(end)} 这一天", "请写成 2022-05-31 的样子。", end)
    first, last = days
    if first is not None and last is not None and first > last:
        report.error("bad-period", "evidence_period 的 from 晚于 to", "请核对两个日期。", node)
    return Period(first=first, last=last, quote=text_of(get(node, "quote")))


def statements(node: Node | None) -> tuple[Statement, ...]:
    """Named verbatim texts."""
    return tuple(Statement(name=text_of(get(one, "name")), text=text_of(get(one, "text"))) for one in items_of(node))


def assumptions(node: Node | None) -> tuple[Assumption, ...]:
    """What the tool decides where the text is silent."""
    return tuple(Assumption(about=text_of(get(one, "about")), text=text_of(get(one, "text"))) for one in items_of(node))


def deadlines(node: Node | None, report: Report) -> tuple[Deadline, ...]:
    """The steps of the procedure."""
    found: list[Deadline] = []
    for one in items_of(node):
        due = date_of(get(one, "due"))
        if due is None:
            message = f"没有 {text_of(get(one, 'due'))} 这一天"
            report.error("bad-date", message, "请写成 2022-05-31 的样子。", get(one, "due"))
            continue
        name, text, words = (text_of(get(one, key)) for key in ("name", "text", "due_text"))
        public = _publicity(get(one, "publicity"), text, report)
        found.append(Deadline(name=name, text=text, due=due, due_text=words, publicity=public))
    return tuple(found)


def _publicity(node: Node | None, text: str, report: Report) -> Publicity | None:
    days = number_of(get(node, "working_days"))
    if days is None:
        return None
    quote = get(node, "quote")
    if text_of(quote) not in text:
        hint = "请从这一阶段的 text 中照抄，标点也要一样。"
        report.error("quote-not-verbatim", f"引文“{text_of(quote)}”不是这一阶段的原话", hint, quote)
    first = bool_of(get(node, "counts_first"))
    return Publicity(working_days=int(days), quote=text_of(quote), counts_first=first)


def hand_ins(node: Node | None, procedure: Node | None, report: Report) -> tuple[HandIn, ...]:
    """The documents to hand in, each with the step it belongs to."""
    steps = [text_of(get(one, "name")) for one in items_of(procedure)]
    found: list[HandIn] = []
    for one in items_of(node):
        step = get(one, "step")
        if step is not None and text_of(step) not in steps:
            message = f"procedure 里没有名为“{text_of(step)}”的阶段"
            report.error("unknown-step", message, did_you_mean(text_of(step), steps), step)
        found.append(HandIn(name=text_of(get(one, "name")), text=text_of(get(one, "text")), step=text_of(step)))
    return tuple(found)


def duties(node: Node | None) -> tuple[Duty, ...]:
    """What named cities report afterwards."""
    return tuple(
        Duty(
            name=text_of(get(one, "name")),
            text=text_of(get(one, "text")),
            yearly=bool_of(get(one, "yearly")) is True,
        )
        for one in items_of(node)
    )


def cycle_rule(node: Node | None, gates: Eligibility, report: Report) -> CycleRule | None:
    """How long a cycle is, and what a withdrawn title closes."""
    years = number_of(get(node, "years"))
    if years is None:
        return None
    ban, gate = get(node, "ban"), get(get(node, "ban"), "gate")
    names = [one.name for one in gates.gates if one.kind is GateKind.YES_NO]
    if gate is not None and text_of(gate) not in names:
        message = f"eligibility 里没有名为“{text_of(gate)}”的是否题"
        report.error("unknown-gate", message, did_you_mean(text_of(gate), names), gate)
    cycles = number_of(get(ban, "cycles"))
    made = None if cycles is None else Ban(quote=text_of(get(ban, "quote")), cycles=int(cycles), gate=text_of(gate))
    return CycleRule(years=int(years), quote=text_of(get(node, "quote")), ban=made)
