"""Everything that a pack asks, as one list: what a department's workbook shows and what it is read back by.

One question is one value of the submission, at one path. What is no fact of the pack (城市, 说明, a gate that is 是 or 否, the
year of a reference, a plan's figure of one year) is put as a fact here, so that a cell is written and read in one way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from scoring import lang
from scoring.base.errors import Location
from scoring.base.text import departments_of, points_text
from scoring.explain.open_questions import HEAD, TEXTS
from scoring.model.criteria import Criteria, EvidenceRequest, Item
from scoring.model.facts import Fact, FactType
from scoring.model.interpretations import Affects, Interpretation
from scoring.model.plan import Indicator, Plan, PlanTask
from scoring.model.procedure import Gate, GateKind
from scoring.model.progress import TaskState
from scoring.model.references import Reference
from scoring.model.totals import Each
from scoring.naming import draft_texts, layer_texts
from scoring.province.plans.progress_file import year_fact
from scoring.province.plans.words import basis_text, target_text

__all__ = ["Path", "Question", "Questionnaire", "Topic", "of_criteria", "of_plan"]

Path = tuple[str, ...]
NOWHERE = Location(file="", line=1, column=1)
PROFILE, GATES, ITEMS, REFERENCES, READINGS, REPORT = "基本情况", "申报资格", "自评", "参照值", "解释口径", "报告文字"
INDICATORS, TASKS = "指标进展", "任务进展"
NOTE, MATERIALS = "说明", "佐证材料"
TASK_STATES = tuple(one.value for one in TaskState if one is not TaskState.UNKNOWN)
PLAN_HEAD = {
    "地区": "所填的地区",
    "数据截至": "数据截至哪一天；以后的年度算未到期",
    "数据说明": "数据从哪里来，印在报告封面上",
    "填报单位": "谁填报的",
    "联系方式": "联系人和电话",
}
DAYS = ("申报日期", "数据截至")


class Topic(Struct, frozen=True, kw_only=True):
    """What some questions stand under: an item, the eligibility, an indicator of a plan.

    id: of the item; a word of our own for parts that are none
    label: as the official table numbers it
    points: its points as text ("" where it has none)
    text: the official words to print beside its questions
    requests: the documents it asks for
    each: what it is answered for one by one
    """

    id: str
    label: str
    points: str = ""
    text: str = ""
    requests: tuple[EvidenceRequest, ...] = ()
    each: Each | None = None


class Question(Struct, frozen=True, kw_only=True):
    """One question.

    path: where its value stands in the submission; * stands for the name of a unit
    fact: what is asked, and which answers there are
    owners: the departments that answer, the lead first
    incidents: it is answered by a list of events, or 无
    long: a text that may have several paragraphs
    optional: nothing is missing where it stays empty
    advice: what else to know before answering, one line each
    """

    path: Path
    topic: Topic
    fact: Fact
    owners: tuple[str, ...] = ()
    incidents: bool = False
    long: bool = False
    optional: bool = False
    advice: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Its name in a workbook and in messages."""
        return "/".join(self.path[1:] if self.path[0] == ITEMS else self.path)

    @property
    def of_units(self) -> bool:
        """Whether every unit of its topic has an answer of its own."""
        return "*" in self.path

    @property
    def wide(self) -> bool:
        """Whether its answer is words, which need room."""
        return self.fact.type is FactType.TEXT and not self.of_units

    def at(self, unit: str) -> Path:
        """The path for one unit."""
        return tuple(unit if part == "*" else part for part in self.path)


class Questionnaire(Struct, frozen=True, kw_only=True):
    """All questions of one pack, in its order.

    pack, edition, digest: which pack
    title: what it is called
    plan: it is a plan without points
    cautions: what every output of the pack has to say: that it is a draft, what it is laid on
    """

    pack: str
    edition: str
    digest: str
    title: str
    plan: bool
    questions: tuple[Question, ...]
    cautions: tuple[str, ...] = ()

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The topics, each once."""
        return tuple({one.topic.id: one.topic for one in self.questions}.values())

    def order(self) -> Callable[[tuple[str | int, ...]], Sequence[str]]:
        """The names of each mapping of a submission in the order in which the pack asks, by its path: where a new one goes."""
        found: dict[tuple[str | int, ...], dict[str, None]] = {}
        for one in self.questions:
            for depth, name in enumerate(one.path):
                names = found.setdefault(one.path[:depth], {"指标体系": None} if depth == 0 else {})
                if name == NOTE and one.path[0] == ITEMS:
                    names[MATERIALS] = None
                names[name] = None
        return lambda path: tuple(found.get(path, ()))


def _fact(name: str, ask: str, kind: FactType = FactType.TEXT, **more: object) -> Fact:
    return Fact(name=name, type=kind, ask=ask, location=NOWHERE, **more)  # type: ignore[arg-type]


def _head(words: Mapping[str, str]) -> Iterator[Question]:
    topic = Topic(id="文件开头", label="基本信息", text="写在封面和签章页上。")
    for name, ask in words.items():
        kind = FactType.DATE if name in DAYS else FactType.TEXT
        yield Question(path=(name,), topic=topic, fact=_fact(name, ask, kind))


# ---- a pack with points


def of_criteria(criteria: Criteria, switched: Mapping[str, str] | None = None) -> Questionnaire:
    """The questions of a pack. `switched` are the options of interpretations that the city took instead of the default."""
    return Questionnaire(
        pack=criteria.id,
        edition=criteria.edition,
        digest=criteria.digest,
        title=criteria.short_title,
        plan=False,
        questions=_told_apart(tuple(_of_criteria(criteria, switched or {}))),
        cautions=(*draft_texts(criteria), *layer_texts(criteria)),
    )


def _told_apart(questions: Sequence[Question]) -> tuple[Question, ...]:
    """A question that is asked in the words of another one bears its name before them: a copy of its row has nothing else."""
    asks = Counter(one.fact.ask for one in questions if not one.of_units)
    return tuple(
        one
        if one.of_units or asks[one.fact.ask] == 1
        else replace(one, fact=replace(one.fact, ask=f"{one.fact.name}：{one.fact.ask}"))
        for one in questions
    )


def _of_criteria(criteria: Criteria, switched: Mapping[str, str]) -> Iterator[Question]:
    yield from _head(HEAD)
    profile = Topic(id=PROFILE, label=PROFILE)
    for fact in criteria.profile:
        if fact.derive is None:
            yield _asked((PROFILE, fact.name), profile, fact)
    gates = Topic(id=GATES, label=GATES, text="\n".join(criteria.eligibility.placed_texts))
    for gate in criteria.eligibility.gates:
        yield _gate(gate, gates)
    for section in criteria.sections:
        for item in section.items:
            yield from _item(item, switched)
    report = Topic(id=REPORT, label=REPORT, text="印在自评报告里，不影响得分。")
    for name, ask in TEXTS.items():
        yield Question(path=(REPORT, name), topic=report, fact=_fact(name, ask), long=True, optional=True)
    for reference in criteria.references:
        yield from _reference(reference)
    readings = [*criteria.eligibility.interpretations]
    readings += [one for section in criteria.sections for item in section.items for one in item.interpretations]
    for one in readings:
        yield from _reading(one)


def _asked(path: Path, topic: Topic, fact: Fact, advice: tuple[str, ...] = ()) -> Question:
    lines = [fact.help] if fact.help else []
    if fact.needs is not None:
        lines.append(f"仅在{lang.describe(fact.needs)}时填写。")
    if fact.not_applicable is not None:
        lines.append(f"可填“不适用”并写理由：{fact.not_applicable}")
    return Question(path=path, topic=topic, fact=fact, owners=departments_of(fact.owner), advice=(*lines, *advice))


def _gate(gate: Gate, topic: Topic) -> Question:
    kind = FactType.BOOL if gate.kind is GateKind.YES_NO else FactType.CHOICE
    choices = () if gate.kind is GateKind.YES_NO else ("无", "有")
    return Question(
        path=(GATES, gate.name),
        topic=topic,
        fact=_fact(gate.name, gate.ask, kind, owner=gate.owner, choices=choices),
        owners=departments_of(gate.owner),
        incidents=gate.kind is GateKind.INCIDENTS,
    )


def _item(item: Item, switched: Mapping[str, str]) -> Iterator[Question]:
    topic = Topic(
        id=item.id,
        label=item.label,
        points=f"{points_text(item.points)}分",
        text=f"指标内容：{item.requirement}\n评分标准：{item.sentence}",
        requests=item.evidence,
        each=item.each,
    )
    place: Path = (ITEMS, item.id) if item.each is None else (ITEMS, item.id, item.each.name, "*")
    owners: tuple[str, ...] = ()
    for fact in item.facts:
        if fact.derive is None:
            made = _asked((*place, fact.name), topic, fact, _advice(fact, item, switched))
            owners = owners or made.owners[:1]
            yield made
    note = _fact(NOTE, f"{item.label}的说明：写进报告，可不填")
    yield Question(path=(ITEMS, item.id, NOTE), topic=topic, fact=note, owners=owners, long=True, optional=True)


def _advice(fact: Fact, item: Item, switched: Mapping[str, str]) -> tuple[str, ...]:
    """What the interpretations that a question speaks of (by name, or as those of the item) come to, and the documents
    without which 是 does not count."""
    answers = [one for one in item.interpretations if one.affects is Affects.ANSWER]
    named = [one for one in item.interpretations if f"“{one.name}”" in fact.ask]
    found = []
    for one in named or (answers if "口径" in fact.ask else ()):
        taken = switched.get(one.name, one.default)
        text = next((option.text for option in one.options if option.name == taken), "")
        found.append(f"口径“{one.name}”：{text}")
    if fact.proof:
        titles = "、".join(request.title for request in item.evidence if request.id in fact.proof)
        found.append(f"答“是”须列出材料：{titles}；缺一份就按“否”计。")
    return tuple(found)


def _reference(one: Reference) -> Iterator[Question]:
    topic = Topic(
        id=f"{REFERENCES}/{one.name}", label=REFERENCES, text=f"{one.ask}由发布部门提供；数值、年份、来源三样都要有。"
    )
    place = (REFERENCES, one.name)
    number = _fact("数值", one.ask, one.type, unit=one.unit or ("%" if one.type is FactType.PERCENT else ""))
    year = _fact("年份", f"{one.name}：哪一年的数？", FactType.COUNT, minimum=Fraction(1949), maximum=Fraction(2199))
    source = _fact("来源", f"{one.name}：数据出自哪里？")
    for fact in (number, year, source):
        yield Question(path=(*place, fact.name), topic=topic, fact=fact, optional=True)


def _reading(one: Interpretation) -> Iterator[Question]:
    lines = "\n".join(f"{option.name}：{option.text}" for option in one.options)
    where = f"{one.item} " if one.item else ""
    topic = Topic(id=f"{READINGS}/{one.name}", label=READINGS, text=f"{where}{one.question}\n{lines}")
    names = tuple(option.name for option in one.options)
    choice = _fact("选择", f"{one.name}：换成哪一种理解？", FactType.CHOICE, choices=names)
    advice = (f"默认是“{one.default}”，照默认的不用填。",)
    yield Question(path=(READINGS, one.name, "选择"), topic=topic, fact=choice, optional=True, advice=advice)
    reason = _fact("理由", f"{one.name}：为什么这样理解？")
    yield Question(path=(READINGS, one.name, "理由"), topic=topic, fact=reason, optional=True)


# ---- a plan without points


def of_plan(plan: Plan) -> Questionnaire:
    """The questions of a plan: figures by year, and how far each task is."""
    return Questionnaire(
        pack=plan.id,
        edition=plan.edition,
        digest=plan.digest,
        title=plan.short_title,
        plan=True,
        questions=tuple(_of_plan(plan)),
    )


def _of_plan(plan: Plan) -> Iterator[Question]:
    yield from _head(PLAN_HEAD)
    for table in plan.tables:
        for one in table.indicators:
            yield from _indicator(one, plan, table.label)
    for task in plan.tasks:
        yield from _task(task)


def _indicator(one: Indicator, plan: Plan, table: str) -> Iterator[Question]:
    words = [one.name, basis_text(one), f"原文：{one.quote}" if one.quote else ""]
    topic = Topic(id=one.id, label=f"{table} {one.id}".strip(), text="\n".join(word for word in words if word))
    for year in plan.reported_years:
        target = one.target(year)
        aim = "没有目标，可以不填"
        if target is not None:
            aim = f"目标：{target_text(one, target)}"
        elif year == plan.base_year and one.base is not None and one.base.value is not None:
            aim = f"原文的基数：{target_text(one, one.base)}"
        ask = f"{one.id}　{year}年的实际值"
        asked = year_fact(one, year)
        yield Question(
            path=(INDICATORS, one.id, str(year)),
            topic=topic,
            fact=_fact(asked.name, ask, asked.type, unit=asked.unit, minimum=asked.minimum),
            optional=target is None,
            advice=(aim,),
        )
    source = _fact("来源", f"{one.id}　数据出自哪里，可不填")
    yield Question(path=(INDICATORS, one.id, "来源"), topic=topic, fact=source, optional=True)
    note = _fact(NOTE, f"{one.id}　说明：写进报告，可不填")
    yield Question(path=(INDICATORS, one.id, NOTE), topic=topic, fact=note, long=True, optional=True)


def _task(task: PlanTask) -> Iterator[Question]:
    owners = tuple(dict.fromkeys(unit for share in task.shares for unit in share.units))
    who = f"责任单位（原文）：{task.units}" if task.units else ""
    words = [task.title, task.text, who]
    topic = Topic(id=f"任务/{task.id}", label=f"任务 {task.number}", text="\n".join(word for word in words if word))
    state = _fact("状态", f"任务 {task.number}　现在的状态", FactType.CHOICE, choices=TASK_STATES)
    yield Question(path=(TASKS, task.id, "状态"), topic=topic, fact=state, owners=owners)
    note = _fact(NOTE, f"任务 {task.number}　说明：写进报告，可不填")
    yield Question(path=(TASKS, task.id, NOTE), topic=topic, fact=note, owners=owners, long=True, optional=True)
