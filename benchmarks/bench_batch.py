"""Batches from 100 to 10,000 invented cities: cost for each file, memory, and what a second worker gains.

`python -m benchmarks.bench_batch [most]` (default 10,000). Cost is processor time, which says more than the clock on a
busy machine; the start of a run is taken off by comparing with a run of one city. The exit code says whether the cost of a
file stayed flat (within 1.3) and memory too (within 1.5 for the workers; the coordinator may keep 40 KiB a city).
"""

from __future__ import annotations

import json
import multiprocessing
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

from tools.sample_cities import write_cities

ROOT = Path(__file__).resolve().parents[1]
FLAT, STEADY, EACH, PAIRS = 1.3, 1.5, 40, 3
STEP = """
import pathlib, resource, sys
from scoring.cli.start import main
if __name__ == "__main__":
    code = main(sys.argv[1:])
    own, below = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    peak, status = own.ru_maxrss, pathlib.Path("/proc/self/status")
    if status.exists():  # on Linux ru_maxrss begins with what whoever started this had
        peak = next(line.split()[1] for line in status.read_text().split("\\n") if line.startswith("VmHWM"))
    print(code, own.ru_utime + own.ru_stime, below.ru_utime + below.ru_stime, peak, below.ru_maxrss, file=sys.stderr)
"""


class Run(NamedTuple):
    """Seconds by the clock, processor seconds of the coordinator and of the workers, and their peaks in MiB."""

    clock: float
    own: float
    work: float
    memory: float
    worker: float


def main() -> int:
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "step.py").write_text(STEP, encoding="utf-8")
        start = measured(folder, 1, 1)
        sizes = [size for size in (100, 1000, 10_000) if size <= most]
        print("城市数    秒  处理器毫秒/份：进程  主程序  最高内存MiB：进程  主程序")
        runs = {}
        for size in sizes:
            one = runs[size] = measured(folder, size, 2)
            work, own = ((one.work - 2 * start.work) / size * 1000, (one.own - start.own) / size * 1000)
            print(f"{size:>6} {one.clock:>5.0f} {work:>18.1f} {own:>7.1f} {one.worker:>18.0f} {one.memory:>7.0f}")
        middle = sizes[min(1, len(sizes) - 1)]
        pairs = [measured(folder, middle, 1).clock / measured(folder, middle, 2).clock for _ in range(PAIRS)]
        bare = [machine() for _ in range(PAIRS)]
        print(
            f"两个进程比一个快 {median(pairs):.2f} 倍（{middle}份，{PAIRS}次的中位数：{shown(pairs)}）；"
            f"这台机器上纯计算的程序快 {median(bare):.2f} 倍（{shown(bare)}）"
        )
        double = runs[middle]
        share = (double.own - start.own) / (double.own + double.work - start.own - 2 * start.work)
        print(f"主程序占处理器时间的 {share:.0%}，两个进程时最多快 {2 / (1 + max(share, 0)):.2f} 倍")
        again = measured(folder, sizes[-1], 2, keep=True)
        print(f"没有变化再运行一次：{again.clock:.1f} 秒")
    first, last = runs[sizes[0]], runs[sizes[-1]]
    cost = [(one.work + one.own - 2 * start.work - start.own) / size for size, one in runs.items()]
    ratio = cost[-1] / cost[0]
    print(f"每份的处理器时间，{sizes[-1]}份比{sizes[0]}份：{ratio:.2f} 倍（上限 {FLAT}）")
    grown = (last.memory - first.memory) * 1024 / max(sizes[-1] - sizes[0], 1)
    print(
        f"主程序每份多占内存 {grown:.0f} KiB（上限 {EACH}），进程 {last.worker / first.worker:.2f} 倍（上限 {STEADY}）"
    )
    return 0 if ratio < FLAT and grown < EACH and last.worker / first.worker < STEADY else 1


def shown(found: list[float]) -> str:
    return "、".join(f"{one:.2f}" for one in found)


def machine() -> float:
    """What a second process gains on this machine at this moment where nothing is shared."""
    text = json.dumps({str(number): list(range(20)) for number in range(300)})
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        pool.map(reading, [text] * 2, chunksize=1)  # both have started
        clocks = []
        for parts in ([text], [text] * 2):
            start = time.perf_counter()
            pool.map(reading, parts, chunksize=1)
            clocks.append((time.perf_counter() - start) / len(parts))
    return clocks[0] / clocks[1]


def reading(text: str) -> None:
    for _ in range(1200):
        json.loads(text)


def measured(folder: Path, size: int, workers: int, *, keep: bool = False) -> Run:
    """Score `size` cities; `keep` leaves what an earlier run of this size wrote."""
    cities, out = folder / f"cities-{size}", folder / f"out-{size}"
    if not cities.exists():
        write_cities(size, cities)
    if not keep:
        shutil.rmtree(out, ignore_errors=True)
    words = [
        "batch",
        str(cities),
        "-o",
        str(out),
        "--workers",
        str(workers),
        "--no-evidence",
        "--no-summary",
    ]
    words += ["--references", str(cities / "references.yaml")]
    start = time.perf_counter()
    command = [sys.executable, str(folder / "step.py"), *words]
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, env=environment)
    clock = time.perf_counter() - start
    code, own, work, memory, worker = done.stderr.split("\n")[-2].split()
    if code != "0":
        raise SystemExit(done.stderr)
    return Run(clock, float(own), float(work), int(memory) / 1024, int(worker) / 1024)


if __name__ == "__main__":
    sys.exit(main())
