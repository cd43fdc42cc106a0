"""Kill a batch at random moments until it is done; its files must be those of a run nobody disturbed.

`python -m benchmarks.bench_kills [cities [seed]]` (default 1,000 cities; a new seed each time, printed). One series kills
the run or one of its two workers; the other works on Dask and kills the run, a worker or the scheduler, and starts what
was killed again. Time is not judged. The exit code says whether the bytes were the same.
"""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tools.sample_cities import write_cities

ROOT = Path(__file__).resolve().parents[1]
HERE = {**os.environ, "PYTHONPATH": str(ROOT)}  # the workers must run the program of this folder too
KILLS = 20
PAUSE = 0.2, 3.0
LIMIT = 200  # starts of one series; a run that is killed too early each time would go on for ever


def main() -> int:
    cities = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(10**6)
    print(f"{cities}份，随机数种子 {seed}")
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_cities(cities, folder / "cities")
        subprocess.run(
            command(folder, "undisturbed", "--workers", "2"), cwd=ROOT, env=HERE, check=True, capture_output=True
        )
        whole = tree(folder / "undisturbed")
        same = [
            told("一台机器", *alone(folder, chance), tree(folder / "alone") == whole),
            told("Dask", *clustered(folder, chance), tree(folder / "clustered") == whole),
        ]
    return 0 if all(same) else 1


def told(name: str, killed: Counter[str], starts: int, same: bool) -> bool:
    deaths = "、".join(f"{who}{times}次" for who, times in sorted(killed.items()))
    print(f"{name}：结束了{deaths}，共启动{starts}次，结果{'逐字节相同' if same else '不同'}", flush=True)
    return same


def alone(folder: Path, chance: random.Random) -> tuple[Counter[str], int]:
    """What was killed, and how often the run was started, until it came to its end."""
    killed: Counter[str] = Counter()

    def strike(run: subprocess.Popen[bytes]) -> None:
        workers = children(run.pid)
        if workers and chance.random() < 0.6:
            subprocess.run(["kill", "-9", str(chance.choice(workers))], capture_output=True, check=False)
            killed["工作进程"] += 1
        else:
            run.kill()
            killed["主程序"] += 1

    starts = until_done(command(folder, "alone", "--workers", "2"), chance, killed, strike)
    return killed, starts


def clustered(folder: Path, chance: random.Random) -> tuple[Counter[str], int]:
    """The same with a scheduler and two workers, each started anew when it was killed."""
    killed: Counter[str] = Counter()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    address = f"tcp://127.0.0.1:{port}"

    def quiet(*words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{words[0]}", *words[1:]]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder, env=HERE)

    def scheduler() -> subprocess.Popen[bytes]:
        return quiet("dask_scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard")

    def worker() -> subprocess.Popen[bytes]:
        return quiet("dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard")

    head, hands = scheduler(), [worker(), worker()]

    def strike(run: subprocess.Popen[bytes]) -> None:
        nonlocal head
        draw = chance.random()
        if draw < 0.5:
            killed["工作进程"] += 1
            put_down(hands[place := chance.randrange(2)])
            hands[place] = worker()
        elif draw < 0.75:
            killed["调度程序"] += 1
            for one in (head, *hands):
                put_down(one)
            head, hands[:] = scheduler(), [worker(), worker()]
        else:
            killed["主程序"] += 1
            run.kill()

    try:
        starts = until_done(command(folder, "clustered", "--dask", address), chance, killed, strike)
    finally:
        for one in (head, *hands):
            put_down(one)
    return killed, starts


def until_done(
    words: list[str], chance: random.Random, killed: Counter[str], strike: Callable[[subprocess.Popen[bytes]], None]
) -> int:
    """Start the run as often as it takes; after `KILLS` it is left alone, and must come to a good end."""
    for start in range(1, LIMIT):
        run = subprocess.Popen(words, cwd=ROOT, env=HERE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        while run.poll() is None and killed.total() < KILLS:
            time.sleep(chance.uniform(*PAUSE))
            if run.poll() is None:
                strike(run)
        _, text = run.communicate()
        if run.returncode == 0:
            return start
        # 1: an input lost its worker twice and is tried again by the next run; 3: the scheduler is not there
        if run.returncode not in (-9, 1, 3) or (run.returncode == 1 and "被强行结束" not in text.decode()):
            raise SystemExit(f"退出码 {run.returncode}\n{text.decode()}")
    raise SystemExit(f"启动了{LIMIT}次也没有做完")


def command(folder: Path, out: str, *words: str) -> list[str]:
    inputs = [
        str(folder / "cities"),
        "-o",
        str(folder / out),
        "--references",
        str(folder / "cities" / "references.yaml"),
    ]
    return [sys.executable, "-m", "scoring", "batch", *inputs, "--no-evidence", "--no-summary", *words]


def children(pid: int) -> list[int]:
    """The workers another process has started."""
    done = subprocess.run(["pgrep", "-P", str(pid), "-f", "spawn_main"], capture_output=True, text=True, check=False)
    return [int(one) for one in done.stdout.split()]


def put_down(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


def tree(out: Path) -> dict[str, bytes]:
    """Every file of a result by its name, but the run's own notes."""
    files = (path for path in sorted(out.rglob("*")) if path.is_file() and ".batch" not in path.parts)
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}


if __name__ == "__main__":
    sys.exit(main())
