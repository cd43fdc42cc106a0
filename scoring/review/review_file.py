"""A review file: its shape, made from its pack, and its reading to a typed review or every problem in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from msgspec import Struct
from msgspec.structs import replace

from scoring.base.errors import Result
from scoring.base.kept import for_last
from scoring.base.text import points_text
from scoring.documents.fields import Kinds, Reader, Schema, ValueKind, schema_head, schema_of
from scoring.documents.forms import DAY_OR_BLANK, SHORT_TEXT, asked, by_name, described, group, one_word, pack_id
from scoring.documents.nodes import Document, Node, get, is_blank, text_of
from scoring.documents.problems import Report
from scoring.documents.schema.checking import Path, check
from scoring.documents.schema.messages import SchemaProblem
from scoring.documents.values import keyed
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import FactType
from scoring.model.procedure import Gate, GateKind
from scoring.model.review import Decision, Review, Verdict
from scoring.submissions.answers import DEFS, answers_kind, units_kind
from scoring.submissions.keys import KeyAdvice, unknown_key
from scoring.submissions.published import published
from scoring.submissions.submission import gate_kind

__all__ = ["UNDECLARED", "read_review", "review_schema"]

UNDECLARED = "undeclared"
ITEMS, GATES, DAY = "审核意见", "申报资格", "审核日期"
REASONED = (Verdict.ADJUST, Verdict.REJECT, Verdict.CLARIFY)
OF_ITEM = one_word((one.value for one in Verdict), Verdict)
OF_GATE = one_word((one.value for one in Verdict if one is not Verdict.REJECT), Verdict)
ITEM_TEXT = (
    "认可：按自评计分，以前各阶段对本项的调整随之取消。调整：在“改为”里写明填报内容。"
    "不认可材料：列出材料，只靠它们支撑的内容按未证实算。要求说明：请城市说明，暂不影响得分。"
    "无意见：维持原样，不是0分。"
)
GATE_TEXT = (
    "认可：按城市自己的填报判断，以前各阶段的调整随之取消。调整：在“改为”里写查明的情况，写法与自评一样。"
    "要求说明：请城市说明，暂不影响资格。无意见：维持原样。"
)
GATES_TEXT = "不计分。与各项意见一样填写；没有看的留“无意见”，仍按城市自己的填报判断。"


class Declaration(Struct, frozen=True, kw_only=True):
    """Whether a reviewer has an interest in the city, and which (None: nothing is declared yet)."""

    conflict: Annotated[
        bool | None,
        asked(
            one_word(("无", "有"), lambda word: word == "有"),
            "利害关系",
            "与这个城市有利害关系的写 有，并说明；这份意见不计入。",
        ),
    ] = None
    text: Annotated[str, asked(SHORT_TEXT, "说明", "有利害关系时写明是什么关系。")] = ""


def _declaration(name: str) -> ValueKind:
    """What the declaration says under one of its fields."""
    form = {**group(Declaration).schema, "title": "回避声明"}
    return keyed(
        "回避声明",
        form,
        lambda node, reader: getattr(reader.record(Declaration, get(node, "回避声明")), name),
    )


@for_last
def _kinds(criteria: Criteria) -> Kinds:
    """Of the keys of a review file, those whose names are those of its pack."""
    items = by_name({item.id: _item(item) for item in criteria.items_by_id.values()})
    gates = by_name({gate.name: _gate(gate) for gate in criteria.eligibility.gates}, description=GATES_TEXT)

    def read(node: Node, reader: Reader) -> dict[str, Decision]:
        written = get(node, DAY)
        day = None if written is None else DAY_OR_BLANK.read(written, reader)
        found: dict[str, Decision] = {}
        for kind, key in ((items, ITEMS), (gates, GATES)):
            below = get(node, key)
            for name, made in ({} if below is None else kind.read(below, reader)).items():
                on = made.on or (day if made.verdict is not Verdict.NONE else None)
                found[name] = reader.place(replace(made, gate=key == GATES, on=on), reader.node(made))
        return found

    keys = {DAY: {**DAY_OR_BLANK.schema, "title": DAY, "description": "各项没有另写日期的，用这一天。"}}
    if criteria.eligibility.gates:
        keys[GATES] = {**gates.schema, "title": GATES}
    keys[ITEMS] = {**items.schema, "title": ITEMS}
    decisions = ValueKind(schema={}, spread=keys, needed=(ITEMS,), read=read, nothing={})
    return {
        "criteria_id": pack_id(criteria.id),
        "conflict": _declaration("conflict"),
        "conflict_text": _declaration("text"),
        "decisions": decisions,
    }


def _item(item: Item) -> ValueKind:
    facts = answers_kind(item.facts, item.scoring)
    change = facts if item.each is None else units_kind(item.each, facts)
    changed = ValueKind(
        schema={
            "type": ["object", "null"],
            "$comment": "object",
            "properties": change.spread,
            "additionalProperties": False,
        },
        read=change.read,
    )
    return group(
        Decision,
        {
            "verdict": described(OF_ITEM, ITEM_TEXT),
            "facts": changed if item.each is None else None,
            "units": None if item.each is None else changed,
            "answer": None,
        },
        called="subject",
        title=f"{item.label}　{points_text(item.points)}分",
        description=f"指标内容：{item.requirement}\n评分标准：{item.sentence}",
    )


def _gate(gate: Gate) -> ValueKind:
    answer = gate_kind(gate)
    changed = ValueKind(
        schema={**answer.schema, "title": "改为"},
        read=lambda node, reader: None if is_blank(node) else answer.read(node, reader),
    )
    return group(
        Decision,
        {
            "verdict": described(OF_GATE, GATE_TEXT),
            "facts": None,
            "units": None,
            "answer": changed,
            "rejected": None,
            "reason": described(SHORT_TEXT, "调整、要求说明都要写理由。"),
        },
        called="subject",
        title=gate.name,
        description=answer.schema["description"],
    )


def review_schema(criteria: Criteria) -> Schema:
    """The JSON Schema (2020-12) of review files for `criteria`, ready for json.dumps."""
    return published(_exact_schema(criteria))


@for_last
def _exact_schema(criteria: Criteria) -> Schema:
    """The schema with exact numbers, for checking."""
    return {
        **schema_head(
            f"{criteria.short_title}·审核意见",
            criteria.id,
            criteria.edition,
            "review",
            about="一位审核人对一个城市、一个审核阶段的意见。",
        ),
        **schema_of(Review, _kinds(criteria)),
        "$defs": DEFS,
    }


def read_review(document: Document, criteria: Criteria) -> Result[Review]:
    """The review that the document holds. The value is None when any problem is an error; problems are those of this
    check only, sorted by place."""
    root, report = document.root, Report(document.root)
    name = text_of(get(root, "指标体系"))
    if name and name != criteria.id:
        message = f"这份审核意见用的是“{name}”，不是“{criteria.id}”"
        report.error("criteria-mismatch", message, "请核对审核的是哪个城市的自评。", get(root, "指标体系"))
        return Result(value=None, problems=report.problems)
    if check(root, _exact_schema(criteria), ReviewKeys(criteria), report):
        return Result(value=None, problems=report.problems)
    reader, place = Reader(report), (root.get("审核人") or root).location
    made = reader.record(Review, root, _kinds(criteria), file=document.file, digest=document.digest, location=place)
    for check_one in CHECKS:
        check_one(made, criteria, reader)
    return Result(value=None if report.failed else made, problems=report.problems)


def _declared(made: Review, _criteria: Criteria, reader: Reader) -> None:
    """Who declares nothing is not counted, and who declares an interest says which."""
    said = reader.at(made, "回避声明")
    if made.conflict and not made.conflict_text:
        message = "声明了有利害关系，没有写是什么关系"
        reader.error("conflict-reason", message, "请在“回避声明”里补上“说明”。", get(said, "利害关系"))
    if made.conflict is None:
        message = "还没有填回避声明，这份意见不能计入"
        hint = "请照实写：有利害关系的写“回避声明: {利害关系: 有, 说明: …}”，没有的写“回避声明: {利害关系: 无}”。"
        reader.question(UNDECLARED, message, hint, said or reader.at(made, "reviewer"))


def _days(made: Review, _criteria: Criteria, reader: Reader) -> None:
    """One missing day leaves every opinion without one: told once, where it is missing."""
    count = sum(one.verdict is not Verdict.NONE and one.on is None for one in made.decisions.values())
    day = reader.at(made, DAY)
    if not count or not is_blank(day):  # a day that does not exist was told already
        return
    message = f"没有填“审核日期”，{count}处意见也没有写自己的“日期”"
    hint = "请填作出意见的那一天，例如“审核日期: 2022-06-15”；不在同一天的，在那一项下面另写“日期”。"
    reader.error("no-day", message, hint, day or reader.at(made, "reviewer"))


def _changes(made: Review, criteria: Criteria, reader: Reader) -> None:
    """What the parts of a decision say together."""
    incidents = [gate.name for gate in criteria.eligibility.gates if gate.kind is GateKind.INCIDENTS]
    for one in made.decisions.values():
        opinion, label = reader.at(one, "verdict"), one.subject
        changes = bool(one.facts or one.units or one.answer is not None)
        if one.verdict is Verdict.ADJUST and not changes:
            example = "改为: 否" if one.gate else "改为: {名称: 内容}"
            if one.gate and one.subject in incidents:
                example = "改为: [{日期: 2021-06-01, 情况: …}]，没有发生的写“改为: 无"
            hint = f"请写明填报内容应改成什么，例如“{example}”；不改的写“意见: 认可”。"
            reader.error("no-changes", f"{label} 的意见是“调整”，没有写“改为”", hint, opinion)
        if changes and one.verdict is not Verdict.ADJUST:
            hint = "要改填报内容，请写“意见: 调整”；不改的，删掉“改为”。"
            reader.error("changes-unused", f"{label} 写了“改为”，意见却不是“调整”", hint, reader.at(one, "facts"))


def _reasons(made: Review, _criteria: Criteria, reader: Reader) -> None:
    """What changes or asks for something says why."""
    for one in made.decisions.values():
        if one.verdict in REASONED and not one.reason:
            hint = "请补上一行“理由: …”，写明看到了什么、为什么这样认定。"
            message = f"{one.subject} 的意见是“{one.verdict.value}”，没有写理由"
            reader.error("no-reason", message, hint, reader.at(one, "verdict"))
        if one.verdict is Verdict.NONE and one.reason:
            hint = "要请城市说明，请写“意见: 要求说明”；无意见的维持原样，不影响得分，也不会当作0分。"
            reader.question("reason-unused", f"{one.subject} 写了理由，没有意见", hint, reader.at(one, "reason"))


def _papers(made: Review, _criteria: Criteria, reader: Reader) -> None:
    """Papers are named where they are not accepted, and there only."""
    for one in made.decisions.values():
        if one.verdict is Verdict.REJECT and not one.rejected:
            hint = "请列出不认可的文件，例如“不认可的材料: [evidence/1.1/01-通知.pdf]”。"
            message = f"{one.subject} 的意见是“不认可材料”，没有列出材料"
            reader.error("no-papers", message, hint, reader.at(one, "verdict"))
        if one.rejected and one.verdict not in (Verdict.REJECT, Verdict.ADJUST):
            hint = "请写“意见: 不认可材料”；同时要改填报内容的写“意见: 调整”。"
            message = f"{one.subject} 列了不认可的材料，意见却是“{one.verdict.value}”"
            reader.error("papers-unused", message, hint, reader.at(one, "rejected"))


CHECKS = (_declared, _days, _changes, _reasons, _papers)
POINTS = ("分值", "得分", "分数", "扣分", "评分", "自评分", "审核分")
ITEMS, GATES = "审核意见", "申报资格"


class ReviewKeys:
    """Advice on unknown keys of reviews by one index."""

    def __init__(self, criteria: Criteria) -> None:
        self.criteria = criteria
        self.submission = KeyAdvice(criteria)

    def __call__(self, path: Path, key: str, allowed: Sequence[str]) -> SchemaProblem:
        """See `scoring.documents.schema.checking.Advice`."""
        gates = [gate.name for gate in self.criteria.eligibility.gates]
        if key in gates and path != (GATES,):
            hint = "请把它移到“申报资格:”的下面，缩进两格。"
            return SchemaProblem(code="misplaced", message=f"“{key}”应写在“申报资格”下面", hint=hint)
        if path == (ITEMS,):
            return self.submission(("自评",), key, allowed)
        if path and path[0] == GATES:
            return self._gate(path, key, allowed)
        if path and path[0] == ITEMS and len(path) >= 2:
            item = str(path[1])
            if key in POINTS:
                return self._points(item, key)
            if len(path) == 2 and key in self._facts(item):
                hint = f"请写成“改为: {{{key}: …}}”。"
                return SchemaProblem(code="misplaced", message=f"“{key}”应写在“改为”下面", hint=hint)
        if not path and key in self.criteria.items_by_id:
            hint = "请把它缩进两格，放到“审核意见:”的下面。"
            return SchemaProblem(code="misplaced", message=f"“{key}”应写在“审核意见”下面", hint=hint)
        return unknown_key(path, key, allowed)

    def _gate(self, path: Path, key: str, allowed: Sequence[str]) -> SchemaProblem:
        if key in POINTS:
            hint = "请在“改为”里写明查明的情况：没有发生写 无，发生了的逐件写日期和情况。"
            return SchemaProblem(code="points-not-facts", message=f"申报资格不计分，不能写“{key}”", hint=hint)
        if len(path) == 1 and key in self.criteria.items_by_id:
            hint = "请把它移到“审核意见:”的下面。"
            return SchemaProblem(code="misplaced", message=f"“{key}”应写在“审核意见”下面", hint=hint)
        return unknown_key(path, key, allowed)

    def _facts(self, item: str) -> list[str]:
        found = self.criteria.items_by_id.get(item)
        return [] if found is None else [fact.name for fact in found.facts if fact.derive is None]

    def _points(self, item: str, key: str) -> SchemaProblem:
        """Points are given only where the official text leaves them to a person's judgement."""
        found = self.criteria.items_by_id.get(item)
        judged = [] if found is None else [fact.name for fact in found.facts if fact.type is FactType.JUDGED]
        if judged:
            hint = f"评判的分请写成“改为: {{{judged[0]}: {{分值: …, 理由: …}}}}”。"
        else:
            hint = (
                f"请在“改为”里写明填报内容应改成什么，得分由评分标准算出。可以改的有：{'、'.join(self._facts(item))}。"
            )
        return SchemaProblem(code="points-not-facts", message=f"不能直接写“{key}”", hint=hint)
