"""A plan pack's raw documents to one frozen plan, or every problem in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scoring.base.errors import Result
from scoring.documents.nodes import (
    Entry,
    MappingNode,
    Node,
    PackSource,
    Scalar,
    bool_of,
    entries_of,
    get,
    items_of,
    number_of,
    optional_text,
    text_of,
)
from scoring.documents.problems import Report, did_you_mean
from scoring.model.criteria import Basis, Source
from scoring.model.facts import Better, FactType
from scoring.model.plan import Contradiction, Group, Indicator, Lack, Nature, Plan, Table, Target, Task
from scoring.province.plans.figures import check_indicator, check_names, check_task, check_years
from scoring.province.plans.schema import part_schema, plan_schema
from scoring.province.plans.wording import NO_TARGET, is_strict, shares_of, unit_of
from scoring.validate.pack_front import assumptions, statements
from scoring.validate.schema.check import Path, check
from scoring.validate.schema.messages import Finding

__all__ = ["plan", "unknown_key"]


def plan(source: PackSource) -> Result[Plan]:
    """The plan that the documents describe. The value is None when any problem is an error; problems are those of this
    check only, sorted by place, without those of reading the files."""
    roots = [source.main.root, *(document.root for document in source.sections)]
    report = Report(*roots)
    bad = check(source.main.root, plan_schema(), unknown_key, report)
    for document in source.sections:
        bad |= check(document.root, part_schema(), unknown_key, report)
    if bad:
        return Result(value=None, problems=report.problems)
    made = _read(source, report)
    return Result(value=None if report.failed else made, problems=report.problems)


def unknown_key(path: Path, key: str, allowed: Sequence[str]) -> Finding:
    """What to say of a key that is not known."""
    where = f"“{path[-1]}”里" if path and isinstance(path[-1], str) else "这里"
    return Finding(code="unknown-key", message=f"{where}不能写“{key}”", hint=did_you_mean(key, list(allowed)))


def _read(source: PackSource, report: Report) -> Plan:
    main = source.main.root
    identity, title, about = text_of(main.get("id")), text_of(main.get("title")), main.get("source")
    if identity != source.name:
        hint = f"请写成“id: {source.name}”，或者把文件夹改名为 {identity}。"
        report.error("id-differs", f"编号“{identity}”与文件夹名“{source.name}”不一样", hint, main.get("id"))
    base = number_of(main.get("base_year"))
    made = Plan(
        id=identity,
        title=title,
        short_title=text_of(main.get("short_title")) or title,
        region=text_of(main.get("region")),
        issuer=text_of(main.get("issuer")),
        edition=text_of(main.get("edition")),
        years=tuple(int(year) for node in items_of(main.get("years")) if (year := number_of(node)) is not None),
        base_year=None if base is None else int(base),
        tables=tuple(_table(node, report) for node in _parts(source, "tables")),
        groups=tuple(_group(node, report) for node in _parts(source, "groups")),
        contradictions=tuple(_contradiction(node) for node in items_of(main.get("contradictions"))),
        lacks=tuple(
            Lack(
                about=text_of(get(node, "about")), known=text_of(get(node, "known")), lacks=text_of(get(node, "lacks"))
            )
            for node in items_of(main.get("lacks"))
        ),
        assumptions=assumptions(main.get("assumptions")),
        source=Source(
            title=text_of(get(about, "title")),
            note=text_of(get(about, "note")),
            basis=tuple(text_of(line) for line in items_of(get(about, "basis"))),
        ),
        digest=source.digest,
        folder=source.folder,
        document_number=optional_text(main.get("document_number")),
        issued=text_of(main.get("issued")),
    )
    check_names(made, report)
    check_years(made, main, report)
    return made


def _parts(source: PackSource, key: str) -> Iterator[Node]:
    for document in source.sections:
        yield from items_of(document.root.get(key))


def _table(node: Node, report: Report) -> Table:
    identity = text_of(get(node, "id"))
    return Table(
        id=identity,
        label=text_of(get(node, "label")),
        title=text_of(get(node, "title")),
        indicators=tuple(_indicator(one, identity, report) for one in items_of(get(node, "indicators"))),
        location=node.location,
    )


def _indicator(node: Node, table: str, report: Report) -> Indicator:
    identity, name = text_of(get(node, "id")), text_of(get(node, "name"))
    if identity.rpartition(".")[0] != table:
        hint = f"请写成“{table}.1”的样子，并加引号。"
        report.error("indicator-id", f"指标编号“{identity}”与所在的表“{table}”不合", hint, get(node, "id"))
    unit = text_of(get(node, "unit")) or unit_of(name) or ""
    kind = text_of(get(node, "type")) or ("percent" if unit == "%" else "number")
    base = get(node, "base")
    made = Indicator(
        id=identity,
        name=name,
        type=FactType(kind),
        unit=unit,
        nature=Nature(text_of(get(node, "kind")) or Nature.UNSTATED.value),
        better=Better(text_of(get(node, "better"))),
        basis=Basis(text_of(get(node, "basis"))),
        targets=tuple(_target(entry) for entry in entries_of(get(node, "targets"))),
        location=node.location,
        base=None if base is None else _figure(0, base, base),
        quote=text_of(get(node, "quote")),
        when=text_of(get(node, "when")),
        also=statements(get(node, "also")),
        notes=tuple(text_of(note) for note in items_of(get(node, "notes"))),
    )
    check_indicator(made, node, report)
    return made


def _target(entry: Entry) -> Target:
    year = int(entry.name) if entry.name.isascii() and entry.name.isdecimal() else 0
    return _figure(year, entry.value, entry.key)


def _figure(year: int, node: Node, at: Node) -> Target:
    """A figure alone (then its spelling is the text), a mark for none, or a figure with its words."""
    if isinstance(node, MappingNode):
        worded = node.get("value")
        value = bool_of(worded) if number_of(worded) is None else number_of(worded)
        text = text_of(node.get("text"))
        return Target(
            year=year,
            text=text,
            value=value,
            location=at.location,
            strict=is_strict(text),
            every="每年" in text,
        )
    text = node.text.strip() if isinstance(node, Scalar) else ""
    return Target(year=year, text=text, value=None if text in NO_TARGET else number_of(node), location=at.location)


def _group(node: Node, report: Report) -> Group:
    return Group(
        label=text_of(get(node, "label")),
        title=text_of(get(node, "title")),
        tasks=tuple(_task(task, report) for task in items_of(get(node, "tasks"))),
        location=node.location,
    )


def _task(node: Node, report: Report) -> Task:
    identity, units = text_of(get(node, "id")), text_of(get(node, "units"))
    made = Task(
        id=identity,
        number=text_of(get(node, "number")) or identity,
        title=text_of(get(node, "title")),
        text=text_of(get(node, "text")),
        units=units,
        shares=shares_of(units),
        location=node.location,
    )
    check_task(made, get(node, "units") or node, report)
    return made


def _contradiction(node: Node) -> Contradiction:
    return Contradiction(
        about=text_of(get(node, "about")),
        texts=statements(get(node, "texts")),
        note=text_of(get(node, "note")),
        indicators=tuple(text_of(one) for one in items_of(get(node, "indicators"))),
    )
