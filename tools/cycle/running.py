"""Types commands as a user would, shows them, and stops where one does not end as it should."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tools.environment import say

__all__ = ["Script", "UnexpectedError"]

Command = Callable[[tuple[str, ...], bool], int]
"""Runs `scoring` with these words in the folder of the cycle; the second argument asks for no output. Gives the exit code."""


class UnexpectedError(Exception):
    """A command that did not end with the exit code it should."""


class Script:
    """The cycle as it runs: the folder it runs in, and how a command is run there."""

    def __init__(self, folder: Path, command: Command, told: Callable[[str], None] = say) -> None:
        self.folder = folder
        self.command = command
        self.told = told
        self.count = 0

    def step(self, text: str) -> None:
        """Begin a step."""
        self.count += 1
        self.told(f"\n━━ {self.count}. {text}")

    def note(self, text: str) -> None:
        """Say what a person does or sees here."""
        self.told(f"   （{text}）")

    def run(self, *words: str, code: int = 0, quiet: bool = False) -> None:
        """Run one command. Raises UnexpectedError where it does not end with `code`."""
        self.told(f"\n$ scoring {' '.join(words)}")
        found = self.command(words, quiet)
        if found != code:
            raise UnexpectedError(f"scoring {' '.join(words)}：退出码应是{code}，实际是{found}")
        if code:
            self.told(f"（退出码{code}，应当如此）")
