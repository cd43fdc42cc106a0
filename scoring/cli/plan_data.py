"""Attainment for other programs: JSON and CSV."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from scoring.base.errors import Problem, problems_json
from scoring.base.text import number_text
from scoring.cli.output import print_csv, print_json
from scoring.model.attainment import Attainment
from scoring.province.plans.as_json import attainment_json
from scoring.province.plans.words import verdict

__all__ = ["CSV_HEAD", "print_attainment_csv", "print_attainment_json"]

CSV_HEAD = ("指标", "名称", "单位", "属性", "年度", "目标（原文）", "实际值", "结果", "差额", "方向依据")


def print_attainment_json(found: Attainment, problems: tuple[Problem, ...]) -> None:
    """The attainment in its documented shape, with the problems found on the way."""
    print_json({**attainment_json(found), "problems": problems_json(problems)})


def print_attainment_csv(found: Attainment) -> None:
    """One row per indicator and year; years without target and value are left out."""
    rows: list[Sequence[str]] = [CSV_HEAD]
    for result in found.indicators:
        one = result.indicator
        for year in result.years:
            if year.target is None and year.value is None:
                continue
            rows.append(
                (
                    one.id,
                    one.name,
                    one.unit,
                    one.nature.value,
                    str(year.year),
                    "" if year.target is None else year.target.text,
                    "" if year.value is None else _value(year.value),
                    verdict(one, year),
                    "" if year.gap is None else number_text(year.gap),
                    one.basis.value,
                )
            )
    print_csv(rows)


def _value(value: Fraction | bool) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return number_text(value)
