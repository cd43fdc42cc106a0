"""click in Chinese: its messages pass through gettext, and this is the table they are looked up in; and its help is wrapped
by the columns a terminal shows, because click breaks at spaces only, and Chinese has none.

A test collects every message of the installed click and fails when one that a user can meet is missing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import click.core
import click.decorators
import click.exceptions
import click.formatting
import click.parser
import click.termui
import click.types

from scoring.cli.table import width as width_of
from scoring.cli.table import wrap

__all__ = ["WORDS", "install", "many", "tidy", "translate", "wrap_text"]

KEEP = "\b"
"""Stands alone on the first line of a paragraph whose lines stay as they are (examples)."""
WORDS = {
    "Usage:": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Positional arguments": "参数",
    "Show this message and exit.": "显示这段说明。",
    "Show the version and exit.": "显示版本号。",
    "%(prog)s, version %(version)s": "%(prog)s %(version)s",
    "Error: {message}": "用法错误：{message}",
    "Try '{command} {option}' for help.": "看说明：{command} {option}",
    "Aborted!": "已中断。",
    "deprecated": "不再使用",
    "required": "必填",
    "env var: {var}": "环境变量：{var}",
    "default: {default}": "默认：{default}",
    "(dynamic)": "（运行时决定）",
    "Missing command.": "没有写命令。",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing parameter: {param_name}": "缺少参数：{param_name}",
    "Missing {param_type}": "缺少{param_type}",
    "unknown error": "原因不明",
    "Got unexpected extra argument ({args})": "多出了参数（{args}）",
    "Got unexpected extra arguments ({args})": "多出了参数（{args}）",
    "Invalid value: {message}": "值不对：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值不对：{message}",
    "Could not open file {filename!r}: {message}": "打不开文件 {filename!r}：{message}",
    "No such option {name!r}.": "没有 {name!r} 这个选项。",
    "No such option: {name}": "没有 {name} 这个选项。",
    "No such command {name!r}.": "没有 {name!r} 这个命令。",
    "Did you mean {possibility}?": "是不是要写 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "（是不是要写其中一个：{possibilities}？）",
    "(Possible options: {possibilities})": "（可能的选项：{possibilities}）",
    "Invalid start character for option ({option})": "选项的开头不对（{option}）",
    "Option {name!r} does not take a value.": "选项 {name!r} 后面不带值。",
    "Option {name!r} requires an argument.": "选项 {name!r} 后面要写一个值。",
    "Option {name!r} requires {nargs} arguments.": "选项 {name!r} 后面要写{nargs}个值。",
    "Argument {name!r} takes {nargs} values.": "参数 {name!r} 要写{nargs}个值。",
    "Takes {nargs} values but 1 was given.": "要写{nargs}个值，只写了1个。",
    "Takes {nargs} values but {len} were given.": "要写{nargs}个值，写了{len}个。",
    "{len_type} values are required, but {len_value} was given.": "要写{len_type}个值，只写了{len_value}个。",
    "{len_type} values are required, but {len_value} were given.": "要写{len_type}个值，写了{len_value}个。",
    "Value must be an iterable.": "要写多个值。",
    "Choose from:\n\t{choices}": "可以写：\n\t{choices}",
    "{value!r} is not {choice}.": "{value!r} 不是 {choice}。",
    "{value!r} is not one of {choices}.": "{value!r} 不在 {choices} 之中。",
    "{value!r} is not a valid {number_type}.": "{value!r} 不是{number_type}。",
    "{value} is not in the range {range}.": "{value} 不在范围 {range} 之内。",
    "{value!r} is not a valid boolean.": "{value!r} 不是“是”或“否”。",
    "{value!r} is not a valid boolean. Recognized values: {states}": "{value!r} 不是“是”或“否”，可以写：{states}",
    "{value!r} is not a valid UUID.": "{value!r} 不是 UUID。",
    "{value!r} does not match the format {format}.": "{value!r} 不符合格式 {format}。",
    "{value!r} does not match the formats {formats}.": "{value!r} 不符合格式 {formats}。",
    "{name} {filename!r} is a file.": "{name} {filename!r} 是一个文件。",
    "{name} {filename!r} is a directory.": "{name} {filename!r} 是一个文件夹。",
    "{name} {filename!r} is not readable.": "{name} {filename!r} 读不了。",
    "{name} {filename!r} is not writable.": "{name} {filename!r} 写不了。",
    "{name} {filename!r} is not executable.": "{name} {filename!r} 不能运行。",
    "{name} {filename!r} does not exist.": "{name} {filename!r} 不存在。",
    "file": "文件",
    "directory": "文件夹",
    "path": "路径",
    "File": "文件",
    "Directory": "文件夹",
    "Path": "路径",
    "Do you want to continue?": "要继续吗？",
    "Confirm the action without prompting.": "不再询问，直接执行。",
    "Repeat for confirmation": "再输入一次",
    "Error: The two entered values do not match.": "两次输入不一样。",
    "Error: invalid input": "输入不对",
    "Press any key to continue...": "按任意键继续……",
}


def translate(text: str) -> str:
    """The Chinese of a click message, or the message itself."""
    return WORDS.get(text, text)


def many(singular: str, plural: str, count: int) -> str:
    """The Chinese of a message that depends on a number."""
    return WORDS.get(singular if count == 1 else plural, singular if count == 1 else plural)


def tidy(text: str) -> str:
    """A message as click puts it together, with Chinese quotation marks, commas and full stop.

    click joins its translated words with ASCII punctuation that no translation reaches.
    """
    text = re.sub(r"'([^'\n]*)'", r"“\1”", text)
    text = text.replace("”, “", "”、“").replace("” / “", "”或“")
    text = re.sub(r"(?<=[\u4e00-\u9fff。）”]) +(?=[\u4e00-\u9fff（“])", "", text)
    return re.sub(r"(?<=[^.])\.$", "。", text)


def install() -> None:
    """Make click speak Chinese in this process: its modules each bound gettext under the name `_`, and its help counts
    columns with `term_len`, for which a Chinese character is one column wide, and wraps at spaces, of which Chinese has none."""
    for module in (
        click.core,
        click.decorators,
        click.exceptions,
        click.formatting,
        click.parser,
        click.termui,
        click.types,
    ):
        names = vars(module)
        names.update({name: ours for name, ours in (("_", translate), ("ngettext", many)) if name in names})
    vars(click.formatting).update({"term_len": width_of, "wrap_text": wrap_text})


def wrap_text(
    text: str,
    width: int = 78,
    initial_indent: str = "",
    subsequent_indent: str = "",
    preserve_paragraphs: bool = False,
) -> str:
    """In the place of `click.formatting.wrap_text`, with its arguments."""
    if not preserve_paragraphs:
        return "\n".join(_filled(text, width, initial_indent, subsequent_indent))
    made = []
    for paragraph in re.split(r"\n\s*\n", text.expandtabs().strip("\n")):
        first, _, rest = paragraph.partition("\n")
        if first.strip(" ") == KEEP:
            kept = [piece for line in rest.split("\n") for piece in _kept(f"{subsequent_indent}{line}", width)]
            made.append("\n".join(kept))
        else:
            made.append("\n".join(_filled(_joined(paragraph), width, initial_indent, subsequent_indent)))
    return "\n\n".join(made)


def _kept(line: str, columns: int) -> Iterator[str]:
    """A command as it stands; one that is too long goes on below between two of its words."""
    indent = " " * (len(line) - len(line.lstrip(" ")))
    first, *words = line.split() or [""]
    made = f"{indent}{first}"
    for word in words:
        if width_of(f"{made} {word}") > columns:
            yield made
            made = f"{indent}    {word}"
        else:
            made = f"{made} {word}"
    yield made


def _joined(paragraph: str) -> str:
    """The lines of a paragraph as one: between two Chinese characters a line end is no space."""
    return re.sub(r"(?<=[^\x00-\x7f]) *\n *(?=[^\x00-\x7f])", "", paragraph).replace("\n", " ").strip()


def _filled(text: str, columns: int, first: str, later: str) -> Iterator[str]:
    """`first` may hold words (the name of the command in a usage line) and counts like an indent."""
    room = max(columns - max(width_of(first), width_of(later)), 10)
    for number, line in enumerate(wrap(text, room)):
        yield f"{later if number else first}{line}".rstrip()
