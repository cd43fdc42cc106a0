"""Reading the characters of a condition: tokens with exact columns, and every refusal that needs no grammar tree.

Python's own parser reports places that differ between versions and words that no official understands, so the order of
the tokens is checked here first; what passes is handed to `ast`.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator

from msgspec import Struct

__all__ = ["Refusal", "Token", "scan"]


class Refusal(Struct, frozen=True):
    """A problem at `column` (from 1) of the condition, in Chinese, with its mend."""

    code: str
    column: int
    message: str
    hint: str


class Token(Struct, frozen=True):
    """`kind` is name, number, text, word (and/or/not/in), op, open, close, comma or minus; `at` counts from 0."""

    kind: str
    text: str
    at: int


_TOKEN = re.compile(
    r"""(?P<space>\s+)|(?P<name>[^\W\d]\w*)|(?P<number>\d[\w.]*)|(?P<text>'[^']*'|"[^"]*")"""
    r"""|(?P<op>==|!=|<=|>=|<|>)|(?P<open>\()|(?P<close>\))|(?P<comma>,)|(?P<minus>-)|(?P<bad>.)""",
    re.DOTALL,
)
_NUMBER = re.compile(r"(0|[1-9][0-9]*)(\.[0-9]+)?")
_WORDS = frozenset({"and", "or", "not", "in"})
_HALF_WIDTH = {
    "（": "(", "）": ")", "，": ",", "、": ",", "＝": "==", "＞": ">", "＜": "<", "≥": ">=", "≤": "<=", "≠": "!=",
    "‘": "'", "’": "'", "“": "'", "”": "'", "－": "-", "！": "not",
}  # fmt: skip
_ARITHMETIC = "+*/%^~@"
_OWN_HINT = {
    "=": "判断相等写两个等号 ==。",
    "!": "“不等于”写 !=，“非”写 not。",
    "&": "“并且”写 and。",
    "|": "“或者”写 or。",
    ".": "名称里不能有点号，也不能取属性。",
    "'": "引号要成对。",
    '"': "引号要成对。",
}


def scan(text: str) -> tuple[tuple[Token, ...], tuple[Refusal, ...]]:
    """Split `text` into tokens; the refusals are of single tokens, or else of the first place where order breaks."""
    tokens: list[Token] = []
    refusals: list[Refusal] = []
    for match in _TOKEN.finditer(text):
        kind, piece, at = str(match.lastgroup), match.group(), match.start()
        if kind == "space":
            continue
        if kind == "name" and piece in _WORDS:
            kind = "word"
        refusal = _token(kind, piece, at + 1, text)
        if refusal is not None:
            refusals.append(refusal)
        tokens.append(Token(kind, piece, at))
    if not refusals:
        refusals = list(_order(tokens, text))[:1]
    return tuple(tokens), tuple(refusals)


def _token(kind: str, piece: str, column: int, text: str) -> Refusal | None:
    if kind == "bad":
        return _character(piece, column, text)
    if kind == "name":
        if piece in ("True", "False", "None", "true", "false"):
            return Refusal(
                "condition-unsupported", column, f"条件里不写 {piece}", "要“是”直接写名称，要“否”写 not 名称。"
            )
        if keyword.iskeyword(piece):
            hint = "可用的词只有 and、or、not、in。"
            return Refusal("condition-unsupported", column, f"条件里不能用 {piece}", hint)
        if not piece.isidentifier():
            hint = "名称由汉字、字母、数字和下划线组成，不以数字开头。"
            return Refusal("condition-character", column, f"“{piece}”不能作名称", hint)
    if kind == "number" and not _NUMBER.fullmatch(piece):
        hint = "数用半角数字书写，例如 90、0.5；不加单位、千分位和百分号，百分比直接写 90。"
        return Refusal("condition-number", column, f"“{piece}”不是一个数", hint)
    if kind == "text" and ("\\" in piece or "\n" in piece):
        return Refusal("condition-text", column, "引号里不能有反斜杠或换行", "请照选项的原样书写。")
    return None


def _character(piece: str, column: int, text: str) -> Refusal:
    if piece in _HALF_WIDTH:
        return Refusal(
            "condition-character", column, f"全角符号“{piece}”不能用", f"请改成半角的 {_HALF_WIDTH[piece]} 。"
        )
    if piece in _ARITHMETIC:
        return Refusal("condition-unsupported", column, f"不能用运算符“{piece}”", _instead(piece, column - 1, text))
    hint = _OWN_HINT.get(piece, "可用的只有名称、数、引号里的文字、比较符号、括号和 and、or、not、in。")
    return Refusal("condition-character", column, f"这里不能有“{piece}”", hint)


def _order(tokens: list[Token], text: str) -> Iterator[Refusal]:
    """Operands and operators must alternate, and parentheses must pair; yields the first break."""
    opened: list[tuple[int, bool]] = []  # column, and whether it holds the options of an `in`
    operand_next = True
    previous: Token | None = None
    for token in tokens:
        column = token.at + 1
        after_in = previous is not None and previous.text == "in" and previous.kind == "word"
        if after_in and token.kind != "open":
            yield _syntax(column, "in 后面要写括号", "例如 in ('甲', '乙')。")
        if token.kind == "open":
            if not operand_next:
                yield _call(previous, column)
            opened.append((column, after_in))
        elif token.kind == "close":
            if not opened:
                yield _syntax(column, "多了一个右括号", "请删去它，或在前面补上左括号。")
                return
            closes_options = opened.pop()[1] and previous is not None and previous.kind == "comma"
            if operand_next and not closes_options:
                yield _syntax(column, "括号前缺少内容", "请补上名称、数或条件。")
            operand_next = False
        elif token.kind == "comma":
            if operand_next or not opened or not opened[-1][1]:
                yield _syntax(column, "这里不能有逗号", "逗号只用来隔开 in ( ) 里的选项；几个条件用 and 或 or 连接。")
            operand_next = True
        elif token.kind in ("name", "number", "text"):
            if not operand_next:
                yield _adjacent(previous, token)
            operand_next = False
        elif token.text == "not":
            # Before an operand it negates; after one it must begin `not in`, which the next word shows.
            if not operand_next and not text[token.at + 3 :].lstrip().startswith("in"):
                yield _adjacent(previous, token)
        elif token.kind == "minus":
            if not operand_next:
                yield _character_minus(column, text)
        else:  # a comparison, `and`, `or` or `in`
            negated_in = token.text == "in" and previous is not None and previous.text == "not"
            if operand_next and not negated_in:
                yield _syntax(column, f"“{token.text}”前面缺少内容", "请补上名称、数或条件。")
            operand_next = True
        previous = token
    if opened:
        yield _syntax(opened[-1][0], "左括号没有配对", "请补上右括号。")
    if operand_next:
        end = len(text.rstrip()) + 1
        yield _syntax(end, "条件没有写完", "请在末尾补上名称、数或条件。")


def _syntax(column: int, message: str, hint: str) -> Refusal:
    return Refusal("condition-syntax", column, message, hint)


def _character_minus(column: int, text: str) -> Refusal:

    hint = f"减号只用来写负数，例如 增长率 < -5。{_instead('-', column - 1, text)}"
    return Refusal("condition-unsupported", column, "条件里不做计算", hint)


def _call(previous: Token | None, column: int) -> Refusal:
    if previous is not None and previous.kind == "name":
        return Refusal(
            "condition-unsupported", column, "名称后面不能跟括号", "条件里没有函数；几个条件用 and 或 or 连接。"
        )
    return _syntax(column, "左括号前面缺少连接词", "几个条件用 and 或 or 连接。")


def _adjacent(previous: Token | None, token: Token) -> Refusal:
    before = previous.text if previous is not None else ""
    words = {"且": "and", "并且": "and", "或": "or", "或者": "or", "不": "not", "非": "not"}
    for found in (before, token.text):
        if found in words:
            column = token.at + 1 if found == token.text or previous is None else previous.at + 1
            return _syntax(column, f"连接词“{found}”要写成 {words[found]}", "可用的词只有 and、or、not、in。")
    return _syntax(token.at + 1, f"“{before}”和“{token.text}”之间缺少连接", "请补上 and、or 或比较符号。")


_OPERAND = r"[^\W\d]\w*|\d[\d.]*"
_BEFORE = re.compile(rf"({_OPERAND})\s*$")
_AFTER = re.compile(rf"\s*({_OPERAND})")
_NAME_WORD = re.compile(r"[^\W\d]\w*")
SINGLE = "条件里不做计算：两边移项，把数先算好，例如把“甲 + 1 > 4”写成“甲 > 3”。"


def _instead(operator: str, at: int, text: str) -> str:
    """What to write instead of a calculation: a fact of its own, as a line that can be pasted. Quotients, multiples, sums
    and differences are derived facts."""
    if operator == "%":
        return "百分比直接写数，例如 90，就是 90%。"
    before, after = _BEFORE.search(text[:at]), _AFTER.match(text[at + 1 :])
    sides = [found[1] if found else "" for found in (before, after)]
    names = [side for side in sides if _is_name(side)]
    if operator in "/*":
        if len(names) == 2 or "" in sides:
            return _ratio(*(names if len(names) == 2 else ("甲", "乙")))
        every = list(dict.fromkeys(name for name in _NAME_WORD.findall(text) if _is_name(name)))
        return _ratio(*every[:2]) if len(every) > 1 else SINGLE
    if operator in "+-":
        if len(names) == 2:
            return _together(operator, *names)
        return SINGLE if any(side[:1].isdigit() for side in sides) else _together(operator, "甲", "乙")
    return "条件里不做计算；要用算出来的数，请另设一个填报项。"


def _is_name(word: str) -> bool:
    return word not in _WORDS and bool(_NAME_WORD.fullmatch(word))


def _ratio(top: str, bottom: str) -> str:
    name = f"{top}占{bottom}比例"
    fact = (
        f"{name}: {{type: percent, ask: {top}是{bottom}的百分之几？, "
        f"derive: {{numerator: {top}, denominator: {bottom}, times: 100, within: false}}}}"
    )
    return (
        f"条件里不做计算：在 facts 里加一个由程序算的填报项“{fact}”，条件写“{name} > 50”（一半是 50，1.5 倍是 150）。"
    )


def _together(operator: str, one: str, other: str) -> str:
    name, ask = f"{one}和{other}合计", f"{one}和{other}合计多少？"
    if operator == "-":
        name, ask = f"{one}比{other}多", f"{one}比{other}多多少？"
    kind, how = ("count", "sum") if operator == "+" else ("number", "difference")
    fact = f"{name}: {{type: {kind}, unit: 个, ask: {ask}, derive: {{{how}: [{one}, {other}]}}}}"
    return f"条件里不做计算：在 facts 里加一个由程序算的填报项“{fact}”（单位照原来的），条件写“{name} > 3”。"
