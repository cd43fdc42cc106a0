"""A returned workbook to votes on answers. Tables are found by their heads and rows by their ids or their questions, wherever
somebody moved them; what cannot be understood is refused with its cell."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from scoring.base.characters import alike
from scoring.exchange.cells import Answered, day_of, read_answer, words_of_cell
from scoring.exchange.layout import (
    ANSWER,
    ASK,
    CHECKED,
    CONFIRMED,
    DAY,
    DECIDED,
    FILE,
    GATE,
    HAPPENED,
    ID,
    PROOF,
    REASON,
    STANDING,
    TOPIC,
)
from scoring.exchange.listing import unit_head
from scoring.exchange.merging import UNKNOWN_BASE, Vote
from scoring.exchange.origin import Origin, origin_of, path_of
from scoring.exchange.places import Place
from scoring.exchange.questions import ITEMS, Path, Question, Questionnaire
from scoring.exchange.reading import CellValue, ReturnedBook
from scoring.exchange.returned_tables import FoundTable, TableFinder, full_path, material_of
from scoring.exchange.tables import CLOSED
from scoring.exchange.values import (
    EVENT_KEYS,
    MATERIAL_KEYS,
    MATERIALS,
    UNCHECKED,
    UNCONFIRMED,
    Value,
    confirmed,
    same_file,
    value_text,
)
from scoring.model.facts import FactType

__all__ = ["Collected", "Refusal", "collect"]

DELETE = "删除"
NOTHING = "无"
CLEARED = "确实要改成未填的，请写“未填”；不想改的不用管。"


class Refusal(Struct, frozen=True, kw_only=True):
    """What was not taken: the cell, what it is about, why, and what to do."""

    place: Place
    about: str
    message: str
    hint: str = ""
    path: Path = ()


class Collected(Struct, frozen=True, kw_only=True):
    """What a workbook says: votes, what was refused, and words that have no place in a submission. `empty` says that no table of
    ours is in it at all."""

    votes: tuple[Vote, ...]
    refusals: tuple[Refusal, ...]
    remarks: tuple[str, ...]
    empty: str = ""


def collect(book: ReturnedBook, asked: Questionnaire, current: Mapping[Path, Value]) -> Collected:
    """Read a workbook that belongs to the submission; `current` is what that says."""
    reader = _Reader(book, asked, current)
    reader.read()
    return Collected(
        votes=tuple(reader.votes),
        refusals=tuple(reader.refusals),
        remarks=tuple(reader.remarks),
        empty=reader.empty,
    )


class _Reader:
    def __init__(self, book: ReturnedBook, asked: Questionnaire, current: Mapping[Path, Value]) -> None:
        self.book, self.asked, self.current = book, asked, current
        self.origin: Origin = origin_of(book)
        self.votes: list[Vote] = []
        self.refusals: list[Refusal] = []
        self.remarks: list[str] = []
        self.empty = ""
        singles = [one for one in asked.questions if not one.of_units]
        self.by_id = {one.id: one for one in singles}
        self.by_ask = {alike(one.fact.ask): one for one in singles}
        self.tables = TableFinder(asked)
        self.topics = {alike(word): one for one in asked.topics for word in (one.id, one.label)}
        self.events: dict[str, list[tuple[Place, Mapping[str, str]]]] = {}
        self.gates: list[tuple[Question, CellValue, str]] = []
        self.rows_of = {
            "settling": self._settling,
            "questions": self._question,
            "materials": self._material,
            "events": self._event,
            "units": self._unit,
        }

    def read(self) -> None:
        found = False
        for sheet in self.book.sheets:
            for table, row in self.tables.rows(sheet):
                found = True
                self.rows_of[table.kind](table, row)
        self._close_gates()
        if not found:
            names = "、".join(f"“{one.name}”" for one in self.book.sheets)
            self.empty = f"没有找到填报的表：表头里要有“{ASK.text}”和“{ANSWER.text}”；工作表有 {names}"

    # ---- conflicts that somebody settled

    def _settling(self, table: FoundTable, row: int) -> None:
        word, place = table.text(row, DECIDED.text), table.place(row, DECIDED.text)
        path = path_of(table.text(row, ID.text))
        if not word:
            return
        choices = self.origin.choices.get(path)
        number = re.fullmatch(r"第?\s*([0-9]+)\s*种?", word)
        if choices is None:
            self._refuse(place, "/".join(path[1:]), "隐藏的数据页不在了，定不了", "请重新生成冲突表，在原表里定。")
        elif word == STANDING:
            self.votes.append(self._settled(path, self.origin.base.get(path), place))
        elif number is not None and 0 < int(number[1]) <= len(choices):
            self.votes.append(self._settled(path, choices[int(number[1]) - 1], place))
        else:
            message = f"写的是“{word[:20]}”，应选“{STANDING}”或“第1种”到“第{len(choices)}种”"
            self._refuse(place, "/".join(path[1:]), message, "请从下拉里选。", path)

    def _settled(self, path: Path, value: Value, place: Place) -> Vote:
        return Vote(path=path, value=value, base=self.origin.base.get(path), place=place, settles=True)

    # ---- questions

    def _question(self, table: FoundTable, row: int) -> None:
        ask, answer = table.text(row, ASK.text), table.cell(row, ANSWER.text)
        assert answer is not None
        by_id, by_ask = self.by_id.get(table.text(row, ID.text)), self.by_ask.get(alike(ask))
        question = by_ask or by_id
        if question is None:
            if ask and not answer.blank:
                message = f"认不出是哪个问题：“{ask[:24]}”"
                self._refuse(table.place(row, ASK.text), ask[:24], message, "请把问题的文字改回原样，再收一次。")
            return
        if by_ask is None or (by_id is not None and by_id is not by_ask):
            self._changed_question(table, row, question, by_id, ask, answer)
            return
        if self._merged(table, row, question):
            return
        reason = table.cell(row, REASON.text)
        if question.incidents:
            self.gates.append((question, answer, table.text(row, PROOF.text)))
            return
        if question.wide and answer.blank and reason is not None:
            answer = reason
        said = read_answer(question, answer, reason)
        self._spare_words(question, reason, answer)
        self._vote(question.path, question, said, answer.place, table.text(row, PROOF.text))

    def _changed_question(
        self, table: FoundTable, row: int, question: Question, by_id: Question | None, ask: str, answer: CellValue
    ) -> None:
        said = read_answer(question, answer, table.cell(row, REASON.text))
        base = self.origin.value(question.path)
        if by_id is question and (said.blank or confirmed(said.value) == confirmed(_known(base))):
            return  # nothing was answered anew
        place = table.place(row, ASK.text)
        if by_id is not None and question is not by_id:
            message = f"这一行是“{by_id.fact.name}”，问题却写成了“{ask[:24]}”，答案没有收"
        else:
            message = f"问题的文字不是“{question.fact.ask[:24]}…”了，答案没有收"
        self._refuse(place, question.id, message, "请把问题的文字改回原样，或把答案填进新发的表。", question.path)

    def _merged(self, table: FoundTable, row: int, question: Question) -> bool:
        column = table.columns[ANSWER.text]
        for (top, left), (bottom, right) in table.sheet.merged:
            if top <= row <= bottom and left <= column <= right and bottom > top:
                message = "答案的格子和别的行合并了，看不出是哪个问题的答案"
                self._refuse(
                    table.place(row, ANSWER.text), question.id, message, "请取消合并，每行各填各的。", question.path
                )
                return True
        return False

    def _spare_words(self, question: Question, reason: CellValue | None, answer: CellValue) -> None:
        """Words beside an answer that has no reason: nothing is lost without a word."""
        takes = question.wide or question.fact.type is FactType.JUDGED or question.fact.not_applicable is not None
        text = "" if reason is None else words_of_cell(reason)
        if reason is not None and text not in ("", CLOSED) and not takes and reason is not answer:
            self.remarks.append(f"{reason.place}　{question.id}：“{text[:60]}”（这一格不收，请写进本项的说明）")

    def _vote(self, path: Path, question: Question | None, said: Answered, place: Place, proof: str = "") -> None:
        about = question.id if question is not None else "/".join(path[1:])
        base = self.origin.value(path)
        if said.fault:
            self._refuse(place, about, said.fault, said.hint, path)
            return
        known = self.current.get(path) if base is UNKNOWN_BASE else base
        if said.blank:
            if base is not UNKNOWN_BASE and base is not None:
                self._refuse(place, about, f"格子空了，原来是“{value_text(base)[:40]}”，没有改", CLEARED, path)
            return
        value = said.value
        if isinstance(known, Mapping) and UNCONFIRMED in known and value == known[UNCONFIRMED] and proof != CONFIRMED:
            value = known
        self.votes.append(Vote(path=path, value=value, base=base, place=place, note=said.note))

    # ---- events of gates

    def _event(self, table: FoundTable, row: int) -> None:
        day, happened = table.cell(row, DAY.text), table.text(row, HAPPENED.text)
        if (day is None or day.blank) and not happened:
            return
        names = (table.text(row, ID.text).rpartition("/")[2], table.text(row, GATE.text))
        gate = next((one for one in self.by_id.values() if one.incidents and one.fact.name in names), None)
        place = table.place(row, HAPPENED.text)
        if gate is None:
            self._refuse(place, names[1], "认不出是哪一个资格条件", "请在“资格条件”一栏照原样写。")
            return
        on = "" if day is None or day.blank else day_of(day)
        if on is None and day is not None:
            self._refuse(day.place, gate.id, f"不是日期：{day.text[:20]}", "请写成 2022-05-20 这样。", gate.path)
            self.events.setdefault(gate.id, []).append((place, {}))
        elif not happened:
            self._refuse(place, gate.id, "写了日期，没有写情况", "请补上发生了什么。", gate.path)
            self.events.setdefault(gate.id, []).append((place, {}))
        else:
            said = dict(zip(EVENT_KEYS, (on or "", happened), strict=True))
            event = {key: text for key, text in said.items() if text}
            self.events.setdefault(gate.id, []).append((place, event))

    def _close_gates(self) -> None:
        for question, cell, proof in self.gates:
            events = self.events.get(question.id, [])
            said = read_answer(question, cell)
            if any(not event for _, event in events):
                continue  # one of them was refused, so the list is not whole
            listed: list[Mapping[str, str]] = [event for _, event in events]
            if said.value == NOTHING and listed:
                fault = f"选了“无”，又在“事件”表里列了 {len(listed)} 件"
                said = Answered(fault=fault, hint="请核对后改其中一处。")
            elif listed and not said.fault:
                said = Answered(value=listed)
            elif said.value == "有":
                said = Answered(fault="选了“有”，没有在“事件”表里逐件列出", hint="请列出每件的日期和情况。")
            self._vote(question.path, question, said, cell.place, proof)

    # ---- documents

    def _material(self, table: FoundTable, row: int) -> None:
        identity = table.text(row, ID.text)
        topic = self.topics.get(alike(table.text(row, TOPIC.text))) or self.topics.get(
            alike(identity.partition("/")[0])
        )
        known = f"/{MATERIALS}/"
        path: Path = ()
        if known in identity:
            item, _, file = identity.partition(known)
            path = (ITEMS, item, MATERIALS, file)
        said, fault = material_of(table, row)
        file = said.pop("文件", "")
        given = {key: text for key, text in said.items() if key != "对应"}
        place = table.place(row, FILE.text)
        if topic is None:
            if file or given:
                self._refuse(place, file or "材料", "认不出是哪一项的材料", "请在“指标项”一栏照原样写，如（一）1。")
            return
        about = f"{topic.id}/{MATERIALS}"
        if not file and not given:
            if path and self.origin.value(path) not in (None, UNKNOWN_BASE):
                message = f"这一行清空了，原来是“{path[3]}”，没有删"
                self._refuse(place, about, message, f"确实不要的，请在“文件名”一栏写“{DELETE}”。", path)
            return
        if fault:
            self._refuse(fault[0], about, fault[1], fault[2], path)
            return
        if not file:
            self._refuse(place, about, f"“{given.get('标题', '这份材料')}”没有写文件名", "请写上文件的名称。", path)
            return
        if file == DELETE:
            if path:
                self._vote(path, None, Answered(), place)
            return
        full = path[3] if path and same_file(path[3], topic.id) == file else full_path(file, topic.id)
        path = path or (ITEMS, topic.id, MATERIALS, full)
        value = {key: text for key in MATERIAL_KEYS if (text := {**said, "文件": full}.get(key, ""))}
        self._vote(path, None, Answered(value=value), place)

    # ---- units

    def _unit(self, table: FoundTable, row: int) -> None:
        topic = table.topic
        assert topic is not None
        assert topic.each is not None
        questions = self.tables.units[topic.id]
        group = questions[0].path[:3]
        name, before = table.text(row, topic.each.name), table.text(row, ID.text)
        place = table.place(row, topic.each.name)
        answered = [one for one in questions if (cell := table.cell(row, unit_head(one))) and not cell.blank]
        if not name:
            if answered or before:
                message = f"没有写{topic.each.name}的名称" + (f"，原来是“{before}”，没有删" if before else "")
                self._refuse(place, topic.id, message, "请补上名称；确实不要这一行的，请在自评文件里删。")
            return
        if name == NOTHING and not answered and topic.each.perhaps_none:
            self._vote(group, None, Answered(value=NOTHING), place)
            return
        if before and before != name:
            message = f"{topic.each.name}的名称改了：原来是“{before}”，现在是“{name}”，没有收"
            self._refuse(place, topic.id, message, "名称要改的请在自评文件里改；是另一个的请写在空行里。")
            return
        checked = table.text(row, CHECKED.text)
        unit = (*group, name)
        if checked == UNCHECKED or self.origin.base.get(unit) == UNCHECKED:
            self._vote(unit, None, Answered(value=UNCHECKED if checked == UNCHECKED else None), place)
        for question in answered if checked != UNCHECKED else ():
            cell = table.cell(row, unit_head(question))
            assert cell is not None
            said = read_answer(question, cell, table.cell(row, f"{unit_head(question)}的理由"))
            self._vote(question.at(name), question, said, cell.place, table.text(row, PROOF.text))

    def _refuse(self, place: Place, about: str, message: str, hint: str, path: Path = ()) -> None:
        self.refusals.append(Refusal(place=place, about=about, message=message, hint=hint, path=path))


def _known(base: object) -> Value:
    return None if base is UNKNOWN_BASE else base  # type: ignore[return-value]
