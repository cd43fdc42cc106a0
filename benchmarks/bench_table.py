"""One table: what this program costs beside others that do the same work, with the goals. `python3 dev.py bench table [cities]`.

Every row is a ratio within one run. It prints Markdown; docs/performance.md holds a run of it and says what it cannot tell.
Peers that are not installed are left out: `dev.py` installs them into an environment of their own.
"""

from __future__ import annotations

import gc
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import NamedTuple

import jsonschema
import yaml
from msgspec.structs import replace

from benchmarks import bench_batch, by_hand
from benchmarks.peers import facts_of, peers
from benchmarks.synthetic import pack_name, write_city, write_pack
from benchmarks.timing import ROOT, command_seconds, medians
from scoring.advice.improve import improve
from scoring.documents import strict
from scoring.explain import explain
from scoring.lang import Value
from scoring.loading import Loaded, PackCache, load_submission
from scoring.rules import evaluate, resolve_inputs
from scoring.rules.compiled import compiled
from scoring.rules.inputs import stated_values
from scoring.rules.ranges import ranges_of
from scoring.submissions.submission import submission_schema
from tools.sample_cities import write_cities

SAMPLE = ROOT / "submissions" / "sample-city" / "submission.yaml"
SEARCH = (str(ROOT / "criteria"),)
CITIES = 300
CHANGED = "专题会议次数: 4".encode(), "专题会议次数: 5".encode()
GROWN = 10
N_LOG_N = 17
"""What ten times 28 items, or 70 facts, may cost."""
UNSEEN = 100
FEW = 20
BY_HAND, TRACED = "手写的 Python", "zen-engine（带过程）"


class Line(NamedTuple):
    """A row: what is done, ours, the other, how many times the other's cost ours is, and the goal for that (None: there is
    none) or for our own figure."""

    what: str
    ours: str
    other: str
    ratio: float | None
    goal: str
    lacks: float | None = None
    """How many times too much it is; 1 or less where the goal is reached."""


def main() -> int:
    """Print the table; 1 where a goal is missed."""
    cities = int(sys.argv[1]) if len(sys.argv) > 1 else CITIES
    print("| 做什么 | 本软件 | 对照 | 倍数 | 目标 | |\n|---|---|---|---|---|---|", flush=True)
    missed = 0
    with tempfile.TemporaryDirectory() as place:
        for rows in (
            _engine(),
            _reading(),
            _batch(Path(place), cities),
            _commands(),
            _reports(Path(place)),
            _growth(Path(place)),
        ):
            for line in rows:
                missed += line.lacks is not None and line.lacks > 1
                print(_row(line), flush=True)
    print(f"\n没有达到的目标：{missed}个。" if missed else "\n目标全部达到。")
    return 1 if missed else 0


def _row(line: Line) -> str:
    ratio = "" if line.ratio is None else f"{line.ratio:.2f}" if line.ratio > 0.1 else f"{line.ratio:.1g}"
    told = "" if line.lacks is None else "达到" if line.lacks <= 1 else f"超出 {line.lacks - 1:.0%}"
    return f"| {line.what} | {line.ours} | {line.other} | {ratio} | {line.goal} | {told} |"


def _against(what: str, ours: float, name: str, other: float, goal: float | None = None) -> Line:
    """Ours beside another's, with the goal for how many times it may be."""
    ratio = ours / other
    said = "" if goal is None else f"≤ {goal:g} 倍"
    return Line(what, _time(ours), f"{name} {_time(other)}", ratio, said, None if goal is None else ratio / goal)


def _alone(what: str, ours: float, goal: float, unit: str = "") -> Line:
    said = _time(goal) if not unit else f"{goal:g} {unit}"
    return Line(what, _time(ours) if not unit else f"{ours:.1f} {unit}", "", None, f"≤ {said}", ours / goal)


def _time(seconds: float) -> str:
    if seconds < 1e-3:
        return f"{seconds * 1e6:.1f} 微秒"
    return f"{seconds * 1e3:.2f} 毫秒" if seconds < 1 else f"{seconds:.2f} 秒"


def _loaded(path: Path, search: tuple[str, ...] = SEARCH) -> Loaded:
    found = load_submission(str(path), search=search)
    if found.value is None:
        raise SystemExit("\n".join(f"{one.location} {one.message}" for one in found.problems))
    return found.value


# One city


def _engine() -> Iterator[Line]:
    """Points, range, card: what the engine costs once the answers are there."""
    criteria, submission = (city := _loaded(SAMPLE)).criteria, city.submission
    resolved = resolve_inputs(criteria, stated_values(criteria, submission))
    score = partial(evaluate, criteria, submission, as_of=None, tool_version="")
    card, facts, pack = score(), facts_of(resolved), compiled(criteria)
    items = [one for section in card.sections for one in section.items]
    asked = [float(abs(one.nominal.low)) for item in items for one in item.clauses]
    others = peers(criteria, facts, asked)
    filled, made = pack.slots.fill(resolved), pack.points({}, {}, resolved)
    assert filled is not None
    assert made is not None
    points = [float(Fraction(one) / made.unit) for one, _, _ in made.items]
    every: dict[str, Callable[[], list[float]]] = {BY_HAND: partial(by_hand.score, facts), **others}
    for name, other in every.items():
        assert other() == points == [float(one.score.low) for one in items], name
    stated = _with_a_third_missing(stated_values(criteria, submission))
    ranges = ranges_of(criteria)
    calls: dict[str, Callable[[], object]] = {
        "points": lambda: pack.score(filled),
        "from values": lambda: pack.points({}, {}, resolved),
        "range": lambda: ranges.under(stated, {}),
        "card": lambda: explain(criteria, submission, score()),
        **every,
    }
    took = medians(calls)
    what = f"各项和各条的得分，{len(items)}项{len(asked)}条，答案齐全"
    for name in (one for one in (BY_HAND, "datalogic-py", "cel-python") if one in took):
        goal = {BY_HAND: 2, "datalogic-py": 0.4}.get(name)
        yield _against(f"{what}，值已备好", took["points"], name, took[name], goal)
    for name in (one for one in (BY_HAND, "datalogic-py（dict）", "zen-engine", "OpenFisca") if one in took):
        goal = 0.4 if name == "zen-engine" else None
        yield _against(f"{what}，从读出的值算起", took["from values"], name, took[name], goal)
    yield _against("最低分到最高分，三分之一未填，算过的记着", took["range"], "上面的得分", took["points"], 20)
    yield _alone("完整的得分明细和说明，同一份再算", took["card"], 1.2e-3)
    if TRACED in took:
        yield _against("完整的得分明细和说明，同一份再算", took["card"], TRACED, took[TRACED])
        yield _against("完整的得分明细和说明，没有见过的城市", _unseen(), TRACED, took[TRACED])


def _unseen() -> float:
    """Seconds of a card with its explanation, over cities that are met for the first time by a pack that has met others."""
    with tempfile.TemporaryDirectory() as place:
        write_cities(2 * UNSEEN, Path(place))
        cache = PackCache(SEARCH)
        found = [
            cache.read(path.read_bytes(), "自评.yaml").value for path in sorted(Path(place).glob("*/submission.yaml"))
        ]
    cities = [one for one in found if one is not None]
    start = 0.0
    for at, city in enumerate(cities):
        start = time.process_time() if at == UNSEEN else start
        explain(city.criteria, city.submission, evaluate(city.criteria, city.submission, as_of=None, tool_version=""))
    return (time.process_time() - start) / (len(cities) - UNSEEN)


def _with_a_third_missing(stated: Mapping[str, Value]) -> dict[str, Value]:
    return {name: one for at, (name, one) in enumerate(stated.items()) if at % 3}


def _reading() -> Iterator[Line]:
    """From bytes to a valid submission, and to the new total after a change."""
    data = SAMPLE.read_bytes()
    cache, flip = PackCache(SEARCH), [data, data.replace(*CHANGED)]
    assert flip[0] != flip[1]

    def changed() -> object:
        flip.reverse()
        found = cache.read(flip[0], "自评.yaml").value
        assert found is not None
        return evaluate(found.criteria, found.submission, as_of=None, tool_version="", switches=False).total

    took = medians(
        {
            "strict": lambda: strict.parse_document(data, "自评.yaml"),
            "yaml": lambda: yaml.load(data, Loader=yaml.CSafeLoader),
            "change": changed,
        }
    )
    yield _against("读一份自评，每个值带行列，严格检查", took["strict"], "CSafeLoader（没有位置）", took["yaml"], 0.7)
    yield _alone("改一个答案到新的总分（读、校验、计分）", took["change"], 25e-3)


# Many cities


def _batch(folder: Path, cities: int) -> Iterator[Line]:
    (folder / "step.py").write_text(bench_batch.STEP, encoding="utf-8")
    few, many = FEW, cities
    runs = {size: bench_batch.measured(folder, size, 2) for size in (few, many)}
    ours = (sum(runs[many][1:3]) - sum(runs[few][1:3])) / (many - few)
    yield _against(
        f"批量计分，每份（{cities}份，不看材料）", ours, "CSafeLoader 加 jsonschema，不计分", _stock(folder, many), 1
    )
    run = runs[many]
    if cities < 10_000:
        yield _alone("一万份，两个进程（按每份折算）", run.clock + (10_000 - many) * ours / 2, 25)
    else:
        yield _alone(f"{cities}份，两个进程", run.clock, 25 * cities / 10_000)
    yield _alone("批量计分时每个进程的内存", max(run.memory, run.worker), 60, "MiB")


def _stock(folder: Path, cities: int) -> float:
    """What reading and checking costs a file with the usual libraries, no position kept and nothing scored."""
    criteria = _loaded(SAMPLE).criteria
    validator = jsonschema.Draft202012Validator(json.loads(json.dumps(submission_schema(criteria))))
    paths = sorted((folder / f"cities-{cities}").glob("*/submission.yaml"))[:100]

    def check() -> None:
        for path in paths:
            list(validator.iter_errors(yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)))

    return medians({"stock": check}, rounds=3)["stock"] / len(paths)


def _commands() -> Iterator[Line]:
    yield _alone("scoring criteria check liaoning-2022", command_seconds("criteria", "check", "liaoning-2022"), 0.5)


# Reports


def _reports(folder: Path) -> Iterator[Line]:
    """A report drawn in a process that has drawn one already, beside WeasyPrint and Typst on the same texts."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    from benchmarks.bench_report import prepare
    from scoring.assess import Depth, Request, assess
    from scoring.reports.papers.report import report_of
    from scoring.reports.render import pdf

    html, css = prepare(folder)
    config = FontConfiguration()
    sheet = weasyprint.CSS(filename=str(css), font_config=config)
    request = Request(file=str(SAMPLE), evidence=Depth.STATES)

    def ours() -> bytes:
        found = assess(request).value
        assert found is not None
        assert found.evidence is not None
        return pdf(report_of(found.criteria, found.submission, found.card, found.evidence, found.explanation))

    def bare() -> None:
        gc.disable()
        weasyprint.HTML(filename=str(html)).render(font_config=config, stylesheets=[sheet]).write_pdf()
        gc.enable()

    calls: dict[str, Callable[[], object]] = {"ours": ours, "bare": bare}
    try:
        import typst  # type: ignore[import-not-found, unused-ignore]

        from benchmarks.typst_text import typst_of

        text = typst_of(html.read_text("utf-8")).encode()
        fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(ROOT / "reports" / "fonts")])
        calls["typst"] = lambda: typst.compile(text, font_paths=fonts)
    except ImportError:
        pass
    took = _turns(calls)
    yield Line(
        "自评报告，两个处理器每分钟", f"{120 / took['ours']:.0f} 份", "", None, "≥ 80 份", 80 * took["ours"] / 120
    )
    yield _against("自评报告，从文件到 PDF", took["ours"], "裸 WeasyPrint，同一份 HTML", took["bare"])
    if "typst" in took:
        yield _against("自评报告，从文件到 PDF", took["ours"], "Typst，同样的文字和表（没有图）", took["typst"])


def _turns(calls: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    """The least processor seconds of each over three turns, after one that does not count; all threads are counted."""
    least: dict[str, float] = {}
    for turn in range(4):
        for name, call in calls.items():
            gc.collect()
            start = time.process_time()
            call()
            if turn:
                least[name] = min(least.get(name, 1e9), time.process_time() - start)
    return least


# Growth


def _growth(folder: Path) -> Iterator[Line]:
    """The same work on ten times as much: ten times the cost is linear."""
    packs = folder / "packs"
    shapes = {"plain": (1, 0), "items": (GROWN, 0), "facts": (1, 700)}
    took: dict[tuple[str, str], float] = {}
    for shape, (times, facts) in shapes.items():
        write_pack(times, packs, facts=facts)
        for missing in (0, 3):
            path = packs / f"city-{shape}-{missing}.yaml"
            write_city(times, 1, path, facts=facts, missing=missing)
        city, half = (_loaded(packs / f"city-{shape}-{missing}.yaml", (str(packs),)) for missing in (0, 3))
        card = evaluate(half.criteria, half.submission, as_of=None, tool_version="")
        calls: dict[str, Callable[[], object]] = {
            "完整的得分明细和说明": partial(_card, city),
            "得分明细和说明，三分之一未填": partial(_card, half),
            "improve，三分之一未填": partial(improve, half.criteria, half.submission, card),
        }
        for what, seconds in medians(calls, rounds=2).items():
            took[what, shape] = seconds
        took["criteria check", shape] = command_seconds(
            "criteria", "check", str(packs / pack_name(times, facts)), rounds=1
        )
    for what in dict.fromkeys(what for what, _ in took):
        for shape, words in (("items", f"{GROWN}倍的项"), ("facts", "填报项多700个")):
            yield _against(f"{what}：{words}", took[what, shape], "原样", took[what, "plain"], N_LOG_N)


def _card(city: Loaded) -> object:
    """The card of a pack that nothing was worked out for yet."""
    criteria = replace(city.criteria)
    return explain(criteria, city.submission, evaluate(criteria, city.submission, as_of=None, tool_version=""))


if __name__ == "__main__":
    sys.exit(main())
