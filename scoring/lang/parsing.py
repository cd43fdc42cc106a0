"""From the text of a condition to its typed tree, by way of the standard library's `ast`. Never `eval`."""

from __future__ import annotations

import ast
import unicodedata
from datetime import date
from fractions import Fraction

from scoring.base.errors import Location, Problem, Result
from scoring.lang.meaning import depth
from scoring.lang.scanning import Refusal, Token, scan
from scoring.model.conditions import And, Compare, Expr, Literal, Member, Name, Not, Op, Operand, Or

__all__ = ["DEPTH_LIMIT", "LENGTH_LIMIT", "parse", "place"]


def place(location: Location, column: int, excerpt: str | None = None) -> Location:
    """The place of the character `column` (from 1) of a condition whose value begins at `location`.

    With the source line at hand, a quoted YAML scalar shifts by its quote, and a place past the end of the line (a
    condition folded over several lines) falls back to the beginning, which is true if less exact.
    """
    at = location.column + column - 1
    if excerpt is not None:
        if excerpt[location.column - 1 : location.column] in ("'", '"'):
            at += 1
        if at > len(excerpt) + 1:
            at = location.column
    return Location(file=location.file, line=location.line, column=at, path=location.path)


LENGTH_LIMIT = 500
"""Longest condition, in characters."""
DEPTH_LIMIT = 20
"""Most parentheses or operators inside one another; checked before `ast` sees the text, which crashes on deep ones."""


def parse(text: str, location: Location, excerpt: str | None = None) -> Result[Expr]:
    """Parse a condition; `location` is where its value begins in the file, `excerpt` that line of the file.

    Problems point at the offending character. Nothing is known of names here: see `check`.
    """
    refusals = _too_big(text)
    value: Expr | None = None
    if not refusals:
        tokens, found = scan(text)
        refusals = found or _too_deep(tokens)
        if not refusals:
            try:
                value = _Reader(text, tokens).read()
            except _RefusedError as refused:
                refusals = (refused.refusal,)
    problems = tuple(
        Problem(
            code=r.code, message=r.message, hint=r.hint, location=place(location, r.column, excerpt), excerpt=excerpt
        )
        for r in refusals
    )
    return Result(value=value, problems=problems)


def _too_big(text: str) -> tuple[Refusal, ...]:
    if not text.strip():
        return (Refusal("condition-empty", 1, "条件是空的", "请写出条件；没有条件时删去这一项。"),)
    if len(text) > LENGTH_LIMIT:
        message = f"条件有 {len(text)} 个字符，最多 {LENGTH_LIMIT} 个"
        return (Refusal("condition-too-long", LENGTH_LIMIT + 1, message, "请拆成几条评分条款。"),)
    return ()


def _too_deep(tokens: tuple[Token, ...]) -> tuple[Refusal, ...]:
    level = nots = 0
    for token in tokens:
        nots = nots + 1 if token.text == "not" else nots if token.kind == "open" else 0
        level += {"open": 1, "close": -1}.get(token.kind, 0)
        if level + nots > DEPTH_LIMIT:
            return (_deep(token.at + 1),)
    return ()


def _deep(column: int) -> Refusal:
    return Refusal("condition-too-deep", column, f"条件嵌套超过 {DEPTH_LIMIT} 层", "请拆成几条评分条款。")


class _RefusedError(Exception):
    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal


class _Reader:
    """Turns the nodes of one `ast` tree into ours; everything not named here is refused."""

    def __init__(self, text: str, tokens: tuple[Token, ...]) -> None:
        self._text = text
        self._tokens = {token.at: token for token in tokens}

    def read(self) -> Expr:
        # Parentheses round the whole make leading blanks and line ends harmless; they shift columns by one.
        source = f"({self._text.replace(chr(13), ' ').replace(chr(10), ' ')})"
        self._bytes = source.encode()
        try:
            tree = ast.parse(source, mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            column = max(1, (getattr(error, "offset", None) or 2) - 1)
            raise self._refuse("这里的写法读不懂", "请对照规则语言说明检查。", column=column) from None
        expr = self._expr(tree)
        if depth(expr) > DEPTH_LIMIT:
            raise _RefusedError(_deep(1))
        return expr

    def _column(self, node: ast.expr) -> int:
        """The column (from 1) in the condition; `ast` counts bytes, and our parenthesis makes up for counting from 0."""
        return len(self._bytes[: node.col_offset].decode())

    def _refuse(self, message: str, hint: str, node: ast.expr | None = None, column: int = 1) -> _RefusedError:
        at = column if node is None else self._column(node)
        return _RefusedError(Refusal("condition-unsupported", at, message, hint))

    def _expr(self, node: ast.expr) -> Expr:
        if isinstance(node, ast.BoolOp):
            operands = tuple(self._expr(value) for value in node.values)
            return _conjunction(operands) if isinstance(node.op, ast.And) else Or(operands=operands)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return Not(operand=self._expr(node.operand))
        if isinstance(node, ast.Compare):
            return self._compare(node)
        if isinstance(node, ast.Name):
            return self._name(node)
        raise self._refuse("这里应当是一个条件", "请写是否类填报项的名称，或一个比较。", node)

    def _name(self, node: ast.Name) -> Name:
        return Name(name=unicodedata.normalize("NFKC", node.id), column=self._column(node))

    def _compare(self, node: ast.Compare) -> Expr:
        parts: list[Expr] = []
        left = node.left
        for op, right in zip(node.ops, node.comparators, strict=True):
            if isinstance(op, ast.In | ast.NotIn):
                member = self._member(left, right)
                parts.append(member if isinstance(op, ast.In) else Not(operand=member))
            else:
                symbol = _OPS[type(op).__name__]
                parts.append(Compare(op=symbol, left=self._operand(left), right=self._operand(right)))
            left = right
        return parts[0] if len(parts) == 1 else _conjunction(tuple(parts))

    def _member(self, left: ast.expr, right: ast.expr) -> Member:
        if not isinstance(left, ast.Name):
            raise self._refuse("in 的左边要写填报项的名称", "例如 等级 in ('甲', '乙')。", left)
        nodes = right.elts if isinstance(right, ast.Tuple) else [right]
        values = tuple(self._operand(node) for node in nodes)
        literals = tuple(value for value in values if isinstance(value, Literal))
        if len(literals) < len(values) or not literals:
            raise self._refuse("in 的括号里只能写固定的选项", "例如 等级 in ('甲', '乙')；选项加引号。", right)
        return Member(name=self._name(left), values=literals)

    def _operand(self, node: ast.expr) -> Operand:
        if isinstance(node, ast.Name):
            return self._name(node)
        column = self._column(node)
        if isinstance(node, ast.Constant):
            return self._constant(node, column)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
            inner = self._constant(node.operand, self._column(node.operand))
            if isinstance(inner.value, Fraction):
                return Literal(value=-inner.value, column=column)
        raise self._refuse("比较的两边只能是名称、数或加引号的文字", "几个条件用 and 或 or 连接，不要互相比较。", node)

    def _constant(self, node: ast.Constant, column: int) -> Literal:
        token = self._tokens[column - 1]
        if token.kind == "number":
            return Literal(value=Fraction(token.text), column=column)  # from the text: never through a float
        text = token.text[1:-1]
        if len(text) == 10 and text[4] == text[7] == "-" and text.replace("-", "").isdecimal():
            try:
                return Literal(value=date.fromisoformat(text), column=column)
            except ValueError:
                raise self._refuse(f"没有“{text}”这一天", "日期写成 '2022-05-31'。", node) from None
        return Literal(value=text, column=column)


_OPS = {"Eq": Op.EQ, "NotEq": Op.NE, "Lt": Op.LT, "LtE": Op.LE, "Gt": Op.GT, "GtE": Op.GE}


def _conjunction(operands: tuple[Expr, ...]) -> And:
    """One flat And: a chained comparison inside `and` adds its parts."""
    flat: list[Expr] = []
    for operand in operands:
        flat.extend(operand.operands if isinstance(operand, And) else (operand,))
    return And(operands=tuple(flat))
