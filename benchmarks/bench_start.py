"""How long `scoring score` takes, as a multiple of `python3 -c pass` on the same interpreter in the same run.

The promise: under 5 for a file that was scored before (asserted here; exit 1 when broken). The other rows say what the
engine and the first reading of a changed file cost.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROMISE = 5.0
ROUNDS = 25
HEAVY = ("weasyprint", "jinja2", "click", "yaml", "jsonschema")


def main() -> int:
    """Print one row per case; 1 when the promise is broken."""
    broken = False
    cities = [path.parent.name for path in sorted((ROOT / "submissions").glob("*/submission.yaml"))]
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "SCORING_CACHE_DIR": folder, "COLUMNS": "100"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # with it every module is compiled anew in every run
        for city in cities:
            file = str(ROOT / "submissions" / city / "submission.yaml")
            score = [sys.executable, "-m", "scoring", "score", file]
            ratio = compare(score, environment)
            broken = broken or ratio >= PROMISE
            print(f"{city:14} 同一文件再次打分          {ratio:5.2f} 倍")
            ratio = compare(score, environment, before=lambda: forget(folder, "text-"))
            print(f"{city:14} 不用记下的结果，重新计算  {ratio:5.2f} 倍")
        file = str(ROOT / "submissions" / cities[0] / "submission.yaml")
        score = [sys.executable, "-m", "scoring", "score", file]
        ratio = compare(score, environment, before=lambda: forget(folder, "text-", "city-"))
        print(f"{cities[0]:14} 文件改过，重新检查和计算  {ratio:5.2f} 倍")
        ratio = compare(score, environment, before=lambda: forget(folder, ""))
        print(f"{cities[0]:14} 没有任何缓存              {ratio:5.2f} 倍")
        loaded = imported(score, environment)
    print(f"再次打分时导入的重组件：{'、'.join(loaded) or '无'}")
    print(
        f"约定：再次打分不到 {PROMISE:g} 倍，不导入 {'、'.join(HEAVY)}。{'没有做到' if broken or loaded else '做到了'}。"
    )
    return 1 if broken or loaded else 0


def compare(command: list[str], environment: dict[str, str], before: Callable[[], None] | None = None) -> float:
    """The median time of `command` over that of an empty program, taken in turns so that drift hits both alike."""
    subprocess.run(command, env=environment, capture_output=True)
    ours, empty = [], []
    for _ in range(ROUNDS):
        if before is not None:
            before()
        ours.append(timed(command, environment))
        empty.append(timed([sys.executable, "-c", "pass"], environment))
    return statistics.median(ours) / statistics.median(empty)


def timed(command: list[str], environment: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def forget(folder: str, *kinds: str) -> None:
    """Drop the entries of these kinds from the cache."""
    for path in Path(folder).iterdir():
        if path.name.startswith(kinds):
            path.unlink()


def imported(command: list[str], environment: dict[str, str]) -> list[str]:
    """Which heavy modules a second run imports."""
    subprocess.run(command, env=environment, capture_output=True)
    traced = [command[0], "-X", "importtime", *command[1:]]
    told = subprocess.run(traced, env=environment, capture_output=True, text=True).stderr
    names = {line.rsplit("|", 1)[-1].strip() for line in told.splitlines() if line.startswith("import time:")}
    return [name for name in HEAVY if name in names]


if __name__ == "__main__":
    sys.exit(main())
