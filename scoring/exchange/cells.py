"""One cell to one answer. What a person plainly meant is taken and said (有 for 是, 95％, 12次, full-width digits, a number
stored as text); what could be meant in two ways, or is no answer, is refused with what to do."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from fractions import Fraction

from msgspec import Struct

from scoring.base.characters import UNSEEN
from scoring.base.text import number_text
from scoring.exchange.form import options_of
from scoring.exchange.layout import OPEN
from scoring.exchange.questions import Question
from scoring.exchange.reading import CellValue
from scoring.exchange.values import Value, quantity_value
from scoring.model.facts import NOT_APPLICABLE_WORD, QUANTITIES, Fact, FactType
from scoring.submissions.answers import limits

__all__ = ["Answered", "BLANK", "day_of", "read_answer", "words_of_cell"]


class Answered(Struct, frozen=True, kw_only=True):
    """What a cell says. `note` is how it was understood, where it was not written as it is kept; `fault` why it cannot be
    taken, with `hint`; `blank` that nothing stands there at all, which is not the same as 未填."""

    value: Value = None
    note: str = ""
    fault: str = ""
    hint: str = ""
    blank: bool = False


BLANK = Answered(blank=True)
SAME = {"有": "是", "√": "是", "✓": "是", "对": "是", "Y": "是", "YES": "是", "TRUE": "是", "是的": "是"} | {
    "无": "否",
    "没有": "否",
    "×": "否",
    "✗": "否",
    "错": "否",
    "N": "否",
    "NO": "否",
    "FALSE": "否",
    "不是": "否",
}
"""What people write for 是 and 否."""
OPEN_WORDS = (OPEN, "待填", "暂缺")
NUMBER = re.compile(r"[-+]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
DAY = re.compile(r"([0-9]{4})[-/.年]\s*([0-9]{1,2})[-/.月]\s*([0-9]{1,2})日?(?:\s+0?0:00(?::00)?)?")
ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|NV)|Err:[0-9]+", re.IGNORECASE)
NOT_APPLICABLE = re.compile(rf"{NOT_APPLICABLE_WORD}(?:[：:（(，,\s]\s*(.*?)[）)]?)?$", re.DOTALL)
MOST_DIGITS = 20


def read_answer(question: Question, cell: CellValue, reason: CellValue | None = None) -> Answered:
    """The answer in `cell`; `reason` is the cell for why it is 不适用, or for points."""
    if cell.bare:
        return Answered(fault="是公式，还没有算出来的值", hint="请在表格软件里打开、重新计算并保存，或直接填数。")
    if cell.blank:
        return BLANK
    fact, text = question.fact, _tidy(cell.text)
    if ERROR.fullmatch(text):
        return Answered(fault=f"是公式的错误值 {text}", hint="请把公式算出的数直接填进去。")
    if text in OPEN_WORDS:
        return Answered()
    why = words_of_cell(reason) if reason is not None else ""
    found = NOT_APPLICABLE.match(text)
    if found is not None:
        if fact.not_applicable is None:
            return Answered(fault="这个问题不能填“不适用”", hint="请按实际情况回答；还不知道的写“未填”。")
        return Answered(value={NOT_APPLICABLE_WORD: why or _tidy(found[1] or "")})
    if fact.type in QUANTITIES:
        return _quantity(fact, cell, text)
    if fact.type is FactType.JUDGED:
        given = _quantity(fact, cell, text)
        return given if given.fault else Answered(value={"分值": given.value or "", "理由": why}, note=given.note)
    if fact.type is FactType.DATE:
        return _day(cell, text)
    if fact.type in (FactType.BOOL, FactType.CHOICE):
        return _choice(question, text)
    return _words(question, cell)


def _quantity(fact: Fact, cell: CellValue, text: str) -> Answered:
    if isinstance(cell.value, date | datetime):
        hint = "多半是“3-5”“1/2”这样的写法被自动改成了日期；请把格子的格式改为“文本”再填数字。"
        return Answered(fault=f"成了日期 {text}", hint=hint)
    if isinstance(cell.value, bool):
        return Answered(fault=f"应填数字，这里是 {text}", hint="请填数字；还不知道的写“未填”。")
    if fact.type is FactType.PERCENT and _unsure_percent(text):
        share = Fraction(text)
        meant = f"{number_text(share)}% 还是 {number_text(share * 100)}%"
        return Answered(fault=f"填的是 {text}，看不出是 {meant}", hint="请写上百分号，例如 95%。")
    plain, percent = text, False
    for sign in ("%", "％"):
        if plain.endswith(sign):
            plain, percent = plain[: -len(sign)].strip(), True
    if percent and fact.type is not FactType.PERCENT:
        return Answered(fault=f"填了百分数 {text}，应填{fact.unit or '数字'}", hint="请按“怎么填”一栏的单位填。")
    units = [fact.unit, *(("次", "个", "人", "家", "项", "处", "分", "年") if not fact.unit else ())]
    shorn = next((plain[: -len(one)].strip() for one in units if one and plain.endswith(one)), plain)
    if shorn.endswith("万") and NUMBER.fullmatch(shorn[:-1].strip()) and len(shorn) <= MOST_DIGITS:
        whole = Fraction(re.sub("[, ]", "", shorn[:-1])) * 10_000
        return Answered(fault=f"填的是 {text}", hint=f"请写成 {number_text(whole)}，单位里没有“万”。")
    if not NUMBER.fullmatch(shorn) or len(shorn) > MOST_DIGITS:
        return Answered(fault=f"不是数字：{text[:30]}", hint="这里只填一个数字；还不知道的写“未填”。")
    number = Fraction(re.sub("[, ]", "", shorn))
    if fact.type is FactType.COUNT and number.denominator != 1:
        return Answered(fault=f"应填整数，这里是 {number_text(number)}", hint="请核对后填整数。")
    low, high = limits(fact)
    if (low is not None and number < low) or (high is not None and number > high):
        ends = "～".join(number_text(one) for one in (low, high) if one is not None)
        side = "在" if low is not None and high is not None else "不小于" if low is not None else "不大于"
        return Answered(
            fault=f"填的是 {text}，应{side} {ends}{' 之间' if side == '在' else ''}", hint="请核对原始材料。"
        )
    value = number_text(number) if fact.type is FactType.JUDGED else quantity_value(fact, number)
    odd = isinstance(cell.value, str) and unicodedata.normalize("NFKC", str(cell.value)).strip() not in (
        number_text(number),
        value,
    )
    return Answered(value=value, note=f"写的是“{text}”，按 {value} 收" if odd or shorn != plain else "")


def _unsure_percent(text: str) -> bool:
    """Whether a number could be a share: up to 1, and nothing says that it is a percentage."""
    return (
        NUMBER.fullmatch(text) is not None and len(text) <= MOST_DIGITS and 0 < Fraction(re.sub("[, ]", "", text)) <= 1
    )


def _choice(question: Question, text: str) -> Answered:
    words = {unicodedata.normalize("NFKC", one): one for one in options_of(question)}
    said = unicodedata.normalize("NFKC", text)
    if said in words:
        return Answered(value=words[said])
    meant = SAME.get(said.upper().rstrip("。."))
    if meant is not None and question.fact.type is FactType.BOOL:
        return Answered(value=meant, note=f"写的是“{text}”，按“{meant}”收")
    listed = "、".join(f"“{one}”" for one in options_of(question))
    return Answered(fault=f"写的是“{text[:30]}”，应从 {listed} 里选", hint="请从下拉里选；还不知道的选“未填”。")


def _day(cell: CellValue, text: str) -> Answered:
    day = day_of(cell)
    if day is None:
        return Answered(fault=f"不是日期：{text[:30]}", hint="请写成 2022-05-20 这样。")
    note = "" if text == day or not isinstance(cell.value, str) else f"写的是“{text}”，按 {day} 收"
    return Answered(value=day, note=note)


def day_of(cell: CellValue) -> str | None:
    """A day as YYYY-MM-DD, from a day or from words; None for anything else and for days that do not exist."""
    if isinstance(cell.value, datetime):
        return cell.value.date().isoformat()
    if isinstance(cell.value, date):
        return cell.value.isoformat()
    found = DAY.fullmatch(_tidy(cell.text))
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    except ValueError:
        return None


def _words(question: Question, cell: CellValue) -> Answered:
    text = words_of_cell(cell, lines=question.long)
    return BLANK if not text else Answered(value=text)


def words_of_cell(cell: CellValue, *, lines: bool = False) -> str:
    """The words of a cell without characters that nobody sees; on one line, or with the `lines` they were written in."""
    text = UNSEEN.sub("", cell.text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    if not lines:
        return re.sub(r"[ \t]*\n[ \t]*", "", text).strip()
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def _tidy(text: str) -> str:
    """The words on one line, full-width digits and signs made narrow."""
    plain = UNSEEN.sub("", unicodedata.normalize("NFKC", text) if _narrow(text) else text)
    return re.sub(r"\s*\n\s*", "", plain).strip()


def _narrow(text: str) -> bool:
    """Whether a text is a number or a word written wide, rather than a sentence whose signs are to be kept."""
    return len(text) <= 24
