"""The documents say what the program does: generated parts are current, links resolve, every command is documented."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click
import pytest

from scoring.cli.app import app
from tests.province.cycle.shown import shown
from tools.file_formats import files_page
from tools.generate_docs import REVIEW_SCHEMA, ROOT, WITH_TRANSCRIPTS, cli_page, review_schema_file, with_transcripts
from tools.pack_format import pack_page

PAGES = sorted(
    {*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("criteria/*.md"), *ROOT.glob("submissions/*.md")}
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


def test_the_command_reference_is_current() -> None:
    assert (ROOT / "docs" / "cli.md").read_text("utf-8") == cli_page()


def test_the_reference_of_the_other_files_is_current() -> None:
    assert (ROOT / "docs" / "file-formats.md").read_text("utf-8") == files_page()


def test_the_reference_of_the_pack_format_is_current() -> None:
    assert (ROOT / "docs" / "pack-format.md").read_text("utf-8") == pack_page()


@pytest.mark.parametrize("name", WITH_TRANSCRIPTS)
def test_transcripts_are_current(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert text == with_transcripts(text)


def test_the_schema_of_reviews_is_current() -> None:
    assert json.loads(REVIEW_SCHEMA.read_bytes()) == json.loads(review_schema_file())


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_links_lead_somewhere(page: Path) -> None:
    targets = [target for target in LINK.findall(page.read_text("utf-8")) if "://" not in target]
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_shown_commands_and_their_options_exist(page: Path) -> None:
    assert [one.words for one in shown(page) if not _exists(one.words)] == []


def _exists(words: tuple[str, ...]) -> bool:
    """Whether the words name a command (`procedure` calls its `status` where none is named) with these options."""
    command: click.Command = app
    rest = list(words)
    while isinstance(command, click.Group):
        found = command.commands.get(rest[0]) if rest else None
        if found is None and "status" not in command.commands:
            return set(rest) <= {"--help", "--version"} and command is app
        command = command.commands["status"] if found is None else found
        rest = rest if found is None else rest[1:]
    known = {name for option in command.params for name in option.opts} | {"-h", "--help"}
    return {word.split("=")[0] for word in rest if word.startswith("-")} <= known


@pytest.mark.parametrize("name", sorted(app.commands))
def test_every_command_has_help_with_an_example(name: str) -> None:
    command = app.commands[name]
    assert command.help
    shown = command.epilog or "".join(sub.epilog or "" for sub in getattr(command, "commands", {}).values())
    assert f"scoring {name}" in shown


def test_decisions_are_numbered_without_repeats() -> None:
    names = [path.name for path in (ROOT / "docs" / "decisions").glob("*.md")]
    assert all(re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", name) for name in names)
    assert len({name[:4] for name in names}) == len(names)


ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text("utf-8")


@pytest.mark.parametrize("text", [ARCHITECTURE, GLOSSARY], ids=["architecture", "glossary"])
def test_developers_pages_name_modules_and_names_that_are_there(text: str) -> None:
    paths = {path.rstrip("/") for path in re.findall(r"`(scoring/[\w/.]+)`", text)}
    assert paths
    assert sorted(path for path in paths if not (ROOT / path).exists()) == []
    named = set(re.findall(r"`(\w+)` \(`(scoring/[\w/]+\.py)`", text))
    assert named
    missing = [(name, path) for name, path in named if not re.search(rf"\b{name}\b", (ROOT / path).read_text("utf-8"))]
    assert missing == []


def test_the_page_on_security_names_tests_that_are_there() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "docs" / "security.md").read_text("utf-8"))
    assert named
    missing = [(path, name) for path, name in named if f"def {name}(" not in (ROOT / path).read_text("utf-8")]
    assert missing == []
