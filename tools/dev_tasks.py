"""The tasks of `dev.py`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from tools import lock
from tools.environment import (
    BENCH,
    LOCKS,
    NEWEST,
    ROOT,
    VENV,
    TroubleError,
    clean_environment,
    ensure,
    ensure_bench,
    ensure_newest,
    python,
    say,
    system_libraries,
    test_programs,
    tool,
)

__all__ = ["main"]

SAMPLE = ROOT / "submissions" / "sample-city"
OUT = ROOT / "out"
DEPARTMENT = "市卫生健康委"
"""Whose workbook the demo writes."""
CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("代码检查", ("ruff", "check", ".")),
    ("代码格式", ("ruff", "format", "--check", ".")),
    ("类型检查", ("mypy",)),
    ("分层检查", ("lint-imports",)),
    ("测试", ("pytest", "-n", "auto")),
)


def main(arguments: Sequence[str]) -> int:
    """Run one task; the exit code is 0 when it went well."""
    tasks: dict[str, Callable[[list[str]], int]] = {
        "demo": demo,
        "cycle": cycle,
        "test": test,
        "docs": docs,
        "rebaseline": rebaseline,
        "bench": bench,
        "lock": renew,
    }
    wants_help = bool({"-h", "--help"} & set(arguments)) and arguments[0] != "test"  # those words are pytest's
    if wants_help or not arguments or arguments[0] not in tasks:
        print(USAGE, file=sys.stderr)
        return 0 if wants_help else 2
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    try:
        return tasks[arguments[0]](list(arguments[1:]))
    except TroubleError as trouble:
        print(trouble, file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        print("已中断。", file=sys.stderr)
        return 130


USAGE = """用法：python3 dev.py 任务
  demo         装好运行环境，检查、打分、解释样例城市，生成报告和一个部门的填报表，结果在 out/
  cycle        十四个虚构城市走完一期：报送、审核、排名、程序、校验，结果在 out/cycle/
  test         代码检查、类型检查、分层检查和全部测试；后面可写 pytest 的参数；
               先写 --newest 时，另在 .venv-newest 里装各组件的最新版本来查，并说明哪些版本与锁定的不同
  docs         重新生成命令说明和 README 里的运行实录
  rebaseline   重新生成测试用的基准文件（改动后请逐个看差异）
  bench        计分一次和出报告的速度，与只导入所用的库、裸 WeasyPrint 对比；
               bench table：与手写程序、其他规则引擎、裸 WeasyPrint、Typst 对比，一张表列出目标和差多少，约五分钟，
               后面可写批量计分的份数；对比用的程序装在 .venv-bench 里；
               bench web：网页的启动、内存、各页、答一题、传送的字节，与只用 Starlette 交出同样的内容对比，约一分钟；
               bench evidence：300份材料的检查、装订、打包、校验，约十分钟，后面可写份数；
               bench batch：100到一万份自评的批量计分，约十分钟，后面可写最多几份；
               bench kills：随机结束批量计分的进程、工作机、调度程序，再运行，比对结果，约十五分钟，后面可写份数
  lock         重新锁定所有组件的版本（requirements/）；后面可写组件名，只更新这几个"""


def demo(_arguments: list[str]) -> int:
    """From a clean checkout to a report of the sample city."""
    system_libraries()
    ensure(dev=False)
    OUT.mkdir(exist_ok=True)
    city = _sample()
    failed = False
    for words in (("check", city), ("score", city), ("explain", "1.1", city)):
        failed = _scoring(*words) not in (0, 1) or failed
    made = []
    for name in ("report.pdf", "report.docx", "report.html", "report.json"):
        target = str(OUT / name)
        code = _scoring("report", city, "-o", os.path.relpath(target, ROOT), "--force")
        if code == 0:
            made.append(target)
        failed = failed or (code != 0 and not (code == 3 and name.endswith(".pdf")))
    books = OUT / "填报表"
    if _scoring("excel", "out", city, "-o", os.path.relpath(books, ROOT), "--only", DEPARTMENT, "--force") == 0:
        made.append(str(books / f"{DEPARTMENT}.xlsx"))
    else:
        failed = True
    say("\n生成的文件：" if made else "\n没有生成文件。")
    for path in made:
        say(f"  {path}")
    scoring = os.path.relpath(tool("scoring"), ROOT)
    say(f"自己填一份：{scoring} init -o 自评.yaml")
    say(f"在浏览器里填（打开后选“打开样例”先看看，改的是复制出来的一份）：{scoring} serve {os.path.relpath(OUT, ROOT)}")
    return 1 if failed else 0


def cycle(_arguments: list[str]) -> int:
    """The whole cycle of fourteen invented cities, each command with the exit code it must have."""
    system_libraries()
    ensure(dev=False)
    return _module("tools.cycle")


def test(arguments: list[str]) -> int:
    """Every check; all of them run even when one fails. Words after `test` go to pytest."""
    system_libraries()
    test_programs()
    folder, extra = (NEWEST, arguments[1:]) if arguments[:1] == ["--newest"] else (VENV, arguments)
    changed: list[str] = []
    if folder == NEWEST:
        changed = _newest()
    else:
        ensure(dev=True)
    failed = []
    for name, (command, *options) in CHECKS:
        say(f"── {name}：{command} {' '.join(options)}")
        words = [tool(command, folder), *options, *(extra if command == "pytest" else [])]
        if subprocess.run(words, cwd=ROOT, env=clean_environment()).returncode != 0:
            failed.append(name)
    if failed and changed:
        say("\n".join(["与锁定的版本不同的组件：", *changed]))
    say(f"没有通过：{'、'.join(failed)}" if failed else "全部通过。")
    return 1 if failed else 0


def _newest() -> list[str]:
    """Make the environment of the newest versions, and say what differs from the lock."""
    locked = lock.pins(LOCKS[True].read_text(encoding="utf-8"))
    there = {lock.normal(name): version for name, version in ensure_newest(lock.declared(dev=True)).items()}
    here = {name: version for name, version in locked.items() if name in there}  # others are for other systems
    own = {"pip", "setuptools", "wheel", "demo-city-scoring"}
    changed = lock.difference(here, {name: version for name, version in there.items() if name not in own})
    say("\n".join(["与锁定的版本不同的组件：", *changed]) if changed else "各组件的最新版本就是锁定的版本。")
    return changed


def docs(_arguments: list[str]) -> int:
    """Write the generated documents again."""
    ensure(dev=True)
    return _module("tools.generate_docs")


def rebaseline(arguments: list[str]) -> int:
    """Write the golden files again; words after `rebaseline` choose among them."""
    ensure(dev=True)
    code = _module("tests.rebaseline", *arguments)
    say("基准文件已重新生成，请用 git diff 逐个查看。")
    return code


def bench(arguments: list[str]) -> int:
    """The benchmarks named, with a number for their size after them; the quick ones where none is named."""
    if arguments[:1] == ["table"]:
        system_libraries()
        ensure_bench()
        return _module("benchmarks.bench_table", *arguments[1:], folder=BENCH)
    ensure(dev=True)
    sizes = [word for word in arguments if word.isdecimal()]
    names = [word for word in arguments if not word.isdecimal()] or ["start", "report"]
    unknown = [name for name in names if not (ROOT / "benchmarks" / f"bench_{name}.py").is_file()]
    if unknown:
        raise TroubleError(f"没有名为 {'、'.join(unknown)} 的测速。")
    return max(_module(f"benchmarks.bench_{name}", *sizes) for name in names)


def renew(arguments: list[str]) -> int:
    """Write the lock anew; words after `lock` are the packages to bring up to date, all where none is named."""
    return lock.renew(arguments)


def _sample() -> str:
    for path in sorted(SAMPLE.glob("*.yaml")):
        if path.name.startswith("submission"):
            return str(path.relative_to(ROOT))
    raise TroubleError(f"找不到样例 {SAMPLE}。\n  怎么办：重新取得完整的代码。")


def _scoring(*words: str) -> int:
    say(f"\n$ scoring {' '.join(words)}")
    return subprocess.run([tool("scoring"), *words], cwd=ROOT, env=clean_environment()).returncode


def _module(name: str, *words: str, folder: Path = VENV) -> int:
    return subprocess.run([python(folder), "-m", name, *words], cwd=ROOT, env=clean_environment()).returncode
