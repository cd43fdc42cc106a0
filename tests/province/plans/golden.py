"""What `score` prints of the samples, and the whole progress report of the small plan as HTML without style sheets."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from scoring.reports import render
from scoring.reports.papers.plan_report import plan_document
from tests.cli.running import ROOT, run
from tests.province.plans.small_plan import attained, small
from tests.rebaseline import Case

GOLDEN = Path(__file__).parent / "golden"
SAMPLES = ("plan-ankang", "plan-pudong", "plan-anning", "plan-yunnan")
TEXT = """\
指标进展:
  "1.1": {2020: 38, 2021: 40, 2022: 55, 来源: 统计表, 说明: 有一处未完工}
  "1.2": {2021: 90, 2022: 84.5}
  "1.4": {2022: 是}
任务进展:
  "1": {状态: 已完成, 说明: 已办结}
"""


def cases() -> Iterable[Case]:
    for name in SAMPLES:
        yield Case(f"plans/{name}", GOLDEN / f"{name}.txt", partial(_printed, name))
    yield Case("plans/report", GOLDEN / "report.html", _report)


def _printed(name: str) -> bytes:
    before, here = dict(os.environ), Path.cwd()
    os.environ.update(COLUMNS="100", NO_COLOR="1")
    os.chdir(ROOT)
    try:
        return run("score", f"submissions/{name}/submission.yaml").out.encode()
    finally:
        os.chdir(here)
        os.environ.clear()
        os.environ.update(before)


def _report() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        found = replace(attained(small(Path(folder)), TEXT), tool_version="0.0.0")
    return render.html(plan_document(found), standalone=False).encode()
