"""Small provinces of invented cities, and what a run leaves behind."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from scoring.base.assets import criteria_search
from scoring.batch import BatchOptions, BatchResult, run
from scoring.batch.model import Settings

CITY = """指标体系: liaoning-2022
城市: {city}
申报日期: 2022-05-20
虚构样例: 是
申报资格: {{重大违法违规案件: 无, 重大安全责任事故: 无, 重大信访事件: 无, 婴幼儿照护重大负面舆情: 无, 上一评选周期被撤销称号: 否}}
自评:
  "1.1": {{部门职责分工明确: {first}, 专题会议次数: {meetings}}}
"""


def city(name: str, *, first: str = "是", meetings: str = "0") -> str:
    """A submission that answers item 1.1 only (6 points: 无职责分工扣3分，未召开专题会议扣3分)."""
    return CITY.format(city=name, first=first, meetings=meetings)


def province(folder: Path, files: Mapping[str, str]) -> Path:
    """Write files by their path below `folder`."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def settings(*, cards: bool = True) -> Settings:
    return Settings(search=criteria_search(), evidence=False, cards=cards)


def go(folder: Path, out: Path, *, workers: int = 0, fresh: bool = False, cards: bool = True) -> BatchResult:
    """A run in this process (`workers` 0) or with workers, without the papers."""
    options = BatchOptions(settings=settings(cards=cards), workers=workers, fresh=fresh, papers=False)
    return run([str(folder)], str(out), options)


def tree(out: Path) -> dict[str, bytes]:
    """Every file a run left for its reader, without its state."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and ".batch" not in path.parts
    }
