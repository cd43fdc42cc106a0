"""The reference page of the files beside a pack (docs/file-formats.md), from the fields of the records they become."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from scoring.authoring.ruletests.reading import RuleTest, RuleTestFile, TotalTest
from scoring.documents.fields import Key, fields_of
from scoring.documents.forms import BY_PACK
from scoring.model.cycle import (
    CalendarChanges,
    CityRecord,
    Cycle,
    DayChange,
    Naming,
    NewDue,
    StageRecord,
    Withdrawal,
)
from scoring.model.plan import Indicator, Lack, Plan, PlanContradiction, PlanPart, PlanTable, PlanTask, TaskGroup
from scoring.model.progress import IndicatorReport, Progress, TaskReport
from scoring.model.references import ReferenceValue
from scoring.model.review import Decision, Review, ReviewSettings
from scoring.model.submission import Choice, EvidenceFile, Incident, Submission
from scoring.review.review_file import Declaration
from scoring.submissions.submission import SubmittedItem
from tools.pack_format import schema_words

__all__ = ["files_page"]

HEAD = """# 各种文件的写法：全部的键

本页由 `python3 dev.py docs` 根据程序里各部分的说明生成，请勿手改。指标体系（pack.yaml 等）另见[指标体系的写法](pack-format.md)。
“随指标体系”的，键名或者可以写的值由所用的指标体系定；`init` 生成的空白文件里已经写好，编辑器也会提示。
没有填的写 `未填`，或者空着。
"""
FILES: tuple[tuple[str, tuple[tuple[str, type[Struct]], ...]], ...] = (
    (
        "自评",
        (
            ("自评文件", Submission),
            ("`自评` 里的一项", SubmittedItem),
            ("一份佐证材料", EvidenceFile),
            ("`申报资格` 里的一件事", Incident),
            ("`解释口径`（周期记录里是 `口径`）里改选的一处", Choice),
            ("`参照值` 里的一个（参照值文件里也一样）", ReferenceValue),
        ),
    ),
    (
        "审核意见",
        (
            ("审核意见文件", Review),
            ("回避声明", Declaration),
            ("`审核意见` 里的一项，或 `申报资格` 里的一条", Decision),
            ("审核设置.yaml", ReviewSettings),
        ),
    ),
    (
        "评选周期的记录",
        (
            ("周期记录", Cycle),
            ("`时限调整` 里的一个阶段", NewDue),
            ("`阶段` 里的一个", StageRecord),
            ("`城市` 里的一个", CityRecord),
            ("命名", Naming),
            ("`撤销` 里的一个城市", Withdrawal),
            ("日历（也可以单独写成一个文件）", CalendarChanges),
            ("日历的 `安排` 里的一条", DayChange),
        ),
    ),
    (
        "规划方案",
        (
            ("pack.yaml（另写 `kind: plan`）", Plan),
            ("`contradictions` 里的一条", PlanContradiction),
            ("`lacks` 里的一条", Lack),
            ("section-*.yaml", PlanPart),
            ("`tables` 里的一张表", PlanTable),
            ("`indicators` 里的一个指标", Indicator),
            ("`groups` 里的一组任务", TaskGroup),
            ("`tasks` 里的一项任务", PlanTask),
        ),
    ),
    (
        "规划方案的进展",
        (("进展文件", Progress), ("`指标进展` 里的一个指标", IndicatorReport), ("`任务进展` 里的一项任务", TaskReport)),
    ),
    (
        "规则测试",
        (
            ("tests/*.yaml", RuleTestFile),
            ("`tests` 里的一条", RuleTest),
            ("`totals` 里的一条", TotalTest),
        ),
    ),
)


def files_page() -> str:
    """The page."""
    parts = [HEAD]
    for title, records in FILES:
        parts.append(f"## {title}\n")
        for name, of in records:
            parts += [f"### {name}\n", "| 键 | 写什么 | 必写 | 说明 |\n|---|---|---|---|", *_rows(of), ""]
    return "\n".join(parts)


def _rows(of: type[Struct]) -> Iterator[str]:
    """A row for each key; one that several fields read is told once."""
    told: set[str] = set()
    for one in fields_of(of):
        kind = one.field.kind
        if kind is BY_PACK and not one.field.key:
            yield f"| （{_named(one)}） | 随指标体系 |  |  |"
            continue
        for key, schema in (kind.spread or {one.key: kind.schema}).items():
            if key not in told:
                told.add(key)
                needed = "是" if (key in kind.needed if kind.spread else one.required) else ""
                what = "随指标体系" if kind is BY_PACK else "见下" if kind.of is not None else schema_words(schema)
                yield f"| `{key}` | {what} | {needed} | {one.field.about or (one.field.word if one.field.word != key else '')} |"


def _named(one: Key) -> str:
    return "各年度" if one.name == "values" else "各个填报项" if one.name == "answers" else "各个单位"
