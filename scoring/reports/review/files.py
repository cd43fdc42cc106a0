"""Which files a paper rests on: those that count, those that do not, and their checksums; who signs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scoring.base.characters import alike
from scoring.model.review import Refused, Review, Role, Stage
from scoring.reports.render.views import basis
from scoring.reports.render.views.model import Pair
from scoring.reports.render.views.review_rows import FileRow
from scoring.reports.review.model import Reviewed
from scoring.reports.review.words import by_name, file_name, reviewer, reviewers

__all__ = ["broken_rows", "declared", "origin", "refused_row", "review_row", "signers", "whole_list"]

NO_FILE = "（没有这个文件）"


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


def refused_row(refused: Refused, *, city: bool = False) -> FileRow:
    """A review file that does not count, with everything that is wrong in it. `city` names its city too."""
    review = refused.review
    told = (review.conflict_text.rstrip("。"),) if refused.conflict and review.conflict_text else ()
    note = "；".join([refused.reason, *told, *(one.message for one in refused.problems)])
    return FileRow(name=file_name(review.file), who=_who(review, city), digest=review.digest, note=note)


def broken_rows(broken: Iterable[tuple[str, str]]) -> Iterator[FileRow]:
    """Review files that cannot be read."""
    for path, why in broken:
        yield FileRow(name=file_name(path), who="不能读取", note=why)


def _who(review: Review, city: bool) -> str:
    return f"{review.city if city else ''}{review.stage.value}，{reviewer(review)}"


def review_row(review: Review, *, city: bool = False) -> FileRow:
    """A review file with its checksum."""
    return FileRow(name=file_name(review.file), who=_who(review, city), digest=review.digest)


def whole_list(city: Reviewed) -> Iterator[FileRow]:
    """Every file of a city's review with its checksum: the submission, the reviews, the evidence."""
    made = city.verified.card.provenance
    yield FileRow(name=file_name(made.submission_file), who="自评文件", digest=made.submission_digest)
    for review in city.counted:
        yield review_row(review)
    for refused in city.verified.refused:
        row = refused_row(refused)
        yield FileRow(name=row.name, who=f"{row.who}（没有计入）", digest=row.digest)
    for path, digest in city.papers:
        yield FileRow(name=path, who="佐证材料", digest=digest or NO_FILE)


def origin(city: Reviewed) -> tuple[Pair, ...]:
    """Versions and checksums, so that anyone can make the report again."""
    loaded = city.loaded
    made = basis.provenance(loaded.criteria, loaded.submission, city.verified.card)
    counted = f"计入{len(city.counted)}份，没有计入{len(city.verified.refused) + len(city.broken)}份"
    return (*made[:-1], Pair(name="审核意见", value=counted), made[-1])


def signers(reviews: Iterable[Review]) -> Iterator[Pair]:
    """Who signs: every member, then every chair, with the stages they reviewed."""
    own: dict[tuple[bool, str], list[Review]] = {}
    for review in sorted(reviews, key=by_name):
        own.setdefault((review.role is Role.CHAIR, alike(review.reviewer)), []).append(review)
    for (chair, _), found in own.items():
        role, stages = "组长" if chair else "审核人", {one.stage for one in found}
        yield Pair(
            name=f"{role}{found[0].reviewer}（签字）",
            value="、".join(one.value for one in Stage if one in stages),
        )
    if not any(chair for chair, _ in own):
        yield Pair(name="组长（签字）", value="")
