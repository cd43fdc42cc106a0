"""The pages the binder adds: cover, contents, a divider before each item, a notice for each file that is left out."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from scoring.base.text import date_text
from scoring.model.criteria import Criteria
from scoring.model.submission import Submission
from scoring.reports.render.fonts import FontSet
from scoring.reports.render.html import fill, styles
from scoring.reports.render.pdf import Drawn, draw
from scoring.seal.binder.preparing import Chapter, Leaf

__all__ = ["Front", "divider", "make", "notice"]

SHEET = "binder.css"


class Front(Struct, frozen=True, kw_only=True):
    """The added pages, drawn, with where each begins in them (from 0): the contents end where dividers begin."""

    drawn: Drawn
    lead: int

    def span(self, name: str) -> range:
        """The pages of one divider or notice."""
        first = self.drawn.anchors[name]
        later = [page for page in self.drawn.anchors.values() if page > first]
        return range(first, min(later, default=self.drawn.pages))


def divider(chapter: Chapter) -> str:
    """The id of a chapter's divider."""
    return f"item-{chapter.item.id}"


def notice(leaf: Leaf) -> str:
    """The id of the notice page of a file that is left out."""
    return f"notice-{leaf.entry.number}"


def make(
    criteria: Criteria,
    submission: Submission,
    chapters: tuple[Chapter, ...],
    numbers: Mapping[str, int],
    *,
    total: int,
    fonts: FontSet | None,
) -> Front:
    """Draw the added pages with the page `numbers` of the chapters (by item) and files (by their number).

    Raises ProblemsError where there is no PDF engine.
    """
    leaves = [leaf for chapter in chapters for leaf in chapter.leaves]
    text = fill(
        "binder.html",
        criteria=criteria,
        city=submission.city,
        invented=submission.invented,
        applicant=submission.applicant,
        day=date_text(submission.applied_on) if submission.applied_on else "",
        created=submission.applied_on.isoformat() if submission.applied_on else "",
        chapters=chapters,
        numbers=numbers,
        total=total,
        files=len(leaves),
        left_out=[leaf for leaf in leaves if leaf.file is None and not leaf.same],
        divider=divider,
        notice=notice,
    )
    drawn = draw(text, fonts=fonts, sheets=styles(sheets=("fonts.css", SHEET)))
    lead = drawn.anchors.get("dividers", drawn.pages)
    return Front(drawn=drawn, lead=lead)
