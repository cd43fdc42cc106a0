"""The values a clause read: in words, with where each stands, and which of them decide the clause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from scoring import lang
from scoring.base.errors import Location
from scoring.base.text import quantity_text
from scoring.lang import Truth, Value
from scoring.model.clauses import Clause
from scoring.model.conditions import And, Expr, Not, Or
from scoring.model.criteria import Criteria
from scoring.model.explanation import InputLine
from scoring.model.facts import NOT_APPLICABLE, UNKNOWN, Fact, FactType, Judgement, Placing, Ratio, Score, Sum
from scoring.model.scorecard import InputKind, ResolvedInput
from scoring.model.submission import Submission
from scoring.wording import answer_text, place_text

__all__ = ["InputWords", "decisive", "input_words"]


def decisive(clause: Clause, reads: tuple[ResolvedInput, ...]) -> tuple[str, ...]:
    """The names that settle the clause (or, while it is open, keep it open), in the order they were read.

    Of an `or` that holds, the operands that hold; of an `and` that fails, those that fail; of one that cannot be
    told, those that cannot be told. Interpretations never count: they are listed with the item. Where units are scored
    one by one, what settles the clause for any of them.
    """
    wanted = set(clause.measured)
    if clause.when is not None:
        if len(clause.when.atoms) == 1:
            wanted.update(clause.when.names)
        else:
            for unit in range(max([1, *(len(read.by_unit) for read in reads if read.by_unit)])):
                wanted.update(_support(clause.when, {read.name: _value(read, unit) for read in reads}))
    return tuple([one.name for one in reads if one.name in wanted and one.kind is not InputKind.INTERPRETATION])


def _support(expr: Expr, values: Mapping[str, Value]) -> Sequence[str]:
    match expr:
        case Not():
            return _support(expr.operand, values)
        case And() | Or():
            truths = [lang.truth(operand, values) for operand in expr.operands]
            found = lang.fold(expr, truths)
            resolved = Truth.FALSE if isinstance(expr, And) else Truth.TRUE
            every = found is not resolved and found in (Truth.TRUE, Truth.FALSE)
            names: list[str] = []
            for operand, held in zip(expr.operands, truths, strict=True):
                if every or held is found:
                    names += _support(operand, values)
            return names
    return expr.names


def _value(read: ResolvedInput, unit: int) -> Value:
    if read.reference is not None:
        return read.reference.value
    answer = read.answer
    if read.by_unit is not None:
        if unit >= len(read.by_unit):
            return lang.UNKNOWN
        answer = read.by_unit[unit]
    return answer.value if read.asked else lang.NOT_APPLICABLE


class InputWords(Struct, frozen=True, kw_only=True):
    """One value a clause read, as a line of a list and as a phrase of a sentence: 填报“专题会议次数”为0次（city.yaml:23）.

    `bare` is the phrase without the lines of the file.
    """

    line: InputLine
    phrase: str
    bare: str


def input_words(read: ResolvedInput, criteria: Criteria, submission: Submission) -> InputWords:
    """The value in words, with how it came about and from which lines."""
    line, bare = _line(read, criteria, submission)
    if read.kind is InputKind.REFERENCE and read.reference is None:
        missing = f"参照值“{read.name}”未提供"
        return InputWords(line=line, phrase=missing, bare=missing)
    head = _head(line)
    beside = [part for part in (line.note, place_text(line.place)) if part]
    return InputWords(
        line=line,
        phrase=f"{head}（{'，'.join(beside)}）" if beside else head,
        bare=f"{head}（{bare}）" if bare else head,
    )


def _line(read: ResolvedInput, criteria: Criteria, submission: Submission) -> tuple[InputLine, str]:
    """The line, and its note without the lines of the file."""
    note = bare = ""
    value = answer_text(read.answer, read.unit)
    if not read.asked:
        value, note = "不需填报", _not_asked_note(read, criteria)
    elif read.kind is InputKind.DERIVED:
        bare, lines = _derivation(criteria.facts_by_name.get(read.name), criteria, submission)
        bare += f"，{read.answer.reason}" if read.answer.reason else ""
        return InputLine(input=read, value=value, note=bare + lines), bare
    elif read.kind is InputKind.REFERENCE:
        note = f"{read.reference.year}年，来源：{read.reference.source}" if read.reference else "参照值未提供"
    elif isinstance(read.answer.value, Judgement):
        note = f"理由：{read.answer.value.reason.rstrip('。')}"
    elif read.answer.reason:
        note = f"理由：{read.answer.reason.rstrip('。')}"
    return InputLine(input=read, value=value, note=note), note


def _head(line: InputLine) -> str:
    """The phrase without what stands in brackets behind it."""
    read = line.input
    if not read.asked:
        return f"“{read.name}”不需填报"
    if read.kind is InputKind.REFERENCE:
        return f"参照值“{read.name}”为{line.value}"
    if read.kind is InputKind.INTERPRETATION:
        return f"口径“{read.name}”取“{line.value}”"
    if read.answer.value is UNKNOWN:
        return f"“{read.name}”{_lacking(read)}"
    if read.kind is InputKind.DERIVED:
        return f"“{read.name}”算得{line.value}"
    if read.answer.value is NOT_APPLICABLE:
        return f"“{read.name}”填报为不适用"
    quoted = f"“{line.value}”" if read.type in (FactType.BOOL, FactType.CHOICE) else line.value
    return f"填报“{read.name}”为{quoted}"


def _lacking(read: ResolvedInput) -> str:
    """What is said of a value that is not there; of points that are not decided there is more to say."""
    return "尚未确定" if read.answer.reason else "无法计算" if read.kind is InputKind.DERIVED else "未填"


def _not_asked_note(read: ResolvedInput, criteria: Criteria) -> str:
    fact = criteria.facts_by_name.get(read.name)
    if fact is None or fact.needs is None:
        return ""
    return f"仅在{lang.describe(fact.needs)}时填报"


def _derivation(fact: Fact | None, criteria: Criteria, submission: Submission) -> tuple[str, str]:
    """How a derived value was computed, from what it rests on; and the lines where that stands."""
    if fact is None or fact.derive is None:
        return "", ""
    if isinstance(fact.derive, Score):
        return _points_of(fact.derive, criteria), ""
    if isinstance(fact.derive, Placing):
        return _given(fact, submission), ""
    working, places = _working(fact, fact.derive, criteria, submission)
    lines = dict.fromkeys(str(place.line) for place in places)
    return working, f"，第{'、'.join(lines)}行" if lines else ""


def _working(
    fact: Fact, derive: Ratio | Sum, criteria: Criteria, submission: Submission
) -> tuple[str, tuple[Location, ...]]:
    """The sum of a derived value, and where its numbers stand."""
    less = derive.minus if isinstance(derive, Sum) else ()
    working, places = "", list[Location]()
    for name in derive.parts:
        value, found = _part(name, criteria, submission)
        sign = "÷" if fact.ratio is not None else "−" if name in less else "+"
        working += f" {sign} {name} {value}" if working else f"{name} {value}"
        places += found
    return working, tuple(places)


def _given(fact: Fact, submission: Submission) -> str:
    """Where a place comes from."""
    given = submission.references.get(fact.name) or submission.spans.get(fact.name)
    if given is None:
        return "" if fact.derive is None else fact.derive.line
    return f"{given.year}年，来源：{given.source}" if given.year else given.source


def _points_of(of: Score, criteria: Criteria) -> str:
    """Whose points a score is made of, as a reader knows them."""
    sections = {section.id: f"{section.label}{section.title}" for section in criteria.sections}
    items = {name: item.label for name, item in criteria.items_by_id.items()}
    return f"{'、'.join({**items, **sections}.get(name, name) for name in of.of)}的得分" if of.of else "前面各项的总分"


def _part(name: str, criteria: Criteria, submission: Submission) -> tuple[str, tuple[Location, ...]]:
    """What a derived value rests on: an answer, a reference, or another derived value with its own working."""
    fact, given = criteria.facts_by_name.get(name), submission.references.get(name)
    if fact is None:
        unit = criteria.references_by_name[name].unit
        return ("未提供", ()) if given is None else (quantity_text(given.value, unit), ())
    if isinstance(fact.derive, Placing) and given is not None:
        return quantity_text(given.value, fact.unit), ()
    if isinstance(fact.derive, Score | Placing):
        return f"（{fact.derive.line}）", ()
    if fact.derive is not None:
        working, places = _working(fact, fact.derive, criteria, submission)
        value = _worked_out(name, criteria, submission)
        return f"{quantity_text(value, fact.unit) if isinstance(value, Fraction) else ''}（{working}）", places
    answer = submission.answers.get(name)
    if answer is None:
        return "未填", ()
    return answer_text(answer, fact.unit), () if answer.location is None else (answer.location,)


def _worked_out(name: str, criteria: Criteria, submission: Submission) -> Value:
    """A value below a derived one; whether its questions arise has been seen to where that one is there at all."""
    fact, given = criteria.facts_by_name.get(name), submission.references.get(name)
    if fact is None:
        return UNKNOWN if given is None else given.value
    if fact.derive is None:
        answer = submission.answers.get(name)
        return UNKNOWN if answer is None else answer.value
    if not fact.worked_out:
        return UNKNOWN if given is None else given.value
    return fact.derive.value({part: _worked_out(part, criteria, submission) for part in fact.derive.parts})
