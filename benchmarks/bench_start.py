"""What a cold `scoring score` costs, as a multiple of importing its four libraries on the same interpreter in the same run.

The budget: at most 3 times `python -c "import click, yaml, jinja2, jsonschema"` (asserted here; exit 1 when missed). Processor
time, taken in turns, medians: what else the machine does then hits both alike.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUDGET = 3.0
ROUNDS = 15
LIBRARIES = ("click", "yaml", "jinja2", "jsonschema")
HEAVY = ("weasyprint", "xlsxwriter", "distributed", "pyhanko")
"""What no score needs."""


def main() -> int:
    """Print one row per city; 1 when the budget is missed."""
    environment = {**os.environ, "COLUMNS": "100"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # with it every module is compiled anew in every run
    libraries = [sys.executable, "-c", f"import {', '.join(LIBRARIES)}"]
    cities = sorted((ROOT / "submissions").glob("*/submission.yaml"))
    commands = [[sys.executable, "-m", "scoring", "score", str(path)] for path in cities]
    base, *times = processor_times([libraries, *commands], environment)
    ratios = [time / base for time in times]
    for path, ratio in zip(cities, ratios, strict=True):
        print(f"{path.parent.name:14} {ratio:5.2f} 倍")
    loaded = imported(commands[0], environment)
    kept = max(ratios) <= BUDGET and not loaded
    if loaded:
        print(f"打分时导入了用不着的组件：{'、'.join(loaded)}")
    print(f"约定：打分不超过导入 {'、'.join(LIBRARIES)} 的 {BUDGET:g} 倍。{'做到了' if kept else '没有做到'}。")
    return 0 if kept else 1


def processor_times(commands: Sequence[list[str]], environment: dict[str, str]) -> list[float]:
    """For each command the median of its processor time (user and system) in seconds, after one round that does not count."""
    taken: list[list[float]] = [[] for _ in commands]
    for number in range(ROUNDS + 1):
        for command, times in zip(commands, taken, strict=True):
            before = children()
            subprocess.run(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if number:
                times.append(children() - before)
    return [statistics.median(times) for times in taken]


def children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def imported(command: list[str], environment: dict[str, str]) -> list[str]:
    """Which of HEAVY a run imports."""
    traced = [command[0], "-X", "importtime", *command[1:]]
    told = subprocess.run(traced, env=environment, cwd=ROOT, capture_output=True, text=True).stderr
    names = {line.rsplit("|", 1)[-1].strip() for line in told.splitlines() if line.startswith("import time:")}
    return [name for name in HEAVY if name in names]


if __name__ == "__main__":
    sys.exit(main())
