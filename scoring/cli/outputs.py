"""Options that name an output, and the commands that have them: the guard is set before a command runs.

An output is declared by the type of its option. A command with one gets `--force` of itself, claims its outputs, and
protects every file its words name; so no command has a guard of its own to forget.
"""

from __future__ import annotations

import os.path
from typing import Any

import click

from scoring.base.guard import Guard, ProtectedError, guarding
from scoring.cli.telling import tell

__all__ = ["GuardedCommand", "GuardedGroup", "Output", "OutputFolder"]

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


class GuardedGroup(click.Group):
    """A group whose commands are guarded."""

    command_class = GuardedCommand
    group_class = type

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does; of a command in Chinese words, or of another program's word, the one that was meant is told."""
        meant = MEANT.get(args[0], "") if args and self.get_command(ctx, args[0]) is None else ""
        if meant and (meant.startswith("-") or self.get_command(ctx, meant) is not None):
            raise click.UsageError(f"没有“{args[0]}”这个命令。是不是要写“{ctx.command_path} {meant}”？", ctx)
        return super().resolve_command(ctx, args)


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
