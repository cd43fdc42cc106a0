"""The texts of an edited Word report held against what was printed and against what the submission says now: a text that only
the report changed is taken, one that both changed is a conflict, and nothing else is touched."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from scoring.base.characters import alike
from scoring.base.errors import Problem, Result, Severity
from scoring.documents import strict
from scoring.documents.edit import REMOVE, Change, edit, spelling
from scoring.exchange.applying import line_of
from scoring.exchange.questions import ITEMS
from scoring.exchange.submitted import Submitted
from scoring.exchange.word_carried import NOTE, Carried, carried_from, fingerprint
from scoring.exchange.word_document import WordDocument
from scoring.exchange.word_returned import returned
from scoring.loading import Loaded
from scoring.wording import item_label, text_lines

__all__ = ["TEXTS", "Outcome", "TextReturn", "WordMerge", "merge"]

TEXTS = "报告文字"


class Outcome(enum.Enum):
    """What becomes of a text. REFUSED: the submission would be wrong with it."""

    UNCHANGED = "没有变"
    TAKEN = "收下"
    CONFLICT = "冲突"
    REFUSED = "没有收"


class TextReturn(Struct, frozen=True, kw_only=True):
    """One text.

    name: as a person calls it
    path: where it stands in the submission
    word, now: its paragraphs in the report and in the submission
    line: of the submission; None where it is not there yet
    why: of a conflict or a refusal
    """

    name: str
    path: tuple[str, ...]
    word: tuple[str, ...]
    now: tuple[str, ...]
    outcome: Outcome
    line: int | None
    why: str = ""


class WordMerge(Struct, frozen=True, kw_only=True):
    """Everything that came of a report: its texts, the changes that write those that were taken, and remarks."""

    texts: tuple[TextReturn, ...]
    changes: tuple[Change, ...]
    remarks: tuple[str, ...]

    def of(self, outcome: Outcome) -> tuple[TextReturn, ...]:
        """The texts of which that became."""
        return tuple(one for one in self.texts if one.outcome is outcome)


def merge(source: Submitted, loaded: Loaded, document: WordDocument, *, word_wins: bool = False) -> Result[WordMerge]:
    """Hold the report against the submission; with `word_wins` a conflict is settled as the report has it. The value is None
    for a report of another city or pack, or one that is none of ours."""
    carried = carried_from(document.kept)
    problem = _foreign(loaded, carried)
    if problem is not None:
        return Result(value=None, problems=(problem,))
    summary = loaded.submission.summary or {}
    found = returned(document, loaded.criteria, tuple(summary), carried)
    if not found.texts:
        message = "在这份文档里找不到自评表，也找不到可以读回来的文字"
        hint = "请用 scoring report 自评.yaml -o 报告.docx 生成报告，在那一份里改。"
        return Result(value=None, problems=(Problem(code="word-foreign", message=message, hint=hint),))
    texts = [_text(source, loaded, key, word, carried, word_wins=word_wins) for key, word in found.texts.items()]
    texts, changes = _fitting(source, texts)
    remarks = [*_about(source, document, carried), *found.remarks]
    return Result(value=WordMerge(texts=tuple(texts), changes=changes, remarks=tuple(remarks)))


def _foreign(loaded: Loaded, carried: Carried | None) -> Problem | None:
    """What to say of the report of another city or pack."""
    if carried is None:
        return None
    if alike(carried.city) != alike(loaded.submission.city):
        message = f"这份报告是{carried.city}的，自评文件是{loaded.submission.city}的"
        return Problem(code="word-other-city", message=message, hint="请核对自评文件和报告是不是同一个城市的。")
    if carried.criteria != loaded.criteria.id:
        message = f"这份报告用的指标体系是 {carried.criteria}，自评文件用的是 {loaded.criteria.id}"
        return Problem(code="word-other-pack", message=message, hint="请核对自评文件和报告是不是同一次评估的。")
    return None


def _about(source: Submitted, document: WordDocument, carried: Carried | None) -> Iterator[str]:
    if carried is None:
        yield "文档里没有留着印出时的记录（可能复制到了新的文档里），只能与自评文件现在的比：不同的都列为冲突。"
    elif carried.digest != source.digest:
        yield "生成这份报告以后，自评文件改过；改过的文字逐处比较。"
    if document.revised:
        yield "文档里还有没有接受的修订，按全部接受以后的文字读。"


def _text(
    source: Submitted, loaded: Loaded, key: str, word: tuple[str, ...], carried: Carried | None, *, word_wins: bool
) -> TextReturn:
    _, _, item = key.partition("/")
    path: tuple[str, ...]
    if item:
        name, path = f"{item_label(loaded.criteria.items_by_id[item].label)}的{NOTE}", (ITEMS, item, NOTE)
        now = text_lines(loaded.submission.notes.get(item, ""))
    else:
        name, path = f"“{key}”", (TEXTS, key)
        now = text_lines((loaded.submission.summary or {}).get(key, ""))
    outcome, why = Outcome.UNCHANGED, ""
    if word != now and (carried is None or fingerprint(word) != carried.printed(key)):
        if carried is not None and fingerprint(now) == carried.printed(key):
            outcome = Outcome.TAKEN
        else:
            outcome = Outcome.TAKEN if word_wins else Outcome.CONFLICT
            why = "不知道印出时是什么" if carried is None else "印出以后，Word 里和自评文件里都改了"
    line = line_of(source.root, path)
    return TextReturn(name=name, path=path, word=word, now=now, outcome=outcome, line=line, why=why)


def _fitting(source: Submitted, texts: Sequence[TextReturn]) -> tuple[list[TextReturn], tuple[Change, ...]]:
    """The changes of the texts that are taken; one that the file cannot hold, or is wrong with, is refused by itself."""
    kept: list[TextReturn] = []
    changes: list[Change] = []
    for one in texts:
        if one.outcome is not Outcome.TAKEN:
            kept.append(one)
            continue
        value = "\n".join(one.word) if one.word else REMOVE
        change = Change(path=one.path, expected=spelling(source.data, one.path), value=value)
        why = _unfit(source, [*changes, change])
        if why:
            kept.append(replace(one, outcome=Outcome.REFUSED, why=why))
        else:
            changes.append(change)
            kept.append(one)
    return kept, tuple(changes)


def _unfit(source: Submitted, changes: Sequence[Change]) -> str:
    """Why the file cannot have the last of the changes; "" where it can."""
    edited = edit(source.data, changes, source.file)
    if edited.value is None:
        return f"{edited.problems[0].message}。{edited.problems[0].hint}"
    read = strict.parse_document(edited.value.data, source.file)
    assert read.value is not None, read.problems
    errors = [one for one in source.validate(read.value) if one.severity is Severity.ERROR]
    return f"{errors[0].message}。{errors[0].hint}" if errors else ""  # the file itself has none
