"""Write the documents that are made from the program: docs/cli.md, docs/pack-format.md, docs/file-formats.md and the transcripts of the two README files.

`python -m tools.generate_docs` writes them; the tests compare them with what would be written.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tools.file_formats import files_page
from tools.pack_format import pack_page

__all__ = ["REVIEW_SCHEMA", "ROOT", "cli_page", "main", "review_schema_file", "transcribe", "with_transcripts"]

ROOT = Path(__file__).resolve().parent.parent
COLUMNS = "90"
REVIEW_SCHEMA = ROOT / "docs" / "schemas" / "review-liaoning-2022.schema.json"
WITH_TRANSCRIPTS = ("README.md", "README.en.md", "docs/architecture.md", "docs/improve.md", "docs/compare.md")
BLOCK = re.compile(
    r"(?P<start><!-- transcript: (?P<command>[^|>]+?)(?: \| (?P<first>\d+))? -->\n).*?(?P<end><!-- /transcript -->)",
    re.DOTALL,
)
HEAD = """# 命令说明

本页由 `python3 dev.py docs` 根据程序自己的帮助生成，请勿手改。

退出码：0 正常；1 有错误、未填完、不符合申报资格或查出问题；2 用法不对；3 缺少运行环境或程序出错；130 被中断。
数据写到标准输出，提示和错误写到标准错误。标准输出关闭了，或者读的一方先结束（如 `| head`），命令照常做完，退出码不变。设置环境变量 `NO_COLOR` 不用颜色，`COLUMNS` 指定宽度，
`SCORING_CRITERIA_PATH` 另外指定指标体系所在的文件夹。

**写文件时从不丢别的东西。** 要读的文件（自评、参照值、审核意见、指标体系、模板、证书等）、自评里列出的佐证材料（还没有放进去的也算）、
文件夹、管道和设备，任何命令都不会覆盖，加 `--force` 也一样，换一种写法、经过链接也一样（`excel in` 改的就是自评文件，改以前留一份备份）。同一种命令以前生成的文件可以直接重新生成；
已有的其他文件、设为只读的文件、生成以后签过名或用别的软件改过的 PDF 和工作簿，加 `--force` 才覆盖；`init`、`sign` 写出的文件要由人填写或
不能重做，已有的一律要加 `--force`。不能写的，在计分以前就说明，退出码1。`-o` 写 `-` 是标准输出（`init`、`schema`、`procedure init`）。

**按 Tab 键补全命令和选项。** bash 在 `~/.bashrc` 末尾加一行 `eval "$(_SCORING_COMPLETE=bash_source scoring)"`，zsh 在 `~/.zshrc` 末尾加
`eval "$(_SCORING_COMPLETE=zsh_source scoring)"`，fish 把 `_SCORING_COMPLETE=fish_source scoring` 的输出存成
`~/.config/fish/completions/scoring.fish`；重新打开终端就能用。Windows 的命令提示符和 PowerShell 没有补全。
"""


def main() -> int:
    """Write every generated document."""
    (ROOT / "docs" / "cli.md").write_text(cli_page(), encoding="utf-8", newline="\n")
    (ROOT / "docs" / "pack-format.md").write_text(pack_page(), encoding="utf-8", newline="\n")
    (ROOT / "docs" / "file-formats.md").write_text(files_page(), encoding="utf-8", newline="\n")
    REVIEW_SCHEMA.write_bytes(review_schema_file())
    for name in WITH_TRANSCRIPTS:
        path = ROOT / name
        if path.is_file():
            path.write_text(with_transcripts(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    print("已重新生成 docs/cli.md、docs/pack-format.md、docs/file-formats.md、审核意见的格式文件和各文档里的运行实录。")
    if shutil.which("pdftoppm"):
        picture()
        print("已重新生成 docs/images/report-page.png。")
    else:
        print("没有 pdftoppm（Debian：poppler-utils），报告页的图片没有更新。")
    return 0


def picture() -> None:
    """The first page of the official form in the sample city's report, for the README files."""
    from pypdf import PdfReader

    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.pdf"
        code, _out = transcribe(["report", "submissions/sample-city/submission.yaml", "-o", str(report)])
        assert code == 0
        texts = [page.extract_text() for page in PdfReader(report).pages]
        number = next(place for place, text in enumerate(texts, start=1) if "指标内容" in text and "佐证材料" in text)
        target = ROOT / "docs" / "images" / "report-page"
        target.parent.mkdir(exist_ok=True)
        options = ["-png", "-singlefile", "-r", "84", "-f", str(number), "-l", str(number)]
        subprocess.run(["pdftoppm", *options, str(report), str(target)], check=True)


def cli_page() -> str:
    """The reference of all commands."""
    from scoring.cli.app import app

    parts = [HEAD]
    for words in _commands(app):
        title = " ".join(("scoring", *words))
        parts.append(f"## {title}\n\n```text\n{transcribe([*words, '--help'])[1].rstrip()}\n```\n")
    return "\n".join(parts)


def review_schema_file() -> bytes:
    """The schema of review files for the shipped pack, which no command writes by itself."""
    from scoring.base.assets import criteria_search
    from scoring.cli.output import json_bytes
    from scoring.loading import load_criteria
    from scoring.review import review_schema

    criteria = load_criteria("liaoning-2022", criteria_search()).value
    assert criteria is not None
    return json_bytes(review_schema(criteria))


def with_transcripts(text: str) -> str:
    """`text` with each transcript block filled with what the command prints now."""

    def fill(match: re.Match[str]) -> str:
        command = match["command"].strip()
        _code, out = transcribe(command.split()[1:])
        lines = out.rstrip().splitlines()
        if match["first"] and len(lines) > int(match["first"]):
            lines = [*lines[: int(match["first"])], "……"]
        body = "\n".join(lines)
        return f"{match['start']}```console\n$ {command}\n{body}\n```\n{match['end']}"

    return BLOCK.sub(fill, text)


def transcribe(words: list[str]) -> tuple[int, str]:
    """Exit code and stdout of one command, run here from the root of the checkout."""
    from scoring.cli.start import main as scoring

    out, told = io.StringIO(), io.StringIO()
    with _settings(), contextlib.redirect_stdout(out), contextlib.redirect_stderr(told):
        code = scoring(words)
    return code, "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


@contextlib.contextmanager
def _settings() -> Iterator[None]:
    """A fixed width, no colour, and the root as the current folder."""
    before, here = dict(os.environ), Path.cwd()
    os.environ.update(COLUMNS=COLUMNS, NO_COLOR="1")
    os.environ.pop("SCORING_CRITERIA_PATH", None)
    os.chdir(ROOT)
    try:
        yield
    finally:
        os.chdir(here)
        os.environ.clear()
        os.environ.update(before)


def _commands(group: object) -> list[tuple[str, ...]]:
    """The words of every command, groups before their members."""
    import click

    assert isinstance(group, click.Group)
    found: list[tuple[str, ...]] = [()]
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            found += [(name, *rest) for rest in _commands(command)]
        else:
            found.append((name,))
    return found


if __name__ == "__main__":
    sys.exit(main())
