"""How a command and a group of commands are declared.

A command is one function: its options (`scoring.cli.options` has those that several share), its help (the docstring), what
it does and the exit code it returns. A group is a table of names and of places, `"module:function"` in this package; a module
is imported when its command is asked for.

    @command("improve", "scoring improve 自评.yaml")
    @FILE
    @form_option("text", "json")
    def improve(file: str, form: str) -> int:

An output is declared by the type of its option. A command with one gets `--force` of itself, claims its outputs, and
protects every file its words name; so no command has a guard of its own to forget.
"""

from __future__ import annotations

import ast
import os.path
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from importlib import import_module
from typing import Any

import click

from scoring.base.guard import Guard, ProtectedError, guarding
from scoring.base.reading import read_bytes
from scoring.cli.messages import tell

__all__ = ["CommandGroup", "GuardedCommand", "Output", "OutputFolder", "command", "group"]

MEANT = {
    **dict.fromkeys(("帮助", "说明", "help", "-help", "?"), "--help"),
    **dict.fromkeys(("版本", "version"), "--version"),
    **dict.fromkeys(("打分", "计分", "评分", "得分"), "score"),
    **dict.fromkeys(("检查", "validate", "lint"), "check"),
    **dict.fromkeys(("新建", "生成", "模板", "填报", "new"), "init"),
    **dict.fromkeys(("解释", "理由"), "explain"),
    **dict.fromkeys(("报告", "自评报告"), "report"),
    **dict.fromkeys(("提分", "改进"), "improve"),
    **dict.fromkeys(("未填", "催填", "催办", "待填", "open", "todo"), "remind"),
    **dict.fromkeys(("比较", "对比", "diff"), "compare"),
    **dict.fromkeys(("批量", "排名", "rank"), "batch"),
    **dict.fromkeys(("材料", "佐证材料", "佐证"), "evidence"),
    **dict.fromkeys(("审核", "评审"), "review"),
    **dict.fromkeys(("校验", "核对"), "verify"),
    **dict.fromkeys(("打包",), "bundle"),
    **dict.fromkeys(("装订", "汇编"), "binder"),
    **dict.fromkeys(("签名",), "sign"),
    **dict.fromkeys(("指标体系", "指标"), "criteria"),
    **dict.fromkeys(("程序", "周期"), "procedure"),
    **dict.fromkeys(("环境", "诊断"), "doctor"),
    **dict.fromkeys(("表格", "工作簿", "xlsx"), "excel"),
}
"""Words that people try, and the command or option that does it."""
FORCED = "scoring.force"


class Output(click.ParamType):  # type: ignore[type-arg,unused-ignore]
    """A file that a command writes. `kinds` are those of ours it may replace without --force (`scoring.base.marks`; none: always
    ask); `stream` says that - is the standard output; `adds` that the writer adds to what is there."""

    name = "output"

    def __init__(self, *kinds: str, stream: bool = False, adds: bool = False) -> None:
        self.kinds = None if adds else kinds
        self.stream = stream


class OutputFolder(click.ParamType):  # type: ignore[type-arg,unused-ignore]
    """A folder that a command fills; which files in it are written is claimed by the command when it knows. `fresh` says
    that only a folder that is not there yet is filled."""

    name = "folder"

    def __init__(self, *, fresh: bool = False) -> None:
        self.fresh = fresh


class GuardedCommand(click.Command):
    """A command that writes nothing it must not."""

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        places = [
            number
            for number, one in enumerate(self.params, start=1)
            if (isinstance(one.type, Output) and one.type.kinds is not None)
            or (isinstance(one.type, OutputFolder) and not one.type.fresh)
        ]
        if places:
            self.params.insert(places[-1], _force())

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command under a guard; what must not be written is told, exit code 1."""
        outputs = {one.name for one in self.params if isinstance(one.type, Output | OutputFolder)}
        if not outputs:
            return super().invoke(ctx)
        words = [word for name, value in ctx.params.items() if name not in outputs for word in _words(name, value)]
        folders = [word for word in words if os.path.isdir(word)]
        try:
            with guarding(Guard(force=ctx.meta.get(FORCED, False), folders=folders)) as guard:
                for word in words:
                    if os.path.isfile(word):
                        guard.protect(word)
                for one in self.params:
                    path = ctx.params.get(one.name or "")
                    if isinstance(one.type, Output) and path and not (one.type.stream and path == "-"):
                        guard.claim(path, one.type.kinds)
                return super().invoke(ctx)
        except ProtectedError as error:
            tell((error.problem,))
            if ctx.params.get("form") == "json":
                from scoring.cli.output import print_problems_json

                print_problems_json((error.problem,))
            return 1


class Commands(MutableMapping[str, click.Command]):
    """Commands by name; one that was given as a place is imported when it is asked for."""

    def __init__(self, places: Mapping[str, str]) -> None:
        self.entries: dict[str, str | click.Command] = dict(places)

    def __getitem__(self, name: str) -> click.Command:
        entry = self.entries[name]
        if isinstance(entry, str):
            module, _, function = entry.partition(":")
            made = getattr(import_module(f"scoring.cli.{module}"), function)
            assert isinstance(made, click.Command), entry
            entry = self.entries[name] = made
        return entry

    def __setitem__(self, name: str, one: click.Command) -> None:
        self.entries[name] = one

    def __delitem__(self, name: str) -> None:
        del self.entries[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def described(self) -> dict[str, click.Command]:
        """The commands with nothing but their help, which is read where it stands: to list them needs no import."""
        found = {}
        for name, entry in self.entries.items():
            text = entry.help if isinstance(entry, click.Command) else _docstring(*entry.split(":"))
            found[name] = self[name] if text is None else click.Command(name, help=text)
        return found


def _docstring(module: str, function: str) -> str | None:
    """The docstring of a function of this package; None where its source is not there."""
    path = os.path.join(os.path.dirname(__file__), f"{module}.py")
    if not os.path.isfile(path):
        return None
    tree = ast.parse(read_bytes(path))
    found = (one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name == function)
    return next((ast.get_docstring(one) for one in found), None)


class CommandGroup(click.Group):
    """A group whose commands are guarded. `first` names the command that is meant where none is named."""

    command_class = GuardedCommand

    def __init__(self, name: str | None = None, *, places: Mapping[str, str], first: str = "", **words: Any) -> None:
        super().__init__(name, commands=Commands(places), **words)
        self.first = first

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the name of the first command where another word or nothing stands."""
        if self.first and (not args or args[0] not in (*self.commands, *self.get_help_option_names(ctx))):
            args = [self.first, *args]
        return super().parse_args(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """As click does, without importing the commands."""
        assert isinstance(self.commands, Commands)
        click.Group(commands=self.commands.described()).format_commands(ctx, formatter)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does; of a command in Chinese words, or of another program's word, the one that was meant is told."""
        meant = MEANT.get(args[0], "") if args and args[0] not in self.commands else ""
        if meant and (meant.startswith("-") or meant in self.commands):
            raise click.UsageError(f"没有“{args[0]}”这个命令。是不是要写“{ctx.command_path} {meant}”？", ctx)
        return super().resolve_command(ctx, args)


def command(name: str, *examples: str) -> Callable[[Callable[..., int]], GuardedCommand]:
    """Make a command of a function; `examples` stand below its help."""
    return click.command(name, cls=GuardedCommand, options_metavar="[选项]", epilog=_examples(examples))


def group(
    name: str, places: Mapping[str, str], *examples: str, first: str = ""
) -> Callable[[Callable[[], None]], CommandGroup]:
    """Make a group of a function that does nothing: the commands by name, each with its place."""
    return click.group(
        name,
        cls=CommandGroup,
        places=places,
        first=first,
        options_metavar="[选项]",
        subcommand_metavar="[命令] [参数]…" if first else "命令 [参数]…",
        epilog=_examples(examples),
    )


def _examples(lines: tuple[str, ...]) -> str | None:
    return "\b\n例：\n  " + "\n  ".join(lines) if lines else None


def _force() -> click.Option:
    def note(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
        ctx.meta[FORCED] = value

    return click.Option(
        ["--force"],
        is_flag=True,
        expose_value=False,
        callback=note,
        help="覆盖已有的文件，即使不是本命令生成的；要读的文件和佐证材料从不覆盖。",
    )


def _words(name: str, value: object) -> list[str]:
    """The paths that an option or argument may name. A folder that packs are looked for in is not read as a whole."""
    if name == "criteria_path":
        return []
    words = [word for word in (value if isinstance(value, tuple) else (value,)) if isinstance(word, str) and word]
    return [part for word in words for part in ((word, word.partition("=")[2]) if name == "fonts" else (word,)) if part]
