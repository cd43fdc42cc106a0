"""click has no English left to say: every message of the installed version is in the table."""

from __future__ import annotations

import ast
from pathlib import Path

import click
import pytest

from scoring.cli.app import app
from scoring.cli.chinese import WORDS
from tests.cli.running import run

MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "types")
FOR_PROGRAMMERS = (
    "DeprecationWarning",
    "Could not determine name",
    "No options defined",
    "Arguments take exactly",
    "Name '{name}' defined twice",
    "Boolean option",
    "Choice({choices})",
)
"""Messages that only a mistake in our own code could show."""


def messages() -> set[str]:
    found: set[str] = set()
    folder = Path(click.__file__).parent
    for module in MODULES:
        for node in ast.walk(ast.parse((folder / f"{module}.py").read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
                texts = [part.value for part in node.args[:2] if isinstance(part, ast.Constant)]
                found.update(text for text in texts if isinstance(text, str))
    return {text for text in found if not text.startswith(FOR_PROGRAMMERS)}


def test_every_message_of_click_has_its_chinese() -> None:
    assert len(messages()) > 30
    assert messages() - set(WORDS) == set()


def test_translations_keep_their_places_to_fill() -> None:
    for english, chinese in WORDS.items():
        fields = {part.split("}")[0].split("!")[0] for part in english.split("{")[1:]}
        given = {part.split("}")[0].split("!")[0] for part in chinese.split("{")[1:]}
        assert given <= fields, english


@pytest.mark.parametrize(
    "words", [(), *((name,) for name in sorted(app.commands)), ("criteria", "show"), ("criteria", "list")]
)
def test_help_is_chinese(words: tuple[str, ...]) -> None:
    done = run(*words, "--help")
    assert done.code == 0
    assert done.out.startswith("用法：")
    for english in ("Usage", "Options", "Commands", "Show this", "[OPTIONS]", "ARGS", "required", "default", "TEXT"):
        assert english not in done.out, english


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("score",), "用法错误：缺少参数“自评文件”。"),
        (("report", "自评.yaml"), "用法错误：缺少选项“-o”或“--output”。"),
        (("score", "a.yaml", "--format", "xml"), "用法错误：“--format”的值不对：“xml”不在“text”、“json”、“csv”之中。"),
        (("criteria", "lst"), "用法错误：没有“lst”这个命令。是不是要写“list”？"),
        (("score", "a.yaml", "--as-of"), "用法错误：选项“--as-of”后面要写一个值。"),
    ],
)
def test_usage_errors_have_chinese_punctuation(words: tuple[str, ...], said: str) -> None:
    done = run(*words)
    assert (done.code, done.told.splitlines()[-1]) == (2, said)
