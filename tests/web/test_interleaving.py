"""The page, returned workbooks and a hand editor on one file at the same time: nothing that was taken is ever lost."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from scoring.documents.edit import Origin, journal_of, save
from scoring.exchange.applying import apply
from scoring.exchange.merging import Outcome, Vote, merge
from scoring.exchange.places import Place
from scoring.exchange.questions import Path as AnswerPath
from scoring.exchange.submitted import Submitted
from scoring.model.facts import FactType
from scoring.web.workspace import Opened, Typed, Workspace
from tests.web.served import NOW, city_in

PEOPLE = ("甲", "乙")
STEPS = 25
ROUNDS = 40
"""A thousand steps in all; each is one person, program or editor doing one thing on what it saw, however long ago."""


def numbers(opened: Opened) -> list[AnswerPath]:
    """Questions that take any count, so that every step has an answer of its own that contradicts no other."""
    facts = opened.assessment.criteria.facts_by_name.values()
    together = {name for one in facts if one.derive is not None for name in one.reads}
    return [
        one.path
        for one in opened.source.asked.questions
        if one.fact.type is FactType.COUNT
        and one.path[0] == "自评"
        and not one.of_units
        and one.fact.maximum is None
        and one.fact.name not in together
    ]


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_whoever_comes_between(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    file = city_in(tmp_path / "市")
    workspaces = {name: Workspace(str(file)) for name in PEOPLE}
    opened = workspaces["甲"].open().value
    assert opened is not None
    paths = numbers(opened)
    seen = dict.fromkeys(PEOPLE, opened)
    book: Submitted = opened.source
    truth = {path: opened.source.answers.get(path) for path in paths}
    taken = 0
    for step in range(STEPS):
        path, value = chance.choice(paths), str(10 + seed * STEPS + step)
        match chance.choice(("look", "page", "page", "print", "workbook", "hand")):
            case "look":
                name = chance.choice(PEOPLE)
                now = workspaces[name].open().value
                assert now is not None
                seen[name] = now
            case "page":
                name = chance.choice(PEOPLE)
                was = seen[name]
                done = workspaces[name].answer(path, Typed(text=value), was.state(path).spelt, name, NOW)
                assert done.conflict == (truth[path] != was.source.answers.get(path)), done
                if not done.conflict:
                    assert not done.fault
                    truth[path], taken = value, taken + 1
            case "print":
                now = workspaces["甲"].open().value
                assert now is not None
                book = now.source
            case "workbook":
                now = workspaces["甲"].open().value
                assert now is not None
                base = book.answers.get(path)
                vote = Vote(path=path, value=value, base=base, place=Place(book="教育局.xlsx", sheet="填报", cell="F9"))
                (decision,) = merge(now.source.answers, [vote])
                if decision.outcome is Outcome.TAKEN:
                    made = apply(now.source, [decision])
                    saved = save(str(file), made.changes, Origin(who="收表", at=NOW, way="Excel 回收"), backup=False)
                    assert saved.value is not None
                    assert not saved.value.conflicts
                    truth[path], taken = value, taken + 1
                else:
                    assert base != truth[path]
            case "hand":
                text = file.read_text(encoding="utf-8")
                name = path[-1]
                text, count = re.subn(rf"^(\s*{name}:\s*)\S+", rf"\g<1>{value}", text, count=1, flags=re.MULTILINE)
                assert count == 1
                file.write_text(text, encoding="utf-8")
                truth[path] = value
        after = workspaces[chance.choice(PEOPLE)].open().value
        assert after is not None
        assert {path: after.source.answers.get(path) for path in paths} == truth
    assert len(journal_of(str(file))) == taken
