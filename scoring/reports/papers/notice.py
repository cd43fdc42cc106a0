"""The draft of a public notice (公示稿): the list, the official words and the days counted. What the official text does not
say is left to be filled in, marked; how the days were counted stands on a page for whoever drafts, to be taken out."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from scoring import __version__
from scoring.base.text import date_text
from scoring.model.criteria import Criteria
from scoring.model.cycle import Cycle
from scoring.model.cycle_status import PublicityPeriod
from scoring.model.procedure import Deadline
from scoring.province.procedure.bans import span_text
from scoring.province.procedure.interpretations import FIRST_DAY, INTERPRETATIONS
from scoring.province.procedure.words import both_lines, day_text, term_days_text
from scoring.reports.blocks import Block, Heading, Pairs, Paragraph, Quote, Run, lines
from scoring.reports.document import PART_TITLE

__all__ = ["TITLE", "Notice", "notice_blocks"]

TITLE = "公示（稿）"
FILL = "【待填】"
LACKING = (
    "原文没有规定公示稿的标题和文字，也没有规定公示期间怎样反映意见、由谁受理；标“待填”的由发布单位填写，不需要的删去。"
)


class Notice(Struct, frozen=True, kw_only=True):
    """What a notice is made from.

    step: the one of the procedure that asks for it
    period: None while the first day is not known
    listed: the cities, in the order of the record
    """

    criteria: Criteria
    cycle: Cycle
    step: Deadline
    listed: tuple[str, ...]
    period: PublicityPeriod | None


def notice_blocks(notice: Notice) -> list[Block]:
    """The draft. Pure: the same record gives the same draft."""
    criteria, cycle = notice.criteria, notice.cycle
    made: list[Block] = [Paragraph(criteria.short_title, style="subtitle"), Paragraph(TITLE, style="title")]
    if cycle.invented:
        made.append(Paragraph("（虚构样例，不代表任何真实城市）", style="sample"))
    made += [
        Paragraph(f"关于{notice.step.name}，《{criteria.source.title}》的规定是：", style="keep"),
        Quote(notice.step.text),
        Paragraph("根据上述规定，现将名单公示如下。"),
        Heading("一、公示名单", 1),
        *_list(notice),
        Heading("二、公示时间", 1),
        Paragraph(_time(notice)),
        Heading("三、意见反映", 1),
        _contacts(),
    ]
    made += [Paragraph(text, style="closing keep") for text in (f"{FILL}发布单位（盖章）", "年　　月　　日")]
    return [*made, *_for_the_drafter(notice)]


def _list(notice: Notice) -> Iterator[Block]:
    if not notice.listed:
        yield Paragraph((Run(FILL, "missed"), "周期记录里还没有写公示名单。"))
        return
    yield from (Paragraph(f"{number}.{city}") for number, city in enumerate(notice.listed, start=1))


def _time(notice: Notice) -> str:
    public = notice.step.publicity
    assert public is not None
    if notice.period is None:
        return f"自{FILL}年{FILL}月{FILL}日起，公示{public.working_days}个工作日。"
    taken = notice.period.taken
    days = f"{day_text(taken.starts)}至{day_text(taken.ends)}"
    return f"{days}，共{public.working_days}个工作日（{term_days_text(taken)}）。"


def _contacts() -> Paragraph:
    names = ("受理单位", "联系人", "联系电话", "电子邮箱", "通信地址")
    return Paragraph("；".join(f"{name}：{FILL}" for name in names) + "。", style="keep")


def _for_the_drafter(notice: Notice) -> Iterator[Block]:
    """How the days were counted, and what is still to be filled in."""
    public, cycle, criteria = notice.step.publicity, notice.cycle, notice.criteria
    assert public is not None
    rows: list[tuple[str, str]] = [("公示几天", f"原文：“{public.quote}”")]
    if notice.period is not None:
        taken = notice.period.taken
        rows += [
            ("怎样数的", "\n".join(both_lines(notice.period))),
            ("最早上报", f"期满后的下一个工作日，{day_text(taken.then)}"),
        ]
    else:
        rows.append(("怎样数的", "还没有公示开始的日期，没有数。写进周期记录的“公示开始”，或用 --start 给出。"))
    if public.counts_first is None:
        reading = next(one for one in INTERPRETATIONS if one.name == FIRST_DAY)
        choice = cycle.choices.get(FIRST_DAY)
        why = f"改选“{choice.option}”，理由：{choice.reason}" if choice else f"按“{reading.default}”。{reading.why}"
        rows.append(("公示首日", why))
    moved = cycle.dues.get(notice.step.name)
    due = f"{date_text(moved.due)}前（{moved.basis}）" if moved else notice.step.due_text
    rows.append(("本阶段的时限", due))
    if criteria.quota is not None and criteria.quota.texts:
        rows.append(("名额", "\n".join(f"“{one.text}”" for one in criteria.quota.texts)))
    rows += [
        ("待填的内容", LACKING),
        ("名单的顺序", "照周期记录的顺序，不是名次。"),
        ("依据的记录", f"{span_text(cycle.begins, cycle.years)}的周期记录，SHA-256 {cycle.digest}"),
        ("工具版本", __version__),
    ]
    yield Paragraph("拟稿说明（发布前删去这一页）", style=f"{PART_TITLE} new-page")
    yield Pairs([(name, lines(*text.split("\n"))) for name, text in rows])
