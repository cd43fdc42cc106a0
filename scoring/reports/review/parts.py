"""What both papers of a review say: phrases, the files they rest on and their checksums, and who signs."""

from __future__ import annotations

import os.path
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise

from msgspec import Struct

from scoring.advice.compare.model import ClauseChange, Difference
from scoring.base.characters import alike
from scoring.base.text import approx, date_text, signed_text
from scoring.model.criteria import Criteria
from scoring.model.review import (
    Decision,
    Opinion,
    Refused,
    Review,
    ReviewSettings,
    Role,
    Stage,
    Verdict,
    Verified,
)
from scoring.model.scorecard import Range, ScoreCard
from scoring.reports import basis
from scoring.reports.blocks import Block, Cell, Paragraph, Row, Table, lines
from scoring.reports.document import Cover, Pair, RuledRow, pairs, provenance, ruled
from scoring.reports.review.model import Reviewed
from scoring.reports.summary.words import city_text, score_text
from scoring.review.wording import answer_text, assumption, in_order, none_text

__all__ = [
    "OpenRow",
    "File",
    "broken_files",
    "by_name",
    "city_files",
    "city_name",
    "clause_texts",
    "conventions",
    "day_of",
    "days_text",
    "declared",
    "detail_texts",
    "diff_text",
    "difference",
    "file_name",
    "files_table",
    "origin",
    "points",
    "quoted",
    "recusal",
    "refused_file",
    "review_file",
    "reviewer",
    "reviewers",
    "score_cells",
    "signing",
    "waiting",
    "waits",
]

NO_FILE = "（没有这个文件）"


def points(score: Range) -> str:
    """`4分`, `4～6分`."""
    return f"{score_text(score.low, score.high)}分"


def signed(value: Fraction) -> str:
    """Points with their sign, long fractions shortened: `+2`, `-0.5`, `约-0.33`, `0`."""
    text = signed_text(value)
    if "/" not in text and len(text) <= 8:
        return text
    near = approx(value)
    return signed_text(near) if near == value else f"约{signed_text(near)}"


def diff_text(part: Difference) -> str:
    """`-2分`, or what each end loses: `最低-1分，最高0分`."""
    if part.low == part.high:
        return f"{signed(part.low)}分"
    return f"最低{signed(part.low)}分，最高{signed(part.high)}分"


def reviewer(review: Review | Opinion) -> str:
    """`甲`, `丙（组长）`."""
    return f"{review.reviewer}（组长）" if review.role is Role.CHAIR else review.reviewer


def reviewers(reviews: Iterable[Review]) -> str:
    """The reviewers of a stage, members first."""
    ordered = sorted(reviews, key=by_name)
    return "、".join(dict.fromkeys(reviewer(one) for one in ordered))


def by_name(one: Review | Opinion) -> tuple[bool, str]:
    """The order of reviewers on paper: members before the chair, 甲 before 乙."""
    return one.role is Role.CHAIR, in_order(one.reviewer)


def days_text(reviews: Iterable[Review]) -> str:
    """The days on which opinions were given: one, or from the first to the last."""
    days = sorted({day for review in reviews for day in review.days})
    if not days:
        return "日期未写"
    if len(days) == 1:
        return date_text(days[0])
    first, last = days[0], days[-1]
    end = date_text(last) if first.year != last.year else f"{last.month}月{last.day}日"
    return f"{date_text(first)}至{end}"


def day_of(found: Verified) -> date | None:
    """The last day on which an opinion was given."""
    days = (day for step in found.steps for review in step.reviews for day in review.days)
    return max(days, default=None)


def detail_texts(criteria: Criteria, decision: Decision) -> Iterator[str]:
    """What a decision changes, and why: one sentence each."""
    facts = [f"“{name}”改为“{answer_text(criteria, name, answer)}”" for name, answer in decision.facts.items()]
    facts += none_text(criteria, decision)
    for row in decision.units:
        if not row.checked:
            facts.append(f"{row.name}改为未检查")
        facts += [f"{row.name}的“{name}”改为“{answer_text(criteria, name, one)}”" for name, one in row.answers.items()]
    if facts:
        yield "，".join(facts)
    if decision.rejected:
        yield f"不认可的材料：{'、'.join(decision.rejected)}"
    if decision.reason:
        yield f"理由：{decision.reason.rstrip('。')}"
    elif decision.verdict is not Verdict.ACCEPT:
        yield "理由：（未写）"
    if decision.basis:
        yield f"依据：{'、'.join(decision.basis)}"


def clause_texts(clauses: Iterable[ClauseChange]) -> Iterator[tuple[str, str]]:
    """The points a clause changed and its official sentence in quotation marks; lines that are no clause say what they
    are."""
    for one in clauses:
        if not one.difference.none:
            yield diff_text(one.difference), quoted(one.quote) if one.clause else one.quote


def quoted(quote: str) -> str:
    """The official words in quotation marks; a remark that there are none stays as it is."""
    return quote if quote.startswith("（原文") else f"“{quote}”"


def waiting(found: Verified) -> str:
    """What has still to be done before the result stands; "" where nothing has."""
    parts = []
    if found.due or found.gates_due:
        parts.append(f"等待裁决{len(found.due) + len(found.gates_due)}项")
    if found.asked or found.gates_asked:
        parts.append(f"等待说明{len(found.asked) + len(found.gates_asked)}项")
    if found.gates_open:
        parts.append(f"申报资格待查明{len(found.gates_open)}项")
    return "，".join(parts)


def conventions(settings: ReviewSettings, *more: Pair) -> list[Block]:
    """How reviews become a score where the official text has no rule, and what the words mean."""
    found = (
        Pair(name="意见不一致", value=assumption(settings)),
        Pair(name="未证实", value="材料不在或者不认可的内容不当作没有做到：最低分按未知算，最高分按填报算。"),
        Pair(name="无意见", value="没有人提出意见的指标项，按上一步的得分计，不当作0分，也不参加平均。"),
        Pair(
            name="申报资格",
            value="不计分，也不取平均：几位组员的意见不一致的，组长裁决以前按未定算；没有人提出意见的，按城市自己的填报判断。",
        ),
        Pair(name="分差", value="几位组员对同一项各自会得的分，最高与最低相差多少；得分是范围的，取两端中较大的差。"),
        Pair(name="差额", value="后一步减前一步，分值准确；得分是范围的，分别写最低分和最高分的差额。"),
    )
    return [Paragraph("官方文件没有规定、由编制工具约定的事项：", style="keep"), pairs((*found, *more))]


def file_name(path: str) -> str:
    """The name without its folder: papers show no one's disk."""
    return os.path.basename(path.replace("\\", "/"))


def city_name(city: Reviewed) -> str:
    """The name, with a mark where it is invented."""
    return city_text(city.loaded.submission.city, city.loaded.submission.invented)


def difference(before: ScoreCard, after: ScoreCard) -> Difference:
    """What the total of `after` has more than that of `before`, at both ends."""
    one, other = before.total, after.total
    return Difference(low=other.low - one.low, high=other.high - one.high)


def score_cells(scores: Sequence[Range]) -> list[Cell]:
    """The scores of one line step by step, each marked where it moved."""
    found = [Cell(score_text(scores[0].low, scores[0].high))]
    return found + [
        Cell(score_text(after.low, after.high), "moved" if after != before else "")
        for before, after in pairwise(scores)
    ]


class OpenRow(Struct, frozen=True):
    """Something that still waits: what, of which item, and the words that were said."""

    kind: str
    label: str
    texts: tuple[str, ...]


def waits(rows: Sequence[OpenRow], heads: tuple[str, str, str]) -> Table:
    """The table of what waits."""
    columns = ((heads[0], 28, "center"), (heads[1], 64), (heads[2], 64))
    return ruled(columns, [(one.kind, one.label, lines(*one.texts)) for one in rows], "waits")


class File(Struct, frozen=True, kw_only=True):
    """A file with who wrote it and its checksum; `note` says why it does not count."""

    name: str
    who: str
    digest: str = ""
    note: str = ""


def declared(city: Reviewed) -> Iterator[str]:
    """What the reviewers declared of their interests."""
    names = reviewers(city.counted)
    if names:
        yield f"计入的审核意见都附有回避声明，审核人{names}声明与该市没有利害关系。"
    apart = [one.review for one in city.verified.refused if one.conflict]
    for review in apart:
        why = f"：{review.conflict_text.rstrip('。')}" if review.conflict_text else ""
        yield f"审核人{reviewer(review)}声明有利害关系{why}；其{review.stage.value}意见没有计入。"
    if not names and not apart:
        yield "还没有审核人作出回避声明。"


def refused_file(refused: Refused, *, city: bool = False) -> File:
    """A review file that does not count, with everything that is wrong in it. `city` names its city too."""
    review = refused.review
    sentences = (review.conflict_text.rstrip("。"),) if refused.conflict and review.conflict_text else ()
    note = "；".join([refused.reason, *sentences, *(one.message for one in refused.problems)])
    return File(name=file_name(review.file), who=_who(review, city), digest=review.digest, note=note)


def broken_files(broken: Iterable[tuple[str, str]]) -> Iterator[File]:
    """Review files that cannot be read."""
    for path, why in broken:
        yield File(name=file_name(path), who="不能读取", note=why)


def _who(review: Review, city: bool) -> str:
    return f"{review.city if city else ''}{review.stage.value}，{reviewer(review)}"


def review_file(review: Review, *, city: bool = False) -> File:
    """A review file with its checksum."""
    return File(name=file_name(review.file), who=_who(review, city), digest=review.digest)


def city_files(city: Reviewed) -> Iterator[File]:
    """Every file of a city's review with its checksum: the submission, the reviews, the evidence."""
    made = city.verified.card.provenance
    yield File(name=file_name(made.submission_file), who="自评文件", digest=made.submission_digest)
    for review in city.counted:
        yield review_file(review)
    for refused in city.verified.refused:
        row = refused_file(refused)
        yield File(name=row.name, who=f"{row.who}（没有计入）", digest=row.digest)
    for path, digest in city.papers:
        yield File(name=path, who="佐证材料", digest=digest or NO_FILE)


def origin(city: Reviewed) -> tuple[Pair, ...]:
    """Versions and checksums, so that anyone can make the report again."""
    loaded = city.loaded
    made = basis.provenance(loaded.criteria, loaded.submission, city.verified.card)
    counted = f"计入{len(city.counted)}份，没有计入{len(city.verified.refused) + len(city.broken)}份"
    return (*made[:-1], Pair(name="审核意见", value=counted), made[-1])


def files_table(files: Iterable[File]) -> list[Block]:
    """Files with their checksums."""
    heads = (("文件", 46), ("文件种类", 28), ("校验码", 82, "code"))
    return [
        Paragraph("校验码是文件内容的 SHA-256；文件改动一个字，校验码就不同。", style="remark keep"),
        ruled(heads, [(one.name, one.who, one.digest) for one in files], "checksums"),
    ]


def recusal(files: Sequence[File]) -> list[Block]:
    """The review files that do not count."""
    if not files:
        return [Paragraph("没有不计入的审核意见文件。")]
    heads = (("文件", 40), ("审核意见", 48), ("原因", 68))
    rows = [(one.name, one.who, one.note) for one in files]
    return [Paragraph("下列文件没有计入：", style="keep"), ruled(heads, rows, "refused")]


def signing(
    cover: Cover, city: str, reviews: Iterable[Review], rows: Iterable[Pair], ranking: Sequence[Block] = ()
) -> list[Block]:
    """The page that is signed: what is signed, and by whom; of a draft only where it comes from."""
    made = provenance(rows, "报告出具信息")
    if cover.draft:
        return [Paragraph(cover.draft), made]
    sentences = [Pair(name="申报城市", value=city)] if all(one.name != "申报城市" for one in cover.lines) else []
    sentences += [*cover.lines, *([Pair(name="办理情况", value=cover.marker)] if cover.marker else [])]
    columns = (("", 62, "row"), ("", 48), ("", 46))
    table: list[RuledRow] = [
        *(Row((one.name, Cell(one.value, span=2)), "short") for one in sentences),
        *((name, "", Cell(stages, "center stages")) for name, stages in _signers(reviews)),
        Row(("组织审核单位（盖章）", Cell("", span=2)), "tall"),
        ("日期", Cell("年　　　月　　　日", "sign-date", 2)),
    ]
    return [
        Paragraph("以上审核过程和得分请核对无误后签字盖章。审核人以代号列出，由本人签字。"),
        *ranking,
        ruled(columns, table, "sign signers"),
        made,
    ]


def _signers(reviews: Iterable[Review]) -> Iterator[tuple[str, str]]:
    """Who signs: every member, then every chair, with the stages they reviewed."""
    own: dict[tuple[bool, str], list[Review]] = {}
    for review in sorted(reviews, key=by_name):
        own.setdefault((review.role is Role.CHAIR, alike(review.reviewer)), []).append(review)
    for (chair, _), found in own.items():
        role, stages = "组长" if chair else "审核人", {one.stage for one in found}
        yield f"{role}{found[0].reviewer}（签字）", "、".join(one.value for one in Stage if one in stages)
    if not any(chair for chair, _ in own):
        yield "组长（签字）", ""
