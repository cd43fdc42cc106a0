"""`python -m tools.cycle [FOLDER]`: run the whole cycle in a new folder, each command as a user types it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.cycle.handing_in import hand_in, score_claims
from tools.cycle.proving import follow_procedure, print_review, prove
from tools.cycle.reviewing import review, score_verified
from tools.cycle.running import Command, Script, UnexpectedError
from tools.environment import ROOT, say

OUT = ROOT / "out" / "cycle"
MARK = ".scoring-cycle"
"""Says that a folder is one of these and may be emptied."""


def main(arguments: list[str]) -> int:
    """Run the cycle; 1 where a command does not end as it should."""
    folder = Path(arguments[0]) if arguments else OUT
    if folder.exists():
        if folder != OUT and not (folder / MARK).is_file() and any(folder.iterdir()):
            say(f"{folder} 里有别的内容，没有改动。")
            return 1
        shutil.rmtree(folder)
    office = folder / "省级"
    office.mkdir(parents=True)
    (folder / MARK).touch()
    script = Script(office, _command(office))
    try:
        hand_in(script, sealed=True)
        score_claims(script, papers=True)
        review(script, sealed=True)
        score_verified(script, papers=True)
        print_review(script)
        follow_procedure(script)
        prove(script, sealed=True)
    except UnexpectedError as error:
        say(f"\n与应有的不同：{error}")
        return 1
    say(f"\n全部{script.count}步都与应有的相同，结果在 {office}。")
    return 0


def _command(folder: Path) -> Command:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    def run(words: tuple[str, ...], quiet: bool) -> int:
        done = subprocess.run(
            [sys.executable, "-m", "scoring", *words], cwd=folder, env=environment, capture_output=quiet
        )
        return done.returncode

    return run


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
