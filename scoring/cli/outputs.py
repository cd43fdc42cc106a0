"""Options that name an output, and the commands that have them: the guard is set before a command runs.

An output is declared by the type of its option. A command with one gets `--force` of itself, claims its outputs, and
protects every file its words name; so no command has a guard of its own to forget.
"""

from __future__ import annotations

import os.path
from typing import Any

import click

from scoring.cli.telling import tell
from scoring.guard import Guard, ProtectedError, guarding

__all__ = ["GuardedCommand", "GuardedGroup", "Output", "OutputFolder"]

FORCED = "scoring.force"


class Output(click.ParamType):  # type: ignore[type-arg,unused-ignore]
    """A file that a command writes. `kinds` are those of ours it may replace without --force (`scoring.marks`; none: always
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


class GuardedGroup(click.Group):
    """A group whose commands are guarded."""

    command_class = GuardedCommand
    group_class = type


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
